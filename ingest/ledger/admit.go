package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	"go.etcd.io/bbolt"

	"github.com/entente-kg/entente/schema"
)

// Fate is what the ledger makes of an article.
type Fate string

// The fates of articles.
const (
	New       Fate = "new"
	Changed   Fate = "changed"
	Unchanged Fate = "unchanged"
	Copy      Fate = "duplicate" // another place of publication of an article
	Buried    Fate = "deleted"   // was deleted on purpose and stays so
)

// Arrival is an article as a source delivers it.
type Arrival struct {
	Source, Entry string // Entry may be empty
	Remember      Entry  // what to remember of the entry
	Page          []byte // SHA-256 of the page that the article was read from, or nil
	Article       schema.Article
}

// Admission is what was decided of an arrival.
type Admission struct {
	Fate   Fate
	CopyOf string    // the known article that has the same text
	Store  []Spooled // what is to be stored because of it, in this order
}

// Spooled is an article on its way into the graph.
type Spooled struct {
	Number uint64 `json:"-"`
	Owner  string `json:"owner"` // file of the process that works on it
	Source string `json:"source,omitzero"`
	// Retired articles turned out to be copies of an earlier one after they had been stored: nothing is to be said by
	// them any more.
	Retired bool           `json:"retired,omitzero"`
	Article schema.Article `json:"article"` // with all places of publication
}

// Admit decides what articles are and spools what there is to store: all in one transaction, on disk when Admit returns.
// The entries are remembered together with them.
//
// The same text at several addresses is one article: in the order of publication, and of ids where several came at once,
// an article is a copy of the first that it is like and that is no copy itself. So the outcome does not depend on the
// order of arrival, unless more than 64 different articles look alike at first sight.
func (l *Ledger) Admit(arrivals ...Arrival) ([]Admission, error) {
	fresh := make([]article, len(arrivals))
	for i, a := range arrivals {
		fresh[i] = newArticle(a)
	}
	var decided []Admission
	err := l.update(func(tx *bbolt.Tx) error {
		decided = make([]Admission, len(arrivals))
		for i, a := range arrivals {
			s := &session{Tx: tx, owner: l.ownerName(), source: a.Source}
			if err := s.admit(a, fresh[i], &decided[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return decided, err
}

// Release forgets an article, so that it is new when it comes again; for articles that could not be stored.
func (l *Ledger) Release(id string) error {
	return l.update(func(tx *bbolt.Tx) error {
		s := &session{Tx: tx, owner: l.ownerName()}
		known, ok, err := s.article(id)
		if err != nil || !ok {
			return err
		}
		left, err := s.detach(id, known)
		if err != nil {
			return err
		}
		if err := s.drop(id); err != nil {
			return err
		}
		if err := s.place(left); err != nil {
			return err
		}
		_, err = s.spoolDirty()
		return err
	})
}

// KnownPage returns the article that was read from a page of that SHA-256, if it still stands as it was read.
func (l *Ledger) KnownPage(sum []byte) (id string, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		s := &session{Tx: tx}
		b := tx.Bucket(bucketPages).Get(sum)
		if b == nil {
			return nil
		}
		known, ok, err := s.article(string(b))
		if ok && bytes.Equal(known.Page, sum) {
			id = string(b)
		}
		return err
	})
	return id, err
}

func newArticle(a Arrival) article {
	x := a.Article
	version := sha256.Sum256([]byte(x.Title + "\x00" + string(x.Published) + "\x00" + x.Source + "\x00" + x.Text))
	text := sha256.Sum256([]byte(x.Text))
	now := article{Version: version[:], Text: text[:], Published: x.Published, Page: a.Page}
	if print, long := fingerprintOf(x.Text); long {
		now.Fingerprint, now.Names = print.bytes(), namesOf(x.Text)
	}
	return now
}

// admit decides one arrival.
func (s *session) admit(a Arrival, now article, d *Admission) error {
	id := a.Article.ID
	if a.Entry != "" {
		a.Remember.Article = id
		if err := put(s.Bucket(bucketEntries), entryKey(a.Source, a.Entry), a.Remember); err != nil {
			return err
		}
	}
	if s.Bucket(bucketBuried).Get([]byte(id)) != nil {
		d.Fate = Buried
		return nil
	}
	known, ok, err := s.article(id)
	if err != nil {
		return err
	}
	if ok && bytes.Equal(known.Version, now.Version) {
		d.Fate, d.CopyOf = Unchanged, known.CopyOf
		return s.newPage(id, known, now.Page)
	}
	d.Fate = New
	todo := []string{id}
	if ok {
		d.Fate, now.Told = Changed, known.Told
		left, err := s.detach(id, known)
		if err != nil {
			return err
		}
		todo = append(todo, left...)
	}
	if err := s.setBody(a.Article); err != nil {
		return err
	}
	now.Loose = true
	if err := s.setArticle(id, now); err != nil {
		return err
	}
	if err := s.place(todo); err != nil {
		return err
	}
	if now, _, err = s.article(id); err != nil {
		return err
	}
	if d.CopyOf = now.CopyOf; d.CopyOf == "" && len(now.Copies) > 0 {
		d.CopyOf = now.Copies[0]
	}
	if d.CopyOf != "" {
		d.Fate = Copy
	}
	d.Store, err = s.spoolDirty()
	return err
}

// newPage notes that an article was read unchanged from another page.
func (s *session) newPage(id string, known article, page []byte) error {
	if page == nil || bytes.Equal(known.Page, page) {
		return nil
	}
	known.Page = page
	return s.setArticle(id, known)
}

func spoolKey(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func spoolNumber(key []byte) uint64 { return binary.BigEndian.Uint64(key) }

// Done takes articles off the spool: the graph has them, or they were set aside.
func (l *Ledger) Done(spooled ...Spooled) error {
	if len(spooled) == 0 {
		return nil
	}
	return l.update(func(tx *bbolt.Tx) error {
		for _, s := range spooled {
			if err := tx.Bucket(bucketSpool).Delete(spoolKey(s.Number)); err != nil {
				return err
			}
		}
		return tx.Bucket(bucketMeta).Put(keyLast, []byte(spooled[len(spooled)-1].Article.ID))
	})
}
