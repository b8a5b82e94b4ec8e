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
	gender      Gender // said by a title before it
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

// isShouting reports whether most words of a sentence are written in capitals, as headings are.
func isShouting(words []word) bool {
	caps, lower := 0, 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w.text)
		switch {
		case w.caps:
			caps++
		case unicode.IsLetter(r):
			lower++
		}
	}
	return caps > 2 && caps > lower
}

// isHeading reports whether a line without a full stop is written with capitals throughout, as titles are: then they tell
// nothing.
func isHeading(words []word) bool {
	upper, lower := 0, 0
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w.text)
		switch {
		case i > 0 && i == len(words)-1 && (w.text == "." || w.text == "”" || w.text == "\""):
			return false
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLetter(r) && len(w.text) > 3:
			lower++
		}
	}
	return upper > 3 && upper > 3*lower
}

// ignoredWords marks the words that lie in junk; it is nil where none does.
func (p *pass) ignoredWords(words []word) []bool {
	if len(words) == 0 {
		return nil
	}
	var marks []bool
	at, _ := slices.BinarySearchFunc(p.ctx.Ignore, words[0].start, func(r Range, start int) int {
		if r.End <= start {
			return -1
		}
		return 1
	})
	for i, w := range words {
		for at < len(p.ctx.Ignore) && p.ctx.Ignore[at].End <= w.start {
			at++
		}
		if at < len(p.ctx.Ignore) && p.ctx.Ignore[at].Start < w.end {
			if marks == nil {
				marks = make([]bool, len(words))
			}
			marks[i] = true
		}
	}
	return marks
}

// ignoreCredits marks who wrote a text, which is no part of it: "Author: ... Editor: ...", "(AFP, Reuters)".
func (p *pass) ignoreCredits(s *sentence) {
	if s.isByline() {
		s.ignore(0, len(s.words))
		return
	}
	for i, w := range s.words {
		switch {
		case i+1 < len(s.words) && s.words[i+1].text == ":" && (w.text == "Author" || w.text == "Editor" || w.text == "Authors" || w.text == "Editors"):
			s.ignore(i, len(s.words))
			return
		case w.text == "/" && s.slashedCredits(p, i):
			s.ignore(i-1, len(s.words))
			return
		case w.text == "(" && !(i > 0 && s.words[i-1].caps):
			if end := p.creditEnd(s, i+1); end > 0 {
				s.ignore(i, end)
			}
		}
	}
}

// isByline reports whether a whole line is "By" with a name or two.
func (s *sentence) isByline() bool {
	if n := len(s.words); n < 3 || n > 8 || s.words[0].text != "By" && s.words[0].text != "BY" {
		return false
	}
	for _, w := range s.words[1:] {
		if !w.upper && w.fold != "and" && w.text != "," && !w.glued {
			return false
		}
	}
	return true
}

// slashedCredits reports whether the slash at word i parts the initials of an author from agencies: "tkw / AFP / dpa".
func (s *sentence) slashedCredits(p *pass, i int) bool {
	return i > 0 && i+1 < len(s.words) && p.lex.credits[s.words[i+1].fold] && len(s.words[i-1].text) <= 4
}

// creditEnd is the index behind the bracket that closes a list of nothing but news agencies, 0 if it holds anything else.
func (p *pass) creditEnd(s *sentence, i int) int {
	found := false
	for ; i < len(s.words); i++ {
		switch w := s.words[i]; {
		case p.lex.credits[w.fold]:
			found = true
		case w.text == ")" && found:
			return i + 1
		case w.text != "," && w.text != "/" && w.fold != "and":
			return 0
		}
	}
	return 0
}

