package neural

import (
	"math"
	"math/bits"
)

// Net is a trained network. It is safe for concurrent use.
type Net struct {
	Shape
	rows   table
	embed  []int8 // Embed numbers a feature, in units of embedUnit
	unit   float32
	shorts []shorted    // the matrices of the layers, of the tags, of the top and of known
	words  *WordVectors // what is known of words beforehand
	floats []float32    // the other weights, as laid out

	o                   layout
	layers              [][2]netLayer
	tag, top, known     *shortPanels
	arc, relation, name panels
	arcRoot             []float32 // the root as a head, after the bilinear form

	tagBias, topBias, arcBias, relRoot, relBias, nameBias, evidence []float32
}

// shorted is a matrix of 16-bit numbers in rows.
type shorted struct {
	rows, cols int
	unit       float32
	data       []int16
}

// netLayer is a direction of a layer. All its sums are in the same unit.
type netLayer struct {
	w, u *shortPanels
	bias []int32
	unit float32
}

const (
	stateUnit    = 1.0 / 1024 // of the states of a layer, which lie between -1 and 1
	greatestByte = 127
	greatestWord = 16383
	greatestTold = 2047 // of what is known of a word beforehand, in the units of features
)

func rounded(x float32) float32 { return float32(math.Floor(float64(x) + 0.5)) }

// newNet reduces weights to small integers.
func newNet(s Shape, words *WordVectors, keys []Feature, embed, weights []float32) *Net {
	n := &Net{Shape: s, words: words, rows: newTable(keys), o: s.layout(), embed: make([]int8, len(embed))}
	n.unit = unitOf(embed)
	for i, v := range embed {
		n.embed[i] = int8(max(-greatestByte, min(greatestByte, rounded(v/n.unit))))
	}
	for l := range s.Layers {
		in, most := float32(stateUnit), float32(1/stateUnit)
		if l == 0 {
			in, most = n.unit, float32(s.Features*greatestByte+greatestTold)
		}
		for d := range 2 {
			w, u := n.o.w[l][d], n.o.u[l][d]
			unit := max(greatest(w.of(weights))*in, greatest(u.of(weights))*stateUnit) / greatestWord
			unit = max(unit, safe(w, u, weights, in, most))
			n.shorts = append(n.shorts, shorten(w, weights, unit/in), shorten(u, weights, unit/stateUnit))
		}
	}
	for _, b := range []block{n.o.tag, n.o.top, n.o.known} {
		n.shorts = append(n.shorts, shorten(b, weights, greatest(b.of(weights))/greatestWord))
	}
	for _, b := range n.floatBlocks() {
		n.floats = append(n.floats, b.of(weights)...)
	}
	n.build()
	return n
}

// unitOf is the unit in which all but one in ten thousand of the numbers fit into a byte.
func unitOf(x []float32) float32 {
	var count [4096]int
	top := greatest(x)
	if top == 0 {
		return 1
	}
	for _, v := range x {
		count[min(4095, int(max(v, -v)/top*4096))]++
	}
	left := len(x) / 10_000
	k := 4095
	for ; k > 0 && left >= count[k]; k-- {
		left -= count[k]
	}
	return top * float32(k+1) / 4096 / greatestByte
}

func greatest(x []float32) float32 {
	var top float32
	for _, v := range x {
		top = max(top, v, -v)
	}
	return top
}

// safe is the least unit in which no sum of a direction can overflow, whatever it reads.
func safe(w, u block, weights []float32, in, most float32) float32 {
	var top float64
	for j := range w.cols {
		var sum float64
		for i := range w.rows {
			sum += math.Abs(float64(w.of(weights)[i*w.cols+j]) * float64(in*most))
		}
		for i := range u.rows {
			sum += math.Abs(float64(u.of(weights)[i*u.cols+j]))
		}
		top = max(top, sum)
	}
	return float32(top / (1 << 30))
}

func shorten(b block, weights []float32, unit float32) shorted {
	s := shorted{b.rows, b.cols, unit, make([]int16, b.rows*b.cols)}
	for i, v := range b.of(weights) {
		s.data[i] = int16(rounded(v / max(unit, 1e-30)))
	}
	return s
}

// floatBlocks are the weights that stay floats, in the order they are kept in.
func (n *Net) floatBlocks() []block {
	var list []block
	for _, b := range n.o.b {
		list = append(list, b[0], b[1])
	}
	return append(list, n.o.tagB, n.o.topB, n.o.arc, n.o.arcB, n.o.arcRoot, n.o.relRoot, n.o.relation, n.o.relB, n.o.names, n.o.nameB, n.o.evidence)
}

// floatOf returns a block of floats.
func (n *Net) floatOf(b block) []float32 {
	at := 0
	for _, c := range n.floatBlocks() {
		if c == b {
			return n.floats[at : at+b.rows*b.cols]
		}
		at += c.rows * c.cols
	}
	panic("neural: not a block of floats")
}

