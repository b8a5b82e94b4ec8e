package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Actor asks who or what an actor or place is.
type Actor struct {
	Actor string      `json:"actor,omitzero"` // ref or name
	At    schema.Date `json:"at,omitzero"`    // zero for as last reported
}

// ActorAnswer is the profile of an actor or place.
type ActorAnswer struct {
	Named
	Type        schema.ActorType `json:"type"`
	At          schema.Date      `json:"at,omitzero"`
	Names       []string         `json:"names"` // every name in use, in order
	Formal      string           `json:"formal,omitzero"`
	Kind        string           `json:"kind,omitzero"`
	ISO2        string           `json:"iso2,omitzero"`
	ISO3        string           `json:"iso3,omitzero"`
	Region      string           `json:"region,omitzero"`
	Standing    string           `json:"standing,omitzero"`
	Founded     schema.Date      `json:"founded,omitzero"`
	Dissolved   schema.Date      `json:"dissolved,omitzero"`
	Capital     Named            `json:"capital,omitzero"`
	Seat        Named            `json:"seat,omitzero"`
	Parent      Named            `json:"parent,omitzero"`
	Of          []Named          `json:"of,omitzero"`
	Latitude    float64          `json:"latitude,omitzero"`
	Longitude   float64          `json:"longitude,omitzero"`
	Reference   bool             `json:"reference"`   // the reference lists know it
	Articles    int              `json:"articles"`    // that name it
	Memberships []Membership     `json:"memberships"` // that hold; all that is known is in Memberships
	Tenures     []Tenure         `json:"tenures"`     // offices of a person, held and former, the latest first
	Holders     []Tenure         `json:"holders"`     // who holds the offices of a state or organization
	Events      []Event          `json:"events"`      // the latest ten
	Neighbors   []Neighbor       `json:"neighbors"`   // the ten that it has most to do with, by its latest 100 events; of those of one weight, the ones last met; to be one of more than 50 parts counts only where there are too few other neighbours
}

// The lengths of the lists of a profile.
const (
	profileEvents    = 10
	profileNeighbors = 10
	countedEvents    = 100 // the latest ones, by which neighbours are weighed
	manyParts        = 50
)

// Actor describes an actor or place. Errors may be an *UnknownError, an *AmbiguousError or an *InvalidError.
func (a *Asker) Actor(ctx context.Context, q Actor) (*ActorAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	found, err := a.storedActor(ctx, q.Actor)
	if err != nil {
		return nil, err
	}
	if err := a.tallyIntervals(ctx, found.Memberships, found.Held, found.Holders); err != nil {
		return nil, err
	}
	out := found.answer(q.At)
	recent, err := a.recent(ctx, found, q.At, countedEvents)
	if err != nil {
		return nil, err
	}
	out.Neighbors, out.Events, err = a.nearest(ctx, found, recent, q.At)
	return out, err
}

const actorQuery = `{actor(func: eq(xid, %[1]s)) @filter(type(Actor)) {
	uid xid name alias formal kind iso2 iso3 region standing founded dissolved reference location
	capital {xid name} seat {xid name} parent {xid name} of {xid name}
	articles: count(~mentions) some: ~participant (first: %[5]d) {count(uid)}
	memberships: ~actor {%[2]s organization {name}}
	affiliates: ~organization @filter(has(actor)) {content actor {name}}
	held: ~person {%[2]s person {name} of {xid name}}
	holders: ~of @filter(type(Tenure)) {%[2]s person {name}}
	owned: ~of @filter(not type(Tenure)) (first: %[3]d) {uid} children: ~parent {xid name}
	talks: ~party {%[4]s} mediated: ~mediator {%[4]s}
}}`

