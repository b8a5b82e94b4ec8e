// Package export writes facts in the formats of other programs: JSON Lines, CSV, GraphML and Parquet. Facts are written as they
// come, so that the size of the graph does not matter, each with how often and where it is told.
package export

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// Formats are the writers by the names of their formats.
var Formats = map[string]func(io.Writer, iter.Seq2[question.Fact, error]) error{
	"jsonl": JSONL, "csv": CSV, "graphml": GraphML, "parquet": Parquet,
}

// JSONL writes one object a line.
func JSONL(w io.Writer, facts iter.Seq2[question.Fact, error]) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for f, err := range facts {
		if err == nil {
			err = enc.Encode(f)
		}
		if err != nil {
			return fmt.Errorf("export facts: %w", err)
		}
	}
	return out.Flush()
}

// row is a fact in the columns of CSV: who, what, whom, when, and how well it is told.
type row struct {
	subject, object []question.Named
	relation        string // status of a membership, office, type of an event, matter of talks
	kind, status    string // of an event
	start, end      schema.Date
	place           question.Named
	reference       bool
	disputed        bool
	alleged         bool
	articles        int
	publishers      int
	first, last     schema.Date
}

// rowOf lays a fact out. The subject of an event is who acts or takes part, its object who is acted on.
func rowOf(f question.Fact) row {
	switch {
	case f.Membership != nil:
		m := f.Membership
		r := ofPeriod(m.Period)
		r.subject, r.relation, r.object = []question.Named{m.Actor}, string(m.Status), []question.Named{m.Organization}
		return r
	case f.Tenure != nil:
		t := f.Tenure
		r := ofPeriod(t.Period)
		r.subject, r.relation = []question.Named{t.Person}, t.Office
		if t.Of.Ref != "" {
			r.object = []question.Named{t.Of}
		}
		return r
	case f.Event != nil:
		return ofEvent(f.Event)
	case f.Negotiation != nil:
		n := f.Negotiation
		return row{
			subject: n.Parties, relation: n.Matter, object: n.Mediators, articles: n.Articles, publishers: n.Publishers,
			first: n.FirstReported, last: n.LastReported,
		}
	case f.Affiliation != nil:
		a := f.Affiliation
		return row{
			relation: strconv.Itoa(a.Number) + " " + string(a.Status), object: []question.Named{a.Organization},
			first: a.FirstReported, last: a.LastReported,
		}
	}
	return row{}
}

func ofPeriod(p question.Period) row {
	return row{
		start: p.Since, end: p.Until, reference: p.Reference, disputed: p.Disputed, alleged: p.Alleged,
		articles: p.Articles, publishers: p.Publishers, first: p.FirstReported, last: p.LastReported,
	}
}

func ofEvent(e *question.Event) row {
	r := row{
		relation: string(e.Type), kind: string(e.Kind), status: string(e.Status), start: e.Start, end: e.End, place: e.Place,
		alleged: e.Alleged, articles: e.Articles, publishers: e.Publishers, first: e.FirstReported, last: e.LastReported,
	}
	for _, p := range e.Parties {
		for _, role := range p.Roles {
			switch role {
			case schema.Source, schema.Participant:
				r.subject = append(r.subject, p.Named)
			case schema.Target:
				r.object = append(r.object, p.Named)
			}
		}
	}
	return r
}

var columns = []string{
	"fact", "kind_of_fact", "subject", "subject_ref", "relation", "object", "object_ref", "kind", "status", "start", "end",
	"place", "place_ref", "reference", "disputed", "alleged", "articles", "publishers", "first_reported", "last_reported",
	"words", "sources",
}

