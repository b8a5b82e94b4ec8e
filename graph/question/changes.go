package question

import (
	"time"

	"github.com/entente-kg/entente/schema"
)

// Changes asks what became known between two instants: which facts the articles published in that time tell.
type Changes struct {
	Since  time.Time // inclusive
	Until  time.Time // exclusive; zero for no end
	Actors []string  // refs or names: of facts that one of them is part of; none for all
	Kinds  []Kind    // facts of these kinds alone; none for every kind
	All    bool      // also facts that were known before and are told again
	Page
}

// Kind is a kind of fact.
type Kind string

// The kinds of facts.
const (
	KindMembership  Kind = "membership"
	KindTenure      Kind = "tenure"
	KindEvent       Kind = "event"
	KindNegotiation Kind = "negotiation"
	KindAffiliation Kind = "affiliation"
)

// Kinds lists every kind of fact.
var Kinds = []Kind{KindMembership, KindTenure, KindEvent, KindNegotiation, KindAffiliation}

// ChangesAnswer lists changes, the latest first.
type ChangesAnswer struct {
	Since   time.Time `json:"since"`
	Until   time.Time `json:"until,omitzero"`
	Changes []Change  `json:"changes"`
	Next    string    `json:"next,omitzero"` // for the After of the next page; empty at the end
}

// Change is a fact that articles of a period tell. The field of its kind is set.
type Change struct {
	Fact        string              `json:"fact"` // for Evidence
	Kind        Kind                `json:"kind"`
	New         bool                `json:"new"` // no older article tells it
	At          time.Time           `json:"at"`  // when the latest article of the period that tells it was published
	Words       string              `json:"words"`
	Membership  *Membership         `json:"membership,omitzero"`
	Tenure      *Tenure             `json:"tenure,omitzero"`
	Event       *Event              `json:"event,omitzero"`
	Negotiation *NegotiationSummary `json:"negotiation,omitzero"`
	Affiliation *Affiliation        `json:"affiliation,omitzero"`
}

// Affiliation counts affiliates of an organization.
type Affiliation struct {
	Organization  Named                   `json:"organization"`
	Status        schema.MembershipStatus `json:"status"`
	Number        int                     `json:"number"`
	FirstReported schema.Date             `json:"first_reported"`
	LastReported  schema.Date             `json:"last_reported"`
}
