package dashboard

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// homePage is where a reader begins.
type homePage struct {
	Examples []string // questions in English; none where they are not answered
	Known    []question.Named
	Changes  []question.Change
	Figures  []figure
}

// figure is a number of the first page with the query that lists what it counts.
type figure struct {
	Text   string
	Number int
	DQL    string
}

// newsDays is how many days before the latest article the news of the first page begin.
const newsDays = 60

// wellKnown are the organizations that the first page offers, where the graph knows them.
var wellKnown = []schema.Ref{
	"organization/UN", "organization/EU", "organization/NATO", "organization/SCO", "organization/BRICS",
	"organization/ASEAN", "organization/AU", "organization/G20", "organization/LAS", "organization/OPEC",
}

func (d *Dashboard) home(_ http.ResponseWriter, r *http.Request) (*view, error) {
	stats, err := d.ask.Stats(r.Context(), question.Stats{})
	if err != nil {
		return nil, err
	}
	p := homePage{Figures: figuresOf(stats)}
	if d.interpreter() != nil {
		p.Examples = exampleQuestions
	}
	if !stats.Newest.IsZero() {
		q := question.Changes{
			Since: stats.Newest.First().Add(-newsDays * 24 * time.Hour),
			Kinds: []question.Kind{question.KindEvent, question.KindNegotiation, question.KindAffiliation}, // the lists tell none of these
			Page:  question.Page{First: 12},
		}
		changes, err := d.ask.Changes(r.Context(), q)
		if err != nil {
			return nil, err
		}
		p.Changes = changes.Changes
	}
	if p.Known, err = d.known(r.Context()); err != nil {
		return nil, err
	}
	return &view{"home.html", text("name"), p}, nil
}

// known finds which of the well-known organizations the graph has, in their order.
func (d *Dashboard) known(ctx context.Context) (all []question.Named, err error) {
	refs, err := json.Marshal(wellKnown)
	if err != nil {
		return nil, err
	}
	answer, err := d.ask.Query(ctx, question.Query{DQL: fmt.Sprintf("{known(func: eq(xid, %s)) @filter(has(name)) {xid name}}", refs)})
	if err != nil {
		return nil, err
	}
	var found struct {
		Known []struct {
			XID  schema.Ref `json:"xid"`
			Name string     `json:"name"`
		} `json:"known"`
	}
	if err := json.Unmarshal(answer.Result, &found); err != nil {
		return nil, fmt.Errorf("decode the well-known organizations: %w", err)
	}
	for _, o := range found.Known {
		all = append(all, question.Named{Ref: o.XID, Name: o.Name})
	}
	slices.SortFunc(all, func(a, b question.Named) int {
		return cmp.Compare(slices.Index(wellKnown, a.Ref), slices.Index(wellKnown, b.Ref))
	})
	return all, nil
}

func figuresOf(s *question.StatsAnswer) []figure {
	list := func(of, fields string) string {
		return "{\n  found(func: type(" + of + "), first: 100) {\n    xid  " + fields + "\n  }\n}\n"
	}
	return []figure{
		{text("figure.articles"), s.Articles, "{\n  found(func: type(Article), orderdesc: published_at, first: 100) {\n    xid  title  url  published\n  }\n}\n"},
		{text("figure.organizations"), s.Orgs, list("Organization", "name")},
		{text("figure.people"), s.People, list("Person", "name")},
		{text("figure.memberships"), s.Memberships, list("Membership", "status  start  end  actor { name }  organization { name }")},
		{text("figure.events"), s.Events, list("Event", "event_type  status  start  participant { name }")},
		{text("figure.negotiations"), s.Negotiations, list("Negotiation", "first_reported  last_reported  party { name }")},
		{text("figure.claims"), s.Claims, list("Claim", "quote  rule  confidence  article { title }")},
	}
}

// searchPage lists what a name may mean.
type searchPage struct {
	Text string
	Hits []question.Hit
}

func (d *Dashboard) search(w http.ResponseWriter, r *http.Request) (*view, error) {
	p := searchPage{Text: strings.TrimSpace(r.FormValue("q"))}
	if p.Text == "" {
		return &view{"search.html", text("search.title"), p}, nil
	}
	answer, err := d.ask.Search(r.Context(), question.Search{Text: p.Text, First: 30})
	if err != nil {
		return nil, err
	}
	if ref := theOne(answer.Hits); ref != "" {
		http.Redirect(w, r, actorPath(ref), http.StatusSeeOther)
		return nil, nil
	}
	p.Hits = answer.Hits
	return &view{"search.html", text("search.for", p.Text), p}, nil
}

// theOne is the actor whose very name was typed; empty if there is none, or several.
func theOne(hits []question.Hit) schema.Ref {
	if len(hits) > 0 && hits[0].Score == 1 && (len(hits) == 1 || hits[1].Score < 1) {
		return hits[0].Ref
	}
	return ""
}

// evidencePage is the claims behind a fact.
type evidencePage struct {
	*question.EvidenceAnswer
	More string
}

func (d *Dashboard) evidence(_ http.ResponseWriter, r *http.Request) (*view, error) {
	q := question.Evidence{Fact: r.FormValue("fact"), History: true, Page: question.Page{First: 50, After: r.FormValue("after")}}
	answer, err := d.ask.Evidence(r.Context(), q)
	if err != nil {
		return nil, err
	}
	return &view{"evidence.html", answer.Words, evidencePage{answer, more(r, answer.Next)}}, nil
}

// more is the address of the next page of a list, empty at its end.
func more(r *http.Request, next string) string {
	if next == "" {
		return ""
	}
	return with(r, "after", next)
}

// articlePage is an article with the passages that state something marked.
type articlePage struct {
	*question.ArticleAnswer
	Pieces []piece
}

// piece is a run of text, marked where statements rest on it.
type piece struct {
	Text       string
	Statements []question.Statement
}

func (d *Dashboard) article(_ http.ResponseWriter, r *http.Request) (*view, error) {
	answer, err := d.ask.Article(r.Context(), question.Article{ID: r.FormValue("id")})
	if err != nil {
		return nil, err
	}
	return &view{"article.html", answer.Title, articlePage{answer, pieces(answer)}}, nil
}

// pieces cuts a text at the ends of its statements. Statements come in the order of the text; one that begins inside
// another's passage is shown with it.
func pieces(a *question.ArticleAnswer) (all []piece) {
	text := []rune(a.Text)
	at := 0
	for _, s := range a.Statements {
		start, end := min(max(s.Start, 0), len(text)), min(max(s.End, 0), len(text))
		if n := len(all) - 1; start < at && n >= 0 && len(all[n].Statements) > 0 {
			all[n].Statements = append(all[n].Statements, s)
			if end > at {
				all[n].Text += string(text[at:end])
				at = end
			}
			continue
		}
		if start > at {
			all = append(all, piece{Text: string(text[at:start])})
		}
		if end > start {
			all = append(all, piece{string(text[start:end]), []question.Statement{s}})
			at = end
		}
	}
	if at < len(text) {
		all = append(all, piece{Text: string(text[at:])})
	}
	return all
}
