package when

import (
	"unicode"
	"unicode/utf8"
)

// atom is the grammar's smallest piece: a run of letters, a run of digits, or another single character. Atoms are cut
// finer than tokens ("mid-August" is three, "10am" two), so that the grammar does not depend on where a tokenizer breaks.
type atom struct {
	start, end int   // bytes of the document
	tok        int32 // index into the tokens of the sentence
	num        int32 // value of a run of at most nine digits, -1 for anything else
	digits     uint8 // length of the run of digits
	sym        byte  // the character itself where it is ASCII and no letter; '-' for all dashes, '\'' for all apostrophes
	upper      bool  // begins with a capital
	glued      bool  // no white space before it
	w          *word
}

// scan cuts the sentence's text into p.atoms.
func (p *parser) scan(start, end int) {
	p.atoms = p.atoms[:0]
	src := p.doc.Text
	glued := false
	tok := 0
	for i := start; i < end; {
		c := src[i]
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			glued = false
			i++
			continue
		}
		a := atom{start: i, num: -1, w: &unknownWord, glued: glued}
		i = p.scanOne(&a, i, end)
		if a.end == a.start { // other white space
			glued = false
			continue
		}
		for tok+1 < len(p.tokens) && p.tokens[tok].End <= a.start {
			tok++
		}
		a.tok = int32(tok)
		p.atoms = append(p.atoms, a)
		glued = true
	}
}

// scanOne fills a, which starts at i, and returns where the next atom may start.
func (p *parser) scanOne(a *atom, i, end int) int {
	src := p.doc.Text
	c := src[i]
	switch {
	case isLetter(c):
		a.upper = c < 'a'
		for i < end && isLetter(src[i]) {
			i++
		}
		if i < end && src[i] >= utf8.RuneSelf {
			if r, _ := utf8.DecodeRuneInString(src[i:end]); unicode.IsLetter(r) {
				return p.scanForeign(a, i, end)
			}
		}
		a.end = i
		a.w = p.lookup(src[a.start:i])
		return i
	case isDigit(c):
		n, width := 0, 0
		for i < end && isDigit(src[i]) {
			if width < 9 {
				n = n*10 + int(src[i]-'0')
			}
			width++
			i++
		}
		a.end = i
		a.digits = uint8(min(width, 255))
		if width <= 9 {
			a.num = int32(n)
		}
		return i
	case c < utf8.RuneSelf:
		a.sym, a.end = c, i+1
		if c == '`' {
			a.sym = '\''
		}
		return i + 1
	}
	r, size := utf8.DecodeRuneInString(src[i:end])
	switch {
	case unicode.IsSpace(r):
		return i + size
	case r >= 0x2010 && r <= 0x2015 || r == 0x2212:
		a.sym = '-'
	case r == 0x2018 || r == 0x2019:
		a.sym = '\''
	case r == 0xBD: // the character ½
		a.sym = 'h'
	case unicode.IsLetter(r):
		a.upper = unicode.IsUpper(r)
		return p.scanForeign(a, i, end)
	}
	a.end = i + size
	return a.end
}

// scanForeign ends a word that has letters beyond ASCII; the lexicon has none of these.
func (p *parser) scanForeign(a *atom, i, end int) int {
	for i < end {
		r, size := utf8.DecodeRuneInString(p.doc.Text[i:end])
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		i += size
	}
	a.end = i
	return i
}

// lookup finds a word whatever its case, without allocating.
func (p *parser) lookup(s string) *word {
	var buf [16]byte
	if len(s) > len(buf) {
		return &unknownWord
	}
	for i := range len(s) {
		c := s[i]
		if c < 'a' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	if w := lexicon[string(buf[:len(s)])]; w != nil {
		return w
	}
	return &unknownWord
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// at is the atom at i, or an empty one outside the sentence.
func (p *parser) at(i int) *atom {
	if i < 0 || i >= len(p.atoms) {
		return &noAtom
	}
	return &p.atoms[i]
}

var noAtom = atom{num: -1, w: &unknownWord}

// is reports whether the atom at i is one of the words, which are in lower case.
func (p *parser) is(i int, words ...string) bool {
	t := p.at(i).w.text
	if t == "" {
		return false
	}
	for _, w := range words {
		if t == w {
			return true
		}
	}
	return false
}

// sym reports whether the atom at i is the character c.
func (p *parser) sym(i int, c byte) bool { return p.at(i).sym == c }

// skip is the position after i where the character c stands there, else i.
func (p *parser) skip(i int, c byte) int {
	if p.sym(i, c) {
		return i + 1
	}
	return i
}

// skipWord is the position after i where one of the words stands there, else i.
func (p *parser) skipWord(i int, words ...string) int {
	if p.is(i, words...) {
		return i + 1
	}
	return i
}

// raw is the text of the atom at i.
func (p *parser) raw(i int) string {
	a := p.at(i)
	return p.doc.Text[a.start:a.end]
}
