package question

import (
	"github.com/entente-kg/entente/schema"
)

// Relation asks what two actors have to do with each other.
type Relation struct {
	A, B string      // refs or names
	At   schema.Date // what holds and what has happened by then; zero for as last reported
	From schema.Date // events since then alone; zero for all
	// Narrow leaves out what people and bodies do for the two: by default a meeting of two presidents is one of their
	// states.
	Narrow bool
}

// RelationAnswer is what is known of the relation of two actors.
type RelationAnswer struct {
	A            Named                `json:"a"`
	B            Named                `json:"b"`
	At           schema.Date          `json:"at,omitzero"`
	Shared       []Shared             `json:"shared"`  // organizations that both belong to
	Direct       []Membership         `json:"direct"`  // of one in the other
	Offices      []Tenure             `json:"offices"` // of one in the other
	Balance      Balance              `json:"balance"`
	ByType       []TypeCount          `json:"by_type"` // in the order of schema.EventTypes
	ByYear       []PeriodCount        `json:"by_year"`
	ByMonth      []PeriodCount        `json:"by_month"`
	Latest       []Event              `json:"latest"`       // the latest twenty
	LastContact  *Event               `json:"last_contact"` // the latest CONSULT or AGREE; nil for none
	Planned      []Event              `json:"planned"`      // announced and not yet reported as done, the latest ten
	Negotiations []NegotiationSummary `json:"negotiations"`
	Positions    []Event              `json:"positions"` // the latest of each verbal type in which one says what it wants, backs or rejects of the other
}

// Shared is an organization that both actors belong to.
type Shared struct {
	Organization Named      `json:"organization"`
	A            Membership `json:"a"`
	B            Membership `json:"b"`
}

// Balance counts events by PLOVER's quad classes.
type Balance struct {
	VerbalCooperation   int `json:"verbal_cooperation"`
	MaterialCooperation int `json:"material_cooperation"`
	VerbalConflict      int `json:"verbal_conflict"`
	MaterialConflict    int `json:"material_conflict"`
}

// Total is the number of events counted.
func (b Balance) Total() int {
	return b.VerbalCooperation + b.MaterialCooperation + b.VerbalConflict + b.MaterialConflict
}

// Score is the share of cooperation less that of conflict, from -1 to 1; 0 where there is nothing to count.
func (b Balance) Score() float64 {
	if b.Total() == 0 {
		return 0
	}
	cooperation, conflict := b.VerbalCooperation+b.MaterialCooperation, b.VerbalConflict+b.MaterialConflict
	return float64(cooperation-conflict) / float64(b.Total())
}

func (b *Balance) add(t schema.EventType, n int) {
	switch t.Quad() {
	case 1:
		b.VerbalCooperation += n
	case 2:
		b.MaterialCooperation += n
	case 3:
		b.VerbalConflict += n
	default:
		b.MaterialConflict += n
	}
}

// TypeCount is the number of events of a type.
type TypeCount struct {
	Type   schema.EventType `json:"type"`
	Number int              `json:"number"`
}

// PeriodCount counts the events that began in a year or month; the zero period holds those without a date.
type PeriodCount struct {
	Period schema.Date `json:"period,omitzero"`
	Balance
}
