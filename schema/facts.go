package schema

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Article is a news article as it was read. Offsets of facts count the Unicode code points of Text.
type Article struct {
	ID        string    `json:"id"`
	URL       string    `json:"url,omitzero"`
	Title     string    `json:"title,omitzero"`
	Published Published `json:"published"`
	Source    string    `json:"source,omitzero"`
	Language  string    `json:"language,omitzero"` // ISO 639-1
	Text      string    `json:"text"`
	// Copies are the other places where the same text appeared, earliest first. They are no further articles: whoever
	// counts counts one article and several publishers.
	Copies []Publication `json:"copies,omitempty"`
}

// Publication is a place where the text of an article appeared as well.
type Publication struct {
	ID        string    `json:"id"`
	URL       string    `json:"url,omitzero"`
	Source    string    `json:"source,omitzero"`
	Published Published `json:"published"`
}

// Published is when an article appeared, kept as it was written: a date, or a time as RFC 3339 has it, of which the zone
// may be missing, as it is in many archives.
type Published string

// publishedLayouts are the forms of a publication date.
var publishedLayouts = []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15:04Z07:00"}

// Time is the instant that was written; a date is its first instant, and where no zone is written it is UTC.
func (p Published) Time() (time.Time, error) {
	if p == "" {
		return time.Time{}, errors.New("no publication date")
	}
	for _, layout := range publishedLayouts {
		if t, err := time.Parse(layout, string(p)); err == nil && t.Year() > 0 {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("publication date %q: want YYYY-MM-DD or an RFC 3339 time", string(p))
}

// Date is the day on which the article appeared, in the zone that was written; an error says what is wrong with it.
func (p Published) Date() (Date, error) {
	t, err := p.Time()
	if err != nil {
		return Date{}, err
	}
	return DateOf(t), nil
}

// Span is a run of an article's text, in code points, end exclusive.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Mention is a place of the text that names an actor.
type Mention struct {
	Span
	Text string `json:"text"`
}

// Actor is an actor or place that an article names, with the places where it does.
type Actor struct {
	Ref      Ref       `json:"ref"`
	Type     ActorType `json:"type"`
	Name     string    `json:"name"`
	ISO3     string    `json:"iso3,omitzero"`    // states only
	Of       Ref       `json:"of,omitzero"`      // the state or organization that a person or body belongs to, where known
	Aliases  []string  `json:"aliases,omitzero"` // other names of it, as the article or custom has them
	Mentions []Mention `json:"mentions"`
	Profile  *Profile  `json:"profile,omitzero"` // from reference lists only
}

// Origin is what every fact carries beside its content: where the text says it, how sure the reading is (0 to 1), which
// rule read it, and with which extractor.
type Origin struct {
	Evidence   []Span  `json:"evidence"`
	Confidence float64 `json:"confidence"`
	Rule       string  `json:"rule,omitzero"`
	Extractor  string  `json:"extractor,omitzero"` // empty for the built-in grammar
}

// MembershipStatus is the standing of an actor in an organization.
type MembershipStatus string

// The standings. A planned joining is Applicant or Candidate, never Member.
const (
	Member          MembershipStatus = "member"
	Observer        MembershipStatus = "observer"
	DialoguePartner MembershipStatus = "dialogue_partner"
	Candidate       MembershipStatus = "candidate"
	Applicant       MembershipStatus = "applicant"
	Suspended       MembershipStatus = "suspended"
	Former          MembershipStatus = "former"
	Founder         MembershipStatus = "founder"
)

// MembershipStatuses lists every standing, closest to the organization first.
var MembershipStatuses = []MembershipStatus{
	Member, Founder, Suspended, Observer, DialoguePartner, Candidate, Applicant, Former,
}

// Valid reports whether s is one of the standings.
func (s MembershipStatus) Valid() bool { return slices.Contains(MembershipStatuses, s) }

// Membership says that an actor has a standing in an organization from Start to End, as far as they are said.
type Membership struct {
	Actor        Ref              `json:"actor"`
	Organization Ref              `json:"organization"`
	Status       MembershipStatus `json:"status"`
	Start        Date             `json:"start,omitzero"`
	End          Date             `json:"end,omitzero"`
	AttributedTo Ref              `json:"attributed_to,omitzero"`
	Origin
}

// Tenure says that a person holds, or held, an office of a state or organization.
type Tenure struct {
	Person Ref    `json:"person"`
	Office string `json:"office"`
	Of     Ref    `json:"of,omitzero"`
	Former bool   `json:"former"`
	Start  Date   `json:"start,omitzero"`
	End    Date   `json:"end,omitzero"`
	Origin
}

// Affiliation counts an organization's affiliates that the text does not name.
type Affiliation struct {
	Organization Ref              `json:"organization"`
	Status       MembershipStatus `json:"status"`
	Count        int              `json:"count"`
	Origin
}

// EventType is one of the sixteen event types of PLOVER, the ontology that succeeded CAMEO.
type EventType string

// The types of PLOVER (https://osf.io/preprints/socarxiv/rm5dw).
const (
	Consult   EventType = "CONSULT"
	Agree     EventType = "AGREE"
	Support   EventType = "SUPPORT"
	Cooperate EventType = "COOPERATE"
	Aid       EventType = "AID"
	Concede   EventType = "CONCEDE"
	Retreat   EventType = "RETREAT"
	Request   EventType = "REQUEST"
	Accuse    EventType = "ACCUSE"
	Reject    EventType = "REJECT"
	Threaten  EventType = "THREATEN"
	Protest   EventType = "PROTEST"
	Sanction  EventType = "SANCTION"
	Mobilize  EventType = "MOBILIZE"
	Coerce    EventType = "COERCE"
	Assault   EventType = "ASSAULT"
)

// EventTypes lists the types from cooperation to conflict.
var EventTypes = []EventType{
	Agree, Consult, Support, Cooperate, Aid, Concede, Retreat, Request,
	Accuse, Reject, Threaten, Protest, Sanction, Mobilize, Coerce, Assault,
}

// Symmetric reports whether the parties of t are equals, each a Participant.
func (t EventType) Symmetric() bool { return t == Agree || t == Consult || t == Cooperate }

// Quad is PLOVER's quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
func (t EventType) Quad() int {
	switch t {
	case Agree, Consult, Support, Concede:
		return 1
	case Cooperate, Aid, Retreat:
		return 2
	case Request, Accuse, Reject, Threaten:
		return 3
	}
	return 4
}

// EventKind refines the types Consult and Agree, and others where a rule knows more.
type EventKind string

// The kinds of Consult and Agree.
const (
	Summit           EventKind = "summit"
	Meeting          EventKind = "meeting"
	NegotiationRound EventKind = "negotiation_round"
	Call             EventKind = "call"
	Visit            EventKind = "visit"
	Ceasefire        EventKind = "ceasefire"
	Treaty           EventKind = "treaty"
	Trade            EventKind = "trade"
	PrisonerExchange EventKind = "prisoner_exchange"
	Other            EventKind = "other"
)

// EventStatus keeps done things apart from planned, denied and imagined ones.
type EventStatus string

// The statuses of events.
const (
	Occurred     EventStatus = "occurred"
	Ongoing      EventStatus = "ongoing"
	Planned      EventStatus = "planned"
	DidNotOccur  EventStatus = "did_not_occur"
	Hypothetical EventStatus = "hypothetical"
)

// Role is the part that an actor plays in an event.
type Role string

// The roles. The parties of a symmetric event are Participants.
const (
	Source      Role = "source"
	Target      Role = "target"
	Participant Role = "participant"
	Mediator    Role = "mediator"
	Host        Role = "host"
)

// Party is an actor with its role in an event.
type Party struct {
	Actor Ref  `json:"actor"`
	Role  Role `json:"role"`
}

// Event is something that parties did, do, plan or did not do. A point in time has Start equal to End.
type Event struct {
	Type         EventType   `json:"type"`
	Kind         EventKind   `json:"kind,omitzero"`
	Status       EventStatus `json:"status"`
	Parties      []Party     `json:"participants"`
	Start        Date        `json:"start,omitzero"`
	End          Date        `json:"end,omitzero"`
	Precision    Precision   `json:"precision"`
	Place        Ref         `json:"place,omitzero"`
	AttributedTo Ref         `json:"attributed_to,omitzero"` // who says so, if not the article itself
	Round        int         `json:"round,omitzero"`         // number of a negotiation round, if said
	Origin
}

// Negotiation is a process: rounds between the same parties on the same matter. Rounds, Demands and Replies index the
// events of the same Facts.
type Negotiation struct {
	Parties   []Ref  `json:"parties"`
	Mediators []Ref  `json:"mediators,omitzero"`
	Hosts     []Ref  `json:"hosts,omitzero"`
	Matter    string `json:"matter,omitzero"`
	Rounds    []int  `json:"rounds"`
	Demands   []int  `json:"demands,omitzero"`
	Replies   []int  `json:"replies,omitzero"`
	Outcome   []int  `json:"outcome,omitzero"`
	Next      *int   `json:"next,omitzero"`
	Origin
}

// Time is a time expression of the text with its TIMEX3 type and value.
type Time struct {
	Mention
	Type  TimeType `json:"type"`
	Value string   `json:"value"`
}

// TimeType is a type of TIMEX3 (TimeML 1.2.1).
type TimeType string

// The types of time expressions.
const (
	TimeDate     TimeType = "DATE"
	TimeOfDay    TimeType = "TIME"
	TimeDuration TimeType = "DURATION"
	TimeSet      TimeType = "SET"
)

// Facts is everything that one article says, and the unit in which it is stored.
type Facts struct {
	Article      Article       `json:"article"`
	Actors       []Actor       `json:"actors"`
	Memberships  []Membership  `json:"memberships"`
	Tenures      []Tenure      `json:"tenures"`
	Events       []Event       `json:"events"`
	Negotiations []Negotiation `json:"negotiations,omitzero"`
	Times        []Time        `json:"times"`
	Affiliations []Affiliation `json:"affiliations"`
}
