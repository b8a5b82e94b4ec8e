package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema/reference"
)

// acts reports whether a capital or a seat of government stands for the government that sits there: "Moscow said",
// "talks with Tehran", "Pretoria's answer", but not "in Moscow", "flew to Tehran", "Pretoria's streets". A building that
// is known for its government, such as the Kremlin, acts unless the text places something there.
func (p *pass) acts(c *candidate, building bool) bool {
	s := &p.sentences[c.sentence]
	if prep, _ := s.prepositionBefore(c.first); building && prep == "" && c.last+1 < len(s.words) && saysNext(s, c.last+1) {
		return true
	}
	if c.first > 0 && s.at[c.first-1] < 0 && c.last+1 < len(s.words) && s.words[c.last+1].text == "," && p.stateFollows(s, c.last+2) {
		return false
	}
	if first := s.firstConjunct(c); first >= 0 && first < c.first {
		if before := s.at[first]; before >= 0 && p.joined(s, p.cands[before].last, c.first) && mayAct(&p.cands[before]) {
			return p.acts(&p.cands[before], building)
		}
	}
	if c.last+1 < len(s.words) {
		if acts, ok := p.actsBefore(s, c.last+1, building); ok {
			return acts
		}
	}
	if prep, at := s.prepositionBefore(c.first); prep != "" {
		return p.actsBehind(s, prep, at, building)
	}
	return p.actsByRelation(s, c, building)
}

// mayAct reports whether a name is both a government's and a place's.
func mayAct(c *candidate) bool {
	return slices.ContainsFunc(c.names, func(n reference.Name) bool { return n.Kind == reference.Capital || n.Kind == reference.Metonym })
}

// stateFollows reports whether a name of a state begins at word i: "Paris, France".
func (p *pass) stateFollows(s *sentence, i int) bool {
	if i >= len(s.words) || s.matchAt[i] < 0 {
		return false
	}
	m := s.matches[s.matchAt[i]]
	return strings.HasPrefix(string(m.Names[0].Ref), "state/") && !isAdjective(m.Names[0].Kind) &&
		(m.End >= len(s.words) || isPunctuation(s.words[m.End].text))
}

// firstConjunct is the word that heads the coordination in which a name is a later part, -1 where it is none.
func (s *sentence) firstConjunct(c *candidate) int {
	t := s.headToken(c.first, c.last)
	if s.tokens[t].Relation != "conj" || s.tokens[t].Head < 0 {
		return -1
	}
	return s.wordOf[s.tokens[t].Head]
}

// headToken is the token of words first to last whose head lies outside of them.
func (s *sentence) headToken(first, last int) int {
	from, to := s.words[first].token, s.words[last].token
	for t := from; t <= to; t++ {
		if h := s.tokens[t].Head; h < from || h > to {
			if s.tokens[t].Relation != "punct" {
				return t
			}
		}
	}
	return from
}

// settings are nouns behind a capital's name that speak of the town: "the Astana summit", "Moscow's streets".
var settings = []string{
	"summit", "airport", "street", "streets", "resident", "residents", "suburb", "suburbs", "metro", "mayor", "olympics", "attack", "attacks", "bombing",
	"bombings", "office", "bureau", "museum", "university", "meeting", "talks", "conference", "hotel", "protests", "protest", "centre", "center", "outskirts",
	"court", "festival", "fair", "stock", "exchange", "police", "hospital", "embassy", "correspondent", "declaration", "accord", "agreement", "deal",
	"region", "area", "district", "neighborhood", "neighbourhood", "skyline", "square", "cathedral", "stadium", "zoo", "university", "think", "shootings", "siege", "time", "session", "round", "apartment", "home", "studio", "newspaper", "station",
}

// townThings are nouns that belong to a town rather than to its government: "Moscow's streets".
var townThings = []string{
	"airport", "street", "streets", "resident", "residents", "suburb", "suburbs", "metro", "subway", "mayor", "museum", "museums", "university", "hotel", "hotels",
	"outskirts", "hospital", "hospitals", "district", "districts", "neighborhood", "neighbourhood", "skyline", "square", "cathedral", "stadium", "zoo", "port", "centre", "center",
	"population", "inhabitants", "police", "bars", "shops", "restaurants", "traffic", "theatre", "theater",
}

