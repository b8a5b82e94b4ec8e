package dashboard_test

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
)

func TestMain(m *testing.M) { localtest.Main(m) }

var inBrowser = flag.Bool("browser", false, "run the tests that need a browser, and the machine to themselves")

// startBrowser starts Chromium for a test, or skips the test, aloud, where there is none.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	if !*inBrowser {
		t.Skip("SKIPPED: needs a browser; make test-browser runs it")
	}
	var program string
	for _, name := range []string{"chromium", "chromium-headless-shell", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		t.Skip("SKIPPED: needs a Chromium; on Debian, apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1280, 900))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	// chromedp complains of events that it does not know yet.
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// tab opens a tab of the browser that fails the test for errors on its console, refused contents and dialogs that
// scripts open.
func tab(t *testing.T, in context.Context) context.Context {
	t.Helper()
	ctx, cancel := chromedp.NewContext(in)
	t.Cleanup(cancel)
	if err := chromedp.Run(ctx); err != nil {
		t.Fatal(err)
	}
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("script: %s", e.ExceptionDetails.Error())
		case *log.EventEntryAdded:
			if e.Entry.Level == log.LevelError {
				t.Errorf("console: %s %s", e.Entry.Text, e.Entry.URL)
			}
		case *page.EventJavascriptDialogOpening:
			t.Errorf("a script asks: %s", e.Message)
		}
	})
	return ctx
}

// patience is how long a few steps may take, on a busy machine too.
const patience = time.Minute

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// script evaluates a script, and waits for its promise.
func script[T any](t *testing.T, ctx context.Context, source string) (v T) {
	t.Helper()
	do(t, ctx, chromedp.Evaluate(source, &v, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	return v
}

// until waits for a condition of the page, or of the page that the tab is on its way to.
func until(condition string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) (err error) {
		for range 400 {
			var holds bool
			if err = chromedp.Evaluate("Boolean("+condition+")", &holds).Do(ctx); err == nil && holds {
				return nil
			}
			if err := chromedp.Sleep(50 * time.Millisecond).Do(ctx); err != nil {
				return err
			}
		}
		return fmt.Errorf("the page does not come to be %s: %v", condition, err)
	})
}

// visit opens a page and waits for its scripts.
func visit(address string) chromedp.Action {
	return chromedp.Tasks{chromedp.Navigate(address), ready()}
}

const memberRows = `document.querySelectorAll("#members tbody tr:not([hidden])").length`

// everyPage are all pages of the sample graph.
var everyPage = []string{
	"/", "/search?q=russia", "/ask", "/ask?q=Who+were+the+members+of+the+SCO+in+2016%3F", "/ask?q=Will+it+rain%3F", "/organization/SCO",
	"/organization/SCO?at=1990", "/state/RUS", "/relation", "/relation?a=Russia&b=Ukraine", "/negotiations", "/events?status=all", "/article?id=post-1",
	"/explorer", "/explorer?from=Russia", "/explorer?from=Russia&to=China", "/query", "/operations",
}

// TestInTheBrowser does what an analyst does, in a real browser on a real graph.
func TestInTheBrowser(t *testing.T) {
	chromium := startBrowser(t)
	server := sampleServer(t)
	for _, c := range []struct {
		name string
		run  func(*testing.T, context.Context, string)
	}{
		{"members as of 2016 and today", membersOverTime},
		{"evidence", openEvidence},
		{"slider and playback", slide},
		{"filter, sort and link", filterAndSort},
		{"download", download},
		{"ask", askQuestions},
		{"actor", filterTimeline},
		{"explore", explore},
		{"path", findPath},
		{"query", runQuery},
		{"cancel", cancelQuery},
		{"keyboard", keyboardOnly},
		{"narrow", narrow},
		{"wide", wide},
		{"dark", dark},
		{"print", printed},
		{"steady", steady},
		{"without scripts", withoutScripts},
		{"accessibility", accessible},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, tab(t, chromium), server) })
	}
}

