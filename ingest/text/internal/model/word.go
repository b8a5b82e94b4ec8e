// Package model turns sentences into features for the network of package neural, and its scores into tags, trees and
// names; it holds the lemmatiser beside it, the training of all of them, and the format in which they are kept. The same
// data give the same model and the same text the same analysis.
package model

import (
	"unicode"
	"unicode/utf8"
)

// Word is a token as the models see it: hashes of its form and its parts, and what has been found out about it.
type Word struct {
	Form string

	norm  uint32 // the form with straight quotes and all digits 0
	lower uint32 // norm without case
	shape uint32 // runs of upper case, lower case, digits and signs
	flags uint32 // see the constants below

	suf2, suf3, suf4 uint32 // last bytes of the form without case
	pre2, pre3, pre4 uint32 // first bytes

	hint      uint32 // what the word says about names beside it
	ambiguity uint32 // hash of the tags that the word has in the lexicon, 0 if it is not there

	Tag   uint8 // index into Lexicon.Tags
	Head  int16 // index of the head in the sentence, -1 for the root
	Label uint8 // index into Model.Labels
	Name  uint8 // name tag
}

// The flags of a word.
const (
	hasUpper uint32 = 1 << iota
	hasLower
	hasDigit
	hasHyphen
	hasOther
	isTitle // first letter upper case, the rest not
	isFirst // first word of the sentence that is no quote or bracket
)

// Fill computes what follows from the form alone.
func (w *Word) Fill(form string) {
	*w = Word{Form: form, Head: -1}
	var (
		norm, lower uint32 = 2166136261, 2166136261
		tail, front uint64
		n           int
		shape       uint32 = 2166136261
		last        byte
	)
	add := func(c, l byte) {
		norm = (norm ^ uint32(c)) * 16777619
		lower = (lower ^ uint32(l)) * 16777619
		tail = tail<<8 | uint64(l)
		if n < 4 {
			front = front<<8 | uint64(l)
			switch n {
			case 1:
				w.pre2 = uint32(front)
			case 2:
				w.pre3 = uint32(front)
			case 3:
				w.pre4 = uint32(front)
			}
		}
		n++
	}
	class := func(k byte) {
		if k != last {
			shape = (shape ^ uint32(k)) * 16777619
			last = k
		}
	}
	upper := 0
	for i := 0; i < len(form); {
		c := form[i]
		if c < utf8.RuneSelf {
			i++
			switch {
			case 'a' <= c && c <= 'z':
				w.flags |= hasLower
				class('a')
				add(c, c)
			case 'A' <= c && c <= 'Z':
				w.flags |= hasUpper
				upper++
				class('A')
				add(c, c|0x20)
			case '0' <= c && c <= '9':
				w.flags |= hasDigit
				class('0')
				add('0', '0')
			default:
				if c == '-' {
					w.flags |= hasHyphen
				} else {
					w.flags |= hasOther
				}
				class(c)
				add(c, c)
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(form[i:])
		i += size
		if s, ok := plain(r); ok {
			for k := 0; k < len(s); k++ {
				class(s[k])
				add(s[k], s[k])
			}
			w.flags |= hasOther
			continue
		}
		l := unicode.ToLower(r)
		switch {
		case unicode.IsUpper(r):
			w.flags |= hasUpper
			upper++
			class('A')
		case unicode.IsLetter(r):
			w.flags |= hasLower
			class('a')
		default:
			w.flags |= hasOther
			class('?')
		}
		var a, b [4]byte
		k := utf8.EncodeRune(a[:], r)
		m := utf8.EncodeRune(b[:], l)
		for j := 0; j < max(k, m); j++ {
			add(a[min(j, k-1)], b[min(j, m-1)])
		}
	}
	if upper == 1 && w.flags&hasLower != 0 && unicode.IsUpper(firstRune(form)) {
		w.flags |= isTitle
	}
	w.norm, w.lower, w.shape = norm, lower, shape
	w.suf2, w.suf3, w.suf4 = uint32(tail&0xffff), uint32(tail&0xffffff), uint32(tail)
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// plain maps typographic signs to those of the treebanks.
func plain(r rune) (string, bool) {
	switch r {
	case '’', '‘', 'ʼ', '´':
		return "'", true
	case '“', '”', '„', '«', '»':
		return "\"", true
	case '–', '—', '−', '‐', '‑':
		return "-", true
	case '…':
		return "...", true
	}
	return "", false
}

// markFirst marks the first word of a sentence that is no opening quote or bracket.
func markFirst(words []Word) {
	for i := range words {
		if words[i].flags&(hasUpper|hasLower|hasDigit) != 0 {
			words[i].flags |= isFirst
			return
		}
	}
}
