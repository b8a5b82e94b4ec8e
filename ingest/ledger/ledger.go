// Package ledger remembers across runs what each source has delivered and holds what is on its way into the graph, so
// that nothing is taken twice and a crash at any instant loses nothing.
package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"

	"github.com/entente-kg/entente/schema"
)

// ErrBusy says that another process has the ledger open.
var ErrBusy = errors.New("another ingest is running on this ledger")

// Ledger is a file that one process at a time has open. Its methods may be called at the same time.
type Ledger struct{ db *bbolt.DB }

// The ledger's buckets.
var (
	bucketSources  = []byte("sources")  // name -> Source
	bucketEntries  = []byte("entries")  // source, 0, entry id -> Entry
	bucketArticles = []byte("articles") // article id -> article
	bucketTexts    = []byte("texts")    // SHA-256 of a text -> article id
	bucketBands    = []byte("bands")    // band of a fingerprint, article id -> nothing
	bucketSpool    = []byte("spool")    // number, big-endian -> Spooled
	bucketBuried   = []byte("buried")   // article id -> reason
)

// Open opens or makes the ledger at path, a file, and its folder. It waits a moment for another process to let go of it.
func Open(path string) (*Ledger, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: 200 * time.Millisecond})
	if errors.Is(err, bbolt.ErrTimeout) {
		return nil, fmt.Errorf("%w: %s", ErrBusy, path)
	}
	if err != nil {
		return nil, fmt.Errorf("open the ledger %s: %w", path, err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range [][]byte{bucketSources, bucketEntries, bucketArticles, bucketTexts, bucketBands, bucketSpool, bucketBuried} {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the ledger %s: %w", path, err), db.Close())
	}
	return &Ledger{db}, nil
}

// Close lets other processes have the ledger.
func (l *Ledger) Close() error { return l.db.Close() }

// Source is what is remembered of a source.
type Source struct {
	Name         string    `json:"name"`
	ETag         string    `json:"etag,omitzero"` // of the feed or sitemap itself
	LastModified string    `json:"last_modified,omitzero"`
	LastRun      time.Time `json:"last_run"`
	LastSuccess  time.Time `json:"last_success,omitzero"` // the source could be read, whatever it held
	LastYield    time.Time `json:"last_yield,omitzero"`   // at least one new article came
	Items        int       `json:"items"`                 // in the last run
	New          int       `json:"new"`
	Rejected     int       `json:"rejected"`
	Error        string    `json:"error,omitzero"` // of the last run
	Total        int       `json:"total"`          // articles taken in all runs
}

// Source returns what is remembered of a source; a source never seen has only its name.
func (l *Ledger) Source(name string) (s Source, err error) {
	s.Name = name
	err = l.db.View(func(tx *bbolt.Tx) error {
		if b := tx.Bucket(bucketSources).Get([]byte(name)); b != nil {
			return json.Unmarshal(b, &s)
		}
		return nil
	})
	return s, err
}

// SetSource remembers a source.
func (l *Ledger) SetSource(s Source) error {
	return l.db.Update(func(tx *bbolt.Tx) error { return put(tx.Bucket(bucketSources), []byte(s.Name), s) })
}

// Sources lists all sources by name.
func (l *Ledger) Sources() (all []Source, err error) {
	err = l.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketSources).ForEach(func(_, b []byte) error {
			var s Source
			if err := json.Unmarshal(b, &s); err != nil {
				return err
			}
			all = append(all, s)
			return nil
		})
	})
	return all, err
}

// Entry is what is remembered of an item that a source has announced.
type Entry struct {
	Article      string    `json:"article,omitzero"` // the id it has become
	ETag         string    `json:"etag,omitzero"`    // of its page
	LastModified string    `json:"last_modified,omitzero"`
	Checked      time.Time `json:"checked"`
	Reason       string    `json:"reason,omitzero"` // why it was not taken
}

