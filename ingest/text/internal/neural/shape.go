// Package neural holds the network that reads sentences: a vector per word, summed from the vectors of its features and
// what is known of the word from other texts; a bidirectional LSTM over the words (Graves and Schmidhuber 2005), whose first layer also predicts tags; and, on its last
// layer, scores for names, for heads by a bilinear form between words (Dozat and Manning 2017), and for the relations of
// chosen heads. Training computes in 32-bit floats, the trained Net in 16-bit integers; both are exact in the sense that
// the same input gives the same bits on every machine, whatever is read beside it.
package neural

import "slices"

// Feature is the hash of something that is known of a word, before the sentence is looked at.
type Feature = uint32

// Hash makes the feature of template t with value v.
func Hash(t, v uint32) Feature {
	h := t*0x9E3779B1 + v*0x85EBCA77
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	h *= 0x297A2D39
	return h ^ h>>16
}

// Shape are the sizes of a network. All but the numbers of classes and features must be multiples of 16.
type Shape struct {
	Features            int // features a word; the first one tells which word it is
	Known               int // length of the vectors of words that are known beforehand; even
	Embed               int // length of a word's vector
	Hidden              int // units of an LSTM, for each direction
	Layers              int
	Arc, Relation, Name int // units of the layers before heads, relations and names
	Tags, Labels, Names int // classes
	Evidence            int // things that a document may say of a word; at most 32
}

// top is the width of what is computed at once from the last layer: dependents and heads for arcs and for relations, and
// names.
func (s Shape) top() int { return 2*s.Arc + 2*s.Relation + s.Name }

// Offsets of the parts of top.
func (s Shape) arcDependent() int      { return 0 }
func (s Shape) arcHead() int           { return s.Arc }
func (s Shape) relationDependent() int { return 2 * s.Arc }
func (s Shape) relationHead() int      { return 2*s.Arc + s.Relation }
func (s Shape) nameAt() int            { return 2*s.Arc + 2*s.Relation }

// input is the width of what layer l reads.
func (s Shape) input(l int) int {
	if l == 0 {
		return s.Embed
	}
	return 2 * s.Hidden
}

// block is a part of the flat list of weights: a matrix of rows by cols, cols padded to a multiple of width.
type block struct{ at, rows, cols int }

func (b block) of(weights []float32) []float32 { return weights[b.at:][:b.rows*b.cols] }

// layout says where each weight of a network lies.
type layout struct {
	w, u, b  [][2]block // by layer and direction: from the input, from the last state, bias
	tag      block      // from both directions of the first layer
	tagB     block
	top      block // from both directions of the last layer
	topB     block
	arc      block // bilinear form between dependents and heads
	arcB     block // added to each dependent
	arcRoot  block // the root as a head
	relRoot  block
	relation block
	relB     block
	names    block
	nameB    block
	evidence block // added to the units before names, by thing that the document says
	known    block // from a vector that is known beforehand to a word's vector
	size     int
}

func (s Shape) layout() layout {
	var o layout
	add := func(rows, cols int) block {
		b := block{o.size, rows, padded(cols)}
		o.size += b.rows * b.cols
		return b
	}
	for l := range s.Layers {
		var w, u, b [2]block
		for d := range 2 {
			w[d], u[d], b[d] = add(s.input(l), 4*s.Hidden), add(s.Hidden, 4*s.Hidden), add(1, 4*s.Hidden)
		}
		o.w, o.u, o.b = append(o.w, w), append(o.u, u), append(o.b, b)
	}
	o.tag, o.tagB = add(2*s.Hidden, s.Tags), add(1, s.Tags)
	o.top, o.topB = add(2*s.Hidden, s.top()), add(1, s.top())
	o.arc, o.arcB, o.arcRoot = add(s.Arc, s.Arc), add(1, s.Arc), add(1, s.Arc)
	o.relRoot, o.relation, o.relB = add(1, s.Relation), add(s.Relation, s.Labels), add(1, s.Labels)
	o.names, o.nameB = add(s.Name, s.Names), add(1, s.Names)
	o.evidence = add(s.Evidence, s.Name)
	o.known = add(s.Known, s.Embed)
	return o
}

// slope is that of the rectified units of the arc layer below zero.
const slope = 0.1

func leaky(x float32) float32 { return max(x, float32(slope*x)) }

// order sorts the sentences of a batch by length, longest first, so that at each step of an LSTM the sentences that go on
// are the first ones. Words of a batch are numbered sentence by sentence; rows of an LSTM step by step.
type order struct {
	starts  []int    // by sentence: its first word
	lengths []int    // by sentence
	sorted  []int    // sentences, longest first
	steps   []int    // by step: its first row; one more at the end
	word    [2][]int // by direction and row: the word
	words   int
}

func (o *order) set(lengths []int) {
	o.lengths, o.starts, o.sorted, o.steps = lengths, o.starts[:0], o.sorted[:0], o.steps[:0]
	o.words = 0
	longest := 0
	for i, n := range lengths {
		o.starts = append(o.starts, o.words)
		o.words += n
		o.sorted = append(o.sorted, i)
		longest = max(longest, n)
	}
	slices.SortStableFunc(o.sorted, func(a, b int) int { return lengths[b] - lengths[a] })
	for d := range o.word {
		o.word[d] = o.word[d][:0]
	}
	active := len(lengths)
	for t := range longest {
		for active > 0 && lengths[o.sorted[active-1]] <= t {
			active--
		}
		o.steps = append(o.steps, len(o.word[0]))
		for _, s := range o.sorted[:active] {
			o.word[0] = append(o.word[0], o.starts[s]+t)
			o.word[1] = append(o.word[1], o.starts[s]+lengths[s]-1-t)
		}
	}
	o.steps = append(o.steps, len(o.word[0]))
}
