package model

import (
	"sort"
	"strings"

	"github.com/entente-kg/entente/ingest/text/internal/linear"
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
	Beam, Epochs        int
	MoveBits, LabelBits uint
	Log                 func(epoch int, sofar func() *Parser)
}

// parserTrainer learns moves and labels together: the moves by the structured perceptron with updates where the
// violation is greatest (Huang, Fayong and Guo 2012), the labels on the arcs of the right trees.
type parserTrainer struct {
	p           *Parser
	moves       *linear.Trainer
	label       *linear.Trainer
	s, gold     Search
	path, other []int32
}

// TrainParser learns from projective examples whose words carry tags.
func TrainParser(labels []string, examples []Example, o ParserTraining) *Parser {
	p := &Parser{Labels: labels, Beam: o.Beam}
	for i, l := range labels {
		if l == "root" {
			p.root = uint8(i)
		}
	}
	index := make(map[string]uint8)
	for i, l := range labels {
		index[l] = uint8(i)
	}
	for _, e := range examples {
		for i := range e.Gold {
			e.Gold[i].Label = index[e.Gold[i].Relation]
		}
	}
	p.moves = linear.NewTable(moveCount, o.MoveBits)
	p.label = linear.NewTable(len(labels), o.LabelBits)
	t := &parserTrainer{p: p, moves: linear.NewTrainer(p.moves), label: linear.NewTrainer(p.label)}
	order := newShuffle(len(examples))
	for epoch := range o.Epochs {
		order.again()
		for _, k := range order.items {
			t.learn(&examples[k])
		}
		if o.Log != nil {
			o.Log(epoch, t.average)
		}
	}
	return t.average()
}

// average returns the parser as learnt so far.
func (t *parserTrainer) average() *Parser {
	return &Parser{Labels: t.p.Labels, Beam: t.p.Beam, root: t.p.root, moves: t.moves.Average(10), label: t.label.Average(10)}
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
	if st.top >= 0 && head(s.nodes[st.top].word) == st.front.word && s.can(st, left) {
		return left
	}
	if int(st.front.word) == n {
		return right
	}
	h := head(st.front.word)
	if st.top < 0 {
		return shift
	}
	// Shifting loses the arcs between the front and the stack, but for one from the top of the stack.
	if h < st.front.word && h != s.nodes[st.top].word {
		return right
	}
	for k := s.nodes[st.top].under; k >= 0; k = s.nodes[k].under {
		if head(s.nodes[k].word) == st.front.word {
			return right
		}
	}
	return shift
}

// learn takes one step on an example.
func (t *parserTrainer) learn(e *Example) {
	p, s, g := t.p, &t.s, &t.gold
	s.begin(e.Words, p)
	g.begin(e.Words, p)
	t.path = append(t.path[:0], 0)
	at := int32(0)
	var worst, goldScore int32
	worstAt := -1
	var bestAt int32
	var out [moveCount]int32
	for step := 1; step <= 2*len(e.Words); step++ {
		p.advance(s)
		st := &g.states[at]
		move := oracle(g, st, e.Gold)
		p.score(g, st, &out)
		goldScore += out[move]
		label := t.learnLabel(g, at, move, e.Gold)
		at = g.apply(at, move, label, goldScore)
		t.path = append(t.path, at)
		if v := s.states[s.beam[0]].score - goldScore; worstAt < 0 || v >= worst {
			if !t.same(s, s.beam[0], g, at) {
				worst, worstAt, bestAt = v, step, s.beam[0]
			}
		}
	}
	t.moves.Step()
	if worstAt < 0 || worst < 0 {
		return
	}
	t.other = t.other[:0]
	for k := bestAt; k >= 0; k = s.states[k].parent {
		t.other = append(t.other, k)
	}
	for step := 0; step < worstAt; step++ {
		t.update(g, t.path[step], int(g.states[t.path[step+1]].move), 1)
		k := len(t.other) - 1 - step
		t.update(s, t.other[k], int(s.states[t.other[k-1]].move), -1)
	}
}

// same tells whether two sequences of moves are the same.
func (t *parserTrainer) same(a *Search, i int32, b *Search, j int32) bool {
	for i > 0 && j > 0 {
		if a.states[i].move != b.states[j].move {
			return false
		}
		i, j = a.states[i].parent, b.states[j].parent
	}
	return true
}

func (t *parserTrainer) update(s *Search, at int32, move int, delta int32) {
	s.moveFeatures(&s.states[at])
	t.moves.Update(s.f.rows[:s.f.n], move, delta)
}

// learnLabel predicts the label of a right arc, learns from it, and returns the prediction.
func (t *parserTrainer) learnLabel(g *Search, at int32, move int, gold []Gold) uint8 {
	label := t.p.arcLabel(g, at, move)
	if move == shift || int(g.states[at].front.word) == len(gold) && move == left {
		return label
	}
	t.label.Step()
	if want := gold[g.nodes[g.states[at].top].word].Label; want != label {
		t.label.Update(g.f.rows[:g.f.n], int(want), 1)
		t.label.Update(g.f.rows[:g.f.n], int(label), -1)
	}
	return label
}

// TrainFinal learns the last labels, from right trees whose labels are those that the parser gives while they grow.
func (p *Parser) TrainFinal(examples []Example, bits uint, epochs int) {
	trainer := linear.NewTrainer(linear.NewTable(len(p.Labels), bits))
	var s Search
	for _, e := range examples {
		p.labelGold(&s, &e)
	}
	order := newShuffle(len(examples))
	for range epochs {
		order.again()
		for _, k := range order.items {
			e := &examples[k]
			s.begin(e.Words, p)
			s.family(e.Words)
			for i := range e.Words {
				if e.Words[i].Head < 0 {
					continue
				}
				s.treeFeatures(e.Words, i)
				trainer.Table.Scores(s.f.rows[:s.f.n], s.scores[:])
				got, want := p.bestLabel(s.scores[:len(p.Labels)]), e.Gold[i].Label
				trainer.Step()
				if got != want {
					trainer.Update(s.f.rows[:s.f.n], int(want), 1)
					trainer.Update(s.f.rows[:s.f.n], int(got), -1)
				}
			}
		}
	}
	p.final = trainer.Average(10)
}

// labelGold walks through the right tree and gives its arcs the labels of the growing tree.
func (p *Parser) labelGold(s *Search, e *Example) {
	s.begin(e.Words, p)
	at := int32(0)
	for range 2 * len(e.Words) {
		move := oracle(s, &s.states[at], e.Gold)
		at = s.apply(at, move, p.arcLabel(s, at, move), 0)
	}
	p.read(s, at)
}

// Universal is the relation without its subtype.
func Universal(relation string) string {
	u, _, _ := strings.Cut(relation, ":")
	return u
}