// Entry returns what is remembered of an item; ok is false for one never seen.
func (l *Ledger) Entry(source, id string) (e Entry, ok bool, err error) {
	err = l.db.View(func(tx *bbolt.Tx) error {
		b := tx.Bucket(bucketEntries).Get(entryKey(source, id))
		if ok = b != nil; ok {
			return json.Unmarshal(b, &e)
		}
		return nil
	})
	return e, ok, err
}

// SetEntry remembers an item that became no article.
func (l *Ledger) SetEntry(source, id string, e Entry) error {
	return l.db.Batch(func(tx *bbolt.Tx) error { return put(tx.Bucket(bucketEntries), entryKey(source, id), e) })
}

func entryKey(source, id string) []byte { return []byte(source + "\x00" + id) }

// Fate is what the ledger makes of an article.
type Fate string

// The fates of articles. New and Changed ones are spooled until Done; a copy is too, to record its place of publication.
const (
	New       Fate = "new"
	Changed   Fate = "changed"
	Unchanged Fate = "unchanged"
	Copy      Fate = "duplicate"
	Buried    Fate = "deleted" // was deleted on purpose and stays so
)

// Spooled is an article on its way into the graph.
type Spooled struct {
	Number  uint64         `json:"-"`
	Source  string         `json:"source"`
	Entry   string         `json:"entry,omitzero"`
	Fate    Fate           `json:"fate"`
	CopyOf  string         `json:"copy_of,omitzero"` // the article whose text it repeats
	Article schema.Article `json:"article"`
}

// article is what is remembered of a stored article.
type article struct {
	Version     []byte `json:"version"` // SHA-256 of title, date and text
	Text        []byte `json:"text"`    // SHA-256 of the text alone
	Fingerprint []byte `json:"fingerprint,omitzero"`
	CopyOf      string `json:"copy_of,omitzero"`
}

// Admit decides what an article is and, where there is something to store, spools it: all in one transaction, on disk
// when Admit returns. The entry is remembered together with it.
func (l *Ledger) Admit(source, entry string, e Entry, a schema.Article) (s Spooled, err error) {
	version := sha256.Sum256([]byte(a.Title + "\x00" + string(a.Published) + "\x00" + a.Text))
	sum := sha256.Sum256([]byte(a.Text))
	now := article{Version: version[:], Text: sum[:]}
	print, long := fingerprintOf(a.Text)
	if long {
		now.Fingerprint = print.bytes()
	}
	e.Article = a.ID
	err = l.db.Batch(func(tx *bbolt.Tx) error {
		s = Spooled{Source: source, Entry: entry, Article: a}
		if entry != "" {
			if err := put(tx.Bucket(bucketEntries), entryKey(source, entry), e); err != nil {
				return err
			}
		}
		if tx.Bucket(bucketBuried).Get([]byte(a.ID)) != nil {
			s.Fate = Buried
			return nil
		}
		return admit(tx, &s, now)
	})
	return s, err
}

// admit sets the fate of an article that is not buried.
func admit(tx *bbolt.Tx, s *Spooled, now article) error {
	id := s.Article.ID
	known, ok, err := getArticle(tx, id)
	switch {
	case err != nil:
		return err
	case ok && bytes.Equal(known.Version, now.Version):
		s.Fate = Unchanged
		return nil
	case ok:
		s.Fate = Changed
		if err := forget(tx, id, known); err != nil {
			return err
		}
	default:
		s.Fate = New
	}
	if s.CopyOf, err = original(tx, id, now); err != nil {
		return err
	}
	if s.CopyOf != "" {
		s.Fate, now.CopyOf, now.Fingerprint = Copy, s.CopyOf, nil
	}
	if err := remember(tx, id, now); err != nil {
		return err
	}
	return spool(tx, s)
}

