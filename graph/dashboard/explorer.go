package dashboard

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// explorerPage is a neighbourhood, or the paths between two actors, for its script to draw and for readers without
// scripts to read.
type explorerPage struct {
	From, To  string
	Since, At schema.Date
	First     int
	Sizes     []int // of pages
	Kinds     []linkChoice
	Start     *question.NeighborsAnswer
	Paths     *question.PathAnswer
	More      string
}

// linkChoice is a kind of link that can be looked for or left out.
type linkChoice struct {
	Kind   question.Link
	Chosen bool
}

// pageSizes are how many neighbours are drawn at once; the first is the default.
var pageSizes = []int{40, 200, 1000}

func (d *Dashboard) explorer(_ http.ResponseWriter, r *http.Request) (*view, error) {
	p := explorerPage{From: strings.TrimSpace(r.FormValue("from")), To: strings.TrimSpace(r.FormValue("to")), Sizes: pageSizes}
	n, err := neighborsQuestion(r)
	if err != nil {
		return nil, err
	}
	p.Since, p.At, p.First = n.From, n.At, n.First
	for _, k := range question.Links {
		p.Kinds = append(p.Kinds, linkChoice{k, len(n.Kinds) == 0 || slices.Contains(n.Kinds, k)})
	}
	switch {
	case p.From == "":
	case p.To == "":
		if p.Start, err = d.ask.Neighbors(r.Context(), n); err == nil {
			p.More = more(r, p.Start.Next)
		}
	default:
		p.Paths, err = d.ask.Path(r.Context(), question.Path{From: p.From, To: p.To, At: p.At, Kinds: n.Kinds})
	}
	if err != nil {
		return nil, err
	}
	return &view{"explorer.html", text("explorer.title"), p}, nil
}

// neighborsQuestion reads whom to look for around whom.
func neighborsQuestion(r *http.Request) (q question.Neighbors, err error) {
	period, err := dates(r, "since", "at")
	if err != nil {
		return q, err
	}
	q = question.Neighbors{Actor: strings.TrimSpace(r.FormValue("from")), From: period[0], At: period[1]}
	q.Page = question.Page{First: pageSizes[0], After: r.FormValue("after")}
	for _, k := range r.Form["kind"] {
		q.Kinds = append(q.Kinds, question.Link(k))
	}
	if first := r.FormValue("first"); first != "" {
		if q.First, err = strconv.Atoi(first); err != nil || q.First < 1 {
			return q, &question.InvalidError{Field: "first", Reason: fmt.Sprintf("%q is no number of neighbours", first)}
		}
	}
	return q, nil
}

func (d *Dashboard) dataNeighbors(w http.ResponseWriter, r *http.Request) (*view, error) {
	q, err := neighborsQuestion(r)
	if err != nil {
		return nil, err
	}
	answer, err := d.ask.Neighbors(r.Context(), q)
	if err != nil {
		return nil, err
	}
	return nil, writeJSON(w, answer)
}

func (d *Dashboard) dataPaths(w http.ResponseWriter, r *http.Request) (*view, error) {
	at, err := date(r, "at")
	if err != nil {
		return nil, err
	}
	answer, err := d.ask.Path(r.Context(), question.Path{From: r.FormValue("from"), To: r.FormValue("to"), At: at})
	if err != nil {
		return nil, err
	}
	return nil, writeJSON(w, answer)
}

// suggestions is how many names are offered while a reader types.
const suggestions = 8

func (d *Dashboard) dataSearch(w http.ResponseWriter, r *http.Request) (*view, error) {
	answer, err := d.ask.Search(r.Context(), question.Search{Text: strings.TrimSpace(r.FormValue("q")), First: suggestions})
	if err != nil {
		return nil, err
	}
	return nil, writeJSON(w, answer)
}

func writeJSON(w http.ResponseWriter, answer any) error {
	b, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(append(b, '\n'))
	return nil
}
