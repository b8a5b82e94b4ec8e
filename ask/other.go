package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// searchFrames find names as they are typed, known or not.
var searchFrames = []frame{{
	needs:   [][]concept{{cSearch, cCalled}},
	may:     []concept{cCalled, cSearch, cCountry, cOrganization, cPerson, cCity, cActor, cThing, cGraph, cAbout, cAlias, cStatistic},
	strange: true,
	build:   searching,
	offers:  []string{"Search for {a}."},
}}

// searching looks for one name.
func searching(s *sentence) (*intent, string) {
	var texts []string
	for i := range s.items {
		it := &s.items[i]
		if it.name != nil || len(it.meanings) == 0 && !it.time && !it.unknown {
			texts = append(texts, it.text)
		}
	}
	if len(texts) != 1 || s.period.said || s.form == cWhen || s.form == cWhere || s.form == cHow || s.form == cHowMany {
		return nil, ""
	}
	if s.has(cAlias) && !s.has(cSearch) || s.form == cWhat && !s.has(cSearch) && s.asked == "" && s.has(cAbout) {
		return nil, ""
	}
	q := question.Search{Text: texts[0], Types: s.askedTypes()}
	return &intent{question: q, words: fmt.Sprintf("names like %q", q.Text), reply: func(answer any) reply {
		var r reply
		var all []string
		for _, h := range answer.(*question.SearchAnswer).Hits {
			all, r.facts = append(all, fmt.Sprintf("%s (%s)", h.Name, h.Ref)), append(r.facts, string(h.Ref))
		}
		if len(all) == 0 {
			r.text = fmt.Sprintf("the graph knows of no name like %q", q.Text)
			return r
		}
		r.text = fmt.Sprintf("%s like %q: %s", count(len(all), "name"), q.Text, some(all, 10))
		r.facts = r.facts[:1]
		return r
	}}, ""
}

// askedTypes are the types of actors that a question asks for; none for any.
func (s *sentence) askedTypes() []schema.ActorType {
	switch s.asked {
	case cCountry:
		return []schema.ActorType{schema.State}
	case cOrganization:
		return []schema.ActorType{schema.Organization, schema.Group}
	case cPerson:
		return []schema.ActorType{schema.Person}
	case cCity:
		return []schema.ActorType{schema.Place}
	}
	return nil
}

// evidenceFrames ask who says so.
var evidenceFrames = []frame{{
	needs:  [][]concept{{cEvidence}},
	may:    everything(),
	build:  proving,
	offers: []string{"What is the evidence that {a} is a member of {org}?", "Who says that {a} met {b}?"},
}}

// everything are all concepts that what is to be proved may have.
func everything() []concept {
	return []concept{
		cMember, cBelong, cAffiliate, cJoin, cLeave, cTitle, cOffice, cHold, cLead, cVerb, cLight, cReceive, cHappen, cTalks, cRound, cMediate,
		cCountry, cOrganization, cActor, cPerson, cCity, cFirst, cLast, cFound, cEvidence, cStatistic,
	}
}

// proving asks what is to be proved as a question of yes or no, and then for the evidence of what it finds.
func proving(s *sentence) (*intent, string) {
	if s.form == cAux || s.form == cWhen || s.form == cHowMany && s.asked == "" {
		return nil, ""
	}
	claim := *s
	from := s.index(cEvidence) + 1
	for from < len(s.items) && s.items[from].name == nil && !s.items[from].has(cTalks) && !s.items[from].has(cVerb) {
		if s.items[from].has(cWhen) || s.items[from].has(cWhere) {
			return nil, ""
		}
		from++
	}
	if from == len(s.items) {
		return nil, ""
	}
	claim.items, claim.form, claim.asked = slices.Clone(s.items[from:]), cAux, ""
	for i := range claim.items {
		if m := claim.items[i].name; m != nil {
			moved := *m
			moved.at = i
			claim.items[i].name = &moved
		}
	}
	in := claim.understandPlain()
	if in == nil {
		return nil, ""
	}
	return &intent{question: in.question, words: in.words, leads: func(answer any) (*intent, reply) {
		found := in.reply(answer)
		if len(found.facts) == 0 || !strings.HasPrefix(found.text, "yes") {
			return nil, reply{text: "nothing in the graph says so; " + found.text, facts: found.facts}
		}
		q := question.Evidence{Fact: found.facts[0], Page: question.Page{First: 5}}
		return &intent{question: q, words: "the evidence of: " + found.text, reply: sayEvidence}, reply{}
	}}, ""
}

// understandPlain is the intent of a plain statement, nil if there is none.
func (s *sentence) understandPlain() *intent {
	for _, f := range slices.Concat(membershipFrames, officeFrames, talksFrames, eventFrames) {
		if !f.fits(s) || len(f.unexplained(s)) > 0 {
			continue
		}
		if in, _ := f.build(s); in != nil && in.leads == nil {
			return in
		}
	}
	return nil
}

func sayEvidence(answer any) reply {
	e := answer.(*question.EvidenceAnswer)
	var quotes []string
	for _, c := range e.Claims {
		quotes = append(quotes, fmt.Sprintf("%s (%s): “%s”", c.Source, c.Published, c.Quote))
	}
	text := fmt.Sprintf("%s, confidence %.2f, for: %s. %s", count(e.Total, "claim"), e.Confidence, e.Words, strings.Join(quotes, "; "))
	return reply{text, []string{e.Fact}}
}

