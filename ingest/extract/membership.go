package extract

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// membership is a standing as one place of the text tells it.
type membership struct {
	actor, organization int
	status              schema.MembershipStatus
	start, end          schema.Date
	by                  int
	spans               []actor.Range
	rule                string
}

// affiliation is a count of affiliates that the text does not name.
type affiliation struct {
	organization int
	status       schema.MembershipStatus
	count        int
	spans        []actor.Range
	rule         string
}

// standing returns the status that a noun means as the standing in an organization; empty if it means none.
func (t *tree) standing(n int) schema.MembershipStatus {
	switch t.lemma(n) {
	case "member":
		for _, k := range t.kids[n] {
			if w := t.word(k); w == "founding" || w == "founder" {
				return schema.Founder
			}
		}
		if t.childWord(n, "aspire", "aspiring", "prospective", "would-be", "potential", "future") >= 0 {
			return schema.Candidate
		}
		if t.childWord(n, "former") >= 0 || t.childWord(n, "ex") >= 0 {
			return schema.Former
		}
		return schema.Member
	case "founder":
		return schema.Founder
	case "observer":
		return schema.Observer
	case "partner":
		if t.childWord(n, "dialogue") >= 0 || t.childWord(n, "dialog") >= 0 || t.relation(n) != "conj" {
			return schema.DialoguePartner
		}
	case "candidate", "applicant":
		if t.lemma(n) == "candidate" {
			return schema.Candidate
		}
		return schema.Applicant
	case "state", "country", "nation", "status", "membership":
		for _, k := range t.kids[n] {
			switch t.relation(k) {
			case "compound", "amod", "nmod":
			default:
				continue
			}
			switch t.lemma(k) {
			case "member":
				return schema.Member
			case "observer":
				return schema.Observer
			case "partner":
				return schema.DialoguePartner
			case "candidate":
				return schema.Candidate
			case "founding", "founder":
				return schema.Founder
			case "full":
				if t.lemma(n) == "membership" {
					return schema.Member
				}
			}
		}
	}
	return ""
}

// body reports whether an entity is an organization that states can belong to.
func (r *reading) body(e int) bool {
	if e < 0 || r.entityType(e) != schema.Organization && r.entityType(e) != schema.Group {
		return false
	}
	x := &r.actors.Entities[e]
	if r.hasMembers != nil && r.hasMembers(x.Ref) {
		return true
	}
	if r.entityType(e) == schema.Group {
		return false
	}
	if x.Known && r.hasMembers != nil && x.Of != "" {
		return false
	}
	for _, w := range strings.Fields(x.Name) {
		switch w {
		case "Union", "Organization", "Organisation", "League", "Alliance", "Community", "Commonwealth", "Association", "Forum", "Bank", "Treaty", "Convention", "Pact", "Council", "Bloc":
			return true
		}
	}
	return false
}

// findTopic finds the organization that the article speaks of most, which "joined in 1995" means without saying it.
func (r *reading) findTopic() {
	r.topic = none
	best := 0
	for e := range r.actors.Entities {
		if !r.body(e) {
			continue
		}
		n := 0
		for _, m := range r.actors.Entities[e].Mentions {
			x := &r.actors.Mentions[m]
			bracketed := x.First > 0 && r.trees[x.Sentence].tokens[x.First-1].Text == "("
			if x.Kind <= actor.Adjective && !bracketed && !r.junkSentence(x.Sentence) {
				n++
			}
		}
		if n > 0 && r.inTitle(e) {
			n += 3
		}
		if n > best {
			best, r.topic = n, e
		}
	}
	r.topicWeight = best
}

// inTitle reports whether the headline names an entity.
func (r *reading) inTitle(e int) bool {
	for _, m := range r.actors.Entities[e].Mentions {
		x := &r.actors.Mentions[m]
		if x.Kind == actor.Name && strings.Contains(" "+r.title+" ", " "+r.doc.Text[x.Start:x.End]+" ") {
			return true
		}
	}
	return false
}

// bodyIn returns the organization among entities, none if there is none.
func (r *reading) bodyIn(es []int) int {
	for _, e := range es {
		if r.body(e) {
			return e
		}
	}
	return none
}

// organizationOf finds the organization that a noun of standing belongs to: "a member of the EU", "its tenth member",
// "NATO members", else the one of the verb's object or the article's topic.
func (r *reading) organizationOf(s, n int) int {
	t := &r.trees[s]
	for _, k := range t.kids[n] {
		switch t.relation(k) {
		case "nmod", "compound", "amod", "acl":
			a := t.antecedent(k)
			if e := r.bodyIn(r.named(s, a)); e >= 0 {
				if m := r.mention[s][a]; m >= 0 {
					e = r.meant(m, e)
				}
				return e
			}
			if t.preposition(k) == "of" {
				if e := r.bodyIn(r.inside(s, k, false, 2)); e >= 0 {
					return e
				}
			}
		}
	}
	if h := t.head(n); h >= 0 { // "the SADC, of which Madagascar is a member"
		for _, k := range t.kids[n] {
			if t.word(k) == "which" || t.word(k) == "whose" {
				if e := r.bodyIn(r.named(s, t.antecedent(k))); e >= 0 {
					return e
				}
			}
		}
	}
	return r.topic
}

