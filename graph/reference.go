package graph

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// referenceBatch is how many lists are stored at once.
const referenceBatch = 64

// referenceMark is the id of the article that says which lists the graph holds: it is stored last, so that lists whose
// loading was interrupted are loaded again.
const referenceMark = schema.ReferenceSource

// LoadReference brings the graph in step with the reference lists, given as articles of schema.ReferenceSource. Lists
// that are in the graph already cost one query; a list that has changed is a new version of its article; one that is
// gone loses its claims. It reports whether anything was written; progress, if not nil, is told of each batch.
func LoadReference(ctx context.Context, s *Store, lists []schema.Facts, progress func(done, all int)) (bool, error) {
	mark, err := markOf(lists)
	if err != nil {
		return false, err
	}
	held, ids, err := s.referenceHeld(ctx)
	if err != nil || held == mark.Article.Text {
		return false, err
	}
	for _, f := range lists {
		delete(ids, f.Article.ID)
	}
	delete(ids, referenceMark)
	for _, id := range sortedKeys(ids) {
		gone := schema.Article{ID: id, Source: schema.ReferenceSource, Published: mark.Article.Published, Text: "no longer listed"}
		lists = append(lists, schema.Facts{Article: gone})
	}
	for done := 0; done < len(lists); {
		batch := lists[done:min(done+referenceBatch, len(lists))]
		if err := s.putAll(ctx, batch); err != nil {
			return true, err
		}
		done += len(batch)
		if progress != nil {
			progress(done, len(lists))
		}
	}
	return true, s.putAll(ctx, []schema.Facts{mark})
}

// putAll stores articles of which none may be refused.
func (s *Store) putAll(ctx context.Context, batch []schema.Facts) error {
	refused, err := s.Put(ctx, batch)
	if err == nil && len(refused) > 0 {
		err = fmt.Errorf("%s: %s", refused[0].Article, refused[0].Reason)
	}
	return err
}

// markOf is the article that stands for all lists: its text is their fingerprint, its date their latest.
func markOf(lists []schema.Facts) (schema.Facts, error) {
	sum := sha256.New()
	enc := json.NewEncoder(sum)
	var latest schema.Published
	for _, f := range lists {
		if err := enc.Encode(f); err != nil {
			return schema.Facts{}, err
		}
		latest = max(latest, f.Article.Published)
	}
	return schema.Facts{Article: schema.Article{
		ID: referenceMark, Title: "Reference lists", Source: schema.ReferenceSource, Language: "en",
		Published: latest, Text: "sha256 " + hex.EncodeToString(sum.Sum(nil)),
	}}, nil
}

// referenceHeld reads the mark of the lists in the graph and the ids of their articles.
func (s *Store) referenceHeld(ctx context.Context) (mark string, ids map[string]struct{}, err error) {
	var found struct {
		Mark      []struct{ Text string }
		Publisher []struct {
			Articles []struct{ XID string } `json:"~publisher"`
		}
	}
	dql := fmt.Sprintf("{mark(func: eq(xid, %s)) {text} publisher(func: eq(xid, %s)) {~publisher {xid}}}",
		quote(articleXID(referenceMark)), quote(publisherXID(schema.ReferenceSource)))
	err = s.withRetry(ctx, func() error { return ask(ctx, s.client.NewReadOnlyTxn(), dql, &found) })
	if err != nil {
		return "", nil, fmt.Errorf("read which lists the graph holds: %w", plain(err))
	}
	ids = map[string]struct{}{}
	for _, p := range found.Publisher {
		for _, a := range p.Articles {
			ids[strings.TrimPrefix(a.XID, articleXID(""))] = struct{}{}
		}
	}
	for _, m := range found.Mark {
		mark = m.Text
	}
	return mark, ids, nil
}