func membersOverTime(t *testing.T, ctx context.Context, url string) {
	do(t, ctx, visit(url+"/organization/SCO"))
	if n := script[int](t, ctx, memberRows); n != 10 {
		t.Errorf("%d members today", n)
	}
	if n := script[int](t, ctx, `document.querySelectorAll("#members .flag").length`); n != 10 {
		t.Errorf("%d flags", n)
	}
	do(t, ctx, chromedp.SetValue("#at", "2016-01-01"), chromedp.Submit(".asof"), arrive(`location.search.includes("at=2016-01-01")`), chromedp.WaitVisible("#members"))
	if n := script[int](t, ctx, memberRows); n != 6 {
		t.Errorf("%d members in 2016", n)
	}
	do(t, ctx, visit(url+"/organization/SCO?at=2018"))
	if n := script[int](t, ctx, `document.querySelectorAll("#members .mark.changed").length`); n != 0 {
		t.Errorf("%d changes in 2018", n)
	}
	do(t, ctx, visit(url+"/organization/SCO?at=2017"))
	if n := script[int](t, ctx, `document.querySelectorAll("#members .mark.changed").length`); n != 2 {
		t.Errorf("%d changes in 2017, want India and Pakistan", n)
	}
	news := script[string](t, ctx, `fetch("/organization/SCO").then(r => r.text()).then(s => new DOMParser().parseFromString(s, "text/html").querySelector("section.news").textContent)`)
	if !strings.Contains(news, "Cyprus") || strings.Contains(news, "Russia") {
		t.Errorf("the news that the lists do not have: %q", news)
	}
}

func openEvidence(t *testing.T, ctx context.Context, url string) {
	var text string
	const link = `//table[@id="members"]//tr[contains(., "Russia")]//a[contains(., "sentences")]`
	do(t, ctx, visit(url+"/organization/SCO"), chromedp.Click(link), chromedp.WaitVisible("dialog .claim"), chromedp.Text("dialog", &text))
	for _, want := range []string{"Russia is a member of the SCO.", "The Harbour Post", "Round the table of the SCO", "2025-09-04", "confidence", "rule test"} {
		if !strings.Contains(text, want) {
			t.Errorf("the evidence does not show %q:\n%s", want, text)
		}
	}
	if mark := script[string](t, ctx, `document.querySelector("dialog .fact.member .mark.member").innerText`); mark != "member" {
		t.Errorf("the dialog marks the membership as %q", mark)
	}
	marked := script[[]string](t, ctx, `[...document.querySelectorAll("dialog mark")].map(m => m.textContent)`)
	if !slices.Contains(marked, "Russia is a member of the SCO.") {
		t.Errorf("marked is %q", marked)
	}
	do(t, ctx, chromedp.KeyEvent(kb.Escape), until(`!document.querySelector("dialog").open`))
	for class, sentence := range map[string]string{"planned": "plan to meet", "did_not_occur": "did not attack", "alleged": "gave aid"} {
		do(t, ctx, visit(url+"/events?status=all"))
		if n := script[int](t, ctx, fmt.Sprintf(`document.querySelectorAll(".event.%s").length`, class)); n != 1 {
			t.Errorf("%d events are shown as %s", n, class)
		}
		do(t, ctx, chromedp.Click(fmt.Sprintf(".event.%s .what > a", class)), chromedp.WaitVisible("dialog .claim"), chromedp.Text("dialog", &text))
		if !strings.Contains(text, sentence) {
			t.Errorf("%s: %s", class, text)
		}
		// The status is said, and looks like nothing that was done.
		look := func(selector string) string {
			return script[string](t, ctx, `(e => { const s = getComputedStyle(e); return s.borderLeftStyle + " " + s.color + " " + s.borderLeftWidth })(document.querySelector("dialog `+selector+`"))`)
		}
		if fact, mark := look(".fact."+class), look(".mark."+class); strings.HasPrefix(fact, "solid") || strings.HasPrefix(mark, "solid") {
			t.Errorf("%s looks like %s, its mark like %s", class, fact, mark)
		}
	}
}