// states drops everything that can't be a member.
func (r *reading) states(es []int) []int {
	var out []int
	for _, e := range es {
		switch r.entityType(e) {
		case schema.State:
			out = append(out, e)
		case schema.Organization:
			if r.body(e) {
				out = append(out, e)
			}
		}
	}
	return out
}

// memberships reads the standings that a sentence tells.
func (r *reading) memberships(s int) {
	t := &r.trees[s]
	r.belongings(s)
	for i := range t.tokens {
		switch {
		case t.verb(i):
			r.composition(s, i)
			r.change(s, i)
			r.aspires(s, i)
			r.echoes(s, i)
		case t.noun(i):
			r.fellows(s, i)
			r.equated(s, i)
			r.aspires(s, i)
			r.standingNoun(s, i)
		}
		r.adjectiveCount(s, i)
	}
	r.spelled(s)
}

// hold records a standing of each actor.
func (r *reading) hold(s int, actors []int, organization int, status schema.MembershipStatus, p when.Period, rule string) {
	if organization < 0 || status == "" {
		return
	}
	for _, a := range actors {
		if a == organization {
			continue
		}
		m := membership{actor: a, organization: organization, status: status, by: none, spans: []actor.Range{r.sentenceSpan(s)}, rule: rule}
		switch status {
		case schema.Former:
			m.end = p.Start
		default:
			m.start = p.Start
			if p.End != p.Start {
				m.end = p.End
			}
		}
		r.found.memberships = append(r.found.memberships, m)
		r.explain("  %s: %s is %s of %s", rule, r.actors.Entities[a].Ref, status, r.actors.Entities[organization].Ref)
	}
}

// composition reads "X is composed of A, B and C", "the members are A and B".
func (r *reading) composition(s, v int) {
	t := &r.trees[s]
	var parts []int
	switch t.lemma(v) {
	case "compose", "make", "form":
		up := t.particle(v, "up") || v+1 < len(t.tokens) && t.word(v+1) == "up"
		if t.lemma(v) == "make" && !up {
			return
		}
		if !t.passive(v) {
			r.makesUp(s, v)
			return
		}
		parts = t.obliques(v, "of")
	case "consist":
		parts = t.obliques(v, "of")
	case "include":
		r.includes(s, v)
		return
	case "comprise", "group", "unite", "bring":
		if t.lemma(v) == "bring" && t.childWord(v, "together") < 0 && (v+1 == len(t.tokens) || t.word(v+1) != "together") {
			return
		}
		parts = t.patients(v)
	default:
		return
	}
	sub := t.subject(v)
	if st := r.stance(s, v).status; sub < 0 || st != schema.Occurred && st != schema.Ongoing {
		return
	}
	org := r.bodyAt(s, sub)
	members := r.states(r.all(s, parts, false))
	if len(members) >= 2 {
		r.hold(s, members, org, schema.Member, when.Period{}, "membership/composition")
	}
}

// makesUp reads "A, B and two other states make up the bloc".
func (r *reading) makesUp(s, v int) {
	t := &r.trees[s]
	if x := t.tokens[v].XPOS; t.lemma(v) == "compose" || x != "VBZ" && x != "VBP" || r.stance(s, v).status != schema.Occurred {
		return
	}
	for _, k := range t.patients(v) {
		if org := r.bodyAt(s, k); org >= 0 {
			r.hold(s, r.statesNamed(s, r.agents(s, v)), org, schema.Member, when.Period{}, "membership/composition")
			return
		}
	}
}

// includes reads "the members include A and B", "its members, who include A".
func (r *reading) includes(s, v int) {
	t := &r.trees[s]
	sub := t.subject(v)
	if sub < 0 || r.stance(s, v).status == schema.DidNotOccur {
		return
	}
	status := t.standing(sub)
	if status == "" {
		r.bodyIncludes(s, v, sub)
		return
	}
	org := r.organizationOf(s, sub)
	if p := t.child(sub, "nmod:poss"); p >= 0 {
		if e := r.bodyIn(r.named(s, p)); e >= 0 {
			org = e
		}
	}
	var who []int // in "include A, B and officials of C" C is none
	for _, k := range t.patients(v) {
		who = appendNew(who, r.states(r.named(s, k))...)
	}
	r.hold(s, who, org, status, when.Period{}, "membership/include")
}

// affiliating are verbs whose "as" names a standing: "are affiliated as observers", "sit in as an observer".
var affiliating = map[string]bool{"affiliate": true, "associate": true, "list": true, "accredit": true, "participate": true, "serve": true, "sit": true}

