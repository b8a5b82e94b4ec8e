package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dgraph-io/dgo/v230"

	"github.com/entente-kg/entente/schema"
)

// MembersQuery asks who belongs to an organization.
type MembersQuery struct {
	Organization string                  // ref or name
	At           schema.Date             // as of that day, or of the last day of that month or year; zero for as last reported
	Status       schema.MembershipStatus // that standing alone; empty for every one
	History      bool                    // all that is known, disputed and ended too; At is of no account
}

// Members is the answer to a MembersQuery.
type Members struct {
	Organization Named       `json:"organization"`
	At           schema.Date `json:"at,omitzero"`
	Members      []Member    `json:"members"` // by status, closest first, then by name
}

// Member is an actor with its standing in an organization.
type Member struct {
	Ref    schema.Ref              `json:"ref"`
	Name   string                  `json:"name"`
	ISO3   string                  `json:"iso3,omitzero"`
	Status schema.MembershipStatus `json:"status"`
	Fact   string                  `json:"fact"` // for Evidence
	Period
}

// Members lists the affiliates of an organization. Errors wrap ErrNotFound or are an *AmbiguousError; an organization
// without known affiliates gives an empty list.
func (s *Store) Members(ctx context.Context, q MembersQuery) (*Members, error) {
	txn := s.client.NewReadOnlyTxn()
	ref, err := resolve(ctx, txn, q.Organization)
	if err != nil {
		return nil, fmt.Errorf("find organization %q: %w", q.Organization, err)
	}
	var found struct {
		Organization []struct {
			storedNamed
			Members []storedInterval `json:"members"`
		} `json:"organization"`
	}
	if err := ask(ctx, txn, fmt.Sprintf(membersQuery, quote(string(ref)), intervalFields), &found); err != nil {
		return nil, fmt.Errorf("read the members of %q: %w", q.Organization, plain(err))
	}
	if len(found.Organization) == 0 {
		return nil, fmt.Errorf("read the members of %q: %w", q.Organization, ErrNotFound)
	}
	org := found.Organization[0]
	asked := slices.DeleteFunc(org.Members, func(m storedInterval) bool { return !q.asks(m) })
	if err := countUnions(ctx, txn, asked); err != nil {
		return nil, fmt.Errorf("read the members of %q: %w", q.Organization, plain(err))
	}
	out := &Members{Organization: org.named(), At: q.At, Members: []Member{}}
	for _, m := range asked {
		n := m.Actor.named()
		out.Members = append(out.Members, Member{n.Ref, n.Name, m.Actor.ISO3, m.Status, m.XID, m.period()})
	}
	slices.SortFunc(out.Members, compareMembers)
	return out, nil
}

const membersQuery = `{organization(func: eq(xid, %s)) {
	xid name
	members: ~organization @filter(type(Membership)) {%s status actor {xid name iso3}}
}}`

func (q MembersQuery) asks(m storedInterval) bool {
	if m.XID == "" {
		return false // it is being written, see errTorn
	}
	if q.Status != "" && q.Status != m.Status {
		return false
	}
	return q.History || m.holds(q.At)
}

func compareMembers(a, b Member) int {
	rank := func(s schema.MembershipStatus) int { return slices.Index(schema.MembershipStatuses, s) }
	return cmp.Or(
		cmp.Compare(rank(a.Status), rank(b.Status)),
		cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.Ref, b.Ref),
		a.Since.Compare(b.Since),
		cmp.Compare(a.Fact, b.Fact),
	)
}

// storedInterval is a membership or a tenure as it is in the graph.
type storedInterval struct {
	UID          string                  `json:"uid"`
	XID          string                  `json:"xid"`
	Status       schema.MembershipStatus `json:"status"`
	Office       string                  `json:"office"`
	Former       bool                    `json:"former"`
	Start        schema.Date             `json:"start"`
	End          schema.Date             `json:"end"`
	Begins       time.Time               `json:"begins"`
	Ends         time.Time               `json:"ends"`
	First        schema.Date             `json:"first_reported"`
	Last         schema.Date             `json:"last_reported"`
	Reference    bool                    `json:"reference"`
	Disputed     bool                    `json:"disputed"`
	Alleged      bool                    `json:"alleged"`
	Reports      []tally                 `json:"reports"`
	Actor        storedState             `json:"actor"`
	Organization storedNamed             `json:"organization"`
	Person       storedNamed             `json:"person"`
	Of           []storedNamed           `json:"of"`

	articles, publishers int
}

type storedState struct {
	storedNamed
	ISO3 string `json:"iso3"`
}

// tally is how often a report is told.
type tally struct {
	UID        string `json:"uid"`
	Reference  bool   `json:"reference"`
	Articles   int    `json:"articles"`
	Publishers int    `json:"publishers"`
}

// holds reports whether the status held on the day, or, for no day, when it was last reported. What is known to have held
// when it was reported is not carried back to the time before; what the reference lists give without a beginning is.
func (m storedInterval) holds(at schema.Date) bool {
	if m.Disputed || m.Alleged {
		return false
	}
	if at.IsZero() {
		return !m.Begins.After(m.Last.Last()) && (m.Ends.IsZero() || m.Ends.After(m.Last.First()))
	}
	day := at.Last()
	switch {
	case !m.Begins.IsZero() && day.Before(m.Begins):
		return false
	case m.Begins.IsZero() && !m.Reference && day.Before(m.First.First()):
		return false
	}
	return m.Ends.IsZero() || day.Before(m.Ends)
}

func (m storedInterval) period() Period {
	return Period{
		Since: m.Start, Until: m.End, Reference: m.Reference, Disputed: m.Disputed, Alleged: m.Alleged,
		Articles: m.articles, Publishers: m.publishers, FirstReported: m.First, LastReported: m.Last,
	}
}

// countUnions counts the news articles and publishers that tell each fact. An article that tells a fact in two ways is
// one article, so facts of several reports are counted by their members.
func countUnions(ctx context.Context, txn *dgo.Txn, facts []storedInterval) error {
	var several []string
	for i := range facts {
		news := slices.DeleteFunc(slices.Clone(facts[i].Reports), func(t tally) bool { return t.Reference })
		facts[i].Reports = news
		if len(news) == 1 {
			facts[i].articles, facts[i].publishers = news[0].Articles, news[0].Publishers
		}
		if len(news) > 1 {
			for _, t := range news {
				several = append(several, t.UID)
			}
		}
	}
	if len(several) == 0 {
		return nil
	}
	type uid struct{ UID string }
	var found struct {
		Reports []struct {
			UID      string `json:"uid"`
			Articles []uid  `json:"reported_in"`
			By       []uid  `json:"reported_by"`
		} `json:"reports"`
	}
	dql := "{reports(func: uid(" + strings.Join(several, ",") + ")) {uid reported_in {uid} reported_by {uid}}}"
	if err := ask(ctx, txn, dql, &found); err != nil {
		return err
	}
	articles, publishers := map[string][]uid{}, map[string][]uid{}
	for _, r := range found.Reports {
		articles[r.UID], publishers[r.UID] = r.Articles, r.By
	}
	for i := range facts {
		if len(facts[i].Reports) < 2 {
			continue
		}
		told, by := map[uid]struct{}{}, map[uid]struct{}{}
		for _, t := range facts[i].Reports {
			for _, a := range articles[t.UID] {
				told[a] = struct{}{}
			}
			for _, p := range publishers[t.UID] {
				by[p] = struct{}{}
			}
		}
		facts[i].articles, facts[i].publishers = len(told), len(by)
	}
	return nil
}
