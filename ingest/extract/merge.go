package extract

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// join turns the mentions of events into events: what is told twice becomes one, with the best date, place and parties
// of all its mentions. What only refers to an event that is not there is dropped.
func (r *reading) join() []*event {
	slices.SortStableFunc(r.found.events, func(a, b *event) int {
		return cmp.Or(cmp.Compare(a.sentence, b.sentence), cmp.Compare(a.trigger, b.trigger))
	})
	var out []*event
	for _, e := range r.found.events {
		r.continued(out, e)
		r.respond(out, e)
		if to := r.antecedentEvent(out, e); to != nil {
			r.merge(to, e)
			r.at[spot{e.sentence, e.trigger}] = to
			continue
		}
		if r.ofTopic(e) {
			if to := r.antecedentEvent(out, e); to != nil {
				r.merge(to, e)
				r.at[spot{e.sentence, e.trigger}] = to
				continue
			}
		}
		r.at[spot{e.sentence, e.trigger}] = e
		out = append(out, e)
	}
	for _, e := range out {
		r.settle(e)
	}
	for i, e := range out {
		r.narrate(out[:i], e)
	}
	return slices.DeleteFunc(out, func(e *event) bool { return !r.complete(e) })
}

// ofTopic gives a summit that nobody is named for to the organization that the article is about.
func (r *reading) ofTopic(e *event) bool {
	if e.event != schema.Consult || e.kind != schema.Summit || !e.noun || r.topic < 0 || len(e.with(schema.Participant)) > 1 {
		return false
	}
	if slices.ContainsFunc(e.parties, func(p party) bool { return r.body(p.entity) }) {
		return false
	}
	e.add(schema.Participant, r.topic)
	return true
}

// spot is a trigger in the text.
type spot struct{ sentence, token int }

// settle takes over date and place of the consultation at which an event happened.
func (r *reading) settle(e *event) {
	if e.setting < 0 {
		return
	}
	at := r.at[spot{e.sentence, e.setting}]
	if at == nil || at == e {
		return
	}
	if e.period.IsZero() && !at.period.IsZero() {
		e.period = at.period
	}
	if e.place < 0 {
		e.place = at.place
	}
}

// narrate gives an undated deed in the simple past the day of the deed told last, in its sentence or the one before it in the
// paragraph, where one actor takes part in both: the story goes on on that day.
func (r *reading) narrate(earlier []*event, e *event) {
	if !e.period.IsZero() || e.status != schema.Occurred || !r.simplePast(e) {
		return
	}
	for i := len(earlier) - 1; i >= 0; i-- {
		d := earlier[i]
		if e.sentence-d.sentence > 1 || e.sentence != d.sentence && r.newParagraph(e.sentence) {
			return
		}
		if d.period.Precision != schema.Day || d.status != schema.Occurred || !r.simplePast(d) || r.ahead(d.period) {
			continue
		}
		for _, p := range e.parties {
			for _, q := range d.parties {
				if r.akin(p.entity, q.entity) || r.stateOf(p.entity) >= 0 && r.stateOf(p.entity) == r.stateOf(q.entity) {
					e.period = d.period
					return
				}
			}
		}
	}
}

// simplePast reports an event whose own verb, or the one that carries its noun, is in the simple past of a main clause.
func (r *reading) simplePast(e *event) bool {
	t := &r.trees[e.sentence]
	v := e.trigger
	for n := 0; n < 4 && v >= 0 && !t.verb(v); n++ {
		v = t.head(v)
	}
	if v < 0 {
		return false
	}
	for n := 0; n < 3 && t.relation(v) == "conj" && t.verb(t.head(v)) && t.child(v, "nsubj", "nsubj:pass") < 0; n++ {
		v = t.head(v)
	}
	switch t.tokens[v].Relation {
	case "root", "conj", "parataxis":
	default:
		return false
	}
	if t.tokens[v].XPOS == "VBD" {
		return true
	}
	aux := t.child(v, "aux:pass")
	return aux >= 0 && (t.word(aux) == "was" || t.word(aux) == "were") && t.child(v, "aux") < 0
}

