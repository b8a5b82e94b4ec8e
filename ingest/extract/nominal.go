package extract

import (
	"slices"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// carrier reads what stands around a noun of action: its own arguments, the verb that carries it, its relative clauses.
type carrier struct {
	r       *reading
	s       int
	n, top  int // the noun, and the outermost noun that only bounds it: "round" in "a round of talks"
	entry   *entry
	e       *event
	carried bool // a verb of doing carries it: "held talks"
	veiled  bool
	period  when.Period
	place   int
	after   int // verb after which the noun's event is told to have been, none if none
}

// happening are verbs whose subject is an event that takes place, or does not.
var happening = map[string]bool{
	"happen": true, "occur": true, "take": true, "begin": true, "start": true, "end": true, "conclude": true, "continue": true,
	"resume": true, "open": true, "close": true, "go": true, "follow": true, "materialize": true, "materialise": true,
	"fail": true, "collapse": true, "stall": true, "break": true, "finish": true, "last": true, "kick": true, "proceed": true,
	"commence": true, "reopen": true, "restart": true, "await": true, "come": true, "remain": true, "drag": true, "be": true,
	"schedule": true, "plan": true, "set": true, "hold": true, "cancel": true, "postpone": true, "expect": true, "announce": true,
	"convene": true, "due": true, "call": true, "put": true, "delay": true, "tentatively": true, "arrange": true, "bring": true,
	"precede": true, "draw": true, "erupt": true, "spread": true, "intensify": true, "adjourn": true, "suspend": true, "scrap": true,
	"kill": true, "hit": true, "leave": true, "destroy": true, "wound": true, "injure": true,
}

// planning are participles and adjectives that say of a noun that it lies ahead or was called off.
var planning = map[string]schema.EventStatus{
	"planned": schema.Planned, "upcoming": schema.Planned, "scheduled": schema.Planned, "anticipated": schema.Planned,
	"forthcoming": schema.Planned, "coming": schema.Planned, "expected": schema.Planned, "due": schema.Planned, "plan": schema.Planned,
	"schedule": schema.Planned, "expect": schema.Planned, "anticipate": schema.Planned, "announce": schema.Planned, "set": schema.Planned,
	"possible": schema.Hypothetical, "potential": schema.Hypothetical, "proposed": schema.Hypothetical, "propose": schema.Hypothetical,
	"future": schema.Hypothetical, "eventual": schema.Hypothetical, "imminent": schema.Planned, "would-be": schema.Hypothetical,
	"cancelled": schema.DidNotOccur, "canceled": schema.DidNotOccur, "aborted": schema.DidNotOccur, "postponed": schema.DidNotOccur,
	"alleged": schema.Occurred, "cancel": schema.DidNotOccur, "postpone": schema.DidNotOccur, "foiled": schema.DidNotOccur,
	"abortive": schema.DidNotOccur, "threatened": schema.Hypothetical, "feared": schema.Hypothetical, "hypothetical": schema.Hypothetical,
}

func (c *carrier) tree() *tree { return &c.r.trees[c.s] }

// modifiers reads adjectives and determiners: "no agreement", "a planned visit", "a fifth round".
func (c *carrier) modifiers() {
	t := c.tree()
	c.place, c.after = none, none
	c.compounded()
	for _, n := range []int{c.n, c.top} {
		if t.negatedNoun(n) {
			c.e.status = schema.DidNotOccur
			c.e.reason = "no " + t.word(n)
		}
		for _, k := range t.kids[n] {
			if t.relation(k) != "amod" && t.relation(k) != "acl" {
				continue
			}
			for _, w := range []string{t.word(k), t.lemma(k)} {
				if st, ok := planning[w]; ok && (t.relation(k) == "amod" || t.tokens[k].XPOS == "VBN" || w == "due") {
					c.e.status = harder(c.e.status, st)
					c.e.reason = t.word(k) + " " + t.word(n)
				}
			}
		}
		if o := t.roundOf(n); o > 0 && c.e.round == 0 {
			c.e.round = o
		}
	}
	if t.lemma(c.top) != "round" && c.entry.kind != schema.NegotiationRound && t.lemma(c.n) != "meeting" && t.lemma(c.n) != "session" && t.lemma(c.n) != "talk" {
		c.e.round = 0
	}
	if t.lemma(c.n) == "round" && t.lemma(c.top) == "round" || t.lemma(c.top) == "round" && c.e.event == schema.Consult {
		c.e.kind = schema.NegotiationRound
	}
	if c.e.kind == schema.Meeting && t.lemma(c.n) == "talk" {
		for _, k := range t.kids[c.n] {
			switch t.lemma(k) {
			case "peace", "nuclear", "trade", "direct", "indirect", "ceasefire", "accession", "technical", "disarmament", "border":
				c.e.kind = schema.NegotiationRound
			}
			if t.relation(k) == "nmod" && (t.preposition(k) == "on" || t.preposition(k) == "over" || t.preposition(k) == "about") {
				c.e.kind = schema.NegotiationRound
			}
		}
	}
	if c.e.event == schema.Agree {
		c.e.kind = c.r.kindOfAgreement(c.s, c.n)
	}
}

// compounded adds who stands before the noun in a compound with a participle: "the US-brokered truce", "Qatar-led talks".
func (c *carrier) compounded() {
	t, r := c.tree(), c.r
	from, to := r.actors.In(c.s)
	for i := c.n - 1; i > 1 && i > c.n-7; i-- {
		if t.tokens[i-1].Text != "-" {
			continue
		}
		role, ok := compounding[t.word(i)]
		if !ok || role == schema.Mediator && !c.e.event.Symmetric() || role == schema.Host && c.e.event != schema.Consult {
			continue
		}
		for m := from; m < to; m++ {
			if x := &r.actors.Mentions[m]; x.Last == i-2 || x.Last == i-1 {
				c.e.add(role, r.actorsOnly(x.Entities)...)
			}
		}
	}
}

// compounding are participles that tie an actor to a noun of action, with the part that it plays.
var compounding = map[string]schema.Role{
	"mediated": schema.Mediator, "brokered": schema.Mediator, "sponsored": schema.Mediator, "facilitated": schema.Mediator, "led": schema.Mediator,
	"hosted": schema.Host,
}

// slot returns the entities in an argument slot of the noun; verb, if any, is the verb whose phrase may hold it too.
func (c *carrier) slot(sl slot, verb int) []int {
	r, t := c.r, c.tree()
	var out []int
	for _, n := range []int{c.n, c.top} {
		if sl.what == "poss" {
			for _, k := range t.kids[n] {
				switch t.tokens[k].Relation {
				case "nmod:poss":
					out = appendNew(out, r.all(c.s, t.conjuncts(t.antecedent(k)), true)...)
				case "amod", "compound", "nmod:unmarked", "nmod", "dep":
					if k > n || t.preposition(k) != "" {
						continue
					}
					for _, q := range t.conjuncts(k) {
						if m := r.mention[c.s][q]; m >= 0 && r.actors.Mentions[m].Kind <= actor.Adjective {
							out = appendNew(out, r.actorsOnly(r.actors.Mentions[m].Entities)...)
						}
					}
				}
			}
			continue
		}
		for _, k := range t.kids[n] {
			if rel := t.relation(k); rel != "nmod" && rel != "obl" && rel != "acl" {
				continue
			}
			if t.word(k) == "what" || t.childWord(k, "what") >= 0 {
				continue // "ended with what X called progress"
			}
			if t.preposition(k) == sl.word || sl.word == "against" && t.preposition(k) == "targeting" {
				out = appendNew(out, c.conjuncts(k, sl.word)...)
			}
		}
	}
	if len(out) == 0 && sl.what == "~" {
		out = c.displaced(sl.word)
	}
	if len(out) == 0 && verb >= 0 && sl.what == "~" && sl.word != "of" && sl.word != "by" && sl.word != "from" && sl.word != "in" {
		for _, k := range t.kids[verb] {
			if t.relation(k) == "obl" && t.preposition(k) == sl.word {
				out = appendNew(out, c.conjuncts(k, sl.word)...)
			}
		}
	}
	return out
}

// conjuncts are the entities of an argument and of what is coordinated with it; "the leaders of A and B" gives both.
func (c *carrier) conjuncts(k int, word string) []int {
	t := c.tree()
	var out []int
	for _, q := range t.conjuncts(t.antecedent(k)) {
		if p := t.preposition(q); q == k || p == "" || p == word {
			out = appendNew(out, c.r.actorsOf(c.s, q, false)...)
		}
	}
	return out
}

func (c *carrier) slots(sls []slot, verb int) []int {
	for _, sl := range sls {
		if es := c.slot(sl, verb); len(es) > 0 {
			return es
		}
	}
	return nil
}

// arguments fills the event from the noun's own phrase.
func (c *carrier) arguments() {
	e, r := c.e, c.r
	verb := c.carrierVerb()
	switch {
	case e.event == schema.Consult && e.kind == schema.Visit:
		c.journey(verb)
	case e.event == schema.Consult:
		for _, sl := range []slot{{what: "poss"}, {"~", "between"}, {"~", "of"}, {"~", "with"}, {"~", "among"}, {"~", "from"}} {
			if sl.word == "of" && c.tree().lemma(c.n) == "mission" {
				continue
			}
			for _, x := range c.slot(sl, verb) {
				c.party(x)
			}
		}
		c.carriedWith(verb)
		c.partner()
		if e.kind == schema.Call {
			e.add(schema.Participant, r.actorsOnly(c.slot(slot{"~", "to"}, none))...)
			e.add(schema.Participant, r.actorsOnly(c.slot(slot{"~", "from"}, none))...)
		}
	case e.event.Symmetric():
		for _, sl := range append(slices.Clone(c.entry.source), c.entry.target...) {
			e.add(schema.Participant, r.actorsOnly(c.slot(sl, verb))...)
		}
	default:
		e.add(schema.Source, r.actorsOnly(c.slots(c.entry.source, none))...)
		for _, x := range r.targets(e.event, c.slots(c.entry.target, verb)) {
			e.add(schema.Target, x)
		}
	}
	c.place = c.ownPlace()
	c.e.apart = c.separate()
}

// separate reports talks held with one after the other: "separate talks with X, with Y and with Z".
func (c *carrier) separate() bool {
	t := c.tree()
	if t.childWord(c.n, "separate") >= 0 {
		return true
	}
	with := 0
	for _, k := range t.kids[c.n] {
		for _, q := range t.conjuncts(k) {
			if t.preposition(q) == "with" {
				with++
			}
		}
	}
	return with > 1
}

// carriedWith adds the partners that the tree hangs on the verb that carries the talks: "had talks with X, with Y".
func (c *carrier) carriedWith(verb int) {
	t := c.tree()
	if verb < 0 || t.relation(c.top) != "obj" || c.r.lexicon.support[t.lemma(verb)].role != schema.Source {
		return
	}
	for _, k := range t.kids[verb] {
		if t.relation(k) == "obl" && t.preposition(k) == "with" {
			for _, x := range c.conjuncts(k, "with") {
				c.party(x)
			}
		}
	}
}

// partner finds the other sides where the tree hangs "with X" elsewhere, and where only they are named, the one side that
// the clause is about: "X agreed, after talks with Y".
func (c *carrier) partner() {
	t, r, e := c.tree(), c.r, c.e
	with := len(c.slot(slot{"~", "with"}, none)) > 0
	if !with && len(c.slot(slot{"~", "between"}, none)) == 0 {
		for i := c.n + 1; i < len(t.tokens) && i < c.n+10 && !t.verb(i); i++ {
			if w := t.word(i); (w == "with" || w == "between") && t.relation(i) == "case" {
				for _, k := range t.conjuncts(t.head(i)) {
					if p := t.preposition(k); p == "" || p == w {
						e.add(schema.Participant, r.actorsOnly(r.actorsOf(c.s, k, false))...)
					}
				}
				with = w == "with" && len(e.parties) > 0
				break
			}
		}
	}
	e.one = with && len(e.parties) == 1
	if h := t.head(c.top); len(e.with(schema.Participant)) == 0 && t.verb(h) && c.beside(h) && (t.preposition(c.top) == "after" || r.means(h, c.s, schema.Agree)) {
		if who := r.actorsOnly(r.all(c.s, r.agents(c.s, h), true)); len(who) > 1 { // "A and B signed a deal after talks", "in talks"
			e.add(schema.Participant, who...)
		}
	}
	if !with || c.owned() {
		return
	}
	for h, n := t.head(c.top), 0; h >= 0 && n < maxClimb; n++ {
		if t.verb(h) {
			if !r.lexicon.matrix[t.lemma(h)].veil || c.beside(h) {
				for _, x := range r.actorsOnly(r.all(c.s, r.agents(c.s, h), true)) {
					e.add(schema.Participant, x)
				}
			}
			return
		}
		h = t.head(h)
	}
	if p := t.preposition(c.top); p == "in" || p == "during" || p == "after" || p == "at" {
		for v := c.n + 1; v < len(t.tokens); v++ { // "In a call with X, Y proposed", with the call read as the main word
			if sub := t.child(v, "nsubj"); t.verb(v) && sub > c.n {
				e.add(schema.Participant, r.actorsOnly(r.all(c.s, r.agents(c.s, v), true))...)
				return
			}
		}
	}
}

// beside reports that the noun only tells when or how the verb's deed was done: "in a call with X, Y proposed".
func (c *carrier) beside(h int) bool {
	t := c.tree()
	if t.head(c.top) != h || t.relation(c.top) != "obl" {
		return false
	}
	switch t.preposition(c.top) {
	case "in", "after", "during", "at", "following", "before":
		return true
	}
	return false
}

// owned reports whether the noun's own phrase names one of the sides: "his talks with", "Iran's talks with".
func (c *carrier) owned() bool {
	t := c.tree()
	return t.child(c.n, "nmod:poss") >= 0 || t.child(c.top, "nmod:poss") >= 0 || len(c.slot(slot{what: "poss"}, none)) > 0
}

// party adds a participant of a consultation; a place is where it was.
func (c *carrier) party(x int) {
	if c.r.entityType(x) == schema.Place {
		if c.place < 0 {
			c.place = x
		}
		return
	}
	c.e.add(schema.Participant, x)
}

// journey fills a visit: the visitor, and where or whom the visit goes to.
func (c *carrier) journey(verb int) {
	r := c.r
	who := r.actorsOnly(c.slots(c.entry.source, none))
	to := c.slot(slot{"~", "to"}, verb)
	if len(to) == 0 {
		to = c.destination()
	}
	if len(who) == 0 && verb >= 0 {
		if t := c.tree(); r.lexicon.support[t.lemma(verb)].role == schema.Source || t.lemma(verb) == "cancel" {
			who = r.actorsOnly(r.all(c.s, r.agents(c.s, verb), true))
		} else if t.lemma(verb) == "await" {
			who = r.actorsOnly(r.all(c.s, t.patients(verb), true))
		}
	}
	if len(who) > 0 {
		r.visit(c.s, c.n, c.e, who, to)
		c.place = c.e.place
		return
	}
	for _, x := range to { // "the visit to X": whoever went, X was to receive them
		c.party(x)
	}
}

// destination is where a visit goes though the tree hangs the "to" elsewhere: "the visit of X, the minister, to Rome".
func (c *carrier) destination() []int {
	t := c.tree()
	for i := c.n + 1; i < len(t.tokens) && i < c.n+14 && !t.verb(i); i++ {
		if t.word(i) == "to" && t.relation(i) == "case" && t.head(i) > i {
			return c.r.actorsOf(c.s, t.head(i), false)
		}
	}
	return nil
}

func (c *carrier) ownPlace() int {
	if c.e.place >= 0 {
		return c.e.place
	}
	for _, n := range []int{c.n, c.top} {
		if p := c.r.placeOf(c.s, n); p >= 0 {
			return p
		}
	}
	if c.e.event == schema.Assault || c.e.event == schema.Coerce {
		if p := c.r.struckPlace(c.e); p >= 0 {
			return p
		}
		return c.r.locatedAt(c.s, c.n)
	}
	return c.place
}

// carrierVerb is the verb that carries the noun as its object or passive subject, none if there is none.
func (c *carrier) carrierVerb() int {
	t := c.tree()
	h := t.head(c.top)
	if !t.verb(h) {
		return none
	}
	switch t.relation(c.top) {
	case "obj", "nsubj", "obl", "iobj":
		return h
	}
	return none
}

// govern applies the verb or noun that the noun of action hangs on.
func (c *carrier) govern() {
	t := c.tree()
	top := c.top
	for i := 0; i < 3 && (t.relation(top) == "conj" || t.relation(top) == "appos"); i++ {
		top = t.head(top)
	}
	h := t.head(top)
	if h < 0 {
		return
	}
	if !t.verb(h) {
		c.underNoun(top, h)
		return
	}
	sup, isSupport := c.r.lexicon.support[t.lemma(h)]
	eff, isMatrix := c.r.lexicon.matrix[t.lemma(h)]
	patient := t.relation(top) == "obj" || t.tokens[top].Relation == "nsubj:pass"
	st := c.r.stance(c.s, h)
	switch {
	case patient && st.veiled && c.e.event != schema.Consult: // "urged it to lift the sanctions"
		c.veiled = true
	case patient && isSupport && !(t.lemma(h) == "call" && t.particle(h, "for")):
		c.support(h, sup, st)
	case patient && t.lemma(h) == "call" && t.particle(h, "off"), patient && t.lemma(h) == "put" && t.particle(h, "off"):
		c.status(schema.DidNotOccur, "called off")
		c.take(h, st)
		c.e.add(c.role(schema.Source), c.r.actorsOnly(c.r.all(c.s, c.r.agents(c.s, h), true))...)
	case patient && t.lemma(h) == "call" && !t.passive(h) && c.e.event == schema.Consult && st.status == schema.Occurred: // "called a summit for Friday"
		c.status(schema.Planned, "called")
		c.e.add(schema.Participant, c.r.actorsOnly(c.r.all(c.s, c.r.agents(c.s, h), true))...)
		c.carried = true
		c.take(h, st)
	case patient && isMatrix && eff.veil && st.status == schema.DidNotOccur: // "was neither requested nor held"
		c.status(schema.DidNotOccur, st.reason)
		c.take(h, st)
	case patient && isMatrix && eff.status != "":
		c.status(eff.status, "governed by "+t.lemma(h))
		c.veiled = c.veiled || eff.veil
		if eff.status == schema.Planned {
			c.take(h, st)
		}
	case patient || t.relation(top) == "iobj":
		if eff.speech {
			c.attendance(h, "", st)
			for _, x := range c.r.all(c.s, c.r.agents(c.s, h), true) {
				if p, ok := c.r.saidOn[x]; ok && c.period.IsZero() && t.child(h, "aux") < 0 {
					c.period = p
				}
			}
		}
		if st.status == schema.Planned {
			c.status(schema.Planned, "its verb lies ahead")
		}
		c.time(h)
	case t.relation(top) == "nsubj" && happening[t.lemma(h)]:
		c.status(st.status, st.reason)
		if t.lemma(h) == "await" {
			c.status(schema.Planned, "awaited")
		}
		if t.lemma(h) == "bring" && c.e.event == schema.Consult {
			for _, x := range c.r.actorsOnly(c.r.all(c.s, t.patients(h), true)) {
				c.e.add(schema.Participant, x)
			}
		}
		if !st.veiled {
			c.take(h, st)
		}
	case t.relation(top) == "nsubj":
		if st.status == schema.Planned {
			c.status(schema.Planned, "its verb lies ahead")
		}
		c.time(h)
	case t.relation(top) == "obl" || t.relation(top) == "iobj" || t.relation(top) == "advcl":
		c.oblique(top, h, st, eff)
	}
}

// support applies a verb that carries the noun: "held talks", "faces criticism".
func (c *carrier) support(h int, sup support, st stance) {
	t, e, r := c.tree(), c.e, c.r
	c.carried = true
	own := st.status
	if t.lemma(h) == "announce" && (e.event == schema.Consult || e.event == schema.Aid) {
		sup.status = schema.Planned
	}
	if sup.status == schema.DidNotOccur && own == schema.DidNotOccur { // "has not cancelled a visit"
		own = schema.Planned
		sup.status = schema.Planned
	}
	c.status(harder(own, sup.status), st.reason)
	c.veiled = c.veiled || st.veiled
	who := r.actorsOnly(r.all(c.s, r.agents(c.s, h), true))
	if len(who) == 1 && sup.role == schema.Source {
		e.lead = who[0]
	}
	role := sup.role
	if t.lemma(h) == "lead" && e.event == schema.Consult && len(e.with(schema.Participant)) > 1 {
		role = schema.Mediator // "talks led by X between Y and Z"
	}
	if role == schema.Source {
		c.yieldSource()
	}
	if t.lemma(h) == "chair" {
		if len(who) == 1 && r.entityType(who[0]) == schema.State {
			role = schema.Host
		}
	}
	switch {
	case role == "":
	case e.event == schema.Consult && (role == schema.Source || role == schema.Target):
		if e.kind != schema.Visit || len(e.parties) == 0 {
			e.add(schema.Participant, who...)
		}
	case role == schema.Host && e.event != schema.Consult, role == schema.Mediator && !e.event.Symmetric():
	case role == schema.Participant && e.event != schema.Consult:
	case role == schema.Source || role == schema.Target:
		if e.event.Symmetric() {
			role = schema.Participant
		}
		if role == schema.Source && len(e.with(schema.Source)) > 0 { // "imposed EU sanctions": the adjective was the source
			break
		}
		e.add(role, who...)
	default:
		e.add(role, who...)
	}
	if t.lemma(h) == "announce" { // on the day of the announcement
		c.said(st)
		return
	}
	c.take(h, st)
}

// yieldSource makes whom "of" names the target where the verb brings its own source: "opened an investigation of X".
func (c *carrier) yieldSource() {
	e := c.e
	if e.event.Symmetric() || !slices.Contains(c.entry.target, slot{"~", "of"}) || c.owned() || len(c.slot(slot{"~", "by"}, none)) > 0 {
		return
	}
	for i, p := range e.parties {
		if p.role == schema.Source {
			e.parties[i].role = schema.Target
		}
	}
}

func (c *carrier) role(role schema.Role) schema.Role {
	if c.e.event.Symmetric() {
		return schema.Participant
	}
	return role
}

// take takes time, place and attribution from the verb that carries the noun.
func (c *carrier) take(h int, st stance) {
	c.time(h)
	if c.place < 0 {
		c.place = c.r.placeOf(c.s, h)
	}
	c.said(st)
}

// said takes over who says so.
func (c *carrier) said(st stance) {
	if st.by < 0 {
		return
	}
	if who := c.r.named(c.s, st.by); len(who) == 1 && !c.e.has(who[0], schema.Source) {
		c.e.by = who[0]
	}
}

func (c *carrier) time(h int) {
	if c.period.IsZero() && !(c.r.lexicon.matrix[c.tree().lemma(h)].speech && c.tree().child(h, "ccomp", "parataxis") >= 0) {
		c.period = c.r.timeOf(c.s, h)
	}
}

func (c *carrier) status(st schema.EventStatus, reason string) {
	if h := harder(c.e.status, st); h != c.e.status {
		c.e.status, c.e.reason = h, reason
	}
}

// oblique applies a verb that the noun hangs on by a preposition: "left for talks", "called for a summit", "without a deal".
func (c *carrier) oblique(top, h int, st stance, eff effect) {
	t := c.tree()
	p := t.preposition(top)
	if (p == "in" || p == "during") && c.e.event != schema.Consult && c.r.toldBy(c.s, h, c.e.event) && len(c.e.with(schema.Source)) == 0 {
		c.veiled = true // "killed him in a raid": the raid is told by its verb
		return
	}
	if p == "to" && t.lemma(h) == "invite" {
		c.status(schema.Planned, "an invitation")
	}
	switch p {
	case "without":
		c.status(schema.DidNotOccur, "without")
		c.time(h)
	case "for", "to", "on", "in", "into", "with":
		if eff.status != "" && p == "for" {
			c.status(eff.status, "governed by "+t.lemma(h))
			c.veiled = c.veiled || eff.veil
			return
		}
		if st.status == schema.Planned {
			c.status(schema.Planned, "its verb lies ahead")
		}
		c.attendance(h, p, st)
		c.time(h)
	case "at", "during":
		if st.status == schema.Planned {
			c.status(schema.Planned, "its verb lies ahead")
		}
		c.attendance(h, p, st)
		c.time(h)
		if c.place < 0 {
			c.place = c.r.placeOf(c.s, h)
		}
	case "after", "following":
		if c.e.event == schema.Consult && c.e.kind != schema.Visit { // "signed on Monday after talks": the same day
			c.after = h
		}
	case "from", "out of":
		c.veiled = c.veiled || c.e.event == schema.Consult && shutting[t.lemma(h)] && len(c.e.parties) < 2
	case "against":
		c.veiled = c.veiled || eff.veil // "warned against support for X"
	case "before", "ahead of", "until":
		if c.e.status == schema.Occurred && !t.definite(top) && st.status != schema.DidNotOccur {
			c.status(schema.Planned, p)
		}
	}
	if c.e.event == schema.Agree && (t.preposition(top) == "in" || t.preposition(top) == "under") {
		if who := c.r.actorsOnly(c.r.all(c.s, c.r.agents(c.s, h), true)); len(who) > 1 { // "restored ties in a deal brokered by X"
			c.e.add(schema.Participant, who...)
		}
	}
}

// shutting are verbs that keep someone from a meeting: that it took place, they do not say.
var shutting = map[string]bool{
	"ban": true, "bar": true, "block": true, "disinvite": true, "exclude": true, "keep": true, "leave": true, "omit": true,
	"remove": true, "shut": true, "uninvite": true,
}

// keptFrom reports whether a verb keeps someone from a meeting.
func (r *reading) keptFrom(s, v int) bool {
	return slices.ContainsFunc(r.trees[s].obliques(v, "from", "out of"), func(k int) bool { return r.consultation(s, k) })
}

// attendance adds who takes part by a verb of attending: "took part in the summit", "told a meeting", "met at a summit".
func (c *carrier) attendance(h int, p string, st stance) {
	t, e := c.tree(), c.e
	if e.event != schema.Consult || st.status == schema.DidNotOccur || st.status == schema.Hypothetical {
		return
	}
	switch l := t.lemma(h); {
	case p == "at" && t.verb(h) && (t.definite(c.top) || c.r.sociable(l)), l == "welcome" && p == "for", l == "participate" || l == "sit" || l == "engage" || l == "appear" || l == "take" && t.childWord(h, "part") >= 0, l == "arrive" || l == "be" || l == "come" || l == "gather" || l == "travel" || l == "fly", c.r.lexicon.matrix[l].speech && p == "":
		e.add(schema.Participant, c.r.actorsOnly(c.r.all(c.s, c.r.agents(c.s, h), true))...)
		if c.place < 0 && p == "for" { // "gathered in Accra for a summit"
			c.place = c.r.placeOf(c.s, h)
		}
	}
}

// toldBy reports whether a verb has told an event of a type already.
func (r *reading) toldBy(s, v int, typ schema.EventType) bool {
	for i := len(r.found.events) - 1; i >= 0 && r.found.events[i].sentence == s; i-- {
		if e := r.found.events[i]; e.trigger == v && e.event == typ {
			return true
		}
	}
	return false
}

// sociable reports a verb whose subject meets, agrees or speaks: "signed a truce at talks in Lomé".
func (r *reading) sociable(lemma string) bool {
	if r.lexicon.matrix[lemma].speech {
		return true
	}
	return slices.ContainsFunc(r.lexicon.verbs[lemma], func(e *entry) bool {
		return e.event == schema.Consult || e.event == schema.Agree || e.event == schema.Request
	})
}

// underNoun applies a noun that the noun of action hangs on: "the prospect of talks", "an end to sanctions".
func (c *carrier) underNoun(top, h int) {
	t := c.tree()
	if t.relation(top) != "nmod" && t.relation(top) != "acl" {
		return
	}
	eff, ok := c.r.lexicon.matrix[t.lemma(h)+"_n"]
	if !ok {
		eff = c.r.lexicon.matrix[t.lemma(h)]
	}
	switch t.preposition(top) {
	case "of", "for", "on", "to", "about", "over", "into":
	default:
		eff = effect{}
	}
	if eff.status != "" {
		c.status(eff.status, "governed by "+t.lemma(h))
		c.veiled = c.veiled || eff.veil
	}
	switch t.preposition(top) {
	case "without":
		c.status(schema.DidNotOccur, "without")
	case "before":
		if !t.definite(top) {
			c.status(schema.Planned, "before")
		}
	}
	if g := t.head(h); t.verb(g) {
		if p := t.preposition(h); p == "at" || p == "in" || p == "on" || p == "during" {
			c.time(g)
		}
	}
}

// relative applies the clauses that modify the noun: "talks that were to be held", "a visit planned for May".
func (c *carrier) relative() {
	t := c.tree()
	for _, n := range []int{c.n, c.top} {
		for _, k := range t.kids[n] {
			rel := t.tokens[k].Relation
			if rel != "acl" && rel != "acl:relcl" || !t.verb(k) && t.lemma(k) != "due" {
				continue
			}
			for _, v := range t.conjuncts(k) {
				c.clause(v)
			}
		}
		c.distant(n)
	}
}

// distant applies participles of planning and cancelling that the tree hangs on a noun inside the phrase: "a meeting
// between the two governments, planned for 12 May, was cancelled".
func (c *carrier) distant(n int) {
	t := c.tree()
	for v := n + 1; v < len(t.tokens) && t.word(v) != ";"; v++ {
		if t.noun(v) && c.r.lexicon.nouns[t.lemma(v)] != nil && v != c.n && v != c.top {
			return
		}
		h := t.head(v)
		if t.relation(v) != "acl" || t.tokens[v].XPOS != "VBN" || t.tokens[v-1].Text != "," || h == c.n || h == c.top || h < n || !t.noun(h) {
			continue
		}
		st, plans := planning[t.lemma(v)]
		if plans {
			c.status(st, t.word(v))
		}
		if role := c.r.lexicon.support[t.lemma(v)].role; c.e.event.Symmetric() && (role == schema.Mediator || role == schema.Host && c.e.event == schema.Consult) {
			c.recast(role, c.r.actorsOnly(c.r.all(c.s, c.r.agents(c.s, v), true)))
		}
		if plans || c.r.lexicon.support[t.lemma(v)].role == schema.Source {
			c.time(v)
			if c.place < 0 {
				c.place = c.r.placeOf(c.s, v)
			}
		}
	}
}

// recast gives actors a part in the event, whatever part they seemed to have.
func (c *carrier) recast(role schema.Role, who []int) {
	c.e.parties = slices.DeleteFunc(c.e.parties, func(p party) bool { return slices.Contains(who, p.entity) })
	c.e.add(role, who...)
}

// calledOff reports "called off" and "put off".
func (t *tree) calledOff(v int) bool {
	return (t.lemma(v) == "call" || t.lemma(v) == "put") && t.particle(v, "off")
}

// clause applies one clause that modifies the noun.
func (c *carrier) clause(v int) {
	t := c.tree()
	lemma := t.lemma(v)
	sup, isSupport := c.r.lexicon.support[lemma]
	isPatient := slices.Contains(t.patients(v), c.n) || slices.Contains(t.patients(v), c.top)
	isSubject := t.subject(v) == c.n || t.subject(v) == c.top
	st := c.r.stance(c.s, v)
	switch {
	case (isPatient || isSubject) && t.calledOff(v):
		c.status(schema.DidNotOccur, "called off")
		c.take(v, st)
	case isPatient && isSupport:
		c.support(v, sup, st)
	case isSubject && lemma == "bring": // "talks that brought X and Y together"
		for _, x := range c.r.actorsOnly(c.r.all(c.s, t.patients(v), true)) {
			c.e.add(schema.Participant, x)
		}
		c.status(st.status, st.reason)
		c.take(v, st)
	case (isPatient || isSubject) && happening[lemma]:
		c.status(st.status, st.reason)
		c.take(v, st)
	case isSubject && lemma == "be":
		c.status(st.status, st.reason)
	case t.child(v, "ccomp", "xcomp") >= 0: // "which officials suggested could happen by August"
		k := t.child(v, "ccomp", "xcomp")
		if t.verb(k) && happening[t.lemma(k)] {
			c.status(c.r.stance(c.s, k).status, "a relative clause")
			c.time(k)
		}
	case !isPatient && !isSubject && c.e.event == schema.Consult: // "talks at which X met Y", "in which X had mediated"
		if lemma == "mediate" || lemma == "broker" {
			c.e.add(schema.Mediator, c.r.actorsOnly(c.r.all(c.s, c.r.agents(c.s, v), true))...)
		}
	}
}

// orphan applies a clause that the parser hung elsewhere though only this noun can take place: "the talks between A and B
// taking place in June", "a meeting ..., never materialized".
func (c *carrier) orphan() {
	t := c.tree()
	end := len(t.tokens)
	for i := c.n + 1; i < end; i++ {
		if t.noun(i) && c.r.lexicon.nouns[t.lemma(i)] != nil && !t.under(i, c.n) {
			return
		}
		strict := (t.lemma(i) == "cancel" || t.lemma(i) == "postpone" || t.calledOff(i)) && t.passive(i) && t.subject(i) < 0 || t.lemma(i) == "materialize" || t.lemma(i) == "materialise" || t.lemma(i) == "happen" || t.lemma(i) == "occur" ||
			t.lemma(i) == "take" && t.childWord(i, "place") >= 0 || t.lemma(i) == "fall" && t.particle(i, "through")
		if !t.verb(i) || !strict {
			continue
		}
		sub := t.subject(i)
		if sub == c.n || sub == c.top || sub >= 0 && c.r.lexicon.nouns[t.lemma(sub)] != nil {
			continue
		}
		c.status(c.r.stance(c.s, i).status, "its verb further on")
		c.time(i)
		if c.place < 0 {
			c.place = c.r.placeOf(c.s, i)
		}
	}
}

// dayOf is the date that the noun is in apposition to: "on Thursday, the closing day of a two-day summit".
func (c *carrier) dayOf() when.Period {
	t, r := c.tree(), c.r
	if t.lemma(c.top) != "day" || t.relation(c.top) != "appos" {
		return when.Period{}
	}
	for _, x := range r.timesOf[c.s] {
		if e := &r.times[x]; e.First <= t.head(c.top) && t.head(c.top) <= e.Last {
			return point(e)
		}
	}
	return when.Period{}
}

// spread widens a day to the days of "a two-day summit": from it on, or up to it where it is the last.
func (c *carrier) spread(p when.Period) when.Period {
	t := c.tree()
	days := 0
	for i := max(0, c.n-5); i+2 < c.n+1 && i+2 < len(t.tokens); i++ {
		if t.word(i+1) == "-" && t.word(i+2) == "day" {
			days = number(t.word(i))
		}
	}
	if days < 2 || days > 31 || p.Precision != schema.Day || p.Start != p.End {
		return p
	}
	last := t.childWord(c.top, "closing", "last", "final") >= 0
	if v := c.carrierVerb(); v >= 0 {
		switch t.lemma(v) {
		case "end", "close", "conclude", "finish", "wrap":
			last = true
		}
	}
	shift := func(d schema.Date, n int) schema.Date { return schema.DateOf(d.First().AddDate(0, 0, n)) }
	if last {
		p.Start = shift(p.End, 1-days)
	} else {
		p.End = shift(p.Start, days-1)
	}
	return p
}

// nearPlace is the place that "in" names a few words behind the noun, wherever the tree hangs it.
func (c *carrier) nearPlace() int {
	t := c.tree()
	for i := c.n + 1; i+1 < len(t.tokens) && i < c.n+9 && !t.verb(i); i++ {
		if t.word(i) != "in" || t.relation(i) != "case" {
			continue
		}
		if e := c.r.locality(c.s, t.head(i)); e >= 0 && c.r.entityType(e) == schema.Place {
			return e
		}
	}
	return none
}

// finish settles time and place.
func (c *carrier) finish() {
	e := c.e
	if e.event == schema.Consult {
		c.orphan()
	}
	for _, n := range []int{c.n, c.top} {
		if d := c.r.directTime(c.s, n); !d.IsZero() {
			c.period = d
			break
		}
	}
	if d := c.r.daysBefore(c.s, c.top); !d.IsZero() && c.tree().preposition(c.top) == "after" {
		c.period = d
	}
	if c.period.IsZero() {
		c.period = c.dayOf()
	}
	if c.after >= 0 {
		c.time(c.after)
	}
	e.period = c.spread(c.period)
	if e.place < 0 {
		e.place = c.place
	}
	if e.place < 0 && e.event == schema.Consult {
		e.place = c.nearPlace()
	}
	e.setting = none
	if v := c.carrierVerb(); v >= 0 && e.event != schema.Consult {
		e.setting = c.r.settingOf(c.s, v)
	}
	e.weak = !c.carried
}

// enough reports whether the noun tells an event at all rather than a topic.
func (c *carrier) enough() bool {
	e := c.e
	sources, targets := len(e.with(schema.Source)), len(e.with(schema.Target))
	switch e.event {
	case schema.Consult:
		return true // joined with its other mentions, or dropped, later
	case schema.Agree:
		return len(e.parties) >= 2 && (c.carried || e.status == schema.DidNotOccur || c.slot(slot{"~", "between"}, none) != nil) || c.carried && len(e.parties) > 0
	case schema.Cooperate:
		return len(e.parties) >= 2
	case schema.Assault:
		return targets > 0 || sources > 0 && c.carried
	case schema.Sanction:
		return targets > 0 && (sources > 0 || c.carried)
	case schema.Coerce:
		return targets > 0 && sources > 0 || c.carried && sources+targets > 0 || sources > 0 && len(c.entry.target) > 0 && c.entry.target[0].word == "against"
	case schema.Protest:
		return targets > 0 || sources > 0
	case schema.Mobilize:
		return c.carried && sources > 0
	}
	return c.carried && sources > 0 || sources > 0 && targets > 0
}
