package reference

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/entente-kg/entente/schema"
)

// Query narrows what a name may mean. Its zero value asks for everything.
type Query struct {
	Date schema.Date      // what existed then is preferred
	Type schema.ActorType // the type that the context asks for
}

// Candidate is an actor or place that a name may mean.
type Candidate struct {
	Name
	Score  float64 // 0 to 1; candidates of one name compete, so the scores do not add up to anything
	Reason string  // why it has the score, for people
}

// strength is how surely a kind of name means the one who bears it.
var strength = map[NameKind]float64{
	Listed: 1, Short: 1, Formal: 1, Acronym: 0.98, Variant: 0.95, Transliteration: 0.95, FormerName: 0.9,
	Demonym: 0.9, Adjective: 0.9, Nickname: 0.9, Surname: 0.85, Metonym: 0.7, Capital: 0.6,
}

// Factors by which a candidate's score falls.
const (
	wrongType    = 0.4
	gone         = 0.3 // did not exist at the date
	predecessor  = 0.8 // of a candidate that did not exist yet
	notPreferred = 0.7 // behind another in a rule of preference
	needsContext = 0.6 // the rule asks for context
	wrongLetters = 0.5 // case differs as no writer would
)

// Resolve finds who may be meant by a name, best first, each actor once. The name may begin with "the" and end in a
// possessive; otherwise all of it must be a listed name, compared as Scan does, save that other capitals only lower the
// score. A state that did not exist at the date of the query comes with its predecessors that did.
func (w *World) Resolve(name string, q Query) []Candidate {
	atoms := trimName(w.trie.atoms(name, nil), w.trie)
	node := int32(0)
	for _, a := range atoms {
		if node = w.trie.step(node, a.id); node == 0 {
			return nil
		}
	}
	rule := w.ambiguity(name)
	var found []Candidate
	for i, n := range w.trie.nodes[node].names {
		c := w.score(n, q, rule)
		if !meets(w.trie.nodes[node].needs[i], atoms) {
			c.lower(wrongLetters, "written with other capitals")
		}
		found = append(found, c)
		found = append(found, w.predecessors(c, q)...)
	}
	slices.SortStableFunc(found, func(a, b Candidate) int { return cmp.Compare(b.Score, a.Score) })
	return firstOfEach(found)
}

// trimName drops a leading article and a possessive ending, unless a name begins or ends so.
func trimName(atoms []atom, t *trie) []atom {
	full := func(atoms []atom) bool {
		length, _, _ := t.longest(atoms)
		return length == len(atoms)
	}
	if len(atoms) > 1 && t.is(atoms[0], "the") && !full(atoms) {
		atoms = atoms[1:]
	}
	if len(atoms) > 1 && t.is(atoms[len(atoms)-1], "s") && !full(atoms) {
		atoms = atoms[:len(atoms)-1]
	}
	return atoms
}

// is reports whether an atom is a certain word.
func (t *trie) is(a atom, word string) bool {
	id, ok := t.words[word]
	return ok && a.id == id
}

// score judges a name by its kind, the query and the rule for ambiguous names.
func (w *World) score(n Name, q Query, rule *Ambiguity) Candidate {
	c := Candidate{Name: n, Score: strength[n.Kind], Reason: fmt.Sprintf("%s %q", describe(n.Kind), n.Text)}
	if q.Type != "" && n.Ref.Type() != q.Type {
		c.lower(wrongType, "is no "+string(q.Type))
	}
	if !w.Exists(n.Ref, q.Date) {
		c.lower(gone, "did not exist on "+q.Date.String())
	}
	if rule == nil {
		return c
	}
	switch rank := slices.Index(rule.Refs, n.Ref); {
	case rank < 0:
	case rule.Rule == PreferFirst && rank > 0:
		c.lower(notPreferred, "another is preferred under this name")
	case rule.Rule == ByContext && q.Type == "":
		c.lower(needsContext, "the name needs context")
	}
	return c
}

func (c *Candidate) lower(factor float64, reason string) {
	c.Score *= factor
	c.Reason += "; " + reason
}

func describe(kind NameKind) string {
	switch kind {
	case Listed:
		return "listed name"
	case Capital:
		return "capital, for its government,"
	case Demonym, Adjective, Metonym, Acronym, Nickname, Surname, Transliteration, Variant:
		return string(kind)
	}
	return string(kind) + " name"
}

// predecessors are the states whose place a candidate took, if it did not exist at the query's date and they did.
func (w *World) predecessors(c Candidate, q Query) []Candidate {
	if c.Ref.Type() != schema.State || w.Exists(c.Ref, q.Date) {
		return nil
	}
	var found []Candidate
	for _, s := range w.rows.successions {
		if s.Successor != c.Ref || !w.Exists(s.Predecessor, q.Date) {
			continue
		}
		p := w.score(Name{Ref: s.Predecessor, Text: c.Text, Kind: c.Kind, Row: s.Row}, q, nil)
		p.lower(predecessor, fmt.Sprintf("%s took its place in %s", w.actors[c.Ref].Name, s.Date))
		found = append(found, p)
	}
	return found
}

// ambiguity is the rule for a name that several share, or nil.
func (w *World) ambiguity(name string) *Ambiguity {
	i, ok := w.ambiguous[foldArticle(name)]
	if !ok {
		return nil
	}
	return &w.rows.ambiguities[i]
}

// firstOfEach keeps the best candidate of each actor.
func firstOfEach(found []Candidate) []Candidate {
	seen := make(map[schema.Ref]bool, len(found))
	return slices.DeleteFunc(found, func(c Candidate) bool {
		twice := seen[c.Ref]
		seen[c.Ref] = true
		return twice
	})
}
