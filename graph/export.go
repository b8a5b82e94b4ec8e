package graph

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/dgraph-io/dgo/v230"

	"github.com/entente-kg/entente/schema"
)

// exportPage is how many nodes one query of an export reads.
const exportPage = 2000

// Export writes the whole graph as sorted N-Quads with xids in the place of uids, so that two graphs of the same articles
// are the same to the byte. It reads as of one instant and holds the graph in memory. A graph in which an xid has several
// nodes gives a *DoubledError for each.
func (s *Store) Export(ctx context.Context, w io.Writer) error {
	var lines []string
	seen := map[string]string{}
	var doubled error
	err := s.eachNode(ctx, func(n fetchedNode) {
		if uid, ok := seen[n.xid]; ok && uid != n.uid {
			doubled = errors.Join(doubled, &DoubledError{XID: n.xid})
		}
		seen[n.xid] = n.uid
		lines = append(lines, n.nquads()...)
	})
	if err == nil {
		err = doubled
	}
	if err != nil {
		return fmt.Errorf("export the graph: %w", plain(err))
	}
	slices.Sort(lines)
	out := bufio.NewWriterSize(w, 1<<20)
	for _, l := range lines {
		if _, err := out.WriteString(l); err != nil {
			return fmt.Errorf("export the graph: %w", err)
		}
	}
	return out.Flush()
}

// eachNode calls f with every node of the graph, type by type. The types of an actor (State, Person, ...) add nothing to
// Actor, which all of them are. Asking each type for its own predicates alone is what keeps this fast: a page of claims
// costs a twelfth of one that asks for everything.
func (s *Store) eachNode(ctx context.Context, f func(fetchedNode)) error {
	txn := s.client.NewReadOnlyTxn()
	for _, t := range schema.NodeTypes() {
		if schema.ActorType(strings.ToLower(t.Name)).Valid() {
			continue
		}
		if err := eachOfType(ctx, txn, t, f); err != nil {
			return err
		}
	}
	return nil
}

func eachOfType(ctx context.Context, txn *dgo.Txn, t schema.NodeType, f func(fetchedNode)) error {
	fields, after := fieldsOf(t.Fields), "0x0"
	for {
		var found struct {
			Nodes []map[string]any `json:"nodes"`
		}
		dql := fmt.Sprintf("{nodes(func: %s, first: %d, after: %s) {%s}}", ofType(t.Name), exportPage, after, fields)
		if err := ask(ctx, txn, dql, &found); err != nil {
			return err
		}
		for _, m := range found.Nodes {
			n := decodeNode(m)
			after = n.uid
			f(n)
		}
		if len(found.Nodes) < exportPage {
			return nil
		}
	}
}

// ofType is the function of DQL that finds the nodes of a type.
func ofType(name string) string {
	if name == reportType {
		return "has(bucket)"
	}
	return "type(" + name + ")"
}

// nquads are the node's own lines of N-Quads.
func (n node) nquads() []string {
	var lines []string
	for _, p := range n.identity() {
		lines = append(lines, fmt.Sprintf("%s <%s> %s .\n", iri(n.xid), p.pred, literal(p.value)))
	}
	for _, p := range n.props {
		lines = append(lines, p.nquad(n.xid))
	}
	return lines
}

// nquad is the prop of the node as a line of N-Quads.
func (p prop) nquad(xid string) string {
	object := iri(p.value)
	switch declared := predicates[p.pred]; declared.Type {
	case "uid":
	case "string":
		object = literal(p.value)
	default:
		object = literal(p.value) + "^^<" + xsd[declared.Type] + ">"
	}
	facet := ""
	if p.facet != "" {
		facet = fmt.Sprintf(" (%s=%s)", facetOf[p.pred], strconv.Quote(p.facet))
	}
	return fmt.Sprintf("%s <%s> %s%s .\n", iri(xid), p.pred, object, facet)
}

// xsd are the data types of RDF, as Dgraph's loaders know them.
var xsd = map[string]string{
	"int": "xs:int", "float": "xs:float", "bool": "xs:boolean", "datetime": "xs:dateTime", "geo": "geo:geojson",
}

// iri writes an xid as an IRI. The characters that N-Quads keeps out of IRIs are escaped.
func iri(xid string) string {
	var b strings.Builder
	b.WriteByte('<')
	for _, r := range xid {
		if r <= ' ' || strings.ContainsRune("<>\"{}|^`\\", r) {
			fmt.Fprintf(&b, "\\u%04X", r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteByte('>')
	return b.String()
}

// literal writes a string as N-Quads does.
func literal(s string) string {
	return `"` + literalEscapes.Replace(s) + `"`
}

var literalEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)

// Stats counts what is in the graph.
type Stats struct {
	Articles     int `json:"articles"`
	Actors       int `json:"actors"`
	Memberships  int `json:"memberships"`
	Tenures      int `json:"tenures"`
	Events       int `json:"events"`
	Negotiations int `json:"negotiations"`
	Claims       int `json:"claims"`
}

// Stats counts the nodes of the graph by their types.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	var q strings.Builder
	q.WriteString("{")
	for _, t := range []string{"Article", "Actor", "Membership", "Tenure", "Event", "Negotiation", "Claim"} {
		fmt.Fprintf(&q, "%s(func: type(%s)) {n: count(uid)}\n", t, t)
	}
	q.WriteString("}")
	var found map[string][]struct{ N int }
	if err := ask(ctx, s.client.NewReadOnlyTxn(), q.String(), &found); err != nil {
		return Stats{}, fmt.Errorf("count the graph: %w", plain(err))
	}
	n := func(t string) int {
		if len(found[t]) == 0 {
			return 0
		}
		return found[t][0].N
	}
	return Stats{
		Articles: n("Article"), Actors: n("Actor"), Memberships: n("Membership"), Tenures: n("Tenure"),
		Events: n("Event"), Negotiations: n("Negotiation"), Claims: n("Claim"),
	}, nil
}
