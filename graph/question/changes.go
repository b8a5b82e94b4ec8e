package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Changes asks what became known between two instants: which facts the articles published in that time tell.
type Changes struct {
	Since  time.Time `json:"since,omitzero"` // inclusive
	Until  time.Time `json:"until,omitzero"` // exclusive; zero for no end
	Actors []string  `json:"actor,omitzero"` // refs or names: of facts that one of them is part of; none for all
	Kinds  []Kind    `json:"kind,omitzero"`  // facts of these kinds alone; none for every kind
	All    bool      `json:"all,omitzero"`   // also facts that were known before and are told again
	Page
}

// Kind is a kind of fact.
type Kind string

// The kinds of facts.
const (
	KindMembership  Kind = "membership"
	KindTenure      Kind = "tenure"
	KindEvent       Kind = "event"
	KindNegotiation Kind = "negotiation"
	KindAffiliation Kind = "affiliation"
)

// Kinds lists every kind of fact.
var Kinds = []Kind{KindMembership, KindTenure, KindEvent, KindNegotiation, KindAffiliation}

// ChangesAnswer lists changes, the facts that were first reported last first.
type ChangesAnswer struct {
	Since   time.Time `json:"since"`
	Until   time.Time `json:"until,omitzero"`
	Changes []Change  `json:"changes"`
	Next    string    `json:"next,omitzero"` // for the After of the next page; empty at the end
}

// Change is a fact that articles of a period tell. The field of its kind is set.
type Change struct {
	Fact        string              `json:"fact"` // for Evidence
	Kind        Kind                `json:"kind"`
	New         bool                `json:"new"` // no older article tells it
	At          time.Time           `json:"at"`  // when the latest article of the period that tells it was published
	Words       string              `json:"words"`
	Membership  *Membership         `json:"membership,omitzero"`
	Tenure      *Tenure             `json:"tenure,omitzero"`
	Event       *Event              `json:"event,omitzero"`
	Negotiation *NegotiationSummary `json:"negotiation,omitzero"`
	Affiliation *Affiliation        `json:"affiliation,omitzero"`
}

// Affiliation counts affiliates of an organization.
type Affiliation struct {
	Organization  Named                   `json:"organization"`
	Status        schema.MembershipStatus `json:"status"`
	Number        int                     `json:"number"`
	FirstReported schema.Date             `json:"first_reported"`
	LastReported  schema.Date             `json:"last_reported"`
}

// changePlace is where a page of changes ends.
type changePlace struct {
	First schema.Date `json:"f"` // day of the first report
	XID   string      `json:"x"`
}

