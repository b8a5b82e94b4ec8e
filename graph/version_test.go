package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

func statuses(t *testing.T, s *graph.Store, q graph.MembersQuery) string {
	t.Helper()
	got, err := s.Members(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range got.Members {
		all = append(all, m.Ref.ID()+" "+string(m.Status))
	}
	return strings.Join(all, ", ")
}

// A corrected article replaces what it said: what nobody else says is withdrawn, and stays on record.
func TestCorrectedArticle(t *testing.T) {
	s := localtest.Store(t)
	wrong := said("a1", "2025-03-01", "Gazette", "Peru and Chile are members of the Tin League.")
	member(&wrong, "state/PER", "organization/TL", schema.Member, "", "")
	member(&wrong, "state/CHL", "organization/TL", schema.Member, "", "")
	other := said("a2", "2025-03-02", "Courier", "Peru belongs to the Tin League.")
	member(&other, "state/PER", "organization/TL", schema.Member, "", "")
	put(t, s, wrong, other)
	before := export(t, s)
	chile := memberFact(t, s, "CHL")

	corrected := said("a1", "2025-03-01", "Gazette", "Bolivia is an observer of the Tin League.")
	member(&corrected, "state/BOL", "organization/TL", schema.Observer, "", "")
	put(t, s, corrected)
	if got := statuses(t, s, graph.MembersQuery{Organization: "TL"}); got != "PER member, BOL observer" {
		t.Errorf("after the correction: %s", got)
	}
	members, err := s.Members(t.Context(), graph.MembersQuery{Organization: "TL", Status: schema.Member})
	if err != nil {
		t.Fatal(err)
	}
	if m := members.Members[0]; m.Articles != 1 || m.Publishers != 1 || m.FirstReported.String() != "2025-03-02" {
		t.Errorf("Peru is told by %+v", m)
	}
	if strings.Contains(export(t, s), "<state/CHL> <member_of>") {
		t.Error("the plain edge of the withdrawn membership is left")
	}
	if _, err := s.Evidence(t.Context(), graph.EvidenceQuery{Fact: chile}); err == nil {
		t.Error("the withdrawn membership is still a fact")
	}

	t.Run("and back", func(t *testing.T) {
		put(t, s, wrong)
		now := strings.ReplaceAll(export(t, s), `<article/a1> <version> "3"`, `<article/a1> <version> "1"`)
		var kept []string
		for line := range strings.Lines(now) {
			if strings.Contains(before, line) {
				kept = append(kept, line)
			}
		}
		sameLines(t, before, strings.Join(kept, ""))
		if got := statuses(t, s, graph.MembersQuery{Organization: "TL"}); got != "CHL member, PER member" {
			t.Errorf("got %s", got)
		}
	})
}

func memberFact(t *testing.T, s *graph.Store, id string) string {
	t.Helper()
	got, err := s.Members(t.Context(), graph.MembersQuery{Organization: "TL"})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range got.Members {
		if m.Ref.ID() == id {
			return m.Fact
		}
	}
	t.Fatalf("%s is no member", id)
	return ""
}

func TestWithdrawnArticleStaysAway(t *testing.T) {
	s := localtest.Store(t)
	put(t, s, alliance())
	for range 2 {
		if err := s.Withdraw(t.Context(), []string{"a1", "never seen"}, "retracted by the paper"); err != nil {
			t.Fatal(err)
		}
		put(t, s, alliance())
		if got := statuses(t, s, graph.MembersQuery{Organization: "TL", History: true}); got != "" {
			t.Errorf("got %s", got)
		}
	}
	if !strings.Contains(export(t, s), "retracted by the paper") {
		t.Error("the reason is not on record")
	}
}

// What the lists of reference say counts as of any date; a changed list closes what ended.
func TestReferenceMemberships(t *testing.T) {
	s := localtest.Store(t)
	rows := said("reference/tl", "2025-10-31", schema.ReferenceSource, "state/PER,organization/TL,member,1990-05-01,,tl-list")
	member(&rows, "state/PER", "organization/TL", schema.Member, "1990-05-01", "")
	member(&rows, "state/BRA", "organization/TL", schema.Observer, "1995", "2001-01-01")
	member(&rows, "state/BRA", "organization/TL", schema.Member, "2001-01-01", "")
	put(t, s, rows, alliance())
	for _, c := range []struct{ at, want string }{
		{"1980", ""},
		{"1990-04-30", ""},
		{"1990-05-01", "PER member"},
		{"1996", "PER member, BRA observer"},
		{"2000-12-31", "PER member, BRA observer"},
		{"2001-01-01", "BRA member, PER member"},
		{"2025-09-01", "BRA member, CHL member, PER member, TUR member"}, // two of them are known from the news
		{"", "BRA member, CHL member, PER member, TUR member"},
	} {
		got := statuses(t, s, graph.MembersQuery{Organization: "TL", At: schema.MustDate(c.at)})
		sorted := strings.Split(got, ", ")
		if strings.Join(sorted, ", ") != c.want {
			t.Errorf("at %q: %s, want %s", c.at, got, c.want)
		}
	}

	changed := said("reference/tl", "2025-11-30", schema.ReferenceSource, "state/PER,organization/TL,member,1990-05-01,2025-11-15,tl-list")
	member(&changed, "state/PER", "organization/TL", schema.Member, "1990-05-01", "2025-11-15")
	put(t, s, changed)
	if got := statuses(t, s, graph.MembersQuery{Organization: "TL", At: schema.MustDate("2025-12-01")}); got != "CHL member, TUR member" {
		t.Errorf("after the list was changed: %s", got)
	}
	if got := statuses(t, s, graph.MembersQuery{Organization: "TL", At: schema.MustDate("2020")}); got != "PER member" {
		t.Errorf("before the end: %s", got)
	}
}

// Talks that articles tell of one after the other, each with a round of its own, lead to the rounds of all, whoever stores
// them; and what one takes back is gone from them.
func TestTalksOfSeveralArticles(t *testing.T) {
	talks := func(id, round string, n int) schema.Facts {
		f := said(id, "2025-0"+round+"-02", "Gazette "+id, "Peru and Chile met to talk about water.")
		f.Events = []schema.Event{{
			Type: schema.Consult, Kind: schema.NegotiationRound, Status: schema.Occurred, Round: n, Origin: origin(f),
			Parties: []schema.Party{{Actor: "state/CHL", Role: schema.Participant}, {Actor: "state/PER", Role: schema.Participant}},
			Start:   schema.MustDate("2025-0" + round + "-01"), End: schema.MustDate("2025-0" + round + "-01"), Precision: schema.Day,
		}}
		f.Negotiations = []schema.Negotiation{{
			Parties: []schema.Ref{"state/CHL", "state/PER"}, Matter: "water", Rounds: []int{0}, Origin: origin(f),
		}}
		return f
	}
	all := []schema.Facts{talks("a1", "3", 1), talks("a2", "4", 2), talks("a3", "5", 3)}
	s := localtest.Store(t)
	for _, f := range all {
		put(t, open(t), f)
	}
	put(t, s, all...)
	var written strings.Builder
	if err := graph.WriteNQuads(&written, slices.Values(all)); err != nil {
		t.Fatal(err)
	}
	sameLines(t, strings.Join(slices.Compact(slices.Sorted(strings.Lines(written.String()))), ""), export(t, s))
	if n := strings.Count(export(t, s), "> <round> <"); n != 3 {
		t.Errorf("the talks lead to %d rounds", n)
	}
	corrected := said("a2", "2025-04-02", "Gazette a2", "Peru and Chile met to talk about water.")
	put(t, open(t), corrected)
	if n := strings.Count(export(t, s), "> <round> <"); n != 2 {
		t.Errorf("after a correction the talks lead to %d rounds", n)
	}
}

// A seat that was won and begins later is none yet when it was last reported.
func TestNotYetBegun(t *testing.T) {
	s := localtest.Store(t)
	f := said("terms", "2025-10-31", "Courier", "Peru sits in the Zinc League until the end of the year, and Chad will then.")
	member(&f, "state/PER", "organization/ZL", schema.Member, "2024-01-01", "2026-01-01")
	member(&f, "state/TCD", "organization/ZL", schema.Member, "2026-01-01", "2028-01-01")
	put(t, s, f)
	asker := question.New(s)
	for at, want := range map[string]string{"": "PER", "2025-12-31": "PER", "2026-01-01": "TCD", "2027-06-01": "TCD"} {
		day := schema.MustDate(at)
		if got := statuses(t, s, graph.MembersQuery{Organization: "organization/ZL", At: day}); got != want+" member" {
			t.Errorf("at %q: %s, want %s alone", at, got, want)
		}
		answer, err := asker.Members(t.Context(), question.Members{Organization: "organization/ZL", At: day})
		if err != nil {
			t.Fatal(err)
		}
		if len(answer.Members) != 1 || answer.Members[0].Actor.Ref.ID() != want {
			t.Errorf("at %q the question gives %+v, want %s alone", at, answer.Members, want)
		}
	}
	if got := export(t, s); !strings.Contains(got, "<state/PER> <member_of>") || strings.Contains(got, "<state/TCD> <member_of>") {
		t.Error("the plain edges say otherwise")
	}
}
