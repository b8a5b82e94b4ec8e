package actor

import (
	"fmt"
	"slices"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// Resolver finds the actors of articles. It never changes after New and may be used by many goroutines.
type Resolver struct {
	world     *reference.World
	lex       *lexicon
	people    map[string][]schema.Ref           // people of the world by each folded word of their names
	leaders   map[schema.Ref][]reference.Tenure // tenures by the state or organization of the office
	adjs      map[schema.Ref]string             // the usual adjective of a state: "Russian"
	demonyms  map[string][]reference.Name       // plural demonyms that the lists do not spell out: "Russians"
	soleOwner map[string]schema.Ref             // states or organizations that alone have an office of this title
}

// New prepares a resolver over the reference data. The error is a mistake in the embedded lexicon.
func New(world *reference.World) (*Resolver, error) {
	lex, err := loadLexicon()
	if err != nil {
		return nil, fmt.Errorf("actor lexicon: %w", err)
	}
	r := &Resolver{
		world:     world,
		lex:       lex,
		people:    make(map[string][]schema.Ref),
		leaders:   make(map[schema.Ref][]reference.Tenure),
		adjs:      make(map[schema.Ref]string),
		demonyms:  make(map[string][]reference.Name),
		soleOwner: make(map[string]schema.Ref),
	}
	for a := range world.Actors() {
		r.index(a)
	}
	return r, nil
}

// index enters an actor of the world.
func (r *Resolver) index(a reference.Actor) {
	switch a.Ref.Type() {
	case schema.Person:
		r.indexPerson(a)
	case schema.State, schema.Group, schema.Organization:
		r.indexDemonyms(a)
	}
	for _, o := range r.world.Offices(a.Ref) {
		if of, ok := r.soleOwner[o.Title]; ok && of != a.Ref {
			r.soleOwner[o.Title] = ""
		} else if !ok {
			r.soleOwner[o.Title] = a.Ref
		}
	}
}

func (r *Resolver) indexPerson(a reference.Actor) {
	for _, n := range r.world.Names(a.Ref) {
		for _, part := range personParts(n.Text) {
			if !slices.Contains(r.people[part], a.Ref) {
				r.people[part] = append(r.people[part], a.Ref)
			}
		}
	}
	for _, t := range r.world.Tenures(a.Ref) {
		r.leaders[t.Of] = append(r.leaders[t.Of], t)
	}
}

// indexDemonyms keeps the first adjective of a state and the plurals of its demonyms.
func (r *Resolver) indexDemonyms(a reference.Actor) {
	for _, n := range r.world.Names(a.Ref) {
		if n.Kind != reference.Adjective && n.Kind != reference.Demonym {
			continue
		}
		if n.Kind == reference.Adjective && r.adjs[a.Ref] == "" {
			r.adjs[a.Ref] = n.Text
		}
		plural := foldWord(n.Text) + "s"
		r.demonyms[plural] = append(r.demonyms[plural], reference.Name{Ref: a.Ref, Text: n.Text, Kind: reference.Demonym, Row: n.Row})
	}
}

type tenure = reference.Tenure

// pass is one article on its way through the resolver.
type pass struct {
	*Resolver
	doc        *text.Document
	ctx        Context
	sentences  []sentence
	cands      []candidate
	titles     []titleSpan
	titlesRead int // how many of them stand in order of the text; those of lists follow
	entities   []*entity
	byKey      map[string]int // entities by ref or, before they have one, by a key of their name
	surnames   map[string][]int
	acronyms   map[string]int
	adjectives map[schema.Ref]int // how often an adjective names a state
	support    map[schema.Ref]int // how often the article speaks of a state, for names that several share
	mentions   []Mention
	main       int // entity of the state named most, unset until it is asked for
	pair       []int
	pairSought bool
}

// sentence is a sentence with its words and what has been found in it.
type sentence struct {
	index     int
	tokens    []text.Token
	words     []word
	wordOf    []int // index of the first word of each token
	from, to  int   // candidates
	at        []int // index of the candidate that covers a word, -1 for none
	matches   []reference.Match
	matchAt   []int // index of the match that begins at a word, -1 for none
	tagger    []text.NameClass
	shouting  bool  // mostly capitals: a heading
	titled    []int // words before which a title ends
	agents    []int // tokens of the nouns of people and forces that act for somebody
	heading   bool  // every word has a capital
	paragraph bool  // begins a paragraph
	ignored   []bool
}

// Resolve finds who and what an article names. It takes time linear in the length of the text and accepts any document,
// tagged and parsed or not: without tags names are told by their letters alone, without trees roles by neighbouring words.
func (r *Resolver) Resolve(doc *text.Document, ctx Context) *Resolution {
	p := &pass{
		Resolver: r, doc: doc, ctx: ctx, main: unset,
		byKey:    make(map[string]int),
		surnames: make(map[string][]int),
		acronyms: make(map[string]int),
		support:  make(map[schema.Ref]int), adjectives: make(map[schema.Ref]int),
	}
	p.ctx.Ignore = merged(ctx.Ignore)
	p.read()
	p.identify()
	p.readTitles()
	p.mention()
	p.refer()
	return p.resolution()
}

// merged puts ranges in order and joins those that overlap.
func merged(ranges []Range) []Range {
	sorted := slices.Clone(ranges)
	slices.SortFunc(sorted, func(a, b Range) int { return a.Start - b.Start })
	var out []Range
	for _, r := range sorted {
		if n := len(out); n > 0 && r.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, r.End)
		} else {
			out = append(out, r)
		}
	}
	return out
}
