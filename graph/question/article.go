package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Article asks what an article says.
type Article struct {
	ID string `json:"id,omitzero"` // of a claim; an URL finds the article too
}

// ArticleAnswer is an article with all that was read out of it.
type ArticleAnswer struct {
	ID         string           `json:"id"`
	URL        string           `json:"url,omitzero"`
	Title      string           `json:"title,omitzero"`
	Source     string           `json:"source,omitzero"`
	Published  schema.Published `json:"published"`
	Language   string           `json:"language,omitzero"`
	Text       string           `json:"text"`
	Version    int              `json:"version"`            // 1 for the article as first seen
	Tombstone  string           `json:"tombstone,omitzero"` // why it was taken out
	Mentions   []Named          `json:"mentions"`
	Statements []Statement      `json:"statements"` // in the order of the text
}

// Statement is a fact that an article tells, with the passage that does. The offsets count Unicode code points of the
// article's text, end exclusive.
type Statement struct {
	Fact  string `json:"fact"` // for Evidence
	Kind  Kind   `json:"kind,omitzero"`
	Words string `json:"words"`
	Marks
	Start        int     `json:"start"`
	End          int     `json:"end"`
	Quote        string  `json:"quote"`
	Confidence   float64 `json:"confidence"`
	AttributedTo Named   `json:"attributed_to,omitzero"`
	Rule         string  `json:"rule,omitzero"`
}

// Article finds an article by its id, or by an URL at which it was read. Errors may be an *UnknownError or an
// *InvalidError.
func (a *Asker) Article(ctx context.Context, q Article) (*ArticleAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	if err := (&name{field: "id", text: q.ID}).check(); err != nil {
		return nil, err
	}
	fields := `xid url title text language published publisher {name} version tombstone mentions {xid name}
		claims: ~article {quote first_char confidence rule attributed_to {xid name} report {fact {` + factFields + `}}}`
	dql := fmt.Sprintf("{id(func: eq(xid, %s)) @filter(type(Article)) {%[3]s}\nurl(func: eq(url, %[2]s)) @filter(type(Article)) {%[3]s}}",
		literal("article/"+q.ID), literal(q.ID), fields)
	var found struct {
		ID  []storedArticle `json:"id"`
		URL []storedArticle `json:"url"`
	}
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read article %s: %w", q.ID, err)
	}
	slices.SortFunc(found.URL, func(x, y storedArticle) int { return cmp.Compare(x.XID, y.XID) })
	articles := append(found.ID, found.URL...)
	if len(articles) == 0 {
		return nil, &UnknownError{Field: "article", Name: q.ID}
	}
	return articles[0].answer(), nil
}

type storedArticle struct {
	XID       string           `json:"xid"`
	URL       string           `json:"url"`
	Title     string           `json:"title"`
	Text      string           `json:"text"`
	Language  string           `json:"language"`
	Published schema.Published `json:"published"`
	Publisher []storedNamed    `json:"publisher"`
	Version   int              `json:"version"`
	Tombstone string           `json:"tombstone"`
	Mentions  []storedNamed    `json:"mentions"`
	Claims    []struct {
		storedClaim
		Report struct {
			Fact *storedFact `json:"fact"`
		} `json:"report"`
	} `json:"claims"`
}

func (s *storedArticle) answer() *ArticleAnswer {
	out := &ArticleAnswer{
		ID: articleID(s.XID), URL: s.URL, Title: s.Title, Published: s.Published, Language: s.Language, Text: s.Text,
		Version: s.Version, Tombstone: s.Tombstone, Mentions: namedAll(s.Mentions), Statements: []Statement{},
	}
	by := storedClaim{}
	by.Article.Publisher = s.Publisher
	out.Source = by.source()
	for _, c := range s.Claims {
		if c.Report.Fact == nil {
			continue // taken back, or about nothing that is known
		}
		st := Statement{
			Fact: c.Report.Fact.XID, Start: c.Start, End: c.end(), Quote: c.Quote, Confidence: c.Confidence,
			AttributedTo: c.AttributedTo.named(), Rule: c.Rule,
		}
		st.Kind, st.Words, st.Marks = c.Report.Fact.describe()
		out.Statements = append(out.Statements, st)
	}
	slices.SortFunc(out.Statements, func(x, y Statement) int {
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End), cmp.Compare(x.Fact, y.Fact), cmp.Compare(x.Rule, y.Rule))
	})
	return out
}
