package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
)

// splitDatelines parts the dateline of an agency ("ASTANA, July 4 (Reuters) - ") and the time of a live entry from the
// sentence behind it, so that they don't become its subject.
func splitDatelines(sentences []text.Sentence) []text.Sentence {
	out := make([]text.Sentence, 0, len(sentences)+2)
	for _, s := range sentences {
		if n := dateline(s.Tokens); n > 0 && n < len(s.Tokens) {
			head, rest := s.Tokens[:n:n], s.Tokens[n:]
			out = append(out,
				text.Sentence{Start: s.Start, End: head[n-1].End, Tokens: head},
				text.Sentence{Start: rest[0].Start, End: s.End, Tokens: rest})
			continue
		}
		out = append(out, s)
	}
	return out
}

// longestDateline is how many tokens a dateline may have.
const longestDateline = 16

// dateline is the number of tokens of the dateline that opens a sentence, with its dash; 0 if there is none. It holds
// only capitalised words, numbers, commas and brackets, and names its place in capitals, a date, or an agency.
func dateline(toks []text.Token) int {
	marked, depth := false, 0
	for i := 0; i < len(toks) && i < longestDateline; i++ {
		w := toks[i].Text
		switch {
		case w == "-" || w == "–" || w == "—" || w == "--":
			if i > 0 && marked && i+2 < len(toks) && toks[i-1].End < toks[i].Start && toks[i].End < toks[i+1].Start {
				return i + 1
			}
			if i > 0 && toks[i-1].End == toks[i].Start {
				continue
			}
			return 0
		case w == "(":
			depth++
			marked = true
		case w == ")":
			depth--
		case w == "," || w == "." || w == ":" || w == "/":
		case depth > 0:
		case w[0] >= '0' && w[0] <= '9':
			marked = true
		case w == strings.ToUpper(w) && len(w) > 2 && w[0] >= 'A':
			marked = true
		case w[0] >= 'A' && w[0] <= 'Z' || w[0] >= 0x80:
		default:
			return 0
		}
	}
	return 0
}

// repair corrects what the parser often gets wrong and grammar decides: participles behind a comma, and where a
// participial clause hangs.
func (t *tree) repair() {
	t.opening()
	t.inverted()
	t.subjects()
	for v := range t.tokens {
		t.active(v)
		t.particled(v)
		t.oneOf(v)
		t.resumedActive(v)
		t.extracted(v)
	}
	for k := 2; k < len(t.tokens); k++ {
		if w := t.word(k); (w == "who" || w == "which" || w == "whose") && t.tokens[k-1].Text == "," {
			t.parted(k)
		}
	}
	for v := range t.tokens {
		k := &t.tokens[v]
		t.verbal(v)
		switch {
		case k.Relation == "advcl" && k.XPOS == "VBG" && v > 0 && t.tokens[v-1].Text == ",":
			t.raise(v)
		case (k.XPOS == "VBD" || k.XPOS == "VBN") && v > 1 && t.tokens[v-1].Text == ",":
			t.participle(v)
			if k.XPOS == "VBD" && (k.Relation == "advcl" || k.Relation == "acl") && t.noun(v-2) && t.child(v, "nsubj", "nsubj:pass", "obj", "aux", "mark") < 0 {
				k.XPOS = "VBN" // "X, suspended in 2002, walked out"
			}
		}
	}
}

// active makes the subject of a simple past the doer: a passive has an auxiliary or is a bare participle.
func (t *tree) active(v int) {
	if t.tokens[v].XPOS != "VBD" || t.child(v, "aux:pass", "aux", "obl:agent") >= 0 {
		return
	}
	for _, k := range t.kids[v] {
		if t.tokens[k].Relation == "nsubj:pass" && k < v && t.tokens[v-1].Text != "," {
			t.tokens[k].Relation = "nsubj"
		}
	}
}

