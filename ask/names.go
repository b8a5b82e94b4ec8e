package ask

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// maxNameTokens is how long a name can be that the lists do not know.
const maxNameTokens = 8

// findNames finds the names: first those of the lists, the longest first, then runs of words that are no words of
// questions, or have capitals. A run that nobody is called by is a doubt.
func (r *reader) findNames(ctx context.Context) error {
	r.findWords()
	for m := range r.english.world.ScanTokens(len(r.tokens), func(i int) string { return r.tokens[i].Text }) {
		first, end := m.Start, m.End-1
		if !r.free(first, end) || first == end && r.isWord(first) && (first == 0 || m.Rule == reference.ByContext) {
			continue
		}
		found, err := r.named(ctx, first, end)
		if err != nil {
			return err
		}
		if found != nil {
			r.take(first, end, item{name: found})
		}
	}
	for t := 0; t < len(r.tokens); {
		end := r.run(t)
		if end == t {
			t++
			continue
		}
		if err := r.findIn(ctx, t, end-1); err != nil {
			return err
		}
		t = end
	}
	return nil
}

// findWords marks the tokens that the lexicon knows, alone or in a phrase.
func (r *reader) findWords() {
	r.words = make([]bool, len(r.tokens))
	for t := 0; t < len(r.tokens); t++ {
		if r.taken[t] != 0 {
			continue
		}
		length, _ := r.english.lexicon.longest(r.lookup(t))
		for i := range length {
			r.words[t+i] = true
		}
		t += max(length, 1) - 1
	}
}

// isWord reports whether the lexicon knows a token.
func (r *reader) isWord(t int) bool { return r.words[t] }

func (r *reader) isCapital(t int) bool {
	c, _ := utf8.DecodeRuneInString(r.tokens[t].Text)
	return unicode.IsUpper(c)
}

// capitalsCount reports whether capitals tell names from words: not in a question that is written without them, or with
// a capital on most of its words.
func (r *reader) capitalsCount() bool {
	upper, lower := 0, 0
	for t := range r.tokens {
		switch {
		case t == 0 || !hasLetter(r.tokens[t].Text):
		case r.isCapital(t):
			upper++
		default:
			lower++
		}
	}
	return upper > 0 && lower > 0 && upper <= 2*lower+2
}

// mayName reports whether a token may be a part of a name.
func (r *reader) mayName(t int) bool {
	switch {
	case r.taken[t] != 0 || !hasLetter(r.tokens[t].Text) || isPossessive(&r.tokens[t]):
		return false
	case !r.isWord(t):
		return true
	}
	return t > 0 && r.isCapital(t) && r.capitalsCount()
}

// run is the end of the run of tokens from t on that may be a name; t if there is none. It goes on behind of, and, the
// and hyphens where a capital follows.
func (r *reader) run(t int) int {
	if !r.mayName(t) {
		return t
	}
	end := t + 1
	for end < len(r.tokens) && end-t < maxNameTokens {
		next := end
		for next < len(r.tokens) && next < end+2 && r.taken[next] == 0 && joinsNames(r.tokens[next].Text) {
			next++
		}
		if next == len(r.tokens) || !r.mayName(next) || next > end && !r.isCapital(next) {
			break
		}
		end = next + 1
	}
	return end
}

func joinsNames(word string) bool {
	switch strings.ToLower(word) {
	case "of", "the", "and", "for", "de", "al", "-", "–", "'", "’":
		return true
	}
	return false
}

// findIn finds the names in a run, the longest first. What is left over and no word of questions is a doubt.
func (r *reader) findIn(ctx context.Context, first, last int) error {
	for length := last - first + 1; length > 0; length-- {
		for from := first; from+length-1 <= last; from++ {
			to := from + length - 1
			if !r.free(from, to) || joinsNames(r.tokens[from].Text) || joinsNames(r.tokens[to].Text) || length == 1 && r.isWord(from) {
				continue
			}
			found, err := r.named(ctx, from, to)
			if err != nil {
				return err
			}
			if found != nil {
				r.take(from, to, item{name: found})
			}
		}
	}
	return r.doubt(ctx, first, last)
}

