package actor

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// candidate is a run of words that names an actor or place: known ones carry their names of the lists, unknown ones the
// type that their form suggests, empty where it suggests none.
type candidate struct {
	sentence    int
	first, last int // words, inclusive
	names       []reference.Name
	typ         schema.ActorType
	adjective   bool
	trusted     bool   // a title, a given name or an institution's noun says that it is a name, not the letters alone
	entity      int    // -1 while it is open
	dateline    bool   // it tells where the article was written
	weak        bool   // only a rule of writing gives it a capital: it is a name if the article knows it as one
	body        string // the general name of a part of a government: "foreign ministry"; empty for other names
	owner       int    // candidate of the state or organization that the body belongs to, -1 while it is open
	rule        string
}

// read finds the names of the article, sentence by sentence.
func (p *pass) read() {
	p.sentences = make([]sentence, len(p.doc.Sentences))
	for i := range p.doc.Sentences {
		s := &p.sentences[i]
		s.index = i
		p.prepare(s, &p.doc.Sentences[i])
		s.from = len(p.cands)
		p.readNames(s)
		s.to = len(p.cands)
		for c := s.from; c < s.to; c++ {
			for w := p.cands[c].first; w <= p.cands[c].last; w++ {
				s.at[w] = c
			}
		}
	}
}

// prepare cuts a sentence into words and looks up the names of the lists.
func (p *pass) prepare(s *sentence, doc *text.Sentence) {
	s.tokens = doc.Tokens
	s.words = split(doc, nil)
	s.wordOf = make([]int, len(s.tokens))
	for t, w := 0, 0; t < len(s.tokens); t++ {
		for w < len(s.words)-1 && s.words[w].token < t {
			w++
		}
		s.wordOf[t] = w
	}
	n := len(s.words)
	s.at, s.matchAt = filled(n), filled(n)
	s.tagger = make([]text.NameClass, n)
	for _, name := range doc.Names {
		for t := name.First; t <= name.Last && t < len(s.tokens); t++ {
			for w := s.wordOf[t]; w < n && s.words[w].token == t; w++ {
				s.tagger[w] = name.Class
			}
		}
	}
	s.shouting = isShouting(s.words)
	s.heading = isHeading(s.words)
	s.ignored = p.ignoredWords(s.words)
	p.ignoreCredits(s)
	s.paragraph = doc.Start == 0 || strings.HasSuffix(strings.TrimRight(p.doc.Text[:doc.Start], " \t"), "\n")
	p.lookUp(s)
}

func filled(n int) []int {
	a := make([]int, n)
	for i := range a {
		a[i] = -1
	}
	return a
}

// lookUp finds the names of the lists, and plural demonyms.
func (p *pass) lookUp(s *sentence) {
	text := func(i int) string { return s.words[i].text }
	for m := range p.world.ScanTokens(len(s.words), text) {
		if s.acrossPunctuation(m) {
			continue
		}
		s.matchAt[m.Start] = len(s.matches)
		s.matches = append(s.matches, m)
	}
	covered := -1
	for i, w := range s.words {
		if m := s.matchAt[i]; m >= 0 {
			covered = s.matches[m].End - 1
		}
		if names := p.demonyms[w.fold]; w.upper && i > covered && len(names) > 0 {
			s.matchAt[i] = len(s.matches)
			s.matches = append(s.matches, reference.Match{Start: i, End: i + 1, Names: names})
		}
	}
}

// lookUpWithin finds the names of the lists among words that a longer name had covered.
func (p *pass) lookUpWithin(s *sentence, from, to int) {
	text := func(i int) string { return s.words[from+i].text }
	for m := range p.world.ScanTokens(to-from, text) {
		m.Start, m.End = m.Start+from, m.End+from
		s.matchAt[m.Start] = len(s.matches)
		s.matches = append(s.matches, m)
	}
}

// acrossPunctuation reports whether a match reaches across a comma or the like, which parts names.
func (s *sentence) acrossPunctuation(m reference.Match) bool {
	for _, w := range s.words[m.Start:m.End] {
		if isPunctuation(w.text) {
			return true
		}
	}
	return false
}

func isPunctuation(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n == len(s) && !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '&' && r != '+'
}

