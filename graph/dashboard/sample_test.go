package dashboard_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/entente-kg/entente/ask"
	"github.com/entente-kg/entente/graph/dashboard"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// sampleServer serves the pages and the API as entente serve does, over a fresh graph with the real lists of the SCO and
// its affiliates and articles of our own. It returns the address.
func sampleServer(t *testing.T) string {
	t.Helper()
	store, ctx := localtest.Store(t), context.Background()
	facts := append(lists(t), news()...)
	for len(facts) > 0 {
		n := min(64, len(facts))
		if refused, err := store.Put(ctx, facts[:n]); err != nil || len(refused) > 0 {
			t.Fatal(refused, err)
		}
		facts = facts[n:]
	}
	english, err := ask.New(question.New(store), func() time.Time { return today })
	if err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	pages, err := dashboard.New(slowly{english}, dashboard.Options{
		Version: "test", Log: logger, Now: func() time.Time { return today }, Ingest: fed,
	})
	if err != nil {
		t.Fatal(err)
	}
	return serve(t, service.NewServer(service.New(english, logger), service.Options{Log: logger, Pages: pages}))
}

// serve runs a server on loopback until the test ends.
func serve(t *testing.T, s *service.Server) string {
	t.Helper()
	var l [2]net.Listener
	for i := range l {
		var err error
		if l[i], err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l[0], l[1]) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return "http://" + l[1].Addr().String()
}

// slowly answers a query that asks for it only when its reader gives up.
type slowly struct{ *ask.Asker }

func (s slowly) Query(ctx context.Context, q question.Query) (*question.QueryAnswer, error) {
	if strings.Contains(q.DQL, "# slow") {
		<-ctx.Done()
		cancelled <- ctx.Err()
		return nil, ctx.Err()
	}
	return s.Asker.Query(ctx, q)
}

// cancelled tells why a slow query ended.
var cancelled = make(chan error, 1)

// lists are the reference lists, of which only the SCO and a few others keep their members.
func lists(t *testing.T) (facts []schema.Facts) {
	t.Helper()
	world, err := reference.Load()
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[schema.Ref]bool{"organization/SCO": true, "organization/BSEC": true, "organization/NATO": true}
	for _, f := range world.Facts() {
		f.Memberships = slices.DeleteFunc(f.Memberships, func(m schema.Membership) bool { return !wanted[m.Organization] })
		states := slices.ContainsFunc(f.Actors, func(a schema.Actor) bool { return a.Type == schema.State && a.Profile != nil })
		if states || len(f.Memberships) > 0 {
			f.Tenures = nil
			facts = append(facts, f)
		}
	}
	return facts
}

// told is an event as a news article of ours tells it: who did what to whom, in a sentence.
type told struct {
	published, happened string
	kind                schema.EventKind
	what                schema.EventType
	status              schema.EventStatus // empty for what occurred
	a, b                schema.Ref         // the participants; or, for what one does to another, source and target
	place               schema.Ref
	by                  schema.Ref // who says so, if not the article
	sentence            string
}

