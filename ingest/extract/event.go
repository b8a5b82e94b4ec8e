package extract

import (
	"slices"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// party is an entity with its role in an event.
type party struct {
	entity int
	role   schema.Role
}

// event is an event as one place of the text tells it, before its mentions are joined.
type event struct {
	event    schema.EventType
	kind     schema.EventKind
	status   schema.EventStatus
	parties  []party
	period   when.Period
	place    int // entity, none if unknown
	by       int // entity of who says so, none if the article does
	round    int
	sentence int
	trigger  int  // token
	noun     bool // told by a noun
	definite bool // "the talks": refers to an event that the text has introduced
	setting  int  // token of the consultation at which it happened, none otherwise
	spans    []actor.Range
	rule     string
	reason   string
	lead     int  // entity that held the talks, none if no verb says so
	one      bool // only the other side is named: "a meeting with X"
	apart    bool // the first party met each of the others on its own
	framed   bool // the frame asks for the noun of the object, which is no event of its own then
	weak     bool // what the rule found is little; counts against its confidence
}

// ruleName is the name of the rule that read the event, and whether it found little: a deed without its target, or a noun
// that no verb carries. Both count in the confidence.
func (e *event) ruleName() string {
	switch {
	case e.weak && e.noun:
		return e.rule + ", bare"
	case e.weak:
		return e.rule + ", one-sided"
	}
	return e.rule
}

func (e *event) has(entity int, roles ...schema.Role) bool {
	return slices.ContainsFunc(e.parties, func(p party) bool {
		return p.entity == entity && (len(roles) == 0 || slices.Contains(roles, p.role))
	})
}

func (e *event) add(role schema.Role, entities ...int) {
	for _, x := range entities {
		if x >= 0 && !e.has(x) {
			e.parties = append(e.parties, party{x, role})
		}
	}
}

// with returns the entities that play a role.
func (e *event) with(role schema.Role) []int {
	var out []int
	for _, p := range e.parties {
		if p.role == role {
			out = append(out, p.entity)
		}
	}
	return out
}

// newEvent is an event at a trigger, with nothing known of it but where it is told.
func (r *reading) newEvent(s, trigger int, typ schema.EventType, kind schema.EventKind, rule string) *event {
	return &event{
		event: typ, kind: kind, status: schema.Occurred, place: none, by: none, setting: none, lead: none, sentence: s,
		trigger: trigger, spans: []actor.Range{r.sentenceSpan(s)}, rule: rule,
	}
}

// actorsOnly drops places, which act only where a type allows it.
func (r *reading) actorsOnly(es []int) []int {
	var out []int
	for _, e := range es {
		if r.entityType(e) != schema.Place {
			out = append(out, e)
		}
	}
	return out
}

// targets drops what can't be done something to by a type: a place may be attacked or occupied, not accused.
func (r *reading) targets(typ schema.EventType, es []int) []int {
	switch typ {
	case schema.Assault, schema.Coerce, schema.Mobilize, schema.Aid, schema.Retreat:
		return es
	}
	out := r.actorsOnly(es)
	for _, e := range es { // "passports from Tbilisi" are Georgia's
		if len(out) == 0 && r.entityType(e) == schema.Place && r.isCapital != nil && r.isCapital(r.ref(e)) {
			if st := r.stateOf(e); st >= 0 {
				out = append(out, st)
			}
		}
	}
	return out
}

// consultation reports whether a token is a noun that means a meeting, call, visit or talks.
func (r *reading) consultation(s, tok int) bool {
	if tok < 0 || r.trees[s].verb(tok) {
		return false
	}
	for _, e := range r.lexicon.nouns[r.trees[s].lemma(tok)] {
		if e.event == schema.Consult {
			return true
		}
	}
	return false
}

// settingOf is the token of the consultation at which a verb's event took place: "told a summit that", "at the talks".
func (r *reading) settingOf(s, v int) int {
	t := &r.trees[s]
	for cur, n := v, 0; n < 3 && cur >= 0; n++ {
		for _, k := range t.kids[cur] {
			switch t.relation(k) {
			case "obl", "obj", "iobj":
			default:
				continue
			}
			switch p := t.preposition(k); p {
			case "at", "during", "in", "on", "":
			default:
				continue
			}
			switch t.lemma(k) {
			case "margin", "sideline", "side", "end", "opening", "start", "day", "close", "eve":
				for _, g := range t.kids[k] {
					if t.relation(g) == "nmod" && r.consultation(s, g) {
						return g
					}
				}
			}
			if r.consultation(s, k) && (t.relation(k) != "obj" || r.lexicon.matrix[t.lemma(cur)].speech) {
				return k
			}
		}
		switch t.relation(cur) {
		case "advcl", "ccomp", "conj", "xcomp", "parataxis":
			cur = t.head(cur)
		default:
			cur = none
		}
		if cur >= 0 && t.child(cur, "parataxis") >= 0 && n > 1 {
			break
		}
	}
	return none
}

// speechDate gives what someone says in the simple past, without a date of its own, the day on which the article last
// had them speak: "Putin said Monday that ... He also blamed ...".
func (r *reading) speechDate(s, v int, e *event) {
	t := &r.trees[s]
	switch e.event {
	case schema.Accuse, schema.Support, schema.Reject, schema.Request, schema.Threaten:
	default:
		return
	}
	if !e.period.IsZero() {
		return
	}
	if p := r.sayingTime(s, v, e); !p.IsZero() {
		e.period = p
		return
	}
	if t.child(v, "aux") >= 0 {
		return
	}
	for _, x := range e.with(schema.Source) {
		for _, said := range []int{x, r.speakers[s]} {
			if p, ok := r.saidOn[said]; ok && r.akinSpeaker(x, said) {
				e.period = p
				return
			}
		}
	}
}

// sayingTime is when someone said what by being said is done: "told X on Thursday that he would never accept" refuses on
// that Thursday.
func (r *reading) sayingTime(s, v int, e *event) when.Period {
	t := &r.trees[s]
	for cur, n := v, 0; n < 3; n++ {
		h := t.head(cur)
		if h < 0 {
			return when.Period{}
		}
		switch t.relation(cur) {
		case "conj", "xcomp":
		case "ccomp":
			if !r.lexicon.matrix[t.lemma(h)].speech {
				return when.Period{}
			}
			if sub := t.subject(h); sub >= 0 {
				for _, x := range r.named(s, sub) {
					if slices.ContainsFunc(e.with(schema.Source), func(y int) bool { return r.akinSpeaker(y, x) }) {
						return r.timeOf(s, h)
					}
				}
			}
			return when.Period{}
		default:
			return when.Period{}
		}
		cur = h
	}
	return when.Period{}
}

// akinSpeaker reports whether a speaker speaks for a source.
func (r *reading) akinSpeaker(source, speaker int) bool {
	return source == speaker || r.stateOf(source) == speaker || r.stateOf(speaker) == source
}

// noteSpeech remembers on which day people are said to have spoken.
func (r *reading) noteSpeech(s int) {
	t := &r.trees[s]
	for v := range t.tokens {
		if !t.verb(v) || !r.lexicon.matrix[t.lemma(v)].speech || t.child(v, "aux") >= 0 {
			continue
		}
		p := r.directTime(s, v)
		sub := t.subject(v)
		if sub < 0 || p.Precision != schema.Day {
			continue
		}
		for _, e := range r.named(s, sub) {
			r.saidOn[e] = p
		}
	}
}

// attribute resolves who says so to an entity.
func (r *reading) attribute(s int, e *event, st stance) {
	e.status = st.status
	e.reason = st.reason
	if st.status == schema.Planned && st.decided && r.past(e.period) { // "his decision to invade in 2022"
		e.status = schema.Occurred
	}
	if st.by < 0 {
		return
	}
	if who := r.named(s, st.by); len(who) == 1 && !e.has(who[0], schema.Source) {
		e.by = who[0]
	}
}
