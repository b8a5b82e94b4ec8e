// Package neural holds small feed-forward networks over sparse features, as Chen and Manning (2014) use them for
// parsing: one hidden layer of rectified units that is the sum of a vector per feature, and, after Cheng and others
// (2016), a linear part beside it for features that are combinations already. Features are hashes.
package neural

import (
	"math"
	"math/bits"
)

// Feature is the hash of a template and its values.
type Feature = uint32

// Hash makes the feature of template t with the values a, b and c. The values may be small numbers or hashes.
func Hash(t, a, b, c uint32) Feature {
	h := t*0x9E3779B1 + a*0x85EBCA77 + b*0xC2B2AE3D + c*0x27D4EB2F
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	return h * 0x297A2D39
}

// Set is a set of up to 128 classes.
type Set [2]uint64

// SetOf makes a set.
func SetOf(classes ...uint8) Set {
	var s Set
	for _, c := range classes {
		s[c>>6] |= 1 << (c & 63)
	}
	return s
}

// Has tells whether class c is in the set.
func (s Set) Has(c int) bool { return s[c>>6]>>(c&63)&1 == 1 }

// Net is a network whose weights are fixed. The vectors of the hidden layer and the rows of the linear part are a byte
// a weight. It is safe for concurrent use.
type Net struct {
	hidden, classes int
	deepBits        uint
	wideBits        uint
	rows            []int32   // by the high bits of a deep feature: its vector, or -1
	vectors         []byte    // hidden signed bytes a vector
	scale           []float32 // by vector
	bias            []float32 // hidden
	out             []float32 // hidden numbers a class
	outBias         []float32
	wideRows        []int32  // by the high bits of a wide feature: its weights, or -1
	wide            []byte   // classes signed bytes a row
	packed          []uint32 // for up to four classes, instead of wideRows: the weights themselves, zero where there are none
	wideScale       float32
}

// Classes returns the number of classes.
func (n *Net) Classes() int { return n.classes }

// Scratch is the memory of an evaluation.
type Scratch struct {
	hidden []float32
	list   []uint8
	Out    []float32 // a number per class: outputs, or probabilities after Softmax
}

func (s *Scratch) fit(hidden, classes int) {
	if cap(s.hidden) < hidden {
		s.hidden = make([]float32, hidden)
	}
	if cap(s.Out) < classes {
		s.Out = make([]float32, classes)
	}
	s.hidden, s.Out = s.hidden[:hidden], s.Out[:classes]
}

// Eval computes the outputs for the classes in possible, those of others staying undefined.
func (n *Net) Eval(deep, wide []Feature, possible Set, s *Scratch) {
	n.Begin(s)
	n.Finish(deep, wide, nil, possible, s)
}

// Hidden returns the number of hidden units.
func (n *Net) Hidden() int { return n.hidden }

// Begin starts an evaluation in parts, which Scratch.Add and Finish continue.
func (n *Net) Begin(s *Scratch) {
	s.fit(n.hidden, n.classes)
	copy(s.hidden, n.bias)
}

// Add adds the vectors of deep features to sum.
func (n *Net) Add(sum []float32, deep []Feature) {
	var at [maxFeatures]int32
	for _, r := range at[:find(&at, n.rows, n.deepBits, deep)] {
		axpyBytes(sum, n.vectors[int(r)*n.hidden:], n.scale[r])
	}
}

// maxFeatures is the greatest number of features of a kind in an evaluation.
const maxFeatures = 256

// find puts the rows of the features that have one into at and returns their number. It reads the table without
// branches between the reads, so that the processor waits for several of them at once.
func find(at *[maxFeatures]int32, rows []int32, bits uint, features []Feature) int {
	k := 0
	for _, f := range features {
		r := rows[f>>(32-bits)]
		at[k&(maxFeatures-1)] = r
		k += 1 + int(r>>31)
	}
	return k
}

