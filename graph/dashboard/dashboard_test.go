package dashboard_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/dashboard"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// hostile is a name as an attacker would like it to be written into a page.
const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>"'&{{.}}`

// invented answers every question with texts that are hostile.
type invented struct{}

var (
	bad   = question.Named{Ref: "organization/bad", Name: hostile}
	state = question.Named{Ref: "state/KAZ", Name: hostile}
	meet  = question.Event{
		Fact: "event/1", Type: schema.Consult, Kind: schema.Meeting, Status: schema.Planned, Words: hostile, Alleged: true,
		Start: schema.MustDate("2025-08"), End: schema.MustDate("2025-08"), Place: question.Named{Ref: "place/x", Name: hostile},
		Parties: []question.Party{{Named: state, Roles: []schema.Role{schema.Participant}}}, Round: 2,
	}
	member = question.Membership{
		Fact: "membership/1", Actor: state, Organization: bad, Status: schema.Member, Holds: true,
		Period: question.Period{Since: schema.MustDate("2001-06-15"), Articles: 3, Disputed: true},
	}
	held  = question.Tenure{Fact: "tenure/1", Person: question.Named{Ref: "person/x", Name: hostile}, Office: hostile, Of: state}
	talks = question.NegotiationSummary{Fact: "negotiation/1", Parties: []question.Named{state, bad}, Matter: hostile, Mediators: []question.Named{bad}, Hosts: []question.Named{bad}, Rounds: 2}
)

func (invented) Search(_ context.Context, q question.Search) (*question.SearchAnswer, error) {
	if len(q.Text) > 300 {
		return nil, &question.InvalidError{Field: "text", Reason: "a name has at most 300 bytes"}
	}
	hits := []question.Hit{{Named: bad, Type: schema.Organization, Match: hostile, Score: .8, Of: []question.Named{bad}}}
	if q.Text == "SCO" {
		hits = []question.Hit{{Named: question.Named{Ref: "organization/SCO", Name: "SCO"}, Type: schema.Organization, Match: "SCO", Score: 1}}
	}
	return &question.SearchAnswer{Hits: hits}, nil
}

func (invented) Actor(_ context.Context, q question.Actor) (*question.ActorAnswer, error) {
	if q.Actor == "state/ZZZ" {
		return nil, &question.UnknownError{Field: "actor", Name: hostile, Nearest: []question.Named{bad}}
	}
	return &question.ActorAnswer{
		Named: state, Type: schema.State, Names: []string{hostile, hostile}, Formal: hostile, Kind: hostile, Of: []question.Named{bad},
		Capital: bad, Tenures: []question.Tenure{held}, Holders: []question.Tenure{held}, Events: []question.Event{meet},
		Neighbors: []question.Neighbor{{Named: bad, Kinds: []question.Link{question.LinkEvent}}},
	}, nil
}

func (invented) Members(_ context.Context, q question.Members) (*question.MembersAnswer, error) {
	if q.Organization == "organization/none" {
		return &question.MembersAnswer{Organization: bad}, nil
	}
	return &question.MembersAnswer{
		Organization: bad, At: q.At, Members: []question.Membership{member},
		Unnamed: []question.Count{{Fact: "affiliation/1", Status: schema.Observer, Number: 16}},
		Counts:  []question.YearCount{{Year: 2001, Status: schema.Member, Number: 6}, {Year: 2024, Status: schema.Member, Number: 10}},
	}, nil
}

func (invented) Memberships(context.Context, question.Memberships) (*question.MembershipsAnswer, error) {
	return &question.MembershipsAnswer{Memberships: []question.Membership{member}}, nil
}

func (invented) Compare(context.Context, question.Compare) (*question.CompareAnswer, error) {
	return &question.CompareAnswer{}, nil
}

func (invented) Relation(context.Context, question.Relation) (*question.RelationAnswer, error) {
	events := []question.Event{meet}
	return &question.RelationAnswer{
		A: state, B: bad, Shared: []question.Shared{{Organization: bad, A: member, B: member}}, Direct: []question.Membership{member},
		Latest: events, LastContact: &meet, Planned: events, Positions: events, Negotiations: []question.NegotiationSummary{talks},
	}, nil
}

