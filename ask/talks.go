package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// talksFrames are those of negotiations.
var talksFrames = []frame{
	{
		needs:  [][]concept{{cTalks, cRound}, {cHowOften, cRound, cOutcome, cCourse, cNext, cVerb, cLast, cFirst, cPlan, cReply, cHost}},
		may:    []concept{cTalks, cRound, cOutcome, cCourse, cNext, cVerb, cLast, cFirst, cOrdinal, cPlan, cHappen, cLight, cCity, cAct, cThing, cHold, cJoin, cEvent},
		build:  oneNegotiation,
		matter: matterItems,
		offers: []string{"How many rounds of talks have {a} and {b} held?", "What was the outcome of the talks between {a} and {b}?"},
	},
	{
		needs:  [][]concept{{cMediate}},
		may:    []concept{cTalks, cCountry, cActor, cPerson, cLight, cHold, cVerb, cOrganization},
		build:  mediation,
		matter: matterItems,
		offers: []string{"Who mediated between {a} and {b}?"},
	},
	{
		needs:  [][]concept{{cTalks}},
		may:    []concept{cCountry, cActor, cPerson, cLight, cHold, cHappen, cBelong, cAct, cPlan, cReceive, cOrganization, cShare, cNext, cLast},
		build:  negotiations,
		matter: matterItems,
		offers: []string{"Which talks do {a} and {b} hold?"},
	},
}

// matterItems are the words behind on, about or over, or right before the talks, that say what talks are about.
func matterItems(s *sentence) []int {
	var all []int
	in := false
	for i := range s.items {
		it := &s.items[i]
		switch {
		case it.form == "on" || it.form == "about" || it.form == "over":
			in = i+1 < len(s.items) && !s.items[i+1].has(cWhat) && !s.items[i+1].has(cWhich)
			all = append(all, i)
		case it.name != nil || it.time || it.has(cPreposition) && it.form != "of" && it.form != "and" || it.has(cAux) && !it.has(cFiller):
			in = false
		case in, isMatter(it) && i+1 < len(s.items) && s.items[i+1].has(cTalks):
			all = append(all, i)
		}
	}
	return all
}

// isMatter reports whether a word right before talks may say what they are about: a noun of the events that they may
// bring, or a word that the lexicon does not know.
func isMatter(it *item) bool { return it.unknown || it.has(cVerb) && !it.has(cLight) && !isVerbal(it) }

// matter is what talks are said to be about, empty for anything.
func (s *sentence) matter() string {
	var words []string
	for _, i := range matterItems(s) {
		if it := &s.items[i]; it.form != "on" && it.form != "about" && it.form != "over" && !it.has(cFiller) {
			words = append(words, it.form)
		}
	}
	return strings.Join(words, " ")
}

// talksQuestion are the talks of a question, by parties and matter, and the same in words.
func talksQuestion(s *sentence, parties []*mention) (question.Negotiations, string) {
	q := question.Negotiations{Parties: refs(parties), Wide: true, Matter: s.matter()}
	words := "the talks"
	if len(parties) > 0 {
		words += " of " + theNames(parties)
	}
	if q.Matter != "" {
		words += " on " + q.Matter
	}
	return q, words
}

// oneNegotiation is the course of the talks of some parties, or a part of it.
func oneNegotiation(s *sentence) (*intent, string) {
	var parties []*mention
	for _, m := range s.names() {
		if !m.isPlace() {
			parties = append(parties, m)
		}
	}
	part, ok := partOf(s)
	if !ok || len(parties) == 0 || len(parties) != len(s.names()) && s.form != cAux {
		return nil, ""
	}
	q, words := talksQuestion(s, parties)
	return &intent{question: q, words: words, leads: func(answer any) (*intent, reply) {
		found := answer.(*question.NegotiationsAnswer).Negotiations
		switch len(found) {
		case 0:
			return nil, reply{text: "the graph knows of no such talks: " + words}
		case 1:
			return &intent{
				question: question.Negotiation{Fact: found[0].Fact}, words: part.words + " of " + words + s.period.words(),
				reply: func(answer any) reply { return part.say(s, answer.(*question.NegotiationAnswer)) },
			}, reply{}
		}
		return nil, several(found)
	}}, ""
}

// several asks back which of some talks are meant.
func several(found []question.NegotiationSummary) reply {
	r := reply{}
	var all []string
	for i := range found {
		all, r.facts = append(all, talksWords(&found[i])), append(r.facts, found[i].Fact)
	}
	r.text = fmt.Sprintf("there are %d such talks; name what those that you mean are about: %s", len(found), listedClauses(all, 5))
	return r
}

func (m *mention) isPlace() bool { return m.Ref.Type() == schema.Place }

// coursePart is a part of the course of talks, with how to tell it.
type coursePart struct {
	words string
	say   func(*sentence, *question.NegotiationAnswer) reply
}

