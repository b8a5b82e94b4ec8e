package main_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the types of the TypeScript client anew")

// scoMembers are those of the dispatch.
const scoMembers = "Belarus, China, India, Iran, Kazakhstan, Kyrgyzstan, Pakistan, Russia, Tajikistan, Uzbekistan"

// TestClients asks a running entente, which holds one article, as programs of others do.
func TestClients(t *testing.T) {
	needDgraph(t)
	u := newUser(t)
	s := u.serve()
	file := filepath.Join(t.TempDir(), "dispatch.jsonl")
	if err := os.WriteFile(file, []byte(dispatch), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := u.run("", "ingest", file); r.code != 0 {
		t.Fatalf("ingest: exit %d\n%s%s", r.code, r.out, r.err)
	}
	t.Run("curl", func(t *testing.T) { askByCurl(t, s) })
	t.Run("grpcurl", func(t *testing.T) { askByGRPCurl(t, s) })
	t.Run("TypeScript", func(t *testing.T) { askByTypeScript(t, s) })
	s.stop(t)
}

// tool is the path of a program of the machine; without it the test is skipped, aloud.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("SKIPPED: needs %s, which is not on this machine", name)
	}
	return path
}

// output is what a program prints; it has to succeed.
func output(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, &errs)
	}
	return string(out)
}

func askByCurl(t *testing.T, s *running) {
	curl := tool(t, "curl")
	ask := func(args ...string) string {
		return output(t, "", curl, append([]string{"-sS", "--max-time", "60"}, args...)...)
	}
	lines := strings.Split(ask("--compressed", "-H", "Accept: text/csv", s.rest+"/v1/members?organization=SCO"), "\n")
	if len(lines) != 12 || !strings.HasPrefix(lines[0], "fact,actor,actor_ref,") || !strings.Contains(lines[1], ",Belarus,state/BLR,") {
		t.Errorf("members as CSV:\n%s", strings.Join(lines, "\n"))
	}
	head := filepath.Join(t.TempDir(), "head")
	ask("-D", head, s.rest+"/v1/members?organization=SCO")
	b, err := os.ReadFile(head)
	if err != nil {
		t.Fatal(err)
	}
	_, tag, _ := strings.Cut(string(b), "Etag: ")
	tag, _, _ = strings.Cut(tag, "\r\n")
	if code := ask("-w", "%{http_code}", "-H", "If-None-Match: "+tag, s.rest+"/v1/members?organization=SCO"); code != "304" {
		t.Errorf("asked again with ETag %q: %s", tag, code)
	}
	if answer := ask("-H", "Content-Type: application/json", "-d", `{"dql": "{q(func: eq(xid, \"organization/SCO\")) {xid}}"}`, s.rest+"/v1/query"); !strings.Contains(answer, `"organization/SCO"`) {
		t.Errorf("query: %s", answer)
	}
	big := filepath.Join(t.TempDir(), "big.json")
	if err := os.WriteFile(big, []byte(`{"dql": "`+strings.Repeat("x", 10<<20)+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if answer := ask("-H", "Content-Type: application/json", "--data-binary", "@"+big, s.rest+"/v1/query"); !strings.Contains(answer, "a request has at most 1048576 bytes") {
		t.Errorf("10 MB of a query: %s", answer)
	}
	var problem struct {
		Status int
		Detail string
	}
	if err := json.Unmarshal([]byte(ask(s.rest+"/v1/actor?actor=Kazakstan")), &problem); err != nil || problem.Status != http.StatusNotFound ||
		!strings.Contains(problem.Detail, "did you mean Kazakhstan (state/KAZ)?") {
		t.Errorf("a name with a slip: %v %+v", err, problem)
	}
}

func askByGRPCurl(t *testing.T, s *running) {
	root := repository(t)
	modfile := "-modfile=" + filepath.Join(root, "tools", "grpcurl", "go.mod")
	if out, err := exec.Command("go", "tool", modfile, "grpcurl", "-version").CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: grpcurl can't be built here: %v\n%s", err, out)
	}
	ask := func(args ...string) string {
		return output(t, root, "go", append([]string{"tool", modfile, "grpcurl", "-plaintext"}, args...)...)
	}
	if services := strings.Fields(ask(s.grpc, "list")); !slices.Contains(services, "entente.v1.EntenteService") || !slices.Contains(services, "grpc.health.v1.Health") {
		t.Errorf("services by reflection: %q", services)
	}
	if state := ask("-d", `{"service": "entente.v1.EntenteService"}`, s.grpc, "grpc.health.v1.Health/Check"); !strings.Contains(state, "SERVING") {
		t.Errorf("health: %s", state)
	}
	var answer struct {
		Members []struct{ Actor struct{ Name string } }
	}
	if err := json.Unmarshal([]byte(ask("-d", `{"organization": "SCO"}`, s.grpc, "entente.v1.EntenteService/Members")), &answer); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range answer.Members {
		names = append(names, m.Actor.Name)
	}
	if got := strings.Join(names, ", "); got != scoMembers {
		t.Errorf("members %s", got)
	}
	out, err := exec.Command("go", "tool", modfile, "grpcurl", "-plaintext", "-d", `{"organization": "Atlantis"}`, s.grpc, "entente.v1.EntenteService/Members").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "Code: NotFound") || !strings.Contains(string(out), `organization "Atlantis" is not in the graph`) {
		t.Errorf("an unknown name: %v\n%s", err, out)
	}
}

