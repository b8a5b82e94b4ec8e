package neural

import "math"

// Config says how large a network is and how it is trained.
type Config struct {
	Members            int // networks that are averaged, at least one
	Hidden, Classes    int // hidden units of each, classes
	DeepBits, WideBits uint
	Rate               float32 // step of AdaGrad
	Drop               float32 // share of hidden units left out at each step
	MinDeep, MinWide   int     // features seen less often are left out
	Damping            float32 // keeps first steps in proportion to the gradient: weights that do not matter stay small
	Certain            float32 // no step is taken where the right class has a greater probability
	Negligible         float32 // nor for a class whose probability is off by less
	LeastWide          int8    // weights of the linear part that are smaller, in units of quantisation, become zero
	DropBits           uint    // bits that the vectors of the hidden layer lose after quantisation, to pack better
}

// trainer learns a network by stochastic gradient descent on the cross entropy with AdaGrad (Duchi, Hazan and Singer
// 2011), one step size per feature, and drop-out on the hidden layer. Steps taken in the same order give the same
// network to the bit.
type trainer struct {
	Config
	counts, wideCounts           []int32
	rows, wideRows               []int32
	vectors, bias, out, outBias  []float32
	wide                         []float32
	vectorSq, biasSq, outSq, obS []float32
	wideSq                       []float32
	rand                         uint64
	sum, hidden, grad, delta     []float32
	keep                         []bool
	sums                         [5][]float32 // of all weights over the snapshots
	snapshots                    int
	s                            Scratch
}

// newTrainer returns a trainer that has not yet seen which features there are.
func newTrainer(c Config, seed uint64) *trainer {
	t := &trainer{Config: c, counts: make([]int32, 1<<c.DeepBits), wideCounts: make([]int32, 1<<c.WideBits)}
	t.rand = 0x9E3779B97F4A7C15 * (2*seed + 1)
	return t
}

// count says that the features occur.
func (t *trainer) count(deep, wide []Feature) {
	for _, f := range deep {
		t.counts[f>>(32-t.DeepBits)]++
	}
	for _, f := range wide {
		t.wideCounts[f>>(32-t.WideBits)]++
	}
}

// number gives those that occur often enough numbers in order.
func number(counts []int32, least int) (rows []int32, n int) {
	rows = make([]int32, len(counts))
	for i, c := range counts {
		if rows[i] = -1; int(c) >= max(least, 1) {
			rows[i] = int32(n)
			n++
		}
	}
	return rows, n
}

// start ends the counting and sets the weights to small pseudo-random numbers.
func (t *trainer) start() {
	var n, m int
	t.rows, n = number(t.counts, t.MinDeep)
	t.wideRows, m = number(t.wideCounts, t.MinWide)
	t.counts, t.wideCounts = nil, nil
	h, c := t.Hidden, t.Classes
	t.vectors, t.vectorSq = make([]float32, n*h), make([]float32, n)
	t.bias, t.biasSq = make([]float32, h), make([]float32, h)
	t.out, t.outSq = make([]float32, h*c), make([]float32, h*c)
	t.outBias, t.obS = make([]float32, c), make([]float32, c)
	t.wide, t.wideSq = make([]float32, m*c), make([]float32, m*c)
	t.sum, t.hidden, t.grad, t.delta, t.keep = make([]float32, h), make([]float32, h), make([]float32, h), make([]float32, c), make([]bool, h)
	for i := range t.vectors {
		t.vectors[i] = 0.1 * (t.random() - 0.5)
	}
	for i := range t.out {
		t.out[i] = 0.2 * (t.random() - 0.5)
	}
	for i := range t.bias {
		t.bias[i] = 0.2
	}
}

// random returns the next of a fixed sequence of numbers in [0, 1).
func (t *trainer) random() float32 {
	t.rand ^= t.rand << 13
	t.rand ^= t.rand >> 7
	t.rand ^= t.rand << 17
	return float32(t.rand>>40) / (1 << 24)
}

// learn takes a step towards the good classes among the possible ones. It returns the probabilities from before.
func (t *trainer) learn(deep, wide []Feature, possible, good Set) []float32 {
	t.forward(deep, wide, possible)
	t.s.Softmax(possible)
	var right float32
	for c, p := range t.s.Out {
		if good.Has(c) {
			right += p
		}
	}
	if right > t.Certain {
		return t.s.Out
	}
	t.backward(deep, wide, good, max(right, 1e-6))
	return t.s.Out
}