// partOf is the part of the course that a question asks for.
func partOf(s *sentence) (coursePart, bool) {
	var types []schema.EventType
	for i := range s.items {
		if s.items[i].has(cTalks) || slices.Contains(matterItems(s), i) {
			continue
		}
		for _, m := range s.items[i].meanings {
			if m.concept == cVerb && !s.items[i].has(cLight) {
				t, _ := m.eventOf()
				types = append(types, t)
			}
		}
	}
	is := func(t schema.EventType) bool { return slices.Contains(types, t) }
	switch {
	case is(schema.Request):
		return coursePart{"the demands", func(s *sentence, n *question.NegotiationAnswer) reply {
			return sayOfTalks(s, n.Demands, "demand")
		}}, true
	case is(schema.Reject), is(schema.Concede), s.has(cReply):
		return coursePart{"the replies", func(s *sentence, n *question.NegotiationAnswer) reply {
			return sayOfTalks(s, n.Replies, "reply")
		}}, true
	case s.has(cOutcome) || is(schema.Agree):
		return coursePart{"the outcome", func(s *sentence, n *question.NegotiationAnswer) reply {
			return sayOfTalks(s, n.Outcomes, "outcome")
		}}, true
	case len(types) > 0 && !s.has(cRound):
		return coursePart{}, false
	case s.has(cNext, cPlan) && !s.has(cOrdinal, cRound) || s.has(cNext):
		return coursePart{"what is next", func(s *sentence, n *question.NegotiationAnswer) reply {
			return sayOfTalks(s, n.Next, "announced step")
		}}, true
	case s.has(cRound, cLast, cFirst, cOrdinal, cHost) || s.form == cWhere || s.form == cWhen || s.form == cHowOften:
		return coursePart{"the rounds", sayRounds}, true
	case s.has(cCourse):
		return coursePart{"the course", sayCourse}, true
	}
	return coursePart{}, false
}

// sayOfTalks tells events of one part of talks; where the question names one party as acting, its own alone.
func sayOfTalks(s *sentence, events []question.Event, noun string) reply {
	if actor := s.subject(); actor != nil && noun != "outcome" && noun != "announced step" {
		events = slices.DeleteFunc(slices.Clone(events), func(e question.Event) bool { return !acts(e, actor.Ref) })
	}
	events = slices.DeleteFunc(slices.Clone(events), func(e question.Event) bool {
		return s.period.said && !s.period.present && !s.period.inside(e.Start)
	})
	if len(events) == 0 {
		return reply{text: "the graph knows of no " + noun + " in these talks" + s.period.words()}
	}
	words, facts := clauses(events)
	return reply{count(len(events), noun) + ": " + listedClauses(words, 5), facts}
}

// subject is the name before the verb that acts alone, nil for none or several.
func (s *sentence) subject() *mention {
	names := s.names()
	if len(names) == 0 || len(names) > 1 && names[1].at == names[0].at+2 && s.items[names[0].at+1].form == "and" {
		return nil
	}
	for _, m := range names {
		if m.prep == "" || m.possessive {
			return m
		}
	}
	return nil
}

// acts reports whether an actor is a source of an event.
func acts(e question.Event, ref schema.Ref) bool {
	return slices.ContainsFunc(e.Parties, func(p question.Party) bool {
		return p.Ref == ref && (slices.Contains(p.Roles, schema.Source) || slices.Contains(p.Roles, schema.Participant))
	})
}

// sayRounds counts rounds, or tells when and where one was held.
func sayRounds(s *sentence, n *question.NegotiationAnswer) reply {
	var held []question.Event
	statuses, rounds := question.Happened, n.RoundList
	if s.has(cPlan) {
		statuses, rounds = question.AllStatuses, slices.Concat(n.RoundList, n.Next)
	}
	for _, e := range rounds {
		if slices.Contains(statuses, e.Status) && (!s.period.said || s.period.present || s.period.inside(e.Start)) {
			held = append(held, e)
		}
	}
	if len(held) == 0 {
		return reply{text: "the graph knows of no round of these talks" + s.period.words()}
	}
	switch number := s.value(cOrdinal); {
	case number != "":
		held = slices.DeleteFunc(held, func(e question.Event) bool { return fmt.Sprint(e.Round) != number })
		if len(held) == 0 {
			return reply{text: "the graph knows of no such round of these talks"}
		}
	case s.has(cLast):
		held = held[len(held)-1:]
	case s.has(cFirst):
		held = held[:1]
	}
	words, facts := clauses(held)
	if s.form == cHowMany || s.form == cHowOften || len(held) > 1 {
		return reply{count(len(held), "round") + s.period.words() + ": " + listedClauses(words, 10), facts}
	}
	return reply{words[0], facts}
}

