package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph/local"
)

// binary is the program under test, built as a user gets it.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "entente-bin-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "entente")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build entente: %v\n%s", err, out)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// needDgraph skips a test, aloud, where there is no Dgraph to run.
func needDgraph(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: needs a real Dgraph, and -short was asked for")
	}
	path, err := local.FindBinary(os.Getenv("ENTENTE_DGRAPH_BINARY"))
	if err != nil {
		t.Skipf("SKIPPED: needs a real Dgraph: %v", err)
	}
	path, err = filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// user runs entente as somebody at a shell would, in a home of their own.
type user struct {
	t   *testing.T
	env []string
}

func newUser(t *testing.T) user {
	t.Helper()
	home := t.TempDir()
	env := []string{"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}
	if dgraph, err := local.FindBinary(os.Getenv("ENTENTE_DGRAPH_BINARY")); err == nil {
		abs, err := filepath.Abs(dgraph)
		if err != nil {
			t.Fatal(err)
		}
		env = append(env, "ENTENTE_DGRAPH_BINARY="+abs)
	}
	return user{t, env}
}

// result is what a command printed and how it ended.
type result struct {
	out, err string
	code     int
}

func (u user) command(stdin string, args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	cmd.Env = u.env
	cmd.Stdin = strings.NewReader(stdin)
	return cmd
}

func (u user) run(stdin string, args ...string) result {
	u.t.Helper()
	cmd := u.command(stdin, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		u.t.Fatal(err)
	}
	return result{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

// must runs a command that is to succeed and returns what it printed.
func (u user) must(args ...string) string {
	u.t.Helper()
	r := u.run("", args...)
	if r.code != 0 {
		u.t.Fatalf("entente %s: exit %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.err)
	}
	return r.out
}

// readyWait is how long a start may take on a busy machine.
const readyWait = 5 * time.Minute

// running is an `entente up` or `entente serve` that answers.
type running struct {
	*exec.Cmd
	rest, grpc string
	started    time.Duration // until it was ready
	log        *bytes.Buffer
}

var (
	restLine = regexp.MustCompile(`(?m)^REST\s+(http://\S+)$`)
	grpcLine = regexp.MustCompile(`(?m)^gRPC\s+(\S+)$`)
)

// up starts everything; serve all but the reference data, which take their time, and the samples.
func (u user) up(args ...string) *running { return u.start(append([]string{"up"}, args...)...) }

func (u user) serve() *running { return u.start("serve") }

func (u user) start(args ...string) *running {
	u.t.Helper()
	return u.launch(append(args, "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0")...)
}

// launch starts a command that says on which addresses it serves.
func (u user) launch(args ...string) *running {
	u.t.Helper()
	r := &running{Cmd: u.command("", args...), log: &bytes.Buffer{}}
	out, err := r.StdoutPipe()
	if err != nil {
		u.t.Fatal(err)
	}
	errs := &bytes.Buffer{}
	r.Stderr = errs
	begin := time.Now()
	if err := r.Start(); err != nil {
		u.t.Fatal(err)
	}
	u.t.Cleanup(func() { _ = r.Process.Kill() })
	ready := make(chan bool, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			fmt.Fprintln(r.log, lines.Text())
			if grpcLine.MatchString(lines.Text()) {
				ready <- true
				_, _ = io.Copy(io.Discard, out)
				return
			}
		}
		ready <- false
	}()
	select {
	case ok := <-ready:
		if !ok {
			_ = r.Wait()
			u.t.Fatalf("%s ended: %s", args[0], errs)
		}
	case <-time.After(readyWait):
		u.t.Fatalf("%s is not ready after %s: %s%s", args[0], readyWait, r.log, errs)
	}
	r.started = time.Since(begin)
	r.rest = restLine.FindStringSubmatch(r.log.String())[1]
	r.grpc = grpcLine.FindStringSubmatch(r.log.String())[1]
	return r
}

// stop interrupts up as Ctrl-C does and waits for its end.
func (r *running) stop(t *testing.T) {
	t.Helper()
	if err := r.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- r.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("up ended with %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("up does not stop within 30 s")
	}
}

// get asks the REST service and decodes the answer.
func get(t *testing.T, url string, into any) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s %v\n%s", url, resp.Status, err, b)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("GET %s: %v\n%s", url, err, b)
	}
}

// dispatch is an article of our own on things that the lists know, too.
const dispatch = `{"id":"dispatch-1","url":"https://example.org/dispatch-1","title":"Ten around a table","published":"2025-09-03","source":"The Harbour Post","text":"The SCO consists of China, India, Russia, Pakistan, Iran, Kazakhstan, Kyrgyzstan, Tajikistan, Uzbekistan and Belarus. Armenian Foreign Minister Ararat Mirzoyan met his Turkish counterpart Hakan Fidan in Tbilisi on Tuesday."}
`

// TestUserStory is the whole way of a user: up on a fresh folder, ingest, members, query, stop, start again.
func TestUserStory(t *testing.T) {
	needDgraph(t)
	u := newUser(t)
	up := u.up("--show", "SCO")
	if !strings.Contains(up.log.String(), "Kyrgyzstan") {
		t.Errorf("up --show SCO prints no members:\n%s", up.log)
	}

	var members struct {
		Members []struct {
			Actor     struct{ Iso3 string }
			Articles  int
			Reference bool
			Fact      string
		}
	}
	get(t, up.rest+"/v1/members?organization=SCO&status=member", &members)
	if len(members.Members) != 10 {
		t.Fatalf("the SCO has %d members", len(members.Members))
	}

	file := filepath.Join(t.TempDir(), "dispatch.jsonl")
	if err := os.WriteFile(file, []byte(dispatch), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := u.run("", "ingest", file); r.code != 0 || !strings.Contains(r.err, "1 articles stored") {
		t.Fatalf("ingest: exit %d\n%s%s", r.code, r.out, r.err)
	}
	first := u.must("export")
	if r := u.run("", "ingest", file); r.code != 0 {
		t.Fatalf("ingest again: exit %d\n%s", r.code, r.err)
	}
	if diff := cmp.Diff(first, u.must("export")); diff != "" {
		t.Errorf("ingesting again changes the graph (-before +after):\n%.2000s", diff)
	}

	before := slices.Clone(members.Members) // decoding writes into the same array
	get(t, up.rest+"/v1/members?organization=SCO&status=member", &members)
	for i, m := range members.Members {
		if m.Articles != before[i].Articles+1 || !m.Reference {
			t.Errorf("%s: %d articles after, %d before; reference %v", m.Actor.Iso3, m.Articles, before[i].Articles, m.Reference)
		}
	}
	var evidence struct {
		Claims []struct{ Quote, Source string }
	}
	get(t, up.rest+"/v1/evidence?fact="+members.Members[0].Fact, &evidence)
	found := false
	for _, c := range evidence.Claims {
		found = found || c.Source == "The Harbour Post" && strings.HasPrefix(c.Quote, "The SCO consists of China")
	}
	if !found {
		t.Errorf("the dispatch is no evidence of its own fact: %+v", evidence)
	}

	query := filepath.Join(t.TempDir(), "members.dql")
	const dql = "query q($org: string) {\n  organization(func: eq(xid, $org)) @normalize {\n    ~member_of { name: name }\n  }\n}\n"
	if err := os.WriteFile(query, []byte(dql), 0o600); err != nil {
		t.Fatal(err)
	}
	csv := u.must("query", query, "--var", "org=organization/SCO", "-o", "csv")
	if lines := strings.Split(strings.TrimSpace(csv), "\n"); len(lines) != 11 || lines[0] != "name" {
		t.Errorf("the query gives\n%s", csv)
	}

	up.stop(t)
	again := u.up("--empty")
	t.Logf("first start %.1f s, second %.1f s", up.started.Seconds(), again.started.Seconds())
	if diff := cmp.Diff(first, u.must("export")); diff != "" {
		t.Errorf("a restart changes the graph (-before +after):\n%.2000s", diff)
	}
	again.stop(t)
}

// A killed up leaves nothing behind that runs, and the next one takes over its folder.
func TestKilledUpLeavesNoOrphan(t *testing.T) {
	needDgraph(t)
	u := newUser(t)
	up := u.serve()
	children := childrenOf(t, up.Process.Pid)
	if len(children) == 0 {
		t.Fatal("up has no children")
	}
	if err := up.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = up.Wait()
	deadline := time.Now().Add(10 * time.Second)
	for _, pid := range children {
		for syscall.Kill(pid, 0) == nil {
			if time.Now().After(deadline) {
				t.Fatalf("child %d outlives its parent", pid)
			}
			time.Sleep(50 * time.Millisecond)
		}
	}
	u.serve().stop(t)
}

func childrenOf(t *testing.T, pid int) (pids []int) {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Skip("SKIPPED: needs /proc")
	}
	for _, e := range entries {
		var child int
		if _, err := fmt.Sscan(e.Name(), &child); err != nil {
			continue
		}
		stat, err := os.ReadFile(filepath.Join("/proc", e.Name(), "stat"))
		if err != nil {
			continue
		}
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) > 1 && fields[1] == fmt.Sprint(pid) {
			pids = append(pids, child)
		}
	}
	return pids
}

