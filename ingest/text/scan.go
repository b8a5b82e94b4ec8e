package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTokenBytes cuts what is no word of any language, such as a line of a million letters.
const maxTokenBytes = 256

// scanner cuts a text into tokens as the English treebanks of Universal Dependencies do: clitics ("do|n't",
// "China|'s"), most hyphenated compounds ("face|-|to|-|face"), currency signs and per cent signs stand alone, while
// prefixes ("pro-Russian"), abbreviations ("U.S."), dates ("2025-08-15") and addresses stay whole.
type scanner struct {
	text   string
	tokens []Token
}

// next reads the rune at i; at the end of the text it is 0 with width 0.
func (s *scanner) next(i int) (rune, int) {
	if i >= len(s.text) {
		return 0, 0
	}
	if c := s.text[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s.text[i:])
}

func (s *scanner) byteAt(i int) byte {
	if i < 0 || i >= len(s.text) {
		return ' '
	}
	return s.text[i]
}

func (s *scanner) emit(start, end int) {
	for end-start > maxTokenBytes {
		cut := start + maxTokenBytes
		for cut > start+1 && !utf8.RuneStart(s.text[cut]) {
			cut--
		}
		s.tokens = append(s.tokens, Token{Start: start, End: cut, Text: s.text[start:cut]})
		start = cut
	}
	if start < end {
		s.tokens = append(s.tokens, Token{Start: start, End: end, Text: s.text[start:end]})
	}
}

func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || unicode.IsControl(r)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

