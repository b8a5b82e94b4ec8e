package reference

import (
	"cmp"
	"iter"
	"slices"

	"github.com/entente-kg/entente/schema"
)

// Actor is what the lists know of any actor or place, whatever its type.
type Actor struct {
	Ref    schema.Ref
	Name   string
	Kind   string     // a state's standing, or the kind of an organization, body or place
	ISO3   string     // states only
	Of     schema.Ref // the state of a person or place, the owner of a body, the parent of an organization
	Gender string     // people only: m, f or empty
	Row    Row
}

// World is the lists with their indexes.
type World struct {
	rows lists

	sources map[string]int
	actors  map[schema.Ref]Actor
	order   []schema.Ref // of the actors: by file, then by line

	states        map[schema.Ref]int
	organizations map[schema.Ref]int
	bodies        map[schema.Ref]int
	people        map[schema.Ref]int
	places        map[schema.Ref]int

	members     map[schema.Ref][]int // memberships by organization
	memberships map[schema.Ref][]int // memberships by actor
	offices     map[schema.Ref][]int // by what has them
	holders     map[schema.Ref][]int // tenures by what has the office
	tenures     map[schema.Ref][]int // tenures by person
	parts       map[schema.Ref][]int // bodies by what they are part of

	nameList   []Name               // every name, the listed ones and capitals included
	namesByRef map[schema.Ref][]int // into nameList
	trie       *trie
	ambiguous  map[string]int // into rows.ambiguities, by folded name without article
}

// index maps the key of each row to the first row that has it.
func index[T any, K comparable](rows []T, key func(*T) K) map[K]int {
	m := make(map[K]int, len(rows))
	for i := range rows {
		if _, ok := m[key(&rows[i])]; !ok {
			m[key(&rows[i])] = i
		}
	}
	return m
}

// group maps a key to all rows that have it, in their order.
func group[T any, K comparable](rows []T, key func(*T) K) map[K][]int {
	m := make(map[K][]int)
	for i := range rows {
		m[key(&rows[i])] = append(m[key(&rows[i])], i)
	}
	return m
}

func newWorld(l lists) *World {
	w := &World{
		rows:          l,
		sources:       index(l.sources, func(s *Source) string { return s.Key }),
		states:        index(l.states, func(s *State) schema.Ref { return s.Ref }),
		organizations: index(l.organizations, func(o *Organization) schema.Ref { return o.Ref }),
		bodies:        index(l.bodies, func(b *Body) schema.Ref { return b.Ref }),
		people:        index(l.people, func(p *Person) schema.Ref { return p.Ref }),
		places:        index(l.places, func(p *Place) schema.Ref { return p.Ref }),
		members:       group(l.memberships, func(m *Membership) schema.Ref { return m.Organization }),
		memberships:   group(l.memberships, func(m *Membership) schema.Ref { return m.Actor }),
		offices:       group(l.offices, func(o *Office) schema.Ref { return o.Of }),
		holders:       group(l.tenures, func(t *Tenure) schema.Ref { return t.Of }),
		tenures:       group(l.tenures, func(t *Tenure) schema.Ref { return t.Person }),
		parts:         group(l.bodies, func(b *Body) schema.Ref { return b.Of }),
	}
	w.indexActors()
	w.indexNames()
	w.ambiguous = index(l.ambiguities, func(a *Ambiguity) string { return foldArticle(a.Name) })
	return w
}

func (w *World) indexActors() {
	l := &w.rows
	w.actors = make(map[schema.Ref]Actor, len(l.states)+len(l.organizations)+len(l.bodies)+len(l.people)+len(l.places))
	add := func(a Actor) {
		if _, ok := w.actors[a.Ref]; !ok {
			w.actors[a.Ref] = a
			w.order = append(w.order, a.Ref)
		}
	}
	for _, s := range l.states {
		add(Actor{Ref: s.Ref, Name: s.Name, Kind: string(s.Standing), ISO3: s.ISO3, Row: s.Row})
	}
	for _, o := range l.organizations {
		add(Actor{Ref: o.Ref, Name: o.Name, Kind: o.Kind, Of: o.Parent, Row: o.Row})
	}
	for _, b := range l.bodies {
		add(Actor{Ref: b.Ref, Name: b.Name, Kind: b.Kind, Of: b.Of, Row: b.Row})
	}
	for _, p := range l.people {
		add(Actor{Ref: p.Ref, Name: p.Name, Of: p.State, Gender: p.Gender, Row: p.Row})
	}
	for _, p := range l.places {
		add(Actor{Ref: p.Ref, Name: p.Name, Kind: p.Kind, Of: p.State, Row: p.Row})
	}
}

// find returns the row that an index gives for key.
func find[T any, K comparable](rows []T, index map[K]int, key K) (row T, ok bool) {
	i, ok := index[key]
	if ok {
		row = rows[i]
	}
	return row, ok
}