// particled reads a noun with a particle as the verb that it must be: "rebels shot down a helicopter".
func (t *tree) particled(v int) {
	prt := t.child(v, "compound:prt")
	if t.tokens[v].UPOS != "NOUN" || prt != v+1 || t.child(v, "nsubj") < 0 {
		return
	}
	t.tokens[v].UPOS, t.tokens[v].XPOS = "VERB", "VBD"
	if l, ok := irregular[t.word(v)]; ok {
		t.tokens[v].Lemma = l
	}
	for _, k := range t.kids[v] {
		if k > prt && t.relation(k) == "obl" && t.preposition(k) == "" && t.noun(k) && !t.dated[k] {
			t.tokens[k].Relation = "obj"
			return
		}
	}
}

// subjects gives a verb without a subject the end of the list that a phrase before it seems to close with: "In talks hosted by
// Doha, Rwanda and Congo agreed" has two that agree.
func (t *tree) subjects() {
	for v := 5; v < len(t.tokens); v++ {
		if rel := t.tokens[v].Relation; !t.verb(v) || rel != "root" && rel != "ccomp" || !t.finite(v) || t.child(v, "nsubj", "csubj", "expl") >= 0 {
			continue
		}
		last := v - 1
		first := t.head(last)
		if t.relation(last) != "conj" || first < 0 || t.tokens[last].UPOS != "PROPN" || t.preposition(first) == "" || !t.under(first, v) {
			continue
		}
		list := t.conjuncts(first)
		if len(list) < 3 || list[len(list)-1] != last || list[1] < 1 || t.tokens[list[1]-1].Text != "," || t.preposition(list[1]) != "" {
			continue
		}
		t.opener = list[1] - 1
		t.rehang(list[1], v, "nsubj")
		for _, k := range list[2:] {
			t.rehang(k, list[1], "conj")
		}
	}
}

// resumedActive reads "The union, which left, called for X" as active: behind the relative clause of its subject a passive of a
// full sentence would have an auxiliary.
func (t *tree) resumedActive(v int) {
	if t.tokens[v].XPOS != "VBN" || t.tokens[v].Relation != "root" || v < 4 || t.tokens[v-1].Text != "," || t.child(v, "aux", "cop") >= 0 {
		return
	}
	for _, k := range t.kids[v] {
		if t.relation(k) == "nsubj" && k < v && slices.ContainsFunc(t.kids[k], func(c int) bool { return t.tokens[c].Relation == "acl:relcl" }) {
			t.tokens[k].Relation = "nsubj"
			t.tokens[v].XPOS = "VBD"
		}
	}
}

// extracted gives the verb of a relative clause its pronoun where the tree hangs it on a gerund that has an object of its own:
// "Chad, which he accused of arming the rebels".
func (t *tree) extracted(v int) {
	if t.tokens[v].Relation != "acl:relcl" || t.child(v, "obj") >= 0 {
		return
	}
	for _, g := range t.kids[v] {
		if g < v || t.tokens[g].XPOS != "VBG" || t.child(g, "mark", "case") < 0 {
			continue
		}
		pronoun, object := none, false
		for _, k := range t.kids[g] {
			if t.relation(k) == "obj" && k < v && (t.tokens[k].XPOS == "WDT" || t.tokens[k].XPOS == "WP") {
				pronoun = k
			} else if t.relation(k) == "obj" {
				object = true
			}
		}
		if pronoun >= 0 && object {
			t.rehang(pronoun, v, "obj")
			return
		}
	}
}

// oneOf makes "one of the members" behind a comma the apposition that it is in "Ghana, one of the members, closed": a verb has
// one subject.
func (t *tree) oneOf(k int) {
	if t.word(k) != "one" || k < 2 || t.tokens[k-1].Text != "," || t.relation(k) != "nsubj" || k+1 == len(t.tokens) || t.word(k+1) != "of" {
		return
	}
	if first := t.child(t.head(k), "nsubj"); first >= 0 && first < k && t.noun(first) {
		t.rehang(k, first, "appos")
	}
}

