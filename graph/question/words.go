package question

import (
	"fmt"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// verbs say what the source of an event of a type does, and how its target is joined to that.
var verbs = map[schema.EventType]struct{ verb, target string }{
	schema.Agree:     {"agreed", "with"},
	schema.Consult:   {"met", "with"},
	schema.Support:   {"backed", ""},
	schema.Cooperate: {"worked together", "with"},
	schema.Aid:       {"gave aid", "to"},
	schema.Concede:   {"gave way", "to"},
	schema.Retreat:   {"withdrew", "from"},
	schema.Request:   {"made a demand", "of"},
	schema.Accuse:    {"accused", ""},
	schema.Reject:    {"turned down", ""},
	schema.Threaten:  {"threatened", ""},
	schema.Protest:   {"protested", "against"},
	schema.Sanction:  {"put sanctions", "on"},
	schema.Mobilize:  {"mobilized", "against"},
	schema.Coerce:    {"coerced", ""},
	schema.Assault:   {"attacked", ""},
}

// kindVerbs are said instead of the verb of the type, where the kind says more.
var kindVerbs = map[schema.EventKind]string{
	schema.Summit:           "held a summit",
	schema.NegotiationRound: "held a round of talks",
	schema.Call:             "spoke on the phone",
	schema.Visit:            "met on a visit",
	schema.Ceasefire:        "agreed on a ceasefire",
	schema.Treaty:           "agreed on a treaty",
	schema.Trade:            "agreed on trade",
	schema.PrisonerExchange: "agreed on an exchange of prisoners",
}

// statusWords stand before the clause of what has not happened.
var statusWords = map[schema.EventStatus]string{
	schema.Ongoing:      "under way: ",
	schema.Planned:      "planned: ",
	schema.DidNotOccur:  "did not happen: ",
	schema.Hypothetical: "hypothetical: ",
}

// words is the event as a clause.
func (e *Event) words() string {
	var b strings.Builder
	b.WriteString(statusWords[e.Status])
	if e.Alleged {
		b.WriteString("alleged: ")
	}
	who := append(e.in(schema.Source), e.in(schema.Participant)...)
	if len(who) == 0 {
		who = []string{"somebody"}
	}
	v, ok := verbs[e.Type]
	if !ok {
		v.verb = strings.ToLower(string(e.Type))
	}
	if k, ok := kindVerbs[e.Kind]; ok && (e.Type == schema.Agree || e.Type == schema.Consult) {
		v.verb = k
	}
	b.WriteString(and(who) + " " + v.verb)
	if target := e.in(schema.Target); len(target) > 0 {
		b.WriteString(strings.TrimRight(" "+v.target, " ") + " " + and(target))
	}
	if e.Round > 0 {
		fmt.Fprintf(&b, " (round %d)", e.Round)
	}
	if e.Place.Ref != "" {
		b.WriteString(" in " + e.Place.Name)
	}
	b.WriteString(when(e.Start, e.End))
	if m := e.in(schema.Mediator); len(m) > 0 {
		b.WriteString(", mediated by " + and(m))
	}
	return b.String()
}

// in names the parties with a role.
func (e *Event) in(r schema.Role) []string {
	var names []string
	for _, p := range e.Parties {
		if p.has(r) {
			names = append(names, p.Name)
		}
	}
	return names
}

// and joins names: "A, B and C".
func and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// when is a period behind a clause: " on 2025-08-15", " in 2025-08", " from 2014", empty where nothing is known.
func when(start, end schema.Date) string {
	switch {
	case start.IsZero() && end.IsZero():
		return ""
	case start == end && start.Precision() == schema.Day:
		return " on " + start.String()
	case start == end:
		return " in " + start.String()
	case end.IsZero():
		return " since " + start.String()
	case start.IsZero():
		return " until " + end.String()
	}
	return " from " + start.String() + " to " + end.String()
}

// standings say how an actor stands to an organization.
var standings = map[schema.MembershipStatus]string{
	schema.Member:          "a member of",
	schema.Founder:         "a founder of",
	schema.Observer:        "an observer of",
	schema.DialoguePartner: "a dialogue partner of",
	schema.Candidate:       "a candidate for membership of",
	schema.Applicant:       "an applicant for membership of",
	schema.Suspended:       "a suspended member of",
	schema.Former:          "a former member of",
}

// isOrWas is the verb of what lasts.
func isOrWas(holds bool) string {
	if holds {
		return " is "
	}
	return " was "
}

func (m *Membership) words() string {
	return m.Actor.Name + isOrWas(m.Holds) + standings[m.Status] + " " + m.Organization.Name +
		when(m.Since, m.Until)
}

func (t *Tenure) words() string {
	s := t.Person.Name + isOrWas(t.Holds) + t.Office
	if t.Of.Ref != "" {
		s += " of " + t.Of.Name
	}
	return s + when(t.Since, t.Until)
}

func (n *NegotiationSummary) words() string {
	s := "talks between " + and(names(n.Parties))
	if n.Matter != "" {
		s += " on " + n.Matter
	}
	if len(n.Mediators) > 0 {
		s += ", mediated by " + and(names(n.Mediators))
	}
	return s
}

func (a *Affiliation) words() string {
	return fmt.Sprintf("%s counts %d as %s", a.Organization.Name, a.Number, strings.ReplaceAll(string(a.Status), "_", " "))
}

func names(all []Named) []string {
	var out []string
	for _, n := range all {
		out = append(out, n.Name)
	}
	return out
}
