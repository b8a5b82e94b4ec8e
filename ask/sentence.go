package ask

import (
	"context"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
)

// sentence is a question taken to pieces, in the order of its words.
type sentence struct {
	text   string
	items  []item
	form   concept // the word that asks: who, what, when, ..., list for an imperative, aux for yes or no
	asked  concept // what is asked for behind which, what or how many; empty for anything
	period period
	doubts []question.Doubt
	dql    string    // the query that the question holds; the items are the words around it
	cited  *citation // the article that it cites; the items are the words around it
	offers []string  // questions to offer before others
}

// item is a word or phrase, a name, or a time.
type item struct {
	text     string
	form     string // as written, in small letters, of a word
	meanings []meaning
	name     *mention
	time     bool
	unknown  bool // nothing knows it
}

// mention is a name in a question with those who bear it.
type mention struct {
	question.Named
	place      question.Named // of the name taken as that of a place, if it is one
	prep       string         // the preposition before it, or before the first of the names that it is joined with
	metonym    bool           // of a capital that stands for its state
	possessive bool
	negated    bool // but not, except
	at         int  // index of its item
}

// has reports whether the item may mean the concept.
func (i *item) has(c concept) bool {
	return slices.ContainsFunc(i.meanings, func(m meaning) bool { return m.concept == c })
}

// values are what the lexicon says of the item as the concept.
func (i *item) values(c concept) []string {
	var v []string
	for _, m := range i.meanings {
		if m.concept == c {
			v = append(v, m.value)
		}
	}
	return v
}

// index is the place of the first item that may mean the concept, -1 for none.
func (s *sentence) index(c concept) int {
	return slices.IndexFunc(s.items, func(i item) bool { return i.has(c) })
}

// has reports whether a word may mean one of the concepts.
func (s *sentence) has(any ...concept) bool {
	return slices.ContainsFunc(any, func(c concept) bool { return s.index(c) >= 0 })
}

// value is what the lexicon says of the first word that means the concept.
func (s *sentence) value(c concept) string {
	if i := s.index(c); i >= 0 {
		return s.items[i].values(c)[0]
	}
	return ""
}

// names are the mentions in order.
func (s *sentence) names() []*mention {
	var all []*mention
	for i := range s.items {
		if s.items[i].name != nil {
			all = append(all, s.items[i].name)
		}
	}
	return all
}

// split tells mentions of organizations from others.
func (s *sentence) split() (organizations, others []*mention) {
	for _, m := range s.names() {
		if m.isOrganization() {
			organizations = append(organizations, m)
		} else {
			others = append(others, m)
		}
	}
	return organizations, others
}

// read takes a question to pieces.
func (a *Asker) read(ctx context.Context, q string, today schema.Date) (*sentence, error) {
	if dql, words, found := cutQuery(q); found {
		s, err := a.english.plain(words)
		if err != nil {
			return nil, err
		}
		s.dql, s.offers = dql, slices.Clone(queryOffers)
		return s, nil
	}
	q = clean(q)
	c, words, err := a.english.cite(q)
	if err != nil {
		return nil, err
	}
	if c != nil {
		return a.readCited(ctx, c, words)
	}
	return a.readNamed(ctx, q, today)
}

// plain takes the words around a query or citation to pieces. Names and times are not looked for.
func (e *english) plain(words string) (*sentence, error) {
	doc, err := e.analyzer.Analyze(clean(words))
	if err != nil {
		return nil, err
	}
	r := newReader(e, clean(words), doc)
	r.assemble()
	r.s.findForm()
	return r.s, nil
}

// readCited takes a question that cites an article to pieces.
func (a *Asker) readCited(ctx context.Context, c *citation, words string) (*sentence, error) {
	s, err := a.english.plain(words)
	if err != nil {
		return nil, err
	}
	s.cited = c
	if c.address != "" {
		return s, a.resolveAddress(ctx, c)
	}
	return s, a.resolveTitle(ctx, s)
}

// readNamed takes a question to pieces that speaks of names and times.
func (a *Asker) readNamed(ctx context.Context, q string, today schema.Date) (*sentence, error) {
	doc, err := a.english.analyzer.Analyze(q)
	if err != nil {
		return nil, err
	}
	r := newReader(a.english, q, doc)
	r.asker = a
	r.findTimes(doc, today)
	if err := r.findNames(ctx); err != nil {
		return nil, err
	}
	r.assemble()
	if err := r.joinParts(ctx); err != nil {
		return nil, err
	}
	r.resolveTitles()
	r.s.place()
	r.s.findForm()
	return r.s, nil
}

// newReader is a reader of a question of which nothing is read.
func newReader(e *english, q string, doc *text.Document) *reader {
	var tokens []text.Token
	for _, s := range doc.Sentences {
		tokens = append(tokens, s.Tokens...)
	}
	return &reader{english: e, text: q, tokens: tokens, s: &sentence{text: q}, taken: make([]int, len(tokens))}
}

// reader is a question while it is taken to pieces.
type reader struct {
	english *english
	asker   *Asker // who looks names up
	text    string
	tokens  []text.Token
	s       *sentence
	words   []bool // by token: the lexicon knows it
	taken   []int  // by token: 0 for a word, else one more than the index in found
	found   []item

	lookups int // of names so far
}

// take makes an item of tokens.
func (r *reader) take(first, last int, i item) {
	i.text = r.text[r.tokens[first].Start:r.tokens[last].End]
	r.found = append(r.found, i)
	for t := first; t <= last; t++ {
		r.taken[t] = len(r.found)
	}
}

