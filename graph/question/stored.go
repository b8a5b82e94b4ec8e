package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/entente-kg/entente/schema"
)

// storedNamed is a node that has a name.
type storedNamed struct {
	XID  string `json:"xid"`
	Name string `json:"name"`
}

// named falls back on the ref's id, for an actor that no article has named yet.
func (n storedNamed) named() Named {
	if n.XID == "" {
		return Named{}
	}
	return Named{Ref: schema.Ref(n.XID), Name: cmp.Or(n.Name, schema.Ref(n.XID).ID())}
}

func namedAll(stored []storedNamed) []Named {
	var all []Named
	for _, s := range stored {
		all = append(all, s.named())
	}
	slices.SortFunc(all, compareNamed)
	return all
}

func compareNamed(a, b Named) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Ref, b.Ref))
}

// told is how often a fact is told. A report is one way of telling it.
type told struct {
	Reports []storedReport `json:"reports"`

	articles, publishers int
}

type storedReport struct {
	UID        string `json:"uid"`
	Reference  bool   `json:"reference"`
	Articles   int    `json:"articles"`
	Publishers int    `json:"publishers"`
}

const toldFields = "reports: ~fact {uid reference articles: count(reported_in) publishers: count(reported_by)}"

// storedInterval is a membership, a tenure or an affiliation as its content tells it, with the names and the reports that
// were asked for.
type storedInterval struct {
	XID          string                  `json:"xid"`
	Status       schema.MembershipStatus `json:"status"`
	Office       string                  `json:"office"`
	Former       bool                    `json:"former"`
	Number       int                     `json:"number"`
	Start        schema.Date             `json:"start"`
	End          schema.Date             `json:"end"`
	Begins       time.Time               `json:"begins"`
	Ends         time.Time               `json:"ends"`
	First        schema.Date             `json:"first_reported"`
	Last         schema.Date             `json:"last_reported"`
	Reference    bool                    `json:"reference"`
	Disputed     bool                    `json:"disputed"`
	Alleged      bool                    `json:"alleged"`
	Actor        storedNamed             `json:"actor"`
	Organization storedNamed             `json:"organization"`
	Person       storedNamed             `json:"person"`
	Of           []storedNamed           `json:"of"`
	told
}

// intervalFields is what memberships and tenures have in common. Names are asked for with the edges that lead to them:
// actor, organization and person {name}, of {xid name}.
const intervalFields = "content " + toldFields + " "

// plainInterval is an interval as the content holds it.
type plainInterval storedInterval

// UnmarshalJSONFrom reads the content and the names of those whom it tells of.
func (i *storedInterval) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var read struct {
		Content      content[plainInterval] `json:"content"`
		Actor        storedNamed            `json:"actor"`
		Organization storedNamed            `json:"organization"`
		Person       storedNamed            `json:"person"`
		Of           []storedNamed          `json:"of"`
		told
	}
	if err := json.UnmarshalDecode(dec, &read); err != nil {
		return err
	}
	fact, err := read.Content.get()
	if err != nil {
		return err
	}
	*i = storedInterval(fact)
	i.told = read.told
	i.Actor.Name, i.Organization.Name, i.Person.Name = read.Actor.Name, read.Organization.Name, read.Person.Name
	nameAll(i.Of, read.Of)
	return nil
}

// nameAll gives nodes the names that others with the same xid have.
func nameAll(nodes, named []storedNamed) {
	for i := range nodes {
		for _, n := range named {
			if n.XID == nodes[i].XID {
				nodes[i].Name = n.Name
			}
		}
	}
}

// holds reports whether the status held on the day, or, for no day, when it was last reported. What is known to have held
// when it was reported is not carried back to the time before; what the reference lists give without a beginning is.
func (i *storedInterval) holds(at schema.Date) bool {
	if i.Disputed || i.Alleged {
		return false
	}
	if at.IsZero() {
		return !i.Former && !i.Begins.After(i.Last.Last()) && (i.Ends.IsZero() || i.Ends.After(i.Last.First()))
	}
	day := at.Last()
	switch {
	case !i.Begins.IsZero() && day.Before(i.Begins):
		return false
	case i.Begins.IsZero() && !i.Reference && day.Before(i.First.First()):
		return false
	case i.Former && i.Ends.IsZero():
		return false // over, nobody says since when
	}
	return i.Ends.IsZero() || day.Before(i.Ends)
}

func (i *storedInterval) period() Period {
	return Period{
		Since: i.Start, Until: i.End, Reference: i.Reference, Disputed: i.Disputed, Alleged: i.Alleged,
		Articles: i.articles, Publishers: i.publishers, FirstReported: i.First, LastReported: i.Last,
	}
}

func (i *storedInterval) membership(at schema.Date) Membership {
	return Membership{
		Fact: i.XID, Actor: i.Actor.named(), Organization: i.Organization.named(), Status: i.Status,
		Holds: i.holds(at), Period: i.period(),
	}
}

func (i *storedInterval) tenure(at schema.Date) Tenure {
	t := Tenure{Fact: i.XID, Person: i.Person.named(), Office: i.Office, Holds: i.holds(at), Period: i.period()}
	if len(i.Of) > 0 {
		t.Of = i.Of[0].named()
	}
	return t
}

// storedEvent is an event as its content tells it, with the names and the reports that were asked for.
type storedEvent struct {
	XID       string             `json:"xid"`
	Type      schema.EventType   `json:"event_type"`
	Kind      schema.EventKind   `json:"kind"`
	Status    schema.EventStatus `json:"status"`
	Parties   []storedParty      `json:"participant"`
	For       []storedNamed      `json:"principal"` // whom they act for
	Start     schema.Date        `json:"start"`
	End       schema.Date        `json:"end"`
	Begins    time.Time          `json:"begins"`
	Precision schema.Precision   `json:"precision"`
	Place     storedNamed        `json:"place"`
	Round     int                `json:"round_number"`
	Alleged   bool               `json:"alleged"`
	First     schema.Date        `json:"first_reported"`
	Last      schema.Date        `json:"last_reported"`
	told
}

