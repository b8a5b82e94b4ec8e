package dashboard_test

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/klauspost/compress/gzhttp"

	"github.com/entente-kg/entente/graph/dashboard"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// browserPath finds Chromium, or skips the test, aloud.
func browserPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-headless-shell", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("SKIPPED: needs a Chromium; on Debian, apt-get install chromium")
	return ""
}

// sampleGraph puts the real lists of the SCO, its affiliates and an article of our own into a fresh graph.
func sampleGraph(t *testing.T) http.Handler {
	t.Helper()
	store, ctx := localtest.Store(t), context.Background()
	world, err := reference.Load()
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[schema.Ref]bool{"organization/SCO": true}
	for _, m := range world.Memberships("state/TUR") {
		wanted[m.Organization] = m.Organization == "organization/SCO" || m.Organization == "organization/BSEC"
	}
	var facts []schema.Facts
	for _, f := range world.Facts() {
		f.Memberships = slices.DeleteFunc(f.Memberships, func(m schema.Membership) bool { return !wanted[m.Organization] })
		f.Tenures = nil
		states := slices.ContainsFunc(f.Actors, func(a schema.Actor) bool { return a.Type == schema.State && a.Profile != nil })
		if states || len(f.Memberships) > 0 {
			facts = append(facts, f)
		}
	}
	text := "Russia and Turkey held talks in Ankara. Russia is a member of the SCO."
	at := func(quote string) schema.Origin {
		i := strings.Index(text, quote)
		return schema.Origin{Evidence: []schema.Span{{Start: i, End: i + len(quote)}}, Confidence: .9, Rule: "test"}
	}
	facts = append(facts, schema.Facts{
		Article: schema.Article{ID: "post-1", URL: "https://example.org/1", Title: "Talks in Ankara", Published: "2024-03-04", Source: "The Harbour Post", Text: text},
		Actors: []schema.Actor{
			{Ref: "state/RUS", Type: schema.State, Name: "Russia"},
			{Ref: "state/TUR", Type: schema.State, Name: "Turkey"},
			{Ref: "place/ankara", Type: schema.Place, Name: "Ankara"},
		},
		Memberships: []schema.Membership{{Actor: "state/RUS", Organization: "organization/SCO", Status: schema.Member, Origin: at("Russia is a member of the SCO.")}},
		Events: []schema.Event{{
			Type: schema.Consult, Kind: schema.NegotiationRound, Status: schema.Occurred, Start: schema.MustDate("2024-03-03"), End: schema.MustDate("2024-03-03"),
			Precision: schema.Day, Place: "place/ankara", Origin: at("Russia and Turkey held talks in Ankara."),
			Parties: []schema.Party{{Actor: "state/RUS", Role: schema.Participant}, {Actor: "state/TUR", Role: schema.Participant}},
		}},
	})
	for len(facts) > 0 {
		n := min(64, len(facts))
		if refused, err := store.Put(ctx, facts[:n]); err != nil || len(refused) > 0 {
			t.Fatal(refused, err)
		}
		facts = facts[n:]
	}
	d, err := dashboard.New(question.New(store), dashboard.Options{Version: "test", Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return gzhttp.GzipHandler(d)
}

// tab opens a tab of the browser that fails the test for errors on its console and refused contents.
func tab(t *testing.T, browser context.Context) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(cancel)
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("script: %s", e.ExceptionDetails.Error())
		case *log.EventEntryAdded:
			if e.Entry.Level == log.LevelError {
				t.Errorf("console: %s %s", e.Entry.Text, e.Entry.URL)
			}
		}
	})
	return ctx
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// number evaluates a script that gives a number.
func number(t *testing.T, ctx context.Context, script string) int {
	t.Helper()
	var n int
	do(t, ctx, chromedp.Evaluate(script, &n))
	return n
}

const memberRows = `document.querySelectorAll("#members tbody tr:not([hidden])").length`

// TestInTheBrowser does what an analyst does, in a real browser on a real graph.
func TestInTheBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: needs a browser, and -short was asked for")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browserPath(t)), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1280, 900))
	server := httptest.NewServer(sampleGraph(t))
	defer server.Close()
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	browser, cancel := chromedp.NewContext(allocator)
	defer cancel()
	do(t, browser)

	for _, c := range []struct {
		name string
		run  func(*testing.T, context.Context, string)
	}{
		{"members as of 2016 and today", membersOverTime},
		{"evidence", openEvidence},
		{"slider", slide},
		{"filter and sort", filterAndSort},
		{"download", download},
		{"explore", explore},
		{"query", runQuery},
		{"keyboard", keyboardOnly},
		{"narrow", narrow},
		{"dark", dark},
		{"without scripts", withoutScripts},
		{"accessibility", accessible},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, tab(t, browser), server.URL) })
	}
}

