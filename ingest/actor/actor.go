// Package actor finds who an article speaks of: it turns names, adjectives, descriptions and pronouns into mentions of
// states, organizations, people, places and groups, each with a ref that is the same in every article.
//
// The known world comes from the reference data. People, bodies and places that no list knows are recognised by the
// name tagger, by titles and appositions, by the nouns that head names of institutions, and by acronyms in brackets.
package actor

import (
	"slices"

	"github.com/entente-kg/entente/schema"
)

// Kind says how a mention names its entity.
type Kind uint8

// The kinds of mentions, from the most to the least explicit.
const (
	Name      Kind = iota // "Vladimir Putin", "the SCO", "Moscow"
	Adjective             // "Russian", "the Iranians", "EU-led"
	Nominal               // "the Russian president", "the bloc", "Israeli officials", "both leaders"
	Pronoun               // "he", "their", "it"
)

var kindNames = [...]string{Name: "name", Adjective: "adjective", Nominal: "nominal", Pronoun: "pronoun"}

// String is the name of the kind in lower case.
func (k Kind) String() string { return kindNames[k] }

// Gender of a person as far as reference data, a title or a pronoun of the article tells it.
type Gender uint8

// The genders that English pronouns tell apart.
const (
	UnknownGender Gender = iota
	Masculine
	Feminine
)

// bodyRule is the rule of mentions of parts of governments by their general names: "the Turkish parliament".
const bodyRule = "body"

// Entity is an actor or place that an article names or describes.
type Entity struct {
	Ref      schema.Ref
	Type     schema.ActorType
	Name     string     // canonical English name, for an unknown one the fullest name of the article
	ISO3     string     // states only
	Of       schema.Ref // the state or organization that a person or body belongs to, or the state that a place lies in
	Aliases  []string   // other names of it that the article or, for a part of a government, custom uses; sorted
	Gender   Gender     // people only
	Known    bool       // in the reference data
	Vague    bool       // a continent or a region of several states: mentioned, but listed only where a fact needs it
	Mentions []int      // indexes into Resolution.Mentions, in order of the text
}

// Mention is a run of tokens that stands for one entity or several. Mentions nest: "the Russian president" is a mention
// of a person, and "Russian" in it one of a state.
type Mention struct {
	Sentence    int // index into Document.Sentences
	First, Last int // token indexes in the sentence, inclusive; articles and titles before a name stay outside
	Head        int // token that carries the mention in the tree: the one whose own head lies outside of the run
	Start, End  int // bytes of the text, end exclusive
	Kind        Kind
	Entities    []int   // indexes into Resolution.Entities: one, or several for "both leaders", "Russian-American", "they"
	Confidence  float64 // 0 to 1
	Rule        string  // the name of the rule that resolved it, for explanations
}

// Title is an office as the text gives it, tied to the person who holds or held it.
type Title struct {
	Office      string     // lower case and without the state, as facts.md writes it: "prime minister", "foreign minister"
	Of          schema.Ref // the state, organization or body of the office; empty where the text leaves it open
	Former      bool       // "former", "ex-", "then", "late", "outgoing" does not count as former
	Person      int        // index into Resolution.Entities, -1 where nobody is named
	Mention     int        // index into Resolution.Mentions of the mention that the title stands beside, -1 if none
	Sentence    int
	First, Last int // token indexes of the whole title with its adjectives and its "of ...", inclusive
	Head        int // token of the office's head noun: "minister", "president"
	Start, End  int // bytes of the text
	Rule        string
}

// Range is a run of bytes of the text, end exclusive.
type Range struct{ Start, End int }

// Context is what is known of an article beside its text.
type Context struct {
	Published schema.Date // decides who "the Russian president" is; the zero Date makes the present incumbents count
	Title     string      // the headline, used to choose between meanings of ambiguous names
	Ignore    []Range     // junk: nothing in it is a mention
}

// Resolution is what the actors of an article are and where it mentions them.
type Resolution struct {
	Entities []Entity
	Mentions []Mention // by sentence, first token, then longer before shorter
	Titles   []Title   // by sentence and first token

	byRef     map[schema.Ref]int
	sentences []int // index of each sentence's first mention, and len(Mentions) at the end
}

// In returns the indexes of the first and behind the last mention of a sentence.
func (r *Resolution) In(sentence int) (from, to int) {
	if sentence < 0 || sentence+1 >= len(r.sentences) {
		return 0, 0
	}
	return r.sentences[sentence], r.sentences[sentence+1]
}

// At is the index of the mention that a token stands for when it is met as an argument in the tree: the widest mention
// whose head it is, else the name that it is part of, else the person whose title it heads. It is -1 if there is none.
func (r *Resolution) At(sentence, token int) int {
	from, to := r.In(sentence)
	part := -1
	for i := from; i < to; i++ {
		m := &r.Mentions[i]
		if m.Head == token {
			return i
		}
		if m.Kind == Name && m.First <= token && token <= m.Last {
			part = i
		}
	}
	if part >= 0 {
		return part
	}
	for _, t := range r.TitlesIn(sentence) {
		if t.Head == token && t.Mention >= 0 && r.Mentions[t.Mention].Sentence == sentence {
			return t.Mention
		}
	}
	return -1
}

// Entity is the index of the entity with a ref, -1 if the article has none.
func (r *Resolution) Entity(ref schema.Ref) int {
	if i, ok := r.byRef[ref]; ok {
		return i
	}
	return -1
}

// TitlesIn returns the titles of a sentence. They belong to the Resolution.
func (r *Resolution) TitlesIn(sentence int) []Title {
	before := func(t Title, s int) int { return t.Sentence - s }
	from, _ := slices.BinarySearchFunc(r.Titles, sentence, before)
	to, _ := slices.BinarySearchFunc(r.Titles, sentence+1, before)
	return r.Titles[from:to]
}

// Listed returns the mentions of an entity that an article's facts list: its names, and the adjectives by which its people
// and forces act ("Iraqi pilots"); where it has neither, its other adjectives, or the phrases that name a part of a
// government. Continents and the like, a place that only an adjective names and what only descriptions and pronouns mean
// are not listed.
func (r *Resolution) Listed(entity int) []int {
	if r.Entities[entity].Vague {
		return nil
	}
	var listed, adjectives, bodies []int
	for _, i := range r.Entities[entity].Mentions {
		switch m := &r.Mentions[i]; {
		case m.Kind == Name || m.Kind == Adjective && r.acting(i):
			listed = append(listed, i)
		case m.Kind == Adjective && r.Entities[entity].Type != schema.Place:
			adjectives = append(adjectives, i)
		case m.Kind == Nominal && m.Rule == bodyRule:
			bodies = append(bodies, i)
		}
	}
	for _, mentions := range [][]int{listed, adjectives, bodies} {
		if len(mentions) > 0 {
			return mentions
		}
	}
	return nil
}

// acting reports whether an adjective stands in a phrase for people or forces that act in the name of its state.
func (r *Resolution) acting(adjective int) bool {
	m := &r.Mentions[adjective]
	for i := adjective - 1; i >= 0 && i >= adjective-3; i-- {
		n := &r.Mentions[i]
		if n.Sentence == m.Sentence && n.Kind == Nominal && n.End >= m.End && slices.Contains(n.Entities, m.Entities[0]) {
			return true
		}
	}
	return false
}
