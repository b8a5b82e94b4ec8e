package question

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Events asks for events. Each field narrows the answer; the zero Events asks for the latest of all that has happened.
type Events struct {
	Actors    []string             `json:"actor,omitzero"`    // refs or names: all of them take part, in whatever role
	Sources   []string             `json:"source,omitzero"`   // all of these act
	Targets   []string             `json:"target,omitzero"`   // all of these are acted on
	Mediators []string             `json:"mediator,omitzero"` // all of these mediate
	Hosts     []string             `json:"host,omitzero"`     // all of these are hosts
	Wide      bool                 `json:"wide,omitzero"`     // what people and bodies do counts for the states and organizations that they act for
	Types     []schema.EventType   `json:"type,omitzero"`     // of one of these types
	Kinds     []schema.EventKind   `json:"kind,omitzero"`     // of one of these kinds
	Statuses  []schema.EventStatus `json:"status,omitzero"`   // of one of these; none for Happened
	Alleged   bool                 `json:"alleged,omitzero"`  // also what is told only in the words of somebody
	Place     string               `json:"place,omitzero"`    // ref or name; of a state, for events in any of its places
	From      schema.Date          `json:"from,omitzero"`     // that may have gone on at some time from the first day of From to the last of To
	To        schema.Date          `json:"to,omitzero"`       // see From
	Text      string               `json:"text,omitzero"`     // words in the title of an article that tells it
	Sort      Sort                 `json:"sort,omitzero"`     // empty for Newest
	Count     bool                 `json:"count,omitzero"`    // also count them all
	Page
}

// Sort is an order of events.
type Sort string

// The orders. Events without a date come last in the first two.
const (
	Newest   Sort = "newest"   // by date, the latest first
	Oldest   Sort = "oldest"   // by date, the earliest first
	Reported Sort = "reported" // by the day of the latest report, the latest first
)

// EventsAnswer lists events.
type EventsAnswer struct {
	Events []Event `json:"events"`
	Total  int     `json:"total,omitzero"` // of all pages, if asked for
	Next   string  `json:"next,omitzero"`  // for the After of the next page; empty at the end
}

// Events lists events. Errors may be an *UnknownError, an *AmbiguousError or an *InvalidError.
func (a *Asker) Events(ctx context.Context, q Events) (*EventsAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	size, err := q.check()
	if err != nil {
		return nil, err
	}
	page := q.Page
	q.Page = Page{}
	after, err := decodeCursor[eventPlace](q, page.After)
	if err != nil {
		return nil, err
	}
	sel, err := a.selection(ctx, q)
	if err != nil {
		return nil, err
	}
	p := pager{asker: a, selection: sel, sort: q.Sort, size: size, after: after}
	if err := p.read(ctx); err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	lists, err := a.whole(ctx, p.events)
	if err != nil {
		return nil, err
	}
	out := &EventsAnswer{Events: lists[0]}
	if p.more {
		out.Next = encodeCursor(q, p.end())
	}
	if q.Count {
		out.Total, err = a.count(ctx, sel)
	}
	return out, err
}

// check refuses what no event can meet, and says how many events a page has.
func (q *Events) check() (int, error) {
	for _, t := range q.Types {
		if !slices.Contains(schema.EventTypes, t) {
			return 0, &InvalidError{"type", fmt.Sprintf("%q is no type of PLOVER: want some of %v", t, schema.EventTypes)}
		}
	}
	for _, s := range q.Statuses {
		if !slices.Contains(AllStatuses, s) {
			return 0, &InvalidError{"status", fmt.Sprintf("%q is no status: want some of %v", s, AllStatuses)}
		}
	}
	switch q.Sort {
	case "":
		q.Sort = Newest
	case Newest, Oldest, Reported:
	default:
		return 0, &InvalidError{"sort", fmt.Sprintf("%q is no order: want %s, %s or %s", q.Sort, Newest, Oldest, Reported)}
	}
	if err := checkPeriod(q.From, q.To); err != nil {
		return 0, err
	}
	return q.size()
}

// checkPeriod refuses a period that ends before it begins.
func checkPeriod(from, to schema.Date) error {
	if !from.IsZero() && !to.IsZero() && to.Last().Before(from.First()) {
		return &InvalidError{"to", fmt.Sprintf("%s is before %s", to, from)}
	}
	return nil
}

// selection says in DQL which events are asked for: blocks that define variables, and a root with a filter.
type selection struct {
	vars   string
	root   string
	filter filter
}

// parts are the actors of q with the roles they are to have.
func (q *Events) parts() (names []name, roles []schema.Role) {
	add := func(field string, actors []string, role schema.Role) {
		for _, text := range actors {
			names = append(names, name{field: field, text: text})
			roles = append(roles, role)
		}
	}
	add("actor", q.Actors, "")
	add("source", q.Sources, schema.Source)
	add("target", q.Targets, schema.Target)
	add("mediator", q.Mediators, schema.Mediator)
	add("host", q.Hosts, schema.Host)
	return names, roles
}

