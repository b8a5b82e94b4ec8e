package questiontest

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// asked is a row of the table: a question, and the lines of its answer or a part of the error.
type asked struct {
	name     string
	question question.Question
	want     []string
	err      string
}

// Run asks every question of the table of whoever answers over the graph of Facts.
func Run(t *testing.T, ask question.Answerer) {
	for _, c := range table() {
		t.Run(c.name, func(t *testing.T) { c.run(t, ask) })
	}
	t.Run("pages of events", func(t *testing.T) { pages(t, ask) })
	t.Run("evidence of every fact", func(t *testing.T) { evidence(t, ask) })
	t.Run("how facts stand", func(t *testing.T) { marks(t, ask) })
}

func (c asked) run(t *testing.T, ask question.Answerer) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	answer, err := question.Put(ctx, ask, c.question)
	switch {
	case c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)):
		t.Errorf("error %v, want %q", err, c.err)
	case c.err == "" && err != nil:
		t.Fatal(err)
	case c.err == "":
		if diff := cmp.Diff(c.want, lines(answer)); diff != "" {
			t.Errorf("answer (-want +got):\n%s", diff)
		}
	}
}

func table() []asked {
	var all []asked
	for _, part := range [][]asked{searches(), members(), relations(), events(), talksAsked(), others(), refusals()} {
		all = append(all, part...)
	}
	return all
}

func searches() []asked {
	return []asked{
		{name: "search: the very name", question: question.Search{Text: "Kazakhstan", First: 1}, want: []string{"Kazakhstan state/KAZ"}},
		{name: "search: another name", question: question.Search{Text: "turkey"}, want: []string{"Türkiye state/TUR by Turkey"}},
		{name: "search: a slip", question: question.Search{Text: "Kazakstan"}, want: []string{"Kazakhstan state/KAZ"}},
		{name: "search: a slip in a person's name", question: question.Search{Text: "Daria Orlowa"}, want: []string{"Daria Orlova person/daria-orlova of Russia"}},
		{name: "search: a slip in a surname alone", question: question.Search{Text: "Orlowa"}, want: []string{"Daria Orlova person/daria-orlova of Russia"}},
		{name: "search: two slips in a surname alone", question: question.Search{Text: "Petroff"}, want: []string{"Ivan Petrov person/ivan-petrov of Russia"}},
		{name: "search: another surname", question: question.Search{Text: "Petersen"}, want: []string{}},
		{name: "search: a beginning", question: question.Search{Text: "Shang"}, want: []string{"Shanghai Cooperation Organisation organization/SCO"}},
		{name: "search: an acronym in small letters", question: question.Search{Text: "sco"}, want: []string{"Shanghai Cooperation Organisation organization/SCO by SCO"}},
		{name: "search: without diacritics", question: question.Search{Text: "turkiye"}, want: []string{"Türkiye state/TUR"}},
		{
			name: "search: places come last", question: question.Search{Text: "Georgia"},
			want: []string{"Georgia state/GEO", "Georgia place/georgia-usa"},
		},
		{
			name: "search: one type alone", question: question.Search{Text: "Georgia", Types: []schema.ActorType{schema.Place}},
			want: []string{"Georgia place/georgia-usa"},
		},
		{name: "search: nothing", question: question.Search{Text: "Atlantis"}, want: []string{}},
		{name: "search: no letters", question: question.Search{Text: "?!/"}, want: []string{}},
	}
}

