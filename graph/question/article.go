package question

import (
	"github.com/entente-kg/entente/schema"
)

// Article asks what an article says.
type Article struct {
	ID string // of a claim; an URL finds the article too
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
	Fact         string  `json:"fact"` // for Evidence
	Kind         Kind    `json:"kind,omitzero"`
	Words        string  `json:"words"`
	Start        int     `json:"start"`
	End          int     `json:"end"`
	Quote        string  `json:"quote"`
	Confidence   float64 `json:"confidence"`
	AttributedTo Named   `json:"attributed_to,omitzero"`
	Rule         string  `json:"rule,omitzero"`
}