// standingNoun reads a noun of standing: as predicate ("Turkey is a member"), in apposition ("Bulgaria, a member since
// 2007"), before names ("the dialogue partners Japan and Australia"), as object ("hold observer status").
func (r *reading) standingNoun(s, n int) {
	t := &r.trees[s]
	status := t.standing(n)
	if status == "" {
		status = r.allied(s, n)
	}
	before := len(r.found.memberships) + len(r.found.affiliations)
	defer func() {
		if len(r.found.memberships)+len(r.found.affiliations) > before || t.child(n, "cop") >= 0 {
			r.told[spot{s, n}] = true
		}
	}()
	if t.lemma(n) == "membership" {
		r.keeps(s, n)
	}
	if status == "" {
		return
	}
	org := r.organizationOf(s, n)
	st := r.stance(s, n)
	p := r.directTime(s, n)
	if p.IsZero() {
		p = r.sinceBehind(s, n)
	}
	if r.told[spot{s, n}] || r.ownStatus(s, n, org, status) {
		return
	}
	if who := r.apposedList(s, n); len(who) > 0 {
		r.hold(s, who, org, status, p, "membership/apposition")
		r.enumerated[spot{s, n}] = who
		return
	}
	if status == schema.Member {
		if end := r.untilBehind(s, n); !end.IsZero() {
			status, p = schema.Former, end
		} else if t.noLonger(n) {
			status = schema.Former
		}
	}
	if v := t.head(n); t.relation(n) == "obl" && t.preposition(n) == "as" && affiliating[t.lemma(v)] {
		sub := t.subject(v)
		if sub < 0 || r.stance(s, v).status != schema.Occurred && r.stance(s, v).status != schema.Ongoing {
			return
		}
		if who := r.states(r.all(s, t.conjuncts(sub), false)); len(who) > 0 {
			r.hold(s, who, org, status, p, "membership/affiliated")
		} else {
			r.count(s, n, sub, org, status)
		}
		return
	}
	if t.relation(n) == "obl" && t.preposition(n) == "among" {
		who, of := r.amongMembers(s, n)
		if of >= 0 {
			org = of
		}
		r.count(s, n, n, org, status)
		r.hold(s, who, org, status, p, "membership/among")
		return
	}
	if h := t.head(n); t.relation(n) == "nmod" && t.preposition(n) == "of" && t.word(h) == "one" {
		r.count(s, n, n, org, status)
		r.hold(s, r.oneOf(s, h), org, status, p, "membership/one of")
		return
	}
	if t.child(n, "cop") >= 0 || t.relation(n) == "xcomp" {
		if t.relation(n) == "xcomp" {
			v := t.head(n)
			st = r.stance(s, v)
			if p.IsZero() {
				p = r.directTime(s, v)
			}
		}
		sub := t.subject(n)
		if sub < 0 {
			sub = r.nameBeforeCopula(s, n)
		}
		if sub < 0 || st.status == schema.DidNotOccur || st.status == schema.Hypothetical {
			r.count(s, n, sub, org, status)
			return
		}
		who := r.states(r.all(s, t.conjuncts(sub), false))
		if st.status == schema.Planned && status == schema.Member {
			status = schema.Candidate
		}
		if len(who) == 0 {
			r.count(s, n, sub, org, status)
			return
		}
		r.hold(s, who, org, status, p, "membership/predicate")
		return
	}
	if negated := t.negatedNoun(n) || t.negated(n); negated {
		return
	}
	if t.relation(n) == "appos" || t.relation(n) == "parataxis" || t.relation(n) == "list" {
		h := r.apposed(s, n)
		who := r.states(r.all(s, []int{h}, false))
		if len(who) == 0 || t.lemma(h) == "territory" || t.lemma(h) == "colony" {
			return
		}
		who = r.listBefore(s, h, who, t.tokens[n].XPOS == "NNS")
		r.hold(s, who, org, status, p, "membership/apposition")
		return
	}
	var names []int
	for _, k := range t.kids[n] {
		switch t.relation(k) {
		case "appos", "flat", "dep", "list", "parataxis", "nmod":
			if t.relation(k) == "nmod" && t.preposition(k) != "" {
				continue
			}
			if k > n {
				names = appendNew(names, r.states(r.all(s, t.conjuncts(k), false))...)
			}
		}
	}
	if len(names) > 0 {
		r.hold(s, names, org, status, p, "membership/list")
		return
	}
	// "NATO member Turkey": the noun is a compound of the name
	if h := t.head(n); h > n && (t.relation(n) == "compound" || t.relation(n) == "nmod" && t.preposition(n) == "") && r.mention[s][h] >= 0 {
		who := r.states(r.named(s, h))
		if t.tokens[n].XPOS == "NNS" { // "NATO members Turkey and Greece"
			who = appendNew(slices.Clone(who), r.statesNamed(s, t.conjuncts(h))...)
		}
		r.hold(s, who, r.compoundBody(s, n, h, org), status, p, "membership/prefix")
		return
	}
	if h := t.head(n); t.verb(h) && (t.lemma(n) == "status" || t.lemma(n) == "membership") {
		r.statusVerb(s, n, h, org, status, p)
		return
	}
	r.count(s, n, n, org, status)
}

// apposed is the noun that another stands in apposition to: the name right before the comma, whatever the tree says.
func (r *reading) apposed(s, n int) int {
	t := &r.trees[s]
	first, _ := t.phrase(n)
	if t.tokens[first].Text == "," {
		first++
	}
	if first > 1 && t.tokens[first-1].Text == "," {
		if m := r.nameAt(s, first-2, true); m >= 0 && len(r.states(r.actors.Mentions[m].Entities)) > 0 {
			return r.actors.Mentions[m].Head
		}
	}
	return t.head(n)
}

