package extract

import (
	"slices"

	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// stance is how the text stands to an event: its status, who says so, and whether it is only part of something else.
type stance struct {
	status  schema.EventStatus
	by      int    // token of who says so, none if the article does
	decided bool   // a decision, carried out if its time is past
	veiled  bool   // part of a demand, threat or refusal
	reason  string // for explanations
}

// harder keeps the status that takes more back: what did not occur stays so under "could".
func harder(a, b schema.EventStatus) schema.EventStatus {
	rank := func(s schema.EventStatus) int {
		switch s {
		case schema.DidNotOccur:
			return 4
		case schema.Hypothetical:
			return 3
		case schema.Planned:
			return 2
		case schema.Ongoing:
			return 1
		}
		return 0
	}
	if rank(b) > rank(a) {
		return b
	}
	return a
}

func negativeWord(w string) bool {
	switch w {
	case "not", "n't", "never", "no", "neither", "nor", "hardly", "barely", "n’t", "without":
		return true
	}
	return false
}

// negated reports whether a predicate is denied by an adverb, a determiner or a negative subject or object.
func (t *tree) negated(v int) bool {
	if t.word(0) == "nor" && t.main(v) {
		return true
	}
	for _, k := range t.kids[v] {
		switch t.relation(k) {
		case "advmod", "det", "cc", "mark":
			if w := t.word(k); negativeWord(w) && (w != "nor" || k == 0) {
				return true
			}
		case "nsubj", "obj":
			switch t.word(k) {
			case "nobody", "none", "nothing", "neither":
				return true
			}
			for _, g := range t.kids[k] {
				w := t.word(g)
				if w == "neither" && g < k || w == "no" && g < k && (t.relation(g) == "det" || t.relation(g) == "cc" || t.relation(g) == "advmod") {
					return true
				}
			}
		}
	}
	return false
}

// mood is what a predicate's own auxiliaries, adverbs and tense say of its status.
func (t *tree) mood(v int) schema.EventStatus { return t.moodAt(v, 0) }

func (t *tree) moodAt(v, depth int) schema.EventStatus {
	if depth > maxClimb {
		return schema.Occurred
	}
	status := schema.Occurred
	own := false
	progressive := t.tokens[v].XPOS == "VBG"
	for _, k := range t.kids[v] {
		switch t.tokens[k].Relation {
		case "aux", "aux:pass":
			own = true
			switch t.word(k) {
			case "will", "'ll", "’ll", "shall", "wo":
				status = harder(status, schema.Planned)
			case "would", "'d", "’d":
				status = harder(status, schema.Planned)
				if t.conditional(v) {
					status = harder(status, schema.Hypothetical)
				}
			case "could", "may", "might", "can", "should", "must", "ought", "ca", "cannot":
				status = harder(status, schema.Hypothetical)
			case "is", "are", "was", "were", "been", "be", "'s", "'re", "’s", "’re":
				if t.tokens[k].Relation == "aux" && t.isTo(v, k) {
					status = harder(status, schema.Planned)
				}
				if progressive && t.tokens[k].Relation == "aux" {
					status = harder(status, schema.Ongoing)
				}
			}
		case "mark":
			switch t.word(k) {
			case "if", "unless", "whether", "lest":
				status = harder(status, schema.Hypothetical)
			case "without":
				status = harder(status, schema.DidNotOccur)
			case "due": // "is due to join", with "due" taken for a mark; what "had been due to" be has not been
				status = harder(status, schema.Planned)
				if had := max(t.childWord(v, "have"), t.childWord(k, "have")); had >= 0 && t.word(had) == "had" {
					status = harder(status, schema.Hypothetical)
				}
			}
		case "nsubj", "nsubj:pass":
			own = true
		case "cop": // "is to host": read as a copula
			if t.isTo(v, k) {
				own = true
				status = harder(status, schema.Planned)
			}
		}
	}
	if t.condition(v) { // "if he does not leave": neither done nor denied
		return schema.Hypothetical
	}
	if t.negated(v) {
		return schema.DidNotOccur
	}
	if t.relation(v) == "conj" && t.verb(t.head(v)) && !own {
		// "will visit Rome and meet the pope": one auxiliary for both; "did not come or call"
		h := t.head(v)
		if t.tokens[v].XPOS == "VB" || t.tokens[v].XPOS == t.tokens[h].XPOS && !t.finite(v) {
			return harder(status, t.moodAt(h, depth+1))
		}
	}
	return status
}

// conditional reports whether what a predicate with "would" tells hangs on a condition, or was not fulfilled: "would have
// left", "would leave if ...", "should he stay, would leave".
func (t *tree) conditional(v int) bool {
	for _, k := range t.kids[v] {
		switch t.relation(k) {
		case "aux":
			if t.word(k) == "have" {
				return true
			}
		case "advcl":
			if t.condition(k) {
				return true
			}
		}
	}
	return false
}

// condition reports whether a predicate is that of a condition: "if he leaves", "unless he had left", "should he leave",
// "were he to leave", "had he left".
func (t *tree) condition(v int) bool {
	if t.relation(v) != "advcl" {
		return false
	}
	auxiliary, subject := none, none
	for _, k := range t.kids[v] {
		switch r := t.relation(k); {
		case r == "mark" && (t.word(k) == "if" || t.word(k) == "unless"):
			return true
		case (r == "aux" || r == "cop") && (auxiliary < 0 || k < auxiliary):
			auxiliary = k
		case r == "nsubj" && subject < 0:
			subject = k
		}
	}
	if auxiliary < 0 || subject < auxiliary {
		return false
	}
	switch t.word(auxiliary) {
	case "should", "were", "had":
		return true
	}
	return false
}

// isTo reports "is to be admitted": an auxiliary before the "to" of an infinitive.
func (t *tree) isTo(v, aux int) bool {
	to := t.childWord(v, "to")
	return to > aux && t.relation(to) == "mark"
}

// beTo reports whether a predicate is the complement of "is to", "was due to" and the like.
func (t *tree) beTo(h int) bool { return t.lemma(h) == "be" }

// stance climbs from a predicate through what governs it.
func (r *reading) stance(s, v int) stance {
	t := &r.trees[s]
	st := stance{status: t.mood(v), by: none, reason: "its own form"}
	if r.question(s) {
		st.status = harder(st.status, schema.Hypothetical)
	}
	cur := v
	for n := 0; n < maxClimb; n++ {
		h := t.head(cur)
		if h < 0 {
			break
		}
		switch t.tokens[cur].Relation {
		case "conj":
			cur = h
			continue
		case "xcomp", "ccomp", "csubj", "csubj:pass", "obj", "obl", "nmod":
			if !t.verb(cur) && n == 0 {
				break
			}
			r.govern(s, h, cur, &st)
		case "acl":
			if t.noun(h) && (t.tokens[cur].XPOS == "VB" || t.child(cur, "mark") >= 0) {
				r.governNoun(s, h, &st)
			} else {
				return st
			}
		case "advcl":
			if t.tokens[cur].XPOS == "VB" && r.lexicon.matrix[t.lemma(h)].veil && t.childWord(cur, "to") >= 0 {
				st.veiled = true
			}
			if t.tokens[cur].XPOS == "VB" && t.childWord(cur, "to") >= 0 && r.carriesVeil(s, h) {
				st.veiled = true // "made an appeal to X to release them"
			}
			if m := t.child(cur, "mark"); m >= 0 && (t.word(m) == "of" || t.word(m) == "for" || t.word(m) == "against") && r.lexicon.matrix[t.lemma(h)].veil {
				st.veiled = true // "accused X of violating the truce", "warned X against violating it"
			}
			if x := t.tokens[cur].XPOS; (x == "VBG" || x == "VBN") && t.child(cur, "mark") < 0 && cur > h && t.tokens[cur-1].Text != "," {
				if e := r.lexicon.matrix[t.lemma(h)]; e.status != "" && e.status != schema.Ongoing { // "denied having helped"
					r.govern(s, h, cur, &st)
				}
			}
			if e := r.adverbial(s, cur, h); e != "" {
				st.status = harder(st.status, e)
				st.reason = "an adverbial clause under " + t.word(h)
			}
			if t.child(h, "cop") >= 0 || t.tokens[h].UPOS == "ADJ" { // "is likely to", "ready to"
				r.govern(s, h, cur, &st)
			}
			r.reported(s, h, &st)
			return st
		case "parataxis":
			r.reported(s, cur, &st)
			r.speaker(s, h, &st)
			return st
		case "acl:relcl", "advcl:relcl", "appos", "list":
			r.deniedStory(s, h, &st)
			return st
		}
		cur = h
	}
	r.quoted(s, cur, &st)
	return st
}

// carriesVeil reports a verb whose object is a demand, threat or refusal: what its infinitive tells is only part of that.
func (r *reading) carriesVeil(s, v int) bool {
	t := &r.trees[s]
	if _, light := r.lexicon.support[t.lemma(v)]; !light && t.lemma(v) != "put" {
		return false
	}
	k := t.child(v, "obj")
	if k < 0 {
		return false
	}
	e, ok := r.lexicon.matrix[t.lemma(k)+"_n"]
	if !ok {
		e = r.lexicon.matrix[t.lemma(k)]
	}
	return e.veil
}

// deniedStory applies "denied a report that X had left": what the story tells did not occur, by the word of who denies it.
func (r *reading) deniedStory(s, noun int, st *stance) {
	t := &r.trees[s]
	for cur, n := noun, 0; n < 3; n++ {
		h := t.head(cur)
		if h < 0 {
			return
		}
		if t.verb(h) {
			if rel := t.relation(cur); rel != "obj" && rel != "obl" && rel != "ccomp" {
				return // "X, which had been accused, denied": who denies is no story
			}
			if t.lemma(h) == "deny" || t.lemma(h) == "refute" || t.lemma(h) == "dispute" {
				st.status, st.by = schema.DidNotOccur, t.subject(h)
			}
			return
		}
		cur = h
	}
}

// past reports whether a period lies wholly before the day of publication.
func (r *reading) past(p when.Period) bool {
	_, last := bounds(p)
	return !p.IsZero() && !p.End.IsZero() && !r.published.IsZero() && last < r.published.First().Format("2006-01-02")
}

// reported climbs on from an adverbial clause's main verb only to find who reports it: "said that he left after ...".
func (r *reading) reported(s, v int, st *stance) {
	t := &r.trees[s]
	for cur, n := v, 0; n < maxClimb && cur >= 0; n++ {
		h := t.head(cur)
		if h < 0 {
			r.quoted(s, cur, st)
			return
		}
		switch t.relation(cur) {
		case "ccomp", "xcomp", "parataxis", "conj":
			r.speaker(s, h, st)
		}
		cur = h
	}
}

// speaker notes the subject of a verb of saying.
func (r *reading) speaker(s, v int, st *stance) {
	t := &r.trees[s]
	if st.by < 0 && t.verb(v) && r.lexicon.matrix[t.lemma(v)].speech {
		st.by = t.subject(v)
	}
}

// quoted notes the speaker of a clause whose verb of saying hangs below it: "the army had left, he said".
func (r *reading) quoted(s, root int, st *stance) {
	t := &r.trees[s]
	if st.by >= 0 {
		return
	}
	for _, k := range t.kids[root] {
		if t.relation(k) == "parataxis" && t.verb(k) && r.lexicon.matrix[t.lemma(k)].speech {
			if sub := t.child(k, "nsubj"); sub >= 0 {
				st.by = sub
				return
			}
		}
	}
}

// question reports whether a sentence asks.
func (r *reading) question(s int) bool {
	toks := r.trees[s].tokens
	return len(toks) > 0 && toks[len(toks)-1].Text == "?"
}

// govern applies the word h that governs the complement cur, and what its own form says.
func (r *reading) govern(s, h, cur int, st *stance) {
	t := &r.trees[s]
	lemma := t.lemma(h)
	e, known := r.lexicon.matrix[lemma]
	if known && t.relation(cur) == "ccomp" && openOnly[lemma] {
		e.status = ""
	}
	own := t.mood(h)
	if t.beTo(h) && t.relation(cur) == "xcomp" {
		st.status, st.reason = harder(st.status, schema.Planned), `"is to"`
		if own == schema.DidNotOccur {
			st.status = schema.DidNotOccur
		}
		return
	}
	if e.speech {
		r.speaker(s, h, st)
		if e.status == "" && own != schema.Hypothetical {
			return // who denies having said it denies nothing of what it says
		}
	}
	if known && e.status != "" {
		if e.status == schema.DidNotOccur && own == schema.DidNotOccur { // "did not fail to"
			own = schema.Occurred
		} else if !(e.status == schema.Planned && st.status == schema.Hypothetical && t.lemma(h) == "say") {
			st.status = harder(st.status, e.status)
		}
		st.reason = "governed by " + lemma
	}
	st.decided = st.decided || lemma == "decide"
	if e.veil {
		st.veiled = true
	}
	if own == schema.DidNotOccur || own == schema.Hypothetical || own == schema.Planned {
		if e.status == schema.DidNotOccur && own == schema.Hypothetical {
			st.status = schema.Hypothetical
		} else {
			st.status = harder(st.status, own)
		}
	}
	if own == schema.Ongoing && st.status == schema.Occurred {
		st.status = schema.Ongoing
	}
}

// governNoun applies a noun with a complement: "his decision to invade", "a threat to leave".
func (r *reading) governNoun(s, h int, st *stance) {
	t := &r.trees[s]
	e, ok := r.lexicon.matrix[t.lemma(h)+"_n"]
	if !ok {
		e = r.lexicon.matrix[t.lemma(h)]
	}
	if e.status != "" {
		st.status = harder(st.status, e.status)
		st.reason = "governed by " + t.lemma(h)
	}
	st.decided = st.decided || t.lemma(h) == "decision"
	st.veiled = st.veiled || e.veil
	if t.negatedNoun(h) {
		st.status = schema.DidNotOccur
	}
}

// openOnly are governing verbs that take an infinitive and no full clause; a full clause below them is misplaced.
var openOnly = map[string]bool{"aim": true, "intend": true, "prepare": true, "try": true, "seek": true, "attempt": true, "set": true, "fail": true}

// negatedNoun reports "no talks", "neither deal".
func (t *tree) negatedNoun(n int) bool {
	for _, k := range t.kids[n] {
		if w := t.word(k); w == "no" || w == "neither" || w == "without" && t.relation(k) == "case" {
			return true
		}
	}
	return false
}

// adverbial is the status that the kind of an adverbial clause gives to its predicate.
func (r *reading) adverbial(s, v, h int) schema.EventStatus {
	t := &r.trees[s]
	to := false
	for _, k := range t.kids[v] {
		if t.relation(k) != "mark" {
			continue
		}
		switch t.word(k) {
		case "if", "unless", "lest":
			return schema.Hypothetical
		case "without":
			return schema.DidNotOccur
		case "before":
			if t.mood(h) == schema.Planned {
				return schema.Planned
			}
		case "to":
			to = true
		}
	}
	if !to {
		return ""
	}
	switch e := r.lexicon.matrix[t.lemma(h)]; {
	case e.status != "":
		return e.status
	case t.mood(h) == schema.Planned:
		return schema.Planned
	case t.mood(h) == schema.Occurred && r.means(h, s, schema.Consult) && r.means(v, s, schema.Consult): // "flew to Rome to meet X"
		return ""
	case implicative[t.lemma(h)] && t.mood(h) == schema.Occurred: // "used the speech to accuse X"
		return ""
	}
	return schema.Hypothetical // a purpose
}

// means reports whether a verb can mean an event of a type.
func (r *reading) means(v, s int, typ schema.EventType) bool {
	return slices.ContainsFunc(r.lexicon.verbs[r.trees[s].lemma(v)], func(e *entry) bool { return e.event == typ })
}

// implicative are verbs that are only true if what their infinitive tells is true.
var implicative = map[string]bool{
	"use": true, "take": true, "seize": true, "break": true, "go": true, "manage": true, "join": true, "unite": true, "vote": true, "happen": true,
	"proceed": true, "dare": true, "turn": true, "interrupt": true,
}