func (invented) Path(context.Context, question.Path) (*question.PathAnswer, error) {
	step := question.Step{From: state, To: bad, Kind: question.LinkEvent, Fact: "event/1", Words: hostile}
	return &question.PathAnswer{From: state, To: bad, Paths: []question.Route{{Steps: []question.Step{step}, Words: hostile}}}, nil
}

func (invented) Neighbors(context.Context, question.Neighbors) (*question.NeighborsAnswer, error) {
	return &question.NeighborsAnswer{Actor: state, Neighbors: []question.Neighbor{{Named: bad, Kinds: question.Links}}}, nil
}

func (invented) Events(_ context.Context, q question.Events) (*question.EventsAnswer, error) {
	if q.Place == "slow" {
		return nil, context.DeadlineExceeded
	}
	return &question.EventsAnswer{Events: []question.Event{meet}, Total: 1, Next: "cursor"}, nil
}

func (invented) Negotiations(context.Context, question.Negotiations) (*question.NegotiationsAnswer, error) {
	return &question.NegotiationsAnswer{Negotiations: []question.NegotiationSummary{talks}}, nil
}

func (invented) Negotiation(context.Context, question.Negotiation) (*question.NegotiationAnswer, error) {
	events := []question.Event{meet}
	return &question.NegotiationAnswer{NegotiationSummary: talks, RoundList: events, Demands: events, Replies: events, Outcomes: events, Next: events}, nil
}

func (invented) Changes(context.Context, question.Changes) (*question.ChangesAnswer, error) {
	return &question.ChangesAnswer{Changes: []question.Change{{Fact: "event/1", Kind: question.KindEvent, New: true, At: time.Unix(0, 0), Words: hostile}}}, nil
}

func (invented) Evidence(_ context.Context, q question.Evidence) (*question.EvidenceAnswer, error) {
	if q.Fact == "secret" {
		return nil, errors.New("dial tcp 10.0.0.1:9080: connection refused")
	}
	c := question.Claim{Claim: graph.Claim{Article: "a", URL: "javascript:alert(1)", Title: hostile, Source: hostile, Quote: hostile, Rule: hostile}, Attribution: bad, Before: hostile, Behind: hostile}
	answer := &question.EvidenceAnswer{Words: hostile, Total: 1, Confidence: .8, Claims: []question.Claim{c}}
	if kind, marks, _ := strings.Cut(q.Fact, "/"); marks != "1" { // the facts of TestMarks bear their marks as names
		status, rest, _ := strings.Cut(marks, "+")
		answer.Kind = question.Kind(kind)
		answer.Marks = question.Marks{Status: status, Over: rest == "over", Alleged: rest == "alleged", Disputed: rest == "disputed"}
	}
	return answer, nil
}

func (invented) Article(context.Context, question.Article) (*question.ArticleAnswer, error) {
	return &question.ArticleAnswer{
		ID: "a", URL: "https://example.org/a", Title: hostile, Source: hostile, Text: "One. Twö. Three.",
		Statements: []question.Statement{{Fact: "f", Words: hostile, Start: 0, End: 4}, {Fact: "g", Words: "w", Start: 2, End: 9}},
	}, nil
}

func (invented) Query(_ context.Context, q question.Query) (*question.QueryAnswer, error) {
	if strings.Contains(q.DQL, "broken") {
		return nil, &graph.QueryError{Reason: hostile}
	}
	if strings.Contains(q.DQL, "known(") { // of the first page
		b, err := json.Marshal(map[string]any{"known": []any{map[string]any{"xid": "organization/SCO", "name": hostile}}})
		return &question.QueryAnswer{Result: b}, err
	}
	b, err := json.Marshal(map[string]any{"q": []any{map[string]any{"name": hostile, "n": 1}, map[string]any{"name": "=cmd()"}}})
	return &question.QueryAnswer{Result: b}, err
}

func (invented) Stats(context.Context, question.Stats) (*question.StatsAnswer, error) {
	return &question.StatsAnswer{Articles: 3, Newest: schema.MustDate("2025-09-01")}, nil
}