// nameBeforeCopula is the name right before the auxiliaries of a predicate noun: "Turkey, has been a partner".
func (r *reading) nameBeforeCopula(s, n int) int {
	t := &r.trees[s]
	first := n
	for _, k := range t.kids[n] {
		if rel := t.relation(k); rel == "cop" || rel == "aux" {
			first = min(first, k)
		}
	}
	if first > 0 && t.word(first-1) == "," {
		first--
	}
	if m := r.nameAt(s, first-1, true); m >= 0 {
		return r.actors.Mentions[m].Head
	}
	return none
}

// listBefore extends the first of several names with those coordinated before an apposition in the plural: "Ukraine and
// Moldova, candidates since 2022" hangs on the last name.
func (r *reading) listBefore(s, h int, who []int, plural bool) []int {
	t := &r.trees[s]
	if !plural {
		return who
	}
	top := h
	for n := 0; n < maxClimb && t.relation(top) == "conj"; n++ {
		top = t.head(top)
	}
	return appendNew(nil, r.states(r.all(s, t.conjuncts(top), false))...)
}

func (r *reading) compoundBody(s, n, h, fallback int) int {
	t := &r.trees[s]
	for _, k := range append(slices.Clone(t.kids[n]), t.kids[h]...) {
		if e := r.bodyIn(r.named(s, k)); e >= 0 && k < n {
			return e
		}
	}
	return fallback
}

// statusVerb reads "hold observer status", "was granted candidate status", "did not give up its membership".
func (r *reading) statusVerb(s, n, v, org int, status schema.MembershipStatus, p when.Period) {
	t := &r.trees[s]
	if p.IsZero() {
		p = r.timeOf(s, v)
	}
	st := r.stance(s, v)
	if st.status == schema.Hypothetical || st.status == schema.DidNotOccur || st.status == schema.Planned {
		return
	}
	switch t.lemma(v) {
	case "hold", "have", "enjoy", "receive", "obtain", "get", "gain", "win", "secure", "acquire":
		r.hold(s, r.states(r.all(s, r.agents(s, v), false)), org, status, p, "membership/status")
	case "grant", "give", "award", "accord", "offer", "confer":
		if t.lemma(v) == "offer" {
			return
		}
		giver := r.bodyIn(r.all(s, r.agents(s, v), false))
		if giver >= 0 {
			org = r.parentBody(giver, org)
		}
		who := r.fill(s, v, []slot{{what: "iobj"}, {"~", "to"}, {"~", "on"}}, false)
		if t.passive(v) && len(who) == 0 {
			if sub := t.subject(v); sub >= 0 && sub != n {
				who = r.all(s, t.conjuncts(sub), false)
			}
		}
		r.hold(s, r.states(who), org, status, p, "membership/status")
	}
}

// keeps reads "did not give up its membership", "retains its membership".
func (r *reading) keeps(s, n int) {
	t := &r.trees[s]
	v := t.head(n)
	if !t.verb(v) || t.relation(n) != "obj" {
		return
	}
	st := r.stance(s, v).status
	lost := t.lemma(v) == "give" && t.particle(v, "up") || t.lemma(v) == "renounce" || t.lemma(v) == "lose"
	kept := t.lemma(v) == "keep" || t.lemma(v) == "retain"
	if lost && st == schema.DidNotOccur || kept && st == schema.Occurred {
		r.hold(s, r.states(r.all(s, r.agents(s, v), false)), r.organizationOf(s, n), schema.Member, when.Period{}, "membership/kept")
	}
}

// parentBody is the organization whose organ a body is: the European Council grants the standing of the EU.
func (r *reading) parentBody(e, fallback int) int {
	if of := r.actors.Entities[e].Of; of != "" {
		if i := r.actors.Entity(of); i >= 0 && r.body(i) {
			return i
		}
		return fallback
	}
	return e
}

// change reads the verbs of joining and leaving, admitting and suspending, applying and founding.
func (r *reading) change(s, v int) {
	t := &r.trees[s]
	lemma := t.lemma(v)
	switch lemma {
	case "join", "rejoin", "accede", "belong", "re-join":
		r.joins(s, v)
	case "return", "come":
		if lemma == "return" || t.particle(v, "back") {
			r.joins(s, v)
		}
	case "leave", "quit", "exit", "withdraw", "pull", "walk", "secede":
		r.leaves(s, v)
	case "admit", "readmit", "reinstate", "take", "accept", "re-admit", "welcome":
		if lemma != "take" || t.particle(v, "in") || len(t.obliques(v, "in")) > 0 {
			r.admits(s, v)
		}
	case "suspend", "freeze", "shut", "expel", "exclude", "oust", "bar":
		r.suspends(s, v)
	case "apply", "bid":
		r.applies(s, v)
	case "found", "establish", "create", "form", "launch", "set":
		r.founds(s, v)
	case "upgrade", "promote":
		r.upgrades(s, v)
	}
}

// real reports whether a change took place, so that a standing follows from it.
func (r *reading) real(s, v int) bool {
	switch st := r.stance(s, v); st.status {
	case schema.Occurred, schema.Ongoing:
		return !st.veiled
	}
	return false
}