func (t *trainer) forward(deep, wide []Feature, possible Set) {
	t.s.fit(t.Hidden, t.Classes)
	copy(t.sum, t.bias)
	for _, f := range deep {
		if r := t.rows[f>>(32-t.DeepBits)]; r >= 0 {
			axpy(t.sum, t.vectors[int(r)*t.Hidden:], 1)
		}
	}
	for i, v := range t.sum {
		t.keep[i] = t.random() >= t.Drop
		t.hidden[i] = 0
		if t.keep[i] && v > 0 {
			t.hidden[i] = v / (1 - t.Drop)
		}
	}
	for c := range t.s.Out {
		if possible.Has(c) {
			t.s.Out[c] = t.outBias[c] + dot(t.out[c*t.Hidden:][:t.Hidden], t.hidden)
		}
	}
	for _, f := range wide {
		if r := t.wideRows[f>>(32-t.WideBits)]; r >= 0 {
			for c, w := range t.wide[int(r)*t.Classes:][:t.Classes] {
				t.s.Out[c] += w
			}
		}
	}
}

func (t *trainer) step(w, sq *float32, g float32) {
	*sq += g * g
	*w -= t.Rate * g * inverseRoot(*sq+t.Damping)
}

func inverseRoot(x float32) float32 { return float32(1 / math.Sqrt(float64(x)+1e-6)) }

func (t *trainer) backward(deep, wide []Feature, good Set, right float32) {
	clear(t.grad)
	for c, p := range t.s.Out {
		d := p
		if good.Has(c) {
			d -= p / right
		}
		if d > -t.Negligible && d < t.Negligible {
			d = 0
		}
		if t.delta[c] = d; d == 0 {
			continue
		}
		t.step(&t.outBias[c], &t.obS[c], d)
		at := c * t.Hidden
		axpy(t.grad, t.out[at:at+t.Hidden], d)
		for i, h := range t.hidden {
			if h != 0 {
				t.step(&t.out[at+i], &t.outSq[at+i], d*h)
			}
		}
	}
	for _, f := range wide {
		r := t.wideRows[f>>(32-t.WideBits)]
		if r < 0 {
			continue
		}
		at := int(r) * t.Classes
		for c, d := range t.delta {
			if d != 0 {
				t.step(&t.wide[at+c], &t.wideSq[at+c], d)
			}
		}
	}
	t.backHidden(deep)
}

func (t *trainer) backHidden(deep []Feature) {
	var sq float32
	for i := range t.grad {
		if !t.keep[i] || t.sum[i] <= 0 {
			t.grad[i] = 0
			continue
		}
		t.grad[i] /= 1 - t.Drop
		sq += t.grad[i] * t.grad[i]
		t.step(&t.bias[i], &t.biasSq[i], t.grad[i])
	}
	if sq == 0 {
		return
	}
	sq /= float32(t.Hidden)
	for _, f := range deep {
		if r := t.rows[f>>(32-t.DeepBits)]; r >= 0 {
			t.vectorSq[r] += sq
			axpy(t.vectors[int(r)*t.Hidden:][:t.Hidden], t.grad, -t.Rate*inverseRoot(t.vectorSq[r]))
		}
	}
}

// weights are all that the network learns.
func (t *trainer) weights() [5][]float32 {
	return [5][]float32{t.vectors, t.bias, t.out, t.outBias, t.wide}
}

// snapshot adds the present weights to those that averaged averages over.
func (t *trainer) snapshot() {
	for k, w := range t.weights() {
		if t.snapshots == 0 {
			t.sums[k] = make([]float32, len(w))
		}
		for i, v := range w {
			t.sums[k][i] += v
		}
	}
	t.snapshots++
}

// averaged returns the mean of the snapshots, or the present weights if there are none.
func (t *trainer) averaged() [5][]float32 {
	w := t.weights()
	if t.snapshots == 0 {
		return w
	}
	for k := range w {
		w[k] = clone(t.sums[k])
		for i := range w[k] {
			w[k][i] /= float32(t.snapshots)
		}
	}
	return w
}

// levels is the greatest weight after quantisation; few levels pack well.
const levels = 31

func clone(x []float32) []float32 { return append([]float32(nil), x...) }

// quantise writes from in units of the returned scale, where the given share of the greatest number is the greatest
// level.
func quantise(to []byte, from []float32, share float32) float32 {
	var top float32
	for _, v := range from {
		top = max(top, v, -v)
	}
	if top *= share; top == 0 {
		return 0
	}
	scale := top / levels
	for i, v := range from {
		q := math.Round(float64(v / scale))
		to[i] = byte(int8(max(-127, min(127, q))))
	}
	return scale
}

// guess returns the probabilities without learning.
func (t *trainer) guess(deep, wide []Feature, possible Set) []float32 {
	t.forward(deep, wide, possible)
	t.s.Softmax(possible)
	return t.s.Out
}
