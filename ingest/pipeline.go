package ingest

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"runtime"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/entente-kg/entente/schema"
)

// Reader reads one article and says what it states. It is called from several goroutines at once.
type Reader interface {
	Extract(schema.Article) (schema.Facts, error)
}

// Pipeline reads articles, takes their facts and stores them: reading runs on Workers goroutines, storing in batches
// and in the order of arrival.
type Pipeline struct {
	Reader  Reader
	Sink    Sink
	Workers int // how many articles are read at once; 0 for one a processor
	Batch   int // how many articles are stored at once; 0 for 64
	Log     *slog.Logger

	// Observe, if set, is told of each article once its fate is known, in order of arrival and from one goroutine.
	Observe func(Receipt)
}

// Receipt is what became of one article.
type Receipt struct {
	Article string        `json:"article,omitzero"`
	Where   string        `json:"where"`
	Reason  string        `json:"reason,omitzero"` // why it was rejected; empty where it is stored
	Facts   int           `json:"facts"`
	Reading time.Duration `json:"reading"`
}

// Summary counts what a run did.
type Summary struct {
	Articles int // stored
	Facts    int // memberships, tenures, events and affiliations of the stored articles
	Rejected int
}

type result struct {
	item    Item
	facts   schema.Facts
	reading time.Duration
}

// Run takes every item to its end: stored, or rejected with a reason. It returns early only where ctx ends or the sink
// fails for good; the summary then says what was safely stored.
func (p *Pipeline) Run(ctx context.Context, items iter.Seq[Item]) (Summary, error) {
	workers := p.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	g, ctx := errgroup.WithContext(ctx)
	ordered := make(chan chan result, 4*workers) // holds a place for each item in the order of arrival
	work := make(chan func(), workers)
	g.Go(func() error {
		defer close(ordered)
		defer close(work)
		for item := range items {
			slot := make(chan result, 1)
			select {
			case ordered <- slot:
			case <-ctx.Done():
				return ctx.Err()
			}
			select {
			case work <- func() { slot <- p.read(item) }:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return ctx.Err()
	})
	for range workers {
		g.Go(func() error {
			for f := range work {
				f()
			}
			return nil
		})
	}
	var sum Summary
	g.Go(func() error { return p.store(ctx, ordered, &sum) })
	err := g.Wait()
	return sum, err
}

// read takes one article's facts. An article that makes the reading panic is rejected like any other that can't be read.
func (p *Pipeline) read(item Item) (r result) {
	r.item = item
	if item.Err != nil {
		return r
	}
	begin := time.Now()
	defer func() {
		r.reading = time.Since(begin)
		if v := recover(); v != nil {
			p.Log.Error("reading failed", "article", item.Article.ID, "panic", v, "stack", string(debug.Stack()))
			r.item.Err = fmt.Errorf("reading it failed: %v", v)
		}
	}()
	r.facts, r.item.Err = p.Reader.Extract(item.Article)
	return r
}

// store writes batches: a full one at once, a partial one as soon as no further result is ready.
func (p *Pipeline) store(ctx context.Context, ordered <-chan chan result, sum *Summary) error {
	size := p.Batch
	if size <= 0 {
		size = 64
	}
	batch := make([]result, 0, size)
	for slot := range ordered {
		select {
		case r := <-slot:
			batch = append(batch, r)
		case <-ctx.Done():
			return ctx.Err()
		}
		if len(batch) < size && len(ordered) > 0 {
			continue
		}
		if err := p.flush(ctx, batch, sum); err != nil {
			return err
		}
		batch = batch[:0]
	}
	return p.flush(ctx, batch, sum)
}

func (p *Pipeline) flush(ctx context.Context, batch []result, sum *Summary) error {
	facts := make([]schema.Facts, 0, len(batch))
	for _, r := range batch {
		if r.item.Err == nil {
			facts = append(facts, r.facts)
		}
	}
	refused := map[string]string{}
	if len(facts) > 0 {
		rejections, err := p.Sink.Put(ctx, facts)
		if err != nil {
			return fmt.Errorf("store %d articles: %w", len(facts), err)
		}
		for _, r := range rejections {
			refused[r.Article] = r.Reason
		}
	}
	for _, r := range batch {
		p.account(r, refused[r.facts.Article.ID], sum)
	}
	return nil
}

func (p *Pipeline) account(r result, refused string, sum *Summary) {
	f := r.facts
	receipt := Receipt{Article: r.item.Article.ID, Where: r.item.Where, Reason: refused, Reading: r.reading}
	if r.item.Err != nil {
		receipt.Reason = r.item.Err.Error()
	}
	if receipt.Reason == "" {
		receipt.Facts = len(f.Memberships) + len(f.Tenures) + len(f.Events) + len(f.Affiliations)
		sum.Articles++
		sum.Facts += receipt.Facts
	} else {
		sum.Rejected++
	}
	if p.Observe != nil {
		p.Observe(receipt)
	}
}
