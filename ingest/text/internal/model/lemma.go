package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lemmatizer finds the dictionary form of a tagged word: from the words of the training text where it must, else by the
// script that most words with the same tag and ending take.
type Lemmatizer struct {
	scripts []script
	words   map[uint64]uint16 // by form, tag and case
	endings map[uint64]uint16 // by ending, tag and case
}

// script makes a lemma from a form: it drops bytes from the end and adds others.
type script struct {
	lower bool
	strip uint8 // 255 drops everything
	add   string
}

const (
	dropAll    = 255
	maxEnding  = 6
	lowerCase  = 0 // no capital
	capital    = 1 // a capital within a sentence
	firstUpper = 2 // a capital at the start of a sentence
)

func letterCase(w *Word) uint64 {
	switch {
	case w.flags&hasUpper == 0:
		return lowerCase
	case w.flags&isFirst != 0:
		return firstUpper
	}
	return capital
}

func wordKey(w *Word, tag uint8, kind uint64) uint64 {
	return uint64(w.lower)<<16 | uint64(tag)<<8 | kind
}

// endingKey hashes the last n bytes of the form in lower case.
func endingKey(lower string, n int, tag uint8, kind uint64) uint64 {
	h := uint64(14695981039346656037)
	for i := len(lower) - n; i < len(lower); i++ {
		h = (h ^ uint64(lower[i]|asciiCase(lower[i]))) * 1099511628211
	}
	return h<<16 ^ uint64(n)<<60 ^ uint64(tag)<<8 ^ kind
}

// asciiCase is the bit that makes an ASCII capital small.
func asciiCase(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return 0x20
	}
	return 0
}

// find returns the script for a tagged word.
func (l *Lemmatizer) find(w *Word) (script, bool) {
	kind := letterCase(w)
	if k, ok := l.words[wordKey(w, w.Tag, kind)]; ok {
		return l.scripts[k], true
	}
	if kind == firstUpper {
		if k, ok := l.words[wordKey(w, w.Tag, lowerCase)]; ok {
			return l.scripts[k], true
		}
		if k, ok := l.words[wordKey(w, w.Tag, capital)]; ok {
			return l.scripts[k], true
		}
	}
	return l.ending(w, kind)
}

func (l *Lemmatizer) ending(w *Word, kind uint64) (script, bool) {
	for n := min(maxEnding, len(w.Form)); n >= 0; n-- {
		if k, ok := l.endings[endingKey(w.Form, n, w.Tag, kind)]; ok {
			s := l.scripts[k]
			if s.strip == dropAll || int(s.strip) < len(w.Form) {
				return s, true
			}
		}
	}
	return script{lower: kind != capital}, false
}

// Append adds the lemma of the tagged word to buf. The result equals the form where same is true, and nothing is added.
func (l *Lemmatizer) Append(buf []byte, w *Word) (out []byte, same bool) {
	s, _ := l.find(w)
	return s.append(buf, w)
}

func (s script) append(buf []byte, w *Word) ([]byte, bool) {
	if s.strip == dropAll {
		return append(buf, s.add...), false
	}
	keep := w.Form[:len(w.Form)-min(int(s.strip), len(w.Form))]
	if s.add == "" && s.strip == 0 && (!s.lower || w.flags&hasUpper == 0) {
		return buf, true
	}
	if s.lower {
		buf = appendLower(buf, keep)
	} else {
		buf = append(buf, keep...)
	}
	return append(buf, s.add...), false
}

func appendLower(buf []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			for _, r := range s[i:] {
				buf = utf8.AppendRune(buf, unicode.ToLower(r))
			}
			return buf
		}
		buf = append(buf, s[i]|asciiCase(s[i]))
	}
	return buf
}

// scriptFor finds the script that makes lemma from form.
func scriptFor(form, lemma string) script {
	lower := strings.ToLower(form)
	from, isLower := form, false
	if a, b := shared(form, lemma), shared(lower, lemma); b > a || a == 0 && b == 0 {
		from, isLower = lower, true
	}
	n := shared(from, lemma)
	if len(from) != len(form) || n == 0 || len(from)-n >= 8 {
		return script{strip: dropAll, add: lemma}
	}
	if from == lower && form == lower {
		isLower = true
	}
	return script{lower: isLower, strip: uint8(len(from) - n), add: lemma[n:]}
}

// shared is the length of the common front, at rune boundaries.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}

// TrainLemmatizer learns from examples whose Gold has tags and lemmas.
func TrainLemmatizer(examples []Example) *Lemmatizer {
	l := &Lemmatizer{words: make(map[uint64]uint16), endings: make(map[uint64]uint16)}
	index := make(map[script]uint16)
	type count = map16
	words, endings := make(map[uint64]count), make(map[uint64]count)

	note := func(m map[uint64]count, key uint64, k uint16) {
		if m[key] == nil {
			m[key] = make(count)
		}
		m[key][k]++
	}
	for _, e := range examples {
		markFirst(e.Words)
	}
	sample := make(map[uint64]*Word)
	for _, e := range examples {
		for i := range e.Words {
			w, g := &e.Words[i], &e.Gold[i]
			s := scriptFor(w.Form, g.Lemma)
			if _, ok := index[s]; !ok {
				if len(l.scripts) == 1<<16-1 {
					continue
				}
				index[s] = uint16(len(l.scripts))
				l.scripts = append(l.scripts, s)
			}
			k, kind := index[s], letterCase(w)
			key := wordKey(w, g.Tag, kind)
			note(words, key, k)
			sample[key] = w
			if s.strip == dropAll {
				continue
			}
			for n := 0; n <= min(maxEnding, len(w.Form)); n++ {
				note(endings, endingKey(w.Form, n, g.Tag, kind), k)
			}
		}
	}
	for key, c := range endings {
		l.endings[key] = most(c)
	}
	for key, c := range words {
		k := most(c)
		w := *sample[key]
		w.Tag = uint8(key >> 8)
		byEnding, ok := l.ending(&w, key&0xff)
		if !ok || byEnding != l.scripts[k] {
			l.words[key] = k
		}
	}
	l.prune(endings)
	return l
}

// prune drops endings that say what a shorter ending says: those seen once.
func (l *Lemmatizer) prune(endings map[uint64]map16) {
	for key, c := range endings {
		total := 0
		for _, n := range c {
			total += n
		}
		if total < 2 && key>>60 > 2 {
			delete(l.endings, key)
		}
	}
}

type map16 = map[uint16]int

// most returns the most frequent script; of equals the first seen.
func most(c map16) uint16 {
	keys := make([]uint16, 0, len(c))
	for k := range c {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	top := keys[0]
	for _, k := range keys[1:] {
		if c[k] > c[top] {
			top = k
		}
	}
	return top
}
