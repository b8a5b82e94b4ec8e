package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

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

// store writes plans of different articles in as few transactions as the bound on claims allows.
func (s *Store) store(ctx context.Context, plans []*plan) ([]schema.Rejection, error) {
	var rejected []schema.Rejection
	for len(plans) > 0 {
		n, claims := 0, 0
		for n < len(plans) && (n == 0 || claims+len(plans[n].claims) <= maxClaims) {
			claims += len(plans[n].claims)
			n++
		}
		refused, err := s.storeOrSplit(ctx, plans[:n])
		rejected = append(rejected, refused...)
		if err != nil {
			return rejected, err
		}
		plans = plans[n:]
	}
	return rejected, nil
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
	leave, err := s.gate.enter(ctx, s.touched(plans))
	if err != nil {
		return err
	}
	defer leave()
	return s.withRetry(ctx, func() error {
		w := newWriting(s, plans)
		defer w.discard()
		return w.run(ctx)
	})
}

// touched lists what the plans may change: their articles, the buckets of their reports and the actors that are new.
func (s *Store) touched(plans []*plan) []string {
	set := map[string]struct{}{}
	for _, p := range plans {
		set[p.node.xid] = struct{}{}
		for _, r := range p.reports {
			set[r.bucket] = struct{}{}
		}
		for xid, m := range p.actors {
			if _, ok := s.known.get(xid, m.keys()); !ok {
				set[xid] = struct{}{}
			}
		}
	}
	return sortedKeys(set)
}