// doubt makes doubts of the names in a run that nobody bears.
func (r *reader) doubt(ctx context.Context, first, last int) error {
	strange := func(t int) bool {
		return r.taken[t] == 0 && !r.isWord(t) && hasLetter(r.tokens[t].Text) && (r.isCapital(t) || !r.capitalsCount())
	}
	for t := first; t <= last; t++ {
		if !strange(t) || len(r.s.doubts) == maxDoubts {
			continue
		}
		end := t
		for end < last && (strange(end+1) || r.taken[end+1] == 0 && r.isCapital(end+1)) {
			end++
		}
		near, err := r.asker.Search(ctx, question.Search{Text: r.span(t, end), First: maxNearest})
		if err != nil {
			return err
		}
		if (t == 0 || !r.isCapital(t)) && len(near.Hits) == 0 {
			continue // a word that is not known, rather than a name
		}
		d := question.Doubt{Name: r.span(t, end), Candidates: []question.Named{}}
		for _, h := range near.Hits {
			d.Candidates = append(d.Candidates, h.Named)
		}
		r.s.doubts = append(r.s.doubts, d)
		r.take(t, end, item{})
		t = end
	}
	return nil
}

// maxDoubts is how many doubts are told.
const maxDoubts = 5

// maxNearest is how many names are offered for one that nobody bears.
const maxNearest = 3

// span is the text of tokens.
func (r *reader) span(first, last int) string {
	return r.text[r.tokens[first].Start:r.tokens[last].End]
}

// maxLookups bounds the names that are looked up for one question; one with more is no question.
const maxLookups = 60

// named finds who bears the name that tokens are: in the graph, or by way of the lists; a surname will do if one person
// alone has it. Nobody is nil; of several, none of whom comes first, the mention has no ref and a doubt is noted.
func (r *reader) named(ctx context.Context, first, last int) (*mention, error) {
	if r.lookups++; r.lookups > maxLookups {
		return nil, nil
	}
	text := r.span(first, last)
	hits, err := r.asker.Search(ctx, question.Search{Text: text, First: 20})
	if err != nil {
		return nil, err
	}
	exact := slices.DeleteFunc(slices.Clone(hits.Hits), func(h question.Hit) bool { return h.Score < 1 })
	if len(exact) == 0 {
		if exact, err = r.listed(ctx, text); err != nil {
			return nil, err
		}
	}
	if len(exact) == 0 {
		exact = surnamed(hits.Hits, text)
	}
	m := r.choose(text, exact)
	if m == nil || !m.isPlace() {
		return m, nil
	}
	return m, r.capitalOf(ctx, text, m)
}

// capitalOf makes the name of a capital stand for its state, unless the question takes it for a place.
func (r *reader) capitalOf(ctx context.Context, text string, m *mention) error {
	found, err := r.listed(ctx, text)
	if err != nil {
		return err
	}
	for _, h := range found {
		if h.Type == schema.State {
			m.place, m.Named, m.metonym = m.Named, h.Named, true
		}
	}
	return nil
}

// listed are those in the graph whom the lists know by the name as one for an actor, the likeliest alone.
func (r *reader) listed(ctx context.Context, text string) ([]question.Hit, error) {
	best := 0.0
	var all []question.Hit
	for _, c := range r.english.world.Resolve(text, reference.Query{}) {
		if c.Score < best {
			break
		}
		if c.Ref.Type() == schema.Place {
			continue // its name is in the graph
		}
		found, err := r.asker.Search(ctx, question.Search{Text: string(c.Ref), First: 1})
		if err != nil {
			return nil, err
		}
		if len(found.Hits) > 0 && found.Hits[0].Ref == c.Ref {
			all, best = append(all, found.Hits[0]), c.Score
		}
	}
	return all, nil
}

// surnamed are the people whose name ends in text.
func surnamed(hits []question.Hit, text string) []question.Hit {
	return slices.DeleteFunc(slices.Clone(hits), func(h question.Hit) bool {
		return h.Type != schema.Person || !strings.HasSuffix(reference.Fold(h.Match), " "+reference.Fold(text))
	})
}

