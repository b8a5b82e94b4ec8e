package question

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Negotiations asks which talks there are or were.
type Negotiations struct {
	Parties   []string    `json:"party,omitzero"`    // refs or names: all of them are parties, or mediators or hosts
	Wide      bool        `json:"wide,omitzero"`     // people and bodies count for the states and organizations that they belong to
	Matter    string      `json:"matter,omitzero"`   // words of what the talks are about
	Mediators []string    `json:"mediator,omitzero"` // all of these mediate
	From      schema.Date `json:"from,omitzero"`     // last reported on in this period
	To        schema.Date `json:"to,omitzero"`       // last reported on in this period
	Page
}

// NegotiationsAnswer lists talks, the ones last reported on first.
type NegotiationsAnswer struct {
	Negotiations []NegotiationSummary `json:"negotiations"`
	Next         string               `json:"next,omitzero"` // for the After of the next page; empty at the end
}

// NegotiationSummary is what talks are about and how far they are.
type NegotiationSummary struct {
	Fact          string      `json:"fact"` // for Negotiation and Evidence
	Parties       []Named     `json:"parties"`
	Mediators     []Named     `json:"mediators,omitzero"`
	Hosts         []Named     `json:"hosts,omitzero"`
	Matter        string      `json:"matter,omitzero"`
	Rounds        int         `json:"rounds"` // that have been held
	LastRound     *Event      `json:"last_round,omitzero"`
	Articles      int         `json:"articles"`
	Publishers    int         `json:"publishers"`
	FirstReported schema.Date `json:"first_reported"`
	LastReported  schema.Date `json:"last_reported"`
}

// negotiationPlace is where a page of negotiations ends.
type negotiationPlace struct {
	Last string `json:"l"` // day of the latest report
	XID  string `json:"x"`
	Same int    `json:"s"` // talks of that day on this page and those before
}

// Negotiations lists talks. Errors may be an *UnknownError, an *AmbiguousError or an *InvalidError.
func (a *Asker) Negotiations(ctx context.Context, q Negotiations) (*NegotiationsAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	page := q.Page
	q.Page = Page{}
	size, err := page.size()
	if err != nil {
		return nil, err
	}
	if err := checkPeriod(q.From, q.To); err != nil {
		return nil, err
	}
	after, err := decodeCursor[negotiationPlace](q, page.After)
	if err != nil {
		return nil, err
	}
	sel, err := a.selectTalks(ctx, q)
	if err != nil {
		return nil, err
	}
	stored, err := a.readTalks(ctx, sel, size, after)
	if err != nil {
		return nil, fmt.Errorf("read negotiations: %w", err)
	}
	out := &NegotiationsAnswer{}
	if len(stored) > size {
		stored = stored[:size]
		out.Next = encodeCursor(q, endOfTalks(stored, after))
	}
	out.Negotiations, err = a.summaries(ctx, stored)
	return out, err
}

// selectTalks writes in DQL which talks are asked for.
func (a *Asker) selectTalks(ctx context.Context, q Negotiations) (selection, error) {
	var wanted []name
	for _, p := range q.Parties {
		wanted = append(wanted, name{field: "party", text: p})
	}
	for _, m := range q.Mediators {
		wanted = append(wanted, name{field: "mediator", text: m})
	}
	if len(wanted) > maxParts {
		return selection{}, &InvalidError{"party", fmt.Sprintf("want at most %d actors", maxParts)}
	}
	var found []Named
	if len(wanted) > 0 {
		var err error
		if found, err = a.resolve(ctx, wanted...); err != nil {
			return selection{}, err
		}
	}
	var s selection
	var vars strings.Builder
	for i, actor := range found {
		edges := fmt.Sprintf("{n%d as ~mediator}", i)
		variable := fmt.Sprintf("n%d", i)
		if i < len(q.Parties) {
			edges = fmt.Sprintf("{n%[1]d as ~party m%[1]d as ~mediator h%[1]d as ~host}", i)
			variable = fmt.Sprintf("n%[1]d, m%[1]d, h%[1]d", i)
		}
		of := fmt.Sprintf("eq(xid, %s)", literal(string(actor.Ref)))
		if q.Wide {
			fmt.Fprintf(&vars, "w%[1]d as var(func: %[2]s) {o%[1]d as ~of @filter(not has(office))}\n", i, of)
			of = fmt.Sprintf("uid(w%[1]d, o%[1]d)", i)
		}
		fmt.Fprintf(&vars, "var(func: %s) %s\n", of, edges)
		s.narrow(variable)
	}
	s.vars = vars.String()
	if s.root == "" {
		s.root = "type(Negotiation)"
	}
	if q.Matter != "" {
		s.filter.add("anyofterms(matter, %s)", literal(q.Matter))
	}
	if !q.From.IsZero() {
		s.filter.add("ge(last_reported, %s)", literal(schema.DateOf(q.From.First()).String()))
	}
	if !q.To.IsZero() {
		s.filter.add("le(last_reported, %s)", literal(schema.DateOf(q.To.Last()).String()))
	}
	return s, q.checkMatter()
}

