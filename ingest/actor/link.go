package actor

import (
	"strings"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// entity is an Entity while the article is read.
type entity struct {
	Entity
	parts  []string // folded words of a person's name
	titles []int    // indexes into pass.titles of the titles that the article gives a person
	states []int    // entities to which the person's titles tie them, in order of the text
	count  int      // names of it so far
}

// identify decides what each name of the article stands for: unambiguous names first, so that they help to choose among
// the bearers of the others, full names before surnames, wherever they stand.
func (p *pass) identify() {
	for i := range p.cands {
		c := &p.cands[i]
		p.countSupport(c.names)
		if c.adjective && len(c.names) > 0 {
			p.adjectives[c.names[0].Ref]++
		}
	}
	for m := range p.world.Scan(p.ctx.Title) {
		p.countSupport(m.Names)
	}
	for i := range p.cands {
		if c := &p.cands[i]; len(c.names) > 0 && p.words(c) > 1 || isPersonal(c) {
			p.link(c)
		}
	}
	for i := range p.cands {
		if c := &p.cands[i]; c.entity < 0 && len(c.names) == 0 && c.body == "" && p.isFull(c) {
			p.linkUnknown(c)
		}
	}
	for i := range p.cands {
		if c := &p.cands[i]; c.entity < 0 && c.body == "" {
			p.linkShort(c)
		}
	}
	for i := range p.cands {
		c := &p.cands[i]
		if c.body != "" {
			p.linkBody(c)
		}
		if c.entity >= 0 && p.entities[c.entity].Type == schema.Person {
			p.tellGender(c)
		}
	}
}

// tellGender learns from "Mrs" or "King" before a name what the lists and the given name leave open.
func (p *pass) tellGender(c *candidate) {
	e := p.entities[c.entity]
	if e.Gender != UnknownGender || c.first == 0 {
		return
	}
	s := &p.sentences[c.sentence]
	if g, _, ok := p.lex.courtesies.matchLast(s.words, c.first-1); ok {
		e.Gender = g
	}
}

// isFull reports whether an unknown name can stand on its own, as acronyms and surnames can't.
func (p *pass) isFull(c *candidate) bool {
	if p.words(c) > 1 {
		return c.trusted || c.typ != ""
	}
	return c.trusted && !p.sentences[c.sentence].words[c.first].caps
}

func (p *pass) words(c *candidate) int { return c.last - c.first + 1 }

// isPersonal reports whether a name of the lists belongs to people alone.
func isPersonal(c *candidate) bool {
	for _, n := range c.names {
		if n.Ref.Type() != schema.Person {
			return false
		}
	}
	return len(c.names) > 0
}

// link ties a name of the lists to one of those who bear it.
func (p *pass) link(c *candidate) {
	n := p.choose(c)
	if n.Ref == "" {
		return
	}
	c.entity = p.known(n.Ref)
	c.adjective = isAdjective(n.Kind)
	switch n.Kind {
	case reference.Capital, reference.Metonym:
		c.rule = "metonym"
	case reference.Acronym:
		c.rule = "acronym"
	}
	p.entities[c.entity].count++
}

// known is the entity of a ref of the lists.
func (p *pass) known(ref schema.Ref) int {
	if e, ok := p.byKey[string(ref)]; ok {
		return e
	}
	a, ok := p.world.Actor(ref)
	e := &entity{Entity: Entity{
		Ref: ref, Type: ref.Type(), Name: a.Name, ISO3: a.ISO3, Of: a.Of, Gender: gender(a.Gender), Known: ok,
	}}
	switch e.Type {
	case schema.State:
		e.Of = ""
	case schema.Place:
		e.Vague = a.Of == "" && a.Kind == "region" && !p.located(ref)
	}
	id := p.enter(string(ref), e)
	if e.Type == schema.Person {
		for _, n := range p.world.Names(ref) {
			p.registerSurnames(id, personParts(n.Text))
		}
		e.parts = personParts(a.Name)
	}
	return id
}

// located reports whether the lists give a place coordinates; regions as wide as a continent have none.
func (p *pass) located(ref schema.Ref) bool {
	place, _ := p.world.Place(ref)
	return place.Located
}

func (p *pass) enter(key string, e *entity) int {
	id := len(p.entities)
	p.entities = append(p.entities, e)
	p.byKey[key] = id
	return id
}

// nameParts are the folded words of a name.
func nameParts(name string) []string { return strings.Fields(fold(name)) }

// linkUnknown makes an entity of a name that the lists do not know, or finds the one that the article or the lists have
// under a fuller or shorter form of it.
func (p *pass) linkUnknown(c *candidate) {
	switch {
	case c.typ == schema.Person && p.words(c) == 1:
		return
	case c.typ == schema.Person:
		c.entity = p.person(c)
	default:
		c.entity = p.thing(c)
	}
	if c.entity >= 0 {
		p.entities[c.entity].count++
	}
}

// thing finds or makes the entity of an unknown organization, group or place.
func (p *pass) thing(c *candidate) int {
	s := &p.sentences[c.sentence]
	name := s.phrase(c.first, c.last)
	if s.words[c.first].caps && c.rule == "dateline" {
		name = titleCase(name)
	}
	slug := schema.Slug(name)
	if slug == "" {
		return -1
	}
	typ := c.typ
	if typ == "" {
		typ = schema.Organization
	}
	ref := schema.NewRef(typ, slug)
	for _, t := range []schema.ActorType{typ, schema.Organization, schema.Group, schema.Place} {
		if id, ok := p.byKey[string(schema.NewRef(t, slug))]; ok {
			return id
		}
	}
	return p.enter(string(ref), &entity{Entity: Entity{Ref: ref, Type: typ, Name: name}})
}

// titleCase turns the capitals of a dateline into a name: "RIO VERDE" into "Rio Verde".
func titleCase(s string) string {
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		for j, r := range w {
			words[i] = strings.ToUpper(string(r)) + w[j+len(string(r)):]
			break
		}
	}
	return strings.Join(words, " ")
}

