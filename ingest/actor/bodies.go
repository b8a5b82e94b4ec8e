package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// readBody takes the part of a government that follows the name or adjective of a state or organization: "Armenian
// Foreign Ministry", "Turkey's parliament". It returns the index behind what it took, or 0.
func (p *pass) readBody(s *sentence, m reference.Match) int {
	if !ownsBodies(m.Names) {
		return 0
	}
	i := m.End
	if i < len(s.words) && (s.words[i].fold == "'s" || s.words[i].fold == "'") {
		i++
	}
	end := p.bodyEnd(s, i)
	if end == i || i < len(s.words) && !s.words[i].upper && m.Start > 0 && indefinite(s.words[m.Start-1].fold) {
		return 0
	}
	return p.addBody(s, i, end, len(p.cands)-1)
}

func indefinite(f string) bool {
	return f == "a" || f == "an" || f == "any" || f == "some" || f == "no" || f == "every" || f == "one"
}

// ownsBodies reports whether a name can stand for a state.
func ownsBodies(names []reference.Name) bool {
	return slices.ContainsFunc(names, func(n reference.Name) bool { return n.Ref.Type() == schema.State })
}

// addBody makes a candidate of a body's general name, with the state behind it if one follows: "Ministry of Defence of
// Japan".
func (p *pass) addBody(s *sentence, first, end, owner int) int {
	c := candidate{
		sentence: s.index, first: first, last: end - 1, typ: schema.Organization, trusted: true, entity: -1,
		body: bodyName(s, first, end), owner: owner, rule: bodyRule,
	}
	behind := -1
	if k := end + 1; owner < 0 && k < len(s.words) && s.words[end].fold == "of" {
		if s.words[k].fold == "the" {
			k++
		}
		if k < len(s.words) && s.matchAt[k] >= 0 && ownsBodies(s.matches[s.matchAt[k]].Names) {
			behind = s.matchAt[k]
		}
	}
	if behind >= 0 {
		c.owner = len(p.cands) + 1
	}
	p.add(c)
	if behind >= 0 {
		p.addKnown(s, s.matches[behind])
		end = s.matches[behind].End
	}
	return end
}

// bodyEnd is the index behind the general name of a part of a government that begins at word i: "Foreign Ministry",
// "parliament", "Ministry of Defence"; it is i if there is none.
func (p *pass) bodyEnd(s *sentence, i int) int {
	if i >= len(s.words) || s.ignored != nil && s.ignored[i] || p.portfolioEnd(s, i) > i {
		return i
	}
	if v, end, ok := p.lex.institutions.match(s.words, i); ok && (v.scope == "body" || v.scope == "force") && v.kind == schema.Organization {
		if end < len(s.words) && s.words[end].glued || p.nounFollows(s, i, end) {
			return i
		}
		return end
	}
	k := p.fieldsEnd(s, i)
	if k > i && k < len(s.words) && isMinistry(s.words[k].fold) {
		return k + 1
	}
	if isMinistry(s.words[i].fold) && i+1 < len(s.words) && (s.words[i+1].fold == "of" || s.words[i+1].fold == "for") {
		j := i + 2
		if j < len(s.words) && s.words[j].fold == "the" {
			j++
		}
		if k := p.fieldsEnd(s, j); k > j {
			return k
		}
	}
	return i
}

func isMinistry(f string) bool { return f == "ministry" || f == "department" }

// nounFollows reports whether the bare noun of a body only describes another noun: "police officers", "army chief".
func (p *pass) nounFollows(s *sentence, i, end int) bool {
	if end >= len(s.words) || end-i > 1 && s.words[i].upper {
		return false
	}
	x := s.tokens[s.words[end].token].XPOS
	return (x == "NN" || x == "NNS") && !s.words[end].upper
}

// fieldsEnd is the index behind a run of fields such as "foreign", "trade and industry", "foreign affairs".
func (p *pass) fieldsEnd(s *sentence, i int) int {
	for i < len(s.words) {
		f := s.words[i].fold
		switch {
		case p.lex.portfolios[f] || f == "affairs":
			i++
		case (f == "and" || f == "&" || f == ",") && i+1 < len(s.words) && p.lex.portfolios[s.words[i+1].fold] && s.words[i-1].upper == s.words[i+1].upper:
			i += 2
		default:
			return i
		}
	}
	return i
}

// bodyName is the general name of a body in one spelling: "Ministry of Foreign Affairs" and "Foreign Ministry" are both
// "foreign ministry", "Defense Department" keeps its noun.
func bodyName(s *sentence, first, end int) string {
	words := make([]string, 0, end-first)
	for _, w := range s.words[first:end] {
		f := w.fold
		if f == "defense" {
			f = "defence"
		}
		words = append(words, f)
	}
	if isMinistry(words[0]) && len(words) > 2 {
		field := slices.DeleteFunc(slices.Clone(words[2:]), func(f string) bool { return f == "the" })
		if len(field) == 2 && field[1] == "affairs" {
			field = field[:1]
		}
		words = append(field, words[0])
	}
	return strings.Join(words, " ")
}

// bodyKinds are the kinds of the lists for general names, where a state has one such body.
var bodyKinds = map[string]string{
	"foreign ministry": "foreign_ministry", "foreign affairs ministry": "foreign_ministry", "foreign office": "foreign_ministry", "state department": "foreign_ministry",
	"defence ministry": "defence_ministry", "defence department": "defence_ministry",
	"parliament": "parliament", "legislature": "parliament",
	"army": "armed_forces", "military": "armed_forces", "armed forces": "armed_forces", "defence forces": "armed_forces",
	"central bank": "central_bank", "supreme court": "supreme_court", "constitutional court": "constitutional_court",
}

