package main_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAskAndRepl asks in English and in a shell, of a graph that holds one article.
func TestAskAndRepl(t *testing.T) {
	needDgraph(t)
	u := newUser(t)
	serve := u.serve()
	defer serve.stop(t)
	file := filepath.Join(t.TempDir(), "dispatch.jsonl")
	if err := os.WriteFile(file, []byte(dispatch), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := u.run("", "ingest", file); r.code != 0 {
		t.Fatalf("ingest: exit %d\n%s%s", r.code, r.out, r.err)
	}

	for _, c := range []struct {
		args []string
		code int
		want []string
	}{
		{
			args: []string{"How many members does the SCO have?"},
			want: []string{"has 10 members: Belarus, China", "Understood as members", "The Harbour Post, 2025-09-03: “The SCO consists of China"},
		},
		{
			args: []string{"Did", "Mirzoyan", "meet", "Fidan", "this", "month?", "--today", "2025-09-20"},
			want: []string{"Yes: ", "in Tbilisi on 2025-09-02", "Understood as events", "“Armenian Foreign Minister Ararat Mirzoyan met"},
		},
		{
			args: []string{"What does https://example.org/dispatch-1 say?"},
			want: []string{" from “Ten around a table” (The Harbour Post, 2025-09-03): ", "Understood as article", "The Harbour Post, 2025-09-03: “The SCO consists of China"},
		},
		{
			args: []string{"Which people are named in the article \"Ten around a table\"?"},
			want: []string{"2 names in “Ten around a table”: Ararat Mirzoyan and Hakan Fidan."},
		},
		{
			args: []string{`{ q(func: type(Event)) @filter(eq(kind, "meeting")) { xid start } }`},
			want: []string{"1 row: start 2025-09-02, xid event/", "Understood as query", " start       xid", "“Armenian Foreign Minister Ararat Mirzoyan met"},
		},
		{args: []string{"What does https://example.org/none say?"}, code: 1, want: []string{"The graph knows no article", "What does the article https://example.org/dispatch-1 say?"}},
		{args: []string{`{ set { <0x1> <name> "x" . } }`}, code: 1, want: []string{"This would change the graph"}},
		{args: []string{"Why does it rain?"}, code: 1, want: []string{`I do not know what to make of "Why"`, "You can ask:"}},
		{args: []string{"Who is Mirzojan?"}, code: 1, want: []string{`"Mirzojan" is nobody that the graph knows`}},
		{args: []string{"Who is Fidan?", "--today", "soon"}, code: 2, want: []string{"--today"}},
		{args: []string{"Who is Fidan?", "-o", "xml"}, code: 2, want: []string{`output format "xml"`}},
	} {
		r := u.run("", append([]string{"ask"}, c.args...)...)
		if r.code != c.code {
			t.Errorf("%q: exit %d, want %d", c.args, r.code, c.code)
		}
		for _, w := range c.want {
			if !strings.Contains(r.out+r.err, w) {
				t.Errorf("%q does not say %q:\n%s%s", c.args, w, r.out, r.err)
			}
		}
	}

	var answer struct {
		Understood bool
		Queries    []struct{ DQL string }
		Members    struct{ Members []any }
	}
	if err := json.Unmarshal([]byte(u.must("ask", "-o", "json", "Who belongs to the SCO?")), &answer); err != nil {
		t.Fatal(err)
	}
	if !answer.Understood || len(answer.Members.Members) != 10 || len(answer.Queries) == 0 {
		t.Errorf("answer in JSON: %+v", answer)
	}

	const input = "\\schema Tenure\n\\format json\n{ q(func: type(State),\n  first: 1) {\n  dgraph.type\n } }\n\\set ref organization/SCO\n\\format csv\n" +
		"query q($ref: string) { q(func: eq(xid, $ref)) { name xid } }\n"
	if r := u.run(input, "repl"); r.code != 0 || !strings.Contains(r.out, "office: string") ||
		!strings.Contains(r.out, `"Actor"`) || !strings.Contains(r.out, ",organization/SCO\n") {
		t.Errorf("repl: exit %d\n%s%s", r.code, r.out, r.err)
	}
	if r := u.run("{ q(func: has(nothing at all)) { name } }\n\\example members\n", "repl"); r.code != 1 || !strings.Contains(r.out, "error: ") || !strings.Contains(r.out, "Belarus") {
		t.Errorf("a query that fails: exit %d\n%s%s", r.code, r.out, r.err)
	}
}
