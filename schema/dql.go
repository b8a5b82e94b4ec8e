package schema

import (
	_ "embed"
	"fmt"
	"strings"
)

// DQL is the schema of the graph in Dgraph's own language, with comments that explain it. DQLVersion counts its changes.
//
//go:embed schema.dql
var DQL string

// DQLVersion is the version of DQL. It grows by one with each change that a graph has to be migrated for; the version of
// a graph is kept in it, so that an older program leaves a newer graph alone.
const DQLVersion = 6

// Predicate is an attribute or edge of the graph.
type Predicate struct {
	Name string
	Type string // string, int, float, bool, datetime, geo or uid
	List bool
}

// Predicates reads the predicates that DQL declares, in its order.
func Predicates() []Predicate {
	var preds []Predicate
	for line := range strings.Lines(DQL) {
		line, _, _ = strings.Cut(line, "#")
		name, rest, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.Contains(name, " ") {
			continue
		}
		typ, _, _ := strings.Cut(rest, " ")
		p := Predicate{Name: name, Type: strings.Trim(typ, "[]")}
		p.List = typ != p.Type
		preds = append(preds, p)
	}
	return preds
}

// NodeType is a dgraph.type of the graph, with the predicates that its nodes may have.
type NodeType struct {
	Name   string
	Fields []string
}

// NodeTypes reads the types that DQL declares, in its order.
func NodeTypes() []NodeType {
	var types []NodeType
	open := false
	for line := range strings.Lines(DQL) {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		switch name, isType := strings.CutPrefix(line, "type "); {
		case isType:
			types, open = append(types, NodeType{Name: strings.TrimSuffix(name, " {")}), true
		case line == "}":
			open = false
		case open && line != "":
			last := &types[len(types)-1]
			last.Fields = append(last.Fields, line)
		}
	}
	return types
}

// MustPredicate is the declared predicate of that name; it panics where there is none, which is a slip of the program.
func MustPredicate(name string) Predicate {
	for _, p := range Predicates() {
		if p.Name == name {
			return p
		}
	}
	panic(fmt.Sprintf("schema.dql declares no predicate %q", name))
}