// repository is the folder of the checkout.
func repository(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// askByTypeScript generates the types of the client from the document that the service serves, compiles the client with
// them and asks.
func askByTypeScript(t *testing.T, s *running) {
	npm, node := tool(t, "npm"), tool(t, "node")
	dir := filepath.Join(repository(t), "graph", "service", "client")
	install := exec.Command(npm, "ci", "--no-fund", "--no-audit", "--prefer-offline")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: npm can't install the generator of the client: %v\n%s", err, out)
	}
	types, fresh := filepath.Join(dir, "src", "entente.d.ts"), filepath.Join(t.TempDir(), "entente.d.ts")
	if *update {
		fresh = types
	}
	output(t, dir, npm, "run", "--silent", "generate", "--", s.rest+"/openapi.json", "-o", fresh)
	want, err := os.ReadFile(fresh)
	if err != nil {
		t.Fatal(err)
	}
	if have, err := os.ReadFile(types); err != nil || !bytes.Equal(have, want) {
		t.Errorf("%s is not what the service describes: run go test ./cmd/entente -run Clients -update (%v)", types, err)
	}
	output(t, dir, npm, "run", "--silent", "build")
	got := output(t, dir, node, filepath.Join("out", "check.js"), s.rest)
	for _, line := range []string{
		"members: " + scoMembers + "\n",
		"evidence: Belarus is a member of ",
		": The Harbour Post\n",
		"relation: 1 events, last contact 2025-09-02\n",
		`query: {"q":[{"name":"`,
		`problem: 404 NOT_FOUND: actor "Kazakstan" is not in the graph; did you mean Kazakhstan (state/KAZ)?` + "\n",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("no %q in what the client says:\n%s", line, got)
		}
	}
}

