package actor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// mention turns names into mentions and adds the people and forces that act in a state's name: "Russian officials".
func (p *pass) mention() {
	for i := range p.sentences {
		s := &p.sentences[i]
		for j := s.from; j < s.to; j++ {
			c := &p.cands[j]
			if c.entity < 0 {
				continue
			}
			kind := Name
			if c.adjective {
				kind = Adjective
			}
			if c.body != "" && c.owner >= 0 && p.cands[c.owner].first < c.first && !s.words[c.first].upper {
				kind = Nominal
			}
			p.addMention(s, c.first, c.last, kind, c.rule, confidence(c), c.entity)
			if kind == Name {
				p.noteAlias(s, c)
			}
		}
		p.agents(s)
	}
}

// noteAlias keeps the form of a name that the article uses, if it is not the canonical one; surnames and given names alone
// are none.
func (p *pass) noteAlias(s *sentence, c *candidate) {
	e := p.entities[c.entity]
	if e.Type == schema.Person && p.words(c) < 2 || c.rule == "metonym" {
		return
	}
	if name := s.phrase(c.first, c.last); name != e.Name && !slices.Contains(e.Aliases, name) {
		e.Aliases = append(e.Aliases, name)
	}
}

// confidence is how sure a name is read: a name of the lists or in full more than one told by its letters.
func confidence(c *candidate) float64 {
	switch {
	case len(c.names) == 1 || c.rule == "acronym":
		return 0.98
	case len(c.names) > 1:
		return 0.92
	case c.trusted:
		return 0.9
	}
	return 0.75
}

// addMention adds a mention of words first to last.
func (p *pass) addMention(s *sentence, first, last int, kind Kind, rule string, confidence float64, entities ...int) {
	from, to := s.words[first], s.words[last]
	p.mentions = append(p.mentions, Mention{
		Sentence: s.index, First: from.token, Last: to.token, Head: s.headToken(first, last), Start: from.start, End: to.end,
		Kind: kind, Entities: slices.Clone(entities), Confidence: confidence, Rule: rule,
	})
}

// agents finds the noun phrases whose people or forces act for the state or organization that qualifies them.
func (p *pass) agents(s *sentence) {
	done := -1
	for j := s.from; j < s.to; j++ {
		c := &p.cands[j]
		if c.entity < 0 || c.first <= done || !canAct(p.entities[c.entity].Type) {
			continue
		}
		if p.capitalOf(s, c) {
			continue
		}
		if head := p.agentBehind(s, c); head >= 0 {
			who := []int{c.entity}
			for k := j + 1; k < s.to && p.cands[k].last < head; k++ {
				if e := p.cands[k].entity; e >= 0 && canAct(p.entities[e].Type) && !slices.Contains(who, e) {
					who = append(who, e)
				}
			}
			p.addMention(s, c.first, head, Nominal, "agent", 0.85, who...)
			s.agents = append(s.agents, s.words[head].token)
			done = head
			continue
		}
		if first := p.agentBefore(s, c); first >= 0 {
			who, last := p.listFrom(s, j)
			p.addMention(s, first, last, Nominal, "agent", 0.85, who...)
			done = last
		}
	}
}

// capitalOf makes "the Malaysian capital" and "Jordan's capital" mentions of the city.
func (p *pass) capitalOf(s *sentence, c *candidate) bool {
	i := c.last + 1
	if i < len(s.words) && (s.words[i].fold == "'s" || s.words[i].fold == "'") {
		i++
	}
	if i >= len(s.words) || s.words[i].fold != "capital" || p.nounBehind(s, i+1) {
		return false
	}
	st, ok := p.world.State(p.entities[c.entity].Ref)
	if !ok || len(st.Capitals) == 0 {
		return false
	}
	first := c.first
	if s.words[i-1].fold == "'s" {
		first = i
	}
	p.addMention(s, first, i, Nominal, "capital", 0.9, p.known(st.Capitals[0]))
	return true
}

func canAct(t schema.ActorType) bool {
	return t == schema.State || t == schema.Organization || t == schema.Group
}

