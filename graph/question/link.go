package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// bond is all links of one kind between two actors.
type bond struct {
	from, to Named
	kind     Link
	count    int
	fact     string // of the latest link
	words    string
}

// bondKey tells the bonds of an actor apart.
type bondKey struct {
	to   schema.Ref
	kind Link
}

// bonds are those of one actor.
type bonds map[bondKey]*bond

// add adds a link, which counts as the latest one if it is the first of its bond. Bonds by events tell of none, and lead
// to actors without names, see Asker.tellEvents.
func (b bonds) add(from, to Named, kind Link, fact, words string) {
	if to.Ref == "" || to.Ref == from.Ref {
		return
	}
	k := bondKey{to.Ref, kind}
	if b[k] == nil {
		b[k] = &bond{from: from, to: to, kind: kind, fact: fact, words: words}
	}
	b[k].count++
}

// sorted are the bonds in the order of their ends, of one end in the order of Links.
func (b bonds) sorted() []*bond {
	all := make([]*bond, 0, len(b))
	for _, x := range b {
		all = append(all, x)
	}
	slices.SortFunc(all, func(x, y *bond) int {
		return cmp.Or(cmp.Compare(x.to.Ref, y.to.Ref),
			cmp.Compare(slices.Index(Links, x.kind), slices.Index(Links, y.kind)))
	})
	return all
}

// How many events of an actor, the latest first, are followed: from the ends of a path, and further on.
const (
	eventsOfEnds = 200
	eventsBeyond = 30
)

// eventsBy is the condition that an event has happened by a date; those without a date have not. It needs variable d,
// see daysBy.
func eventsBy(at schema.Date) filter {
	f := filter{happened, notAlleged}
	if !at.IsZero() {
		f.add("uid(d)")
	}
	return f
}

// daysBy defines variable d as the events that begin by a date.
func daysBy(at schema.Date) string {
	if at.IsZero() {
		return ""
	}
	return fmt.Sprintf("d as var(func: le(begins, %s)) @filter(type(Event))\n", instant(at.Last()))
}

// storedLinks is an actor with its links.
type storedLinks struct {
	storedNamed
	Memberships []storedInterval    `json:"memberships"`
	Affiliates  []storedInterval    `json:"affiliates"`
	Held        []storedInterval    `json:"held"`
	Holders     []storedInterval    `json:"holders"`
	Of          []storedNamed       `json:"of"`
	Parent      storedNamed         `json:"parent"`
	Parts       []storedNamed       `json:"parts"`
	Children    []storedNamed       `json:"children"`
	Events      []ranked            `json:"events"`
	Talks       []storedNegotiation `json:"talks"`
	Mediated    []storedNegotiation `json:"mediated"`
}

const linkedTalks = "xid party {xid name} mediator {xid name} matter first_reported last_reported"

// linkFields ask for the links of the kinds, of each actor.
func linkFields(kinds []Link, at schema.Date, events, parts int) string {
	var q strings.Builder
	for _, k := range kinds {
		switch k {
		case LinkMembership:
			q.WriteString("memberships: ~actor {content organization {name}}\n" +
				"affiliates: ~organization @filter(has(actor)) {content actor {name}}\n")
		case LinkOffice:
			q.WriteString("held: ~person {content of {xid name}}\n" +
				"holders: ~of @filter(type(Tenure)) {content person {name}}\n")
		case LinkPart:
			first := ""
			if parts > 0 {
				first = fmt.Sprintf("(first: %d)", parts+1)
			}
			fmt.Fprintf(&q, "of {xid name} parent {xid name} parts: ~of @filter(not type(Tenure)) %s {xid name} children: ~parent {xid name}\n", first)
		case LinkEvent:
			// Ordered by one predicate alone, at which Dgraph is quick; whole days are kept of what comes.
			fmt.Fprintf(&q, "events: ~participant %s (orderdesc: begins, first: %d) {%s}\n", eventsBy(at), events, rankedFields)
		case LinkNegotiation:
			fmt.Fprintf(&q, "talks: ~party {%[1]s} mediated: ~mediator {%[1]s}\n", linkedTalks)
		}
	}
	return q.String()
}

// bonds gathers the links that hold at a date.
func (s *storedLinks) bonds(at schema.Date, events int) bonds {
	b, self := bonds{}, s.named()
	latest := func(x, y storedInterval) int { return cmp.Or(y.Start.Compare(x.Start), cmp.Compare(x.XID, y.XID)) }
	for _, list := range [][]storedInterval{s.Memberships, s.Affiliates, s.Held, s.Holders} {
		slices.SortFunc(list, latest)
	}
	for i := range s.Memberships {
		s.Memberships[i].Actor = s.storedNamed
	}
	for i := range s.Affiliates {
		s.Affiliates[i].Organization = s.storedNamed
	}
	for i := range s.Held {
		s.Held[i].Person = s.storedNamed
	}
	for i := range s.Holders {
		s.Holders[i].Of = []storedNamed{s.storedNamed}
	}
	for _, list := range [][]storedInterval{s.Memberships, s.Affiliates} {
		for i := range list {
			if m := list[i].membership(at); m.Holds && m.Status != schema.Former {
				b.add(self, other(self, m.Actor, m.Organization), LinkMembership, m.Fact, m.words())
			}
		}
	}
	for _, list := range [][]storedInterval{s.Held, s.Holders} {
		for i := range list {
			if t := list[i].tenure(at); t.Holds {
				b.add(self, other(self, t.Person, t.Of), LinkOffice, t.Fact, t.words())
			}
		}
	}
	s.addParts(b)
	s.addShared(b, events)
	return b
}

