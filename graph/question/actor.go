package question

import (
	"github.com/entente-kg/entente/schema"
)

// Actor asks who or what an actor or place is.
type Actor struct {
	Actor string      // ref or name
	At    schema.Date // zero for as last reported
}

// ActorAnswer is the profile of an actor or place.
type ActorAnswer struct {
	Named
	Type        schema.ActorType `json:"type"`
	At          schema.Date      `json:"at,omitzero"`
	Names       []string         `json:"names"` // every name in use, in order
	Formal      string           `json:"formal,omitzero"`
	Kind        string           `json:"kind,omitzero"`
	ISO2        string           `json:"iso2,omitzero"`
	ISO3        string           `json:"iso3,omitzero"`
	Region      string           `json:"region,omitzero"`
	Standing    string           `json:"standing,omitzero"`
	Founded     string           `json:"founded,omitzero"`
	Dissolved   string           `json:"dissolved,omitzero"`
	Capital     Named            `json:"capital,omitzero"`
	Seat        Named            `json:"seat,omitzero"`
	Parent      Named            `json:"parent,omitzero"`
	Of          []Named          `json:"of,omitzero"`
	Latitude    float64          `json:"latitude,omitzero"`
	Longitude   float64          `json:"longitude,omitzero"`
	Reference   bool             `json:"reference"`   // the reference lists know it
	Articles    int              `json:"articles"`    // that name it
	Memberships []Membership     `json:"memberships"` // that hold; all that is known is in Memberships
	Tenures     []Tenure         `json:"tenures"`     // offices of a person, held and former, the latest first
	Holders     []Tenure         `json:"holders"`     // who holds the offices of a state or organization
	Events      []Event          `json:"events"`      // the latest ten
	Neighbors   []Neighbor       `json:"neighbors"`   // the ten that it has most to do with
}
