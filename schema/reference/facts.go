package reference

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// Facts gives the lists in the form in which articles are stored: as claims of the source schema.ReferenceSource. Rows
// that share a file, an owner and a source make one article, whose text says each row in a line of its own; the
// article's URL and title are the source's and its date the latest as_of of its rows. The articles are in the order of
// their ids, and each is the same whenever its rows are.
func (w *World) Facts() []schema.Facts {
	b := sheets{world: w, byID: map[string]*sheet{}}
	for _, ref := range w.order {
		b.addProfile(w.actors[ref])
	}
	for _, m := range w.rows.memberships {
		b.addMembership(m)
	}
	for _, t := range w.rows.tenures {
		b.addTenure(t)
	}
	facts := make([]schema.Facts, 0, len(b.byID))
	for _, id := range slices.Sorted(maps.Keys(b.byID)) {
		facts = append(facts, b.byID[id].finish())
	}
	return facts
}

// sheets are the articles in the making.
type sheets struct {
	world *World
	byID  map[string]*sheet
}

// sheet is one article in the making.
type sheet struct {
	facts  schema.Facts
	asOf   schema.Date
	text   strings.Builder
	length int // of text, in code points
	actors map[schema.Ref]int
}

// sheet is the article to which a row belongs that speaks of the owner.
func (b *sheets) sheet(row Row, owner string) *sheet {
	id := strings.Join([]string{"reference", strings.TrimSuffix(row.File, ".csv"), owner, row.Source}, "/")
	s := b.byID[id]
	if s == nil {
		source, _ := b.world.Source(row.Source)
		s = &sheet{actors: map[schema.Ref]int{}}
		s.facts.Article = schema.Article{
			ID: id, URL: source.URL, Title: source.Title, Source: schema.ReferenceSource, Language: "en",
		}
		b.byID[id] = s
	}
	if row.AsOf.Compare(s.asOf) > 0 {
		s.asOf = row.AsOf
	}
	return s
}

// line adds a line to the text and returns its span.
func (s *sheet) line(line string) schema.Span {
	if s.length > 0 {
		s.text.WriteByte('\n')
		s.length++
	}
	span := schema.Span{Start: s.length, End: s.length + utf8.RuneCountInString(line)}
	s.text.WriteString(line)
	s.length = span.End
	return span
}

// mention makes sure that the article has the actor, named where the line at span says name.
func (s *sheet) mention(a Actor, line string, span schema.Span) *schema.Actor {
	i, ok := s.actors[a.Ref]
	if !ok {
		i = len(s.facts.Actors)
		s.actors[a.Ref] = i
		s.facts.Actors = append(s.facts.Actors, schema.Actor{Ref: a.Ref, Type: a.Ref.Type(), Name: a.Name, ISO3: a.ISO3, Of: a.Of})
	}
	actor := &s.facts.Actors[i]
	if at := strings.Index(line, a.Name); at >= 0 {
		start := span.Start + utf8.RuneCountInString(line[:at])
		actor.Mentions = append(actor.Mentions, schema.Mention{
			Span: schema.Span{Start: start, End: start + utf8.RuneCountInString(a.Name)}, Text: a.Name,
		})
	}
	return actor
}

func (s *sheet) finish() schema.Facts {
	s.facts.Article.Text = s.text.String()
	s.facts.Article.Published = schema.Published(s.asOf.Last().Format("2006-01-02"))
	slices.SortFunc(s.facts.Actors, func(a, b schema.Actor) int { return cmp.Compare(a.Ref, b.Ref) })
	return s.facts
}

// origin is a row's: the lists are right until somebody corrects them.
func origin(span schema.Span, row Row) schema.Origin {
	return schema.Origin{Evidence: []schema.Span{span}, Confidence: 1, Rule: "reference/" + strings.TrimSuffix(row.File, ".csv")}
}

func (b *sheets) addMembership(m Membership) {
	actor, ok := b.world.Actor(m.Actor)
	organization, ok2 := b.world.Actor(m.Organization)
	if !ok || !ok2 {
		return // Validate names such rows
	}
	s := b.sheet(m.Row, string(m.Organization))
	line := fmt.Sprintf("%s: %s of %s%s", actor.Name, strings.ReplaceAll(string(m.Status), "_", " "), organization.Name, term(m.Start, m.End))
	span := s.line(line)
	s.mention(actor, line, span)
	s.mention(organization, line, span)
	s.facts.Memberships = append(s.facts.Memberships, schema.Membership{
		Actor: m.Actor, Organization: m.Organization, Status: m.Status, Start: m.Start, End: m.End, Origin: origin(span, m.Row),
	})
}

