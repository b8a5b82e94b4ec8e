package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// crowd says whom a phrase for several actors can mean.
type crowd uint8

const (
	anybody crowd = iota // "the two", "the trio"
	people               // "the two men"
	states               // "both countries", "the sides": states and organizations, people by theirs
)

// group is a phrase for several actors at once: "both men", "the two countries", "all three", "the trio".
type group struct {
	first, last int // words
	size        int // 0 where the phrase does not tell it: "the sides"
	crowd       crowd
	gender      Gender // "the two women" are no men
	object      bool   // it is no subject, so the subject of its verb is none of it
	governor    int    // token on which it depends
}

// sharesVerb reports whether a mention is the subject of the verb whose object the group is.
func (g group) sharesVerb(sentence int, r *recent) bool {
	return g.object && r.subject && !r.dyad && r.sentence == sentence && r.governor == g.governor
}

// plurals are the nouns that mean several actors of the moment behind "both", "the two" and "the three".
var plurals = map[string]crowd{
	"sides": states, "parties": states, "countries": states, "nations": states, "states": states, "governments": states, "neighbours": states,
	"neighbors": states, "rivals": states, "foes": states, "enemies": states, "delegations": states, "capitals": states, "powers": states, "allies": states,
	"teams": states, "armies": states, "forces": states, "superpowers": states, "economies": states, "camps": states, "adversaries": states,
	"belligerents": states, "negotiators": states, "officials": states, "diplomats": states, "republics": states, "kingdoms": states, "juntas": states,
	"men": people, "women": people, "politicians": people, "statesmen": people, "generals": people,
}

// openPlurals are those that mean them behind "the" alone, too.
var openPlurals = []string{"sides", "delegations", "neighbours", "neighbors", "foes", "belligerents", "adversaries"}

// numerals are the sizes of groups that texts take up as a whole.
var numerals = map[string]int{
	"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "pair": 2, "duo": 2, "trio": 3, "quartet": 4,
}

// groupAt reads the phrase for several actors whose head is word w; ok is false where there is none.
func (p *pass) groupAt(s *sentence, w int) (g group, ok bool) {
	g = group{first: w, last: w, governor: s.governorOf(s.words[w].token), object: !strings.HasPrefix(s.tokens[s.words[w].token].Relation, "nsubj")}
	f := s.words[w].fold
	switch c, plural := plurals[f]; {
	case plural:
		g.crowd = c
		g.gender = map[string]Gender{"men": Masculine, "women": Feminine}[f]
		if g.first, g.size = p.countBefore(s, w); g.size > 0 {
			return g, !s.restricted(w)
		}
		return g, slices.Contains(openPlurals, f) && w > 0 && s.words[w-1].fold == "the" && !s.ofFollows(w) || w > 0 && s.words[w-1].fold == "warring" && (f == "parties" || f == "sides")
	case f == "pair" || f == "duo" || f == "trio" || f == "quartet":
		g.size = numerals[f]
		return g, w > 0 && s.words[w-1].fold == "the" && !s.ofFollows(w) && !p.nounBehind(s, w+1)
	case numerals[f] > 0 && s.predicateFollows(w):
		g.size = numerals[f]
		return g, f == "both" || w > 0 && (s.words[w-1].fold == "the" || s.words[w-1].fold == "all")
	}
	return g, false
}

// countBefore reads "both", "the two" or "all three" before the noun at word w, with an adjective or the name of a region
// between them; it returns the first word behind the number, and 0 where there is no such number.
func (p *pass) countBefore(s *sentence, w int) (first, size int) {
	for i := w - 1; i >= 0 && i >= w-3; i-- {
		f := s.words[i].fold
		if n := numerals[f]; n > 0 {
			definite := f == "both" || i > 0 && slices.Contains([]string{"the", "these", "those", "all"}, s.words[i-1].fold)
			if !definite && s.words[w].fold != "sides" {
				return w, 0
			}
			return i + 1, n
		}
		if s.at[i] >= 0 && !p.isRegion(s.at[i]) || s.at[i] < 0 && !strings.HasPrefix(s.tokens[s.words[i].token].XPOS, "JJ") && s.tokens[s.words[i].token].XPOS != "VBG" {
			return w, 0
		}
	}
	return w, 0
}

// isRegion reports whether a candidate names a region of several states: "the three Sahel states".
func (p *pass) isRegion(c int) bool {
	e := p.cands[c].entity
	return e >= 0 && p.entities[e].Type == schema.Place && p.entities[e].Of == ""
}

