package model

import (
	"math/bits"

	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// Context is what a document says about the words that it writes with a capital, by lower-case form: somewhere in it a
// title stands before the word, somewhere it is where something happens.
type Context map[uint32]uint32

// What a document may say about a word.
const (
	afterTitle uint32 = 1 << iota
	afterGiven
	beforeOrganization
	afterIn
	afterOf
	afterThe
	beforeSpeech
	beforeGenitive
	afterCapital
	beforeCapital
	isSubject
	inLowerCase
	beforeCommaCountry
	besideAnd
	allCapitals
	afterTo
)

// Note adds what a tagged and parsed sentence says.
func (c Context) Note(words []Word) {
	for i := range words {
		w := &words[i]
		if w.flags&hasUpper == 0 {
			if _, ok := c[w.lower]; ok {
				c[w.lower] |= inLowerCase
			}
			continue
		}
		c[w.lower] |= evidence(words, i)
	}
}

func evidence(words []Word, i int) uint32 {
	w := &words[i]
	var e uint32
	if w.flags&hasLower == 0 {
		e |= allCapitals
	}
	if i > 0 {
		l := &words[i-1]
		switch l.hint {
		case hintTitle:
			e |= afterTitle
		case hintGiven:
			e |= afterGiven
		}
		switch l.lower {
		case hashIn, hashAt, hashNear, hashFrom:
			e |= afterIn
		case hashTo:
			e |= afterTo
		case hashOf:
			e |= afterOf
		case hashThe:
			e |= afterThe
		case hashAnd:
			e |= besideAnd
		}
		if l.flags&isTitle != 0 && l.flags&isFirst == 0 {
			e |= afterCapital
		}
	}
	if w.flags&isFirst != 0 {
		return e &^ (afterCapital | afterThe)
	}
	if i+1 < len(words) {
		r := &words[i+1]
		if r.hint == hintOrganization && r.flags&hasUpper != 0 {
			e |= beforeOrganization
		}
		switch r.lower {
		case hashSaid, hashSays, hashTold, hashAdded:
			e |= beforeSpeech
		case hashGenitive:
			e |= beforeGenitive
		}
		if r.flags&hasUpper != 0 {
			e |= beforeCapital
		}
		if r.norm == commaHash && i+2 < len(words) && words[i+2].hint == hintCountry {
			e |= beforeCommaCountry
		}
	}
	if w.Head > int16(i) && words[w.Head].class == classVerb {
		e |= isSubject
	}
	return e
}

// atoms adds a feature for each thing that the document says about the word.
func (c Context) atoms(f *features, t uint32, w *Word) {
	if w.flags&hasUpper == 0 {
		return
	}
	for e := c[w.lower]; e != 0; e &= e - 1 {
		f.atom(t, uint32(bits.TrailingZeros32(e))+1, 0)
	}
}

func lowerHash(word string) uint32 {
	var w Word
	w.Fill(word)
	return w.lower
}

var (
	hashIn, hashAt, hashNear, hashFrom      = lowerHash("in"), lowerHash("at"), lowerHash("near"), lowerHash("from")
	hashTo, hashOf, hashThe, hashAnd        = lowerHash("to"), lowerHash("of"), lowerHash("the"), lowerHash("and")
	hashSaid, hashSays, hashTold, hashAdded = lowerHash("said"), lowerHash("says"), lowerHash("told"), lowerHash("added")
	hashGenitive                            = lowerHash("'s")
)

// Contexts makes the context of each sentence's document.
func Contexts(sentences []treebank.Sentence, examples []Example) []Context {
	out := make([]Context, len(sentences))
	for i := range sentences {
		if i == 0 || sentences[i].Document != sentences[i-1].Document {
			out[i] = make(Context)
		} else {
			out[i] = out[i-1]
		}
		out[i].Note(examples[i].Words)
	}
	return out
}
