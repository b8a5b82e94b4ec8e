package model

// evidence is what a document says about the words that it writes with a capital, by lower-case form: somewhere in it a
// title stands before the word, somewhere it is where something happens.
type evidence map[uint32]uint32

// What a document may say about a word.
const (
	afterTitle uint32 = 1 << iota
	afterGiven
	beforeOrganization
	afterIn
	afterOf
	afterThe
	afterTo
	beforeSpeech
	beforeGenitive
	afterCapital
	beforeCapital
	beforeCommaCountry
	besideAnd
	inLowerCase
	allCapitals

	evidenceCount = iota
)

// note adds what a prepared sentence says.
func (e evidence) note(words []Word) {
	for i := range words {
		w := &words[i]
		if w.flags&hasUpper == 0 {
			if _, ok := e[w.lower]; ok {
				e[w.lower] |= inLowerCase
			}
			continue
		}
		e[w.lower] |= before(words, i) | behind(words, i)
	}
}

// appendTo appends what the document says of each word.
func (e evidence) appendTo(to []uint32, words []Word) []uint32 {
	for i := range words {
		if words[i].flags&hasUpper == 0 {
			to = append(to, 0)
		} else {
			to = append(to, e[words[i].lower])
		}
	}
	return to
}

// before reads the word before word i.
func before(words []Word, i int) uint32 {
	w := &words[i]
	var e uint32
	if w.flags&hasLower == 0 && len(w.Form) > 1 {
		e |= allCapitals
	}
	if i == 0 {
		return e
	}
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
		if w.flags&isFirst == 0 {
			e |= afterThe
		}
	case hashAnd:
		e |= besideAnd
	}
	if l.flags&isTitle != 0 && l.flags&isFirst == 0 {
		e |= afterCapital
	}
	return e
}

// behind reads the words behind word i.
func behind(words []Word, i int) uint32 {
	if i+1 >= len(words) {
		return 0
	}
	var e uint32
	r := &words[i+1]
	if r.flags&hasUpper != 0 {
		e |= beforeCapital
		if r.hint == hintOrganization {
			e |= beforeOrganization
		}
	}
	switch r.lower {
	case hashSaid, hashSays, hashTold, hashAdded:
		e |= beforeSpeech
	case hashGenitive:
		e |= beforeGenitive
	}
	if r.lower == hashComma && i+2 < len(words) && words[i+2].hint == hintCountry {
		e |= beforeCommaCountry
	}
	return e
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
	hashGenitive, hashComma                 = lowerHash("'s"), lowerHash(",")
)
