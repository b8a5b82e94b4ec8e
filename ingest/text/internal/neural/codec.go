package neural

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// AppendTo appends the network to b; Read reads it back.
func (n *Net) AppendTo(b []byte) []byte {
	for _, v := range n.sizes() {
		b = binary.AppendUvarint(b, uint64(*v))
	}
	b = binary.AppendUvarint(b, uint64(len(n.rows.keys)))
	for _, k := range n.rows.keys {
		b = binary.LittleEndian.AppendUint32(b, k)
	}
	b = appendFloat(b, n.unit)
	for _, v := range n.embed {
		b = append(b, byte(v))
	}
	for _, s := range n.shorts {
		b = appendFloat(b, s.unit)
		for _, v := range s.data {
			b = binary.LittleEndian.AppendUint16(b, uint16(v))
		}
	}
	for _, v := range n.floats {
		b = appendFloat(b, v)
	}
	return b
}

// sizes are the numbers that say how large a network is.
func (s *Shape) sizes() []*int {
	return []*int{&s.Features, &s.Known, &s.Embed, &s.Hidden, &s.Layers, &s.Arc, &s.Relation, &s.Name, &s.Tags, &s.Labels, &s.Names, &s.Evidence}
}

func appendFloat(b []byte, x float32) []byte {
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
}

// reader takes numbers from data; the first failure stays in err.
type reader struct {
	data []byte
	err  error
}

func (r *reader) take(n int) []byte {
	if r.err == nil && (n < 0 || n > len(r.data)) {
		r.err = io.ErrUnexpectedEOF
	}
	if r.err != nil {
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *reader) number() int {
	v, n := binary.Uvarint(r.data)
	if n <= 0 || v > 1<<28 {
		r.take(-1)
		return 0
	}
	r.take(n)
	return int(v)
}

func (r *reader) float() float32 {
	if b := r.take(4); b != nil {
		return math.Float32frombits(binary.LittleEndian.Uint32(b))
	}
	return 0
}

func (r *reader) words(n int) []uint32 {
	b := r.take(4 * n)
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

func (r *reader) short(b block) shorted {
	s := shorted{rows: b.rows, cols: b.cols, unit: r.float()}
	raw := r.take(2 * b.rows * b.cols)
	s.data = make([]int16, len(raw)/2)
	for i := range s.data {
		s.data[i] = int16(binary.LittleEndian.Uint16(raw[2*i:]))
	}
	return s
}

// Read reads a network that AppendTo wrote and that fills data. It was trained with these vectors of words, which are not
// written with it.
func Read(data []byte, words *WordVectors) (*Net, error) {
	r := &reader{data: data}
	n := &Net{words: words}
	for _, v := range n.sizes() {
		*v = r.number()
	}
	if r.err == nil {
		r.err = n.check()
	}
	if r.err == nil && n.Known != words.length {
		r.err = fmt.Errorf("trained with vectors of words of length %d, not %d", n.Known, words.length)
	}
	keys := r.words(r.number())
	n.unit = r.float()
	for _, v := range r.take(len(keys) * n.Embed) {
		n.embed = append(n.embed, int8(v))
	}
	if r.err != nil {
		return nil, fmt.Errorf("read network: %w", r.err)
	}
	n.rows, n.o = newTable(keys), n.layout()
	for l := range n.Layers {
		for d := range 2 {
			n.shorts = append(n.shorts, r.short(n.o.w[l][d]), r.short(n.o.u[l][d]))
		}
	}
	n.shorts = append(n.shorts, r.short(n.o.tag), r.short(n.o.top), r.short(n.o.known))
	for _, b := range n.floatBlocks() {
		for _, v := range r.words(b.rows * b.cols) {
			n.floats = append(n.floats, math.Float32frombits(v))
		}
	}
	if r.err == nil && len(r.data) > 0 {
		r.err = errors.New("more data than a network has")
	}
	if r.err != nil {
		return nil, fmt.Errorf("read network: %w", r.err)
	}
	n.build()
	return n, nil
}

// check tells whether a network can have the shape.
func (s *Shape) check() error {
	for _, v := range []int{s.Embed, s.Hidden, s.Arc, s.Relation, s.Name} {
		if v <= 0 || v > 4096 || v%width != 0 {
			return fmt.Errorf("a layer of %d units; must be a multiple of %d", v, width)
		}
	}
	for _, v := range []int{s.Features, s.Known, s.Layers, s.Tags, s.Labels, s.Names, s.Evidence} {
		if v <= 0 || v > 1<<10 {
			return fmt.Errorf("a size of %d", v)
		}
	}
	return nil
}
