package question

import (
	"context"
	"fmt"

	"github.com/entente-kg/entente/graph"
)

// Negotiation asks how talks went.
type Negotiation struct {
	Fact string `json:"fact,omitzero"` // of a NegotiationSummary
}

// NegotiationAnswer is the course of talks. Every list of events is in the order of time.
type NegotiationAnswer struct {
	NegotiationSummary
	RoundList []Event `json:"round_list"`
	Demands   []Event `json:"demands"`
	Replies   []Event `json:"replies"`
	Outcomes  []Event `json:"outcomes"`
	Next      []Event `json:"next"` // what is announced
}

// Negotiation tells the course of talks. Errors may be an *UnknownError or an *InvalidError.
func (a *Asker) Negotiation(ctx context.Context, q Negotiation) (*NegotiationAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	if err := (&name{field: "fact", text: q.Fact}).check(); err != nil {
		return nil, err
	}
	var found struct {
		Talks []storedNegotiation `json:"talks"`
	}
	about := "{fact {" + eventFields + "}}"
	dql := fmt.Sprintf("{talks(func: eq(xid, %s)) @filter(type(Negotiation)) {%s demand %[3]s reply %[3]s outcome %[3]s next %[3]s}}",
		literal(q.Fact), negotiationFields, about)
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read %s: %w", q.Fact, err)
	}
	if len(found.Talks) == 0 {
		return nil, &UnknownError{Field: "fact", Name: q.Fact}
	}
	n := &found.Talks[0]
	lists, err := a.events(ctx,
		eventsOf(n.Rounds), eventsOf(n.Demands), eventsOf(n.Replies), eventsOf(n.Outcomes), eventsOf(n.Next))
	if err != nil {
		return nil, err
	}
	if err := a.tally(ctx, []*told{&n.told}); err != nil {
		return nil, err
	}
	return &NegotiationAnswer{
		NegotiationSummary: n.summary(lists[0]),
		RoundList:          lists[0], Demands: lists[1], Replies: lists[2], Outcomes: lists[3], Next: lists[4],
	}, nil
}
