package endpoint

import (
	"slices"

	"github.com/entente-kg/entente/schema"
)

func (m *merger) event(x event) error {
	origin, err := m.origin(x.Evidence)
	if err != nil {
		return err
	}
	f := schema.Event{Type: x.Type, Kind: kindOf(x.Type, x.Kind), Status: x.Status, Origin: origin}
	if f.Parties, err = m.parties(x); err != nil {
		return err
	}
	if f.Place = m.cast.place(x.Place); f.Place == "" && x.Place != "" {
		return errActor
	}
	if f.AttributedTo, err = m.speaker(x.AttributedTo); err != nil {
		return err
	}
	if f.Start, f.End, err = m.calendar.period(x.Start, x.End); err != nil {
		return errDate
	}
	f.Precision = precisionOf(x.Precision, f.Start, f.End)
	if x.Type == schema.Consult && x.Round > 0 && x.Round < 1000 {
		f.Round = x.Round
	}
	if slices.ContainsFunc(m.facts.Events, func(g schema.Event) bool { return m.sameEvent(f, g) }) {
		return errTold
	}
	m.facts.Events = append(m.facts.Events, f)
	return nil
}

// kindOf is the kind if events of the type have it.
func kindOf(t schema.EventType, k schema.EventKind) schema.EventKind {
	var kinds []schema.EventKind
	switch t {
	case schema.Consult:
		kinds = consultKinds
	case schema.Agree:
		kinds = agreeKinds
	default:
		return ""
	}
	if slices.Contains(kinds, k) {
		return k
	}
	return schema.Other
}

// parties are the actors of an event with their roles. Who is source and who target of a meeting matters to nobody; of an
// attack it is the fact itself, so there it can't be mended.
func (m *merger) parties(x event) ([]schema.Party, error) {
	var out []schema.Party
	acting := false
	for _, p := range x.Participants {
		party := schema.Party{Actor: m.cast.resolve(p.Actor, actors...), Role: p.Role}
		if party.Actor == "" {
			return nil, errActor
		}
		switch p.Role {
		case schema.Source, schema.Target:
			if x.Type.Symmetric() {
				party.Role = schema.Participant
			}
			acting = true
		case schema.Participant:
			if !x.Type.Symmetric() {
				return nil, errValue
			}
			acting = true
		}
		if !slices.Contains(out, party) {
			out = append(out, party)
		}
	}
	if !acting {
		return nil, errValue
	}
	return out, nil
}

// sameEvent reports whether two events can be one, whatever is said of it: the type, the parties and the time agree as far
// as both tell them. What differs then, such as the status, is for the first reading to say.
func (m *merger) sameEvent(a, b schema.Event) bool {
	if a.Type != b.Type || a.Round != 0 && b.Round != 0 && a.Round != b.Round || !meet(a.Start, a.End, b.Start, b.End) {
		return false
	}
	for _, role := range []schema.Role{schema.Source, schema.Target, schema.Participant} {
		x, y := with(a, role), with(b, role)
		if !m.covers(x, y) && !m.covers(y, x) {
			return false
		}
	}
	return true
}

func with(e schema.Event, role schema.Role) []schema.Ref {
	var out []schema.Ref
	for _, p := range e.Parties {
		if p.Role == role {
			out = append(out, p.Actor)
		}
	}
	return out
}

// covers reports whether each of a is one of b or acts for one of b, or one of b for it.
func (m *merger) covers(a, b []schema.Ref) bool {
	for _, x := range a {
		if !slices.ContainsFunc(b, func(y schema.Ref) bool {
			return x == y || m.cast.of[x] == y || m.cast.of[y] == x
		}) {
			return false
		}
	}
	return true
}