func (invented) Ask(_ context.Context, q question.Ask) (*question.AskAnswer, error) {
	if strings.HasPrefix(q.Question, "nonsense") {
		return &question.AskAnswer{
			Question: hostile, Answer: hostile, Nearest: []string{hostile},
			Doubts: []question.Doubt{{Name: hostile, Candidates: []question.Named{bad}, Ambiguous: true}},
		}, nil
	}
	switch {
	case strings.Contains(q.Question, "{"):
		answer, err := invented{}.Query(context.Background(), question.Query{DQL: q.Question})
		return &question.AskAnswer{
			Question: q.Question, Understood: true, Answer: "So it is.", Interpretation: &question.Interpretation{Kind: "query"},
			Queries: []question.Ran{{DQL: q.Question}}, Query: answer,
		}, err
	case strings.Contains(q.Question, "://"):
		answer, err := invented{}.Article(context.Background(), question.Article{ID: "a"})
		return &question.AskAnswer{
			Question: q.Question, Understood: true, Answer: "So it is.", Interpretation: &question.Interpretation{Kind: "article"}, Article: answer,
		}, err
	}
	ctx := context.Background()
	evidence, err := invented{}.Evidence(ctx, question.Evidence{Fact: "event/1"})
	if err != nil {
		return nil, err
	}
	members, err := invented{}.Members(ctx, question.Members{})
	if err != nil {
		return nil, err
	}
	return &question.AskAnswer{
		Question: hostile, Understood: true, Answer: hostile,
		Interpretation: &question.Interpretation{Kind: "members", Words: hostile, Arguments: []question.Argument{{Name: hostile, Values: []string{hostile}}}},
		Queries:        []question.Ran{{DQL: hostile}}, Evidence: []question.EvidenceAnswer{*evidence}, Members: members,
		Events: &question.EventsAnswer{Events: []question.Event{meet}}, Memberships: &question.MembershipsAnswer{Actor: state, Memberships: []question.Membership{member}},
		Negotiations: &question.NegotiationsAnswer{Negotiations: []question.NegotiationSummary{talks}},
		Search:       &question.SearchAnswer{Hits: []question.Hit{{Named: bad, Match: hostile}}},
	}, nil
}

// today is the day on which the pages of the tests are made.
var today = time.Date(2025, 11, 22, 12, 0, 0, 0, time.UTC)

func feeding(context.Context) (*dashboard.Ingest, error) {
	return &dashboard.Ingest{
		Sources: []dashboard.Source{
			{Name: hostile, LastRun: today, LastSuccess: today, Lag: 90 * time.Minute, Items: 12, New: 3, Rejected: 1, Total: 70, Error: hostile},
			{Name: "calm", LastRun: today, Alarm: hostile},
			{Name: "well", LastRun: today},
		},
		Waiting: 2, Aside: 1, Rejects: []dashboard.Reject{{Where: hostile, Source: hostile, Title: hostile, Reason: hostile, At: today}},
	}, nil
}

