package question

import "fmt"

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
	wide      bool // people and bodies count for the states and organizations that they belong to
	upwards   bool // the one with fewer has so few that it takes less to look who else takes part in each
}

func (a *Asker) pair(x, y storedEnd, wide bool) pair {
	if y.Events.n() < x.Events.n() {
		x, y = y, x
	}
	return pair{x, y, wide, x.Events.n() <= a.few && (!wide || x.Parts == 0)}
}

// dql defines variable s as the events that both take part in, and t as the talks to which both are parties. What belongs
// to both actors, or is one of them, acts for itself.
func (p *pair) dql() string {
	if p.upwards {
		return p.lookUp()
	}
	return p.meet()
}

// lookUp looks of a few events and talks, and of whom they lead to, who acts for the other actor.
func (p *pair) lookUp() string {
	acts := "uid(" + p.many.UID + ")"
	if p.wide {
		acts += fmt.Sprintf(" or (not uid(%s) and uid_in(of, %s))", p.few.UID, p.many.UID)
	}
	return fmt.Sprintf(`var(func: uid(%[1]s)) {fe as ~participant {fp as participant} ft as ~party {fq as party}}
		p as var(func: uid(fp)) @filter(%[2]s)
		q as var(func: uid(fq)) @filter(%[2]s)
		s as var(func: uid(fe)) @filter(uid_in(participant, uid(p)))
		t as var(func: uid(ft)) @filter(uid_in(party, uid(q)))
	`, p.few.UID, acts)
}

// meet intersects all events and talks of both, which Dgraph reads at the same time.
func (p *pair) meet() string {
	few, many, own := p.few.UID, p.many.UID, ""
	if p.wide {
		own = fmt.Sprintf(`f as var(func: uid(%s)) {fo as ~of}
			m as var(func: uid(%s)) {mo as ~of}
			fw as var(func: uid(fo)) @filter(not uid(m, mo))
			mw as var(func: uid(mo)) @filter(not uid(f, fo))
		`, few, many)
		few, many = "f, fw", "m, mw"
	}
	return own + fmt.Sprintf(`var(func: uid(%s)) {fe as ~participant ft as ~party}
		var(func: uid(%s)) {me as ~participant mt as ~party}
		s as var(func: uid(fe)) @filter(uid(me))
		t as var(func: uid(ft)) @filter(uid(mt))
	`, few, many)
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
