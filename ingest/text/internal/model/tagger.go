package model

import (
	"slices"
	"sort"
	"strings"

	"github.com/entente-kg/entente/ingest/text/internal/neural"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// Tagger gives each word a Penn tag together with its universal tag. It reads a sentence twice from left to right: the
// second time it also sees the tags that the first pass gave to the words ahead.
type Tagger struct {
	Tags  []string // "NNP PROPN": XPOS and UPOS
	UPOS  []string // the universal tags
	first *neural.Net
	net   *neural.Net        // the second pass
	known map[uint32]bool    // lower-case forms that are frequent enough to be features
	dict  map[uint32][]uint8 // by norm: the tags of frequent words
	open  []uint8            // tags of rare words
	pos   []uint8            // by tag: index into UPOS
	class []uint8            // by tag
}

const (
	dictionaryCount = 8 // a word seen as often as this takes only tags that it was seen with
	knownCount      = 2 // a word seen as often as this is a feature by itself
)

// features are those of one decision: atoms for the hidden layer, combinations for the linear part.
type features struct {
	deep, wide [160]neural.Feature
	d, w       int
}

func (f *features) reset() { f.d, f.w = 0, 0 }

// atom adds a feature for the hidden layer.
func (f *features) atom(t, a, b uint32) {
	f.deep[f.d] = neural.Hash(t, a, b, 0)
	f.d++
}

// add adds a combination for the linear part.
func (f *features) add(t, a, b, c uint32) {
	f.wide[f.w] = neural.Hash(t, a, b, c)
	f.w++
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
func (t *Tagger) Tag(words []Word, s *Search) {
	t.pass(words, t.first, false, s)
	keepTags(words)
	t.pass(words, t.net, true, s)
	t.finish(words)
}

// keepTags remembers the tags as those of the first pass.
func keepTags(words []Word) {
	for i := range words {
		words[i].firstTag = words[i].Tag
	}
}

func (t *Tagger) pass(words []Word, net *neural.Net, second bool, s *Search) {
	f := &s.f
	for i := range words {
		c := t.candidates(&words[i])
		if words[i].Tag = c[0]; len(c) > 1 {
			t.features(words, i, second, f)
			possible := neural.SetOf(c...)
			net.Eval(f.deep[:f.d], f.wide[:f.w], possible, &s.scratch)
			words[i].Tag = uint8(s.scratch.Best(possible))
		}
	}
}

// finish sets what follows from the tags.
func (t *Tagger) finish(words []Word) {
	for i := range words {
		words[i].pos = t.pos[words[i].Tag]
		words[i].class = t.class[words[i].Tag]
	}
}

// candidates returns the tags that the word may have.
func (t *Tagger) candidates(w *Word) []uint8 {
	if c := t.dict[w.norm]; c != nil {
		return c
	}
	return t.open
}

// features collects what decides the tag of word i.
func (t *Tagger) features(words []Word, i int, second bool, f *features) {
	f.reset()
	at := func(k int) *Word {
		if k < 0 || k >= len(words) {
			return &noWord
		}
		return &words[k]
	}
	tag := func(k int) uint32 {
		if k < 0 {
			return 255
		}
		return uint32(words[k].Tag)
	}
	w, l1, l2, r1, r2 := &words[i], at(i-1), at(i-2), at(i+1), at(i+2)
	t1, t2, t3 := tag(i-1), tag(i-2), tag(i-3)
	f.atom(1, w.key, 0)
	f.atom(2, w.suf1, 0)
	f.atom(3, w.suf2, 0)
	f.atom(4, w.suf3, 0)
	f.atom(5, w.suf4, 0)
	f.atom(6, w.pre1, 0)
	f.atom(7, w.pre2, 0)
	f.atom(8, w.pre3, 0)
	f.atom(9, w.shape, 0)
	f.atom(10, w.flags, 0)
	f.atom(11, w.ambiguity, 0)
	for k, v := range [...]*Word{l1, l2, r1, r2, at(i - 3), at(i + 3)} {
		base := uint32(20 + 10*k)
		f.atom(base, v.key, 0)
		f.atom(base+1, v.ambiguity, 0)
		if k < 4 {
			f.atom(base+2, v.suf2, 0)
			f.atom(base+3, v.suf3, 0)
			f.atom(base+4, v.flags, 0)
		}
	}
	f.atom(90, t1, 0)
	f.atom(91, t2, 0)
	f.atom(92, t3, 0)
	f.atom(93, t1, t2)

	caps := w.flags & (hasUpper | isTitle | isFirst)
	f.add(1, w.norm, 0, 0)
	f.add(2, w.lower, 0, 0)
	f.add(3, w.suf1, caps, 0)
	f.add(4, w.suf2, caps, 0)
	f.add(5, w.suf3, caps, 0)
	f.add(6, w.suf4, 0, 0)
	f.add(8, w.pre2, 0, 0)
	f.add(9, w.pre3, 0, 0)
	f.add(10, w.pre4, 0, 0)
	f.add(11, w.shape, w.flags&isFirst, 0)
	f.add(12, w.flags, 0, 0)
	f.add(14, t1, t2, 0)
	f.add(15, t1, w.lower, 0)
	f.add(16, t1, w.suf3, 0)
	f.add(17, l1.lower, 0, 0)
	f.add(19, r1.lower, 0, 0)
	f.add(21, l1.lower, w.lower, 0)
	f.add(22, w.lower, r1.lower, 0)
	f.add(23, l1.lower, r1.lower, 0)
	f.add(27, l1.shape, w.shape, r1.shape)
	f.add(29, t1, r1.ambiguity, w.suf2)
	f.add(31, t1, t2, w.lower)
	f.add(32, w.lower, r1.ambiguity, 0)
	f.add(33, l2.lower, l1.lower, 0)
	f.add(34, r1.lower, r2.lower, 0)
	f.add(35, w.lower, r1.suf2, 0)
	f.add(39, t1, t2, r1.ambiguity)
	f.add(40, l2.lower, l1.lower, w.lower)
	f.add(41, w.lower, r1.lower, r2.lower)
	if second {
		ahead(words, i, t1, f)
	}
}

// ahead adds the tags of the first pass.
func ahead(words []Word, i int, t1 uint32, f *features) {
	tag := func(k int) uint32 {
		if k >= len(words) {
			return 255
		}
		return uint32(words[k].firstTag)
	}
	w, own, n1, n2, n3 := &words[i], tag(i), tag(i+1), tag(i+2), tag(i+3)
	f.atom(101, own, 0)
	f.atom(102, n1, 0)
	f.atom(103, n2, 0)
	f.atom(104, n3, 0)
	f.atom(105, n1, n2)
	f.atom(106, t1, n1)
	f.atom(107, own, n1)
	f.add(51, w.lower, n1, 0)
	f.add(52, t1, w.lower, n1)
	f.add(53, t1, n1, own)
	f.add(54, w.lower, n1, n2)
	f.add(55, w.suf3, n1, t1)
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
		if n >= knownCount {
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
	if len(t.open) == 0 { // so few examples say nothing about rare words
		for c := range tags {
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

// trainPass learns one pass from prepared examples; for the second, the tags of the first are set.
func (t *Tagger) trainPass(examples []Example, second bool, c neural.Config, epochs int) *neural.Net {
	c.Classes = len(t.Tags)
	trainer := neural.NewTrainer(c)
	var f features
	for _, e := range examples {
		for i := range e.Words {
			e.Words[i].Tag = e.Gold[i].Tag
			t.features(e.Words, i, second, &f)
			trainer.Count(f.deep[:f.d], f.wide[:f.w])
		}
	}
	trainer.Start()
	order := newShuffle(len(examples))
	for epoch := range epochs {
		order.each(func(step, k int) {
			t.learn(&examples[k], second, trainer, &f)
			order.snapshot(trainer, epoch, epochs, step)
		})
	}
	return trainer.Net()
}

// TrainTagger learns both passes. The first tags that the second pass learns with are given by taggers that have not
// learnt from the sentence; they stay in the words as Tag.
func TrainTagger(tags []string, examples []Example, o TaggerTraining) *Tagger {
	t := NewTagger(tags, examples)
	for _, e := range examples {
		t.Prepare(e.Words)
	}
	t.first = t.trainPass(examples, false, o.First, o.Epochs)
	jackknife(tags, examples, o)
	for _, e := range examples {
		t.Prepare(e.Words)
		keepTags(e.Words)
	}
	t.net = t.trainPass(examples, true, o.Second, o.Epochs)
	for _, e := range examples {
		for i := range e.Words {
			e.Words[i].Tag = e.Words[i].firstTag
		}
		t.finish(e.Words)
	}
	return t
}

// TaggerTraining are the settings of a training.
type TaggerTraining struct {
	First, Second             neural.Config
	Epochs, Folds, FoldEpochs int
}

// learn goes through a sentence with the tags that it predicts.
func (t *Tagger) learn(e *Example, second bool, trainer *neural.Trainer, f *features) {
	for i := range e.Words {
		w := &e.Words[i]
		c := t.candidates(w)
		w.Tag = c[0]
		gold := e.Gold[i].Tag
		if len(c) == 1 || !slices.Contains(c, gold) {
			continue
		}
		t.features(e.Words, i, second, f)
		p := trainer.Learn(f.deep[:f.d], f.wide[:f.w], neural.SetOf(c...), neural.SetOf(gold))
		for k := range p {
			if p[k] > p[w.Tag] {
				w.Tag = uint8(k)
			}
		}
	}
}

// jackknife sets the tags of the first pass, as learnt without the fold that the sentence lies in.
func jackknife(tags []string, examples []Example, o TaggerTraining) {
	var s Search
	for k := range o.Folds {
		var part []Example
		for i, e := range examples {
			if i%o.Folds != k {
				part = append(part, Example{Words: slices.Clone(e.Words), Gold: e.Gold})
			}
		}
		t := NewTagger(tags, part)
		for _, e := range part {
			t.Prepare(e.Words)
		}
		t.first = t.trainPass(part, false, o.First, o.FoldEpochs)
		for i, e := range examples {
			if i%o.Folds == k {
				t.Prepare(e.Words)
				t.pass(e.Words, t.first, false, &s)
			}
		}
	}
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

// again makes the next order.
func (s *shuffle) again() {
	for i := len(s.items) - 1; i > 0; i-- {
		s.state ^= s.state << 13
		s.state ^= s.state >> 7
		s.state ^= s.state << 17
		j := int(s.state % uint64(i+1))
		s.items[i], s.items[j] = s.items[j], s.items[i]
	}
}

// each goes through all items in the next order.
func (s *shuffle) each(do func(step, item int)) {
	s.again()
	for step, k := range s.items {
		do(step, k)
	}
}

// snapshot lets the trainer remember its weights four times an epoch in the second half of the training.
func (s *shuffle) snapshot(t *neural.Trainer, epoch, epochs, step int) {
	if quarter := max(len(s.items)/4, 1); 2*(epoch+1) > epochs && (step+1)%quarter == 0 {
		t.Snapshot()
	}
}
