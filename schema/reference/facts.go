package reference

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// Facts gives the lists the form in which articles are stored, so that they become claims like all others: of the source
// schema.ReferenceSource, with their rows as text and each fact's row, which names its own source, as evidence. There is
// an article for each state and organization with its bodies, and one each for the people and the places of a state. It
// is dated by the earliest day up to which one of its rows is known to be right. Same lists, same facts.
func (w *World) Facts() []schema.Facts {
	p := pages{world: w, byID: make(map[string]*page)}
	for _, ref := range w.order {
		p.addProfile(w.actors[ref])
	}
	for _, m := range w.rows.memberships {
		pg := p.of(w.actors[m.Organization])
		pg.facts.Memberships = append(pg.facts.Memberships, schema.Membership{
			Actor: m.Actor, Organization: m.Organization, Status: m.Status, Start: m.Start, End: m.End,
			Origin: origin(pg.write(w, m.Row, "actor", string(m.Actor), "organization", string(m.Organization),
				"status", string(m.Status), "start", m.Start.String(), "end", m.End.String())),
		})
	}
	for _, t := range w.rows.tenures {
		pg := p.of(w.actors[t.Person])
		pg.facts.Tenures = append(pg.facts.Tenures, schema.Tenure{
			Person: t.Person, Office: t.Office, Of: t.Of, Former: !t.End.IsZero(), Start: t.Start, End: t.End,
			Origin: origin(pg.write(w, t.Row, "person", string(t.Person), "office", t.Office, "of", string(t.Of),
				"start", t.Start.String(), "end", t.End.String())),
		})
	}
	return p.articles()
}

// pages are the articles that the lists become, in the order of their first rows.
type pages struct {
	world *World
	byID  map[string]*page
	order []*page
}

// page is an article in the making.
type page struct {
	facts  schema.Facts
	text   strings.Builder
	length int // code points of the text
	asOf   schema.Date
}

// of is the page on which an actor stands.
func (p *pages) of(a Actor) *page {
	id, title := p.world.pageOf(a)
	pg, ok := p.byID[id]
	if !ok {
		pg = &page{facts: schema.Facts{Article: schema.Article{
			ID: schema.ReferenceSource + "/" + id, Title: title, Source: schema.ReferenceSource, Language: "en",
		}}}
		p.byID[id] = pg
		p.order = append(p.order, pg)
	}
	return pg
}

// pageOf names the page of an actor: a state or organization has its own, on which its bodies stand, too; people and
// places stand together by state.
func (w *World) pageOf(a Actor) (id, title string) {
	switch a.Ref.Type() {
	case schema.Person:
		return w.shared("people", "People", a.Of)
	case schema.Place:
		return w.shared("places", "Places", a.Of)
	}
	for a.Row.File == "bodies.csv" && a.Of != "" {
		a = w.actors[a.Of]
	}
	return string(a.Ref), a.Name
}

// shared names the page of all people or places of a state, or of none.
func (w *World) shared(id, title string, state schema.Ref) (string, string) {
	if state == "" {
		return id, title
	}
	return id + "/" + state.ID(), title + " of " + w.actors[state].Name
}

func (p *pages) articles() []schema.Facts {
	var all []schema.Facts
	for _, pg := range p.order {
		pg.facts.Article.Text = pg.text.String()
		pg.facts.Article.Published = schema.Published(schema.DateOf(pg.asOf.First()).String())
		all = append(all, pg.facts)
	}
	return all
}

// write adds a row to the text, as labels with their values and the source, and returns where it stands.
func (pg *page) write(w *World, row Row, pairs ...string) schema.Span {
	var line strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			line.WriteString(pairs[i] + " " + pairs[i+1] + "; ")
		}
	}
	source, _ := w.Source(row.Source)
	line.WriteString("source " + row.Source + ", " + source.Title)
	if source.URL != "" {
		line.WriteString(", " + source.URL)
	}
	line.WriteString("; as of " + row.AsOf.String())
	if pg.asOf.IsZero() || row.AsOf.First().Before(pg.asOf.First()) {
		pg.asOf = row.AsOf
	}
	start := pg.length
	pg.text.WriteString(line.String() + "\n")
	pg.length += utf8.RuneCountInString(line.String()) + 1
	return schema.Span{Start: start, End: pg.length - 1}
}

