package extract

import (
	"slices"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// equated reads "the bloc, whose members are A, B and C" and "the observers are A and B": names as the predicate of a noun of
// standing.
func (r *reading) equated(s, p int) {
	t := &r.trees[s]
	if t.child(p, "cop") < 0 || r.mention[s][p] < 0 {
		return
	}
	sub := t.child(p, "nsubj")
	if sub < 0 || t.tokens[sub].XPOS != "NNS" || r.stance(s, p).status == schema.DidNotOccur {
		return
	}
	status := t.standing(sub)
	who := r.states(r.all(s, t.conjuncts(p), false))
	if status == "" || len(who) < 2 {
		return
	}
	org := r.organizationOf(s, sub)
	if k := t.child(sub, "nmod:poss"); k >= 0 {
		if e := r.bodyIn(r.named(s, t.antecedent(k))); e >= 0 {
			org = e
		}
	}
	r.hold(s, who, org, status, when.Period{}, "membership/equated")
	r.told[spot{s, sub}] = true
}

// belongings reads "the EFTA, to which A, B, C and D belong" and "of which A and B are members".
func (r *reading) belongings(s int) {
	t := &r.trees[s]
	for i := 1; i+2 < len(t.tokens); i++ {
		if t.word(i+1) != "which" || t.word(i) != "to" && t.word(i) != "of" {
			continue
		}
		org := r.bodyBefore(s, i)
		at := i + 2
		if t.word(at) == "both" {
			at++
		}
		list := r.listFrom(s, at, schema.State)
		if org < 0 || len(list) == 0 {
			continue
		}
		v := r.actors.Mentions[list[len(list)-1]].Last + 1
		for v < len(t.tokens) && (t.tokens[v].UPOS == "ADV" || t.tokens[v].UPOS == "AUX" && t.lemma(v) != "be") {
			v++
		}
		if v >= len(t.tokens) {
			continue
		}
		status := schema.MembershipStatus("")
		switch {
		case t.word(i) == "to" && t.lemma(v) == "belong":
			status = schema.Member
		case t.word(i) == "of" && t.lemma(v) == "be":
			for n := v + 1; n < len(t.tokens) && n < v+5 && status == ""; n++ {
				status = r.standingWord(s, n)
			}
		}
		r.told[spot{s, v}] = true
		r.hold(s, r.entitiesOf(list), org, status, when.Period{}, "membership/relative")
	}
}

// allied reads "Turkey, a NATO ally": who is an ally in an alliance is its member.
func (r *reading) allied(s, n int) schema.MembershipStatus {
	t := &r.trees[s]
	if t.lemma(n) != "ally" {
		return ""
	}
	for _, k := range t.kids[n] {
		if m := r.mention[s][k]; m >= 0 && k < n && t.noun(k) && r.actors.Mentions[m].Kind == actor.Name {
			if e := r.bodyIn(r.actors.Mentions[m].Entities); e >= 0 && r.ref(e) == schema.NewRef(schema.Organization, "NATO") {
				return schema.Member
			}
		}
	}
	return ""
}

// untilBehind is the time that ended a standing: "a member of X until 2019"; zero where it lies ahead.
func (r *reading) untilBehind(s, n int) when.Period {
	t := &r.trees[s]
	for i := n + 1; i+1 < len(t.tokens) && i < n+9 && !t.verb(i) && t.tokens[i].Text != ","; i++ {
		if t.word(i) != "until" {
			continue
		}
		for _, x := range r.timesOf[s] {
			e := &r.times[x]
			if e.First != i && e.First != i+1 {
				continue
			}
			p := e.Period
			if p.End.IsZero() {
				p.End = p.Start
			}
			if p = (when.Period{Start: p.End, End: p.End, Precision: p.Precision}); r.past(p) {
				return p
			}
		}
	}
	return when.Period{}
}

// noLonger reports "is no longer a member".
func (t *tree) noLonger(n int) bool {
	k := t.childWord(n, "long")
	return k > 0 && t.word(k) == "longer" && t.word(k-1) == "no"
}

// someOnly reports that a number of members counts a part of them: "the four other members", "its three Baltic members".
func (r *reading) someOnly(s, n int) bool {
	t := &r.trees[s]
	if t.childWord(n, "other", "remain", "remaining", "fellow") >= 0 {
		return true
	}
	return slices.ContainsFunc(t.kids[n], func(k int) bool {
		m := r.mention[s][k]
		return t.relation(k) == "amod" && m >= 0 && r.bodyIn(r.actors.Mentions[m].Entities) < 0
	})
}

// apposedList are the states that stand between commas behind a noun in the plural, which the tree may take for further members
// of its own list: "its three Baltic members, A, B and C, closed".
func (r *reading) apposedList(s, n int) []int {
	t := &r.trees[s]
	if t.tokens[n].XPOS != "NNS" || n+2 >= len(t.tokens) || t.tokens[n+1].Text != "," {
		return nil
	}
	list := r.listFrom(s, n+2, schema.State)
	if len(list) < 2 || r.actors.Mentions[list[0]].First != n+2 {
		return nil
	}
	last := &r.actors.Mentions[list[len(list)-1]]
	if t.word(last.First-1) != "and" || last.Last+1 >= len(t.tokens) || t.tokens[last.Last+1].Text != "," {
		return nil
	}
	return r.entitiesOf(list)
}

// sinceBehind is the time that "since" gives right behind a noun of standing and its organization: "a partner of X since 1975".
func (r *reading) sinceBehind(s, n int) when.Period {
	t := &r.trees[s]
	for i := n + 1; i+1 < len(t.tokens) && i < n+9 && !t.verb(i) && t.tokens[i].Text != ","; i++ {
		if t.word(i) != "since" {
			continue
		}
		for _, x := range r.timesOf[s] {
			if e := &r.times[x]; e.First == i || e.First == i+1 {
				return point(e)
			}
		}
	}
	return when.Period{}
}

// ownStatus reads "Azerbaijan's observer status in the D-8".
func (r *reading) ownStatus(s, n, org int, status schema.MembershipStatus) bool {
	t := &r.trees[s]
	k := t.child(n, "nmod:poss")
	if t.lemma(n) != "status" || k < 0 || k > n {
		return false
	}
	who := r.states(r.named(s, t.antecedent(k)))
	if len(who) == 0 || r.stance(s, n).status == schema.Hypothetical {
		return false
	}
	r.hold(s, who, org, status, r.sinceBehind(s, n), "membership/own status")
	return true
}

// aspires reads who asks for a standing: "asked to be admitted to X", "is seeking observer status in X", "its bid to join X".
func (r *reading) aspires(s, v int) {
	t := &r.trees[s]
	switch t.lemma(v) {
	case "ask", "request", "seek", "bid", "petition":
	default:
		return
	}
	who := r.states(r.all(s, r.agents(s, v), false))
	if t.noun(v) {
		who = nil
		if k := t.child(v, "nmod:poss"); k >= 0 {
			who = r.states(r.named(s, t.antecedent(k)))
		}
	}
	if len(who) == 0 || !allStates(r, who) || t.verb(v) && !r.real(s, v) {
		return
	}
	org := none
	for _, k := range t.kids[v] {
		switch rel := t.relation(k); {
		case (rel == "xcomp" || rel == "acl" || rel == "advcl") && t.verb(k):
			switch t.lemma(k) {
			case "join", "rejoin", "accede":
				org, _ = r.bodyOf(s, k, "to")
			case "admit", "readmit":
				for _, o := range t.obliques(k, "to", "into") {
					org = max(org, r.bodyIn(r.named(s, o)))
				}
			}
		case rel == "obj" || rel == "obl" && t.preposition(k) == "for" || rel == "nmod" && t.preposition(k) == "for":
			switch t.lemma(k) {
			case "membership", "admission", "readmission", "accession", "status":
				if t.lemma(k) == "status" && t.standing(k) == "" {
					continue
				}
				org = r.organizationOf(s, k)
				r.told[spot{s, k}] = true
			}
		}
	}
	if org >= 0 {
		r.hold(s, who, org, schema.Applicant, when.Period{}, "membership/aspires")
	}
}

// listedMembers finds the list that dashes set off behind "three of the members of X", a verb further on, if it is as long as
// the number says.
func (r *reading) listedMembers(s, n, org int, status schema.MembershipStatus) bool {
	t := &r.trees[s]
	want := 0
	for i := max(0, n-5); i < n && want == 0; i++ {
		if i+1 < len(t.tokens) && t.word(i+1) == "of" {
			want = number(t.word(i))
		}
	}
	for i := n + 1; want > 1 && i+1 < len(t.tokens) && i < n+16; i++ {
		if w := t.tokens[i].Text; w != "-" && w != "–" && w != "—" || t.tokens[i-1].End == t.tokens[i].Start {
			continue
		}
		if list := r.listFrom(s, i+1, schema.State); len(list) == want {
			r.hold(s, r.entitiesOf(list), org, status, when.Period{}, "membership/list")
			r.enumerated[spot{s, n}] = r.entitiesOf(list)
			return true
		}
	}
	return false
}

// echoes reads "Qatar had done so five years earlier" and "Togo followed suit": the change told last, by another actor.
func (r *reading) echoes(s, v int) {
	t := &r.trees[s]
	switch {
	case t.lemma(v) == "do" && t.childWord(v, "so", "likewise") >= 0:
	case t.lemma(v) == "follow" && slices.ContainsFunc(t.patients(v), func(k int) bool { return t.lemma(k) == "suit" }):
	default:
		return
	}
	who := r.actorsOnly(r.all(s, r.agents(s, v), true))
	if len(who) == 0 || !r.real(s, v) {
		return
	}
	p := r.timeOf(s, v)
	var told []membership
	for _, m := range r.found.memberships {
		if len(told) > 0 && (m.rule != told[0].rule || m.spans[0] != told[0].spans[0] || m.organization != told[0].organization) {
			told = nil
		}
		told = append(told, m)
	}
	if n := len(r.found.events); n > 0 {
		if x := r.found.events[n-1]; s-x.sentence <= 1 && !x.event.Symmetric() && x.status == schema.Occurred && len(x.with(schema.Source)) > 0 {
			e := *x
			e.sentence, e.trigger, e.setting = s, v, none
			e.spans = []actor.Range{r.sentenceSpan(s)}
			e.period, e.place, e.parties = p, none, nil
			e.add(schema.Source, who...)
			e.add(schema.Target, x.with(schema.Target)...)
			r.emit(&e)
		}
	}
	if len(told) > 0 && allStates(r, who) && s-r.sentenceAt(told[0].spans[0]) <= 1 {
		r.hold(s, who, told[0].organization, told[0].status, p, "membership/echo")
	}
}

// sentenceAt is the sentence that a span of evidence is.
func (r *reading) sentenceAt(span actor.Range) int {
	i, _ := slices.BinarySearchFunc(r.doc.Sentences, span.Start, func(x text.Sentence, at int) int { return x.Start - at })
	return i
}
