package question

import (
	"github.com/entente-kg/entente/schema"
)

// Neighbors asks whom an actor has to do with.
type Neighbors struct {
	Actor string             // ref or name
	Kinds []Link             // by these links alone; none for every kind
	Types []schema.ActorType // neighbours of these types alone; none for every type but places
	At    schema.Date        // what holds and what has happened by then; zero for as last reported
	From  schema.Date        // events since then alone; zero for all
	Page
}

// NeighborsAnswer lists neighbours, those with the greatest weight first, then by name.
type NeighborsAnswer struct {
	Actor     Named       `json:"actor"`
	At        schema.Date `json:"at,omitzero"`
	Neighbors []Neighbor  `json:"neighbors"`
	Total     int         `json:"total"`
	Next      string      `json:"next,omitzero"` // for the After of the next page; empty at the end
}

// Neighbor is an actor with its links to the actor of the question.
type Neighbor struct {
	Named
	Type   schema.ActorType `json:"type"`
	Kinds  []Link           `json:"kinds"`         // in the order of Links
	Events int              `json:"events"`        // that both take part in
	Weight int              `json:"weight"`        // number of links: events, memberships, offices, negotiations, parts
	Fact   string           `json:"fact,omitzero"` // of the first link that is no event, for Evidence
}
