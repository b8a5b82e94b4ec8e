package shell

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/question/examples"
	"github.com/entente-kg/entente/schema"
)

// functions are those of DQL that take a predicate or type, with its directives.
var functions = strings.Fields("@cascade @facets @filter @groupby @ignorereflex @normalize @recurse allofterms anyofterms " +
	"between count eq expand first func ge gt has le lt match max min offset orderasc orderdesc regexp shortest sum " +
	"type uid uid_in val var")

// Complete completes the word that ends at byte pos of a line: a command, what a command takes, a predicate, a type or a
// function of DQL. It returns the line with as much as is certain, the new position, and, where several words fit, all of
// them in order.
func Complete(line string, pos int) (completed string, at int, several []string) {
	start := strings.LastIndexFunc(line[:pos], func(r rune) bool { return !isWord(r) }) + 1
	word := line[start:pos]
	var fits []string
	for _, w := range vocabulary(line[:start]) {
		if strings.HasPrefix(w, word) {
			fits = append(fits, w)
		}
	}
	if len(fits) == 0 {
		return line, pos, nil
	}
	common := fits[0]
	for _, f := range fits[1:] {
		for !strings.HasPrefix(f, common) {
			common = common[:len(common)-1]
		}
	}
	if len(fits) == 1 {
		fits = nil
	}
	return line[:start] + common + line[pos:], start + len(common), fits
}

func isWord(r rune) bool {
	return r == '_' || r == '.' || r == '~' || r == '@' || r == '\\' || r == '-' ||
		r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// vocabulary are the words that may stand behind the beginning of a line, in order.
func vocabulary(before string) []string {
	var words []string
	switch command := strings.TrimSpace(before); {
	case command == "":
		for _, c := range Commands {
			words = append(words, c.Name)
		}
	case command == `\example`:
		all, err := examples.All()
		if err != nil {
			return nil // they are embedded
		}
		for _, e := range all {
			words = append(words, e.Name)
		}
		return words
	}
	for _, t := range schema.NodeTypes() {
		words = append(words, t.Name)
	}
	if strings.HasSuffix(strings.TrimRight(before, " "), "type(") {
		slices.Sort(words)
		return words
	}
	words = append(words, "dgraph.type")
	words = append(words, functions...)
	for _, p := range schema.Predicates() {
		words = append(words, p.Name)
		if p.Type == "uid" {
			words = append(words, "~"+p.Name)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}
