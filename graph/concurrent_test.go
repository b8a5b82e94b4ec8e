package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/schema"
)

// A hundred writers who have nothing in common but the server store the same new actors at once: there is one of each.
func TestHundredWritersMakeOneNode(t *testing.T) {
	localtest.Store(t)
	var writers sync.WaitGroup
	for i := range 100 {
		writers.Go(func() {
			s, err := graph.Open(t.Context(), graph.Options{Addresses: []string{localtest.Addr(t)}})
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close() //nolint:errcheck // nothing hangs on it
			f := alliance()
			f.Article.ID = fmt.Sprintf("writer-%d", i)
			if rejected, err := s.Put(t.Context(), []schema.Facts{f}); err != nil || len(rejected) > 0 {
				t.Errorf("writer %d: rejected %v, err %v", i, rejected, err)
			}
		})
	}
	writers.Wait()
	s := open(t)
	stats, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := (graph.Stats{Articles: 100, Actors: 4, Memberships: 3, Claims: 300}); stats != want {
		t.Errorf("got %+v, want %+v", stats, want)
	}
	members, err := s.Members(t.Context(), graph.MembersQuery{Organization: "TL"})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members.Members {
		if m.Articles != 100 || m.Publishers != 1 {
			t.Errorf("%s: %d articles of %d publishers", m.Ref, m.Articles, m.Publishers)
		}
	}
}

func open(t *testing.T) *graph.Store {
	t.Helper()
	s, err := graph.Open(t.Context(), graph.Options{Addresses: []string{localtest.Addr(t)}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// The same articles, in any order, in batches of any size and from any number of writers, give the same graph.
func TestOrderBatchesAndWritersDoNotShow(t *testing.T) {
	gen := newSynthetic(7)
	var articles []schema.Facts
	for n := range 60 {
		articles = append(articles, gen.article(n))
	}
	s := localtest.Store(t)
	put(t, s, articles...)
	want := export(t, s)

	random := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct{ size, writers int }{{1, 1}, {7, 4}, {25, 2}} {
		t.Run(fmt.Sprintf("batches of %d from %d writers", c.size, c.writers), func(t *testing.T) {
			s := localtest.Store(t)
			shuffled := slices.Clone(articles)
			random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			batches := make(chan []schema.Facts)
			var writers sync.WaitGroup
			for i := range c.writers {
				own := s
				if i%2 == 1 {
					own = open(t) // as another process would, with a memory of its own
				}
				writers.Go(func() {
					for batch := range batches {
						if rejected, err := own.Put(t.Context(), batch); err != nil || len(rejected) > 0 {
							t.Errorf("rejected %v, err %v", rejected, err)
						}
					}
				})
			}
			for batch := range slices.Chunk(shuffled, c.size) {
				batches <- batch
			}
			close(batches)
			writers.Wait()
			sameLines(t, want, export(t, s))
		})
	}
}

// sameLines compares exports and shows the first lines that differ.
func sameLines(t *testing.T, want, got string) {
	t.Helper()
	if want == got {
		return
	}
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	only := func(x, y []string) []string {
		var lines []string
		for _, l := range x {
			if _, ok := slices.BinarySearch(y, l); !ok && len(lines) < 8 {
				lines = append(lines, l)
			}
		}
		return lines
	}
	slices.Sort(a)
	slices.Sort(b)
	t.Errorf("the graphs differ: %s", cmp.Diff(only(a, b), only(b, a)))
}

// One process takes the last claim of a fact back while another one claims it anew: the fact stands.
func TestWithdrawalMeetsNewClaim(t *testing.T) {
	one, other := localtest.Store(t), open(t)
	claim := func(id string, n int) schema.Facts {
		f := said(fmt.Sprintf("%s-%d", id, n), "2025-03-01", id, "It is a member.")
		member(&f, schema.NewRef(schema.State, fmt.Sprintf("S%02d", n)), "organization/TL", schema.Member, "", "")
		return f
	}
	const pairs = 15
	for n := range pairs {
		put(t, one, claim("first", n))
		corrected := claim("first", n)
		corrected.Memberships = nil
		var writers sync.WaitGroup
		writers.Go(func() { put(t, one, corrected) })
		writers.Go(func() { put(t, other, claim("second", n)) })
		writers.Wait()
	}
	members, err := one.Members(t.Context(), graph.MembersQuery{Organization: "TL"})
	if err != nil {
		t.Fatal(err)
	}
	if len(members.Members) != pairs {
		t.Errorf("%d of %d members are left", len(members.Members), pairs)
	}
	for _, m := range members.Members {
		if m.Articles != 1 || m.Publishers != 1 {
			t.Errorf("%s is told by %d articles of %d publishers", m.Ref, m.Articles, m.Publishers)
		}
	}
}
