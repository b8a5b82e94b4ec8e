package graph_test

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/schema"
)

// A text that several publishers print is one article with several publishers, however it came to be known.
func TestCopiesCountAsPublishers(t *testing.T) {
	s := localtest.Store(t)
	f := alliance()
	put(t, s, f)
	for _, c := range []struct {
		name       string
		copies     []schema.Publication
		publishers int
	}{
		{"a copy", []schema.Publication{{ID: "b1", Source: "The Other Example", Published: "2025-09-02"}}, 2},
		{"two copies, one by the publisher itself", []schema.Publication{
			{ID: "b1", Source: "The Other Example", Published: "2025-09-02"},
			{ID: "c1", URL: "https://example.org/c1", Source: "The Daily Example", Published: "2025-09-03"},
		}, 2},
		{"the copy turned out to be another article", nil, 1},
	} {
		f.Article.Copies = c.copies
		put(t, s, f)
		got, err := s.Members(t.Context(), graph.MembersQuery{Organization: "TL"})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range got.Members {
			if m.Articles != 1 || m.Publishers != c.publishers {
				t.Errorf("%s: %s has %d articles and %d publishers, want 1 and %d", c.name, m.Name, m.Articles, m.Publishers, c.publishers)
			}
		}
		if e := export(t, s); !strings.Contains(e, `<article/a1> <version> "1"`) {
			t.Errorf("%s: a place of publication made a new version:\n%s", c.name, e)
		}
	}
}
