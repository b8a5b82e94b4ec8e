package graph_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// synthetic makes articles of twenty facts each, the same for a seed: made-up states, organizations and people meet, join
// and quarrel over two years. Some pairs are in the news far more often than others, as in life.
type synthetic struct{ rand *rand.Rand }

func newSynthetic(seed uint64) *synthetic { return &synthetic{rand.New(rand.NewPCG(seed, 1))} }

const (
	syntheticStates  = 200
	syntheticOrgs    = 60
	syntheticPersons = 600
	syntheticPlaces  = 150
)

// pick draws an index below n, small ones more often.
func (g *synthetic) pick(n int) int {
	x := g.rand.Float64()
	return int(x * x * float64(n))
}

func (g *synthetic) state() schema.Ref {
	return schema.NewRef(schema.State, fmt.Sprintf("S%02X", g.pick(syntheticStates)))
}

func (g *synthetic) org() schema.Ref {
	return schema.NewRef(schema.Organization, fmt.Sprintf("O%02d", g.pick(syntheticOrgs)))
}

func (g *synthetic) article(n int) schema.Facts {
	day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, g.rand.IntN(730))
	f := schema.Facts{Article: schema.Article{
		ID:        fmt.Sprintf("https://news.example/%d", n),
		URL:       fmt.Sprintf("https://news.example/%d", n),
		Title:     fmt.Sprintf("Report number %d of the day", n),
		Published: schema.Published(day.Format(time.DateOnly)),
		Source:    fmt.Sprintf("Paper %d", g.pick(40)),
		Language:  "en",
	}}
	w := &syntheticWriter{synthetic: g, facts: &f, day: day, known: map[schema.Ref]bool{}}
	for range 6 {
		w.membership()
	}
	for range 2 {
		w.tenure()
	}
	for range 11 {
		w.event()
	}
	w.affiliation()
	f.Article.Text = w.text.String()
	return f
}

// syntheticWriter writes one article with a sentence a fact.
type syntheticWriter struct {
	*synthetic
	facts *schema.Facts
	day   time.Time
	text  strings.Builder
	known map[schema.Ref]bool
}

// say appends a sentence and returns what every fact of it carries.
func (w *syntheticWriter) say(format string, args ...any) schema.Origin {
	start := w.text.Len()
	fmt.Fprintf(&w.text, format, args...)
	end := w.text.Len()
	w.text.WriteByte('\n')
	return schema.Origin{Evidence: []schema.Span{{Start: start, End: end}}, Confidence: 0.75, Rule: "synthetic"}
}

func (w *syntheticWriter) actor(ref, of schema.Ref) {
	if !w.known[ref] {
		w.known[ref] = true
		w.facts.Actors = append(w.facts.Actors, schema.Actor{Ref: ref, Type: ref.Type(), Name: "Name of " + ref.ID(), Of: of})
	}
}

func (w *syntheticWriter) membership() {
	m := schema.Membership{Actor: w.state(), Organization: w.org(), Status: schema.Member}
	if w.rand.IntN(5) == 0 {
		m.Status = schema.Observer
	}
	w.actor(m.Actor, "")
	w.actor(m.Organization, "")
	m.Origin = w.say("It was said again on that day that %s belongs to the circle of %s as one of its own.", m.Actor, m.Organization)
	w.facts.Memberships = append(w.facts.Memberships, m)
}

func (w *syntheticWriter) tenure() {
	n := w.pick(syntheticPersons)
	state := schema.NewRef(schema.State, fmt.Sprintf("S%02X", n%syntheticStates))
	t := schema.Tenure{Person: schema.NewRef(schema.Person, fmt.Sprintf("person-%d", n)), Of: state, Office: "president"}
	w.actor(state, "")
	w.actor(t.Person, state)
	t.Origin = w.say("The president of %s, who goes by the name %s, spoke to the press in the morning.", state, t.Person)
	w.facts.Tenures = append(w.facts.Tenures, t)
}

func (w *syntheticWriter) event() {
	e := schema.Event{
		Type: schema.EventTypes[w.rand.IntN(len(schema.EventTypes))], Status: schema.Occurred, Precision: schema.Day,
	}
	a, b := w.state(), w.state()
	role, other := schema.Source, schema.Target
	if e.Type.Symmetric() {
		role, other = schema.Participant, schema.Participant
	}
	e.Parties = []schema.Party{{Actor: a, Role: role}, {Actor: b, Role: other}}
	w.actor(a, "")
	w.actor(b, "")
	e.Start = schema.DateOf(w.day.AddDate(0, 0, -w.rand.IntN(14)))
	e.End = e.Start
	if e.Type == schema.Consult {
		e.Kind = schema.Meeting
		e.Place = schema.NewRef(schema.Place, fmt.Sprintf("place-%d", w.pick(syntheticPlaces)))
		w.actor(e.Place, "")
	}
	e.Origin = w.say("On %s there was word of a case of %s between %s and %s, as officials of both confirmed.", e.Start, e.Type, a, b)
	w.facts.Events = append(w.facts.Events, e)
}

func (w *syntheticWriter) affiliation() {
	a := schema.Affiliation{Organization: w.org(), Status: schema.Observer, Count: 1 + w.rand.IntN(20)}
	w.actor(a.Organization, "")
	a.Origin = w.say("Another %d states are affiliated with %s as observers.", a.Count, a.Organization)
	w.facts.Affiliations = append(w.facts.Affiliations, a)
}