// Changes lists the facts that the articles of a period tell. Errors may be an *UnknownError, an *AmbiguousError or an
// *InvalidError.
func (a *Asker) Changes(ctx context.Context, q Changes) (*ChangesAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	page := q.Page
	q.Page = Page{}
	size, err := page.size()
	if err != nil {
		return nil, err
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	after, err := decodeCursor[changePlace](q, page.After)
	if err != nil {
		return nil, err
	}
	var actors []Named
	if len(q.Actors) > 0 {
		wanted := make([]name, len(q.Actors))
		for i, text := range q.Actors {
			wanted[i] = name{field: "actor", text: text}
		}
		if actors, err = a.resolve(ctx, wanted...); err != nil {
			return nil, err
		}
	}
	out := &ChangesAnswer{Since: q.Since, Until: q.Until, Changes: []Change{}}
	known, err := a.knownIn(ctx, q, actors)
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	if after != nil {
		known = slices.DeleteFunc(known, func(k knownFact) bool { return k.compare(*after) <= 0 })
	}
	if len(known) > size {
		known = known[:size]
		out.Next = encodeCursor(q, changePlace{known[size-1].First, known[size-1].XID})
	}
	facts, err := a.readChanges(ctx, q, known)
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	var tallied []*told
	for i := range facts {
		tallied = append(tallied, facts[i].fact.told())
	}
	if err := a.tally(ctx, tallied); err != nil {
		return nil, err
	}
	for i := range facts {
		c := facts[i].fact.change()
		c.New, c.At = facts[i].isNew(q.Since), facts[i].firstInside()
		if c.New || q.All {
			out.Changes = append(out.Changes, c)
		}
	}
	return out, nil
}

func (q *Changes) check() error {
	if q.Since.IsZero() {
		return &InvalidError{"since", "is missing: give an instant"}
	}
	if !q.Until.IsZero() && !q.Since.Before(q.Until) {
		return &InvalidError{"until", "is not after since"}
	}
	if len(q.Actors) > maxParts {
		return &InvalidError{"actor", fmt.Sprintf("want at most %d actors", maxParts)}
	}
	for _, k := range q.Kinds {
		if !slices.Contains(Kinds, k) {
			return &InvalidError{"kind", fmt.Sprintf("%q is no kind of fact: want some of %v", k, Kinds)}
		}
	}
	return nil
}

// storedChange is a fact with the instants at which articles told it first: of all, and of those of the period.
type storedChange struct {
	fact storedFact
	seen []struct {
		Ever   []storedInstant `json:"ever"`
		Inside []storedInstant `json:"inside"`
	}
}

type storedInstant struct {
	At time.Time `json:"published_at"`
}

// UnmarshalJSON reads the fact and what is told of it.
func (c *storedChange) UnmarshalJSON(b []byte) error {
	own := struct {
		Seen any `json:"seen"`
	}{&c.seen}
	if err := decode(b, &own); err != nil {
		return err
	}
	return decode(b, &c.fact)
}

// isNew reports whether no article from before the instant tells the fact.
func (c *storedChange) isNew(since time.Time) bool {
	for _, s := range c.seen {
		for _, i := range s.Ever {
			if i.At.Before(since) {
				return false
			}
		}
	}
	return true
}

// firstInside is when the first article of the period that tells the fact was published.
func (c *storedChange) firstInside() time.Time {
	var first time.Time
	for _, s := range c.seen {
		for _, i := range s.Inside {
			if first.IsZero() || i.At.Before(first) {
				first = i.At
			}
		}
	}
	return first
}

// knownFact is a fact that articles of the period tell.
type knownFact struct {
	UID   string      `json:"uid"`
	XID   string      `json:"xid"`
	First schema.Date `json:"first_reported"`
}

// compare orders facts, the one first reported last first.
func (k *knownFact) compare(p changePlace) int {
	return cmp.Or(p.First.Compare(k.First), cmp.Compare(k.XID, p.XID))
}

// maxKnown bounds the facts of a period.
const maxKnown = 100_000

// knownIn lists the facts that articles of the period tell, in order.
func (a *Asker) knownIn(ctx context.Context, q Changes, actors []Named) ([]knownFact, error) {
	var found struct {
		Facts []knownFact `json:"facts"`
	}
	if err := a.ask(ctx, q.dql(actors), &found); err != nil {
		return nil, err
	}
	if len(found.Facts) > maxKnown {
		return nil, &InvalidError{"since", fmt.Sprintf("more than %d facts became known: ask for a shorter time", maxKnown)}
	}
	since := schema.DateOf(q.Since.UTC())
	known := slices.DeleteFunc(found.Facts, func(k knownFact) bool { return !q.All && k.First.Compare(since) < 0 })
	slices.SortFunc(known, func(x, y knownFact) int { return x.compare(changePlace{y.First, y.XID}) })
	return known, nil
}

// inside is the condition that an article is of the period.
func (q *Changes) inside() filter {
	f := filter{"ge(published_at, " + instant(q.Since) + ")"}
	if !q.Until.IsZero() {
		f.add("lt(published_at, %s)", instant(q.Until))
	}
	return f
}

// dql finds the facts through the articles of the period.
func (q *Changes) dql(actors []Named) string {
	inside := q.inside()
	var f filter
	var s strings.Builder
	fmt.Fprintf(&s, "{var(func: %s) %s {~article {report {f as fact}}}\n", inside[0], inside[1:])
	if len(actors) > 0 {
		refs := make([]schema.Ref, len(actors))
		for i, actor := range actors {
			refs[i] = actor.Ref
		}
		s.WriteString(partOf(refs))
		f.add(partOfAny)
	}
	kinds := q.Kinds
	if len(kinds) == 0 {
		kinds = Kinds
	}
	var any []string
	for _, k := range kinds {
		any = append(any, "type("+dgraphTypeOf(k)+")")
	}
	f.add("%s", strings.Join(any, " or "))
	fmt.Fprintf(&s, "facts(func: uid(f), first: %d) %s {uid xid first_reported}}", maxKnown+1, f)
	return s.String()
}

// readChanges reads facts whole, in the order in which they are given.
func (a *Asker) readChanges(ctx context.Context, q Changes, known []knownFact) ([]storedChange, error) {
	if len(known) == 0 {
		return nil, nil
	}
	uids := make([]string, len(known))
	place := map[string]int{}
	for i, k := range known {
		uids[i], place[k.XID] = k.UID, i
	}
	var found struct {
		Facts []storedChange `json:"facts"`
	}
	dql := fmt.Sprintf("{facts(func: uid(%s)) {%s %s seen: ~fact {"+
		"ever: reported_in (orderasc: published_at, first: 1) {published_at} "+
		"inside: reported_in %s (orderasc: published_at, first: 1) {published_at}}}}",
		strings.Join(uids, ","), factFields, toldFields, q.inside())
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, err
	}
	slices.SortFunc(found.Facts, func(x, y storedChange) int { return cmp.Compare(place[x.fact.XID], place[y.fact.XID]) })
	return found.Facts, nil
}
