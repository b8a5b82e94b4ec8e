// Command bench fills a graph with made-up articles and measures how fast the service answers from it, beside the same
// DQL sent straight to Dgraph.
//
//	go run ./graph/question/bench -dir .bench -actors 200000 -events 1000000 -fill   # once
//	go run ./graph/question/bench -dir .bench -actors 200000 -events 1000000         # measure
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local"
	"github.com/entente-kg/entente/schema"
)

// options are the flags.
type options struct {
	dir            string
	seed           uint64
	actors, events int
	calls          int
	rate           float64
	fill           bool
}

func main() {
	var o options
	flag.StringVar(&o.dir, "dir", ".bench", "data `folder` of the Dgraph that is filled")
	flag.Uint64Var(&o.seed, "seed", 1, "`seed` of what is made up")
	flag.IntVar(&o.actors, "actors", 20_000, "states, organizations and people")
	flag.IntVar(&o.events, "events", 100_000, "events")
	flag.IntVar(&o.calls, "calls", 500, "calls of each question")
	flag.Float64Var(&o.rate, "rate", 50, "calls a second")
	flag.BoolVar(&o.fill, "fill", false, "fill the graph and measure nothing")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) (err error) {
	if o.actors < 100 || o.events < 1 || o.calls < 1 || o.rate <= 0 {
		return errors.New("want at least 100 actors, an event, a call and a rate above 0")
	}
	server, err := local.Start(ctx, local.Options{Dir: o.dir})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop(context.WithoutCancel(ctx))) }()
	store, err := graph.Open(ctx, graph.Options{Addresses: []string{server.Addr()}, CacheSize: o.actors + 1000})
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.Migrate(ctx); err != nil {
		return err
	}
	if o.fill {
		return fill(ctx, store, o)
	}
	return measure(ctx, store, o)
}

// The writers that fill the graph, and the articles that each stores at once.
const (
	writers = 4
	batch   = 25
)

// fill stores the articles. It may be stopped and started again.
func fill(ctx context.Context, store *graph.Store, o options) error {
	begin, done := time.Now(), 0
	var mu sync.Mutex
	batches := make(chan []schema.Facts)
	g, ctx := errgroup.WithContext(ctx)
	for range writers {
		g.Go(func() error {
			for b := range batches {
				rejected, err := store.Put(ctx, b)
				if err != nil {
					return err
				}
				if len(rejected) > 0 {
					return fmt.Errorf("%s: %s", rejected[0].Article, rejected[0].Reason)
				}
				mu.Lock()
				done += len(b)
				if done%(40*batch) == 0 {
					fmt.Printf("%d articles, %.0f events/s\n", done, float64(done*eventsPerArticle)/time.Since(begin).Seconds())
				}
				mu.Unlock()
			}
			return nil
		})
	}
	g.Go(func() error {
		defer close(batches)
		var b []schema.Facts
		send := func() error {
			select {
			case batches <- b:
				b = nil
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		for f := range newGenerator(o.seed, o.actors).articles(o.events) {
			if b = append(b, f); len(b) == batch {
				if err := send(); err != nil {
					return err
				}
			}
		}
		return send()
	})
	if err := g.Wait(); err != nil {
		return fmt.Errorf("fill the graph: %w", err)
	}
	fmt.Printf("%d articles in %s\n", done, time.Since(begin).Round(time.Second))
	return nil
}
