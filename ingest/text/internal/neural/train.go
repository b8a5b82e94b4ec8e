package neural

import (
	"math"
	"slices"
	"sync"
)

// Sentence is a sentence with its right analysis.
type Sentence struct {
	Features []Feature // Shape.Features a word; the first Identity of them tell which word it is
	Tags     []int
	Heads    []int // -1 for the root
	Labels   []int
	Names    []int    // nil where names are not annotated; -1 where that word is not
	Evidence []uint32 // by word: a bit for each thing that the document says of it
}

// Training are the settings of a training.
type Training struct {
	Shape
	Identity   int     // features of a word that tell which one it is; the first ones
	Parts      int     // those and the ones of its beginnings and endings, which follow
	Rare       float32 // a word seen as often as this is left out half of the time
	Least      int     // a feature seen less often is left out
	Epochs     int
	BatchWords int
	Rate       float32 // step size of Adam (Kingma and Ba 2015), falling to zero
	Keep       float32 // share of the units that are kept at each step, between layers
	KeepState  float32 // the same, between the steps of an LSTM (Gal and Ghahramani 2016)
	Seed       int
	Words      *WordVectors // what is known of words beforehand; Known is their length
	// Log is told the mean loss a word of each epoch, by task: tags, heads, relations, names.
	Log func(epoch int, loss [4]float64, net func() *Net)
}

// workers is fixed, not the number of processors, so that sums are taken in the same order everywhere.
const workers = 2

const (
	beta1, beta2, tiny = 0.9, 0.98, 1e-8
	greatestStep       = 5.0 // the norm of the gradient is cut to this
	warmUp             = 200 // steps with a rising rate
	averagedShare      = 0.3 // the last steps, over which the weights are averaged
	averageEvery       = 40
)

// Train learns a network. The result depends on nothing but its arguments.
func Train(c Training, sentences []Sentence) *Net {
	t := newTrainer(c, sentences)
	steps := 0
	for epoch := range c.Epochs {
		var loss [4]float64
		batches := t.batches()
		for _, batch := range batches {
			steps++
			t.step(batch, steps, c.Epochs*len(batches), &loss)
		}
		for i := range loss {
			loss[i] /= float64(len(batches))
		}
		if c.Log != nil {
			c.Log(epoch, loss, func() *Net { return t.net() })
		}
	}
	return t.net()
}

type trainer struct {
	Training
	o         layout
	sentences []Sentence
	rows      table
	count     []float32 // by row: how often it was seen
	embed     adam      // Embed weights a row
	weights   adam
	workers   [workers]worker
	rnd       random
	averages  int
}

// adam are weights with the running means that Adam keeps of their gradients, and their sums over the last steps.
type adam struct{ w, m, v, sum, grad []float32 }

func newAdam(n int) adam {
	return adam{make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)}
}

// update takes a step for the weights from at and returns nothing but clears their gradients.
func (a *adam) update(at, n int, rate, factor, debias float32) {
	w, m, v, g := a.w[at:at+n], a.m[at:at+n], a.v[at:at+n], a.grad[at:at+n]
	for i := range w {
		d := g[i] * factor
		m[i] = float32(beta1*m[i]) + float32((1-beta1)*d)
		v[i] = float32(beta2*v[i]) + float32((1-beta2)*float32(d*d))
		w[i] -= rate * m[i] / (float32(math.Sqrt(float64(v[i]*debias))) + tiny)
		g[i] = 0
	}
}

func newTrainer(c Training, sentences []Sentence) *trainer {
	t := &trainer{Training: c, sentences: sentences, rnd: newRandom(c.Seed)}
	counts := make(map[Feature]int)
	for _, s := range sentences {
		for _, f := range s.Features {
			counts[f]++
		}
	}
	var keys []Feature
	for f, n := range counts {
		if n >= c.Least {
			keys = append(keys, f)
		}
	}
	slices.Sort(keys)
	t.rows = newTable(keys)
	for _, k := range keys {
		t.count = append(t.count, float32(counts[k]))
	}
	t.Known = t.Words.length
	t.o = t.layout()
	t.embed, t.weights = newAdam(len(keys)*c.Embed), newAdam(t.o.size)
	t.start()
	for k := range t.workers {
		w := &t.workers[k]
		w.t, w.rnd, w.grads = t, newRandom(c.Seed+7+k), make([]float32, t.o.size)
		w.slot = make([]int32, len(keys))
		w.layers = make([]layerRun, c.Layers)
	}
	return t
}