// free reports whether none of the tokens belongs to a name or time.
func (r *reader) free(first, last int) bool {
	for t := first; t <= last; t++ {
		if r.taken[t] != 0 {
			return false
		}
	}
	return true
}

// lookup are the forms of the tokens from one on, up to a name, time or end.
func (r *reader) lookup(from int) [][]string {
	var all [][]string
	for t := from; t < len(r.tokens) && r.taken[t] == 0; t++ {
		all = append(all, forms(r.tokens[t].Text, r.tokens[t].Lemma))
	}
	return all
}

// assemble makes items of all tokens.
func (r *reader) assemble() {
	for t := 0; t < len(r.tokens); {
		if f := r.taken[t]; f != 0 {
			r.s.items = append(r.s.items, r.found[f-1])
			for t < len(r.tokens) && r.taken[t] == f {
				t++
			}
			continue
		}
		length, meanings := r.english.lexicon.longest(r.lookup(t))
		tok := &r.tokens[t]
		switch {
		case length > 0:
			end := r.tokens[t+length-1].End
			r.s.items = append(r.s.items, item{
				text: r.text[tok.Start:end], form: strings.ToLower(r.text[tok.Start:end]), meanings: meanings,
			})
			t += length
			continue
		case isPossessive(tok) && len(r.s.items) > 0 && r.s.items[len(r.s.items)-1].name != nil:
			r.s.items[len(r.s.items)-1].name.possessive = true
		case isPossessive(tok): // "Who's", whatever the tagger takes it for
			r.s.items = append(r.s.items, item{text: tok.Text, form: "is", meanings: []meaning{{cAux, ""}}})
		case tok.UPOS != "PUNCT" && hasLetter(tok.Text):
			r.s.items = append(r.s.items, item{text: tok.Text, form: strings.ToLower(tok.Text), unknown: true})
		case tok.Text == ",":
			r.s.items = append(r.s.items, item{text: ",", form: ",", meanings: []meaning{{cPreposition, "and"}, {cFiller, ""}}})
		}
		t++
	}
}

// isPossessive reports whether a token is the 's or ' of a genitive.
func isPossessive(t *text.Token) bool {
	switch strings.ReplaceAll(t.Text, "’", "'") {
	case "'s":
		return t.UPOS != "AUX" && t.UPOS != "VERB"
	case "'":
		return true
	}
	return false
}

func hasLetter(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r > 127
	})
}

// place tells each name its preposition and whether it is excluded, and drops the prepositions of times.
func (s *sentence) place() {
	var kept []item
	for i, it := range s.items {
		ofTime := it.has(cPreposition) && i+1 < len(s.items) && s.nextIs(i+1, func(n *item) bool { return n.time })
		if !ofTime {
			kept = append(kept, it)
		}
	}
	s.items = kept
	for i := range s.items {
		m := s.items[i].name
		if m == nil {
			continue
		}
		m.at = i
		for j := i - 1; j >= 0; j-- {
			it := &s.items[j]
			if it.name != nil {
				if m.prep == "" { // it is joined with that name
					m.prep, m.negated = it.name.prep, it.name.negated
				}
				break
			}
			if it.has(cNot) {
				m.negated = true
				break
			}
			joins := it.has(cPreposition) && (it.form == "and" || it.form == "or" || it.form == ",")
			if it.has(cPreposition) && !joins && m.prep == "" {
				m.prep = it.form
				continue // there may be a not before it
			}
			if it.has(cPreposition) && !joins {
				break
			}
			if !joins && !it.has(cFiller) && !it.has(cBoth) && !it.has(cTitle) && !it.has(cBut) {
				break
			}
		}
	}
}

// nextIs reports whether the first item from i on that is no filler meets the condition.
func (s *sentence) nextIs(i int, condition func(*item) bool) bool {
	for ; i < len(s.items); i++ {
		it := &s.items[i]
		if condition(it) {
			return true
		}
		if !it.has(cFiller) {
			return false
		}
	}
	return false
}

// findForm finds out what is asked.
func (s *sentence) findForm() {
	asks := []concept{cSinceWhen, cHowOften, cHowMany, cWhen, cWhere, cWho, cWhich, cWhat, cHow}
	for i := range s.items {
		it := &s.items[i]
		for _, c := range asks {
			if it.has(c) {
				s.form = c
				s.asked = s.askedAt(i + 1)
				return
			}
		}
		if it.has(cList) && s.form == "" && !s.asksWhether() {
			s.form, s.asked = cList, s.askedAt(i+1)
		}
	}
	if s.form == "" && s.asksWhether() {
		s.form = cAux
	}
}

// asksWhether reports whether the question begins with an auxiliary verb.
func (s *sentence) asksWhether() bool {
	first, _, _ := strings.Cut(strings.ToLower(s.text), " ")
	return slices.Contains(strings.Fields("is are was were do does did have has had will"), first)
}

// askedAt is what the noun from an item on stands for.
func (s *sentence) askedAt(i int) concept {
	for ; i < len(s.items); i++ {
		it := &s.items[i]
		for _, c := range []concept{cCountry, cOrganization, cPerson, cCity, cActor, cMember, cRound, cTalks, cOffice, cTitle, cStatistic, cThing} {
			if it.has(c) {
				return c
			}
		}
		if it.has(cAux) || it.has(cPreposition) && it.form != "of" || it.name != nil || it.has(cVerb) || it.has(cMediate) {
			return ""
		}
	}
	return ""
}