// opening reads "Talks between A and B collapsed" with its noun as the subject: no verb that opens a sentence has "between"
// behind it.
func (t *tree) opening() {
	if len(t.tokens) < 4 || t.word(0) != "talks" || !t.verb(0) || t.word(1) != "between" && t.word(1) != "with" && t.word(1) != "on" && t.word(1) != "aimed" {
		return
	}
	t.tokens[0].UPOS, t.tokens[0].XPOS, t.tokens[0].Lemma = "NOUN", "NNS", "talk"
	for _, k := range slices.Clone(t.kids[0]) {
		if t.relation(k) == "obl" {
			t.tokens[k].Relation = "nmod"
		}
	}
	v := t.child(0, "conj")
	if v < 0 || !t.verb(v) || t.head(0) >= 0 {
		return
	}
	for _, k := range slices.Clone(t.kids[0]) {
		if k > v && k != v {
			t.rehang(k, v, t.tokens[k].Relation)
		}
	}
	t.rehang(v, none, "root")
	t.rehang(0, v, "nsubj")
}

// lemmas corrects the lemma of a verb that none of the tables knows where another reading of its ending is known:
// "postponed" is a form of "postpone".
func (r *reading) lemmas(s int) {
	t := &r.trees[s]
	for v := range t.tokens {
		k := &t.tokens[v]
		if rel := t.relation(v); strings.HasPrefix(k.XPOS, "VB") && k.UPOS != "AUX" && rel != "amod" && rel != "compound" {
			k.UPOS = "VERB"
		}
		if cop := t.child(v, "cop"); k.UPOS == "ADJ" && cop >= 0 && strings.HasSuffix(t.word(v), "ed") && r.lexicon.stem(t.word(v)) != "" {
			t.makePassive(v, cop) // "has been partially suspended"
		}
		if k.UPOS == "VERB" && !r.lexicon.knows(t.lemma(v)) {
			if l := r.lexicon.stem(t.word(v)); l != "" {
				k.Lemma = l
			}
		}
	}
}

// makePassive turns an adjective with its copula into a passive.
func (t *tree) makePassive(v, cop int) {
	t.tokens[v].UPOS, t.tokens[v].XPOS = "VERB", "VBN"
	t.tokens[cop].Relation = "aux:pass"
	for _, c := range t.kids[v] {
		if t.tokens[c].Relation == "nsubj" {
			t.tokens[c].Relation = "nsubj:pass"
		}
	}
}

// knows reports whether a table has a verb.
func (l *lexicon) knows(lemma string) bool {
	_, support := l.support[lemma]
	_, matrix := l.matrix[lemma]
	return l.verbs[lemma] != nil || support || matrix || happening[lemma]
}

// stem is the verb of the tables that a regular past or participle belongs to, empty if there is none.
func (l *lexicon) stem(form string) string {
	if s, ok := irregular[form]; ok {
		return s
	}
	for _, e := range [...]struct{ suffix, with string }{
		{"ed", "e"}, {"ed", ""}, {"ied", "y"}, {"ing", "e"}, {"ing", ""}, {"es", "e"}, {"es", ""}, {"ies", "y"}, {"s", ""},
	} {
		stem, ok := strings.CutSuffix(form, e.suffix)
		if !ok || len(stem) < 2 {
			continue
		}
		if l.knows(stem + e.with) {
			return stem + e.with
		}
		if n := len(stem); e.with == "" && stem[n-1] == stem[n-2] && l.knows(stem[:n-1]) {
			return stem[:n-1]
		}
	}
	return ""
}