// articles are a few years of Russia's dealings, freely invented where the record is thin.
var articles = []told{
	{"2020-03-06", "2020-03-05", schema.Meeting, schema.Agree, "", "state/RUS", "state/TUR", "place/moscow", "", "Russia and Turkey agreed on a ceasefire in Idlib in Moscow on Thursday."},
	{"2020-10-28", "2020-10-26", "", schema.Accuse, "", "state/TUR", "state/RUS", "", "", "Turkey accused Russia of bombing a camp in Idlib on Monday."},
	{"2021-09-30", "2021-09-29", schema.Meeting, schema.Consult, "", "state/RUS", "state/TUR", "", "", "The presidents of Russia and Turkey met in Sochi on Wednesday."},
	{"2022-02-08", "2022-02-07", "", schema.Threaten, "", "state/RUS", "state/UKR", "", "", "Russia threatened Ukraine with consequences on Monday."},
	{"2022-02-25", "2022-02-24", "", schema.Assault, "", "state/RUS", "state/UKR", "place/kyiv", "", "Russia attacked Ukraine on Thursday; the first missiles fell on Kyiv."},
	{"2022-03-11", "2022-03-10", schema.NegotiationRound, schema.Consult, "", "state/RUS", "state/UKR", "", "", "Russia and Ukraine held talks in Antalya on Thursday."},
	{"2022-03-30", "2022-03-29", schema.NegotiationRound, schema.Consult, "", "state/RUS", "state/UKR", "place/istanbul", "", "Russia and Ukraine met again in Istanbul on Tuesday."},
	{"2022-07-23", "2022-07-22", "", schema.Agree, "", "state/RUS", "state/TUR", "place/istanbul", "", "Russia and Turkey signed an accord on grain in Istanbul on Friday."},
	{"2023-07-18", "2023-07-17", "", schema.Retreat, "", "state/RUS", "state/TUR", "", "", "Russia withdrew from the grain accord with Turkey on Monday."},
	{"2023-03-22", "2023-03-21", schema.Summit, schema.Consult, "", "state/RUS", "state/CHN", "place/moscow", "", "Russia and China held a summit in Moscow on Tuesday."},
	{"2024-05-17", "2024-05-16", schema.Summit, schema.Consult, "", "state/RUS", "state/CHN", "place/beijing", "", "Russia and China held a summit in Beijing on Thursday."},
	{"2024-03-04", "2024-03-03", schema.NegotiationRound, schema.Consult, "", "state/RUS", "state/TUR", "place/ankara", "", "Russia and Turkey held talks in Ankara."},
	{"2024-09-12", "2024-09-11", "", schema.Aid, "", "state/CHN", "state/RUS", "", "state/USA", "China gave aid to Russia's army, the United States said on Wednesday."},
	{"2025-05-17", "2025-05-16", schema.NegotiationRound, schema.Consult, "", "state/RUS", "state/UKR", "place/istanbul", "", "Russia and Ukraine held direct talks in Istanbul on Friday."},
	{"2025-06-03", "2025-06-02", schema.NegotiationRound, schema.Consult, "", "state/RUS", "state/UKR", "place/istanbul", "", "Russia and Ukraine held a second round of talks in Istanbul on Monday."},
	{"2025-06-05", "2025-06-04", "", schema.Request, "", "state/RUS", "state/UKR", "", "", "Russia demanded on Wednesday that Ukraine withdraw its troops."},
	{"2025-06-06", "2025-06-05", "", schema.Reject, "", "state/UKR", "state/RUS", "", "", "Ukraine rejected Russia's demand on Thursday."},
	{"2025-09-02", "2025-10", schema.Meeting, schema.Consult, schema.Planned, "state/RUS", "state/TUR", "place/istanbul", "", "Russia and Turkey plan to meet in Istanbul in October."},
	{"2025-09-03", "2025-08", "", schema.Assault, schema.DidNotOccur, "state/RUS", "state/TUR", "", "", "Russia did not attack a Turkish ship in August, both said."},
}

// news are our articles, one for each event, and one that tells of members.
func news() (facts []schema.Facts) {
	for i, e := range articles {
		facts = append(facts, e.facts(fmt.Sprintf("post-%d", i+2)))
	}
	facts[len(facts)-5].Negotiations = []schema.Negotiation{{
		Parties: []schema.Ref{"state/RUS", "state/UKR"}, Matter: "a ceasefire", Rounds: []int{0}, Origin: facts[len(facts)-5].Events[0].Origin,
	}}
	facts[len(facts)-6].Negotiations = []schema.Negotiation{{
		Parties: []schema.Ref{"state/RUS", "state/UKR"}, Mediators: []schema.Ref{"state/TUR"}, Matter: "a ceasefire", Rounds: []int{0}, Origin: facts[len(facts)-6].Events[0].Origin,
	}}
	text := "Russia is a member of the SCO. Laos has become a dialogue partner of the SCO, and Cyprus wants to become one."
	say := func(quote string) schema.Origin {
		i := strings.Index(text, quote)
		return schema.Origin{Evidence: []schema.Span{{Start: i, End: i + len(quote)}}, Confidence: .9, Rule: "test"}
	}
	return append(facts, schema.Facts{
		Article: schema.Article{ID: "post-1", URL: "https://example.org/1", Title: "Round the table of the SCO", Published: "2025-09-04", Source: "The Harbour Post", Text: text},
		Actors:  []schema.Actor{actorOf("state/RUS"), actorOf("state/LAO"), actorOf("state/CYP")},
		Memberships: []schema.Membership{
			{Actor: "state/RUS", Organization: "organization/SCO", Status: schema.Member, Origin: say("Russia is a member of the SCO.")},
			{Actor: "state/CYP", Organization: "organization/SCO", Status: schema.Applicant, Origin: say("Cyprus wants to become one")},
			{Actor: "state/LAO", Organization: "organization/SCO", Status: schema.DialoguePartner, Start: schema.MustDate("2025-09-01"), Origin: say("Laos has become a dialogue partner of the SCO")},
		},
	})
}

