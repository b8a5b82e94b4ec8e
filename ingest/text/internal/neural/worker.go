package neural

import (
	"math"
	"math/bits"
)

// worker computes the gradients of a part of a batch.
type worker struct {
	t     *trainer
	rnd   random
	part  []*Sentence
	loss  [4]float64
	grads []float32

	touched []int32   // rows of features that have a gradient, in the order they were met
	slot    []int32   // by row: where it is in touched, plus one
	dEmbed  []float32 // by place in touched

	o        order
	lengths  []int
	x, keepX matrix
	used     []int32 // by word and feature: its row, or -1
	known    matrix  // by word: what is known of it beforehand
	numbers  []int16
	layers   []layerRun
	tags     matrix
	top      matrix
	dTop     matrix
	arcs     arcRun
	rel      classRun
	name     classRun
	p        panels
}

// layerRun is a layer of the encoder.
type layerRun struct {
	run             [2]run
	out, keep, dOut matrix // the output after units were left out, what was kept, and the gradient of the output
}

// classRun is a layer of rectified units with a classifier behind it.
type classRun struct{ z, keep, scores, dz matrix }

type arcRun struct {
	dep, head, keepDep, keepHead, product matrix
	dDep, dHead, dProduct                 matrix
	root, dRoot                           []float32
	scores                                matrix
	m, mT, heads, deps                    panels
}

// learn adds the gradients of the part to grads, each word weighing as much as weight.
func (w *worker) learn(weight float32) {
	w.forward()
	w.dTop.fit(w.o.words, w.t.top())
	w.tagLoss(weight)
	w.arcLoss(weight)
	w.relationLoss(weight)
	w.nameLoss(weight)
	w.backward()
}

func (w *worker) forward() {
	t := w.t
	w.lengths = w.lengths[:0]
	for _, s := range w.part {
		w.lengths = append(w.lengths, len(s.Heads))
	}
	w.o.set(w.lengths)
	w.embed()
	in := &w.x
	for l := range w.layers {
		y := &w.layers[l]
		y.out.fit(w.o.words, 2*t.Hidden)
		y.dOut.fit(w.o.words, 2*t.Hidden)
		for d := range 2 {
			y.run[d].hidden = t.Hidden
			y.run[d].forward(&w.o, d, in, t.weights.w, t.o.w[l][d], t.o.u[l][d], t.o.b[l][d], t.KeepState, &w.rnd, &y.out, d*t.Hidden)
		}
		w.mask(&y.keep, w.o.words, 2*t.Hidden)
		times(y.out.data, y.keep.data)
		in = &y.out
	}
	w.linear(&w.top, in, t.o.top, t.o.topB)
}

// mask fills m with 0 for units that are left out and a factor for the others.
func (w *worker) mask(m *matrix, rows, cols int) {
	m.fit(rows, cols)
	for i := range m.data {
		if w.rnd.unit() < w.t.Keep {
			m.data[i] = 1 / w.t.Keep
		}
	}
}

func times(x, y []float32) {
	y = y[:len(x)]
	for i, v := range y {
		x[i] *= v
	}
}

// embed sums the vectors of the features up.
func (w *worker) embed() {
	t := w.t
	w.x.fit(w.o.words, t.Embed)
	w.known.fit(w.o.words, t.Known)
	w.used = w.used[:0]
	k := 0
	for _, s := range w.part {
		for i := range s.Heads {
			features := s.Features[i*t.Shape.Features:][:t.Shape.Features]
			w.know(k, features[0])
			left := w.leftOut(features[0])
			for j, f := range features {
				r := t.rows.find(f)
				if j < left {
					r = -1
				}
				w.used = append(w.used, r)
				if r >= 0 {
					add(w.x.row(k), t.embed.w[int(r)*t.Embed:])
				}
			}
			k++
		}
	}
	w.p.pack(t.o.known.of(t.weights.w), t.Known, t.Embed)
	w.p.multiply(w.x.data, t.Embed, w.known.data, t.Known, 1, w.o.words)
	w.mask(&w.keepX, w.o.words, t.Embed)
	times(w.x.data, w.keepX.data)
}

