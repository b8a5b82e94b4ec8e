package dashboard

import (
	"net/http"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// homePage is where a reader begins.
type homePage struct {
	Stats   *question.StatsAnswer
	Changes []question.Change
	Known   []question.Named
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
	p := homePage{Stats: stats}
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
	for _, ref := range wellKnown {
		hits, err := d.ask.Search(r.Context(), question.Search{Text: ref.ID(), Types: []schema.ActorType{schema.Organization}, First: 1})
		if err != nil {
			return nil, err
		}
		if len(hits.Hits) > 0 && hits.Hits[0].Ref == ref {
			p.Known = append(p.Known, hits.Hits[0].Named)
		}
	}
	return &view{"home.html", "Entente", p}, nil
}

// searchPage lists what a name may mean.
type searchPage struct {
	Text string
	Hits []question.Hit
}

func (d *Dashboard) search(w http.ResponseWriter, r *http.Request) (*view, error) {
	p := searchPage{Text: strings.TrimSpace(r.FormValue("q"))}
	if p.Text == "" {
		return &view{"search.html", "Search", p}, nil
	}
	answer, err := d.ask.Search(r.Context(), question.Search{Text: p.Text, First: 30})
	if err != nil {
		return nil, err
	}
	p.Hits = answer.Hits
	if len(p.Hits) > 0 && p.Hits[0].Score == 1 && (len(p.Hits) == 1 || p.Hits[1].Score < 1) {
		http.Redirect(w, r, actorPath(p.Hits[0].Ref), http.StatusSeeOther)
		return nil, nil
	}
	return &view{"search.html", "Search: " + p.Text, p}, nil
}

// actorPage is all about one actor.
type actorPage struct {
	*question.ActorAnswer
	All    []question.Membership // ended and disputed ones too
	Counts []question.PeriodCount
}

func (d *Dashboard) actor(_ http.ResponseWriter, r *http.Request) (*view, error) {
	at, err := date(r, "at")
	if err != nil {
		return nil, err
	}
	ref := strings.TrimPrefix(r.URL.Path[1:], "profile/")
	answer, err := d.ask.Actor(r.Context(), question.Actor{Actor: ref, At: at})
	if err != nil {
		return nil, err
	}
	history, err := d.ask.Memberships(r.Context(), question.Memberships{
		Actor: ref, Statuses: schema.MembershipStatuses, History: true,
	})
	if err != nil {
		return nil, err
	}
	return &view{"actor.html", answer.Name, actorPage{ActorAnswer: answer, All: history.Memberships}}, nil
}

// relationPage is what two actors have to do with each other; without both, a form that asks for them.
type relationPage struct {
	A, B   string
	Answer *question.RelationAnswer
}

func (d *Dashboard) relation(_ http.ResponseWriter, r *http.Request) (*view, error) {
	p := relationPage{A: r.FormValue("a"), B: r.FormValue("b")}
	if p.A == "" || p.B == "" {
		return &view{"relation.html", "Relation of two actors", p}, nil
	}
	at, err := date(r, "at")
	if err != nil {
		return nil, err
	}
	p.Answer, err = d.ask.Relation(r.Context(), question.Relation{A: p.A, B: p.B, At: at})
	if err != nil {
		return nil, err
	}
	return &view{"relation.html", p.Answer.A.Name + " and " + p.Answer.B.Name, p}, nil
}

// negotiationsPage lists talks.
type negotiationsPage struct {
	Parties string
	Answer  *question.NegotiationsAnswer
	Next    string
}

func (d *Dashboard) negotiations(_ http.ResponseWriter, r *http.Request) (*view, error) {
	p := negotiationsPage{Parties: strings.TrimSpace(r.FormValue("parties"))}
	q := question.Negotiations{Wide: true, Page: question.Page{First: 50, After: r.FormValue("after")}}
	for name := range strings.SplitSeq(p.Parties, ",") {
		if name = strings.TrimSpace(name); name != "" {
			q.Parties = append(q.Parties, name)
		}
	}
	answer, err := d.ask.Negotiations(r.Context(), q)
	if err != nil {
		return nil, err
	}
	p.Answer = answer
	if answer.Next != "" {
		p.Next = with(r, "after", answer.Next)
	}
	return &view{"negotiations.html", "Negotiations", p}, nil
}

func (d *Dashboard) negotiation(_ http.ResponseWriter, r *http.Request) (*view, error) {
	answer, err := d.ask.Negotiation(r.Context(), question.Negotiation{Fact: r.FormValue("fact")})
	if err != nil {
		return nil, err
	}
	return &view{"negotiation.html", "Negotiation of " + joinNames(answer.Parties), answer}, nil
}

// eventsPage lists events and the form that narrows them.
type eventsPage struct {
	Actors, Place, From, To string
	Type                    schema.EventType
	Status                  string // an event status, "done" for what happened, or "all"
	Types                   []schema.EventType
	Statuses                []schema.EventStatus
	Answer                  *question.EventsAnswer
	Next                    string
}

func (d *Dashboard) events(_ http.ResponseWriter, r *http.Request) (*view, error) {
	from, err := date(r, "from")
	if err != nil {
		return nil, err
	}
	to, err := date(r, "to")
	if err != nil {
		return nil, err
	}
	p := eventsPage{
		Actors: r.FormValue("actors"), Place: r.FormValue("place"), From: from.String(), To: to.String(),
		Type: schema.EventType(r.FormValue("type")), Status: r.FormValue("status"),
		Types: schema.EventTypes, Statuses: question.AllStatuses,
	}
	q := question.Events{
		Wide: true, Place: p.Place, From: from, To: to, Count: true, Page: question.Page{First: 50, After: r.FormValue("after")},
	}
	for name := range strings.SplitSeq(p.Actors, ",") {
		if name = strings.TrimSpace(name); name != "" {
			q.Actors = append(q.Actors, name)
		}
	}
	if p.Type != "" {
		q.Types = []schema.EventType{p.Type}
	}
	switch p.Status {
	case "":
	case "all":
		q.Statuses, q.Alleged = question.AllStatuses, true
	default:
		q.Statuses = []schema.EventStatus{schema.EventStatus(p.Status)}
	}
	if p.Answer, err = d.ask.Events(r.Context(), q); err != nil {
		return nil, err
	}
	if p.Answer.Next != "" {
		p.Next = with(r, "after", p.Answer.Next)
	}
	return &view{"events.html", "Events", p}, nil
}

func (d *Dashboard) evidence(_ http.ResponseWriter, r *http.Request) (*view, error) {
	q := question.Evidence{Fact: r.FormValue("fact"), History: true, Page: question.Page{First: 100, After: r.FormValue("after")}}
	answer, err := d.ask.Evidence(r.Context(), q)
	if err != nil {
		return nil, err
	}
	return &view{"evidence.html", "Evidence", answer}, nil
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

// explorerPage is the drawing of a neighbourhood, or of paths between two actors; its script asks for the rest.
type explorerPage struct {
	From, To string
	Start    *question.NeighborsAnswer
	Paths    *question.PathAnswer
}

func (d *Dashboard) explorer(_ http.ResponseWriter, r *http.Request) (*view, error) {
	p := explorerPage{From: strings.TrimSpace(r.FormValue("from")), To: strings.TrimSpace(r.FormValue("to"))}
	at, err := date(r, "at")
	if err != nil {
		return nil, err
	}
	switch {
	case p.From == "":
	case p.To == "":
		p.Start, err = d.ask.Neighbors(r.Context(), question.Neighbors{Actor: p.From, At: at, Page: question.Page{First: 40}})
	default:
		p.Paths, err = d.ask.Path(r.Context(), question.Path{From: p.From, To: p.To, At: at})
	}
	if err != nil {
		return nil, err
	}
	return &view{"explorer.html", "Explorer", p}, nil
}

// workbenchPage is a DQL query and, once somebody runs it, its result.
type workbenchPage struct {
	DQL        string
	Predicates []string // that the editor completes
	Nonce      string   // that lets the editor's style sheet in
	Ran        bool
	Result     string
	Error      string
	Header     []string
	Rows       [][]string
}