func members() []asked {
	now := []string{
		"Belarus member since 2024-07-04", "China member since 2001-06-15", "India member since 2017-06-09",
		"Iran member since 2023-07-04", "Kazakhstan member since 2001-06-15, 1 article", "Pakistan member since 2017-06-09",
		"Russia member since 2001-06-15",
	}
	return []asked{
		{name: "members: now", question: question.Members{Organization: "SCO"}, want: now},
		{name: "members: by a name in another case", question: question.Members{Organization: "shanghai cooperation organisation"}, want: now},
		{
			name: "members: in a year that is over", question: question.Members{Organization: "SCO", At: schema.MustDate("2016")},
			want: []string{"China member since 2001-06-15", "Kazakhstan member since 2001-06-15, 1 article", "Russia member since 2001-06-15"},
		},
		{
			name: "members: the day before", question: question.Members{Organization: "SCO", At: schema.MustDate("2001-06-14")},
			want: []string{},
		},
		{
			name: "members: observers, once and now",
			question: question.Members{
				Organization: "SCO", Statuses: []schema.MembershipStatus{schema.Observer}, History: true,
			},
			want: []string{
				"was: Belarus observer since 2015-07-10 until 2024-07-04", "was: Iran observer since 2005-07-05 until 2023-07-04",
				"Mongolia observer, 1 article",
			},
		},
		{
			name: "members: what the news say holds from when they say it",
			question: question.Members{
				Organization: "SCO", Statuses: []schema.MembershipStatus{schema.Observer}, At: schema.MustDate("2025-02-19"),
			},
			want: []string{},
		},
		{
			name: "members: those who are counted alone",
			question: question.Members{
				Organization: "SCO", Statuses: []schema.MembershipStatus{schema.DialoguePartner},
			},
			want: []string{"Türkiye dialogue_partner since 2012-06-07", "14 unnamed dialogue_partner"},
		},
		{
			name:     "members: over the years",
			question: question.Members{Organization: "BRICS", At: schema.MustDate("2008"), Counts: true},
			want:     append(years(2009, 2023, 4), years(2024, 2025, 5)...),
		},
		{
			name: "memberships: now", question: question.Memberships{Actor: "Iran"},
			want: []string{"BRICS member since 2024-01-01", "Shanghai Cooperation Organisation member since 2023-07-04"},
		},
		{
			name: "memberships: in 2020", question: question.Memberships{Actor: "Tehran", At: schema.MustDate("2020")},
			want: []string{"Shanghai Cooperation Organisation observer since 2005-07-05 until 2023-07-04"},
		},
		{
			name: "memberships: all", question: question.Memberships{Actor: "BLR", History: true},
			want: []string{
				"Shanghai Cooperation Organisation member since 2024-07-04",
				"was: Shanghai Cooperation Organisation observer since 2015-07-10 until 2024-07-04",
			},
		},
		{
			name: "compare: now", question: question.Compare{Organizations: []string{"SCO", "BRICS"}},
			want: []string{
				"4 shared", "China 1 1", "India 1 1", "Iran 1 1", "Russia 1 1",
				"Belarus 1 0", "Brazil 0 1", "Kazakhstan 1 0", "Pakistan 1 0",
			},
		},
		{
			name: "compare: in 2010", question: question.Compare{Organizations: []string{"SCO", "BRICS"}, At: schema.MustDate("2010")},
			want: []string{"2 shared", "China 1 1", "Russia 1 1", "Brazil 0 1", "India 0 1", "Kazakhstan 1 0"},
		},
	}
}

func years(from, to, n int) []string {
	var out []string
	for y := from; y <= to; y++ {
		out = append(out, fmt.Sprintf("%d: %d member", y, n))
	}
	return out
}

