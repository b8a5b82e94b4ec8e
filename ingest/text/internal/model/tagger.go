package model

import (
	"slices"
	"sort"
	"strings"

	"github.com/entente-kg/entente/ingest/text/internal/linear"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// Tagger gives each word a Penn tag together with its universal tag. It reads a sentence twice from left to right: the
// second time it also sees the tags that the first pass gave to the words ahead.
type Tagger struct {
	Tags   []string // "NNP PROPN": XPOS and UPOS
	UPOS   []string // the universal tags
	first  *linear.Table
	second *linear.Table
	known  map[uint32]bool    // lower-case forms that occur more than once
	dict   map[uint32][]uint8 // by norm: the tags of frequent words
	open   []uint8            // tags of rare words
	pos    []uint8            // by tag: index into UPOS
	class  []uint8            // by tag
}

const (
	dictionaryCount = 8 // a word seen as often as this takes only tags that it was seen with
	maxRows         = 64
	tagMargin       = 40 // the right tag is to win by this much in training
)

type tagRows struct {
	rows [maxRows]linear.Row
	n    int
}

func (f *tagRows) add(t, a, b, c uint32) {
	f.rows[f.n] = linear.Hash(t, a, b, c)
	f.n++
}

// Prepare computes the parts of the words that depend on the dictionary.
func (t *Tagger) Prepare(words []Word) {
	markFirst(words)
	for i := range words {
		w := &words[i]
		if !t.known[w.lower] {
			w.key = w.signature()
		}
		w.hint = hints[w.lower]
		tags := t.dict[w.norm]
		if tags == nil {
			tags = t.dict[w.lower]
		}
		w.ambiguity = 0
		for _, c := range tags {
			w.ambiguity = w.ambiguity*131 + uint32(c) + 1
		}
	}
}

// Tag sets Tag and the universal tag of prepared words.
func (t *Tagger) Tag(words []Word) {
	var f tagRows
	var scores [256]int32
	for pass := range 2 {
		table := t.first
		if pass == 1 {
			table = t.second
		}
		for i := range words {
			candidates := t.candidates(&words[i])
			if len(candidates) == 1 {
				words[i].Tag = candidates[0]
			} else {
				t.features(words, i, pass, &f)
				table.Some(f.rows[:f.n], candidates, scores[:])
				words[i].Tag = best(candidates, &scores)
			}
			if pass == 0 {
				words[i].firstTag = words[i].Tag
			}
		}
	}
	for i := range words {
		words[i].pos = t.pos[words[i].Tag]
		words[i].class = t.class[words[i].Tag]
	}
}

func best(candidates []uint8, scores *[256]int32) uint8 {
	top := candidates[0]
	for _, c := range candidates[1:] {
		if scores[c] > scores[top] {
			top = c
		}
	}
	return top
}

// candidates returns the tags that the word may have.
func (t *Tagger) candidates(w *Word) []uint8 {
	if c := t.dict[w.norm]; c != nil {
		return c
	}
	if w.flags&hasLower == 0 && w.flags&hasUpper == 0 {
		return t.open
	}
	if c := t.dict[w.lower]; c != nil && w.flags&isFirst != 0 && w.flags&hasUpper != 0 && w.norm != w.lower && w.flags&isTitle == 0 {
		return t.open
	}
	return t.open
}

// features collects what the model looks at for word i. Tags to the left are those of this pass; those to the right, in
// the second pass, those of the first.
func (t *Tagger) features(words []Word, i, pass int, f *tagRows) {
	f.n = 0
	none := &noWord
	at := func(k int) *Word {
		if k < 0 || k >= len(words) {
			return none
		}
		return &words[k]
	}
	w, l1, l2, r1, r2 := &words[i], at(i-1), at(i-2), at(i+1), at(i+2)
	t1, t2 := uint32(l1.Tag)+1, uint32(l2.Tag)+1
	if i == 0 {
		t1 = 0
	}
	if i < 2 {
		t2 = 0
	}
	caps := w.flags & (hasUpper | isTitle | isFirst)
	f.add(1, w.norm, 0, 0)
	f.add(2, w.lower, 0, 0)
	f.add(3, w.suf1, caps, 0)
	f.add(4, w.suf2, caps, 0)
	f.add(5, w.suf3, caps, 0)
	f.add(6, w.suf4, 0, 0)
	f.add(7, w.pre1, 0, 0)
	f.add(8, w.pre2, 0, 0)
	f.add(9, w.pre3, 0, 0)
	f.add(10, w.pre4, 0, 0)
	f.add(11, w.shape, w.flags&isFirst, 0)
	f.add(12, w.flags, 0, 0)
	f.add(13, t1, 0, 0)
	f.add(14, t1, t2, 0)
	f.add(15, t1, w.lower, 0)
	f.add(16, t1, w.suf3, 0)
	f.add(17, l1.lower, 0, 0)
	f.add(18, l2.lower, 0, 0)
	f.add(19, r1.lower, 0, 0)
	f.add(20, r2.lower, 0, 0)
	f.add(21, l1.lower, w.lower, 0)
	f.add(22, w.lower, r1.lower, 0)
	f.add(23, l1.lower, r1.lower, 0)
	f.add(24, r1.suf3, 0, 0)
	f.add(25, l1.suf3, 0, 0)
	f.add(26, r1.shape, w.shape, 0)
	f.add(27, l1.shape, w.shape, r1.shape)
	f.add(28, r1.ambiguity, w.ambiguity, 0)
	f.add(29, t1, r1.ambiguity, w.suf2)
	f.add(30, r1.ambiguity, r2.ambiguity, 0)
	f.add(31, t1, t2, w.lower)
	f.add(32, w.lower, r1.ambiguity, 0)
	f.add(33, l2.lower, l1.lower, 0)
	f.add(34, r1.lower, r2.lower, 0)
	f.add(35, w.lower, r1.suf2, 0)
	f.add(36, 0, 0, 0)
	f.add(37, t1, w.shape, r1.shape)
	f.add(38, t1, l1.lower, 0)
	f.add(39, t1, t2, r1.ambiguity)
	if pass == 0 {
		return
	}
	n1, n2, own := uint32(r1.firstTag)+1, uint32(r2.firstTag)+1, uint32(w.firstTag)
	if i+1 >= len(words) {
		n1 = 0
	}
	if i+2 >= len(words) {
		n2 = 0
	}
	f.add(40, own, 0, 0)
	f.add(41, n1, 0, 0)
	f.add(42, n1, n2, 0)
	f.add(43, t1, n1, 0)
	f.add(44, w.lower, n1, 0)
	f.add(45, w.lower, n1, n2)
	f.add(46, t1, w.lower, n1)
	f.add(47, t2, t1, n1)
	f.add(48, t1, n1, n2)
	f.add(49, w.suf3, n1, t1)
	f.add(50, w.suf2, n1, 0)
	f.add(51, own, n1, t1)
	f.add(52, own, r1.lower, 0)
	f.add(53, r1.lower, n2, w.lower)
}

var noWord = Word{norm: 1, lower: 1, key: 1, shape: 1}

// Example is a sentence with its right analysis.
type Example struct {
	Words []Word
	Gold  []Gold
}

// Gold is the right analysis of a word.
type Gold struct {
	Tag      uint8
	Head     int
	Label    uint8
	Relation string
	Lemma    string
	UPOS     string
	XPOS     string
	Name     uint8
}

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

// NewTagger returns a tagger that knows the words of the examples but has not learnt anything.
func NewTagger(tags []string, examples []Example) *Tagger {
	t := &Tagger{Tags: tags, known: make(map[uint32]bool), dict: make(map[uint32][]uint8)}
	for _, tag := range tags {
		_, u, _ := strings.Cut(tag, " ")
		if !slices.Contains(t.UPOS, u) {
			t.UPOS = append(t.UPOS, u)
		}
	}
	sort.Strings(t.UPOS)
	t.index()
	lower := make(map[uint32]int)
	count := make(map[uint32]int)
	seen := make(map[[2]uint32]int)
	for _, e := range examples {
		for i := range e.Words {
			w := &e.Words[i]
			lower[w.lower]++
			count[w.norm]++
			seen[[2]uint32{w.norm, uint32(e.Gold[i].Tag)}]++
		}
	}
	for w, n := range lower {
		if n > 1 {
			t.known[w] = true
		}
	}
	open := make([]int, len(tags))
	for k, n := range seen {
		c := count[k[0]]
		if c >= dictionaryCount && n*200 >= c {
			t.dict[k[0]] = append(t.dict[k[0]], uint8(k[1]))
		}
		if c <= 2 {
			open[k[1]] += n
		}
	}
	for _, c := range t.dict {
		slices.Sort(c)
	}
	for c, n := range open {
		if n >= 8 {
			t.open = append(t.open, uint8(c))
		}
	}
	return t
}

func (t *Tagger) index() {
	t.pos, t.class = make([]uint8, len(t.Tags)), make([]uint8, len(t.Tags))
	for i, tag := range t.Tags {
		_, u, _ := strings.Cut(tag, " ")
		t.pos[i] = uint8(slices.Index(t.UPOS, u))
		switch u {
		case "VERB", "AUX":
			t.class[i] = classVerb
		case "CCONJ":
			t.class[i] = classConj
		}
	}
}

// TrainTagger learns both passes. The first pass is learnt from the examples; the tags that the second pass sees are
// those of first passes learnt without the fold that the sentence lies in.
func TrainTagger(tags []string, examples []Example, bits uint, epochs, folds int) *Tagger {
	t := NewTagger(tags, examples)
	for k := range folds {
		var part []Example
		for i, e := range examples {
			if i%folds != k {
				part = append(part, e)
			}
		}
		half := NewTagger(tags, part)
		half.first = half.trainPass(part, 0, bits, epochs)
		for i, e := range examples {
			if i%folds == k {
				half.firstPass(e.Words)
			}
		}
	}
	for _, e := range examples {
		t.Prepare(e.Words)
	}
	t.second = t.trainPass(examples, 1, bits, epochs)
	t.first = t.trainPass(examples, 0, bits, epochs)
	return t
}

func (t *Tagger) firstPass(words []Word) {
	var f tagRows
	var scores [256]int32
	t.Prepare(words)
	for i := range words {
		c := t.candidates(&words[i])
		t.features(words, i, 0, &f)
		t.first.Some(f.rows[:f.n], c, scores[:])
		words[i].Tag = best(c, &scores)
	}
	for i := range words {
		words[i].firstTag = words[i].Tag
	}
}

func (t *Tagger) trainPass(examples []Example, pass int, bits uint, epochs int) *linear.Table {
	trainer := linear.NewTrainer(linear.NewTable(len(t.Tags), bits))
	order := newShuffle(len(examples))
	var f tagRows
	var scores [256]int32
	for range epochs {
		order.again()
		for _, k := range order.items {
			e := &examples[k]
			if pass == 0 {
				t.Prepare(e.Words)
			}
			for i := range e.Words {
				w := &e.Words[i]
				c := t.candidates(w)
				if len(c) == 1 {
					w.Tag = c[0]
					continue
				}
				t.features(e.Words, i, pass, &f)
				trainer.Table.Some(f.rows[:f.n], c, scores[:])
				w.Tag = best(c, &scores)
				trainer.Step()
				gold := e.Gold[i].Tag
				if !slices.Contains(c, gold) {
					continue
				}
				real := scores[gold]
				scores[gold] = minScore
				rival := best(c, &scores)
				if real-scores[rival] <= tagMargin {
					trainer.Update(f.rows[:f.n], int(gold), 1)
					trainer.Update(f.rows[:f.n], int(rival), -1)
				}
			}
		}
	}
	return trainer.Average(10)
}

// shuffle is a fixed sequence of orders.
type shuffle struct {
	items []int
	state uint64
}

func newShuffle(n int) *shuffle {
	s := &shuffle{items: make([]int, n), state: 0x9E3779B97F4A7C15}
	for i := range s.items {
		s.items[i] = i
	}
	return s
}

func (s *shuffle) again() {
	for i := len(s.items) - 1; i > 0; i-- {
		s.state ^= s.state << 13
		s.state ^= s.state >> 7
		s.state ^= s.state << 17
		j := int(s.state % uint64(i+1))
		s.items[i], s.items[j] = s.items[j], s.items[i]
	}
}

// jackknife tags the examples with taggers that have not learnt from them.
func jackknife(tags []string, examples []Example, bits uint, epochs, folds int) {
	for k := range folds {
		var part []Example
		for i, e := range examples {
			if i%folds != k {
				part = append(part, Example{Words: append([]Word(nil), e.Words...), Gold: e.Gold})
			}
		}
		t := TrainTagger(tags, part, bits, epochs, 3)
		for i, e := range examples {
			if i%folds == k {
				t.Prepare(e.Words)
				t.Tag(e.Words)
			}
		}
	}
}
