package extract

import (
	"slices"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/schema"
)

// displaced returns whom a preposition behind the noun names where the tree hangs its phrase on a word in between: "the
// seizure of two ships by X". Between the two stands nothing but nouns, their modifiers and participles, and no other noun
// of action that could have it.
func (c *carrier) displaced(word string) []int {
	r, t := c.r, c.tree()
	for i := c.n + 1; i < len(t.tokens) && i < c.n+14; i++ {
		switch t.word(i) {
		case ",", ";", ":", "that", "which", "who", "\"", "”":
			return nil
		}
		if word == "by" && t.word(i) == "by" && t.verb(i-1) {
			return nil // "a truce brokered by X"
		}
		if t.word(i) == word && (t.relation(i) == "case" || t.relation(i) == "mark") && t.tokens[i].UPOS == "ADP" {
			if h := t.head(i); h >= 0 && (h == c.n || t.verb(h)) && word != "between" {
				return nil
			}
			return r.actorsOnly(r.series(c.s, i+1))
		}
		if t.finite(i) && !(t.tokens[i].XPOS == "VBD" && i+1 < len(t.tokens) && t.word(i+1) == "by") {
			return nil
		}
		if t.noun(i) && r.takes(c.s, i, word) {
			return nil
		}
	}
	return nil
}

// takes reports whether a noun of action has an argument with a preposition by the lexicon.
func (r *reading) takes(s, n int, word string) bool {
	for _, e := range r.lexicon.nouns[r.trees[s].lemma(n)] {
		if slices.Contains(e.source, slot{"~", word}) || slices.Contains(e.target, slot{"~", word}) {
			return true
		}
	}
	return false
}

// series returns the entities of the phrase that begins at a token and of those coordinated with it, from the order of the
// words alone: "the Houthis and Saudi Arabia".
func (r *reading) series(s, from int) []int {
	t := &r.trees[s]
	var out []int
	at := from
	for at < len(t.tokens) {
		m := r.phraseAt(s, at)
		if m < 0 {
			break
		}
		x := &r.actors.Mentions[m]
		out = appendNew(out, x.Entities...)
		at = x.Last + 1
		for at < len(t.tokens) && t.noun(at) && r.mention[s][at] < 0 { // "Iraqi pilots"
			at++
		}
		if at >= len(t.tokens) || !t.separator(at) {
			break
		}
		if t.tokens[at].Text == "," && len(out) > 0 && !r.listGoesOn(s, at) {
			break
		}
		for at < len(t.tokens) && t.separator(at) {
			at++
		}
	}
	return out
}

// phraseAt is the widest mention that begins at a token or up to four modifiers later, none if there is none.
func (r *reading) phraseAt(s, at int) int {
	t := &r.trees[s]
	from, to := r.actors.In(s)
	for i := at; i < len(t.tokens) && i < at+5; i++ {
		best := none
		for m := from; m < to; m++ {
			x := &r.actors.Mentions[m]
			if x.First == i && x.Kind != actor.Pronoun && (best < 0 || x.Last > r.actors.Mentions[best].Last) {
				best = m
			}
		}
		if best >= 0 {
			return best
		}
		switch t.tokens[i].UPOS {
		case "DET", "ADJ", "NUM", "PROPN", "NOUN":
		default:
			return none
		}
	}
	return none
}

// listGoesOn reports whether a comma is followed by further names that an "and" closes.
func (r *reading) listGoesOn(s, comma int) bool {
	t := &r.trees[s]
	for i := comma + 1; i < len(t.tokens) && i < comma+24; i++ {
		if t.verb(i) {
			return false
		}
		if t.word(i) == "and" {
			return true
		}
	}
	return false
}

// retold are nouns that take up what the text has told before, each with the types of event that it can mean; a noun of
// action of the lexicon means the events of its own type.
var retold = map[string][]schema.EventType{
	"offer":      {schema.Request, schema.Agree, schema.Aid, schema.Concede, schema.Consult},
	"plan":       {schema.Request, schema.Mobilize, schema.Retreat, schema.Sanction, schema.Aid},
	"idea":       {schema.Request},
	"initiative": {schema.Request},
	"suggestion": {schema.Request},
	"invitation": {schema.Request},
	"condition":  {schema.Request},
	"charge":     {schema.Accuse},
	"claim":      {schema.Accuse, schema.Assault},
	"remark":     {schema.Accuse, schema.Threaten, schema.Reject},
	"comment":    {schema.Accuse, schema.Threaten, schema.Reject},
	"report":     {schema.Accuse},
	"sanction":   {schema.Sanction},
	"penalty":    {schema.Sanction},
	"measure":    {schema.Sanction, schema.Coerce, schema.Mobilize},
	"decision":   nil,
	"move":       nil,
	"step":       nil,
	"action":     nil,
	"gesture":    nil,
	"act":        nil,
}

// retells returns the types of event that the object of a verb takes up, and how many sentences back they may lie; ok is
// false where it takes up none: it must be definite, or sum up what its own sentence told, and name nobody itself.
func (r *reading) retells(e *event) (types []schema.EventType, reach int, ok bool) {
	t := &r.trees[e.sentence]
	for _, k := range append(t.patients(e.trigger), t.obliques(e.trigger, "to", "with", "of")...) {
		lemma := t.lemma(k)
		if !t.takesUp(k) || len(r.actorsOf(e.sentence, k, true)) > 0 || len(r.actorsOf(e.sentence, k, false)) > 0 {
			continue
		}
		if types, known := retold[lemma]; known {
			if types == nil {
				return nil, 1, true
			}
			return types, 3, true
		}
		for _, n := range r.lexicon.nouns[lemma] {
			types = append(types, n.event)
		}
		if len(types) > 0 {
			return types, 3, true
		}
	}
	return nil, 0, false
}

// takesUp reports whether a noun is definite or stands in apposition to a clause, the object of its own relative clause: "a
// charge that X denied".
func (t *tree) takesUp(k int) bool {
	for _, c := range t.kids[k] {
		switch t.word(c) {
		case "the", "this", "that", "these", "those", "such", "both":
			return t.relation(c) == "det"
		case "a", "an":
			return t.relation(k) == "appos" || t.relation(k) == "parataxis" || t.relation(k) == "conj"
		}
	}
	return false
}

// respond gives a reply, praise or blame that names nobody the author of what it takes up: "Mali offered talks. Togo backed
// the offer", "a charge that Chad denied".
func (r *reading) respond(earlier []*event, e *event) {
	switch e.event {
	case schema.Reject, schema.Support, schema.Accuse, schema.Concede:
	default:
		return
	}
	if e.noun || len(e.with(schema.Target)) > 0 || len(e.with(schema.Source)) == 0 {
		return
	}
	types, reach, ok := r.retells(e)
	if !ok {
		return
	}
	for i := len(earlier) - 1; i >= 0; i-- {
		x := earlier[i]
		if e.sentence-x.sentence > reach {
			return
		}
		if types != nil && !slices.Contains(types, x.event) {
			continue
		}
		who := x.with(schema.Source)
		if x.event.Symmetric() {
			who = x.with(schema.Participant)
		}
		who = slices.DeleteFunc(slices.Clone(who), func(a int) bool {
			return slices.ContainsFunc(e.with(schema.Source), func(b int) bool { return r.akin(a, b) || r.stateOf(a) >= 0 && r.stateOf(a) == r.stateOf(b) })
		})
		if len(who) == 0 || types == nil && x.event.Symmetric() && x.event != schema.Agree {
			continue
		}
		e.add(schema.Target, who...)
		return
	}
}