func newDashboard(t *testing.T) http.Handler {
	t.Helper()
	d, err := dashboard.New(invented{}, dashboard.Options{
		Version: "test", Log: slog.New(slog.DiscardHandler), Ingest: feeding, Now: func() time.Time { return today },
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func get(t *testing.T, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// pagesWithContent are all pages, with something to show on each.
var pagesWithContent = []string{
	"/", "/search?q=x", "/organization/bad", "/organization/bad?at=2016&status=observer", "/organization/none", "/group/bad", "/state/KAZ",
	"/person/x", "/place/x", "/profile/organization/bad", "/relation", "/relation?a=x&b=y", "/negotiations", "/negotiations?parties=a,b",
	"/negotiation?fact=negotiation/1", "/events", "/events?actors=a&type=CONSULT&status=all&from=2022", "/evidence?fact=event/1",
	"/article?id=a", "/explorer", "/explorer?from=x", "/explorer?from=x&to=y", "/query", "/query?example=members", "/query?dql=broken",
	"/ask", "/ask?q=who", "/ask?q=nonsense", "/ask?q=%7Bq%7D", "/ask?q=https://x", "/operations", "/state/KAZ?with=x&type=AID&status=planned&from=2020&to=2024",
}

func TestPages(t *testing.T) {
	d := newDashboard(t)
	for _, path := range pagesWithContent {
		w := get(t, d, path)
		if w.Code != http.StatusOK {
			t.Errorf("%s: %d\n%s", path, w.Code, w.Body)
			continue
		}
		checkMarkup(t, path, w.Body.String())
	}
	for _, dql := range []string{"{q}", "broken"} {
		w := post(d, "/query", url.Values{"dql": {dql}}, "same-origin")
		if w.Code != http.StatusOK {
			t.Errorf("running %s: %d", dql, w.Code)
		}
		checkMarkup(t, "running "+dql, w.Body.String())
	}
}

// post sends a form as a browser does that stands on a page of the given relation to the dashboard.
func post(h http.Handler, path string, form url.Values, site string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", site)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// checkMarkup looks for what a page may not have: markup from names, inline scripts or styles, images without a text,
// fields without a label, ids twice.
func checkMarkup(t *testing.T, path, page string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, labels, headings := map[string]bool{}, map[string]bool{}, 0
	var fields []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
				t.Errorf("%s: <%s %s=%q>", path, n.Data, a.Key, a.Val)
			}
		}
		switch n.Data {
		case "script":
			if attrs["src"] == "" {
				t.Errorf("%s: a script stands in the page", path)
			}
		case "img":
			if _, ok := attrs["alt"]; !ok || !strings.HasPrefix(attrs["src"], "/assets/flags/") {
				t.Errorf("%s: <img src=%q>", path, attrs["src"])
			}
		case "style", "iframe", "object", "base":
			t.Errorf("%s: <%s>", path, n.Data)
		case "h1":
			headings++
		case "label":
			labels[attrs["for"]] = true
		case "input", "select", "textarea":
			labelled := n.Parent.Data == "label" || attrs["type"] == "hidden"
			if !labelled {
				fields = append(fields, attrs["id"])
			}
		}
		if id := attrs["id"]; id != "" {
			if ids[id] {
				t.Errorf("%s: the id %s stands twice", path, id)
			}
			ids[id] = true
		}
	}
	if headings != 1 {
		t.Errorf("%s: %d first headings", path, headings)
	}
	for _, f := range fields {
		if !labels[f] {
			t.Errorf("%s: the field %q has no label", path, f)
		}
	}
}

func TestHeaders(t *testing.T) {
	d := newDashboard(t)
	for _, path := range []string{"/", "/nowhere", "/assets/app.js"} {
		h := get(t, d, path).Header()
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if h.Get("X-Frame-Options") != "DENY" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", path, h)
		}
	}
}

func TestProblems(t *testing.T) {
	d := newDashboard(t)
	for _, c := range []struct {
		path   string
		status int
		says   string
	}{
		{"/nowhere", 404, "There is nothing here"},
		{"/state/ZZZ", 404, "Did you mean"},
		{"/organization/bad?at=tomorrow", 400, "is no date"},
		{"/organization/bad?status=friend", 400, "is none of"},
		{"/organization/bad?format=xml", 400, "want csv or json"},
		{"/query?example=none", 404, "There is nothing here"},
		{"/events?place=slow", 504, "too long"},
		{"/evidence?fact=secret", 500, "the server&#39;s log says why"},
	} {
		w := get(t, d, c.path)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d, want %d and %q\n%s", c.path, w.Code, c.status, c.says, w.Body)
		}
		if strings.Contains(w.Body.String(), "10.0.0.1") {
			t.Errorf("%s: the page tells where the store is", c.path)
		}
		checkMarkup(t, c.path, w.Body.String())
	}
}

func TestDownloads(t *testing.T) {
	d := newDashboard(t)
	w := get(t, d, "/organization/bad?format=csv")
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 2 || rows[1][1] != hostile || rows[1][3] != "2001-06-15" {
		t.Errorf("CSV: %v, %v", rows, err)
	}
	var members []question.Membership
	if err := json.Unmarshal(get(t, d, "/organization/bad?format=json").Body.Bytes(), &members); err != nil || len(members) != 1 {
		t.Errorf("JSON: %v, %v", members, err)
	}
	rows, err = csv.NewReader(post(d, "/query", url.Values{"dql": {"{q}"}, "format": {"csv"}}, "same-origin").Body).ReadAll()
	if err != nil || len(rows) != 3 || rows[2][1] != "'=cmd()" {
		t.Errorf("CSV of a query: %q, %v", rows, err)
	}
}

// A name that fits alone leads to its actor at once; a query is run only when somebody asks for it.
func TestShortcuts(t *testing.T) {
	d := newDashboard(t)
	if w := get(t, d, "/search?q=SCO"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/organization/SCO" {
		t.Errorf("search: %d %s", w.Code, w.Header().Get("Location"))
	}
	if w := get(t, d, "/ask?q=SCO"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/organization/SCO" {
		t.Errorf("ask: %d %s", w.Code, w.Header().Get("Location"))
	}
	for _, path := range []string{"/query?dql=broken", "/query?dql=broken&run=1&format=csv"} {
		if w := get(t, d, path); strings.Contains(w.Body.String(), `class="problem"`) || !strings.Contains(w.Body.String(), "broken</textarea>") {
			t.Errorf("%s: the workbench runs a query by itself", path)
		}
	}
}