// readNames goes through a sentence from left to right and takes one name after the other.
func (p *pass) readNames(s *sentence) {
	i := p.skipDateline(s)
	for i < len(s.words) {
		switch {
		case s.ignored != nil && s.ignored[i]:
			i++
		case p.stopPhrase(s, i) > i+1:
			i = p.stopPhrase(s, i)
		case p.readOrganization(s, i) > i:
			i = p.cands[len(p.cands)-1].last + 1
		case p.lex.prefixes[s.words[i].fold] != "" && i+1 < len(s.words) && s.words[i+1].glued:
			p.addPrefix(s, i)
			i++
		case s.matchAt[i] >= 0 && !p.isTitleWord(s, i) && !p.isCommon(s, i) && !p.outOfContext(s, i):
			i = p.readKnown(s, i)
		case p.generalName(s, i) > i:
			end := p.generalName(s, i)
			p.add(p.unknown(s, i, end, schema.Organization))
			i = end
		case s.words[i].upper && p.atTitle(s, i) > i:
			i = p.atTitle(s, i)
			s.titled = append(s.titled, i)
		case p.startsName(s, i):
			i = p.readUnknown(s, i)
		case s.words[i].upper && (s.heading || s.startsClause(i)) && !p.isStop(s, i):
			i = p.readWeak(s, i)
		default:
			i++
		}
	}
}

func (p *pass) add(c candidate) { p.cands = append(p.cands, c) }

func (p *pass) addKnown(s *sentence, m reference.Match) {
	if s.words[m.Start].fold == "the" && m.End-m.Start > 1 && s.words[m.Start+1].fold != "hague" {
		m.Start++
	}
	p.trimTitle(s, &m)
	p.add(candidate{
		sentence: s.index, first: m.Start, last: m.End - 1, names: m.Names, trusted: true, entity: -1, owner: -1,
		adjective: isAdjective(m.Names[0].Kind), rule: "list",
	})
}

// generalName is the index behind the name of a body that begins with "General", which is no rank there: "General Border
// Committee"; i where there is none.
func (p *pass) generalName(s *sentence, i int) int {
	if s.words[i].fold != "general" || !s.words[i].upper || i+2 >= len(s.words) || !s.words[i+1].upper || p.givenName(s, i+1) || p.isOffice(s, i) && p.isOffice(s, i+1) {
		return i
	}
	if end, typ := p.institutionEnd(s, i, i+1); end > i+2 && typ == schema.Organization {
		return end
	}
	return i
}

// trimTitle leaves titles and "of" with a state out of the name of a person: "King Abdullah II of Jordan".
func (p *pass) trimTitle(s *sentence, m *reference.Match) {
	if m.Names[0].Ref.Type() != schema.Person {
		return
	}
	for m.End-m.Start > 1 {
		_, end, ok := p.lex.courtesies.match(s.words, m.Start)
		if !ok {
			_, end, ok = p.lex.offices.match(s.words, m.Start)
		}
		if !ok || end >= m.End {
			break
		}
		m.Start = end
	}
	for i := m.Start + 1; i < m.End; i++ {
		if s.words[i].fold == "of" {
			m.End = i
		}
	}
}

func isAdjective(k reference.NameKind) bool {
	return k == reference.Adjective || k == reference.Demonym
}

// stopPhrase is the index behind several words that together name no actor, i where there are none.
func (p *pass) stopPhrase(s *sentence, i int) int {
	_, end, _ := p.lex.stop.match(s.words, i)
	return end
}

// outOfContext reports whether the lists have a place for word i only where the context speaks for one, and nothing does: no
// preposition of place, no state behind a comma, nor the tagger.
func (p *pass) outOfContext(s *sentence, i int) bool {
	m := s.matches[s.matchAt[i]]
	if m.Rule != reference.ByContext || m.Names[0].Ref.Type() != schema.Place || m.End != i+1 || s.tagger[i] == text.PlaceName {
		return false
	}
	if prep, _ := s.prepositionBefore(i); prep != "" && prep != "by" && prep != "with" && prep != "against" {
		return false
	}
	return !(i+2 < len(s.words) && s.words[i+1].text == "," && s.matchAt[i+2] >= 0)
}

// isCommon reports whether the name of the lists at word i is an ordinary word that begins a sentence: "Let", "May".
func (p *pass) isCommon(s *sentence, i int) bool {
	m := s.matches[s.matchAt[i]]
	return m.End == i+1 && !s.words[i].caps && s.startsClause(i) && p.isStop(s, i)
}