// manyArticles writes n articles as JSON Lines: meetings of ministers on consecutive days.
func manyArticles(n int) []byte {
	states := []string{"Norway", "Chile", "Ghana", "Japan", "Peru", "Kenya", "Poland", "Oman"}
	var b bytes.Buffer
	for i := range n {
		day := time.Date(2023, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		x, y := states[i%len(states)], states[(i/len(states)+i+1)%len(states)]
		text := fmt.Sprintf("%s and %s signed a trade agreement on fish. The president of %s met the president of %s in Geneva.", x, y, x, y)
		line, _ := json.Marshal(map[string]string{"id": fmt.Sprint("many-", i), "published": day, "source": "Wire", "text": text})
		b.Write(append(line, '\n'))
	}
	return b.Bytes()
}

// Bad input never stops the rest, and each piece is named with its reason.
func TestBadInput(t *testing.T) {
	needDgraph(t)
	u := newUser(t)
	up := u.serve()
	defer up.stop(t)
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	huge := write("huge.txt", "")
	if err := os.Truncate(huge, 200<<20); err != nil {
		t.Fatal(err)
	}
	args := []string{
		"ingest", write("empty.txt", ""), huge, write("latin1.txt", "Gen\xe8ve"), write("binary.txt", "\x00\x01\x02"),
		write("lines.jsonl", "{broken\n"+dispatch+`{"id":"undated","text":"Oslo spoke."}`+"\n"),
	}
	r := u.run("", args...)
	if r.code != 1 {
		t.Errorf("exit %d, want 1", r.code)
	}
	for _, want := range []string{
		"empty.txt: publication date is missing|empty.txt: the article has no text",
		"huge.txt: longer than 10 MB",
		"latin1.txt: |not UTF-8",
		"binary.txt: ",
		"lines.jsonl:1: not an article in JSON",
		"lines.jsonl:3: no publication date",
		"1 articles stored",
		"6 set aside",
	} {
		ok := false
		for _, alternative := range strings.Split(want, "|") {
			ok = ok || strings.Contains(r.err, alternative)
		}
		if !ok {
			t.Errorf("nothing says %q:\n%s", want, r.err)
		}
	}
	if r := u.run("", "ingest", filepath.Join(dir, "nowhere.txt")); r.code != 2 || !strings.Contains(r.err, "nowhere.txt") {
		t.Errorf("a missing file: exit %d, %s", r.code, r.err)
	}
}

func TestVersionIsQuick(t *testing.T) {
	u := newUser(t)
	if out := u.must("version"); !strings.HasPrefix(out, "entente ") {
		t.Errorf("version prints %q", out)
	}
}

func TestSettings(t *testing.T) {
	u := newUser(t)
	config := filepath.Join(t.TempDir(), "entente.yaml")
	for _, c := range []struct {
		name, yaml string
		env        []string
		args       []string
		want       string
	}{
		{"unknown key", "log:\n  levle: warn\n", nil, nil, "line 2: field levle not found"},
		{"bad value in the file", "log:\n  level: loud\n", nil, nil, `log.level "loud": want debug, info, warn or error`},
		{"bad value in the environment", "", []string{"ENTENTE_LOG_FORMAT=xml"}, nil, `log.format "xml": want text or json`},
		{"the flag wins", "log:\n  level: loud\n", nil, []string{"--log-level", "louder"}, `log.level "louder"`},
		{"bad address", "", []string{"ENTENTE_DGRAPH_ADDRESSES=nowhere"}, nil, "dgraph.addresses: address nowhere: missing port in address"},
		{"not YAML", "log: [", nil, nil, config},
		{"bad date", "", nil, []string{"--at", "tomorrow"}, `--at: "tomorrow" is no date`},
		{"bad status", "", nil, []string{"--status", "friend"}, `--status "friend": want all or one of`},
		{"bad format", "", nil, []string{"-o", "xml"}, `output format "xml": want table, json, csv`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := os.WriteFile(config, []byte(c.yaml), 0o600); err != nil {
				t.Fatal(err)
			}
			v := user{t, append(append([]string{}, u.env...), c.env...)}
			r := v.run("", append([]string{"members", "SCO", "--config", config}, c.args...)...)
			if r.code != 2 || !strings.Contains(r.err, c.want) {
				t.Errorf("exit %d, want 2 and %q:\n%s", r.code, c.want, r.err)
			}
		})
	}
}