// A query in DQL is run where it is typed, as a question; what another site brings along is only shown. An article leads to
// its page.
func TestAskForQueryAndArticle(t *testing.T) {
	d := newDashboard(t)
	ask := func(question, site string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, "/ask?q="+url.QueryEscape(question), nil)
		r.Header.Set("Sec-Fetch-Site", site)
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		return w
	}
	const dql = "{ q(func: type(State)) { name } }"
	for _, c := range []struct {
		question, site string
		code           int
		want           string // in the page, or the address that it leads to
	}{
		{dql, "same-origin", http.StatusOK, `<a href="/query?dql=%7B&#43;q%28`},
		{dql, "none", http.StatusOK, "<td>=cmd()</td>"},
		{dql, "cross-site", http.StatusSeeOther, "/query?dql=" + url.QueryEscape(dql)},
		{"https://news.example/1", "cross-site", http.StatusOK, `<a href="/article?id=`},
		{"https://news.example/1", "none", http.StatusOK, `<a href="/evidence?fact=`},
		{strings.Repeat("who ", 100), "same-origin", http.StatusOK, "answer"}, // longer than a name may be
	} {
		w := ask(c.question, c.site)
		if w.Code != c.code || !strings.Contains(w.Body.String()+w.Header().Get("Location"), c.want) {
			t.Errorf("%.40s, %s: %d %s, want %s\n%s", c.question, c.site, w.Code, w.Header().Get("Location"), c.want, w.Body)
		}
	}
}

// The evidence shows how its fact stands: in words, and looking different.
func TestMarks(t *testing.T) {
	d := newDashboard(t)
	tests := map[string][]string{ // fact: what its page has
		"event/occurred":             {`<span class="mark occurred">done</span>`, `class="title fact occurred"`},
		"event/ongoing":              {`<span class="mark ongoing">ongoing</span>`},
		"event/planned":              {`<span class="mark planned">planned</span>`, `class="title fact planned"`},
		"event/did_not_occur":        {`<span class="mark did_not_occur">did not happen</span>`},
		"event/hypothetical":         {`<span class="mark hypothetical">hypothetical</span>`},
		"event/planned+alleged":      {`<span class="mark planned">planned</span>`, `<span class="mark alleged">alleged</span>`, `class="title fact planned alleged"`},
		"event/occurred+alleged":     {`<span class="mark alleged">alleged</span>`, `class="title fact occurred alleged"`},
		"membership/member":          {`<span class="mark member">member</span>`, `class="title fact member"`},
		"membership/member+over":     {`<span class="mark member">member</span>`, `<span class="mark over">over</span>`},
		"membership/member+disputed": {`<span class="mark disputed">disputed</span>`},
		"membership/former":          {`<span class="mark former">former member</span>`},
		"affiliation/observer":       {`<span class="mark observer">observer</span>`},
		"tenure/in_office":           {`<span class="mark in_office">in office</span>`},
		"tenure/former":              {`<span class="mark former">no longer in office</span>`},
		"negotiation/":               {`<header class="title">`},
	}
	for _, s := range question.AllStatuses {
		tests["event/"+string(s)] = append(tests["event/"+string(s)], `<span class="mark `+string(s)+`">`)
	}
	for _, s := range schema.MembershipStatuses {
		tests["membership/"+string(s)] = append(tests["membership/"+string(s)], `<span class="mark `+string(s)+`">`)
	}
	for fact, want := range tests {
		page := get(t, d, "/evidence?fact="+url.QueryEscape(fact)).Body.String()
		checkMarkup(t, fact, page)
		if strings.Contains(fact, "alleged") && strings.Contains(page, ">done<") {
			t.Errorf("%s is shown as done", fact)
		}
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("the evidence of %s lacks %s", fact, w)
			}
		}
	}
}

