package question

import (
	"github.com/entente-kg/entente/schema"
)

// Path asks how two actors are connected.
type Path struct {
	From, To string      // refs or names
	Kinds    []Link      // over these links alone; none for LinkMembership, LinkOffice, LinkPart and LinkEvent
	At       schema.Date // what holds and what has happened by then; zero for as last reported
	Hops     int         // at most so many links from end to end; 0 for 4, at most 6
	First    int         // at most so many paths; 0 for 5, at most 50
}

// Link is a kind of link between two actors.
type Link string

// The kinds of links.
const (
	LinkMembership  Link = "membership"  // an actor and an organization that it belongs to, in whatever standing
	LinkOffice      Link = "office"      // a person and the state or organization whose office it holds
	LinkPart        Link = "part"        // a person, body or place and what it belongs to
	LinkEvent       Link = "event"       // two that take part in the same event
	LinkNegotiation Link = "negotiation" // two parties of the same talks
)

// Links lists every kind of link.
var Links = []Link{LinkMembership, LinkOffice, LinkPart, LinkEvent, LinkNegotiation}

// PathAnswer lists paths, the shortest first; of those of one length, the ones whose actors have the fewest links, for
// they say most.
type PathAnswer struct {
	From  Named       `json:"from"`
	To    Named       `json:"to"`
	At    schema.Date `json:"at,omitzero"`
	Paths []Route     `json:"paths"`
}

// Route is one path from end to end.
type Route struct {
	Steps []Step `json:"steps"`
	Words string `json:"words"` // the path in a sentence
}

// Step is one link of a path.
type Step struct {
	From  Named  `json:"from"`
	To    Named  `json:"to"`
	Kind  Link   `json:"kind"`
	Fact  string `json:"fact,omitzero"` // for Evidence; empty for LinkPart, whose evidence is that of the actor's profile
	Count int    `json:"count"`         // links of that kind between the two, of which Fact is the latest
	Words string `json:"words"`         // the link as a clause: "India is a member of the SCO"
}
