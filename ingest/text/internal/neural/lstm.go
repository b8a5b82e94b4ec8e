package neural

// run is the memory of one direction of a layer in training. Matrices have a row for each row of the order; gates lie as
// input, forget, candidate, output.
type run struct {
	hidden               int
	x, gates, cell, tan  matrix // the input, the gates after their functions, the cell and its tangent
	state, dropped, last matrix // the output, the same with units left out, and that of the step before
	keep                 matrix // by sorted sentence: 0 for units of the state that are left out, else a factor
	dState, dGates       matrix
	dX                   matrix
	carry, carryCell     matrix // what comes back from the step after
	w, u, wT, uT, dG     panels
}

// forward reads the words of in and writes its states into columns at and behind of out.
func (r *run) forward(o *order, d int, in *matrix, weights []float32, w, u, b block, keep float32, rnd *random, out *matrix, at int) {
	h := r.hidden
	n := o.words
	r.x.fit(n, in.cols)
	for k, word := range o.word[d] {
		copy(r.x.row(k), in.row(word))
	}
	r.w.pack(w.of(weights), w.rows, w.cols)
	r.u.pack(u.of(weights), u.rows, u.cols)
	r.gates.fit(n, 4*h)
	for k := range n {
		copy(r.gates.row(k), b.of(weights))
	}
	r.w.multiply(r.gates.data, 4*h, r.x.data, r.x.cols, 1, n)
	for _, m := range []*matrix{&r.cell, &r.tan, &r.state, &r.dropped, &r.last} {
		m.fit(n, h)
	}
	r.keep.fit(len(o.sorted), h)
	for i := range r.keep.data {
		if rnd.unit() < keep {
			r.keep.data[i] = 1 / keep
		}
	}
	for t := range len(o.steps) - 1 {
		from, to := o.steps[t], o.steps[t+1]
		if t > 0 {
			before := o.steps[t-1]
			copy(r.last.data[from*h:to*h], r.dropped.data[before*h:])
			r.u.multiply(r.gates.data[from*4*h:], 4*h, r.last.data[from*h:], h, 1, to-from)
		}
		for k := from; k < to; k++ {
			r.step(o, t, k, k-from)
		}
	}
	for k, word := range o.word[d] {
		copy(out.row(word)[at:at+h], r.state.row(k))
	}
}

// step computes a row from its gates.
func (r *run) step(o *order, t, k, sentence int) {
	h := r.hidden
	g, c, tc, s, dropped, keep := r.gates.row(k), r.cell.row(k), r.tan.row(k), r.state.row(k), r.dropped.row(k), r.keep.row(sentence)
	var before []float32
	if t > 0 {
		before = r.cell.row(o.steps[t-1] + sentence)
	}
	for j := range h {
		i, f, a, out := sigmoid(g[j]), sigmoid(g[h+j]), tanh(g[2*h+j]), sigmoid(g[3*h+j])
		g[j], g[h+j], g[2*h+j], g[3*h+j] = i, f, a, out
		v := float32(i * a)
		if before != nil {
			v += float32(f * before[j])
		}
		c[j] = v
		tc[j] = tanh(v)
		s[j] = float32(out * tc[j])
		dropped[j] = float32(s[j] * keep[j])
	}
}

// backward takes the gradient of the states, in columns at and behind of dOut, adds that of the weights to grads and that
// of the input to dIn.
func (r *run) backward(o *order, d int, dOut *matrix, at int, weights, grads []float32, w, u, b block, dIn *matrix) {
	h, n := r.hidden, o.words
	r.dState.fit(n, h)
	for k, word := range o.word[d] {
		copy(r.dState.row(k), dOut.row(word)[at:at+h])
	}
	r.dGates.fit(n, 4*h)
	r.carry.fit(len(o.sorted), h)
	r.carryCell.fit(len(o.sorted), h)
	r.uT.packTransposed(u.of(weights), u.rows, u.cols, u.cols)
	for t := len(o.steps) - 2; t >= 0; t-- {
		from, to := o.steps[t], o.steps[t+1]
		for k := from; k < to; k++ {
			r.stepBack(o, t, k, k-from)
		}
		if t > 0 {
			clear(r.carry.data[:(to-from)*h])
			r.uT.multiply(r.carry.data, h, r.dGates.data[from*4*h:], 4*h, 1, to-from)
			for i := range (to - from) * h {
				r.carry.data[i] *= r.keep.data[i]
			}
		}
	}
	r.dG.pack(r.dGates.data, n, 4*h)
	r.dG.multiply(w.of(grads), w.cols, r.x.data, 1, r.x.cols, w.rows)
	r.dG.multiply(u.of(grads), u.cols, r.last.data, 1, h, h)
	addRows(b.of(grads), &r.dGates)
	r.dX.fit(n, r.x.cols)
	r.wT.packTransposed(w.of(weights), w.rows, w.cols, w.cols)
	r.wT.multiply(r.dX.data, r.dX.cols, r.dGates.data, 4*h, 1, n)
	for k, word := range o.word[d] {
		add(dIn.row(word), r.dX.row(k))
	}
}

func (r *run) stepBack(o *order, t, k, sentence int) {
	h := r.hidden
	g, tc, dg, ds := r.gates.row(k), r.tan.row(k), r.dGates.row(k), r.dState.row(k)
	carry, carryCell := r.carry.row(sentence), r.carryCell.row(sentence)
	var before []float32
	if t > 0 {
		before = r.cell.row(o.steps[t-1] + sentence)
	}
	for j := range h {
		i, f, a, out := g[j], g[h+j], g[2*h+j], g[3*h+j]
		dh := ds[j] + carry[j]
		dc := carryCell[j] + dh*out*(1-tc[j]*tc[j])
		dg[j] = dc * a * i * (1 - i)
		if before != nil {
			dg[h+j] = dc * before[j] * f * (1 - f)
		}
		dg[2*h+j] = dc * i * (1 - a*a)
		dg[3*h+j] = dh * tc[j] * out * (1 - out)
		carryCell[j] = dc * f
	}
}

// add adds src to dst.
func add(dst, src []float32) {
	src = src[:len(dst)]
	for i, v := range src {
		dst[i] += v
	}
}

// addRows adds all rows of m to dst.
func addRows(dst []float32, m *matrix) {
	for k := range m.rows {
		add(dst, m.row(k))
	}
}