// Add adds to the hidden layer of an evaluation what Net.Add has summed up.
func (s *Scratch) Add(sum []float32) { axpy(s.hidden, sum, 1) }

// Linear adds the linear part of wide features to sums, in the unit of the network.
func (n *Net) Linear(wide []Feature, sums []float32) {
	if n.packed != nil {
		n.linearPacked(wide, sums)
		return
	}
	var at [maxFeatures]int32
	whole := n.classes &^ 7
	for _, r := range at[:find(&at, n.wideRows, n.wideBits, wide)] {
		row := n.wide[int(r)*n.classes:][:n.classes]
		axpyBytes(sums[:whole], row, 1)
		for c := whole; c < len(row); c++ {
			sums[c] += float32(int8(row[c]))
		}
	}
}

// linearPacked is Linear for up to four classes.
func (n *Net) linearPacked(wide []Feature, sums []float32) {
	var a, b, c, d int32
	for _, f := range wide {
		w := n.packed[f>>(32-n.wideBits)]
		a += int32(int8(w))
		b += int32(int8(w >> 8))
		c += int32(int8(w >> 16))
		d += int32(int8(w >> 24))
	}
	for k, v := range [4]int32{a, b, c, d} {
		if k < len(sums) {
			sums[k] += float32(v)
		}
	}
}

// Finish ends an evaluation with the last features, and with linear parts that Linear has computed, if not nil.
func (n *Net) Finish(deep, wide []Feature, linear []float32, possible Set, s *Scratch) {
	n.Add(s.hidden, deep)
	for i, v := range s.hidden {
		s.hidden[i] = max(v, 0)
	}
	var sums [128]float32
	copy(sums[:], linear)
	list := possible.list(s.list[:0])
	s.list = list
	if n.packed != nil || len(list) > 4 {
		n.Linear(wide, sums[:n.classes])
	} else {
		n.linearOf(wide, list, &sums)
	}
	for _, c := range list {
		weights := n.out[int(c)*n.hidden:][:n.hidden]
		s.Out[c] = n.outBias[c] + dot(weights, s.hidden) + float32(n.wideScale*sums[c])
	}
}

// linearOf is Linear for a few classes.
func (n *Net) linearOf(wide []Feature, list []uint8, sums *[128]float32) {
	var at [maxFeatures]int32
	for _, r := range at[:find(&at, n.wideRows, n.wideBits, wide)] {
		row := n.wide[int(r)*n.classes:][:n.classes]
		for _, c := range list {
			sums[c] += float32(int8(row[c]))
		}
	}
}

// pack makes the table for up to four classes.
func (n *Net) pack() {
	if n.classes > 4 {
		return
	}
	n.packed = make([]uint32, len(n.wideRows))
	for i, r := range n.wideRows {
		if r >= 0 {
			for c := range n.classes {
				n.packed[i] |= uint32(n.wide[int(r)*n.classes+c]) << (8 * c)
			}
		}
	}
}

// list appends the classes of the set in order.
func (s Set) list(to []uint8) []uint8 {
	for k, word := range s {
		for ; word != 0; word &= word - 1 {
			to = append(to, uint8(64*k+bits.TrailingZeros64(word)))
		}
	}
	return to
}

// Best returns the class in possible with the greatest output, the first of equals.
func (s *Scratch) Best(possible Set) int {
	top := -1
	for c, v := range s.Out {
		if possible.Has(c) && (top < 0 || v > s.Out[top]) {
			top = c
		}
	}
	return top
}

// Softmax turns the outputs for the classes in possible into probabilities; the others become 0.
func (s *Scratch) Softmax(possible Set) {
	top := s.Out[s.Best(possible)]
	var sum float32
	for c, v := range s.Out {
		if !possible.Has(c) {
			s.Out[c] = 0
			continue
		}
		s.Out[c] = float32(math.Exp(float64(v - top)))
		sum += s.Out[c]
	}
	for c := range s.Out {
		s.Out[c] /= sum
	}
}
