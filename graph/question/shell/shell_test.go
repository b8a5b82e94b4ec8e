package shell_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/shell"
)

// echo answers each query with itself and its variables.
type echo struct{}

func (echo) Query(_ context.Context, q question.Query) (*question.QueryAnswer, error) {
	if strings.Contains(q.DQL, "delete") {
		return nil, errors.New("queries only read")
	}
	b, err := json.Marshal(strings.Join(strings.Fields(q.DQL), " "))
	if len(q.Variables) > 0 {
		b = fmt.Appendf(b, " %v", q.Variables)
	}
	return &question.QueryAnswer{Result: b}, err
}

func write(w io.Writer, result json.RawMessage, format string) error {
	_, err := fmt.Fprintf(w, "%s %s\n", format, result)
	return err
}

// run feeds input to a shell as a pipe does.
func run(input string) (string, error) {
	var out strings.Builder
	err := shell.New(echo{}, shell.Plain(strings.NewReader(input)), &out, []string{"table", "json"}, write).Run(context.Background())
	return out.String(), err
}

func TestRun(t *testing.T) {
	for _, c := range []struct {
		name, input, want string
		err               string
	}{
		{name: "nothing", input: "\n\n"},
		{name: "one line", input: "{ q(func: has(name)) { name } }\n", want: `table "{ q(func: has(name)) { name } }"` + "\n"},
		{name: "without a newline", input: "{ q(func: has(name)) { name } }", want: `table "{ q(func: has(name)) { name } }"` + "\n"},
		{
			name: "several lines, two queries", input: "{\n q(func: has(name)) {\n  name\n }\n}\n{ r(func: has(xid)) { xid } }\n",
			want: `table "{ q(func: has(name)) { name } }"` + "\n" + `table "{ r(func: has(xid)) { xid } }"` + "\n",
		},
		{
			name: "braces in strings, patterns and comments", input: "{ q(func: eq(name, \"}\")) # }\n @filter(regexp(name, /}/)) { name }\n}\n",
			want: `table "{ q(func: eq(name, \"}\")) # } @filter(regexp(name, /}/)) { name } }"` + "\n",
		},
		{name: "a format", input: "\\format\n\\format json\n{ q(func: has(name)) { name } }\n", want: "table\njson \"{ q(func: has(name)) { name } }\"\n"},
		{
			name: "a variable", input: "\\set a x y\n\\set\nquery q($a: string) { q(func: eq(name, $a)) { name } }\n{ r(func: has(xid)) { xid } }\n",
			want: "$a x y\ntable \"query q($a: string) { q(func: eq(name, $a)) { name } }\" map[$a:x y]\ntable \"{ r(func: has(xid)) { xid } }\"\n",
		},
		{name: "a predicate", input: "\\schema seat\n", want: "seat: uid\n  of Actor\n"},
		{name: "leaving", input: "\\quit\n{ q(func: has(name)) { name } }\n"},
		{name: "a query that fails", input: "{ delete }\n\\format\n", want: "error: queries only read\ntable\n", err: "some input was refused"},
		{name: "no such command", input: "\\drop\n", want: "error: there is no command \\drop: \\help tells those that there are\n", err: "some input was refused"},
		{name: "no such format", input: "\\format xml\n", want: "error: there is no format \"xml\": want table, json\n", err: "some input was refused"},
		{name: "no such example", input: "\\example none\n", want: "error: there is no example \"none\": \\examples lists them\n", err: "some input was refused"},
		{name: "a brace that stays open", input: "{ q(func: has(name)) {\n", err: "the input ends within a query"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := run(c.input)
			if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
				t.Errorf("error %v, want %q", err, c.err)
			}
			if diff := cmp.Diff(c.want, out); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

// TestHelp: every command is told, and the examples can be listed and run.
func TestHelp(t *testing.T) {
	out, err := run("\\help\n\\examples\n\\example members\n\\schema\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`\schema [NAME]`, `\example NAME`, "members-at-date", "~member_of", "Membership: "} {
		if !strings.Contains(out, want) {
			t.Errorf("nothing is said of %s:\n%s", want, out)
		}
	}
}

func TestComplete(t *testing.T) {
	for _, c := range []struct {
		line    string // | is the cursor
		want    string
		several []string
	}{
		{`\he|`, `\help|`, nil},
		{`\ex|`, `\example|`, []string{`\example`, `\examples`}},
		{`\example mediat|`, `\example mediators|`, nil},
		{"{ q(func: type(Org|", "{ q(func: type(Organization|", nil},
		{"{ q(func: has(dialogue|)) { name } }", "{ q(func: has(dialogue_partner_of|)) { name } }", nil},
		{"~part|", "~part|", []string{"~participant", "~party"}},
		{"@fac|", "@facets|", nil},
		{"xyz|", "xyz|", nil},
	} {
		pos := strings.Index(c.line, "|")
		line, at, several := shell.Complete(strings.Replace(c.line, "|", "", 1), pos)
		if got := line[:at] + "|" + line[at:]; got != c.want {
			t.Errorf("%s: %s, want %s", c.line, got, c.want)
		}
		if diff := cmp.Diff(c.several, several); diff != "" {
			t.Errorf("%s: choices (-want +got):\n%s", c.line, diff)
		}
	}
}