// choose is the one meant of those who bear a name: actors before places, then whom the lists prefer, then who bears it
// as the name to show.
func (r *reader) choose(text string, hits []question.Hit) *mention {
	m := &mention{}
	var actors []question.Hit
	for _, h := range hits {
		if h.Type == schema.Place && m.place.Ref == "" {
			m.place = h.Named
		}
		if h.Type != schema.Place {
			actors = append(actors, h)
		}
	}
	switch {
	case len(hits) == 0:
		return nil
	case len(actors) == 0 && len(hits) == 1:
		m.Named = hits[0].Named
		return m
	case len(actors) == 0:
		actors = hits
	}
	for _, prefer := range []func(question.Hit) bool{
		func(question.Hit) bool { return true },
		func(h question.Hit) bool { return h.Ref == r.preferred(text, actors) },
		func(h question.Hit) bool { return strings.EqualFold(h.Name, text) },
	} {
		if left := slices.DeleteFunc(slices.Clone(actors), func(h question.Hit) bool { return !prefer(h) }); len(left) == 1 {
			m.Named = left[0].Named
			return m
		}
	}
	d := question.Doubt{Name: text, Ambiguous: true}
	for _, h := range actors {
		d.Candidates = append(d.Candidates, h.Named)
	}
	r.s.doubts = append(r.s.doubts, d)
	return m
}

// preferred is the first in the order of the lists, where they say that it comes first.
func (r *reader) preferred(text string, hits []question.Hit) schema.Ref {
	for m := range r.english.world.Scan(text) {
		if m.Rule != reference.PreferFirst || m.End-m.Start < len(text) {
			continue
		}
		for _, n := range m.Names {
			if slices.ContainsFunc(hits, func(h question.Hit) bool { return h.Ref == n.Ref }) {
				return n.Ref
			}
		}
	}
	return ""
}

// joinParts turns "Sudan's army" and "the army of Sudan" into the body of Sudan that is meant, and "Russia's government"
// into Russia.
func (r *reader) joinParts(ctx context.Context) error {
	for i := 0; i < len(r.s.items); i++ {
		it := &r.s.items[i]
		if !it.has(cPart) {
			continue
		}
		owner := i - 1
		if owner < 0 || r.s.items[owner].name == nil {
			if owner = r.ownerBehind(i); owner < 0 {
				continue
			}
		}
		m, err := r.part(ctx, r.s.items[owner].name, it.values(cPart)[0])
		if err != nil {
			return err
		}
		text := r.s.items[owner].text + " " + it.text
		if m == nil {
			r.s.doubts = append(r.s.doubts, question.Doubt{Name: text, Candidates: []question.Named{r.s.items[owner].name.Named}})
			m = &mention{}
		}
		from, to := min(i, owner), max(i, owner)
		r.s.items = slices.Replace(r.s.items, from, to+1, item{text: text, name: m})
		i = from
	}
	return nil
}

// ownerBehind is the index of the name in "army of NAME", -1 for none.
func (r *reader) ownerBehind(i int) int {
	j := i + 1
	if j >= len(r.s.items) || r.s.items[j].form != "of" {
		return -1
	}
	for j++; j < len(r.s.items) && r.s.items[j].has(cFiller); j++ {
	}
	if j < len(r.s.items) && r.s.items[j].name != nil {
		return j
	}
	return -1
}

// part is the body of a kind that the owner has in the lists and in the graph, the owner for no kind, nil for none.
func (r *reader) part(ctx context.Context, owner *mention, kind string) (*mention, error) {
	if kind == "" {
		return &mention{Named: owner.Named}, nil
	}
	for _, b := range r.english.world.Bodies(owner.Ref) {
		if b.Kind != kind {
			continue
		}
		found, err := r.asker.Search(ctx, question.Search{Text: string(b.Ref), First: 1})
		if err != nil {
			return nil, err
		}
		if len(found.Hits) > 0 && found.Hits[0].Ref == b.Ref {
			return &mention{Named: found.Hits[0].Named}, nil
		}
	}
	return nil, nil
}

// resolveTitles gives "head of state" and the like the titles that they have in the states of the question.
func (r *reader) resolveTitles() {
	for i := range r.s.items {
		it := &r.s.items[i]
		for _, v := range it.values(cTitle) {
			kind, ok := strings.CutPrefix(v, "=")
			if !ok {
				continue
			}
			for _, m := range r.s.names() {
				for _, o := range r.english.world.Offices(m.Ref) {
					if o.Kind == kind {
						it.meanings = append(it.meanings, meaning{cTitle, o.Title})
					}
				}
			}
		}
	}
}
