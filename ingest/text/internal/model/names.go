package model

import (
	"slices"

	"github.com/entente-kg/entente/ingest/text/internal/neural"
)

// NameClasses are the classes in the order of the tags.
var NameClasses = [...]string{"person", "organization", "place", "event", "other"}

// Span is a name from word First to word Last, inclusive.
type Span struct {
	First, Last int
	Class       int // index into NameClasses
}

// Names are found with a tag per word: begin, inside, last or single of a class, or none (Ratinov and Roth 2009). None
// is 0; nameTag is the first tag of a class, to which the constants are added.
const (
	begin = iota
	inside
	last
	single
	tagsPerClass
)

const nameTags = 1 + tagsPerClass*len(NameClasses)

func nameTag(class int) uint8 { return uint8(1 + tagsPerClass*class) }

// document is what the sentences of a document say together about the classes of their words.
type document struct {
	doubt  float32
	shares []float32 // by word and tag: the probability
	means  map[uint32]*classShares
	list   []classShares
}

// classShares are sums of the logarithms of the probabilities of the classes, and of none, over the occurrences of a word.
type classShares struct {
	sum   [1 + len(NameClasses)]float32
	count float32
}

// classOfTag is 0 for none.
func classOfTag(tag int) int { return (tag + tagsPerClass - 1) / tagsPerClass }

// note adds the scores of the next word.
func (d *document) note(scores []float32) {
	at := len(d.shares)
	d.shares = append(d.shares, scores[:nameTags]...)
	neural.Softmax(d.shares[at:])
}

func (d *document) of(word int) []float32 { return d.shares[word*nameTags:][:nameTags] }

// settle gives the occurrences of a word with a capital the classes that they have on the whole, for a name names the
// same thing throughout a document: the share of each class becomes its geometric mean over all occurrences, so that an
// occurrence which leaves no doubt counts for more than one which could be anything.
func (d *document) settle(words []Word) {
	if d.means == nil {
		d.means = make(map[uint32]*classShares)
	}
	clear(d.means)
	d.list = slices.Grow(d.list[:0], len(words))
	for i := range words {
		if words[i].flags&hasUpper == 0 {
			continue
		}
		m := d.means[words[i].lower]
		if m == nil {
			d.list = append(d.list, classShares{})
			m = &d.list[len(d.list)-1]
			d.means[words[i].lower] = m
		}
		m.count++
		for k, v := range d.classes(i) {
			m.sum[k] += neural.Log(v + d.doubt)
		}
	}
	for i := range words {
		if words[i].flags&hasUpper == 0 {
			continue
		}
		if m := d.means[words[i].lower]; m.count > 1 {
			d.pull(i, m)
		}
	}
}

// classes returns the probability of each class of a word.
func (d *document) classes(word int) (c [1 + len(NameClasses)]float32) {
	for t, v := range d.of(word) {
		c[classOfTag(t)] += v
	}
	return c
}

func (d *document) pull(word int, m *classShares) {
	factor := m.sum
	for k := range factor {
		factor[k] /= m.count
	}
	neural.Softmax(factor[:])
	for k, own := range d.classes(word) {
		factor[k] = (factor[k] + tiny) / (own + tiny)
	}
	shares := d.of(word)
	for t := range shares {
		shares[t] *= factor[classOfTag(t)]
	}
}

const (
	tiny = 1e-6 // keeps a share from being zero

	// Added to the share of a class, so that no occurrence alone rules it out.
	doubt         = 0.03
	teachersDoubt = 0.01 // of one that suggests names to a second training
)

// namePath finds the most likely sequence of tags that makes whole names (Viterbi 1967).
type namePath struct {
	score, next [nameTags]float32
	from        [][nameTags]uint8
}

// choose sets the name tags of a sentence's words; shares returns the probabilities of the tags of a word.
func (p *namePath) choose(words []Word, shares func(word int) []float32) {
	p.from = append(p.from[:0], make([][nameTags]uint8, len(words))...)
	clear(p.score[:])
	p.score[0] = 1
	for i := range words {
		p.step(shares(i), mayBegin(&words[i]), &p.from[i])
	}
	tag := p.closed()
	for i := len(words) - 1; i >= 0; i-- {
		words[i].Name = tag
		tag = p.from[i][tag]
	}
}

// closed returns the best tag that leaves no name open.
func (p *namePath) closed() uint8 {
	var top uint8
	for c := range NameClasses {
		for _, t := range [...]uint8{nameTag(c) + last, nameTag(c) + single} {
			if p.score[t] > p.score[top] {
				top = t
			}
		}
	}
	return top
}

// step goes on by a word. Scores are kept near 1.
func (p *namePath) step(shares []float32, mayBegin bool, from *[nameTags]uint8) {
	closed := p.closed()
	set := func(t, before uint8) { p.next[t], from[t] = p.score[before]*(shares[t]+tiny), before }
	set(0, closed)
	for c := range NameClasses {
		t := nameTag(c)
		open := t + begin
		if p.score[t+inside] > p.score[open] {
			open = t + inside
		}
		set(t+inside, open)
		set(t+last, open)
		set(t+begin, closed)
		set(t+single, closed)
		if !mayBegin {
			p.next[t+begin], p.next[t+single] = 0, 0
		}
	}
	top := float32(1e-30)
	for _, v := range p.next {
		top = max(top, v)
	}
	for t, v := range p.next {
		p.score[t] = v / top
	}
}

// mayBegin rules out what no name begins with.
func mayBegin(w *Word) bool { return w.flags&(hasUpper|hasDigit) != 0 }

// AppendNames appends the names of words whose tags are set.
func AppendNames(out []Span, words []Word) []Span {
	first := 0
	for i := range words {
		if words[i].Name == 0 {
			continue
		}
		class := int(words[i].Name-1) / tagsPerClass
		switch (words[i].Name - 1) % tagsPerClass {
		case begin:
			first = i
		case last:
			out = append(out, Span{First: first, Last: i, Class: class})
		case single:
			out = append(out, Span{First: i, Last: i, Class: class})
		}
	}
	return out
}
