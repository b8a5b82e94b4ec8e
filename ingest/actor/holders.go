package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// holder ties a title to the person whom the text gives it.
func (p *pass) holder(i int) {
	t := &p.titles[i]
	s := &p.sentences[t.sentence]
	if t.office.plural {
		return
	}
	if c := p.personAt(s, p.skipTitles(s, t.to+1)); c >= 0 {
		p.hold(i, c, "title")
		p.ownerBehindName(s, t)
		return
	}
	before, after := p.apposedBefore(s, t), p.apposedAfter(s, t)
	switch {
	case before >= 0 && (after < 0 || !p.titled(s, before) && !p.holds(after, t)):
		p.hold(i, before, "apposition")
	case after >= 0:
		p.hold(i, after, "apposition")
	case p.chosen(s, t) >= 0:
		p.hold(i, p.chosen(s, t), "chosen")
	default:
		p.predicate(s, i)
	}
}

// choosing are the lemmas of verbs that give an office to their object.
var choosing = []string{"elect", "reelect", "name", "appoint", "choose", "make", "proclaim", "declare"}

// chosen is the person right before a title whom a verb gives it: "elected Ann Berg of Chad chair of the council"; -1 if
// there is nobody.
func (p *pass) chosen(s *sentence, t *titleSpan) int {
	i := t.first - 1
	if i >= 2 && s.words[i].fold == "as" {
		i--
	}
	if i >= 2 && s.at[i] >= 0 && p.behindPerson(s, &p.cands[s.at[i]]) {
		i = p.cands[s.at[i]].first - 2
	}
	c := p.personEnding(s, i)
	if c < 0 || t.of < 0 {
		return -1
	}
	for j := p.cands[c].first - 1; j >= 0 && j >= p.cands[c].first-7; j-- {
		if slices.Contains(choosing, strings.ToLower(s.tokens[s.words[j].token].Lemma)) {
			return c
		}
		if s.at[j] < 0 && !s.words[j].upper {
			return -1
		}
	}
	return -1
}

// hold gives a title to the person of candidate c.
func (p *pass) hold(title, c int, rule string) {
	t := &p.titles[title]
	t.person, t.mention, t.rule = p.cands[c].entity, c, rule
	e := p.entities[t.person]
	e.titles = append(e.titles, title)
	if e.Gender == UnknownGender {
		e.Gender = t.office.gender
	}
}

// personAt is the candidate at word i if it names a person, else -1.
func (p *pass) personAt(s *sentence, i int) int {
	if i < 0 || i >= len(s.words) || s.at[i] < 0 {
		return -1
	}
	c := &p.cands[s.at[i]]
	if c.entity < 0 || p.entities[c.entity].Type != schema.Person || c.first != i {
		return -1
	}
	return s.at[i]
}

// skipTitles steps over courtesies and ranks: "Supreme Leader Ayatollah Ali Khamenei".
func (p *pass) skipTitles(s *sentence, i int) int {
	for n := 0; n < 3 && i < len(s.words) && s.at[i] < 0; n++ {
		if _, end, ok := p.lex.courtesies.match(s.words, i); ok {
			i = end
		} else if o, end, ok := p.lex.offices.match(s.words, i); ok && !o.plural && s.words[i].upper {
			i = end
		} else {
			break
		}
	}
	return i
}

// apposedBefore is the person before a title behind a comma: "Joe Biden, the US president,"; "Joe Biden, 80, president
// of". It is -1 where the title stands in no apposition.
func (p *pass) apposedBefore(s *sentence, t *titleSpan) int {
	i := t.first - 1
	if i >= 1 && s.words[i].fold == "and" {
		if c := p.coordinated(s, i); c >= 0 {
			return c
		}
	}
	if i < 1 || s.words[i].text != "," && s.words[i].text != "(" && !isDash(s.words[i].text) {
		return -1
	}
	i--
	if i >= 2 && startsDigit(s.words[i].text) && s.words[i-1].text == "," {
		i -= 2
	}
	if i >= 3 && s.words[i].text == ")" && s.words[i-2].text == "(" {
		i -= 3
	}
	if s.at[i] >= 0 {
		if c := &p.cands[s.at[i]]; c.last == i && c.entity >= 0 && p.entities[c.entity].Type == schema.Person {
			return s.at[i]
		}
	}
	return -1
}

// coordinated is the person of the title before "and": "X, the founder and director of Y".
func (p *pass) coordinated(s *sentence, and int) int {
	for i := p.firstTitle(s.index); i < p.titlesRead && p.titles[i].sentence == s.index; i++ {
		if o := &p.titles[i]; o.last == and-1 && o.mention >= 0 && p.cands[o.mention].last < o.first {
			return o.mention
		}
	}
	return -1
}

