package model

import (
	"math"

	"github.com/entente-kg/entente/ingest/text/internal/neural"
)

// Parser finds the dependency tree of a tagged sentence. It is a transition system of the arc-hybrid kind (Kuhlmann,
// Gómez-Rodríguez and Satta 2011) with a beam. A state is a stack and the rest of the sentence; a word leaves the stack
// when it is attached to the word before the rest (left) or to the word under it on the stack (right). Each arc
// gets its label, from a network of its own, as it is made. The root is an artificial word at the end of the sentence, so
// every sequence of moves ends in a tree with one root.
type Parser struct {
	Labels []string
	Beam   int
	moves  *neural.Net
	label  *neural.Net
	root   uint8
	arcs   neural.Set // all labels but root
}

const (
	shift = iota
	left
	right
	moveCount
)

// node is a word on the stack, or the first word of the rest, with the outermost children that it has so far.
type node struct {
	word       int16
	l1, l2     int16 // leftmost and second leftmost child, -1 for none
	r1, r2     int16
	l1l, l2l   uint8 // their labels, plus one
	r1l, r2l   uint8
	nl, nr     uint8
	lset, rset uint32 // hashes of the labels so far
	under      int32  // index of the node under it, -1 at the bottom
}

// state is a partial tree. Nodes never change, so that states share them.
type state struct {
	front  int32 // index of the node of the first word of the rest
	top    int32 // index of the topmost stack node, -1 if the stack is empty
	parent int32
	move   uint8
	label  uint8
	child  int16   // the word that the move attached
	score  float32 // logarithm of the probability
}

// Search is the working memory of one analysis; it is not safe for concurrent use.
type Search struct {
	words   []Word
	nodes   []node
	states  []state
	beam    []int32
	next    []int32
	cands   []candidate
	stats   [][4]uint8 // running counts of commas, verbs, conjunctions, and marks
	labels  []uint8
	f, pair features
	sums    sums
	scratch neural.Scratch
}

type candidate struct {
	score float32
	from  int32
	move  uint8
}

// begin resets the search for the words.
func (s *Search) begin(words []Word) {
	s.words = words
	s.nodes = s.nodes[:0]
	s.states = s.states[:0]
	s.stats = s.stats[:0]
	var c [4]uint8
	for i := range words {
		s.stats = append(s.stats, c)
		w := &words[i]
		switch {
		case w.norm == commaHash:
			c[0]++
		case w.suf1 == ':' || w.suf1 == ';' || w.suf1 == '-' || w.suf1 == '"' || w.suf1 == '(':
			c[3]++
		}
		switch w.class {
		case classVerb:
			c[1]++
		case classConj:
			c[2]++
		}
	}
	s.stats = append(s.stats, c)
	s.nodes = append(s.nodes, newNode(0))
	s.states = append(s.states, state{front: 0, top: -1, parent: -1})
	s.beam = append(s.beam[:0], 0)
}

func newNode(word int16) node { return node{word: word, l1: -1, l2: -1, r1: -1, r2: -1, under: -1} }

var commaHash = func() uint32 { var w Word; w.Fill(","); return w.norm }()

// between summarises what stands between two words: commas, verbs, conjunctions, other marks.
func (s *Search) between(a, b int) uint32 {
	if b <= a+1 {
		return 0
	}
	x, y := s.stats[a+1], s.stats[b]
	var h uint32 = 1
	for k := range 4 {
		h = h*4 + uint32(min(y[k]-x[k], 3))
	}
	return h
}

func distance(a, b int) uint32 {
	d := b - a
	switch {
	case d <= 4:
		return uint32(d)
	case d <= 6:
		return 5
	case d <= 9:
		return 6
	case d <= 14:
		return 7
	case d <= 20:
		return 8
	}
	return 9
}

// can tells whether a move is possible.
func (s *Search) can(st *state, move int) bool {
	n := int16(len(s.words))
	switch move {
	case shift:
		return s.frontWord(st) < n
	case left:
		// The artificial root takes the last word of the stack only.
		return st.top >= 0 && (s.frontWord(st) < n || s.nodes[st.top].under < 0)
	}
	return st.top >= 0 && s.nodes[st.top].under >= 0
}

// frontWord is the first word of the rest, or the number of words.
func (s *Search) frontWord(st *state) int16 { return s.nodes[st.front].word }

// push adds a node and returns its index.
func (s *Search) push(n node) int32 {
	s.nodes = append(s.nodes, n)
	return int32(len(s.nodes) - 1)
}