// statsFrames count the graph.
var statsFrames = []frame{
	{
		needs:  [][]concept{{cStatistic, cSize, cGraph}},
		may:    []concept{cGraph, cSize, cStatistic, cPublish, cFresh, cLast, cOrganization, cTalks, cActor, cPerson, cCountry, cEvidence, cCity, cEvent},
		build:  counting,
		offers: []string{"How many articles are in the graph?"},
	},
	{
		needs: [][]concept{{cEvent, cVerb}, {cMost}},
		may:   []concept{cGraph, cEvent, cMost, cShare, cHappen},
		build: commonest,
	},
}

// counting tells one number of the graph, or all of them.
func counting(s *sentence) (*intent, string) {
	if len(s.names()) > 0 || s.period.said {
		return nil, ""
	}
	field := ""
	for i := range s.items {
		for _, v := range s.items[i].values(cStatistic) {
			if field != "" && field != v {
				return nil, ""
			}
			field = v
		}
	}
	switch {
	case field == "newest" && s.form != cHowMany:
	case field != "" && s.form != cHowMany:
		return nil, ""
	case field == "" && s.form != cHow && s.form != cWhat && s.form != cHowMany && (s.form != cList || !s.has(cSize)):
		return nil, ""
	case field == "" && !s.has(cGraph):
		return nil, ""
	case field == "newest":
		return nil, ""
	}
	return &intent{question: question.Stats{}, words: "what is in the graph", reply: func(answer any) reply {
		return reply{text: sayStats(answer.(*question.StatsAnswer), field)}
	}}, ""
}

func sayStats(a *question.StatsAnswer, field string) string {
	numbers := []struct {
		field, noun string
		n           int
	}{
		{"articles", "article", a.Articles},
		{"publishers", "publisher", a.Publishers},
		{"states", "state", a.States},
		{"organizations", "organization", a.Orgs},
		{"people", "person", a.People},
		{"places", "place", a.Places},
		{"groups", "group", a.Groups},
		{"memberships", "membership", a.Memberships},
		{"tenures", "term of office", a.Tenures},
		{"events", "event", a.Events},
		{"negotiations", "negotiation", a.Negotiations},
		{"claims", "claim", a.Claims},
	}
	if field == "newest" {
		return "the newest article was published" + onDate(a.Newest)
	}
	var all []string
	for _, n := range numbers {
		said := count(n.n, n.noun)
		if n.field == "tenures" && n.n != 1 {
			said = fmt.Sprintf("%d terms of office", n.n)
		}
		if n.field == field {
			return "the graph has " + said
		}
		all = append(all, said)
	}
	return "the graph has " + and(all)
}

// commonest are the types of events in the order of their number.
func commonest(s *sentence) (*intent, string) {
	if len(s.names()) > 0 || s.period.said || !s.has(cEvent) {
		return nil, ""
	}
	return &intent{question: question.Stats{}, words: "how many events of each type there are", reply: func(answer any) reply {
		types := slices.Clone(answer.(*question.StatsAnswer).ByType)
		slices.SortStableFunc(types, func(a, b question.TypeCount) int { return b.Number - a.Number })
		var all []string
		for _, t := range types {
			all = append(all, fmt.Sprintf("%s (%d)", t.Type, t.Number))
		}
		if len(all) == 0 {
			return reply{text: "the graph has no events"}
		}
		return reply{text: "by number: " + some(all, 5)}
	}}, ""
}

// changesFrames ask what became known.
var changesFrames = []frame{{
	needs:  [][]concept{{cFresh}},
	may:    []concept{cFresh, cHappen, cAbout, cThing, cGraph, cEvent, cLast, cEvidence, cStatistic, cCountry, cAct},
	build:  changing,
	offers: []string{"What is new about {a} since yesterday?"},
}}

// changing asks for what became known in a period.
func changing(s *sentence) (*intent, string) {
	names := s.names()
	if s.form == cWhere || s.form == cHowOften || s.form == cSinceWhen || s.form == cWhen || s.form == cWho || s.form == cHow {
		return nil, ""
	}
	switch {
	case len(names) > 4:
		return nil, ""
	case !s.period.said || s.period.from.IsZero():
		return nil, "I understand that you ask for news, but not since when: add a time, as in \"since yesterday\"."
	}
	q := question.Changes{Since: s.period.from.First(), Actors: refs(names)}
	if !s.period.to.IsZero() && !s.period.present {
		q.Until = s.period.to.Last().AddDate(0, 0, 1)
	}
	words := "what became known" + s.period.words()
	if s.period.present {
		words = "what became known on " + s.period.from.String()
	}
	if len(names) > 0 {
		words += " about " + theNames(names)
	}
	return &intent{question: q, words: words, reply: func(answer any) reply {
		var r reply
		var all []string
		for _, c := range answer.(*question.ChangesAnswer).Changes {
			all, r.facts = append(all, c.Words), append(r.facts, c.Fact)
		}
		if len(all) == 0 {
			r.text = "nothing: " + words
			return r
		}
		r.text = fmt.Sprintf("%s: %s", count(len(all), "new fact"), listedClauses(all, 5))
		return r
	}}, ""
}