func (b *sheets) addTenure(t Tenure) {
	person, ok := b.world.Actor(t.Person)
	of, ok2 := b.world.Actor(t.Of)
	if !ok || !ok2 {
		return // Validate names such rows
	}
	s := b.sheet(t.Row, string(t.Of))
	line := fmt.Sprintf("%s: %s of %s%s", person.Name, t.Office, of.Name, term(t.Start, t.End))
	span := s.line(line)
	s.mention(person, line, span)
	s.mention(of, line, span)
	s.facts.Tenures = append(s.facts.Tenures, schema.Tenure{
		Person: t.Person, Office: t.Office, Of: t.Of, Former: !t.End.IsZero(), Start: t.Start, End: t.End, Origin: origin(span, t.Row),
	})
}

// term says from when until when.
func term(start, end schema.Date) string {
	var s string
	if !start.IsZero() {
		s = " from " + start.String()
	}
	if !end.IsZero() {
		s += " until " + end.String()
	}
	return s
}

// addProfile adds what the lists know of an actor itself. The owners keep articles small: people, bodies and places are
// told with their state, states with their region, organizations with their kind.
func (b *sheets) addProfile(a Actor) {
	p := schema.Profile{Names: b.names(a.Ref), Gender: a.Gender}
	owner := cmp.Or(string(a.Of), "none")
	related := []schema.Ref{a.Of}
	switch a.Row.File {
	case "states.csv":
		st, _ := b.world.State(a.Ref)
		owner = cmp.Or(schema.Slug(st.Region), "none")
		related = append(related, first(st.Capitals), first(st.Seats))
		p.Formal, p.ISO2, p.Numeric, p.Region = st.Formal, st.ISO2, st.Numeric, st.Region
		p.Standing, p.Capital, p.Seat = string(st.Standing), first(st.Capitals), first(st.Seats)
		p.Founded, p.Dissolved = st.Start, st.End
	case "organizations.csv":
		o, _ := b.world.Organization(a.Ref)
		owner = cmp.Or(o.Kind, "none")
		related = append(related, o.Seat, o.Parent)
		p.Kind, p.Seat, p.Parent, p.Founded, p.Dissolved = o.Kind, o.Seat, o.Parent, o.Founded, o.Dissolved
	case "bodies.csv":
		body, _ := b.world.Body(a.Ref)
		related = append(related, body.Seat)
		p.Kind, p.Seat = body.Kind, body.Seat
	case "places.csv":
		place, _ := b.world.Place(a.Ref)
		p.Kind = place.Kind
		if place.Located {
			p.Location = &schema.Location{Latitude: place.Latitude, Longitude: place.Longitude}
		}
	}
	s := b.sheet(a.Row, owner)
	line := portrait(a, p)
	span := s.line(line)
	p.Origin = origin(span, a.Row)
	s.mention(a, line, span).Profile = &p
	for _, ref := range related {
		if other, ok := b.world.Actor(ref); ok {
			s.mention(other, "", span)
		}
	}
}

func first(refs []schema.Ref) schema.Ref {
	if len(refs) == 0 {
		return ""
	}
	return refs[0]
}

// names are an actor's other names.
func (b *sheets) names(ref schema.Ref) (names []schema.Name) {
	for _, n := range b.world.Names(ref) {
		if n.Kind != Listed && n.Kind != Capital {
			names = append(names, schema.Name{Name: n.Text, Kind: schema.NameKind(n.Kind)})
		}
	}
	return names
}

// portrait says in a line what the lists know of an actor.
func portrait(a Actor, p schema.Profile) string {
	parts := []string{a.Name}
	add := func(label, value string) {
		if value != "" {
			parts = append(parts, label+value)
		}
	}
	add("", strings.ReplaceAll(cmp.Or(p.Kind, p.Standing, string(a.Ref.Type())), "_", " "))
	add("formally ", p.Formal)
	add("of ", string(a.Of))
	add("ISO 3166-1 ", strings.Join(strings.Fields(p.ISO2+" "+a.ISO3+" "+p.Numeric), ", "))
	add("capital ", string(p.Capital))
	add("seat ", string(p.Seat))
	add("from ", p.Founded.String())
	add("until ", p.Dissolved.String())
	if p.Location != nil {
		add("at ", fmt.Sprintf("%g, %g", p.Location.Latitude, p.Location.Longitude))
	}
	for i, n := range p.Names {
		if i == 0 {
			add("also ", n.Name)
		} else {
			add("", n.Name)
		}
	}
	return strings.Join(parts, "; ")
}
