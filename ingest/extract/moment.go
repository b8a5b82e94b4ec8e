package extract

import (
	"slices"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// point is the period that a time expression gives to an event, zero where it gives none: "by the end of August" is a
// point in August, "before the summer" no time at all.
func point(e *when.Expression) when.Period {
	if e.Type == schema.TimeSet {
		return when.Period{}
	}
	switch e.Relation {
	case when.Before:
		if e.Mod != when.End {
			return when.Period{}
		}
	case when.After:
		return when.Period{}
	}
	p := e.Period
	if e.Relation == when.By || e.Relation == when.Before {
		switch {
		case p.Start.IsZero():
			p.Start = p.End
		case p.End.IsZero():
			p.End = p.Start
		}
	}
	return p
}

// headOf is the token of a run whose head lies outside of it.
func (t *tree) headOf(first, last int) int {
	for i := first; i <= last && i < len(t.tokens); i++ {
		if h := t.head(i); h < first || h > last {
			return i
		}
	}
	return first
}

// datedTokens marks the tokens of the time expressions of a sentence.
func (r *reading) datedTokens(s int) map[int]bool {
	if len(r.timesOf[s]) == 0 {
		return nil
	}
	out := map[int]bool{}
	for _, x := range r.timesOf[s] {
		for i := r.times[x].First; i <= r.times[x].Last; i++ {
			out[i] = true
		}
	}
	return out
}

// inTime reports whether a token is part of a time expression.
func (r *reading) inTime(s, tok int) bool {
	for _, x := range r.timesOf[s] {
		if e := &r.times[x]; e.First <= tok && tok <= e.Last {
			return true
		}
	}
	return false
}

// directTime is the period of the nearest time expression that hangs on a predicate within its own clause.
func (r *reading) directTime(s, p int) when.Period {
	t := &r.trees[s]
	best, bestCost := when.Period{}, 1<<30
	for _, x := range r.timesOf[s] {
		e := &r.times[x]
		period, front := point(e), t.noun(p) && e.Last == p-1
		if front { // "after the May 3 summit" is after the summit, which was on that day
			period = e.Period
		}
		if period.IsZero() || r.ahead(period) && t.pastTense(p) {
			continue
		}
		cost, ok := t.distance(t.headOf(e.First, e.Last), p, r)
		if front || t.noun(p) && (t.adjacent(p, e.First) || r.adjoins(s, p, e.First)) {
			cost, ok = 0, true
		}
		if !ok {
			continue
		}
		cost *= 3 // a step in the tree weighs as much as three words
		if e.First < p {
			cost += 1 + p - e.Last
		} else {
			cost += e.First - p
		}
		if cost < bestCost {
			best, bestCost = period, cost
		}
	}
	return best
}

// ahead reports whether a period begins after the day of publication.
func (r *reading) ahead(p when.Period) bool {
	first, _ := bounds(p)
	return !r.published.IsZero() && !p.Start.IsZero() && first > r.published.Last().Format("2006-01-02")
}

// pastTense reports a verb that tells what is over, whose time can't lie ahead: "ruled out talks before 2028".
func (t *tree) pastTense(p int) bool {
	return t.tokens[p].XPOS == "VBD" && t.verb(p)
}

// adjacent reports whether a time expression stands right behind a noun, at most a preposition between them: "the summit
// last year", "talks in June". The words decide there, wherever the tree hangs the time.
func (t *tree) adjacent(noun, first int) bool {
	return first == noun+1 || first == noun+2 && t.tokens[noun+1].UPOS == "ADP"
}

// adjoins reports whether nothing but the arguments of a noun of action stand between it and a time: "the invasion of X by Y in
// February".
func (r *reading) adjoins(s, noun, first int) bool {
	t := &r.trees[s]
	if first-noun > 9 || first <= noun+2 || t.tokens[first-1].UPOS != "ADP" || r.lexicon.nouns[t.lemma(noun)] == nil {
		return false
	}
	for i := noun + 1; i < first-1; i++ {
		switch t.tokens[i].UPOS {
		case "DET", "PROPN", "NUM":
		case "ADJ", "NOUN":
			if r.mention[s][i] < 0 && !t.noun(i) || t.noun(i) && r.lexicon.nouns[t.lemma(i)] != nil {
				return false
			}
		case "ADP":
			switch t.word(i) {
			case "of", "by", "on", "against", "between", "with", "in", "to", "from":
			default:
				return false
			}
		case "CCONJ":
			if t.word(i) != "and" {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// looseTime is the period of a time expression that no clause of its own claims: one that opens the sentence, for its
// main clause, or one behind the trigger with no verb between.
func (r *reading) looseTime(s, p int) when.Period {
	t := &r.trees[s]
	for _, x := range r.timesOf[s] {
		e := &r.times[x]
		period := point(e)
		if period.IsZero() || r.claimed[spot{s, e.First}] {
			continue
		}
		if e.First <= 1 && t.main(p) && e.Type != schema.TimeDuration {
			return period
		}
		if e.First <= p || e.First > p+14 {
			continue
		}
		clear := true
		for i := p + 1; i < e.First; i++ {
			if t.verb(i) || t.word(i) == ";" || r.lexicon.nouns[t.lemma(i)] != nil && t.noun(i) && !t.under(i, p) {
				clear = false
			}
		}
		if clear {
			return period
		}
	}
	return when.Period{}
}

// main reports whether a token is the predicate of the sentence's main clause, or coordinated with it, or carried by it.
func (t *tree) main(p int) bool {
	for n := 0; n < 4 && p >= 0; n++ {
		switch t.relation(p) {
		case "root":
			return true
		case "conj", "obj", "nsubj", "advcl":
		case "obl":
		default:
			return false
		}
		p = t.head(p)
	}
	return false
}

// distance counts the steps from a token up to a predicate of the same clause.
func (t *tree) distance(from, p int, r *reading) (int, bool) {
	for cur, n := from, 0; cur >= 0 && n < maxClimb; n++ {
		if cur == p {
			return n, true
		}
		switch t.tokens[cur].Relation {
		case "acl:relcl", "ccomp", "advcl", "parataxis", "xcomp", "advcl:relcl", "acl":
			return 0, false
		case "conj":
			if t.verb(cur) {
				return 0, false
			}
		}
		if cur != from && t.noun(cur) && r.lexicon.nouns[t.lemma(cur)] != nil && !supports(t, p, cur) {
			return 0, false // the time of another event
		}
		cur = t.head(cur)
	}
	return 0, false
}

// supports reports whether a noun of action is an argument of the predicate itself, so that they share their time.
func supports(t *tree, p, noun int) bool {
	if t.head(noun) != p || !t.verb(p) {
		return false
	}
	switch t.relation(noun) {
	case "obj", "nsubj":
		return true
	case "obl":
		switch t.lemma(noun) {
		case "call", "conversation", "interview":
			return true
		}
		return t.lemma(p) == "agree" || t.lemma(p) == "consent" || t.lemma(p) == "accede"
	}
	return false
}

// timeOf is the period of the event that a predicate tells, from its own clause or, where English lets it, from the
// clause that it continues.
func (r *reading) timeOf(s, p int) when.Period {
	t := &r.trees[s]
	for cur, n := p, 0; n < 4 && cur >= 0; n++ {
		if d := r.daysBefore(s, cur); !d.IsZero() {
			return d
		}
		if d := r.directTime(s, cur); !d.IsZero() {
			return d
		}
		if d := r.whenTime(s, cur); !d.IsZero() {
			return d
		}
		if d := r.documentTime(s, cur); !d.IsZero() {
			return d
		}
		h := t.head(cur)
		if h < 0 {
			break
		}
		switch t.tokens[cur].Relation {
		case "conj":
			if !t.verb(h) || t.child(cur, "nsubj", "nsubj:pass") >= 0 && !r.fronted(s, h) {
				return when.Period{}
			}
		case "advcl":
			if t.tokens[cur].XPOS != "VBG" || t.child(cur, "mark") >= 0 {
				return when.Period{}
			}
		case "xcomp":
			switch t.lemma(h) {
			case "begin", "start", "continue", "expect", "due", "be", "schedule", "set", "fail", "help", "manage", "refuse", "plan":
			default:
				return when.Period{}
			}
		default:
			return when.Period{}
		}
		cur = h
	}
	return when.Period{}
}

// daysBefore is the day of what the main clause is told to follow: "said on Thursday, a day after X had signed" puts the
// signing on Wednesday. Where the main clause has no day, the day of publication is meant.
func (r *reading) daysBefore(s, p int) when.Period {
	t := &r.trees[s]
	after := none
	for i := p - 1; i > 1 && i > p-12; i-- {
		if t.word(i) == "after" {
			after = i
			break
		}
		if t.verb(i) && t.tokens[i].UPOS != "AUX" && t.head(i) != p || t.word(i) == ";" {
			return when.Period{}
		}
	}
	if after < 2 || t.word(after-1) != "day" && t.word(after-1) != "days" {
		return when.Period{}
	}
	n := 1
	switch w := t.word(after - 2); w {
	case "a", "one", "the":
	default:
		if n = number(w); n == 0 {
			return when.Period{}
		}
	}
	base := r.published
	for _, x := range r.timesOf[s] {
		if e := &r.times[x]; e.First < after-2 && e.Period.Precision == schema.Day && e.Period.Start == e.Period.End {
			base = e.Period.Start
		}
	}
	if base.Precision() != schema.Day {
		return when.Period{}
	}
	d := schema.DateOf(base.First().AddDate(0, 0, -n))
	return when.Period{Start: d, End: d, Precision: schema.Day}
}

// whenTime is the time that a clause with "when" explains: "since 2018, when he left the treaty".
func (r *reading) whenTime(s, p int) when.Period {
	t := &r.trees[s]
	w := t.childWord(p, "when")
	if w < 1 || w > p {
		return when.Period{}
	}
	end := w - 1
	if t.tokens[end].Text == "," {
		end--
	}
	for _, x := range r.timesOf[s] {
		if e := &r.times[x]; e.Last == end && !e.Period.Start.IsZero() {
			return when.Period{Start: e.Period.Start, End: e.Period.Start, Precision: e.Period.Start.Precision()}
		}
	}
	return when.Period{}
}

// papers are documents whose date is the date of what they say.
var papers = map[string]bool{
	"declaration": true, "statement": true, "communiqué": true, "communique": true, "letter": true, "resolution": true,
	"speech": true, "interview": true, "report": true, "decree": true,
}

// documentTime is the date of the document by which a predicate's event was told: "in a declaration adopted on Sunday".
func (r *reading) documentTime(s, p int) when.Period {
	t := &r.trees[s]
	for _, k := range t.kids[p] {
		if rel := t.relation(k); rel != "nsubj" && rel != "obl" || !papers[t.lemma(k)] {
			continue
		}
		for _, x := range r.timesOf[s] {
			e := &r.times[x]
			if h := t.headOf(e.First, e.Last); t.under(h, k) && e.Last-k < 9 {
				return point(e)
			}
		}
	}
	return when.Period{}
}

// fronted reports whether a clause opens with a time: "On Monday X met Y, and Z left".
func (r *reading) fronted(s, v int) bool {
	t := &r.trees[s]
	for _, x := range r.timesOf[s] {
		h := t.headOf(r.times[x].First, r.times[x].Last)
		sub := t.subject(v)
		if t.head(h) == v && h < v && (sub < 0 || h < sub) {
			return true
		}
	}
	return false
}

// placeOf is the entity of the place where a predicate puts its event, none if it puts it nowhere.
func (r *reading) placeOf(s, p int) int {
	t := &r.trees[s]
	if e := r.whereabouts(s, p); e >= 0 {
		return e
	}
	state, ok := r.hungPlace(s, p)
	if ok {
		return state
	}
	if state < 0 && t.verb(p) {
		if k := t.behind(p, "in"); k >= 0 {
			if e := r.locality(s, k); e >= 0 && r.entityType(e) == schema.Place {
				return e
			}
		}
	}
	return state
}

// sayingPlace is where something was said: what hangs on the verb itself, before anything else that it governs.
func (r *reading) sayingPlace(s, v int) int {
	t := &r.trees[s]
	for _, k := range t.kids[v] {
		if t.relation(k) != "obl" || t.preposition(k) != "in" && t.preposition(k) != "at" {
			continue
		}
		object := slices.ContainsFunc(t.kids[v], func(o int) bool {
			rel := t.relation(o)
			return o > v && o < k && !t.dated[o] && (rel == "obj" || rel == "obl" || rel == "xcomp" || rel == "ccomp")
		})
		if e := r.locality(s, k); e >= 0 && !object && r.entityType(e) == schema.Place {
			return e
		}
	}
	return r.speakingIn(s, v)
}

// hungPlace is the place that hangs on a predicate, else the state, which something nearer may refine: then ok is false.
func (r *reading) hungPlace(s, p int) (place int, ok bool) {
	t := &r.trees[s]
	state := none
	for _, k := range t.kids[p] {
		rel := t.relation(k)
		located := false
		switch rel {
		case "obl", "nmod", "advmod":
			located = at[t.preposition(k)]
		case "compound", "amod":
			located = t.noun(p) && !t.verb(p)
		}
		if !located {
			continue
		}
		for _, c := range t.conjuncts(k)[:1] {
			e := r.locality(s, c)
			if e < 0 {
				continue
			}
			if r.entityType(e) == schema.Place {
				return e, true
			}
			if state < 0 && rel != "compound" && rel != "amod" && t.preposition(k) == "in" {
				state = e
			}
		}
	}
	return state, false
}

// locality is the place or state that a token names, or that its phrase lies in: "the headquarters in Brussels".
func (r *reading) locality(s, tok int) int {
	if m := r.mention[s][tok]; m >= 0 {
		mention := &r.actors.Mentions[m]
		if len(mention.Entities) == 1 && mention.Kind != actor.Pronoun {
			switch r.entityType(mention.Entities[0]) {
			case schema.Place, schema.State:
				return mention.Entities[0]
			}
		}
		return none
	}
	t := &r.trees[s]
	switch t.lemma(tok) {
	case "city", "capital", "town", "resort", "port", "headquarters", "palace", "embassy", "village", "building", "residence":
		for _, k := range t.kids[tok] {
			switch t.relation(k) {
			case "nmod", "appos", "compound":
				if m := r.mention[s][k]; m >= 0 && len(r.actors.Mentions[m].Entities) == 1 {
					e := r.actors.Mentions[m].Entities[0]
					if r.entityType(e) == schema.Place {
						return e
					}
				}
			}
		}
	}
	return none
}

// stateOf is the state that an entity is or belongs to, none if it is unknown.
func (r *reading) stateOf(e int) int {
	if e < 0 {
		return none
	}
	if r.entityType(e) == schema.State {
		return e
	}
	of := r.actors.Entities[e].Of
	for n := 0; of != "" && n < 4; n++ {
		i := r.actors.Entity(of)
		if i < 0 {
			return none
		}
		if r.entityType(i) == schema.State {
			return i
		}
		of = r.actors.Entities[i].Of
	}
	return none
}
