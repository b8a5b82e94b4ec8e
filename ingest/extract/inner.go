package extract

import (
	"slices"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/schema"
)

// supply finds the other side of an event whose rule found only one, where no argument of the trigger is itself an
// actor: the nearest actor inside what the deed is about.
func (r *reading) supply(e *event) {
	r.custodian(e)
	r.jointly(e)
	switch {
	case e.event == schema.Consult || e.event == schema.Cooperate:
	case e.event == schema.Agree:
		if len(e.parties) == 1 && !e.noun {
			e.add(schema.Participant, r.coordinated(e)...)
		}
		if len(e.parties) == 1 {
			e.add(schema.Participant, r.inner(e, e.with(schema.Participant))...)
		}
	case e.event == schema.Threaten && r.warnsAgainst(e.sentence, e.trigger):
	case len(e.with(schema.Target)) == 0 && len(e.with(schema.Source)) > 0:
		e.add(schema.Target, r.inner(e, e.with(schema.Source))...)
	}
}

// warnsAgainst reports "warned against travel to X": what is warned against harms whoever is warned, not who is named in it.
func (r *reading) warnsAgainst(s, v int) bool {
	t := &r.trees[s]
	return (t.lemma(v) == "warn" || t.lemma(v) == "caution") && (t.gerund(v, "against") || len(t.obliques(v, "against")) > 0)
}

