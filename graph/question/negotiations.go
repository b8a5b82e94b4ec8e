package question

import (
	"github.com/entente-kg/entente/schema"
)

// Negotiations asks which talks there are or were.
type Negotiations struct {
	Parties   []string    // refs or names: all of them are parties, or mediators or hosts
	Wide      bool        // people and bodies count for the states and organizations that they belong to
	Matter    string      // words of what the talks are about
	Mediators []string    // all of these mediate
	From, To  schema.Date // reported on at some time in this period
	Page
}

// NegotiationsAnswer lists talks, the ones last reported on first.
type NegotiationsAnswer struct {
	Negotiations []NegotiationSummary `json:"negotiations"`
	Next         string               `json:"next,omitzero"` // for the After of the next page; empty at the end
}

// NegotiationSummary is what talks are about and how far they are.
type NegotiationSummary struct {
	Fact          string      `json:"fact"` // for Negotiation and Evidence
	Parties       []Named     `json:"parties"`
	Mediators     []Named     `json:"mediators,omitzero"`
	Hosts         []Named     `json:"hosts,omitzero"`
	Matter        string      `json:"matter,omitzero"`
	Rounds        int         `json:"rounds"` // that have been held
	LastRound     *Event      `json:"last_round,omitzero"`
	Articles      int         `json:"articles"`
	Publishers    int         `json:"publishers"`
	FirstReported schema.Date `json:"first_reported"`
	LastReported  schema.Date `json:"last_reported"`
}

// Negotiation asks how talks went.
type Negotiation struct {
	Fact string // of a NegotiationSummary
}

// NegotiationAnswer is the course of talks. Every list of events is in the order of time.
type NegotiationAnswer struct {
	NegotiationSummary
	RoundList []Event `json:"round_list"`
	Demands   []Event `json:"demands"`
	Replies   []Event `json:"replies"`
	Outcomes  []Event `json:"outcomes"`
	Next      []Event `json:"next"` // what is announced
}
