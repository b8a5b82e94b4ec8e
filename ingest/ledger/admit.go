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
// The same text at several addresses is one article: that which was published first, by its id where several were. So the
// outcome does not depend on which came first, as long as likeness goes from text to text: of three texts of which the
// first and the last are alike only by the one between, the order of arrival decides.
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
		if err := s.detach(id, known); err != nil {
			return err
		}
		if err := s.drop(id); err != nil {
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
		now.Fingerprint = print.bytes()
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
	if ok {
		d.Fate, now.Told = Changed, known.Told
		if err := s.detach(id, known); err != nil {
			return err
		}
	}
	if err := s.setBody(a.Article); err != nil {
		return err
	}
	if d.CopyOf, err = s.attach(a.Article, now); err != nil {
		return err
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

// attach puts an article in its place: alone, as a copy of another, or as the one of which others turn out to be copies. It
// returns the article that had the text before, if one did.
func (s *session) attach(a schema.Article, now article) (known string, err error) {
	rep, err := s.original(a, now)
	if err != nil {
		return "", err
	}
	if rep == "" {
		s.mark(a.ID)
		return "", s.lead(a.ID, now, nil)
	}
	other, _, err := s.article(rep)
	if err != nil {
		return "", err
	}
	family := append([]string{rep}, other.Copies...)
	if before(rep, other, a.ID, now) {
		if now.Told {
			s.mark(a.ID)
		}
		now.CopyOf = rep
		if err := s.setArticle(a.ID, now); err != nil {
			return "", err
		}
		s.mark(rep)
		return rep, s.lead(rep, other, append(other.Copies, a.ID))
	}
	if err := s.unindex(rep, other); err != nil {
		return "", err
	}
	if other.Told {
		s.mark(rep)
	}
	s.mark(a.ID)
	return rep, s.lead(a.ID, now, family)
}

// detach takes an article out of its place: the first of its copies takes it.
func (s *session) detach(id string, known article) error {
	if known.CopyOf != "" {
		rep, _, err := s.article(known.CopyOf)
		if err != nil {
			return err
		}
		s.mark(known.CopyOf)
		return s.lead(known.CopyOf, rep, without(rep.Copies, id))
	}
	if err := s.unindex(id, known); err != nil {
		return err
	}
	if len(known.Copies) == 0 {
		return nil
	}
	heir := known.Copies[0]
	next, _, err := s.article(heir)
	if err != nil {
		return err
	}
	s.mark(heir)
	return s.lead(heir, next, known.Copies[1:])
}

// lead makes an article the one of which the others are copies.
func (s *session) lead(id string, a article, copies []string) error {
	a.CopyOf, a.Copies = "", nil
	records := map[string]article{}
	for _, c := range copies {
		r, _, err := s.article(c)
		if err != nil {
			return err
		}
		records[c] = r
		if r.CopyOf == id {
			continue
		}
		r.CopyOf, r.Copies = id, nil
		if err := s.setArticle(c, r); err != nil {
			return err
		}
	}
	a.Copies = ordered(copies, records)
	if err := s.setArticle(id, a); err != nil {
		return err
	}
	return s.index(id, a)
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
