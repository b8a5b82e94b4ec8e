package question

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Path asks how two actors are connected.
type Path struct {
	From  string      `json:"from,omitzero"`  // refs or names
	To    string      `json:"to,omitzero"`    // as From
	Kinds []Link      `json:"kind,omitzero"`  // over these links alone; none for LinkMembership, LinkOffice, LinkPart and LinkEvent
	At    schema.Date `json:"at,omitzero"`    // what holds and what has happened by then; zero for as last reported
	Hops  int         `json:"hops,omitzero"`  // at most so many links from end to end; 0 for 4, at most 6
	First int         `json:"first,omitzero"` // at most so many paths; 0 for 5, at most 50
}

// Link is a kind of link between two actors.
type Link string

// The kinds of links.
const (
	LinkMembership  Link = "membership"  // an actor and an organization that it belongs to, in whatever standing
	LinkOffice      Link = "office"      // a person and the state or organization whose office it holds
	LinkPart        Link = "part"        // a person, body or place and what it belongs to
	LinkEvent       Link = "event"       // two that take part in the same event
	LinkNegotiation Link = "negotiation" // two parties of the same talks
)

// Links lists every kind of link.
var Links = []Link{LinkMembership, LinkOffice, LinkPart, LinkEvent, LinkNegotiation}

// PathAnswer lists paths, the shortest first; of those of one length, the ones whose actors have the fewest links, for
// they say most.
type PathAnswer struct {
	From  Named       `json:"from"`
	To    Named       `json:"to"`
	At    schema.Date `json:"at,omitzero"`
	Paths []Route     `json:"paths"`
	// Partial says that some actors had more links than were followed, so that there may be other paths.
	Partial bool `json:"partial"`
}

// Route is one path from end to end.
type Route struct {
	Steps []Step `json:"steps"`
	Words string `json:"words"` // the path in a sentence
}

// Step is one link of a path.
type Step struct {
	From  Named  `json:"from"`
	To    Named  `json:"to"`
	Kind  Link   `json:"kind"`
	Fact  string `json:"fact,omitzero"` // for Evidence; empty for LinkPart, whose evidence is that of the actor's profile
	Count int    `json:"count"`         // links of that kind between the two, of which Fact is the latest
	Words string `json:"words"`         // the link as a clause: "India is a member of the SCO"
}

// The bounds of a search for paths.
const (
	defaultHops  = 4
	maxHops      = 6
	defaultPaths = 5
	maxPaths     = 50
	maxFrontier  = 30   // actors whose links are read in one step
	maxBetween   = 150  // actors of one side, and maxFrontier of the other, between which links are looked for
	maxFollowed  = 50   // parts of an actor, of which none is followed if there are more
	maxRoutes    = 5000 // routes of one length that are compared
)

// Path connects two actors; without a connection within the hops the answer has no paths. Errors may be an
// *UnknownError, an *AmbiguousError or an *InvalidError.
func (a *Asker) Path(ctx context.Context, q Path) (*PathAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	kinds, err := q.check()
	if err != nil {
		return nil, err
	}
	ends, err := a.resolve(ctx, name{field: "from", text: q.From}, name{field: "to", text: q.To})
	if err != nil {
		return nil, err
	}
	if ends[0].Ref == ends[1].Ref {
		return nil, &InvalidError{"to", "is the same as from"}
	}
	w := newWeb(ends[0].Ref, ends[1].Ref)
	routes, err := a.routes(ctx, w, kinds, q)
	if err != nil {
		return nil, err
	}
	if err := a.tellEvents(ctx, w, routes, q.At); err != nil {
		return nil, err
	}
	out := &PathAnswer{From: ends[0], To: ends[1], At: q.At, Paths: []Route{}, Partial: w.partial}
	for _, r := range routes {
		out.Paths = append(out.Paths, r.answer())
	}
	return out, nil
}

// routes looks for the shortest routes from both ends. From each it reads what an actor is linked to; between what is
// reached from the two it asks for links, which takes no reading of what else the actors are linked to. So a state with a
// hundred thousand events is in nobody's way.
func (a *Asker) routes(ctx context.Context, w *web, kinds []Link, q Path) ([]route, error) {
	var found []route
	if q.Hops > 1 {
		if err := a.grow(ctx, w, kinds, q.At, &w.sides[0], &w.sides[1]); err != nil {
			return nil, err
		}
	}
	for done := 0; ; {
		if err := a.between(ctx, w, kinds, q.At); err != nil {
			return nil, err
		}
		for reached := min(w.sides[0].steps+w.sides[1].steps+1, q.Hops); done < reached; {
			done++
			more := w.routes(done)
			if err := a.weighRoutes(ctx, w, more); err != nil {
				return nil, err
			}
			if found = append(found, more...); len(found) >= q.First {
				return found[:q.First], nil
			}
		}
		if done == q.Hops {
			return found, nil
		}
		if err := a.grow(ctx, w, kinds, q.At, w.smaller()); err != nil {
			return nil, err
		}
	}
}