// irregular are past tenses and participles whose lemma doesn't follow from their ending.
var irregular = map[string]string{
	"froze": "freeze", "frozen": "freeze", "struck": "strike", "shot": "shoot", "fought": "fight", "sought": "seek",
	"swore": "swear", "sworn": "swear", "overthrew": "overthrow", "overthrown": "overthrow", "withdrew": "withdraw",
	"withdrawn": "withdraw", "lent": "lend", "dealt": "deal", "stole": "steal", "forbade": "forbid", "forbidden": "forbid",
	"fled": "flee", "laid": "lay", "sank": "sink", "sunk": "sink", "slew": "slay", "slain": "slay", "shook": "shake",
	"undertook": "undertake", "overran": "overrun", "rode": "ride", "flew": "fly", "flown": "fly", "drew": "draw",
}

// misread makes a name at the head of a sentence its subject where the tagger took it for a verb: "Ecuador broke off ...".
func (r *reading) misread(s int) {
	t := &r.trees[s]
	if len(t.tokens) < 3 || t.noun(0) || r.mention[s][0] < 0 || r.actors.Mentions[r.mention[s][0]].Kind != actor.Name || t.tokens[0].UPOS == "DET" || t.tokens[0].UPOS == "ADJ" {
		return
	}
	if h := t.head(0); h > 0 && h <= 3 && t.verb(h) && t.child(h, "nsubj", "nsubj:pass") < 0 {
		t.tokens[0].UPOS, t.tokens[0].XPOS, t.tokens[0].Relation = "PROPN", "NNP", "nsubj"
	}
}

// falseAuxiliaries gives a verb that was read as an auxiliary its own clause: "denied having helped".
func (r *reading) falseAuxiliaries(s int) {
	t := &r.trees[s]
	for v := range t.tokens {
		h := t.head(v)
		if t.tokens[v].Relation != "aux" || h < v || r.lexicon.matrix[t.lemma(v)] == (effect{}) || t.tokens[v].XPOS == "MD" {
			continue
		}
		outer, relation := t.head(h), t.tokens[h].Relation
		t.detach(v)
		t.detach(h)
		t.tokens[v].UPOS = "VERB"
		t.attach(v, outer, relation)
		t.attach(h, v, "xcomp")
		for k := range v {
			if t.head(k) == h {
				rel := t.tokens[k].Relation
				t.detach(k)
				t.attach(k, v, rel)
			}
		}
	}
}

// headline reads "The United States imposed sanctions" where the parser took the verb for an adjective: a noun with a
// subject and no copula is no predicate.
func (r *reading) headline(s int) {
	t := &r.trees[s]
	for n := range t.tokens {
		if t.tokens[n].UPOS != "NOUN" || t.child(n, "cop") >= 0 {
			continue
		}
		sub, v := none, none
		for _, k := range t.kids[n] {
			switch {
			case k < n && t.tokens[k].Relation == "nsubj" && t.tokens[k].UPOS == "NOUN" && r.preterite(t.word(k)):
				if c := t.child(k, "compound"); c >= 0 && t.tokens[c].UPOS == "PROPN" {
					sub, v = c, k
				}
			case k < n && (t.tokens[k].Relation == "nsubj" || t.tokens[k].Relation == "compound" && t.tokens[k].UPOS == "PROPN" && t.relation(n) == "root"):
				sub = k
			case k < n && t.tokens[k].Relation == "amod" && r.preterite(t.word(k)):
				v = k
			}
		}
		if sub < 0 || v < 0 || sub > v {
			continue
		}
		head, relation := t.head(n), t.tokens[n].Relation
		t.detach(v)
		t.detach(n)
		t.detach(sub)
		t.tokens[v].UPOS, t.tokens[v].XPOS, t.tokens[v].Lemma = "VERB", "VBD", r.lexicon.stem(t.word(v))
		t.attach(v, head, relation)
		t.attach(n, v, "obj")
		t.attach(sub, v, "nsubj")
	}
}

// preterite reports a form that can be the past tense of a verb of the tables.
func (r *reading) preterite(w string) bool {
	switch w {
	case "froze", "fought", "sought", "swore", "overthrew", "withdrew", "lent", "stole", "forbade", "fled", "sank", "shook", "undertook", "overran", "flew":
		return true
	}
	return strings.HasSuffix(w, "ed") && r.lexicon.stem(w) != ""
}