// apposedAfter is the person behind a definite title and a comma: "Oman's foreign minister, Badr al-Busaidi,". It is -1
// where the comma goes on with something else.
func (p *pass) apposedAfter(s *sentence, t *titleSpan) int {
	i := t.last + 1
	if i+1 < len(s.words) && s.words[i].fold == "and" && s.words[i+1].fold == "host" {
		i += 2
	}
	i = s.skipToComma(i)
	if i+1 >= len(s.words) || s.words[i].text != "," && s.words[i].text != ":" && !isDash(s.words[i].text) {
		return -1
	}
	c := p.personAt(s, p.skipTitles(s, i+1))
	if c < 0 {
		return -1
	}
	end := p.cands[c].last + 1
	if end < len(s.words) && !slices.Contains([]string{",", ".", ";", ")", ":", "-", "–", "—", "'s", "’s", "”", "\"", "''", "of", "from", "who", "("}, s.words[end].text) {
		return -1
	}
	return c
}

// skipToComma steps over what still belongs to a definite title, "at the time" or "think tank in Munich", up to a comma; it
// returns i where a verb or a clause comes first.
func (s *sentence) skipToComma(i int) int {
	for j := i; j < len(s.words) && j < i+7; j++ {
		if s.words[j].text == "," {
			return j
		}
		switch s.tokens[s.words[j].token].XPOS {
		case "NN", "NNS", "NNP", "NNPS", "JJ", "IN", "DT", "POS", "HYPH", "CD":
		default:
			return i
		}
	}
	return i
}

// titled reports whether another title already stands right before the name of candidate c.
func (p *pass) titled(s *sentence, c int) bool { return p.titleBefore(s, p.cands[c].first) }

// holds reports whether the lists say that the person of a candidate holds an office like t's.
func (p *pass) holds(c int, t *titleSpan) bool {
	e := p.entities[p.cands[c].entity]
	if !e.Known {
		return false
	}
	return slices.ContainsFunc(p.world.Tenures(e.Ref), func(x tenure) bool { return sameOffice(x.Office, t.text) })
}

// predicate ties a title to the subject of which it is said: "Shen is the foreign minister of", "was appointed director".
func (p *pass) predicate(s *sentence, title int) {
	t := &p.titles[title]
	head := s.words[t.head].token
	subject, copula := -1, ""
	for i := range s.tokens {
		tok := &s.tokens[i]
		if tok.Head != head {
			continue
		}
		switch tok.Relation {
		case "nsubj":
			subject = i
		case "cop":
			copula = strings.ToLower(tok.Text)
		case "aux", "advmod":
			if f := strings.ToLower(tok.Text); f != "now" && f != "also" && f != "currently" && f != "still" {
				return
			}
		}
	}
	if subject < 0 || !slices.Contains([]string{"is", "'s", "was", "’s"}, copula) {
		return
	}
	w := s.wordOf[subject]
	if w >= len(s.words) || s.at[w] < 0 || p.cands[s.at[w]].entity < 0 || p.entities[p.cands[s.at[w]].entity].Type != schema.Person {
		return
	}
	p.hold(title, s.at[w], "predicate")
	if copula == "was" {
		t.former = true
	}
}

// sharePlural gives "the two prime ministers, A and B" or "foreign ministers A and B" to each person of the list, with
// the states that the text has put in the same order before.
func (p *pass) sharePlural(i int) {
	t := p.titles[i]
	s := &p.sentences[t.sentence]
	states, end := p.ownersOfPlural(s, &t)
	if len(states) == 0 {
		states = p.ownersBefore(s, t.from)
	}
	people := p.listBehind(s, end+1)
	if len(people) == 0 {
		return
	}
	if len(states) != len(people) && t.of < 0 && t.office.kind != counterpartOffice {
		states = p.lastStates(s, t.first, len(people))
	}
	singular := t
	singular.office.plural = false
	singular.text = p.singular(t.text)
	if other := p.personBefore(s, t.first, -1); t.office.kind == counterpartOffice && other >= 0 {
		p.copyOffice(&singular, p.entities[other])
	}
	for k, c := range people {
		p.titles = append(p.titles, singular)
		p.hold(len(p.titles)-1, c, "list of holders")
		one := &p.titles[len(p.titles)-1]
		if own := p.ownerBehindPerson(s, c); own >= 0 {
			one.of = own
		} else if !p.ownerByTenure(one) && len(states) == len(people) {
			one.of = states[k]
		}
	}
}

// ownersBefore are the states whose adjectives stand before a plural title at word i: "his Russian and Iranian
// counterparts".
func (p *pass) ownersBefore(s *sentence, i int) []int {
	var states []int
	for i--; i >= 0; i-- {
		c := s.at[i]
		switch {
		case c >= 0 && p.cands[c].entity >= 0 && canAct(p.entities[p.cands[c].entity].Type):
			states = append(states, p.cands[c].entity)
			i = p.cands[c].first
		case c >= 0 || s.words[i].fold != "and" && s.words[i].text != ",":
			i = -1
		}
	}
	slices.Reverse(states)
	return states
}

