package extract

import (
	"slices"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// between returns the types of the events that one actor is the source of, or a participant in, and another suffers or
// takes part in.
func between(f schema.Facts, source, target schema.Ref) []schema.EventType {
	var out []schema.EventType
	for _, e := range f.Events {
		from, to := false, false
		for _, p := range e.Parties {
			from = from || p.Actor == source && (p.Role == schema.Source || p.Role == schema.Participant)
			to = to || p.Actor == target && (p.Role == schema.Target || p.Role == schema.Participant)
		}
		if from && to {
			out = append(out, e.Type)
		}
	}
	return out
}

func TestOtherSide(t *testing.T) {
	x, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, text     string
		source, target schema.Ref
		want           schema.EventType // empty: nothing between the two
	}{
		{"a possessor inside the object", "Hungary rejected the latest proposal of Slovak diplomats.", "state/HUN", "state/SVK", schema.Reject},
		{"a reduced clause", "Mali expelled twelve teachers employed by UNICEF.", "state/MLI", "organization/UNICEF", schema.Sanction},
		{"whom a complaint is against", "Ukraine filed a complaint at the court in Strasbourg against Russia.", "state/UKR", "state/RUS", schema.Accuse},
		{"whom a promise is made to", "Norway agreed to provide Moldova with equipment.", "state/NOR", "state/MDA", schema.Agree},
		{"what another must do", "Finland said Belarus must release the sailors.", "state/FIN", "state/BLR", schema.Request},
		{"not what oneself must do", "Finland said it must protect its border with Belarus.", "state/FIN", "state/BLR", ""},
		{"not a circumstance", "Peru lifted the ban after Chile signed a treaty.", "state/PER", "state/CHL", ""},
		{"in whose custody", "Two Dutch sailors were arrested in Iran.", "state/IRN", "state/NLD", schema.Coerce},
		{"a drill of two", "Poland and Lithuania staged military exercises.", "state/POL", "state/LTU", schema.Cooperate},
		{"the one given to", "France returned a mask carved by a sculptor to Benin.", "state/FRA", "state/BEN", schema.Concede},
	} {
		f, err := x.Extract(schema.Article{ID: "t", URL: "https://example.org/t", Published: "2025-03-01", Language: "en", Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		got := between(f, c.source, c.target)
		if c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%s: %q: got %v, want %q", c.name, c.text, got, c.want)
		}
	}
}
