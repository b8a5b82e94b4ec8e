package question

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hbollon/go-edlib"
	"github.com/mozillazg/go-unidecode"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Search finds actors and places by a name as somebody types it: any name in use, a part of one, or one with a slip.
type Search struct {
	Text  string             `json:"text,omitzero"`
	Types []schema.ActorType `json:"type,omitzero"`  // of these types alone; none for every type
	First int                `json:"first,omitzero"` // at most so many; 0 for 10, at most 100
}

// SearchAnswer lists what may be meant, the likeliest first.
type SearchAnswer struct {
	Hits []Hit `json:"hits"`
}

// Hit is an actor or place that a name may mean.
type Hit struct {
	Named
	Type     schema.ActorType `json:"type"`
	Match    string           `json:"match"`         // the name that fits
	Score    float64          `json:"score"`         // 1 for the very name, less the further it is from what was typed
	Kind     string           `json:"kind,omitzero"` // of an organization or place
	Articles int              `json:"articles"`      // that name it
	Of       []Named          `json:"of,omitzero"`   // what a person, body or place belongs to
}

// The sizes of answers to Search.
const (
	defaultHits = 10
	maxHits     = 100
)

// Search finds actors and places. Nothing that resembles the text gives an empty list. Errors may be an *InvalidError.
func (a *Asker) Search(ctx context.Context, q Search) (*SearchAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	n := name{field: "text", text: strings.TrimSpace(q.Text)}
	if err := n.check(); err != nil {
		return nil, err
	}
	if q.First == 0 {
		q.First = defaultHits
	}
	if q.First < 0 || q.First > maxHits {
		return nil, &InvalidError{"first", fmt.Sprintf("want 1 to %d", maxHits)}
	}
	for _, t := range q.Types {
		if !t.Valid() {
			return nil, &InvalidError{"types", fmt.Sprintf("%q is no type of actor", t)}
		}
	}
	hits := map[string]Hit{}
	for _, blocks := range []string{n.near(q.Types), n.far(q.Types)} {
		if err := a.collect(ctx, n.text, blocks, hits); err != nil {
			return nil, fmt.Errorf("search %q: %w", q.Text, err)
		}
		if enough(hits, q.First) {
			break
		}
	}
	return &SearchAnswer{rank(hits, q.First)}, nil
}

const hitFields = "xid name alias reference kind articles: count(~mentions) of {xid name}"

// collect asks for candidates and adds those that fit to the hits.
func (a *Asker) collect(ctx context.Context, text, blocks string, hits map[string]Hit) error {
	if blocks == "" {
		return nil
	}
	var found map[string][]candidate
	if err := a.ask(ctx, "{\n"+blocks+"}", &found); err != nil {
		return err
	}
	typed := fold(text)
	for _, block := range found {
		for _, c := range block {
			if h, ok := c.hit(typed); ok && h.Score > hits[c.XID].Score {
				hits[c.XID] = h
			}
		}
	}
	return nil
}

// near finds the names that are, begin with or contain what was typed.
func (n *name) near(types []schema.ActorType) string {
	of := typeFilter(types)
	blocks := fmt.Sprintf("id(func: eq(xid, %s)) %s {%s}\n", literals(n.refs()), of, hitFields) +
		fmt.Sprintf("same(func: eq(alias, %s)) %s {%s}\n", literals(n.cases()), of, hitFields)
	if hasTerm(n.text) {
		blocks += fmt.Sprintf("words(func: allofterms(alias, %s), first: 300) %s {%s}\n", literal(n.text), of, hitFields)
	}
	if utf8.RuneCountInString(n.text) >= minTrigram && hasTerm(n.text) {
		pattern := `\b` + strings.ReplaceAll(regexp.QuoteMeta(n.text), "/", `\/`)
		blocks += fmt.Sprintf("begin(func: regexp(alias, /%s/i), first: 300) %s {%s}\n", pattern, of, hitFields)
	}
	return blocks
}

// minTrigram is how many characters an index of trigrams can look for.
const minTrigram = 3

// far finds the names that differ from what was typed by a slip or two, and those with a word that does.
func (n *name) far(types []schema.ActorType) string {
	length := utf8.RuneCountInString(n.text)
	if length < minTrigram+1 || !hasTerm(n.text) {
		return ""
	}
	of := typeFilter(types)
	blocks := fmt.Sprintf("far(func: match(alias, %s, %d), first: 300) %s {%s}\n", literal(n.text), slipsInAll(n.text), of, hitFields)
	if p := likeWord(n.text); p != "" {
		blocks += fmt.Sprintf("word(func: regexp(alias, /%s/i), first: 300) %s {%s}\n", p, of, hitFields)
	}
	return blocks
}

// slipsInAll is how many slips a whole name may have, by the length of what was typed.
func slipsInAll(typed string) int { return min(1+utf8.RuneCountInString(typed)/6, 4) }

