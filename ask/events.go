package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// eventFrames are those of what happened.
var eventFrames = []frame{
	{
		needs: [][]concept{{cVerb}},
		may: []concept{
			cLight, cReceive, cLast, cFirst, cPlan, cNext, cCountry, cActor, cOrganization, cPerson, cCity, cEvent, cHappen, cAct, cTalks,
			cHold, cThing, cHost,
		},
		build: events,
		offers: []string{
			"When did {a} and {b} last meet?", "Did {a} and {b} meet in 2025?", "What has {a} demanded of {b}?", "Who put sanctions on {a}?",
		},
	},
	{
		needs:  [][]concept{{cHappen, cEvent, cAct}},
		may:    []concept{cHappen, cEvent, cAct, cLast, cCountry, cActor, cCity, cPlan, cNext, cThing, cLight, cStatistic},
		build:  happenings,
		offers: []string{"What happened between {a} and {b} in 2025?"},
	},
}

// deed is what an event question says of the event: what was done, by whom to whom, and where.
type deed struct {
	types            []schema.EventType
	kinds            []schema.EventKind
	pivot            int // index of the verb
	passive          bool
	sources, targets []*mention
	parties          []*mention // in whatever role
	place            question.Named
}

// deed reads what is done; false if the verbs of the question are not those of one event.
func (s *sentence) deed() (*deed, bool) {
	d := &deed{pivot: -1}
	noun := -1
	for i := range s.items {
		if !s.items[i].has(cVerb) {
			continue
		}
		if s.items[i].has(cLight) && s.hasOtherVerb(i) {
			continue
		}
		if noun >= 0 && d.answers() && s.items[i].means(schema.Request) {
			continue // what is refused or granted is a demand
		}
		if !d.add(&s.items[i]) {
			return nil, false
		}
		if noun < 0 {
			noun = i
		}
	}
	if noun < 0 {
		return nil, false
	}
	d.pivot = noun
	for i := range s.items {
		if it := &s.items[i]; (it.has(cLight) || it.has(cReceive)) && i != noun && (!it.has(cAux) || it.form == "had") {
			d.pivot = i
			break
		}
	}
	d.passive = s.passiveAt(d.pivot)
	return d, true
}

// answers reports whether the deed is one by which a demand is answered.
func (d *deed) answers() bool {
	return slices.Contains(d.types, schema.Reject) || slices.Contains(d.types, schema.Concede)
}

// means reports whether an item may mean events of a type.
func (i *item) means(t schema.EventType) bool {
	return slices.ContainsFunc(i.meanings, func(m meaning) bool {
		of, _ := m.eventOf()
		return m.concept == cVerb && of == t
	})
}

// hasOtherVerb reports whether another item says what is done.
func (s *sentence) hasOtherVerb(i int) bool {
	for j := range s.items {
		if j != i && s.items[j].has(cVerb) && !s.items[j].has(cLight) {
			return true
		}
	}
	return false
}

// add adds what an item says is done. Two verbs that mean events of different types do not fit together.
func (d *deed) add(it *item) bool {
	var types []schema.EventType
	for _, m := range it.meanings {
		if m.concept != cVerb {
			continue
		}
		t, k := m.eventOf()
		types = append(types, t)
		if k != "" && !slices.Contains(d.kinds, k) {
			d.kinds = append(d.kinds, k)
		}
	}
	if len(d.types) == 0 {
		d.types = slices.Compact(types)
		return true
	}
	d.types = slices.DeleteFunc(d.types, func(t schema.EventType) bool { return !slices.Contains(types, t) })
	return len(d.types) > 0
}

// participles are past participles of questions that do not end in -ed.
var participles = strings.Fields("made put sent given hit struck held taken met spoken bombed brought shot told urged set won " +
	"lost fought hurt withdrawn seen sold bought paid done had got gotten said shown asked broken begun driven")

var beForms = strings.Fields("is are was were be been being get got gets")

// passiveAt reports whether the verb at an index is in the passive: a form of be before a past participle.
func (s *sentence) passiveAt(pivot int) bool {
	first, _, _ := strings.Cut(s.items[pivot].form, " ")
	if !strings.HasSuffix(first, "ed") && !slices.Contains(participles, first) {
		return false
	}
	return slices.ContainsFunc(s.items[:pivot], func(it item) bool {
		return slices.ContainsFunc(strings.Fields(it.form), func(w string) bool { return slices.Contains(beForms, w) })
	})
}

