package question

import (
	"github.com/entente-kg/entente/schema"
)

// Members asks who belongs to an organization.
type Members struct {
	Organization string                    // ref or name
	At           schema.Date               // as of that day, or the last day of that month or year; zero for as last reported
	Statuses     []schema.MembershipStatus // these standings alone; none for full members
	History      bool                      // also what no longer, or not yet, holds, what is disputed and what is only alleged
	Counts       bool                      // also the number of affiliates over the years
}

// MembersAnswer lists affiliates by status, closest first, then by name, then by time.
type MembersAnswer struct {
	Organization Named        `json:"organization"`
	At           schema.Date  `json:"at,omitzero"`
	Members      []Membership `json:"members"`
	Unnamed      []Count      `json:"unnamed,omitzero"` // affiliates that articles count but do not name
	Counts       []YearCount  `json:"counts,omitzero"`
}

// Count says how many affiliates of a status an article counts.
type Count struct {
	Fact         string                  `json:"fact"` // for Evidence
	Status       schema.MembershipStatus `json:"status"`
	Number       int                     `json:"number"`
	LastReported schema.Date             `json:"last_reported"`
}

// YearCount is the number of affiliates with a status at the end of a year.
type YearCount struct {
	Year   int                     `json:"year"`
	Status schema.MembershipStatus `json:"status"`
	Number int                     `json:"number"`
}
