package question

import (
	"fmt"
	"slices"
	"strings"
)

// size is how long a list of events is, asked for as ~participant {count(uid)}: count(~participant) takes Dgraph ten times
// as long, for these edges have facets.
type size []struct{ Count int }

func (s size) n() int {
	if len(s) == 0 {
		return 0
	}
	return s[0].Count
}

// fewEvents is how many events of an actor are looked at one by one rather than by means of an index. Two actors take
// longer to be read than lists of theirs to be intersected from a third of that on.
const fewEvents = 300

// eventsCompared is how far events are counted to find the actor that has fewer.
const eventsCompared = 5_000

// pair is two actors whose events and talks are asked for, the one with fewer events first.
type pair struct {
	few, many storedEnd
	wide      bool // what others do for an actor counts as done by it
	upwards   bool // the one with fewer has so few that it takes less to read each and see who takes part
}

// pair is wide only if neither belongs to the other: what a minister does is what his state does, not what he has to do
// with it.
func (a *Asker) pair(x, y storedEnd, wide bool) pair {
	if y.number() < x.number() {
		x, y = y, x
	}
	return pair{x, y, wide && !x.belongsTo(&y) && !y.belongsTo(&x), x.number() <= a.few/3}
}

// dql defines variable s as events among which are those that both have to do with, and t as the talks to which both are
// parties.
func (p *pair) dql() string {
	if p.upwards {
		return p.lookUp()
	}
	return p.meet()
}

// both reports whether both actors have to do with an event that the one with fewer has to do with.
func (p *pair) both(e *ranked) bool {
	if !p.upwards {
		return true
	}
	return slices.ContainsFunc(e.Parties, func(o storedParty) bool { return o.XID == p.many.XID }) ||
		p.wide && slices.ContainsFunc(e.For, func(o storedNamed) bool { return o.XID == p.many.XID })
}

// roles are the edges that lead to who takes part.
func (p *pair) roles() []string {
	if p.wide {
		return []string{"participant", "party", "principal"}
	}
	return []string{"participant", "party"}
}

// lookUp takes the few events as they are, and of the few talks those to which the other actor is a party.
func (p *pair) lookUp() string {
	var with []string
	for _, r := range p.roles() {
		if r != "participant" {
			with = append(with, fmt.Sprintf("uid_in(%s, %s)", r, p.many.UID))
		}
	}
	dql, f := p.own(p.few.UID, "f")
	return dql + fmt.Sprintf("a as var(func: uid(%s)) @filter(type(Negotiation))\n"+
		"s as var(func: uid(%[1]s)) @filter(not uid(a))\nt as var(func: uid(a)) @filter(%[2]s)\n",
		strings.Join(f, ", "), strings.Join(with, " or "))
}

// meet intersects all events and talks of both, which Dgraph reads at the same time.
func (p *pair) meet() string {
	few, f := p.own(p.few.UID, "f")
	many, m := p.own(p.many.UID, "m")
	return few + many + fmt.Sprintf("b as var(func: uid(%s)) @filter(uid(%s))\n"+
		"t as var(func: uid(b)) @filter(type(Negotiation))\ns as var(func: uid(b)) @filter(not uid(t))\n",
		strings.Join(f, ", "), strings.Join(m, ") or uid("))
}

// own defines variables with a prefix as the events and talks of an actor.
func (p *pair) own(uid, prefix string) (dql string, variables []string) {
	var edges, names []string
	for i, r := range p.roles() {
		names = append(names, fmt.Sprint(prefix, i))
		edges = append(edges, fmt.Sprintf("%s%d as ~%s", prefix, i, r))
	}
	return fmt.Sprintf("var(func: uid(%s)) {%s}\n", uid, strings.Join(edges, " ")), names
}

// latestOf are the first events in order that meet a condition.
func latestOf(events []ranked, length int, of func(*ranked) bool) []ranked {
	var out []ranked
	for i := range events {
		if len(out) < length && of(&events[i]) {
			out = append(out, events[i])
		}
	}
	return out
}

// first are the events of a list up to a length.
func first(events []ranked, length int) []ranked { return events[:min(length, len(events))] }