// atTitle is the index behind a title at word i, i if there is none.
func (p *pass) atTitle(s *sentence, i int) int {
	end, _ := p.titleEnd(s, i)
	return end
}

// isTitleWord reports whether the name of the lists at word i is the field of an office: "European" in "minister for
// European integration" is still Europe's, "Treasury" in "Treasury Secretary" nobody's.
func (p *pass) isTitleWord(s *sentence, i int) bool {
	return p.lex.portfolios[s.words[i].fold] && p.portfolioEnd(s, i) > i
}

// addPrefix takes the first part of "Franco-German" as an adjective of its state.
func (p *pass) addPrefix(s *sentence, i int) {
	name := reference.Name{Ref: p.lex.prefixes[s.words[i].fold], Text: s.words[i].text, Kind: reference.Adjective}
	p.add(candidate{
		sentence: s.index, first: i, last: i, names: []reference.Name{name}, trusted: true, adjective: true, entity: -1, owner: -1, rule: "prefix",
	})
}

// startsName reports whether an unknown name can begin with word i: it has a capital that is not owed to its place at
// the beginning of a sentence, and is neither a title nor a word that names no actor.
func (p *pass) startsName(s *sentence, i int) bool {
	w := s.words[i]
	if !w.upper {
		return p.isParticle(s, i) && i+1 < len(s.words) && s.words[i+1].upper && (s.tagger[i] == text.PersonName || s.words[i+1].glued && arabicArticle(w.fold))
	}
	if isInitial(w.text) && (i+1 >= len(s.words) || !s.words[i+1].upper && !p.isParticle(s, i+1)) {
		return false
	}
	if p.isStop(s, i) {
		return p.familyName(s, i) || !p.lex.function[w.fold] && p.institutionOnly(s, i)
	}
	if s.startsClause(i) && !s.properAt(i) {
		return p.givenName(s, i) && i+1 < len(s.words) && s.words[i+1].upper || p.capitalElsewhere(s, i)
	}
	if s.shouting && w.caps {
		return s.tagger[i] != ""
	}
	return !s.heading
}

// arabicArticle reports whether a word is the article with which many Arab surnames begin.
func arabicArticle(f string) bool { return f == "al" || f == "el" || f == "ul" }

// startsClause reports whether convention asks for a capital at word i: at the beginning of a sentence, of a quotation,
// and behind a colon.
func (s *sentence) startsClause(i int) bool {
	if s.words[i].quoted {
		return true
	}
	for j := i - 1; j >= 0; j-- {
		switch t := s.words[j].text; {
		case t == ":" || t == "." || t == "•" || t == "|" || t == "/" || isDash(t) && j < 4:
			return true
		case t == "(" || t == "[" || isOpening(t):
		default:
			return false
		}
	}
	return true
}

// properAt reports whether the tagger reads word i as a proper noun.
func (s *sentence) properAt(i int) bool {
	t := s.tokens[s.words[i].token]
	return t.UPOS == "PROPN" || t.UPOS == "" && s.words[i].caps && !s.shouting
}

func (p *pass) givenName(s *sentence, i int) bool {
	_, ok := p.lex.given[s.words[i].fold]
	return ok && len(s.words[i].text) > 1
}

// capitalElsewhere reports whether word i, which a rule of writing gives a capital, is followed by more of a name.
func (p *pass) capitalElsewhere(s *sentence, i int) bool {
	if i+1 >= len(s.words) || !s.words[i+1].upper || s.words[i+1].glued {
		return false
	}
	v, _, ok := p.lex.institutions.match(s.words, i+1)
	return ok && v.kind != "" && s.tokens[s.words[i].token].UPOS != "DET" && s.tokens[s.words[i].token].UPOS != "ADP"
}

// particles stand inside of personal names.
var particles = []string{
	"abu", "af", "al", "as", "av", "bin", "bint", "da", "dal", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du",
	"e", "ed", "el", "es", "ibn", "la", "las", "le", "los", "och", "ould", "ag", "of", "ter", "ul", "ur", "uz", "van", "von", "y", "zu", "zur", "ben",
}

func (p *pass) isParticle(s *sentence, i int) bool {
	f := s.words[i].fold
	return f != "of" && f != "as" && slices.Contains(particles, f)
}

