package question

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Evidence asks who says a fact, where and in which words.
type Evidence struct {
	Fact    string `json:"fact,omitzero"`    // the fact of an answer; for the profile of an actor, its ref
	History bool   `json:"history,omitzero"` // also what was claimed once and taken back
	Page
}

// EvidenceAnswer lists claims, the latest article first.
type EvidenceAnswer struct {
	Fact  string `json:"fact"`
	Kind  Kind   `json:"kind,omitzero"` // empty for a profile
	Words string `json:"words"`         // the fact in a sentence
	Marks
	Total int `json:"total"`
	// Confidence that the fact is read right, 0 to 1: one less the product, over publishers, of the chance that the best
	// of its claims is misread.
	Confidence float64 `json:"confidence"`
	Claims     []Claim `json:"claims"`
	Next       string  `json:"next,omitzero"` // for the After of the next page; empty at the end
}

// Claim is a passage of an article that says a fact.
type Claim struct {
	graph.Claim
	Attribution Named  `json:"attribution,omitzero"` // who says so, if not the article itself
	Before      string `json:"before,omitzero"`      // the text in front of the quote
	Behind      string `json:"behind,omitzero"`      // the text behind it
}

// contextLength is how much of the text stands before and behind a quote, in code points.
const contextLength = 200

// evidencePlace is where a page of claims ends.
type evidencePlace struct{ Done int }

// Evidence lists the claims of a fact. Errors may be an *UnknownError or an *InvalidError.
func (a *Asker) Evidence(ctx context.Context, q Evidence) (*EvidenceAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	page := q.Page
	q.Page = Page{}
	size, err := page.size()
	if err != nil {
		return nil, err
	}
	after, err := decodeCursor[evidencePlace](q, page.After)
	if err != nil {
		return nil, err
	}
	if err := (&name{field: "fact", text: q.Fact}).check(); err != nil {
		return nil, err
	}
	found, err := a.storedFact(ctx, q)
	if err != nil {
		return nil, err
	}
	claims := found.claims(q.History)
	out := &EvidenceAnswer{Fact: q.Fact, Total: len(claims), Confidence: confidence(claims), Claims: []Claim{}}
	out.Kind, out.Words, out.Marks = found.describe()
	done := 0
	if after != nil {
		done = min(max(after.Done, 0), len(claims))
	}
	shown := claims[done:min(done+size, len(claims))]
	if done+size < len(claims) {
		out.Next = encodeCursor(q, evidencePlace{done + size})
	}
	texts, err := a.texts(ctx, shown)
	if err != nil {
		return nil, err
	}
	for _, c := range shown {
		out.Claims = append(out.Claims, c.claim(texts))
	}
	return out, nil
}

// storedFact reads a fact with its claims, but not the texts around them.
func (a *Asker) storedFact(ctx context.Context, q Evidence) (*storedFact, error) {
	var found struct {
		Fact []storedFact `json:"fact"`
	}
	dql := fmt.Sprintf(`{fact(func: eq(xid, %s)) {
		%s claimed: ~fact {~report {%[3]s} ~withdrawn_from {%[3]s}}
	}}`, literal(q.Fact), factFields, claimFields)
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read the evidence of %s: %w", q.Fact, err)
	}
	if len(found.Fact) == 0 {
		return nil, &UnknownError{Field: "fact", Name: q.Fact}
	}
	return &found.Fact[0], nil
}

const claimFields = `quote first_char confidence rule extractor attributed_to {xid name}
	article {uid xid url title published publisher {name}}`

type storedClaims struct {
	Claims    []storedClaim `json:"~report"`
	Withdrawn []storedClaim `json:"~withdrawn_from"`
}