func slide(t *testing.T, ctx context.Context, url string) {
	do(t, ctx, visit(url+"/organization/SCO"), chromedp.WaitVisible("#year"),
		chromedp.Evaluate(`year.value = 2018; year.dispatchEvent(new Event("input"))`, nil), until(memberRows+" === 8"),
		arrive(`location.search.includes("at=2018")`), chromedp.Click("#play"), until(memberRows+" === 9"), chromedp.Click("#play"))
	if words := script[string](t, ctx, `play.textContent`); words != "Play" {
		t.Errorf("stopped, the button says %q", words)
	}
}

func filterAndSort(t *testing.T, ctx context.Context, url string) {
	var first string
	do(t, ctx, visit(url+"/organization/SCO"), chromedp.SendKeys("#filter", "stan"), until(memberRows+" === 5"),
		chromedp.SendKeys("#filter", strings.Repeat(kb.Backspace, 4)), until(memberRows+" === 10"),
		chromedp.Click("#members th:nth-child(3) button"), chromedp.Click("#members th:nth-child(3) button"),
		chromedp.Text("#members tbody tr:nth-child(1)", &first))
	if !strings.Contains(first, "Belarus") || !strings.Contains(first, "2024-07-04") {
		t.Errorf("sorted by date, latest first, the table begins with %q", first)
	}
	do(t, ctx, chromedp.SendKeys("#filter", "stan"), until(memberRows+" === 5"), chromedp.Click("#link"), arrive(`location.search.includes("status=member")`))
	rows := script[string](t, ctx, `[...document.querySelectorAll("#members tbody tr:not([hidden])")].map(r => r.cells[2].textContent).join(" ")`)
	if rows != "2017-06-09 2001-06-15 2001-06-15 2001-06-15 2001-06-15" {
		t.Errorf("the link restores rows of %q", rows)
	}
	if at := script[string](t, ctx, `new URLSearchParams(location.search).get("at")`); at != today.Format(time.DateOnly) {
		t.Errorf("the link is as of %q", at)
	}
}