// ownersOfPlural is the list of states behind a plural title, "the foreign ministers of Chad and Niger", and its last word.
func (p *pass) ownersOfPlural(s *sentence, t *titleSpan) (states []int, end int) {
	end = t.last
	if t.to+1 >= len(s.words) || s.words[t.to+1].fold != "of" {
		return nil, end
	}
	for i := t.to + 2; i < len(s.words); i++ {
		c := s.at[i]
		switch {
		case c >= 0 && p.cands[c].entity >= 0 && canAct(p.entities[p.cands[c].entity].Type):
			states = append(states, p.cands[c].entity)
			i = p.cands[c].last
			end = i
		case s.words[i].text != "," && s.words[i].fold != "and" && s.words[i].fold != "the" || c >= 0:
			return states, end
		}
	}
	return states, end
}

// ownerBehindPerson is the state in "A of Brazil" behind the name of candidate c, -1 if none follows.
func (p *pass) ownerBehindPerson(s *sentence, c int) int {
	i := p.cands[c].last + 1
	if i+1 >= len(s.words) || s.words[i].fold != "of" {
		return -1
	}
	if of, _ := p.candidateBehind(s, i+1); of >= 0 {
		if e := p.cands[of].entity; e >= 0 && canAct(p.entities[e].Type) {
			return e
		}
	}
	return -1
}

// listBehind is the people listed from word i on, at least two: ", A and B", "A of Brazil, B of Peru and C of Chile".
func (p *pass) listBehind(s *sentence, i int) []int {
	var people []int
	for i < len(s.words) {
		if c := p.personAt(s, i); c >= 0 {
			people = append(people, c)
			i = p.cands[c].last + 1
			if p.ownerBehindPerson(s, c) >= 0 {
				_, end := p.candidateBehind(s, i+1)
				i = end + 1
			}
			continue
		}
		if w := s.words[i]; w.text != "," && w.fold != "and" && w.text != ":" && !(len(people) == 0 && isDash(w.text)) {
			break
		}
		i++
	}
	if len(people) < 2 {
		return nil
	}
	return people
}

// lastStates are the n distinct states named last before a word, in the order of the text.
func (p *pass) lastStates(s *sentence, word, n int) []int {
	var states []int
	for k := 0; k < 3 && len(states) < n; k++ {
		for i := s.to - 1; i >= s.from && len(states) < n; i-- {
			c := &p.cands[i]
			if k == 0 && c.last >= word || c.entity < 0 || p.entities[c.entity].Type != schema.State || slices.Contains(states, c.entity) {
				continue
			}
			states = append(states, c.entity)
		}
		if s.index == 0 {
			break
		}
		s = &p.sentences[s.index-1]
	}
	slices.Reverse(states)
	if len(states) < n {
		return nil
	}
	return states
}

// singular is the singular of a plural title.
func (p *pass) singular(title string) string {
	words := strings.Fields(title)
	for i := range words {
		if s, ok := p.lex.singulars[strings.Join(words[i:], " ")]; ok {
			return strings.Join(append(slices.Clone(words[:i]), s), " ")
		}
	}
	return title
}

// tellStates notes for every person the states and bodies of the titles, and for the unknown the first of them.
func (p *pass) tellStates() {
	for i := range p.titles {
		t := &p.titles[i]
		if t.person < 0 {
			continue
		}
		e := p.entities[t.person]
		if t.of < 0 {
			continue
		}
		if !slices.Contains(e.states, t.of) {
			e.states = append(e.states, t.of)
		}
		if e.Of == "" {
			e.Of = p.entities[t.of].Ref
		}
	}
	for _, e := range p.entities {
		if e.Known && e.Type == schema.Person && p.isNamesake(e) {
			delete(p.byKey, string(e.Ref))
			e.Ref, e.Known, e.Of, e.Aliases = "", false, p.entities[e.states[0]].Ref, nil
		}
	}
}

// isNamesake reports whether the article speaks of another person than the one of the lists with this name: it says outright
// that the person governs a state with which the lists do not connect the known one in any way.
func (p *pass) isNamesake(e *entity) bool {
	other := false
	for _, i := range e.titles {
		t := &p.titles[i]
		if t.of < 0 {
			continue
		}
		of := p.entities[t.of]
		if of.Ref == e.Of || of.Of == e.Of || slices.ContainsFunc(p.world.Tenures(e.Ref), func(x tenure) bool { return x.Of == of.Ref }) {
			return false
		}
		switch t.office.kind {
		case headOffice, portfolioOffice, namedOffice, deputyOffice:
			other = other || t.explicit && of.Type == schema.State
		}
	}
	return other && e.states != nil
}
