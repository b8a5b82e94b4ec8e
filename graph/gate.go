package graph

import (
	"context"
	"sync"
)

// gate keeps transactions of this process from meeting in Dgraph: those that would change the same nodes go through one
// after the other instead of aborting each other. It saves work and decides nothing: whatever it lets through, Dgraph
// lets only one of two that meet commit.
type gate struct {
	mu   sync.Mutex
	held map[string]int // how many hold the key together; alone for one that shares it with nobody
	free chan struct{}  // closed and replaced whenever keys are given back
}

// alone is the number of holders of a key that may be changed.
const alone = -1

// touch is what a transaction may meet another one in, by key: true for what it may change, false for what it only adds
// to, which others may do at the same time.
type touch map[string]bool

func (t touch) add(o touch) {
	for k, change := range o {
		t[k] = t[k] || change
	}
}

func newGate() *gate { return &gate{held: map[string]int{}, free: make(chan struct{})} }

// enter waits until choose finds something to touch, then holds it until the caller leaves. choose is asked whenever keys
// have become free, one call at a time, and tells by free what nobody else holds; it returns nil to wait on.
func (g *gate) enter(ctx context.Context, choose func(free func(touch) bool) touch) (leave func(), err error) {
	for {
		t, wait := g.try(choose)
		if t != nil {
			return func() { g.leave(t) }, nil
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-wait:
		}
	}
}

// try holds what choose finds, or returns what to wait for.
func (g *gate) try(choose func(free func(touch) bool) touch) (touch, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := choose(g.isFree)
	for k, change := range t {
		if change {
			g.held[k] = alone
		} else {
			g.held[k]++
		}
	}
	return t, g.free
}

func (g *gate) isFree(t touch) bool {
	for k, change := range t {
		if n := g.held[k]; n == alone || n > 0 && change {
			return false
		}
	}
	return true
}

func (g *gate) leave(t touch) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for k := range t {
		if g.held[k]--; g.held[k] <= 0 {
			delete(g.held, k)
		}
	}
	close(g.free)
	g.free = make(chan struct{})
}
