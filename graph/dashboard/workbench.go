package dashboard

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/examples"
	"github.com/entente-kg/entente/schema"
)

// firstQuery is what an empty workbench offers.
const firstQuery = `{
  organization(func: eq(xid, "organization/SCO")) @normalize {
    ~member_of { name: name  iso3: iso3 }
  }
}
`

// workbenchPage is a DQL query and, once somebody has run it, its result.
type workbenchPage struct {
	DQL        string
	Examples   []examples.Example
	Predicates []string // that the editor completes
	Nonce      string   // that lets the editor's style sheet in
	Ran        bool
	Took       time.Duration
	Result     string // JSON
	Error      string
	Header     []string
	Rows       [][]string
}

// workbench shows a query; it never runs one.
func (d *Dashboard) workbench(w http.ResponseWriter, r *http.Request) (*view, error) {
	p, err := newWorkbench(w)
	if err != nil {
		return nil, err
	}
	p.DQL = r.FormValue("dql")
	if name := r.FormValue("example"); name != "" {
		i := slices.IndexFunc(p.Examples, func(e examples.Example) bool { return e.Name == name })
		if i < 0 {
			return nil, errNoPage
		}
		p.DQL = p.Examples[i].DQL
	}
	if p.DQL == "" {
		p.DQL = firstQuery
	}
	return &view{"query.html", text("query.title"), p}, nil
}

func newWorkbench(w http.ResponseWriter) (p workbenchPage, err error) {
	p.Nonce = rand.Text()
	w.Header().Set("Content-Security-Policy", policy("'self' 'nonce-"+p.Nonce+"'"))
	for _, predicate := range schema.Predicates() {
		p.Predicates = append(p.Predicates, predicate.Name)
	}
	p.Examples, err = examples.All()
	return p, err
}

// run answers the form of the workbench. The query ends with the request: when its reader cancels, so does Dgraph.
func (d *Dashboard) run(w http.ResponseWriter, r *http.Request) (*view, error) {
	p, err := newWorkbench(w)
	if err != nil {
		return nil, err
	}
	p.DQL, p.Ran = r.PostFormValue("dql"), true
	answer, err := d.ask.Query(r.Context(), question.Query{DQL: p.DQL})
	var refused *graph.QueryError
	var invalid *question.InvalidError
	switch {
	case errors.As(err, &refused), errors.As(err, &invalid):
		p.Error = err.Error()
	case errors.Is(err, context.DeadlineExceeded):
		p.Error = text("problem.slow")
	case err != nil:
		return nil, err
	default:
		p.Took = answer.Took
		if err := p.show(answer.Result); err != nil {
			return nil, err
		}
	}
	if r.PostFormValue("format") == "csv" && p.Error == "" {
		return nil, sendCSV(w, "query.csv", append([][]string{p.Header}, p.Rows...))
	}
	return &view{"query.html", text("query.title"), p}, nil
}

// show lays the result out: as JSON, and as a table of its blocks' objects.
func (p *workbenchPage) show(result json.RawMessage) error {
	var blocks map[string]any
	if err := json.Unmarshal(result, &blocks); err != nil {
		return fmt.Errorf("decode the result: %w", err)
	}
	b, err := json.MarshalIndent(blocks, "", "  ")
	if err != nil {
		return err
	}
	p.Result = string(b)
	p.tabulate(blocks)
	return nil
}

// tabulate makes a row of each object; where there are several blocks, their names stand in front.
func (p *workbenchPage) tabulate(blocks map[string]any) {
	type row struct {
		block  string
		object map[string]any
	}
	var rows []row
	keys := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(blocks)) {
		list, _ := blocks[name].([]any)
		for _, x := range list {
			object, _ := x.(map[string]any)
			rows = append(rows, row{name, object})
			for k := range object {
				keys[k] = true
			}
		}
	}
	p.Header = slices.Sorted(maps.Keys(keys))
	for _, r := range rows {
		var cells []string
		if len(blocks) > 1 {
			cells = append(cells, r.block)
		}
		for _, k := range p.Header {
			cells = append(cells, cell(r.object[k]))
		}
		p.Rows = append(p.Rows, cells)
	}
	if len(blocks) > 1 {
		p.Header = append([]string{"block"}, p.Header...)
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