// grow takes a step further from some sides.
func (a *Asker) grow(ctx context.Context, w *web, kinds []Link, at schema.Date, sides ...*side) error {
	var refs []schema.Ref
	events := eventsOfEnds
	for _, s := range sides {
		refs = append(refs, w.cut(&s.edge, maxFrontier)...)
		if s.steps > 0 {
			events = eventsBeyond
		}
	}
	read, all, err := a.links(ctx, refs, kinds, at, events, maxFollowed)
	if err != nil {
		return err
	}
	w.partial = w.partial || !all
	for _, s := range sides {
		w.grow(s, read, events)
	}
	return nil
}

// check fills in what is not said and refuses what can't be.
func (q *Path) check() ([]Link, error) {
	if q.Hops == 0 {
		q.Hops = defaultHops
	}
	if q.First == 0 {
		q.First = defaultPaths
	}
	switch {
	case q.Hops < 1 || q.Hops > maxHops:
		return nil, &InvalidError{"hops", fmt.Sprintf("want 1 to %d", maxHops)}
	case q.First < 1 || q.First > maxPaths:
		return nil, &InvalidError{"first", fmt.Sprintf("want 1 to %d", maxPaths)}
	}
	return checkLinks(q.Kinds, LinkMembership, LinkOffice, LinkPart, LinkEvent)
}

// web is what is known of the links around the two ends.
type web struct {
	from, to schema.Ref
	sides    [2]side
	known    map[schema.Ref]bonds // of the actors whose links have been read, and the ways back from them
	degrees  map[schema.Ref]int   // how many links the actors on routes have in the whole graph
	partial  bool
}

// side is what has been reached from one of the ends.
type side struct {
	steps int                 // from the end to the edge
	edge  []schema.Ref        // reached by the last step, those with the most links to what was there before first
	all   map[schema.Ref]bool // reached, the edge as well
}

func newWeb(from, to schema.Ref) *web {
	w := &web{from: from, to: to, known: map[schema.Ref]bonds{}, degrees: map[schema.Ref]int{}}
	for i, end := range []schema.Ref{from, to} {
		w.sides[i] = side{edge: []schema.Ref{end}, all: map[schema.Ref]bool{end: true}}
	}
	return w
}

// smaller is the side whose next step leads past fewer actors.
func (w *web) smaller() *side {
	if len(w.sides[1].edge) < len(w.sides[0].edge) {
		return &w.sides[1]
	}
	return &w.sides[0]
}

// cut shortens a list of actors, and notes that it did.
func (w *web) cut(refs *[]schema.Ref, length int) []schema.Ref {
	if len(*refs) > length {
		w.partial = true
		*refs = (*refs)[:length]
	}
	return *refs
}

// grow adds the links of a side's edge, in both directions, and moves the edge to the actors that they lead to.
func (w *web) grow(s *side, read map[schema.Ref]bonds, asked int) {
	reached := map[schema.Ref]int{}
	for _, ref := range s.edge {
		events := 0
		for _, b := range read[ref].sorted() {
			w.addBoth(b)
			if !s.all[b.to.Ref] {
				reached[b.to.Ref] += b.count
			}
			if b.kind == LinkEvent {
				events += b.count
			}
		}
		w.partial = w.partial || events >= asked
	}
	s.steps++
	s.edge = slices.Collect(maps.Keys(reached))
	slices.SortFunc(s.edge, func(x, y schema.Ref) int {
		return cmp.Or(-cmp.Compare(reached[x], reached[y]), cmp.Compare(x, y))
	})
	for _, r := range s.edge {
		s.all[r] = true
	}
}

func (w *web) addBoth(b *bond) {
	w.add(b)
	back := *b
	back.from, back.to = b.to, b.from
	w.add(&back)
}

func (w *web) add(b *bond) {
	of := w.known[b.from.Ref]
	if of == nil {
		of = bonds{}
		w.known[b.from.Ref] = of
	}
	k := bondKey{b.to.Ref, b.kind}
	if of[k] == nil || of[k].count < b.count {
		of[k] = b
	}
}