// TestKeysOfTheService: keys are made, listed and revoked beside a running service, which asks for them.
func TestKeysOfTheService(t *testing.T) {
	needDgraph(t)
	u := newUser(t)
	create := func(args ...string) string {
		return strings.TrimSpace(u.must(append([]string{"keys", "create"}, args...)...))
	}
	reader, ingester := create("--name", "ann"), create("--name", "bot", "--role", "ingester")
	admin, spent := create("--name", "root", "--role", "admin"), create("--name", "old", "--lifetime", "1s")
	time.Sleep(1100 * time.Millisecond)
	s := u.serve()
	ask := func(path, key string) (int, string) {
		t.Helper()
		req, err := http.NewRequest(http.MethodGet, s.rest+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if key != "" {
			req.Header.Set("Authorization", "Bearer "+key)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var problem struct{ Detail string }
		_ = json.NewDecoder(resp.Body).Decode(&problem) // answers have no detail
		return resp.StatusCode, problem.Detail
	}
	for _, c := range []struct {
		name, path, key string
		code            int
		says            string
	}{
		{"no key", "/v1/stats", "", 401, "a key is needed"},
		{"a wrong key", "/v1/stats", reader + "x", 401, "the key is not known"},
		{"an expired key", "/v1/stats", spent, 401, "the key has expired or was revoked"},
		{"a reader asks", "/v1/stats", reader, 200, ""},
		{"an ingester asks", "/v1/stats", ingester, 200, ""},
		{"a reader wants the metrics", "/metrics", reader, 403, "the key of an admin is needed"},
		{"an ingester wants the metrics", "/metrics", ingester, 403, "the key of an admin is needed"},
		{"an admin wants the metrics", "/metrics", admin, 200, ""},
	} {
		if code, says := ask(c.path, c.key); code != c.code || !strings.Contains(says, c.says) {
			t.Errorf("%s: %d %q, want %d and %q", c.name, code, says, c.code, c.says)
		}
	}
	var listed []struct{ ID, Name, Role, Revoked string }
	if err := json.Unmarshal([]byte(u.must("keys", "list", "-o", "json")), &listed); err != nil || len(listed) != 4 {
		t.Fatalf("keys list: %v %+v", err, listed)
	}
	for _, k := range listed {
		if k.Name == "ann" {
			u.must("keys", "revoke", k.ID)
		}
	}
	if code, says := ask("/v1/stats", reader); code != 401 || !strings.Contains(says, "revoked") {
		t.Errorf("a revoked key: %d %q", code, says)
	}
	if r := u.run("", "keys", "revoke", "nobody"); r.code == 0 || !strings.Contains(r.err, `key "nobody": no such key`) {
		t.Errorf("revoke a key that is not there: %d %s", r.code, r.err)
	}
	if r := u.run("", "keys", "create", "--name", "x", "--role", "king"); r.code == 0 || !strings.Contains(r.err, "want one of [reader ingester admin]") {
		t.Errorf("a role that is none: %d %s", r.code, r.err)
	}
	s.stop(t)
}

// TestKeysOfTheIntake: where there are keys, a running `entente ingest serve` takes articles of ingesters and admins alone.
func TestKeysOfTheIntake(t *testing.T) {
	needDgraph(t)
	u := newUser(t)
	keys := map[string]string{"nobody": "", "a stranger": "made-up"}
	for _, role := range []string{"reader", "ingester", "admin"} {
		keys[role] = strings.TrimSpace(u.must("keys", "create", "--name", role, "--role", role))
	}
	up := u.serve()
	defer up.stop(t)
	folder := t.TempDir()
	sources := filepath.Join(folder, "sources.yaml")
	if err := os.WriteFile(sources, []byte("sources:\n  - {name: none, kind: files, path: "+folder+"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := u.startIntake(t, sources)
	defer s.stop(t)
	for _, c := range []struct {
		caller string
		code   int
		says   string
	}{
		{"nobody", 401, "the key or token is missing or wrong"},
		{"a stranger", 401, "the key or token is missing or wrong"},
		{"reader", 403, "the role ingester is needed"},
		{"ingester", 200, `"outcome":"accepted"`},
		{"admin", 200, `"outcome":"accepted"`},
	} {
		article := fmt.Sprintf(`{"id": %q, "published": "2024-05-07", "source": "Wire", "text": "Ghana and Peru signed an agreement on tin, the %s said."}`, c.caller, c.caller)
		req, err := http.NewRequest(http.MethodPost, s.rest+"/v1/ingest", strings.NewReader(article))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		if keys[c.caller] != "" {
			req.Header.Set("Authorization", "Bearer "+keys[c.caller])
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != c.code || !strings.Contains(string(answer), c.says) {
			t.Errorf("%s: %d %s, %v; want %d and %q", c.caller, resp.StatusCode, answer, err, c.code, c.says)
		}
	}
}
