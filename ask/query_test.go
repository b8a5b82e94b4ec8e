package ask_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/question"
)

// TestQuery runs DQL that somebody types: bare, or with words around it.
func TestQuery(t *testing.T) {
	a := newAsker(t)
	for _, c := range []struct{ question, dql, answer string }{
		{"{q(func: eq(iso3, \"IND\")) {name}}", "{q(func: eq(iso3, \"IND\")) {name}}", "1 row: name India."},
		{"Please run this query: {q(func: eq(iso3, \"IND\")) {name}}, thanks", "", ""},
		{"Run the query query q($c: string = \"IND\") {q(func: eq(iso3, $c)) {name}}.", "query q($c: string = \"IND\") {q(func: eq(iso3, $c)) {name}}", "1 row: name India."},
		{"# India\n{q(func: eq(iso3, \"IND\")) {name}} # }", "{q(func: eq(iso3, \"IND\")) {name}} # }", "1 row: name India."},
		{"{q(func: regexp(name, /^Russ.{2}$/)) {name}}", "{q(func: regexp(name, /^Russ.{2}$/)) {name}}", "1 row: name Russia."},
		{"{q(func: eq(name, \"{ no brace\")) {name}}", "{q(func: eq(name, \"{ no brace\")) {name}}", "The query finds nothing."},
		{"{q(func: type(State)) {...f}} fragment f {name}", "{q(func: type(State)) {...f}} fragment f {name}", "and 2 more."},
	} {
		got := answer(t, a, c.question)
		if c.dql == "" {
			if got.Understood {
				t.Errorf("%s: %s", c.question, got.Answer)
			}
			continue
		}
		if !got.Understood || !strings.HasSuffix(got.Answer, c.answer) {
			t.Errorf("%s: %s", c.question, got.Answer)
			continue
		}
		if i := got.Interpretation; i.Kind != "query" || i.Arguments[0].Name != "dql" || i.Arguments[0].Values[0] != c.dql {
			t.Errorf("%s: interpretation %+v", c.question, i)
		}
		if got.Query == nil || !json.Valid(got.Query.Result) {
			t.Errorf("%s: result %+v", c.question, got.Query)
		}
		if len(got.Queries) != 1 || got.Queries[0].DQL != c.dql {
			t.Errorf("%s: ran %+v", c.question, got.Queries)
		}
	}
}

// TestQueryProves: what a query finds by its xid comes with its evidence, if it has any.
func TestQueryProves(t *testing.T) {
	got := answer(t, newAsker(t), "{ q(func: type(Event)) @filter(eq(kind, \"treaty\")) { xid start } "+
		"nobody(func: eq(name, \"Li Na\")) { xid } alias(func: eq(iso3, \"IND\")) { xid: iso3 } }")
	if len(got.Evidence) != 1 || got.Evidence[0].Claims[0].Quote != "Russia and China then signed a treaty." {
		t.Errorf("evidence %+v of %s", got.Evidence, got.Answer)
	}
}

// TestQueryRefused: DQL that writes or is broken is not run, or refused by Dgraph, and the answer says why.
func TestQueryRefused(t *testing.T) {
	a := newAsker(t)
	const writes = "This would change the graph, and what is asked here only reads."
	for _, c := range []struct {
		question, answer string
		ran              int // queries
	}{
		{"{ set { <0x1> <name> \"x\" . } }", writes, 0},
		{"Please run\n{\n  delete {\n    <0x1> * * .\n  }\n}", writes, 0},
		{"# harmless\nupsert { query { v as var(func: has(name)) } mutation { delete { uid(v) * * . } } }", writes, 0},
		{"mutation { set { _:a <name> \"x\" . } }", writes, 0},
		{"{\"set\": [{\"name\": \"x\"}]}", writes, 0},
		{"{\"drop_all\": true}", writes, 0},
		{"{ q(func: type(State)) { name }", "This query in DQL is not whole: 1 brace is not closed.", 0},
		{"{ q(func: eq(name, \"}}\")) { name", "This query in DQL is not whole: 2 braces are not closed.", 0},
		{"{ q(func: type(State)) { name } } }", "This query in DQL is not whole: 1 brace is closed that none opens.", 0},
		{"q(func: type(State)) name", "This query in DQL is not whole: it opens no brace.", 0},
		{"query q($c: string) { q(func: eq(iso3, $c)) { name } }", "The variable $c of this query in DQL has no value: give it one where it is declared, as in $c: string = \"x\".", 0},
		{"{ a { b { c { d { e { f { g { h { i { j { k { l { m } } } } } } } } } } } } }", "This query in DQL can't be run: a query is at most 12 braces deep.", 0},
		{"{ q(func: nonsense(name)) { name } }", "Dgraph refuses this query in DQL: ", 1},
		{"q(func: type(State)) { name }", "Dgraph refuses this query in DQL: ", 1},
		{"Don't run { q(func: type(State)) { name } }", "I do not know what to make of \"n't\" in this question.", 0},
		{"Is { q(func: type(State)) { name } } right?", "I do not know what to make of \"right\" in this question.", 0},
		{"When is { q(func: type(State)) { name } }?", "I can run a query in DQL, and not say anything else of it.", 0},
	} {
		got := answer(t, a, c.question)
		if got.Understood || !strings.HasPrefix(got.Answer, c.answer) || len(got.Queries) != c.ran {
			t.Errorf("%s: understood %t, %d queries: %s", c.question, got.Understood, len(got.Queries), got.Answer)
		}
		if offered := answer(t, a, got.Nearest[0]); !offered.Understood || offered.Interpretation.Kind != "query" {
			t.Errorf("%s is offered, and then: %s", got.Nearest[0], offered.Answer)
		}
	}
}

// TestQueryTooLong: a longer query than a question may be is told where it belongs.
func TestQueryTooLong(t *testing.T) {
	_, err := newAsker(t).Ask(t.Context(), question.Ask{Question: "{ q(func: type(State)) { " + strings.Repeat("name ", 100) + "} }"})
	if err == nil || !strings.Contains(err.Error(), "is run as a query") {
		t.Errorf("%v", err)
	}
}
