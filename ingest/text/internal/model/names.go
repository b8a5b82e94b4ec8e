package model

import (
	"github.com/entente-kg/entente/ingest/text/internal/neural"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// NameTagger finds names with a tag per word: begin, inside, last or single of a class, or none (Ratinov and Roth 2009).
type NameTagger struct {
	net *neural.Net
}

// NameClasses are the classes in the order of the tags.
var NameClasses = [...]string{"person", "organization", "place", "event", "other"}

// Tags of names: none is 0; class c has 1+4c for begin, then inside, last and single.
const (
	nameNone = iota
	nameBegin
)

const nameTags = 1 + 4*len(NameClasses)

// Span is a name from word First to word Last, inclusive.
type Span struct {
	First, Last int
	Class       int
}

// follows tells whether tag b may stand behind tag a.
func follows(a, b uint8) bool {
	open := a != nameNone && (a-1)%4 < 2
	if open {
		return b != nameNone && (b-1)/4 == (a-1)/4 && ((b-1)%4 == 1 || (b-1)%4 == 2)
	}
	return b == nameNone || (b-1)%4 == 0 || (b-1)%4 == 3
}

// Find returns the names of a tagged and parsed sentence in order, appended to out. The context is that of its document.
func (t *NameTagger) Find(words []Word, c Context, s *Search, out []Span) []Span {
	s.labels = s.labels[:0]
	var prev uint8
	first := 0
	for i := range words {
		if prev == nameNone && !mayBeName(words, i) {
			s.labels = append(s.labels, nameNone)
			continue
		}
		possible := nextTags(prev, i == len(words)-1)
		s.nameFeatures(words, i, c)
		t.net.Eval(s.f.deep[:s.f.d], s.f.wide[:s.f.w], possible, &s.scratch)
		tag := uint8(s.scratch.Best(possible))
		s.labels = append(s.labels, tag)
		if tag != nameNone {
			switch (tag - 1) % 4 {
			case 0:
				first = i
			case 2:
				out = append(out, Span{First: first, Last: i, Class: int(tag-1) / 4})
			case 3:
				out = append(out, Span{First: i, Last: i, Class: int(tag-1) / 4})
			}
		}
		prev = tag
	}
	return out
}

// mayBeName rules out what no name begins with.
func mayBeName(words []Word, i int) bool {
	return words[i].flags&(hasUpper|hasDigit) != 0
}

// nextTags are the tags that may stand behind prev and, at the end, leave nothing open.
func nextTags(prev uint8, end bool) neural.Set {
	var set neural.Set
	for b := range uint8(nameTags) {
		if follows(prev, b) && (!end || b == nameNone || (b-1)%4 >= 2) {
			set[0] |= 1 << b
		}
	}
	return set
}

// nameFeatures collects what decides the name tag of word i; s.labels holds the tags before it.
func (s *Search) nameFeatures(words []Word, i int, c Context) {
	f := &s.f
	f.reset()
	at := func(k int) *Word {
		if k < 0 || k >= len(words) {
			return &noWord
		}
		return &words[k]
	}
	var t1, t2 uint32
	if i > 0 {
		t1 = uint32(s.labels[i-1]) + 1
	}
	if i > 1 {
		t2 = uint32(s.labels[i-2]) + 1
	}
	w, l1, l2, r1, r2 := at(i), at(i-1), at(i-2), at(i+1), at(i+2)
	tag := func(w *Word) uint32 { return uint32(w.Tag) }
	head := &noWord
	if w.Head >= 0 {
		head = &words[w.Head]
	}
	for k, v := range [...]*Word{w, l1, l2, r1, r2, at(i - 3), at(i + 3)} {
		base := uint32(4000 + 20*k)
		f.atom(base, v.key, 0)
		f.atom(base+1, tag(v), 0)
		f.atom(base+2, v.shape, 0)
		f.atom(base+3, v.hint, 0)
		if k < 5 {
			f.atom(base+4, v.flags, 0)
			f.atom(base+5, v.suf3, 0)
			f.atom(base+6, v.suf2, 0)
			c.atoms(f, base+7, v)
		}
		if k == 0 {
			f.atom(base+8, v.pre2, 0)
			f.atom(base+9, v.pre3, 0)
			f.atom(base+10, v.suf4, 0)
			f.atom(base+11, v.suf1, 0)
		}
	}
	f.atom(4201, t1, 0)
	f.atom(4202, t1, t2)
	f.atom(4203, uint32(w.Label), 0)
	f.atom(4204, head.key, 0)
	f.atom(4205, uint32(head.Tag), uint32(w.Label))
	f.atom(4206, t1, tag(w))
	f.atom(4207, w.hint, t1)
	f.atom(4208, r1.hint, tag(r1))
	f.add(401, w.norm, 0, 0)
	f.add(406, w.suf3, tag(w), 0)
	f.add(407, w.suf4, 0, 0)
	f.add(410, w.pre4, 0, 0)
	f.add(413, t1, w.lower, 0)
	f.add(414, t1, w.shape, tag(w))
	f.add(415, l1.lower, t1, 0)
	f.add(416, r1.lower, t1, 0)
	f.add(417, l2.lower, l1.lower, 0)
	f.add(418, r1.lower, r2.lower, 0)
	f.add(421, tag(l1), tag(w), tag(r1))
	f.add(422, t1, tag(w), tag(r1))
	f.add(423, t1, l1.shape<<8^w.shape, r1.shape)
	f.add(425, l1.lower, w.lower, 0)
	f.add(426, w.lower, r1.lower, 0)
	f.add(427, uint32(w.Label), head.lower, t1)
	f.add(431, w.hint, r1.hint, t1)
	f.add(432, l1.hint, w.hint, r1.hint)
	f.add(433, r1.hint, r2.hint, t1)
}

// SetNames sets the right name tags of examples made from the sentences.
func SetNames(sentences []treebank.Sentence, examples []Example) {
	for i := range sentences {
		g := examples[i].Gold
		for _, n := range Names(&sentences[i], false) {
			base := uint8(1 + 4*n.Class)
			if n.First == n.Last {
				g[n.First].Name = base + 3
				continue
			}
			for k := n.First; k <= n.Last; k++ {
				g[k].Name = base + 1
			}
			g[n.First].Name, g[n.Last].Name = base, base+2
		}
	}
}

// TrainNames learns from examples whose words are tagged and parsed; contexts holds, for each, that of its document.
func TrainNames(examples []Example, contexts []Context, c neural.Config, epochs int) *NameTagger {
	c.Classes = nameTags
	trainer := neural.NewTrainer(c)
	var s Search
	for k := range examples {
		e := &examples[k]
		s.labels = s.labels[:0]
		for i := range e.Words {
			s.nameFeatures(e.Words, i, contexts[k])
			trainer.Count(s.f.deep[:s.f.d], s.f.wide[:s.f.w])
			s.labels = append(s.labels, e.Gold[i].Name)
		}
	}
	trainer.Start()
	order := newShuffle(len(examples))
	for epoch := range epochs {
		order.each(func(step, k int) {
			learnNames(trainer, &s, &examples[k], contexts[k])
			order.snapshot(trainer, epoch, epochs, step)
		})
	}
	return &NameTagger{net: trainer.Net()}
}

// learnNames goes through a sentence with the tags it predicts, as long as they can be continued rightly.
func learnNames(trainer *neural.Trainer, s *Search, e *Example, c Context) {
	s.labels = s.labels[:0]
	var prev uint8
	for i := range e.Words {
		if prev == nameNone && !mayBeName(e.Words, i) {
			s.labels = append(s.labels, nameNone)
			continue
		}
		possible := nextTags(prev, i == len(e.Words)-1)
		want := e.Gold[i].Name
		s.nameFeatures(e.Words, i, c)
		var got uint8
		if possible.Has(int(want)) {
			got = uint8(mostLikely(trainer.Learn(s.f.deep[:s.f.d], s.f.wide[:s.f.w], possible, neural.SetOf(want)), possible))
		}
		if i+1 < len(e.Words) && !follows(got, e.Gold[i+1].Name) {
			got = want
		}
		s.labels = append(s.labels, got)
		prev = got
	}
}