func (s *sentence) ignore(from, to int) {
	if s.ignored == nil {
		s.ignored = make([]bool, len(s.words))
	}
	for i := from; i < to; i++ {
		s.ignored[i] = true
	}
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
	return n == len(s) && !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '&'
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
		case s.matchAt[i] >= 0 && !p.isTitleWord(s, i) && !p.isCommon(s, i):
			i = p.readKnown(s, i)
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

// skipDateline takes the place of a dateline such as "ASTANA, July 4 (Steppe Wire) -" and returns the index behind it;
// the agency in the brackets is a credit and names nobody.
func (p *pass) skipDateline(s *sentence) int {
	if !s.paragraph || len(s.words) == 0 || s.ignored != nil {
		return 0
	}
	end := s.datelineEnd()
	if end == 0 {
		return 0
	}
	i, last := 0, 0
	for last+1 < end && !isPunctuation(s.words[last+1].text) {
		last++
	}
	if m := s.matchAt[0]; m >= 0 && s.matches[m].End <= end {
		p.addKnown(s, s.matches[m])
		p.cands[len(p.cands)-1].dateline = true
		return end
	}
	for ; i <= last; i++ {
		if s.matchAt[i] >= 0 {
			return end
		}
	}
	p.add(candidate{sentence: s.index, first: 0, last: last, typ: schema.Place, trusted: true, entity: -1, owner: -1, rule: "dateline"})
	return end
}

// datelineEnd is the index behind the dash of a dateline, 0 where the sentence begins with none: a place, often in
// capitals, maybe a date, maybe an agency in brackets, and a dash.
func (s *sentence) datelineEnd() int {
	brackets, comma := false, false
	for i, w := range s.words[:min(len(s.words), 16)] {
		switch {
		case i > 0 && isDash(w.text) && (s.words[0].caps || brackets || comma):
			return i + 1
		case w.text == "(" && i > 0:
			brackets = true
		case w.text == "," && i > 0:
			comma = true
		case w.text == ")" || w.text == "." || w.text == "/" || startsDigit(w.text) || w.upper:
		case brackets && !s.closed(i):
		case w.fold == "de" || w.fold == "la" || w.fold == "del":
		default:
			return 0
		}
	}
	return 0
}

// closed reports whether the bracket opened before word i is closed before it.
func (s *sentence) closed(i int) bool {
	for j := i - 1; j >= 0; j-- {
		switch s.words[j].text {
		case ")":
			return true
		case "(":
			return false
		}
	}
	return true
}

func isDash(s string) bool { return s == "-" || s == "–" || s == "—" || s == "--" || s == "―" }

func startsDigit(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }

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
	if a, _ := p.world.Actor(m.Names[0].Ref); a.Of != "" {
		return -1
	}
	if _, _, ok := p.lex.institutions.matchLast(s.words, m.End-1); !ok {
		return -1
	}
	return c
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
	if isAdjective(m.Names[0].Kind) || p.isOffice(s, m.End) || p.isStop(s, m.End) {
		return false
	}
	both := s.tagger[m.Start] == text.PersonName && s.tagger[m.End] == text.PersonName
	return both || p.givenName(s, m.Start) && s.tagger[m.End] != text.OrganizationName
}

// familyName reports whether a word that names nothing else is a family name here: "vice premier, He Lifeng".
func (p *pass) familyName(s *sentence, i int) bool {
	return p.givenName(s, i) && !s.startsClause(i) && i+1 < len(s.words) && s.words[i+1].upper && s.matchAt[i+1] < 0 && !p.isStop(s, i+1)
}

func (p *pass) isStop(s *sentence, i int) bool {
	capsOnly, _, ok := p.lex.stop.match(s.words, i)
	return ok && (!capsOnly || s.words[i].caps || len(s.words[i].text) == 1) || p.lex.function[s.words[i].fold]
}

// institutionOnly reports whether a word that names no actor begins an institution's name: "Islamic Movement".
func (p *pass) institutionOnly(s *sentence, i int) bool {
	end, _ := p.institutionEnd(s, i, i)
	return end > i+1
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
	if (p.single(s, i, end) || end == i+1 && p.isNoun(s, i) || end == i+1 && isDirection(s.words[i].fold)) && !s.words[i].caps {
		p.add(candidate{sentence: s.index, first: i, last: i, entity: -1, owner: -1, weak: true, rule: "surname"})
		return end
	}
	p.add(p.unknown(s, i, end, typ))
	return end
}

// titleEnd is the index behind a title or courtesy that stands at word i before a name or on its own.
func (p *pass) titleEnd(s *sentence, i int) (int, bool) {
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

// isTreatyName reports whether a name ends in the noun of a treaty or begins with that of an operation, a storm or a ship.
func (p *pass) isTreatyName(s *sentence, i, end int) bool {
	return end-i > 1 && (slices.Contains(treaties, s.words[end-1].fold) || slices.Contains(undertakings, s.words[i].fold))
}

// undertakings are the first words of names of things that are no actors: "Operation Desert Shield".
var undertakings = []string{"operation", "hurricane", "typhoon", "cyclone", "storm", "tropical", "flight", "uss", "hms", "project", "boeing", "airbus", "resolution"}

// nameEnd is the index behind the unknown name that begins at word i, and what its form says of its type.
func (p *pass) nameEnd(s *sentence, i int) (int, schema.ActorType) {
	end, typ := p.institutionEnd(s, i, i)
	if end > i && !(typ == schema.Place && end == i+2 && p.givenName(s, i)) {
		return end, typ
	}
	return p.personEnd(s, i), ""
}

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
