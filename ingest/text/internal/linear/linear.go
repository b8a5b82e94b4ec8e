// Package linear holds linear models over hashed features: tables of weights, their training as averaged perceptrons
// (Collins 2002; hashing as in Shi et al. 2009) and their quantised form, in integers throughout so that the same data
// give the same model on every machine.
package linear

import (
	"encoding/binary"
	"fmt"
	"io"
)

// Row is a feature: the hash of a template and its values, from which a table takes as many high bits as it needs.
type Row = uint32

// Hash makes the feature of template t with the values a, b and c. The values may be small numbers or hashes.
func Hash(t, a, b, c uint32) Row {
	h := t*0x9E3779B1 + a*0x85EBCA77 + b*0xC2B2AE3D + c*0x27D4EB2F
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	return h * 0x297A2D39
}

// Table gives each feature a weight per class. While it is trained the weights are in train; afterwards they are in
// packed, a byte each, biased by 128, with rows padded to whole words.
type Table struct {
	classes int
	shift   uint
	stride  int // bytes in a packed row
	train   []int32
	packed  []uint64
}

// NewTable returns a table of zeros for training, with 1<<bits rows.
func NewTable(classes int, bits uint) *Table {
	t := &Table{classes: classes, shift: 32 - bits, stride: (classes + 7) / 8}
	t.train = make([]int32, classes<<bits)
	return t
}

// Classes returns the number of classes.
func (t *Table) Classes() int { return t.classes }

// Scores sets out[c] to the sum of the weights of the rows for class c.
func (t *Table) Scores(rows []Row, out []int32) {
	if t.train != nil {
		t.trainScores(rows, out)
		return
	}
	// Eight classes a word, in two accumulators of four sixteen-bit lanes: up to 257 rows cannot overflow.
	const low = 0x00ff00ff00ff00ff
	bias := int32(len(rows)) * 128
	for w := 0; w < t.stride; w++ {
		var even, odd uint64
		for _, r := range rows {
			x := t.packed[int(r>>t.shift)*t.stride+w]
			even += x & low
			odd += x >> 8 & low
		}
		for k := 0; k < 4; k++ {
			c := w*8 + 2*k
			if c < t.classes {
				out[c] = int32(even>>(16*k)&0xffff) - bias
			}
			if c+1 < t.classes {
				out[c+1] = int32(odd>>(16*k)&0xffff) - bias
			}
		}
	}
}

func (t *Table) trainScores(rows []Row, out []int32) {
	clear(out[:t.classes])
	for _, r := range rows {
		at := int(r>>t.shift) * t.classes
		for c, w := range t.train[at : at+t.classes] {
			out[c] += w
		}
	}
}

// Some sets out[c] as Scores does, for the given classes only.
func (t *Table) Some(rows []Row, classes []uint8, out []int32) {
	for _, c := range classes {
		out[c] = 0
	}
	if t.train != nil {
		for _, r := range rows {
			row := t.train[int(r>>t.shift)*t.classes:]
			for _, c := range classes {
				out[c] += row[c]
			}
		}
		return
	}
	bias := int32(len(rows)) * 128
	for _, r := range rows {
		row := t.packed[int(r>>t.shift)*t.stride:]
		for _, c := range classes {
			out[c] += int32(row[c>>3] >> (8 * (c & 7)) & 0xff)
		}
	}
	for _, c := range classes {
		out[c] -= bias
	}
}

// Trainer updates a table and averages its weights over all steps.
type Trainer struct {
	Table *Table
	sum   []int64 // each update times the step it happened at
	step  int64
}

// NewTrainer trains the table.
func NewTrainer(t *Table) *Trainer {
	return &Trainer{Table: t, sum: make([]int64, len(t.train)), step: 1}
}

// Step says that an instance has been seen, right or wrong.
func (t *Trainer) Step() { t.step++ }

// Update adds delta to the weights of the rows for the class.
func (t *Trainer) Update(rows []Row, class int, delta int32) {
	for _, r := range rows {
		i := int(r>>t.Table.shift)*t.Table.classes + class
		t.Table.train[i] += delta
		t.sum[i] += t.step * int64(delta)
	}
}

