package question

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// maxName bounds what is taken for a name, in bytes.
const maxName = 300

// name is a name in a question.
type name struct {
	field string // of the question, for errors
	text  string
	want  []schema.ActorType // what the question asks for; of actors that have the name, one of these comes first
}

// Resolve finds who or what is meant by a ref, an id (RUS, SCO) or a name in use, whatever its case. Of several that have
// the name, one of the types wanted comes first, then one that the reference lists know, places last. Errors are an
// *UnknownError, an *AmbiguousError or an *InvalidError, which name the field.
func (a *Asker) Resolve(ctx context.Context, field, text string, want ...schema.ActorType) (Named, error) {
	ctx = graph.AtOneInstant(ctx)
	found, err := a.resolve(ctx, name{field, text, want})
	if err != nil {
		return Named{}, err
	}
	return found[0], nil
}

// resolve finds several names at once.
func (a *Asker) resolve(ctx context.Context, names ...name) ([]Named, error) {
	for i, n := range names {
		names[i].text = strings.TrimSpace(n.text)
		if err := names[i].check(); err != nil {
			return nil, err
		}
	}
	candidates, err := a.candidates(ctx, names, (*name).exactly)
	if err != nil {
		return nil, err
	}
	out := make([]Named, len(names))
	for i, n := range names {
		out[i], err = n.choose(candidates[i])
		if errors.As(err, new(*UnknownError)) {
			out[i], err = a.resolveLoosely(ctx, n)
		}
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// meant finds several names at once and reads of the actors what a question takes; read reports whether it has found them.
// Refs are read right away: it takes less than to look for them first.
func (a *Asker) meant(ctx context.Context, names []name, read func([]Named) (bool, error)) error {
	actors := make([]Named, 0, len(names))
	for _, n := range names {
		if ref, err := schema.ParseRef(n.text); err == nil {
			actors = append(actors, Named{Ref: ref})
		}
	}
	if len(actors) == len(names) {
		if ok, err := read(actors); ok || err != nil {
			return err
		}
	}
	actors, err := a.resolve(ctx, names...)
	if err != nil {
		return err
	}
	_, err = read(actors)
	return err
}

// resolveLoosely finds a name that is written in other cases than the graph has it, or else the nearest ones.
func (a *Asker) resolveLoosely(ctx context.Context, n name) (Named, error) {
	if hasTerm(n.text) {
		candidates, err := a.candidates(ctx, []name{n}, (*name).byTerms)
		if err != nil {
			return Named{}, err
		}
		found, err := n.choose(candidates[0])
		if !errors.As(err, new(*UnknownError)) {
			return found, err
		}
	}
	near, err := a.Search(ctx, Search{Text: n.text, Types: n.want, First: 5})
	if err == nil && len(near.Hits) == 0 && len(n.want) > 0 {
		near, err = a.Search(ctx, Search{Text: n.text, First: 5})
	}
	if err != nil {
		return Named{}, err
	}
	unknown := &UnknownError{Field: n.field, Name: n.text}
	for _, h := range near.Hits {
		unknown.Nearest = append(unknown.Nearest, h.Named)
	}
	return Named{}, unknown
}

func (n *name) check() error {
	switch {
	case n.text == "":
		return &InvalidError{n.field, "is missing: give a ref, an id or a name"}
	case len(n.text) > maxName:
		return &InvalidError{n.field, fmt.Sprintf("a name has at most %d bytes", maxName)}
	case !utf8.ValidString(n.text):
		return &InvalidError{n.field, "is no valid UTF-8"}
	}
	return nil
}

// hasTerm reports whether text has a letter or digit: without one, an index of terms has nothing to look for.
func hasTerm(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// candidate is an actor that may be meant.
type candidate struct {
	storedNamed
	Alias     []string      `json:"alias"`
	Kind      string        `json:"kind"`
	Reference bool          `json:"reference"`
	Articles  int           `json:"articles"`
	Of        []storedNamed `json:"of"`
}

const candidateFields = "xid name alias reference"

// candidates asks for the candidates of each name.
func (a *Asker) candidates(ctx context.Context, names []name, blocks func(*name, string) string) ([][]candidate, error) {
	var q strings.Builder
	q.WriteString("{\n")
	for i := range names {
		q.WriteString(blocks(&names[i], fmt.Sprint(i)))
	}
	q.WriteString("}")
	var found map[string][]candidate
	if err := a.ask(ctx, q.String(), &found); err != nil {
		return nil, fmt.Errorf("find %s: %w", names[0].text, err)
	}
	out := make([][]candidate, len(names))
	for i := range names {
		for _, block := range []string{"id", "alias"} {
			out[i] = append(out[i], found[fmt.Sprint(block, i)]...)
		}
	}
	return out, nil
}

// exactly finds the name as it is written, or in the cases that names are written in; a ref is nobody's name.
func (n *name) exactly(block string) string {
	if _, err := schema.ParseRef(n.text); err == nil {
		return fmt.Sprintf("id%s(func: eq(xid, %s)) @filter(type(Actor)) {xid name}\n", block, literal(n.text))
	}
	return fmt.Sprintf("id%[1]s(func: eq(xid, %[2]s)) @filter(type(Actor)) {%[4]s}\nalias%[1]s(func: eq(alias, %[3]s)) {%[4]s}\n",
		block, literals(n.refs()), literals(n.cases()), candidateFields)
}

// byTerms finds names that have all the words of the name.
func (n *name) byTerms(block string) string {
	return fmt.Sprintf("alias%s(func: allofterms(alias, %s), first: 1000) {%s}\n", block, literal(n.text), candidateFields)
}

// refs are those that the text may be the id of, and the text itself.
func (n *name) refs() []string {
	refs := []string{n.text}
	if strings.Contains(n.text, "/") {
		return refs
	}
	for _, t := range []schema.ActorType{schema.State, schema.Organization, schema.Group, schema.Person, schema.Place} {
		refs = append(refs, string(schema.NewRef(t, strings.ToUpper(n.text))), string(schema.NewRef(t, schema.Slug(n.text))))
	}
	slices.Sort(refs)
	return slices.Compact(refs)
}

func (n *name) cases() []string {
	words := strings.Fields(strings.ToLower(n.text))
	for i, w := range words {
		r, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(r)) + w[size:]
	}
	cases := []string{n.text, strings.ToUpper(n.text), strings.Join(words, " ")}
	slices.Sort(cases)
	return slices.Compact(cases)
}

// score says how well a candidate fits; 0 for not at all.
func (n *name) score(c candidate) int {
	score := 0
	switch ref := schema.Ref(c.XID); {
	case c.XID == n.text:
		return 1000
	case strings.EqualFold(c.Name, n.text):
		score = 400
	case strings.EqualFold(ref.ID(), n.text):
		score = 300
	case slices.ContainsFunc(c.Alias, func(a string) bool { return strings.EqualFold(a, n.text) }):
		score = 200
	case ref.ID() == schema.Slug(n.text):
		score = 100
	default:
		return 0
	}
	t := schema.Ref(c.XID).Type()
	if slices.Contains(n.want, t) {
		score += 1000
	}
	if t != schema.Place {
		score += 50
	}
	if c.Reference {
		score++
	}
	return score
}

// choose is the candidate that fits best.
func (n *name) choose(candidates []candidate) (Named, error) {
	best, found := 0, map[schema.Ref]Named{}
	for _, c := range candidates {
		score := n.score(c)
		if score == 0 || score < best {
			continue
		}
		if score > best {
			best = score
			clear(found)
		}
		found[schema.Ref(c.XID)] = c.named()
	}
	names := make([]Named, 0, len(found))
	for _, f := range found {
		names = append(names, f)
	}
	slices.SortFunc(names, func(a, b Named) int { return cmp.Compare(a.Ref, b.Ref) })
	switch len(names) {
	case 0:
		return Named{}, &UnknownError{Field: n.field, Name: n.text}
	case 1:
		return names[0], nil
	}
	return Named{}, &AmbiguousError{Field: n.field, Name: n.text, Candidates: names}
}
