package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Members asks who belongs to an organization.
type Members struct {
	Organization string                    `json:"organization,omitzero"` // ref or name
	At           schema.Date               `json:"at,omitzero"`           // as of that day, or the last day of that month or year; zero for as last reported
	Statuses     []schema.MembershipStatus `json:"status,omitzero"`       // these standings alone; none for full members
	History      bool                      `json:"history,omitzero"`      // also what no longer, or not yet, holds, what is disputed and what is only alleged
	Counts       bool                      `json:"counts,omitzero"`       // also the number of affiliates over the years
}

// MembersAnswer lists affiliates by status, closest first, then by name, then by time.
type MembersAnswer struct {
	Organization Named        `json:"organization"`
	At           schema.Date  `json:"at,omitzero"`
	Members      []Membership `json:"members"`
	Unnamed      []Count      `json:"unnamed,omitzero"` // affiliates that articles count but do not name
	Counts       []YearCount  `json:"counts,omitzero"`
}

// Count says how many affiliates of a status an article counts.
type Count struct {
	Fact         string                  `json:"fact"` // for Evidence
	Status       schema.MembershipStatus `json:"status"`
	Number       int                     `json:"number"`
	LastReported schema.Date             `json:"last_reported"`
}

// YearCount is the number of affiliates with a status at the end of a year.
type YearCount struct {
	Year   int                     `json:"year"`
	Status schema.MembershipStatus `json:"status"`
	Number int                     `json:"number"`
}

// Members lists the affiliates of an organization; one without known affiliates gives an empty list. Errors may be an
// *UnknownError, an *AmbiguousError or an *InvalidError.
func (a *Asker) Members(ctx context.Context, q Members) (*MembersAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	statuses, err := statusesOr(q.Statuses, schema.Member)
	if err != nil {
		return nil, err
	}
	org, affiliates, err := a.affiliates(ctx, q.Organization)
	if err != nil {
		return nil, err
	}
	out := &MembersAnswer{Organization: org, At: q.At, Members: []Membership{}}
	var asked, all []storedInterval
	for _, m := range affiliates {
		m.Organization = storedNamed{string(org.Ref), org.Name}
		switch {
		case m.Actor.XID == "" && slices.Contains(statuses, m.Status):
			out.Unnamed = append(out.Unnamed, Count{m.XID, m.Status, m.Number, m.Last})
		case m.Actor.XID != "" && slices.Contains(statuses, m.Status):
			all = append(all, m)
			if q.History || m.holds(q.At) {
				asked = append(asked, m)
			}
		}
	}
	if err := a.tallyIntervals(ctx, asked); err != nil {
		return nil, fmt.Errorf("read the members of %s: %w", org.Ref, err)
	}
	for i := range asked {
		out.Members = append(out.Members, asked[i].membership(q.At))
	}
	if q.Counts {
		out.Counts = countYears(all)
	}
	out.sort()
	return out, nil
}

// affiliates reads an organization and what is known of who belongs to it.
func (a *Asker) affiliates(ctx context.Context, text string) (Named, []storedInterval, error) {
	var found struct {
		Organization []struct {
			storedNamed
			Affiliates []storedInterval `json:"affiliates"`
		} `json:"organization"`
	}
	wanted := name{"organization", text, []schema.ActorType{schema.Organization, schema.Group}}
	err := a.meant(ctx, []name{wanted}, func(actors []Named) (bool, error) {
		dql := fmt.Sprintf("{organization(func: eq(xid, %s)) @filter(type(Actor)) {xid name affiliates: ~organization {%s actor {name}}}}",
			literal(string(actors[0].Ref)), intervalFields)
		if err := a.ask(ctx, dql, &found); err != nil {
			return false, fmt.Errorf("read the members of %s: %w", actors[0].Ref, err)
		}
		return len(found.Organization) > 0, nil
	})
	if err != nil {
		return Named{}, nil, err
	}
	if len(found.Organization) == 0 {
		return Named{}, nil, &UnknownError{Field: "organization", Name: text} // it was taken out a moment ago
	}
	org := &found.Organization[0]
	return org.named(), org.Affiliates, nil
}

func (m *MembersAnswer) sort() {
	slices.SortFunc(m.Members, func(a, b Membership) int {
		return cmp.Or(
			compareStatus(a.Status, b.Status), compareNamed(a.Actor, b.Actor), a.Since.Compare(b.Since), cmp.Compare(a.Fact, b.Fact),
		)
	})
	slices.SortFunc(m.Unnamed, func(a, b Count) int {
		return cmp.Or(compareStatus(a.Status, b.Status), -a.LastReported.Compare(b.LastReported), cmp.Compare(a.Fact, b.Fact))
	})
}

// compareStatus orders standings, the closest first.
func compareStatus(a, b schema.MembershipStatus) int {
	return cmp.Compare(slices.Index(schema.MembershipStatuses, a), slices.Index(schema.MembershipStatuses, b))
}

// statusesOr checks the standings asked for; for none it gives the others.
func statusesOr(asked []schema.MembershipStatus, none ...schema.MembershipStatus) ([]schema.MembershipStatus, error) {
	for _, s := range asked {
		if !s.Valid() {
			return nil, &InvalidError{"status", fmt.Sprintf("%q is no standing: want some of %v", s, schema.MembershipStatuses)}
		}
	}
	if len(asked) == 0 {
		return none, nil
	}
	return asked, nil
}

// countYears counts affiliates at the end of each year, from the first beginning that is known to the last report.
func countYears(all []storedInterval) []YearCount {
	first, last := 0, 0
	for i := range all {
		if y := all[i].Start.Year(); y > 0 && (first == 0 || y < first) {
			first = y
		}
		last = max(last, all[i].Last.Year())
	}
	if first == 0 {
		return nil
	}
	var counts []YearCount
	for year := first; year <= last; year++ {
		at, err := schema.NewDate(year, 0, 0)
		if err != nil {
			break // years before and after these are not known to the calendar
		}
		numbers := map[schema.MembershipStatus]map[string]bool{}
		for i := range all {
			m := &all[i]
			if m.holds(at) {
				if numbers[m.Status] == nil {
					numbers[m.Status] = map[string]bool{}
				}
				numbers[m.Status][m.Actor.XID] = true
			}
		}
		for _, s := range schema.MembershipStatuses {
			if n := len(numbers[s]); n > 0 {
				counts = append(counts, YearCount{year, s, n})
			}
		}
	}
	return counts
}
