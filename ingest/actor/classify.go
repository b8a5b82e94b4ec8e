package actor

import (
	"slices"
	"unicode/utf8"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
)

// evidence gathers what speaks for a name being a person, an organization or a place. The weights are judgements, tried
// on news: a title before a name outweighs the tagger, the tagger outweighs a preposition.
type evidence struct {
	person, organization, place float64
	reason                      string
}

func (e *evidence) add(typ schema.ActorType, weight float64, reason string) {
	switch typ {
	default:
		return
	case schema.Person:
		e.person += weight
	case schema.Organization:
		e.organization += weight
	case schema.Place:
		e.place += weight
	}
	e.reason = reason
}

// best is the type with the most evidence, whether it is enough to rely on, and the last reason that spoke for any.
func (e *evidence) best() (typ schema.ActorType, trusted bool, reason string) {
	top := max(e.person, e.organization, e.place)
	switch {
	case top < 1:
		return "", false, "form"
	case e.person == top:
		typ = schema.Person
	case e.place == top:
		typ = schema.Place
	default:
		typ = schema.Organization
	}
	return typ, top >= 2, e.reason
}

// classify tells the type of the unknown name of words first to last from its form and its neighbours.
func (p *pass) classify(s *sentence, first, last int) (schema.ActorType, bool, string) {
	var e evidence
	p.weighForm(s, first, last, &e)
	p.weighTagger(s, first, last, &e)
	p.weighNeighbours(s, first, last, &e)
	return e.best()
}

// weighForm looks at the words of the name itself.
func (p *pass) weighForm(s *sentence, first, last int, e *evidence) {
	words := s.words[first : last+1]
	if words[0].caps && len(words) == 1 && !s.shouting && len(words[0].fold) <= 8 {
		e.add(schema.Organization, 1.5, "acronym")
		if len(words[0].fold) >= 3 {
			e.add(schema.Organization, 0.5, "acronym")
		}
	}
	if len(words) > 1 && arabicArticle(words[0].fold) && words[1].glued {
		e.add(schema.Person, 2, "article")
	}
	if len(words) < 2 {
		if p.givenName(s, first) {
			e.add(schema.Person, 0.5, "given name")
		}
		return
	}
	if p.givenName(s, first) || isInitial(words[0].text) {
		e.add(schema.Person, 2, "given name")
	}
	for i, w := range words {
		if i > 0 && p.isParticle(s, first+i) && !w.upper || isInitial(w.text) && i > 0 && i < len(words)-1 {
			e.add(schema.Person, 1, "particle")
			break
		}
	}
	e.add(opening[words[0].fold], 3, "first word")
	if !hasComma(words) && len(words) <= 4 {
		e.add(schema.Person, 0.6, "several words")
	}
}

// opening are first words of names that tell what the name is.
var opening = map[string]schema.ActorType{
	"mount": schema.Place, "lake": schema.Place, "cape": schema.Place, "fort": schema.Place, "camp": schema.Place, "port": schema.Place, "san": schema.Place,
	"santa": schema.Place, "sao": schema.Place, "puerto": schema.Place, "isla": schema.Place, "ciudad": schema.Place, "deir": schema.Place,
	"tel": schema.Place, "wadi": schema.Place, "jebel": schema.Place, "beit": schema.Place, "novo": schema.Place, "nova": schema.Place, "nizhny": schema.Place,
	"radio": schema.Organization, "tele": schema.Organization, "banco": schema.Organization, "banque": schema.Organization, "grupo": schema.Organization,
	"fc": schema.Organization, "real": schema.Organization, "dinamo": schema.Organization, "dynamo": schema.Organization, "borussia": schema.Organization,
	"atletico": schema.Organization, "groupe": schema.Organization, "partido": schema.Organization, "parti": schema.Organization, "die": schema.Organization,
	"le": schema.Organization, "la": schema.Organization, "il": schema.Organization, "der": schema.Organization, "das": schema.Organization,
}

func hasComma(words []word) bool {
	return slices.ContainsFunc(words, func(w word) bool { return w.text == "," })
}

// weighTagger counts the words that the name tagger gave each class.
func (p *pass) weighTagger(s *sentence, first, last int, e *evidence) {
	n := float64(last - first + 1)
	single := first == last && !p.titleBefore(s, first)
	for w := first; w <= last; w++ {
		switch s.tagger[w] {
		case text.PersonName:
			if single {
				e.add(schema.Person, 0.6, "tagger")
				e.add(schema.Organization, 1.1, "single name")
				continue
			}
			e.add(schema.Person, 1.5/n, "tagger")
		case text.OrganizationName:
			e.add(schema.Organization, 1.5/n, "tagger")
		case text.PlaceName:
			e.add(schema.Place, 1.5/n, "tagger")
		}
	}
}

// locatives are prepositions that places follow, with their weight as evidence.
var locatives = map[string]float64{
	"in": 1.1, "at": 0.5, "near": 1.2, "outside": 1, "around": 0.7, "across": 0.8, "throughout": 1, "into": 0.6, "to": 0.3, "from": 0.3,
	"towards": 0.4, "via": 0.8, "north": 1, "south": 1, "east": 1, "west": 1, "inside": 0.8, "over": 0.3,
}

