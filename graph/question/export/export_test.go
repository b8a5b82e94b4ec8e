package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/export"
	"github.com/entente-kg/entente/graph/question/questiontest"
)

func TestMain(m *testing.M) { localtest.Main(m) }

func TestExport(t *testing.T) {
	store := localtest.Store(t)
	if rejected, err := store.Put(context.Background(), questiontest.Facts()); err != nil || len(rejected) > 0 {
		t.Fatalf("fill the graph: %v %v", err, rejected)
	}
	asker := question.New(store)
	write := func(t *testing.T, format string, q question.Facts) []byte {
		t.Helper()
		var b bytes.Buffer
		if err := export.Formats[format](&b, asker.Facts(context.Background(), q)); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	stats, err := asker.Stats(context.Background(), question.Stats{})
	if err != nil {
		t.Fatal(err)
	}
	facts := stats.Memberships + stats.Tenures + stats.Events + stats.Negotiations + stats.Affiliations
	t.Run("jsonl", func(t *testing.T) {
		lines := strings.Split(strings.TrimSpace(string(write(t, "jsonl", question.Facts{}))), "\n")
		if len(lines) != facts {
			t.Errorf("%d lines of %d facts", len(lines), facts)
		}
		for _, l := range lines {
			var f question.Fact
			if err := json.Unmarshal([]byte(l), &f); err != nil || f.Fact == "" || f.Words == "" || len(f.Sources) == 0 {
				t.Errorf("%v: %s", err, l)
			}
		}
	})
	t.Run("csv", func(t *testing.T) {
		rows, err := csv.NewReader(bytes.NewReader(write(t, "csv", question.Facts{Kinds: []question.Kind{question.KindEvent}, Actors: []string{"China"}}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 3 {
			t.Fatalf("%q", rows)
		}
		slices.SortFunc(rows[1:], func(a, b []string) int { return strings.Compare(a[4], b[4]) })
		want := "China; Russia|state/CHN; state/RUS|AGREE"
		if got := strings.Join(rows[1][2:5], "|"); got != want {
			t.Errorf("row %q, want %q", got, want)
		}
	})
	t.Run("graphml", func(t *testing.T) {
		var doc struct {
			Graph struct {
				Nodes []struct {
					ID string `xml:"id,attr"`
				} `xml:"node"`
				Edges []struct {
					Source string `xml:"source,attr"`
					Target string `xml:"target,attr"`
				} `xml:"edge"`
			} `xml:"graph"`
		}
		if err := xml.Unmarshal(write(t, "graphml", question.Facts{}), &doc); err != nil {
			t.Fatal(err)
		}
		nodes := map[string]bool{}
		for _, n := range doc.Graph.Nodes {
			if nodes[n.ID] {
				t.Errorf("node %s comes twice", n.ID)
			}
			nodes[n.ID] = true
		}
		if len(doc.Graph.Edges) < stats.Memberships {
			t.Errorf("%d edges", len(doc.Graph.Edges))
		}
		for _, e := range doc.Graph.Edges {
			if !nodes[e.Source] || !nodes[e.Target] {
				t.Errorf("an edge from %s to %s, which are not there", e.Source, e.Target)
			}
		}
	})
	t.Run("parquet", func(t *testing.T) {
		b := write(t, "parquet", question.Facts{})
		rows, err := parquet.Read[struct {
			Fact    string `parquet:"fact"`
			Kind    string `parquet:"kind_of_fact"`
			Subject []struct {
				Ref string `parquet:"ref"`
			} `parquet:"subject,list"`
			Articles int64    `parquet:"articles"`
			Last     string   `parquet:"last_reported,optional"`
			Words    string   `parquet:"words"`
			Sources  []string `parquet:"sources,list"`
		}](bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, r := range rows {
			var subject []string
			for _, s := range r.Subject {
				subject = append(subject, s.Ref)
			}
			got = append(got, fmt.Sprintln(r.Fact, r.Kind, subject, r.Articles, r.Last, r.Words, r.Sources))
		}
		for _, c := range csvRows(t, write(t, "csv", question.Facts{})) {
			subject, sources := strings.Split(c["subject_ref"], "; "), strings.Fields(c["sources"])
			if c["subject_ref"] == "" {
				subject = nil
			}
			want = append(want, fmt.Sprintln(c["fact"], c["kind_of_fact"], subject, c["articles"], c["last_reported"], c["words"], sources))
		}
		if diff := cmp.Diff(want, got); diff != "" || len(rows) != facts {
			t.Errorf("%d rows of %d facts (-csv +parquet):\n%s", len(rows), facts, diff)
		}
	})
	t.Run("an unknown actor", func(t *testing.T) {
		err := export.CSV(&bytes.Buffer{}, asker.Facts(context.Background(), question.Facts{Actors: []string{"Atlantis"}}))
		if !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("error %v", err)
		}
	})
}

// csvRows are the rows of a table by the names of the columns.
func csvRows(t *testing.T, b []byte) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, r := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}
