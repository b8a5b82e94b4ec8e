package model

import "github.com/entente-kg/entente/ingest/text/internal/neural"

// sums keeps, for the nodes of a sentence, the part of the hidden layer that depends on the node alone. A node is seen
// from many states, so this saves most of the work of the hidden layer.
type sums struct {
	hidden  int
	vectors [3][]float32 // by role: topmost, under it, front
	have    [3][]bool
	pairs   [2][pairSlots]pairSum // by role: topmost and front, under and topmost
}

const (
	roleTop = iota
	roleUnder
	roleFront
)

const pairSlots = 256

// pairSum is the linear part that depends on two words alone.
type pairSum struct {
	key uint32
	sum [moveCount]float32
}

func (k *sums) begin(hidden, words int) {
	k.hidden = hidden
	for role := range k.have {
		clear(k.have[role])
	}
	for role := range k.pairs {
		for i := range k.pairs[role] {
			k.pairs[role][i].key = 0
		}
	}
}

// slot returns the place for a node's sum and whether it is there already.
func (k *sums) slot(role int, node int32) ([]float32, bool) {
	if int(node) >= len(k.have[role]) {
		n := max(2*len(k.have[role]), int(node)+1, 512)
		k.have[role] = append(k.have[role], make([]bool, n-len(k.have[role]))...)
		k.vectors[role] = append(k.vectors[role], make([]float32, n*k.hidden-len(k.vectors[role]))...)
	}
	v := k.vectors[role][int(node)*k.hidden:][:k.hidden]
	if k.have[role][node] {
		return v, true
	}
	k.have[role][node] = true
	clear(v)
	return v, false
}

// evalMoves evaluates the moves from a state as if all of moveFeatures were given.
func (p *Parser) evalMoves(s *Search, st *state, possible neural.Set) {
	f := &s.f
	v := s.view(st)
	p.moves.Begin(&s.scratch)
	p.addTop(s, roleTop, st.top, v.s0)
	under := int32(-1)
	if st.top >= 0 {
		under = v.s0.under
	}
	p.addTop(s, roleUnder, under, v.s1)
	sum, ok := s.sums.slot(roleFront, st.front)
	if !ok {
		f.reset()
		s.frontAtoms(f, v.b)
		p.moves.Add(sum, f.deep[:f.d])
	}
	s.scratch.Add(sum)
	f.reset()
	s.stateAtoms(f, st, &v)
	s.stateFeatures(f, &v)
	var linear [moveCount]float32
	p.addPair(s, roleTop, v.s0, v.b, &linear)
	p.addPair(s, roleUnder, v.s1, v.s0, &linear)
	p.moves.Finish(f.deep[:f.d], f.wide[:f.w], linear[:], possible, &s.scratch)
}

// addTop adds the node at index i of the stack, which may be missing.
func (p *Parser) addTop(s *Search, role int, i int32, n *node) {
	t := uint32(1000)
	if role == roleUnder {
		t = 1200
	}
	sum, ok := s.sums.slot(role, i+1) // 0 is the missing node
	if !ok {
		s.f.reset()
		s.topAtoms(&s.f, n, t)
		p.moves.Add(sum, s.f.deep[:s.f.d])
	}
	s.scratch.Add(sum)
}

// addPair adds the linear part of two words.
func (p *Parser) addPair(s *Search, role int, x, y *node, linear *[moveCount]float32) {
	key := uint32(x.word+1)<<16 | uint32(y.word+1) + 1
	slot := &s.sums.pairs[role][(uint32(x.word)*37+uint32(y.word))%pairSlots]
	if slot.key != key {
		f := &s.pair
		f.reset()
		s.pairFeatures(f, x, y, 100+100*uint32(role))
		slot.key, slot.sum = key, [moveCount]float32{}
		p.moves.Linear(f.wide[:f.w], slot.sum[:])
	}
	for m := range linear {
		linear[m] += slot.sum[m]
	}
}