// pick copies the rows at the positions.
func pick[T any](rows []T, positions []int) []T {
	picked := make([]T, len(positions))
	for i, p := range positions {
		picked[i] = rows[p]
	}
	return picked
}

// State is the state of a ref such as state/RUS.
func (w *World) State(ref schema.Ref) (State, bool) { return find(w.rows.states, w.states, ref) }

// Organization is the organization or group of a ref; parts of governments are found by Body.
func (w *World) Organization(ref schema.Ref) (Organization, bool) {
	return find(w.rows.organizations, w.organizations, ref)
}

// Body is the part of a government or organization that a ref names.
func (w *World) Body(ref schema.Ref) (Body, bool) { return find(w.rows.bodies, w.bodies, ref) }

// Person is the person of a ref.
func (w *World) Person(ref schema.Ref) (Person, bool) { return find(w.rows.people, w.people, ref) }

// Place is the place of a ref.
func (w *World) Place(ref schema.Ref) (Place, bool) { return find(w.rows.places, w.places, ref) }

// Source is the publication that a row's source names.
func (w *World) Source(key string) (Source, bool) { return find(w.rows.sources, w.sources, key) }

// Actor is what the lists know of any ref.
func (w *World) Actor(ref schema.Ref) (Actor, bool) {
	a, ok := w.actors[ref]
	return a, ok
}

// Actors yields everything that the lists know: states, organizations, bodies, people and places, each as in its file.
func (w *World) Actors() iter.Seq[Actor] {
	return func(yield func(Actor) bool) {
		for _, ref := range w.order {
			if !yield(w.actors[ref]) {
				return
			}
		}
	}
}

// Names lists every name of an actor: the listed one first, then those of its file of names, then its capitals.
func (w *World) Names(ref schema.Ref) []Name { return pick(w.nameList, w.namesByRef[ref]) }

// Members lists the standings in an organization at a date, by status and actor. A coarse date asks for its last day,
// the zero date for the standings that have no end.
func (w *World) Members(organization schema.Ref, at schema.Date) []Membership {
	members := filter(pick(w.rows.memberships, w.members[organization]), func(m Membership) bool {
		return holds(m.Start, m.End, at)
	})
	slices.SortStableFunc(members, func(a, b Membership) int {
		return cmp.Or(
			cmp.Compare(slices.Index(schema.MembershipStatuses, a.Status), slices.Index(schema.MembershipStatuses, b.Status)),
			cmp.Compare(a.Actor, b.Actor))
	})
	return members
}

// Memberships lists every standing that an actor has or had, in the order of the file.
func (w *World) Memberships(actor schema.Ref) []Membership {
	return pick(w.rows.memberships, w.memberships[actor])
}

// Offices lists the offices that a state, organization or body has.
func (w *World) Offices(of schema.Ref) []Office { return pick(w.rows.offices, w.offices[of]) }

// Holders lists who holds an office of a state, organization or body at a date, which is read as by Members.
func (w *World) Holders(office string, of schema.Ref, at schema.Date) []Tenure {
	return filter(pick(w.rows.tenures, w.holders[of]), func(t Tenure) bool {
		return t.Office == office && holds(t.Start, t.End, at)
	})
}

// Tenures lists the offices that a person holds or held, in the order of the file.
func (w *World) Tenures(person schema.Ref) []Tenure { return pick(w.rows.tenures, w.tenures[person]) }

// Bodies lists the parts of a state, organization or body, in the order of the file.
func (w *World) Bodies(of schema.Ref) []Body { return pick(w.rows.bodies, w.parts[of]) }

// Successions lists every succession of states, in the order of the file.
func (w *World) Successions() []Succession { return slices.Clone(w.rows.successions) }

// States lists every state, in the order of the file.
func (w *World) States() []State { return slices.Clone(w.rows.states) }

// Organizations lists every organization and group, in the order of the file.
func (w *World) Organizations() []Organization { return slices.Clone(w.rows.organizations) }

// Exists reports whether a state or organization existed at a date, as far as its beginning and end are known; other
// actors always do.
func (w *World) Exists(ref schema.Ref, at schema.Date) bool {
	if at.IsZero() {
		return true
	}
	if s, ok := w.State(ref); ok {
		return holds(s.Start, s.End, at)
	}
	if o, ok := w.Organization(ref); ok {
		return holds(o.Founded, o.Dissolved, at)
	}
	return true
}

// holds reports whether a period that ends before end contains the last day of at; with a zero date, whether it has no
// end. A coarse start or end counts from its first day, so that a status that begins in the year in which another ended
// follows it without gap or overlap.
func holds(start, end, at schema.Date) bool {
	if at.IsZero() {
		return end.IsZero()
	}
	day := at.Last()
	return (start.IsZero() || !day.Before(start.First())) && (end.IsZero() || day.Before(end.First()))
}

func filter[T any](rows []T, keep func(T) bool) []T {
	return slices.DeleteFunc(rows, func(row T) bool { return !keep(row) })
}