func TestListensOnLoopbackOnly(t *testing.T) {
	u := newUser(t)
	r := u.run("", "serve", "--http", "0.0.0.0:0", "--grpc", "127.0.0.1:0")
	if r.code != 2 || !strings.Contains(r.err, "--insecure") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
}

// The real article that the project began with; it is not part of the project. As JSON Lines and as plain text it gives
// the same: the members with their sentence, the count of affiliates, the meetings, and nothing from the plea for money.
func TestRealArticle(t *testing.T) {
	needDgraph(t)
	const article = "../../../shared/articles/sco-tianjin"
	if _, err := os.Stat(article + ".jsonl"); err != nil {
		t.Skipf("SKIPPED: the article is not beside the checkout: %v", err)
	}
	for _, args := range [][]string{
		{article + ".jsonl"},
		{article + ".txt", "--published", "2025-09-01", "--source", "The Moscow Times"},
	} {
		t.Run(filepath.Ext(args[0]), func(t *testing.T) {
			u := newUser(t)
			up := u.serve()
			defer up.stop(t)
			u.must(append([]string{"ingest"}, args...)...)
			before := u.must("export")
			u.must(append([]string{"ingest"}, args...)...)
			if before != u.must("export") {
				t.Error("ingesting again changes the graph")
			}
			checkRealArticle(t, up.rest, before)
		})
	}
}

