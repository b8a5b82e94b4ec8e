package graph

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/entente-kg/entente/schema"
)

// meeting is a report of a meeting in short: "2025-08-15 alaska summit putin=RUS trump=USA". Words are a date, a place,
// a kind, parties as person=STATE or STATE alone, and r2 for a second round; each may be left out.
func meeting(t testing.TB, short string) *report {
	e := eventSaid{Type: schema.Consult, Status: schema.Occurred}
	for word := range strings.FieldsSeq(short) {
		person, state, isPerson := strings.Cut(word, "=")
		switch {
		case isPerson:
			e.Parties = append(e.Parties, party(schema.NewRef(schema.Person, person), schema.NewRef(schema.State, state)))
		case word[0] >= '0' && word[0] <= '9':
			e.Start = schema.MustDate(word)
			e.End = e.Start
		case word == "summit" || word == "meeting" || word == "call" || word == "negotiation_round":
			e.Kind = schema.EventKind(word)
		case strings.ToUpper(word) == word:
			state := schema.NewRef(schema.State, word)
			e.Parties = append(e.Parties, party(state, state))
		case word[0] == 'r' && len(word) == 2:
			e.Round = int(word[1] - '0')
		default:
			e.Place = schema.NewRef(schema.Place, word)
		}
	}
	if e.Start.IsZero() {
		e.Reported = schema.MustDate("2025")
	}
	e.Parties = unionParties(e.Parties, nil)
	r, err := newReport(e, schema.MustDate("2025-09-01"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func party(actor, principal schema.Ref) partySaid {
	return partySaid{schema.Party{Actor: actor, Role: schema.Participant}, principal}
}

func TestClusterEvents(t *testing.T) {
	for _, c := range []struct {
		name    string
		reports []string
		want    int // events
	}{
		{"the same day told twice in different words", []string{"2025-08-15 putin=RUS trump=USA", "2025-08-15 RUS USA"}, 1},
		{"a month joins its only day", []string{"2025-08-15 RUS USA", "2025-08 RUS USA"}, 1},
		{"a year joins its only day", []string{"2025-08-15 RUS USA", "2025 RUS USA"}, 1},
		{"no date joins the only event", []string{"2025-08-15 alaska RUS USA", "alaska RUS USA"}, 1},
		{"a month of two days stays by itself", []string{"2025-08-15 RUS USA", "2025-08-22 RUS USA", "2025-08 RUS USA"}, 3},
		{"the place decides between two days", []string{"2025-08-15 alaska RUS USA", "2025-08-22 geneva RUS USA", "2025-08 geneva RUS USA"}, 2},
		{"different days", []string{"2025-08-15 RUS USA", "2025-08-16 RUS USA"}, 2},
		{"different places on a day", []string{"2025-08-15 alaska RUS USA", "2025-08-15 geneva RUS USA"}, 2},
		{"different people of the same states", []string{"2025-08-15 putin=RUS trump=USA", "2025-08-15 lavrov=RUS rubio=USA"}, 2},
		{"a delegation of more people", []string{"2025-08-15 putin=RUS trump=USA", "2025-08-15 putin=RUS lavrov=RUS trump=USA"}, 1},
		{"a summit is a meeting", []string{"2025-08-15 summit RUS USA", "2025-08-15 meeting RUS USA"}, 1},
		{"a call is no meeting", []string{"2025-08-15 call RUS USA", "2025-08-15 meeting RUS USA"}, 2},
		{"rounds are different talks", []string{"2025 r1 negotiation_round RUS UKR", "2025 r2 negotiation_round RUS UKR"}, 2},
		{"exact in place and exact in time", []string{"2025-08-15 RUS USA", "2025-08 alaska RUS USA"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var reports []*report
			for _, r := range c.reports {
				reports = append(reports, meeting(t, r))
			}
			if got := clusterEvents(reports); len(got) != c.want {
				t.Errorf("%d events, want %d", len(got), c.want)
			}
		})
	}
}

func TestJoinedEventIsAsExactAsItsReports(t *testing.T) {
	got := clusterEvents([]*report{
		meeting(t, "2025-08 summit alaska RUS USA"), meeting(t, "2025-08-15 putin=RUS trump=USA"), meeting(t, "RUS USA"),
	})
	if len(got) != 1 {
		t.Fatalf("%d events", len(got))
	}
	e := got[0]
	if e.Start.String() != "2025-08-15" || e.Place != "place/alaska" || e.Kind != schema.Summit || len(e.Parties) != 4 {
		t.Errorf("got %+v", e.eventSaid)
	}
}

// randomMeetings are reports that may or may not be about the same meetings.
func randomMeetings(rt *rapid.T, t testing.TB) []*report {
	words := func(label string, options ...string) string { return rapid.SampledFrom(options).Draw(rt, label) }
	seen := map[string]*report{}
	for i := range rapid.IntRange(1, 9).Draw(rt, "reports") {
		r := meeting(t, strings.Join([]string{
			words("date", "", "2025", "2025-08", "2025-08-15", "2025-08-16", "2025-09-01"),
			words("place", "", "alaska", "geneva"),
			words("kind", "", "summit", "meeting", "call"),
			words("russia", "RUS", "putin=RUS", "lavrov=RUS"),
			words("america", "USA", "trump=USA", "rubio=USA"),
		}, " "))
		r.first = schema.MustDate(fmt.Sprintf("2025-09-%02d", 1+i))
		r.last = r.first
		seen[r.xid] = r
	}
	var reports []*report
	for _, xid := range sortedKeys(seen) {
		reports = append(reports, seen[xid])
	}
	return reports
}

func TestEventsDoNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		reports := randomMeetings(rt, t)
		want := fmt.Sprint(derive("event/x", reports))
		shuffled := rapid.Permutation(reports).Draw(rt, "order")
		if got := fmt.Sprint(derive("event/x", shuffled)); got != want {
			rt.Fatalf("got  %s\nwant %s", got, want)
		}
	})
}

