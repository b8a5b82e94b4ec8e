package extract

import (
	"cmp"
	"slices"

	"github.com/entente-kg/entente/schema"
)

// negotiations groups the rounds between the same parties into processes, with the demands and replies that the parties
// exchange and the agreements they reach. The numbers index events.
func (r *reading) negotiations(events []schema.Event) []schema.Negotiation {
	var out []schema.Negotiation
	for i := range events {
		e := &events[i]
		if e.Type != schema.Consult || e.Kind != schema.NegotiationRound {
			continue
		}
		parties := r.sides(e)
		if len(parties) < 2 {
			continue
		}
		n := slices.IndexFunc(out, func(n schema.Negotiation) bool { return slices.Equal(n.Parties, parties) })
		if n < 0 {
			out = append(out, schema.Negotiation{Parties: parties, Origin: schema.Origin{Rule: "negotiation/rounds"}})
			n = len(out) - 1
		}
		p := &out[n]
		for _, q := range e.Parties {
			switch q.Role {
			case schema.Mediator:
				p.Mediators = appendRef(p.Mediators, q.Actor)
			case schema.Host:
				p.Hosts = appendRef(p.Hosts, q.Actor)
			}
		}
		if e.Status == schema.Planned {
			p.Next = &i
		} else {
			p.Rounds = append(p.Rounds, i)
		}
		p.Evidence = joinSpans(p.Evidence, e.Evidence)
		p.Confidence = max(p.Confidence, e.Confidence)
	}
	for n := range out {
		r.bargain(&out[n], events)
	}
	return slices.DeleteFunc(out, func(n schema.Negotiation) bool { return len(n.Rounds) == 0 })
}

// sides are the states or groups that negotiate, sorted.
func (r *reading) sides(e *schema.Event) []schema.Ref {
	var out []schema.Ref
	for _, p := range e.Parties {
		if p.Role == schema.Participant {
			out = appendRef(out, r.side(p.Actor))
		}
	}
	slices.Sort(out)
	return out
}

// side is the state or organization that an actor negotiates for.
func (r *reading) side(ref schema.Ref) schema.Ref {
	i := r.actors.Entity(ref)
	if i < 0 || ref.Type() != schema.Person {
		return ref
	}
	if of := r.actors.Entities[i].Of; of != "" {
		return of
	}
	return ref
}

func appendRef(to []schema.Ref, ref schema.Ref) []schema.Ref {
	if !slices.Contains(to, ref) {
		to = append(to, ref)
	}
	return to
}

// bargain adds demands, replies and outcomes, and puts the rounds in their order.
func (r *reading) bargain(n *schema.Negotiation, events []schema.Event) {
	slices.SortStableFunc(n.Rounds, func(a, b int) int {
		x, y := &events[a], &events[b]
		return cmp.Or(cmp.Compare(x.Round, y.Round), x.Start.Compare(y.Start))
	})
	for i := range events {
		e := &events[i]
		in, out := 0, 0
		for _, p := range e.Parties {
			if slices.Contains(n.Parties, r.side(p.Actor)) {
				in++
			} else {
				out++
			}
		}
		if in == 0 || out > 0 {
			continue
		}
		switch e.Type {
		case schema.Request:
			n.Demands = append(n.Demands, i)
		case schema.Reject, schema.Concede:
			n.Replies = append(n.Replies, i)
		case schema.Agree:
			if in > 1 {
				n.Outcome = append(n.Outcome, i)
			}
		}
	}
}