// apply appends the state that a move leads to and returns its index.
func (s *Search) apply(from int32, move int, label uint8, score float32) int32 {
	st := s.states[from]
	next := state{front: st.front, top: st.top, parent: from, move: uint8(move), label: label, child: -1, score: score}
	switch move {
	case shift:
		n := s.nodes[st.front]
		n.under = st.top
		next.top = s.push(n)
		next.front = s.push(newNode(n.word + 1))
	case left:
		c, f := s.nodes[st.top], s.nodes[st.front]
		next.child, next.top = c.word, c.under
		f.l2, f.l2l = f.l1, f.l1l
		f.l1, f.l1l = c.word, label+1
		f.nl = min(f.nl+1, 7)
		f.lset = f.lset*31 + uint32(label) + 1
		next.front = s.push(f)
	case right:
		c := s.nodes[st.top]
		h := s.nodes[c.under]
		next.child = c.word
		h.r2, h.r2l = h.r1, h.r1l
		h.r1, h.r1l = c.word, label+1
		h.nr = min(h.nr+1, 7)
		h.rset = h.rset*31 + uint32(label) + 1
		next.top = s.push(h)
	}
	s.states = append(s.states, next)
	return int32(len(s.states) - 1)
}

// Parse sets Head and Label of tagged words.
func (p *Parser) Parse(words []Word, s *Search) {
	if len(words) == 0 {
		return
	}
	s.begin(words)
	s.sums.begin(p.moves.Hidden(), len(words))
	for range 2 * len(words) {
		p.advance(s)
	}
	p.read(s, s.beam[0])
}

// advance replaces the beam by its best successors.
func (p *Parser) advance(s *Search) {
	s.cands = s.cands[:0]
	for _, from := range s.beam {
		st := &s.states[from]
		possible := s.possible(st)
		if only, ok := single(possible); ok {
			s.cands = append(s.cands, candidate{score: st.score, from: from, move: only})
			continue
		}
		p.evalMoves(s, st, possible)
		if len(s.beam) == 1 && p.Beam == 1 {
			s.cands = append(s.cands, candidate{from: from, move: uint8(s.scratch.Best(possible))})
			continue
		}
		s.scratch.Softmax(possible)
		for m := range moveCount {
			if possible.Has(m) {
				score := st.score + float32(math.Log(float64(s.scratch.Out[m])+1e-9))
				s.cands = append(s.cands, candidate{score: score, from: from, move: uint8(m)})
			}
		}
	}
	s.next = s.next[:0]
	for range min(p.Beam, len(s.cands)) {
		top := 0
		for i := range s.cands {
			if s.cands[i].score > s.cands[top].score {
				top = i
			}
		}
		c := s.cands[top]
		if len(s.next) > 0 && c.score < s.states[s.next[0]].score-beamWidth {
			break
		}
		s.cands[top].score = float32(math.Inf(-1))
		s.next = append(s.next, s.apply(c.from, int(c.move), p.arcLabel(s, c.from, int(c.move)), c.score))
	}
	s.beam, s.next = s.next, s.beam
}

// beamWidth is how much less likely than the best, in the logarithm, a state in the beam may be.
const beamWidth = 6

func (s *Search) possible(st *state) neural.Set {
	var m neural.Set
	for k := range moveCount {
		if s.can(st, k) {
			m[0] |= 1 << k
		}
	}
	return m
}

// single returns the only move of a set.
func single(m neural.Set) (uint8, bool) {
	switch m[0] {
	case 1 << shift:
		return shift, true
	case 1 << left:
		return left, true
	case 1 << right:
		return right, true
	}
	return 0, false
}

// arcLabel chooses the label of the arc that a move makes.
func (p *Parser) arcLabel(s *Search, from int32, move int) uint8 {
	if move == shift {
		return 0
	}
	st := &s.states[from]
	if move == left && int(s.frontWord(st)) == len(s.words) {
		return p.root
	}
	s.labelFeatures(st, move)
	p.label.Eval(s.f.deep[:s.f.d], s.f.wide[:s.f.w], p.arcs, &s.scratch)
	return uint8(s.scratch.Best(p.arcs))
}

// read follows the moves back and writes the tree.
func (p *Parser) read(s *Search, at int32) {
	for at > 0 {
		st := &s.states[at]
		if st.child >= 0 {
			before := &s.states[st.parent]
			head := s.frontWord(before)
			if st.move == right {
				head = s.nodes[s.nodes[before.top].under].word
			}
			w := &s.words[st.child]
			w.Head, w.Label = head, st.label
			if int(head) == len(s.words) {
				w.Head = -1
			}
		}
		at = st.parent
	}
}