// bodyOf is the organization that a verb names by its object or a preposition; silent reports that it names nothing at
// all, so that the article's topic is meant.
func (r *reading) bodyOf(s, v int, prepositions ...string) (organization int, silent bool) {
	t := &r.trees[s]
	objects := slices.DeleteFunc(slices.Clone(t.patients(v)), func(k int) bool {
		return r.inTime(s, k) || t.relative(s, v, k, r)
	})
	if t.passive(v) {
		objects = nil
	}
	for _, k := range t.kids[v] { // "the Bank in Shanghai, which X joined"
		if w := t.word(k); (w == "which" || w == "that") && t.relation(k) == "obj" {
			if e := r.bodyBefore(s, k); e >= 0 {
				return e, false
			}
		}
	}
	if e := r.bodyIn(r.all(s, objects, false)); e >= 0 {
		for _, o := range objects { // "joined the EU sanctions" is no joining of the EU
			if slices.Contains(r.named(s, o), e) {
				return e, false
			}
		}
		return none, false
	}
	if len(objects) > 0 {
		return none, false
	}
	for _, p := range prepositions {
		for _, o := range t.obliques(v, p) {
			if e := r.bodyIn(r.named(s, o)); e >= 0 {
				if m := r.mention[s][o]; m >= 0 {
					e = r.meant(m, e)
				}
				return e, false
			}
		}
	}
	for _, p := range prepositions {
		for _, o := range t.obliques(v, p) {
			if !r.inTime(s, o) && r.locality(s, o) < 0 {
				return none, false
			}
		}
	}
	if t.child(v, "xcomp") >= 0 || t.child(v, "ccomp") >= 0 {
		return none, false
	}
	return r.topic, true
}

// bodyBefore is the organization named last before a relative pronoun, a few words away at most.
func (r *reading) bodyBefore(s, tok int) int {
	from, to := r.actors.In(s)
	best := none
	for m := from; m < to; m++ {
		x := &r.actors.Mentions[m]
		if x.Last >= tok || tok-x.Last > 6 {
			continue
		}
		if e := r.bodyIn(x.Entities); e >= 0 {
			best = r.meant(m, e)
		}
	}
	return best
}

// meant prefers the article's topic to what a description such as "the group" was taken for.
func (r *reading) meant(m, e int) int {
	if k := r.actors.Mentions[m].Kind; (k == actor.Nominal || k == actor.Pronoun) && r.topicWeight > 2 {
		return r.topic
	}
	return e
}

func (r *reading) joins(s, v int) {
	t := &r.trees[s]
	if h := t.head(v); h >= 0 && (t.relation(v) == "xcomp" || t.relation(v) == "advcl") && (t.lemma(h) == "apply" || t.lemma(h) == "bid") {
		return // "applied to join"
	}
	org, silent := r.bodyOf(s, v, "to", "into", "in")
	who := r.joiners(s, v)
	if org < 0 || len(who) == 0 || !allStates(r, who) || r.told[spot{s, v}] {
		return
	}
	p := r.timeOf(s, v)
	if silent && t.childWord(v, "that") >= 0 && t.relation(v) != "ccomp" {
		return // "a category that X joined"
	}
	if silent && (p.IsZero() || t.lemma(v) == "belong") {
		return
	}
	st := r.stance(s, v)
	switch {
	case r.real(s, v):
		r.hold(s, who, org, schema.Member, p, "membership/joined")
		if silent {
			r.gapped(s, v, org, schema.Member, "membership/joined")
		}
	case st.status == schema.Planned && t.lemma(v) == "join" && t.mood(v) == schema.Planned && !st.veiled:
		r.hold(s, who, org, schema.Candidate, when.Period{}, "membership/joining")
	}
	r.used[s][v] = true
	for i := v; i+2 < len(t.tokens) && r.real(s, v); i++ {
		if t.word(i) == "as" && t.word(i+1) == "did" {
			if m := r.nameAt(s, i+2, false); m >= 0 {
				r.hold(s, r.states(r.actors.Mentions[m].Entities), org, schema.Member, p, "membership/joined")
			}
		}
	}
	// "as did China": who is compared with the joiner joined too
	for _, k := range t.kids[v] {
		if t.relation(k) == "advcl" && t.lemma(k) == "do" && r.real(s, v) {
			if sub := t.child(k, "nsubj"); sub >= 0 {
				r.hold(s, r.states(r.all(s, t.conjuncts(sub), false)), org, schema.Member, p, "membership/joined")
			}
		}
	}
}

// relative reports whether an object is a relative pronoun misread, or the subject once more.
func (t *tree) relative(s, v, k int, r *reading) bool {
	if t.head(k) == v && t.noun(k) {
		return false
	}
	for _, e := range r.named(s, k) {
		if r.body(e) {
			return false
		}
	}
	return t.head(k) != v
}

// joiners are the states that a verb of joining or leaving speaks of: its subject, or where the tree has none, the name
// right before it or the subject of the change told just before ("left in 1972, came back in 1989").
func (r *reading) joiners(s, v int) []int {
	t := &r.trees[s]
	if who := r.states(r.all(s, r.agents(s, v), false)); len(who) > 0 {
		if t.childWord(v, "together") >= 0 { // "left together with X"
			who = appendNew(slices.Clone(who), r.states(r.all(s, t.obliques(v, "with"), false))...)
		}
		r.lastJoiner = who
		return who
	}
	i := v - 1
	for i >= 0 && (t.tokens[i].UPOS == "AUX" || t.tokens[i].UPOS == "ADV" || t.word(i) == "itself" || t.word(i) == "which") {
		i--
	}
	if i >= 0 && t.word(i) == "," && i+1 < v {
		i--
	}
	if m := r.mentionEnding(s, i); m >= 0 {
		if who := r.states(r.actors.Mentions[m].Entities); len(who) > 0 {
			r.lastJoiner = who
			return who
		}
	}
	if i >= 0 && (t.word(i) == "and" || t.word(i) == ",") && t.subject(v) < 0 {
		return r.lastJoiner
	}
	return nil
}

