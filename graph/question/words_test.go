package question_test

import (
	"testing"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// TestWords holds what an event is said to be to what is known of it: nothing that is planned, denied, imagined or only
// alleged sounds as if it had happened.
func TestWords(t *testing.T) {
	named := func(ref schema.Ref, name string, r schema.Role) question.Party {
		return question.Party{Named: question.Named{Ref: ref, Name: name}, Roles: []schema.Role{r}}
	}
	talks := question.Event{
		Type: schema.Consult, Kind: schema.Call, Start: schema.MustDate("2025-03-04"), End: schema.MustDate("2025-03-04"),
		Parties: []question.Party{named("state/CHL", "Chile", schema.Participant), named("state/PER", "Peru", schema.Participant)},
	}
	raid := question.Event{
		Type:    schema.Assault,
		Parties: []question.Party{named("state/ERI", "Eritrea", schema.Source), named("state/DJI", "Djibouti", schema.Target)},
	}
	for _, c := range []struct {
		event   question.Event
		status  schema.EventStatus
		alleged bool
		want    string
	}{
		{talks, schema.Occurred, false, "Chile and Peru spoke on the phone on 2025-03-04"},
		{talks, schema.Ongoing, false, "Chile and Peru are speaking on the phone on 2025-03-04"},
		{talks, schema.Planned, false, "Chile and Peru are to speak on the phone on 2025-03-04"},
		{talks, schema.DidNotOccur, false, "Chile and Peru did not speak on the phone on 2025-03-04"},
		{talks, schema.Hypothetical, false, "Chile and Peru might speak on the phone on 2025-03-04"},
		{talks, schema.Occurred, true, "Chile and Peru are said to have spoken on the phone on 2025-03-04"},
		{raid, schema.Occurred, false, "Eritrea attacked Djibouti"},
		{raid, schema.Ongoing, false, "Eritrea is attacking Djibouti"},
		{raid, schema.Planned, false, "Eritrea is to attack Djibouti"},
		{raid, schema.DidNotOccur, false, "Eritrea did not attack Djibouti"},
		{raid, schema.Hypothetical, false, "Eritrea might attack Djibouti"},
		{raid, schema.Occurred, true, "Eritrea is said to have attacked Djibouti"},
		{raid, schema.Ongoing, true, "Eritrea is said to be attacking Djibouti"},
		{raid, schema.Planned, true, "alleged: Eritrea is to attack Djibouti"},
	} {
		c.event.Status, c.event.Alleged = c.status, c.alleged
		if got := question.Words(c.event); got != c.want {
			t.Errorf("%s, alleged %t: %q, want %q", c.status, c.alleged, got, c.want)
		}
	}
}