// build lays everything out for the kernels.
func (n *Net) build() {
	next := n.shorts
	take := func() *shortPanels {
		s := next[0]
		next = next[1:]
		return s.panels()
	}
	for l := range n.Layers {
		var y [2]netLayer
		for d := range 2 {
			y[d].w, y[d].u = take(), take()
			y[d].unit = y[d].u.unit * stateUnit
			for _, v := range n.floatOf(n.o.b[l][d]) {
				y[d].bias = append(y[d].bias, int32(rounded(v/y[d].unit)))
			}
		}
		n.layers = append(n.layers, y)
	}
	n.tag, n.top, n.known = take(), take(), take()
	n.arc.pack(n.floatOf(n.o.arc), n.o.arc.rows, n.o.arc.cols)
	n.relation.pack(n.floatOf(n.o.relation), n.o.relation.rows, n.o.relation.cols)
	n.name.pack(n.floatOf(n.o.names), n.o.names.rows, n.o.names.cols)
	for b, to := range map[block]*[]float32{
		n.o.tagB: &n.tagBias, n.o.topB: &n.topBias, n.o.arcB: &n.arcBias, n.o.relRoot: &n.relRoot, n.o.relB: &n.relBias,
		n.o.nameB: &n.nameBias, n.o.evidence: &n.evidence,
	} {
		*to = n.floatOf(b)
	}
	n.arcRoot = make([]float32, n.Arc)
	n.arc.multiply(n.arcRoot, n.Arc, n.floatOf(n.o.arcRoot), n.Arc, 1, 1)
}

func (s *shorted) panels() *shortPanels {
	p := &shortPanels{k: s.rows, n: s.cols, unit: s.unit, data: make([]int16, len(s.data))}
	for i := range s.rows {
		for j := range s.cols {
			p.data[j/width*width*p.k+i/2*2*width+2*(j%width)+i%2] = s.data[i*s.cols+j]
		}
	}
	return p
}

// Reading is what a network has read of some sentences, and the memory for it. Words are numbered through all of them.
type Reading struct {
	net     *Net
	o       order
	x, rows []int16 // the input of a layer by word, and in the order of its rows
	out     []int16
	state   []int16 // by row
	gates   []int32
	cell    []float32 // by sorted sentence
	sums    []int32
	tags    matrix
	top     matrix
	dep     matrix
	product matrix
	z       matrix
	scores  matrix
	labels  matrix
	names   matrix
	heads   panels
	arcs    matrix
}

// Read reads sentences of the given lengths; features are those of all their words, in order, and evidence is what the
// document says of each of them, a bit for each thing.
// What is found out of a sentence does not depend on the others.
func (n *Net) Read(features []Feature, evidence []uint32, lengths []int, r *Reading) {
	r.net = n
	r.o.set(lengths)
	n.embedWords(features, r)
	for l := range n.layers {
		in := n.input(l)
		r.out = shortsOf(r.out, r.o.words*2*n.Hidden)
		for d := range 2 {
			n.layers[l][d].read(r, d, in, n.Hidden)
		}
		r.x, r.out = r.out, r.x
		if l == 0 {
			n.linear(r, &r.tags, n.tag, n.tagBias)
		}
	}
	n.linear(r, &r.top, n.top, n.topBias)
	n.finish(evidence, r)
}

func shortsOf(x []int16, n int) []int16 {
	if cap(x) < n {
		return make([]int16, n)
	}
	return x[:n]
}

func (n *Net) embedWords(features []Feature, r *Reading) {
	r.x = shortsOf(r.x, r.o.words*n.Embed)
	clear(r.x)
	for k := range r.o.words {
		x := r.x[k*n.Embed:][:n.Embed]
		for _, f := range features[k*n.Features:][:n.Features] {
			if row := n.rows.find(f); row >= 0 {
				addBytes(x, n.embed[int(row)*n.Embed:])
			}
		}
	}
	n.addKnown(features, r)
}

// addKnown adds to each word's vector what is known of the word beforehand.
func (n *Net) addKnown(features []Feature, r *Reading) {
	words := r.o.words
	r.rows = shortsOf(r.rows, words*n.Known)
	for k := range words {
		n.words.unpack(features[k*n.Features], r.rows[k*n.Known:])
	}
	r.sums = cleared(r.sums, words*n.Embed)
	n.known.multiply(r.sums, n.Embed, r.rows, n.Known, words)
	scale := float32(n.known.unit*knownUnit) / n.unit
	for i, v := range r.sums {
		r.x[i] += int16(max(-greatestTold, min(greatestTold, rounded(float32(v)*scale))))
	}
}

// cleared is x with n zeros, grown if it has to be.
func cleared(x []int32, n int) []int32 {
	if cap(x) < n {
		return make([]int32, n)
	}
	x = x[:n]
	clear(x)
	return x
}

