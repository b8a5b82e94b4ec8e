package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// Lists of names are read from the words as well as from the tree: the longer a list, the likelier the parser breaks it.

// separator reports a token that parts the names of a list.
func (t *tree) separator(i int) bool {
	switch t.word(i) {
	case ",":
		return i != t.opener
	case "and", "or", "the", ";", "nor":
		return true
	}
	return false
}

// nameAt returns the name mention that begins (or, with last, ends) at a token, none if there is none.
func (r *reading) nameAt(s, tok int, last bool) int {
	from, to := r.actors.In(s)
	for m := from; m < to; m++ {
		x := &r.actors.Mentions[m]
		if x.Kind == actor.Name && len(x.Entities) == 1 && (last && x.Last == tok || !last && x.First == tok) {
			return m
		}
	}
	return none
}

// listFrom returns the mentions of one type that follow each other from a token on, parted by commas and "and".
func (r *reading) listFrom(s, tok int, typ schema.ActorType) []int {
	t := &r.trees[s]
	var out []int
	for i := tok; i < len(t.tokens); {
		for i < len(t.tokens) && t.separator(i) {
			i++
		}
		m := r.nameAt(s, i, false)
		if m < 0 || r.entityType(r.actors.Mentions[m].Entities[0]) != typ {
			break
		}
		out = append(out, m)
		i = r.actors.Mentions[m].Last + 1
		if i >= len(t.tokens) || !t.separator(i) {
			break
		}
	}
	return out
}

// listAround returns the entities of the list that a name is part of: at least three names of one type, the last behind
// "and". Any other name is returned alone.
func (r *reading) listAround(s, m int) []int {
	x := &r.actors.Mentions[m]
	t := &r.trees[s]
	typ := r.entityType(x.Entities[0])
	first := m
	for {
		i := r.actors.Mentions[first].First - 1
		for i >= 0 && t.separator(i) && i > 0 {
			i--
		}
		p := none
		if i >= 0 && i < r.actors.Mentions[first].First-1 {
			p = r.nameAt(s, i, true)
		}
		if p < 0 || r.entityType(r.actors.Mentions[p].Entities[0]) != typ {
			break
		}
		first = p
	}
	list := r.listFrom(s, r.actors.Mentions[first].First, typ)
	if len(list) < 3 || !slices.Contains(list, m) {
		return x.Entities
	}
	closing := r.actors.Mentions[list[len(list)-1]].First - 1
	for closing > 0 && t.word(closing) == "the" {
		closing--
	}
	if w := t.word(closing); w != "and" && w != "or" {
		return x.Entities
	}
	var out []int
	for _, k := range list {
		out = appendNew(out, r.actors.Mentions[k].Entities...)
	}
	return out
}

// spelled reads standings from the order of the words where the tree gave none: "the dialogue partners A, B and C", "A
// and B, candidates since 2022", "founded by twelve states, among them A and B".
func (r *reading) spelled(s int) {
	t := &r.trees[s]
	for n := range t.tokens {
		status := r.standingWord(s, n)
		if status == "" || r.told[spot{s, n}] {
			continue
		}
		org := r.organizationOf(s, n)
		if org < 0 {
			continue
		}
		plural := strings.HasSuffix(t.word(n), "s")
		if plural {
			i := n + 1
			if i < len(t.tokens) {
				switch t.tokens[i].Text {
				case "-", "–", "—", ":":
					i++
				}
			}
			if list := r.listFrom(s, i, schema.State); len(list) > 1 && i < len(t.tokens) && t.word(i) != "," && t.word(i) != "and" {
				r.hold(s, r.entitiesOf(list), org, status, when.Period{}, "membership/list")
				continue
			}
		}
		if plural && r.exampleList(s, n, org, status) {
			continue
		}
		r.behindComma(s, n, org, status, plural)
	}
	r.bracketed(s)
	r.amongFounders(s)
	r.holders(s)
}