// restricted reports whether a clause right behind word w tells which people are meant: "the two men who had signed".
func (s *sentence) restricted(w int) bool {
	return w+1 < len(s.words) && slices.Contains([]string{"who", "whom", "whose"}, s.words[w+1].fold)
}

func (s *sentence) ofFollows(w int) bool { return w+1 < len(s.words) && s.words[w+1].fold == "of" }

// predicateFollows reports whether a finite verb stands behind word w, or one adverb later.
func (s *sentence) predicateFollows(w int) bool {
	for i := w + 1; i < len(s.words) && i <= w+2; i++ {
		switch x := s.tokens[s.words[i].token].XPOS; x {
		case "MD", "VBD", "VBZ", "VBP":
			return true
		case "RB":
		default:
			return false
		}
	}
	return false
}

// referGroup resolves a phrase for several actors.
func (p *pass) referGroup(s *sentence, g group, said []recent) {
	who := p.groupMeant(s, g, said)
	if len(who) < 2 {
		return
	}
	rule := "group"
	if g.size == 2 {
		rule = "both"
	}
	p.addMention(s, g.first, g.last, Nominal, rule, 0.7, who...)
}

// groupMeant is the set that the text has put together last, if it suits the phrase; else one that the text names right
// behind it; else, for two, the two named last that are neither hosts nor mediators.
func (p *pass) groupMeant(s *sentence, g group, said []recent) []int {
	if (g.size == 2 || g.size == 0) && g.crowd != people && s.words[g.last].fold != "delegations" {
		if who := p.protagonists(); len(who) == 2 && !p.justJoined(s, g, said) {
			return slices.Clone(who)
		}
	}
	if who := p.lastSet(s, g, said); len(who) > 1 {
		return who
	}
	if g.size > 2 || g.size == 2 && len(said) < 2 {
		if who := p.listAhead(s, g); len(who) > 1 {
			return who
		}
	}
	switch {
	case g.size != 2:
		return nil
	case g.crowd == people:
		return p.lastTwo(said, s.index, g)
	}
	return p.lastPair(said, s.index, g)
}

// justJoined reports whether this sentence or the one before it coordinates several actors whom a phrase may mean.
func (p *pass) justJoined(s *sentence, g group, said []recent) bool {
	for i := len(said) - 1; i >= 0 && i >= len(said)-window && said[i].sentence >= s.index-1; i-- {
		r := &said[i]
		if len(r.entities) < 2 || r.third || r.dyad && g.crowd == states || g.sharesVerb(s.index, r) {
			continue
		}
		if n := len(p.suited(r.entities, g)); n > 1 && (g.size == 0 || n == g.size) {
			return true
		}
	}
	return false
}

// protagonists are the two states or groups that an article is about, in the order of their first mention: both are named,
// by their people too, at least four times and at least twice as often as any third. It is empty where there are no such two.
func (p *pass) protagonists() []int {
	if p.pairSought {
		return p.pair
	}
	p.pairSought = true
	weight := map[int]int{}
	var order []int
	for i := range p.mentions {
		m := &p.mentions[i]
		if m.Kind > Adjective || len(m.Entities) != 1 {
			continue
		}
		e := m.Entities[0]
		if t := p.entities[e].Type; t == schema.Person || t == schema.Organization {
			e = p.ownerOfEntity(e)
		}
		if e < 0 || p.entities[e].Type != schema.State && p.entities[e].Type != schema.Group {
			continue
		}
		if weight[e] == 0 {
			order = append(order, e)
		}
		weight[e]++
	}
	byWeight := slices.Clone(order)
	slices.SortStableFunc(byWeight, func(a, b int) int { return weight[b] - weight[a] })
	if len(byWeight) < 2 || weight[byWeight[1]] < 4 || len(byWeight) > 2 && weight[byWeight[1]] < 2*weight[byWeight[2]] {
		return nil
	}
	p.pair = slices.DeleteFunc(order, func(e int) bool { return e != byWeight[0] && e != byWeight[1] })
	return p.pair
}

// lastSet is the latest set of several that suits a phrase.
func (p *pass) lastSet(s *sentence, g group, said []recent) []int {
	for i := len(said) - 1; i >= 0 && i >= len(said)-window; i-- {
		r := &said[i]
		if r.sentence < s.index-5 {
			break
		}
		if len(r.entities) < 2 || r.third || g.sharesVerb(s.index, r) {
			continue
		}
		if who := p.suited(r.entities, g); len(who) > 1 && (g.size == 0 || len(who) == g.size) {
			return who
		}
	}
	return nil
}

