package ingest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/ledger"
	"github.com/entente-kg/entente/schema"
)

// reader finds one event in every article, is slower on early ones, and breaks on some.
type reader struct{}

func (reader) Extract(a schema.Article) (schema.Facts, error) {
	switch a.Text {
	case "panic":
		panic("unforeseen")
	case "broken":
		return schema.Facts{}, fmt.Errorf("%w: no model", ingest.ErrReader)
	case "refuse":
		return schema.Facts{}, errors.New("not English")
	}
	time.Sleep(time.Duration(len(a.Text)) * time.Millisecond)
	return schema.Facts{Article: a, Events: make([]schema.Event, 1)}, nil
}

// sink keeps ids in the order of arrival and refuses one article.
type sink struct {
	ids []string
	err error
}

func (s *sink) Put(_ context.Context, batch []schema.Facts) (rejected []ingest.Rejection, err error) {
	if s.err != nil {
		return nil, s.err
	}
	for _, f := range batch {
		if f.Article.Text == "poison" {
			rejected = append(rejected, ingest.Rejection{Article: f.Article.ID, Reason: "poison"})
			continue
		}
		s.ids = append(s.ids, f.Article.ID)
	}
	return rejected, nil
}

func items(texts ...string) iter.Seq[ingest.Item] {
	return func(yield func(ingest.Item) bool) {
		for i, text := range texts {
			id := fmt.Sprint(i)
			if !yield(ingest.Item{Article: schema.Article{ID: id, Text: text}, Where: "line " + id}) {
				return
			}
		}
	}
}

func TestPipelineKeepsOrderAndAccountsForEverything(t *testing.T) {
	var store sink
	var receipts []string
	p := ingest.Pipeline{
		Reader: reader{}, Sink: &store, Workers: 4, Batch: 3, Log: slog.New(slog.DiscardHandler),
		Observe: func(r ingest.Receipt) { receipts = append(receipts, r.Article+" "+r.Reason) },
	}
	texts := []string{strings.Repeat("x", 30), "refuse", "a", "panic", "poison", strings.Repeat("x", 20), "b", "c"}
	sum, err := p.Run(context.Background(), items(texts...))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"0", "2", "5", "6", "7"}, store.ids); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
	want := []string{"0 ", "1 not English", "2 ", "3 reading it failed: unforeseen", "4 poison", "5 ", "6 ", "7 "}
	if diff := cmp.Diff(want, receipts); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
	if sum != (ingest.Summary{Articles: 5, Facts: 5, Rejected: 3}) {
		t.Errorf("summary %+v", sum)
	}
}

func TestPipelineStopsWhenTheStoreFails(t *testing.T) {
	down := errors.New("disk full")
	p := ingest.Pipeline{Reader: reader{}, Sink: &sink{err: down}, Workers: 2, Log: slog.New(slog.DiscardHandler)}
	endless := func(yield func(ingest.Item) bool) {
		for yield(ingest.Item{Article: schema.Article{ID: "x", Text: "Oslo spoke."}}) {
		}
	}
	if _, err := p.Run(context.Background(), endless); !errors.Is(err, down) {
		t.Errorf("error %v, want %v", err, down)
	}
}

func TestPipelineStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	p := ingest.Pipeline{
		Reader: reader{}, Sink: &sink{}, Workers: 2, Batch: 1, Log: slog.New(slog.DiscardHandler),
		Observe: func(ingest.Receipt) { cancel() },
	}
	endless := func(yield func(ingest.Item) bool) {
		for yield(ingest.Item{Article: schema.Article{ID: "x", Text: "Oslo spoke."}}) {
		}
	}
	if _, err := p.Run(ctx, endless); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want canceled", err)
	}
}

// ledgered is a pipeline with a ledger and a folder of dead letters.
func ledgered(t *testing.T, store ingest.Sink) *ingest.Pipeline {
	t.Helper()
	dir := t.TempDir()
	l, err := ledger.Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return &ingest.Pipeline{
		Reader: reader{}, Sink: store, Ledger: l, Dead: &ingest.DeadLetters{Dir: filepath.Join(dir, "dead")}, Workers: 2,
		Log: slog.New(slog.DiscardHandler),
	}
}

