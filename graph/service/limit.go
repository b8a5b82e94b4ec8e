package service

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Limits bound what one caller, and all of them, may ask for. Zero fields stand for defaults.
type Limits struct {
	Rate       float64       // calls a second of one caller; 0 for 200
	Burst      int           // calls at once beyond the rate; 0 for 400
	Concurrent int           // calls of one caller at the same time; 0 for 32
	All        int           // calls of all at the same time; 0 for 256
	Deadline   time.Duration // of a call, whatever its caller says; 0 for 30 s
	Slow       time.Duration // calls that took longer are logged with their DQL; 0 for 500 ms
}

func (l Limits) orDefaults() Limits {
	fill := func(v *int, or int) {
		if *v <= 0 {
			*v = or
		}
	}
	fill(&l.Burst, 400)
	fill(&l.Concurrent, 32)
	fill(&l.All, 256)
	if l.Rate <= 0 {
		l.Rate = 200
	}
	if l.Deadline <= 0 {
		l.Deadline = 30 * time.Second
	}
	if l.Slow <= 0 {
		l.Slow = 500 * time.Millisecond
	}
	return l
}

// limiter keeps callers within their limits. Who has no key shares one allowance with all who have none.
type limiter struct {
	limits Limits

	mu   sync.Mutex
	all  int
	each map[string]*allowance
}

// allowance is what a caller has used of its limits.
type allowance struct {
	rate *rate.Limiter
	now  int
}

func newLimiter(l Limits) *limiter { return &limiter{limits: l, each: map[string]*allowance{}} }

func (l *limiter) unary(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	leave, err := l.enter(callerOf(ctx).id)
	if err != nil {
		return nil, err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, l.limits.Deadline)
	defer cancel()
	return next(ctx, req)
}

func (l *limiter) stream(srv any, ss grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	leave, err := l.enter(callerOf(ss.Context()).id)
	if err != nil {
		return err
	}
	defer leave()
	return next(srv, ss)
}

// enter counts a call of a caller, who leaves by calling the function it gets.
func (l *limiter) enter(id string) (leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a, ok := l.each[id]
	if !ok {
		a = &allowance{rate: rate.NewLimiter(rate.Limit(l.limits.Rate), l.limits.Burst)}
		l.each[id] = a
	}
	switch {
	case !a.rate.Allow():
		return nil, status.Errorf(codes.ResourceExhausted, "more than %g calls a second: wait a little", l.limits.Rate)
	case a.now >= l.limits.Concurrent:
		return nil, status.Errorf(codes.ResourceExhausted, "more than %d calls at the same time: wait for one to end", l.limits.Concurrent)
	case l.all >= l.limits.All:
		return nil, status.Error(codes.Unavailable, "the service is busy: try again a little later")
	}
	a.now++
	l.all++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		a.now--
		l.all--
	}, nil
}
