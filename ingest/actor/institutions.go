package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// readOrganization takes a company or the like that the lexicon knows by name; it returns the index behind it, i if there
// is none.
func (p *pass) readOrganization(s *sentence, i int) int {
	if !s.words[i].upper {
		return i
	}
	name, end, ok := p.lex.organizations.match(s.words, i)
	if !ok || s.matchAt[i] >= 0 && s.matches[s.matchAt[i]].End >= end || !sameCapitals(name, s.words[i:end]) {
		return i
	}
	first := i
	if s.words[i].fold == "the" {
		first++
	}
	p.add(candidate{
		sentence: s.index, first: first, last: end - 1, typ: schema.Organization, trusted: true, entity: -1, owner: -1, rule: "known name",
	})
	return end
}

// sameCapitals reports whether words have the capitals that a name asks for, so that "GM" is no "Gm".
func sameCapitals(name string, words []word) bool {
	if isCaps(name) && len(words) == 1 {
		return words[0].caps
	}
	for _, w := range words {
		if !w.upper && !w.glued && w.fold != "of" && w.fold != "the" && w.fold != "della" && w.fold != "without" && w.text != "&" && w.fold != "'s" {
			return false
		}
	}
	return true
}

// bracketedEnd is the index of the bracket behind a name of several words that an acronym of it follows: "Union for a Free
// Coast (UFC)"; it is i where no such name begins at word i.
func (p *pass) bracketedEnd(s *sentence, i int) int {
	capitals := 0
	for j := i; j < len(s.words) && j < i+14; j++ {
		w := s.words[j]
		switch {
		case w.text == "(":
			if capitals < 2 || j+2 >= len(s.words) || s.words[j+2].text != ")" || !s.words[j+1].caps || !abbreviates(s.words[j+1].fold, s.words[i:j]) {
				return i
			}
			return j
		case w.upper:
			capitals++
		case !w.glued && !slices.Contains([]string{"of", "for", "the", "and", "on", "in", "to", "de", "against", "a", "&", "del", "du", "des", "la", "et", "y"}, w.fold):
			return i
		}
	}
	return i
}

// abbreviates reports whether the letters of an acronym stand in order at the beginnings of words, the first at the first;
// one letter may come from inside of a word.
func abbreviates(acronym string, words []word) bool {
	if acronym == "" || !strings.HasPrefix(words[0].fold, acronym[:1]) {
		return false
	}
	at, missed := 1, 0
	for _, w := range words[1:] {
		if at < len(acronym) && w.fold != "" && w.fold[0] == acronym[at] {
			at++
		} else if w.upper {
			missed++
		}
	}
	return len(acronym)-at <= 1 && missed <= 1
}

// ownerBefore is the candidate of the state that a general name of an international body belongs to here: "Russia's Security
// Council"; -1 where the name means the body of the lists.
func (p *pass) ownerBefore(s *sentence, m reference.Match) int {
	c := len(p.cands) - 1
	if c < 0 || m.Names[0].Ref.Type() != schema.Organization || m.End-m.Start > 2 {
		return -1
	}
	owner := &p.cands[c]
	gap := m.Start - owner.last - 1
	if owner.sentence != s.index || gap > 1 || gap == 1 && s.words[m.Start-1].fold != "'s" || gap == 0 && !owner.adjective || !ownsBodies(owner.names) {
		return -1
	}
	if a, _ := p.world.Actor(m.Names[0].Ref); a.Of.Type() == schema.State {
		return -1
	}
	if _, _, ok := p.lex.institutions.matchLast(s.words, m.End-1); !ok {
		return -1
	}
	return c
}

// institutionOnly reports whether a word that names no actor begins an institution's name: "Islamic Movement".
func (p *pass) institutionOnly(s *sentence, i int) bool {
	end, _ := p.institutionEnd(s, i, i)
	return end > i+1
}

// isBare reports whether what follows a state's name is a part of its government under its general name, such as
// "Foreign Ministry", which makes no name of its own together with the state's.
func (p *pass) isBare(s *sentence, from, to int) bool {
	return p.bodyEnd(s, from) == to
}

// treaties are the nouns of names that a place lends to a text or a process, which are no actors.
var treaties = []string{
	"accord", "accords", "agreement", "agreements", "convention", "conventions", "declaration", "framework", "initiative", "memorandum",
	"pact", "plan", "principles", "process", "protocol", "protocols", "statute", "treaty", "treaties", "consensus", "communique", "doctrine", "formula", "charter",
}

func (p *pass) isTreaty(s *sentence, i int) bool {
	return s.words[i].upper && slices.Contains(treaties, s.words[i].fold)
}

// isTreatyName reports whether a name ends in the noun of a treaty or begins with that of an operation, a storm or a ship.
func (p *pass) isTreatyName(s *sentence, i, end int) bool {
	return end-i > 1 && (slices.Contains(treaties, s.words[end-1].fold) || slices.Contains(undertakings, s.words[i].fold))
}

// undertakings are the first words of names of things that are no actors: "Operation Desert Shield".
var undertakings = []string{"operation", "hurricane", "typhoon", "cyclone", "storm", "tropical", "flight", "uss", "hms", "project", "boeing", "airbus", "resolution"}

