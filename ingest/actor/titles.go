package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// qualifiers belong to the name of an office.
var qualifiers = []string{
	"deputy", "vice", "acting", "interim", "first", "second", "third", "chief", "special", "permanent", "assistant", "associate", "joint", "shadow",
	"caretaker", "provisional", "honorary", "lead", "executive", "general", "senior", "principal", "transitional", "de", "facto", "co", "under", "lord", "grand", "high", "resident",
}

// dropped may stand inside of a title without belonging to it.
var dropped = []string{
	"former", "ex", "then", "late", "current", "incumbent", "outgoing", "incoming", "new", "newly", "longtime", "long", "time", "veteran", "elected", "embattled",
	"ousted", "deposed", "ageing", "powerful", "top", "right", "wing", "left", "far", "far-right", "pro", "hardline", "hard", "line", "conservative", "liberal", "reformist", "appointed", "re", "one", "onetime", "designated",
	"moderate", "centrist", "populist", "nationalist", "leftist", "socialist", "republican", "democratic", "islamist", "self", "proclaimed", "beleaguered", "influential", "disgraced", "exiled", "jailed", "imprisoned", "civilian", "previous", "present", "ailing", "charismatic", "authoritarian", "longest", "serving", "retired", "younger", "elder", "fellow",
}

// formerly are the words that put an office into the past.
var formerly = []string{"former", "ex", "then", "late", "ousted", "deposed", "onetime", "previous", "disgraced", "retired"}

func isQualifier(f string) bool { return slices.Contains(qualifiers, f) }

// titleSpan is a title found in a sentence, before it is tied to a person.
type titleSpan struct {
	sentence    int
	first, last int // words of the whole title
	head        int // word of the office's head noun
	from, to    int // words of the office itself, inclusive; to may lie behind "of foreign affairs"
	office      office
	text        string
	former      bool
	of          int  // entity, -1 if open
	explicit    bool // the title itself says whose it is
	person      int  // entity, -1 if open
	mention     int  // candidate of the person's name, -1 if none
	elsewhere   bool // it is of something that is no actor of the article: "of the assembly"
	noun        int  // word of a noun in the genitive before the title: "the bloc's envoy"; -1 if none
	possessive  int  // word of a possessive pronoun before the title, -1 if none
	principal   int  // candidate of a person whose envoy or adviser it is: "the envoy of President X"; -1 if none
	described   int  // entity whom the title alone means: "the Russian president"; -1 for none
	rule        string
}

// readTitles finds the offices of the article, whose they are and who holds them.
func (p *pass) readTitles() {
	for i := range p.sentences {
		s := &p.sentences[i]
		for w := 0; w < len(s.words); w++ {
			t, ok := p.titleAt(s, w)
			if !ok {
				continue
			}
			p.titles = append(p.titles, t)
			w = max(w, t.to)
		}
	}
	p.titlesRead = len(p.titles)
	for i := range p.titles {
		p.holder(i)
	}
	for i := p.titlesRead - 2; i >= 0; i-- {
		p.shareHolder(i)
	}
	for i := range p.titlesRead {
		p.ownerByContext(i)
	}
	p.tellStates()
}

// shareHolder gives the first of two coordinated titles the holder of the second: "Deputy Prime Minister and Foreign
// Minister Ivan Petrov".
func (p *pass) shareHolder(i int) {
	t, next := &p.titles[i], &p.titles[i+1]
	if t.person >= 0 || next.person < 0 || t.sentence != next.sentence || t.office.plural || next.first != t.last+2 || next.rule != "title" {
		return
	}
	if f := p.sentences[t.sentence].words[t.last+1].fold; f != "and" && f != "&" {
		return
	}
	p.hold(i, next.mention, "title")
	if next.of < 0 {
		next.of = t.of
	}
}

// titleAt reads the title whose head phrase begins at word w.
func (p *pass) titleAt(s *sentence, w int) (titleSpan, bool) {
	if s.ignored != nil && s.ignored[w] || s.at[w] >= 0 {
		return titleSpan{}, false
	}
	o, end, ok := p.lex.offices.match(s.words, w)
	if !ok || p.verbal(s, w, end) || p.opensTitle(s, w, end) {
		return titleSpan{}, false
	}
	t := titleSpan{sentence: s.index, head: end - 1, from: w, to: end - 1, office: o, of: -1, person: -1, mention: -1, noun: -1, possessive: -1, principal: -1, described: -1}
	p.extendLeft(s, &t)
	p.extendRight(s, &t)
	t.text = s.officeText(t.from, t.to)
	t.first, t.last = t.from, t.to
	p.possessor(s, &t)
	p.owner(s, &t)
	t.explicit = t.of >= 0
	return t, true
}

