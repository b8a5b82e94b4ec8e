package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// personParts are the folded words of a person's name without what follows "of" or "the" and without the number of a
// monarch: "abdullah" for "Abdullah II of Jordan".
func personParts(name string) []string {
	parts := nameParts(name)
	if i := slices.IndexFunc(parts, func(f string) bool { return f == "of" || f == "the" }); i > 0 {
		parts = parts[:i]
	}
	for len(parts) > 1 && strings.Trim(parts[len(parts)-1], "ivx") == "" {
		parts = parts[:len(parts)-1]
	}
	return parts
}

// person finds or makes the entity of a full name.
func (p *pass) person(c *candidate) int {
	s := &p.sentences[c.sentence]
	parts := s.parts(c)
	for _, id := range p.surnames[parts[len(parts)-1]] {
		if e := p.entities[id]; sameName(parts, e.parts) {
			if !e.Known && len(parts) > len(e.parts) {
				e.Name, e.parts = s.phrase(c.first, c.last), parts
				p.registerSurnames(id, parts)
			}
			return id
		}
	}
	if ref := p.listedPerson(parts); ref != "" {
		c.rule = "variant"
		return p.known(ref)
	}
	name := s.phrase(c.first, c.last)
	if schema.Slug(name) == "" {
		return -1
	}
	e := &entity{Entity: Entity{Type: schema.Person, Name: name}, parts: parts}
	if e.Gender == UnknownGender {
		e.Gender = p.lex.given[parts[0]]
	}
	id := p.enter("person "+strings.Join(parts, " "), e)
	p.registerSurnames(id, parts)
	return id
}

// sameName reports whether one name has all words of the other, the last in common: "Bendito Freitas" and "Bendito dos
// Santos Freitas".
func sameName(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 2 || a[len(a)-1] != b[len(b)-1] || !compatible(a[0], b[0]) {
		return false
	}
	for _, part := range a[1:] {
		if !slices.Contains(b, part) {
			return false
		}
	}
	return true
}

// compatible reports whether two given names may be one: equal, or one the initial of the other.
func compatible(a, b string) bool {
	return a == b || len(a) == 1 && strings.HasPrefix(b, a) || len(b) == 1 && strings.HasPrefix(a, b)
}

// listedPerson is the person of the lists whose names have all words of an unknown full name, "" where there is none or
// several.
func (p *pass) listedPerson(parts []string) schema.Ref {
	var found schema.Ref
	for _, ref := range p.people[parts[len(parts)-1]] {
		all := true
		for _, part := range parts[:len(parts)-1] {
			if !slices.Contains(p.people[part], ref) {
				all = false
				break
			}
		}
		if all {
			if found != "" {
				return ""
			}
			found = ref
		}
	}
	return found
}

// registerSurnames makes a person findable by the words of the name: the last first of all.
func (p *pass) registerSurnames(id int, parts []string) {
	for _, part := range parts {
		if list := p.surnames[part]; (len(part) > 1 || len(parts) == 1) && len(list) < maxNamesakes && !slices.Contains(list, id) {
			p.surnames[part] = append(p.surnames[part], id)
		}
	}
}

// maxNamesakes is how many people of an article are told apart by one word of their names; it bounds the time that an
// article of thousands of namesakes takes.
const maxNamesakes = 64

// bySurname is the person whom the article names in full with these words as the end of the name, or as a part of it
// where nobody has them as the end; -1 if there is none.
func (p *pass) bySurname(s *sentence, c *candidate, titled bool) int {
	if c.adjective || p.words(c) == 1 && s.words[c.first].caps && !s.shouting && !c.dateline {
		return -1
	}
	parts := s.parts(c)
	best, rank := -1, 0
	for _, id := range p.surnames[parts[len(parts)-1]] {
		e := p.entities[id]
		if e.Type != schema.Person {
			continue
		}
		if r := nameRank(parts, e.parts, e.Known); r > rank || r == rank && r > 0 && e.count > p.entities[best].count {
			best, rank = id, r
		}
	}
	if rank == 1 && len(parts) == 1 && !titled && s.tagger[c.first] != text.PersonName && c.typ != schema.Person {
		return -1
	}
	return best
}