// agentBehind is the word of the noun of people or forces that candidate c qualifies from the left, -1 if there is none.
func (p *pass) agentBehind(s *sentence, c *candidate) int {
	i := c.last + 1
	for n := 0; i < len(s.words) && n < 6; n++ {
		w := s.words[i]
		tok := &s.tokens[w.token]
		if s.at[i] >= 0 && !p.cands[s.at[i]].adjective || isPunctuation(w.text) {
			return -1
		}
		if _, end, ok := p.lex.agents.match(s.words, i); ok && !s.isVerb(i) && !p.nounBehind(s, end) {
			if t := p.titleCovering(s, end-1); t >= 0 && !p.titles[t].office.plural && p.titles[t].office.kind != roleOffice {
				return -1
			}
			return end - 1
		}
		switch tok.XPOS {
		case "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "CD", "VBN", "VBG", "HYPH", "CC", "":
			if tok.XPOS == "CC" && (i+1 >= len(s.words) || s.at[i+1] < 0 || !p.cands[s.at[i+1]].adjective) {
				return -1
			}
		default:
			if s.at[i] < 0 {
				return -1
			}
		}
		i++
	}
	return -1
}

// nounBehind reports whether word i is a noun that the words before it only describe: "police officers".
func (p *pass) nounBehind(s *sentence, i int) bool {
	if i >= len(s.words) {
		return false
	}
	x := s.tokens[s.words[i].token].XPOS
	return (x == "NN" || x == "NNS") && s.words[i].start <= s.words[i-1].end+1
}

// agentBefore is the first word of an agent noun with "of" before candidate c: "the government of Iraq"; -1 for none.
func (p *pass) agentBefore(s *sentence, c *candidate) int {
	i := c.first - 1
	if i >= 0 && s.words[i].fold == "the" {
		i--
	}
	if i < 1 || s.words[i].fold != "of" && s.words[i].fold != "from" {
		return -1
	}
	_, first, ok := p.lex.agents.matchLast(s.words, i-1)
	if !ok || s.isVerb(i-1) {
		return -1
	}
	if t := p.titleCovering(s, i-1); t >= 0 && !p.titles[t].office.plural && p.titles[t].office.kind != roleOffice {
		return -1
	}
	return first
}

// titleCovering is the title whose office has word i, -1 if there is none.
func (p *pass) titleCovering(s *sentence, i int) int {
	for at := p.firstTitle(s.index); at < p.titlesRead && p.titles[at].sentence == s.index; at++ {
		if t := &p.titles[at]; t.from <= i && i <= t.to {
			return at
		}
	}
	return -1
}

// firstTitle is the index of the first title of a sentence, or of a later one if it has none.
func (p *pass) firstTitle(sentence int) int {
	at, _ := slices.BinarySearchFunc(p.titles[:p.titlesRead], sentence, func(t titleSpan, n int) int { return cmp.Compare(t.sentence, n) })
	return at
}

// listFrom is the entities of the coordination that candidate j opens and its last word.
func (p *pass) listFrom(s *sentence, j int) (who []int, last int) {
	for ; j < s.to; j++ {
		c := &p.cands[j]
		if c.entity < 0 || len(who) > 0 && (!p.joined(s, last, c.first) || p.holdsOffice(who[0], c)) {
			break
		}
		if !slices.Contains(who, c.entity) {
			who = append(who, c.entity)
		}
		last = c.last
	}
	return who, last
}

// holdsOffice reports whether candidate c names a person behind states or bodies, which is no part of their enumeration:
// "the presidents of Chad and Mali, X and Y".
func (p *pass) holdsOffice(first int, c *candidate) bool {
	return p.entities[first].Type != schema.Person && p.entities[c.entity].Type == schema.Person
}

// joined reports whether nothing but commas, articles and conjunctions stand between two words, at least one of them.
func (p *pass) joined(s *sentence, last, next int) bool {
	if next <= last+1 {
		return false
	}
	for _, w := range s.words[last+1 : next] {
		if w.text != "," && w.fold != "and" && w.fold != "or" && w.fold != "the" && w.fold != "&" && w.fold != "nor" {
			return false
		}
	}
	return true
}

