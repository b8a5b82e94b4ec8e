package question

import (
	"github.com/entente-kg/entente/schema"
)

// Search finds actors and places by a name as somebody types it: any name in use, a part of one, or one with a slip.
type Search struct {
	Text  string
	Types []schema.ActorType // of these types alone; none for every type
	First int                // at most so many; 0 for 10, at most 100
}

// SearchAnswer lists what may be meant, the likeliest first.
type SearchAnswer struct {
	Hits []Hit `json:"hits"`
}

// Hit is an actor or place that a name may mean.
type Hit struct {
	Named
	Type     schema.ActorType `json:"type"`
	Match    string           `json:"match"`         // the name that fits
	Score    float64          `json:"score"`         // 1 for the very name, less the further it is from what was typed
	Kind     string           `json:"kind,omitzero"` // of an organization or place
	Articles int              `json:"articles"`      // that name it
	Of       []Named          `json:"of,omitzero"`   // what a person, body or place belongs to
}