// holders reads "A and B hold observer status" where the verb was taken for a noun.
func (r *reading) holders(s int) {
	t := &r.trees[s]
	for n := 2; n < len(t.tokens); n++ {
		status := schema.MembershipStatus("")
		switch {
		case t.word(n) != "status":
		case t.word(n-1) == "observer":
			status = schema.Observer
		case t.word(n-1) == "candidate":
			status = schema.Candidate
		case t.word(n-1) == "partner":
			status = schema.DialoguePartner
		}
		if status == "" {
			continue
		}
		for i := n - 2; i > 0 && i > n-5; i-- {
			switch t.word(i) {
			case "hold", "holds", "held", "enjoy", "enjoys", "enjoyed", "have", "has":
			default:
				continue
			}
			if m := r.nameAt(s, i-1, true); m >= 0 {
				r.hold(s, r.states(r.pairOrList(s, m)), r.organizationOf(s, n), status, when.Period{}, "membership/status")
			}
			break
		}
	}
}

// exampleList reads "five members of the EU - A, B and C", "eight members of the group, among them A and B".
func (r *reading) exampleList(s, n, org int, status schema.MembershipStatus) bool {
	t := &r.trees[s]
	for i := n + 1; i+1 < len(t.tokens) && i < n+10 && !t.verb(i); i++ {
		from := 0
		switch t.word(i) {
		case "-", "–", "—", ":":
			if t.tokens[i-1].End == t.tokens[i].Start && t.word(i) != ":" {
				continue // inside a word
			}
			from = i + 1
		case "including", "namely", "notably":
			from = i + 1
		case "among":
			if t.word(i+1) == "them" {
				from = i + 2
			}
		case "such":
			if t.word(i+1) == "as" {
				from = i + 2
			}
		}
		if from == 0 || from >= len(t.tokens) {
			continue
		}
		list := r.listFrom(s, from, schema.State)
		if len(list) > 0 && t.word(from) != "," {
			r.hold(s, r.entitiesOf(list), org, status, when.Period{}, "membership/list")
			r.enumerated[spot{s, n}] = r.entitiesOf(list)
			return true
		}
	}
	return r.listedMembers(s, n, org, status)
}

// closing are the marks between which a list stands, by what opens it.
var closing = map[string]string{"(": ")", "-": "-", "–": "–", "—": "—"}

// bracketed reads "EFTA (A, B and C)" and "the GCC - A, B and C - said": the names in brackets or between dashes behind an
// organization are its members.
func (r *reading) bracketed(s int) {
	t := &r.trees[s]
	from, to := r.actors.In(s)
	for m := from; m < to; m++ {
		x := &r.actors.Mentions[m]
		open := x.Last + 1
		if x.Kind != actor.Name || open+1 >= len(t.tokens) || closing[t.tokens[open].Text] == "" {
			continue
		}
		if t.tokens[open].Text != "(" && t.relation(x.Head) == "nmod" { // "rivals of NATO - A and B - said"
			continue
		}
		org := r.bodyIn(x.Entities)
		list := r.listFrom(s, open+1, schema.State)
		if org < 0 || len(list) < 2 || r.nameAt(s, open+1, false) < 0 {
			continue
		}
		end := r.actors.Mentions[list[len(list)-1]].Last + 1
		if end < len(t.tokens) && t.tokens[end].Text == closing[t.tokens[open].Text] {
			r.hold(s, r.entitiesOf(list), org, schema.Member, when.Period{}, "membership/brackets")
		}
	}
}

// standingWord is the standing that a word means by itself and the words right before it.
func (r *reading) standingWord(s, n int) schema.MembershipStatus {
	t := &r.trees[s]
	before := ""
	if n > 0 {
		before = t.word(n - 1)
	}
	switch w := strings.TrimSuffix(t.word(n), "s"); w {
	case "member":
		if before == "founding" {
			return schema.Founder
		}
		return schema.Member
	case "observer":
		return schema.Observer
	case "candidate":
		return schema.Candidate
	case "partner":
		if before == "dialogue" {
			return schema.DialoguePartner
		}
	case "ally", "allie":
		return r.allied(s, n)
	case "state", "countrie", "nation":
		if before == "member" {
			return schema.Member
		}
		if before == "partner" {
			return schema.DialoguePartner
		}
	}
	return ""
}