func (q *Negotiations) checkMatter() error {
	if q.Matter != "" && !hasTerm(q.Matter) {
		return &InvalidError{"matter", "has no word to look for"}
	}
	return nil
}

// readTalks reads one page and one more.
func (a *Asker) readTalks(ctx context.Context, s selection, size int, after *negotiationPlace) ([]storedNegotiation, error) {
	f, want := slices.Clone(s.filter), size+1
	if after != nil {
		f.add("le(last_reported, %s)", literal(after.Last))
		want += after.Same
	}
	for {
		dql := fmt.Sprintf("{%stalks(func: %s, orderdesc: last_reported, orderasc: xid, first: %d) %s {%s}}",
			s.vars, s.root, want, f, negotiationFields)
		var found struct {
			Talks []storedNegotiation `json:"talks"`
		}
		if err := a.ask(ctx, dql, &found); err != nil {
			return nil, err
		}
		talks := slices.DeleteFunc(slices.Clone(found.Talks), func(n storedNegotiation) bool {
			return after != nil && n.Last.String() == after.Last && n.XID <= after.XID
		})
		if len(talks) > size || len(found.Talks) < want {
			return talks, nil
		}
		want *= 2 // talks of the last day have been added since the page before
	}
}

func endOfTalks(page []storedNegotiation, after *negotiationPlace) negotiationPlace {
	last := page[len(page)-1]
	place := negotiationPlace{Last: last.Last.String(), XID: last.XID}
	for _, n := range page {
		if n.Last == last.Last {
			place.Same++
		}
	}
	if after != nil && after.Last == place.Last {
		place.Same += after.Same
	}
	return place
}

// storedNegotiation is a negotiation as it is in the graph. Its rounds and the others are lists of the reports of events;
// several reports may be about one event.
type storedNegotiation struct {
	XID      string        `json:"xid"`
	Party    []storedNamed `json:"party"`
	Mediator []storedNamed `json:"mediator"`
	Host     []storedNamed `json:"host"`
	Matter   string        `json:"matter"`
	First    schema.Date   `json:"first_reported"`
	Last     schema.Date   `json:"last_reported"`
	Rounds   []storedAbout `json:"round"`
	Demands  []storedAbout `json:"demand"`
	Replies  []storedAbout `json:"reply"`
	Outcomes []storedAbout `json:"outcome"`
	Next     []storedAbout `json:"next"`
	told
}

// storedAbout is a report with the event that it is about.
type storedAbout struct {
	Fact *storedEvent `json:"fact"`
}

const negotiationFields = `xid party {xid name} mediator {xid name} host {xid name} matter first_reported last_reported
	round {fact {` + eventFields + `}} ` + toldFields

// eventsOf are the events that reports are about, each once, in the order of time.
func eventsOf(reports []storedAbout) []storedEvent {
	byXID := map[string]storedEvent{}
	for _, r := range reports {
		if r.Fact != nil {
			byXID[r.Fact.XID] = *r.Fact
		}
	}
	events := slices.Collect(maps.Values(byXID))
	orderByTime(events)
	return events
}

// summaries turns stored negotiations into answers.
func (a *Asker) summaries(ctx context.Context, stored []storedNegotiation) ([]NegotiationSummary, error) {
	var facts []*told
	rounds := make([][]storedEvent, len(stored))
	for i := range stored {
		facts = append(facts, &stored[i].told)
		rounds[i] = eventsOf(stored[i].Rounds)
	}
	if err := a.tally(ctx, facts); err != nil {
		return nil, err
	}
	lists, err := a.events(ctx, rounds...)
	if err != nil {
		return nil, err
	}
	out := []NegotiationSummary{}
	for i := range stored {
		out = append(out, stored[i].summary(lists[i]))
	}
	return out, nil
}

// summary is the negotiation with its rounds, in the order of time.
func (n *storedNegotiation) summary(rounds []Event) NegotiationSummary {
	out := NegotiationSummary{
		Fact: n.XID, Parties: namedAll(n.Party), Mediators: namedAll(n.Mediator), Hosts: namedAll(n.Host), Matter: n.Matter,
		Articles: n.articles, Publishers: n.publishers, FirstReported: n.First, LastReported: n.Last,
	}
	for i := range rounds {
		if slices.Contains(Happened, rounds[i].Status) {
			out.Rounds++
			out.LastRound = &rounds[i]
		}
	}
	return out
}
