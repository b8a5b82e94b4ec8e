package question

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/entente-kg/entente/schema"
)

// nearest are the neighbours that an actor has most to do with, and the latest of the recent events. They are weighed and
// put in order by their refs, so that names are read of those alone that are shown.
func (a *Asker) nearest(ctx context.Context, actor *storedActor, latest *recent, at schema.Date) ([]Neighbor, []Event, error) {
	near := weigh(actor.bonds(at, 0), latest, schema.Ref(actor.XID))
	if len(near) < profileNeighbors && actor.manyParts() {
		all, _, err := a.links(ctx, []schema.Ref{schema.Ref(actor.XID)}, []Link{LinkPart}, at, 0, 0)
		if err != nil {
			return nil, nil, err
		}
		links := actor.bonds(at, 0)
		maps.Copy(links, all[schema.Ref(actor.XID)])
		near = weigh(links, &recent{events: latest.events}, schema.Ref(actor.XID))
	}
	near = near[:min(profileNeighbors, len(near))]
	events, err := a.nameNearest(ctx, near, first(latest.events, profileEvents))
	return near, events, err
}

// weigh puts the neighbours by links and by recent events in order: those with the greatest weight first, and of those of
// one weight the ones last met.
func weigh(links bonds, recent *recent, self schema.Ref) []Neighbor {
	near, last := map[schema.Ref]*Neighbor{}, map[schema.Ref]int{}
	add := func(to Named, kind Link, count int) *Neighbor {
		n := neighbor(near, to)
		n.Kinds = append(n.Kinds, kind)
		n.Weight += count
		return n
	}
	for _, b := range links.sorted() {
		n := add(b.to, b.kind, b.count)
		n.Fact = cmp.Or(n.Fact, b.fact)
	}
	for _, p := range recent.parts {
		add(Named{Ref: p}, LinkPart, 1)
	}
	events := map[schema.Ref]int{}
	for i := range recent.events {
		for _, p := range recent.events[i].Parties {
			ref := schema.Ref(p.XID)
			if events[ref]++; events[ref] == 1 {
				last[ref] = i - len(recent.events) // those met before those that are not
			}
		}
	}
	delete(events, self)
	for _, ref := range slices.Sorted(maps.Keys(events)) {
		add(Named{Ref: ref}, LinkEvent, events[ref]).Events = events[ref]
	}
	out := (&Neighbors{}).sorted(near)
	slices.SortFunc(out, func(x, y Neighbor) int {
		return cmp.Or(-cmp.Compare(x.Weight, y.Weight), cmp.Compare(last[x.Ref], last[y.Ref]), cmp.Compare(x.Ref, y.Ref))
	})
	return out
}

// nameNearest gives neighbours the names that they lack, and makes events answers.
func (a *Asker) nameNearest(ctx context.Context, near []Neighbor, events []ranked) ([]Event, error) {
	var nameless []schema.Ref
	for _, n := range near {
		if n.Name == "" {
			nameless = append(nameless, n.Ref)
		}
	}
	dql := namesBlock(events)
	if len(nameless) > 0 {
		dql += fmt.Sprintf("near(func: eq(xid, %s)) {xid name}\n", literals(nameless))
	}
	var found struct {
		Near   []storedNamed
		Events []eventNamed
	}
	if dql != "" {
		if err := a.ask(ctx, "{"+dql+"}", &found); err != nil {
			return nil, fmt.Errorf("read names: %w", err)
		}
	}
	for i := range near {
		for _, n := range found.Near {
			if n.XID == string(near[i].Ref) {
				near[i].Named = n.named()
			}
		}
	}
	lists, err := a.named(ctx, found.Events, events)
	if err != nil {
		return nil, err
	}
	return lists[0], nil
}
