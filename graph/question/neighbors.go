package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Neighbors asks whom an actor has to do with.
type Neighbors struct {
	Actor string             `json:"actor,omitzero"` // ref or name
	Kinds []Link             `json:"kind,omitzero"`  // by these links alone; none for every kind
	Types []schema.ActorType `json:"type,omitzero"`  // neighbours of these types alone; none for every type but places
	At    schema.Date        `json:"at,omitzero"`    // what holds and what has happened by then; zero for as last reported
	From  schema.Date        `json:"from,omitzero"`  // events since then alone; zero for all
	Page
}

// NeighborsAnswer lists neighbours, those with the greatest weight first, then by name.
type NeighborsAnswer struct {
	Actor     Named       `json:"actor"`
	At        schema.Date `json:"at,omitzero"`
	Neighbors []Neighbor  `json:"neighbors"`
	Total     int         `json:"total"`
	Next      string      `json:"next,omitzero"` // for the After of the next page; empty at the end
}

// Neighbor is an actor with its links to the actor of the question.
type Neighbor struct {
	Named
	Type   schema.ActorType `json:"type"`
	Kinds  []Link           `json:"kinds"`         // in the order of Links
	Events int              `json:"events"`        // that both take part in
	Weight int              `json:"weight"`        // number of links: events, memberships, offices, negotiations, parts
	Fact   string           `json:"fact,omitzero"` // of the first link that is no event, for Evidence
}

// neighborPlace is where a page of neighbours ends.
type neighborPlace struct {
	Weight int        `json:"w"`
	Name   string     `json:"n"`
	Ref    schema.Ref `json:"r"`
}

// Neighbors lists the neighbours of an actor. Errors may be an *UnknownError, an *AmbiguousError or an *InvalidError.
func (a *Asker) Neighbors(ctx context.Context, q Neighbors) (*NeighborsAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	page := q.Page
	q.Page = Page{}
	size, err := page.size()
	if err != nil {
		return nil, err
	}
	if err := checkPeriod(q.From, q.At); err != nil {
		return nil, err
	}
	after, err := decodeCursor[neighborPlace](q, page.After)
	if err != nil {
		return nil, err
	}
	actor, err := a.Resolve(ctx, "actor", q.Actor)
	if err != nil {
		return nil, err
	}
	all, err := a.neighborsOf(ctx, actor, q)
	if err != nil {
		return nil, err
	}
	out := &NeighborsAnswer{Actor: actor, At: q.At, Total: len(all)}
	if after != nil {
		all = slices.DeleteFunc(all, func(n Neighbor) bool { return n.compare(*after) <= 0 })
	}
	out.Neighbors = all[:min(size, len(all))]
	if size < len(all) {
		last := all[size-1]
		out.Next = encodeCursor(q, neighborPlace{last.Weight, last.Name, last.Ref})
	}
	return out, nil
}

// compare orders neighbours: the greater weight first, then by name.
func (n *Neighbor) compare(p neighborPlace) int {
	return cmp.Or(-cmp.Compare(n.Weight, p.Weight), cmp.Compare(n.Name, p.Name), cmp.Compare(n.Ref, p.Ref))
}

// neighborsOf are all neighbours of an actor, in order.
func (a *Asker) neighborsOf(ctx context.Context, actor Named, q Neighbors) ([]Neighbor, error) {
	kinds, err := checkLinks(q.Kinds, Links...)
	if err != nil {
		return nil, err
	}
	for _, t := range q.Types {
		if !t.Valid() {
			return nil, &InvalidError{"types", fmt.Sprintf("%q is no type of actor", t)}
		}
	}
	others := slices.DeleteFunc(slices.Clone(kinds), func(k Link) bool { return k == LinkEvent })
	found, _, err := a.links(ctx, []schema.Ref{actor.Ref}, others, q.At, 0, 0)
	if err != nil {
		return nil, err
	}
	near := map[schema.Ref]*Neighbor{}
	for _, b := range found[actor.Ref].sorted() {
		n := neighbor(near, b.to)
		n.Kinds = append(n.Kinds, b.kind)
		n.Weight += b.count
		n.Fact = cmp.Or(n.Fact, b.fact)
	}
	if slices.Contains(kinds, LinkEvent) {
		shared, err := a.sharedEvents(ctx, actor, q)
		if err != nil {
			return nil, err
		}
		for _, s := range shared {
			n := neighbor(near, s.named())
			n.Kinds = append(n.Kinds, LinkEvent)
			n.Events = s.Events
			n.Weight += s.Events
		}
	}
	return q.sorted(near), nil
}

// neighbor is an actor among the neighbours, which it joins.
func neighbor(near map[schema.Ref]*Neighbor, to Named) *Neighbor {
	if near[to.Ref] == nil {
		near[to.Ref] = &Neighbor{Named: to, Type: to.Ref.Type(), Kinds: []Link{}}
	}
	return near[to.Ref]
}

type sharedEvents struct {
	storedNamed
	Events int `json:"events"`
}

// sharedEvents counts the events that others share with an actor.
func (a *Asker) sharedEvents(ctx context.Context, actor Named, q Neighbors) ([]sharedEvents, error) {
	f := asOf(q.At)
	if !q.From.IsZero() {
		f = filter{fmt.Sprintf("ge(ends, %s)", instant(q.From.First()))} // which has a date
		if !q.At.IsZero() {
			f.add("le(begins, %s)", instant(q.At.Last()))
		}
	}
	var found struct {
		Others []sharedEvents `json:"others"`
	}
	dql := fmt.Sprintf(`{
		var(func: eq(xid, %s)) {h as ~participant %s}
		e as var(func: uid(h)) %s
		var(func: uid(e)) @groupby(participant) {n as count(uid)}
		others(func: uid(n)) {xid name events: val(n)}
	}`, literal(string(actor.Ref)), filter{happened, notAlleged}, f)
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("count the events of %s with others: %w", actor.Ref, err)
	}
	return slices.DeleteFunc(found.Others, func(s sharedEvents) bool { return s.XID == string(actor.Ref) }), nil
}

// sorted are the neighbours of the types asked for, in order.
func (q *Neighbors) sorted(near map[schema.Ref]*Neighbor) []Neighbor {
	out := []Neighbor{}
	for _, n := range near {
		if len(q.Types) == 0 && n.Type == schema.Place || len(q.Types) > 0 && !slices.Contains(q.Types, n.Type) {
			continue
		}
		out = append(out, *n)
	}
	sortNeighbors(out)
	return out
}

// sortNeighbors puts neighbours and the kinds of their links in order.
func sortNeighbors(near []Neighbor) {
	for _, n := range near {
		slices.SortFunc(n.Kinds, func(x, y Link) int { return cmp.Compare(slices.Index(Links, x), slices.Index(Links, y)) })
	}
	slices.SortFunc(near, func(x, y Neighbor) int { return x.compare(neighborPlace{y.Weight, y.Name, y.Ref}) })
}