func relations() []asked {
	return []asked{
		{
			name: "relation: of states, through people too", question: question.Relation{A: "Russia", B: "China"},
			want: []string{
				"share BRICS", "share Shanghai Cooperation Organisation", "balance 3 0 0 0, score 1.00",
				"AGREE 1", "CONSULT 1", "SUPPORT 1", "2025: 3", "latest China backed Russia on 2025-02-11",
				"latest China and Russia agreed on a treaty on 2025-02-08", "latest Daria Orlova and Li Na met in Astana on 2025-02-08",
				"contact 2025-02-08", "position China backed Russia on 2025-02-11",
			},
		},
		{
			name: "relation: of the states alone", question: question.Relation{A: "Russia", B: "China", Narrow: true, At: schema.MustDate("2025-02-10")},
			want: []string{
				"share BRICS", "share Shanghai Cooperation Organisation", "balance 1 0 0 0, score 1.00",
				"AGREE 1", "2025: 1", "latest China and Russia agreed on a treaty on 2025-02-08", "contact 2025-02-08",
			},
		},
		{
			name: "relation: talks, demands and sanctions", question: question.Relation{A: "Kyiv", B: "Moscow"},
			want: []string{
				"balance 2 0 3 1, score -0.33", "CONSULT 2", "REQUEST 1", "REJECT 1", "THREATEN 1", "SANCTION 1",
				"undated: 1", "2025: 5",
				"latest Russia and Ukraine held a round of talks (round 2) in Istanbul on 2025-04-10, mediated by Türkiye",
				"latest Ukraine put sanctions on Russia on 2025-03-15",
				"latest Russia turned down Ukraine on 2025-03-02",
				"latest Russia and Ukraine held a round of talks (round 1) in Istanbul on 2025-03-01, mediated by Türkiye",
				"latest Ukraine made a demand of Russia on 2025-03-01",
				"latest Ukraine threatened Russia",
				"contact 2025-04-10",
				"Russia and Ukraine are to hold a round of talks (round 3) in Istanbul in 2025-06, mediated by Türkiye",
				"talks between Russia and Ukraine on ceasefire, mediated by Türkiye",
				"position Ukraine made a demand of Russia on 2025-03-01",
				"position Russia turned down Ukraine on 2025-03-02",
				"position Ukraine threatened Russia",
			},
		},
		{
			name: "relation: office", question: question.Relation{A: "Daria Orlova", B: "Russia"},
			want: []string{"balance 0 0 0 0, score 0.00", "Daria Orlova is president of Russia since 2020-05-07"},
		},
		{
			name: "path: shared organizations", question: question.Path{From: "India", To: "Iran", Kinds: []question.Link{question.LinkMembership}, First: 2},
			want: []string{
				"India is a member of BRICS since 2009-06-16; Iran is a member of BRICS since 2024-01-01.",
				"India is a member of Shanghai Cooperation Organisation since 2017-06-09; Iran is a member of Shanghai Cooperation Organisation since 2023-07-04.",
			},
		},
		{
			name: "path: before one of them joined", question: question.Path{From: "Pakistan", To: "Iran", At: schema.MustDate("2018"), Kinds: []question.Link{question.LinkMembership}},
			want: []string{
				"Pakistan is a member of Shanghai Cooperation Organisation since 2017-06-09; Iran is an observer of Shanghai Cooperation Organisation from 2005-07-05 to 2023-07-04.",
			},
		},
		{
			name: "path: through people", question: question.Path{From: "Daria Orlova", To: "Li Na", First: 1},
			want: []string{"Daria Orlova and Li Na met in Astana on 2025-02-08."},
		},
		{name: "path: none", question: question.Path{From: "Georgia", To: "Iran"}, want: []string{}},
		{
			name: "neighbors: by weight", question: question.Neighbors{Actor: "Ukraine", Kinds: []question.Link{question.LinkEvent, question.LinkNegotiation}},
			want: []string{"Russia 7: event negotiation", "Türkiye 4: event negotiation"},
		},
		{
			name: "neighbors: of one type", question: question.Neighbors{Actor: "Russia", Types: []schema.ActorType{schema.Organization}},
			want: []string{"BRICS 1: membership", "Shanghai Cooperation Organisation 1: membership"},
		},
		{
			name: "neighbors: in 2018", question: question.Neighbors{Actor: "Russia", Types: []schema.ActorType{schema.Person}, At: schema.MustDate("2018"), Kinds: []question.Link{question.LinkOffice}},
			want: []string{"Ivan Petrov 1: office"},
		},
	}
}

func events() []asked {
	round := func(n int, where, day string) string {
		return fmt.Sprintf("Russia and Ukraine held a round of talks (round %d) in %s on %s, mediated by Türkiye", n, where, day)
	}
	return []asked{
		{
			name: "events: of two", question: question.Events{Actors: []string{"Russia", "China"}, Count: true},
			want: []string{"China backed Russia on 2025-02-11", "China and Russia agreed on a treaty on 2025-02-08", "total 2"},
		},
		{
			name: "events: of two and their people", question: question.Events{Actors: []string{"Russia", "China"}, Wide: true},
			want: []string{
				"China backed Russia on 2025-02-11", "China and Russia agreed on a treaty on 2025-02-08",
				"Daria Orlova and Li Na met in Astana on 2025-02-08",
			},
		},
		{
			name: "events: who does it to whom", question: question.Events{Sources: []string{"Ukraine"}, Targets: []string{"Russia"}},
			want: []string{"Ukraine put sanctions on Russia on 2025-03-15", "Ukraine made a demand of Russia on 2025-03-01", "Ukraine threatened Russia"},
		},
		{
			name: "events: the mediator", question: question.Events{Mediators: []string{"Turkey"}, Sort: question.Oldest},
			want: []string{round(1, "Istanbul", "2025-03-01"), round(2, "Istanbul", "2025-04-10")},
		},
		{
			name: "events: the host", question: question.Events{Hosts: []string{"Kazakhstan"}},
			want: []string{"Daria Orlova and Li Na met in Astana on 2025-02-08"},
		},
		{
			name: "events: in a place of a state", question: question.Events{Place: "Turkey", Types: []schema.EventType{schema.Consult}, To: schema.MustDate("2025-03")},
			want: []string{round(1, "Istanbul", "2025-03-01")},
		},
		{
			name: "events: what is planned", question: question.Events{Actors: []string{"Ukraine"}, Statuses: []schema.EventStatus{schema.Planned}},
			want: []string{"Russia and Ukraine are to hold a round of talks (round 3) in Istanbul in 2025-06, mediated by Türkiye"},
		},
		{
			name: "events: what did not happen", question: question.Events{Statuses: []schema.EventStatus{schema.DidNotOccur}},
			want: []string{"Russia and Ukraine did not meet in 2025-03"},
		},
		{name: "events: a charge is no fact", question: question.Events{Types: []schema.EventType{schema.Assault}}, want: []string{}},
		{
			name: "events: unless it is asked for", question: question.Events{Types: []schema.EventType{schema.Assault}, Alleged: true},
			want: []string{"Russia is said to have attacked Ukraine on 2025-03-18"},
		},
		{
			name: "events: in a period", question: question.Events{Actors: []string{"Russia"}, From: schema.MustDate("2025-03-02"), To: schema.MustDate("2025-03-15")},
			want: []string{"Ukraine put sanctions on Russia on 2025-03-15", "Russia turned down Ukraine on 2025-03-02"},
		},
		{
			name: "events: of a kind", question: question.Events{Kinds: []schema.EventKind{schema.Treaty}},
			want: []string{"China and Russia agreed on a treaty on 2025-02-08"},
		},
		{
			name: "events: words of the title", question: question.Events{Text: "sanctions charge", Sort: question.Reported},
			want: []string{"Ukraine put sanctions on Russia on 2025-03-15", "Ukraine threatened Russia"},
		},
	}
}