// storedActor reads an actor.
func (a *Asker) storedActor(ctx context.Context, text string) (*storedActor, error) {
	var found struct {
		Actor []storedActor `json:"actor"`
	}
	err := a.meant(ctx, []name{{field: "actor", text: text}}, func(actors []Named) (bool, error) {
		dql := fmt.Sprintf(actorQuery, literal(string(actors[0].Ref)), intervalFields, manyParts+1, linkedTalks, eventsCounted)
		if err := a.ask(ctx, dql, &found); err != nil {
			return false, fmt.Errorf("read %s: %w", actors[0].Ref, err)
		}
		return len(found.Actor) > 0, nil
	})
	if err != nil {
		return nil, err
	}
	if len(found.Actor) == 0 {
		return nil, &UnknownError{Field: "actor", Name: text} // it was taken out a moment ago
	}
	actor := &found.Actor[0]
	for i := range actor.Holders {
		actor.Holders[i].Of = []storedNamed{actor.storedNamed}
	}
	return actor, nil
}

// storedActor is an actor with its links, but for those by events.
type storedActor struct {
	UID string `json:"uid"`
	storedLinks
	Alias     []string    `json:"alias"`
	Formal    string      `json:"formal"`
	Kind      string      `json:"kind"`
	ISO2      string      `json:"iso2"`
	ISO3      string      `json:"iso3"`
	Region    string      `json:"region"`
	Standing  string      `json:"standing"`
	Founded   schema.Date `json:"founded"`
	Dissolved schema.Date `json:"dissolved"`
	Reference bool        `json:"reference"`
	Capital   storedNamed `json:"capital"`
	Seat      storedNamed `json:"seat"`
	Articles  int         `json:"articles"`
	Some      size        `json:"some"` // of its events
	Owned     []struct {
		UID string `json:"uid"`
	} `json:"owned"` // its parts
	Location struct {
		Coordinates []float64 `json:"coordinates"` // GeoJSON: the longitude first
	} `json:"location"`
}

// manyParts reports whether the actor has so many parts that they are not looked at one by one.
func (s *storedActor) manyParts() bool { return len(s.Owned) > manyParts }

// answer is the profile without events and neighbours.
func (s *storedActor) answer(at schema.Date) *ActorAnswer {
	self := s.named()
	out := &ActorAnswer{
		Named: self, Type: self.Ref.Type(), At: at, Names: slices.Sorted(slices.Values(s.Alias)),
		Formal: s.Formal, Kind: s.Kind, ISO2: s.ISO2, ISO3: s.ISO3, Region: s.Region, Standing: s.Standing,
		Founded: s.Founded, Dissolved: s.Dissolved, Capital: s.Capital.named(), Seat: s.Seat.named(),
		Parent: s.Parent.named(), Of: namedAll(s.Of), Reference: s.Reference, Articles: s.Articles,
		Tenures: tenures(s.Held, at), Holders: tenures(s.Holders, at),
	}
	if c := s.Location.Coordinates; len(c) == 2 {
		out.Longitude, out.Latitude = c[0], c[1]
	}
	held := slices.DeleteFunc(slices.Clone(s.Memberships), func(m storedInterval) bool { return !m.holds(at) })
	for i := range held {
		held[i].Actor = s.storedNamed
	}
	out.Memberships = sortedMemberships(held, at)
	out.Holders = slices.DeleteFunc(out.Holders, func(t Tenure) bool { return !t.Holds })
	slices.SortStableFunc(out.Holders, func(a, b Tenure) int { return cmp.Compare(a.Office, b.Office) })
	return out
}

// tenures puts terms of office in order, those that hold first, then the latest.
func tenures(stored []storedInterval, at schema.Date) []Tenure {
	out := []Tenure{}
	for i := range stored {
		out = append(out, stored[i].tenure(at))
	}
	slices.SortFunc(out, func(a, b Tenure) int {
		return cmp.Or(
			cmp.Compare(b2i(b.Holds), b2i(a.Holds)), b.Since.Compare(a.Since), cmp.Compare(a.Office, b.Office),
			cmp.Compare(a.Fact, b.Fact),
		)
	})
	return out
}
