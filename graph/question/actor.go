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
	Neighbors   []Neighbor       `json:"neighbors"`   // the ten that it has most to do with, by its latest 500 events
}

// The lengths of the lists of a profile.
const (
	profileEvents    = 10
	profileNeighbors = 10
	countedEvents    = 500 // the latest ones, by which neighbours are weighed, with all others of the day of the first of them
	manyParts        = 50
)

// Actor describes an actor or place. Errors may be an *UnknownError, an *AmbiguousError or an *InvalidError.
func (a *Asker) Actor(ctx context.Context, q Actor) (*ActorAnswer, error) {
	actor, err := a.Resolve(ctx, "actor", q.Actor)
	if err != nil {
		return nil, err
	}
	found, err := a.storedActor(ctx, actor.Ref, q.At)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", actor.Ref, err)
	}
	if found == nil {
		return nil, &UnknownError{Field: "actor", Name: q.Actor}
	}
	if err := a.tallyIntervals(ctx, found.Memberships, found.Held, found.Holders); err != nil {
		return nil, err
	}
	out := found.answer(q.At)
	lists, err := a.whole(ctx, found.latest)
	if err != nil {
		return nil, err
	}
	out.Events = lists[0]
	out.Neighbors, err = a.nearest(ctx, found, q.At)
	return out, err
}

const actorQuery = `{
	actor(func: eq(xid, %[1]s)) {
		xid name alias formal kind iso2 iso3 region standing founded dissolved reference location
		capital {xid name} seat {xid name} parent {xid name} of {xid name}
		articles: count(~mentions) parts: count(~of)
		memberships: ~actor {%[2]s status organization {xid name}}
		held: ~person {%[2]s office former person {xid name} of {xid name}}
		holders: ~of @filter(has(office)) {%[2]s office former person {xid name} of {xid name}}
		e as ~participant
	}
	h as var(func: uid(e)) %[3]s
	latest(func: uid(h), orderdesc: begins, first: %[4]d) {%[5]s}
	counted(func: uid(h), orderdesc: begins, offset: %[6]d, first: 1) {begins}
}`

// storedActor reads an actor, nil for one that is not there.
func (a *Asker) storedActor(ctx context.Context, ref schema.Ref, at schema.Date) (*storedActor, error) {
	h := selection{root: "uid(e)"}
	(&Events{To: at}).conditions(&h)
	for more := slack; ; more *= 4 {
		var found struct {
			Actor   []storedActor `json:"actor"`
			Latest  []ranked      `json:"latest"`
			Counted []ranked      `json:"counted"`
		}
		dql := fmt.Sprintf(actorQuery, literal(string(ref)), intervalFields, h.filter, profileEvents+more, rankedFields, countedEvents-1)
		if err := a.ask(ctx, dql, &found); err != nil || len(found.Actor) == 0 {
			return nil, err
		}
		latest, ok := firstOf(found.Latest, profileEvents, profileEvents+more)
		if !ok {
			continue
		}
		actor := &found.Actor[0]
		actor.latest = latest
		if len(found.Counted) > 0 && !found.Counted[0].Begins.IsZero() {
			actor.counted = schema.DateOf(found.Counted[0].Begins)
		}
		return actor, nil
	}
}

// nearest are the neighbours that an actor has most to do with. One with many parts, most of which do nothing, is not
// asked for all of them: being a part adds one to the weight of those who are neighbours anyway.
func (a *Asker) nearest(ctx context.Context, actor *storedActor, at schema.Date) ([]Neighbor, error) {
	q := Neighbors{At: at, From: actor.counted}
	if actor.Parts > manyParts {
		q.Kinds = slices.DeleteFunc(slices.Clone(Links), func(k Link) bool { return k == LinkPart })
		near, err := a.neighborsOf(ctx, actor.named(), q)
		if err != nil {
			return nil, err
		}
		if len(near) >= profileNeighbors && near[profileNeighbors-1].Weight > 1 {
			return a.withParts(ctx, actor.named(), near)
		}
		q.Kinds = nil
	}
	near, err := a.neighborsOf(ctx, actor.named(), q)
	if err != nil {
		return nil, err
	}
	return near[:min(profileNeighbors, len(near))], nil
}

// withParts are the first of the neighbours in order after each that belongs to the actor has got one more to its weight.
func (a *Asker) withParts(ctx context.Context, actor Named, near []Neighbor) ([]Neighbor, error) {
	least := near[profileNeighbors-1].Weight - 1
	near = slices.DeleteFunc(near, func(n Neighbor) bool { return n.Weight < least })
	refs := make([]schema.Ref, len(near))
	for i, n := range near {
		refs[i] = n.Ref
	}
	var found struct {
		Parts []storedNamed `json:"parts"`
	}
	dql := fmt.Sprintf("{var(func: eq(xid, %s)) {o as ~of p as ~parent}\nparts(func: eq(xid, %s)) @filter(uid(o, p)) {xid}}",
		literal(string(actor.Ref)), literals(refs))
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read what belongs to %s: %w", actor.Ref, err)
	}
	for i := range near {
		if slices.ContainsFunc(found.Parts, func(p storedNamed) bool { return p.XID == string(near[i].Ref) }) {
			near[i].Kinds = append(near[i].Kinds, LinkPart)
			near[i].Weight++
		}
	}
	sortNeighbors(near)
	return near[:profileNeighbors], nil
}

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
	Parts       int              `json:"parts"` // and offices
	Location    struct {
		Coordinates []float64 `json:"coordinates"` // GeoJSON: the longitude first
	} `json:"location"`

	latest  []ranked
	counted schema.Date // when the first of its events begins that count for its neighbours; zero for all
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