var sampleNames = map[schema.Ref]string{
	"state/RUS": "Russia", "state/TUR": "Turkey", "state/UKR": "Ukraine", "state/CHN": "China", "state/USA": "United States",
	"state/LAO": "Laos", "state/CYP": "Cyprus", "place/moscow": "Moscow", "place/kyiv": "Kyiv", "place/istanbul": "Istanbul",
	"place/beijing": "Beijing", "place/ankara": "Ankara",
}

func actorOf(ref schema.Ref) schema.Actor {
	return schema.Actor{Ref: ref, Type: ref.Type(), Name: sampleNames[ref]}
}

func (e *told) facts(id string) schema.Facts {
	lead, rest := "News of the day. ", " Nothing else was known in the evening."
	span := schema.Span{Start: utf8.RuneCountInString(lead), End: utf8.RuneCountInString(lead + e.sentence)}
	event := schema.Event{
		Type: e.what, Kind: e.kind, Status: e.status, Start: schema.MustDate(e.happened), End: schema.MustDate(e.happened),
		Place: e.place, AttributedTo: e.by, Origin: schema.Origin{Evidence: []schema.Span{span}, Confidence: .8, Rule: "test"},
	}
	if event.Status == "" {
		event.Status = schema.Occurred
	}
	event.Precision = event.Start.Precision()
	roles := []schema.Role{schema.Source, schema.Target}
	if e.what == schema.Consult || e.what == schema.Agree {
		roles = []schema.Role{schema.Participant, schema.Participant}
	}
	event.Parties = []schema.Party{{Actor: e.a, Role: roles[0]}, {Actor: e.b, Role: roles[1]}}
	f := schema.Facts{
		Article: schema.Article{
			ID: id, URL: "https://example.org/" + id, Title: strings.TrimSuffix(e.sentence, "."), Published: schema.Published(e.published),
			Source: []string{"The Harbour Post", "Inland Courier"}[len(id)%2], Text: lead + e.sentence + rest,
		},
		Actors: []schema.Actor{actorOf(e.a), actorOf(e.b)}, Events: []schema.Event{event},
	}
	for _, ref := range []schema.Ref{e.place, e.by} {
		if ref != "" {
			f.Actors = append(f.Actors, actorOf(ref))
		}
	}
	return f
}

// fed is how the sample graph is fed.
func fed(context.Context) (*dashboard.Ingest, error) {
	at := func(hours float64) time.Time { return today.Add(-time.Duration(hours * float64(time.Hour))) }
	return &dashboard.Ingest{
		Sources: []dashboard.Source{
			{Name: "harbour-post", LastRun: at(.2), LastSuccess: at(.2), LastYield: at(.7), Lag: 42 * time.Minute, Items: 30, New: 2, Total: 1840},
			{Name: "inland-courier", LastRun: at(.2), LastSuccess: at(.2), LastYield: at(60), Lag: 3 * time.Hour, Items: 25, Total: 912, Alarm: "gave nothing new for 2 days; it gave 14 articles a day before"},
			{Name: "northern-wire", LastRun: at(.2), LastSuccess: at(30), LastYield: at(31), Lag: 50 * time.Hour, Items: 0, Total: 77, Error: "GET https://news.example/feed: 503 Service Unavailable"},
		},
		Waiting: 3, Aside: 2,
		Rejects: []dashboard.Reject{
			{Where: "https://news.example/2025/11/21/live", Source: "harbour-post", Title: "Live: the day in pictures", Reason: "no text of an article on the page", At: at(4)},
			{Where: "dump.jsonl:118", Source: "archive", Reason: `published: "soon" is no date`, At: at(26)},
		},
	}, nil
}
