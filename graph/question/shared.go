package question

import (
	"fmt"
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

// fewEvents is how many events of an actor are read one by one rather than by means of an index.
const fewEvents = 300

// pair is two actors whose events and talks are asked for, the one with fewer events first.
type pair struct {
	few, many storedEnd
	wide      bool // what others do for an actor counts as done by it
	upwards   bool // the one with fewer has so few that it takes less to look who else takes part in each
}

// pair is wide only if neither belongs to the other: what a minister does is what his state does, not what he has to do
// with it.
func (a *Asker) pair(x, y storedEnd, wide bool) pair {
	if y.number() < x.number() {
		x, y = y, x
	}
	return pair{x, y, wide && !x.belongsTo(&y) && !y.belongsTo(&x), x.number() <= a.few}
}

// dql defines variable s as the events that both take part in, and t as the talks to which both are parties.
func (p *pair) dql() string {
	if p.upwards {
		return p.lookUp()
	}
	return p.meet()
}

// roles are the edges that lead to who takes part.
func (p *pair) roles() []string {
	if p.wide {
		return []string{"participant", "party", "principal"}
	}
	return []string{"participant", "party"}
}

// lookUp looks at a few events and talks, whether the other actor has to do with each.
func (p *pair) lookUp() string {
	var with []string
	for _, r := range p.roles() {
		with = append(with, fmt.Sprintf("uid_in(%s, %s)", r, p.many.UID))
	}
	own, f := p.own(p.few.UID, "f")
	return own + fmt.Sprintf("b as var(func: uid(%s)) @filter(%s)\n", f, strings.Join(with, " or ")) + apart
}

// meet intersects all events and talks of both, which Dgraph reads at the same time.
func (p *pair) meet() string {
	few, f := p.own(p.few.UID, "f")
	many, m := p.own(p.many.UID, "m")
	return few + many + fmt.Sprintf("b as var(func: uid(%s)) @filter(uid(%s))\n", f, m) + apart
}

// own defines the variables with a prefix as the events and talks of an actor, and lists them.
func (p *pair) own(uid, prefix string) (dql, variables string) {
	var edges, names []string
	for i, r := range p.roles() {
		names = append(names, fmt.Sprint(prefix, i))
		edges = append(edges, fmt.Sprintf("%s%d as ~%s", prefix, i, r))
	}
	return fmt.Sprintf("var(func: uid(%s)) {%s}\n", uid, strings.Join(edges, " ")), strings.Join(names, ", ")
}

// apart tells the talks of variable b from the events: they are few, so that their list is short.
const apart = `t as var(func: uid(b)) @filter(type(Negotiation))
	s as var(func: uid(b)) @filter(not uid(t))
`

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
