package main

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// generator makes up articles: the same for a seed. States and organizations are few and in most of the news; of the
// people, who are all the other actors, a few are named often and most hardly ever, as in life.
type generator struct {
	rand          *rand.Rand
	actors        int // states, organizations and people
	states        int
	organizations int
}

func newGenerator(seed uint64, actors int) *generator {
	return &generator{
		rand: rand.New(rand.NewPCG(seed, 7)), actors: actors,
		states: min(200, actors/4), organizations: max(10, actors/100),
	}
}

// pick draws an index below n, small ones far more often.
func (g *generator) pick(n int) int {
	x := g.rand.Float64()
	return int(x * x * x * float64(n))
}

func stateRef(n int) schema.Ref { return schema.NewRef(schema.State, fmt.Sprintf("s%d", n)) }
func orgRef(n int) schema.Ref   { return schema.NewRef(schema.Organization, fmt.Sprintf("o%d", n)) }
func personRef(n int) schema.Ref {
	return schema.NewRef(schema.Person, fmt.Sprintf("person-%d", n))
}

// The facts of an article, and how many of a sort there are.
const (
	eventsPerArticle = 20
	memberships      = 2
	tenures          = 2

	standings = 40 // of a state in organizations
	offices   = 20 // of a state
)

// articles are as many as it takes to tell of that many events; every person is named by at least one of them.
func (g *generator) articles(events int) iter.Seq[schema.Facts] {
	return func(yield func(schema.Facts) bool) {
		count := (events + eventsPerArticle - 1) / eventsPerArticle
		people := g.actors - g.states - g.organizations
		for n := range count {
			from, to := n*people/count, (n+1)*people/count
			if !yield(g.article(n, from, to)) {
				return
			}
		}
	}
}

// article is the nth article, which introduces the people from one number to another.
func (g *generator) article(n, from, to int) schema.Facts {
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, g.rand.IntN(2000))
	f := schema.Facts{Article: schema.Article{
		ID: fmt.Sprintf("https://bench.example/%d", n), URL: fmt.Sprintf("https://bench.example/%d", n),
		Title: fmt.Sprintf("Report %d", n), Published: schema.Published(day.Format(time.DateOnly)),
		Source: fmt.Sprintf("Paper %d", g.pick(50)), Language: "en",
	}}
	a := &article{generator: g, facts: &f, day: day, known: map[schema.Ref]bool{}}
	for p := from; p < to; p++ {
		a.person(p)
	}
	for range memberships {
		a.membership()
	}
	for range tenures {
		a.tenure(to)
	}
	for range eventsPerArticle {
		a.event(to)
	}
	f.Article.Text = a.text.String()
	return f
}

// article is one in the making.
type article struct {
	*generator
	facts *schema.Facts
	day   time.Time
	text  strings.Builder
	known map[schema.Ref]bool
}

func (a *article) say(format string, args ...any) schema.Origin {
	start := a.text.Len()
	fmt.Fprintf(&a.text, format, args...)
	end := a.text.Len()
	a.text.WriteByte('\n')
	return schema.Origin{Evidence: []schema.Span{{Start: start, End: end}}, Confidence: 0.75, Rule: "bench"}
}

func (a *article) actor(ref, of schema.Ref) schema.Ref {
	if !a.known[ref] {
		a.known[ref] = true
		a.facts.Actors = append(a.facts.Actors, schema.Actor{Ref: ref, Type: ref.Type(), Name: nameOf(ref), Of: of})
	}
	return ref
}

// nameOf makes a name that can be searched for.
func nameOf(ref schema.Ref) string {
	syllables := []string{"ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "za"}
	var b strings.Builder
	for _, r := range ref.ID() {
		if r >= '0' && r <= '9' {
			b.WriteString(syllables[r-'0'])
		}
	}
	name := b.String()
	return strings.ToUpper(name[:1]) + name[1:] + " " + string(ref.Type())
}

func (a *article) state() schema.Ref { return a.actor(stateRef(a.pick(a.states)), "") }
func (a *article) person(n int) schema.Ref {
	of := a.actor(stateRef(n%a.states), "")
	return a.actor(personRef(n), of)
}

// belongsTo is the nth organization that a state belongs to; large organizations come up for most states.
func (g *generator) belongsTo(state, n int) int {
	const parts = 10_007
	x := float64((state*7_919+n*4_813)%parts) / parts
	return int(x * x * x * float64(g.organizations))
}

func (a *article) membership() {
	state, n := a.pick(a.states), a.rand.IntN(standings)
	org := orgRef(a.belongsTo(state, n))
	m := schema.Membership{Actor: a.actor(stateRef(state), ""), Organization: a.actor(org, ""), Status: schema.Member}
	if (state+n)%5 == 0 {
		m.Status = schema.Observer
	}
	m.Origin = a.say("%s belongs to %s.", m.Actor, m.Organization)
	a.facts.Memberships = append(a.facts.Memberships, m)
}

func (a *article) tenure(people int) {
	n := a.rand.IntN(min(people, a.states*offices))
	t := schema.Tenure{Person: a.person(n), Office: fmt.Sprintf("minister %d", n/a.states), Of: stateRef(n % a.states)}
	t.Origin = a.say("%s is %s of %s.", t.Person, t.Office, t.Of)
	a.facts.Tenures = append(a.facts.Tenures, t)
}

func (a *article) event(people int) {
	e := schema.Event{Type: schema.EventTypes[a.rand.IntN(len(schema.EventTypes))], Status: schema.Occurred, Precision: schema.Day}
	party := func() schema.Ref {
		if a.rand.IntN(3) == 0 {
			return a.state()
		}
		return a.person(a.rand.IntN(people))
	}
	role, other := schema.Source, schema.Target
	if e.Type.Symmetric() {
		role, other = schema.Participant, schema.Participant
	}
	e.Parties = []schema.Party{{Actor: party(), Role: role}, {Actor: party(), Role: other}}
	e.Start = schema.DateOf(a.day.AddDate(0, 0, -a.rand.IntN(20)))
	e.End = e.Start
	e.Origin = a.say("%s: %s between %s and %s.", e.Start, e.Type, e.Parties[0].Actor, e.Parties[1].Actor)
	a.facts.Events = append(a.facts.Events, e)
}