// readKnown takes the name of the lists that begins at word i, unless it is the beginning of a longer name that the
// lists do not know; it returns the index behind what it took.
func (p *pass) readKnown(s *sentence, i int) int {
	m := s.matches[s.matchAt[i]]
	if end := p.bracketedEnd(s, i); end > m.End {
		p.add(p.unknown(s, i, end, schema.Organization))
		return end
	}
	if owner := p.ownerBefore(s, m); owner >= 0 {
		return p.addBody(s, i, m.End, owner)
	}
	if p.isGiven(s, m) {
		if end := p.personEnd(s, i); end > m.End {
			p.add(p.unknown(s, i, end, schema.Person))
			return end
		}
	}
	if end, typ := p.institutionEnd(s, i, m.End); end > m.End && !p.isBare(s, m.End, end) {
		p.add(p.unknown(s, i, end, typ))
		return end
	}
	if m.End < len(s.words) && p.isTreaty(s, m.End) {
		return m.End + 1
	}
	if s.isLanguage(m) {
		return m.End
	}
	p.addKnown(s, m)
	if end := p.patronymEnd(s, m); end > m.End {
		p.cands[len(p.cands)-1].last = end - 1
		return end
	}
	if last := p.cands[len(p.cands)-1].last; last < m.End-1 {
		p.lookUpWithin(s, last+1, m.End)
		return last + 1
	}
	if end := p.readBody(s, m); end > m.End {
		return end
	}
	return m.End
}

// patronymEnd is the index behind the particle and name that go on with a person's name of the lists: "Haitham bin Tariq".
func (p *pass) patronymEnd(s *sentence, m reference.Match) int {
	if m.Names[0].Ref.Type() != schema.Person || m.End >= len(s.words) || !p.isParticle(s, m.End) || !p.capitalBehindParticles(s, m.End) {
		return m.End
	}
	if f := s.words[m.End].fold; f != "bin" && f != "bint" && f != "ibn" && f != "al" {
		return m.End
	}
	return p.personEnd(s, m.End)
}

// isLanguage reports whether an adjective of a state names a language here: "wrote in German".
func (s *sentence) isLanguage(m reference.Match) bool {
	if m.Names[0].Kind != reference.Adjective || m.Start == 0 {
		return false
	}
	switch s.words[m.Start-1].fold {
	case "in", "into", "speak", "speaks", "spoke", "speaking", "learn", "learned", "fluent":
	default:
		return false
	}
	if m.End >= len(s.words) {
		return true
	}
	u := s.tokens[s.words[m.End].token].UPOS
	return !s.words[m.End].glued && u != "NOUN" && u != "PROPN" && u != "ADJ" && u != "NUM"
}

// isGiven reports whether a name of the lists may as well be a given name before a surname: "Paris Hilton".
func (p *pass) isGiven(s *sentence, m reference.Match) bool {
	if m.End-m.Start != 1 || m.End >= len(s.words) || !s.words[m.End].upper || s.words[m.End].glued || s.matchAt[m.End] >= 0 {
		return false
	}
	if t := m.Names[0].Ref.Type(); t != schema.State && t != schema.Place && t != schema.Person {
		return false
	}
	if isAdjective(m.Names[0].Kind) || p.isOffice(s, m.End) || p.isStop(s, m.End) || p.atTitle(s, m.End) > m.End {
		return false
	}
	if m.Names[0].Ref.Type() == schema.Person && p.afterTitle(s, m.Start) && s.properAt(m.End) {
		return true
	}
	both := s.tagger[m.Start] == text.PersonName && s.tagger[m.End] == text.PersonName
	return both || p.givenName(s, m.Start) && s.tagger[m.End] != text.OrganizationName
}

// afterTitle reports whether a title stands before word i, with at most a comma between them: "his counterpart, Abdi Nur".
func (p *pass) afterTitle(s *sentence, i int) bool {
	if i > 0 && s.words[i-1].text == "," {
		i--
	}
	if i == 0 {
		return false
	}
	_, _, ok := p.lex.offices.matchLast(s.words, i-1)
	return ok
}

// familyName reports whether a word that names nothing else is a family name here: "vice premier, He Lifeng".
func (p *pass) familyName(s *sentence, i int) bool {
	if !p.givenName(s, i) || i+1 >= len(s.words) || !s.words[i+1].upper || p.isStop(s, i+1) {
		return false
	}
	if m := s.matchAt[i+1]; m >= 0 {
		return isPersonName(s.matches[m].Names) && s.properAt(i) && (i == 0 || s.tokens[s.words[i-1].token].UPOS != "ADP")
	}
	return !s.startsClause(i)
}

