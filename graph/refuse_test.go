package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/schema"
)

// Articles that can't be stored are named with their reasons; the others are stored.
func TestPutNamesWhatItCannotStore(t *testing.T) {
	broken := func(change func(*schema.Facts)) schema.Facts {
		f := alliance()
		f.Article.ID = "broken"
		change(&f)
		return f
	}
	for _, c := range []struct {
		name, reason string
		change       func(*schema.Facts)
	}{
		{"no id", "no id", func(f *schema.Facts) { f.Article.ID = "" }},
		{"a line break in the id", "control characters", func(f *schema.Facts) { f.Article.ID = "a\nb" }},
		{"no date", "no publication date", func(f *schema.Facts) { f.Article.Published = "" }},
		{"a date that is none", "2025-02-30", func(f *schema.Facts) { f.Article.Published = "2025-02-30" }},
		{"text that is no UTF-8", "UTF-8", func(f *schema.Facts) { f.Article.Text = "\xff" }},
		{"no evidence", "membership 1: no evidence", func(f *schema.Facts) { f.Memberships[1].Evidence = nil }},
		{"evidence behind the end", "not in the text", func(f *schema.Facts) { f.Memberships[0].Evidence[0].End = 52 }},
		{"evidence the wrong way round", "not in the text", func(f *schema.Facts) {
			f.Memberships[0].Evidence[0] = schema.Span{Start: 9, End: 3}
		}},
		{"a status of its own", `no status "friend"`, func(f *schema.Facts) { f.Memberships[0].Status = "friend" }},
		{"an end before the start", "before it starts", func(f *schema.Facts) {
			f.Memberships[0].Start, f.Memberships[0].End = schema.MustDate("2020"), schema.MustDate("2019")
		}},
		{"a ref that is none", "is no ref", func(f *schema.Facts) { f.Memberships[0].Actor = "Peru" }},
		{"a place that is nowhere", "no place on the globe", func(f *schema.Facts) {
			f.Actors[0].Profile = &schema.Profile{Location: &schema.Location{Latitude: 91}, Origin: origin(*f)}
		}},
		{"a name without end", "more than 8192", func(f *schema.Facts) { f.Actors[0].Name = strings.Repeat("Peru ", 2000) }},
		{"an event of no type", "no type", func(f *schema.Facts) {
			f.Events = []schema.Event{{Status: schema.Occurred, Origin: origin(*f)}}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := localtest.Store(t)
			rejected, err := s.Put(t.Context(), []schema.Facts{broken(c.change), alliance()})
			if err != nil {
				t.Fatal(err)
			}
			if len(rejected) != 1 || !strings.Contains(rejected[0].Reason, c.reason) {
				t.Errorf("rejected %v, want one for %q", rejected, c.reason)
			}
			if got := statuses(t, s, graph.MembersQuery{Organization: "TL"}); got != "CHL member, PER member, TUR member" {
				t.Errorf("the good article: %s", got)
			}
		})
	}
}

// What only the server finds out, in a batch of many, is traced to the article to blame.
func TestPutSplitsWhatTheServerRefuses(t *testing.T) {
	s := localtest.Store(t)
	gen := newSynthetic(5)
	var batch []schema.Facts
	for n := range 9 {
		batch = append(batch, gen.article(n))
	}
	// A server that keeps languages as numbers refuses English, and takes 7.
	localtest.Alter(t, "language: int .")
	for i := range batch {
		batch[i].Article.Language = "7"
	}
	bad := alliance()
	bad.Article.ID = "in English"
	batch = slices.Insert(batch, 4, bad)
	rejected, err := s.Put(t.Context(), batch)
	if err != nil {
		t.Fatal(err)
	}
	if len(rejected) != 1 || rejected[0].Article != "in English" {
		t.Errorf("rejected %v", rejected)
	}
	stats, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stats.Articles != 9 {
		t.Errorf("%d articles are stored", stats.Articles)
	}
}

// Strange but sound: ids and names of any characters come back as they went in.
func TestAnyCharacters(t *testing.T) {
	s := localtest.Store(t)
	for _, id := range []string{`a "quoted" id`, `back\slash`, "https://example.org/?q=a&b=<c>#d", "статья № 5", "emoji 🕊️", "{$x}"} {
		f := alliance()
		f.Article.ID = id
		f.Article.Source = "The “Übersee” Post <" + id + ">"
		put(t, s, f)
		put(t, s, f)
	}
	claims, err := s.Evidence(t.Context(), graph.EvidenceQuery{Fact: memberFact(t, s, "PER")})
	if err != nil {
		t.Fatal(err)
	}
	if len(claims) != 6 {
		t.Errorf("%d claims", len(claims))
	}
	for _, c := range claims {
		if c.Source != "The “Übersee” Post <"+c.Article+">" {
			t.Errorf("%+v", c)
		}
	}
}

