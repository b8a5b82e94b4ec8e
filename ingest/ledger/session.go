package ledger

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/klauspost/compress/zstd"
	"go.etcd.io/bbolt"

	"github.com/entente-kg/entente/schema"
)

// article is what is remembered of an article beside its body.
type article struct {
	Version     []byte           `json:"version"` // SHA-256 of title, date, publisher and text
	Text        []byte           `json:"text"`    // SHA-256 of the text alone
	Page        []byte           `json:"page,omitzero"`
	Fingerprint []byte           `json:"fingerprint,omitzero"`
	Names       names            `json:"names,omitzero"`
	Published   schema.Published `json:"published"`
	CopyOf      string           `json:"copy_of,omitzero"`
	Copies      []string         `json:"copies,omitempty"` // in the order of before
	Told        bool             `json:"told,omitzero"`    // was spooled as an article of its own
	Loose       bool             `json:"loose,omitzero"`   // is being placed; never so when a transaction ends
}

// session is a transaction that decides one arrival.
type session struct {
	*bbolt.Tx
	owner, source string
	dirty         []string // articles whose state in the graph changes
}

// mark notes an article whose state in the graph changes.
func (s *session) mark(id string) {
	if !slices.Contains(s.dirty, id) {
		s.dirty = append(s.dirty, id)
	}
}

// spoolDirty spools the marked articles as they are now.
func (s *session) spoolDirty() (all []Spooled, err error) {
	for _, id := range s.dirty {
		a, ok, err := s.article(id)
		if err != nil || !ok {
			return nil, err
		}
		sp := Spooled{Owner: s.owner, Source: s.source, Retired: a.CopyOf != ""}
		if sp.Retired && !a.Told {
			continue // the graph has never had it
		}
		if sp.Article, err = s.whole(id, a); err != nil {
			return nil, err
		}
		if a.Told == sp.Retired {
			a.Told = !sp.Retired
			if err := s.setArticle(id, a); err != nil {
				return nil, err
			}
		}
		b := s.Bucket(bucketSpool)
		if sp.Number, err = b.NextSequence(); err != nil {
			return nil, err
		}
		if err := put(b, spoolKey(sp.Number), sp); err != nil {
			return nil, err
		}
		all = append(all, sp)
	}
	return all, nil
}

// whole is an article with its places of publication; of one that is a copy, only what describes it.
func (s *session) whole(id string, a article) (schema.Article, error) {
	x, err := s.body(id)
	if err != nil {
		return x, err
	}
	if a.CopyOf != "" {
		x.Text = ""
	}
	for _, c := range a.Copies {
		y, err := s.body(c)
		if err != nil {
			return x, err
		}
		x.Copies = append(x.Copies, schema.Publication{ID: y.ID, URL: y.URL, Source: y.Source, Published: y.Published})
	}
	return x, nil
}

func (s *session) article(id string) (a article, ok bool, err error) {
	b := s.Bucket(bucketArticles).Get([]byte(id))
	if b == nil {
		return a, false, nil
	}
	return a, true, json.Unmarshal(b, &a)
}

func (s *session) setArticle(id string, a article) error {
	if a.Page != nil {
		if err := s.Bucket(bucketPages).Put(a.Page, []byte(id)); err != nil {
			return err
		}
	}
	return put(s.Bucket(bucketArticles), []byte(id), a)
}

func (s *session) drop(id string) error {
	if err := s.Bucket(bucketBodies).Delete([]byte(id)); err != nil {
		return err
	}
	return s.Bucket(bucketArticles).Delete([]byte(id))
}

var (
	encoder, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	decoder, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
)

func (s *session) setBody(a schema.Article) error {
	a.Copies = nil // these are worked out
	b, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return s.Bucket(bucketBodies).Put([]byte(a.ID), encoder.EncodeAll(b, nil))
}

func (s *session) body(id string) (a schema.Article, err error) {
	b, err := decoder.DecodeAll(s.Bucket(bucketBodies).Get([]byte(id)), nil)
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(b, &a)
}

// The indexes by which articles are found: those of their own, and copies.
type index struct{ texts, bands []byte }

var (
	originals = index{bucketTexts, bucketBands}
	copies    = index{bucketCopyTexts, bucketCopyBands}
)

func (a article) index() index {
	if a.CopyOf == "" {
		return originals
	}
	return copies
}

// setIndexed puts an article into its index, or takes it out.
func (s *session) setIndexed(id string, a article, in bool) error {
	change := func(bucket, key []byte) error {
		if in {
			return s.Bucket(bucket).Put(key, nil)
		}
		return s.Bucket(bucket).Delete(key)
	}
	x := a.index()
	if err := change(x.texts, append(slices.Clone(a.Text), id...)); err != nil || len(a.Fingerprint) == 0 {
		return err
	}
	for _, key := range fingerprintFrom(a.Fingerprint).keys() {
		if err := change(x.bands, append(key, id...)); err != nil {
			return err
		}
	}
	return nil
}

// alike finds the articles of an index, no more than most, that are like one.
func (s *session) alike(id string, a article, in index, most int) (map[string]article, error) {
	found, seen := map[string]article{}, map[string]bool{id: true}
	look := func(bucket, key []byte) error {
		c := s.Bucket(bucket).Cursor()
		for k, _ := c.Seek(key); bytes.HasPrefix(k, key) && len(seen) <= most; k, _ = c.Next() {
			id := string(k[len(key):])
			if seen[id] {
				continue
			}
			seen[id] = true
			other, _, err := s.article(id)
			if err != nil {
				return err
			}
			if a.like(other) {
				found[id] = other
			}
		}
		return nil
	}
	if err := look(in.texts, a.Text); err != nil || len(a.Fingerprint) == 0 {
		return found, err
	}
	for _, key := range fingerprintFrom(a.Fingerprint).keys() {
		if err := look(in.bands, key); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// mostLooked bounds how many originals that look alike are compared with an article: forms that are filled day after day
// would else take longer and longer.
const mostLooked = 64

// like reports whether two articles have the same text, letter by letter or nearly so. Of three articles the first and
// the last need not be alike where the second is like both.
func (a article) like(o article) bool {
	same := bytes.Equal(a.Text, o.Text)
	if len(a.Fingerprint) == 0 || len(o.Fingerprint) == 0 {
		return same && sameTime(a, o)
	}
	return same || fingerprintFrom(a.Fingerprint).similarity(fingerprintFrom(o.Fingerprint)) >= alike && a.Names.alike(o.Names)
}

// near is how far apart short texts may have been published to be copies: the same two sentences may well be true again
// a week later.
const near = 48 * time.Hour

func sameTime(a, b article) bool { return instant(a.Published).Sub(instant(b.Published)).Abs() <= near }

// before reports whether the first article was published before the other; where both were at once, ids decide.
func before(id string, a article, otherID string, other article) bool {
	return cmp.Or(instant(a.Published).Compare(instant(other.Published)), cmp.Compare(id, otherID)) < 0
}

// instant is the time of a publication; a day without a time is its first instant in UTC.
func instant(p schema.Published) time.Time {
	if t, err := time.Parse(time.RFC3339, string(p)); err == nil {
		return t
	}
	if d, err := p.Date(); err == nil {
		return d.First()
	}
	return time.Time{}
}

// ordered sorts ids of articles as before does.
func ordered(ids []string, records map[string]article) []string {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b string) int {
		switch {
		case a == b:
			return 0
		case before(a, records[a], b, records[b]):
			return -1
		}
		return 1
	})
	return slices.Compact(ids)
}

func without(ids []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(x string) bool { return x == id })
}
