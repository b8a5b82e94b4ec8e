// Package shell is an interactive shell for DQL queries that only read: several lines a query, a history, completion of
// predicates and types, and a few commands that begin with a backslash.
package shell

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/examples"
	"github.com/entente-kg/entente/schema"
)

// Lines are where input comes from.
type Lines interface {
	// ReadLine shows the prompt, where there is somebody to see it, and reads a line. Errors are io.EOF at the end of the
	// input and ErrInterrupted where the line is given up.
	ReadLine(prompt string) (string, error)
}

// ErrInterrupted says that somebody gave up a line (Ctrl-C).
var ErrInterrupted = errors.New("interrupted")

// Asker runs queries; every question.Answerer does.
type Asker interface {
	Query(context.Context, question.Query) (*question.QueryAnswer, error)
}

// Shell runs the queries and commands that it reads.
type Shell struct {
	ask     Asker
	lines   Lines
	out     io.Writer
	write   func(w io.Writer, result json.RawMessage, format string) error
	formats []string
	format  string
	vars    map[string]string
	failed  bool
}

// New makes a shell that writes to out. write writes a result in one of the formats, the first of which is the one to
// begin with.
func New(ask Asker, lines Lines, out io.Writer, formats []string, write func(io.Writer, json.RawMessage, string) error) *Shell {
	return &Shell{ask: ask, lines: lines, out: out, write: write, formats: formats, format: formats[0], vars: map[string]string{}}
}

// The prompts for a query and for the lines that follow its first.
const (
	prompt = "entente> "
	more   = "     ... "
)

// ErrFailed says that a query or command failed; what was wrong has been written.
var ErrFailed = errors.New("some input was refused")

