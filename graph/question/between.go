package question

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// between reads the links between what has been reached from the two ends. Of the sides' edges alone links are not known
// yet, but all that was reached is asked about: the edges are most of it.
func (a *Asker) between(ctx context.Context, w *web, kinds []Link, at schema.Date) error {
	wide, narrow := w.sides[0].sorted(), w.sides[1].sorted()
	if len(wide) < len(narrow) {
		wide, narrow = narrow, wide
	}
	wide, narrow = w.cut(&wide, maxBetween), w.cut(&narrow, maxFrontier)
	var found map[string][]json.RawMessage
	if err := a.ask(ctx, betweenQuery(wide, narrow, kinds, at), &found); err != nil {
		return fmt.Errorf("read links: %w", err)
	}
	there := map[string]storedNamed{} // by uid
	for _, raw := range found["narrow"] {
		s, err := w.addStored(raw, at)
		if err != nil {
			return err
		}
		there[s.UID] = s.storedNamed
	}
	for _, raw := range found["wide"] {
		s, err := w.addStored(raw, at)
		if err != nil {
			return err
		}
		w.addShared(s, there)
	}
	return nil
}

// sorted are the actors of the side: those of the edge behind those before it.
func (s *side) sorted() []schema.Ref {
	var inner []schema.Ref
	edge := map[schema.Ref]bool{}
	for _, r := range s.edge {
		edge[r] = true
	}
	for r := range s.all {
		if !edge[r] {
			inner = append(inner, r)
		}
	}
	slices.Sort(inner)
	return append(inner, s.edge...)
}

// betweenQuery asks of the actors of both lists for what links them to the other list: facts that lead to both, found by
// meeting lists of facts, and of those of the wide list for events in which some of the narrow list take part.
func betweenQuery(wide, narrow []schema.Ref, kinds []Link, at schema.Date) string {
	var s strings.Builder
	events := slices.Contains(kinds, LinkEvent)
	s.WriteString("{")
	if events {
		s.WriteString(daysBy(at))
	}
	fmt.Fprintf(&s, "w as var(func: eq(xid, %s)) {%s}\n", literals(wide), upVariables(kinds, "w"))
	shared := ""
	fmt.Fprintf(&s, "n as var(func: eq(xid, %s)) {%s", literals(narrow), upVariables(kinds, "n"))
	if events {
		fmt.Fprintf(&s, "ne as ~participant}\nnh as var(func: uid(ne)) %s\n", eventsBy(at))
		shared = fmt.Sprintf("shared: ~participant @filter(uid(nh)) (first: %d) {participant @filter(uid(n)) {uid}}", maxShared)
	} else {
		s.WriteString("}\n")
	}
	fmt.Fprintf(&s, "wide(func: uid(w)) {xid name %s %s}\n", upFields(kinds, "n"), shared)
	fmt.Fprintf(&s, "narrow(func: uid(n)) {uid xid name %s}}", upFields(kinds, "w"))
	return s.String()
}

// upVariables are the facts that lead to the actors of a list.
func upVariables(kinds []Link, list string) string {
	var q strings.Builder
	for _, k := range kinds {
		switch k {
		case LinkMembership:
			fmt.Fprintf(&q, "%sm as ~organization ", list)
		case LinkOffice:
			fmt.Fprintf(&q, "%so as ~of ", list)
		case LinkNegotiation:
			fmt.Fprintf(&q, "%[1]sp as ~party %[1]sx as ~mediator ", list)
		}
	}
	return q.String()
}

// upFields ask for the links of an actor that lead up to those of a list, from the one that belongs to the one it belongs
// to: every link but those by events leads up from one of its ends.
func upFields(kinds []Link, list string) string {
	var q strings.Builder
	for _, k := range kinds {
		switch k {
		case LinkMembership:
			fmt.Fprintf(&q, "memberships: ~actor @filter(uid(%sm)) {content organization {name}}\n", list)
		case LinkOffice:
			fmt.Fprintf(&q, "held: ~person @filter(uid(%so)) {content of {xid name}}\n", list)
		case LinkPart:
			fmt.Fprintf(&q, "of @filter(uid(%[1]s)) {xid name} parent @filter(uid(%[1]s)) {xid name}\n", list)
		case LinkNegotiation:
			fmt.Fprintf(&q, "talks: ~party @filter(uid(%[1]sp, %[1]sx)) {%[2]s} mediated: ~mediator @filter(uid(%[1]sp, %[1]sx)) {%[2]s}\n", list, linkedTalks)
		}
	}
	return q.String()
}

// linkedUp is an actor with its links that lead up.
type linkedUp struct {
	UID string `json:"uid"`
	storedLinks
	Shared []struct {
		Parties []struct{ UID string } `json:"participant"`
	} `json:"shared"`
}

// maxShared is how many events of one actor with others of the other side are looked at.
const maxShared = 200

// addStored adds the links of an actor that lead up.
func (w *web) addStored(raw json.RawMessage, at schema.Date) (*linkedUp, error) {
	var s linkedUp
	if err := decode(raw, &s); err != nil {
		return nil, fmt.Errorf("decode an answer of the graph: %w", err)
	}
	for _, b := range s.bonds(at, 0).sorted() {
		w.addBoth(b)
	}
	return &s, nil
}

