package extract

import (
	"slices"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/schema"
)

// supply finds the other side of an event whose rule found only one, where no argument of the trigger is itself an
// actor: the nearest actor inside what the deed is about.
func (r *reading) supply(e *event) {
	switch {
	case e.event == schema.Consult || e.event == schema.Cooperate:
	case e.event == schema.Agree:
		if len(e.parties) == 1 {
			e.add(schema.Participant, r.inner(e, e.with(schema.Participant))...)
		}
	case len(e.with(schema.Target)) == 0 && len(e.with(schema.Source)) > 0:
		e.add(schema.Target, r.inner(e, e.with(schema.Source))...)
	}
}

// inner returns the nearest actors inside the object, the oblique or the complement of an event's trigger, but for those
// who act and their own state: "rejected the motion that the deputies of X had tabled".
func (r *reading) inner(e *event, own []int) []int {
	s, t := e.sentence, &r.trees[e.sentence]
	skip := slices.Clone(own)
	for _, x := range own {
		skip = append(skip, r.stateOf(x))
	}
	for _, root := range r.matters(s, e.trigger, e.noun) {
		queue := []int{root}
		for n := 0; n < len(queue) && n < len(t.tokens); n++ {
			k := queue[n]
			if es := r.othersAt(s, k, e.event, skip); len(es) > 0 {
				return es
			}
			for _, g := range t.kids[k] {
				if r.belonging(s, g) && !slices.Contains(queue, g) {
					queue = append(queue, g)
				}
			}
		}
	}
	return nil
}

// matters are the phrases that tell what a deed is about: the patients of a verb, its obliques and its complements, in
// this order. The verb that carries a noun of action lends it its own.
func (r *reading) matters(s, trigger int, noun bool) []int {
	t := &r.trees[s]
	var out []int
	if noun {
		out = append(out, trigger)
		if h := t.head(trigger); t.verb(h) && t.relation(trigger) == "obj" {
			trigger = h
		}
	} else {
		out = append(out, t.patients(trigger)...)
	}
	for _, relations := range [...][]string{{"obl", "iobj"}, {"xcomp", "ccomp", "advcl"}} {
		for _, k := range t.kids[trigger] {
			if k > trigger && slices.Contains(relations, t.relation(k)) && r.belonging(s, k) {
				out = append(out, k)
			}
		}
	}
	return out
}

// belonging reports whether a dependent is part of what its head is about, not a circumstance: when, why, with whom.
func (r *reading) belonging(s, k int) bool {
	t := &r.trees[s]
	if r.inTime(s, k) {
		return false
	}
	switch t.relation(k) {
	case "nmod", "obl":
		return !circumstantial[t.preposition(k)]
	case "amod", "compound", "flat", "appos", "obj", "iobj", "conj", "nsubj":
		return true
	case "xcomp", "ccomp":
		return true
	case "acl":
		return t.tokens[k].Relation == "acl"
	case "advcl":
		return t.tokens[k].XPOS == "VB" && t.childWord(k, "to") >= 0
	}
	return false
}

// circumstantial are prepositions of phrases that say when, why or by whom.
var circumstantial = map[string]bool{
	"after": true, "before": true, "since": true, "during": true, "until": true, "following": true, "amid": true, "despite": true,
	"because": true, "because of": true, "due": true, "due to": true, "according": true, "according to": true, "as": true,
	"by": false, "ahead of": true, "without": true, "like": true, "through": true, "via": true, "under": true,
}

// othersAt returns the actors that a token names, with those in a list with it, that may suffer a type of event.
func (r *reading) othersAt(s, k int, typ schema.EventType, skip []int) []int {
	m := r.mention[s][k]
	if m < 0 || r.actors.Mentions[m].Kind == actor.Pronoun {
		return nil
	}
	es := r.targets(typ, r.all(s, []int{k}, false))
	return slices.DeleteFunc(slices.Clone(es), func(x int) bool { return slices.Contains(skip, x) })
}
