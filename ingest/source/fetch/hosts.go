package fetch

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// hosts lets one request at a time go to each host, with a delay between two.
type hosts struct {
	delay time.Duration
	mu    sync.Mutex
	known map[string]*host
}

type host struct {
	busy    chan struct{} // holds a token while a request is under way
	limiter *rate.Limiter
	used    time.Time
}

// maxHosts is how many hosts are remembered before those that have been quiet longest are forgotten.
const maxHosts = 10_000

func newHosts(delay time.Duration) *hosts {
	return &hosts{delay: delay, known: map[string]*host{}}
}

func (h *hosts) get(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	x, ok := h.known[name]
	if !ok {
		if len(h.known) >= maxHosts {
			h.forget()
		}
		x = &host{busy: make(chan struct{}, 1), limiter: rate.NewLimiter(rate.Every(h.delay), 1)}
		h.known[name] = x
	}
	x.used = time.Now()
	return x
}

// forget drops hosts that are idle and whose delay has long passed.
func (h *hosts) forget() {
	old := time.Now().Add(-10 * h.delay)
	for name, x := range h.known {
		if len(x.busy) == 0 && x.used.Before(old) {
			delete(h.known, name)
		}
	}
}

// slower raises the delay of a host, as its robots.txt asks.
func (h *hosts) slower(name string, delay time.Duration) {
	if delay > h.delay {
		h.get(name).limiter.SetLimit(rate.Every(delay))
	}
}

// turn waits until a request to the host may begin; the caller releases the host when the answer is read.
func (h *hosts) turn(ctx context.Context, name string) (release func(), err error) {
	x := h.get(name)
	select {
	case x.busy <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := x.limiter.Wait(ctx); err != nil {
		<-x.busy
		return nil, err
	}
	return func() { <-x.busy }, nil
}