func isWordRune(r rune) bool {
	return isLetter(r) || '0' <= r && r <= '9' || r == '_' || r >= utf8.RuneSelf && unicode.IsNumber(r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// scan cuts the run of text without white space from start to end.
func (s *scanner) scan(start, end int) {
	if s.address(start, end) {
		return
	}
	for i := start; i < end; {
		r, w := s.next(i)
		switch {
		case isLetter(r) || r == '_':
			i = s.word(i, end)
		case s.startsNumber(i, start, end):
			i = s.number(i, end)
		case isApostrophe(r) && s.startsElision(i, start, w):
			i = s.word(i, end)
		default:
			i = s.symbol(i, end, r, w)
		}
	}
}

// address emits a run that is an e-mail or web address as one token, with its surrounding punctuation apart.
func (s *scanner) address(start, end int) bool {
	run := s.text[start:end]
	at := strings.IndexByte(run, '@')
	web := strings.Contains(run, "://") || strings.Contains(run, "www.")
	if !web && (at <= 0 || !strings.Contains(run[at:], ".")) {
		return false
	}
	first, last := start, end
	for first < last && strings.IndexByte("<([{\"'", s.text[first]) >= 0 {
		first++
	}
	for last > first && strings.IndexByte(".,;:!?)>]}\"'", s.text[last-1]) >= 0 {
		last--
	}
	if last-first < 4 || !utf8.RuneStart(s.text[first]) {
		return false
	}
	for i := start; i < first; i++ {
		s.emit(i, i+1)
	}
	s.emit(first, last)
	for i := last; i < end; {
		r, w := s.next(i)
		i = s.symbol(i, end, r, w)
	}
	return true
}

// startsNumber tells whether a number begins at i: a digit, or a sign or point at the start of the run before one.
func (s *scanner) startsNumber(i, start, end int) bool {
	c := s.text[i]
	if isDigit(c) {
		return true
	}
	return i+1 < end && isDigit(s.text[i+1]) && (c == '.' || i == start && (c == '+' || c == '-'))
}

// startsElision tells whether an apostrophe belongs to the word behind it: 'em, 'til, '72.
func (s *scanner) startsElision(i, start, w int) bool {
	if i != start {
		return false
	}
	rest := s.text[i+w:]
	if len(rest) >= 2 && isDigit(rest[0]) && isDigit(rest[1]) && (len(rest) == 2 || !isDigit(rest[2])) {
		return true
	}
	n := 0
	for n < len(rest) && isLetter(rune(rest[n])) {
		n++
	}
	return n > 0 && n <= 5 && elisions[strings.ToLower(rest[:n])]
}

// number reads a number with what belongs to it: points, thousands, times, dates, telephone numbers, ordinal endings.
// A unit written to it ("5pm", "20km") and a range ("10-12") come apart.
func (s *scanner) number(start, end int) int {
	i := start + 1
	hyphens, firstHyphen := 0, -1
	for i < end {
		c := s.text[i]
		if isDigit(c) {
			i++
			continue
		}
		if i+1 < end && isDigit(s.text[i+1]) && strings.IndexByte(".,:/-", c) >= 0 {
			if c == '-' {
				if hyphens++; hyphens == 1 {
					firstHyphen = i
				}
			}
			i += 2
			continue
		}
		break
	}
	if hyphens == 1 && !isTelephone(s.text[start:firstHyphen], s.text[firstHyphen+1:i]) {
		i = firstHyphen
	}
	return s.numberTail(start, i, end)
}

// isTelephone tells a local number such as 345-9945 from a range of years or quantities.
func isTelephone(a, b string) bool {
	return len(a) == 3 && len(b) == 4 || len(a) == 5 && len(b) == 4
}

// numberTail decides about letters that follow a number without a space and emits.
func (s *scanner) numberTail(start, i, end int) int {
	j := i
	for j < end {
		r, w := s.next(j)
		if !isWordRune(r) {
			break
		}
		j += w
	}
	if j == i {
		s.emit(start, i)
		return i
	}
	tail := strings.ToLower(s.text[i:j])
	if units[tail] {
		s.emit(start, i)
		return s.word(i, end)
	}
	if ordinalEndings[tail] {
		s.emit(start, j)
		return j
	}
	return s.wordFrom(start, j, end)
}

// word reads a word that begins at start and emits it with its clitics apart.
func (s *scanner) word(start, end int) int { return s.wordFrom(start, start, end) }

// wordFrom is word when the bytes up to i are known to belong to it.
func (s *scanner) wordFrom(start, i, end int) int {
	for i < end {
		r, w := s.next(i)
		switch {
		case isWordRune(r):
			i += w
			continue
		case isApostrophe(r) && (i == start || s.letterAt(i+w, end)):
			i += w
			continue
		case r == '.' && s.dotInside(start, i, end):
			i++
			continue
		case r == '&' && s.ampersandInside(start, i, end):
			i++
			continue
		case r == '-' && s.hyphenInside(start, i, end):
			i++
			continue
		case r == '$' && i-start <= 3 && s.text[start:i] == strings.ToUpper(s.text[start:i]):
			i++ // US$, A$, HK$
		case r == '.' && s.dotBehind(start, i, end):
			i++
		}
		break
	}
	s.emitWord(start, i)
	return i
}

func (s *scanner) letterAt(i, end int) bool {
	if i >= end {
		return false
	}
	r, _ := s.next(i)
	return isLetter(r)
}

// dotInside tells whether the point at i stands within an abbreviation ("U.S", "p.m") or a name ("example.com").
func (s *scanner) dotInside(start, i, end int) bool {
	if !s.letterAt(i+1, end) && (i+1 >= end || !isDigit(s.text[i+1])) {
		return false
	}
	prev := i
	for prev > start && s.text[prev-1] != '.' {
		prev--
	}
	r, w := s.next(i + 1)
	single := utf8.RuneCountInString(s.text[prev:i]) == 1
	follows := i+1+w >= end || !s.letterAt(i+1+w, end)
	if single {
		return follows || unicode.IsUpper(r) || s.text[prev] != 'I' && s.text[prev] != 'a'
	}
	if !unicode.IsLower(r) {
		// "end.The" lacks a space; "Ph.D", "St.Petersburg" and "v2.0" do not.
		return abbreviations[s.text[prev:i]] != noAbbreviation && follows || !follows && i-prev <= 2 && isDigit(byte(r))
	}
	return true
}

// dotBehind tells whether the point that ends the word at i belongs to it as to an abbreviation.
func (s *scanner) dotBehind(start, i, end int) bool {
	if i+1 < end && s.text[i+1] == '.' {
		return false // an ellipsis
	}
	word := s.text[start:i]
	if strings.IndexByte(word, '.') > 0 {
		last := word[strings.LastIndexByte(word, '.')+1:]
		return utf8.RuneCountInString(last) == 1 || abbreviations[word] != noAbbreviation
	}
	if utf8.RuneCountInString(word) == 1 {
		r, _ := s.next(start)
		return unicode.IsUpper(r) && r != 'I' || r == 'p' || r == 'c' || r == 'v'
	}
	switch abbreviations[word] {
	case noAbbreviation:
		return false
	case beforeNumber:
		j := i + 1
		for j < len(s.text) && s.text[j] == ' ' {
			j++
		}
		return isDigit(s.byteAt(j))
	}
	return true
}

// ampersandInside keeps names such as AT&T and R&D whole.
func (s *scanner) ampersandInside(start, i, end int) bool {
	if i+1 >= end || !s.letterAt(i+1, end) {
		return false
	}
	r, _ := s.next(i + 1)
	return unicode.IsUpper(r) && s.text[start:i] == strings.ToUpper(s.text[start:i])
}

// hyphenInside keeps a word with a prefix whole ("non-aligned", "mid-August", "e-mail") and a word that breaks off.
func (s *scanner) hyphenInside(start, i, end int) bool {
	if i+1 == end {
		return s.byteAt(end) == ' ' && i-start <= 6 && strings.ToLower(s.text[start:i]) == s.text[start:i]
	}
	if !s.letterAt(i+1, end) && !isDigit(s.text[i+1]) {
		return false
	}
	if i-start > 9 {
		return false
	}
	return prefixes[strings.ToLower(s.text[start:i])]
}

// emitWord emits the word with its clitics as tokens of their own.
func (s *scanner) emitWord(start, end int) {
	word := s.text[start:end]
	if cut := contraction(word); cut > 0 {
		s.emit(start, start+cut)
		s.emit(start+cut, end)
		return
	}
	s.emit(start, end)
}

// contraction returns where a written-together word divides, or 0: "don't" at 2, "cannot" at 3, "China’s" at 5.
func contraction(word string) int {
	if len(word) < 3 || len(word) > maxTokenBytes {
		return 0
	}
	if len(word) <= 7 {
		if cut, ok := joined[strings.ToLower(word)]; ok {
			return cut
		}
	}
	at := strings.LastIndexByte(word, '\'')
	tail := at + 1
	if k := strings.LastIndex(word, "’"); k > at {
		at, tail = k, k+len("’")
	}
	if at <= 0 {
		return 0
	}
	switch strings.ToLower(word[tail:]) {
	case "t":
		if c := word[at-1] | 0x20; c == 'n' && at > 1 {
			return at - 1
		}
	case "s":
		if at == 5 && isDigit(word[0]) || at == 3 && word[at-1] == '0' && isDigit(word[0]) {
			return 0
		}
		if isDigit(word[at-1]) && word[at-1] == '0' && at <= 4 {
			return 0 // the 1990's
		}
		return at
	case "re", "ve", "ll", "d", "m":
		return at
	}
	return 0
}

// symbol emits a sign, or a run of the same sign where English writes such runs.
func (s *scanner) symbol(i, end int, r rune, w int) int {
	j := i + w
	switch r {
	case '!', '?':
		for j < end && (s.text[j] == '!' || s.text[j] == '?') {
			j++
		}
	case '.', '-', '*', '=', '~', '+', '#', '<', '>', '\'', '`':
		for j < end && s.text[j] == byte(r) {
			j++
		}
	case '@':
		for j < end {
			q, qw := s.next(j)
			if !isWordRune(q) {
				break
			}
			j += qw
		}
	}
	if r == '#' && j == i+1 && s.letterAt(j, end) {
		for j < end {
			q, qw := s.next(j)
			if !isWordRune(q) {
				break
			}
			j += qw
		}
	}
	if isApostrophe(r) && j == i+w {
		j = s.cliticAt(i, j, end)
	}
	s.emit(i, j)
	return j
}

// cliticAt reads an 's that stands behind something other than a word: "(AFP)'s", "10%'s".
func (s *scanner) cliticAt(i, j, end int) int {
	if j < end && s.text[j] == 's' && !s.letterAt(j+1, end) && !isSpace(rune(s.byteAt(i-1))) {
		return j + 1
	}
	return j
}