func membersOverTime(t *testing.T, ctx context.Context, url string) {
	do(t, ctx, chromedp.Navigate(url+"/organization/SCO"), chromedp.WaitVisible("#members"))
	if n := number(t, ctx, memberRows); n != 10 {
		t.Errorf("%d members today", n)
	}
	do(t, ctx, chromedp.SetValue("#at", "2016-01-01"), chromedp.Submit(".asof"), chromedp.WaitVisible("#members"))
	if n := number(t, ctx, memberRows); n != 6 {
		t.Errorf("%d members in 2016", n)
	}
	var here string
	do(t, ctx, chromedp.Location(&here))
	if !strings.Contains(here, "at=2016-01-01") {
		t.Errorf("the address %s does not restore the view", here)
	}
}

func openEvidence(t *testing.T, ctx context.Context, url string) {
	var text string
	do(t, ctx, chromedp.Navigate(url+"/organization/SCO"),
		chromedp.Click(`//table[@id="members"]//tr[contains(., "Russia")]//a[contains(., "sentences")]`), chromedp.WaitVisible(".claim"), chromedp.Text("main", &text))
	for _, want := range []string{"Russia is a member of the SCO.", "The Harbour Post", "Talks in Ankara"} {
		if !strings.Contains(text, want) {
			t.Errorf("the evidence does not show %q:\n%s", want, text)
		}
	}
}

func slide(t *testing.T, ctx context.Context, url string) {
	do(t, ctx, chromedp.Navigate(url+"/organization/SCO"), chromedp.WaitVisible("#year"),
		chromedp.Evaluate(`year.value = 2018; year.dispatchEvent(new Event("input"))`, nil),
		chromedp.Poll(memberRows+" === 8", nil, chromedp.WithPollingTimeout(10*time.Second)))
}

func filterAndSort(t *testing.T, ctx context.Context, url string) {
	var first string
	do(t, ctx, chromedp.Navigate(url+"/organization/SCO"), chromedp.WaitVisible("#filter"),
		chromedp.SendKeys("#filter", "stan"), chromedp.Poll(memberRows+" === 5", nil, chromedp.WithPollingTimeout(5*time.Second)),
		chromedp.SendKeys("#filter", strings.Repeat(kb.Backspace, 4)), chromedp.Poll(memberRows+" === 10", nil, chromedp.WithPollingTimeout(5*time.Second)),
		chromedp.Click("#members th:nth-child(3) button"), chromedp.Click("#members th:nth-child(3) button"),
		chromedp.Text("#members tbody tr:nth-child(1)", &first))
	if !strings.Contains(first, "Belarus") || !strings.Contains(first, "2024-07-04") {
		t.Errorf("sorted by date, latest first, the table begins with %q", first)
	}
}

func download(t *testing.T, _ context.Context, url string) {
	fetch := func(format string) []byte {
		resp, err := http.Get(url + "/organization/SCO?format=" + format)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	var members []question.Membership
	if err := json.Unmarshal(fetch("json"), &members); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(fetch("csv")))).ReadAll()
	if err != nil || len(rows) != len(members)+1 || len(members) != 10 {
		t.Fatalf("%d rows, %d members, %v", len(rows), len(members), err)
	}
	for i, m := range members {
		if rows[i+1][0] != string(m.Actor.Ref) || rows[i+1][3] != m.Since.String() {
			t.Errorf("row %v differs from %+v", rows[i+1], m)
		}
	}
}

func explore(t *testing.T, ctx context.Context, url string) {
	var text string
	do(t, ctx, chromedp.Navigate(url+"/explorer"), chromedp.SendKeys("#from", "Russia"), chromedp.SendKeys("#to", "Turkey"),
		chromedp.Submit("form.big"), chromedp.WaitVisible(".paths"), chromedp.WaitVisible("#graph canvas"), chromedp.Text(".paths", &text))
	if !strings.Contains(text, "Turkey") {
		t.Errorf("the paths are %q", text)
	}
}

func runQuery(t *testing.T, ctx context.Context, url string) {
	var before, after string
	do(t, ctx, chromedp.Navigate(url+"/query"), chromedp.WaitVisible(".cm-editor"), chromedp.Text("main", &before),
		chromedp.Click(`button[name="run"]`), chromedp.WaitVisible("pre, .problem"), chromedp.Text("main", &after))
	if strings.Contains(before, "Kyrgyzstan") || !strings.Contains(after, "Kyrgyzstan") {
		t.Errorf("before: %q, after: %q", before, after)
	}
}

