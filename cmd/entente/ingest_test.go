package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// many writes n articles to a file of JSON Lines.
func many(t *testing.T, n int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "many.jsonl")
	if err := os.WriteFile(file, manyArticles(n), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// fourHundred is a file of articles and the export of a graph that has them by one ingest that nothing disturbed.
func fourHundred(t *testing.T) (file, export string) {
	t.Helper()
	file = many(t, 400)
	if calm == "" {
		u := newUser(t)
		up := u.serve()
		defer up.stop(t)
		u.must("ingest", file, "--batch", "8")
		calm = u.must("export")
	}
	return file, calm
}

// calm is made once, by the first test that asks for it.
var calm string

// TestKilledIngest kills an ingest at twenty random instants, starts it again each time, and compares the graph with that
// of an undisturbed one.
func TestKilledIngest(t *testing.T) {
	needDgraph(t)
	file, want := fourHundred(t)
	u := newUser(t)
	up := u.serve()
	defer up.stop(t)
	r := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		cmd := u.command("", "ingest", file, "--batch", "8")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(r.IntN(2500)) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	last := u.run("", "ingest", file, "--batch", "8")
	if last.code != 0 {
		t.Fatalf("exit %d\n%s", last.code, last.err)
	}
	t.Log(strings.TrimSpace(last.err))
	if diff := cmp.Diff(want, u.must("export")); diff != "" {
		t.Errorf("the killed ingest left another graph (-calm +killed):\n%.2000s", diff)
	}
	if out := u.must("ingest", "status"); !strings.Contains(out, "0 articles on their way, 0 set aside") {
		t.Errorf("something is left:\n%s", out)
	}
}

// TestKilledAlpha kills Dgraph's alpha five times under an ingest, which waits for it and loses nothing.
func TestKilledAlpha(t *testing.T) {
	needDgraph(t)
	file, want := fourHundred(t)
	u := newUser(t)
	up := u.serve()
	defer up.stop(t)
	cmd := u.command("", "ingest", file, "--batch", "2")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	waitForArticles(t, u, nil)
	for kills := range 5 {
		waitUntilUp(t, up.rest)
		time.Sleep(500 * time.Millisecond)
		select {
		case err := <-ended:
			t.Fatalf("the ingest was over after %d kills: %v", kills, err)
		default:
		}
		pid := alphaOf(t, up.Process.Pid)
		if pid == 0 {
			t.Fatal("the service runs no alpha")
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		t.Logf("killed alpha, pid %d", pid)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(3 * time.Minute):
		_ = cmd.Process.Kill()
		t.Fatal("the ingest does not end")
	}
	if diff := cmp.Diff(want, u.must("export")); diff != "" {
		t.Errorf("a killed alpha leaves another graph (-calm +killed):\n%.2000s", diff)
	}
}

// TestFourProcesses runs four ingests at once on overlapping articles: two share the ledger, two have each their own, as
// on other machines. The graph is that of one ingest.
func TestFourProcesses(t *testing.T) {
	needDgraph(t)
	file, want := fourHundred(t)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(b, []byte("\n"))
	u := newUser(t)
	up := u.serve()
	defer up.stop(t)
	dir := t.TempDir()
	var processes sync.WaitGroup
	for i := range 4 {
		part := filepath.Join(dir, fmt.Sprintf("part-%d.jsonl", i))
		if err := os.WriteFile(part, bytes.Join(lines[i*80:min(i*80+160, len(lines))], nil), 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{"ingest", part, "--batch", "8"}
		if i >= 2 {
			args = append(args, "--ingest-dir", filepath.Join(dir, fmt.Sprint("ledger-", i)))
		}
		processes.Go(func() {
			if r := u.run("", args...); r.code != 0 {
				t.Errorf("process %d: exit %d\n%s", i, r.code, r.err)
			}
		})
	}
	processes.Wait()
	if diff := cmp.Diff(want, u.must("export")); diff != "" {
		t.Errorf("four at once leave another graph (-one +four):\n%.2000s", diff)
	}
}

// When the Dgraph of an ingest can't be brought back, the ingest says so and ends; what it held is taken up later.
func TestDgraphEndsForGood(t *testing.T) {
	dgraph := needDgraph(t)
	u := newUser(t)
	gone := filepath.Join(t.TempDir(), "dgraph")
	if err := os.Link(dgraph, gone); err != nil {
		t.Skipf("SKIPPED: the binary can't be linked: %v", err)
	}
	file := many(t, 400)
	cmd := u.command("", "ingest", file, "--batch", "4", "--dgraph-binary", gone)
	said := &bytes.Buffer{}
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	waitForArticles(t, u, nil)
	killForGood(t, cmd.Process.Pid, gone)
	select {
	case <-ended:
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		t.Fatal("the ingest waits on for a Dgraph that will not come back")
	}
	for _, want := range []string{"the local Dgraph has ended for good", "what is counted above is safely stored", "articles stored with"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("nothing says %q:\n%s", want, said)
		}
	}
	if code := cmd.ProcessState.ExitCode(); code != 2 {
		t.Errorf("exit %d, want 2", code)
	}
	_, want := fourHundred(t)
	u.must("ingest", file, "--batch", "4")
	if diff := cmp.Diff(want, u.must("export")); diff != "" {
		t.Errorf("the ingest left another graph (-calm +taken up):\n%.2000s", diff)
	}
}

// killForGood takes the binary of an ingest's Dgraph away, and then its alpha.
func killForGood(t *testing.T, ingest int, binary string) {
	t.Helper()
	if err := os.Remove(binary); err != nil {
		t.Fatal(err)
	}
	pid := alphaOf(t, ingest)
	if pid == 0 {
		t.Fatal("the ingest runs no alpha")
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// waitForArticles waits until articles of an ingest with those arguments are on their way.
func waitForArticles(t *testing.T, u user, args []string) {
	t.Helper()
	var settings []string
	for i, a := range args {
		if a == "--dir" || a == "--ingest-dir" {
			settings = append(settings, args[i:i+2]...)
		}
	}
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		out := u.run("", append([]string{"ingest", "status"}, settings...)...).out
		if m := regexp.MustCompile(`(\d+) articles on their way`).FindStringSubmatch(out); m != nil && m[1] != "0" {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("no article is on its way after a minute")
}

// waitUntilUp waits until the graph behind a service answers.
func waitUntilUp(t *testing.T, rest string) {
	t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for time.Now().Before(deadline) {
		resp, err := http.Get(rest + "/healthz")
		if err == nil {
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the graph does not come back")
}

// alphaOf is the pid of the alpha that a process has started, 0 while there is none.
func alphaOf(t *testing.T, parent int) int {
	for _, pid := range childrenOf(t, parent) {
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if err == nil && strings.Contains(string(line), "\x00alpha\x00") {
			return pid
		}
	}
	return 0
}

// page is an article on the web.
func page(text string) string {
	return `<html lang="en"><head><title>Talks in Geneva</title><meta property="article:published_time" content="2024-05-06T10:00:00Z">` +
		`<meta property="og:site_name" content="The Harbour Post"></head><body><article><h1>Talks in Geneva</h1><p>` +
		strings.ReplaceAll(text, "\n", "</p><p>") + `</p></article></body></html>`
}

const talks = "Norway and Chile signed an agreement on fish on Monday, officials of both sides said in the evening.\n" +
	"The foreign minister of Norway met the foreign minister of Chile in Geneva, where the two spoke for several hours.\n" +
	"Chile asked Norway to open its ports to Chilean ships before the end of the summer, which Norway turned down.\n" +
	"Both sides said that they would meet again in the autumn, although no day has been agreed for that so far."

// A pass over sources for cron: receipts, a second pass that finds nothing, a lock, the table of sources, deletion.
func TestIngestRun(t *testing.T) {
	needDgraph(t)
	var site *httptest.Server
	site = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed":
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>D</title><item><link>%[1]s/talks?utm_source=rss</link></item><item><link>%[1]s/copy</link></item></channel></rss>`, site.URL)
		case "/talks", "/copy":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(page(talks)))
		default:
			http.NotFound(w, r)
		}
	}))
	defer site.Close()
	dir := t.TempDir()
	sources, receipts := filepath.Join(dir, "sources.yaml"), filepath.Join(dir, "receipts.jsonl")
	config := fmt.Sprintf("delay: 1ms\nsources:\n  - {name: desk, kind: feed, url: '%s/feed', private: true}\n", site.URL)
	if err := os.WriteFile(sources, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	u := newUser(t)
	up := u.serve()
	defer up.stop(t)

	r := u.run("", "ingest", "run", "--config", sources, "--report", receipts)
	if r.code != 0 || strings.Count(strings.TrimSpace(r.out), "\n") != 0 || !strings.Contains(r.out, "1 sources, 0 failed: 1 articles stored with") || !strings.Contains(r.out, "1 copies of others") {
		t.Fatalf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	checkReceipts(t, receipts, site.URL)
	before := u.must("export")
	if r = u.run("", "ingest", "run", "--config", sources, "--timeout", "1m"); r.code != 0 || !strings.Contains(r.out, "0 articles stored") {
		t.Errorf("second pass: exit %d\n%s%s", r.code, r.out, r.err)
	}
	if diff := cmp.Diff(before, u.must("export")); diff != "" {
		t.Errorf("a second pass changes the graph:\n%.2000s", diff)
	}
	if out := u.must("ingest", "status"); !regexp.MustCompile(`desk .* 2 `).MatchString(out) {
		t.Errorf("status:\n%s", out)
	}
	if out := u.must("sources", "check", sources); !regexp.MustCompile(`desk +feed +yes +2 +2024-05-06 +2 +2`).MatchString(out) {
		t.Errorf("check:\n%s", out)
	}

	if err := os.WriteFile(filepath.Join(dir, "undated.txt"), []byte("Oslo spoke."), 0o600); err != nil {
		t.Fatal(err)
	}
	withFolder := filepath.Join(dir, "folder.yaml")
	config += fmt.Sprintf("  - {name: folder, kind: files, path: '%s'}\n", filepath.Join(dir, "undated.txt"))
	if err := os.WriteFile(withFolder, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	if r = u.run("", "ingest", "run", "--config", withFolder); r.code != 1 || !strings.Contains(r.out, "2 sources, 0 failed") || !strings.Contains(r.out, "1 set aside") {
		t.Errorf("with an undated article: exit %d\n%s%s", r.code, r.out, r.err)
	}
	if r = u.run("", "ingest", "run", "--config", withFolder, "--timeout", "1ns"); r.code != 1 || !strings.Contains(r.err, "stopped by --timeout") {
		t.Errorf("out of time: exit %d\n%s%s", r.code, r.out, r.err)
	}
	if r = u.run("", "ingest", "run", "--no-such-flag"); r.code != 2 {
		t.Errorf("wrong use: exit %d", r.code)
	}

	service := u.startIntake(t, sources)
	if r = u.run("", "ingest", "run", "--config", sources); r.code != 3 || !strings.Contains(r.err, "another ingest run or serve") {
		t.Errorf("beside a service: exit %d\n%s", r.code, r.err)
	}
	service.post(t, `{"id": "sent", "published": "2024-05-07", "source": "Wire", "text": "Ghana and Peru signed an agreement on tin."}`, "accepted")
	service.post(t, `{"id": "sent", "published": "2024-05-07", "source": "Wire", "text": "Ghana and Peru signed an agreement on tin."}`, "unchanged")
	service.stop(t)

	u.must("ingest", "delete", "sent", "--reason", "a test")
	file := filepath.Join(dir, "again.jsonl")
	if err := os.WriteFile(file, []byte(`{"id": "sent", "published": "2024-05-07", "text": "Ghana and Peru signed an agreement on tin."}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if r = u.run("", "ingest", file); !strings.Contains(r.err, "1 deleted before") {
		t.Errorf("deleted, and ingested again:\n%s", r.err)
	}

	site.Close()
	if r = u.run("", "ingest", "run", "--config", sources); r.code != 2 || !strings.Contains(r.err, "no source could be read") {
		t.Errorf("without a site: exit %d\n%s", r.code, r.err)
	}
	if r = u.run("", "ingest", "run", "--config", filepath.Join(dir, "nowhere.yaml")); r.code != 2 {
		t.Errorf("without a file of sources: exit %d\n%s", r.code, r.err)
	}
}

// checkReceipts reads the report of a run over an article and its copy.
func checkReceipts(t *testing.T, path, site string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for line := range strings.Lines(string(b)) {
		var r struct {
			Kind, Article, Outcome, Source string
			CopyOf                         string `json:"duplicate_of"`
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		what := strings.ReplaceAll(strings.Join([]string{r.Kind, r.Source, r.Article, r.Outcome, r.CopyOf}, " "), site, "")
		kinds = append(kinds, strings.Join(strings.Fields(what), " "))
	}
	want := []string{"article desk /talks accepted", "article desk /copy duplicate /talks", "source desk", "run"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
}

// startIntake starts `entente ingest serve`.
func (u user) startIntake(t *testing.T, sources string) *running {
	t.Helper()
	return u.launch("ingest", "serve", "--config", sources, "--intake-grpc", "127.0.0.1:0", "--intake-http", "127.0.0.1:0")
}

// post sends an article and checks what becomes of it.
func (r *running) post(t *testing.T, article, want string) {
	t.Helper()
	resp, err := http.Post(r.rest+"/v1/ingest", "application/json", strings.NewReader(article))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var line struct {
		Result struct{ Outcome, Reason string }
	}
	if err := json.NewDecoder(resp.Body).Decode(&line); err != nil || line.Result.Outcome != want {
		t.Errorf("%s: got %+v, %v; want %s", article, line, err, want)
	}
}

// The same pass over known articles does nothing, quickly.
func TestSamePassAgain(t *testing.T) {
	needDgraph(t)
	file := many(t, 500)
	u := newUser(t)
	up := u.serve()
	defer up.stop(t)
	u.must("ingest", file)
	before := u.must("export")
	cmd := u.command("", "ingest", file)
	begin := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	took := time.Since(begin)
	t.Logf("500 known articles in %.2f s", took.Seconds())
	if took > 2*time.Second {
		t.Errorf("500 known articles take %s", took)
	}
	if diff := cmp.Diff(before, u.must("export")); diff != "" {
		t.Errorf("the same pass again changes the graph:\n%.2000s", diff)
	}
}

// HTML files and crawls are ingested like text, and the same page twice is one article.
func TestWebFiles(t *testing.T) {
	needDgraph(t)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "talks.html"), []byte(page(talks)), 0o600); err != nil {
		t.Fatal(err)
	}
	block := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(talks)
	record := fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/talks\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
	if err := os.WriteFile(filepath.Join(dir, "crawl.warc"), []byte(record+record), 0o600); err != nil {
		t.Fatal(err)
	}
	u := newUser(t)
	up := u.serve()
	defer up.stop(t)
	r := u.run("", "ingest", dir)
	if r.code != 0 || !strings.Contains(r.err, "1 articles stored") {
		t.Errorf("exit %d\n%s", r.code, r.err)
	}
	t.Log(strings.TrimSpace(r.err))
	if out := u.must("export"); !strings.Contains(out, "https://post.example/talks") || !strings.Contains(out, "publisher/the-harbour-post") {
		t.Error("the page's address or publisher is not in the graph")
	}
}

// The commands of the deployment files are commands of this program.
func TestDeployedCommands(t *testing.T) {
	u := newUser(t)
	check := func(where string, args []string) {
		t.Helper()
		if r := u.run("", append(args, "--help")...); r.code != 0 {
			t.Errorf("%s: entente %s: %s", where, strings.Join(args, " "), r.err)
		}
	}
	found := 0
	for _, path := range []string{"cron/entente", "systemd/entente-ingest.service", "systemd/entente-intake.service"} {
		b, err := os.ReadFile(filepath.Join("../../deploy", path))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)/usr/local/bin/entente ([^>\n]+)`).FindAllStringSubmatch(string(b), -1) {
			found++
			check(path, strings.Fields(m[1]))
		}
	}
	for _, path := range []string{"kubernetes/ingest.yaml", "kubernetes/intake.yaml", "compose/compose.yaml"} {
		b, err := os.ReadFile(filepath.Join("../../deploy", path))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)(?:args|command): (\[ingest.*\])`).FindAllSubmatch(b, -1) {
			found++
			var args []string
			if err := yaml.Unmarshal(m[1], &args); err != nil {
				t.Fatal(err)
			}
			check(path, args)
		}
	}
	if found != 6 {
		t.Errorf("%d commands found, want 6", found)
	}
}
