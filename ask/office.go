package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// officeFrames are those of offices and who holds them.
var officeFrames = []frame{
	{
		needs:  [][]concept{{cTitle}},
		may:    []concept{cHold, cLead, cOffice, cJoin, cMember, cCountry, cFirst, cPerson, cLight},
		build:  holders,
		offers: []string{"Who is the foreign minister of {state}?", "Who was president of {state} in 2015?"},
	},
	{
		needs:  [][]concept{{cOffice, cHold, cLead}},
		may:    []concept{cOffice, cHold, cLead, cLight, cPerson, cAct},
		build:  offices,
		offers: []string{"Which offices has {a} held?", "Who leads {state}?"},
	},
}

// profileFrames are those of who or what somebody is.
var profileFrames = []frame{
	{
		needs:  [][]concept{{cCapital, cSeat, cFound, cDissolve, cCode, cRegion, cFormal, cAlias, cFrom}},
		may:    []concept{cCapital, cSeat, cFound, cDissolve, cCode, cRegion, cFormal, cAlias, cFrom, cCalled, cCountry, cCity, cOrganization, cBelong},
		build:  attribute,
		offers: []string{"What is the capital of {state}?", "Where is the seat of {org}?"},
	},
	{
		needs: [][]concept{{cWhere}},
		may:   []concept{cSeat, cLight},
		build: whereabouts,
	},
	{
		may:    []concept{cAbout, cThing, cPerson, cActor, cCountry, cOrganization},
		build:  profile,
		offers: []string{"Who or what is {a}?"},
	},
}

// titles are the titles that a question names, and the same as written.
func (s *sentence) titles() (titles []string, words string) {
	var written []string
	for i := range s.items {
		if v := s.items[i].values(cTitle); len(v) > 0 {
			titles, written = append(titles, v...), append(written, s.items[i].form)
		}
	}
	return titles, and(written)
}

// holders is who holds an office, since when, or whether somebody does.
func holders(s *sentence) (*intent, string) {
	var who, of *mention
	for _, m := range s.names() {
		switch {
		case m.Ref.Type() == schema.Person && who == nil:
			who = m
		case m.Ref.Type() != schema.Person && of == nil:
			of = m
		default:
			return nil, ""
		}
	}
	titles, office := s.titles()
	is := func(t *question.Tenure) bool {
		return slices.Contains(titles, t.Office) && (of == nil || t.Of.Ref == of.Ref)
	}
	switch {
	case who != nil:
		return tenureOf(s, who, office, is), ""
	case of == nil:
		return nil, "I understand that you ask for an office, but not of which state or organization."
	case s.form != cWho && s.form != cList && s.form != cWhich && s.form != cWhat:
		return nil, ""
	}
	q := question.Actor{Actor: string(of.Ref), At: s.period.at()}
	words := "who is " + office + " of " + the(of.Named) + s.period.words()
	return &intent{question: q, words: words, reply: func(answer any) reply {
		p := answer.(*question.ActorAnswer)
		return sayHolders(s, p, is, "the graph does not know who "+isOrWas(s)+" "+office+" of "+the(p.Named)+s.period.words())
	}}, ""
}

func isOrWas(s *sentence) string {
	if s.period.at().IsZero() {
		return "is"
	}
	return "was"
}

// sayHolders tells the terms of office that hold.
func sayHolders(s *sentence, p *question.ActorAnswer, is func(*question.Tenure) bool, none string) reply {
	var r reply
	var all []string
	for i := range p.Holders {
		if t := &p.Holders[i]; is(t) {
			all, r.facts = append(all, served(t)), append(r.facts, t.Fact)
		}
	}
	if len(all) == 0 {
		r.text = none
		return r
	}
	r.text = some(all, maxListed)
	return r
}

