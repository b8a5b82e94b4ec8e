package extract

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// consultVerb completes the event of a verb of meeting, calling, visiting or negotiating.
func (r *reading) consultVerb(s, v int, en *entry, e *event, source, target []int) *event {
	t := &r.trees[s]
	e.rule = "consult/" + string(en.kind)
	if en.kind == schema.Call && t.lemma(v) == "call" && t.named(v) {
		return nil // "called X a friend"
	}
	if len(source) == 0 && t.passive(v) { // "is expected in Israel"
		source = r.actorsOnly(r.all(s, t.patients(v), true))
		if en.kind != schema.Visit {
			e.add(schema.Participant, source...)
		}
	}
	e.place = r.placeOf(s, v)
	switch {
	case en.kind == schema.Visit && r.forces(s, t.agents(v)): // "troops arrived in Mali"
		e.event, e.kind, e.rule = schema.Mobilize, "", "consult/forces"
		e.add(schema.Source, source...)
		if len(source) == 0 {
			return nil
		}
	case en.kind == schema.Visit:
		if !r.visit(s, v, e, source, target) {
			return nil
		}
	case t.lemma(v) == "mediate" || t.lemma(v) == "arbitrate" || t.lemma(v) == "shuttle":
		e.add(schema.Mediator, source...)
		e.add(schema.Participant, r.actorsOnly(target)...)
		if len(target) < 2 {
			return nil
		}
	default:
		e.add(schema.Participant, source...)
		for _, x := range target {
			if r.entityType(x) == schema.Place {
				if e.place < 0 {
					e.place = x
				}
				continue
			}
			if slices.Contains(r.mediators, x) && r.mentionsMediators(s, v) {
				e.add(schema.Mediator, x)
			} else {
				e.add(schema.Participant, x)
			}
		}
		if len(source) == 0 || len(e.parties) < 2 && !r.assembled(s, v) {
			return nil
		}
		if r.leaders(s, t.agents(v)) {
			e.kind = schema.Summit
		}
		e.apart = r.apart(s, v)
	}
	e.period = r.timeOf(s, v)
	e.setting = r.settingOf(s, v)
	st := r.stance(s, v)
	if st.veiled {
		return nil
	}
	if t.lemma(v) == "expect" {
		st.status = harder(st.status, schema.Planned)
	}
	r.attribute(s, e, st)
	return e
}

// named reports a verb whose object is given a name or quality by a second complement.
func (t *tree) named(v int) bool {
	if t.child(v, "obj") < 0 {
		return false
	}
	for _, k := range t.kids[v] {
		if t.relation(k) == "xcomp" && !t.verb(k) || t.relation(k) == "iobj" {
			return true
		}
	}
	return false
}

// apart reports that a verb's meetings were one after the other: "met first X and then Y".
func (r *reading) apart(s, v int) bool {
	t := &r.trees[s]
	for _, k := range t.patients(v) {
		if t.childWord(k, "then", "later", "separately", "afterwards") >= 0 {
			return true
		}
	}
	return t.childWord(v, "separately") >= 0
}

// partners makes one meeting of each partner where they were met apart.
func (r *reading) partners(e *event) []*event {
	if !e.apart || len(e.parties) < 3 {
		return []*event{e}
	}
	lead := max(0, slices.IndexFunc(e.parties, func(p party) bool { return p.entity == e.lead }))
	var out []*event
	for i, p := range e.parties {
		if i == lead {
			continue
		}
		c := *e
		c.parties = []party{e.parties[lead], p}
		out = append(out, &c)
	}
	return out
}

// mentionsMediators reports whether a verb's partners are called mediators.
func (r *reading) mentionsMediators(s, v int) bool {
	t := &r.trees[s]
	for _, k := range append(t.obliques(v, "with"), t.patients(v)...) {
		if t.lemma(k) == "mediator" {
			return true
		}
	}
	return false
}

// assembled reports an intransitive meeting of many: "the leaders met", "the Security Council met".
func (r *reading) assembled(s, v int) bool {
	t := &r.trees[s]
	for _, k := range t.agents(v) {
		for _, e := range r.actorsOf(s, k, true) {
			if (r.entityType(e) == schema.Organization || r.entityType(e) == schema.Group && r.body(e)) && (t.lemma(v) == "meet" || t.lemma(v) == "convene") {
				return true
			}
		}
	}
	return t.lemma(v) == "negotiate" && t.mood(v) != schema.Hypothetical
}

// leaders reports whether tokens are the leaders of several members: their meeting is a summit.
func (r *reading) leaders(s int, toks []int) bool {
	t := &r.trees[s]
	for _, k := range toks {
		if l := t.lemma(k); (l == "leader" || l == "head" || l == "president") && strings.HasPrefix(t.tokens[k].XPOS, "NNS") {
			return true
		}
	}
	return false
}

// forces reports whether tokens are troops, whose arrival is no visit.
func (r *reading) forces(s int, toks []int) bool {
	t := &r.trees[s]
	fighters := r.lexicon.classes["Fighter"]
	return slices.ContainsFunc(toks, func(k int) bool { return fighters[t.lemma(k)] })
}