// CSV writes a row for each fact. Several actors of a part are joined by semicolons. A cell that a spreadsheet would take
// for a formula gets an apostrophe in front.
func CSV(w io.Writer, facts iter.Seq2[question.Fact, error]) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns); err != nil {
		return fmt.Errorf("export facts: %w", err)
	}
	for f, err := range facts {
		if err == nil {
			err = out.Write(cellsOf(f))
		}
		if err != nil {
			return fmt.Errorf("export facts: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

func cellsOf(f question.Fact) []string {
	r := rowOf(f)
	cells := []string{
		f.Fact, string(f.Kind), names(r.subject), refs(r.subject), r.relation, names(r.object), refs(r.object), r.kind, r.status,
		r.start.String(), r.end.String(), r.place.Name, string(r.place.Ref), flag(r.reference), flag(r.disputed), flag(r.alleged),
		strconv.Itoa(r.articles), strconv.Itoa(r.publishers), r.first.String(), r.last.String(), f.Words, strings.Join(f.Sources, " "),
	}
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			cells[i] = "'" + c
		}
	}
	return cells
}

func names(all []question.Named) string {
	parts := make([]string, len(all))
	for i, n := range all {
		parts[i] = n.Name
	}
	return strings.Join(parts, "; ")
}

func refs(all []question.Named) string {
	parts := make([]string, len(all))
	for i, n := range all {
		parts[i] = string(n.Ref)
	}
	return strings.Join(parts, "; ")
}

func flag(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// graphMLHead begins a document of GraphML (graphml.graphdrawing.org) and declares what nodes and edges carry.
const graphMLHead = xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="name" for="node" attr.name="name" attr.type="string"/>
<key id="type" for="node" attr.name="type" attr.type="string"/>
<key id="relation" for="edge" attr.name="relation" attr.type="string"/>
<key id="fact" for="edge" attr.name="fact" attr.type="string"/>
<key id="start" for="edge" attr.name="start" attr.type="string"/>
<key id="end" for="edge" attr.name="end" attr.type="string"/>
<key id="status" for="edge" attr.name="status" attr.type="string"/>
<key id="articles" for="edge" attr.name="articles" attr.type="int"/>
<key id="publishers" for="edge" attr.name="publishers" attr.type="int"/>
<key id="sources" for="edge" attr.name="sources" attr.type="string"/>
<graph edgedefault="directed">
`

// GraphML writes actors as nodes and what joins two of them as edges: memberships and offices as one edge each, an event
// as edges from those who act to those who are acted on, or, among equals, from each to those behind it.
func GraphML(w io.Writer, facts iter.Seq2[question.Fact, error]) error {
	g := &graphML{w: bufio.NewWriter(w), known: map[schema.Ref]bool{}}
	g.write("%s", graphMLHead)
	for f, err := range facts {
		if err != nil {
			return fmt.Errorf("export facts: %w", err)
		}
		g.fact(f)
	}
	g.write("</graph>\n</graphml>\n")
	if g.err == nil {
		g.err = g.w.Flush()
	}
	if g.err != nil {
		return fmt.Errorf("export facts: %w", g.err)
	}
	return nil
}

type graphML struct {
	w     *bufio.Writer
	known map[schema.Ref]bool // actors that are written
	err   error
}

func (g *graphML) write(format string, args ...any) {
	if g.err == nil {
		_, g.err = fmt.Fprintf(g.w, format, args...)
	}
}

// escaped is text as XML has it.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
	return b.String()
}

func (g *graphML) fact(f question.Fact) {
	r := rowOf(f)
	for _, n := range append(append([]question.Named{}, r.subject...), r.object...) {
		if n.Ref == "" || g.known[n.Ref] {
			continue
		}
		g.known[n.Ref] = true
		g.write("<node id=\"%s\"><data key=\"name\">%s</data><data key=\"type\">%s</data></node>\n",
			escaped(string(n.Ref)), escaped(n.Name), escaped(string(n.Ref.Type())))
	}
	n := 0
	for i, from := range r.subject {
		to := r.object
		if len(to) == 0 {
			to = r.subject[i+1:]
		}
		for _, t := range to {
			g.edge(fmt.Sprintf("%s/%d", f.Fact, n), f, r, from.Ref, t.Ref)
			n++
		}
	}
}

func (g *graphML) edge(id string, f question.Fact, r row, from, to schema.Ref) {
	g.write("<edge id=\"%s\" source=\"%s\" target=\"%s\">", escaped(id), escaped(string(from)), escaped(string(to)))
	for _, d := range [][2]string{
		{"relation", r.relation},
		{"fact", f.Fact},
		{"start", r.start.String()},
		{"end", r.end.String()},
		{"status", r.status},
		{"articles", strconv.Itoa(r.articles)},
		{"publishers", strconv.Itoa(r.publishers)},
		{"sources", strings.Join(f.Sources, " ")},
	} {
		if d[1] != "" {
			g.write("<data key=\"%s\">%s</data>", d[0], escaped(d[1]))
		}
	}
	g.write("</edge>\n")
}
