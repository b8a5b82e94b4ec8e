package question

import (
	"github.com/entente-kg/entente/schema"
)

// Stats asks how much the graph knows.
type Stats struct{}

// StatsAnswer counts what is in the graph.
type StatsAnswer struct {
	Articles     int         `json:"articles"`
	Publishers   int         `json:"publishers"`
	States       int         `json:"states"`
	Orgs         int         `json:"organizations"`
	People       int         `json:"people"`
	Places       int         `json:"places"`
	Groups       int         `json:"groups"`
	Memberships  int         `json:"memberships"`
	Tenures      int         `json:"tenures"`
	Events       int         `json:"events"`
	Negotiations int         `json:"negotiations"`
	Affiliations int         `json:"affiliations"`
	Claims       int         `json:"claims"`
	Newest       schema.Date `json:"newest,omitzero"` // publication of the latest article
	ByType       []TypeCount `json:"by_type"`         // events that happened, in the order of schema.EventTypes
}