func keyboardOnly(t *testing.T, ctx context.Context, url string) {
	var focus, here string
	do(t, ctx, chromedp.Navigate(url+"/"), chromedp.WaitVisible("main"), chromedp.KeyEvent(kb.Tab),
		chromedp.Evaluate(`document.activeElement.className`, &focus))
	if focus != "skip" {
		t.Errorf("the first tab stop is %q, not the way to the content", focus)
	}
	do(t, ctx, chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("SCO"+kb.Enter),
		chromedp.WaitVisible("#members"), chromedp.Location(&here))
	if !strings.HasSuffix(here, "/organization/SCO") {
		t.Errorf("searching by keyboard leads to %s", here)
	}
}

// Pages for a telephone scroll up and down, never sideways.
func narrow(t *testing.T, ctx context.Context, url string) {
	do(t, ctx, chromedp.EmulateViewport(360, 740))
	for _, path := range []string{"/", "/organization/SCO", "/state/RUS", "/relation?a=Russia&b=Turkey", "/events", "/query"} {
		do(t, ctx, chromedp.Navigate(url+path), chromedp.WaitVisible("main"))
		if n := number(t, ctx, `document.documentElement.scrollWidth`); n > 360 {
			t.Errorf("%s is %d px wide", path, n)
		}
	}
}

func dark(t *testing.T, ctx context.Context, url string) {
	const background = `getComputedStyle(document.body).backgroundColor`
	var before, after, reloaded string
	do(t, ctx, chromedp.Navigate(url+"/"), chromedp.WaitVisible("#colours"), chromedp.Evaluate(background, &before),
		chromedp.Click("#colours"), chromedp.Evaluate(background, &after), chromedp.Reload(), chromedp.Evaluate(background, &reloaded))
	if before == after || after != reloaded {
		t.Errorf("background %s, switched %s, reloaded %s", before, after, reloaded)
	}
}

func withoutScripts(t *testing.T, ctx context.Context, url string) {
	var text string
	do(t, ctx, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(url+"/organization/SCO?at=2018"),
		chromedp.WaitVisible("#members"), chromedp.Text("#members", &text))
	if !strings.Contains(text, "Pakistan") || strings.Contains(text, "Belarus") {
		t.Errorf("the members of 2018 without scripts: %s", text)
	}
}

// accessible asks axe-core, in light and dark, of every page.
func accessible(t *testing.T, ctx context.Context, url string) {
	axe, err := os.ReadFile("web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skipf("SKIPPED: needs axe-core; run npm ci in graph/dashboard/web: %v", err)
	}
	for _, scheme := range []string{"light", "dark"} {
		do(t, ctx, chromedp.ActionFunc(func(ctx context.Context) error {
			return emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}).Do(ctx)
		}))
		for _, path := range []string{
			"/", "/search?q=russia", "/organization/SCO", "/state/RUS", "/relation", "/relation?a=Russia&b=Turkey", "/negotiations",
			"/events", "/article?id=post-1", "/explorer?from=Russia", "/query",
		} {
			var found []struct {
				ID    string
				Nodes []struct{ HTML string }
			}
			do(t, ctx, chromedp.Navigate(url+path), chromedp.WaitVisible("main"), chromedp.Evaluate(string(axe), nil),
				chromedp.Evaluate(`axe.run().then(r => r.violations.map(v => ({id: v.id, nodes: v.nodes.map(n => ({html: n.html}))})))`, &found,
					func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
			for _, v := range found {
				t.Errorf("%s in %s: %s: %.200v", path, scheme, v.ID, v.Nodes)
			}
		}
	}
}

// The first page a reader loads stays light.
func TestWeight(t *testing.T) {
	server := httptest.NewServer(gzhttp.GzipHandler(newDashboard(t)))
	defer server.Close()
	total := 0
	for _, path := range []string{"/organization/bad", "/assets/style.css", "/assets/app.js", "/assets/icon.svg"} {
		r, err := http.NewRequest(http.MethodGet, server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "gzip")
		resp, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if resp.Header.Get("Content-Encoding") == "gzip" {
			if _, err := gzip.NewReader(strings.NewReader(string(b))); err != nil {
				t.Error(err)
			}
		}
		total += len(b)
	}
	if most := 150 << 10; total > most {
		t.Errorf("the first page weighs %d bytes, more than %d", total, most)
	}
	t.Logf("the first page weighs %d bytes, compressed", total)
}