// isPersonName reports whether a name of the lists belongs to people alone.
func isPersonName(names []reference.Name) bool {
	return !slices.ContainsFunc(names, func(n reference.Name) bool { return n.Ref.Type() != schema.Person })
}

func (p *pass) isStop(s *sentence, i int) bool {
	capsOnly, _, ok := p.lex.stop.match(s.words, i)
	return ok && (!capsOnly || s.words[i].caps || len(s.words[i].text) == 1) || p.lex.function[s.words[i].fold]
}

// isOffice reports whether a title begins at word i that is not a name as well.
func (p *pass) isOffice(s *sentence, i int) bool {
	o, end, ok := p.lex.offices.match(s.words, i)
	if !ok {
		return false
	}
	switch o.kind {
	case courtesyOffice, nobleOffice:
		return false
	case headOffice, chiefOffice, roleOffice, leaderOffice, memberOffice:
		return end-i > 1 || !slices.Contains(surnameOffices, s.words[i].fold)
	}
	return true
}

// surnameOffices are titles that are surnames as well.
var surnameOffices = []string{"king", "queen", "pope", "emir", "amir", "sultan", "head", "chair", "mayor", "bishop", "chancellor", "premier", "judge", "singer", "wife", "son", "captain", "coach", "father", "mother", "brother", "sister", "expert", "deputy", "strongman"}

// readWeak takes the capitalised words from i on, of which the first may owe its capital to its place.
func (p *pass) readWeak(s *sentence, i int) int {
	if end := p.personEnd(s, i); s.heading && end == i+2 && p.givenName(s, i) && s.tagger[i] == text.PersonName {
		p.add(p.unknown(s, i, end, schema.Person))
		return end
	}
	p.add(candidate{sentence: s.index, first: i, last: i, entity: -1, owner: -1, weak: true, rule: "surname"})
	return i + 1
}

// readUnknown takes the unknown name that begins at word i and returns the index behind it. Titles before names are
// stepped over: they are read when all names are known.
func (p *pass) readUnknown(s *sentence, i int) int {
	if end := p.bracketedEnd(s, i); end > i {
		p.add(p.unknown(s, i, end, schema.Organization))
		return end
	}
	if end := p.bodyEnd(s, i); end > i && s.words[end-1].upper {
		return p.addBody(s, i, end, -1)
	}
	end, typ := p.nameEnd(s, i)
	if p.isTreatyName(s, i, end) {
		return end
	}
	if typ == "" && end < len(s.words) && slices.Contains(sites, s.words[end].fold) && s.tagger[i] != text.PersonName && !s.startsClause(i) {
		c := p.unknown(s, i, end, schema.Place)
		c.trusted = true
		p.add(c)
		return end
	}
	if (p.single(s, i, end) || end == i+1 && p.isNoun(s, i) || end == i+1 && isDirection(s.words[i].fold)) && !s.words[i].caps {
		p.add(candidate{sentence: s.index, first: i, last: i, entity: -1, owner: -1, weak: true, rule: "surname"})
		return end
	}
	p.add(p.unknown(s, i, end, typ))
	return end
}

// sites are the nouns behind names of places: "Tavda airport".
var sites = []string{"airport", "airbase", "airfield", "refinery", "prison", "crossing", "checkpoint", "valley", "peninsula", "archipelago", "river", "province", "district"}

// titleEnd is the index behind a title or courtesy that stands at word i before a name or on its own.
func (p *pass) titleEnd(s *sentence, i int) (int, bool) {
	if i >= len(s.words) {
		return i, false
	}
	if _, end, ok := p.lex.courtesies.match(s.words, i); ok && end < len(s.words) && s.words[end].upper {
		return end, true
	}
	if o, end, ok := p.lex.offices.match(s.words, i); ok && !p.opensTitle(s, i, end) {
		if _, inst, found := p.lex.institutions.match(s.words, end-1); !found || inst <= end {
			return p.fieldBehind(s, o, end), true
		}
	}
	if p.lex.portfolios[s.words[i].fold] || isQualifier(s.words[i].fold) {
		if end := p.portfolioEnd(s, i); end > i {
			return end, true
		}
	}
	return i, false
}

