package neural

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// AppendTo appends the network to buf.
func (n *Net) AppendTo(buf []byte) []byte {
	for _, v := range []int{n.hidden, n.classes, int(n.deepBits), int(n.wideBits), len(n.scale), len(n.wide) / max(n.classes, 1)} {
		buf = binary.LittleEndian.AppendUint32(buf, uint32(v))
	}
	buf = appendFloats(buf, n.bias)
	buf = appendFloats(buf, n.out)
	buf = appendFloats(buf, n.outBias)
	buf = appendFloats(buf, n.scale)
	buf = appendFloats(buf, []float32{n.wideScale})
	buf = appendRows(buf, n.rows)
	buf = appendRows(buf, n.wideRows)
	buf = append(buf, n.vectors...)
	return append(buf, n.wide...)
}

// appendRows appends the places that have a row; rows are numbered in order.
func appendRows(buf []byte, rows []int32) []byte {
	last := -1
	for i, r := range rows {
		if r >= 0 {
			buf = binary.AppendUvarint(buf, uint64(i-last))
			last = i
		}
	}
	return buf
}

func appendFloats(buf []byte, x []float32) []byte {
	for _, v := range x {
		buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
	}
	return buf
}

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
	if b := r.take(4); b != nil {
		return int(binary.LittleEndian.Uint32(b))
	}
	return 0
}

func (r *reader) floats(n int) []float32 {
	b := r.take(4 * n)
	if b == nil {
		return nil
	}
	x := make([]float32, n)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return x
}

// rows reads what appendRows wrote.
func (r *reader) rows(bits uint, count int) []int32 {
	rows := make([]int32, 1<<bits)
	for i := range rows {
		rows[i] = -1
	}
	at := -1
	for k := range count {
		step, size := binary.Uvarint(r.data)
		if r.take(size); r.err == nil && (size == 0 || step == 0 || step >= uint64(len(rows)-at)) {
			r.err = fmt.Errorf("row %d: bad place", k)
		}
		if r.err != nil {
			return nil
		}
		at += int(step)
		rows[at] = int32(k)
	}
	return rows
}

// Read reads a network from the front of data, which it keeps, and returns the rest.
func Read(data []byte) (*Net, []byte, error) {
	r := &reader{data: data}
	n := &Net{hidden: r.number(), classes: r.number(), deepBits: uint(r.number()), wideBits: uint(r.number())}
	count, wideCount := r.number(), r.number()
	if n.hidden > 1<<12 || n.hidden%8 != 0 || n.classes > 128 || n.deepBits > 24 || n.wideBits > 24 || count > 1<<24 || wideCount > 1<<24 {
		return nil, nil, fmt.Errorf("read network: %d hidden units, %d classes, %d vectors", n.hidden, n.classes, count)
	}
	n.bias, n.out, n.outBias = r.floats(n.hidden), r.floats(n.hidden*n.classes), r.floats(n.classes)
	n.scale = r.floats(count)
	if w := r.floats(1); w != nil {
		n.wideScale = w[0]
	}
	n.rows, n.wideRows = r.rows(n.deepBits, count), r.rows(n.wideBits, wideCount)
	n.vectors = r.take(count * n.hidden)
	n.wide = r.take(n.classes * wideCount)
	if r.err != nil {
		return nil, nil, fmt.Errorf("read network: %w", r.err)
	}
	n.pack()
	return n, r.data, nil
}
