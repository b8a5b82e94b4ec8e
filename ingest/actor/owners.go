package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// ownerByContext finds whose office it is where the title itself does not say.
func (p *pass) ownerByContext(i int) {
	t := &p.titles[i]
	s := &p.sentences[t.sentence]
	if t.office.plural {
		p.sharePlural(i)
		return
	}
	if t.office.kind == counterpartOffice {
		p.counterpart(i)
		return
	}
	if t.of >= 0 {
		return
	}
	if t.person >= 0 && p.ownerByTenure(t) {
		return
	}
	if t.principal >= 0 {
		if e := p.cands[t.principal].entity; e >= 0 && p.entities[e].Type == schema.Person {
			t.of = p.ownerOfEntity(e)
		}
		return
	}
	if t.noun >= 0 {
		t.of = p.describedBefore(s, t.noun)
		return
	}
	if t.possessive >= 0 {
		t.of = p.possessorOf(s, t.possessive, t.person)
		return
	}
	if t.first > 0 && s.words[t.first-1].fold == "whose" || t.first > 1 && s.words[t.first-2].fold == "whose" {
		t.of = p.antecedentOfWhose(s, t.first-1)
		return
	}
	if t.person < 0 {
		return
	}
	if t.of = p.ownerOfPerson(t); t.of >= 0 {
		return
	}
	if of := p.soleOwner[t.text]; of != "" {
		t.of = p.known(of)
		return
	}
	if t.elsewhere && t.office.kind != namedOffice {
		return
	}
	switch t.office.kind {
	case headOffice, portfolioOffice, namedOffice, deputyOffice, envoyOffice:
		t.of = p.stateNear(s, t.first)
	case chiefOffice, leaderOffice:
		if t.rule == "title" {
			t.of = p.organizationBefore(s, t)
		}
	}
}

// ownerByTenure takes the owner from the lists where the person is known to hold or have held such an office.
func (p *pass) ownerByTenure(t *titleSpan) bool {
	e := p.entities[t.person]
	if !e.Known {
		return false
	}
	var of schema.Ref
	for _, x := range p.world.Tenures(e.Ref) {
		if sameOffice(x.Office, t.text) && (of == "" || p.inOffice(x)) {
			of = x.Of
		}
	}
	if of == "" {
		return false
	}
	t.of = p.known(of)
	return true
}

// sameOffice reports whether two titles name one office: "defense minister" and "minister of defence".
func sameOffice(a, b string) bool {
	return a == b || officeKey(a) == officeKey(b)
}

// officeKey brings the spellings of an office together.
func officeKey(office string) string {
	words := nameParts(strings.ReplaceAll(office, "defense", "defence"))
	for i, w := range words {
		if (w == "of" || w == "for") && i > 0 && i+1 < len(words) {
			field := slices.DeleteFunc(slices.Clone(words[i+1:]), func(f string) bool { return f == "the" || f == "affairs" })
			words = append(field, words[:i]...)
			break
		}
	}
	return strings.Join(slices.DeleteFunc(words, func(f string) bool { return f == "affairs" }), " ")
}

// ownerOfPerson is the state or body to which another title of the article ties the person, -1 if none does.
func (p *pass) ownerOfPerson(t *titleSpan) int {
	e := p.entities[t.person]
	for _, i := range e.titles {
		if of := p.titles[i].of; of >= 0 {
			return of
		}
	}
	if e.Known && e.Of != "" && t.office.kind != chiefOffice && t.office.kind != voiceOffice {
		return p.known(e.Of)
	}
	return -1
}

// possessorOf is the state or organization that a possessive pronoun at a word means; "his" and "her" mean the one of a
// person other than the holder of the title.
func (p *pass) possessorOf(s *sentence, word, holder int) int {
	switch s.words[word].fold {
	case "his", "her":
		if person := p.personBefore(s, word, holder); person >= 0 {
			return p.ownerOfEntity(person)
		}
		return -1
	case "its", "their":
		return p.bodyBefore(s, word)
	}
	return -1
}

// ownerOfEntity is the state or body of a person, -1 if it is not known.
func (p *pass) ownerOfEntity(person int) int {
	e := p.entities[person]
	for _, i := range e.titles {
		if of := p.titles[i].of; of >= 0 {
			return of
		}
	}
	if e.Of != "" {
		return p.known(e.Of)
	}
	return -1
}

// personBefore is the person whom "his" at a word most likely means: the last subject before it in the sentence, or the
// nearest person there, else the first subject of a sentence before, or the first person there; -1 if there is nobody.
func (p *pass) personBefore(s *sentence, word, except int) int {
	return p.antecedent(s, word, 3, func(c *candidate) bool {
		return c.entity != except && p.entities[c.entity].Type == schema.Person
	})
}

// antecedent is the entity of a name before a word, in its sentence or one of the n-1 before, that a possessive pronoun may
// mean: subjects are preferred, the last one in the sentence itself, the first one in those before.
func (p *pass) antecedent(s *sentence, word, n int, fits func(*candidate) bool) int {
	found := -1
	for i := s.to - 1; i >= s.from; i-- {
		c := &p.cands[i]
		if c.last >= word || c.entity < 0 || !fits(c) {
			continue
		}
		if s.isSubject(c) {
			return c.entity
		}
		if found < 0 {
			found = c.entity
		}
	}
	for n--; found < 0 && n > 0 && s.index > 0; n-- {
		s = &p.sentences[s.index-1]
		for i := s.from; i < s.to; i++ {
			c := &p.cands[i]
			if c.entity < 0 || !fits(c) {
				continue
			}
			if s.isSubject(c) {
				return c.entity
			}
			if found < 0 {
				found = c.entity
			}
		}
	}
	return found
}

