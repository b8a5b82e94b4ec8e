package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"

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
	Neighbors   []Neighbor       `json:"neighbors"`   // the ten that it has most to do with
}

// The lengths of the lists of a profile.
const (
	profileEvents    = 10
	profileNeighbors = 10
)

// Actor describes an actor or place. Errors may be an *UnknownError, an *AmbiguousError or an *InvalidError.
func (a *Asker) Actor(ctx context.Context, q Actor) (*ActorAnswer, error) {
	actor, err := a.Resolve(ctx, "actor", q.Actor)
	if err != nil {
		return nil, err
	}
	var found struct {
		Actor  []storedActor `json:"actor"`
		Events []storedEvent `json:"events"`
	}
	happened := selection{root: "uid(e)"}
	(&Events{To: q.At}).conditions(&happened)
	dql := fmt.Sprintf(actorQuery, literal(string(actor.Ref)), intervalFields, happened.filter, profileEvents, eventFields)
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read %s: %w", actor.Ref, err)
	}
	if len(found.Actor) == 0 {
		return nil, &UnknownError{Field: "actor", Name: q.Actor}
	}
	stored := &found.Actor[0]
	if err := a.tallyIntervals(ctx, stored.Memberships, stored.Held, stored.Holders); err != nil {
		return nil, err
	}
	out := stored.answer(q.At)
	lists, err := a.events(ctx, found.Events)
	if err != nil {
		return nil, err
	}
	out.Events = lists[0]
	near, err := a.neighborsOf(ctx, actor, Neighbors{At: q.At})
	if err != nil {
		return nil, err
	}
	out.Neighbors = near[:min(profileNeighbors, len(near))]
	return out, nil
}

const actorQuery = `{
	actor(func: eq(xid, %[1]s)) {
		xid name alias formal kind iso2 iso3 region standing founded dissolved reference location
		capital {xid name} seat {xid name} parent {xid name} of {xid name}
		articles: count(~mentions)
		memberships: ~actor {%[2]s status organization {xid name}}
		held: ~person {%[2]s office former person {xid name} of {xid name}}
		holders: ~of @filter(has(office)) {%[2]s office former person {xid name} of {xid name}}
		e as ~participant
	}
	events(func: uid(e), orderdesc: begins, orderasc: xid, first: %[4]d) %[3]s {%[5]s}
}`

type storedActor struct {
	storedNamed
	Alias       []string         `json:"alias"`
	Formal      string           `json:"formal"`
	Kind        string           `json:"kind"`
	ISO2        string           `json:"iso2"`
	ISO3        string           `json:"iso3"`
	Region      string           `json:"region"`
	Standing    string           `json:"standing"`
	Founded     schema.Date      `json:"founded"`
	Dissolved   schema.Date      `json:"dissolved"`
	Reference   bool             `json:"reference"`
	Capital     storedNamed      `json:"capital"`
	Seat        storedNamed      `json:"seat"`
	Parent      storedNamed      `json:"parent"`
	Of          []storedNamed    `json:"of"`
	Articles    int              `json:"articles"`
	Memberships []storedInterval `json:"memberships"`
	Held        []storedInterval `json:"held"`
	Holders     []storedInterval `json:"holders"`
	Location    struct {
		Coordinates []float64 `json:"coordinates"` // GeoJSON: the longitude first
	} `json:"location"`
}

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