func allStates(r *reading, es []int) bool {
	for _, e := range es {
		if r.entityType(e) != schema.State {
			return false
		}
	}
	return true
}

func (r *reading) leaves(s, v int) {
	t := &r.trees[s]
	switch l := t.lemma(v); {
	case l == "pull" && !t.particle(v, "out"), l == "walk" && !t.particle(v, "out"):
		return
	}
	org, silent := r.bodyOf(s, v, "from", "of", "out of")
	who := r.joiners(s, v)
	if len(who) == 0 {
		who = r.numberedStates(s, v, org)
	}
	p := r.timeOf(s, v)
	if org < 0 || len(who) == 0 || !allStates(r, who) || silent && (p.IsZero() || r.described(s, v)) {
		return
	}
	st := r.stance(s, v)
	if r.real(s, v) {
		r.hold(s, who, org, schema.Former, p, "membership/left")
	}
	if st.veiled {
		return
	}
	r.used[s][v] = true
	e := r.newEvent(s, v, schema.Retreat, "", "membership/left")
	e.add(schema.Source, who...)
	e.add(schema.Target, org)
	e.period = p
	r.attribute(s, e, st)
	r.emit(e)
}

// described reports a subject that is a description, such as "soldiers": who withdrew then is no member.
func (r *reading) described(s, v int) bool {
	for _, k := range r.agents(s, v) {
		if m := r.mention[s][k]; m >= 0 && r.actors.Mentions[m].Kind == actor.Nominal {
			switch r.trees[s].lemma(k) {
			case "country", "state", "nation", "republic", "kingdom", "government":
			default:
				return true
			}
		}
	}
	return false
}

func (r *reading) admits(s, v int) {
	t := &r.trees[s]
	status := schema.Member
	for _, o := range t.obliques(v, "as") {
		if x := t.standing(o); x != "" {
			status = x
		}
	}
	if t.lemma(v) == "welcome" && len(t.obliques(v, "as")) == 0 {
		return
	}
	org := r.bodyIn(r.all(s, r.agents(s, v), false))
	silent := org < 0
	for _, p := range []string{"to", "into"} {
		for _, o := range t.obliques(v, p) {
			if e := r.bodyIn(r.named(s, o)); e >= 0 {
				org, silent = e, false
			}
		}
	}
	if silent {
		if !t.passive(v) {
			return
		}
		org = r.topic
	}
	who := r.states(r.all(s, t.patients(v), false))
	if t.lemma(v) == "take" && len(who) == 0 && !silent { // "took in India": the particle read as a preposition
		who = r.states(r.all(s, t.obliques(v, "in"), false))
	}
	if len(who) == 0 || org < 0 {
		return
	}
	for _, o := range t.obliques(v, "with") { // "admitted, together with Togo"
		who = appendNew(who, r.states(r.named(s, o))...)
	}
	p := r.timeOf(s, v)
	if silent && p.IsZero() && status == schema.Member && t.child(v, "obl") < 0 {
		return
	}
	st := r.stance(s, v)
	switch {
	case r.real(s, v):
		r.hold(s, who, org, status, p, "membership/admitted")
		if t.passive(v) {
			r.gapped(s, v, org, status, "membership/admitted")
		}
	case st.status == schema.Planned && !st.veiled:
		r.hold(s, who, org, schema.Candidate, when.Period{}, "membership/admission planned")
	}
	r.used[s][v] = true
}

// suspendsOwn reads "Chad froze its membership of the league": the member itself has suspended it.
func (r *reading) suspendsOwn(s, v int) bool {
	t := &r.trees[s]
	object := t.child(v, "obj")
	if object < 0 || t.passive(v) || t.lemma(v) != "suspend" && t.lemma(v) != "freeze" || t.lemma(object) != "membership" ||
		t.childWord(object, "its", "their") < 0 {
		return false
	}
	who := r.states(r.all(s, r.agents(s, v), false))
	org := none
	for _, parent := range [...]int{object, v} {
		for _, k := range t.kids[parent] {
			if rel := t.relation(k); org < 0 && (rel == "nmod" || rel == "obl") && (t.preposition(k) == "of" || t.preposition(k) == "in") {
				org = r.bodyIn(r.named(s, k))
			}
		}
	}
	if org < 0 || len(who) == 0 || !r.real(s, v) {
		return false
	}
	r.hold(s, who, org, schema.Suspended, r.timeOf(s, v), "membership/suspended")
	return true
}

