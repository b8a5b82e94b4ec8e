package model

import (
	"slices"
	"sort"

	"github.com/entente-kg/entente/ingest/text/internal/neural"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// Lexicon holds the tags and what training says about the tags of words.
type Lexicon struct {
	Tags []string           // "NNP PROPN": XPOS and UPOS
	dict map[uint32][]uint8 // by norm: the tags of frequent words
	open []uint8            // tags of rare words
}

// lexiconCount is how often a word must have been seen to take only tags that it was seen with.
const lexiconCount = 8

// TagSet returns the pairs of XPOS and UPOS that occur at least five times, sorted.
func TagSet(sentences []treebank.Sentence) []string {
	count := make(map[string]int)
	for _, s := range sentences {
		for _, w := range s.Words {
			count[w.XPOS+" "+w.UPOS]++
		}
	}
	var tags []string
	for t, n := range count {
		if n >= 5 {
			tags = append(tags, t)
		}
	}
	sort.Strings(tags)
	return tags
}

// NewLexicon counts the words of the examples.
func NewLexicon(tags []string, examples []Example) *Lexicon {
	x := &Lexicon{Tags: tags, dict: make(map[uint32][]uint8)}
	count := make(map[uint32]int)
	seen := make(map[[2]uint32]int)
	for _, e := range examples {
		for i := range e.Words {
			w := &e.Words[i]
			count[w.norm]++
			seen[[2]uint32{w.norm, uint32(e.Gold[i].Tag)}]++
		}
	}
	open := make([]int, len(tags))
	for k, n := range seen {
		c := count[k[0]]
		if c >= lexiconCount && n*200 >= c {
			x.dict[k[0]] = append(x.dict[k[0]], uint8(k[1]))
		}
		if c <= 2 {
			open[k[1]] += n
		}
	}
	for _, c := range x.dict {
		slices.Sort(c)
	}
	for c, n := range open {
		if n >= 8 {
			x.open = append(x.open, uint8(c))
		}
	}
	if len(x.open) == 0 { // so few examples say nothing about rare words
		for c := range tags {
			x.open = append(x.open, uint8(c))
		}
	}
	return x
}

// Prepare computes the parts of a sentence's words that depend on the lexicon.
func (x *Lexicon) Prepare(words []Word) {
	markFirst(words)
	for i := range words {
		w := &words[i]
		w.hint = hints[w.lower]
		tags := x.dict[w.norm]
		if tags == nil {
			tags = x.dict[w.lower]
		}
		w.ambiguity = 0
		for _, c := range tags {
			w.ambiguity = w.ambiguity*131 + uint32(c) + 1
		}
	}
}

// choose sets the tag of a word to the one with the best score among those it may have.
func (x *Lexicon) choose(w *Word, scores []float32) {
	c := x.dict[w.norm]
	if c == nil {
		c = x.open
	}
	w.Tag = c[0]
	for _, k := range c[1:] {
		if scores[k] > scores[w.Tag] {
			w.Tag = k
		}
	}
}

// Features of a word. The first ones tell which word it is, the next ones are parts of it.
const (
	featureCount  = 12
	identityCount = 2
	partsCount    = 8
)

// Key is the feature that tells which word a form is.
func Key(form string) neural.Feature {
	var w Word
	w.Fill(form)
	return neural.Hash(0, w.lower)
}

// appendFeatures appends what the network reads of a prepared word.
func appendFeatures(to []neural.Feature, w *Word) []neural.Feature {
	for t, v := range [featureCount]uint32{
		w.lower, w.norm, w.suf2, w.suf3, w.suf4, w.pre2, w.pre3, w.pre4, w.shape ^ (w.flags&isFirst)<<8, w.flags, w.ambiguity, w.hint,
	} {
		to = append(to, neural.Hash(uint32(t), v))
	}
	return to
}
