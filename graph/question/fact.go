package question

import (
	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Named is an actor or place by its ref and the name to show.
type Named = graph.Named

// Period is when something lasted, and by whom it is said.
type Period = graph.Period

// Membership is a standing of an actor in an organization.
type Membership struct {
	Fact         string                  `json:"fact"` // for Evidence
	Actor        Named                   `json:"actor"`
	Organization Named                   `json:"organization"`
	Status       schema.MembershipStatus `json:"status"`
	Holds        bool                    `json:"holds"` // as of the date of the question
	Period
}

// Tenure is a term of a person in an office.
type Tenure struct {
	Fact   string `json:"fact"` // for Evidence
	Person Named  `json:"person"`
	Office string `json:"office"`      // a lower-case title without the country
	Of     Named  `json:"of,omitzero"` // the state or organization whose office it is
	Holds  bool   `json:"holds"`       // as of the date of the question
	Period
}

// Marks tell how a fact stands: what was planned, denied or alleged is told apart from what was done, and what is over
// from what holds.
type Marks struct {
	// Status of an event; of a membership or of a count of affiliates its status; of a tenure InOffice or that of a former
	// member; empty for talks and profiles.
	Status   string `json:"status,omitzero"`
	Over     bool   `json:"over,omitzero"`     // a membership has ended, as of when it was last reported
	Alleged  bool   `json:"alleged,omitzero"`  // told only in the words of somebody, never by an article itself
	Disputed bool   `json:"disputed,omitzero"` // articles contradict each other, or the lists
}

// InOffice is the status of a tenure that lasts, as of when it was last reported.
const InOffice = "in_office"

// Event is something that parties did, do, plan or did not do.
type Event struct {
	Fact          string             `json:"fact"` // for Evidence
	Type          schema.EventType   `json:"type"`
	Kind          schema.EventKind   `json:"kind,omitzero"`
	Status        schema.EventStatus `json:"status"`
	Parties       []Party            `json:"parties"`        // by role: sources, targets, participants, mediators, hosts
	Start         schema.Date        `json:"start,omitzero"` // a point in time has start = end
	End           schema.Date        `json:"end,omitzero"`
	Precision     schema.Precision   `json:"precision,omitzero"`
	Place         Named              `json:"place,omitzero"`
	Round         int                `json:"round,omitzero"`   // number of a negotiation round
	Alleged       bool               `json:"alleged,omitzero"` // told only in the words of somebody, never by an article itself
	Articles      int                `json:"articles"`         // news articles that tell it
	Publishers    int                `json:"publishers"`       // of those articles
	FirstReported schema.Date        `json:"first_reported"`
	LastReported  schema.Date        `json:"last_reported"`
	Words         string             `json:"words"` // the event as a clause: "Russia and Ukraine met in Istanbul on 2025-06-02"
}

// Party is an actor with its roles in an event.
type Party struct {
	Named
	Roles []schema.Role `json:"roles"`
}

// Page asks for a part of a long list.
type Page struct {
	First int    `json:"first,omitzero"` // at most so many items; 0 for 50, at most 1000
	After string `json:"after,omitzero"` // the Next of the answer before, empty for the beginning; it belongs to its question
}

// Statuses of events: what Events and the others count if nothing else is asked for, and every one.
var (
	Happened    = []schema.EventStatus{schema.Occurred, schema.Ongoing}
	AllStatuses = []schema.EventStatus{
		schema.Occurred, schema.Ongoing, schema.Planned, schema.DidNotOccur, schema.Hypothetical,
	}
)