// visit completes a journey: who goes, to which place or person, and which state receives them.
func (r *reading) visit(s, v int, e *event, visitors, to []int) bool {
	e.add(schema.Participant, visitors...)
	if len(visitors) == 0 {
		return false
	}
	host := none
	for _, x := range to {
		switch r.entityType(x) {
		case schema.Place:
			e.place = x
			host = r.stateOf(x)
		case schema.State:
			if e.place < 0 {
				e.place = x
			}
			host = x
		default:
			e.add(schema.Participant, x)
		}
	}
	for _, x := range visitors {
		if host == r.stateOf(x) {
			if len(e.parties) < 2 {
				return false // a journey at home
			}
			host = none
		}
	}
	if host >= 0 && len(e.parties) < 2 {
		e.add(schema.Host, host)
	}
	return true
}

// presence reads "was in Egypt on Monday": a person in another state at a time that the text gives.
func (r *reading) presence(s, p int) *event {
	t := &r.trees[s]
	if t.child(p, "cop") < 0 || t.preposition(p) != "in" {
		return nil
	}
	where := r.locality(s, p)
	sub := t.subject(p)
	if where < 0 || sub < 0 || !r.personLike(s, sub) {
		return nil
	}
	e := r.newEvent(s, p, schema.Consult, schema.Visit, "consult/presence")
	e.place = where
	if !r.visit(s, p, e, r.actorsOnly(r.named(s, sub)), []int{where}) {
		return nil
	}
	if e.period = r.timeOf(s, p); e.period.IsZero() {
		return nil
	}
	st := r.stance(s, p)
	r.attribute(s, e, st)
	return e
}

// containers are nouns that only count or bound the noun of action behind "of": "a fifth round of talks".
var containers = map[string]bool{
	"round": true, "series": true, "session": true, "set": true, "package": true, "wave": true, "string": true,
	"day": true, "bout": true, "barrage": true, "end": true, "start": true, "beginning": true, "pair": true, "number": true,
	"kind": true, "sort": true, "form": true, "attempt": false, "spate": true, "campaign": true,
}

// nounEvent reads the event of a noun of action with its arguments, the verb that carries it, and its modifiers.
func (r *reading) nounEvent(s, n int, used map[int]bool) *event {
	t := &r.trees[s]
	en := r.nounEntry(s, n)
	if en == nil || t.relation(n) == "compound" && t.noun(t.head(n)) {
		return nil
	}
	if containers[t.lemma(n)] {
		for _, k := range t.kids[n] { // "a round of talks": the talks are the event
			if t.relation(k) == "nmod" && t.preposition(k) == "of" && r.lexicon.nouns[t.lemma(k)] != nil {
				return nil
			}
		}
	}
	top := n
	for i := 0; i < 3; i++ {
		h := t.head(top)
		if h < 0 || t.relation(top) != "nmod" || t.preposition(top) != "of" || !containers[t.lemma(h)] {
			break
		}
		top = h
	}
	if used[top] || used[n] {
		return nil
	}
	if top != n {
		used[top] = true
	}
	e := r.newEvent(s, n, en.event, en.kind, "noun/"+string(en.event))
	e.noun = true
	e.definite = t.definite(top)
	c := carrier{r: r, s: s, n: n, top: top, entry: en, e: e}
	c.modifiers()
	c.arguments()
	c.govern()
	c.relative()
	c.finish()
	if c.veiled || !c.enough() {
		return nil
	}
	return e
}

// nounEntry is the longest entry whose words end in the noun.
func (r *reading) nounEntry(s, n int) *entry {
	t := &r.trees[s]
	if n+1 < len(t.tokens) && strings.HasPrefix(t.word(n+1), "partner") { // "dialogue partners"
		return nil
	}
	if !t.noun(n) || r.mention[s][n] >= 0 && r.actors.Mentions[r.mention[s][n]].Kind == 0 {
		return nil
	}
	var best *entry
	for _, e := range r.lexicon.nouns[t.lemma(n)] {
		ok := true
		words := strings.Fields(e.lemma)
		for _, w := range words[:len(words)-1] {
			if t.childWord(n, w) < 0 {
				ok = false
			}
		}
		for _, c := range e.frame {
			if c.what == "joint" && t.childWord(n, "joint", "combined") < 0 {
				ok = false
			}
		}
		if ok && (best == nil || len(words)+len(e.frame) > len(strings.Fields(best.lemma))+len(best.frame)) {
			best = e
		}
	}
	return best
}

// definite reports whether a noun phrase takes up something known.
func (t *tree) definite(n int) bool {
	for _, k := range t.kids[n] {
		switch t.word(k) {
		case "the", "this", "that", "these", "those", "its", "their", "both":
			return true
		}
	}
	return false
}

// ordinals are the numbers of rounds in words.
var ordinals = []string{
	"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
	"thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
}

// ordinal reads "fifth" and "5th"; 0 is no ordinal.
func ordinal(w string) int {
	w = strings.ToLower(w)
	if i := slices.Index(ordinals, w); i >= 0 {
		return i + 1
	}
	if len(w) > 2 {
		switch w[len(w)-2:] {
		case "st", "nd", "rd", "th":
			if n, err := strconv.Atoi(w[:len(w)-2]); err == nil && n > 0 && n < 1000 {
				return n
			}
		}
	}
	return 0
}

// roundOf is the number of a round of talks, 0 if it is not said.
func (t *tree) roundOf(n int) int {
	for _, k := range t.kids[n] {
		if r := t.relation(k); r == "amod" || r == "nummod" || r == "advmod" {
			if o := ordinal(t.word(k)); o > 0 {
				return o
			}
		}
	}
	return 0
}