// behindComma reads "A and B, candidates since 2022" and "A, a member since 2007".
func (r *reading) behindComma(s, n, org int, status schema.MembershipStatus, plural bool) {
	t := &r.trees[s]
	i := n - 1
	for i > 0 && (t.tokens[i].UPOS == "DET" || t.tokens[i].UPOS == "ADJ" || t.word(i) == "dialogue" || t.word(i) == "founding") {
		i--
	}
	next := ""
	if n+1 < len(t.tokens) {
		next = t.word(n + 1)
	}
	if i < 1 || t.word(i) != "," || next != "since" && next != "of" && next != "," {
		return
	}
	m := r.nameAt(s, i-1, true)
	if m < 0 || r.entityType(r.actors.Mentions[m].Entities[0]) != schema.State {
		return
	}
	who := r.actors.Mentions[m].Entities
	if plural {
		who = r.pairOrList(s, m)
	}
	var p when.Period
	for _, x := range r.timesOf[s] {
		if e := &r.times[x]; e.First > n && e.First <= n+2 {
			p = point(e)
		}
	}
	r.hold(s, who, org, status, p, "membership/apposition")
}

// pairOrList is listAround for a plural, which two names may share.
func (r *reading) pairOrList(s, m int) []int {
	t := &r.trees[s]
	if who := r.listAround(s, m); len(who) > 1 {
		return who
	}
	x := &r.actors.Mentions[m]
	if i := x.First - 1; i > 0 && t.word(i) == "and" {
		if p := r.nameAt(s, i-1, true); p >= 0 && r.entityType(r.actors.Mentions[p].Entities[0]) == schema.State {
			return append(slices.Clone(r.actors.Mentions[p].Entities), x.Entities...)
		}
	}
	return x.Entities
}

func (r *reading) entitiesOf(mentions []int) []int {
	var out []int
	for _, m := range mentions {
		out = appendNew(out, r.actors.Mentions[m].Entities...)
	}
	return out
}

// amongFounders reads "was founded in 1949 by twelve states, among them A and B".
func (r *reading) amongFounders(s int) {
	t := &r.trees[s]
	founded := none
	for i := range t.tokens {
		if t.word(i) == "founded" && t.passive(i) {
			founded = i
		}
		if founded < 0 || i < 1 || t.word(i) != "them" && t.word(i) != "including" || t.word(i) == "them" && t.word(i-1) != "among" {
			continue
		}
		list := r.listFrom(s, i+1, schema.State)
		org := r.bodyIn(r.all(s, t.patients(founded), false))
		if org < 0 {
			org = r.topic
		}
		r.hold(s, r.states(r.entitiesOf(list)), org, schema.Founder, r.timeOf(s, founded), "membership/founded")
		return
	}
}

// numberedStates identifies "the three states" as those of the states named before in the sentence that belong, or
// belonged, to the organization, where they are exactly as many.
func (r *reading) numberedStates(s, v, org int) []int {
	t := &r.trees[s]
	sub := t.subject(v)
	for i := v - 1; i >= 0 && sub < 0 && t.tokens[v].XPOS == "VBG"; i-- { // "answered by founding X and by quitting Y"
		if t.verb(i) {
			sub = t.child(i, "nsubj")
		}
	}
	if sub < 0 || org < 0 || r.belongs == nil {
		return nil
	}
	switch t.lemma(sub) {
	case "state", "country", "nation", "government", "member":
	default:
		return nil
	}
	c := 0
	for _, k := range t.kids[sub] {
		if t.relation(k) == "nummod" {
			c = number(t.word(k))
		}
	}
	var out []int
	from, to := r.actors.In(s)
	for m := from; m < to && c > 1; m++ {
		x := &r.actors.Mentions[m]
		if x.First < sub && x.Kind == actor.Name && len(x.Entities) == 1 && r.entityType(x.Entities[0]) == schema.State &&
			r.belongs(r.ref(x.Entities[0]), r.ref(org)) {
			out = appendNew(out, x.Entities...)
		}
	}
	if len(out) != c {
		return nil
	}
	return out
}