// parted mends a subject that its relative clause parts from its verb: "X, who left in May, said". The parser often takes
// the relative clause for the main one there. k is the relative pronoun.
func (t *tree) parted(k int) {
	subject := t.nounBefore(k - 1)
	relative := k
	for n := 0; n < maxClimb && relative >= 0 && !t.verb(relative) && t.child(relative, "cop") < 0; n++ {
		relative = t.head(relative)
	}
	if subject < 0 || relative <= k {
		return
	}
	if h := t.head(subject); t.verb(h) && h < k {
		return // the object of an earlier verb
	}
	comma, verb := t.resumed(relative)
	if verb < 0 || verb == relative || t.under(relative, verb) && t.tokens[relative].Relation == "acl:relcl" {
		return
	}
	outer, relation := none, "root"
	for _, x := range []int{relative, subject, verb} {
		if h := t.head(x); h >= 0 && !t.under(h, relative) && !t.under(h, subject) && !t.under(h, verb) {
			outer, relation = h, t.tokens[x].Relation
			break
		}
	}
	t.detach(verb)
	t.detach(subject)
	t.detach(relative)
	t.attach(verb, outer, relation)
	nsubj := "nsubj"
	if t.child(verb, "aux:pass") >= 0 {
		nsubj = "nsubj:pass"
	}
	t.attach(subject, verb, nsubj)
	t.attach(relative, subject, "acl:relcl")
	for i := comma; i < len(t.tokens); i++ {
		if i != verb && t.head(i) == relative {
			t.detach(i)
			t.attach(i, verb, t.tokens[i].Relation)
		}
	}
}

// nounBefore is the head of the noun phrase that ends before a token.
func (t *tree) nounBefore(end int) int {
	x := end - 1
	if x < 0 || !t.noun(x) {
		return none
	}
	for n := 0; n < maxClimb; n++ {
		h := t.head(x)
		if h < 0 || h >= end || !t.noun(h) {
			return x
		}
		x = h
	}
	return x
}

// resumed finds the comma that closes a relative clause and the finite verb without a subject of its own behind it.
func (t *tree) resumed(relative int) (comma, verb int) {
	for c := relative + 1; c+1 < len(t.tokens); c++ {
		if t.tokens[c].Text != "," {
			continue
		}
		j := c + 1
		for j+1 < len(t.tokens) && t.tokens[j].UPOS == "ADV" {
			j++
		}
		v := j
		if t.tokens[j].UPOS == "AUX" {
			if v = t.head(j); v < j {
				v = j
			}
		}
		if !t.finite(j) || t.relation(v) == "parataxis" {
			continue
		}
		own := false
		for _, s := range t.kids[v] {
			own = own || t.relation(s) == "nsubj" && s > c
		}
		if !own {
			return c, v
		}
	}
	return none, none
}

// finite reports a finite verb or auxiliary.
func (t *tree) finite(i int) bool {
	switch t.tokens[i].XPOS {
	case "VBD", "VBZ", "VBP", "MD":
		return true
	}
	return false
}

// detach takes a token from its head; attach gives it one. Between the two a tree may have no root.
func (t *tree) detach(k int) {
	if old := t.head(k); old >= 0 {
		kids := make([]int, 0, len(t.kids[old]))
		for _, c := range t.kids[old] {
			if c != k {
				kids = append(kids, c)
			}
		}
		t.kids[old] = kids
	}
	t.tokens[k].Head = -1
}

func (t *tree) attach(k, head int, relation string) {
	t.tokens[k].Head, t.tokens[k].Relation = head, relation
	if head >= 0 {
		t.kids[head] = append(t.kids[head][:len(t.kids[head]):len(t.kids[head])], k)
	}
}