// resolution puts entities, mentions and titles into order and gives the unknown people their refs.
func (p *pass) resolution() *Resolution {
	p.giveRefs()
	kept := make([]int, len(p.entities))
	used := make([]bool, len(p.entities))
	for _, m := range p.mentions {
		for _, e := range m.Entities {
			used[e] = true
		}
	}
	for i := range p.titles {
		if t := &p.titles[i]; t.person >= 0 && p.isTitle(t) && t.of >= 0 {
			used[t.of] = true
		}
	}
	r := &Resolution{}
	for i, e := range p.entities {
		kept[i] = -1
		if used[i] {
			kept[i] = len(r.Entities)
			slices.Sort(e.Aliases)
			e.Aliases = slices.Compact(e.Aliases)
			r.Entities = append(r.Entities, e.Entity)
		}
	}
	r.Mentions = p.mentions
	slices.SortStableFunc(r.Mentions, func(a, b Mention) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	for i := range r.Mentions {
		m := &r.Mentions[i]
		for j, e := range m.Entities {
			m.Entities[j] = kept[e]
			r.Entities[kept[e]].Mentions = append(r.Entities[kept[e]].Mentions, i)
		}
	}
	r.sentences = make([]int, len(p.sentences)+1)
	for i, at := 0, 0; i <= len(p.sentences); i++ {
		for at < len(r.Mentions) && r.Mentions[at].Sentence < i {
			at++
		}
		r.sentences[i] = at
	}
	p.exportTitles(r, kept)
	r.byRef = make(map[schema.Ref]int, len(r.Entities))
	for i := range r.Entities {
		if _, ok := r.byRef[r.Entities[i].Ref]; !ok {
			r.byRef[r.Entities[i].Ref] = i
		}
	}
	return r
}

// isTitle reports whether a description of a person is an office: "the Russian leader" and "the analyst" are none.
func (p *pass) isTitle(t *titleSpan) bool {
	if t.office.kind == memberOffice && t.possessive >= 0 {
		return false // "his deputy" is no lawmaker
	}
	switch t.office.kind {
	case roleOffice, courtesyOffice, nobleOffice, counterpartOffice:
		return false
	case leaderOffice:
		return t.of >= 0 && p.entities[t.of].Type != schema.State && p.entities[t.of].Type != schema.Place
	}
	return true
}

func (p *pass) exportTitles(r *Resolution, kept []int) {
	for i := range p.titles {
		t := &p.titles[i]
		if t.person < 0 && t.described >= 0 && t.of >= 0 && p.entities[t.described].count > 0 && t.office.kind != leaderOffice {
			t.person, t.rule = t.described, "description"
		}
		if t.person < 0 || t.office.plural || !p.isTitle(t) || kept[t.person] < 0 {
			continue
		}
		s := &p.sentences[t.sentence]
		out := Title{
			Office: t.text, Former: t.former, Person: kept[t.person], Mention: -1, Sentence: t.sentence,
			First: s.words[t.first].token, Last: s.words[t.last].token, Head: s.words[t.head].token,
			Start: s.words[t.first].start, End: s.words[t.last].end, Rule: t.rule,
		}
		if t.of >= 0 && kept[t.of] >= 0 {
			out.Of = r.Entities[kept[t.of]].Ref
		}
		if t.mention >= 0 {
			out.Mention = r.mentionAt(p.sentences[p.cands[t.mention].sentence].words[p.cands[t.mention].first].start)
		}
		r.Titles = append(r.Titles, out)
	}
	slices.SortStableFunc(r.Titles, func(a, b Title) int {
		return cmp.Or(cmp.Compare(a.Sentence, b.Sentence), cmp.Compare(a.Start, b.Start))
	})
}

// mentionAt is the index of the name that begins at a byte, -1 if there is none.
func (r *Resolution) mentionAt(start int) int {
	i, _ := slices.BinarySearchFunc(r.Mentions, start, func(m Mention, at int) int { return cmp.Compare(m.Start, at) })
	for ; i < len(r.Mentions) && r.Mentions[i].Start == start; i++ {
		if r.Mentions[i].Kind == Name {
			return i
		}
	}
	return -1
}

// giveRefs gives refs to the people whom no list knows: the slug of the full name, and the code of the state that their
// offices tie them to, if the article tells one. The people of the lists keep their plain slug, unless isNamesake finds that
// the article means somebody else. Two people of one name from two states are two actors that way, in
// whatever order their articles come.
func (p *pass) giveRefs() {
	for _, e := range p.entities {
		if e.Ref != "" {
			continue
		}
		slug := schema.Slug(e.Name)
		if iso := p.stateCode(e); iso != "" {
			slug += "-" + strings.ToLower(iso)
		}
		e.Ref = schema.NewRef(schema.Person, slug)
	}
}

// stateCode is the code of the state of a person's first office, or of the state that the body of the office belongs to.
func (p *pass) stateCode(e *entity) string {
	for _, of := range e.states {
		o := p.entities[of]
		if o.Type == schema.State {
			return o.Ref.ID()
		}
		if o.Of.Type() == schema.State {
			return o.Of.ID()
		}
	}
	return ""
}
