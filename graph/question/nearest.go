package question

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// weights are the neighbours of an actor while they are weighed.
type weights struct {
	actor  *storedActor
	links  bonds              // to neighbours, but for those by events
	events map[schema.Ref]int // that each neighbour shares
	many   bool               // parts that are not among the links: being one adds one to the weight of a neighbour
}

func newWeights(actor *storedActor, recent []ranked, at schema.Date) *weights {
	w := &weights{actor: actor, events: map[schema.Ref]int{}, many: len(actor.Parts) > manyParts}
	if w.many {
		actor.Parts = nil
	}
	w.links = actor.bonds(at, 0)
	for i := range recent {
		for _, p := range recent[i].Parties {
			if p.XID != actor.XID {
				w.events[schema.Ref(p.XID)]++
			}
		}
	}
	return w
}

// heavy are the neighbours by events among which the first ones are: those with the most events, and those that are among
// them if one more is added to their weight.
func (w *weights) heavy() (sure, maybe []schema.Ref) {
	counts := slices.Sorted(maps.Values(w.events))
	if len(counts) <= profileNeighbors {
		return w.between(0, math.MaxInt), nil
	}
	least := counts[len(counts)-profileNeighbors]
	if w.many {
		maybe = w.between(least-1, least)
	}
	return w.between(least, math.MaxInt), maybe
}

// between are the neighbours by so many events, or more, and fewer than a limit.
func (w *weights) between(events, limit int) []schema.Ref {
	var refs []schema.Ref
	for ref, n := range w.events {
		if events <= n && n < limit {
			refs = append(refs, ref)
		}
	}
	slices.Sort(refs)
	return refs
}

// nearest are the neighbours that an actor has most to do with, and the latest of the recent events.
func (a *Asker) nearest(ctx context.Context, actor *storedActor, recent []ranked, at schema.Date) ([]Neighbor, []Event, error) {
	w := newWeights(actor, recent, at)
	latest := first(recent, profileEvents)
	sure, maybe := w.heavy()
	near, events, err := a.weigh(ctx, w, sure, maybe, latest)
	if err == nil && len(near) < profileNeighbors && len(sure) < len(w.events) {
		near, _, err = a.weigh(ctx, w, w.between(0, math.MaxInt), nil, nil)
	}
	if err == nil && w.many && len(near) < profileNeighbors {
		var read map[schema.Ref]bonds
		if read, _, err = a.links(ctx, []schema.Ref{schema.Ref(actor.XID)}, []Link{LinkPart}, at, 0, 0); err != nil {
			return nil, nil, err
		}
		maps.Copy(w.links, read[schema.Ref(actor.XID)])
		w.many = false
		near, _, err = a.weigh(ctx, w, w.between(0, math.MaxInt), nil, nil)
	}
	return near[:min(profileNeighbors, len(near))], events, err
}

// weigh reads the names of neighbours by events, and of those that may be neighbours if they are parts, puts them and
// those by links in order, and makes the latest events answers.
func (a *Asker) weigh(ctx context.Context, w *weights, sure, maybe []schema.Ref, latest []ranked) ([]Neighbor, []Event, error) {
	var found struct {
		Near, Parts []storedNamed
		Events      []eventNamed
	}
	if dql := w.query(sure, maybe) + namesBlock(latest); dql != "" {
		if err := a.ask(ctx, "{"+dql+"}", &found); err != nil {
			return nil, nil, fmt.Errorf("read the neighbours of %s: %w", w.actor.XID, err)
		}
	}
	near := map[schema.Ref]*Neighbor{}
	for _, b := range w.links.sorted() {
		n := neighbor(near, b.to)
		n.Kinds = append(n.Kinds, b.kind)
		n.Weight += b.count
		n.Fact = cmp.Or(n.Fact, b.fact)
	}
	for ref, n := range near {
		n.addEvents(w.events[ref])
	}
	for _, f := range slices.Concat(found.Near, found.Parts) {
		if ref := schema.Ref(f.XID); near[ref] == nil {
			neighbor(near, f.named()).addEvents(w.events[ref])
		}
	}
	for _, p := range found.Parts {
		if n := near[schema.Ref(p.XID)]; !slices.Contains(n.Kinds, LinkPart) {
			n.Kinds = append(n.Kinds, LinkPart)
			n.Weight++
		}
	}
	events, err := a.named(ctx, found.Events, latest)
	if err != nil {
		return nil, nil, err
	}
	return (&Neighbors{}).sorted(near), events[0], nil
}

func (n *Neighbor) addEvents(events int) {
	if events > 0 {
		n.Kinds = append(n.Kinds, LinkEvent)
		n.Events = events
		n.Weight += events
	}
}

// query are the blocks of a query for what weigh needs to know of neighbours.
func (w *weights) query(sure, maybe []schema.Ref) string {
	var s strings.Builder
	if len(sure) > 0 {
		fmt.Fprintf(&s, "near(func: eq(xid, %s)) {xid name}\n", literals(sure))
	}
	if all := slices.Concat(sure, maybe); w.many && len(all) > 0 {
		fmt.Fprintf(&s, "var(func: uid(%s)) {p as ~of}\nparts(func: eq(xid, %s)) @filter(uid(p)) {xid name}\n", w.actor.UID, literals(all))
	}
	return s.String()
}