// phrase is the text of words first to last with white space made single blanks.
func (s *sentence) phrase(first, last int) string {
	var b strings.Builder
	for i := first; i <= last; i++ {
		if i > first {
			switch {
			case s.words[i].glued:
				b.WriteByte('-')
			case s.words[i].start > s.words[i-1].end:
				b.WriteByte(' ')
			}
		}
		b.WriteString(s.words[i].text)
	}
	return b.String()
}

func (s *sentence) parts(c *candidate) []string {
	parts := make([]string, 0, c.last-c.first+1)
	for _, w := range s.words[c.first : c.last+1] {
		parts = append(parts, w.fold)
	}
	return parts
}

// linkShort ties a single word to a person or body that the article names in full, else to who bears it in the lists,
// else makes an entity of it if anything but its capital says what it is.
func (p *pass) linkShort(c *candidate) {
	s := &p.sentences[c.sentence]
	titled := p.titleBefore(s, c.first)
	if p.isAgency(s, c) {
		c.names = nil
	}
	if id := p.bySurname(s, c, titled); id >= 0 && (len(c.names) == 0 || p.prefersPerson(s, c, id, titled)) {
		c.entity, c.rule = id, "surname"
		p.entities[id].count++
		return
	}
	switch {
	case len(c.names) > 0:
		p.link(c)
	case p.linkKorea(s, c), p.linkAcronym(s, c), c.weak:
	case c.typ == schema.Person:
		p.linkMononym(s, c, titled)
	case c.typ != "" && (c.trusted || p.tagged(s, c)):
		p.linkUnknown(c)
	}
}

// linkKorea ties "the North" and "the South" to the Korean states where the article speaks of them.
func (p *pass) linkKorea(s *sentence, c *candidate) bool {
	code := map[string]string{"north": "PRK", "south": "KOR"}[s.words[c.first].fold]
	if code == "" || p.words(c) > 1 || c.first == 0 || s.words[c.first-1].fold != "the" {
		return false
	}
	prk, kor := schema.NewRef(schema.State, "PRK"), schema.NewRef(schema.State, "KOR")
	if p.support[prk] == 0 || p.support[prk]+p.support[kor] < 2 {
		return false
	}
	c.entity, c.rule = p.known(schema.NewRef(schema.State, code)), "short name"
	p.entities[c.entity].count++
	return true
}

// isAgency reports whether an acronym of the lists is rather a news agency's: "AFP" where nothing speaks of the Philippines.
func (p *pass) isAgency(s *sentence, c *candidate) bool {
	if len(c.names) == 0 || p.words(c) > 1 || !p.lex.credits[s.words[c.first].fold] {
		return false
	}
	a, _ := p.world.Actor(c.names[0].Ref)
	return a.Of != "" && p.support[a.Of] <= p.support[a.Ref]
}

func (p *pass) tagged(s *sentence, c *candidate) bool {
	return s.tagger[c.first] != "" && s.tagger[c.first] != text.OtherName && s.tagger[c.first] != text.EventName
}

// linkAcronym ties an acronym to the body that was introduced with it or whose initials it is.
func (p *pass) linkAcronym(s *sentence, c *candidate) bool {
	w := s.words[c.first]
	if !w.caps || p.words(c) > 1 {
		return false
	}
	if id, ok := p.acronyms[w.fold]; ok {
		c.entity, c.rule = id, "acronym"
		return true
	}
	if id := p.introduced(s, c); id >= 0 {
		p.acronyms[w.fold] = id
		c.entity, c.rule = id, "acronym"
		p.entities[id].Aliases = append(p.entities[id].Aliases, w.text)
		return true
	}
	return false
}

// introduced is the entity right before an acronym in brackets, -1 where there is none.
func (p *pass) introduced(s *sentence, c *candidate) int {
	if c.first < 2 || s.words[c.first-1].text != "(" || c.last+1 >= len(s.words) || s.words[c.last+1].text != ")" {
		return -1
	}
	before := s.at[c.first-2]
	if before < 0 {
		return -1
	}
	id := p.cands[before].entity
	if id < 0 || p.entities[id].Type != schema.Organization && p.entities[id].Type != schema.Group {
		return -1
	}
	return id
}