// placeNouns are nouns that stand in apposition to places: "the city of Hasaheisa", "the Fordow site".
var placeNouns = []string{
	"city", "town", "village", "port", "region", "province", "district", "state", "island", "peninsula", "enclave", "capital", "oblast",
	"county", "governorate", "valley", "resort", "suburb", "crossing", "camp", "border", "site", "airport", "airbase", "base", "river", "strait",
	"neighbourhood", "neighborhood", "area", "settlement", "township", "prefecture", "coast", "mountains", "hospital", "refugee", "territory", "plant", "oasis", "canton", "station", "square", "palace", "mine", "dam", "harbour", "harbor", "checkpoint", "highway", "airfield", "barracks",
}

// weighNeighbours looks at titles, prepositions, appositions and verbs beside the name.
func (p *pass) weighNeighbours(s *sentence, first, last int, e *evidence) {
	if p.titleBefore(s, first) {
		e.add(schema.Person, 3, "title")
	}
	if p.titleApposed(s, last) {
		e.add(schema.Person, 2, "apposition")
	}
	if p.titleBeforeComma(s, first) {
		e.add(schema.Person, 2, "apposition")
	}
	if first > 0 {
		before := s.words[first-1].fold
		if v := locatives[before]; v > 0 {
			e.add(schema.Place, v, "preposition")
		}
		if before == "of" && first > 1 && slices.Contains(placeNouns, s.words[first-2].fold) {
			e.add(schema.Place, 2, "place noun")
		}
		if slices.Contains(placeNouns, before) {
			e.add(schema.Place, 1, "place noun")
		}
		if before == "the" {
			e.add(schema.Organization, 0.7, "article")
			e.person -= 1.2
		}
	}
	if last+1 < len(s.words) {
		p.weighNext(s, last+1, e)
	}
	p.weighSubject(s, first, e)
}

// weighNext looks at the word behind the name.
func (p *pass) weighNext(s *sentence, next int, e *evidence) {
	switch w := s.words[next]; {
	case slices.Contains(placeNouns, w.fold):
		e.add(schema.Place, 1, "place noun")
	case w.fold == "who" || w.text == "," && next+1 < len(s.words) && s.words[next+1].fold == "who":
		e.add(schema.Person, 1.5, "who")
	case speech[w.fold]:
		e.add(schema.Person, 0.5, "speech")
	case w.text == "," && next+1 < len(s.words) && startsDigit(s.words[next+1].text) && utf8.RuneCountInString(s.words[next+1].text) == 2:
		e.add(schema.Person, 1, "age")
	case w.text == "(" && next+2 < len(s.words) && s.words[next+1].caps && s.words[next+2].text == ")":
		e.add(schema.Organization, 2.5, "acronym in brackets")
	}
}

// weighSubject looks at the word that governs the name: who is said to speak is a person rather than a place.
func (p *pass) weighSubject(s *sentence, first int, e *evidence) {
	if first > 0 && speech[s.words[first-1].fold] && (first < 2 || !s.words[first-2].upper) {
		e.add(schema.Person, 0.7, "speech")
	}
}

// speech are the forms of verbs of saying that stand right beside a speaker's name.
var speech = map[string]bool{
	"said": true, "says": true, "told": true, "tells": true, "added": true, "adds": true, "argued": true, "explained": true, "warned": true,
	"noted": true, "wrote": true, "asked": true, "insisted": true, "claimed": true, "stressed": true, "announced": true, "denied": true,
	"replied": true, "conceded": true, "admitted": true, "declared": true, "recalled": true, "complained": true, "believes": true, "thinks": true,
}

// titleBeforeComma reports whether a definite title and a comma stand before word first: "Oman's foreign minister, Badr
// al-Busaidi".
func (p *pass) titleBeforeComma(s *sentence, first int) bool {
	if first < 2 || s.words[first-1].text != "," {
		return false
	}
	for i := first - 2; i >= 0 && i >= first-7; i-- {
		if isPunctuation(s.words[i].text) && s.words[i].fold != "'" {
			return false
		}
		if o, _, ok := p.lex.offices.matchLast(s.words, i); ok && !o.plural {
			return i == first-2 || s.words[i+1].fold == "of" || s.words[i+1].fold == "for" || s.words[i+1].fold == "and" || s.words[i+1].fold == "to"
		}
	}
	return false
}

// titleApposed reports whether a title follows word last behind a comma: "Giulia Ferrante, a deputy foreign minister".
func (p *pass) titleApposed(s *sentence, last int) bool {
	i := last + 1
	if i >= len(s.words) || s.words[i].text != "," && s.words[i].text != "(" {
		return false
	}
	for n := 0; n < 7 && i+1 < len(s.words); n++ {
		i++
		if s.words[i].text == "," || s.words[i].text == ";" || s.words[i].text == "." {
			return false
		}
		if o, _, ok := p.lex.offices.match(s.words, i); ok && !o.plural {
			return true
		}
		if isFiniteVerb(s.tokens[s.words[i].token].XPOS) {
			return false
		}
	}
	return false
}

func isFiniteVerb(xpos string) bool {
	return xpos == "VBD" || xpos == "VBZ" || xpos == "VBP" || xpos == "MD"
}
