package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dgraph-io/dgo/v230"

	"github.com/entente-kg/entente/schema"
)

// ErrNotFound says that the graph has nothing of that name.
var ErrNotFound = errors.New("not in the graph")

// AmbiguousError says that a name belongs to several actors, none of which comes first.
type AmbiguousError struct {
	Name       string
	Candidates []schema.Ref
}

// Error lists the actors that have the name.
func (e *AmbiguousError) Error() string {
	refs := make([]string, 0, len(e.Candidates))
	for _, r := range e.Candidates {
		refs = append(refs, string(r))
	}
	return fmt.Sprintf("%q may be any of %s", e.Name, strings.Join(refs, ", "))
}

// Named is an actor or place by its ref and the name to show.
type Named struct {
	Ref  schema.Ref `json:"ref"`
	Name string     `json:"name"`
}

// Actor is what the graph knows of an actor or place.
type Actor struct {
	Ref         schema.Ref       `json:"ref"`
	Type        schema.ActorType `json:"type"`
	Name        string           `json:"name"`
	Names       []string         `json:"names"` // every name in use, in order
	Formal      string           `json:"formal,omitzero"`
	Kind        string           `json:"kind,omitzero"`
	ISO2        string           `json:"iso2,omitzero"`
	ISO3        string           `json:"iso3,omitzero"`
	Region      string           `json:"region,omitzero"`
	Standing    string           `json:"standing,omitzero"`
	Capital     Named            `json:"capital,omitzero"`
	Seat        Named            `json:"seat,omitzero"`
	Of          []Named          `json:"of,omitzero"`
	Reference   bool             `json:"reference"` // the reference lists know it
	Articles    int              `json:"articles"`  // that name it
	Memberships []Membership     `json:"memberships"`
	Tenures     []Tenure         `json:"tenures"` // offices that a person holds or held, and holders of the offices of others
}

// Membership is a standing of an actor in an organization.
type Membership struct {
	Fact         string                  `json:"fact"` // for Evidence
	Actor        Named                   `json:"actor"`
	Organization Named                   `json:"organization"`
	Status       schema.MembershipStatus `json:"status"`
	Period
}

// Tenure is a term of a person in an office.
type Tenure struct {
	Fact   string `json:"fact"` // for Evidence
	Person Named  `json:"person"`
	Office string `json:"office"`
	Of     Named  `json:"of,omitzero"`
	Former bool   `json:"former"`
	Period
}

// Period is when something lasted, and by whom it is said.
type Period struct {
	Since         schema.Date `json:"since,omitzero"`
	Until         schema.Date `json:"until,omitzero"` // exclusive
	Reference     bool        `json:"reference"`      // the reference lists say so
	Disputed      bool        `json:"disputed,omitzero"`
	Alleged       bool        `json:"alleged,omitzero"` // said only by somebody, not by an article itself
	Articles      int         `json:"articles"`         // news articles that say so
	Publishers    int         `json:"publishers"`       // of those articles
	FirstReported schema.Date `json:"first_reported"`
	LastReported  schema.Date `json:"last_reported"`
}

// Actor describes an actor or place, found by its ref or by one of its names. Errors wrap ErrNotFound or are an
// *AmbiguousError.
func (s *Store) Actor(ctx context.Context, name string) (*Actor, error) {
	txn := s.client.NewReadOnlyTxn()
	ref, err := resolve(ctx, txn, name)
	if err != nil {
		return nil, fmt.Errorf("find actor %q: %w", name, err)
	}
	var found struct {
		Actor []storedActor `json:"actor"`
	}
	if err := ask(ctx, txn, fmt.Sprintf(actorQuery, quote(string(ref)), intervalFields), &found); err != nil {
		return nil, fmt.Errorf("read actor %q: %w", name, plain(err))
	}
	if len(found.Actor) == 0 {
		return nil, fmt.Errorf("read actor %q: %w", name, ErrNotFound)
	}
	a, err := found.Actor[0].actor(ctx, txn)
	if err != nil {
		return nil, fmt.Errorf("read actor %q: %w", name, plain(err))
	}
	return a, nil
}

const actorQuery = `{actor(func: eq(xid, %[1]s)) {
	xid name alias formal kind iso2 iso3 region standing reference
	capital {xid name} seat {xid name} of {xid name}
	articles: count(~mentions)
	memberships: ~actor {%[2]s status organization {xid name}}
	held: ~person {%[2]s office former of {xid name}}
	holders: ~of @filter(type(Tenure)) {%[2]s office former person {xid name}}
}}`

// intervalFields is what memberships and tenures have in common.
const intervalFields = `uid xid start end begins ends first_reported last_reported reference disputed alleged
	reports: ~fact {uid reference articles: count(reported_in) publishers: count(reported_by)} `

// storedNamed is a node that has a name.
type storedNamed struct {
	XID  string `json:"xid"`
	Name string `json:"name"`
}