func (r *reading) suspends(s, v int) {
	t := &r.trees[s]
	if r.suspendsOwn(s, v) {
		return
	}
	if t.lemma(v) == "shut" && !t.particle(v, "out") {
		return
	}
	who := r.states(r.all(s, namedTokens(r, s, t.patients(v)), false))
	if len(who) == 0 && t.passive(v) && t.subject(v) < 0 { // "it left in 1972, came back in 1989, was suspended in 1999"
		who = r.lastJoiner
	}
	if len(who) == 0 || !allStates(r, who) {
		return
	}
	agents := r.all(s, r.agents(s, v), false)
	org := r.bodyIn(agents)
	for _, o := range t.obliques(v, "from") {
		if e := r.bodyIn(r.named(s, o)); e >= 0 {
			org = e
		} else if org < 0 && !r.inTime(s, o) {
			return // suspended from something else
		}
	}
	silent := org < 0
	if silent {
		if len(agents) > 0 || !t.passive(v) {
			return
		}
		org = r.topic
	}
	p := r.timeOf(s, v)
	if org < 0 || silent && p.IsZero() && !(t.relation(v) == "xcomp" && t.lemma(t.head(v)) == "remain") {
		return
	}
	status := schema.Suspended
	if t.lemma(v) == "expel" || t.lemma(v) == "oust" {
		status = schema.Former
	}
	org = r.parentBody(org, org)
	st := r.stance(s, v)
	if st.veiled {
		return
	}
	r.used[s][v] = true
	if r.real(s, v) {
		r.hold(s, who, org, status, p, "membership/suspended")
	}
	for _, w := range who {
		e := r.newEvent(s, v, schema.Sanction, "", "membership/suspended")
		e.add(schema.Source, org)
		e.add(schema.Target, w)
		e.period = p
		r.attribute(s, e, st)
		r.emit(e)
	}
	if r.real(s, v) {
		r.gapped(s, v, org, status, "membership/suspended")
	}
}

func namedTokens(r *reading, s int, toks []int) []int {
	var out []int
	for _, k := range toks {
		if r.mention[s][k] >= 0 {
			out = append(out, k)
		}
	}
	return out
}

// gapped reads the rest of a list whose verb is left out: "Mali was suspended in 2021, Niger in 2023", "Rwanda (2009)".
func (r *reading) gapped(s, v, org int, status schema.MembershipStatus, rule string) {
	t := &r.trees[s]
	last := v
	for _, x := range r.timesOf[s] {
		e := &r.times[x]
		if e.First < v {
			continue
		}
		i := e.First - 1
		for i > last && (t.tokens[i].UPOS == "ADP" || t.word(i) == "(" || t.word(i) == "-lrb-") {
			i--
		}
		m := r.mentionEnding(s, i)
		if m < 0 || r.actors.Mentions[m].First <= last {
			last = e.Last
			continue
		}
		first := r.actors.Mentions[m].First
		clean := first > 0
		for k := last + 1; k < first; k++ {
			clean = clean && !t.verb(k)
		}
		if clean {
			switch t.word(first - 1) {
			case ",", "and", ";", "the":
			default:
				clean = false
			}
		}
		if clean && last != v {
			p := point(e)
			who := r.states(r.actors.Mentions[m].Entities)
			r.hold(s, who, org, status, p, rule+" (gapped)")
			if status == schema.Suspended {
				for _, w := range who {
					ev := r.newEvent(s, r.actors.Mentions[m].Head, schema.Sanction, "", rule+" (gapped)")
					ev.add(schema.Source, org)
					ev.add(schema.Target, w)
					ev.period = p
					r.emit(ev)
				}
			}
		}
		last = e.Last
	}
}

// mentionEnding is the mention by name whose last token is i, none if there is none.
func (r *reading) mentionEnding(s, i int) int {
	from, to := r.actors.In(s)
	for m := from; m < to; m++ {
		if x := &r.actors.Mentions[m]; x.Last == i && x.Kind == actor.Name {
			return m
		}
	}
	return none
}

func (r *reading) applies(s, v int) {
	t := &r.trees[s]
	who := r.joiners(s, v)
	if sub := t.subject(v); len(who) == 0 && sub >= 0 {
		for _, e := range r.actorsOf(s, sub, true) {
			if st := r.stateOf(e); st >= 0 {
				who = appendNew(who, st)
			}
		}
	}
	if len(who) == 0 { // "its president applied for readmission"
		for _, e := range r.all(s, r.agents(s, v), true) {
			if st := r.stateOf(e); st >= 0 {
				who = append(who, st)
			}
		}
	}
	if len(who) == 0 || !r.real(s, v) {
		return
	}
	org := none
	for _, o := range t.obliques(v, "for") {
		switch t.lemma(o) {
		case "membership", "admission", "readmission", "accession", "entry":
			if org = r.organizationOf(s, o); org < 0 {
				org = r.topic
			}
		default:
			return
		}
	}
	if x := t.child(v, "xcomp"); x >= 0 && org < 0 {
		if t.lemma(x) != "join" && t.lemma(x) != "rejoin" {
			return
		}
		org, _ = r.bodyOf(s, x, "to")
	}
	p := r.timeOf(s, v)
	if org < 0 && len(t.obliques(v, "to")) > 0 {
		org, _ = r.bodyOf(s, v, "to")
	} else if org < 0 && !p.IsZero() && t.child(v, "xcomp") < 0 {
		org = r.topic
	}
	if org >= 0 {
		r.hold(s, who, org, schema.Applicant, p, "membership/applied")
		r.used[s][v] = true
	}
}

