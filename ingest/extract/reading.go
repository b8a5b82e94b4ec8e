package extract

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// reading is an article while it is being read. Entities are indexes into actors.Entities.
type reading struct {
	lexicon   *lexicon
	doc       *text.Document
	actors    *actor.Resolution
	times     []when.Expression
	published schema.Date
	title     string
	junk      []actor.Range

	trees       []tree
	mention     [][]int             // by sentence and token: what actor.Resolution.At says
	timesOf     [][]int             // by sentence: indexes into times
	speakers    []int               // by sentence: the entity whose words a quotation in it is, none if unknown
	topicWeight int                 // how often it is mentioned
	mediators   []int               // whom the article last listed as mediators
	lastJoiner  []int               // the states of the last change of membership
	saidOn      map[int]when.Period // the day on which a person is last said to have spoken
	topic       int                 // the organization that the article speaks of most, none if there is none
	used        []map[int]bool      // by sentence: tokens whose event a rule has already read
	at          map[spot]*event

	found struct { // what the rules found, in the order of the text
		memberships  []membership
		affiliations []affiliation
		tenures      []tenure
		events       []*event
	}
	events []*event // joined

	claimed    map[spot]bool                             // first tokens of the time expressions that a predicate has
	enumerated map[spot][]int                            // the states that a list names for a noun such as "members"
	told       map[spot]bool                             // nouns of standing that a rule has read
	belongs    func(state, organization schema.Ref) bool // whether the lists know the state as a member, now or earlier
	hasMembers func(schema.Ref) bool                     // whether the lists know members of an organization
	isCapital  func(schema.Ref) bool                     // whether a place is a capital
	isVenue    func(schema.Ref) bool                     // whether a place is a building or site

	trace func(format string, args ...any) // explains decisions; nil if nobody listens
}

func (r *reading) prepare() {
	r.trees = make([]tree, len(r.doc.Sentences))
	r.mention = make([][]int, len(r.doc.Sentences))
	r.timesOf = make([][]int, len(r.doc.Sentences))
	r.used = make([]map[int]bool, len(r.doc.Sentences))
	r.at = map[spot]*event{}
	r.told = map[spot]bool{}
	r.enumerated = map[spot][]int{}
	r.claimed = map[spot]bool{}
	r.saidOn = map[int]when.Period{}
	for i := range r.times {
		s := r.times[i].Sentence
		r.timesOf[s] = append(r.timesOf[s], i)
	}
	for s := range r.doc.Sentences {
		r.trees[s] = newTree(&r.doc.Sentences[s])
		r.trees[s].dated = r.datedTokens(s)
		r.mention[s] = make([]int, len(r.trees[s].tokens))
		for i := range r.mention[s] {
			r.mention[s][i] = r.actors.At(s, i)
		}
		r.titled(s)
		r.lemmas(s)
		r.misread(s)
		r.headline(s)
		r.falseAuxiliaries(s)
		r.trees[s].repair()
		for v := range r.trees[s].tokens {
			r.trees[s].normalize(v)
			r.trees[s].predicate(v)
		}
		r.used[s] = map[int]bool{}
		r.relatives(s)
	}
	r.findSpeakers()
	r.claimTimes()
}

// titled lets the words of a title before a name stand for the person: "met Commission President X", where the tree takes the
// body or the state for the argument.
func (r *reading) titled(s int) {
	t := &r.trees[s]
	titles := r.actors.TitlesIn(s)
	for i := range titles {
		x := &titles[i]
		if x.Mention < 0 || x.Person < 0 {
			continue
		}
		m := &r.actors.Mentions[x.Mention]
		if m.Sentence != s || m.First < x.Last || m.First > x.Last+1 || m.Kind != actor.Name {
			continue
		}
		for k := x.First; k <= x.Last; k++ {
			if h := t.head(k); (h < x.First || h > m.Last) && t.noun(k) && r.mention[s][k] >= 0 {
				r.mention[s][k] = x.Mention
			}
		}
	}
}

// claimTimes marks the time expressions that hang on a verb of their clause or on a noun of action.
func (r *reading) claimTimes() {
	for s := range r.trees {
		t := &r.trees[s]
		for _, x := range r.timesOf[s] {
			e := &r.times[x]
			if h := t.head(t.headOf(e.First, e.Last)); h >= 0 && (t.verb(h) || r.lexicon.nouns[t.lemma(h)] != nil) && e.First > 1 {
				r.claimed[spot{s, e.First}] = true
			}
		}
	}
}

