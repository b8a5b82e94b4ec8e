package question

import (
	"github.com/entente-kg/entente/schema"
)

// Events asks for events. Each field narrows the answer; the zero Events asks for the latest of all that has happened.
type Events struct {
	Actors    []string             // refs or names: all of them take part, in whatever role
	Sources   []string             // all of these act
	Targets   []string             // all of these are acted on
	Mediators []string             // all of these mediate
	Hosts     []string             // all of these are hosts
	Wide      bool                 // people and bodies count for the states and organizations that they belong to
	Types     []schema.EventType   // of one of these types
	Kinds     []schema.EventKind   // of one of these kinds
	Statuses  []schema.EventStatus // of one of these; none for Happened
	Alleged   bool                 // also what is told only in the words of somebody
	Place     string               // ref or name; of a state, for events in any of its places
	From, To  schema.Date          // that may have gone on at some time from the first day of From to the last of To
	Text      string               // words in the title of an article that tells it
	Sort      Sort                 // empty for Newest
	Count     bool                 // also count them all
	Page
}

// Sort is an order of events.
type Sort string

// The orders. Events without a date come last in the first two.
const (
	Newest   Sort = "newest"   // by date, the latest first
	Oldest   Sort = "oldest"   // by date, the earliest first
	Reported Sort = "reported" // by the day of the latest report, the latest first
)

// EventsAnswer lists events.
type EventsAnswer struct {
	Events []Event `json:"events"`
	Total  int     `json:"total,omitzero"` // of all pages, if asked for
	Next   string  `json:"next,omitzero"`  // for the After of the next page; empty at the end
}