// founds reads "founded in 2001 by A and B, the X", "A and B answered by founding the X".
func (r *reading) founds(s, v int) {
	t := &r.trees[s]
	if t.lemma(v) == "set" && !t.particle(v, "up") {
		return
	}
	org := r.bodyIn(r.all(s, namedTokens(r, s, t.patients(v)), false))
	who := r.states(r.all(s, r.agents(s, v), false))
	if len(who) == 0 {
		who = r.numberedStates(s, v, org)
	}
	if org < 0 || !r.real(s, v) {
		return
	}
	r.hold(s, who, org, schema.Founder, r.timeOf(s, v), "membership/founded")
	if t.passive(v) {
		for _, k := range t.kids[v] { // "by twelve states, among them Portugal"
			if t.relation(k) != "obl" || t.preposition(k) != "by" {
				continue
			}
			for _, g := range t.kids[k] {
				if t.preposition(g) == "among" || t.childWord(g, "among", "including") >= 0 {
					r.hold(s, r.states(r.all(s, t.conjuncts(g), false)), org, schema.Founder, r.timeOf(s, v), "membership/founded")
				}
			}
			r.count(s, k, k, org, schema.Founder)
		}
	}
}

// upgrades reads "to be upgraded from dialogue partner to observer": whoever asks for it has the standing it starts from.
func (r *reading) upgrades(s, v int) {
	t := &r.trees[s]
	for _, o := range t.obliques(v, "from") {
		status := t.standing(o)
		if status == "" {
			continue
		}
		who := r.states(r.all(s, t.patients(v), false))
		if h := t.head(v); len(who) == 0 && t.noun(h) {
			who = r.states(r.inside(s, h, true, 0))
		} else if len(who) == 0 && t.verb(h) { // "turned down a request by X to be upgraded"
			who = r.states(r.all(s, t.patients(h), true))
		}
		r.hold(s, who, r.organizationOf(s, o), status, when.Period{}, "membership/upgrade")
	}
}

// count reads how many affiliates there are without their names: "sixteen other countries are observers".
func (r *reading) count(s, n, counted, org int, status schema.MembershipStatus) {
	t := &r.trees[s]
	if counted < 0 || org < 0 || len(r.states(r.apposition(s, counted))) > 0 {
		return
	}
	c := 0
	for _, k := range t.kids[counted] {
		if t.relation(k) == "nummod" {
			c = number(t.word(k))
		}
	}
	if h := t.head(n); c > 1 && t.verb(h) && t.relation(n) == "obj" && (t.lemma(h) == "have" || t.lemma(h) == "count" || t.lemma(h) == "number" || t.lemma(h) == "comprise") { // "NATO has 32 members"
		if e := r.bodyIn(r.all(s, r.agents(s, h), false)); e >= 0 {
			r.counted(s, e, status, c, "affiliation/count")
		}
		return
	}
	if c < 2 || n == counted && !t.definite(counted) && t.child(counted, "nmod:poss") < 0 && t.lemma(counted) != "state" && t.childWord(counted, "partner") < 0 {
		return
	}
	if n == counted && status == schema.Member && r.someOnly(s, n) {
		return
	}
	if n == counted && !t.definite(counted) && t.child(counted, "nmod:poss") < 0 && status == schema.Member {
		return // "two members voted against it" are some of them
	}
	r.counted(s, org, status, c, "affiliation/count")
	for _, k := range t.kids[n] { // "observers or dialogue partners"
		if t.relation(k) == "conj" {
			if other := t.standing(k); other != "" {
				r.counted(s, org, other, c, "affiliation/count")
			}
		}
	}
}

func (r *reading) counted(s, org int, status schema.MembershipStatus, c int, rule string) {
	r.found.affiliations = append(r.found.affiliations, affiliation{
		organization: org, status: status, count: c, spans: []actor.Range{r.sentenceSpan(s)}, rule: rule,
	})
}

// adjectiveCount reads "the 27-nation bloc", "the 55-member AU".
func (r *reading) adjectiveCount(s, i int) {
	t := &r.trees[s]
	first, unit, ok := strings.Cut(t.word(i), "-")
	n := i
	if !ok { // tokenised as 27 - nation
		if t.noun(i) && i >= 2 && t.word(i-1) == "-" {
			first, unit, ok = t.word(i-2), t.word(i), true
		}
	}
	if !ok {
		return
	}
	switch unit {
	case "nation", "member", "state", "country", "strong":
	default:
		return
	}
	c := number(first)
	if c < 2 {
		return
	}
	for k, d := t.head(n), 0; k >= 0 && d < 3; d++ {
		if e := r.bodyIn(r.named(s, k)); e >= 0 {
			r.counted(s, e, schema.Member, c, "affiliation/adjective")
			return
		}
		k = t.head(k)
	}
}

var numbers = map[string]int{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
	"twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
	"nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

// number reads a count in digits or words, "twenty-seven" too; 0 is no number.
func number(w string) int {
	if n, err := strconv.Atoi(w); err == nil && n > 0 {
		return n
	}
	if n, ok := numbers[w]; ok {
		return n
	}
	if a, b, ok := strings.Cut(w, "-"); ok && numbers[a] >= 20 {
		units := map[string]int{"one": 1}
		if u := numbers[b] + units[b]; u > 0 && u < 10 {
			return numbers[a] + u
		}
	}
	return 0
}