func checkRealArticle(t *testing.T, rest, export string) {
	t.Helper()
	var members struct {
		Members []struct {
			Articles int
			Fact     string
		}
	}
	get(t, rest+"/v1/members?organization=SCO", &members)
	if len(members.Members) != 10 {
		t.Errorf("%d members", len(members.Members))
	}
	for _, m := range members.Members {
		var evidence struct {
			Claims []struct{ Quote, Source string }
		}
		get(t, rest+"/v1/evidence?fact="+m.Fact, &evidence)
		said := false
		for _, c := range evidence.Claims {
			said = said || c.Source == "The Moscow Times" && strings.HasPrefix(c.Quote, "The SCO is composed of")
		}
		if m.Articles != 1 || !said {
			t.Errorf("%s: %d articles, said in its sentence: %v", m.Fact, m.Articles, said)
		}
	}
	for name, want := range map[string][]string{
		"sixteen affiliates": {"affiliation/", `<number> "16"`},
		"summit in Tianjin":  {`<kind> "summit"`, "place/tianjin"},
		"summit in Alaska":   {`<start> "2025-08-15"`, "place/alaska"},
		"talks in Istanbul":  {`<kind> "negotiation_round"`, `<start> "2025-06"`, "place/istanbul"},
	} {
		if !nodeWith(export, want) {
			t.Errorf("no %s in the graph", name)
		}
	}
	for _, plea := range []string{"journalists of The Moscow Times", "support us monthly", "undesirable"} {
		for _, line := range strings.Split(export, "\n") {
			if strings.Contains(line, "<quote>") && strings.Contains(line, plea) {
				t.Errorf("the plea is evidence: %s", line)
			}
		}
	}
}

// nodeWith reports whether some node of an export has all the pieces in its lines.
func nodeWith(export string, pieces []string) bool {
	nodes := map[string]string{}
	for _, line := range strings.Split(export, "\n") {
		node, rest, _ := strings.Cut(line, " ")
		nodes[node] += line[:len(node)] + rest + "\n"
	}
	for _, n := range nodes {
		all := true
		for _, p := range pieces {
			all = all && strings.Contains(n, p)
		}
		if all {
			return true
		}
	}
	return false
}
