package model

import (
	"strings"

	"github.com/entente-kg/entente/ingest/text/internal/linear"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// NameTagger finds names with a tag per word: begin, inside, last or single of a class, or none (Ratinov and Roth 2009).
type NameTagger struct {
	table *linear.Table
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

// Find returns the names of a tagged and parsed sentence in order, appended to out.
func (t *NameTagger) Find(words []Word, s *Search, out []Span) []Span {
	s.labels = s.labels[:0]
	var prev uint8
	first := 0
	for i := range words {
		if prev == nameNone && !mayBeName(words, i) {
			s.labels = append(s.labels, nameNone)
			continue
		}
		s.nameFeatures(words, i)
		t.table.Scores(s.f.rows[:s.f.n], s.scores[:])
		tag := bestName(s.scores[:nameTags], prev, i == len(words)-1)
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

// bestName is the best tag that may stand behind prev and, at the end, leaves nothing open.
func bestName(scores []int32, prev uint8, end bool) uint8 {
	top := -1
	for i, v := range scores {
		b := uint8(i)
		if !follows(prev, b) || end && b != nameNone && (b-1)%4 < 2 {
			continue
		}
		if top < 0 || v > scores[top] {
			top = i
		}
	}
	return uint8(top)
}

// nameFeatures collects what decides the name tag of word i; s.labels holds the tags before it.
func (s *Search) nameFeatures(words []Word, i int) {
	f := &s.f
	f.n = 0
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
	f.add(401, w.norm, 0, 0)
	f.add(402, w.lower, 0, 0)
	f.add(403, w.shape, 0, 0)
	f.add(404, tag(w), w.flags, 0)
	f.add(405, w.suf2, tag(w), 0)
	f.add(406, w.suf3, tag(w), 0)
	f.add(407, w.suf4, 0, 0)
	f.add(408, w.pre2, 0, 0)
	f.add(409, w.pre3, 0, 0)
	f.add(410, w.pre4, 0, 0)
	f.add(411, t1, 0, 0)
	f.add(412, t1, t2, 0)
	f.add(413, t1, w.lower, 0)
	f.add(414, t1, w.shape, tag(w))
	f.add(415, l1.lower, t1, 0)
	f.add(416, r1.lower, t1, 0)
	f.add(417, l2.lower, l1.lower, 0)
	f.add(418, r1.lower, r2.lower, 0)
	f.add(419, l1.lower, w.shape, 0)
	f.add(420, r1.lower, w.shape, 0)
	f.add(421, tag(l1), tag(w), tag(r1))
	f.add(422, t1, tag(w), tag(r1))
	f.add(423, t1, l1.shape<<8^w.shape, r1.shape)
	f.add(424, tag(w), tag(r1), tag(r2))
	f.add(425, l1.lower, w.lower, 0)
	f.add(426, w.lower, r1.lower, 0)
	f.add(427, uint32(w.Label), head.lower, t1)
	f.add(428, uint32(w.Label), tag(head), t1)
	f.add(429, uint32(w.Label), head.lower, 0)
	f.add(430, w.hint, t1, 0)
	f.add(431, w.hint, r1.hint, t1)
	f.add(432, l1.hint, w.hint, r1.hint)
	f.add(433, r1.hint, r2.hint, t1)
	f.add(434, r1.suf3, w.shape, t1)
	f.add(435, l2.lower, 0, 0)
	f.add(436, r2.lower, 0, 0)
	f.add(437, t1, 1, 1)
	f.add(438, l1.hint, t1, w.shape)
	f.add(439, at(i+3).hint, r2.hint, r1.hint)
}

// NameExamples keeps the sentences with entities and sets their name tags.
func NameExamples(sentences []treebank.Sentence, examples []Example) []Example {
	var out []Example
	for i, s := range sentences {
		if !strings.HasPrefix(s.Document, "GUM") {
			continue
		}
		for _, n := range Names(&s, false) {
			g := examples[i].Gold
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
		out = append(out, examples[i])
	}
	return out
}

// TrainNames learns from examples whose words are tagged and parsed.
func TrainNames(examples []Example, bits uint, epochs int) *NameTagger {
	trainer := linear.NewTrainer(linear.NewTable(nameTags, bits))
	var s Search
	order := newShuffle(len(examples))
	for range epochs {
		order.again()
		for _, k := range order.items {
			e := &examples[k]
			learnNames(trainer, &s, e)
		}
	}
	return &NameTagger{table: trainer.Average(10)}
}

// learnNames goes through a sentence with the tags it has predicted so far.
func learnNames(trainer *linear.Trainer, s *Search, e *Example) {
	s.labels = s.labels[:0]
	var prev uint8
	for i := range e.Words {
		if prev == nameNone && !mayBeName(e.Words, i) {
			s.labels = append(s.labels, nameNone)
			continue
		}
		s.nameFeatures(e.Words, i)
		trainer.Table.Scores(s.f.rows[:s.f.n], s.scores[:])
		got, want := bestName(s.scores[:nameTags], prev, i == len(e.Words)-1), e.Gold[i].Name
		trainer.Step()
		if got != want {
			trainer.Update(s.f.rows[:s.f.n], int(want), 1)
			trainer.Update(s.f.rows[:s.f.n], int(got), -1)
		}
		// Go on from the right tag where the predicted one cannot be continued rightly.
		if i+1 < len(e.Words) && !follows(got, e.Gold[i+1].Name) {
			got = want
		}
		s.labels = append(s.labels, got)
		prev = got
	}
}