// original finds the other article whose text an article repeats, letter by letter or nearly so, or "".
func original(tx *bbolt.Tx, itself string, now article) (string, error) {
	if id := tx.Bucket(bucketTexts).Get(now.Text); id != nil && string(id) != itself {
		return string(id), nil
	}
	if len(now.Fingerprint) == 0 {
		return "", nil
	}
	print := fingerprintFrom(now.Fingerprint)
	best, most := "", alike
	for _, key := range print.keys() {
		c := tx.Bucket(bucketBands).Cursor()
		for k, _ := c.Seek(key); bytes.HasPrefix(k, key); k, _ = c.Next() {
			id := string(k[len(key):])
			other, ok, err := getArticle(tx, id)
			if err != nil {
				return "", err
			}
			if !ok || id == itself || len(other.Fingerprint) == 0 {
				continue
			}
			if s := print.similarity(fingerprintFrom(other.Fingerprint)); s > most || s == most && (best == "" || id < best) {
				best, most = id, s
			}
		}
	}
	return best, nil
}

func remember(tx *bbolt.Tx, id string, now article) error {
	if err := put(tx.Bucket(bucketArticles), []byte(id), now); err != nil {
		return err
	}
	if now.CopyOf != "" {
		return nil
	}
	if err := tx.Bucket(bucketTexts).Put(now.Text, []byte(id)); err != nil {
		return err
	}
	if len(now.Fingerprint) == 0 {
		return nil
	}
	for _, key := range fingerprintFrom(now.Fingerprint).keys() {
		if err := tx.Bucket(bucketBands).Put(append(key, id...), nil); err != nil {
			return err
		}
	}
	return nil
}

// forget takes an older version out of the indexes of texts and fingerprints.
func forget(tx *bbolt.Tx, id string, known article) error {
	if known.CopyOf == "" {
		if err := tx.Bucket(bucketTexts).Delete(known.Text); err != nil {
			return err
		}
	}
	if len(known.Fingerprint) == 0 {
		return nil
	}
	for _, key := range fingerprintFrom(known.Fingerprint).keys() {
		if err := tx.Bucket(bucketBands).Delete(append(key, id...)); err != nil {
			return err
		}
	}
	return nil
}

func spool(tx *bbolt.Tx, s *Spooled) (err error) {
	b := tx.Bucket(bucketSpool)
	if s.Number, err = b.NextSequence(); err != nil {
		return err
	}
	return put(b, spoolKey(s.Number), s)
}

func spoolKey(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// Pending delivers what was spooled and is not done, in the order of arrival: at the start of a run, what an
// interrupted one has left.
func (l *Ledger) Pending() iter.Seq2[Spooled, error] {
	return func(yield func(Spooled, error) bool) {
		// A transaction per step, so that Done may be called in between.
		for last := uint64(0); ; {
			var s Spooled
			err := l.db.View(func(tx *bbolt.Tx) error {
				k, b := tx.Bucket(bucketSpool).Cursor().Seek(spoolKey(last + 1))
				if k == nil {
					return nil
				}
				if err := json.Unmarshal(b, &s); err != nil {
					return err
				}
				s.Number = binary.BigEndian.Uint64(k)
				return nil
			})
			if err == nil && s.Number == 0 || !yield(s, err) || err != nil {
				return
			}
			last = s.Number
		}
	}
}

// Done takes articles off the spool: the graph has them, or they were set aside.
func (l *Ledger) Done(numbers ...uint64) error {
	return l.db.Batch(func(tx *bbolt.Tx) error {
		for _, n := range numbers {
			if err := tx.Bucket(bucketSpool).Delete(spoolKey(n)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Release forgets an article, so that it is new when it comes again; for articles that could not be stored.
func (l *Ledger) Release(id string) error {
	return l.db.Batch(func(tx *bbolt.Tx) error {
		known, ok, err := getArticle(tx, id)
		if err != nil || !ok {
			return err
		}
		return errors.Join(forget(tx, id, known), tx.Bucket(bucketArticles).Delete([]byte(id)))
	})
}

// Bury keeps an article out from now on, with the reason.
func (l *Ledger) Bury(id, reason string) error {
	return l.db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(bucketBuried).Put([]byte(id), []byte(reason)) })
}

func getArticle(tx *bbolt.Tx, id string) (a article, ok bool, err error) {
	b := tx.Bucket(bucketArticles).Get([]byte(id))
	if b == nil {
		return a, false, nil
	}
	return a, true, json.Unmarshal(b, &a)
}

func put(b *bbolt.Bucket, key []byte, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return b.Put(key, data)
}
