package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/ingest/text"
)

// none is the index of a token that is not there.
const none = -1

// maxClimb bounds every walk up a tree and every inheritance of an argument, so that a malformed tree costs no more.
const maxClimb = 12

// tree is a sentence with its children looked up.
type tree struct {
	tokens []text.Token
	kids   [][]int
	dated  map[int]bool // tokens of time expressions
	opener int          // the comma between a phrase and the subject behind it, which look like one list; 0 if there is none
	stands map[int]int  // what a relative pronoun stands for, where that is not the head of its clause
}

func newTree(s *text.Sentence) tree {
	t := tree{tokens: s.Tokens, kids: make([][]int, len(s.Tokens))}
	count := make([]int, len(s.Tokens))
	for i := range s.Tokens {
		if h := s.Tokens[i].Head; h >= 0 && h < len(count) && h != i {
			count[h]++
		}
	}
	backing := make([]int, len(s.Tokens))
	for i, n := range count {
		t.kids[i], backing = backing[:0:n], backing[n:]
	}
	for i := range s.Tokens {
		if h := s.Tokens[i].Head; h >= 0 && h < len(count) && h != i {
			t.kids[h] = append(t.kids[h], i)
		}
	}
	return t
}

// lemma is the lemma of a token in lower case.
func (t *tree) lemma(i int) string {
	if i < 0 || i >= len(t.tokens) {
		return ""
	}
	if l := t.tokens[i].Lemma; l != "" && l != "_" {
		return strings.ToLower(l)
	}
	return strings.ToLower(t.tokens[i].Text)
}

// word is the text of a token in lower case.
func (t *tree) word(i int) string { return strings.ToLower(t.tokens[i].Text) }

// relation is the universal part of a token's relation: "nsubj" of "nsubj:pass".
func (t *tree) relation(i int) string {
	r, _, _ := strings.Cut(t.tokens[i].Relation, ":")
	return r
}

// head is the head of a token, none for the root.
func (t *tree) head(i int) int {
	if h := t.tokens[i].Head; h >= 0 && h < len(t.tokens) && h != i {
		return h
	}
	return none
}

// child is the first child with one of the relations, written in full ("nsubj:pass") or universal ("nsubj").
func (t *tree) child(i int, relations ...string) int {
	for _, k := range t.kids[i] {
		if slices.Contains(relations, t.tokens[k].Relation) || slices.Contains(relations, t.relation(k)) {
			return k
		}
	}
	return none
}

// childWord is the first child whose lemma is one of the words.
func (t *tree) childWord(i int, words ...string) int {
	for _, k := range t.kids[i] {
		if slices.Contains(words, t.lemma(k)) {
			return k
		}
	}
	return none
}

func (t *tree) verb(i int) bool {
	return i >= 0 && (t.tokens[i].UPOS == "VERB" || t.tokens[i].UPOS == "AUX")
}

func (t *tree) noun(i int) bool {
	return i >= 0 && (t.tokens[i].UPOS == "NOUN" || t.tokens[i].UPOS == "PROPN")
}

func (t *tree) pronoun(i int) bool { return i >= 0 && t.tokens[i].UPOS == "PRON" }

// preposition is the adposition that marks a nominal: "on", "because of"; empty if there is none.
func (t *tree) preposition(i int) string {
	first := ""
	for _, k := range t.kids[i] {
		if t.relation(k) != "case" || t.tokens[k].XPOS == "POS" {
			continue
		}
		w := t.word(k)
		if f := t.child(k, "fixed"); f >= 0 {
			w += " " + t.word(f)
		}
		switch {
		case first == "out" && w == "of":
			first = "out of"
		case first == "" || k < i:
			first = w // the nearest before the noun decides
		}
	}
	return first
}

// root is the topmost ancestor of a token.
func (t *tree) root(i int) int {
	for n := 0; n <= len(t.tokens); n++ {
		h := t.head(i)
		if h < 0 {
			return i
		}
		i = h
	}
	return none
}