// portfolioEnd is the index behind a title that begins with its field or a qualifier, as in "Deputy Foreign Minister"; it
// is i where the words from i on are no title.
func (p *pass) portfolioEnd(s *sentence, i int) int {
	for j := i; j < len(s.words) && j < i+6; j++ {
		if o, end, ok := p.lex.offices.match(s.words, j); ok && !p.opensTitle(s, j, end) {
			return p.fieldBehind(s, o, end)
		}
		if f := s.words[j].fold; !p.lex.portfolios[f] && !isQualifier(f) && f != "and" && f != "&" && f != "affairs" {
			return i
		}
	}
	return i
}

// nameEnd is the index behind the unknown name that begins at word i, and what its form says of its type.
func (p *pass) nameEnd(s *sentence, i int) (int, schema.ActorType) {
	end, typ := p.institutionEnd(s, i, i)
	if end > i && !(typ == schema.Place && end == i+2 && p.givenName(s, i)) {
		return end, typ
	}
	return p.personEnd(s, i), ""
}

// personEnd is the index behind the run of capitalised words, initials and particles that begins at word i.
func (p *pass) personEnd(s *sentence, i int) int {
	personal := p.givenName(s, i) || isInitial(s.words[i].text) || s.tagger[i] == text.PersonName || p.titleBefore(s, i)
	end := i + 1
	for j := end; j < len(s.words); {
		w := s.words[j]
		switch {
		case w.glued && (w.upper || s.matchAt[j] < 0 && !isCommonTail(w.fold)):
			j++
			end = j
		case w.upper && (p.isStop(s, j) || p.isOffice(s, j)) && !isInitial(w.text):
			return end
		case w.upper && s.matchAt[j] >= 0:
			m := s.matches[s.matchAt[j]]
			if !personal && j-i < 2 || isAdjective(m.Names[0].Kind) || p.isFullPerson(m) {
				return end
			}
			j = m.End
			end = j
		case w.upper:
			j++
			end = j
		case p.isParticle(s, j) && p.capitalBehindParticles(s, j):
			personal = true
			j++
		default:
			return end
		}
	}
	return end
}

// isFullPerson reports whether a match is a person's name of several words, which does not go on with another name.
func (p *pass) isFullPerson(m reference.Match) bool {
	return m.Names[0].Ref.Type() == schema.Person && m.End-m.Start > 1
}

func (p *pass) capitalBehindParticles(s *sentence, j int) bool {
	for n := 0; j < len(s.words) && n < 3 && p.isParticle(s, j); n++ {
		j++
	}
	return j < len(s.words) && s.words[j].upper && !p.isStop(s, j) && (s.matchAt[j] < 0 || s.words[j].glued || len(s.matches[s.matchAt[j]].Names) > 0)
}

// isCommonTail reports whether a word behind a hyphen makes an adjective or noun of a name: "Moscow-based".
func isCommonTail(s string) bool {
	return slices.Contains([]string{
		"based", "backed", "led", "born", "style", "era", "held", "made", "run", "wide", "like", "brokered", "mediated", "sponsored",
		"funded", "controlled", "occupied", "speaking", "language", "registered", "owned", "flagged", "linked", "trained", "appointed", "elect",
		"installed", "aligned", "hosted", "approved", "bound", "dominated", "friendly", "imposed", "proposed", "drafted", "supported", "ruled", "drawn",
	}, s)
}

// isInitial reports whether a word is a single capital, with or without a point: "J.".
func isInitial(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) && (n == len(s) || s[n:] == ".")
}

// titleBefore reports whether a title or courtesy ends right before word i.
func (p *pass) titleBefore(s *sentence, i int) bool {
	if i == 0 {
		return false
	}
	if _, _, ok := p.lex.courtesies.matchLast(s.words, i-1); ok && s.words[i-1].upper {
		return true
	}
	if slices.Contains(s.titled, i) {
		return true
	}
	o, _, ok := p.lex.offices.matchLast(s.words, i-1)
	return ok && !o.plural
}

// unknown makes a candidate of the words from first up to end.
func (p *pass) unknown(s *sentence, first, end int, typ schema.ActorType) candidate {
	c := candidate{sentence: s.index, first: first, last: end - 1, typ: typ, trusted: typ != "", entity: -1, owner: -1, rule: "form"}
	if typ == "" {
		c.typ, c.trusted, c.rule = p.classify(s, first, end-1)
	}
	return c
}
