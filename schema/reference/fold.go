package reference

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-unidecode"
)

// atom is the unit in which names are compared: a word without case, diacritics, apostrophes and points, or a mark that
// keeps words apart. Hyphens and white space lie between atoms and are none.
type atom struct {
	start, end int // of the text, in bytes
	id         int32
	shape      shape
	long       bool // four letters or more
	shouted    bool // all capital although it is no acronym: long, or beside another word in capitals
}

// shape is how the letters of an atom are written.
type shape uint8

const (
	lower      shape = iota // begins with a small letter or a digit
	capital                 // begins with a capital, the only one
	mixed                   // begins with a capital and has another, but not only capitals
	allCapital              // two or more letters, all capital
)

// Fold is the form in which names are compared, with one blank between words: "Côte d’Ivoire" becomes "cote d ivoire",
// "U.S.-led" becomes "us led". Names that fold alike are one name to Resolve.
func Fold(name string) string {
	var words []string
	for f := (folder{text: name}); f.next(); {
		words = append(words, string(f.word))
	}
	return strings.Join(words, " ")
}

// folder walks through a text atom by atom.
type folder struct {
	text       string
	pos        int
	start, end int // of the atom, in bytes
	word       []byte
	shape      shape
}

// next moves to the next atom and reports whether there is one.
func (f *folder) next() bool {
	lines := 0
	for f.pos < len(f.text) {
		r, size := decode(f.text[f.pos:])
		switch class(r) {
		case classLetter:
			f.readWord()
			return true
		case classSpace:
			if r == '\n' {
				lines++
			}
			f.pos += size
			if lines == 2 { // a paragraph ends
				return f.mark(f.pos-size, "\n")
			}
		case classJoint:
			f.pos += size
		case classMark:
			f.pos += size
			if r == '&' {
				return f.mark(f.pos-size, "and")
			}
			return f.mark(f.pos-size, f.text[f.pos-size:f.pos])
		}
	}
	return false
}

func (f *folder) mark(start int, word string) bool {
	f.start, f.end, f.shape = start, f.pos, lower
	f.word = append(f.word[:0], word...)
	return true
}

// readWord reads a run of letters and digits, and letters that points join, as in U.S.
func (f *folder) readWord() {
	f.start, f.word = f.pos, f.word[:0]
	first, _ := decode(f.text[f.pos:])
	var n counts
	for {
		f.readASCII(&n)
		r, size := decode(f.text[f.pos:])
		if size > 0 && class(r) == classLetter {
			f.word = appendFolded(f.word, r)
			n.add(r)
		} else if r != '.' || !f.joins(n.runes) {
			break
		}
		f.pos += size
	}
	f.end = f.pos
	f.shape = shapeOf(first, n)
	f.skipAbbreviationPoint(n.runes)
}

// readASCII is the quick way through the ASCII letters and digits at pos.
func (f *folder) readASCII(n *counts) {
	for ; f.pos < len(f.text); f.pos++ {
		c := f.text[f.pos]
		switch {
		case 'a' <= c && c <= 'z':
			n.letters++
		case 'A' <= c && c <= 'Z':
			n.letters++
			n.capitals++
			c += 'a' - 'A'
		case c < '0' || c > '9':
			return
		}
		n.runes++
		f.word = append(f.word, c)
	}
}

// counts is what a word is made of.
type counts struct{ runes, letters, capitals int }

func (n *counts) add(r rune) {
	n.runes++
	if unicode.IsLetter(r) {
		n.letters++
	}
	if unicode.IsUpper(r) {
		n.capitals++
	}
}

// shapeOf tells the shape of a word by its first letter and what it is made of.
func shapeOf(first rune, n counts) shape {
	switch {
	case n.letters >= 2 && n.letters == n.capitals:
		return allCapital
	case unicode.IsUpper(first) && n.capitals > 1:
		return mixed
	case unicode.IsUpper(first):
		return capital
	}
	return lower
}

// joins reports whether the point at pos belongs to the word: it follows a single letter and stands before another
// single letter, or after such a row of letters, as in U.S. and D.C.
func (f *folder) joins(runes int) bool {
	if runes == 0 || !f.singleLetterBefore() {
		return false
	}
	r, size := decode(f.text[f.pos+1:])
	if class(r) == classLetter {
		after, _ := decode(f.text[f.pos+1+size:])
		return class(after) != classLetter
	}
	return runes >= 2
}

// singleLetterBefore reports whether the letter before pos stands alone: at the word's start or behind a point.
func (f *folder) singleLetterBefore() bool {
	_, size := utf8.DecodeLastRuneInString(f.text[f.start:f.pos])
	before := f.pos - size
	return before == f.start || f.text[before-1] == '.'
}

// skipAbbreviationPoint passes over the point of "St." and "S." in front of a further word.
func (f *folder) skipAbbreviationPoint(runes int) {
	rest := f.text[f.pos:]
	if runes <= 2 && (rest == "." || strings.HasPrefix(rest, ". ")) {
		f.pos++
	}
}

// Characters that join the parts of a name.
const (
	hyphens     = "-\u2010\u2011\u2012\u2013"
	apostrophes = "'`´\u2018\u2019\u02b9\u02bb\u02bc\u02be\u02bf"
	invisible   = "\u00ad\u200b\u200c\u200d\ufeff" // soft hyphen, zero-width characters, byte order mark
)

type runeClass uint8

const (
	classMark   runeClass = iota // keeps words apart
	classSpace                   // lies between words
	classJoint                   // joins the parts of a name: hyphens, apostrophes, invisible characters
	classLetter                  // belongs to a word: letters, digits and combining marks
)

var asciiClass = func() (t [utf8.RuneSelf]runeClass) {
	for r := range rune(utf8.RuneSelf) {
		t[r] = unicodeClass(r)
	}
	return t
}()

func class(r rune) runeClass {
	if r < utf8.RuneSelf {
		return asciiClass[r]
	}
	return unicodeClass(r)
}

func unicodeClass(r rune) runeClass {
	switch {
	case strings.ContainsRune(hyphens, r), strings.ContainsRune(apostrophes, r), strings.ContainsRune(invisible, r):
		return classJoint
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
		return classLetter
	case unicode.IsSpace(r):
		return classSpace
	}
	return classMark
}

// decode is utf8.DecodeRuneInString with a short way for ASCII; at the end of the text it returns '\n'.
func decode(s string) (rune, int) {
	if len(s) == 0 {
		return '\n', 0
	}
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}

// latin holds the folded forms of the Latin letters behind ASCII, up to the end of Latin Extended-B and IPA.
var latin = sync.OnceValue(func() (t [0x2b0]string) {
	for r := rune(utf8.RuneSelf); int(r) < len(t); r++ {
		t[r] = strings.ToLower(unidecode.Unidecode(string(r)))
	}
	t['ə'] = "a" // as news agencies write Azerbaijani names
	t['Ə'] = "a"
	return t
})

func appendFolded(word []byte, r rune) []byte {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(word, byte(r))
	case unicode.Is(unicode.Mn, r):
		return word
	case r < 0x2b0:
		return append(word, latin()[r]...)
	case 0x1e00 <= r && r <= 0x1eff: // Latin Extended Additional: Vietnamese and the scholarly dots
		return append(word, strings.ToLower(unidecode.Unidecode(string(r)))...)
	}
	return utf8.AppendRune(word, unicode.ToLower(r))
}