// isSubject reports whether a name is the subject of a verb.
func (s *sentence) isSubject(c *candidate) bool {
	return strings.HasPrefix(s.tokens[s.headToken(c.first, c.last)].Relation, "nsubj")
}

// bodyBefore is the state or organization that "its" at a word means.
func (p *pass) bodyBefore(s *sentence, word int) int {
	return p.antecedent(s, word, 2, func(c *candidate) bool { return !c.adjective && canAct(p.entities[c.entity].Type) })
}

// organizationBefore is the organization whose head a bare "Chief executive Anna Berg" or the party whose leader a bare
// "Leader Ali Reza" is: the one named last in the sentence or the one before.
func (p *pass) organizationBefore(s *sentence, t *titleSpan) int {
	return p.antecedent(s, t.first, 2, func(c *candidate) bool {
		e := p.entities[c.entity]
		party := e.Type == schema.Group || p.isA(c.entity, description{kind: "party", typ: schema.Organization})
		return !c.adjective && (party || e.Type == schema.Organization && t.office.kind == chiefOffice)
	})
}

// describedBefore is the actor that a noun at a word such as "bloc" takes up: the last one named before it that it suits.
func (p *pass) describedBefore(s *sentence, word int) int {
	d, _, ok := p.lex.descriptions.match(s.words, word)
	if !ok || d.plural {
		return -1
	}
	for n := range p.reachOf(s, word) {
		for i := s.to - 1; i >= s.from; i-- {
			if c := &p.cands[i]; (n > 0 || c.last < word) && c.entity >= 0 && !c.adjective {
				if who := p.meantBy(c.entity, d); who >= 0 {
					return who
				}
			}
		}
		if s.index == 0 {
			break
		}
		s = &p.sentences[s.index-1]
	}
	return -1
}

// antecedentOfWhose is what stands right before the relative clause that "whose" opens near a word.
func (p *pass) antecedentOfWhose(s *sentence, word int) int {
	for i := word; i >= 0 && i > word-6; i-- {
		if c := s.at[i]; c >= 0 {
			if e := p.cands[c].entity; e >= 0 {
				if p.entities[e].Type == schema.Person {
					return p.ownerOfEntity(e)
				}
				return e
			}
			return -1
		}
	}
	return -1
}

// counterpart gives "his Iranian counterpart" the office of the person whom the pronoun means.
func (p *pass) counterpart(i int) {
	t := &p.titles[i]
	s := &p.sentences[t.sentence]
	other := p.personBefore(s, t.first, t.person)
	if other < 0 {
		other = p.holderBefore(i)
	}
	if t.possessive < 0 && other < 0 || t.text == "colleague" && (t.of < 0 || t.possessive < 0 || s.words[t.possessive].fold == "our") {
		return
	}
	if other >= 0 {
		p.copyOffice(t, p.entities[other])
	}
	if t.office.kind == counterpartOffice && other >= 0 {
		p.officeFromTenure(t, p.entities[other])
	}
	if t.of < 0 && t.person >= 0 && other >= 0 {
		t.of = p.stateOfVenue(s, p.ownerOfEntity(other))
	}
	t.rule = "counterpart"
}

// stateOfVenue is the state of the place where a counterpart without a country is met, -1 if there is none or it is the
// other one's own.
func (p *pass) stateOfVenue(s *sentence, own int) int {
	for i := s.from; i < s.to; i++ {
		e := p.cands[i].entity
		if e < 0 || p.entities[e].Type != schema.Place || p.entities[e].Of.Type() != schema.State {
			continue
		}
		if st := p.known(p.entities[e].Of); st != own {
			return st
		}
	}
	return -1
}

// holderBefore is the last person before title i whom the article gives an office that has counterparts, -1 if there is none.
func (p *pass) holderBefore(i int) int {
	for j := i - 1; j >= 0 && j >= i-window; j-- {
		o := &p.titles[j]
		if o.person >= 0 && o.person != p.titles[i].person && (o.office.kind == portfolioOffice || o.office.kind == headOffice) {
			return o.person
		}
	}
	return -1
}

// copyOffice gives a counterpart the first office that the article gives the other person.
func (p *pass) copyOffice(t *titleSpan, other *entity) {
	for _, i := range other.titles {
		o := &p.titles[i]
		switch o.office.kind {
		case counterpartOffice, roleOffice, leaderOffice:
			continue
		}
		t.text, t.office.kind = o.text, o.office.kind
		return
	}
}

// officeFromTenure gives a counterpart the office that the lists give the other person at the article's date.
func (p *pass) officeFromTenure(t *titleSpan, other *entity) {
	if !other.Known {
		return
	}
	for _, x := range p.world.Tenures(other.Ref) {
		if p.inOffice(x) {
			t.text, t.office.kind = x.Office, namedOffice
			return
		}
	}
}
