package neural

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
)

// WordVectors are vectors of words, learnt elsewhere from the company that words keep in much more text than treebanks have
// (Pennington, Socher and Manning 2014). Each number is one of sixteen odd ones from -15 to 15, so that four bits hold it.
type WordVectors struct {
	length int // numbers of a vector; even
	rows   table
	packed []byte // length/2 bytes a word, the first number in the lower half
}

const (
	knownUnit     = 0.1 // of the numbers of a vector
	knownSpread   = 5   // standard deviation of the numbers before they are rounded
	greatestKnown = 15
)

// NewWordVectors rounds vectors of one even length. Each number is taken relative to the mean and the standard deviation of
// its place. Of words with the same key the first counts.
func NewWordVectors(keys []Feature, vectors [][]float32) (*WordVectors, error) {
	if len(keys) == 0 || len(keys) != len(vectors) || len(vectors[0]) == 0 || len(vectors[0])%2 != 0 {
		return nil, errors.New("vectors of words: want as many as there are keys, each of the same even length")
	}
	v := &WordVectors{length: len(vectors[0])}
	order := make([]int, len(keys))
	for i, x := range vectors {
		if order[i] = i; len(x) != v.length {
			return nil, fmt.Errorf("vector %d has %d numbers, the first has %d", i, len(x), v.length)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(int64(keys[a]) - int64(keys[b])) })
	order = slices.CompactFunc(order, func(a, b int) bool { return keys[a] == keys[b] })
	mean, spread := moments(vectors, v.length)
	var sorted []Feature
	for _, i := range order {
		sorted = append(sorted, keys[i])
		for j := 0; j < v.length; j += 2 {
			v.packed = append(v.packed, level(vectors[i][j], mean[j], spread[j])|level(vectors[i][j+1], mean[j+1], spread[j+1])<<4)
		}
	}
	v.rows = newTable(sorted)
	return v, nil
}

// moments are the mean and the standard deviation of each place.
func moments(vectors [][]float32, length int) (mean, spread []float64) {
	mean, spread = make([]float64, length), make([]float64, length)
	n := float64(len(vectors))
	for _, x := range vectors {
		for j, v := range x {
			mean[j] += float64(v) / n
		}
	}
	for _, x := range vectors {
		for j, v := range x {
			d := float64(v) - mean[j]
			spread[j] += float64(d*d) / n
		}
	}
	for j := range spread {
		spread[j] = math.Sqrt(spread[j]) + tiny
	}
	return mean, spread
}

// level is the number from 0 to 15 that stands for the odd number nearest to x.
func level(x float32, mean, spread float64) byte {
	odd := 2*math.Floor((float64(x)-mean)/spread*knownSpread/2) + 1
	return byte((max(-greatestKnown, min(greatestKnown, odd)) + greatestKnown) / 2)
}

// Length is how many numbers a vector has.
func (v *WordVectors) Length() int { return v.length }

// unpack writes the vector of the word to out; of an unknown word it writes zeros.
func (v *WordVectors) unpack(word Feature, out []int16) {
	out = out[:v.length]
	row := v.rows.find(word)
	if row < 0 {
		clear(out)
		return
	}
	for i, b := range v.packed[int(row)*v.length/2:][:v.length/2] {
		out[2*i] = 2*int16(b&15) - greatestKnown
		out[2*i+1] = 2*int16(b>>4) - greatestKnown
	}
}

// AppendTo appends the vectors to b; ReadWordVectors reads them back.
func (v *WordVectors) AppendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(v.length))
	b = binary.AppendUvarint(b, uint64(len(v.rows.keys)))
	for _, k := range v.rows.keys {
		b = binary.LittleEndian.AppendUint32(b, k)
	}
	return append(b, v.packed...)
}

// ReadWordVectors reads vectors that AppendTo wrote and that fill data.
func ReadWordVectors(data []byte) (*WordVectors, error) {
	r := &reader{data: data}
	v := &WordVectors{length: r.number()}
	keys := r.words(r.number())
	v.packed = r.take(len(keys) * v.length / 2)
	switch {
	case r.err != nil:
		return nil, fmt.Errorf("read vectors of words: %w", r.err)
	case v.length == 0 || v.length%2 != 0 || len(r.data) > 0:
		return nil, errors.New("read vectors of words: their length and number do not fit the data")
	}
	v.rows = newTable(keys)
	return v, nil
}
