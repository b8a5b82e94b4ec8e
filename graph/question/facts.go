package question

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/entente-kg/entente/schema"
)

// Facts asks for all that is known, fact by fact: for exports.
type Facts struct {
	Kinds  []Kind   // facts of these kinds alone; none for every kind
	Actors []string // refs or names: of facts that one of them is part of; none for all
}

// Fact is a fact with where it is told. The field of its kind is set.
type Fact struct {
	Fact        string              `json:"fact"` // for Evidence
	Kind        Kind                `json:"kind"`
	Words       string              `json:"words"`
	Membership  *Membership         `json:"membership,omitzero"`
	Tenure      *Tenure             `json:"tenure,omitzero"`
	Event       *Event              `json:"event,omitzero"`
	Negotiation *NegotiationSummary `json:"negotiation,omitzero"`
	Affiliation *Affiliation        `json:"affiliation,omitzero"`
	Sources     []string            `json:"sources"` // addresses of articles that tell it, at most twenty of each way of telling it
}

const (
	factsPage   = 1000
	factSources = 20
)

// Facts reads the facts kind by kind and a page at a time, so that a graph of any size can be gone through. An error ends
// the sequence.
func (a *Asker) Facts(ctx context.Context, q Facts) iter.Seq2[Fact, error] {
	return func(yield func(Fact, error) bool) {
		kinds := q.Kinds
		if len(kinds) == 0 {
			kinds = Kinds
		}
		vars, filter, err := a.factsOf(ctx, q)
		if err != nil {
			yield(Fact{}, err)
			return
		}
		for _, k := range kinds {
			if !slices.Contains(Kinds, k) {
				yield(Fact{}, &InvalidError{"kind", fmt.Sprintf("%q is no kind of fact: want some of %v", k, Kinds)})
				return
			}
			for after := "0x0"; after != ""; {
				var page []Fact
				if page, after, err = a.factsPage(ctx, k, vars, filter, after); err != nil {
					yield(Fact{}, fmt.Errorf("read facts: %w", err))
					return
				}
				for _, f := range page {
					if !yield(f, nil) {
						return
					}
				}
			}
		}
	}
}

// factsOf is the condition that one of the actors is part of a fact, with the variables that it needs.
func (a *Asker) factsOf(ctx context.Context, q Facts) (vars string, f filter, err error) {
	if len(q.Actors) == 0 {
		return "", nil, nil
	}
	wanted := make([]name, len(q.Actors))
	for i, text := range q.Actors {
		wanted[i] = name{field: "actor", text: text}
	}
	actors, err := a.resolve(ctx, wanted...)
	if err != nil {
		return "", nil, err
	}
	refs := make([]schema.Ref, len(actors))
	for i, actor := range actors {
		refs[i] = actor.Ref
	}
	return partOf(refs), filter{partOfAny}, nil
}

// partOf defines the variables of partOfAny: the facts that one of the actors is part of.
func partOf(refs []schema.Ref) string {
	return fmt.Sprintf("var(func: eq(xid, %s)) {a1 as ~actor a2 as ~organization a3 as ~person a4 as ~of @filter(has(office)) "+
		"a5 as ~participant a6 as ~party a7 as ~mediator}\n", literals(refs))
}

const partOfAny = "uid(a1, a2, a3, a4, a5, a6, a7)"

// factsPage reads the facts of a kind behind a node, and gives the node behind which to go on, none at the end.
func (a *Asker) factsPage(ctx context.Context, k Kind, vars string, f filter, after string) ([]Fact, string, error) {
	var found struct {
		Facts []storedSources `json:"facts"`
	}
	dql := fmt.Sprintf("{%sfacts(func: type(%s), first: %d, after: %s) %s {uid %s %s sources: ~fact {reported_in (first: %d) {xid url}}}}",
		vars, dgraphTypeOf(k), factsPage, after, f, factFields, toldFields, factSources)
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, "", err
	}
	var tallied []*told
	for i := range found.Facts {
		tallied = append(tallied, found.Facts[i].fact.told())
	}
	if err := a.tally(ctx, tallied); err != nil {
		return nil, "", err
	}
	var page []Fact
	for i := range found.Facts {
		page = append(page, found.Facts[i].answer())
	}
	if len(found.Facts) < factsPage {
		return page, "", nil
	}
	return page, found.Facts[len(found.Facts)-1].uid, nil
}

// storedSources is a fact with the articles that tell it.
type storedSources struct {
	fact    storedFact
	uid     string
	sources []string
}

// UnmarshalJSON reads the fact and its sources.
func (s *storedSources) UnmarshalJSON(b []byte) error {
	var own struct {
		UID     string `json:"uid"`
		Sources []struct {
			In []struct {
				XID string `json:"xid"`
				URL string `json:"url"`
			} `json:"reported_in"`
		} `json:"sources"`
	}
	if err := decode(b, &own); err != nil {
		return err
	}
	s.uid = own.UID
	for _, r := range own.Sources {
		for _, in := range r.In {
			s.sources = append(s.sources, cmp.Or(in.URL, articleID(in.XID)))
		}
	}
	slices.Sort(s.sources)
	s.sources = slices.Compact(s.sources)
	return decode(b, &s.fact)
}

func (s *storedSources) answer() Fact {
	c := s.fact.change()
	return Fact{
		Fact: c.Fact, Kind: c.Kind, Words: c.Words, Membership: c.Membership, Tenure: c.Tenure, Event: c.Event,
		Negotiation: c.Negotiation, Affiliation: c.Affiliation, Sources: s.sources,
	}
}