// linkBody ties a body to the entity of its owner's part: the one of the lists if there is one, else one whose name and
// ref are made of the owner's adjective and the general name.
func (p *pass) linkBody(c *candidate) {
	s := &p.sentences[c.sentence]
	owner := -1
	switch of := p.lex.owners[c.body]; {
	case c.owner >= 0:
		owner = p.cands[c.owner].entity
	case of != "":
		owner = p.known(of)
	default:
		owner = p.stateNear(s, c.first)
		if owner < 0 && strings.HasSuffix(c.body, " department") {
			owner = p.known(schema.NewRef(schema.State, "USA"))
		}
	}
	if owner < 0 && c.owner < 0 && s.words[c.first].upper {
		c.entity = p.thing(c)
		p.entities[c.entity].count++
		return
	}
	if owner < 0 || p.entities[owner].Type != schema.State {
		return
	}
	c.entity = p.bodyOf(owner, c.body)
	p.entities[c.entity].count++
}

// bodyOf is the entity of a part of a state with a general name.
func (p *pass) bodyOf(owner int, body string) int {
	if b, ok := p.listedBody(p.entities[owner].Ref, body); ok {
		return p.known(b)
	}
	return p.madeBody(owner, body)
}

// listedBody is the body of a state with a general name, if the lists have it.
func (p *pass) listedBody(of schema.Ref, body string) (schema.Ref, bool) {
	named := p.adjs[of] + " " + body
	var byKind []schema.Ref
	for _, b := range p.world.Bodies(of) {
		for _, n := range p.world.Names(b.Ref) {
			if f := strings.ReplaceAll(fold(n.Text), "defense", "defence"); f == body || f == fold(named) {
				return b.Ref, true
			}
		}
		if kind := bodyKinds[body]; kind != "" && b.Kind == kind {
			byKind = append(byKind, b.Ref)
		}
	}
	if len(byKind) == 1 {
		return byKind[0], true
	}
	return "", false
}

// madeBody is the entity of a part of a state that the lists don't know.
func (p *pass) madeBody(owner int, body string) int {
	state := p.entities[owner]
	adj := p.adjs[state.Ref]
	if adj == "" {
		adj = state.Name
	}
	title := titleCase(body)
	name := adj + " " + title
	ref := schema.NewRef(schema.Organization, schema.Slug(name))
	if id, ok := p.byKey[string(ref)]; ok {
		return id
	}
	aliases := []string{state.Name + "'s " + title, title + " of " + state.Name, title}
	if field, ok := strings.CutSuffix(title, " Ministry"); ok {
		if field == "Foreign" {
			field = "Foreign Affairs"
		}
		aliases = append(aliases, "Ministry of "+field, "Ministry of "+field+" of "+state.Name, adj+" Ministry of "+field)
	}
	return p.enter(string(ref), &entity{Entity: Entity{Ref: ref, Type: schema.Organization, Name: name, Of: state.Ref, Aliases: aliases}})
}

// stateNear is the state that a bare "Foreign Ministry" or a title without a country belongs to: the subject of what goes
// before in the sentence, else a state of the sentence before it, else the one that the article speaks of most; -1 if the
// article names none.
func (p *pass) stateNear(s *sentence, word int) int {
	if id := p.stateIn(s, word); id >= 0 {
		return id
	}
	if s.index > 0 && !s.paragraph {
		before := &p.sentences[s.index-1]
		if id := p.stateIn(before, len(before.words)); id >= 0 {
			return id
		}
	}
	return p.mainState()
}

// stateIn is the last subject state before a word of a sentence, else the last state before it, -1 if there is none.
func (p *pass) stateIn(s *sentence, word int) int {
	last := -1
	for i := s.to - 1; i >= s.from; i-- {
		c := &p.cands[i]
		if c.last >= word || c.entity < 0 || p.entities[c.entity].Type != schema.State {
			continue
		}
		if last < 0 {
			last = c.entity
		}
		if s.inSubject(c) {
			return c.entity
		}
	}
	return last
}

// inSubject reports whether a name is the subject of a verb or qualifies it: "Kenya", "Kenyan" in "the Kenyan minister said".
func (s *sentence) inSubject(c *candidate) bool {
	t := s.headToken(c.first, c.last)
	for n := 0; n < 4 && t >= 0; n++ {
		switch r := s.tokens[t].Relation; {
		case strings.HasPrefix(r, "nsubj"):
			return true
		case r == "amod" || r == "compound" || r == "flat" || r == "nmod:poss" || r == "appos" || r == "nmod:unmarked" || r == "nmod:desc":
			t = s.tokens[t].Head
		default:
			return false
		}
	}
	return false
}

// mainState is the state that the article speaks of most, -1 if there is none.
func (p *pass) mainState() int {
	if p.main == unset {
		p.main = -1
		for id, e := range p.entities {
			if e.Type == schema.State && e.count > 0 && (p.main < 0 || p.spokenOf(e.Ref) > p.spokenOf(p.entities[p.main].Ref)) {
				p.main = id
			}
		}
	}
	return p.main
}

// spokenOf is how often an article names a state, by its adjective too.
func (p *pass) spokenOf(ref schema.Ref) int { return p.support[ref] + p.adjectives[ref] }

// unset marks what has not been looked for yet.
const unset = -2