// origin is that of a fact which a row of the lists states.
func origin(at schema.Span) schema.Origin {
	return schema.Origin{Evidence: []schema.Span{at}, Confidence: 1, Rule: schema.ReferenceSource}
}

// addProfile writes the rows of an actor and its names, which together are the evidence of its profile.
func (p *pages) addProfile(a Actor) {
	w := p.world
	pg := p.of(a)
	profile, pairs := w.profile(a)
	at := pg.write(w, a.Row, append([]string{"ref", string(a.Ref), "name", a.Name}, pairs...)...)
	mention := schema.Mention{Span: schema.Span{Start: at.Start + len("ref "+string(a.Ref)+"; name ")}, Text: a.Name}
	mention.End = mention.Start + utf8.RuneCountInString(a.Name)
	for _, n := range w.Names(a.Ref) {
		if n.Kind == Listed || n.Kind == Capital || n.Row == a.Row {
			continue
		}
		profile.Names = append(profile.Names, schema.Name{Name: n.Text, Kind: n.Kind})
		at.End = pg.write(w, n.Row, "ref", string(n.Ref), "name", n.Text, "kind", string(n.Kind)).End
	}
	profile.Origin = origin(at)
	pg.facts.Actors = append(pg.facts.Actors, schema.Actor{
		Ref: a.Ref, Type: a.Ref.Type(), Name: a.Name, ISO3: a.ISO3, Of: a.Of,
		Mentions: []schema.Mention{mention}, Profile: &profile,
	})
}

// profile is what the lists say of an actor, with the fields of its row by their labels.
func (w *World) profile(a Actor) (schema.Profile, []string) {
	switch a.Row.File {
	case "states.csv":
		s, _ := w.State(a.Ref)
		return stateProfile(s)
	case "organizations.csv":
		o, _ := w.Organization(a.Ref)
		return schema.Profile{Kind: o.Kind, Seat: o.Seat, Parent: o.Parent, Founded: o.Founded, Dissolved: o.Dissolved},
			[]string{
				"kind", o.Kind, "seat", string(o.Seat), "founded", o.Founded.String(), "dissolved", o.Dissolved.String(),
				"parent", string(o.Parent),
			}
	case "bodies.csv":
		b, _ := w.Body(a.Ref)
		return schema.Profile{Kind: b.Kind, Seat: b.Seat}, []string{"kind", b.Kind, "of", string(b.Of), "seat", string(b.Seat)}
	case "people.csv":
		return schema.Profile{Gender: a.Gender}, []string{"state", string(a.Of), "gender", a.Gender}
	}
	return placeProfile(w.rows.places[w.places[a.Ref]])
}

func stateProfile(s State) (schema.Profile, []string) {
	profile := schema.Profile{
		Formal: s.Formal, ISO2: s.ISO2, Numeric: s.Numeric, Standing: string(s.Standing), Region: s.Region,
		Founded: s.Start, Dissolved: s.End,
	}
	if len(s.Capitals) > 0 {
		profile.Capital = s.Capitals[0]
	}
	if seats := append(s.Seats[:len(s.Seats):len(s.Seats)], s.Capitals...); len(seats) > 0 {
		profile.Seat = seats[0]
	}
	return profile, []string{
		"formal", s.Formal, "iso2", s.ISO2, "iso3", s.ISO3, "numeric", s.Numeric, "standing", string(s.Standing),
		"region", s.Region, "capital", joinRefs(s.Capitals), "seat", joinRefs(s.Seats),
		"start", s.Start.String(), "end", s.End.String(),
	}
}

func placeProfile(p Place) (schema.Profile, []string) {
	profile := schema.Profile{Kind: p.Kind}
	pairs := []string{"kind", p.Kind, "state", string(p.State)}
	if p.Located {
		profile.Location = &schema.Location{Latitude: p.Latitude, Longitude: p.Longitude}
		pairs = append(pairs, "latitude", degrees(p.Latitude), "longitude", degrees(p.Longitude))
	}
	return profile, pairs
}

func degrees(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }
