package question

import (
	"github.com/entente-kg/entente/graph"
)

// Evidence asks who says a fact, where and in which words.
type Evidence struct {
	Fact    string // the fact of an answer; for the profile of an actor, its ref
	History bool   // also what was claimed once and taken back
	Page
}

// EvidenceAnswer lists claims, the latest article first.
type EvidenceAnswer struct {
	Fact  string `json:"fact"`
	Kind  Kind   `json:"kind,omitzero"` // empty for a profile
	Words string `json:"words"`         // the fact in a sentence
	Total int    `json:"total"`
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