// pastForms are forms of verbs that are no other word, whatever the tagger takes them for.
var pastForms = map[string]string{
	"withdrew": "withdraw", "rejoined": "rejoin", "quit": "quit", "readmitted": "readmit", "reinstated": "reinstate",
	"consists": "consist", "comprises": "comprise", "accuses": "accuse", "urges": "urge", "condemns": "condemn",
	"rejects": "reject", "denies": "deny", "withdraws": "withdraw", "suspends": "suspend", "expels": "expel",
	"imposes": "impose", "admits": "admit", "agrees": "agree", "refuses": "refuse", "insists": "insist", "joins": "join",
	"blames": "blame", "lent": "lend", "undertook": "undertake", "shook": "shake", "vetoed": "veto", "bombed": "bomb", "shelled": "shell",
}

// neverNouns are those of them that are no nouns either.
var neverNouns = map[string]bool{"consists": true, "comprises": true, "accuses": true, "urges": true, "condemns": true, "denies": true, "refuses": true, "insists": true}

// verbal turns a verb that was taken for a noun back into one: "South Africa withdrew in 1961".
func (t *tree) verbal(v int) {
	k := &t.tokens[v]
	if k.UPOS == "VERB" {
		return
	}
	w := strings.ToLower(k.Text)
	if l, ok := pastForms[w]; ok && v > 0 && (t.tokens[v-1].UPOS == "PROPN" || t.tokens[v-1].UPOS == "PRON" || neverNouns[w]) {
		k.UPOS, k.XPOS, k.Lemma = "VERB", "VBD", l
		near := none
		for _, c := range t.kids[v] {
			switch {
			case (t.tokens[c].Relation == "compound" || t.tokens[c].Relation == "amod") && c < v:
				near = max(near, c)
			case t.tokens[c].Relation == "nmod":
				t.tokens[c].Relation = "obl"
			}
		}
		if near >= 0 {
			t.tokens[near].Relation = "nsubj"
			if t.tokens[near].UPOS == "ADJ" {
				t.tokens[near].UPOS = "NOUN"
			}
			for _, c := range slices.Clone(t.kids[v]) { // "the" belongs to the subject now
				if t.tokens[c].Relation == "det" && c < near {
					t.rehang(c, near, "det")
				}
			}
		}
		return
	}
	if k.UPOS == "NOUN" && t.child(v, "obj") > v && t.child(v, "det", "case", "cop") < 0 { // nouns have no objects
		k.UPOS, k.XPOS = "VERB", "VBP"
		for _, c := range t.kids[v] {
			if t.tokens[c].Relation == "compound" && c < v {
				t.tokens[c].Relation = "nsubj"
			}
		}
		return
	}
}

// raise hangs a participial clause behind a comma on the finite verb, not on an infinitive before it: "defended his
// decision to invade, blaming the West".
func (t *tree) raise(v int) {
	h := t.head(v)
	for n := 0; n < maxClimb && h >= 0; n++ {
		x := t.tokens[h].XPOS
		if t.verb(h) && x != "VB" && x != "VBG" || t.tokens[h].XPOS == "VB" && t.child(h, "aux") >= 0 {
			break
		}
		h = t.head(h)
	}
	if h >= 0 && h != t.head(v) && h < v {
		t.rehang(v, h, "advcl")
	}
}

// participle reads "Iran, admitted last July, sent" as a passive: one comma never parts a subject from its verb.
func (t *tree) participle(v int) {
	for _, k := range t.kids[v] {
		if t.tokens[k].Relation != "nsubj" || k >= v {
			continue
		}
		if _, last := t.phrase(k); last != v-1 && last != v-2 {
			return
		}
		for i := k; i < v-1; i++ {
			if t.tokens[i].Text == "," {
				return
			}
		}
		t.tokens[k].Relation = "nsubj:pass"
		t.tokens[v].XPOS = "VBN"
		return
	}
}