func (r *reading) explain(format string, args ...any) {
	if r.trace != nil {
		r.trace(format, args...)
	}
}

// junkSentence reports whether a sentence lies in junk.
func (r *reading) junkSentence(s int) bool {
	x := &r.doc.Sentences[s]
	for _, j := range r.junk {
		if x.Start < j.End && j.Start < x.End {
			return true
		}
	}
	return false
}

// entityType is the type of an entity.
func (r *reading) entityType(e int) schema.ActorType { return r.actors.Entities[e].Type }

// named returns the entities that a token stands for as an argument: those of its mention, or of the name in apposition
// to it. First-person pronouns are the speaker of the quotation.
func (r *reading) named(s, tok int) []int {
	t := &r.trees[s]
	switch t.word(tok) {
	case "we", "i", "us", "me", "our", "my":
		if e := r.speakers[s]; e >= 0 && t.pronoun(tok) {
			return []int{e}
		}
	}
	if es := r.enumerated[spot{s, tok}]; es != nil {
		return es
	}
	m := r.mention[s][tok]
	if m < 0 {
		if a := r.apposition(s, tok); a != nil {
			return a
		}
		return r.implied(s, tok)
	}
	mention := &r.actors.Mentions[m]
	if mention.Kind == actor.Nominal {
		if a := r.apposition(s, tok); a != nil {
			return a
		}
	}
	return mention.Entities
}

// implied returns who a description means that only the article as a whole identifies: "the leaders" and "the joint
// declaration" are the organization's that it is about; "whose country" is the state of a person.
func (r *reading) implied(s, tok int) []int {
	t := &r.trees[s]
	lemma := t.lemma(tok)
	if p := t.child(tok, "nmod:poss"); p >= 0 {
		switch lemma {
		case "country", "government", "nation", "homeland", "administration", "ministry":
			for _, e := range r.named(s, t.antecedent(p)) {
				if st := r.stateOf(e); st >= 0 {
					return []int{st}
				}
			}
		}
		return nil
	}
	if lemma == "mediator" && t.tokens[tok].XPOS == "NNS" {
		return r.mediators
	}
	if (lemma == "two" || lemma == "pair" || lemma == "duo") && t.definite(tok) && t.relation(tok) == "nsubj" {
		return r.lastTwo(s, tok)
	}
	if agencies[lemma] { // "police in Minsk"
		for _, k := range t.kids[tok] {
			if t.relation(k) == "nmod" && t.preposition(k) == "in" {
				if st := r.stateOf(r.locality(s, k)); st >= 0 {
					return []int{st}
				}
			}
		}
	}
	if r.topic < 0 || r.topicWeight < 2 {
		return nil
	}
	if bodies[lemma] && t.definite(tok) && t.child(tok, "nmod") < 0 {
		return []int{r.topic}
	}
	if bodies[lemma] && t.tokens[tok].Relation == "compound" && t.definite(t.head(tok)) {
		return []int{r.topic}
	}
	collective := t.definite(tok) && (t.tokens[tok].XPOS == "NNS" && collectives[lemma] || bodies[lemma]) || documents[lemma] && t.child(tok, "det") >= 0 && t.word(t.child(tok, "det")) != "a"
	if !collective || t.child(tok, "nmod", "amod", "acl") >= 0 && !r.memberly(s, tok) {
		return nil
	}
	return []int{r.topic}
}

// agencies are nouns that act for the state in which the text places them.
var agencies = map[string]bool{
	"police": true, "authority": true, "court": true, "army": true, "government": true, "official": true, "prosecutor": true,
	"judge": true, "soldier": true, "troop": true, "lawmaker": true, "parliament": true, "military": true,
}