// Average returns the table of averaged weights, quantised to a byte, without touching the training. The scale is such
// that all but the largest share of weights, clip in a hundred thousand, fit.
func (t *Trainer) Average(clip int) *Table {
	from := t.Table
	avg := make([]int64, len(from.train)) // in 1/256
	var used int
	var counts [1 << 16]int
	for i, w := range from.train {
		if w == 0 && t.sum[i] == 0 {
			continue
		}
		avg[i] = 256*int64(w) - 256*t.sum[i]/t.step
		if a := min(abs(avg[i])>>4, 1<<16-1); a > 0 {
			counts[a]++
			used++
		}
	}
	top := len(counts) - 1
	for over := 0; top > 8; top-- {
		if over += counts[top]; over*100_000 > used*clip {
			break
		}
	}
	out := &Table{classes: from.classes, shift: from.shift, stride: from.stride}
	rows := len(from.train) / from.classes
	out.packed = make([]uint64, rows*out.stride)
	unit := max(int64(top)<<4, 1)
	for i, a := range avg {
		q := (2*127*a + sign(a)*unit) / (2 * unit)
		q = max(-127, min(127, q))
		c := i % from.classes
		out.packed[i/from.classes*out.stride+c/8] |= uint64(uint8(q+128)) << (8 * (c % 8))
	}
	return out
}

func abs(x int64) int64 { return max(x, -x) }

func sign(x int64) int64 {
	if x < 0 {
		return -1
	}
	return 1
}

// Used returns the share of rows with a weight, in per cent.
func (t *Table) Used() float64 {
	rows, used := len(t.packed)/t.stride, 0
	for r := 0; r < rows; r++ {
		for c := 0; c < t.classes; c++ {
			if byte(t.packed[r*t.stride+c/8]>>(8*(c%8))) != 128 {
				used++
				break
			}
		}
	}
	return 100 * float64(used) / float64(rows)
}

// WriteTo writes the quantised table class by class, zeros as zeros, which compresses well.
func (t *Table) WriteTo(w io.Writer) (int64, error) {
	rows := len(t.packed) / t.stride
	head := binary.LittleEndian.AppendUint32(nil, uint32(t.classes))
	head = binary.LittleEndian.AppendUint32(head, uint32(32-t.shift))
	n, err := w.Write(head)
	total := int64(n)
	column := make([]byte, rows*t.classes)
	for r := 0; r < rows; r++ {
		for c := 0; c < t.classes; c++ {
			column[r*t.classes+c] = byte(t.packed[r*t.stride+c/8]>>(8*(c%8))) - 128
		}
	}
	if err == nil {
		n, err = w.Write(column)
		total += int64(n)
	}
	if err != nil {
		return total, fmt.Errorf("write weights: %w", err)
	}
	return total, nil
}

// ReadTable reads what WriteTo wrote from the front of data and returns the rest.
func ReadTable(data []byte) (*Table, []byte, error) {
	if len(data) < 8 {
		return nil, nil, fmt.Errorf("read weights: %w", io.ErrUnexpectedEOF)
	}
	classes, bits := int(binary.LittleEndian.Uint32(data)), uint(binary.LittleEndian.Uint32(data[4:]))
	data = data[8:]
	if classes < 1 || classes > 1<<16 || bits < 1 || bits > 28 || len(data) < classes<<bits {
		return nil, nil, fmt.Errorf("read weights: %d classes, %d bits, %d bytes", classes, bits, len(data))
	}
	t := &Table{classes: classes, shift: 32 - bits, stride: (classes + 7) / 8}
	t.packed = make([]uint64, t.stride<<bits)
	at := 0
	for r := 0; r < 1<<bits; r++ {
		for w := 0; w < t.stride; w++ {
			var x uint64
			for k := 0; k < min(8, classes-8*w); k++ {
				x |= uint64(data[at]+128) << (8 * k)
				at++
			}
			t.packed[r*t.stride+w] = x
		}
	}
	return t, data[at:], nil
}
