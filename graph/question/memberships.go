package question

import (
	"github.com/entente-kg/entente/schema"
)

// Memberships asks what an actor belongs to.
type Memberships struct {
	Actor    string                    // ref or name
	At       schema.Date               // zero for as last reported
	Statuses []schema.MembershipStatus // these standings alone; none for every one
	History  bool                      // also what no longer, or not yet, holds, what is disputed and what is only alleged
}

// MembershipsAnswer lists standings by status, closest first, then by organization, then by time.
type MembershipsAnswer struct {
	Actor       Named        `json:"actor"`
	At          schema.Date  `json:"at,omitzero"`
	Memberships []Membership `json:"memberships"`
}