// inner returns the nearest actors inside the object, the oblique or the complement of an event's trigger, but for those
// who act and their own state: "rejected the motion that the deputies of X had tabled".
func (r *reading) inner(e *event, own []int) []int {
	s, t := e.sentence, &r.trees[e.sentence]
	skip := slices.Clone(own)
	for _, x := range own {
		skip = append(skip, r.stateOf(x), r.ownerOf(x))
	}
	roots := r.matters(s, e.trigger, e.noun)
	if h := r.opponent(s, e); h >= 0 {
		roots = slices.Insert(roots, 0, h)
	}
	for _, root := range roots {
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

// ownerOf is the state or organization that an entity belongs to, none if it belongs to none.
func (r *reading) ownerOf(e int) int {
	if of := r.actors.Entities[e].Of; of != "" {
		return r.actors.Entity(of)
	}
	return none
}

// matters are the phrases that tell what a deed is about: the patients of a verb, its obliques and its complements, in
// this order. The verb that carries a noun of action lends it its own.
func (r *reading) matters(s, trigger int, noun bool) []int {
	t := &r.trees[s]
	var out []int
	if noun {
		out = append(out, trigger)
		for n := 0; n < maxClimb && t.relation(trigger) == "conj" && t.noun(t.head(trigger)); n++ {
			trigger = t.head(trigger)
		}
		if h := t.head(trigger); t.verb(h) && t.relation(trigger) == "obj" {
			trigger = h
		}
	} else {
		out = append(out, t.patients(trigger)...)
	}
	for _, relations := range [...][]string{{"obj", "obl", "iobj"}, {"xcomp", "ccomp", "advcl"}} {
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
	es := r.all(s, r.trees[s].conjuncts(k), false)
	switch typ {
	case schema.Threaten, schema.Sanction, schema.Concede: // what is done to a place is done to its people
	default:
		if h := r.trees[s].head(k); h < 0 || !agencies[r.trees[s].lemma(h)] && !councils[r.trees[s].lemma(h)] || r.trees[s].noun(k) && r.trees[s].relation(k) == "conj" {
			es = r.targets(typ, es)
		}
	}
	return slices.DeleteFunc(slices.Clone(es), func(x int) bool { return slices.Contains(skip, x) })
}

// councils are further nouns that act for the place before them: "the Basra council".
var councils = map[string]bool{
	"council": true, "assembly": true, "magistrate": true, "mayor": true, "administration": true, "legislature": true,
	"governor": true, "office": true, "leader": true,
}

// opponent is the noun behind the first "against" after an event's trigger, before another clause begins; none for types
// that are against nobody.
func (r *reading) opponent(s int, e *event) int {
	switch e.event {
	case schema.Accuse, schema.Assault, schema.Sanction, schema.Protest, schema.Threaten, schema.Coerce:
	default:
		return none
	}
	t := &r.trees[s]
	for i := e.trigger + 1; i < len(t.tokens); i++ {
		if t.verb(i) && t.child(i, "nsubj", "mark") >= 0 {
			return none
		}
		if h := t.head(i); t.word(i) == "against" && t.relation(i) == "case" && h > i {
			return h
		}
	}
	return none
}

// custodian is the state in whose hands someone is who was arrested, released or expelled there, where the text names
// nobody else: "was detained in Iran", "were expelled from Mali".
func (r *reading) custodian(e *event) {
	s, t := e.sentence, &r.trees[e.sentence]
	if e.noun || len(e.with(schema.Source)) > 0 || !custodial[t.lemma(e.trigger)] || !t.passive(e.trigger) {
		return
	}
	for _, k := range t.obliques(e.trigger, "in", "from") {
		if m := r.mention[s][k]; m < 0 || len(r.actors.Mentions[m].Entities) != 1 {
			continue
		}
		x := r.actors.Mentions[r.mention[s][k]].Entities[0]
		if r.entityType(x) != schema.State || r.inTime(s, k) {
			continue
		}
		e.parties = slices.DeleteFunc(e.parties, func(p party) bool { return p.entity == x })
		e.add(schema.Source, x)
		return
	}
}

// custodial are verbs whose subject only a state can be.
var custodial = map[string]bool{
	"arrest": true, "detain": true, "jail": true, "imprison": true, "sentence": true, "convict": true, "deport": true,
	"expel": true, "extradite": true, "release": true, "free": true, "pardon": true,
}

// jointly makes an exercise that several hold together their cooperation: "A and B held war games".
func (r *reading) jointly(e *event) {
	t := &r.trees[e.sentence]
	if e.event != schema.Mobilize || len(e.with(schema.Source)) < 2 {
		return
	}
	drills := r.lexicon.classes["Drill"]
	drill := func(k int) bool {
		return drills[t.lemma(k)] || slices.ContainsFunc(t.kids[k], func(g int) bool { return t.preposition(g) == "of" && drills[t.lemma(g)] })
	}
	if !drill(e.trigger) && !slices.ContainsFunc(t.patients(e.trigger), drill) {
		return
	}
	e.event = schema.Cooperate
	own := e.with(schema.Source)
	e.parties = nil
	e.add(schema.Participant, own...)
}

// obligation reads what someone says that another must do as a demand: "said Iran must stop". What they must do
// themselves is none.
func (r *reading) obligation(s, v int) *event {
	t := &r.trees[s]
	if !t.verb(v) || !r.lexicon.matrix[t.lemma(v)].speech || t.negated(v) {
		return nil
	}
	k := t.child(v, "ccomp")
	if k < 0 || t.passive(k) {
		return nil
	}
	aux, sub := t.childWord(k, "must"), t.child(k, "nsubj")
	if aux < 0 || t.relation(aux) != "aux" || sub < 0 || t.pronoun(sub) {
		return nil
	}
	e := r.newEvent(s, v, schema.Request, "", "verb/must")
	e.add(schema.Source, r.actorsOnly(r.all(s, r.agents(s, v), true))...)
	for _, x := range r.actorsOnly(r.all(s, t.conjuncts(sub), false)) {
		if !slices.ContainsFunc(e.with(schema.Source), func(y int) bool { return x == y || r.stateOf(y) == x }) {
			e.add(schema.Target, x)
		}
	}
	if len(e.with(schema.Source)) == 0 || len(e.with(schema.Target)) == 0 {
		return nil
	}
	e.period = r.timeOf(s, v)
	r.attribute(s, e, r.stance(s, v))
	return e
}

// localAgents are the places whose courts, police or governments do what a verb says, where the article names no state
// that they act for: "a Mumbai court", "police in Lagos".
func (r *reading) localAgents(s, v int) []int {
	t := &r.trees[s]
	var out []int
	for _, k := range r.agents(s, v) {
		if !agencies[t.lemma(k)] && !councils[t.lemma(k)] || r.mention[s][k] >= 0 {
			continue
		}
		for _, g := range t.kids[k] {
			switch t.relation(g) {
			case "compound", "amod", "nmod":
			default:
				continue
			}
			if p := t.preposition(g); p != "" && p != "in" && p != "of" {
				continue
			}
			if x := r.locality(s, g); x >= 0 {
				out = appendNew(out, x)
				break
			}
		}
	}
	return out
}

// predicate reads "a court on Tuesday freed a pastor" as a clause: a noun that is the root of its sentence, with a participle
// that has an object of its own, for only an active verb takes one.
func (t *tree) predicate(v int) {
	n := t.head(v)
	if n < 0 || n > v || t.head(n) >= 0 || !t.noun(n) || t.tokens[v].Relation != "acl" || t.tokens[v].XPOS != "VBN" || givers[t.lemma(v)] {
		return
	}
	for i := n; i < v; i++ {
		if t.tokens[i].Text == "," {
			return
		}
	}
	if o := t.child(v, "obj"); o < v || t.dated[o] || t.passive(v) && t.child(v, "aux") >= 0 || t.child(n, "cop") >= 0 {
		return
	}
	t.detach(v)
	t.tokens[v].Relation, t.tokens[v].XPOS = "root", "VBD"
	for _, k := range append([]int(nil), t.kids[n]...) {
		if k > n && k != v && (t.relation(k) == "punct" && k > v || t.relation(k) == "advmod" || t.relation(k) == "parataxis" || t.relation(k) == "advcl") {
			t.rehang(k, v, t.tokens[k].Relation)
		}
	}
	t.rehang(n, v, "nsubj")
}

// givers are verbs whose passive participle keeps an object: "a man denied bail".
var givers = map[string]bool{
	"give": true, "grant": true, "deny": true, "award": true, "offer": true, "send": true, "show": true, "tell": true, "teach": true,
	"call": true, "name": true, "elect": true, "appoint": true, "ask": true, "promise": true, "refuse": true, "fine": true, "dub": true,
	"consider": true, "pay": true, "hand": true, "owe": true, "assign": true, "title": true, "entitle": true,
}

// coordinated are the actors that coordinated modifiers of the one subject name: "Danish and Swedish negotiators agreed".
func (r *reading) coordinated(e *event) []int {
	s, t := e.sentence, &r.trees[e.sentence]
	k := t.subject(e.trigger)
	if k < 0 || t.tokens[k].XPOS != "NNS" && t.tokens[k].XPOS != "NNPS" {
		return nil
	}
	first, _ := t.phrase(k)
	var out []int
	and := false
	for i := first; i <= k; i++ {
		if t.preposition(i) != "" || t.word(i) == "," {
			return nil
		}
		and = and || t.word(i) == "and"
		if m := r.mention[s][i]; m >= 0 {
			out = appendNew(out, r.actors.Mentions[m].Entities...)
		}
	}
	if !and {
		return nil
	}
	return r.actorsOnly(out)
}

// recipient is the noun behind a "to" that ends what a verb of handing over says, though the tree hangs it on a noun
// inside the thing handed over: "returned a vase made in Korinth to Greece".
func (r *reading) recipient(s, v int) []int {
	t := &r.trees[s]
	if !handing[t.lemma(v)] || t.passive(v) {
		return nil
	}
	for i := v + 1; i < len(t.tokens); i++ {
		if t.verb(i) && t.child(i, "nsubj", "mark") >= 0 {
			return nil
		}
		if h := t.head(i); t.word(i) == "to" && t.relation(i) == "case" && h > i && len(r.actorsOf(s, h, false)) > 0 {
			return t.conjuncts(h)
		}
	}
	return nil
}

// handing are verbs of giving that name whom they give to with "to".
var handing = map[string]bool{
	"return": true, "hand": true, "give": true, "donate": true, "send": true, "deliver": true, "provide": true, "extradite": true,
	"transfer": true, "supply": true, "ship": true, "lend": true, "grant": true, "repatriate": true,
}

// opener is the actor that opens the sentence of a finite verb whose subject the tree lost or misread: nothing but its
// phrase, adverbs and a date stand between the two.
func (r *reading) opener(s, v int) []int {
	t := &r.trees[s]
	if t.passive(v) || !t.finite(v) && t.child(v, "aux") < 0 || t.relation(v) != "root" {
		return nil
	}
	var out []int
	for i := 0; i < v; i++ {
		switch t.tokens[i].UPOS {
		case "VERB", "SCONJ", "ADP", "PRON":
			return nil
		}
		if t.tokens[i].Text == ":" || t.tokens[i].Text == "\"" {
			return nil
		}
		if m := r.mention[s][i]; m >= 0 && !r.inTime(s, i) {
			out = appendNew(out, r.actors.Mentions[m].Entities...)
		}
	}
	return r.actorsOnly(out)
}

// normalize gives nouns whose plural the lemmatizer keeps their singular, and "cease-fire" in three tokens its one lemma,
// as the lexicon lists them.
func (t *tree) normalize(v int) {
	k := &t.tokens[v]
	if l, ok := plurals[t.word(v)]; ok && t.noun(v) {
		k.Lemma = l
	}
	if t.lemma(v) == "counterpart" && v+1 < len(t.tokens) { // "met his counterpart President X": read as an oblique
		for _, h := range t.kids[max(t.head(v), 0)] {
			if first, _ := t.phrase(h); h > v && first == v+1 && t.relation(h) == "obl" && t.preposition(h) == "" && t.tokens[h].UPOS == "PROPN" {
				t.rehang(h, v, "appos")
				break
			}
		}
	}
	if v > 1 && t.word(v) == "fire" && t.tokens[v-1].Text == "-" && t.word(v-2) == "cease" {
		k.Lemma = "ceasefire"
	}
}

// plurals are nouns seen more in the plural than in the singular.
var plurals = map[string]string{
	"troops": "troop", "supplies": "supply", "forces": "force", "goods": "good", "hostilities": "hostility", "funds": "fund",
	"arms": "arm", "tariffs": "tariff", "relations": "relation", "ties": "tie",
}
