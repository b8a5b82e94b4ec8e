package dashboard

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// relationPage is what two actors have to do with each other; without both, a form that asks for them.
type relationPage struct {
	A, B     string
	From, At schema.Date
	Answer   *question.RelationAnswer
	Chart    balanceChart
	Talks    []*question.NegotiationAnswer // the latest, with their rounds
}

// talksShown is of how many negotiations the page of a relation shows the rounds.
const talksShown = 3

func (d *Dashboard) relation(_ http.ResponseWriter, r *http.Request) (*view, error) {
	p := relationPage{A: strings.TrimSpace(r.FormValue("a")), B: strings.TrimSpace(r.FormValue("b"))}
	period, err := dates(r, "from", "at")
	if err != nil {
		return nil, err
	}
	p.From, p.At = period[0], period[1]
	if p.A == "" || p.B == "" {
		return &view{"relation.html", text("relation.title"), p}, nil
	}
	p.Answer, err = d.ask.Relation(r.Context(), question.Relation{A: p.A, B: p.B, From: p.From, At: p.At})
	if err != nil {
		return nil, err
	}
	for _, n := range p.Answer.Negotiations[:min(talksShown, len(p.Answer.Negotiations))] {
		talks, err := d.ask.Negotiation(r.Context(), question.Negotiation{Fact: n.Fact})
		if err != nil {
			return nil, err
		}
		p.Talks = append(p.Talks, talks)
	}
	p.Chart = scaleOf(p.Answer.ByYear).draw(p.Answer.ByYear, wideChart, pairEvents(p.Answer.A.Ref, p.Answer.B.Ref))
	return &view{"relation.html", text("relation.of", p.Answer.A.Name, p.Answer.B.Name), p}, nil
}

// pairEvents gives the address of the events of two actors in a year.
func pairEvents(a, b schema.Ref) func(year int) string {
	return func(year int) string {
		y := fmt.Sprint(year)
		return "/events?" + url.Values{"actors": {string(a) + "," + string(b)}, "from": {y}, "to": {y}}.Encode()
	}
}

// negotiationsPage lists talks.
type negotiationsPage struct {
	Parties string
	Matter  string
	Answer  *question.NegotiationsAnswer
	More    string
}

func (d *Dashboard) negotiations(_ http.ResponseWriter, r *http.Request) (*view, error) {
	p := negotiationsPage{Parties: strings.TrimSpace(r.FormValue("parties")), Matter: strings.TrimSpace(r.FormValue("matter"))}
	answer, err := d.ask.Negotiations(r.Context(), question.Negotiations{
		Wide: true, Parties: names(r, "parties"), Matter: p.Matter, Page: question.Page{First: 50, After: r.FormValue("after")},
	})
	if err != nil {
		return nil, err
	}
	p.Answer, p.More = answer, more(r, answer.Next)
	return &view{"negotiations.html", text("negotiations.title"), p}, nil
}

func (d *Dashboard) negotiation(_ http.ResponseWriter, r *http.Request) (*view, error) {
	answer, err := d.ask.Negotiation(r.Context(), question.Negotiation{Fact: r.FormValue("fact")})
	if err != nil {
		return nil, err
	}
	return &view{"negotiation.html", text("negotiation.of", joinNames(answer.Parties)), answer}, nil
}