// leftOut is how many of a word's first features are left out: of rare words often those that tell which word it is, and
// of half of these those of its parts, too, so that the network learns to do without.
func (w *worker) leftOut(word Feature) int {
	r := w.t.rows.find(word)
	if r < 0 || w.rnd.unit() >= w.t.Rare/(w.t.Rare+w.t.count[r]) {
		return 0
	}
	if w.rnd.unit() < 0.5 {
		return w.t.Parts
	}
	return w.t.Identity
}

// know sets what is known of a word beforehand.
func (w *worker) know(word int, f Feature) {
	if len(w.numbers) < w.t.Known {
		w.numbers = make([]int16, w.t.Known)
	}
	w.t.Words.unpack(f, w.numbers)
	for j, v := range w.numbers {
		w.known.row(word)[j] = knownUnit * float32(v)
	}
}

// linear sets out to in times a block, plus a bias.
func (w *worker) linear(out, in *matrix, b, bias block) {
	out.fit(in.rows, b.cols)
	for k := range out.rows {
		copy(out.row(k), bias.of(w.t.weights.w))
	}
	w.p.pack(b.of(w.t.weights.w), b.rows, b.cols)
	w.p.multiply(out.data, out.cols, in.data, in.cols, 1, in.rows)
}

// linearBack adds what the gradient of linear's output says of its block, bias and input, the last in columns of dIn
// from at on.
func (w *worker) linearBack(dOut, in *matrix, b, bias block, dIn *matrix) {
	w.p.pack(dOut.data, dOut.rows, dOut.cols)
	w.p.multiply(b.of(w.grads), b.cols, in.data, 1, in.cols, b.rows)
	addRows(bias.of(w.grads), dOut)
	w.p.packTransposed(b.of(w.t.weights.w), b.rows, b.cols, b.cols)
	w.p.multiply(dIn.data, dIn.cols, dOut.data, dOut.cols, 1, dOut.rows)
}

// classLoss turns the scores of the words into gradients and returns the loss. A class below 0 counts for nothing.
func classLoss(scores *matrix, classes int, weight float32, class func(word int) int) float64 {
	var loss float64
	for k := range scores.rows {
		s := scores.row(k)
		c := class(k)
		if c < 0 {
			clear(s)
			continue
		}
		clear(s[classes:])
		Softmax(s[:classes])
		loss -= math.Log(float64(s[c]) + 1e-9)
		s[c]--
		for i := range s[:classes] {
			s[i] *= weight
		}
	}
	return loss * float64(weight)
}

// flat lists what the sentences say of their words.
func (w *worker) flat(of func(*Sentence) []int) []int {
	out := make([]int, 0, w.o.words)
	for _, s := range w.part {
		v := of(s)
		for i := range s.Heads {
			if v == nil {
				out = append(out, -1)
			} else {
				out = append(out, v[i])
			}
		}
	}
	return out
}

func (w *worker) tagLoss(weight float32) {
	first := &w.layers[0]
	w.linear(&w.tags, &first.out, w.t.o.tag, w.t.o.tagB)
	gold := w.flat(func(s *Sentence) []int { return s.Tags })
	w.loss[0] += classLoss(&w.tags, w.t.Tags, weight, func(k int) int { return gold[k] })
	w.linearBack(&w.tags, &first.out, w.t.o.tag, w.t.o.tagB, &first.dOut)
}

// nameWeight makes up for names being rare and annotated in a part of the sentences only.
const nameWeight = 3

// evidence lists what the documents say of the words; some of it is left out, so that the sentence itself is read too.
func (w *worker) evidence() []uint32 {
	var out []uint32
	for _, s := range w.part {
		for _, e := range s.Evidence {
			if w.rnd.unit() < evidenceDrop {
				e = 0
			}
			out = append(out, e)
		}
	}
	return out
}

const evidenceDrop = 0.25