func TestNotFound(t *testing.T) {
	s := localtest.Store(t)
	put(t, s, alliance())
	if _, err := s.Members(t.Context(), graph.MembersQuery{Organization: "Lead League"}); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("Members: %v", err)
	}
	if _, err := s.Actor(t.Context(), ""); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("Actor: %v", err)
	}
	if _, err := s.Evidence(t.Context(), graph.EvidenceQuery{Fact: "event/0"}); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("Evidence: %v", err)
	}
}

// A second node of an xid is refused. Where it was made all the same, while xids were not @unique, it is found by whoever
// touches it, and by an export; what has nothing to do with it is stored.
func TestDoubledNode(t *testing.T) {
	s := localtest.Store(t)
	put(t, s, alliance())
	again := "_:again <xid> \"state/PER\" .\n_:again <dgraph.type> \"Actor\" ."
	localtest.Refused(t, again)
	localtest.Alter(t, "xid: string @index(hash) @upsert .")
	localtest.Set(t, again)
	touching := said("a2", "2025-03-02", "Courier", "Peru, or Perú, belongs to the Zinc League.")
	member(&touching, "state/PER", "organization/ZL", schema.Member, "", "")
	other := said("a3", "2025-03-02", "Courier", "Chad belongs to the Zinc League.")
	member(&other, "state/TCD", "organization/ZL", schema.Member, "", "")
	rejected, err := open(t).Put(t.Context(), []schema.Facts{touching, other}) // nothing is known to it
	if err != nil || len(rejected) != 1 || rejected[0].Article != "a2" || !strings.Contains(rejected[0].Reason, `"state/PER"`) {
		t.Errorf("rejected %v, err %v", rejected, err)
	}
	var doubled *graph.DoubledError
	if err := s.Export(t.Context(), io.Discard); !errors.As(err, &doubled) || doubled.XID != "state/PER" {
		t.Errorf("export: %v", err)
	}
}

// Facts of older graphs have no content of their own and lead to no principals; a migration gives them what they would have
// been stored with, and goes on where one was interrupted.
func TestOlderFactsGetTheirContent(t *testing.T) {
	s := localtest.Store(t)
	gen := newSynthetic(12)
	for n := range 30 {
		put(t, s, gen.article(n))
	}
	put(t, s, alliance(), ministers())
	want := export(t, s)
	if !strings.Contains(want, "> <principal> <state/PER> (role=") {
		t.Fatal("nobody acts for anybody")
	}
	localtest.Clear(t, "principal", "has(principal)")
	for _, of := range []string{"type(Membership)", "type(Tenure)", "type(Event)", "type(Affiliation)"} {
		localtest.Clear(t, "content", of)
	}
	if cleared := export(t, s); cleared == want || !strings.Contains(cleared, "<content>") {
		t.Fatal("the graph is not an older one")
	}
	localtest.SetVersion(t, 5)
	both := make(chan error, 2)
	for range cap(both) {
		other := open(t)
		go func() { both <- other.Migrate(t.Context()) }()
	}
	for range cap(both) {
		if err := <-both; err != nil {
			t.Error(err)
		}
	}
	sameLines(t, want, export(t, s))

	localtest.Clear(t, "content", "type(Tenure)")
	localtest.SetVersion(t, 5)
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	sameLines(t, want, export(t, s))
}

// A graph of version 4 has reports and claims with an xid and a type. It goes on as it is.
func TestOlderGraphGoesOn(t *testing.T) {
	s := localtest.Store(t)
	localtest.Alter(t, "last_char: int .")
	localtest.SetVersion(t, 4)
	put(t, s, alliance())
	localtest.Set(t, olderNames(t, s))
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := export(t, s)
	put(t, s, alliance())
	sameLines(t, before, export(t, s))
	correct := alliance()
	correct.Memberships = correct.Memberships[:1]
	put(t, s, correct)
	if got := statuses(t, s, graph.MembersQuery{Organization: "TL"}); strings.Count(got, ",") != 0 || got == "" {
		t.Errorf("after a correction: %s", got)
	}
}

// olderNames are the N-Quads that reports and claims had in version 4 and no longer have.
func olderNames(t *testing.T, s *graph.Store) string {
	t.Helper()
	answer, err := s.Query(t.Context(), `{r(func: has(bucket)) {uid} c(func: has(quote)) {uid}}`, nil)
	if err != nil {
		t.Fatal(err)
	}
	var found struct{ R, C []struct{ UID string } }
	if err := json.Unmarshal(answer, &found); err != nil || len(found.R) == 0 || len(found.C) == 0 {
		t.Fatalf("%v: %s", err, answer)
	}
	var b strings.Builder
	for i, n := range found.R {
		fmt.Fprintf(&b, "<%s> <xid> \"report/%d\" .\n<%[1]s> <dgraph.type> \"Report\" .\n<%[1]s> <last_reported> \"2025-09-01\" .\n", n.UID, i)
	}
	for i, n := range found.C {
		fmt.Fprintf(&b, "<%s> <xid> \"claim/%d\" .\n<%[1]s> <last_char> \"9\" .\n", n.UID, i)
	}
	return b.String()
}

