package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/entente-kg/entente/schema"
)

// ErrDiskFull says that Dgraph has no room left. What Put had returned from before is stored.
var ErrDiskFull = errors.New("the disk of the graph is full")

// Put stores what articles say, each article whole or not at all, and waits while Dgraph is away or busy until ctx ends.
// An article that is in the graph as it stands changes nothing; one with another content under its id is a new version,
// and what only the older one said is withdrawn. It returns the articles that can't be stored, each with its reason. After
// an error some of the batch may be stored; calling again with the same batch is safe and completes it.
//
// A few hundred articles a call are a good size: they share reads and transactions.
func (s *Store) Put(ctx context.Context, batch []schema.Facts) ([]schema.Rejection, error) {
	var rejected []schema.Rejection
	var plans []*plan
	for _, f := range batch {
		p, err := newPlan(f)
		if err != nil {
			rejected = append(rejected, schema.Rejection{Article: f.Article.ID, Reason: err.Error()})
			continue
		}
		plans = append(plans, p)
	}
	for _, round := range rounds(plans) {
		refused, err := s.store(ctx, round)
		rejected = append(rejected, refused...)
		if err != nil {
			return rejected, fmt.Errorf("store %d articles: %w", len(batch), err)
		}
	}
	return rejected, nil
}

// rounds splits a batch in which an article comes more than once, so that a later version replaces an earlier one.
func rounds(plans []*plan) [][]*plan {
	var split [][]*plan
	times := map[string]int{}
	for _, p := range plans {
		n := times[p.node.xid]
		times[p.node.xid]++
		if n == len(split) {
			split = append(split, nil)
		}
		split[n] = append(split[n], p)
	}
	return split
}

// maxClaims bounds a transaction. The server goes through all that a transaction has written at each of its requests, so
// large ones cost more for a claim than small ones; and a lost one is written again.
const maxClaims = 600

// writers is how many transactions of one call are on their way at once. While Dgraph commits one it can read for the
// next.
const writers = 2

// store writes plans of different articles in as few transactions as the bound on claims allows.
func (s *Store) store(ctx context.Context, plans []*plan) ([]schema.Rejection, error) {
	var mu sync.Mutex
	var rejected []schema.Rejection
	waiting := &waiting{store: s, plans: plans}
	g, ctx := errgroup.WithContext(ctx)
	for range min(writers, len(plans)) {
		g.Go(func() error {
			for {
				some, leave, err := waiting.next(ctx)
				if err != nil || len(some) == 0 {
					return err
				}
				refused, err := s.storeOrSplit(ctx, some)
				leave()
				mu.Lock()
				rejected = append(rejected, refused...)
				mu.Unlock()
				if err != nil {
					return err
				}
			}
		})
	}
	return rejected, g.Wait()
}

// waiting are plans that are still to be stored.
type waiting struct {
	store *Store
	plans []*plan // guarded by the gate
}

// next takes the plans of one transaction: as many as the bound on claims allows of those that meet no transaction under
// way. It waits while all do, and returns none when none are left.
func (w *waiting) next(ctx context.Context) (some []*plan, leave func(), err error) {
	leave, err = w.store.gate.enter(ctx, func(free func(touch) bool) touch {
		all, claims := touch{}, 0
		w.plans = slices.DeleteFunc(w.plans, func(p *plan) bool {
			if len(some) > 0 && claims+len(p.claims) > maxClaims {
				return false
			}
			t := w.store.touched(p)
			if !free(t) {
				return false
			}
			all.add(t)
			some, claims = append(some, p), claims+len(p.claims)
			return true
		})
		if len(some) == 0 && len(w.plans) > 0 {
			return nil
		}
		return all
	})
	return some, leave, err
}

// storeOrSplit writes the plans in one transaction. If Dgraph refuses it, halves are tried, down to the article that is
// to blame.
func (s *Store) storeOrSplit(ctx context.Context, plans []*plan) ([]schema.Rejection, error) {
	err := s.storeTogether(ctx, plans)
	switch {
	case err == nil:
		return nil, nil
	case ctx.Err() != nil:
		return nil, err
	case strings.Contains(err.Error(), "no space left on device"):
		return nil, fmt.Errorf("%w: %w", ErrDiskFull, plain(err))
	case len(plans) == 1:
		return []schema.Rejection{{Article: plans[0].facts.Article.ID, Reason: plain(err).Error()}}, nil
	}
	half := len(plans) / 2
	left, err := s.storeOrSplit(ctx, plans[:half])
	if err != nil {
		return left, err
	}
	right, err := s.storeOrSplit(ctx, plans[half:])
	return slices.Concat(left, right), err
}

// storeTogether writes the plans in one transaction, again and again while it is aborted or Dgraph is away.
func (s *Store) storeTogether(ctx context.Context, plans []*plan) error {
	return s.withRetry(ctx, func() error {
		w := newWriting(s, plans)
		defer w.discard()
		return w.run(ctx)
	})
}

// touched lists what the plan may change: its article, the actors that are new, and the buckets of its reports. Reports
// that are settled only gain one more article.
func (s *Store) touched(p *plan) touch {
	t := touch{p.node.xid: true}
	for xid, m := range p.actors {
		if _, ok := s.known.get(xid, m.keys()); !ok {
			t[xid] = true
		}
	}
	for _, r := range p.reports {
		if !s.settled.covers(r) {
			t[r.bucket] = true
			continue
		}
		t.add(touch{r.bucket: false})
		for _, publisher := range p.publishers {
			t[r.xid+" "+publisher] = true // the same edge twice at once is a conflict, too
		}
	}
	return t
}