// What another site sends in a reader's name is not done.
func TestForeignForms(t *testing.T) {
	d := newDashboard(t)
	for site, want := range map[string]int{"same-origin": http.StatusOK, "none": http.StatusOK, "cross-site": http.StatusForbidden, "same-site": http.StatusForbidden} {
		if w := post(d, "/query", url.Values{"dql": {"{q}"}}, site); w.Code != want {
			t.Errorf("a form sent from %s: %d, want %d", site, w.Code, want)
		}
	}
	r := httptest.NewRequest(http.MethodPost, "/query", strings.NewReader("dql={q}")) // of an old browser
	r.Header.Set("Origin", "https://evil.example")
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden {
		t.Errorf("a form of an old browser: %d", w.Code)
	}
	for _, path := range []string{"/", "/ask", "/evidence"} {
		if w := post(d, path, nil, "same-origin"); w.Code == http.StatusOK {
			t.Errorf("%s takes a form", path)
		}
	}
}

// Data for scripts can't be taken for a page.
func TestData(t *testing.T) {
	d := newDashboard(t)
	for _, path := range []string{"/data/search?q=x", "/data/neighbors?from=x", "/data/paths?from=x&to=y"} {
		w := get(t, d, path)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" || !json.Valid(w.Body.Bytes()) || strings.Contains(w.Body.String(), "<script") {
			t.Errorf("%s: %d %v %s", path, w.Code, w.Header(), w.Body)
		}
	}
	if w := get(t, d, "/data/neighbors?from=x&first=many"); w.Code != http.StatusBadRequest || strings.Contains(w.Body.String(), "<html") {
		t.Errorf("a wrong number: %d %s", w.Code, w.Body)
	}
}

var assetAddress = regexp.MustCompile(`/assets/[a-zA-Z./]+\?v=[0-9a-f]+`)

// Files that have not changed are not loaded again, and a changed one has another address.
func TestAssetsAreKept(t *testing.T) {
	d := newDashboard(t)
	page := get(t, d, "/").Body.String()
	i := slices.IndexFunc(assetsOf(page), func(a string) bool { return strings.HasPrefix(a, "/assets/app.js") })
	if i < 0 {
		t.Fatal("the page loads no script")
	}
	address := assetsOf(page)[i]
	w := get(t, d, address)
	if w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Fatalf("%q: %d %v", address, w.Code, w.Header())
	}
	r := httptest.NewRequest(http.MethodGet, "/assets/app.js?v=old", nil)
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	d.ServeHTTP(again, r)
	if again.Code != http.StatusNotModified || strings.Contains(again.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("asked again: %d %v", again.Code, again.Header())
	}
	for _, path := range []string{"/assets/", "/assets/flags/", "/assets/flags/XXX.svg", "/assets/none.js", "/assets/x/app.js"} {
		if w := get(t, d, path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// A server that is not told how the graph is fed says so, and one that can't be asked in English searches instead.
func TestLessIsKnown(t *testing.T) {
	type silent struct{ question.Answerer } // no Interpreter
	d, err := dashboard.New(silent{invented{}}, dashboard.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if w := get(t, d, "/operations"); !strings.Contains(w.Body.String(), "is not told") {
		t.Errorf("operations: %s", w.Body)
	}
	if w := get(t, d, "/ask?q=who"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Found as") {
		t.Errorf("ask: %d %s", w.Code, w.Body)
	}
}

// The page is written in the reader's colours from its first byte.
func TestTheme(t *testing.T) {
	d := newDashboard(t)
	for cookie, want := range map[string]string{"dark": `data-theme="dark"`, "light": `data-theme="light"`, `"><script>`: `<html lang="en">`} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", "theme="+cookie)
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("theme %s: no %s", cookie, want)
		}
	}
}

// Statements mark the text they rest on, and the marked and unmarked pieces join back to the whole.
func TestArticleMarksItsStatements(t *testing.T) {
	root, err := html.Parse(strings.NewReader(get(t, newDashboard(t), "/article?id=a").Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	var marked, whole strings.Builder
	for n := range root.Descendants() {
		if n.Data == "div" && len(n.Attr) > 0 && n.Attr[0].Val == "prose" {
			for text := range n.Descendants() {
				if text.Type == html.TextNode {
					whole.WriteString(text.Data)
					if text.Parent.Data == "mark" {
						marked.WriteString(text.Data)
					}
				}
			}
		}
	}
	if whole.String() != "One. Twö. Three." || marked.String() != "One. Twö." {
		t.Errorf("whole %q, marked %q", whole.String(), marked.String())
	}
}
