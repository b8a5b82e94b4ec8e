package question

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// storedFact is a fact of any kind as it is in the graph, or an actor, whose profile is a fact as well. Each kind is read
// by its own type.
type storedFact struct {
	XID         string
	Types       []string
	Name        string
	Interval    storedInterval
	Event       storedEvent
	Negotiation storedNegotiation
	Claimed     []storedClaims
}

// factFields ask for all that a fact of any kind has, but its reports.
const factFields = `dgraph.type xid name content first_reported last_reported
	actor {name} organization {name} person {name} of {xid name} parties: participant {xid name} place {name}
	party {xid name} mediator {xid name} host {xid name} matter`

// UnmarshalJSON reads the node once for each kind that it may be of.
func (f *storedFact) UnmarshalJSON(b []byte) error {
	var own struct {
		XID     string         `json:"xid"`
		Types   []string       `json:"dgraph.type"`
		Name    string         `json:"name"`
		Claimed []storedClaims `json:"claimed"`
	}
	if err := decode(b, &own); err != nil {
		return err
	}
	f.XID, f.Types, f.Name, f.Claimed = own.XID, own.Types, own.Name, own.Claimed
	switch f.kind() {
	case KindMembership, KindTenure, KindAffiliation:
		return decode(b, &f.Interval)
	case KindEvent:
		return decode(b, &f.Event)
	case KindNegotiation:
		return decode(b, &f.Negotiation)
	}
	return nil
}

// kind is the kind of the fact, empty for a profile.
func (f *storedFact) kind() Kind {
	for _, k := range Kinds {
		if slices.Contains(f.Types, dgraphTypeOf(k)) {
			return k
		}
	}
	return ""
}

// dgraphTypeOf is the dgraph.type of facts of a kind.
func dgraphTypeOf(k Kind) string { return strings.ToUpper(string(k[:1])) + string(k[1:]) }

// told is how often the fact is told.
func (f *storedFact) told() *told {
	switch f.kind() {
	case KindEvent:
		return &f.Event.told
	case KindNegotiation:
		return &f.Negotiation.told
	}
	return &f.Interval.told
}

// change is the fact as the answer of Changes has it.
func (f *storedFact) change() Change {
	c := Change{Kind: f.kind()}
	switch c.Kind {
	case KindMembership:
		m := f.Interval.membership(schema.Date{})
		c.Fact, c.Membership, c.Words = m.Fact, &m, m.words()
	case KindTenure:
		t := f.Interval.tenure(schema.Date{})
		c.Fact, c.Tenure, c.Words = t.Fact, &t, t.words()
	case KindAffiliation:
		i := &f.Interval
		a := Affiliation{i.Organization.named(), i.Status, i.Number, i.First, i.Last}
		c.Fact, c.Affiliation, c.Words = i.XID, &a, a.words()
	case KindEvent:
		e := f.Event.event()
		c.Fact, c.Event, c.Words = e.Fact, &e, e.Words
	case KindNegotiation:
		n := f.Negotiation.summary(nil)
		c.Fact, c.Negotiation, c.Words = n.Fact, &n, n.words()
	default:
		c.Words = "what " + f.Name + " is"
	}
	return c
}

// describe is the kind and the sentence of the fact, and how it stands.
func (f *storedFact) describe() (Kind, string, Marks) {
	c := f.change()
	return c.Kind, c.Words, c.Marks()
}

// Marks tells how the fact stands.
func (c *Change) Marks() Marks {
	switch {
	case c.Event != nil:
		return Marks{Status: string(c.Event.Status), Alleged: c.Event.Alleged}
	case c.Membership != nil:
		m := c.Membership
		s := Marks{Status: string(m.Status), Alleged: m.Alleged, Disputed: m.Disputed}
		s.Over = !m.Holds && !m.Alleged && !m.Disputed && m.Status != schema.Former
		return s
	case c.Tenure != nil:
		t := c.Tenure
		s := Marks{Status: InOffice, Alleged: t.Alleged, Disputed: t.Disputed}
		if !t.Holds && !t.Alleged && !t.Disputed {
			s.Status = string(schema.Former)
		}
		return s
	case c.Affiliation != nil:
		return Marks{Status: string(c.Affiliation.Status)}
	}
	return Marks{}
}
