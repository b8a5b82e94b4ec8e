package gold

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// Figures sum up how the facts read from many articles agree with what readers found in them. They are counted as the
// scorer of the project counts: an optional fact is right where it is found and no miss where it is not.
type Figures struct {
	Actors, Memberships, Tenures, Affiliations Count
	Strict                                     Count // events with the right type, kind, status and participants, and no other participant
	Lenient                                    Count // events with the right type and at least one right participant
	Kind, Status, Date, Place, Round           Share // of the events that are right leniently and whose reader gives the attribute
	Leaks                                      int   // facts whose evidence lies in boilerplate
	Unsupported                                int   // facts without evidence in the text
}

// Count tells apart the facts that were read: right, false, and missed.
type Count struct{ Right, False, Missed int }

// Precision is the share of the facts read that are right, 0 where nothing was read.
func (c Count) Precision() float64 { return share(c.Right, c.Right+c.False) }

// Recall is the share of the facts to be read that were, 0 where there are none.
func (c Count) Recall() float64 { return share(c.Right, c.Right+c.Missed) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 { return share(2*c.Right, 2*c.Right+c.False+c.Missed) }

// Share counts cases and those that are right.
type Share struct{ Right, All int }

// Value is between 0 and 1, and 0 without cases.
func (s Share) Value() float64 { return share(s.Right, s.All) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

func (s *Share) add(right bool) {
	s.All++
	if right {
		s.Right++
	}
}

// Overall is the mean of the F1 of actors, memberships, tenures and strict events, and of the share of right dates.
func (f *Figures) Overall() float64 {
	return (f.Actors.F1() + f.Memberships.F1() + f.Tenures.F1() + f.Strict.F1() + f.Date.Value()) / 5
}

// Add counts the facts that were read from the article of a gold file.
func (f *Figures) Add(g File, read schema.Facts) {
	c := comparison{gold: g.Gold, key: keysOrAliases(g.Gold, read)}
	f.Actors.sets(c.actors(read))
	f.Memberships.sets(c.statements(read.Memberships))
	f.Tenures.sets(c.offices(read.Tenures))
	f.Affiliations.sets(c.counts(read.Affiliations))
	f.events(&c, read)
	f.Leaks += leaks(g, read)
	f.Unsupported += unsupported(read)
}

// keysOrAliases finds the gold key of each actor that was read, by its other names where its name is not the reader's.
func keysOrAliases(g Facts, read schema.Facts) map[schema.Ref]string {
	out := keys(g, read)
	for _, a := range read.Actors {
		for _, alias := range a.Aliases {
			if !strings.HasPrefix(out[a.Ref], "?") {
				break
			}
			other := keys(g, schema.Facts{Actors: []schema.Actor{{Ref: a.Ref, Name: alias}}})
			if !strings.HasPrefix(other[a.Ref], "?") {
				out[a.Ref] = other[a.Ref]
			}
		}
	}
	return out
}

// sets compares the distinct facts of an article: those of the reader, true where optional, and those that were read.
func (c *Count) sets(want map[any]bool, got map[any]bool) {
	for fact := range got {
		optional, ok := want[fact]
		switch {
		case !ok:
			c.False++
		case !optional:
			c.Right++
		}
	}
	for fact, optional := range want {
		if !optional && !got[fact] {
			c.Missed++
		}
	}
}

func (c *comparison) actors(read schema.Facts) (want, got map[any]bool) {
	want, got = map[any]bool{}, map[any]bool{}
	for _, a := range c.gold.Actors {
		want[a.Key] = a.Optional
	}
	for _, key := range c.key {
		got[key] = true
	}
	return want, got
}

func (c *comparison) statements(read []schema.Membership) (want, got map[any]bool) {
	type fact struct {
		actor, organization string
		status              schema.MembershipStatus
	}
	want, got = map[any]bool{}, map[any]bool{}
	for _, m := range c.gold.Memberships {
		want[fact{m.Actor, m.Organization, m.Status}] = m.Optional
	}
	for _, m := range read {
		got[fact{c.of(m.Actor), c.of(m.Organization), m.Status}] = true
	}
	return want, got
}

// offices compares tenures by person and by whom the office serves; each name that the reader allows for the office
// counts as the first of them.
func (c *comparison) offices(read []schema.Tenure) (want, got map[any]bool) {
	type fact struct{ person, office, of string }
	want, got = map[any]bool{}, map[any]bool{}
	for _, t := range c.gold.Tenures {
		want[fact{t.Person, t.names()[0], t.Of}] = t.Optional
	}
	for _, t := range read {
		held := fact{person: c.of(t.Person), office: Normalize(t.Office)}
		if t.Of != "" {
			held.of = c.of(t.Of)
		}
		for _, g := range c.gold.Tenures {
			if g.Person == held.person && g.Of == held.of && slices.Contains(g.names(), held.office) {
				held.office = g.names()[0]
				break
			}
		}
		got[held] = true
	}
	return want, got
}

func (c *comparison) counts(read []schema.Affiliation) (want, got map[any]bool) {
	type fact struct {
		organization string
		status       schema.MembershipStatus
		count        int
	}
	want, got = map[any]bool{}, map[any]bool{}
	for _, a := range c.gold.Affiliations {
		want[fact{a.Organization, a.Status, a.Count}] = a.Optional
	}
	for _, a := range read {
		got[fact{c.of(a.Organization), a.Status, a.Count}] = true
	}
	return want, got
}

// events counts the events: a required one is right, inexact (missed and false at once) or missed, an optional one is
// at most no mistake.
func (f *Figures) events(c *comparison, read schema.Facts) {
	matched := c.pairs(read)
	for gi, g := range c.gold.Events {
		m, ok := matched[gi]
		if ok && (m.strict || !g.Optional) {
			f.attributes(c, g, read.Events[m.read], m)
		}
		switch {
		case g.Optional:
		case !ok:
			f.Strict.Missed++
			f.Lenient.Missed++
		case m.strict:
			f.Strict.Right++
			f.Lenient.Right++
		default:
			f.Strict.Missed++
			f.Strict.False++
			f.Lenient.Right++
		}
	}
	f.Strict.False += len(read.Events) - len(matched)
	f.Lenient.False += len(read.Events) - len(matched)
}

// attributes counts what the reader says of an event beyond its type and participants.
func (f *Figures) attributes(c *comparison, g Event, e schema.Event, m match) {
	f.Status.add(m.status)
	if g.Kind != "" {
		f.Kind.add(m.kind)
	}
	if g.Start != nil || g.End != nil {
		f.Date.add(m.date)
	}
	if g.Place != "" {
		place := c.of(e.Place)
		f.Place.add(place == g.Place || slices.Contains(g.AltPlaces, place))
	}
	if g.Round != 0 {
		f.Round.add(e.Round == g.Round)
	}
}

// pairs gives each event of the reader the one that was read which fits it best, no event twice, by the index of the
// reader's event.
func (c *comparison) pairs(read schema.Facts) map[int]match {
	var fits []match
	for gi := range c.gold.Events {
		for pi, e := range read.Events {
			if m, ok := c.fit(gi, pi, e); ok {
				fits = append(fits, m)
			}
		}
	}
	slices.SortFunc(fits, match.less)
	out, used := map[int]match{}, map[int]bool{}
	for _, m := range fits {
		if _, ok := out[m.gold]; ok || used[m.read] {
			continue
		}
		out[m.gold], used[m.read] = m, true
	}
	return out
}

// unsupported counts the facts without evidence, or with some that is not within the text.
func unsupported(read schema.Facts) int {
	end := len([]rune(read.Article.Text))
	n := 0
	for _, o := range origins(read) {
		if len(o.Evidence) == 0 || slices.ContainsFunc(o.Evidence, func(s schema.Span) bool {
			return s.Start < 0 || s.Start >= s.End || s.End > end
		}) {
			n++
		}
	}
	return n
}

// names are the offices that count as the one of a tenure, normalized.
func (t Tenure) names() []string {
	names := strings.Split(t.Office, "|")
	for i, n := range names {
		names[i] = Normalize(n)
	}
	return names
}