// rehang moves a token to another head.
func (t *tree) rehang(k, head int, relation string) {
	t.detach(k)
	t.attach(k, head, relation)
}

// relatives decides what each relative pronoun stands for: "which" takes the nearest noun before it unless that is a
// person, "who" the nearest person.
func (r *reading) relatives(s int) {
	t := &r.trees[s]
	t.stands = map[int]int{}
	for k := 1; k < len(t.tokens); k++ {
		w := t.word(k)
		if (w == "that" || w == "which") && t.tokens[k].UPOS == "PRON" && t.noun(k-1) && !r.isPerson(s, k-1) {
			if h := t.antecedent(k); h != k && h != k-1 && t.under(k-1, h) {
				t.stands[k] = r.mentionHead(s, k-1) // "an end to the sanctions that X imposed"
				continue
			}
		}
		if w != "which" && w != "who" && w != "whose" && w != "whom" {
			continue
		}
		near := k - 1
		for near > 0 && (t.tokens[near].UPOS == "PUNCT" || t.tokens[near].UPOS == "ADP") {
			near--
		}
		head := t.antecedent(k)
		if head == k && !(t.noun(near) && (t.word(k-1) == "," || k > 1 && t.tokens[k-1].UPOS == "ADP" && t.word(k-2) == ",")) {
			continue
		}
		switch {
		case w == "which" && head < near && t.noun(near) && !r.isPerson(s, near) && t.word(near+1) == "," && t.finiteBetween(head, near):
			t.stands[k] = r.mentionHead(s, near) // "five states do not recognise X, which applied"
		case w == "which" && head == k && !r.isPerson(s, near):
			t.stands[k] = r.mentionHead(s, near)
		case w == "which" && t.noun(near) && !r.isPerson(s, near) && !r.isPerson(s, head) && r.nearer(s, near, head):
			t.stands[k] = r.mentionHead(s, near)
		case w == "which" && r.isPerson(s, head) && t.noun(near) && !r.isPerson(s, near):
			t.stands[k] = r.mentionHead(s, near)
		case (w == "who" || w == "whose") && !r.isPerson(s, head):
			if p := r.personBefore(s, k); p >= 0 {
				t.stands[k] = p
			}
		}
	}
}

// finiteBetween reports a finite verb between two tokens.
func (t *tree) finiteBetween(from, to int) bool {
	for i := from + 1; i < to; i++ {
		if t.finite(i) {
			return true
		}
	}
	return false
}

// nearer prefers the nearest name to a head that is a verb or no noun at all.
func (r *reading) nearer(s, near, head int) bool {
	t := &r.trees[s]
	return head == near || !t.noun(head) || r.mention[s][head] < 0 && r.mention[s][near] >= 0 && r.lexicon.nouns[t.lemma(head)] == nil && near-head > 2 && t.relation(near) == "nmod"
}

func (r *reading) mentionHead(s, tok int) int {
	if m := r.mention[s][tok]; m >= 0 {
		return r.actors.Mentions[m].Head
	}
	return tok
}

func (r *reading) isPerson(s, tok int) bool {
	if tok < 0 {
		return false
	}
	m := r.mention[s][tok]
	if m < 0 {
		return false
	}
	for _, e := range r.actors.Mentions[m].Entities {
		if r.entityType(e) == schema.Person {
			return true
		}
	}
	return false
}

// personBefore is the head of the last mention of a person that ends right before a token, commas and the person's
// office aside.
func (r *reading) personBefore(s, tok int) int {
	from, to := r.actors.In(s)
	best, end := none, -1
	for m := from; m < to; m++ {
		x := &r.actors.Mentions[m]
		if x.Last >= tok || x.Kind == actor.Pronoun || x.Last <= end || len(x.Entities) != 1 || r.entityType(x.Entities[0]) != schema.Person {
			continue
		}
		best, end = x.Head, x.Last
	}
	if best >= 0 && tok-end <= 3 {
		return best
	}
	return none
}
