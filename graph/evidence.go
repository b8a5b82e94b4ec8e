package graph

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// EvidenceQuery asks who says a fact, where and in which words.
type EvidenceQuery struct {
	Fact    string // xid of a membership, tenure, event, negotiation, affiliation or, for its profile, an actor
	History bool   // also what was claimed once and taken back
	First   int    // at most so many; 0 for all
	Offset  int    // leave out so many first
}

// Claim is a passage of an article that says a fact.
type Claim struct {
	Article      string           `json:"article"` // id
	URL          string           `json:"url,omitzero"`
	Title        string           `json:"title,omitzero"`
	Source       string           `json:"source,omitzero"`
	Published    schema.Published `json:"published"`
	Start        int              `json:"start"` // Unicode code points of the article's text
	End          int              `json:"end"`
	Quote        string           `json:"quote"`
	Confidence   float64          `json:"confidence"`
	AttributedTo schema.Ref       `json:"attributed_to,omitzero"` // who says so, if not the article itself
	Rule         string           `json:"rule,omitzero"`
	Extractor    string           `json:"extractor,omitzero"`
	Withdrawn    bool             `json:"withdrawn,omitzero"`
}

// Evidence lists the claims of a fact, the latest article first. Errors wrap ErrNotFound.
func (s *Store) Evidence(ctx context.Context, q EvidenceQuery) ([]Claim, error) {
	var found struct {
		Facts []struct {
			Reports []storedClaims `json:"~fact"`
		} `json:"facts"`
	}
	dql := fmt.Sprintf("{facts(func: eq(xid, %s)) {xid ~fact {~report {%[2]s} ~withdrawn_from {%[2]s}}}}", quote(q.Fact), claimFields)
	if err := ask(ctx, s.client.NewReadOnlyTxn(), dql, &found); err != nil {
		return nil, fmt.Errorf("read the evidence of %s: %w", q.Fact, plain(err))
	}
	if len(found.Facts) == 0 {
		return nil, fmt.Errorf("read the evidence of %s: %w", q.Fact, ErrNotFound)
	}
	claims := []Claim{}
	for _, r := range found.Facts[0].Reports {
		for _, c := range r.Claims {
			claims = append(claims, c.claim(false))
		}
		if q.History {
			for _, c := range r.Withdrawn {
				claims = append(claims, c.claim(true))
			}
		}
	}
	claims = slices.DeleteFunc(claims, func(c Claim) bool { return c.Article == "" }) // being written, see errTorn
	slices.SortFunc(claims, compareClaims)
	claims = claims[min(q.Offset, len(claims)):]
	if q.First > 0 {
		claims = claims[:min(q.First, len(claims))]
	}
	return claims, nil
}

const claimFields = `quote first_char confidence rule extractor attributed_to {xid}
	article {xid url title published publisher {name}}`

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
		XID       string           `json:"xid"`
		URL       string           `json:"url"`
		Title     string           `json:"title"`
		Published schema.Published `json:"published"`
		Publisher []storedNamed    `json:"publisher"`
	} `json:"article"`
}

func (c storedClaim) claim(withdrawn bool) Claim {
	var sources []string
	for _, p := range c.Article.Publisher {
		sources = append(sources, p.Name)
	}
	return Claim{
		Article: strings.TrimPrefix(c.Article.XID, articleXID("")), URL: c.Article.URL, Title: c.Article.Title,
		Source: strings.Join(sorted(sources), ", "), Published: c.Article.Published,
		Start: c.Start, End: c.Start + utf8.RuneCountInString(c.Quote), Quote: c.Quote, Confidence: c.Confidence,
		AttributedTo: schema.Ref(c.AttributedTo.XID), Rule: c.Rule, Extractor: c.Extractor, Withdrawn: withdrawn,
	}
}

func compareClaims(a, b Claim) int {
	return cmp.Or(
		-cmp.Compare(a.Published, b.Published),
		cmp.Compare(a.Article, b.Article),
		cmp.Compare(a.Start, b.Start),
		cmp.Compare(a.End, b.End),
		cmp.Compare(a.Quote, b.Quote),
	)
}