// suited are the entities of a set as a phrase can mean them, nil if it can't.
func (p *pass) suited(set []int, g group) []int {
	switch g.crowd {
	case states:
		return p.sides(set)
	case people:
		for _, e := range set {
			if !p.isPerson(e, g.gender) {
				return nil
			}
		}
	}
	return set
}

// isPerson reports whether an entity is a person and not known to be of another gender.
func (p *pass) isPerson(e int, gender Gender) bool {
	g := p.entities[e].Gender
	return p.entities[e].Type == schema.Person && (gender == UnknownGender || g == UnknownGender || g == gender)
}

// listAhead is the first enumeration behind a phrase, in its sentence or the next one, that has as many members.
func (p *pass) listAhead(s *sentence, g group) []int {
	from := g.last
	for n := 0; n < 2 && s.index+n < len(p.sentences); n++ {
		next := &p.sentences[s.index+n]
		for j := next.from; j < next.to; j++ {
			if c := &p.cands[j]; c.first <= from || c.entity < 0 || c.adjective {
				continue
			}
			who, last := p.listFrom(next, j)
			if who = p.suited(who, g); len(who) == g.size && (g.crowd != anybody || p.alike(who[:1], who[1:])) {
				return who
			}
			for j+1 < next.to && p.cands[j+1].last <= last {
				j++
			}
		}
		from = -1
	}
	return nil
}

// lastPair are the two actors that the text has last put beside each other, people by their states; nil if there are none.
func (p *pass) lastPair(said []recent, sentence int, g group) []int {
	var who []int
	for i := len(said) - 1; i >= 0 && i >= len(said)-window/2; i-- {
		r := &said[i]
		if r.sentence < sentence-4 {
			break
		}
		if r.third || g.sharesVerb(sentence, r) {
			continue
		}
		for _, e := range p.sides(r.entities) {
			if !slices.Contains(who, e) && len(who) < 2 {
				who = append(who, e)
			}
		}
	}
	if len(who) < 2 {
		return nil
	}
	slices.Reverse(who)
	return who
}

// lastTwo are the two people mentioned last.
func (p *pass) lastTwo(said []recent, sentence int, g group) []int {
	var who []int
	for i := len(said) - 1; i >= 0 && i >= len(said)-window/2 && len(who) < 2 && said[i].sentence >= sentence-3; i-- {
		if said[i].third || g.sharesVerb(sentence, &said[i]) {
			continue
		}
		for _, e := range slices.Backward(said[i].entities) {
			if p.isPerson(e, g.gender) && !slices.Contains(who, e) && len(who) < 2 {
				who = append(who, e)
			}
		}
	}
	if len(who) < 2 {
		return nil
	}
	slices.Reverse(who)
	return who
}

// sides are the states and bodies for which entities stand.
func (p *pass) sides(entities []int) []int {
	var who []int
	for _, e := range entities {
		if p.entities[e].Type == schema.Person {
			e = p.ownerOfEntity(e)
		}
		if e >= 0 && canAct(p.entities[e].Type) && !slices.Contains(who, e) {
			who = append(who, e)
		}
	}
	return who
}

// mutual are the lemmas of verbs and nouns that put their subject and the actor behind them on one footing.
var mutual = map[string]bool{
	"meet": true, "talk": true, "speak": true, "negotiate": true, "discuss": true, "sign": true, "agree": true, "clash": true, "fight": true, "greet": true,
	"telephone": true, "phone": true, "call": true, "confer": true, "receive": true, "talks": true, "meeting": true, "negotiation": true, "conversation": true,
	"agreement": true, "accord": true, "deal": true, "treaty": true, "truce": true, "ceasefire": true, "pact": true, "war": true, "dispute": true, "conflict": true,
	"consultation": true, "summit": true, "dialogue": true, "fighting": true, "ties": true, "relation": true, "memorandum": true,
}

// withSubject joins an actor with the subject that meets it, talks to it or fights it: "Chad signed an accord with Niger";
// ok is false where nothing does.
func (p *pass) withSubject(s *sentence, said []recent, r recent) (both recent, ok bool) {
	if r.weak || !p.isMutual(s, r.word) {
		return both, false
	}
	for i := len(said) - 1; i >= 0 && i >= len(said)-window && said[i].sentence == s.index; i-- {
		a := &said[i]
		if !a.subject || a.weak || a.third || a.last >= r.word {
			continue
		}
		if all := union(a.entities, r.entities); len(all) > len(a.entities) && len(all) > len(r.entities) {
			both = *a
			both.entities, both.last, both.dyad = all, r.last, true
			return both, true
		}
		return both, false
	}
	return both, false
}