// read runs a direction of a layer and writes its states beside those of the other direction.
func (y *netLayer) read(r *Reading, d, in, h int) {
	words := r.o.words
	r.rows = shortsOf(r.rows, words*in)
	for k, word := range r.o.word[d] {
		copy(r.rows[k*in:][:in], r.x[word*in:])
	}
	if cap(r.gates) < words*4*h {
		r.gates = make([]int32, words*4*h)
	}
	r.gates = r.gates[:words*4*h]
	for k := range words {
		copy(r.gates[k*4*h:], y.bias)
	}
	y.w.multiply(r.gates, 4*h, r.rows, in, words)
	r.state = shortsOf(r.state, words*h)
	r.cell = append(r.cell[:0], make([]float32, len(r.o.sorted)*h)...)
	for t := range len(r.o.steps) - 1 {
		from, to := r.o.steps[t], r.o.steps[t+1]
		if t > 0 {
			y.u.multiply(r.gates[from*4*h:], 4*h, r.state[r.o.steps[t-1]*h:], h, to-from)
		}
		for k := from; k < to; k++ {
			units(r.gates[k*4*h:][:4*h], r.cell[(k-from)*h:][:h], r.state[k*h:][:h], y.unit)
		}
	}
	for k, word := range r.o.word[d] {
		copy(r.out[(2*word+d)*h:][:h], r.state[k*h:])
	}
}

// linear sets out to the states times p, plus a bias.
func (n *Net) linear(r *Reading, out *matrix, p *shortPanels, bias []float32) {
	r.sums = cleared(r.sums, r.o.words*p.n)
	p.multiply(r.sums, p.n, r.x, 2*n.Hidden, r.o.words)
	out.fit(r.o.words, p.n)
	scale := float32(p.unit * stateUnit)
	for k := range r.o.words {
		row := out.row(k)
		for j, v := range r.sums[k*p.n:][:p.n] {
			row[j] = float32(float32(v)*scale) + bias[j]
		}
	}
}

// finish computes what heads and names are scored with.
func (n *Net) finish(evidence []uint32, r *Reading) {
	words := r.o.words
	r.dep.fit(words, n.Arc)
	r.z.fit(words, n.Arc)
	for k := range words {
		top, dep, head := r.top.row(k), r.dep.row(k), r.z.row(k)
		for j := range dep {
			dep[j] = leaky(top[n.arcDependent()+j]) + n.arcBias[j]
			head[j] = leaky(top[n.arcHead()+j])
		}
	}
	r.product.fit(words, n.Arc)
	n.arc.multiply(r.product.data, n.Arc, r.z.data, n.Arc, 1, words)
	r.z.fit(words, n.Name)
	for k := range words {
		z := r.z.row(k)
		copy(z, r.top.row(k)[n.nameAt():])
		addEvidence(z, n.evidence, evidence[k])
		for j, v := range z {
			z[j] = max(0, v)
		}
	}
	n.classify(&r.names, &r.z, &n.name, n.nameBias)
}

// addEvidence adds the row of each thing in the set.
func addEvidence(z, rows []float32, set uint32) {
	for ; set != 0; set &= set - 1 {
		add(z, rows[bits.TrailingZeros32(set)*len(z):])
	}
}

func (n *Net) classify(out, z *matrix, p *panels, bias []float32) {
	out.fit(z.rows, p.n)
	for k := range out.rows {
		copy(out.row(k), bias)
	}
	p.multiply(out.data, p.n, z.data, z.cols, 1, z.rows)
}

// Tags returns the score of each tag for a word.
func (r *Reading) Tags(word int) []float32 { return r.tags.row(word)[:r.net.Tags] }

// Names returns the score of each name tag for a word.
func (r *Reading) Names(word int) []float32 { return r.names.row(word)[:r.net.Shape.Names] }

// Heads returns the scores of the heads of a sentence's words: the element (i, j) says how well word j is the head of
// word i, the last column of each row the root. It is valid until the next call.
func (r *Reading) Heads(sentence int) (scores []float32, columns int) {
	n, at, words := r.net, r.o.starts[sentence], r.o.lengths[sentence]
	r.scores.fit(words+1, n.Arc)
	copy(r.scores.data, r.product.data[at*n.Arc:(at+words)*n.Arc])
	copy(r.scores.row(words), n.arcRoot)
	r.heads.packTransposed(r.scores.data, words+1, n.Arc, n.Arc)
	r.arcs.fit(words, r.heads.n)
	r.heads.multiply(r.arcs.data, r.arcs.cols, r.dep.data[at*n.Arc:], n.Arc, 1, words)
	return r.arcs.data, r.arcs.cols
}

// Relate scores the relations of all words to their heads, which are words of all sentences, or -1 for the root.
func (r *Reading) Relate(heads []int) {
	n := r.net
	r.z.fit(r.o.words, n.Relation)
	for k, h := range heads {
		other := n.relRoot
		if h >= 0 {
			other = r.top.row(h)[n.relationHead():]
		}
		own, z := r.top.row(k)[n.relationDependent():], r.z.row(k)
		for j := range z {
			z[j] = max(0, own[j]+other[j])
		}
	}
	n.classify(&r.labels, &r.z, &n.relation, n.relBias)
}

// Labels returns the score of each relation for a word, after Relate.
func (r *Reading) Labels(word int) []float32 { return r.labels.row(word)[:r.net.Shape.Labels] }