// slipsIn is how many slips a word or two may have, by the length of what was typed.
func slipsIn(typed string) int {
	switch n := utf8.RuneCountInString(typed); {
	case n < 5:
		return 0
	case n < 7:
		return 1
	}
	return 2
}

// likeWord is a pattern of words that are about as long as the longest one of the text and have its beginning or its end,
// empty where no word is long enough to allow for a slip.
func likeWord(text string) string {
	var word []rune
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if r := []rune(w); len(r) > len(word) {
			word = r
		}
	}
	slips := slipsIn(string(word))
	if slips == 0 {
		return ""
	}
	const begin, end = 3, 4
	rest := func(known int) string {
		return fmt.Sprintf("[^ -]{%d,%d}", max(0, len(word)-known-slips), len(word)-known+slips)
	}
	return fmt.Sprintf("(^|[ -])(%s%s|%s%s)($|[ -])", string(word[:begin]), rest(begin), rest(end), string(word[len(word)-end:]))
}

// typeFilter is a directive that lets pass actors of the types, every actor for none.
func typeFilter(types []schema.ActorType) string {
	var any []string
	for _, t := range types {
		any = append(any, "type("+dgraphType(t)+")")
	}
	if len(any) == 0 {
		any = []string{"type(Actor)"}
	}
	return "@filter(" + strings.Join(any, " or ") + ")"
}

// dgraphType is the dgraph.type of actors of a type.
func dgraphType(t schema.ActorType) string { return strings.ToUpper(string(t[:1])) + string(t[1:]) }

// hit is the candidate with the name of its that fits best.
func (c candidate) hit(typed string) (Hit, bool) {
	h := Hit{
		Named: c.named(), Type: schema.Ref(c.XID).Type(), Kind: c.Kind, Articles: c.Articles, Of: namedAll(c.Of),
	}
	for _, n := range slices.Sorted(slices.Values(append([]string{c.Name, c.XID, schema.Ref(c.XID).ID()}, c.Alias...))) {
		if s := likeness(typed, fold(n)); s > h.Score {
			h.Match, h.Score = n, s
		}
	}
	if likeness(typed, fold(c.Name)) == h.Score {
		h.Match = c.Name
	}
	return h, h.Score > 0
}

// fold takes cases and diacritics out of a name.
func fold(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(unidecode.Unidecode(name))), " ")
}

// likeness says how well a folded name fits what was typed, from 0 to 1: the very name, its beginning, one of its words
// and so on down to a name that a few slips turn into it.
func likeness(typed, name string) float64 {
	if typed == "" || name == "" {
		return 0
	}
	covered := float64(len(typed)) / float64(max(len(name), len(typed)))
	switch {
	case typed == name:
		return 1
	case strings.HasPrefix(name, typed):
		return 0.85 + 0.1*covered
	case strings.Contains(" "+name, " "+typed):
		return 0.75 + 0.1*covered
	case hasWords(name, typed):
		return 0.65 + 0.1*covered
	}
	slips := edlib.OSADamerauLevenshteinDistance(typed, name)
	longer := max(utf8.RuneCountInString(typed), utf8.RuneCountInString(name))
	if alike := 1 - float64(slips)/float64(longer); alike >= 0.6 && slips <= slipsInAll(typed) {
		return 0.8 * alike
	}
	return likenessOfWords(typed, name)
}

// likenessOfWords says how well some words of a name, as many as were typed, fit if a slip or two are allowed for.
func likenessOfWords(typed, name string) float64 {
	best, slips := 0.0, slipsIn(typed)
	words, n := strings.Fields(name), len(strings.Fields(typed))
	for i := 0; slips > 0 && i+n <= len(words); i++ {
		some := strings.Join(words[i:i+n], " ")
		if d := edlib.OSADamerauLevenshteinDistance(typed, some); d <= slips {
			best = max(best, 0.7*(1-float64(d)/float64(max(len(typed), len(some)))))
		}
	}
	return best
}

// hasWords reports whether every word of typed is, or begins, a word of the name.
func hasWords(name, typed string) bool {
	words := strings.Fields(name)
	for _, t := range strings.Fields(typed) {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, t) }) {
			return false
		}
	}
	return true
}

// enough reports whether slips need not be thought of: the name itself is there, or a page of names that contain it.
func enough(hits map[string]Hit, first int) bool {
	for _, h := range hits {
		if h.Score == 1 {
			return true
		}
	}
	return len(hits) >= first
}

// rank orders hits: the better fit first, then the one more in the news, places last.
func rank(hits map[string]Hit, first int) []Hit {
	all := make([]Hit, 0, len(hits))
	for _, h := range hits {
		all = append(all, h)
	}
	place := func(h Hit) int {
		if h.Type == schema.Place {
			return 1
		}
		return 0
	}
	slices.SortFunc(all, func(a, b Hit) int {
		return cmp.Or(
			-cmp.Compare(a.Score, b.Score),
			cmp.Compare(place(a), place(b)),
			-cmp.Compare(a.Articles, b.Articles),
			compareNamed(a.Named, b.Named),
		)
	})
	return all[:min(first, len(all))]
}