// addShared adds the links by events of an actor to others, which are known by their uids.
func (w *web) addShared(from *linkedUp, others map[string]storedNamed) {
	counts := map[string]int{}
	for _, e := range from.Shared {
		for _, p := range e.Parties {
			counts[p.UID]++
		}
	}
	w.partial = w.partial || len(from.Shared) == maxShared
	for uid, n := range counts {
		if to := others[uid]; to.XID != "" && to.XID != from.XID {
			w.addBoth(&bond{from: from.named(), to: to.named(), kind: LinkEvent, count: n})
		}
	}
}

// tellEvents finds for each step by events the latest one and how many there are.
func (a *Asker) tellEvents(ctx context.Context, w *web, routes []route, at schema.Date) error {
	var steps []*bond
	for _, r := range routes {
		for _, b := range r.steps {
			if b.kind == LinkEvent && !slices.Contains(steps, b) {
				steps = append(steps, b)
			}
		}
	}
	if len(steps) == 0 {
		return nil
	}
	var lists [][]ranked
	for more := slack; lists == nil; more *= 4 {
		var found map[string][]json.RawMessage
		if err := a.ask(ctx, w.latestQuery(steps, at, 1+more, a.few), &found); err != nil {
			return fmt.Errorf("read events of paths: %w", err)
		}
		var err error
		if lists, err = latestOfSteps(steps, found, 1+more); err != nil {
			return err
		}
		if err := nameSteps(steps, found["names"]); err != nil {
			return err
		}
	}
	events, err := a.whole(ctx, lists...)
	if err != nil {
		return err
	}
	for i, b := range steps {
		if len(events[i]) > 0 {
			b.fact, b.words = events[i][0].Fact, events[i][0].Words
		}
	}
	return nil
}

// nameSteps gives the ends of steps their names.
func nameSteps(steps []*bond, found []json.RawMessage) error {
	names := map[schema.Ref]Named{}
	for _, raw := range found {
		var n storedNamed
		if err := decode(raw, &n); err != nil {
			return fmt.Errorf("decode an answer of the graph: %w", err)
		}
		names[schema.Ref(n.XID)] = n.named()
	}
	for _, b := range steps {
		for _, end := range []*Named{&b.from, &b.to} {
			if n, ok := names[end.Ref]; ok {
				*end = n
			}
		}
	}
	return nil
}

// latestQuery asks for the number of events of each step and the latest ones, from the actor with fewer links: if those
// are few, each of its events is looked at, and the order is made here. It asks for the names of the actors as well.
func (w *web) latestQuery(steps []*bond, at schema.Date, first, oneByOne int) string {
	place, listed := map[schema.Ref]int{}, map[schema.Ref]bool{}
	var ends []schema.Ref
	var blocks strings.Builder
	for i, b := range steps {
		for _, end := range []schema.Ref{b.from.Ref, b.to.Ref} {
			if _, ok := place[end]; !ok {
				place[end] = len(ends)
				ends = append(ends, end)
			}
		}
		few, many := b.from.Ref, b.to.Ref
		if w.degrees[many] < w.degrees[few] {
			few, many = many, few
		}
		with, order := fmt.Sprintf("uid_in(participant, uid(a%d))", place[many]), ""
		if w.degrees[few] > oneByOne {
			listed[many] = true
			with, order = fmt.Sprintf("uid(e%d)", place[many]), fmt.Sprintf(", orderdesc: begins, first: %d", first)
		}
		fmt.Fprintf(&blocks, "var(func: uid(a%[2]d)) {s%[1]d as ~participant @filter(%[3]s)}\nh%[1]d as var(func: uid(s%[1]d)) %[4]s\n"+
			"n%[1]d(func: uid(h%[1]d)) {count(uid)}\nl%[1]d(func: uid(h%[1]d)%[5]s) {%[6]s}\n",
			i, place[few], with, eventsBy(at), order, rankedFields)
	}
	var s strings.Builder
	s.WriteString("{" + daysBy(at))
	var actors []string
	for i, end := range ends {
		list := ""
		if listed[end] {
			list = fmt.Sprintf(" {e%d as ~participant}", i)
		}
		fmt.Fprintf(&s, "a%d as var(func: eq(xid, %s))%s\n", i, literal(string(end)), list)
		actors = append(actors, fmt.Sprint("a", i))
	}
	s.WriteString(blocks.String())
	fmt.Fprintf(&s, "names(func: uid(%s)) {xid name}}", strings.Join(actors, ", "))
	return s.String()
}

// latestOfSteps are the latest event of each step, nil where more have to be read to know. It sets the steps' counts.
func latestOfSteps(steps []*bond, found map[string][]json.RawMessage, read int) ([][]ranked, error) {
	lists := make([][]ranked, len(steps))
	for i, b := range steps {
		for _, raw := range found[fmt.Sprint("n", i)] {
			var n struct{ Count int }
			if err := decode(raw, &n); err != nil {
				return nil, fmt.Errorf("decode an answer of the graph: %w", err)
			}
			b.count = n.Count
		}
		var events []ranked
		for _, raw := range found[fmt.Sprint("l", i)] {
			var e ranked
			if err := decode(raw, &e); err != nil {
				return nil, fmt.Errorf("decode an answer of the graph: %w", err)
			}
			events = append(events, e)
		}
		var ok bool
		if lists[i], ok = firstOf(events, 1, read); !ok {
			return nil, nil
		}
	}
	return lists, nil
}