// assign gives the names their parts.
func (s *sentence) assign(d *deed) {
	symmetric := !slices.ContainsFunc(d.types, func(t schema.EventType) bool { return !t.Symmetric() })
	reversed := s.items[d.pivot].has(cReceive)
	nominal := !s.has(cLight, cReceive)
	visit := slices.Contains(d.kinds, schema.Visit)
	for _, m := range s.names() {
		before := m.at < d.pivot
		switch {
		case (m.prep == "in" || m.prep == "at") && (m.isPlace() || m.place.Ref != "" || m.Ref.Type() == schema.State) && d.place.Ref == "":
			d.place = m.Named
			if m.place.Ref != "" {
				d.place = m.place
			}
		case visit && !before && m.isPlace():
			d.place = m.Named
		case symmetric || m.prep == "between" || m.prep == "among":
			d.parties = append(d.parties, m)
		case m.possessive && (before || nominal && !isVerbal(&s.items[d.pivot])), m.prep == "by" || m.prep == "from" && (nominal && !isVerbal(&s.items[d.pivot]) || reversed):
			d.sources = append(d.sources, m)
		case before && m.prep == "" && (d.passive || reversed):
			d.targets = append(d.targets, m)
		case before && (m.prep == "" || m.prep == "of" && nominal):
			d.sources = append(d.sources, m)
		default:
			d.targets = append(d.targets, m)
		}
	}
}

// isVerbal reports whether a word has the form of a verb rather than of a noun in the plural or singular.
func isVerbal(it *item) bool {
	first, _, _ := strings.Cut(it.form, " ")
	return strings.HasSuffix(first, "ed") || strings.HasSuffix(first, "ing") || slices.Contains(participles, first)
}

// events are those of a deed.
func events(s *sentence) (*intent, string) {
	d, ok := s.deed()
	if !ok || s.form == "" || s.form == cSinceWhen || s.form == cHow || s.form == cHowMany && s.asksWho() {
		return nil, ""
	}
	s.assign(d)
	if len(d.parties)+len(d.sources)+len(d.targets) == 0 && d.place.Ref == "" && !s.period.said {
		return nil, "I understand what is to have happened, but not to whom, where or when: add a name or a time."
	}
	return s.eventsIntent(d), ""
}

// happenings are events of whatever type.
func happenings(s *sentence) (*intent, string) {
	names := s.names()
	if len(names) == 0 && !s.period.said || s.form == cHowMany && s.asksWho() || s.form == cWho || s.form == cWhere || s.form == cWhen || s.form == cHow || s.form == cAux || s.form == cSinceWhen {
		return nil, ""
	}
	d := &deed{}
	for i := range s.items {
		if s.items[i].has(cAct) {
			d.pivot = i // the last one, for did may be an auxiliary
		}
	}
	directed := s.has(cAct) && len(names) > 1
	for _, m := range names {
		switch {
		case (m.prep == "in" || m.prep == "at") && d.place.Ref == "":
			d.place = m.Named
			if m.place.Ref != "" {
				d.place = m.place
			}
		case directed && m.at < d.pivot && m.prep == "":
			d.sources = append(d.sources, m)
		case directed && m.at > d.pivot && (m.prep == "to" || m.prep == "against" || m.prep == "for" || m.prep == ""):
			d.targets = append(d.targets, m)
		case s.has(cAct) && m.prep == "" && m.at < d.pivot:
			d.sources = append(d.sources, m)
		default:
			d.parties = append(d.parties, m)
		}
	}
	if s.has(cAct) && len(d.targets) == 0 {
		d.parties, d.sources = append(d.parties, d.sources...), nil
	}
	return s.eventsIntent(d), ""
}

// eventsShown is how many events are read.
const eventsShown = 20

// eventsIntent asks for the events of a deed.
func (s *sentence) eventsIntent(d *deed) *intent {
	q := question.Events{
		Actors: refs(d.parties), Sources: refs(d.sources), Targets: refs(d.targets), Wide: true,
		Types: d.types, Kinds: d.kinds, Place: string(d.place.Ref), Count: true, Page: question.Page{First: eventsShown},
	}
	q.From, q.To = s.period.from, s.period.to
	switch {
	case s.has(cPlan, cNext):
		q.Statuses = []schema.EventStatus{schema.Planned}
		q.Sort = question.Oldest
	case s.form == cAux:
		q.Statuses, q.Alleged = question.AllStatuses, true
	}
	if s.has(cFirst) {
		q.Sort = question.Oldest
	}
	words := s.deedWords(d)
	return &intent{question: q, words: words, reply: func(answer any) reply {
		return s.sayEvents(d, answer.(*question.EventsAnswer), words)
	}}
}

// deedWords say what is asked for.
func (s *sentence) deedWords(d *deed) string {
	var types []string
	for _, t := range d.types {
		types = append(types, string(t))
	}
	words := "events"
	if s.has(cPlan, cNext) {
		words = "planned events"
	}
	if len(types) > 0 {
		words += " of type " + or(types)
	}
	if len(d.kinds) > 0 {
		words += " (" + strings.ReplaceAll(string(d.kinds[0]), "_", " ") + ")"
	}
	for _, p := range []struct {
		word string
		who  []*mention
	}{{" with ", d.parties}, {" by ", d.sources}, {" towards ", d.targets}} {
		if len(p.who) > 0 {
			words += p.word + theNames(p.who)
		}
	}
	if d.place.Ref != "" {
		words += " in " + d.place.Name
	}
	return words + s.period.words()
}

