package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Memberships asks what an actor belongs to.
type Memberships struct {
	Actor    string                    `json:"actor,omitzero"`   // ref or name
	At       schema.Date               `json:"at,omitzero"`      // zero for as last reported
	Statuses []schema.MembershipStatus `json:"status,omitzero"`  // these standings alone; none for every one
	History  bool                      `json:"history,omitzero"` // also what no longer, or not yet, holds, what is disputed and what is only alleged
}

// MembershipsAnswer lists standings by status, closest first, then by organization, then by time.
type MembershipsAnswer struct {
	Actor       Named        `json:"actor"`
	At          schema.Date  `json:"at,omitzero"`
	Memberships []Membership `json:"memberships"`
}

// Memberships lists the standings of an actor. Errors may be an *UnknownError, an *AmbiguousError or an *InvalidError.
func (a *Asker) Memberships(ctx context.Context, q Memberships) (*MembershipsAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	statuses, err := statusesOr(q.Statuses, schema.MembershipStatuses...)
	if err != nil {
		return nil, err
	}
	actor, err := a.Resolve(ctx, "actor", q.Actor)
	if err != nil {
		return nil, err
	}
	all, err := a.memberships(ctx, q.At, q.History, statuses, actor)
	if err != nil {
		return nil, err
	}
	return &MembershipsAnswer{Actor: actor, At: q.At, Memberships: all[0]}, nil
}

// memberships lists the standings of each actor.
func (a *Asker) memberships(ctx context.Context, at schema.Date, history bool, statuses []schema.MembershipStatus, actors ...Named) ([][]Membership, error) {
	var q strings.Builder
	q.WriteString("{")
	for i, actor := range actors {
		fmt.Fprintf(&q, "a%d(func: eq(xid, %s)) {xid name memberships: ~actor {%s organization {name}}}\n",
			i, literal(string(actor.Ref)), intervalFields)
	}
	q.WriteString("}")
	var found map[string][]struct {
		storedNamed
		Memberships []storedInterval `json:"memberships"`
	}
	if err := a.ask(ctx, q.String(), &found); err != nil {
		return nil, fmt.Errorf("read memberships: %w", err)
	}
	stored := make([][]storedInterval, len(actors))
	for i := range actors {
		for _, f := range found[fmt.Sprint("a", i)] {
			for _, m := range f.Memberships {
				m.Actor = f.storedNamed
				if slices.Contains(statuses, m.Status) && (history || m.holds(at)) {
					stored[i] = append(stored[i], m)
				}
			}
		}
	}
	if err := a.tallyIntervals(ctx, stored...); err != nil {
		return nil, err
	}
	out := make([][]Membership, len(actors))
	for i := range stored {
		out[i] = sortedMemberships(stored[i], at)
	}
	return out, nil
}

// sortedMemberships are the memberships of one actor in the order of MembershipsAnswer.
func sortedMemberships(stored []storedInterval, at schema.Date) []Membership {
	out := []Membership{}
	for i := range stored {
		out = append(out, stored[i].membership(at))
	}
	slices.SortFunc(out, func(a, b Membership) int {
		return cmp.Or(
			compareStatus(a.Status, b.Status), compareNamed(a.Organization, b.Organization),
			a.Since.Compare(b.Since), cmp.Compare(a.Fact, b.Fact),
		)
	})
	return out
}