// nameRank says how well words stand for a person of a full name: 3 as its end, 2 as its beginning, 1 inside of it.
func nameRank(parts, full []string, known bool) int {
	n, m := len(parts), len(full)
	switch {
	case n > m:
		return 0
	case slices.Equal(full[m-n:], parts):
		return 3
	case slices.Equal(full[:n], parts):
		return 2
	case m-n > 1 && slices.Contains(full, parts[n-1]) && n == 1:
		return 1
	case known && n == 1:
		return 2
	}
	return 0
}

// prefersPerson reports whether a word that is also a name of the lists stands for a person of the article: "Scotland
// said" after "Patricia Scotland", but not "in Scotland".
func (p *pass) prefersPerson(s *sentence, c *candidate, id int, titled bool) bool {
	if titled {
		return true
	}
	if isPersonal(c) {
		return true
	}
	if c.first > 0 && locatives[s.words[c.first-1].fold] > 0 {
		return false
	}
	if nameRank(s.parts(c), p.entities[id].parts, false) < 3 {
		return false
	}
	return p.adjectives[c.names[0].Ref] == 0 || c.last+1 < len(s.words) && speech[s.words[c.last+1].fold]
}

// linkMononym finds or makes the person of a single name: someone of the lists whose office or state fits, else an
// unknown person.
func (p *pass) linkMononym(s *sentence, c *candidate, titled bool) {
	part := s.words[c.last].fold
	if ref := p.listedSurname(s, c, part, titled); ref != "" {
		c.entity, c.rule = p.known(ref), "surname"
		p.entities[c.entity].count++
		return
	}
	if !titled && s.tagger[c.first] != text.PersonName && !c.trusted {
		return
	}
	name := s.phrase(c.first, c.last)
	if schema.Slug(name) == "" {
		return
	}
	key := "person " + part
	id, ok := p.byKey[key]
	if !ok {
		e := &entity{Entity: Entity{Type: schema.Person, Name: name}, parts: s.parts(c)}
		id = p.enter(key, e)
		p.registerSurnames(id, e.parts)
	}
	c.entity = id
	p.entities[id].count++
}

// listedSurname is the person of the lists with a surname whom the title before it or the states of the article fit.
func (p *pass) listedSurname(s *sentence, c *candidate, part string, titled bool) schema.Ref {
	var best schema.Ref
	most := 0
	for _, ref := range p.people[part] {
		a, _ := p.world.Actor(ref)
		parts := personParts(a.Name)
		if nameRank([]string{part}, parts, false) != 3 && !p.isListedName(ref, part) {
			continue
		}
		score := min(p.support[a.Of], 3)
		for _, t := range p.world.Tenures(ref) {
			if titled && p.titleWords(s, c.first, t.Office) {
				score += 4
				if p.inOffice(t) {
					score += 2
				}
			}
		}
		if score > most {
			best, most = ref, score
		}
	}
	return best
}

// isListedName reports whether the lists give a person a name of this single word.
func (p *pass) isListedName(ref schema.Ref, part string) bool {
	return slices.ContainsFunc(p.world.Names(ref), func(n reference.Name) bool { return foldWord(n.Text) == part })
}

// titleWords reports whether the title before word i is an office.
func (p *pass) titleWords(s *sentence, i int, office string) bool {
	words := nameParts(office)
	if i < len(words) {
		return false
	}
	return slices.EqualFunc(s.words[i-len(words):i], words, func(w word, f string) bool { return w.fold == f })
}

// inOffice reports whether a tenure holds at the date of the article.
func (p *pass) inOffice(t reference.Tenure) bool {
	at := p.ctx.Published
	if at.IsZero() {
		return t.End.IsZero()
	}
	return t.Start.Compare(at) <= 0 && (t.End.IsZero() || at.Compare(t.End) < 0)
}