// What a stage breaks on goes to the dead letters with its reason and stack, and is taken again when asked.
func TestDeadLetters(t *testing.T) {
	var store sink
	p := ledgered(t, &store)
	sum, err := p.Run(t.Context(), items("a", "panic", "poison", "b"))
	if err != nil || sum.Rejected != 2 || sum.Articles != 2 {
		t.Fatalf("%+v, %v", sum, err)
	}
	files, err := filepath.Glob(filepath.Join(p.Dead.Dir, "*.json"))
	if err != nil || len(files) != 2 {
		t.Fatalf("%v, %v", files, err)
	}
	stacks := 0
	for _, file := range files {
		var l ingest.Letter
		b, err := os.ReadFile(file)
		if err != nil || json.Unmarshal(b, &l) != nil || l.Reason == "" || l.Article.Text == "" {
			t.Errorf("%s: %v %+v", file, err, l)
		}
		if strings.Contains(l.Stack, "pipeline_test.go") {
			stacks++
		}
	}
	if stacks != 1 {
		t.Errorf("%d letters tell where the program broke, want 1", stacks)
	}
	letters, err := p.Dead.Latest(1)
	if all, _ := p.Dead.Latest(9); err != nil || len(letters) != 1 || len(all) != 2 || all[0].Time.Before(all[1].Time) || all[0].Reason == "" {
		t.Errorf("latest: %+v, %+v, %v", letters, all, err)
	}
	// The program is better now: it takes all.
	p.Reader, p.Sink = tolerant{}, &tolerant{}
	again, err := p.Dead.Items(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if sum, err = p.Run(t.Context(), again); err != nil || sum.Articles != 2 {
		t.Errorf("again: %+v, %v", sum, err)
	}
	if n, err := p.Dead.Count(); n != 0 || err != nil {
		t.Errorf("%d letters are left, %v", n, err)
	}
}

// tolerant reads and stores everything.
type tolerant struct{}

func (tolerant) Extract(a schema.Article) (schema.Facts, error) { return schema.Facts{Article: a}, nil }

func (tolerant) Put(context.Context, []schema.Facts) ([]ingest.Rejection, error) { return nil, nil }

// A reader or a store that fails ends the run; what was admitted is stored by the next.
func TestNothingIsLost(t *testing.T) {
	for name, bad := range map[string]*ingest.Pipeline{
		"reader": {Reader: reader{}, Sink: tolerant{}},
		"store":  {Reader: tolerant{}, Sink: &sink{err: errors.New("disk full")}},
	} {
		path := filepath.Join(t.TempDir(), "ledger.db")
		first, err := ledger.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		bad.Ledger, bad.Log, bad.Workers = first, slog.New(slog.DiscardHandler), 1
		if _, err := bad.Run(t.Context(), items("broken", "a")); err == nil {
			t.Errorf("%s: no error", name)
		}
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		second, err := ledger.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer second.Close()
		good := ingest.Pipeline{Reader: tolerant{}, Sink: tolerant{}, Ledger: second, Log: slog.New(slog.DiscardHandler)}
		var stored []string
		good.Observe = func(r ingest.Receipt) { stored = append(stored, r.Article+" "+string(r.Outcome)) }
		if _, err := good.Run(t.Context(), items()); err != nil || len(stored) == 0 || stored[0] != "0 accepted" {
			t.Errorf("%s: stored %v, %v", name, stored, err)
		}
		if n, err := second.Waiting(); n != 0 || err != nil {
			t.Errorf("%s: %d are left, %v", name, n, err)
		}
	}
}

func TestCanonical(t *testing.T) {
	for address, want := range map[string]string{
		"https://Example.org/a?utm_source=x&id=3#top": "https://example.org/a?id=3",
		"https://example.org/a?fbclid=1":              "https://example.org/a",
		"https://example.org/a?b=1&c=2":               "https://example.org/a?b=1&c=2",
		"dispatch-1":                                  "dispatch-1",
		"":                                            "",
	} {
		if got := ingest.Canonical(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}
