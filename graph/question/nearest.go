package question

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/entente-kg/entente/schema"
)

// weights are the neighbours of an actor while they are weighed.
type weights struct {
	actor  *storedActor
	links  bonds                      // to neighbours, but for those by events
	events map[schema.Ref]int         // that each neighbour shares
	parts  map[schema.Ref]storedNamed // neighbours by events that belong to the actor and are not among the links
}

func newWeights(actor *storedActor, recent *recent, at schema.Date) *weights {
	w := &weights{actor: actor, events: map[schema.Ref]int{}, parts: map[schema.Ref]storedNamed{}}
	links := actor.storedLinks
	if actor.manyParts() {
		links.Parts = nil
	}
	w.links = links.bonds(at, 0)
	for i := range recent.events {
		for _, p := range recent.events[i].Parties {
			if ref := schema.Ref(p.XID); p.XID != actor.XID && ref.Type() != schema.Place {
				w.events[ref]++
			}
		}
	}
	for _, p := range recent.parts {
		if w.events[schema.Ref(p.XID)] > 0 { // not only in events before those that count
			w.parts[schema.Ref(p.XID)] = p
		}
	}
	return w
}

// heavy are the neighbours by events among which the first ones are: those with the greatest weight.
func (w *weights) heavy() []schema.Ref {
	weight := maps.Clone(w.events)
	for ref := range w.parts {
		weight[ref]++
	}
	counts := slices.Sorted(maps.Values(weight))
	least := 0
	if len(counts) > profileNeighbors {
		least = counts[len(counts)-profileNeighbors]
	}
	maps.DeleteFunc(weight, func(_ schema.Ref, n int) bool { return n < least })
	return slices.Sorted(maps.Keys(weight))
}

// nearest are the neighbours that an actor has most to do with, and the latest of the recent events.
func (a *Asker) nearest(ctx context.Context, actor *storedActor, recent *recent, at schema.Date) ([]Neighbor, []Event, error) {
	w := newWeights(actor, recent, at)
	latest := first(recent.events, profileEvents)
	near, events, err := a.weigh(ctx, w, w.heavy(), latest)
	if err == nil && len(near) < profileNeighbors && actor.manyParts() {
		var read map[schema.Ref]bonds
		if read, _, err = a.links(ctx, []schema.Ref{schema.Ref(actor.XID)}, []Link{LinkPart}, at, 0, 0); err != nil {
			return nil, nil, err
		}
		maps.Copy(w.links, read[schema.Ref(actor.XID)])
		clear(w.parts)
		near, _, err = a.weigh(ctx, w, slices.Collect(maps.Keys(w.events)), nil)
	}
	return near[:min(profileNeighbors, len(near))], events, err
}

// weigh reads the names of neighbours by events, puts them and those by links in order, and makes the latest events
// answers.
func (a *Asker) weigh(ctx context.Context, w *weights, byEvents []schema.Ref, latest []ranked) ([]Neighbor, []Event, error) {
	near := map[schema.Ref]*Neighbor{}
	for _, b := range w.links.sorted() {
		n := neighbor(near, b.to)
		n.Kinds = append(n.Kinds, b.kind)
		n.Weight += b.count
		n.Fact = cmp.Or(n.Fact, b.fact)
	}
	for _, p := range w.parts {
		n := neighbor(near, p.named())
		n.Kinds = append(n.Kinds, LinkPart)
		n.Weight++
	}
	names, events, err := a.namesOf(ctx, slices.DeleteFunc(byEvents, func(r schema.Ref) bool { return near[r] != nil }), latest)
	if err != nil {
		return nil, nil, err
	}
	for _, n := range names {
		neighbor(near, n.named())
	}
	for ref, n := range near {
		if shared := w.events[ref]; shared > 0 {
			n.Kinds = append(n.Kinds, LinkEvent)
			n.Events = shared
			n.Weight += shared
		}
	}
	return (&Neighbors{}).sorted(near), events, nil
}

// namesOf reads the names of actors, and makes events answers.
func (a *Asker) namesOf(ctx context.Context, actors []schema.Ref, events []ranked) ([]storedNamed, []Event, error) {
	dql := namesBlock(events)
	if len(actors) > 0 {
		slices.Sort(actors)
		dql += fmt.Sprintf("near(func: eq(xid, %s)) {xid name}\n", literals(actors))
	}
	var found struct {
		Near   []storedNamed
		Events []eventNamed
	}
	if dql != "" {
		if err := a.ask(ctx, "{"+dql+"}", &found); err != nil {
			return nil, nil, fmt.Errorf("read names: %w", err)
		}
	}
	lists, err := a.named(ctx, found.Events, events)
	if err != nil {
		return nil, nil, err
	}
	return found.Near, lists[0], nil
}