// download compares the file that the page offers with what the API answers.
func download(t *testing.T, ctx context.Context, url string) {
	resp, err := http.Get(url + "/v1/members?organization=SCO")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var api struct {
		Members []struct {
			Actor                      struct{ Ref, Name string }
			Status, Since, Until, Fact string
			Articles, Publishers       int
			Reference                  bool
			LastReported               string `json:"last_reported"`
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&api); err != nil {
		t.Fatal(err)
	}
	folder := downloads(t, ctx)
	do(t, ctx, visit(url+"/organization/SCO"), chromedp.Click(`.downloads a[href*="csv"]`))
	rows, err := csv.NewReader(strings.NewReader(string(downloaded(t, folder)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(api.Members)+1 || len(api.Members) != 10 {
		t.Fatalf("%d rows, %d members", len(rows), len(api.Members))
	}
	for i, m := range api.Members {
		want := []string{
			m.Actor.Ref, m.Actor.Name, m.Status, m.Since, m.Until, strconv.Itoa(m.Articles), strconv.Itoa(m.Publishers),
			strconv.FormatBool(m.Reference), m.LastReported, m.Fact,
		}
		if !slices.Equal(rows[i+1], want) {
			t.Errorf("the file has %q, the API %q", rows[i+1], want)
		}
	}
	do(t, ctx, chromedp.Click(`.downloads a[href*="json"]`))
	var members []question.Membership
	if err := json.Unmarshal(downloaded(t, folder), &members); err != nil || len(members) != 10 || members[0].Fact != api.Members[0].Fact {
		t.Errorf("the file of JSON has %d members, %v", len(members), err)
	}
}

// downloads makes the browser put what it downloads into a folder.
func downloads(t *testing.T, ctx context.Context) string {
	t.Helper()
	folder := t.TempDir()
	do(t, ctx, chromedp.ActionFunc(func(ctx context.Context) error {
		return browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(folder).Do(ctx)
	}))
	return folder
}

// downloaded waits for a file in the folder, and takes it out.
func downloaded(t *testing.T, folder string) []byte {
	t.Helper()
	for range 300 {
		files, err := filepath.Glob(filepath.Join(folder, "*.*"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 1 && filepath.Ext(files[0]) != ".crdownload" {
			b, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(files[0]); err != nil {
				t.Fatal(err)
			}
			return b
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("nothing was downloaded")
	return nil
}

func askQuestions(t *testing.T, ctx context.Context, url string) {
	var text string
	do(t, ctx, visit(url+"/operations"), chromedp.SendKeys("#q", "Who were the members of the SCO in 2016?"+kb.Enter),
		chromedp.WaitVisible("h1.answer"), chromedp.Text("main", &text))
	for _, want := range []string{"Kazakhstan", "Understood as", "The DQL that was run", "Evidence", "2001-06-15"} {
		if !strings.Contains(text, want) {
			t.Errorf("the answer does not show %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Belarus") {
		t.Errorf("the answer is not as of 2016:\n%s", text)
	}
	do(t, ctx, visit(url+"/ask?q=Will+it+rain%3F"), chromedp.Text("main", &text))
	if !strings.Contains(text, "not understood") {
		t.Errorf("a question that can't be asked: %s", text)
	}
}

func filterTimeline(t *testing.T, ctx context.Context, url string) {
	do(t, ctx, visit(url+"/state/RUS"), chromedp.SendKeys(`input[name="with"]`, "Turkey"), chromedp.SetValue(`select[name="status"]`, "planned"),
		chromedp.Submit(".filters"), arrive(`location.search.includes("with=Turkey")`), chromedp.WaitVisible(".timeline"))
	if n := script[int](t, ctx, `document.querySelectorAll("#events .event").length`); n != 1 {
		t.Errorf("%d events planned with Turkey", n)
	}
	if n := script[int](t, ctx, `document.querySelectorAll(".balance a").length`); n < 3 {
		t.Errorf("%d bars of balances", n)
	}
	do(t, ctx, chromedp.Click(".balance a"), arrive(`location.pathname === "/events"`))
}

// explore walks from Russia to Turkey without a mouse, and takes the drawing away in each format.
func explore(t *testing.T, ctx context.Context, url string) {
	do(t, ctx, visit(url+"/explorer?from=Russia"), until(`graph.dataset.drawn === "true"`), chromedp.Focus("#graph canvas"))
	for range 60 {
		do(t, ctx, chromedp.KeyEvent(kb.ArrowRight))
		if script[bool](t, ctx, `chosen.querySelector("strong")?.textContent === "Turkey"`) {
			break
		}
	}
	before := script[string](t, ctx, `document.querySelector("canvas").getAttribute("aria-label")`)
	do(t, ctx, chromedp.KeyEvent(kb.Enter), until(fmt.Sprintf(`document.querySelector("canvas").getAttribute("aria-label") !== %q`, before)),
		arrive(`location.search.includes("open=")`), chromedp.KeyEvent("p"), chromedp.Reload(), until(`document.getElementById("graph").dataset.drawn === "true"`))
	after := script[string](t, ctx, `document.querySelector("canvas").getAttribute("aria-label")`)
	if after == before {
		t.Errorf("reloaded, the drawing has forgotten Turkey: %s", after)
	}
	folder := downloads(t, ctx)
	for format, begin := range map[string]string{"PNG": "\x89PNG", "SVG": "<svg ", "JSON": "{"} {
		do(t, ctx, chromedp.Click(fmt.Sprintf(`//div[@class="tools"]/button[.=%q]`, format)))
		if b := string(downloaded(t, folder)); !strings.HasPrefix(b, begin) || format != "PNG" && !strings.Contains(b, "Turkey") {
			t.Errorf("the %s begins with %.20q", format, b)
		}
	}
	do(t, ctx, chromedp.SendKeys(`#graph input`, "Mongolia"+kb.Enter), until(`chosen.querySelector("strong")?.textContent === "Mongolia"`),
		chromedp.Click(`//div[@id="chosen"]/button[contains(., "Path to it")]`), until(`chosen.textContent.includes("Mongolia") && !chosen.querySelector("button")`))
}

func findPath(t *testing.T, ctx context.Context, url string) {
	var text string
	do(t, ctx, visit(url+"/explorer"), chromedp.SendKeys(`#explore input[name="from"]`, "Russia"), chromedp.SendKeys(`#explore input[name="to"]`, "Turkey"),
		chromedp.Submit("#explore"), chromedp.WaitVisible(".paths"), chromedp.WaitVisible("#graph canvas"), chromedp.Text(".paths", &text))
	if !strings.Contains(text, "Turkey") {
		t.Errorf("the paths are %q", text)
	}
	do(t, ctx, chromedp.Click(".paths a"), chromedp.WaitVisible("dialog .claim"))
}

// runQuery runs a query, looks at it in all ways, saves it, and takes it up again.
func runQuery(t *testing.T, ctx context.Context, url string) {
	var before, after string
	do(t, ctx, visit(url+"/query"), chromedp.WaitVisible(".cm-editor"), chromedp.Text("main", &before),
		chromedp.Click("#run"), chromedp.WaitVisible("#views"), chromedp.Text("#result", &after))
	if strings.Contains(before, "Kyrgyzstan") || !strings.Contains(after, "Kyrgyzstan") {
		t.Errorf("before: %q, after: %q", before, after)
	}
	do(t, ctx, chromedp.Click(`button[data-view="json"]`), chromedp.WaitVisible("#json"), chromedp.Click(`button[data-view="graph"]`), chromedp.WaitVisible("#result canvas"))
	if label := script[string](t, ctx, `document.querySelector("#result canvas").getAttribute("aria-label")`); !strings.HasPrefix(label, "Drawing of 10 actors") {
		t.Errorf("the graph is a %q", label)
	}
	folder := downloads(t, ctx)
	do(t, ctx, chromedp.Click(`button[value="csv"]`))
	if rows, err := csv.NewReader(strings.NewReader(string(downloaded(t, folder)))).ReadAll(); err != nil || len(rows) != 11 {
		t.Errorf("the file has %d rows, %v", len(rows), err)
	}
	do(t, ctx, visit(url+"/query"), chromedp.Evaluate(`document.querySelector(".cm-content").focus()`, nil), chromedp.KeyEvent("member"),
		until(`document.querySelector(".cm-tooltip-autocomplete")`))
	if offers := script[string](t, ctx, `document.querySelector(".cm-tooltip-autocomplete").textContent`); !strings.Contains(offers, "member_of") {
		t.Errorf("completions: %s", offers)
	}
	do(t, ctx, chromedp.KeyEvent(kb.Escape), visit(url+"/query?example=members"), chromedp.SendKeys("#save-name", "mine"+kb.Enter), visit(url+"/query"),
		chromedp.Click(`//ul[@id="saved"]//a[.="mine"]`), arrive(`location.search.includes("dql=")`), chromedp.WaitVisible("#saved button"))
	if n := script[int](t, ctx, `document.querySelectorAll("#views").length`); n != 0 {
		t.Error("a saved query runs by itself")
	}
	do(t, ctx, chromedp.Click("#saved button"), until(`!document.querySelector("#saved li")`))
}

// cancelQuery sees to it that a cancelled query ends at the server, not only on the page.
func cancelQuery(t *testing.T, ctx context.Context, url string) {
	do(t, ctx, visit(url+"/query?dql=%23+slow"), chromedp.WaitVisible(".cm-editor"), chromedp.Click("#run"), until(`!cancel.disabled`), chromedp.Click("#cancel"),
		until(`running.textContent.startsWith("cancelled")`))
	select {
	case err := <-cancelled:
		if err != context.Canceled {
			t.Errorf("the query ended by %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the query still runs at the server")
	}
	if script[bool](t, ctx, `document.getElementById("run").disabled`) {
		t.Error("after cancelling, nothing can be run")
	}
}

// keyboardOnly finds the SCO, sorts its members and opens the sentences of one without a mouse.
func keyboardOnly(t *testing.T, ctx context.Context, url string) {
	var here string
	do(t, ctx, visit(url+"/"), chromedp.KeyEvent(kb.Tab))
	if focus := script[string](t, ctx, `document.activeElement.className`); focus != "skip" {
		t.Errorf("the first tab stop is %q, not the way to the content", focus)
	}
	do(t, ctx, chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent("SCO"+kb.Enter),
		chromedp.WaitVisible("#members"), chromedp.Location(&here))
	if !strings.HasSuffix(here, "/organization/SCO") {
		t.Errorf("searching by keyboard leads to %s", here)
	}
	do(t, ctx, visit(here))
	press := func(key, goal string) {
		t.Helper()
		for range 100 {
			do(t, ctx, chromedp.KeyEvent(kb.Tab))
			if script[bool](t, ctx, goal) {
				if outline := script[string](t, ctx, `getComputedStyle(document.activeElement).outlineStyle`); outline == "none" {
					t.Errorf("what has the focus is not seen to have it: %s", goal)
				}
				do(t, ctx, chromedp.KeyEvent(key))
				return
			}
		}
		t.Errorf("no tab stop is %s", goal)
	}
	press(kb.Enter, `document.activeElement.textContent === "Since"`)
	do(t, ctx, until(`document.querySelector('#members th[aria-sort="ascending"]')?.textContent === "Since"`))
	press(kb.Enter, `document.activeElement.textContent.startsWith("sentences")`)
	do(t, ctx, chromedp.WaitVisible("dialog .claim"), chromedp.KeyEvent(kb.Escape), until(`!document.querySelector("dialog").open`))
	if !script[bool](t, ctx, `document.activeElement.textContent.startsWith("sentences")`) {
		t.Error("the closed dialog does not give the focus back")
	}
}

// Pages for a telephone scroll up and down, never sideways.
func narrow(t *testing.T, ctx context.Context, url string) {
	do(t, ctx, chromedp.EmulateViewport(360, 740))
	fits(t, ctx, url, 360)
}

// Pages on a wall stay whole, and are written larger.
func wide(t *testing.T, ctx context.Context, url string) {
	do(t, ctx, chromedp.EmulateViewport(3840, 2160))
	fits(t, ctx, url, 3840)
	if size := script[float64](t, ctx, `parseFloat(getComputedStyle(document.body).fontSize)`); size <= 16 {
		t.Errorf("text of %.1f px on 3840", size)
	}
}

func fits(t *testing.T, ctx context.Context, url string, width int) {
	t.Helper()
	for _, path := range everyPage {
		do(t, ctx, visit(url+path))
		if n := script[int](t, ctx, `document.documentElement.scrollWidth`); n > width {
			t.Errorf("%s is %d px wide", path, n)
		}
	}
}

func dark(t *testing.T, ctx context.Context, url string) {
	const background = `getComputedStyle(document.body).backgroundColor`
	do(t, ctx, visit(url+"/"))
	before := script[string](t, ctx, background)
	do(t, ctx, chromedp.Click("#colours"))
	after := script[string](t, ctx, background)
	do(t, ctx, chromedp.Reload())
	if reloaded := script[string](t, ctx, background); before == after || after != reloaded {
		t.Errorf("background %s, switched %s, reloaded %s", before, after, reloaded)
	}
	do(t, ctx, visit(url+"/"), chromedp.Click("#colours"))
}

// printed makes a PDF of each page: without what can only be clicked, in dark ink, with addresses behind sources.
func printed(t *testing.T, ctx context.Context, url string) {
	for _, path := range []string{"/organization/SCO", "/state/RUS", "/relation?a=Russia&b=Ukraine", "/article?id=post-1"} {
		var pdf []byte
		do(t, ctx, visit(url+path), chromedp.ActionFunc(func(ctx context.Context) (err error) {
			pdf, _, err = page.PrintToPDF().WithPaperWidth(8.27).WithPaperHeight(11.69).Do(ctx)
			return err
		}))
		if sheets := strings.Count(string(pdf), "/Type /Page\n"); !strings.HasPrefix(string(pdf), "%PDF-") || sheets < 1 || sheets > 6 {
			t.Errorf("%s: %d bytes of PDF, %d sheets", path, len(pdf), sheets)
		}
	}
	do(t, ctx, emulation.SetEmulatedMedia().WithMedia("print").WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}),
		visit(url+"/organization/SCO"))
	seen := script[string](t, ctx, `[...document.querySelectorAll("nav, .find, .tools, button, input[type=range]")].filter(e => e.offsetParent && !e.closest("th") && e.id !== "tabs").map(e => e.tagName + "." + e.className).join(" ")`)
	if seen != "" {
		t.Errorf("on paper stand %s", seen)
	}
	do(t, ctx, visit(url+"/events?status=all"))
	planned := script[string](t, ctx, `document.querySelector(".event.planned .what > a").href`)
	do(t, ctx, visit(planned))
	if mark := script[string](t, ctx, `(s => s.display + " " + s.color + " " + s.borderLeftStyle)(getComputedStyle(document.querySelector(".fact .mark.planned")))`); mark != "inline-block rgb(122, 77, 0) dashed" {
		t.Errorf("the mark of what is planned is printed %s", mark)
	}
	if ink := script[string](t, ctx, `getComputedStyle(document.body).color + getComputedStyle(document.body).backgroundColor`); ink != "rgb(0, 0, 0)rgb(255, 255, 255)" {
		t.Errorf("printed in %s", ink)
	}
}

// steady measures that nothing jumps while a page loads: no content that is taken back, no late tools.
func steady(t *testing.T, ctx context.Context, url string) {
	for _, path := range []string{"/", "/organization/SCO?filter=stan", "/state/RUS", "/query", "/explorer?from=Russia"} {
		do(t, ctx, visit(url+path), chromedp.Sleep(300*time.Millisecond))
		shift := script[float64](t, ctx, `new Promise(done => {
			let sum = 0;
			new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value }).observe({type: "layout-shift", buffered: true});
			setTimeout(() => done(sum), 100);
		})`)
		if shift > .05 {
			t.Errorf("%s shifts by %.3f while it loads", path, shift)
		}
	}
}

func withoutScripts(t *testing.T, ctx context.Context, url string) {
	var text string
	do(t, ctx, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(url+"/organization/SCO?at=2018"),
		chromedp.WaitVisible("#members"), chromedp.Text("#members", &text))
	if !strings.Contains(text, "Pakistan") || strings.Contains(text, "Belarus") {
		t.Errorf("the members of 2018 without scripts: %s", text)
	}
	do(t, ctx, chromedp.WaitNotVisible("#play"), chromedp.Click(`//table[@id="members"]//a[contains(., "sentences")]`), chromedp.WaitVisible(".claim"),
		chromedp.Navigate(url+"/explorer?from=Russia"), chromedp.WaitVisible("#neighbors"), chromedp.WaitNotVisible("#drawing"),
		chromedp.Navigate(url+"/query"), chromedp.WaitVisible("textarea"), chromedp.Click("#run"), chromedp.WaitVisible("#json"), chromedp.Text("#result", &text))
	if !strings.Contains(text, "Kyrgyzstan") {
		t.Errorf("the result without scripts: %s", text)
	}
}

// accessible asks axe-core, in light and dark, of every page, of a result and of a dialog.
func accessible(t *testing.T, ctx context.Context, url string) {
	axe, err := os.ReadFile("web/node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skipf("SKIPPED: needs axe-core; run npm ci in graph/dashboard/web: %v", err)
	}
	check := func(what string) {
		t.Helper()
		do(t, ctx, chromedp.Evaluate(string(axe), nil))
		for _, v := range script[[]string](t, ctx, `axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join("; ").slice(0, 400)))`) {
			t.Errorf("%s: %s", what, v)
		}
	}
	tableForAll(t, ctx, url)
	for _, scheme := range []string{"light", "dark"} {
		do(t, ctx, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
		for _, path := range everyPage {
			do(t, ctx, visit(url+path))
			check(path + " in " + scheme)
		}
		do(t, ctx, visit(url+"/query"), chromedp.Click("#run"), chromedp.WaitVisible("#views"))
		check("a result in " + scheme)
		do(t, ctx, visit(url+"/negotiations"), chromedp.Click("tbody a"), arrive(`location.pathname === "/negotiation"`))
		check("a negotiation in " + scheme)
		do(t, ctx, chromedp.Click(`.track a[href^="/evidence"]`), chromedp.WaitVisible("dialog .claim"))
		check("a dialog in " + scheme)
		do(t, ctx, visit(url+"/events?status=all"))
		facts := script[[]string](t, ctx, `["occurred", "planned", "did_not_occur", "alleged"].map(c => document.querySelector(".event." + c + " .what > a").href)`)
		for _, status := range []string{"member", "dialogue_partner"} {
			do(t, ctx, visit(url+"/organization/SCO?status="+status))
			facts = append(facts, script[string](t, ctx, `document.querySelector('#members a[href^="/evidence"]').href`))
		}
		for _, fact := range facts {
			do(t, ctx, visit(fact))
			check(fact + " in " + scheme)
		}
	}
}

// tableForAll finds the members in a table for those too who don't see how it is laid out, row by row and below headings.
func tableForAll(t *testing.T, ctx context.Context, url string) {
	t.Helper()
	roles := map[string]int{}
	do(t, ctx, visit(url+"/organization/SCO"), chromedp.ActionFunc(func(ctx context.Context) error {
		var tree struct { // the part that this test reads; the client does not know all reasons for which a browser ignores nodes
			Nodes []struct {
				Ignored bool `json:"ignored"`
				Role    struct {
					Value string `json:"value"`
				} `json:"role"`
			} `json:"nodes"`
		}
		err := cdp.Execute(ctx, accessibility.CommandGetFullAXTree, nil, &tree)
		for _, n := range tree.Nodes {
			if !n.Ignored {
				roles[n.Role.Value]++
			}
		}
		return err
	}))
	if roles["table"] != 1 || roles["row"] != 11 || roles["columnheader"] != 7 || roles["cell"] != 70 {
		t.Errorf("a table of ten members, for screen readers: %v", roles)
	}
}

// arrive waits until a link or a form has led to the address that fulfils a condition, and for the scripts there.
func arrive(condition string) chromedp.Action { return chromedp.Tasks{until(condition), ready()} }

// ready waits for the scripts of a page.
func ready() chromedp.Action { return until(`document.documentElement.dataset.ready === "true"`) }

// TestHostileNamesInTheBrowser shows names that are markup in a real browser, on every page and in all that scripts
// make of them. A script in them would open a dialog, which fails the test.
func TestHostileNamesInTheBrowser(t *testing.T) {
	chromium := startBrowser(t)
	server := httptest.NewServer(newDashboard(t))
	defer server.Close()
	ctx := tab(t, chromium)
	for _, path := range pagesWithContent {
		do(t, ctx, visit(server.URL+path))
		if n := script[int](t, ctx, `document.querySelectorAll("img:not(.flag), main script").length`); n != 0 {
			t.Errorf("%s: %d elements from names", path, n)
		}
	}
	do(t, ctx, visit(server.URL+"/state/KAZ"), chromedp.Click(`a[href^="/evidence"]`), chromedp.WaitVisible("dialog .claim"),
		visit(server.URL+"/explorer?from=x"), until(`graph.dataset.drawn === "true"`), chromedp.Focus("#graph canvas"), chromedp.KeyEvent(kb.ArrowRight),
		until(`chosen.querySelector("strong") !== null`), visit(server.URL+"/query"), chromedp.Click("#run"), chromedp.WaitVisible("#views"),
		chromedp.Click(`button[data-view="graph"]`), chromedp.WaitVisible("#result canvas"),
		visit(server.URL+"/"), chromedp.SendKeys("#q", "bad"), until(`document.querySelector("datalist option") !== null`))
	if n := script[int](t, ctx, `document.querySelectorAll("img:not(.flag), main script").length`); n != 0 {
		t.Errorf("%d elements from names", n)
	}
}