func talksAsked() []asked {
	return []asked{
		{
			name: "negotiations: of a party", question: question.Negotiations{Parties: []string{"Kyiv"}},
			want: []string{"talks between Russia and Ukraine on ceasefire, mediated by Türkiye: 2 rounds, last 2025-04-10, 2 articles"},
		},
		{
			name: "negotiations: of a mediator on a matter", question: question.Negotiations{Mediators: []string{"Turkey"}, Matter: "ceasefire"},
			want: []string{"talks between Russia and Ukraine on ceasefire, mediated by Türkiye: 2 rounds, last 2025-04-10, 2 articles"},
		},
		{name: "negotiations: of nobody", question: question.Negotiations{Parties: []string{"China"}}, want: []string{}},
	}
}

func others() []asked {
	return []asked{
		{
			name: "actor: a state", question: question.Actor{Actor: "Moscow"},
			want: []string{
				"Russia state/RUS Russian Federation RU", "names Moscow, Russia, Russian Federation",
				"BRICS member since 2009-06-16", "Shanghai Cooperation Organisation member since 2001-06-15",
				"holder Daria Orlova is president of Russia since 2020-05-07",
				"event Russia and Ukraine held a round of talks (round 2) in Istanbul on 2025-04-10, mediated by Türkiye",
				"neighbor Ukraine 7",
			},
		},
		{
			name: "actor: a state in 2015", question: question.Actor{Actor: "state/RUS", At: schema.MustDate("2015")},
			want: []string{
				"Russia state/RUS Russian Federation RU", "names Moscow, Russia, Russian Federation",
				"BRICS member since 2009-06-16", "Shanghai Cooperation Organisation member since 2001-06-15",
				"holder Ivan Petrov is president of Russia from 2012-05-07 to 2020-05-07",
				"neighbor Ivan Petrov 2",
			},
		},
		{
			name: "actor: a person", question: question.Actor{Actor: "Ivan Petrov"},
			want: []string{
				"Ivan Petrov person/ivan-petrov", "names Ivan Petrov",
				"office Ivan Petrov was president of Russia from 2012-05-07 to 2020-05-07", "neighbor Russia 1",
			},
		},
		{
			name: "actor: a place", question: question.Actor{Actor: "Astana"},
			want: []string{"Astana place/astana at 51.17 71.43", "names Astana", "neighbor Kazakhstan 1"},
		},
		{
			name: "changes: what became known", question: question.Changes{Since: day("2025-02-20"), Until: day("2025-03-01")},
			want: []string{
				"new: Shanghai Cooperation Organisation counts 14 as dialogue partner",
				"new: Mongolia is an observer of Shanghai Cooperation Organisation",
			},
		},
		{
			name: "changes: told again, too", question: question.Changes{Since: day("2025-02-20"), Until: day("2025-03-01"), All: true},
			want: []string{
				"new: Shanghai Cooperation Organisation counts 14 as dialogue partner",
				"new: Mongolia is an observer of Shanghai Cooperation Organisation",
				"again: Kazakhstan is a member of Shanghai Cooperation Organisation since 2001-06-15",
			},
		},
		{
			name: "changes: of an actor, of a kind", question: question.Changes{Since: day("2025-03-15"), Actors: []string{"Turkey"}, Kinds: []question.Kind{question.KindEvent}},
			want: []string{
				"new: Russia and Ukraine are to hold a round of talks (round 3) in Istanbul in 2025-06, mediated by Türkiye",
				"new: Russia and Ukraine held a round of talks (round 2) in Istanbul on 2025-04-10, mediated by Türkiye",
				"new: Türkiye gave aid to Ukraine on 2025-04-09",
			},
		},
		{
			name: "article: by id", question: question.Article{ID: "daily.example/sco"},
			want: []string{
				"Who is who in the SCO, Daily Sample, 2025-02-20", "mentions Kazakhstan, Mongolia, Shanghai Cooperation Organisation",
				"0-42 Mongolia is an observer of Shanghai Cooperation Organisation",
				"43-83 Kazakhstan is a member of Shanghai Cooperation Organisation since 2001-06-15",
				"84-111 Shanghai Cooperation Organisation counts 14 as dialogue partner",
			},
		},
		{
			name: "article: by URL", question: question.Article{ID: "https://times.example/astana"},
			want: []string{
				"Orlova and Li meet in Astana, Example Times, 2025-02-10",
				"mentions Aigerim Sadykova, Astana, China, Daria Orlova, Kazakhstan, Li Na, Russia",
				"0-47 Daria Orlova and Li Na met in Astana on 2025-02-08",
				"48-86 China and Russia agreed on a treaty on 2025-02-08",
				"87-144 Aigerim Sadykova is foreign minister of Kazakhstan since 2022",
			},
		},
		{
			name:     "query: with a variable",
			question: question.Query{DQL: "query q($c: string) {q(func: eq(iso3, $c)) {name}}", Variables: map[string]string{"c": "KAZ"}},
			want:     []string{`{"q":[{"name":"Kazakhstan"}]}`},
		},
		{
			name: "stats", question: question.Stats{},
			want: []string{
				"7 articles, 3 publishers, 12 states, 2 organizations, 5 people, 3 places, 13 events, 1 negotiations",
				"newest 2025-04-11", "AGREE 1", "CONSULT 3", "SUPPORT 1", "AID 1", "REQUEST 1", "REJECT 1", "THREATEN 1", "SANCTION 1", "ASSAULT 1",
			},
		},
	}
}