// route is a path in the making.
type route struct {
	steps []*bond
	cost  float64 // the more links the actors on the way have, the less the path says
}

// routes are the paths of a length that visit no actor twice.
func (w *web) routes(length int) []route {
	far := w.distances()
	var found []route
	visited := map[schema.Ref]bool{}
	var walk func(at schema.Ref, steps []*bond)
	walk = func(at schema.Ref, steps []*bond) {
		left := length - len(steps)
		switch d, ok := far[at]; {
		case len(found) >= maxRoutes || !ok || d > left:
			return
		case at == w.to:
			if left == 0 {
				found = append(found, route{steps: steps})
			}
			return
		}
		visited[at] = true
		for _, b := range w.best(at) {
			if !visited[b.to.Ref] {
				walk(b.to.Ref, append(steps[:len(steps):len(steps)], b))
			}
		}
		visited[at] = false
	}
	walk(w.from, nil)
	return found
}

// weighRoutes puts routes of one length in order, the one that says most first: it reads how many links the actors on
// their way have.
func (a *Asker) weighRoutes(ctx context.Context, w *web, routes []route) error {
	unknown := map[schema.Ref]bool{}
	for _, r := range routes {
		for _, b := range r.steps {
			for _, ref := range []schema.Ref{b.from.Ref, b.to.Ref} {
				if _, ok := w.degrees[ref]; !ok {
					unknown[ref] = true
				}
			}
		}
	}
	if len(unknown) > 0 {
		var found struct{ Actors []storedDegree }
		dql := fmt.Sprintf("{actors(func: eq(xid, %s)) {xid %s}}", literals(slices.Sorted(maps.Keys(unknown))), degreeFields)
		if err := a.ask(ctx, dql, &found); err != nil {
			return fmt.Errorf("count links: %w", err)
		}
		for _, d := range found.Actors {
			w.degrees[schema.Ref(d.XID)] = d.Events.n() + d.Actors + d.Members + d.Belonging
		}
	}
	for i := range routes {
		routes[i].cost = w.cost(routes[i].steps)
	}
	slices.SortFunc(routes, func(x, y route) int {
		return cmp.Or(cmp.Compare(x.cost, y.cost), slices.CompareFunc(x.steps, y.steps, func(a, b *bond) int {
			return cmp.Compare(a.to.Ref, b.to.Ref)
		}))
	})
	return nil
}

// storedDegree is how many links an actor has: events up to maxDegree, memberships on both sides, and what belongs to it.
type storedDegree struct {
	XID       string `json:"xid"`
	Events    size   `json:"events"`
	Actors    int    `json:"memberships"`
	Members   int    `json:"members"`
	Belonging int    `json:"parts"`
}

// maxDegree is how many events count for how much a path says.
const maxDegree = 1000

var degreeFields = fmt.Sprintf("events: ~participant (first: %d) {count(uid)} "+
	"memberships: count(~actor) members: count(~organization) parts: count(~of)", maxDegree)

// best is one bond to each neighbour: the first of its kinds, in the order of Links.
func (w *web) best(at schema.Ref) []*bond {
	return slices.CompactFunc(w.known[at].sorted(), func(x, y *bond) bool { return x.to.Ref == y.to.Ref })
}

// distances is how far each actor that is known is from the end.
func (w *web) distances() map[schema.Ref]int {
	far := map[schema.Ref]int{w.to: 0}
	for queue := []schema.Ref{w.to}; len(queue) > 0; queue = queue[1:] {
		for k := range w.known[queue[0]] {
			if _, ok := far[k.to]; !ok {
				far[k.to] = far[queue[0]] + 1
				queue = append(queue, k.to)
			}
		}
	}
	return far
}

// cost is the higher, the more links the actors between the ends have.
func (w *web) cost(steps []*bond) float64 {
	cost := 0.0
	for _, s := range steps[:len(steps)-1] {
		cost += math.Log(float64(1 + w.degrees[s.to.Ref]))
	}
	return cost
}

func (r *route) answer() Route {
	var out Route
	var words []string
	for _, b := range r.steps {
		out.Steps = append(out.Steps, Step{From: b.from, To: b.to, Kind: b.kind, Fact: b.fact, Count: b.count, Words: b.words})
		words = append(words, b.words)
	}
	out.Words = strings.Join(words, "; ") + "."
	return out
}
