// Package ledger remembers across runs what each source has delivered and holds what is on its way into the graph, so
// that nothing is taken twice and a crash at any instant loses nothing.
package ledger

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// ErrBusy says that another process has kept the ledger to itself for too long.
var ErrBusy = errors.New("another process does not let go of the ledger")

// Ledger is a file that several processes share: each has it open only for the moment of a call. Its methods may be
// called at the same time.
type Ledger struct {
	path  string
	mu    sync.Mutex
	owner *flock.Flock // held while this process may work on what it has spooled
}

// The ledger's buckets.
var (
	bucketSources   = []byte("sources")    // name -> Source
	bucketEntries   = []byte("entries")    // source, 0, entry id -> Entry
	bucketArticles  = []byte("articles")   // article id -> article
	bucketBodies    = []byte("bodies")     // article id -> schema.Article in JSON, compressed
	bucketPages     = []byte("pages")      // SHA-256 of a page -> article id
	bucketTexts     = []byte("texts")      // SHA-256 of a text, article id -> nothing
	bucketBands     = []byte("bands")      // band of a fingerprint, article id -> nothing
	bucketCopyTexts = []byte("copy texts") // the same two for copies
	bucketCopyBands = []byte("copy bands")
	bucketSpool     = []byte("spool")  // number, big-endian -> Spooled
	bucketBuried    = []byte("buried") // article id -> reason
	bucketMeta      = []byte("meta")   // see keyLast

	// memory is what Forget empties.
	memory     = [][]byte{bucketEntries, bucketArticles, bucketBodies, bucketPages, bucketTexts, bucketBands, bucketCopyTexts, bucketCopyBands}
	allBuckets = append([][]byte{bucketSources, bucketSpool, bucketBuried, bucketMeta}, memory...)
)

// keyLast leads to the id of the article that went into the graph last.
var keyLast = []byte("last")

// patience is how long a call waits for other processes, each of which has the ledger for some milliseconds.
const patience = time.Minute

// Open opens or makes the ledger at path, a file, and its folder.
func Open(path string) (*Ledger, error) {
	dir := filepath.Join(filepath.Dir(path), ownersDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	owner, err := newOwner(dir)
	if err != nil {
		return nil, fmt.Errorf("open the ledger %s: %w", path, err)
	}
	l := &Ledger{path: path, owner: owner}
	err = l.update(func(tx *bbolt.Tx) error {
		for _, name := range allBuckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// Close gives up what is spooled and not done: the next process to call Recover goes on with it.
func (l *Ledger) Close() error {
	return errors.Join(l.owner.Unlock(), os.Remove(l.owner.Path()))
}

// Dir is the folder of the ledger.
func (l *Ledger) Dir() string { return filepath.Dir(l.path) }

func (l *Ledger) update(f func(*bbolt.Tx) error) error {
	return l.with(func(db *bbolt.DB) error { return db.Update(f) })
}

func (l *Ledger) view(f func(*bbolt.Tx) error) error {
	return l.with(func(db *bbolt.DB) error { return db.View(f) })
}

// with has the file to itself for one call.
func (l *Ledger) with(f func(*bbolt.DB) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	db, err := bbolt.Open(l.path, 0o600, &bbolt.Options{Timeout: patience})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return fmt.Errorf("%w: %s", ErrBusy, l.path)
	}
	if err != nil {
		return fmt.Errorf("open the ledger %s: %w", l.path, err)
	}
	return errors.Join(f(db), db.Close())
}

// Bury keeps an article out from now on, with the reason.
func (l *Ledger) Bury(id, reason string) error {
	return l.update(func(tx *bbolt.Tx) error { return tx.Bucket(bucketBuried).Put([]byte(id), []byte(reason)) })
}

// Last is the id of the article that went into the graph last, empty if none did. A graph that does not have it is not
// the one that the ledger remembers.
func (l *Ledger) Last() (id string, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		id = string(tx.Bucket(bucketMeta).Get(keyLast))
		return nil
	})
	return id, err
}

// Forget forgets all articles and entries, so that they are new when they come again. What is buried stays so, and what
// is spooled is kept.
func (l *Ledger) Forget() error {
	return l.update(func(tx *bbolt.Tx) error {
		for _, name := range memory {
			if err := tx.DeleteBucket(name); err != nil {
				return err
			}
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		err := tx.Bucket(bucketSources).ForEach(func(k, b []byte) error {
			var s Source
			if err := json.Unmarshal(b, &s); err != nil {
				return err
			}
			s.ETag, s.LastModified = "", ""
			return put(tx.Bucket(bucketSources), k, s)
		})
		return errors.Join(err, tx.Bucket(bucketMeta).Delete(keyLast))
	})
}

func put(b *bbolt.Bucket, key []byte, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return b.Put(key, data)
}

// Waiting is how many articles are spooled.
func (l *Ledger) Waiting() (n int, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		n = tx.Bucket(bucketSpool).Stats().KeyN
		return nil
	})
	return n, err
}
