package question

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

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
	maxFrontier  = 400  // actors whose links are read in one step
	maxRoutes    = 5000 // routes of one length that are compared
)

// Path connects two actors; without a connection within the hops the answer has no paths. Errors may be an
// *UnknownError, an *AmbiguousError or an *InvalidError.
func (a *Asker) Path(ctx context.Context, q Path) (*PathAnswer, error) {
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
	w := web{known: map[schema.Ref]bonds{}, from: ends[0].Ref, to: ends[1].Ref}
	var routes []route
	sides := [2][]schema.Ref{{w.from}, {w.to}}
	for length := 1; length <= q.Hops; length++ {
		// The two ends take turns, so that what is between them is reached from the nearer one.
		side := &sides[(length+1)%2]
		read, err := a.links(ctx, w.frontier(*side), kinds, q.At)
		if err != nil {
			return nil, err
		}
		*side = w.grow(read)
		routes = append(routes, w.routes(length)...)
		if len(routes) >= q.First {
			break
		}
	}
	out := &PathAnswer{From: ends[0], To: ends[1], At: q.At, Paths: []Route{}, Partial: w.partial}
	for _, r := range routes[:min(q.First, len(routes))] {
		out.Paths = append(out.Paths, r.answer())
	}
	return out, nil
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
	known    map[schema.Ref]bonds // of the actors whose links have been read, and the ways back from them
	read     map[schema.Ref]bool
	partial  bool
}

// frontier are the actors to read next, at most maxFrontier.
func (w *web) frontier(reached []schema.Ref) []schema.Ref {
	var next []schema.Ref
	for _, r := range reached {
		if !w.read[r] {
			next = append(next, r)
		}
	}
	if len(next) > maxFrontier {
		w.partial = true
		next = next[:maxFrontier]
	}
	return next
}

// grow adds links that were read, in both directions, and returns the actors that they lead to.
func (w *web) grow(read map[schema.Ref]bonds) []schema.Ref {
	if w.read == nil {
		w.read = map[schema.Ref]bool{}
	}
	reached := map[schema.Ref]int{}
	for _, ref := range slices.Sorted(maps.Keys(read)) {
		w.read[ref] = true
		events := 0
		for _, b := range read[ref].sorted() {
			w.add(b)
			back := *b
			back.from, back.to = b.to, b.from
			w.add(&back)
			reached[b.to.Ref] += b.count
			if b.kind == LinkEvent {
				events += b.count
			}
		}
		w.partial = w.partial || events >= maxEventLinks
	}
	refs := slices.Collect(maps.Keys(reached))
	slices.SortFunc(refs, func(x, y schema.Ref) int {
		return cmp.Or(-cmp.Compare(reached[x], reached[y]), cmp.Compare(x, y))
	})
	return refs
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

// routes are the paths of a length that visit no actor twice, the one that says most first.
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
				found = append(found, w.route(steps))
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
	slices.SortFunc(found, func(x, y route) int {
		return cmp.Or(cmp.Compare(x.cost, y.cost), slices.CompareFunc(x.steps, y.steps, func(a, b *bond) int {
			return cmp.Compare(a.to.Ref, b.to.Ref)
		}))
	})
	return found
}

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

func (w *web) route(steps []*bond) route {
	r := route{steps: steps}
	for _, s := range steps[:len(steps)-1] {
		r.cost += math.Log(float64(1 + len(w.known[s.to.Ref])))
	}
	return r
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
