package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/schema"
)

// reader finds one event in every article, is slower on early ones, and breaks on some.
type reader struct{}

func (reader) Extract(a schema.Article) (schema.Facts, error) {
	switch a.Text {
	case "panic":
		panic("unforeseen")
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