func refusals() []asked {
	return []asked{
		{name: "refuse: an unknown name, near a known one", question: question.Members{Organization: "BRIKS"}, err: `organization "BRIKS" is not in the graph; did you mean BRICS (organization/BRICS)?`},
		{name: "refuse: an unknown name, near none", question: question.Actor{Actor: "Atlantis"}, err: `actor "Atlantis" is not in the graph`},
		{name: "refuse: no name", question: question.Actor{}, err: "actor: is missing"},
		{name: "refuse: a name without letters", question: question.Actor{Actor: "%&/"}, err: "is not in the graph"},
		{name: "refuse: a name that breaks out", question: question.Actor{Actor: `x")) {uid} } {q(func: eq(name, "x`}, err: "is not in the graph"},
		{name: "refuse: a name without end", question: question.Actor{Actor: strings.Repeat("a", 1000)}, err: "at most 300 bytes"},
		{name: "refuse: a status that is none", question: question.Members{Organization: "SCO", Statuses: []schema.MembershipStatus{"friend"}}, err: `"friend" is no standing`},
		{name: "refuse: the end before the start", question: question.Events{From: schema.MustDate("2025"), To: schema.MustDate("2024-12")}, err: "to: 2024-12 is before 2025"},
		{name: "refuse: a type that is none", question: question.Events{Types: []schema.EventType{"HUG"}}, err: `"HUG" is no type of PLOVER`},
		{name: "refuse: an order that is none", question: question.Events{Sort: "random"}, err: `"random" is no order`},
		{name: "refuse: too long a page", question: question.Events{Page: question.Page{First: 5000}}, err: "want 1 to 1000"},
		{name: "refuse: no cursor", question: question.Events{Page: question.Page{After: "xyz"}}, err: "is no cursor"},
		{name: "refuse: one organization to compare", question: question.Compare{Organizations: []string{"SCO"}}, err: "want 2 to 8"},
		{name: "refuse: an actor and itself", question: question.Relation{A: "Moscow", B: "Russia"}, err: "is the same as a"},
		{name: "refuse: a path without end", question: question.Path{From: "Iran", To: "India", Hops: 40}, err: "want 1 to 6"},
		{name: "refuse: changes of no time", question: question.Changes{}, err: "since: is missing"},
		{name: "refuse: evidence of nothing", question: question.Evidence{Fact: "event/none"}, err: `fact "event/none" is not in the graph`},
		{name: "refuse: an article that is not there", question: question.Article{ID: "none"}, err: `article "none" is not in the graph`},
		{name: "refuse: DQL that is none", question: question.Query{DQL: "{q(func: has(name)"}, err: "refused query"},
		{name: "refuse: DQL that writes", question: question.Query{DQL: `upsert {query {v as var(func: has(name))} mutation {delete {uid(v) * * .}}}`}, err: "refused query"},
		{name: "refuse: DQL without end", question: question.Query{DQL: strings.Repeat("{q(func: has(name)) ", 50)}, err: "braces deep"},
		{name: "refuse: no DQL", question: question.Query{}, err: "dql: is missing"},
	}
}

