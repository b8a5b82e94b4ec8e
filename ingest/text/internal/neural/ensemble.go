package neural

// Trainer learns one or more networks from the same steps. They begin with other weights and leave out other units, and
// their outputs are averaged, which makes one network with all their hidden units.
type Trainer struct {
	members []*trainer
	prob    []float32
}

// NewTrainer returns a trainer that has not yet seen which features there are.
func NewTrainer(c Config) *Trainer {
	t := &Trainer{prob: make([]float32, c.Classes)}
	for k := range max(c.Members, 1) {
		t.members = append(t.members, newTrainer(c, uint64(k)))
	}
	return t
}

// Count says that the features occur.
func (t *Trainer) Count(deep, wide []Feature) { t.members[0].count(deep, wide) }

// Start ends the counting and sets the weights to small pseudo-random numbers.
func (t *Trainer) Start() {
	for _, m := range t.members[1:] {
		copy(m.counts, t.members[0].counts)
		copy(m.wideCounts, t.members[0].wideCounts)
	}
	for _, m := range t.members {
		m.start()
	}
}

// Learn takes a step towards the good classes among the possible ones. It returns the probabilities from before, which
// stay valid until the next call.
func (t *Trainer) Learn(deep, wide []Feature, possible, good Set) []float32 {
	return t.mean(func(m *trainer) []float32 { return m.learn(deep, wide, possible, good) })
}

// Guess returns the probabilities without learning.
func (t *Trainer) Guess(deep, wide []Feature, possible Set) []float32 {
	return t.mean(func(m *trainer) []float32 { return m.guess(deep, wide, possible) })
}

func (t *Trainer) mean(of func(*trainer) []float32) []float32 {
	clear(t.prob)
	for _, m := range t.members {
		for c, p := range of(m) {
			t.prob[c] += p / float32(len(t.members))
		}
	}
	return t.prob
}

// Snapshot adds the present weights to those that Net averages over (Polyak and Juditsky 1992).
func (t *Trainer) Snapshot() {
	for _, m := range t.members {
		m.snapshot()
	}
}

// Net returns the network as learnt so far, quantised.
func (t *Trainer) Net() *Net {
	first := t.members[0]
	share := 1 / float32(len(t.members))
	n := &Net{hidden: first.Hidden * len(t.members), classes: first.Classes, deepBits: first.DeepBits, wideBits: first.WideBits}
	n.rows, n.wideRows = first.rows, first.wideRows
	n.out, n.outBias = make([]float32, n.hidden*n.classes), make([]float32, n.classes)
	vectors := make([]float32, n.hidden*len(first.vectorSq))
	wide := make([]float32, len(first.wide))
	for k, m := range t.members {
		w := m.averaged()
		n.bias = append(n.bias, w[1]...)
		place := func(to, from []float32, row int, factor float32) {
			to = to[row*n.hidden+k*m.Hidden:][:m.Hidden]
			for i, v := range from[row*m.Hidden:][:m.Hidden] {
				to[i] = factor * v
			}
		}
		for r := range first.vectorSq {
			place(vectors, w[0], r, 1)
		}
		for c := range n.classes {
			place(n.out, w[2], c, share)
			n.outBias[c] += share * w[3][c]
		}
		for i, v := range w[4] {
			wide[i] += share * v
		}
	}
	n.vectors, n.scale = make([]byte, len(vectors)), make([]float32, len(first.vectorSq))
	for r := range n.scale {
		at := r * n.hidden
		n.scale[r] = quantise(n.vectors[at:at+n.hidden], vectors[at:at+n.hidden], 1)
	}
	n.wide = make([]byte, len(wide))
	n.wideScale = quantise(n.wide, wide, 0.25)
	n.prune(first.LeastWide, first.DropBits)
	n.pack()
	return n
}

// prune makes the network pack better: it drops small weights of the linear part and low bits of the vectors.
func (n *Net) prune(least int8, drop uint) {
	for i := range n.wide {
		if v := int8(n.wide[i]); v > -least && v < least {
			n.wide[i] = 0
		}
	}
	if drop == 0 {
		return
	}
	half := 1 << (drop - 1)
	for i := range n.vectors {
		if v := int(int8(n.vectors[i])); v >= 0 {
			n.vectors[i] = byte((v + half) >> drop)
		} else {
			n.vectors[i] = byte(-((half - v) >> drop))
		}
	}
	for i := range n.scale {
		n.scale[i] *= float32(int(1) << drop)
	}
}