func (w *worker) nameLoss(weight float32) {
	gold := w.flat(func(s *Sentence) []int { return s.Names })
	at, n := w.t.nameAt(), w.t.Name
	c := &w.name
	w.mask(&c.keep, w.o.words, n)
	c.z.fit(w.o.words, n)
	evidence := w.evidence()
	for k := range c.z.rows {
		z := c.z.row(k)
		copy(z, w.top.row(k)[at:])
		addEvidence(z, w.t.o.evidence.of(w.t.weights.w), evidence[k])
		for j, keep := range c.keep.row(k) {
			z[j] = max(0, z[j]) * keep
		}
	}
	w.loss[3] += w.classify(c, w.t.o.names, w.t.o.nameB, w.t.Names, weight*nameWeight, gold)
	for k := range c.z.rows {
		copy(w.dTop.row(k)[at:at+n], c.dz.row(k))
		for e := evidence[k]; e != 0; e &= e - 1 {
			add(w.t.o.evidence.of(w.grads)[bits.TrailingZeros32(e)*n:][:n], c.dz.row(k))
		}
	}
}

// classify runs the classifier behind rectified units and leaves the gradient before them in dz.
func (w *worker) classify(c *classRun, b, bias block, classes int, weight float32, gold []int) float64 {
	w.linear(&c.scores, &c.z, b, bias)
	loss := classLoss(&c.scores, classes, weight, func(k int) int { return gold[k] })
	c.dz.fit(c.z.rows, c.z.cols)
	w.linearBack(&c.scores, &c.z, b, bias, &c.dz)
	for i := range c.dz.data {
		if c.z.data[i] > 0 {
			c.dz.data[i] *= c.keep.data[i]
		} else {
			c.dz.data[i] = 0
		}
	}
	return loss
}

func (w *worker) relationLoss(weight float32) {
	gold := w.flat(func(s *Sentence) []int { return s.Labels })
	n, dep, head := w.t.Relation, w.t.relationDependent(), w.t.relationHead()
	c := &w.rel
	w.mask(&c.keep, w.o.words, n)
	c.z.fit(w.o.words, n)
	each := func(do func(k, head int)) {
		k := 0
		for i, s := range w.part {
			for _, h := range s.Heads {
				if h >= 0 {
					h += w.o.starts[i]
				}
				do(k, h)
				k++
			}
		}
	}
	each(func(k, h int) {
		other := w.t.o.relRoot.of(w.t.weights.w)
		if h >= 0 {
			other = w.top.row(h)[head:]
		}
		own, z, keep := w.top.row(k)[dep:], c.z.row(k), c.keep.row(k)
		for j := range z {
			z[j] = max(0, own[j]+other[j]) * keep[j]
		}
	})
	w.loss[2] += w.classify(c, w.t.o.relation, w.t.o.relB, w.t.Labels, weight, gold)
	each(func(k, h int) {
		add(w.dTop.row(k)[dep:dep+n], c.dz.row(k))
		other := w.t.o.relRoot.of(w.grads)
		if h >= 0 {
			other = w.dTop.row(h)[head : head+n]
		}
		add(other[:n], c.dz.row(k))
	})
}

func (w *worker) arcLoss(weight float32) {
	a, n := &w.arcs, w.t.Arc
	for _, m := range []*matrix{&a.dep, &a.head, &a.product, &a.dDep, &a.dHead, &a.dProduct} {
		m.fit(w.o.words, n)
	}
	w.mask(&a.keepDep, w.o.words, n)
	w.mask(&a.keepHead, w.o.words, n)
	bias := w.t.o.arcB.of(w.t.weights.w)
	for k := range w.o.words {
		top := w.top.row(k)
		for j := range n {
			a.dep.row(k)[j] = leaky(top[w.t.arcDependent()+j])*a.keepDep.row(k)[j] + bias[j]
			a.head.row(k)[j] = leaky(top[w.t.arcHead()+j]) * a.keepHead.row(k)[j]
		}
	}
	form, root := w.t.o.arc, w.t.o.arcRoot.of(w.t.weights.w)
	a.m.pack(form.of(w.t.weights.w), n, n)
	a.m.multiply(a.product.data, n, a.head.data, n, 1, w.o.words)
	a.root, a.dRoot = fitted(a.root, n), fitted(a.dRoot, n)
	a.m.multiply(a.root, n, root, n, 1, 1)
	for i, s := range w.part {
		w.loss[1] += w.sentenceArcs(i, s.Heads, weight)
	}
	// Back through the form.
	a.mT.packTransposed(form.of(w.t.weights.w), n, n, n)
	a.mT.multiply(a.dHead.data, n, a.dProduct.data, n, 1, w.o.words)
	a.mT.multiply(w.t.o.arcRoot.of(w.grads), n, a.dRoot, n, 1, 1)
	a.m.pack(a.dProduct.data, w.o.words, n)
	a.m.multiply(form.of(w.grads), n, a.head.data, 1, n, n)
	a.m.pack(a.dRoot, 1, n)
	a.m.multiply(form.of(w.grads), n, root, 1, n, n)
	addRows(w.t.o.arcB.of(w.grads), &a.dDep)
	for k := range w.o.words {
		top, d := w.top.row(k), w.dTop.row(k)
		for j := range n {
			d[w.t.arcDependent()+j] = leakyBack(top[w.t.arcDependent()+j], a.dDep.row(k)[j]*a.keepDep.row(k)[j])
			d[w.t.arcHead()+j] = leakyBack(top[w.t.arcHead()+j], a.dHead.row(k)[j]*a.keepHead.row(k)[j])
		}
	}
}