// isMutual reports whether the actor at word i is the object of a mutual verb or stands behind "with" or "against" and such
// a noun.
func (p *pass) isMutual(s *sentence, i int) bool {
	preposition := ""
	for j := i - 1; j >= 0 && j >= i-12; j-- {
		w := &s.words[j]
		t := &s.tokens[w.token]
		if c := s.at[j]; c >= 0 {
			if p.cands[c].adjective || p.besides(s, c, i) {
				continue
			}
			return false
		}
		switch {
		case mutual[strings.ToLower(t.Lemma)] || mutual[w.fold]:
			verb := t.UPOS == "VERB"
			return preposition == "with" || preposition == "against" || preposition == "" && verb || preposition == "to" && verb
		case t.UPOS == "VERB" || w.fold == "that" || w.text == "." || w.text == ";" || w.fold == "and" && preposition == "":
			return false
		case prepositions[w.fold] && preposition == "":
			preposition = w.fold
			if preposition != "with" && preposition != "against" && preposition != "to" {
				return false
			}
		}
	}
	return false
}

// besides reports whether candidate c between a verb and the actor at word i is no party itself: a place, or the state of a
// person who follows.
func (p *pass) besides(s *sentence, c, i int) bool {
	e := p.cands[c].entity
	if e < 0 || p.entities[e].Type == schema.Place {
		return true
	}
	at := s.at[i]
	return p.entities[e].Type != schema.Person && at >= 0 && p.cands[at].entity >= 0 && p.entities[p.cands[at].entity].Type == schema.Person
}

// mediating are the lemmas of verbs whose subject stands above the parties.
var mediating = []string{"mediate", "broker", "host", "facilitate", "chair", "moderate", "convene", "oversee", "arrange", "organise", "organize", "lead"}

// isThird reports whether a mention is a host or mediator rather than a party: "talks brokered by Egypt", "Egypt and Qatar
// have mediated", "mediators Egypt and Qatar".
func (p *pass) isThird(s *sentence, said []recent, r *recent) bool {
	for i := r.last + 1; i < len(s.words) && i <= r.last+4; i++ {
		t := &s.tokens[s.words[i].token]
		if slices.Contains(mediating, strings.ToLower(t.Lemma)) && strings.HasPrefix(t.XPOS, "VB") && !s.words[i].glued {
			return t.Lemma != "lead" || t.XPOS != "VBN"
		}
		if t.UPOS != "AUX" && t.UPOS != "ADV" && s.words[i].fold != "which" && s.words[i].fold != "who" && s.words[i].text != "," {
			break
		}
	}
	for i := r.word - 1; i >= 0 && i >= r.word-6; i-- {
		f := s.words[i].fold
		if f == "mediator" || f == "mediators" || f == "mediation" {
			return true
		}
		if f == "by" {
			return i > 0 && slices.Contains(mediating, strings.ToLower(s.tokens[s.words[i-1].token].Lemma))
		}
		if f == "with" && i > 0 && s.words[i-1].fold == "together" || f == "alongside" {
			return slices.ContainsFunc(said[max(0, len(said)-4):], func(o recent) bool { return o.third && o.sentence == s.index })
		}
		if u := s.tokens[s.words[i].token].UPOS; u == "VERB" || u == "ADP" {
			return false
		}
	}
	return false
}

// referOther resolves "the other side", said of the one of two parties that the sentence is not about.
func (p *pass) referOther(s *sentence, w int, said []recent) bool {
	if w < 2 || s.words[w-1].fold != "other" || s.words[w-2].fold != "the" || !slices.Contains([]string{"side", "party", "country", "government", "camp"}, s.words[w].fold) {
		return false
	}
	pair := p.lastSet(s, group{size: 2, crowd: states}, said)
	for i := len(said) - 1; pair != nil && i >= 0 && said[i].sentence == s.index; i-- {
		if !said[i].subject || len(said[i].entities) != 1 {
			continue
		}
		if own := p.sides(said[i].entities); len(own) == 1 && slices.Contains(pair, own[0]) {
			other := pair[0]
			if other == own[0] {
				other = pair[1]
			}
			p.addMention(s, w, w, Nominal, "other side", 0.65, other)
			break
		}
	}
	return true
}