// maxParts bounds the actors of one question.
const maxParts = 16

// selection resolves the names of q and writes what it asks for.
func (a *Asker) selection(ctx context.Context, q Events) (selection, error) {
	names, roles := q.parts()
	parts := len(names)
	if parts > maxParts {
		return selection{}, &InvalidError{"actor", fmt.Sprintf("want at most %d actors", maxParts)}
	}
	if q.Place != "" {
		names = append(names, name{"place", q.Place, []schema.ActorType{schema.Place}})
	}
	var found []Named
	if len(names) > 0 {
		var err error
		if found, err = a.resolve(ctx, names...); err != nil {
			return selection{}, err
		}
	}
	var s selection
	var vars strings.Builder
	for i, actor := range found[:parts] {
		vars.WriteString(partVars(i, actor.Ref, roles[i], q.Wide))
		s.narrow(fmt.Sprint("e", i))
	}
	if q.Place != "" {
		fmt.Fprintf(&vars, "var(func: eq(xid, %s)) {ep as ~place  ~of {epp as ~place}}\n", literal(string(found[parts].Ref)))
		s.narrow("ep, epp")
	}
	if q.Text != "" {
		if !hasTerm(q.Text) {
			return selection{}, &InvalidError{"text", "has no word to look for"}
		}
		fmt.Fprintf(&vars, "var(func: allofterms(title, %s)) {~article {report {et as fact}}}\n", literal(q.Text))
		s.narrow("et")
	}
	s.vars = vars.String()
	q.conditions(&s)
	return s, nil
}

// narrow adds a variable to those that the events are in.
func (s *selection) narrow(variable string) {
	if s.root == "" {
		s.root = "uid(" + variable + ")"
		return
	}
	s.filter.add("uid(%s)", variable)
}

// partVars defines variable e<i> as the events that an actor takes part in.
func partVars(i int, ref schema.Ref, role schema.Role, wide bool) string {
	facet := ""
	if role != "" {
		facet = " @facets(" + withRole(role) + ")"
	}
	if !wide {
		return fmt.Sprintf("var(func: eq(xid, %s)) {e%d as ~participant%s}\n", literal(string(ref)), i, facet)
	}
	return fmt.Sprintf("var(func: eq(xid, %[2]s)) {p%[1]d as ~participant%[3]s a%[1]d as ~principal%[3]s}\n"+
		"e%[1]d as var(func: uid(p%[1]d, a%[1]d)) @filter(not type(Negotiation))\n", i, literal(string(ref)), facet)
}

// withRole is the condition that an actor has a role among its roles, which one facet lists in order.
func withRole(role schema.Role) string {
	others := slices.DeleteFunc(slices.Sorted(slices.Values(roleOrder)), func(r schema.Role) bool { return r == role })
	var any []string
	for set := range 1 << len(others) {
		roles := []string{string(role)}
		for i, other := range others {
			if set&(1<<i) != 0 {
				roles = append(roles, string(other))
			}
		}
		slices.Sort(roles)
		any = append(any, "eq(role, "+literal(strings.Join(roles, " "))+")")
	}
	return strings.Join(any, " or ")
}

// conditions adds what q asks of the events themselves.
func (q *Events) conditions(s *selection) {
	statuses := q.Statuses
	if len(statuses) == 0 {
		statuses = Happened
	}
	if s.root == "" {
		s.root = eq("status", statuses...) // no membership has a status of events
	} else if len(statuses) < len(AllStatuses) {
		s.filter = append(s.filter, eq("status", statuses...))
	}
	if len(q.Types) > 0 {
		s.filter = append(s.filter, eq("event_type", q.Types...))
	}
	if len(q.Kinds) > 0 {
		s.filter = append(s.filter, eq("kind", q.Kinds...))
	}
	if !q.Alleged {
		s.filter = append(s.filter, notAlleged)
	}
	if !q.From.IsZero() {
		s.filter.add("ge(ends, %s)", instant(q.From.First()))
	}
	if !q.To.IsZero() {
		s.filter.add("le(begins, %s)", instant(q.To.Last()))
	}
}

// instant writes a time as DQL compares it.
func instant(t time.Time) string { return literal(t.UTC().Format(time.RFC3339)) }

// count counts the events of a selection.
func (a *Asker) count(ctx context.Context, s selection) (int, error) {
	var found struct {
		Events []struct{ N int } `json:"events"`
	}
	if err := a.ask(ctx, fmt.Sprintf("{%sevents(func: %s) %s {n: count(uid)}}", s.vars, s.root, s.filter), &found); err != nil {
		return 0, fmt.Errorf("count events: %w", err)
	}
	if len(found.Events) == 0 {
		return 0, nil
	}
	return found.Events[0].N, nil
}
