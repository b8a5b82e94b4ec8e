package dashboard

import (
	"crypto/rand"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// firstQuery is what an empty workbench offers.
const firstQuery = `{
  organization(func: eq(xid, "organization/SCO")) @normalize {
    ~member_of { name: name  iso3: iso3 }
  }
}
`

// workbench shows a query and runs it only when asked to.
func (d *Dashboard) workbench(w http.ResponseWriter, r *http.Request) (*view, error) {
	p := workbenchPage{DQL: r.FormValue("dql"), Ran: r.FormValue("run") != "", Nonce: rand.Text()}
	w.Header().Set("Content-Security-Policy", policy("'self' 'nonce-"+p.Nonce+"'"))
	if p.DQL == "" {
		p.DQL = firstQuery
	}
	for _, predicate := range schema.Predicates() {
		p.Predicates = append(p.Predicates, predicate.Name)
	}
	if !p.Ran {
		return &view{"query.html", "DQL workbench", p}, nil
	}
	answer, err := d.ask.Query(r.Context(), question.Query{DQL: p.DQL})
	var refused *graph.QueryError
	var invalid *question.InvalidError
	switch {
	case errors.As(err, &refused), errors.As(err, &invalid):
		p.Error = err.Error()
	case err != nil:
		return nil, err
	default:
		if err := p.show(answer.Result); err != nil {
			return nil, err
		}
	}
	if r.FormValue("format") == "csv" && p.Error == "" {
		return nil, p.writeCSV(w)
	}
	return &view{"query.html", "DQL workbench", p}, nil
}

// show lays the result out: as JSON, and as a table where it is one list of objects.
func (p *workbenchPage) show(result json.RawMessage) error {
	var v any
	if err := json.Unmarshal(result, &v); err != nil {
		return fmt.Errorf("decode the result: %w", err)
	}
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	p.Result = string(b)
	blocks, ok := v.(map[string]any)
	if !ok || len(blocks) != 1 {
		return nil
	}
	for _, block := range blocks {
		rows, _ := block.([]any)
		p.tabulate(rows)
	}
	return nil
}

func (p *workbenchPage) tabulate(rows []any) {
	keys := map[string]bool{}
	for _, row := range rows {
		object, _ := row.(map[string]any)
		for k := range object {
			keys[k] = true
		}
	}
	p.Header = slices.Sorted(maps.Keys(keys))
	for _, row := range rows {
		object, _ := row.(map[string]any)
		cells := make([]string, len(p.Header))
		for i, k := range p.Header {
			cells[i] = cell(object[k])
		}
		p.Rows = append(p.Rows, cells)
	}
}

func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}

// writeCSV sends the table of the result.
func (p *workbenchPage) writeCSV(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="query.csv"`)
	c := csv.NewWriter(w)
	if err := c.Write(p.Header); err != nil {
		return err
	}
	for _, row := range p.Rows {
		safe := make([]string, len(row))
		for i, x := range row {
			safe[i] = harmless(x)
		}
		if err := c.Write(safe); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