func fitted(x []float32, n int) []float32 {
	if cap(x) < n {
		return make([]float32, n)
	}
	x = x[:n]
	clear(x)
	return x
}

func leakyBack(x, d float32) float32 {
	if x > 0 {
		return d
	}
	return slope * d
}

// sentenceArcs scores each pair of words of a sentence and the root, and adds up the gradients.
func (w *worker) sentenceArcs(i int, heads []int, weight float32) float64 {
	a, n := &w.arcs, w.t.Arc
	at, words := w.o.starts[i], len(heads)
	var with matrix // the products of the words and, last, of the root
	with.fit(words+1, n)
	copy(with.data, a.product.data[at*n:(at+words)*n])
	copy(with.row(words), a.root)
	a.heads.packTransposed(with.data, words+1, n, n)
	a.scores.fit(words, a.heads.n)
	a.heads.multiply(a.scores.data, a.scores.cols, a.dep.data[at*n:], n, 1, words)
	for k := range words {
		a.scores.row(k)[k] = -1e9
	}
	loss := classLoss(&a.scores, words+1, weight, func(k int) int {
		if heads[k] < 0 {
			return words
		}
		return heads[k]
	})
	a.heads.pack(with.data, words+1, n)
	a.heads.multiply(a.dDep.data[at*n:], n, a.scores.data, a.scores.cols, 1, words)
	a.deps.pack(a.dep.data[at*n:], words, n)
	with.fit(words+1, n)
	a.deps.multiply(with.data, n, a.scores.data, 1, a.scores.cols, words+1)
	add(a.dProduct.data[at*n:(at+words)*n], with.data)
	add(a.dRoot, with.row(words))
	return loss
}

func (w *worker) backward() {
	t := w.t
	last := &w.layers[t.Layers-1]
	w.linearBack(&w.dTop, &last.out, t.o.top, t.o.topB, &last.dOut)
	var dX matrix
	dX.fit(w.o.words, t.Embed)
	for l := t.Layers - 1; l >= 0; l-- {
		y := &w.layers[l]
		times(y.dOut.data, y.keep.data)
		dIn := &dX
		if l > 0 {
			dIn = &w.layers[l-1].dOut
		}
		for d := range 2 {
			y.run[d].backward(&w.o, d, &y.dOut, d*t.Hidden, t.weights.w, w.grads, t.o.w[l][d], t.o.u[l][d], t.o.b[l][d], dIn)
		}
	}
	times(dX.data, w.keepX.data)
	w.p.pack(dX.data, dX.rows, dX.cols)
	w.p.multiply(t.o.known.of(w.grads), t.Embed, w.known.data, 1, w.known.cols, t.Known)
	for k := range w.o.words {
		for _, r := range w.used[k*t.Shape.Features:][:t.Shape.Features] {
			if r >= 0 {
				add(w.slotOf(r), dX.row(k))
			}
		}
	}
}

// slotOf returns where the gradient of a feature's vector is summed up.
func (w *worker) slotOf(row int32) []float32 {
	n := w.t.Embed
	if w.slot[row] == 0 {
		w.touched = append(w.touched, row)
		w.slot[row] = int32(len(w.touched))
		w.dEmbed = append(w.dEmbed, make([]float32, n)...)
	}
	return w.dEmbed[(int(w.slot[row])-1)*n:][:n]
}