// lastTwo are the two people last named before a token: "when the two spoke".
func (r *reading) lastTwo(s, tok int) []int {
	_, to := r.actors.In(s)
	var out []int
	for m := to - 1; m >= 0 && len(out) < 2; m-- {
		x := &r.actors.Mentions[m]
		if x.Sentence < s-1 {
			break
		}
		if x.Sentence == s && x.First >= tok || len(x.Entities) != 1 || r.entityType(x.Entities[0]) != schema.Person {
			continue
		}
		out = appendNew(out, x.Entities[0])
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// collectives are those through whom an organization speaks, documents what it speaks by.
var (
	collectives = map[string]bool{"leader": true, "member": true, "head": true, "minister": true, "ally": true, "delegate": true}
	bodies      = map[string]bool{"body": true, "bloc": true, "organization": true, "organisation": true, "grouping": true, "association": true, "alliance": true, "club": true}
	documents   = map[string]bool{"declaration": true, "communiqué": true, "communique": true, "resolution": true}
)

// memberly reports whether what modifies a collective leaves it the whole: "the heads of state", "the member states",
// "a declaration signed by the leaders", but not "the leaders of both companies".
func (r *reading) memberly(s, tok int) bool {
	t := &r.trees[s]
	for _, k := range t.kids[tok] {
		switch t.relation(k) {
		case "nmod":
			switch t.lemma(k) {
			case "state", "government":
			default:
				if !documents[t.lemma(tok)] {
					return false
				}
			}
		case "amod", "acl":
			if !documents[t.lemma(tok)] {
				return false
			}
		}
	}
	return len(r.inside(s, tok, true, 0)) == 0
}

// apposition returns the named entities in apposition to a token: "two lenders, Urbo and Mano".
func (r *reading) apposition(s, tok int) []int {
	t := &r.trees[s]
	var out []int
	for _, k := range t.kids[tok] {
		listed := k > 0 && t.relation(k) == "nmod" && t.preposition(k) == "" && r.afterColon(s, tok, k)
		if t.relation(k) != "appos" && t.tokens[k].Relation != "nmod:desc" && !listed {
			continue
		}
		for _, c := range t.conjuncts(k) {
			if m := r.mention[s][c]; m >= 0 && r.actors.Mentions[m].Kind == actor.Name {
				out = appendNew(out, r.actors.Mentions[m].Entities...)
			}
		}
	}
	if t.lemma(tok) == "mediator" && len(out) > 1 {
		r.mediators = out
	}
	return out
}

// afterColon reports a colon or dash between a noun and what lists it: "the mediators: A and B".
func (r *reading) afterColon(s, noun, k int) bool {
	for i := noun + 1; i < k; i++ {
		switch r.trees[s].tokens[i].Text {
		case ":", "-", "–", "—":
			return true
		}
	}
	return false
}

func appendNew(to []int, es ...int) []int {
	for _, e := range es {
		if !slices.Contains(to, e) {
			to = append(to, e)
		}
	}
	return to
}

// inside returns the entities that a noun phrase is about where its head names none: its owner, then its adjective, then
// what hangs on it by a preposition. With agent it looks only at who is answerable for the noun: "the strikes on X by Y".
func (r *reading) inside(s, tok int, agent bool, depth int) []int {
	t := &r.trees[s]
	if depth > 4 || agent && (opposing[t.lemma(tok)] || t.oneMember(tok)) {
		return nil
	}
	if !agent && r.lexicon.nouns[t.lemma(tok)] != nil {
		return r.sufferers(s, tok, depth)
	}
	for _, relations := range [...][]string{{"nmod:poss"}, {"amod", "compound", "flat"}} {
		for _, k := range t.kids[tok] {
			if !slices.Contains(relations, t.tokens[k].Relation) {
				continue
			}
			k = t.antecedent(k)
			if w := t.word(k); strings.HasPrefix(w, "anti-") || strings.HasPrefix(w, "pro-") {
				continue // the anti-American policies are not America's
			}
			for _, c := range t.conjuncts(k) {
				if e := r.named(s, c); len(e) > 0 {
					return e
				}
			}
			if e := r.inside(s, k, agent, depth+1); len(e) > 0 && t.tokens[k].Relation == "nmod:poss" {
				return e
			}
		}
	}
	if t.word(tok) == "what" {
		return r.whatIsCalled(s, tok)
	}
	eventful := r.lexicon.nouns[t.lemma(tok)] != nil
	if agent && deeds[t.lemma(tok)] && (t.relation(tok) == "appos" || t.relation(tok) == "parataxis" || t.relation(tok) == "nmod") {
		if root := t.root(tok); root >= 0 && root != tok && t.verb(root) {
			return r.all(s, t.agents(root), true)
		}
	}
	var out []int
	for _, k := range t.kids[tok] {
		rel := t.relation(k)
		p := t.preposition(k)
		switch {
		case rel == "nmod" && agent && (p == "by" || p == "from" || p == "of" && (!eventful || r.sourceOf(t.lemma(tok), "of"))):
		case rel == "nmod" && !agent && p != "by" && p != "with" && p != "after" && p != "before" && p != "since" && p != "during":
		case rel == "acl" && !agent && t.tokens[k].XPOS == "VBN": // "cars made in China"
			for _, o := range t.kids[k] {
				if t.relation(o) == "obl" && t.preposition(o) != "by" {
					out = appendNew(out, r.named(s, o)...)
				}
			}
			continue
		default:
			continue
		}
		for _, c := range t.conjuncts(k) {
			out = appendNew(out, r.named(s, c)...)
		}
		if len(out) == 0 {
			out = appendNew(out, r.inside(s, k, agent, depth+1)...)
		}
		if len(out) > 0 {
			return out
		}
	}
	return out
}

// opposing are nouns of those who stand over against whomever they are of: what NATO's critics do, NATO does not.
var opposing = map[string]bool{
	"critic": true, "opponent": true, "rival": true, "neighbour": true, "neighbor": true, "enemy": true, "foe": true, "adversary": true,
}

// oneMember reports "one of the members of X", which acts alone.
func (t *tree) oneMember(tok int) bool {
	return t.word(tok) == "one" && slices.ContainsFunc(t.kids[tok], func(k int) bool { return t.relation(k) == "nmod" && t.standing(k) != "" })
}

// whatIsCalled returns who is answerable for "what he called economic coercion by China".
func (r *reading) whatIsCalled(s, tok int) []int {
	t := &r.trees[s]
	for _, v := range t.kids[tok] {
		if !t.verb(v) {
			continue
		}
		for _, k := range t.kids[v] {
			if rel := t.relation(k); k > v && (rel == "xcomp" || rel == "obj" || rel == "obl") && t.noun(k) {
				if es := r.actorsOf(s, k, true); len(es) > 0 {
					return es
				}
			}
		}
	}
	return nil
}

// sourceOf reports whether a noun of action takes its source by a preposition: "the appeal of X".
func (r *reading) sourceOf(lemma, preposition string) bool {
	for _, e := range r.lexicon.nouns[lemma] {
		if slices.Contains(e.source, slot{"~", preposition}) && !slices.Contains(e.target, slot{"~", preposition}) {
			return true
		}
	}
	return false
}

// deeds are nouns that sum up what the main clause told: "A will arm B, a decision which C condemned".
var deeds = map[string]bool{"decision": true, "move": true, "step": true, "announcement": true, "action": true, "gesture": true}

// sufferers returns whom a noun of action is aimed at: "the sanctions on X", not "the sanctions of Y".
func (r *reading) sufferers(s, tok, depth int) []int {
	t := &r.trees[s]
	var out []int
	for _, e := range r.lexicon.nouns[t.lemma(tok)] {
		for _, sl := range e.target {
			for _, k := range t.kids[tok] {
				if t.relation(k) != "nmod" || t.preposition(k) != sl.word {
					continue
				}
				for _, c := range t.conjuncts(k) {
					es := r.named(s, c)
					if len(es) == 0 {
						es = r.inside(s, c, false, depth+1)
					}
					out = appendNew(out, es...)
				}
			}
		}
	}
	return out
}

// actorsOf returns the actors for an argument token: the ones it names, else the ones its phrase is about.
func (r *reading) actorsOf(s, tok int, agent bool) []int {
	if e := r.named(s, tok); len(e) > 0 {
		return e
	}
	return r.inside(s, tok, agent, 0)
}

// all flattens the actors of several argument tokens.
func (r *reading) all(s int, toks []int, agent bool) []int {
	var out []int
	for _, k := range toks {
		if m := r.mention[s][k]; m >= 0 && r.actors.Mentions[m].Kind == actor.Name && len(r.actors.Mentions[m].Entities) == 1 {
			out = appendNew(out, r.listAround(s, m)...)
			continue
		}
		out = appendNew(out, r.actorsOf(s, k, agent)...)
	}
	return out
}

// findSpeakers finds whose words a quotation is: the subject of the verb of saying in the same sentence.
func (r *reading) findSpeakers() {
	r.speakers = make([]int, len(r.trees))
	for s := range r.trees {
		r.speakers[s] = none
		t := &r.trees[s]
		for i := range t.tokens {
			if !t.verb(i) || !r.lexicon.matrix[t.lemma(i)].speech {
				continue
			}
			sub := t.subject(i)
			if sub < 0 {
				continue
			}
			m := r.mention[s][sub]
			if m >= 0 && len(r.actors.Mentions[m].Entities) == 1 {
				r.speakers[s] = r.actors.Mentions[m].Entities[0]
				break
			}
		}
	}
}

// span is the evidence of a sentence.
func (r *reading) sentenceSpan(s int) actor.Range {
	return actor.Range{Start: r.doc.Sentences[s].Start, End: r.doc.Sentences[s].End}
}
