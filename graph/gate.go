package graph

import (
	"context"
	"sync"
)

// gate keeps transactions of this process from meeting in Dgraph: those that would touch the same nodes go through one
// after the other instead of aborting each other.
type gate struct {
	mu   sync.Mutex
	held map[string]struct{}
	free chan struct{} // closed and replaced whenever keys are given back
}

func newGate() *gate { return &gate{held: map[string]struct{}{}, free: make(chan struct{})} }

// enter waits until none of the keys is held, then holds them all. The caller leaves by calling the function it got.
// All or nothing: who waits holds nothing, so nobody waits for ever.
func (g *gate) enter(ctx context.Context, keys []string) (leave func(), err error) {
	for {
		wait := g.try(keys)
		if wait == nil {
			return func() { g.leave(keys) }, nil
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-wait:
		}
	}
}

// try holds the keys and returns nil, or returns what to wait for.
func (g *gate) try(keys []string) <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, k := range keys {
		if _, taken := g.held[k]; taken {
			return g.free
		}
	}
	for _, k := range keys {
		g.held[k] = struct{}{}
	}
	return nil
}

func (g *gate) leave(keys []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, k := range keys {
		delete(g.held, k)
	}
	close(g.free)
	g.free = make(chan struct{})
}