// newParagraph reports whether a sentence begins a paragraph.
func (r *reading) newParagraph(s int) bool {
	return s == 0 || strings.Contains(r.doc.Text[r.doc.Sentences[s-1].End:r.doc.Sentences[s].Start], "\n")
}

// complete reports whether an event has the parties that make it one.
func (r *reading) complete(e *event) bool {
	if e.event != schema.Consult {
		return len(e.with(schema.Source))+len(e.with(schema.Target))+len(e.with(schema.Participant)) > 0
	}
	bodies := 0
	for _, p := range e.parties {
		if r.body(p.entity) {
			bodies++
		}
	}
	switch {
	case len(e.parties) >= 2:
		return true
	case len(e.parties) == 0:
		return false
	case e.kind == schema.Visit:
		return e.place >= 0 || !e.noun
	case e.kind == schema.Summit:
		return bodies > 0 || e.place >= 0 || !e.period.IsZero()
	case !e.noun:
		return true
	}
	return bodies > 0 && (e.place >= 0 || !e.period.IsZero())
}

// retellable is how many events back one may be told again; it bounds the time that a long text takes.
const retellable = 512

// antecedentEvent is the latest event that e tells again, nil if e is a new one.
func (r *reading) antecedentEvent(events []*event, e *event) *event {
	for i := len(events) - 1; i >= max(0, len(events)-retellable); i-- {
		if r.same(events[i], e) {
			return events[i]
		}
	}
	return nil
}

// akin reports whether two entities may stand for each other: a person or a body for its state or organization.
func (r *reading) akin(a, b int) bool {
	if a == b {
		return true
	}
	x, y := r.actors.Entities[a], r.actors.Entities[b]
	if x.Type == schema.Place || y.Type == schema.Place {
		return false
	}
	if x.Of != "" && x.Of == y.Ref || y.Of != "" && y.Of == x.Ref {
		return true
	}
	return x.Of != "" && x.Of == y.Of && x.Type != y.Type && x.Type != schema.State && y.Type != schema.State &&
		(x.Type == schema.Person) != (y.Type == schema.Person)
}

// covers reports whether every party of a is akin to one of b.
func (r *reading) covers(a, b []int) bool {
	for _, x := range a {
		if !slices.ContainsFunc(b, func(y int) bool { return r.akin(x, y) }) {
			return false
		}
	}
	return true
}

func members(e *event, roles ...schema.Role) []int {
	var out []int
	for _, p := range e.parties {
		if len(roles) == 0 || slices.Contains(roles, p.role) {
			out = append(out, p.entity)
		}
	}
	return out
}

// same reports whether e may be another telling of the earlier event a.
func (r *reading) same(a, e *event) bool {
	if a.event != e.event || a.round != 0 && e.round != 0 && a.round != e.round {
		return false
	}
	if !compatibleStatus(a, e) || !overlap(a.period, e.period) || !r.nearby(a.place, e.place) {
		return false
	}
	if e.event == schema.Consult {
		return r.sameConsultation(a, e)
	}
	as, es := members(a, schema.Source, schema.Participant), members(e, schema.Source, schema.Participant)
	at, et := members(a, schema.Target), members(e, schema.Target)
	if !(r.covers(as, es) || r.covers(es, as)) || !(r.covers(at, et) || r.covers(et, at)) {
		return false
	}
	lemma := r.trees[a.sentence].lemma(a.trigger) == r.trees[e.sentence].lemma(e.trigger)
	switch {
	case len(as) == 0 || len(es) == 0:
		return len(at) > 0 && len(et) > 0 && (lemma || a.noun || e.noun)
	case len(at) == 0 && len(et) == 0 && a.sentence == e.sentence:
		return e.event != schema.Agree || lemma || a.noun || e.noun
	case (len(at) == 0 || len(et) == 0) && a.sentence == e.sentence && e.event != schema.Agree && (r.trees[e.sentence].under(e.trigger, a.trigger) || r.trees[e.sentence].under(a.trigger, e.trigger)):
		return true
	case e.event == schema.Agree && len(as) > 1 && len(es) > 1 && e.sentence-a.sentence < 3 && r.takesUpObject(e):
		return true
	case len(at) == 0 || len(et) == 0:
		return lemma && len(at) == len(et) || a.sentence == e.sentence && lemma || e.event == schema.Agree && len(as) > 1 && len(es) > 1 && (lemma || a.noun || e.noun)
	}
	if said[e.event] && a.sentence != e.sentence && !lemma && !(e.noun && e.definite) {
		return false // who blames or asks again in other words blames and asks twice
	}
	return lemma || a.noun || e.noun || e.event != schema.Assault || a.period == e.period
}