// actsBefore decides by the word behind the name; ok is false where it does not tell.
func (p *pass) actsBefore(s *sentence, i int, building bool) (acts, ok bool) {
	w := s.words[i]
	if w.fold == "'s" || w.fold == "'" {
		for j := i + 1; j < len(s.words) && j <= i+3; j++ {
			if slices.Contains(townThings, s.words[j].fold) {
				return false, true
			}
			if x := s.tokens[s.words[j].token].UPOS; x == "NOUN" {
				break
			}
		}
		return true, true
	}
	if w.glued {
		return building || w.fold == "backed" || w.fold == "led" || w.fold == "brokered" || w.fold == "controlled" || w.fold == "sponsored" || w.fold == "appointed" || w.fold == "friendly", true
	}
	if slices.Contains(settings, w.fold) {
		return building && w.fold != "meeting" && w.fold != "talks" && w.fold != "summit", true
	}
	if _, _, isOffice := p.lex.offices.match(s.words, i); isOffice && !s.isVerb(i) {
		return true, true
	}
	if _, _, agent := p.lex.agents.match(s.words, i); agent && !s.isVerb(i) {
		return true, true
	}
	return false, false
}

func (s *sentence) isVerb(i int) bool {
	u := s.tokens[s.words[i].token].UPOS
	return u == "VERB" || u == "AUX"
}

// prepositionBefore is the preposition that governs the name at word i and its place, "" if there is none: articles and
// adjectives may stand between.
func (s *sentence) prepositionBefore(i int) (string, int) {
	for j := i - 1; j >= 0 && j >= i-3; j-- {
		f := s.words[j].fold
		if prepositions[f] {
			return f, j
		}
		u := s.tokens[s.words[j].token].UPOS
		if f != "the" && f != "nearby" && f != "downtown" && f != "central" && f != "neighbouring" && f != "both" && u != "ADJ" {
			return "", -1
		}
	}
	return "", -1
}

var prepositions = map[string]bool{
	"in": true, "at": true, "near": true, "outside": true, "around": true, "into": true, "across": true, "throughout": true, "inside": true,
	"above": true, "over": true, "via": true, "through": true, "towards": true, "toward": true, "to": true, "from": true, "of": true, "with": true,
	"by": true, "between": true, "against": true, "for": true, "on": true, "about": true, "upon": true, "without": true, "under": true, "within": true, "behind": true, "beyond": true, "unlike": true, "like": true, "among": true,
}

// actsBehind decides by the preposition at word i and what governs it.
func (p *pass) actsBehind(s *sentence, prep string, i int, building bool) bool {
	switch prep {
	case "in", "at", "near", "outside", "around", "into", "across", "throughout", "inside", "above", "via", "through", "within", "beyond":
		return false
	case "with", "by", "between", "against", "about", "upon", "without", "unlike", "like", "among":
		return true
	}
	governor := p.governor(s, i)
	switch prep {
	case "on":
		return p.lex.verbs[governor] != "attack" && governor != "assault" && governor != "march"
	case "of":
		return building || slices.Contains(governmental, governor)
	case "for":
		return slices.Contains(addressed, governor) || slices.Contains(concerned, governor)
	case "to", "from", "towards", "toward":
		if i > 0 && s.words[i-1].fold != governor && slices.Contains(addressed, strings.ToLower(s.tokens[s.words[i-1].token].Lemma)) {
			return true
		}
		if p.lex.verbs[governor] == "motion" || p.lex.verbs[governor] == "object" {
			return false
		}
		return building || prep == "towards" || prep == "toward" || slices.Contains(addressed, governor)
	}
	return building
}

// governmental are nouns whose "of Moscow" is a government's.
var governmental = []string{
	"support", "backing", "demand", "position", "influence", "approval", "ally", "interest", "decision", "policy", "government", "hand", "help", "stance",
	"accuse", "suspicious", "suspicion", "critic", "criticism", "independent", "view", "part", "orbit", "enemy", "friend", "behalf", "ask", "demand", "critical", "wary", "ire", "blessing", "consent", "objection", "insistence", "warning", "refusal", "claim", "promise", "assurance", "intention", "ambition", "request", "invitation",
	"accusation", "recognition", "rejection", "offer", "proposal", "answer", "response", "reaction", "protest", "cooperation", "neighbour", "neighbor", "rival", "partner",
}