// conjuncts is a token followed by everything coordinated with it.
func (t *tree) conjuncts(i int) []int {
	out := []int{i}
	for n := 0; n < len(out) && len(out) < len(t.tokens); n++ {
		for _, k := range t.kids[out[n]] {
			if t.relation(k) == "conj" && !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	slices.Sort(out)
	return out
}

// phrase is the first and last token of the subtree of a token.
func (t *tree) phrase(i int) (first, last int) {
	first, last = i, i
	stack := []int{i}
	for n := 0; len(stack) > 0 && n <= len(t.tokens); n++ {
		k := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		first, last = min(first, k), max(last, k)
		stack = append(stack, t.kids[k]...)
	}
	return first, last
}

// under reports whether a token is i itself or lies in its subtree.
func (t *tree) under(k, i int) bool {
	for n := 0; k >= 0 && n <= len(t.tokens); n++ {
		if k == i {
			return true
		}
		k = t.head(k)
	}
	return false
}

// particle reports whether a verb has the particle: "rule out", "give in".
func (t *tree) particle(verb int, word string) bool {
	for _, k := range t.kids[verb] {
		if t.word(k) != word {
			continue
		}
		switch t.relation(k) {
		case "compound", "advmod", "obl", "xcomp":
			return true
		case "case", "mark":
			return true
		}
	}
	for _, k := range t.kids[verb] {
		if word == "out" && t.relation(k) == "obl" && t.preposition(k) == "out of" {
			return true
		}
	}
	return false
}

// passive reports whether a verb is in the passive, or a participle that says what was done to its noun.
func (t *tree) passive(v int) bool {
	return t.passiveAt(v, 0)
}

func (t *tree) passiveAt(v, depth int) bool {
	if v < 0 || depth > maxClimb {
		return false
	}
	for _, k := range t.kids[v] {
		switch t.tokens[k].Relation {
		case "nsubj:pass", "csubj:pass", "aux:pass":
			return true
		}
	}
	if t.agentParticiple(v) {
		return true
	}
	if t.tokens[v].XPOS == "VBD" && t.tokens[v].Relation == "conj" && participles[t.word(v)] && t.child(v, "nsubj", "obj", "aux") < 0 {
		return t.passiveAt(t.head(v), depth+1)
	}
	if t.tokens[v].XPOS != "VBN" {
		return false
	}
	if t.child(v, "aux") >= 0 || t.child(v, "nsubj") >= 0 {
		return false // a perfect
	}
	switch t.tokens[v].Relation {
	case "acl", "advcl", "amod", "xcomp":
		return t.child(v, "obj") < 0 || t.child(v, "obl:agent") >= 0
	case "conj":
		return t.passiveAt(t.head(v), depth+1)
	}
	return t.child(v, "obl:agent") >= 0
}

// participles are forms that after "was ... and" go on with the passive, though the tagger may call them past tenses.
var participles = map[string]bool{
	"readmitted": true, "reinstated": true, "admitted": true, "suspended": true, "expelled": true, "released": true,
	"deported": true, "jailed": true, "detained": true, "arrested": true, "killed": true, "elected": true, "appointed": true,
}

// agentParticiple reports a participle with its agent that was read as a past tense: "the truce agreed by A and B did not hold".
func (t *tree) agentParticiple(v int) bool {
	if x := t.tokens[v].XPOS; x != "VBD" && x != "VBN" || t.child(v, "obj", "aux", "xcomp", "ccomp") >= 0 {
		return false
	}
	for _, k := range t.kids[v] {
		if t.relation(k) == "obl" && t.tokens[k].UPOS == "PROPN" && !t.dated[k] && t.preposition(k) == "by" && k > v {
			return true
		}
	}
	return false
}

// subject is the surface subject of a predicate, inherited through coordination, control and participles; none if
// nothing in the sentence is it.
func (t *tree) subject(v int) int { return t.subjectAt(v, 0) }

func (t *tree) subjectAt(v, depth int) int {
	if v < 0 || depth > maxClimb {
		return none
	}
	own := none
	for _, k := range t.kids[v] {
		if r := t.tokens[k].Relation; (r == "nsubj" || r == "nsubj:pass" || r == "nsubj:outer") && (own < 0 || k < v) {
			own = k // of several, the one nearest before the verb
		}
	}
	if own >= 0 && strings.HasSuffix(t.word(own), "self") { // "which itself joined"
		if k := t.childWord(v, "which", "who"); k >= 0 {
			own = k
		}
	}
	if own >= 0 {
		return t.antecedent(own)
	}
	h := t.head(v)
	if h < 0 {
		return none
	}
	switch t.tokens[v].Relation {
	case "conj":
		if t.verb(h) || t.child(h, "cop") >= 0 {
			return t.subjectAt(h, depth+1)
		}
	case "xcomp":
		if !t.passive(h) {
			if o := t.child(h, "obj", "iobj"); o >= 0 && !subjectControl[t.lemma(h)] {
				return t.antecedent(o)
			}
		}
		return t.subjectAt(h, depth+1)
	case "advcl", "ccomp":
		if x := t.tokens[v].XPOS; x == "VBG" || x == "VBN" || x == "VB" && t.childWord(v, "to") >= 0 {
			return t.subjectAt(h, depth+1)
		}
	case "acl":
		if t.tokens[v].XPOS == "VB" { // "his decision to invade": the owner of the decision
			return t.owner(h, depth+1)
		}
		if t.tokens[v].XPOS == "VBG" && t.child(v, "mark") >= 0 { // "a day after calling it absurd, X left"
			if g := t.head(h); t.verb(g) {
				return t.subjectAt(g, depth+1)
			}
		}
		return t.antecedent(h)
	case "acl:relcl":
		return none
	}
	return none
}

// subjectControl lists verbs with an object whose infinitive is done by their subject all the same.
var subjectControl = map[string]bool{"promise": true, "vow": true, "threaten": true, "pledge": true, "use": true, "take": true, "offer": true}

// owner is who a noun belongs to: its possessor, its agent, or the subject of the verb that it is the object of.
func (t *tree) owner(n, depth int) int {
	if p := t.child(n, "nmod:poss"); p >= 0 {
		return t.antecedent(p)
	}
	for _, k := range t.kids[n] {
		if t.relation(k) == "nmod" {
			if p := t.preposition(k); p == "by" || p == "of" {
				return k
			}
		}
	}
	if h := t.head(n); t.verb(h) && depth <= maxClimb && (t.relation(n) == "obj" || t.relation(n) == "obl") {
		return t.subjectAt(h, depth+1)
	}
	return none
}

// antecedent is the noun that a relative pronoun stands for, and any other token itself.
func (t *tree) antecedent(k int) int {
	if t.tokens[k].UPOS != "PRON" && t.tokens[k].UPOS != "DET" && t.tokens[k].UPOS != "SCONJ" {
		return k
	}
	switch t.word(k) {
	case "who", "whom", "which", "that", "whose":
	default:
		return k
	}
	if a, ok := t.stands[k]; ok {
		return a
	}
	for i, n := k, 0; i >= 0 && n <= maxClimb; n++ {
		if t.tokens[i].Relation == "acl:relcl" || t.tokens[i].Relation == "acl" || t.tokens[i].Relation == "advcl:relcl" {
			if h := t.head(i); h >= 0 && h < k {
				return h
			}
			return k
		}
		i = t.head(i)
	}
	return k
}

// agents are the tokens that do what a verb says, whatever its voice.
func (t *tree) agents(v int) []int {
	if t.passive(v) {
		for _, k := range t.kids[v] {
			if t.tokens[k].Relation == "obl:agent" || t.relation(k) == "obl" && t.preposition(k) == "by" {
				return t.conjuncts(t.antecedent(k))
			}
		}
		return nil
	}
	s := t.subject(v)
	if s < 0 {
		return nil
	}
	return t.before(v, t.conjuncts(s))
}

// before drops from a subject that a relative pronoun stands for what is coordinated behind the relative clause: in "A, which
// left, and B" only A left.
func (t *tree) before(v int, subjects []int) []int {
	if t.tokens[v].Relation != "acl:relcl" || len(subjects) < 2 || subjects[0] > v {
		return subjects
	}
	for i, k := range subjects {
		if k > v {
			return subjects[:i]
		}
	}
	return subjects
}

// patients are the tokens that a verb's action is done to, whatever its voice.
func (t *tree) patients(v int) []int {
	if t.passive(v) {
		if s := t.subject(v); s >= 0 {
			return t.conjuncts(s)
		}
		if h := t.head(v); h >= 0 && t.relation(v) == "amod" {
			return []int{h}
		}
		return nil
	}
	relative := none
	for _, k := range t.kids[v] {
		if t.relation(k) != "obj" && !t.gap(k) || t.dated[k] {
			continue
		}
		if t.antecedent(k) != k || t.word(k) == "that" { // "a report that X would meet Y": a conjunction read as a pronoun
			relative = k
			continue
		}
		return t.conjuncts(k)
	}
	if relative >= 0 {
		return t.conjuncts(t.antecedent(relative))
	}
	for _, k := range t.kids[v] {
		if t.relation(k) == "iobj" || t.relation(k) == "xcomp" && t.tokens[k].UPOS == "PROPN" {
			return t.conjuncts(t.antecedent(k))
		}
	}
	for _, k := range t.kids[v] { // "whose generals it has barred"
		if t.relation(k) == "obl" && t.preposition(k) == "" && t.childWord(k, "whose") >= 0 {
			return t.conjuncts(k)
		}
	}
	if t.tokens[v].Relation == "acl:relcl" { // "the houses they occupy": the pronoun is left out
		if t.child(v, "nsubj") >= 0 && !t.hasRelative(v) {
			return []int{t.head(v)}
		}
		return nil
	}
	if k := t.chunk(v); k >= 0 {
		return t.conjuncts(k)
	}
	// "praised and backed the deal": an object behind the last of coordinated verbs serves all of them
	for _, k := range t.kids[v] {
		if t.relation(k) != "conj" || !t.verb(k) || k-v > 3 {
			continue
		}
		if o := t.child(k, "obj"); o >= 0 && t.child(k, "nsubj") < 0 {
			return t.conjuncts(o)
		}
	}
	return nil
}

// gap reports a relative pronoun without a preposition that is no subject: in "the treaty that X signed" it is the object,
// though a parser may take it for a time as in "the day that X signed".
func (t *tree) gap(k int) bool {
	switch t.word(k) {
	case "that", "which", "whom":
		return t.tokens[k].Relation == "obl:unmarked" && t.preposition(k) == "" && t.antecedent(k) != k && !t.dated[t.antecedent(k)]
	}
	return false
}

// chunk is the noun right behind a transitive verb whose object the parser hung elsewhere: the last noun of the words up to
// the next preposition, verb or comma. Dates are no objects.
func (t *tree) chunk(v int) int {
	if !t.verb(v) || t.tokens[v].Relation == "acl:relcl" && t.hasRelative(v) {
		return none
	}
	for _, k := range t.kids[v] {
		switch t.relation(k) {
		case "ccomp", "xcomp", "csubj":
			if first, _ := t.phrase(k); first <= v+1 && !(v+1 < len(t.tokens) && t.relation(v+1) == "vocative") {
				return none
			}
		}
	}
	last := none
	for i := v + 1; i < len(t.tokens) && i < v+7; i++ {
		switch t.tokens[i].UPOS {
		case "NOUN", "PROPN":
			if t.dated[i] {
				return last
			}
			last = i
			continue
		case "DET", "ADJ", "NUM":
			if last < 0 && !t.dated[i] {
				continue
			}
		case "PART":
			if t.word(i) == "'s" || t.word(i) == "’s" {
				continue
			}
		}
		break
	}
	if last >= 0 && t.under(v, last) {
		return none
	}
	return last
}

// hasRelative reports whether a relative clause has its relative pronoun or adverb.
func (t *tree) hasRelative(v int) bool {
	for _, k := range t.kids[v] {
		switch t.word(k) {
		case "who", "whom", "which", "that", "whose", "where", "when", "why":
			return true
		}
		for _, g := range t.kids[k] {
			switch t.word(g) {
			case "whom", "which", "whose":
				return true
			}
		}
	}
	return false
}

// obliques are the nominals that hang on a predicate with one of the prepositions, with their coordinated ones.
func (t *tree) obliques(v int, prepositions ...string) []int {
	var out []int
	for _, k := range t.kids[v] {
		if r := t.relation(k); r != "obl" && r != "nmod" && r != "advcl" && r != "advmod" && r != "xcomp" {
			continue
		}
		if p := t.preposition(k); !slices.Contains(prepositions, p) && !(p == "out of" && slices.Contains(prepositions, "of")) {
			continue
		}
		for _, c := range t.conjuncts(t.antecedent(k)) {
			if p := t.preposition(c); c == k || p == "" || slices.Contains(prepositions, p) {
				out = append(out, c)
			}
		}
	}
	return out
}
