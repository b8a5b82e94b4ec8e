package extract

import (
	"cmp"
	"slices"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/schema"
)

// verbEvent reads the event of a verb: the most specific frame of its lexicon entries that finds its actors.
func (r *reading) verbEvent(s, v int) *event {
	t := &r.trees[s]
	entries := r.lexicon.verb(t.lemma(v), t.word(v))
	if len(entries) == 0 {
		return nil
	}
	type scored struct {
		e     *entry
		score int
	}
	var fit []scored
	for _, e := range entries {
		if n, ok := r.fits(s, v, e); ok {
			fit = append(fit, scored{e, n})
		}
	}
	slices.SortStableFunc(fit, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	for _, f := range fit {
		if e := r.build(s, v, f.e); e != nil {
			return e
		}
	}
	return nil
}

// fits checks a frame; the score is higher the more it asks for.
func (r *reading) fits(s, v int, e *entry) (int, bool) {
	score := 0
	for _, c := range e.frame {
		n := r.holds(s, v, c)
		if n == 0 {
			return 0, false
		}
		score += n
	}
	if r.trees[s].strayParticle(v, e.frame) {
		return 0, false
	}
	return score, true
}

// strayParticle reports a particle that the frame does not ask for: "turn down" is no "turn".
func (t *tree) strayParticle(v int, frame []condition) bool {
	for _, k := range t.kids[v] {
		if t.tokens[k].Relation != "compound:prt" {
			continue
		}
		if !slices.ContainsFunc(frame, func(c condition) bool { return c.what == "+" && c.word == t.word(k) }) {
			return !harmlessParticle[t.word(k)]
		}
	}
	return false
}

// harmlessParticle leaves the verb's meaning as it is: "carry out", "open up", "send off".
var harmlessParticle = map[string]bool{"up": true, "off": true, "over": true, "out": true, "back": true}

// holds scores one condition; 0 is a failure.
func (r *reading) holds(s, v int, c condition) int {
	t := &r.trees[s]
	switch c.what {
	case "obj":
		return r.holdsNominal(s, t.patients(v), c, 1)
	case "subj":
		return r.holdsNominal(s, r.agents(s, v), c, 1)
	case "iobj":
		if t.child(v, "iobj") >= 0 {
			return 2
		}
	case "+":
		if t.particle(v, c.word) {
			return 4
		}
	case "~":
		if c.word == "against" && c.words == nil && c.actor == "" && t.gerund(v, "against") {
			return 2
		}
		return r.holdsNominal(s, slices.DeleteFunc(slices.Clone(r.prepositional(s, v, c.word)), func(k int) bool { return t.dated[k] }), c, 2)
	case "xcomp":
		for _, k := range t.kids[v] {
			if t.relation(k) != "xcomp" && !(t.relation(k) == "advcl" && t.tokens[k].XPOS == "VB" && k > v && t.tokens[k-1].Text == "to" && t.tokens[k-2].Text != ",") {
				continue
			}
			if c.words == nil {
				if t.verb(k) {
					return 2
				}
			} else if c.words[t.lemma(k)] {
				return 4
			}
		}
	case "ccomp":
		if t.child(v, "ccomp") >= 0 {
			return 2
		}
	case "future":
		if t.mood(v) == schema.Planned {
			return 2
		}
	case "negated":
		if t.refusing(v) {
			return 3
		}
	case "subjunctive":
		if k := t.child(v, "ccomp"); k >= 0 && t.subjunctive(k) {
			return 2
		}
	case "bad":
		if r.bad(s, v) {
			return 5
		}
	case "joint":
		if t.joint(v) {
			return 4
		}
	case "phone":
		if t.byPhone(v) {
			return 9
		}
	}
	return 0
}

// gerund reports a complement in -ing behind a preposition: "warned against attacking".
func (t *tree) gerund(v int, preposition string) bool {
	return slices.ContainsFunc(t.kids[v], func(k int) bool {
		m := t.child(k, "mark", "case")
		return k > v && t.tokens[k].XPOS == "VBG" && m >= 0 && t.word(m) == preposition
	})
}

// holdsNominal scores a condition on arguments: that there is one, that it is an actor, that its noun is a certain one.
func (r *reading) holdsNominal(s int, toks []int, c condition, score int) int {
	t := &r.trees[s]
	if c.except {
		for _, k := range toks {
			if c.words[t.lemma(k)] {
				return 0
			}
		}
		return min(len(toks), 1) * score
	}
	for _, k := range toks {
		if c.words != nil {
			if c.words[t.lemma(k)] || c.words[t.word(k)] {
				return score + 3
			}
			for _, g := range t.kids[k] { // "a package of sanctions"
				if t.relation(g) == "nmod" && t.preposition(g) == "of" && c.words[t.lemma(g)] && (containers[t.lemma(k)] || quantities[t.lemma(k)]) {
					return score + 3
				}
			}
			continue
		}
		if c.actor == "" {
			return score
		}
		if c.actor == "any" && len(r.actorsOf(s, k, false)) > 0 {
			return score + 1
		}
		for _, e := range r.named(s, k) {
			switch typ := r.entityType(e); c.actor {
			case "any":
				return score + 1
			case "actor":
				if typ != schema.Place {
					return score + 1
				}
			case "place":
				if typ == schema.Place || typ == schema.State {
					return score + 1
				}
			default:
				if string(typ) == c.actor {
					return score + 1
				}
			}
		}
	}
	return 0
}

// quantities are nouns that only measure what "of" names.
var quantities = map[string]bool{
	"hundred": true, "thousand": true, "dozen": true, "million": true, "billion": true, "ton": true, "tonne": true,
	"group": true, "shipment": true, "amount": true, "batch": true, "lot": true, "team": true, "percent": true, "some": true,
	"most": true, "part": true, "rest": true, "all": true, "lack": false, "convoy": true, "delivery": true,
}

// prepositional returns the nominals with a preposition that belong to a verb, on it or on its object.
func (r *reading) prepositional(s, v int, word string) []int {
	t := &r.trees[s]
	out := t.obliques(v, word)
	for i, k := range out { // "travel to Phnom Penh next week": the date read as the noun
		if r.inTime(s, k) {
			for _, c := range t.kids[k] {
				if m := r.mention[s][c]; m >= 0 && (t.relation(c) == "compound" || t.relation(c) == "nmod") && c < k {
					out[i] = r.actors.Mentions[m].Head
				}
			}
		}
	}
	for _, k := range t.kids[v] { // "calls on A and B to withdraw": read as a clause
		if rel := t.relation(k); rel != "ccomp" && rel != "xcomp" && rel != "advcl" {
			continue
		}
		if m := t.childWord(k, word); m >= 0 && t.relation(m) == "mark" {
			if sub := t.child(k, "nsubj"); sub >= 0 {
				out = append(out, t.conjuncts(sub)...)
			}
		}
	}
	for _, p := range t.patients(v) {
		if t.head(p) == v || t.relation(p) == "nsubj" {
			out = append(out, t.obliques(p, word)...)
		}
	}
	for _, k := range t.kids[v] { // "replied with tariffs on X"
		if t.relation(k) == "obl" && r.lexicon.nouns[t.lemma(k)] != nil && t.preposition(k) == "with" {
			out = append(out, t.obliques(k, word)...)
		}
	}
	if k := t.behind(v, "with"); len(out) == 0 && k >= 0 && r.lexicon.nouns[t.lemma(k)] != nil {
		out = append(out, t.obliques(k, word)...)
	}
	for _, k := range t.kids[v] { // "called on Iran": the preposition read as a particle
		if t.word(k) == word && (t.relation(k) == "compound" || t.relation(k) == "advmod") && len(out) == 0 {
			for _, o := range t.patients(v) {
				if o > k {
					out = append(out, o)
				}
			}
		}
	}
	if len(out) == 0 { // the preposition hung elsewhere, yet nothing but this verb precedes it
		if h := t.behind(v, word); h >= 0 && r.lexicon.nouns[t.lemma(t.head(h))] == nil {
			out = t.conjuncts(h)
		}
	}
	if len(out) == 0 && word == "to" {
		out = r.recipient(s, v)
	}
	// "to which it threatened to respond", "on whom sanctions were imposed"
	for _, k := range t.kids[v] {
		if t.relation(k) == "obl" && t.preposition(k) == word {
			if a := t.antecedent(k); a != k && !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	return out
}

// behind is the noun of the first phrase with a preposition a few words behind a token, no verb between; none if there is
// none.
func (t *tree) behind(v int, word string) int {
	for i := v + 2; i < len(t.tokens) && i < v+9 && !t.verb(i) && t.tokens[i].Text != "," && t.word(i) != "and"; i++ {
		if t.word(i) == word && t.relation(i) == "case" {
			if h := t.head(i); h > i {
				return h
			}
			return none
		}
	}
	return none
}

// bad reports whether a verb says something bad of its object: "called the plan a mistake", "described it as absurd".
func (r *reading) bad(s, v int) bool {
	t := &r.trees[s]
	words := r.lexicon.classes["Bad"]
	for _, k := range t.kids[v] {
		switch t.relation(k) {
		case "xcomp", "obl", "advcl", "obj", "amod", "acl", "advmod":
		default:
			continue
		}
		if words[t.lemma(k)] || words[t.word(k)] {
			if t.relation(k) != "obj" || t.child(k, "compound") >= 0 || t.child(v, "obj") != k {
				return true
			}
		}
		for _, g := range t.kids[k] {
			switch t.relation(g) {
			case "amod", "conj", "xcomp", "acl":
				if g > k && (words[t.lemma(g)] || words[t.word(g)]) {
					return true
				}
				if t.relation(k) == "xcomp" && t.relation(g) == "amod" && words[t.lemma(g)] {
					return true
				}
			}
		}
	}
	return false
}

// refusing reports that a verb's subject will not: "would never accept", "will not tolerate".
func (t *tree) refusing(v int) bool {
	if !t.negated(v) {
		return false
	}
	if t.childWord(v, "never") >= 0 {
		return true
	}
	for _, k := range t.kids[v] {
		if t.relation(k) == "aux" {
			switch t.word(k) {
			case "will", "would", "wo", "'ll", "can", "could", "ca":
				return true
			}
		}
	}
	return false
}

// joint reports "joint", "jointly" or "together" beside a verb or its object.
func (t *tree) joint(v int) bool {
	if t.childWord(v, "together", "jointly", "joint", "side") >= 0 {
		return true
	}
	for _, p := range t.patients(v) {
		if t.childWord(p, "joint", "combined", "bilateral") >= 0 {
			return true
		}
	}
	return false
}

// byPhone reports "by telephone", "over the phone", "in a call", "by video link".
func (t *tree) byPhone(v int) bool {
	for _, k := range t.kids[v] {
		if r := t.relation(k); r != "obl" && r != "nmod" && r != "obj" {
			continue
		}
		switch t.lemma(k) {
		case "phone", "telephone":
			return true
		case "call":
			if t.preposition(k) == "in" || t.preposition(k) == "during" {
				return true
			}
		case "link":
			if t.childWord(k, "video") >= 0 {
				return true
			}
		}
	}
	return false
}

// fill returns the entities that stand in the first of the slots that holds any.
func (r *reading) fill(s, v int, slots []slot, source bool) []int {
	t := &r.trees[s]
	for _, sl := range slots {
		var es []int
		switch sl.what {
		case "subj":
			es = r.all(s, r.agents(s, v), true)
		case "obj":
			es = r.all(s, r.patients(s, v), false)
		case "by":
			es = r.all(s, r.patients(s, v), true)
		case "iobj":
			if k := t.child(v, "iobj"); k >= 0 {
				es = r.all(s, t.conjuncts(t.antecedent(k)), false)
			}
		case "comp":
			es = r.complement(s, v)
		case "~":
			es = r.all(s, r.prepositional(s, v, sl.word), false)
		}
		if len(es) > 0 {
			return es
		}
	}
	return nil
}

// agents are the tokens that do what a verb says; a date that the parser took for the subject gives way to the noun
// before it.
func (r *reading) agents(s, v int) []int {
	t := &r.trees[s]
	out := t.agents(v)
	if h := t.head(v); len(out) == 1 && out[0] == h && t.tokens[v].Relation == "acl" && t.tokens[v].XPOS == "VBG" {
		// "passed a resolution criticising X": who passed it criticises
		if g := t.head(h); len(r.actorsOf(s, h, true)) == 0 && t.verb(g) && t.relation(h) == "obj" {
			return t.agents(g)
		}
	}
	if len(out) > 0 && r.inTime(s, out[0]) {
		for _, k := range t.kids[v] {
			if k < out[0] && t.noun(k) && !r.inTime(s, k) && t.preposition(k) == "" {
				return t.conjuncts(k)
			}
		}
		out = nil
	}
	if lost := r.lostSubject(s, v, len(out) > 0); lost >= 0 && (len(out) == 0 || len(r.all(s, out, true)) == 0 || t.relation(v) == "conj") {
		return appendNew(t.conjuncts(lost), r.row(s, lost, v)...)
	}
	if len(out) == 1 && out[0] < v && t.relation(out[0]) == "nsubj" {
		return appendNew(out, r.row(s, out[0], v)...)
	}
	if len(out) == 0 && t.passive(v) {
		return r.byBehind(s, v)
	}
	return out
}

// row are the heads of the names that follow a subject by commas and "and" up to its verb, where the tree hangs them
// elsewhere: "After talks in Rome, Chad and Togo agreed".
func (r *reading) row(s, subject, v int) []int {
	t := &r.trees[s]
	m := r.mention[s][subject]
	if m < 0 || r.actors.Mentions[m].Kind != actor.Name {
		return nil
	}
	var out []int
	for at := r.actors.Mentions[m].Last + 1; ; {
		and := false
		for at < v && t.separator(at) {
			and = and || t.word(at) == "and"
			at++
		}
		next := r.nameAt(s, at, false)
		if next < 0 || !and && t.word(at-1) != "," {
			return nil
		}
		x := &r.actors.Mentions[next]
		if r.entityType(x.Entities[0]) == schema.Place {
			return nil
		}
		out = append(out, x.Head)
		if at = x.Last + 1; and {
			for at < v && (t.tokens[at].UPOS == "AUX" || t.tokens[at].UPOS == "ADV" || t.dated[at] || t.word(at) == "on") {
				at++
			}
			if at == v {
				return out
			}
			return nil
		}
	}
}

// byBehind is who does what a passive verb says where the tree hangs "by X" on a noun in between: "was signed in Rome by X".
func (r *reading) byBehind(s, v int) []int {
	t := &r.trees[s]
	for i := v + 1; i < len(t.tokens) && i < v+16; i++ {
		switch {
		case t.tokens[i].Text == "," || t.tokens[i].Text == ";" || t.finite(i) || t.noun(i) && r.takes(s, i, "by"):
			return nil
		case t.word(i) == "by" && t.relation(i) == "case":
			if h := t.head(i); h > i && !t.verb(i-1) && !t.dated[h] && len(r.actorsOnly(r.named(s, h))) > 0 {
				return t.conjuncts(h)
			}
			return nil
		}
	}
	return nil
}

// lostSubject is the name or description that stands as the subject before a finite verb though the tree hangs it elsewhere,
// as it often does behind a phrase that opens the clause: "In Rome the minister, X, said". With inherited it is one that
// stands right behind the "and" of the verb. It is none if there is none.
func (r *reading) lostSubject(s, v int, inherited bool) int {
	t := &r.trees[s]
	if !t.verb(v) || t.passive(v) || t.child(v, "nsubj") >= 0 && !inherited || t.tokens[v].Relation == "acl:relcl" || t.tokens[v].Relation == "xcomp" {
		return none
	}
	if x := t.tokens[v].XPOS; x != "VBD" && x != "VBZ" && x != "VBP" && !(x == "VBN" && t.child(v, "obj") >= 0) {
		return none
	}
	if inherited && (t.relation(v) != "conj" || t.child(v, "nsubj") >= 0) {
		return none
	}
	start := v
	for start > 0 && v-start < 40 && !t.opens(start-1) {
		start--
	}
	from, to := r.actors.In(s)
	for m := from; m < to; m++ {
		x := &r.actors.Mentions[m]
		if x.First < start || x.Last >= v || r.inTime(s, x.Head) || x.Kind == actor.Adjective {
			continue
		}
		before := x.First - 1
		for before >= start && (t.tokens[before].UPOS == "DET" || t.tokens[before].UPOS == "ADJ" || t.tokens[before].Relation == "nmod:desc" || t.tokens[before].Relation == "nmod:poss") {
			before--
		}
		for before >= start && t.dated[before] && inherited {
			before--
		}
		if before >= start && !(inherited && t.tokens[before].UPOS == "ADP") && (t.tokens[before].UPOS == "ADP" || t.verb(before)) {
			if inherited {
				return none
			}
			continue
		}
		for i := start; inherited && i <= before; i++ {
			if !t.dated[i] && t.tokens[i].UPOS != "ADP" && t.tokens[i].UPOS != "DET" {
				return none
			}
		}
		if r.entityType(x.Entities[0]) == schema.Place || t.verb(x.Head) {
			continue
		}
		return x.Head
	}
	return none
}

// opens reports a token that opens a clause for the next one.
func (t *tree) opens(i int) bool {
	switch t.word(i) {
	case ";", ":", "that", "“", "\"", "because", "after", "when", "while", "as", "if":
		return true
	case "and", "but":
		return i > 0 && t.tokens[i-1].Text == ","
	}
	return false
}

// patients are the tokens that a verb's action is done to. People coordinated with a thing are none of them: in "praised
// the deal, and Mr X called" they begin another clause.
func (r *reading) patients(s, v int) []int {
	toks := r.trees[s].patients(v)
	if len(toks) < 2 || r.mention[s][toks[0]] >= 0 {
		return toks
	}
	return slices.DeleteFunc(slices.Clone(toks), func(k int) bool { return k != toks[0] && r.isPerson(s, k) })
}

// complement returns whom a demand or threat is meant for as its complement tells: "demanded that Iran stop" is Iran,
// "threatened to bomb Iran" too.
func (r *reading) complement(s, v int) []int {
	t := &r.trees[s]
	for _, k := range t.kids[v] {
		switch t.relation(k) {
		case "ccomp":
			if t.passive(k) {
				return nil
			}
			if sub := t.child(k, "nsubj"); sub >= 0 {
				if es := r.all(s, t.conjuncts(sub), false); len(es) > 0 {
					return es
				}
			}
			return nil
		case "xcomp", "advcl":
			if es := r.all(s, t.patients(k), false); len(es) > 0 {
				return es
			}
			for _, o := range t.kids[k] {
				if t.relation(o) != "obl" {
					continue
				}
				switch t.preposition(o) {
				case "on", "against", "to", "with", "at", "from":
					if es := r.all(s, t.conjuncts(o), false); len(es) > 0 {
						return es
					}
				}
			}
		case "obl": // "called for Iran to stop"
			if t.preposition(k) == "for" {
				for _, g := range t.kids[k] {
					if t.relation(g) == "acl" || t.relation(g) == "xcomp" {
						if t.passive(g) {
							return nil
						}
						return r.named(s, k)
					}
				}
			}
		}
	}
	return nil
}

// build makes the event of a verb's entry, nil if no actor fills it.
func (r *reading) build(s, v int, en *entry) *event {
	t := &r.trees[s]
	e := r.newEvent(s, v, en.event, en.kind, "verb/"+string(en.event))
	source := r.actorsOnly(r.fill(s, v, en.source, true))
	if len(source) == 0 && slices.Contains(en.source, slot{what: "subj"}) {
		source = r.localAgents(s, v)
		if len(source) == 0 {
			source = r.opener(s, v)
		}
	}
	target := r.fill(s, v, en.target, false)
	if en.event == schema.Consult {
		return r.consultVerb(s, v, en, e, source, target)
	}
	if len(target) == 0 && en.event == schema.Reject {
		target = r.fill(s, v, []slot{{what: "obj"}}, false)
	}
	if len(target) == 0 && (en.event == schema.Assault || en.event == schema.Mobilize) {
		target = r.scene(s, v)
	}
	if en.event == schema.Agree && len(source) == 1 && len(target) == 0 {
		target = r.beneficiaries(s, v)
	}
	target = slices.DeleteFunc(slices.Clone(r.targets(en.event, target)), func(x int) bool { return slices.Contains(source, x) })
	if len(source) == 0 && t.passive(v) && en.event == schema.Agree {
		source = r.signatories(s, v)
	}
	switch {
	case en.event == schema.Reject && r.reticent(s, v):
		return nil
	case en.event == schema.Sanction && len(source) == 0 && r.talks(s, v):
		return nil // talks that were suspended are talks
	case en.event == schema.Aid && len(target) == 0 && !r.gift(s, v):
		return nil
	case len(source) == 0 && len(target) == 0:
		return nil
	case len(source) == 0 && !t.passive(v) && en.event != schema.Protest:
		return nil
	case len(source) == 0 && passiveNeedsAgent[en.event] && (en.event != schema.Concede || len(target) == 0):
		return nil
	}
	if en.event.Symmetric() {
		e.add(schema.Participant, source...)
		e.add(schema.Participant, target...)
	} else {
		e.add(schema.Source, source...)
		e.add(schema.Target, target...)
	}
	if en.event == schema.Agree {
		e.kind = r.agreementKind(s, v)
		if len(e.parties) < 2 && !r.plural(s, t.agents(v)) && len(en.frame) == 0 {
			return nil
		}
	}
	e.period = r.timeOf(s, v)
	e.place = r.placeOf(s, v)
	switch en.event {
	case schema.Assault, schema.Coerce, schema.Mobilize:
		if e.place < 0 || r.entityType(e.place) != schema.Place {
			if scene := r.struckPlace(e); scene >= 0 {
				e.place = scene
			} else if scene = r.sceneOf(s, v); scene >= 0 {
				e.place = scene
			}
		}
	}
	if said[en.event] {
		e.place = r.sayingPlace(s, v) // "called for a ceasefire in Gaza" is said elsewhere
	}
	if shutting[t.lemma(v)] && r.keptFrom(s, v) {
		e.place = none // what X was kept from was there
	}
	e.setting = r.settingOf(s, v)
	r.speechDate(s, v, e)
	st := r.stance(s, v)
	if st.veiled {
		r.explain("  %s: only part of a demand, threat or refusal", t.word(v))
		return nil
	}
	r.attribute(s, e, st)
	if e.status == schema.DidNotOccur && slices.ContainsFunc(en.frame, func(c condition) bool { return c.what == "negated" }) {
		e.status = schema.Occurred // not accepting is what occurred
	}
	e.weak = len(target) == 0
	e.framed = slices.ContainsFunc(en.frame, func(c condition) bool { return c.what == "obj" && c.words != nil && !c.except })
	return e
}

// relocate makes a place that is given aid, or to which forces are sent, the place of the event; the people who are aided
// there are not named.
func (r *reading) relocate(e *event) {
	if e.event != schema.Aid && e.event != schema.Mobilize {
		return
	}
	for _, x := range e.with(schema.Target) {
		if r.entityType(x) == schema.Place {
			e.place = x
		}
	}
	if e.event == schema.Aid {
		e.parties = slices.DeleteFunc(e.parties, func(p party) bool { return p.role == schema.Target && r.entityType(p.entity) == schema.Place })
	}
}

// reticent reports "declined to say", which refuses nothing but an answer.
func (r *reading) reticent(s, v int) bool {
	t := &r.trees[s]
	for _, k := range t.kids[v] {
		if t.relation(k) == "xcomp" || t.relation(k) == "advcl" && t.childWord(k, "to") >= 0 {
			switch t.lemma(k) {
			case "say", "comment", "disclose", "specify", "elaborate", "answer", "name", "identify", "confirm":
				return true
			}
		}
	}
	return false
}

// talks reports whether a verb's object is a meeting or talks.
func (r *reading) talks(s, v int) bool {
	return slices.ContainsFunc(r.trees[s].patients(v), func(k int) bool { return r.consultation(s, k) })
}

// gift reports whether what a verb gives is aid by its nature.
func (r *reading) gift(s, v int) bool {
	t := &r.trees[s]
	gifts, needy := r.lexicon.classes["Gift"], r.lexicon.classes["Needy"]
	for _, k := range t.patients(v) {
		if needy[t.lemma(k)] {
			return true
		}
		if gifts[t.lemma(k)] && t.lemma(k) != "support" {
			return true
		}
	}
	return false
}

// subjunctive reports whether a complement clause tells what ought to be done: "insisted that Iran stop", "suggested
// that talks be held", "that they should leave".
func (t *tree) subjunctive(c int) bool {
	for _, k := range t.kids[c] {
		if t.relation(k) == "aux" {
			switch t.word(k) {
			case "should", "must", "be", "ought":
				return true
			}
			return false
		}
	}
	return t.tokens[c].XPOS == "VB" || t.tokens[c].XPOS == "VBP" && t.child(c, "nsubj") >= 0 && t.tokens[t.child(c, "nsubj")].XPOS != "NNS"
}

// scene is the place or state where an attack without a named victim was: "killed nine people in Herat".
func (r *reading) scene(s, v int) []int {
	t := &r.trees[s]
	for _, k := range append([]int{v}, t.patients(v)...) {
		for _, o := range t.kids[k] {
			if rel := t.relation(o); rel != "obl" && rel != "nmod" {
				continue
			}
			switch t.preposition(o) {
			case "in", "at", "near", "along", "outside":
			default:
				continue
			}
			if e := r.locality(s, o); e >= 0 {
				return []int{e}
			}
			if es := r.inside(s, o, false, 2); len(es) > 0 {
				return es[:1]
			}
		}
	}
	return nil
}

// signatories are those whose declaration a participle speaks of: "in a declaration adopted on Sunday the members said".
func (r *reading) signatories(s, v int) []int {
	t := &r.trees[s]
	var out []int
	for _, k := range t.patients(v) {
		out = appendNew(out, r.inside(s, k, true, 0)...)
		out = appendNew(out, r.inside(s, k, false, 0)...)
		if g := t.head(k); len(out) == 0 && t.verb(g) && t.relation(k) == "obl" {
			out = appendNew(out, r.all(s, t.agents(g), true)...)
		}
		if len(out) == 0 && t.definite(k) {
			out = appendNew(out, r.named(s, k)...)
		}
	}
	return r.actorsOnly(out)
}

// beneficiaries are those to whom a single promise is made, as its infinitive tells: "agreed to open its border to X".
func (r *reading) beneficiaries(s, v int) []int {
	t := &r.trees[s]
	for _, k := range t.kids[v] {
		if rel := t.relation(k); (rel == "xcomp" || rel == "advcl") && t.tokens[k].XPOS == "VB" {
			for _, p := range []string{"with", "to", "for"} {
				if es := r.actorsOnly(r.all(s, r.prepositional(s, k, p), false)); len(es) > 0 {
					return es
				}
			}
		}
	}
	return nil
}

// passiveNeedsAgent lists the types whose event says nothing without its source: "he was asked".
var passiveNeedsAgent = map[schema.EventType]bool{
	schema.Request: true, schema.Accuse: true, schema.Reject: true, schema.Threaten: true, schema.Protest: true,
	schema.Mobilize: true, schema.Retreat: true, schema.Concede: true, schema.Support: true,
}

// plural reports whether argument tokens mean several actors.
func (r *reading) plural(s int, toks []int) bool {
	t := &r.trees[s]
	if len(toks) > 1 {
		return true
	}
	for _, k := range toks {
		if x := t.tokens[k].XPOS; x == "NNS" || x == "NNPS" || t.word(k) == "they" {
			return true
		}
		if m := r.mention[s][k]; m >= 0 && len(r.actors.Mentions[m].Entities) > 1 {
			return true
		}
	}
	return false
}

// agreementKind tells a ceasefire from a treaty by the nouns of the verb's object.
func (r *reading) agreementKind(s, v int) schema.EventKind {
	t := &r.trees[s]
	for _, x := range append([]int{v}, t.kids[v]...) {
		switch t.lemma(x) {
		case "exchange", "swap":
			for _, k := range t.patients(x) {
				switch t.lemma(k) {
				case "prisoner", "captive", "hostage", "body", "detainee", "soldier", "remains":
					return schema.PrisonerExchange
				}
			}
		}
	}
	for _, k := range append(t.patients(v), t.obliques(v, "to", "on")...) {
		if kind := r.kindOfAgreement(s, k); kind != schema.Other {
			return kind
		}
	}
	return schema.Other
}

func (r *reading) kindOfAgreement(s, n int) schema.EventKind {
	t := &r.trees[s]
	switch t.lemma(n) {
	case "ceasefire", "cease-fire", "truce", "armistice":
		return schema.Ceasefire
	case "treaty", "convention", "charter":
		return schema.Treaty
	}
	for _, k := range t.kids[n] {
		switch t.lemma(k) {
		case "ceasefire", "truce", "cease-fire", "armistice":
			return schema.Ceasefire
		case "trade", "tariff", "commerce":
			return schema.Trade
		case "prisoner", "captive", "hostage":
			if t.relation(k) == "compound" {
				return schema.PrisonerExchange
			}
		case "peace", "nuclear":
			if t.relation(k) == "compound" || t.relation(k) == "amod" {
				return schema.Treaty
			}
		}
	}
	if t.lemma(n) == "swap" || t.lemma(n) == "exchange" {
		return schema.PrisonerExchange
	}
	return schema.Other
}

// personLike reports whether a mention can travel and meet: a person, or a nominal that stands for a state.
func (r *reading) personLike(s, tok int) bool {
	m := r.mention[s][tok]
	if m < 0 {
		return false
	}
	mention := &r.actors.Mentions[m]
	for _, e := range mention.Entities {
		if r.entityType(e) == schema.Person || mention.Kind == actor.Nominal || mention.Kind == actor.Pronoun {
			return true
		}
	}
	return false
}
