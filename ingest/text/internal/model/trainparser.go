package model

import (
	"sort"

	"github.com/entente-kg/entente/ingest/text/internal/neural"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// LabelSet returns the relations of the sentences, sorted.
func LabelSet(sentences []treebank.Sentence) []string {
	seen := make(map[string]bool)
	for _, s := range sentences {
		for _, w := range s.Words {
			seen[w.Relation] = true
		}
	}
	var labels []string
	for l := range seen {
		labels = append(labels, l)
	}
	sort.Strings(labels)
	return labels
}

// ParserTraining are the settings of a training.
type ParserTraining struct {
	Beam, Epochs int
	Moves, Label neural.Config
	Log          func(epoch int, sofar func() *Parser)
}

// labelEpochs is how long labels are learnt along with the moves.
const labelEpochs = 3

// parserTrainer learns moves and labels together: the moves with a dynamic oracle (Goldberg and Nivre 2013), going on
// from the moves that the network itself would take, the labels on the arcs that turn out right.
type parserTrainer struct {
	p     *Parser
	moves *neural.Trainer
	label *neural.Trainer
	s     Search
	rand  uint64
	// labelled says that labels are learnt well enough to serve the moves.
	labelled bool
}

// newParser makes an untrained parser and sets the labels of the examples.
func newParser(labels []string, examples []Example, beam int) *Parser {
	p := &Parser{Labels: labels, Beam: beam}
	index := make(map[string]uint8)
	for i, l := range labels {
		index[l] = uint8(i)
	}
	p.setRoot()
	for _, e := range examples {
		for i := range e.Gold {
			e.Gold[i].Label = index[e.Gold[i].Relation]
		}
	}
	return p
}

// setRoot finds the label of the root and the set of the others.
func (p *Parser) setRoot() {
	for i, l := range p.Labels {
		if l == "root" {
			p.root = uint8(i)
			continue
		}
		p.arcs[i>>6] |= 1 << (i & 63)
	}
}

// TrainParser learns from projective examples whose words carry tags.
func TrainParser(labels []string, examples []Example, o ParserTraining) *Parser {
	p := newParser(labels, examples, o.Beam)
	o.Moves.Classes, o.Label.Classes = moveCount, len(labels)
	t := &parserTrainer{p: p, moves: neural.NewTrainer(o.Moves), label: neural.NewTrainer(o.Label), rand: 12345}
	for i := range examples {
		t.count(&examples[i])
	}
	t.moves.Start()
	t.label.Start()
	order := newShuffle(len(examples))
	for epoch := range o.Epochs {
		order.each(func(step, k int) {
			t.learn(&examples[k], epoch)
			order.snapshot(t.moves, epoch, o.Epochs, step)
			if epoch < labelEpochs {
				order.snapshot(t.label, epoch, labelEpochs, step)
			}
		})
		t.labelled = epoch+1 >= labelEpochs
		if o.Log != nil {
			o.Log(epoch, t.sofar)
		}
	}
	return t.sofar()
}

// sofar returns the parser as learnt until now.
func (t *parserTrainer) sofar() *Parser {
	p := *t.p
	p.moves, p.label = t.moves.Net(), t.label.Net()
	return &p
}

// count walks through the right tree to see its features.
func (t *parserTrainer) count(e *Example) {
	s := &t.s
	s.begin(e.Words)
	at := int32(0)
	for range 2 * len(e.Words) {
		move := oracle(s, &s.states[at], e.Gold)
		s.moveFeatures(&s.states[at])
		t.moves.Count(s.f.deep[:s.f.d], s.f.wide[:s.f.w])
		var label uint8
		if child := s.child(at, move); child >= 0 {
			label = e.Gold[child].Label
			if label != t.p.root {
				s.labelFeatures(&s.states[at], move)
				t.label.Count(s.f.deep[:s.f.d], s.f.wide[:s.f.w])
			}
		}
		at = s.apply(at, move, label, 0)
	}
}

// child returns the word that a move attaches, -1 if none.
func (s *Search) child(at int32, move int) int16 {
	if move == shift {
		return -1
	}
	return s.nodes[s.states[at].top].word
}

// oracle returns the move that keeps the right tree in reach; it attaches to the right as late as it can, so that as
// much as possible is known of what follows.
func oracle(s *Search, st *state, gold []Gold) int {
	n := len(gold)
	head := func(i int16) int16 {
		if gold[i].Head < 0 {
			return int16(n)
		}
		return int16(gold[i].Head)
	}
	if st.top >= 0 && head(s.nodes[st.top].word) == s.frontWord(st) && s.can(st, left) {
		return left
	}
	if int(s.frontWord(st)) == n {
		return right
	}
	h := head(s.frontWord(st))
	if st.top < 0 {
		return shift
	}
	// Shifting loses the arcs between the front and the stack, but for one from the top of the stack.
	if h < s.frontWord(st) && h != s.nodes[st.top].word {
		return right
	}
	for k := s.nodes[st.top].under; k >= 0; k = s.nodes[k].under {
		if head(s.nodes[k].word) == s.frontWord(st) {
			return right
		}
	}
	return shift
}

// good returns the moves that lose as few right arcs as possible.
func good(s *Search, st *state, gold []Gold) neural.Set {
	var cost [moveCount]int
	n := int16(len(gold))
	head := func(i int16) int16 {
		if gold[i].Head < 0 {
			return n
		}
		return int16(gold[i].Head)
	}
	b := s.frontWord(st)
	if st.top >= 0 {
		t := &s.nodes[st.top]
		s0, s1 := t.word, int16(-1)
		if t.under >= 0 {
			s1 = s.nodes[t.under].word
		}
		h := head(s0)
		if h == s1 && s1 >= 0 || h > b {
			cost[left]++
		}
		if h >= b {
			cost[right]++
		}
		for k := b; k < n; k++ {
			if head(k) == s0 {
				cost[left]++
				cost[right]++
			}
		}
		if b < n {
			if h == b {
				cost[shift]++
			}
			for k := t.under; k >= 0; k = s.nodes[k].under {
				if w := s.nodes[k].word; head(b) == w || head(w) == b {
					cost[shift]++
				}
			}
		}
	}
	best := 1 << 20
	for m := range moveCount {
		if s.can(st, m) {
			best = min(best, cost[m])
		}
	}
	var set neural.Set
	for m := range moveCount {
		if s.can(st, m) && cost[m] == best {
			set[0] |= 1 << m
		}
	}
	return set
}

// learn goes through a sentence. In the first epoch it stays on the way to the right tree; later it goes on from the
// network's own mistakes, nine times in ten.
func (t *parserTrainer) learn(e *Example, epoch int) {
	s := &t.s
	s.begin(e.Words)
	at := int32(0)
	for range 2 * len(e.Words) {
		st := &s.states[at]
		possible := s.possible(st)
		move, only := single(possible)
		if !only {
			right := good(s, st, e.Gold)
			s.moveFeatures(st)
			p := t.moves.Learn(s.f.deep[:s.f.d], s.f.wide[:s.f.w], possible, right)
			move = uint8(mostLikely(p, possible))
			if !right.Has(int(move)) && (epoch == 0 || t.chance(10)) {
				move = uint8(mostLikely(p, right))
			}
		}
		at = s.apply(at, int(move), t.learnLabel(at, int(move), e.Gold), 0)
	}
}

func mostLikely(p []float32, among neural.Set) int {
	top := -1
	for i, v := range p {
		if among.Has(i) && (top < 0 || v > p[top]) {
			top = i
		}
	}
	return top
}

// chance is true once in n times.
func (t *parserTrainer) chance(n uint64) bool {
	t.rand ^= t.rand << 13
	t.rand ^= t.rand >> 7
	t.rand ^= t.rand << 17
	return t.rand>>33%n == 0
}

// learnLabel predicts the label of the arc that a move makes, and learns from it if the arc is right.
func (t *parserTrainer) learnLabel(at int32, move int, gold []Gold) uint8 {
	s := &t.s
	child := s.child(at, move)
	if child < 0 {
		return 0
	}
	st := &s.states[at]
	head := int(s.frontWord(st))
	if move == right {
		head = int(s.nodes[s.nodes[st.top].under].word)
	}
	if head == len(gold) {
		return t.p.root
	}
	s.labelFeatures(st, move)
	want := neural.SetOf(gold[child].Label)
	if gold[child].Head != head {
		want = neural.Set{}
	}
	var p []float32
	if want == (neural.Set{}) || t.labelled {
		p = t.label.Guess(s.f.deep[:s.f.d], s.f.wide[:s.f.w], t.p.arcs)
	} else {
		p = t.label.Learn(s.f.deep[:s.f.d], s.f.wide[:s.f.w], t.p.arcs, want)
	}
	return uint8(mostLikely(p, t.p.arcs))
}
