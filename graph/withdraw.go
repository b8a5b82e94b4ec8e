package graph

import (
	"context"
	"fmt"

	"github.com/entente-kg/entente/schema"
)

// Withdraw takes articles out for good, by their ids: what they claim is withdrawn, and putting them again does nothing.
// The articles stay in the graph with the reason, so that one can see what was taken out. It may be called again, and
// for articles that are not in the graph.
func (s *Store) Withdraw(ctx context.Context, articles []string, reason string) error {
	var plans []*plan
	seen := map[string]struct{}{}
	for _, id := range articles {
		if err := check(schema.Facts{Article: schema.Article{ID: id}}); err != nil {
			return fmt.Errorf("withdraw %q: %w", id, err)
		}
		if _, ok := seen[id]; ok {
			continue
		}
		seen[id] = struct{}{}
		p := &plan{node: node{xid: articleXID(id), types: []string{"Article"}}, tombstone: reason}
		p.node.set("digest", hash("tombstone", reason))
		plans = append(plans, p)
	}
	if len(plans) == 0 {
		return nil
	}
	leave, err := s.gate.enter(ctx, func(free func(touch) bool) touch {
		all := touch{}
		for _, p := range plans {
			all.add(s.touched(p))
		}
		if !free(all) {
			return nil
		}
		return all
	})
	if err != nil {
		return fmt.Errorf("withdraw %d articles: %w", len(plans), err)
	}
	defer leave()
	if err := s.storeTogether(ctx, plans); err != nil {
		return fmt.Errorf("withdraw %d articles: %w", len(plans), err)
	}
	return nil
}