// named falls back on the ref's id, for an actor that no article has named yet.
func (n storedNamed) named() Named {
	if n.XID == "" {
		return Named{}
	}
	return Named{schema.Ref(n.XID), cmp.Or(n.Name, schema.Ref(n.XID).ID())}
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
	Reference   bool             `json:"reference"`
	Capital     storedNamed      `json:"capital"`
	Seat        storedNamed      `json:"seat"`
	Of          []storedNamed    `json:"of"`
	Articles    int              `json:"articles"`
	Memberships []storedInterval `json:"memberships"`
	Held        []storedInterval `json:"held"`
	Holders     []storedInterval `json:"holders"`
}

func (a storedActor) actor(ctx context.Context, txn *dgo.Txn) (*Actor, error) {
	self := a.named()
	out := &Actor{
		Ref: self.Ref, Type: self.Ref.Type(), Name: self.Name, Names: sorted(a.Alias),
		Formal: a.Formal, Kind: a.Kind, ISO2: a.ISO2, ISO3: a.ISO3, Region: a.Region, Standing: a.Standing,
		Capital: a.Capital.named(), Seat: a.Seat.named(), Reference: a.Reference, Articles: a.Articles,
		Memberships: []Membership{}, Tenures: []Tenure{},
	}
	for _, o := range a.Of {
		out.Of = append(out.Of, o.named())
	}
	for _, list := range [][]storedInterval{a.Memberships, a.Held, a.Holders} {
		if err := countUnions(ctx, txn, list); err != nil {
			return nil, err
		}
	}
	for _, m := range a.Memberships {
		out.Memberships = append(out.Memberships, Membership{m.XID, self, m.Organization.named(), m.Status, m.period()})
	}
	for _, t := range a.Held {
		of := Named{}
		if len(t.Of) > 0 {
			of = t.Of[0].named()
		}
		out.Tenures = append(out.Tenures, Tenure{t.XID, self, t.Office, of, t.Former, t.period()})
	}
	for _, t := range a.Holders {
		out.Tenures = append(out.Tenures, Tenure{t.XID, t.Person.named(), t.Office, self, t.Former, t.period()})
	}
	slices.SortFunc(out.Of, func(a, b Named) int { return cmp.Compare(a.Ref, b.Ref) })
	slices.SortFunc(out.Memberships, func(a, b Membership) int {
		return cmp.Or(cmp.Compare(a.Organization.Ref, b.Organization.Ref), a.Since.Compare(b.Since), cmp.Compare(a.Fact, b.Fact))
	})
	slices.SortFunc(out.Tenures, func(a, b Tenure) int {
		return cmp.Or(cmp.Compare(a.Office, b.Office), a.Since.Compare(b.Since), cmp.Compare(a.Fact, b.Fact))
	})
	return out, nil
}

// resolve finds the ref of an actor or place by the ref itself, by the id of one ("SCO"), or by a name that it has.
// Names are compared without regard to case.
func resolve(ctx context.Context, txn *dgo.Txn, name string) (schema.Ref, error) {
	name = strings.TrimSpace(name)
	xids := []string{name}
	for _, t := range []schema.ActorType{schema.State, schema.Organization, schema.Group, schema.Person, schema.Place} {
		xids = append(xids, string(schema.NewRef(t, strings.ToUpper(name))), string(schema.NewRef(t, schema.Slug(name))))
	}
	var q strings.Builder
	q.WriteString("{")
	block(&q, "byID", "xid", xids, candidateFields)
	fmt.Fprintf(&q, "byName(func: allofterms(alias, %s), first: 1000) {%s}}", quote(name), candidateFields)
	var found struct {
		ByID   []candidate `json:"byID"`
		ByName []candidate `json:"byName"`
	}
	if err := ask(ctx, txn, q.String(), &found); err != nil {
		return "", plain(err)
	}
	return choose(name, append(found.ByID, found.ByName...))
}

const candidateFields = "xid name alias reference"

type candidate struct {
	storedNamed
	Alias     []string `json:"alias"`
	Reference bool     `json:"reference"`
}

// score says how well the name fits; 0 for not at all.
func (c candidate) score(name string) int {
	score := 0
	switch ref := schema.Ref(c.XID); {
	case c.XID == name:
		return 100
	case strings.EqualFold(c.Name, name):
		score = 40
	case strings.EqualFold(ref.ID(), name):
		score = 30
	case slices.ContainsFunc(c.Alias, func(a string) bool { return strings.EqualFold(a, name) }):
		score = 20
	case ref.ID() == schema.Slug(name):
		score = 10
	default:
		return 0
	}
	if c.Reference {
		score++
	}
	return score
}

func choose(name string, candidates []candidate) (schema.Ref, error) {
	best, refs := 0, []schema.Ref{}
	for _, c := range candidates {
		switch score := c.score(name); {
		case score == 0 || score < best:
		case score > best:
			best, refs = score, []schema.Ref{schema.Ref(c.XID)}
		default:
			refs = append(refs, schema.Ref(c.XID))
		}
	}
	refs = sorted(refs)
	switch len(refs) {
	case 0:
		return "", ErrNotFound
	case 1:
		return refs[0], nil
	}
	return "", &AmbiguousError{Name: name, Candidates: refs}
}