// institutionEnd is the index behind a name with an institution's or a place's noun, such as "Bank of Lesotho" or
// "Peace and Security Council", that begins at word i and reaches beyond word known; it is i where there is none.
func (p *pass) institutionEnd(s *sentence, i, known int) (int, schema.ActorType) {
	best, typ := i, schema.ActorType("")
	for j := i; j < len(s.words); {
		if j >= known && j > i && !p.continuesInstitution(s, j) {
			break
		}
		v, end, ok := p.lex.institutions.match(s.words, j)
		if !ok || !s.words[j].upper || end <= known || end == i+1 && !p.opens(s, end) {
			j++
			continue
		}
		j = end
		best, typ = end, v.kind
		if after := p.complement(s, end); after > end {
			return after, typ
		}
	}
	return best, typ
}

// continuesInstitution reports whether word j can go on with the name of an institution.
func (p *pass) continuesInstitution(s *sentence, j int) bool {
	w := s.words[j]
	if w.glued {
		return w.upper || slices.Contains([]string{"co", "non", "inter", "anti"}, s.words[j-1].fold)
	}
	switch {
	case (w.fold == "'" || w.fold == "'s") && j+1 < len(s.words) && s.words[j+1].upper && s.matchAt[j-1] < 0:
		v, _, ok := p.lex.institutions.match(s.words, j+1)
		return ok && v.kind == schema.Place // "Martyrs' Square"
	case w.upper:
		if m := s.matchAt[j]; m >= 0 && s.matches[m].Names[0].Ref.Type() == schema.Person {
			return false
		}
		return !p.isStop(s, j) && (!p.isOffice(s, j) || p.lex.portfolios[w.fold])
	case w.fold == "and" || w.fold == "&":
		if _, _, done := p.lex.institutions.matchLast(s.words, j-1); done {
			return false
		}
		return j+1 < len(s.words) && s.words[j+1].upper && s.matchAt[j+1] < 0 && s.words[j-1].upper &&
			(p.lex.portfolios[s.words[j-1].fold] || s.tagger[j] == text.OrganizationName && s.matchAt[j-1] < 0) && p.institutionAhead(s, j+1)
	}
	return false
}

// institutionAhead reports whether the capitalised words from j on end in an institution's noun.
func (p *pass) institutionAhead(s *sentence, j int) bool {
	for n := 0; j < len(s.words) && s.words[j].upper && n < 4; n++ {
		if _, _, ok := p.lex.institutions.match(s.words, j); ok {
			return true
		}
		j++
	}
	return false
}

// opens reports whether the institution's noun before word j is one that opens a name: "Bank of", "Ministry for".
func (p *pass) opens(s *sentence, j int) bool { return p.complement(s, j) > j }

// isNoun reports whether a word is a common noun of the lexicon for people and bodies: "Delegation", "Organization".
func (p *pass) isNoun(s *sentence, i int) bool {
	_, _, agent := p.lex.agents.match(s.words, i)
	_, _, noun := p.lex.descriptions.match(s.words, i)
	return agent || noun || p.lex.portfolios[s.words[i].fold]
}

// isDirection reports whether a word is a point of the compass, which names a place only together with others.
func isDirection(f string) bool { return f == "north" || f == "south" || f == "east" || f == "west" }

// single reports whether the words from i to end are an institution's noun and nothing else, which is no name: "Center".
func (p *pass) single(s *sentence, i, end int) bool {
	_, inst, ok := p.lex.institutions.match(s.words, i)
	return ok && inst == end
}

// complement is the index behind "of Modern Art", "for Security and Co-operation", "of the Interior" from word j on; it
// is j where there is none.
func (p *pass) complement(s *sentence, j int) int {
	if j >= len(s.words) || !slices.Contains([]string{"of", "for", "on", "against", "de", "du", "des"}, s.words[j].fold) {
		return j
	}
	k := j + 1
	if k < len(s.words) && s.words[k].fold == "the" {
		k++
	}
	if k >= len(s.words) || !s.words[k].upper {
		return j
	}
	if m := s.matchAt[k]; m >= 0 && s.words[j].fold != "of" {
		if end := s.matches[m].End; end >= len(s.words) || !s.words[end].upper || p.isStop(s, end) {
			return j
		}
	}
	if p.isStop(s, k) {
		return j
	}
	for k < len(s.words) {
		w := s.words[k]
		next := k+1 < len(s.words) && s.words[k+1].upper && s.matchAt[k+1] < 0
		switch {
		case s.matchAt[k] >= 0 && !w.glued:
			if s.matches[s.matchAt[k]].Names[0].Ref.Type() == schema.Person {
				return k
			}
			k = s.matches[s.matchAt[k]].End
			if k < len(s.words) && !(s.words[k].upper || s.words[k].fold == "and" && k+1 < len(s.words) && s.words[k+1].upper && s.matchAt[k+1] < 0 && p.lex.portfolios[s.words[k+1].fold]) {
				return k
			}
		case w.upper && !p.isStop(s, k) || w.glued:
			k++
		case next && (w.fold == "and" || w.fold == "&") && !p.institutionOpens(s, k+1) && !p.givenName(s, k+1):
			k += 2
		case next && (w.fold == "of" || w.fold == "for"):
			k += 2
		case w.fold == "of" && k+1 < len(s.words) && s.matchAt[k+1] >= 0 && s.words[k-1].upper && !isAdjective(s.matches[s.matchAt[k+1]].Names[0].Kind):
			return s.matches[s.matchAt[k+1]].End
		case w.fold == "," && next && k+2 < len(s.words) && p.lex.portfolios[s.words[k+1].fold]:
			k += 2
		default:
			return k
		}
	}
	return k
}

// institutionOpens reports whether another institution's name begins at word k.
func (p *pass) institutionOpens(s *sentence, k int) bool {
	_, end, ok := p.lex.institutions.match(s.words, k)
	return ok && p.opens(s, end)
}