// sayCourse sums talks up.
func sayCourse(_ *sentence, n *question.NegotiationAnswer) reply {
	r := reply{facts: []string{n.Fact}}
	parts := []string{talksWords(&n.NegotiationSummary)}
	for _, p := range []struct {
		noun   string
		events []question.Event
	}{{"demand", n.Demands}, {"reply", n.Replies}, {"outcome", n.Outcomes}, {"announced step", n.Next}} {
		if len(p.events) > 0 {
			words, facts := clauses(p.events)
			parts, r.facts = append(parts, count(len(p.events), p.noun)+" ("+listedClauses(words, 3)+")"), append(r.facts, facts...)
		}
	}
	r.text = strings.Join(parts, "; ")
	return r
}

// talksWords are talks with how far they are.
func talksWords(n *question.NegotiationSummary) string {
	s := and(namesOf(n.Parties))
	if n.Matter != "" {
		s += " on " + n.Matter
	}
	if len(n.Mediators) > 0 {
		s += ", mediated by " + and(namesOf(n.Mediators))
	}
	if n.Rounds > 0 {
		s += ", " + count(n.Rounds, "round")
	}
	if n.LastRound != nil {
		s += ", the last" + onDate(n.LastRound.Start)
	}
	return s
}

// mediation is who mediates between whom.
func mediation(s *sentence) (*intent, string) {
	var mediators, parties []*mention
	at := s.index(cMediate)
	passive := s.passiveAt(at)
	for _, m := range s.names() {
		switch {
		case m.prep == "by", m.at < at && m.prep == "" && !passive && !m.possessive:
			mediators = append(mediators, m)
		default:
			parties = append(parties, m)
		}
	}
	if len(parties) == 0 && len(mediators) == 0 || s.form == cWhen || s.form == cWhere || s.form == cHow || s.form == cSinceWhen {
		return nil, ""
	}
	q, words := talksQuestion(s, parties)
	q.Mediators = refs(mediators)
	q.From, q.To = s.period.start(), s.period.at()
	if len(mediators) > 0 {
		words += " that " + theNames(mediators) + " mediated"
	} else {
		words = "who mediated in " + words
	}
	return &intent{question: q, words: words + s.period.words(), reply: func(answer any) reply {
		return sayMediation(s, answer.(*question.NegotiationsAnswer).Negotiations, len(mediators) > 0)
	}}, ""
}

func sayMediation(s *sentence, found []question.NegotiationSummary, named bool) reply {
	var r reply
	var all, who []string
	for i := range found {
		n := &found[i]
		if len(n.Mediators) == 0 {
			continue
		}
		all, r.facts = append(all, talksWords(n)), append(r.facts, n.Fact)
		for _, m := range n.Mediators {
			if !slices.Contains(who, the(m)) {
				who = append(who, the(m))
			}
		}
	}
	switch {
	case len(all) == 0 && s.form == cAux:
		r.text = "not as far as the graph knows"
	case len(all) == 0:
		r.text = "the graph knows of no such mediation"
	case s.form == cAux:
		r.text = "yes: talks of " + listedClauses(all, 5)
	case named:
		r.text = "talks of " + listedClauses(all, 5)
	default:
		r.text = and(who) + ": talks of " + listedClauses(all, 5)
	}
	return r
}

// negotiations are the talks of parties.
func negotiations(s *sentence) (*intent, string) {
	names := s.names()
	if s.form == cWhere || s.form == cHow || s.form == cSinceWhen || len(names) == 0 && s.matter() == "" && s.form != cWhich && s.form != cWhat && s.form != cList {
		return nil, ""
	}
	inPlace := slices.ContainsFunc(names, func(m *mention) bool {
		return (m.isPlace() || m.metonym) && (m.prep == "in" || m.prep == "at")
	})
	if s.form == cWhen || s.has(cNext, cLast) || inPlace {
		return nil, ""
	}
	q, words := talksQuestion(s, names)
	q.From, q.To = s.period.start(), s.period.at()
	return &intent{question: q, words: words + s.period.words(), reply: func(answer any) reply {
		return sayNegotiations(s, names, answer.(*question.NegotiationsAnswer).Negotiations)
	}}, ""
}

func sayNegotiations(s *sentence, asked []*mention, found []question.NegotiationSummary) reply {
	var r reply
	var all, others []string
	for i := range found {
		n := &found[i]
		all, r.facts = append(all, talksWords(n)), append(r.facts, n.Fact)
		for _, p := range n.Parties {
			isAsked := slices.ContainsFunc(asked, func(m *mention) bool { return m.Ref == p.Ref })
			if !isAsked && !slices.Contains(others, the(p)) {
				others = append(others, the(p))
			}
		}
	}
	switch {
	case len(all) == 0 && s.form == cAux:
		r.text = "not as far as the graph knows"
	case len(all) == 0:
		r.text = "the graph knows of no such talks"
	case s.form == cAux:
		r.text = "yes: talks of " + listedClauses(all, 5)
	case s.form == cWho && len(others) > 0:
		r.text = and(others) + ": talks of " + listedClauses(all, 5)
	case s.form == cHowMany:
		r.text = fmt.Sprintf("%d: talks of %s", len(all), listedClauses(all, 5))
	default:
		r.text = "talks of " + listedClauses(all, 5)
	}
	return r
}
