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
	links  bonds          // to neighbours, but for those by events
	events map[string]int // that each neighbour shares, by uid
	many   bool           // parts that are not among the links: being one adds one to the weight of a neighbour
}

func newWeights(actor *storedActor, recent []ranked, at schema.Date) *weights {
	w := &weights{actor: actor, events: map[string]int{}, many: len(actor.Parts) > manyParts}
	if w.many {
		actor.Parts = nil
	}
	w.links = actor.bonds(at, 0)
	for i := range recent {
		for _, p := range recent[i].Parties {
			if p.UID != actor.UID {
				w.events[p.UID]++
			}
		}
	}
	return w
}

// heavy are the neighbours by events among which the first ones are: those with the most events, and those that are among
// them if one more is added to their weight.
func (w *weights) heavy() (sure, maybe []string) {
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
func (w *weights) between(events, limit int) []string {
	var uids []string
	for uid, n := range w.events {
		if events <= n && n < limit {
			uids = append(uids, uid)
		}
	}
	slices.Sort(uids)
	return uids
}

// nearest are the neighbours that an actor has most to do with, and the latest of the recent events.
func (a *Asker) nearest(ctx context.Context, actor *storedActor, recent []ranked, at schema.Date) ([]Neighbor, []ranked, error) {
	w := newWeights(actor, recent, at)
	latest := upTo(recent, profileEvents)
	sure, maybe := w.heavy()
	near, err := a.weigh(ctx, w, sure, maybe, latest)
	if err == nil && len(near) < profileNeighbors && len(sure) < len(w.events) {
		near, err = a.weigh(ctx, w, w.between(0, math.MaxInt), nil, latest)
	}
	if err == nil && w.many && len(near) < profileNeighbors {
		var read map[schema.Ref]bonds
		if read, _, err = a.links(ctx, []schema.Ref{schema.Ref(actor.XID)}, []Link{LinkPart}, at, 0, 0); err != nil {
			return nil, nil, err
		}
		maps.Copy(w.links, read[schema.Ref(actor.XID)])
		w.many = false
		near, err = a.weigh(ctx, w, w.between(0, math.MaxInt), nil, latest)
	}
	return near[:min(profileNeighbors, len(near))], first(latest, profileEvents), err
}

// weigh reads who the neighbours with the uids are, those that may be if they are parts, and puts them and those by links
// in order, and so the latest events.
func (a *Asker) weigh(ctx context.Context, w *weights, sure, maybe []string, latest []ranked) ([]Neighbor, error) {
	type node struct {
		UID string `json:"uid"`
		storedNamed
	}
	var found struct {
		Near, Linked, Parts, Latest []node
	}
	if err := a.ask(ctx, w.query(sure, maybe, latest), &found); err != nil {
		return nil, fmt.Errorf("read the neighbours of %s: %w", w.actor.XID, err)
	}
	near := map[schema.Ref]*Neighbor{}
	for _, b := range w.links.sorted() {
		n := neighbor(near, b.to)
		n.Kinds = append(n.Kinds, b.kind)
		n.Weight += b.count
		n.Fact = cmp.Or(n.Fact, b.fact)
	}
	refs := map[string]schema.Ref{}
	for _, f := range slices.Concat(found.Near, found.Parts, found.Linked) {
		if events := w.events[f.UID]; events > 0 && refs[f.UID] == "" {
			refs[f.UID] = schema.Ref(f.XID)
			n := neighbor(near, f.named())
			n.Kinds = append(n.Kinds, LinkEvent)
			n.Events = events
			n.Weight += events
		}
	}
	for _, p := range found.Parts {
		if n := near[refs[p.UID]]; n != nil && !slices.Contains(n.Kinds, LinkPart) {
			n.Kinds = append(n.Kinds, LinkPart)
			n.Weight++
		}
	}
	xids := map[string]string{}
	for _, e := range found.Latest {
		xids[e.UID] = e.XID
	}
	for i := range latest {
		latest[i].XID = xids[latest[i].UID]
	}
	sortRanked(latest)
	return (&Neighbors{}).sorted(near), nil
}

// query asks for what weigh needs to know.
func (w *weights) query(sure, maybe []string, latest []ranked) string {
	var s strings.Builder
	s.WriteString("{")
	if len(sure) > 0 {
		fmt.Fprintf(&s, "near(func: uid(%s)) {uid xid name}\n", strings.Join(sure, ","))
	}
	if all := append(sure, maybe...); w.many && len(all) > 0 {
		fmt.Fprintf(&s, "parts(func: uid(%s)) @filter(uid_in(of, %s)) {uid xid name}\n", strings.Join(all, ","), w.actor.UID)
	}
	if refs := slices.Sorted(maps.Keys(w.linked())); len(refs) > 0 {
		fmt.Fprintf(&s, "linked(func: eq(xid, %s)) {uid xid name}\n", literals(refs))
	}
	if len(latest) > 0 {
		fmt.Fprintf(&s, "latest(func: uid(%s)) {uid xid}\n", strings.Join(uidsOf(latest), ","))
	}
	fmt.Fprintf(&s, "self(func: uid(%s)) {uid}}", w.actor.UID)
	return s.String()
}

// linked are the neighbours by links.
func (w *weights) linked() map[schema.Ref]bool {
	refs := map[schema.Ref]bool{}
	for k := range w.links {
		refs[k.to] = true
	}
	return refs
}
