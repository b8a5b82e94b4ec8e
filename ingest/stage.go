package ingest

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"
)

// send puts v into a queue, or gives up when ctx ends.
func send[T any](ctx context.Context, queue chan<- T, v T) error {
	select {
	case queue <- v:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// slot holds a job's place in the order while a worker has it.
type slot struct {
	job  *job
	done chan struct{}
}

// stage has workers do f to each job of in, several at once, and delivers the jobs in the order in which they came. No
// more than queue of them wait on either side.
func stage(ctx context.Context, g *errgroup.Group, in <-chan *job, workers, queue int, f func(*job)) <-chan *job {
	work, ordered, out := make(chan slot), make(chan slot, queue), make(chan *job, queue)
	g.Go(func() error {
		defer close(work)
		defer close(ordered)
		for j := range in {
			s := slot{j, make(chan struct{})}
			if err := send(ctx, ordered, s); err != nil {
				return err
			}
			if err := send(ctx, work, s); err != nil {
				return err
			}
		}
		return nil
	})
	for range workers {
		g.Go(func() error {
			for s := range work {
				f(s.job)
				close(s.done)
			}
			return nil
		})
	}
	g.Go(func() error {
		defer close(out)
		for s := range ordered {
			select {
			case <-s.done:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
			if err := send(ctx, out, s.job); err != nil {
				return err
			}
		}
		return nil
	})
	return out
}

// gather takes jobs off a queue, at least one: up to size, and no more than come within linger. It returns none once the
// queue is closed and empty.
func gather(ctx context.Context, in <-chan *job, size int, linger time.Duration) ([]*job, error) {
	var batch []*job
	select {
	case j, ok := <-in:
		if !ok {
			return nil, nil
		}
		batch = append(batch, j)
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	timer := time.NewTimer(linger)
	defer timer.Stop()
	for len(batch) < size {
		select {
		case j, ok := <-in:
			if !ok {
				return batch, nil
			}
			batch = append(batch, j)
		case <-timer.C:
			return batch, nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	return batch, nil
}
