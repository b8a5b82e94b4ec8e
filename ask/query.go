package ask

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// queryFrames are those of questions that hold a query in DQL.
var queryFrames = []frame{{
	may:   []concept{cRun, cQuery, cReceive, cOutcome, cGraph, cThing},
	build: querying,
}}

// queryOffers are offered for a query that can't be run.
var queryOffers = []string{"{ q(func: type(State), first: 5) { name iso3 } }"}

// The words that may stand in front of the first brace of a query, and belong to it.
const (
	inParentheses = `\s*(?:\((?:[^()"]|"[^"]*")*\))?\s*`
	directives    = `(?:@\w+` + inParentheses + `)*`
)

var (
	queryHead = regexp.MustCompile(`\b(?:query(?:\s+\w+)?` + inParentheses + directives + `|schema` + inParentheses +
		`|fragment\s+\w+\s*|(?:upsert|mutation)\s*)$`)
	// unset is a variable that is declared without a value.
	unset   = regexp.MustCompile(`^\s*query\b[^{]*?(\$\w+)\s*:\s*\w+!?\s*[,)]`)
	comment = regexp.MustCompile(`#[^\n]*`)
	// mutating is what text begins with that writes; mutatingJSON is the same in JSON.
	mutating     = regexp.MustCompile(`^\s*(?:(?:upsert|mutation)\b|\{\s*(?:set|delete)\s*\{)`)
	mutatingJSON = regexp.MustCompile(`^\s*\{\s*"(?:set|delete|mutations|query|drop_\w+)"\s*:`)
)

// cutQuery finds the query in DQL that a question holds, and the words around it. No other question has braces.
func cutQuery(q string) (dql, words string, found bool) {
	open, end := strings.IndexAny(q, "{}"), strings.LastIndexByte(q, '}')+1
	switch {
	case open < 0 && !strings.Contains(q, "(func:"):
		return "", "", false
	case open < 0 || q[open] == '}':
		return q, "", true // all of it is a query that lacks a brace
	case end <= open || unclosed(withoutStrings(q[open:end])) > 0:
		end = len(q)
	}
	start := open - len(queryHead.FindString(q[:open]))
	if strings.Contains(q[:start], "(func:") {
		start = 0 // a block that stands in no braces
	}
	words = comment.ReplaceAllString(q[:start], "") + " " + comment.ReplaceAllString(q[end:], "")
	return q[start:end], strings.Join(strings.Fields(strings.ReplaceAll(words, "`", " ")), " "), true
}

// faulty says what is wrong with a query as far as can be told without running it; nothing if it may be run.
func faulty(dql string) string {
	bare := withoutStrings(dql)
	open := unclosed(bare)
	switch {
	case mutating.MatchString(bare) || mutatingJSON.MatchString(dql):
		return "This would change the graph, and what is asked here only reads."
	case !strings.Contains(bare, "{"):
		return "This query in DQL is not whole: it opens no brace."
	case open > 0:
		return fmt.Sprintf("This query in DQL is not whole: %s not closed.", braces(open))
	case open < 0:
		return fmt.Sprintf("This query in DQL is not whole: %s closed that none opens.", braces(-open))
	}
	if v := unset.FindStringSubmatch(bare); v != nil {
		return fmt.Sprintf("The variable %s of this query in DQL has no value: give it one where it is declared, as in %[1]s: string = \"x\".", v[1])
	}
	return ""
}

// unclosed is how many more braces a query without its strings opens than it closes.
func unclosed(bare string) int { return strings.Count(bare, "{") - strings.Count(bare, "}") }

func braces(n int) string {
	if n == 1 {
		return "1 brace is"
	}
	return fmt.Sprintf("%d braces are", n)
}

// withoutStrings leaves the contents of strings, regular expressions and comments out of a query.
func withoutStrings(dql string) string {
	var bare strings.Builder
	quote, escaped, before := rune(0), false, ' '
	for _, r := range dql {
		switch {
		case escaped:
			escaped = false
		case quote == '#':
			if r == '\n' {
				quote = 0
			}
		case quote != 0:
			escaped = r == '\\'
			if r == quote || r == '\n' {
				quote = 0
			}
		case r == '"' || r == '#' || r == '/' && (before == ',' || before == ' '):
			quote = r
		default:
			bare.WriteRune(r)
		}
		before = r
	}
	return bare.String()
}

// querying runs the query of a question.
func querying(s *sentence) (*intent, string) {
	if s.form != "" && s.form != cList && s.form != cWhat {
		return nil, "I can run a query in DQL, and not say anything else of it."
	}
	if wrong := faulty(s.dql); wrong != "" {
		return nil, wrong
	}
	return &intent{
		question: question.Query{DQL: s.dql}, words: "the result of a query in DQL", reply: sayRows, refusal: refusedQuery,
	}, ""
}

// refusedQuery says why a query could not be run.
func refusedQuery(err error) string {
	var refused *graph.QueryError
	var invalid *question.InvalidError
	switch {
	case errors.As(err, &refused):
		return "Dgraph refuses this query in DQL: " + strings.Join(strings.Fields(refused.Reason), " ")
	case errors.As(err, &invalid):
		return "This query in DQL can't be run: " + invalid.Reason
	}
	return ""
}

// The bounds of what a sentence tells of a result.
const (
	maxRows  = 10
	maxValue = 80 // code points of one value
)

// sayRows says what a query found, block by block.
func sayRows(answer any) reply {
	var blocks map[string]any
	dec := json.NewDecoder(bytes.NewReader(answer.(*question.QueryAnswer).Result))
	dec.UseNumber()
	if err := dec.Decode(&blocks); err != nil {
		return reply{text: "the query gave a result that is no object"}
	}
	var r reply
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(blocks)) {
		rows, _ := blocks[name].([]any)
		said := make([]string, 0, len(rows))
		for _, row := range rows {
			object, _ := row.(map[string]any)
			said = append(said, sayRow(object, len(rows) > 1))
			if xid, _ := object["xid"].(string); provable(xid) {
				r.facts = append(r.facts, xid)
			}
		}
		text := count(len(rows), "row")
		if len(rows) > 0 {
			text += ": " + listedClauses(said, maxRows)
		}
		if len(blocks) > 1 {
			text = "Block " + name + " has " + text
		}
		if len(rows) > 0 {
			parts = append(parts, text)
		}
	}
	if r.text = strings.Join(parts, ". "); r.text == "" {
		r.text = "the query finds nothing"
	}
	return r
}

// sayRow says a row of a result: a value that stands alone, or each with its name; of what is nested the number.
func sayRow(object map[string]any, among bool) string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(object)) {
		value := sayValue(object[key])
		if len(object) > 1 || !among {
			value = key + " " + value
		}
		all = append(all, value)
	}
	return strings.Join(all, ", ")
}

func sayValue(v any) string {
	var text string
	switch v := v.(type) {
	case []any:
		return fmt.Sprintf("(%d)", len(v))
	case map[string]any:
		return "(1)"
	default:
		text = strings.Join(strings.Fields(fmt.Sprint(v)), " ")
	}
	if runes := []rune(text); len(runes) > maxValue {
		return string(runes[:maxValue]) + "…"
	}
	return text
}

// provable reports whether an xid is that of an actor or place, or of a fact, which have claims.
func provable(xid string) bool {
	prefix, _, _ := strings.Cut(xid, "/")
	return slices.Contains(question.Kinds, question.Kind(prefix)) || schema.ActorType(prefix).Valid()
}