func TestEveryReportHasOneEvent(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		reports := randomMeetings(rt, t)
		homes := map[string]int{}
		for _, f := range derive("event/x", reports).facts {
			for _, r := range f.reports {
				homes[r]++
			}
		}
		for _, r := range reports {
			if homes[r.xid] != 1 {
				rt.Fatalf("%s is in %d events", r.content, homes[r.xid])
			}
		}
	})
}

func TestWithdrawnReportsDoNotCount(t *testing.T) {
	a, b := meeting(t, "2025-08-15 RUS USA"), meeting(t, "2025-09-01 RUS USA")
	b.withdrawn = true
	facts := derive("event/x", []*report{a, b}).facts
	if len(facts) != 1 || !slices.Equal(facts[0].reports, []string{a.xid}) {
		t.Errorf("got %v", facts)
	}
}

func TestBuckets(t *testing.T) {
	event := func(typ schema.EventType, kind schema.EventKind, status schema.EventStatus, start string, parties ...partySaid) string {
		return strings.Join(eventSaid{
			Type: typ, Kind: kind, Status: status, Start: schema.MustDate(start), Parties: parties,
		}.bucket(), "|")
	}
	rus, usa := party("state/RUS", "state/RUS"), party("state/USA", "state/USA")
	putin := party("person/putin", "state/RUS")
	sco := party("organization/SCO", "organization/SCO")
	host := partySaid{schema.Party{Actor: "state/CHN", Role: schema.Host}, "state/CHN"}
	day := "2025-08-15"
	meet := event(schema.Consult, "", schema.Occurred, day, rus, usa)
	for _, c := range []struct {
		name, bucket string
		same         bool
	}{
		{"order of the parties", event(schema.Consult, "", schema.Occurred, day, usa, rus), true},
		{"a person for the state", event(schema.Consult, "", schema.Occurred, day, putin, usa), true},
		{"a host takes no part", event(schema.Consult, "", schema.Occurred, day, rus, usa, host), true},
		{"another time of the year", event(schema.Consult, "", schema.Occurred, "2025", rus, usa), true},
		{"still going on", event(schema.Consult, "", schema.Ongoing, day, rus, usa), true},
		{"planned is not done", event(schema.Consult, "", schema.Planned, day, rus, usa), false},
		{"denied is not done", event(schema.Consult, "", schema.DidNotOccur, day, rus, usa), false},
		{"another year", event(schema.Consult, "", schema.Occurred, "2024", rus, usa), false},
		{"another type", event(schema.Agree, "", schema.Occurred, day, rus, usa), false},
	} {
		if same := c.bucket == meet; same != c.same {
			t.Errorf("%s: same bucket is %v", c.name, same)
		}
	}
	if event(schema.Consult, schema.Summit, schema.Occurred, day, sco) != event(schema.Consult, schema.Summit, schema.Occurred, day, sco, putin) {
		t.Error("a guest makes another summit")
	}
	if event(schema.Assault, "", schema.Occurred, "2025-08-01", rus) == event(schema.Assault, "", schema.Occurred, "2025-09-01", rus) {
		t.Error("attacks of different months share a bucket")
	}
}