func day(s string) time.Time { return schema.MustDate(s).First() }

// equalDates lets cmp compare dates.
var equalDates = cmp.Comparer(func(a, b schema.Date) bool { return a == b })

// pages asks for the same events whole and one by one.
func pages(t *testing.T, ask question.Answerer) {
	ctx := context.Background()
	for _, sort := range []question.Sort{question.Newest, question.Oldest, question.Reported} {
		q := question.Events{Statuses: question.AllStatuses, Alleged: true, Sort: sort}
		whole, err := ask.Events(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		var parts []question.Event
		for range whole.Events {
			q.First = 1
			page, err := ask.Events(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, page.Events...)
			q.After = page.Next
		}
		if q.After != "" {
			t.Errorf("%s: a cursor behind the last page", sort)
		}
		if diff := cmp.Diff(whole.Events, parts, equalDates); diff != "" {
			t.Errorf("%s: pages differ from the whole:\n%s", sort, diff)
		}
	}
	first, err := ask.Events(ctx, question.Events{Page: question.Page{First: 1}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = ask.Events(ctx, question.Events{Alleged: true, Page: question.Page{First: 1, After: first.Next}})
	if err == nil || !strings.Contains(err.Error(), "belongs to another question") {
		t.Errorf("cursor of another question: %v", err)
	}
}

// evidence follows every fact that answers give to the words that say it.
func evidence(t *testing.T, ask question.Answerer) {
	ctx := context.Background()
	facts := map[string]string{} // with a word of the quote
	m, err := ask.Members(ctx, question.Members{Organization: "SCO", Statuses: schema.MembershipStatuses})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range m.Members {
		facts[x.Fact] = string(x.Actor.Ref)
	}
	e, err := ask.Events(ctx, question.Events{Actors: []string{"Daria Orlova"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range e.Events {
		facts[x.Fact] = "met"
	}
	n, err := ask.Negotiations(ctx, question.Negotiations{})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range n.Negotiations {
		facts[x.Fact] = "mediates"
		course, err := ask.Negotiation(ctx, question.Negotiation{Fact: x.Fact})
		if err != nil {
			t.Fatal(err)
		}
		got := []int{len(course.RoundList), len(course.Demands), len(course.Replies), len(course.Outcomes), len(course.Next)}
		if diff := cmp.Diff([]int{2, 1, 1, 0, 1}, got); diff != "" {
			t.Errorf("rounds, demands, replies, outcomes, next (-want +got):\n%s", diff)
		}
	}
	facts["person/ivan-petrov"] = "Ivan Petrov"
	for fact, word := range facts {
		got, err := ask.Evidence(ctx, question.Evidence{Fact: fact})
		if err != nil {
			t.Errorf("%s: %v", fact, err)
			continue
		}
		if got.Total == 0 || got.Confidence <= 0 || got.Confidence > 1 || got.Words == "" {
			t.Errorf("%s: %+v", fact, got)
		}
		for _, c := range got.Claims {
			if !strings.Contains(c.Quote, word) || c.URL == "" || c.Source == "" || c.Published == "" {
				t.Errorf("%s: want %q in a claim with its article: %+v", fact, word, c)
			}
		}
	}
	meeting, err := ask.Evidence(ctx, question.Evidence{Fact: e.Events[0].Fact, Page: question.Page{First: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if c := meeting.Claims[0]; meeting.Total != 2 || c.Source != "Daily Sample" || !strings.HasPrefix(c.Behind, " China backed") {
		t.Errorf("the latest of two claims with what stands behind it: %+v", meeting)
	}
	if want := 1 - 0.2*0.2; meeting.Confidence < want-1e-9 || meeting.Confidence > want+1e-9 {
		t.Errorf("confidence %v of two publishers with 0.8 each, want %v", meeting.Confidence, want)
	}
}

// marks finds how facts stand beside the words that say them, in their evidence and in the article.
func marks(t *testing.T, ask question.Answerer) {
	ctx := context.Background()
	tests := []struct {
		article, quote string
		want           question.Marks
	}{
		{"lists.example/1", "state/RUS is member of organization/SCO.", question.Marks{Status: "member"}},
		{"lists.example/1", "state/IRN is observer of organization/SCO.", question.Marks{Status: "observer", Over: true}},
		{"lists.example/1", "person/daria-orlova is president of state/RUS.", question.Marks{Status: question.InOffice}},
		{"lists.example/1", "person/ivan-petrov is president of state/RUS.", question.Marks{Status: "former"}},
		{"times.example/quarrel", "Ukraine put sanctions on Russia on 15 March.", question.Marks{Status: "occurred"}},
		{"times.example/quarrel", "Russia shelled a town, Olena Marchenko said.", question.Marks{Status: "occurred", Alleged: true}},
		{"times.example/quarrel", "A meeting of the two presidents did not take place.", question.Marks{Status: "did_not_occur"}},
		{"daily.example/sco", "state/MNG is observer of organization/SCO.", question.Marks{Status: "observer"}},
		{"daily.example/sco", "Fourteen more are partners.", question.Marks{Status: "dialogue_partner"}},
	}
	for _, test := range tests {
		article, err := ask.Article(ctx, question.Article{ID: test.article})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(article.Statements, func(s question.Statement) bool { return s.Quote == test.quote })
		if i < 0 {
			t.Errorf("%s does not state %q", test.article, test.quote)
			continue
		}
		s := article.Statements[i]
		if s.Marks != test.want {
			t.Errorf("%q stands in its article as %+v, want %+v", test.quote, s.Marks, test.want)
		}
		e, err := ask.Evidence(ctx, question.Evidence{Fact: s.Fact})
		if err != nil {
			t.Fatal(err)
		}
		if e.Marks != test.want {
			t.Errorf("%q is evidence of what stands as %+v, want %+v", test.quote, e.Marks, test.want)
		}
	}
	profile, err := ask.Evidence(ctx, question.Evidence{Fact: "person/ivan-petrov"})
	if err != nil {
		t.Fatal(err)
	}
	if profile.Marks != (question.Marks{}) {
		t.Errorf("a profile stands as %+v", profile.Marks)
	}
}

// lines is an answer in short.
func lines(answer any) []string {
	out := []string{}
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	switch a := answer.(type) {
	case *question.SearchAnswer:
		for _, h := range a.Hits {
			s := h.Name + " " + string(h.Ref)
			if h.Match != h.Name {
				s += " by " + h.Match
			}
			for _, o := range h.Of {
				s += " of " + o.Name
			}
			add("%s", s)
		}
	case *question.MembersAnswer:
		for _, m := range a.Members {
			add("%s", standing(m, m.Actor))
		}
		for _, u := range a.Unnamed {
			add("%d unnamed %s", u.Number, u.Status)
		}
		for _, c := range a.Counts {
			add("%d: %d %s", c.Year, c.Number, c.Status)
		}
	case *question.MembershipsAnswer:
		for _, m := range a.Memberships {
			add("%s", standing(m, m.Organization))
		}
	case *question.CompareAnswer:
		add("%d shared", a.Shared)
		for _, r := range a.Rows {
			s := r.Actor.Name
			for _, m := range r.Standings {
				in := 0
				if m.Fact != "" {
					in = 1
				}
				s += fmt.Sprint(" ", in)
			}
			add("%s", s)
		}
	case *question.RelationAnswer:
		out = append(out, relationLines(a)...)
	case *question.PathAnswer:
		for _, p := range a.Paths {
			add("%s", p.Words)
		}
	case *question.NeighborsAnswer:
		for _, n := range a.Neighbors {
			s := fmt.Sprintf("%s %d:", n.Name, n.Weight)
			for _, k := range n.Kinds {
				s += " " + string(k)
			}
			add("%s", s)
		}
	case *question.EventsAnswer:
		for _, e := range a.Events {
			add("%s", e.Words)
		}
		if a.Total > 0 {
			add("total %d", a.Total)
		}
	case *question.NegotiationsAnswer:
		for _, n := range a.Negotiations {
			add("%s: %d rounds, last %s, %d articles", talksWords(n), n.Rounds, n.LastRound.Start, n.Articles)
		}
	case *question.ActorAnswer:
		out = append(out, actorLines(a)...)
	case *question.ChangesAnswer:
		for _, c := range a.Changes {
			when := "again: "
			if c.New {
				when = "new: "
			}
			if c.At.Before(a.Since) || !a.Until.IsZero() && !c.At.Before(a.Until) {
				when = fmt.Sprintf("at %s, out of the period: ", c.At)
			}
			add("%s%s", when, c.Words)
		}
	case *question.ArticleAnswer:
		add("%s, %s, %s", a.Title, a.Source, a.Published)
		add("mentions %s", joined(a.Mentions))
		for _, s := range a.Statements {
			add("%d-%d %s", s.Start, s.End, s.Words)
		}
	case *question.QueryAnswer:
		var v any
		_ = json.Unmarshal(a.Result, &v)
		b, _ := json.Marshal(v)
		add("%s", b)
	case *question.StatsAnswer:
		add("%d articles, %d publishers, %d states, %d organizations, %d people, %d places, %d events, %d negotiations",
			a.Articles, a.Publishers, a.States, a.Orgs, a.People, a.Places, a.Events, a.Negotiations)
		add("newest %s", a.Newest)
		for _, c := range a.ByType {
			add("%s %d", c.Type, c.Number)
		}
	default:
		add("no lines for %v", reflect.TypeOf(answer))
	}
	return out
}

func standing(m question.Membership, who question.Named) string {
	s := who.Name + " " + string(m.Status)
	if !m.Holds {
		s = "was: " + s
	}
	if !m.Since.IsZero() {
		s += " since " + m.Since.String()
	}
	if !m.Until.IsZero() {
		s += " until " + m.Until.String()
	}
	if m.Articles > 0 {
		s += fmt.Sprintf(", %d article", m.Articles)
	}
	return s
}

func relationLines(a *question.RelationAnswer) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, s := range a.Shared {
		add("share %s", s.Organization.Name)
	}
	b := a.Balance
	add("balance %d %d %d %d, score %.2f", b.VerbalCooperation, b.MaterialCooperation, b.VerbalConflict, b.MaterialConflict, b.Score())
	for _, c := range a.ByType {
		add("%s %d", c.Type, c.Number)
	}
	for _, y := range a.ByYear {
		period := y.Period.String()
		if period == "" {
			period = "undated"
		}
		add("%s: %d", period, y.Total())
	}
	for _, e := range a.Latest {
		add("latest %s", e.Words)
	}
	if a.LastContact != nil {
		add("contact %s", a.LastContact.Start)
	}
	for _, e := range a.Planned {
		add("%s", e.Words)
	}
	for _, n := range a.Negotiations {
		add("%s", talksWords(n))
	}
	for _, e := range a.Positions {
		add("position %s", e.Words)
	}
	for _, t := range a.Offices {
		add("%s", tenure(t))
	}
	return out
}

func talksWords(n question.NegotiationSummary) string {
	var parties, mediators []string
	for _, p := range n.Parties {
		parties = append(parties, p.Name)
	}
	for _, m := range n.Mediators {
		mediators = append(mediators, m.Name)
	}
	return "talks between " + strings.Join(parties, " and ") + " on " + n.Matter + ", mediated by " + strings.Join(mediators, " and ")
}

func tenure(t question.Tenure) string {
	verb := "was"
	if t.Holds {
		verb = "is"
	}
	s := fmt.Sprintf("%s %s %s of %s", t.Person.Name, verb, t.Office, t.Of.Name)
	if t.Until.IsZero() {
		return s + " since " + t.Since.String()
	}
	return s + " from " + t.Since.String() + " to " + t.Until.String()
}

func actorLines(a *question.ActorAnswer) []string {
	first := strings.TrimSpace(strings.Join([]string{a.Name, string(a.Ref), a.Formal, a.ISO2}, " "))
	if a.Latitude != 0 {
		first += fmt.Sprintf(" at %v %v", a.Latitude, a.Longitude)
	}
	out := []string{first, "names " + strings.Join(a.Names, ", ")}
	for _, m := range a.Memberships {
		out = append(out, standing(m, m.Organization))
	}
	for _, t := range a.Tenures {
		out = append(out, "office "+tenure(t))
	}
	for _, t := range a.Holders {
		out = append(out, "holder "+tenure(t))
	}
	for _, e := range a.Events[:min(1, len(a.Events))] {
		out = append(out, "event "+e.Words)
	}
	for _, n := range a.Neighbors[:min(1, len(a.Neighbors))] {
		out = append(out, fmt.Sprintf("neighbor %s %d", n.Name, n.Weight))
	}
	return out
}

func joined(all []question.Named) string {
	var names []string
	for _, n := range all {
		names = append(names, n.Name)
	}
	return strings.Join(names, ", ")
}
