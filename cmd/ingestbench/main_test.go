package main

import (
	"bytes"
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/extract"
	"github.com/entente-kg/entente/ingest/ledger"
	"github.com/entente-kg/entente/schema"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// corpus is some articles, of which some are printed by others as well, a day later.
func corpus(n int) (articles []schema.Article) {
	g := newGenerator(3, defaultWords)
	for i := range n {
		a := g.article(i)
		articles = append(articles, a)
		if i%10 == 0 {
			a.ID += "/copy"
			a.URL, a.Source = a.ID, "The Other Paper"
			day, err := a.Published.Date()
			if err != nil {
				panic(err) // the generator's own
			}
			a.Published = schema.Published(day.First().AddDate(0, 0, 1).Format(time.DateOnly))
			articles = append(articles, a)
		}
	}
	return articles
}

func items(articles []schema.Article) iter.Seq[ingest.Item] {
	return func(yield func(ingest.Item) bool) {
		for _, a := range articles {
			if !yield(ingest.Item{Article: a, Where: a.ID}) {
				return
			}
		}
	}
}

// facts are the lines of an export that say what is known, not how it came to be: actors, memberships, tenures, events and
// negotiations.
func facts(t *testing.T, s *graph.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	var kept strings.Builder
	for line := range strings.Lines(b.String()) {
		if known.MatchString(line) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

var known = regexp.MustCompile(`^<(state|organization|person|place|group|membership|tenure|event|negotiation|affiliation|publisher)/`)

// fill ingests articles with a ledger of their own.
func fill(t *testing.T, s *graph.Store, reader ingest.Reader, path string, batch int, articles []schema.Article) {
	l, err := ledger.Open(path)
	if err != nil {
		t.Error(err)
		return
	}
	defer l.Close()
	p := ingest.Pipeline{Reader: reader, Sink: s, Ledger: l, Batch: batch, Log: slog.New(slog.DiscardHandler)}
	if sum, err := p.Run(t.Context(), items(articles)); err != nil || sum.Rejected > 0 {
		t.Errorf("%+v, %v", sum, err)
	}
}

// once reads each text once: the tests ask for the same articles again and again, and reading is not what they test.
type once struct {
	ingest.Reader
	read sync.Map
}

func newReader(t *testing.T) *once {
	t.Helper()
	x, err := extract.New()
	if err != nil {
		t.Fatal(err)
	}
	return &once{Reader: x}
}

// Extract implements ingest.Reader.
func (o *once) Extract(a schema.Article) (schema.Facts, error) {
	if f, ok := o.read.Load(a.ID); ok {
		return f.(schema.Facts), nil
	}
	f, err := o.Reader.Extract(a)
	if err == nil {
		o.read.Store(a.ID, f)
	}
	return f, err
}

// Whatever the order of the articles and the size of the batches, the graph says the same.
func TestAnyOrder(t *testing.T) {
	store := localtest.Store(t)
	reader := newReader(t)
	articles := corpus(25)
	fill(t, store, reader, filepath.Join(t.TempDir(), "l.db"), 64, articles)
	want := facts(t, store)
	if strings.Count(want, "<event_type>") < 20 {
		t.Fatalf("too little to compare:\n%s", want)
	}
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(articles), func(i, j int) { articles[i], articles[j] = articles[j], articles[i] })
		store := localtest.Store(t)
		fill(t, store, reader, filepath.Join(t.TempDir(), "l.db"), 1+r.IntN(30), articles)
		if diff := cmp.Diff(want, facts(t, store)); diff != "" {
			t.Errorf("order %d (-want +got):\n%.3000s", seed, diff)
		}
	}
}

// Four ingests at once on overlapping articles give the graph of one.
func TestFourAtOnce(t *testing.T) {
	store := localtest.Store(t)
	reader := newReader(t)
	articles := corpus(60)
	fill(t, store, reader, filepath.Join(t.TempDir(), "l.db"), 64, articles)
	want := facts(t, store)
	localtest.Store(t)
	path := filepath.Join(t.TempDir(), "l.db")
	var wg sync.WaitGroup
	for i := range 4 {
		// A store of its own, as a process has: it shares nothing with the others but Dgraph.
		own, err := graph.Open(t.Context(), graph.Options{Addresses: []string{localtest.Addr(t)}})
		if err != nil {
			t.Fatal(err)
		}
		defer own.Close()
		part := append([]schema.Article(nil), articles[i*10:i*10+36]...)
		wg.Go(func() { fill(t, own, reader, path, 8, part) })
	}
	wg.Wait()
	if diff := cmp.Diff(want, facts(t, store)); diff != "" {
		t.Errorf("(-one +four):\n%.3000s", diff)
	}
}

// The articles of the bench are distinct, about 400 words long, and none is taken for a copy of another.
func TestArticlesAreDistinct(t *testing.T) {
	l, err := ledger.Open(filepath.Join(t.TempDir(), "l.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	g := newGenerator(1, defaultWords)
	for i := range 500 {
		a := g.article(i)
		if n := len(strings.Fields(a.Text)); n < defaultWords || n > defaultWords+40 {
			t.Errorf("article %d has %d words", i, n)
		}
		got, err := l.Admit(ledger.Arrival{Article: a})
		if err != nil || got[0].Fate != ledger.New {
			t.Fatal(fmt.Sprint(i), got, err)
		}
	}
}

func TestStatTime(t *testing.T) {
	for _, c := range []struct {
		stat string
		want time.Duration
	}{
		{"4105 (dgraph) S 4099 4105 4105 0 -1 4194304 9031 0 2 0 312 45 0 0 20 0 14 0 88123", 3570 * time.Millisecond},
		{"7 (two words) R 1 7 7 0 -1 0 0 0 0 0 0 1 0 0 20 0 1 0 9", 10 * time.Millisecond},
		{"7 (cut", 0},
	} {
		if got := statTime(c.stat); got != c.want {
			t.Errorf("%q: %v, want %v", c.stat, got, c.want)
		}
	}
}
