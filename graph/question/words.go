package question

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// verb has the forms that the clauses take: "hold", "held", "held", "holding".
type verb struct{ base, past, participle, ing string }

// regular is a verb whose participle is its past.
func regular(base, past, ing string) verb { return verb{base, past, past, ing} }

// verbs say what the source of an event of a type does, and how its target is joined to that.
var verbs = map[schema.EventType]struct {
	verb
	target string
}{
	schema.Agree:     {regular("agree", "agreed", "agreeing"), "with"},
	schema.Consult:   {regular("meet", "met", "meeting"), "with"},
	schema.Support:   {regular("back", "backed", "backing"), ""},
	schema.Cooperate: {regular("work together", "worked together", "working together"), "with"},
	schema.Aid:       {verb{"give aid", "gave aid", "given aid", "giving aid"}, "to"},
	schema.Concede:   {verb{"give way", "gave way", "given way", "giving way"}, "to"},
	schema.Retreat:   {verb{"withdraw", "withdrew", "withdrawn", "withdrawing"}, "from"},
	schema.Request:   {regular("make a demand", "made a demand", "making a demand"), "of"},
	schema.Accuse:    {regular("accuse", "accused", "accusing"), ""},
	schema.Reject:    {regular("turn down", "turned down", "turning down"), ""},
	schema.Threaten:  {regular("threaten", "threatened", "threatening"), ""},
	schema.Protest:   {regular("protest", "protested", "protesting"), "against"},
	schema.Sanction:  {regular("put sanctions", "put sanctions", "putting sanctions"), "on"},
	schema.Mobilize:  {regular("mobilize", "mobilized", "mobilizing"), "against"},
	schema.Coerce:    {regular("coerce", "coerced", "coercing"), ""},
	schema.Assault:   {regular("attack", "attacked", "attacking"), ""},
}

// kindVerbs are said instead of the verb of the type, where the kind says more.
var kindVerbs = map[schema.EventKind]verb{
	schema.Summit:           regular("hold a summit", "held a summit", "holding a summit"),
	schema.NegotiationRound: regular("hold a round of talks", "held a round of talks", "holding a round of talks"),
	schema.Call:             {"speak on the phone", "spoke on the phone", "spoken on the phone", "speaking on the phone"},
	schema.Visit:            regular("meet on a visit", "met on a visit", "meeting on a visit"),
	schema.Ceasefire:        regular("agree on a ceasefire", "agreed on a ceasefire", "agreeing on a ceasefire"),
	schema.Treaty:           regular("agree on a treaty", "agreed on a treaty", "agreeing on a treaty"),
	schema.Trade:            regular("agree on trade", "agreed on trade", "agreeing on trade"),
	schema.PrisonerExchange: regular("agree on an exchange of prisoners", "agreed on an exchange of prisoners", "agreeing on an exchange of prisoners"),
}

// predicate is what so many did, do, are to do or did not do, by the status of the event.
func (v verb) predicate(status schema.EventStatus, alleged bool, many bool) string {
	is := "is"
	if many {
		is = "are"
	}
	switch {
	case status == schema.Planned:
		return is + " to " + v.base
	case status == schema.DidNotOccur:
		return "did not " + v.base
	case status == schema.Hypothetical:
		return "might " + v.base
	case status == schema.Ongoing && alleged:
		return is + " said to be " + v.ing
	case status == schema.Ongoing:
		return is + " " + v.ing
	case alleged:
		return is + " said to have " + v.participle
	}
	return v.past
}

// words is the event as a clause.
func (e *Event) words() string {
	var b strings.Builder
	if e.Alleged && !slices.Contains(Happened, e.Status) {
		b.WriteString("alleged: ") // of what has happened the verb says so
	}
	who := append(e.in(schema.Source), e.in(schema.Participant)...)
	if len(who) == 0 {
		who = []string{"somebody"}
	}
	v, ok := verbs[e.Type]
	if !ok {
		t := strings.ToLower(string(e.Type))
		v.verb = regular(t, t, t)
	}
	if k, ok := kindVerbs[e.Kind]; ok && (e.Type == schema.Agree || e.Type == schema.Consult) {
		v.verb = k
	}
	b.WriteString(and(who) + " " + v.predicate(e.Status, e.Alleged, len(who) > 1))
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
