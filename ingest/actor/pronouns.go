package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// isPronoun reports whether word w is a personal or possessive pronoun of the third person.
func isPronoun(s *sentence, w int) bool {
	_, ok := pronouns[s.words[w].fold]
	return ok && s.tokens[s.words[w].token].Relation != "expl"
}

// pronoun says who a pronoun can mean.
type pronoun struct {
	gender Gender
	person bool
	plural bool
}

var pronouns = map[string]pronoun{
	"he": {gender: Masculine, person: true}, "him": {gender: Masculine, person: true}, "his": {gender: Masculine, person: true}, "himself": {gender: Masculine, person: true},
	"she": {gender: Feminine, person: true}, "her": {gender: Feminine, person: true}, "hers": {gender: Feminine, person: true}, "herself": {gender: Feminine, person: true},
	"it": {}, "its": {}, "itself": {},
	"they": {plural: true}, "them": {plural: true}, "their": {plural: true}, "theirs": {plural: true}, "themselves": {plural: true},
}

// referPronoun resolves the pronoun at word w to the mention that suits it best: near, agreeing, a subject.
func (p *pass) referPronoun(s *sentence, w int, said []recent) {
	pro := pronouns[s.words[w].fold]
	if s.words[w].fold == "it" && !p.isActor(s, w) {
		return
	}
	except := p.apposedHolder(s, w)
	best, top := -1, 0.0
	reach := 2
	if !pro.person {
		reach = 1
	}
	for i := len(said) - 1; i >= 0 && i >= len(said)-window; i-- {
		r := &said[i]
		if r.sentence < s.index-reach {
			break
		}
		score := p.suits(s, w, pro, r)
		if s.words[w].fold == "it" && (!r.subject || p.belongs(s, w) && p.entities[r.entities[0]].Type != schema.Organization) {
			continue
		}
		if score <= 0 || except >= 0 && slices.Contains(r.entities, except) {
			continue
		}
		score -= 0.04 * float64(len(said)-1-i)
		if score > top {
			best, top = i, score
		}
	}
	if best >= 0 {
		p.addMention(s, w, w, Pronoun, "pronoun", min(0.5+top/10, 0.9), said[best].entities...)
		if who := said[best].entities; isPossessivePronoun(s.words[w].fold) && len(who) == 1 && w+1 < len(s.words) {
			p.referBody(s, w+1, who[0])
		}
	}
}

// apposedHolder is the holder of a title that a possessive pronoun at word w opens, whom the pronoun can't mean: "Rubio, his
// foreign minister"; -1 where there is none.
func (p *pass) apposedHolder(s *sentence, w int) int {
	if !isPossessivePronoun(s.words[w].fold) {
		return -1
	}
	for at := p.firstTitle(s.index); at < p.titlesRead && p.titles[at].sentence == s.index; at++ {
		if t := &p.titles[at]; t.possessive == w {
			return t.person
		}
	}
	return -1
}

// suits scores a mention as the antecedent of a pronoun; 0 and less means that it is none.
func (p *pass) suits(s *sentence, w int, pro pronoun, r *recent) float64 {
	if !p.agrees(pro, r) {
		return 0
	}
	score := 3.0
	if r.sentence == s.index {
		score += 0.8
		if p.sameClause(s, w, r) {
			return 0
		}
	} else {
		score -= 1.2 * float64(s.index-r.sentence)
	}
	if r.subject {
		score += 1.6
	}
	if r.first {
		score += 0.5
	}
	if r.weak {
		score -= 2
	}
	if pro.plural && len(r.entities) > 1 {
		score += 1.5
	}
	if e := p.entities[r.entities[0]]; pro.person {
		score += 0.12 * float64(min(e.count, 8))
		if e.Gender == pro.gender {
			score += 0.7
		}
	}
	return score
}

// agrees reports whether a mention has the number and gender of a pronoun.
func (p *pass) agrees(pro pronoun, r *recent) bool {
	if len(r.entities) > 1 {
		return pro.plural
	}
	e := p.entities[r.entities[0]]
	switch {
	case pro.person:
		return e.Type == schema.Person && (e.Gender == UnknownGender || e.Gender == pro.gender)
	case pro.plural:
		return e.Type == schema.Group || r.people
	}
	return canAct(e.Type)
}

// sameClause reports whether an object pronoun and a subject depend on one verb and so cannot be one actor.
func (p *pass) sameClause(s *sentence, w int, r *recent) bool {
	t := s.tokens[s.words[w].token]
	switch t.Relation {
	case "obj", "iobj", "obl", "obl:agent":
	default:
		return false
	}
	if f := s.words[w].fold; strings.HasSuffix(f, "self") || strings.HasSuffix(f, "selves") {
		return false
	}
	h := s.tokens[s.words[r.word].token]
	for h.Relation == "flat" && h.Head >= 0 {
		h = s.tokens[h.Head]
	}
	return h.Head == t.Head
}

// isActor reports whether "it" can mean a state or body: it is the subject of a verb, and not of one that says nothing of
// it, as in "it is likely that", or somebody to whom a thing is given, or the object of a verb that takes none but those
// who act. As an object of others it mostly means a thing.
func (p *pass) isActor(s *sentence, w int) bool {
	t := s.tokens[s.words[w].token]
	if t.Head < 0 {
		return false
	}
	switch {
	case t.Relation == "iobj":
		return true
	case t.Relation == "obj":
		return addressing[s.tokens[t.Head].Lemma] || p.belongs(s, w)
	case !strings.HasPrefix(t.Relation, "nsubj"):
		return false
	}
	for i := range s.tokens {
		k := &s.tokens[i]
		if k.Head == t.Head && (k.Relation == "ccomp" || k.Relation == "csubj" || k.Relation == "advcl" && s.tokens[t.Head].UPOS == "ADJ") && i > t.Head && s.tokens[t.Head].UPOS != "VERB" {
			return false
		}
	}
	return s.tokens[t.Head].UPOS == "VERB"
}

// belongs reports whether word w is the object of joining or leaving, which "it" is only as an organization.
func (p *pass) belongs(s *sentence, w int) bool {
	t := s.tokens[s.words[w].token]
	if t.Relation != "obj" || t.Head < 0 {
		return false
	}
	switch s.tokens[t.Head].Lemma {
	case "join", "rejoin", "leave", "quit":
		return true
	}
	return false
}

// addressing are verbs whose objects are actors: what is invaded, accused or urged is no thing.
var addressing = map[string]bool{
	"accuse": true, "advise": true, "annex": true, "ask": true, "blame": true, "implore": true, "invade": true, "persuade": true,
	"pressure": true, "sanction": true, "threaten": true, "urge": true, "warn": true,
}
