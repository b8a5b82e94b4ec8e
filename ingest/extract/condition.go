package extract

import "slices"

// inverted reads a condition that the order of its words alone marks: "Were X to attack Y, ...", "Should X attack Y, ...",
// "Had X attacked Y, ...". Parsers take its auxiliary for a copula or its verb for the main one; a comma and a modal verb
// behind it show which clause hangs on which.
func (t *tree) inverted() {
	if len(t.tokens) < 8 || t.tokens[len(t.tokens)-1].Text == "?" {
		return
	}
	for a := range t.tokens[:len(t.tokens)-6] {
		if !t.opensCondition(a) {
			continue
		}
		subject, v := t.invertedVerb(a)
		if v < 0 {
			continue
		}
		if main := t.consequence(v); main >= 0 {
			t.hangCondition(a, subject, v, main)
		}
	}
}

// opensCondition reports an auxiliary that begins a sentence, a quotation or a clause with "that", where a statement has its
// subject.
func (t *tree) opensCondition(a int) bool {
	switch t.word(a) {
	case "were", "should", "had":
	default:
		return false
	}
	if a == 0 {
		return true
	}
	switch t.tokens[a-1].Text {
	case "“", "\"", "that", ";", "''", "``":
		return true
	}
	return false
}

// invertedVerb finds the subject and the verb behind the auxiliary of an inverted condition, none if its form is another.
func (t *tree) invertedVerb(a int) (subject, v int) {
	to := none
	for i := a + 1; i < len(t.tokens) && i < a+24; i++ {
		if t.tokens[i].Text == "," && to >= 0 || t.tokens[i].XPOS == "MD" {
			return none, none
		}
		form, wanted := t.tokens[i].XPOS, "VB"
		switch t.word(a) {
		case "were":
			if t.word(i) == "to" && form == "TO" && i > a+1 {
				to = i
			}
			if to < 0 {
				continue
			}
		case "should":
			if form == "VBP" && i > a+1 {
				form = "VB"
			}
		case "had":
			wanted = "VBN"
			if form == "VBD" && !t.dated[i] && i > a+1 {
				form = "VBN"
			}
		}
		if form != wanted || i < a+2 {
			continue
		}
		if t.word(i) == "be" && i+1 < len(t.tokens) && t.tokens[i+1].XPOS == "VBN" {
			i++
		}
		return t.outermost(a+1, i-1, i), i
	}
	return none, none
}

// outermost is the first noun or pronoun of a run of tokens that hangs on nothing else in it but a verb.
func (t *tree) outermost(first, last, v int) int {
	for i := first; i <= last; i++ {
		h := t.head(i)
		if (t.noun(i) || t.pronoun(i) && t.relation(i) != "nmod") && (h < first || h > last || t.verb(h)) && h != i && t.word(i) != "to" {
			return i
		}
	}
	return none
}

// consequence is the predicate of the clause behind a condition: the one of the first modal behind its comma.
func (t *tree) consequence(v int) int {
	comma := none
	for i := v + 1; i < len(t.tokens); i++ {
		switch w := t.word(i); {
		case comma < 0 && w == ",":
			comma = i
		case w == ";":
			return none
		case comma >= 0 && i > comma+1 && (w == "would" || w == "could" || w == "might" || w == "will" || w == "may" || w == "should" || w == "must"):
			if h := t.head(i); t.relation(i) == "aux" && h > i {
				return h
			}
			return none
		case comma >= 0 && t.finite(i):
			return none
		}
	}
	return none
}

// hangCondition makes a condition the adverbial clause of its consequence, with the auxiliary and the subject of its own.
func (t *tree) hangCondition(a, subject, v, main int) {
	if subject < 0 {
		return
	}
	if t.under(main, v) {
		head, relation := t.head(v), t.tokens[v].Relation
		t.rehang(main, head, relation)
	}
	t.rehang(v, main, "advcl")
	relation := "nsubj"
	if t.tokens[v].XPOS == "VBN" && t.word(v-1) == "be" {
		relation = "nsubj:pass"
	}
	t.rehang(subject, v, relation)
	t.tokens[a].UPOS = "AUX"
	t.rehang(a, v, "aux")
	for _, k := range slices.Clone(t.kids[main]) { // "to" and "be" belong to the condition
		if k > a && k < v && (t.word(k) == "to" || t.word(k) == "be") {
			t.rehang(k, v, t.tokens[k].Relation)
		}
	}
}