// takesUpObject reports a verb with a definite object, which the text has spoken of before: "the accord was signed by".
func (r *reading) takesUpObject(e *event) bool {
	t := &r.trees[e.sentence]
	return !e.noun && slices.ContainsFunc(t.patients(e.trigger), t.takesUp)
}

// said are the types of event that are done by saying so.
var said = map[schema.EventType]bool{
	schema.Accuse: true, schema.Request: true, schema.Reject: true, schema.Support: true, schema.Threaten: true,
}

// sameConsultation decides for meetings, talks, visits and calls.
func (r *reading) sameConsultation(a, e *event) bool {
	if !kindsAgree(a.kind, e.kind) {
		return false
	}
	as, es := members(a), members(e)
	if len(es) == 0 { // "the talks"
		return e.noun && e.definite && e.round == 0 && len(as) > 0 && e.sentence-a.sentence < 6 && strictKind(a.kind, e.kind)
	}
	if len(as) == 0 {
		return false
	}
	bodies := func(es []int) []int {
		return slices.DeleteFunc(slices.Clone(es), func(x int) bool { return !r.body(x) })
	}
	ab, eb := bodies(as), bodies(es)
	if len(ab) > 0 && len(eb) > 0 && slices.Equal(ab, eb) && (a.kind == schema.Summit || e.kind == schema.Summit) {
		return true
	}
	if !r.covers(as, es) && !r.covers(es, as) {
		return false
	}
	if len(as) == 1 && len(es) > 1 || len(es) == 1 && len(as) > 1 {
		return e.noun && e.definite || a.kind == e.kind && a.place == e.place && e.place >= 0 && a.period == e.period
	}
	return true
}

// strictKind decides whether "the summit" or "the talks" may take up an event: a summit only a summit, a call only a call.
func strictKind(a, e schema.EventKind) bool {
	special := func(k schema.EventKind) bool { return k == schema.Summit || k == schema.Call || k == schema.Visit }
	return a == e || !special(a) && !special(e)
}

func kindsAgree(a, b schema.EventKind) bool {
	if a == b || a == schema.Other && b != schema.Summit || b == schema.Other && a != schema.Summit {
		return true
	}
	switch {
	case a == schema.Call || b == schema.Call:
		return false
	case a == schema.Visit:
		return b == schema.Meeting
	case b == schema.Visit:
		return a == schema.Meeting
	}
	return true
}

// compatibleStatus lets a cancelled plan be one event with the plan, and a plan one with the looser hope.
func compatibleStatus(a, e *event) bool {
	if a.status == e.status {
		return true
	}
	done := func(s schema.EventStatus) bool { return s == schema.Occurred || s == schema.Ongoing }
	if done(a.status) && done(e.status) {
		return true
	}
	if done(a.status) || done(e.status) { // "the summit" of a later sentence may take up a planned one
		return !a.period.IsZero() && a.period == e.period && a.event == schema.Consult && a.status != schema.DidNotOccur && e.status != schema.DidNotOccur
	}
	if e.event != schema.Consult && (a.status == schema.DidNotOccur) != (e.status == schema.DidNotOccur) {
		return false
	}
	return true
}

