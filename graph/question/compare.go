package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Compare asks which members two or more organizations share.
type Compare struct {
	Organizations []string                  `json:"organization,omitzero"` // refs or names, two to eight
	At            schema.Date               `json:"at,omitzero"`           // zero for as last reported
	Statuses      []schema.MembershipStatus `json:"status,omitzero"`       // these standings alone; none for full members
}

// CompareAnswer lists every affiliate of at least one of the organizations, those of most of them first, then by name.
type CompareAnswer struct {
	Organizations []Named     `json:"organizations"` // in the order of the question
	At            schema.Date `json:"at,omitzero"`
	Shared        int         `json:"shared"` // affiliates of all of them
	Rows          []Affiliate `json:"rows"`
}

// Affiliate is an actor with its standing in each of the organizations that are compared.
type Affiliate struct {
	Actor     Named        `json:"actor"`
	In        int          `json:"in"`        // number of the organizations it belongs to
	Standings []Membership `json:"standings"` // in the order of the organizations, the zero Membership where there is none
}

// The number of organizations that Compare takes.
const (
	minCompared = 2
	maxCompared = 8
)

// Compare lists who belongs to which of the organizations. Errors may be an *UnknownError, an *AmbiguousError or an
// *InvalidError.
func (a *Asker) Compare(ctx context.Context, q Compare) (*CompareAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	if len(q.Organizations) < minCompared || len(q.Organizations) > maxCompared {
		return nil, &InvalidError{"organizations", fmt.Sprintf("want %d to %d of them", minCompared, maxCompared)}
	}
	out := &CompareAnswer{At: q.At, Rows: []Affiliate{}}
	rows := map[schema.Ref]*Affiliate{}
	for i, org := range q.Organizations {
		m, err := a.Members(ctx, Members{Organization: org, At: q.At, Statuses: q.Statuses})
		if err != nil {
			return nil, err
		}
		if slices.Contains(out.Organizations, m.Organization) {
			return nil, &InvalidError{"organizations", m.Organization.Name + " is named twice"}
		}
		out.Organizations = append(out.Organizations, m.Organization)
		for _, x := range m.Members {
			row, ok := rows[x.Actor.Ref]
			if !ok {
				row = &Affiliate{Actor: x.Actor, Standings: make([]Membership, len(q.Organizations))}
				rows[x.Actor.Ref] = row
			}
			if row.Standings[i].Fact == "" { // the closest standing comes first
				row.Standings[i] = x
				row.In++
			}
		}
	}
	for _, row := range rows {
		out.Rows = append(out.Rows, *row)
		if row.In == len(q.Organizations) {
			out.Shared++
		}
	}
	slices.SortFunc(out.Rows, func(a, b Affiliate) int {
		return cmp.Or(-cmp.Compare(a.In, b.In), compareNamed(a.Actor, b.Actor))
	})
	return out, nil
}