// addParts adds what the actor belongs to and what belongs to it.
func (s *storedLinks) addParts(b bonds) {
	self := s.named()
	for _, o := range append(namedAll(s.Of), s.Parent.named()) {
		b.add(self, o, LinkPart, "", self.Name+" belongs to "+o.Name)
	}
	for _, p := range append(namedAll(s.Parts), namedAll(s.Children)...) {
		b.add(self, p, LinkPart, "", p.Name+" belongs to "+self.Name)
	}
}

// addShared adds those who take part in the same events and talks.
func (s *storedLinks) addShared(b bonds, events int) {
	self := s.named()
	for _, e := range s.latestDays(events) {
		for _, p := range e.Parties {
			b.add(self, Named{Ref: schema.Ref(p.XID)}, LinkEvent, "", "")
		}
	}
	talks := slices.Concat(s.Talks, s.Mediated)
	slices.SortFunc(talks, func(x, y storedNegotiation) int {
		return cmp.Or(y.Last.Compare(x.Last), cmp.Compare(x.XID, y.XID))
	})
	for i := range talks {
		n := talks[i].summary(nil)
		for _, p := range slices.Concat(n.Parties, n.Mediators) {
			b.add(self, p, LinkNegotiation, n.Fact, n.words())
		}
	}
}

// latestDays are the events without those of the last day, if that is cut short.
func (s *storedLinks) latestDays(asked int) []ranked {
	if len(s.Events) == 0 || len(s.Events) < asked {
		return s.Events
	}
	last := s.Events[len(s.Events)-1].Begins
	if n := slices.IndexFunc(s.Events, func(e ranked) bool { return e.Begins.Equal(last) }); n > 0 {
		return s.Events[:n]
	}
	return s.Events
}

// other is the one of two that is not self.
func other(self, a, b Named) Named {
	if a.Ref == self.Ref {
		return b
	}
	return a
}

// links reads the bonds of many actors, those by events of so many of the latest ones, those to their parts unless they
// have more than so many, 0 for any number. It reports whether no parts have been left out.
func (a *Asker) links(ctx context.Context, refs []schema.Ref, kinds []Link, at schema.Date, events, parts int) (map[schema.Ref]bonds, bool, error) {
	out, all := map[schema.Ref]bonds{}, true
	for _, together := range apart(refs) {
		found, err := a.storedLinks(ctx, together, kinds, at, events, parts)
		if err != nil {
			return nil, false, err
		}
		for i := range found {
			s := &found[i]
			if parts > 0 && len(s.Parts) > parts {
				s.Parts, all = nil, false
			}
			out[schema.Ref(s.XID)] = s.bonds(at, events)
		}
	}
	return out, all, nil
}

// apart puts each state in a list of its own: most ways lead past the same few states, whose links are long lists and may
// be remembered.
func apart(refs []schema.Ref) [][]schema.Ref {
	var lists [][]schema.Ref
	var others []schema.Ref
	for _, r := range refs {
		if r.Type() == schema.State {
			lists = append(lists, []schema.Ref{r})
		} else {
			others = append(others, r)
		}
	}
	if len(others) > 0 {
		lists = append(lists, others)
	}
	return lists
}

// storedLinks reads the links of several actors with one query.
func (a *Asker) storedLinks(ctx context.Context, refs []schema.Ref, kinds []Link, at schema.Date, events, parts int) ([]storedLinks, error) {
	var found struct {
		Actors []storedLinks `json:"actors"`
	}
	days := ""
	if slices.Contains(kinds, LinkEvent) {
		days = daysBy(at)
	}
	dql := fmt.Sprintf("{%sactors(func: eq(xid, %s)) {xid name %s}}", days, literals(refs), linkFields(kinds, at, events, parts))
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read links: %w", err)
	}
	return found.Actors, nil
}

// checkLinks gives the kinds asked for, or others for none.
func checkLinks(asked []Link, none ...Link) ([]Link, error) {
	for _, k := range asked {
		if !slices.Contains(Links, k) {
			return nil, &InvalidError{"kinds", fmt.Sprintf("%q is no kind of link: want some of %v", k, Links)}
		}
	}
	if len(asked) == 0 {
		return none, nil
	}
	return asked, nil
}
