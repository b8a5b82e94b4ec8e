package model

import (
	"math"
	"slices"
)

var never = float32(math.Inf(-1))

// tree finds the best tree under the scores of its arcs: the best head of each word where these make a tree with one
// root, as they nearly always do, else the maximum spanning tree (Chu and Liu 1965, Edmonds 1967) with one root.
type tree struct {
	n      int
	scores []float32 // by dependent and head, the root being head n
	ld     int
	heads  []int // the result: n for the root
	best   []int
	mark   []int
	tried  []int
	floats arena[float64]
	ints   arena[int]
}

// arena is memory that is taken in pieces and given back all at once.
type arena[T any] struct {
	all  []T
	used int
}

// take returns n zeros.
func (a *arena[T]) take(n int) []T {
	if a.used+n > len(a.all) {
		a.all = make([]T, 2*(len(a.all)+n))
		a.used = 0
	}
	x := a.all[a.used : a.used+n : a.used+n]
	a.used += n
	clear(x)
	return x
}

// square is a matrix of weights: the weight of the arc from head j to i at i*n+j.
type square struct {
	n int
	w []float64
}

func (q square) at(i, j int) float64 { return q.w[i*q.n+j] }

// find sets heads.
func (t *tree) find(scores []float32, ld, n int) {
	t.scores, t.ld, t.n = scores, ld, n
	t.heads = t.heads[:0]
	roots := 0
	for i := range n {
		top := n
		for j, v := range scores[i*ld:][:n] {
			if j != i && v > scores[i*ld+top] {
				top = j
			}
		}
		if top == n {
			roots++
		}
		t.heads = append(t.heads, top)
	}
	if roots == 1 && !t.cyclic() {
		return
	}
	t.spanning()
}

// cyclic tells whether the heads do not all lead to the root.
func (t *tree) cyclic() bool {
	t.mark = append(t.mark[:0], make([]int, t.n)...)
	for i := range t.n {
		for k := i; k != t.n && t.mark[k] != -1; k = t.heads[k] {
			if t.mark[k] == i+1 {
				return true
			}
			t.mark[k] = i + 1
		}
		for k := i; k != t.n && t.mark[k] == i+1; k = t.heads[k] {
			t.mark[k] = -1
		}
	}
	return false
}

// spanning tries the words with the best scores as the only root and keeps the best tree.
func (t *tree) spanning() {
	const tries = 3
	t.tried = t.tried[:0]
	var top float64
	for range min(tries, t.n) {
		root := -1
		for i := range t.n {
			if !slices.Contains(t.tried, i) && (root < 0 || t.rootScore(i) > t.rootScore(root)) {
				root = i
			}
		}
		t.tried = append(t.tried, root)
		heads := t.rooted(root)
		var sum float64
		for i, h := range heads {
			sum += float64(t.scores[i*t.ld+h])
		}
		if len(t.tried) == 1 || sum > top {
			top, t.best = sum, append(t.best[:0], heads...)
		}
	}
	copy(t.heads, t.best)
}

// rootScore says how much better a word is as the root than below its best head.
func (t *tree) rootScore(i int) float32 {
	row := t.scores[i*t.ld:]
	other := never
	for j, v := range row[:t.n] {
		if j != i {
			other = max(other, v)
		}
	}
	if other == never {
		return 0
	}
	return row[t.n] - other
}

// rooted returns the heads of the maximum spanning tree below the root word. They are valid until the next call.
func (t *tree) rooted(root int) []int {
	t.floats.used, t.ints.used = 0, 0
	q := square{t.n, t.floats.take(t.n * t.n)}
	for i := range t.n {
		for j := range t.n {
			q.w[i*t.n+j] = float64(t.scores[i*t.ld+j])
		}
	}
	heads := t.branching(q, root)
	heads[root] = t.n
	return heads
}

// branching returns, for each node but root, its head in the maximum spanning tree.
func (t *tree) branching(q square, root int) []int {
	heads := t.ints.take(q.n)
	for i := range q.n {
		heads[i] = -1
		for j := range q.n {
			if i != root && j != i && (heads[i] < 0 || q.at(i, j) > q.at(i, heads[i])) {
				heads[i] = j
			}
		}
	}
	if cycle := t.cycle(heads); len(cycle) > 0 {
		t.expand(q, root, heads, cycle)
	}
	return heads
}

// cycle returns the nodes of a cycle.
func (t *tree) cycle(heads []int) []int {
	mark := t.ints.take(len(heads))
	for i := range heads {
		k := i
		for k >= 0 && mark[k] == 0 {
			mark[k] = i + 1
			k = heads[k]
		}
		if k < 0 || mark[k] != i+1 {
			continue
		}
		cycle := append(t.ints.take(len(heads))[:0], k)
		for j := heads[k]; j != k; j = heads[j] {
			cycle = append(cycle, j)
		}
		return cycle
	}
	return nil
}

// expand solves the problem with the cycle as a single node, the last one, and opens the cycle where it is best entered.
func (t *tree) expand(q square, root int, heads, cycle []int) {
	in, small := t.ints.take(q.n), t.ints.take(q.n)
	for _, c := range cycle {
		in[c] = 1
	}
	nodes := t.ints.take(q.n)[:0] // of the smaller problem
	for i := range q.n {
		if in[i] == 0 {
			small[i] = len(nodes)
			nodes = append(nodes, i)
		}
	}
	m := len(nodes)
	v := square{m + 1, t.floats.take((m + 1) * (m + 1))}
	enter, leave := t.ints.take(m), t.ints.take(m) // by node: the word of the cycle that it is best head or dependent of
	for a, i := range nodes {
		for b, j := range nodes {
			v.w[a*v.n+b] = q.at(i, j)
		}
		gain := func(c int) float64 { return q.at(c, i) - q.at(c, heads[c]) }
		enter[a], leave[a] = cycle[0], cycle[0]
		for _, c := range cycle {
			if gain(c) > gain(enter[a]) {
				enter[a] = c
			}
			if q.at(i, c) > q.at(i, leave[a]) {
				leave[a] = c
			}
		}
		v.w[m*v.n+a] = gain(enter[a])
		v.w[a*v.n+m] = q.at(i, leave[a])
	}
	below := t.branching(v, small[root])
	for a, i := range nodes {
		switch h := below[a]; {
		case h == m:
			heads[i] = leave[a]
		case h >= 0:
			heads[i] = nodes[h]
		}
	}
	heads[enter[below[m]]] = nodes[below[m]]
}