// tenureOf is whether, or since when, a person holds an office.
func tenureOf(s *sentence, who *mention, office string, is func(*question.Tenure) bool) *intent {
	if s.form != cAux && s.form != cWhen && s.form != cSinceWhen {
		return nil
	}
	q := question.Actor{Actor: string(who.Ref), At: s.period.at()}
	words := "whether and when " + who.Name + " is " + office + s.period.words()
	return &intent{question: q, words: words, reply: func(answer any) reply {
		p := answer.(*question.ActorAnswer)
		var yes, other []string
		var r, o reply
		for i := range p.Tenures {
			t := &p.Tenures[i]
			switch {
			case is(t) && (t.Holds || s.form != cAux):
				yes, r.facts = append(yes, served(t)), append(r.facts, t.Fact)
			case is(t) || t.Holds:
				other, o.facts = append(other, served(t)), append(o.facts, t.Fact)
			}
		}
		switch {
		case len(yes) > 0 && s.form == cAux:
			r.text = "yes: " + and(yes)
		case len(yes) > 0:
			r.text = and(yes)
		case len(other) > 0 && s.form == cAux:
			r = reply{"no: " + and(other), o.facts}
		case s.form == cAux:
			r.text = "not as far as the graph knows"
		default:
			r.text = "the graph knows of no such office of " + who.Name
		}
		return r
	}}
}

// offices are those of a person, or of a state or organization.
func offices(s *sentence) (*intent, string) {
	names := s.names()
	if len(names) != 1 || s.form == cAux || s.form == cWhere || s.form == cHow {
		return nil, ""
	}
	who := names[0]
	person := who.Ref.Type() == schema.Person
	if !person && (s.form != cWho && s.form != cList && s.form != cWhat || s.has(cHold) && !s.has(cOffice)) || person && (s.form == cWho || s.has(cLead)) {
		return nil, ""
	}
	q := question.Actor{Actor: string(who.Ref), At: s.period.at()}
	words := "the offices of " + the(who.Named) + s.period.words()
	return &intent{question: q, words: words, reply: func(answer any) reply {
		p := answer.(*question.ActorAnswer)
		if !person {
			return sayHolders(s, p, func(*question.Tenure) bool { return true },
				"the graph does not know who leads "+the(p.Named)+s.period.words())
		}
		var r reply
		var all []string
		for i := range p.Tenures {
			if t := &p.Tenures[i]; !s.period.said || t.Holds {
				all, r.facts = append(all, served(t)), append(r.facts, t.Fact)
			}
		}
		if len(all) == 0 {
			r.text = "the graph knows of no office of " + p.Name + s.period.words()
			return r
		}
		r.text = and(all)
		return r
	}}, ""
}

// attribute is one line of a profile.
func attribute(s *sentence) (*intent, string) {
	names := s.names()
	if len(names) != 1 || s.form == cAux || s.period.said || s.form == cHowMany || s.form == cWho || s.form == cHow {
		return nil, ""
	}
	q := question.Actor{Actor: string(names[0].Ref)}
	return &intent{question: q, words: "what " + the(names[0].Named) + " is", reply: func(answer any) reply {
		p := answer.(*question.ActorAnswer)
		text := sayAttribute(s, p)
		if text == "" {
			return reply{text: "the graph does not say that of " + the(p.Named)}
		}
		return reply{text, []string{string(p.Ref)}}
	}}, ""
}

// sayAttribute tells the line that is asked for, empty if it is not known.
func sayAttribute(s *sentence, p *question.ActorAnswer) string {
	name := the(p.Named)
	lines := []struct {
		of    concept
		known bool
		text  string
	}{
		{cCapital, p.Capital.Ref != "", "the capital of " + name + " is " + p.Capital.Name},
		{cSeat, p.Seat.Ref != "", "the seat of " + name + " is " + p.Seat.Name},
		{cFound, !p.Founded.IsZero(), name + " was founded" + onDate(p.Founded)},
		{cDissolve, !p.Dissolved.IsZero(), name + " was dissolved" + onDate(p.Dissolved)},
		{cCode, p.ISO2 != "" || p.ISO3 != "", strings.TrimSpace("the codes of " + name + " in ISO 3166-1 are " + strings.Trim(p.ISO2+" and "+p.ISO3, " and"))},
		{cRegion, p.Region != "", name + " lies in " + p.Region},
		{cFormal, p.Formal != "", "the formal name of " + name + " is " + p.Formal},
		{cAlias, len(p.Names) > 1, name + " is also called " + and(otherNames(p))},
		{cFrom, len(p.Of) > 0, name + " is of " + and(namesOf(p.Of))},
	}
	for _, l := range lines {
		if !s.has(l.of) {
			continue
		}
		if l.known {
			return l.text
		}
		return ""
	}
	return ""
}

