// Command bench fills a graph with made-up articles and measures how fast the service answers from it: as it is shipped,
// then without remembering any answers, then beside the same DQL sent straight to Dgraph.
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
	"path/filepath"
	"time"

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
	cache          int
	remember       int
	fill           bool
	only           string
	dgraph, http   string
}

func main() {
	var o options
	flag.StringVar(&o.dir, "dir", ".bench", "data `folder` of the Dgraph that is filled")
	flag.Uint64Var(&o.seed, "seed", 1, "`seed` of what is made up")
	flag.IntVar(&o.actors, "actors", 20_000, "states, organizations and people")
	flag.IntVar(&o.events, "events", 100_000, "events")
	flag.IntVar(&o.calls, "calls", 500, "calls of each question")
	flag.Float64Var(&o.rate, "rate", 50, "calls a second; 0 for one after the other")
	flag.StringVar(&o.only, "only", "", "this `question` alone: Members, Actor, ...")
	flag.StringVar(&o.dgraph, "dgraph", "", "gRPC `address` of a Dgraph that runs already, instead of one on the folder")
	flag.StringVar(&o.http, "http", "", "HTTP `address` of that Dgraph, http://host:port")
	flag.IntVar(&o.cache, "cache", 2048, "`MB` of memory for the caches of Dgraph")
	flag.IntVar(&o.remember, "remember", 128, "`MB` of answers that the service remembers, as entente serve --remember")
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
	if o.actors < 100 || o.events < 1 || o.calls < 1 || o.rate < 0 {
		return errors.New("want at least 100 actors, an event, a call and no rate below 0")
	}
	if o.fill {
		return fill(ctx, o)
	}
	if o.dgraph == "" {
		server, err := local.Start(ctx, local.Options{Dir: o.dir, CacheMB: o.cache})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, server.Stop(context.WithoutCancel(ctx))) }()
		o.dgraph, o.http = server.Addr(), server.HTTP()
	}
	return measure(ctx, o)
}

// fill writes the graph of the articles as N-Quads and loads them into a new data folder.
func fill(ctx context.Context, o options) (err error) {
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(o.dir, "graph.rdf")
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(path)) }()
	begin := time.Now()
	err = errors.Join(graph.WriteNQuads(f, newGenerator(o.seed, o.actors).articles(o.events)), f.Close())
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	fmt.Printf("%d MB of N-Quads in %s\n", info.Size()>>20, time.Since(begin).Round(time.Second))
	begin = time.Now()
	if err := local.Load(ctx, local.Options{Dir: o.dir}, schema.DQL, path); err != nil {
		return err
	}
	fmt.Printf("loaded in %s\n", time.Since(begin).Round(time.Second))
	return nil
}