type storedClaim struct {
	Quote        string      `json:"quote"`
	Start        int         `json:"first_char"`
	Confidence   float64     `json:"confidence"`
	Rule         string      `json:"rule"`
	Extractor    string      `json:"extractor"`
	AttributedTo storedNamed `json:"attributed_to"`
	Article      struct {
		UID       string           `json:"uid"`
		XID       string           `json:"xid"`
		URL       string           `json:"url"`
		Title     string           `json:"title"`
		Published schema.Published `json:"published"`
		Publisher []storedNamed    `json:"publisher"`
	} `json:"article"`

	withdrawn bool
}

// end is where the words end in the article's text, in Unicode code points, exclusive.
func (c *storedClaim) end() int { return c.Start + utf8.RuneCountInString(c.Quote) }

// claims are those of all reports of the fact, the latest article first.
func (f *storedFact) claims(history bool) []storedClaim {
	var claims []storedClaim
	for _, r := range f.Claimed {
		claims = append(claims, r.Claims...)
		if history {
			for _, c := range r.Withdrawn {
				c.withdrawn = true
				claims = append(claims, c)
			}
		}
	}
	slices.SortFunc(claims, func(a, b storedClaim) int {
		return cmp.Or(
			-cmp.Compare(a.Article.Published, b.Article.Published), cmp.Compare(a.Article.XID, b.Article.XID),
			cmp.Compare(a.Start, b.Start), cmp.Compare(a.end(), b.end()), cmp.Compare(a.Rule, b.Rule),
		)
	})
	return claims
}

// source names the publishers of the claim's article.
func (c *storedClaim) source() string {
	var sources []string
	for _, p := range c.Article.Publisher {
		sources = append(sources, p.Name)
	}
	slices.Sort(sources)
	return strings.Join(sources, ", ")
}

// confidence joins the claims: publishers err alone, a publisher's claims err together.
func confidence(claims []storedClaim) float64 {
	best := map[string]float64{}
	for _, c := range claims {
		if !c.withdrawn {
			best[c.source()] = max(best[c.source()], c.Confidence)
		}
	}
	misread := 1.0
	for _, source := range slices.Sorted(maps.Keys(best)) {
		misread *= 1 - best[source]
	}
	return 1 - misread
}

// texts reads the texts that claims stand in, by the uids of their articles.
func (a *Asker) texts(ctx context.Context, claims []storedClaim) (map[string][]rune, error) {
	var uids []string
	for _, c := range claims {
		if c.Article.UID != "" {
			uids = append(uids, c.Article.UID)
		}
	}
	if len(uids) == 0 {
		return nil, nil
	}
	slices.Sort(uids)
	var found struct {
		Articles []struct{ UID, Text string } `json:"articles"`
	}
	dql := "{articles(func: uid(" + strings.Join(slices.Compact(uids), ",") + ")) {uid text}}"
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read the texts of claims: %w", err)
	}
	texts := map[string][]rune{}
	for _, t := range found.Articles {
		texts[t.UID] = []rune(t.Text)
	}
	return texts, nil
}

func (c *storedClaim) claim(texts map[string][]rune) Claim {
	out := Claim{
		Claim: graph.Claim{
			Article: articleID(c.Article.XID), URL: c.Article.URL, Title: c.Article.Title, Source: c.source(),
			Published: c.Article.Published, Start: c.Start, End: c.end(), Quote: c.Quote, Confidence: c.Confidence,
			AttributedTo: schema.Ref(c.AttributedTo.XID), Rule: c.Rule, Extractor: c.Extractor, Withdrawn: c.withdrawn,
		},
		Attribution: c.AttributedTo.named(),
	}
	text := texts[c.Article.UID]
	if c.withdrawn || c.Start < 0 || c.end() > len(text) || string(text[c.Start:c.end()]) != c.Quote {
		return out // the text is that of a later version
	}
	out.Before = string(text[max(0, c.Start-contextLength):c.Start])
	out.Behind = string(text[c.end():min(len(text), c.end()+contextLength)])
	return out
}

// articleID is the id of an article by its xid.
func articleID(xid string) string { return strings.TrimPrefix(xid, "article/") }