type storedParty struct {
	storedNamed
	Role string `json:"participant|role"`
}

// eventFields ask for all that tells of an event; eventNames for what its content does not tell.
const (
	eventFields = "content " + eventNames
	eventNames  = "parties: participant {xid name} place {name} " + toldFields
)

// plainEvent is an event as the content holds it.
type plainEvent storedEvent

// UnmarshalJSONFrom reads the content and the names of those whom it tells of.
func (e *storedEvent) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var read struct {
		Content content[plainEvent] `json:"content"`
		namesOfEvent
	}
	if err := json.UnmarshalDecode(dec, &read); err != nil {
		return err
	}
	fact, err := read.Content.get()
	if err != nil {
		return err
	}
	*e = storedEvent(fact)
	e.complete(&read.namesOfEvent)
	return nil
}

// namesOfEvent is what the content of an event does not tell.
type namesOfEvent struct {
	Parties []storedNamed `json:"parties"`
	Place   storedNamed   `json:"place"`
	told
}

// complete adds what the content does not tell.
func (e *storedEvent) complete(names *namesOfEvent) {
	e.told, e.Place.Name = names.told, names.Place.Name
	for i := range e.Parties {
		for _, n := range names.Parties {
			if n.XID == e.Parties[i].XID {
				e.Parties[i].Name = n.Name
			}
		}
	}
}

func (e *storedEvent) event() Event {
	out := Event{
		Fact: e.XID, Type: e.Type, Kind: e.Kind, Status: e.Status, Parties: []Party{}, Start: e.Start, End: e.End,
		Precision: cmp.Or(e.Precision, e.Start.Precision()), Place: e.Place.named(), Round: e.Round, Alleged: e.Alleged,
		Articles: e.articles, Publishers: e.publishers, FirstReported: e.First, LastReported: e.Last,
	}
	for _, p := range e.Parties {
		party := Party{Named: p.named()}
		for _, r := range strings.Fields(p.Role) {
			party.Roles = append(party.Roles, schema.Role(r))
		}
		out.Parties = append(out.Parties, party)
	}
	slices.SortFunc(out.Parties, func(a, b Party) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), compareNamed(a.Named, b.Named))
	})
	out.Words = out.words()
	return out
}

var roleOrder = []schema.Role{schema.Source, schema.Target, schema.Participant, schema.Mediator, schema.Host}

// rank orders parties by the first of their roles.
func (p Party) rank() int {
	rank := len(roleOrder)
	for _, r := range p.Roles {
		if i := slices.Index(roleOrder, r); i >= 0 && i < rank {
			rank = i
		}
	}
	return rank
}

// has reports whether the party has the role.
func (p Party) has(r schema.Role) bool { return slices.Contains(p.Roles, r) }

// tally counts the news articles and publishers that tell each fact. An article that tells a fact in two ways is one
// article, so facts of several reports are counted by the members of all.
func (a *Asker) tally(ctx context.Context, facts []*told) error {
	var several []string
	for _, f := range facts {
		f.Reports = slices.DeleteFunc(f.Reports, func(r storedReport) bool { return r.Reference })
		if len(f.Reports) == 1 {
			f.articles, f.publishers = f.Reports[0].Articles, f.Reports[0].Publishers
		}
		if len(f.Reports) > 1 {
			for _, r := range f.Reports {
				several = append(several, r.UID)
			}
		}
	}
	if len(several) == 0 {
		return nil
	}
	slices.Sort(several)
	several = slices.Compact(several)
	type node struct{ UID string }
	var found struct {
		Reports []struct {
			UID      string `json:"uid"`
			Articles []node `json:"reported_in"`
			By       []node `json:"reported_by"`
		} `json:"reports"`
	}
	dql := "{reports(func: uid(" + strings.Join(several, ",") + ")) {uid reported_in {uid} reported_by {uid}}}"
	if err := a.ask(ctx, dql, &found); err != nil {
		return fmt.Errorf("count articles: %w", err)
	}
	articles, publishers := map[string][]node{}, map[string][]node{}
	for _, r := range found.Reports {
		articles[r.UID], publishers[r.UID] = r.Articles, r.By
	}
	for _, f := range facts {
		if len(f.Reports) > 1 {
			f.articles, f.publishers = union(f.Reports, articles), union(f.Reports, publishers)
		}
	}
	return nil
}

// union counts what reports lead to, each thing once.
func union[N comparable](reports []storedReport, of map[string][]N) int {
	all := map[N]struct{}{}
	for _, r := range reports {
		for _, n := range of[r.UID] {
			all[n] = struct{}{}
		}
	}
	return len(all)
}

// tallyIntervals counts for memberships and tenures.
func (a *Asker) tallyIntervals(ctx context.Context, lists ...[]storedInterval) error {
	var facts []*told
	for _, l := range lists {
		for i := range l {
			facts = append(facts, &l[i].told)
		}
	}
	return a.tally(ctx, facts)
}

// events counts for lists of events and makes them answers.
func (a *Asker) events(ctx context.Context, lists ...[]storedEvent) ([][]Event, error) {
	var facts []*told
	for _, l := range lists {
		for i := range l {
			facts = append(facts, &l[i].told)
		}
	}
	if err := a.tally(ctx, facts); err != nil {
		return nil, err
	}
	out := make([][]Event, len(lists))
	for i, l := range lists {
		out[i] = []Event{}
		for j := range l {
			out[i] = append(out[i], l[j].event())
		}
	}
	return out, nil
}