// overlap reports whether two periods can be of one event; an unknown one can.
func overlap(a, b when.Period) bool {
	if a.IsZero() || b.IsZero() {
		return true
	}
	as, ae := bounds(a)
	bs, be := bounds(b)
	return as <= be && bs <= ae
}

// bounds are the first and last day of a period as sortable strings, open ends far away.
func bounds(p when.Period) (string, string) {
	first, last := "0000-01-01", "9999-12-31"
	if !p.Start.IsZero() {
		first = p.Start.First().Format("2006-01-02")
	}
	if !p.End.IsZero() {
		last = p.End.Last().Format("2006-01-02")
	}
	return first, last
}

// nearby reports whether two places can be of one event: equal, unknown, or one the state of the other.
func (r *reading) nearby(a, b int) bool {
	if a < 0 || b < 0 || a == b {
		return true
	}
	sa, sb := r.stateOf(a), r.stateOf(b)
	if r.entityType(a) == schema.State || r.entityType(b) == schema.State {
		return sa >= 0 && sa == sb
	}
	return r.venue(a) != r.venue(b) && sa >= 0 && sa == sb
}

// venue reports whether a place is a building or site rather than a town.
func (r *reading) venue(e int) bool {
	return r.isVenue != nil && r.isVenue(r.actors.Entities[e].Ref)
}

// rank orders statuses by how much a later telling overrides a plan.
func better(a, b schema.EventStatus) schema.EventStatus {
	if a == schema.DidNotOccur || b == schema.DidNotOccur {
		return schema.DidNotOccur
	}
	order := []schema.EventStatus{schema.Occurred, schema.Ongoing, schema.Planned, schema.Hypothetical}
	if slices.Index(order, b) < slices.Index(order, a) {
		return b
	}
	return a
}

// merge adds what e tells to a.
func (r *reading) merge(a, e *event) {
	r.explain("  told again: %s by %q", a.rule, r.trees[e.sentence].word(e.trigger))
	for _, p := range e.parties {
		i := slices.IndexFunc(a.parties, func(q party) bool { return r.akin(q.entity, p.entity) })
		switch {
		case i < 0:
			a.parties = append(a.parties, p)
		case a.parties[i].entity != p.entity && r.entityType(p.entity) == schema.Person && r.entityType(a.parties[i].entity) == schema.State && !a.has(p.entity):
			a.parties[i].entity = p.entity
			if a.parties[i].role == schema.Host && p.role == schema.Participant {
				a.parties[i].role = schema.Participant
			}
		}
	}
	if finer(e.period, a.period) {
		a.period = e.period
	}
	if a.place < 0 || e.place >= 0 && r.entityType(a.place) == schema.State && r.entityType(e.place) == schema.Place {
		a.place = e.place
	}
	if a.kind == schema.Other || a.kind == "" || a.kind == schema.Meeting && (e.kind == schema.Summit || e.kind == schema.NegotiationRound) {
		a.kind = e.kind
	}
	if a.round == 0 {
		a.round = e.round
	}
	if a.by < 0 {
		a.by = e.by
	}
	if a.setting < 0 && a.sentence == e.sentence {
		a.setting = e.setting
	}
	a.status = better(a.status, e.status)
	a.weak = a.weak && e.weak
	for _, s := range e.spans {
		if !slices.Contains(a.spans, s) {
			a.spans = append(a.spans, s)
		}
	}
}

// finer reports whether a is more exact than b.
func finer(a, b when.Period) bool {
	if a.IsZero() || b.IsZero() {
		return !a.IsZero()
	}
	order := []schema.Precision{schema.Day, schema.Week, schema.Month, schema.Season, schema.Quarter, schema.Year, schema.Unknown}
	return slices.Index(order, a.Precision) < slices.Index(order, b.Precision)
}