// opensTitle reports whether the words from w to end only begin a longer title: "deputy" in "deputy foreign minister".
func (p *pass) opensTitle(s *sentence, w, end int) bool {
	if f := s.words[w].fold; end > w+1 || !isQualifier(f) && !p.lex.portfolios[f] && f != "deputy" {
		return false
	}
	return end < len(s.words) && !isPunctuation(s.words[end].text) && p.portfolioEnd(s, end) > end
}

// verbal reports whether the tagger reads the words as verbs: "leader" never is, "head", "chair" and "coach" may be.
func (p *pass) verbal(s *sentence, w, end int) bool {
	return end == w+1 && (strings.HasPrefix(s.tokens[s.words[w].token].XPOS, "VB") || s.words[w].fold == "long")
}

// extendLeft takes the field and the qualifiers before the head: "deputy foreign" before "minister".
func (p *pass) extendLeft(s *sentence, t *titleSpan) {
	fields := t.office.kind == portfolioOffice || t.office.kind == chiefOffice || t.office.kind == envoyOffice ||
		t.office.kind == adviserOffice || t.office.kind == namedOffice
	for i := t.from - 1; i >= 0 && s.at[i] < 0; i-- {
		f := s.words[i].fold
		switch {
		case isQualifier(f) && f != "de" && f != "facto" && f != "co":
			t.from = i
		case fields && p.lex.portfolios[f] && !isVerbTag(s.tokens[s.words[i].token].XPOS):
			t.from = i
		case fields && (f == "and" || f == "&") && t.from == i+1 && i > 0 && p.lex.portfolios[s.words[i-1].fold] && p.lex.portfolios[s.words[i+1].fold] && s.at[i-1] < 0:
			t.from = i - 1
			i--
		case fields && f == "affairs" && i > 0:
			t.from = i
		case t.office.kind == chiefOffice && s.describes(i) && t.from == t.head:
			t.from = i
		default:
			return
		}
	}
}

// describes reports whether word i is a plain noun right behind a name or a genitive, as "station" in "CIA station chief".
func (s *sentence) describes(i int) bool {
	return i > 0 && !s.words[i].upper && s.tokens[s.words[i].token].XPOS == "NN" && (s.at[i-1] >= 0 || s.words[i-1].fold == "'s")
}

func isVerbTag(xpos string) bool { return xpos == "VBD" || xpos == "VBZ" || xpos == "VBP" }

// extendRight takes "of foreign affairs and cooperation" behind the head.
func (p *pass) extendRight(s *sentence, t *titleSpan) { t.to = p.fieldBehind(s, t.office, t.to+1) - 1 }

// fieldBehind is the index behind the field that follows an office, "of foreign affairs and cooperation" behind
// "minister", from word i on; it is i where there is none.
func (p *pass) fieldBehind(s *sentence, o office, i int) int {
	if o.kind != portfolioOffice && o.kind != chiefOffice && o.kind != deputyOffice {
		return i
	}
	if i >= len(s.words) || !slices.Contains([]string{"of", "for", "without", "in"}, s.words[i].fold) {
		return i
	}
	end := i
	i++
	if i < len(s.words) && s.words[i].fold == "the" && o.kind == portfolioOffice {
		i++
	}
	field := func(i int) bool {
		return i < len(s.words) && p.lex.portfolios[s.words[i].fold] && (s.at[i] < 0 || p.cands[s.at[i]].adjective)
	}
	for ; i < len(s.words); i++ {
		f := s.words[i].fold
		switch {
		case field(i), f == "affairs" || f == "portfolio" || f == "exteriors":
			end = i + 1
		case (f == "and" || f == "&" || f == ",") && end == i && field(i+1):
		default:
			return end
		}
	}
	return end
}

// officeText is the office as facts.md writes it: lower case, words joined as in the text.
func (s *sentence) officeText(from, to int) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		w := s.words[i]
		if i > from {
			switch {
			case w.glued:
				b.WriteByte('-')
			case w.text != ",":
				b.WriteByte(' ')
			}
		}
		b.WriteString(strings.ToLower(w.text))
	}
	return b.String()
}

// possessor reads what stands before the office: "Oman's", "the U.S.", "his", "former German".
func (p *pass) possessor(s *sentence, t *titleSpan) {
	for i := t.from - 1; i >= 0; i-- {
		w := s.words[i]
		switch c := s.at[i]; {
		case c >= 0:
			if p.possesses(s, t, c, i) {
				t.of, t.first, t.rule = p.ownerOf(&p.cands[c]), p.cands[c].first, "possessor"
				p.formerBefore(s, t)
			}
			return
		case slices.Contains(formerly, w.fold):
			t.former, t.first = true, i
		case slices.Contains(dropped, w.fold):
			t.first = i
		case w.fold == "'s" || w.fold == "'":
			if i > 0 && s.at[i-1] < 0 {
				t.noun, t.first = i-1, i-1
				if i > 1 && isDeterminer(s.words[i-2].fold) {
					t.first = i - 2
				}
				return
			}
		case isPossessivePronoun(w.fold):
			t.possessive, t.first = i, i
			return
		case isDeterminer(w.fold):
			t.first = i
			return
		case s.agentNoun(p, i):
			t.first = i
		default:
			return
		}
	}
}

