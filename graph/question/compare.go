package question

import (
	"github.com/entente-kg/entente/schema"
)

// Compare asks which members two or more organizations share.
type Compare struct {
	Organizations []string                  // refs or names, two to eight
	At            schema.Date               // zero for as last reported
	Statuses      []schema.MembershipStatus // these standings alone; none for full members
}

// CompareAnswer lists every affiliate of at least one of the organizations, those of most of them first, then by name.
type CompareAnswer struct {
	Organizations []Named     `json:"organizations"` // in the order of the question
	At            schema.Date `json:"at,omitzero"`
	Shared        int         `json:"shared"` // affiliates of all of them
	Rows          []Affiliate `json:"rows"`
}

// Affiliate is an actor with its standing in each of the organizations that are compared.
type Affiliate struct {
	Actor     Named        `json:"actor"`
	In        int          `json:"in"`        // number of the organizations it belongs to
	Standings []Membership `json:"standings"` // in the order of the organizations, the zero Membership where there is none
}