// whereabouts is where a place lies, or where an organization has its seat.
func whereabouts(s *sentence) (*intent, string) {
	names := s.names()
	if len(names) != 1 || s.period.said || !s.isCopula() {
		return nil, ""
	}
	of := names[0].Named
	if names[0].place.Ref != "" {
		of = names[0].place
	}
	return &intent{question: question.Actor{Actor: string(of.Ref)}, words: "where " + the(of) + " is", reply: func(answer any) reply {
		p := answer.(*question.ActorAnswer)
		switch {
		case p.Seat.Ref != "":
			return reply{"the seat of " + the(p.Named) + " is " + p.Seat.Name, []string{string(p.Ref)}}
		case p.Type == schema.Place && len(p.Of) > 0:
			return reply{p.Name + " is in " + and(namesOf(p.Of)), []string{string(p.Ref)}}
		case p.Region != "":
			return reply{the(p.Named) + " is in " + p.Region, []string{string(p.Ref)}}
		}
		return reply{text: "the graph does not say where " + the(p.Named) + " is"}
	}}, ""
}

func otherNames(p *question.ActorAnswer) []string {
	return slices.DeleteFunc(slices.Clone(p.Names), func(n string) bool { return n == p.Name })
}

func namesOf(all []question.Named) []string {
	var names []string
	for _, n := range all {
		names = append(names, the(n))
	}
	return names
}

// profile is who or what somebody is.
func profile(s *sentence) (*intent, string) {
	names := s.names()
	if len(names) != 1 || s.form != cWho && s.form != cWhat && s.form != cList && !s.has(cAbout) {
		return nil, ""
	}
	m := names[0]
	if m.prep != "" && !s.has(cAbout) || m.possessive || s.asked != "" && !s.has(cAbout) || s.form == cList && !s.has(cAbout) || s.form == cAux {
		return nil, ""
	}
	if s.form != cList && !s.has(cAbout) && !s.isCopula() {
		return nil, ""
	}
	of := m.Named
	if m.metonym {
		of = m.place
	}
	q := question.Actor{Actor: string(of.Ref), At: s.period.at()}
	return &intent{question: q, words: "what " + the(of) + " is" + s.period.words(), reply: func(answer any) reply {
		return sayProfile(answer.(*question.ActorAnswer))
	}}, ""
}

// isCopula reports whether the only verb is a form of be.
func (s *sentence) isCopula() bool {
	be := false
	for i := range s.items {
		if s.items[i].has(cAux) {
			switch s.items[i].form {
			case "is", "are", "was", "were", "be", "'s", "’s":
				be = true
			default:
				return false
			}
		}
	}
	return be
}

// sayProfile describes an actor in a sentence.
func sayProfile(p *question.ActorAnswer) reply {
	r := reply{facts: []string{string(p.Ref)}}
	kind := string(p.Type)
	if p.Kind != "" {
		kind = strings.ReplaceAll(p.Kind, "_", " ")
	}
	var parts []string
	for i := range p.Tenures {
		if t := &p.Tenures[i]; t.Holds {
			parts, r.facts = append(parts, officeOf(t)+lasted(t.Period)), append(r.facts, t.Fact)
		}
	}
	if len(parts) == 0 {
		what := a(kind)
		if len(p.Of) > 0 {
			what += " of " + and(namesOf(p.Of))
		}
		parts = append(parts, what)
	}
	if p.Capital.Ref != "" {
		parts = append(parts, "its capital "+p.Capital.Name)
	}
	if p.Seat.Ref != "" && p.Seat.Ref != p.Capital.Ref {
		parts = append(parts, "its seat in "+p.Seat.Name)
	}
	if n := len(p.Memberships); n > 0 {
		parts = append(parts, "with a standing in "+count(n, "organization"))
	}
	r.text = fmt.Sprintf("%s is %s; %s", the(p.Named), strings.Join(parts, ", "), "named by "+count(p.Articles, "article"))
	return r
}
