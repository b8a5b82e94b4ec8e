package ledger

import (
	"encoding/json"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
	"go.etcd.io/bbolt"
)

// ownersDir holds a file for each process that works with the ledger. Its lock ends with the process, however that ends.
const ownersDir = "owners"

// guardFile is held while files of owners are made and swept, so that none is swept between its making and its locking.
const guardFile = "guard"

func newOwner(dir string) (*flock.Flock, error) {
	guard := flock.New(filepath.Join(dir, guardFile))
	if err := guard.Lock(); err != nil {
		return nil, err
	}
	defer guard.Unlock() //nolint:errcheck // ends with the process anyway
	if err := sweep(dir); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(dir, "*.lock")
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	lock := flock.New(f.Name())
	return lock, lock.Lock()
}

// sweep removes the files of processes that were killed. What these have spooled is known to be theirs without.
func sweep(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.lock"))
	if err != nil {
		return err
	}
	for _, f := range files {
		lock := flock.New(f)
		free, err := lock.TryLock()
		if err != nil {
			return err
		}
		if free {
			_ = os.Remove(f) // the next one tries again
			_ = lock.Unlock()
		}
	}
	return nil
}

// Recover takes over what processes that have ended left in the spool, in the order of its arrival.
func (l *Ledger) Recover() (left []Spooled, err error) {
	var ended []*flock.Flock
	defer func() {
		for _, lock := range ended {
			_ = lock.Unlock()
			_ = os.Remove(lock.Path())
		}
	}()
	err = l.update(func(tx *bbolt.Tx) error {
		left = nil
		gone := map[string]bool{l.ownerName(): false}
		b := tx.Bucket(bucketSpool)
		c := b.Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			var s Spooled
			if err := json.Unmarshal(v, &s); err != nil {
				return err
			}
			if _, asked := gone[s.Owner]; !asked {
				lock := flock.New(filepath.Join(l.Dir(), ownersDir, s.Owner))
				free, err := lock.TryLock()
				if err != nil {
					return err
				}
				if gone[s.Owner] = free; free {
					ended = append(ended, lock)
				}
			}
			if gone[s.Owner] {
				s.Number, s.Owner = spoolNumber(k), l.ownerName()
				left = append(left, s)
			}
		}
		for _, s := range left {
			if err := put(b, spoolKey(s.Number), s); err != nil {
				return err
			}
		}
		return nil
	})
	return left, err
}

func (l *Ledger) ownerName() string { return filepath.Base(l.owner.Path()) }
