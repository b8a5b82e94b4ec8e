package question

import (
	"context"
	"errors"

	"github.com/entente-kg/entente/schema"
)

// Ask asks in English.
type Ask struct {
	Question string      `json:"question,omitzero"` // one question, at most 500 bytes
	Today    schema.Date `json:"today,omitzero"`    // the day that "last year" and the like are seen from; zero for the day of asking
}

// Interpreter answers questions in English. An Answerer may be one as well; that of package ask is.
type Interpreter interface {
	// Ask answers a question in English from the graph alone. A question that is not understood is no error: the answer
	// says what is not understood and which questions come near. Errors may be an *InvalidError.
	Ask(context.Context, Ask) (*AskAnswer, error)
}

// ErrNoEnglish says that whoever answers takes no questions in English.
var ErrNoEnglish = errors.New("questions in English are not answered here")

// AskAnswer is the answer to a question in English.
type AskAnswer struct {
	Question       string          `json:"question"`
	Understood     bool            `json:"understood"`
	Answer         string          `json:"answer"`                  // a sentence; of a question not understood, what is not
	Interpretation *Interpretation `json:"interpretation,omitzero"` // nil if not understood
	Doubts         []Doubt         `json:"doubts,omitzero"`         // names that kept the question from being understood
	Nearest        []string        `json:"nearest,omitzero"`        // questions that come near one not understood and can be asked

	Queries  []Ran            `json:"queries,omitzero"`  // the DQL that was run, in order
	Evidence []EvidenceAnswer `json:"evidence,omitzero"` // of the facts that the sentence rests on, with their latest claims

	// The answer to the question that was understood; the field of its kind is set. Evidence has none but Evidence above.
	Search       *SearchAnswer       `json:"search,omitzero"`
	Actor        *ActorAnswer        `json:"actor,omitzero"`
	Members      *MembersAnswer      `json:"members,omitzero"`
	Memberships  *MembershipsAnswer  `json:"memberships,omitzero"`
	Compare      *CompareAnswer      `json:"compare,omitzero"`
	Relation     *RelationAnswer     `json:"relation,omitzero"`
	Path         *PathAnswer         `json:"path,omitzero"`
	Neighbors    *NeighborsAnswer    `json:"neighbors,omitzero"`
	Events       *EventsAnswer       `json:"events,omitzero"`
	Negotiations *NegotiationsAnswer `json:"negotiations,omitzero"`
	Negotiation  *NegotiationAnswer  `json:"negotiation,omitzero"`
	Changes      *ChangesAnswer      `json:"changes,omitzero"`
	Stats        *StatsAnswer        `json:"stats,omitzero"`
	Article      *ArticleAnswer      `json:"article,omitzero"`
	Query        *QueryAnswer        `json:"query,omitzero"`
}

// Interpretation says how a question was understood.
type Interpretation struct {
	Kind      string     `json:"kind"`      // the question of this package that was asked: "members"
	Arguments []Argument `json:"arguments"` // its fields that are set, in the order of the type
	Words     string     `json:"words"`     // the same for people
}

// Argument is a field of a question by its JSON name, with its values.
type Argument struct {
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

// Doubt is a name in a question that stands for nobody known, or for several.
type Doubt struct {
	Name       string  `json:"name"`
	Candidates []Named `json:"candidates"` // who bear the name, or else the nearest names
	Ambiguous  bool    `json:"ambiguous"`  // several bear it
}

// Ran is a DQL query that was run.
type Ran struct {
	DQL       string            `json:"dql"`
	Variables map[string]string `json:"variables,omitzero"`
}

func (q Ask) put(ctx context.Context, to Answerer) (any, error) {
	in, ok := to.(Interpreter)
	if !ok {
		return nil, ErrNoEnglish
	}
	return in.Ask(ctx, q)
}