// start sets the weights to pseudo-random numbers of a size that keeps sums of the same size (Glorot and Bengio 2010).
func (t *trainer) start() {
	fill := func(b block, in, out int) {
		bound := float32(math.Sqrt(6 / float64(in+out)))
		w := b.of(t.weights.w)
		for i := range w {
			w[i] = bound * (2*t.rnd.unit() - 1)
		}
	}
	for i := range t.embed.w {
		t.embed.w[i] = 0.3 * (t.rnd.unit() - 0.5)
	}
	h := t.Hidden
	for l := range t.Layers {
		for d := range 2 {
			fill(t.o.w[l][d], t.o.w[l][d].rows, h)
			fill(t.o.u[l][d], h, h)
			forget := t.o.b[l][d].of(t.weights.w)[h : 2*h]
			for i := range forget {
				forget[i] = 1
			}
		}
	}
	for _, b := range []block{t.o.tag, t.o.arc, t.o.relation, t.o.names, t.o.known} {
		fill(b, b.rows, b.cols)
	}
	fill(t.o.top, t.o.top.rows, t.Arc)
	fill(t.o.arcRoot, 1, t.Arc)
	fill(t.o.relRoot, 1, t.Relation)
}

// batches makes batches of about BatchWords words, of sentences of like length, in a new order.
func (t *trainer) batches() [][]int {
	items := make([]int, len(t.sentences))
	key := make([]float32, len(t.sentences))
	for i := range items {
		items[i] = i
		key[i] = float32(len(t.sentences[i].Heads)) + 6*t.rnd.unit()
	}
	slices.SortFunc(items, func(a, b int) int {
		if key[a] != key[b] {
			if key[a] < key[b] {
				return -1
			}
			return 1
		}
		return a - b
	})
	var out [][]int
	for from := 0; from < len(items); {
		to, words := from, 0
		for to < len(items) && (to == from || words+len(t.sentences[items[to]].Heads) <= t.BatchWords) {
			words += len(t.sentences[items[to]].Heads)
			to++
		}
		out = append(out, items[from:to])
		from = to
	}
	for i := len(out) - 1; i > 0; i-- {
		j := int(t.rnd.next() % uint64(i+1))
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// step learns from a batch.
func (t *trainer) step(batch []int, step, steps int, loss *[4]float64) {
	words := 0
	for _, i := range batch {
		words += len(t.sentences[i].Heads)
	}
	var wg sync.WaitGroup
	for k := range t.workers {
		w := &t.workers[k]
		w.part = w.part[:0]
		for i := k; i < len(batch); i += workers {
			w.part = append(w.part, &t.sentences[batch[i]])
		}
		if len(w.part) > 0 {
			wg.Go(func() { w.learn(1 / float32(words)) })
		}
	}
	wg.Wait()
	touched := t.collect(loss)
	t.update(touched, step, steps)
	if float64(step) > (1-averagedShare)*float64(steps) && step%averageEvery == 0 {
		t.averages++
		add(t.embed.sum, t.embed.w)
		add(t.weights.sum, t.weights.w)
	}
}

// collect sums the gradients of the workers up and returns the rows of the features that have one, in order.
func (t *trainer) collect(loss *[4]float64) []int32 {
	var touched []int32
	for k := range t.workers {
		w := &t.workers[k]
		add(t.weights.grad, w.grads)
		clear(w.grads)
		for i, row := range w.touched {
			add(t.embed.grad[int(row)*t.Embed:][:t.Embed], w.dEmbed[i*t.Embed:][:t.Embed])
			w.slot[row] = 0
		}
		touched = append(touched, w.touched...)
		w.touched, w.dEmbed = w.touched[:0], w.dEmbed[:0]
		for i, v := range w.loss {
			loss[i] += v
		}
		w.loss = [4]float64{}
	}
	slices.Sort(touched)
	return slices.Compact(touched)
}

func (t *trainer) update(touched []int32, step, steps int) {
	var norm float64
	for _, g := range t.weights.grad {
		norm += float64(g * g)
	}
	for _, r := range touched {
		for _, g := range t.embed.grad[int(r)*t.Embed:][:t.Embed] {
			norm += float64(g * g)
		}
	}
	factor := float32(1)
	if norm = math.Sqrt(norm); norm > greatestStep {
		factor = float32(greatestStep / norm)
	}
	rate := t.Rate * min(1, float32(step)/warmUp) * (1 - float32(step)/float32(steps+1))
	rate /= float32(1 - power(beta1, step))
	debias := float32(1 / (1 - power(beta2, step)))
	var wg sync.WaitGroup
	half := len(t.weights.w) / 2
	wg.Go(func() { t.weights.update(0, half, rate, factor, debias) })
	wg.Go(func() { t.weights.update(half, len(t.weights.w)-half, rate, factor, debias) })
	wg.Go(func() {
		for _, r := range touched {
			t.embed.update(int(r)*t.Embed, t.Embed, rate, factor, debias)
		}
	})
	wg.Wait()
}

// power is x to the n.
func power(x float64, n int) float64 {
	p := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			p *= x
		}
		x *= x
	}
	return p
}

// net returns the network with the averaged weights, or the present ones if there are no averages yet.
func (t *trainer) net() *Net {
	embed, weights := t.embed.w, t.weights.w
	if t.averages > 0 {
		embed, weights = slices.Clone(t.embed.sum), slices.Clone(t.weights.sum)
		for _, x := range [][]float32{embed, weights} {
			for i := range x {
				x[i] /= float32(t.averages)
			}
		}
	}
	return newNet(t.Shape, t.Words, t.rows.keys, embed, weights)
}