// sayEvents tells events in the way the question asks for.
func (s *sentence) sayEvents(d *deed, answer *question.EventsAnswer, words string) reply {
	switch {
	case s.form == cAux && s.has(cPlan, cNext):
		return sayPlanned(answer.Events)
	case s.form == cAux:
		return sayWhether(answer.Events)
	}
	if len(answer.Events) == 0 {
		return reply{text: "the graph knows of none: " + words}
	}
	shown, total := answer.Events, answer.Total
	one := s.has(cLast, cFirst) && !s.asksSeveral()
	if one {
		shown = shown[:1]
	}
	said, facts := clauses(shown)
	switch {
	case s.has(cHost) && len(hosts(shown)) > 0:
		return reply{and(hosts(shown)) + ": " + listedClauses(said, 5), facts}
	case one || len(said) == 1 && s.form != cHowMany && s.form != cHowOften && s.form != cWho:
		return reply{said[0], facts}
	case s.form == cHowOften:
		return reply{fmt.Sprintf("%s: %s", count(total, "time"), listedClauses(said, 5)), facts}
	case s.asksWho():
		if names := d.missing(shown, s.askedTypes()); len(names) > 0 {
			return reply{and(names) + among(len(shown), total) + ": " + listedClauses(said, 5), facts}
		}
	}
	return reply{count(total, "event") + ": " + listedClauses(said, 5), facts}
}

// hosts are the hosts of events, or where none is known their places.
func hosts(events []question.Event) []string {
	var names []string
	add := func(n question.Named) {
		if n.Ref != "" && !slices.Contains(names, the(n)) {
			names = append(names, the(n))
		}
	}
	for _, e := range events {
		host := slices.IndexFunc(e.Parties, func(p question.Party) bool { return slices.Contains(p.Roles, schema.Host) })
		if host >= 0 {
			add(e.Parties[host].Named)
		} else {
			add(e.Place)
		}
	}
	return names
}

// asksWho reports whether the question asks for those who take part.
func (s *sentence) asksWho() bool {
	return s.form == cWho || s.asked == cCountry || s.asked == cActor || s.asked == cPerson || s.asked == cOrganization
}

// among says of how many events those are of which somebody was named, where that is not all.
func among(shown, total int) string {
	if shown >= total {
		return ""
	}
	return fmt.Sprintf(" in %d of %d events", shown, total)
}

// asksSeveral reports whether the question asks for things in the plural: "the latest events".
func (s *sentence) asksSeveral() bool {
	return slices.ContainsFunc(s.items, func(it item) bool {
		return (it.has(cEvent) || it.has(cVerb)) && strings.HasSuffix(it.form, "s") && (s.form == cWhat || s.form == cWhich || s.form == cList)
	})
}

// sayPlanned says whether something is planned.
func sayPlanned(events []question.Event) reply {
	if len(events) == 0 {
		return reply{text: "the graph knows of no such plan"}
	}
	words, facts := clauses(events)
	return reply{"yes, as a plan; " + listedClauses(words, 5), facts}
}

// missing names those, of the types if there are any, who have the part in the events that the question leaves open.
func (d *deed) missing(events []question.Event, types []schema.ActorType) []string {
	var names []string
	for _, e := range events {
		for _, p := range e.Parties {
			named := func(all []*mention) bool {
				return slices.ContainsFunc(all, func(m *mention) bool { return m.Ref == p.Ref })
			}
			role := schema.Participant
			switch {
			case len(d.sources) > 0 && len(d.targets) == 0:
				role = schema.Target
			case len(d.targets) > 0 && len(d.sources) == 0:
				role = schema.Source
			}
			if len(types) > 0 && !slices.Contains(types, p.Ref.Type()) {
				continue
			}
			if slices.Contains(p.Roles, role) && !named(d.parties) && !slices.Contains(names, the(p.Named)) {
				names = append(names, the(p.Named))
			}
		}
	}
	return names
}

// sayWhether says whether something happened: what is denied, planned or only alleged is told as that.
func sayWhether(events []question.Event) reply {
	for _, is := range []struct {
		text string
		fits func(question.Event) bool
	}{
		{"yes: ", func(e question.Event) bool { return slices.Contains(question.Happened, e.Status) && !e.Alleged }},
		{"no, that ", func(e question.Event) bool { return e.Status == schema.DidNotOccur && !e.Alleged }},
		{"not as far as the graph knows, but somebody says so; ", func(e question.Event) bool { return e.Alleged }},
		{"not as far as the graph knows; ", func(question.Event) bool { return true }},
	} {
		found := slices.DeleteFunc(slices.Clone(events), func(e question.Event) bool { return !is.fits(e) })
		if len(found) > 0 {
			words, facts := clauses(found)
			return reply{is.text + listedClauses(words, 5), facts}
		}
	}
	return reply{text: "not as far as the graph knows"}
}