// addressed are words whose "to Moscow" or "from Moscow" is a government that is spoken to or speaks.
var addressed = []string{
	"say", "talk", "speak", "appeal", "respond", "offer", "give", "promise", "refer", "demand", "aid", "support", "threat", "message", "response", "reply",
	"blow", "warning", "assistance", "arm", "weapon", "guarantee", "letter", "loyal", "answer", "pressure", "signal", "reaction",
	"concession", "proposal", "sell", "supply", "pass", "deliver", "provide", "owe", "subordinate", "belong", "hear", "independence", "distance", "order", "reassurance", "pledge", "commitment", "approval", "help", "criticism", "opposition", "resistance", "gift", "alternative", "according", "apologise", "apologize", "report", "present", "counterweight", "challenge", "complain", "hand", "lend", "grant", "close", "tie", "allegiance", "assurance", "request", "permission", "backing", "exemption", "money", "fund", "instruction", "directive", "condemnation", "rebuke",
}

// concerned are words whose "for Moscow" is a government that something matters to.
var concerned = []string{
	"news", "setback", "victory", "defeat", "problem", "test", "important", "vital", "crucial", "good", "bad", "matter", "success", "embarrassment", "priority", "line",
	"humiliation", "condition", "difficult", "easy", "time", "option", "dilemma", "relief", "boost", "incentive", "chance", "opportunity", "risk", "danger", "fund", "money", "backing", "concern", "acceptable", "unacceptable",
}

// governor is the lemma of the verb or noun to which the prepositional phrase with the preposition at word i belongs.
func (p *pass) governor(s *sentence, i int) string {
	t := s.words[i].token
	if s.tokens[t].Relation == "case" && s.tokens[t].Head >= 0 {
		if h := s.tokens[s.tokens[t].Head].Head; h >= 0 && h < len(s.tokens) {
			return strings.ToLower(s.tokens[h].Lemma)
		}
	}
	if i > 0 {
		if l := s.tokens[s.words[i-1].token].Lemma; l != "" {
			return strings.ToLower(l)
		}
		return s.words[i-1].fold
	}
	return ""
}

// verbKind is the kind of a verb in the lists: by its lemma, or by its form where the lemmatizer knows neither the verb nor its
// tense ("bombed" as "bombe").
func (p *pass) verbKind(t text.Token) string {
	if kind := p.lex.verbs[strings.ToLower(t.Lemma)]; kind != "" || t.XPOS != "VBD" && t.XPOS != "VBN" {
		return kind
	}
	form := strings.ToLower(t.Text)
	if kind := p.lex.verbs[form]; kind != "" {
		return kind
	}
	return p.lex.verbs[strings.TrimSuffix(form, "ed")]
}

// actsByRelation decides by the grammatical relation of a name without a preposition.
func (p *pass) actsByRelation(s *sentence, c *candidate, building bool) bool {
	t := s.tokens[s.headToken(c.first, c.last)]
	var head text.Token
	if t.Head >= 0 && t.Head < len(s.tokens) {
		head = s.tokens[t.Head]
	}
	verb := p.verbKind(head)
	switch t.Relation {
	case "nsubj", "nsubj:outer", "csubj", "vocative":
		return building || !slices.Contains(placeNouns, strings.ToLower(head.Lemma)) && !slices.Contains(townNouns, strings.ToLower(head.Lemma))
	case "nsubj:pass":
		return verb != "attack" && verb != "object" || building
	case "obj", "iobj", "xcomp":
		return verb == "" || verb == "motion"
	case "compound", "nmod", "nmod:unmarked", "nmod:desc", "amod", "flat", "list", "dep", "root", "":
		return building && t.Relation != "root" || t.Relation == "" && c.last+1 < len(s.words) && saysNext(s, c.last+1)
	case "nmod:poss":
		return true
	case "appos":
		return false
	}
	return building
}

// townNouns are predicates that a town has and a government has not: "Kyiv is the venue".
var townNouns = []string{"venue", "host", "home", "hub", "place", "scene", "seat", "birthplace", "metropolis", "destination", "headquarters", "populous", "crowded", "quiet", "calm", "empty"}

// saysNext reports whether a form of speech or an auxiliary follows, for texts without trees.
func saysNext(s *sentence, i int) bool {
	f := s.words[i].fold
	return speech[f] || f == "has" || f == "had" || f == "will" || f == "would" || f == "is" || f == "was"
}
