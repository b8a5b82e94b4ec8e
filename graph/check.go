package graph

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// maxID bounds the id of an article: ids are looked up as they stand.
const maxID = 2048

// check finds what makes an article's facts unfit for the graph. Whoever made them has a mistake; nothing is repaired.
func check(f schema.Facts) error {
	a := f.Article
	switch {
	case a.ID == "":
		return errors.New("the article has no id")
	case len(a.ID) > maxID:
		return fmt.Errorf("the article's id has %d bytes, more than %d", len(a.ID), maxID)
	case !utf8.ValidString(a.ID) || strings.ContainsFunc(a.ID, unicode.IsControl):
		return errors.New("the article's id has control characters or is no UTF-8")
	case !utf8.ValidString(a.Text) || !utf8.ValidString(a.Title) || !utf8.ValidString(a.URL) || !utf8.ValidString(a.Source):
		return errors.New("the article is no UTF-8")
	}
	c := checker{length: utf8.RuneCountInString(a.Text), where: "article"}
	c.short(a.Title, a.URL, a.Source, a.Language)
	c.checkFacts(f)
	return c.err
}

// checker keeps the first mistake that it finds.
type checker struct {
	length int // code points of the text
	where  string
	err    error
}

func (c *checker) checkFacts(f schema.Facts) {
	for i, a := range f.Actors {
		c.where = fmt.Sprintf("actor %d", i)
		c.refs(a.Ref)
		c.optional(a.Of)
		c.must(a.Type == "" || a.Type == a.Ref.Type(), "type %q is not that of %q", a.Type, a.Ref)
		c.short(a.Name)
		if a.Profile != nil {
			c.profile(*a.Profile)
		}
	}
	for i, m := range f.Memberships {
		c.where = fmt.Sprintf("membership %d", i)
		c.origin(m.Origin)
		c.refs(m.Actor, m.Organization)
		c.optional(m.AttributedTo)
		c.period(m.Start, m.End)
		c.must(slices.Contains(schema.MembershipStatuses, m.Status), "no status %q", m.Status)
	}
	for i, t := range f.Tenures {
		c.where = fmt.Sprintf("tenure %d", i)
		c.origin(t.Origin)
		c.refs(t.Person)
		c.optional(t.Of)
		c.period(t.Start, t.End)
		c.must(t.Office != "", "no office")
		c.short(t.Office)
	}
	for i, a := range f.Affiliations {
		c.where = fmt.Sprintf("affiliation %d", i)
		c.origin(a.Origin)
		c.refs(a.Organization)
	}
	c.checkEvents(f)
}

func (c *checker) checkEvents(f schema.Facts) {
	statuses := []schema.EventStatus{
		schema.Occurred, schema.Ongoing, schema.Planned, schema.DidNotOccur, schema.Hypothetical,
	}
	for i, e := range f.Events {
		c.where = fmt.Sprintf("event %d", i)
		c.origin(e.Origin)
		c.must(slices.Contains(schema.EventTypes, e.Type), "no type %q", e.Type)
		c.must(slices.Contains(statuses, e.Status), "no status %q", e.Status)
		c.must(len(e.Parties) > 0, "no participant")
		for _, p := range e.Parties {
			c.refs(p.Actor)
			c.must(p.Role != "" && !strings.ContainsAny(string(p.Role), " \t\n"), "role %q", p.Role)
		}
		c.optional(e.Place, e.AttributedTo)
		c.period(e.Start, e.End)
	}
	for i, n := range f.Negotiations {
		c.where = fmt.Sprintf("negotiation %d", i)
		c.origin(n.Origin)
		c.must(len(n.Parties) > 0, "no party")
		c.short(n.Matter)
		c.refs(slices.Concat(n.Parties, n.Mediators, n.Hosts)...)
		events := slices.Concat(n.Rounds, n.Demands, n.Replies, n.Outcome)
		if n.Next != nil {
			events = append(events, *n.Next)
		}
		for _, e := range events {
			c.must(e >= 0 && e < len(f.Events), "there is no event %d", e)
		}
	}
}

func (c *checker) profile(p schema.Profile) {
	c.origin(p.Origin)
	c.optional(p.Capital, p.Seat, p.Parent)
	c.short(p.Formal, p.Kind, p.ISO2, p.Numeric, p.Standing, p.Region, p.Gender)
	for _, n := range p.Names {
		c.short(n.Name)
	}
	if l := p.Location; l != nil {
		c.must(math.Abs(l.Latitude) <= 90 && math.Abs(l.Longitude) <= 180, "no place on the globe: %v, %v", l.Latitude, l.Longitude)
	}
}

// maxShort bounds what is indexed. The server takes a key that is too long, and fails later.
const maxShort = 8 << 10

func (c *checker) short(values ...string) {
	for _, v := range values {
		c.must(len(v) <= maxShort, "a name or title of %d bytes, more than %d", len(v), maxShort)
		c.must(utf8.ValidString(v), "a name that is no UTF-8")
	}
}

func (c *checker) must(ok bool, format string, args ...any) {
	if !ok && c.err == nil {
		c.err = fmt.Errorf(c.where+": "+format, args...)
	}
}

func (c *checker) refs(refs ...schema.Ref) {
	for _, r := range refs {
		_, err := schema.ParseRef(string(r))
		c.must(err == nil, "%v", err)
	}
}

func (c *checker) optional(refs ...schema.Ref) {
	for _, r := range refs {
		if r != "" {
			c.refs(r)
		}
	}
}

func (c *checker) period(start, end schema.Date) {
	c.must(start.IsZero() || end.IsZero() || !end.Last().Before(start.First()), "it ends %s before it starts %s", end, start)
}

// origin: no fact without evidence, no evidence outside the text.
func (c *checker) origin(o schema.Origin) {
	c.must(len(o.Evidence) > 0, "no evidence")
	for _, s := range o.Evidence {
		c.must(s.Start >= 0 && s.Start < s.End && s.End <= c.length, "evidence %d to %d is not in the text of %d characters",
			s.Start, s.End, c.length)
	}
	c.must(o.Confidence >= 0 && o.Confidence <= 1, "confidence %v is not from 0 to 1", o.Confidence)
}
