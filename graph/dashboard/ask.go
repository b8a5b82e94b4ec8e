package dashboard

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// interpreter answers questions in English; nil if nobody does.
func (d *Dashboard) interpreter() question.Interpreter {
	in, _ := d.ask.(question.Interpreter)
	return in
}

// exampleQuestions are offered to those who have asked nothing yet.
var exampleQuestions = []string{
	"Who are the members of the SCO?",
	"Who were the members of the SCO in 2016?",
	"When did Finland join NATO?",
	"Which organizations do Russia and Turkey share?",
	"When did Russia and Ukraine last meet?",
	"Who mediates between Israel and Hamas?",
}

// askedPage is the answer to a question in English.
type askedPage struct {
	Question string
	Examples []string
	Answer   *question.AskAnswer // nil before anything is asked
	Whole    string              // address of the page that tells more; empty if there is none
	Hits     []question.Hit      // whom the words may name, where they are no question
	Result   workbenchPage       // of a query in DQL
}

// askPage answers what stands in the box on every page: a name leads to its actor, a question to its answer.
func (d *Dashboard) askPage(w http.ResponseWriter, r *http.Request) (*view, error) {
	in := d.interpreter()
	if in == nil {
		return d.search(w, r)
	}
	p := askedPage{Question: strings.TrimSpace(r.FormValue("q")), Examples: exampleQuestions}
	if p.Question == "" {
		return &view{"ask.html", text("ask.title"), p}, nil
	}
	if holdsQuery(p.Question) && foreign(r) {
		http.Redirect(w, r, "/query"+query("dql", p.Question), http.StatusSeeOther)
		return nil, nil
	}
	hits, err := d.hits(r.Context(), p.Question)
	if err != nil {
		return nil, err
	}
	if ref := theOne(hits); ref != "" {
		http.Redirect(w, r, actorPath(ref), http.StatusSeeOther)
		return nil, nil
	}
	if p.Answer, err = in.Ask(r.Context(), question.Ask{Question: p.Question, Today: schema.DateOf(d.options.Now())}); err != nil {
		return nil, err
	}
	if p.Answer.Understood {
		p.Whole = wholePage(p.Answer)
		if p.Answer.Query != nil {
			if err := p.Result.show(p.Answer.Query.Result); err != nil {
				return nil, err
			}
		}
	} else {
		p.Hits = hits
	}
	return &view{"ask.html", p.Question, p}, nil
}

// hits are the actors that what stands in the box may name; nobody for a query, an address or what is too long for a name.
func (d *Dashboard) hits(ctx context.Context, asked string) ([]question.Hit, error) {
	if holdsQuery(asked) || strings.Contains(asked, "://") {
		return nil, nil
	}
	found, err := d.ask.Search(ctx, question.Search{Text: asked})
	var invalid *question.InvalidError
	switch {
	case errors.As(err, &invalid):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return found.Hits, nil
}

// holdsQuery reports whether what stands in the box is, or holds, a query in DQL: nothing else has braces.
func holdsQuery(asked string) bool { return strings.Contains(asked, "{") }

// foreign reports whether another site made the request. Questions are looked up by links as well, but a query that a link
// of another site brings along is shown in the workbench, not run.
func foreign(r *http.Request) bool {
	form := r.Clone(r.Context())
	form.Method = http.MethodPost
	return http.NewCrossOriginProtection().Check(form) != nil
}

// wholePage is the page that shows all of an answer.
func wholePage(a *question.AskAnswer) string {
	switch {
	case a.Members != nil:
		return actorPath(a.Members.Organization.Ref) + query("at", a.Members.At.String())
	case a.Actor != nil:
		return actorPath(a.Actor.Ref) + query("at", a.Actor.At.String())
	case a.Memberships != nil:
		return actorPath(a.Memberships.Actor.Ref) + query("at", a.Memberships.At.String())
	case a.Relation != nil:
		return "/relation" + query("a", string(a.Relation.A.Ref), "b", string(a.Relation.B.Ref), "at", a.Relation.At.String())
	case a.Path != nil:
		return "/explorer" + query("from", string(a.Path.From.Ref), "to", string(a.Path.To.Ref), "at", a.Path.At.String())
	case a.Neighbors != nil:
		return "/explorer" + query("from", string(a.Neighbors.Actor.Ref), "at", a.Neighbors.At.String())
	case a.Negotiation != nil:
		return "/negotiation" + query("fact", a.Negotiation.Fact)
	case a.Article != nil:
		return "/article" + query("id", a.Article.ID)
	case a.Query != nil && len(a.Queries) > 0:
		return "/query" + query("dql", a.Queries[0].DQL)
	}
	return ""
}

// query is the query part of an address; pairs without a value are left out.
func query(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return ""
	}
	return "?" + v.Encode()
}