// agentNoun reports whether word i is a noun such as "government" that may stand between a state and a title: "Jordanian
// government spokeswoman".
func (s *sentence) agentNoun(p *pass, i int) bool {
	f := s.words[i].fold
	return f == "government" || f == "army" || f == "military" || f == "police" || f == "opposition" || f == "parliament" || f == "parliamentary" || f == "presidential" || f == "regime" || f == "party"
}

// possesses reports whether candidate c, which ends at word i before the title, is what the office belongs to.
func (p *pass) possesses(s *sentence, t *titleSpan, c, i int) bool {
	e := p.cands[c].entity
	if e < 0 {
		return false
	}
	if p.behindPerson(s, &p.cands[c]) {
		return false
	}
	switch p.entities[e].Type {
	case schema.Person:
		return false
	case schema.Place:
		return p.governed(t, p.entities[e].Ref)
	}
	return true
}

// behindPerson reports whether a name stands behind a person and "of", as in "elected President Ann Berg of Chad chair", where
// the office that follows is not the state's.
func (p *pass) behindPerson(s *sentence, c *candidate) bool {
	i := c.first - 2
	return !c.adjective && i >= 0 && s.words[i+1].fold == "of" && p.personEnding(s, i) >= 0
}

// personEnding is the candidate of a person whose name ends with word i, -1 if there is none.
func (p *pass) personEnding(s *sentence, i int) int {
	if i < 0 || s.at[i] < 0 {
		return -1
	}
	if c := &p.cands[s.at[i]]; c.last != i || c.entity < 0 || p.entities[c.entity].Type != schema.Person {
		return -1
	}
	return s.at[i]
}

// governed reports whether a place has an office of this kind: a city has a mayor, a region ministers as well.
func (p *pass) governed(t *titleSpan, ref schema.Ref) bool {
	switch t.office.kind {
	case chiefOffice, leaderOffice:
		return true
	case headOffice, portfolioOffice, namedOffice, deputyOffice:
		place, ok := p.world.Place(ref)
		return ok && place.Kind == "region"
	}
	return false
}

// ownerOf is the entity to which an office beside candidate c belongs: a capital stands for its state.
func (p *pass) ownerOf(c *candidate) int { return c.entity }

// formerBefore looks for "former" before the possessor: "former German Chancellor".
func (p *pass) formerBefore(s *sentence, t *titleSpan) {
	for i := t.first - 1; i >= 0; i-- {
		switch f := s.words[i].fold; {
		case slices.Contains(formerly, f):
			t.former, t.first = true, i
		case slices.Contains(dropped, f):
			t.first = i
		case isPossessivePronoun(f):
			t.possessive, t.first = i, i
			return
		case isDeterminer(f):
			t.first = i
			return
		default:
			return
		}
	}
}

func isPossessivePronoun(f string) bool {
	return f == "his" || f == "her" || f == "its" || f == "their" || f == "our" || f == "my"
}

func isDeterminer(f string) bool { return f == "the" || f == "a" || f == "an" }

// owner reads what stands behind the office: "of Armenia", "for the European Commission", "of the Jordanian government".
func (p *pass) owner(s *sentence, t *titleSpan) {
	i := t.to + 1
	for i < len(s.words) && i <= t.to+8 {
		f := s.words[i].fold
		if !slices.Contains([]string{"of", "for", "to", "at", "in", "with"}, f) {
			return
		}
		c, end := p.candidateBehind(s, i+1)
		if (c < 0 || p.cands[c].entity < 0) && p.ownedByNext(s, t, i) {
			return
		}
		if c < 0 {
			if f == "of" && i == t.to+1 {
				t.last = max(t.last, p.nounPhraseEnd(s, i+1))
				t.elsewhere = t.last > t.to
			}
			return
		}
		if p.owns(t, f, &p.cands[c]) && t.of < 0 {
			t.of, t.rule = p.ownerOf(&p.cands[c]), "of"
			if f == "at" || f == "in" {
				t.of = p.governmentOf(t)
			}
		}
		t.last = end
		i = end + 1
	}
}

