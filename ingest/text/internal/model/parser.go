package model

import (
	"github.com/entente-kg/entente/ingest/text/internal/linear"
)

// Parser finds the dependency tree of a tagged sentence. It is a transition system of the arc-hybrid kind (Kuhlmann,
// Gómez-Rodríguez and Satta 2011) searched with a beam, with features after Zhang and Nivre (2011). A state is a stack
// and the rest of the sentence; a word leaves the stack when it is attached to the word before the rest (left) or to
// the word under it on the stack (right). The labels of arcs come from tables of their own, first while the tree grows
// and then once more with the whole tree in view. The root is an artificial word at the end of the sentence, so every
// sequence of moves ends in a tree with one root.
type Parser struct {
	Labels []string
	Beam   int
	moves  *linear.Table
	label  *linear.Table
	final  *linear.Table
	root   uint8
}

const (
	shift = iota
	left
	right
	moveCount
)

const maxMoveRows = 192

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

// state is a partial tree; the rest of the sentence begins at its front's word.
type state struct {
	front  node
	top    int32 // index of the topmost stack node
	parent int32
	move   uint8
	label  uint8
	child  int16 // the word that the move attached
	score  int32
}

// Search is the working memory of one analysis; it is not safe for concurrent use.
type Search struct {
	nodes  []node
	states []state
	beam   []int32
	next   []int32
	cands  []candidate
	f      moveRows
	tags   tagRows
	scores [256]int32
	stats  [][4]uint8 // running counts of commas, verbs, conjunctions, and marks
	labels []uint8
	kids   []kids
	words  []Word
}

type candidate struct {
	score int32
	from  int32
	move  uint8
	order int32
}

type moveRows struct {
	rows [maxMoveRows]linear.Row
	n    int
}

func (f *moveRows) add(t, a, b, c uint32) {
	f.rows[f.n] = linear.Hash(t, a, b, c)
	f.n++
}

// begin resets the search for the words.
func (s *Search) begin(words []Word, p *Parser) {
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
	s.states = append(s.states, state{front: newNode(0), top: -1, parent: -1})
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
		return st.front.word < n
	case left:
		// The artificial root takes the last word of the stack only.
		return st.top >= 0 && (st.front.word < n || s.nodes[st.top].under < 0)
	}
	return st.top >= 0 && s.nodes[st.top].under >= 0
}

// apply appends the state that a move leads to and returns its index.
func (s *Search) apply(from int32, move int, label uint8, score int32) int32 {
	st := s.states[from]
	next := state{front: st.front, top: st.top, parent: from, move: uint8(move), label: label, child: -1, score: score}
	switch move {
	case shift:
		n := st.front
		n.under = st.top
		s.nodes = append(s.nodes, n)
		next.top = int32(len(s.nodes) - 1)
		next.front = newNode(st.front.word + 1)
	case left:
		c := &s.nodes[st.top]
		next.child, next.top = c.word, c.under
		f := &next.front
		f.l2, f.l2l = f.l1, f.l1l
		f.l1, f.l1l = c.word, label+1
		f.nl = min(f.nl+1, 7)
		f.lset = f.lset*31 + uint32(label) + 1
	case right:
		c := s.nodes[st.top]
		h := s.nodes[c.under]
		next.child = c.word
		h.r2, h.r2l = h.r1, h.r1l
		h.r1, h.r1l = c.word, label+1
		h.nr = min(h.nr+1, 7)
		h.rset = h.rset*31 + uint32(label) + 1
		s.nodes = append(s.nodes, h)
		next.top = int32(len(s.nodes) - 1)
	}
	s.states = append(s.states, next)
	return int32(len(s.states) - 1)
}

// Parse sets Head and Label of tagged words.
func (p *Parser) Parse(words []Word, s *Search) {
	if len(words) == 0 {
		return
	}
	s.begin(words, p)
	for range 2 * len(words) {
		p.advance(s)
	}
	p.read(s, s.beam[0])
	p.relabel(words, s)
}

// advance replaces the beam by its best successors.
func (p *Parser) advance(s *Search) {
	s.cands = s.cands[:0]
	var out [moveCount]int32
	for _, from := range s.beam {
		st := &s.states[from]
		p.score(s, st, &out)
		for m := range moveCount {
			if s.can(st, m) {
				s.cands = append(s.cands, candidate{score: st.score + out[m], from: from, move: uint8(m)})
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
		s.cands[top].score = minScore
		s.next = append(s.next, s.apply(c.from, int(c.move), p.arcLabel(s, c.from, int(c.move)), c.score))
	}
	s.beam, s.next = s.next, s.beam
}

const minScore = -1 << 30

// score computes the scores of the moves from a state.
func (p *Parser) score(s *Search, st *state, out *[moveCount]int32) {
	s.moveFeatures(st)
	p.moves.Scores(s.f.rows[:s.f.n], out[:])
}

// arcLabel chooses the label of the arc that a move makes.
func (p *Parser) arcLabel(s *Search, from int32, move int) uint8 {
	if move == shift {
		return 0
	}
	st := &s.states[from]
	if move == left && int(st.front.word) == len(s.words) {
		return p.root
	}
	s.labelFeatures(st, move)
	p.label.Scores(s.f.rows[:s.f.n], s.scores[:])
	return p.bestLabel(s.scores[:len(p.Labels)])
}

// bestLabel is the best label other than root.
func (p *Parser) bestLabel(scores []int32) uint8 {
	top := -1
	for i, v := range scores {
		if uint8(i) != p.root && (top < 0 || v > scores[top]) {
			top = i
		}
	}
	return uint8(top)
}

// read follows the moves back and writes the tree.
func (p *Parser) read(s *Search, at int32) {
	for at > 0 {
		st := &s.states[at]
		if st.child >= 0 {
			before := &s.states[st.parent]
			head := before.front.word
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
