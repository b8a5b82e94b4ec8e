package graph_test

import (
	"context"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
)

// Queries of one instant agree with each other whatever is stored between them; a later instant sees it.
func TestAtOneInstant(t *testing.T) {
	s := localtest.Store(t)
	count := func(ctx context.Context) string {
		t.Helper()
		got, err := s.Query(ctx, `{n(func: type(Membership)) {n: count(uid)}}`, nil)
		if err != nil {
			t.Fatal(err)
		}
		return string(got)
	}
	before := graph.AtOneInstant(t.Context())
	first := count(before)
	put(t, s, alliance())
	if again := count(graph.AtOneInstant(before)); again != first {
		t.Errorf("at one instant: %s, then %s", first, again)
	}
	for name, ctx := range map[string]context.Context{"later": graph.AtOneInstant(t.Context()), "without an instant": t.Context()} {
		if got := count(ctx); got == first {
			t.Errorf("%s: still %s", name, got)
		}
	}
}