// ownedByNext reads what is no name itself but leads to one: a person behind a title, "the envoy of President X", or a noun
// that takes up a body, "a spokesman for the Commission".
func (p *pass) ownedByNext(s *sentence, t *titleSpan, i int) bool {
	f := s.words[i].fold
	if end := p.atTitle(s, i+1); f == "of" && end > i+1 && end < len(s.words) && s.at[end] >= 0 {
		t.principal, t.last = s.at[end], p.cands[s.at[end]].last
		return true
	}
	if i+2 >= len(s.words) || s.words[i+1].fold != "the" || f == "to" || f == "with" {
		return false
	}
	d, end, ok := p.lex.descriptions.match(s.words, i+2)
	if !ok || d.plural || d.typ == schema.Place || p.qualified(s, end) || f == "for" && t.office.kind != voiceOffice && t.office.kind != chiefOffice {
		return false
	}
	if f == "of" && t.office.kind == headOffice && d.typ != schema.State && d.kind != "commission" && d.kind != "council" && d.kind != "bloc" && d.kind != "alliance" {
		return false
	}
	t.noun, t.last = i+2, end-1
	return true
}

// governmentOf is the state of a minister at a ministry; a spokesman stays the ministry's.
func (p *pass) governmentOf(t *titleSpan) int {
	e := p.entities[t.of]
	switch t.office.kind {
	case headOffice, portfolioOffice, namedOffice, deputyOffice:
		if e.Of.Type() == schema.State {
			return p.known(e.Of)
		}
	}
	return t.of
}

// nounPhraseEnd is the last word of a plain noun phrase that begins at word i: "parliament", "the general staff"; it is
// below i where there is none.
func (p *pass) nounPhraseEnd(s *sentence, i int) int {
	end := i - 1
	for n := 0; n < 4 && i < len(s.words) && s.at[i] < 0; n++ {
		switch x := s.tokens[s.words[i].token].XPOS; x {
		case "NN", "NNS", "NNP", "NNPS":
			end = i
		case "DT", "JJ":
		default:
			return end
		}
		i++
	}
	return end
}

// ownerBehindName reads "of Kazakhstan" behind the name that follows a title: "President Tokayev of Kazakhstan".
func (p *pass) ownerBehindName(s *sentence, t *titleSpan) {
	i := p.cands[t.mention].last + 1
	if t.of >= 0 || t.mention < 0 || i+1 >= len(s.words) || s.words[i].fold != "of" || p.cands[t.mention].first < t.last {
		return
	}
	if c, _ := p.candidateBehind(s, i+1); c >= 0 && p.owns(t, "of", &p.cands[c]) {
		t.of = p.cands[c].entity
	}
}

// candidateBehind is the candidate of a noun phrase that begins at word i, and the last word of the phrase.
func (p *pass) candidateBehind(s *sentence, i int) (c, end int) {
	for n := 0; i < len(s.words) && n < 4; n++ {
		if c := s.at[i]; c >= 0 {
			end := p.cands[c].last
			if part := p.partOf(s, end+1); part >= 0 {
				return part, p.cands[part].last
			}
			if p.cands[c].adjective {
				if after := end + 1; after < len(s.words) && s.at[after] < 0 {
					if _, e, ok := p.lex.agents.match(s.words, after); ok {
						end = e - 1
					} else if o, e, ok := p.lex.offices.match(s.words, after); ok && !o.plural {
						end = e - 1
					}
				}
			}
			return c, end
		}
		f := s.words[i].fold
		if f != "the" && !slices.Contains(dropped, f) && f != "opposition" && f != "ruling" && f != "republic" && f != "of" && f != "state" && f != "kingdom" {
			return -1, i
		}
		i++
	}
	return -1, i
}

// partOf is the body that follows its owner at word i, as in "Taiwan's National Security Council"; -1 if none does.
func (p *pass) partOf(s *sentence, i int) int {
	if i < len(s.words) && (s.words[i].fold == "'s" || s.words[i].fold == "'") {
		i++
	}
	if i >= len(s.words) || s.at[i] < 0 {
		return -1
	}
	c := &p.cands[s.at[i]]
	if c.entity < 0 || c.adjective || c.first != i || p.entities[c.entity].Type == schema.Person || p.entities[c.entity].Type == schema.State {
		return -1
	}
	return s.at[i]
}

// owns reports whether the preposition behind an office names whose it is: an ambassador to a state is not that state's.
func (p *pass) owns(t *titleSpan, preposition string, c *candidate) bool {
	if c.entity < 0 {
		return false
	}
	typ := p.entities[c.entity].Type
	if typ == schema.Person {
		return false
	}
	switch preposition {
	case "of":
		return typ != schema.Place || p.governed(t, p.entities[c.entity].Ref)
	case "for":
		return t.office.kind == voiceOffice || t.office.kind == chiefOffice && typ == schema.Organization
	case "to":
		return t.office.kind == adviserOffice
	case "at", "with", "in":
		return typ == schema.Organization && t.office.kind != envoyOffice
	}
	return false
}