func TestNewerGraphIsLeftAlone(t *testing.T) {
	s := localtest.Store(t)
	localtest.SetVersion(t, 999)
	if err := s.Migrate(t.Context()); !errors.Is(err, graph.ErrNewer) {
		t.Errorf("got %v", err)
	}
}

// Dgraph goes away in the middle of an ingest: Put waits and goes on when it is back, and the graph is what it would
// have been.
func TestPutOutlivesDgraph(t *testing.T) {
	gen := newSynthetic(11)
	var articles []schema.Facts
	for n := range 40 {
		articles = append(articles, gen.article(n))
	}
	s := localtest.Store(t)
	put(t, s, articles...)
	want := export(t, s)

	s = localtest.Store(t)
	pidFile := filepath.Join(localtest.Server(t).Dir(), "alpha.pid")
	for i, f := range articles {
		if i == 10 || i == 25 {
			killPID(t, pidFile)
		}
		put(t, s, f)
	}
	sameLines(t, want, export(t, s))

	t.Run("until the context ends", func(t *testing.T) {
		nowhere, err := graph.Open(t.Context(), graph.Options{Addresses: []string{"127.0.0.1:1"}})
		if err != nil {
			t.Fatal(err)
		}
		defer nowhere.Close() //nolint:errcheck // it never was open
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		rejected, err := nowhere.Put(ctx, articles[:1])
		if !errors.Is(err, context.DeadlineExceeded) || len(rejected) > 0 {
			t.Errorf("rejected %v, err %v", rejected, err)
		}
	})
}

func killPID(t *testing.T, file string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// ministers is an article with facts of every kind: a president meets envoys of another state.
func ministers() schema.Facts {
	f := said("m1", "2025-06-20", "Gazette", "President Ana Li of Peru met envoys of Chile in Lima on 3 June for a second round of talks.")
	name(&f, "person/ana-li", "Ana Li", "state/PER")
	name(&f, "state/PER", "Peru", "")
	name(&f, "state/CHL", "Chile", "")
	name(&f, "place/lima", "Lima", "")
	f.Tenures = []schema.Tenure{{Person: "person/ana-li", Office: "president", Of: "state/PER", Origin: origin(f)}}
	f.Events = []schema.Event{{
		Type: schema.Consult, Kind: schema.NegotiationRound, Status: schema.Occurred, Place: "place/lima", Round: 2,
		Parties: []schema.Party{{Actor: "person/ana-li", Role: schema.Participant}, {Actor: "state/CHL", Role: schema.Participant}},
		Start:   schema.MustDate("2025-06-03"), End: schema.MustDate("2025-06-03"), Precision: schema.Day, Origin: origin(f),
	}}
	f.Negotiations = []schema.Negotiation{{
		Parties: []schema.Ref{"state/PER", "state/CHL"}, Matter: "the sea border", Rounds: []int{0}, Origin: origin(f),
	}}
	f.Affiliations = []schema.Affiliation{{Organization: "organization/TL", Status: schema.Observer, Count: 3, Origin: origin(f)}}
	return f
}

func TestEveryKindOfFact(t *testing.T) {
	s := localtest.Store(t)
	put(t, s, ministers())

	got, err := s.Query(t.Context(), `{
		event(func: type(Event)) {kind round_number start place {name} participant @facets(role) (orderasc: xid) {xid}}
		talks(func: type(Negotiation)) {matter round {fact {start}} party (orderasc: xid) {xid}}
		count(func: type(Affiliation)) {number organization {xid}}
		holds(func: eq(xid, "person/ana-li")) {of {name} holds {office of {name}}}
	}`, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"event":[{"kind":"negotiation_round","round_number":2,"start":"2025-06-03","place":{"name":"Lima"},` +
		`"participant":[{"xid":"person/ana-li","participant|role":"participant"},{"xid":"state/CHL","participant|role":"participant"}]}],` +
		`"talks":[{"matter":"the sea border","round":[{"fact":{"start":"2025-06-03"}}],"party":[{"xid":"state/CHL"},{"xid":"state/PER"}]}],` +
		`"count":[{"number":3,"organization":{"xid":"organization/TL"}}],` +
		`"holds":[{"of":[{"name":"Peru"}],"holds":[{"office":"president","of":[{"name":"Peru"}]}]}]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	peru, err := s.Actor(t.Context(), "peru")
	if err != nil {
		t.Fatal(err)
	}
	if len(peru.Tenures) != 1 || peru.Tenures[0].Person.Name != "Ana Li" || peru.Articles != 1 {
		t.Errorf("got %+v", peru)
	}
}