// Run reads and runs until the input ends or \quit. A query or command that fails is reported and the next one read; at
// the end ErrFailed says that there was one. A query that the end of the input cuts off is an error.
func (s *Shell) Run(ctx context.Context) error {
	var query strings.Builder
	for {
		p := prompt
		if query.Len() > 0 {
			p = more
		}
		line, err := s.lines.ReadLine(p)
		switch {
		case errors.Is(err, ErrInterrupted):
			query.Reset()
			continue
		case errors.Is(err, io.EOF):
			return s.end(query.String())
		case err != nil:
			return fmt.Errorf("read input: %w", err)
		}
		if query.Len() == 0 && strings.HasPrefix(strings.TrimSpace(line), `\`) {
			if s.command(ctx, strings.Fields(line)) {
				return s.end("")
			}
			continue
		}
		if query.Len() > 0 || strings.TrimSpace(line) != "" {
			query.WriteString(line + "\n")
		}
		if complete(query.String()) {
			s.run(ctx, query.String())
			query.Reset()
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// end is how the shell ends: with a part of a query left over, or with what failed.
func (s *Shell) end(left string) error {
	if strings.TrimSpace(left) != "" {
		return errors.New("the input ends within a query: a brace is not closed")
	}
	if s.failed {
		return ErrFailed
	}
	return nil
}

// complete reports whether text holds a whole query: a brace, and as many closed as opened. Braces in strings, regular
// expressions and comments do not count.
func complete(text string) bool {
	depth, braces, quote := 0, 0, rune(0)
	comment, escaped := false, false
	before := ' '
	for _, r := range text {
		switch {
		case comment:
			comment = r != '\n'
		case escaped:
			escaped = false
		case quote != 0:
			escaped = r == '\\'
			if r == quote || r == '\n' {
				quote = 0
			}
		case r == '"', r == '/' && (before == ',' || before == ' '):
			quote = r
		case r == '#':
			comment = true
		case r == '{':
			depth, braces = depth+1, braces+1
		case r == '}':
			depth--
		}
		before = r
	}
	return braces > 0 && depth <= 0
}

// run runs a query and writes its result, or what is wrong.
func (s *Shell) run(ctx context.Context, dql string) {
	answer, err := s.ask.Query(ctx, question.Query{DQL: dql, Variables: s.varsOf(dql)})
	if err == nil {
		err = s.write(s.out, answer.Result, s.format)
	}
	s.report(err)
}

// varsOf are the variables that were set and that the query declares; Dgraph refuses others.
func (s *Shell) varsOf(dql string) map[string]string {
	head, _, _ := strings.Cut(dql, "{")
	vars := map[string]string{}
	for name, value := range s.vars {
		for _, end := range []string{":", " "} {
			if strings.Contains(head, name+end) {
				vars[name] = value
			}
		}
	}
	return vars
}

func (s *Shell) report(err error) {
	if err != nil {
		s.failed = true
		fmt.Fprintln(s.out, "error:", err)
	}
}

// Commands are what the shell knows besides queries, with what each does.
var Commands = []struct{ Name, Arguments, Help string }{
	{`\help`, "", "tell the commands"},
	{`\schema`, "[NAME]", "list the types, or describe a type or predicate"},
	{`\format`, "[NAME]", "tell the format of results, or choose one"},
	{`\examples`, "", "list the example queries"},
	{`\example`, "NAME", "show an example query and run it"},
	{`\set`, "[NAME VALUE]", "tell the query variables, or set one for the queries that declare it"},
	{`\quit`, "", "leave (so does the end of the input, Ctrl-D)"},
}

// command runs a command and reports whether to leave.
func (s *Shell) command(ctx context.Context, words []string) (leave bool) {
	argument := strings.Join(words[1:], " ")
	switch words[0] {
	case `\help`:
		s.help()
	case `\schema`:
		s.report(describe(s.out, argument))
	case `\format`:
		s.report(s.setFormat(argument))
	case `\examples`:
		s.report(s.listExamples())
	case `\example`:
		s.report(s.example(ctx, argument))
	case `\set`:
		s.report(s.set(words[1:]))
	case `\quit`, `\q`:
		return true
	default:
		s.report(fmt.Errorf(`there is no command %s: \help tells those that there are`, words[0]))
	}
	return false
}

func (s *Shell) help() {
	fmt.Fprintln(s.out, "Type a DQL query, on as many lines as you like; it runs when its last brace is closed.")
	for _, c := range Commands {
		fmt.Fprintf(s.out, "  %-24s %s\n", strings.TrimSpace(c.Name+" "+c.Arguments), c.Help)
	}
}

func (s *Shell) setFormat(name string) error {
	switch {
	case name == "":
		fmt.Fprintln(s.out, s.format)
	case !slices.Contains(s.formats, name):
		return fmt.Errorf("there is no format %q: want %s", name, strings.Join(s.formats, ", "))
	default:
		s.format = name
	}
	return nil
}

func (s *Shell) listExamples() error {
	all, err := examples.All()
	for _, e := range all {
		fmt.Fprintf(s.out, "  %-24s %s\n", e.Name, e.Title)
	}
	return err
}

func (s *Shell) example(ctx context.Context, name string) error {
	all, err := examples.All()
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(e examples.Example) bool { return e.Name == name })
	if i < 0 {
		return fmt.Errorf(`there is no example %q: \examples lists them`, name)
	}
	fmt.Fprintln(s.out, strings.TrimSpace(all[i].DQL))
	s.run(ctx, all[i].DQL)
	return nil
}

func (s *Shell) set(words []string) error {
	switch {
	case len(words) == 0:
		for _, name := range slices.Sorted(maps.Keys(s.vars)) {
			fmt.Fprintln(s.out, name, s.vars[name])
		}
		return nil
	case len(words) == 1:
		return errors.New(`want \set NAME VALUE`)
	}
	s.vars["$"+strings.TrimPrefix(words[0], "$")] = strings.Join(words[1:], " ")
	return nil
}

// describe lists the types of the graph, or tells what a type or predicate is.
func describe(w io.Writer, name string) error {
	predicates := map[string]schema.Predicate{}
	for _, p := range schema.Predicates() {
		predicates[p.Name] = p
	}
	found := false
	for _, t := range schema.NodeTypes() {
		switch name {
		case "":
			fmt.Fprintf(w, "%s: %s\n", t.Name, strings.Join(t.Fields, " "))
			found = true
		case t.Name:
			found = true
			for _, f := range t.Fields {
				fmt.Fprintln(w, line(f, predicates[strings.Trim(f, "<~>")]))
			}
		}
	}
	if p, ok := predicates[name]; ok {
		found = true
		fmt.Fprintln(w, line(name, p))
		for _, t := range schema.NodeTypes() {
			if slices.Contains(t.Fields, name) {
				fmt.Fprintln(w, "  of", t.Name)
			}
		}
	}
	if !found {
		return fmt.Errorf(`the schema has no %q: \schema lists the types`, name)
	}
	return nil
}

func line(name string, p schema.Predicate) string {
	if p.List {
		return fmt.Sprintf("%s: [%s]", name, p.Type)
	}
	return fmt.Sprintf("%s: %s", name, p.Type)
}
