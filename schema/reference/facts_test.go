package reference

import (
	"reflect"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

func TestFacts(t *testing.T) {
	w, err := Parse(with(map[string]string{
		"places.csv": "place/strait-of-beland,Strait of Beland,strait,,,,atlas,2024\n",
	}))
	if err != nil {
		t.Fatal(err)
	}
	articles := make(map[string]schema.Facts)
	for _, f := range w.Facts() {
		articles[f.Article.ID] = f
	}

	league := articles["reference/organization/LEAGUE"]
	if len(league.Memberships) != 2 {
		t.Fatalf("got %d memberships, want 2", len(league.Memberships))
	}
	m := league.Memberships[0]
	if got, want := evidence(league, m.Origin),
		"actor state/AAA; organization organization/LEAGUE; status observer; start 1960-05-01; end 1970-01-01; "+
			"source atlas, An atlas, https://example.org/atlas; as of 2025"; got != want {
		t.Errorf("evidence of a membership\n got %s\nwant %s", got, want)
	}

	state := articles["reference/state/AAA"].Actors[0]
	profile := *state.Profile
	profile.Origin = schema.Origin{}
	if want := (schema.Profile{
		Names: []schema.Name{{Name: "Alish", Kind: schema.Adjective}}, Formal: "Republic of Aland", ISO2: "AA",
		Numeric: "001", Standing: "un_member", Region: "Europe", Capital: "place/alby", Seat: "place/alby",
		Founded: schema.MustDate("1950"),
	}); !reflect.DeepEqual(profile, want) {
		t.Errorf("profile\n got %+v\nwant %+v", profile, want)
	}
	if got := evidence(articles["reference/state/AAA"], state.Profile.Origin); strings.Count(got, "\n") != 1 ||
		!strings.HasSuffix(got, "as of 2025") {
		t.Errorf("the evidence of a profile is %q, want the row of the state and that of its adjective", got)
	}

	if got := articles["reference/people/AAA"].Tenures[0]; !got.Former || got.Of != "state/AAA" {
		t.Errorf("tenure %+v", got)
	}
	if got := articles["reference/places/AAA"].Actors[0]; got.Profile.Location == nil || got.Of != "state/AAA" {
		t.Errorf("place %+v", got)
	}
	if got := articles["reference/places"].Article.Published; got != "2024-01-01" {
		t.Errorf("places of no state are dated %s, want the first day on which they are known to be right", got)
	}
}

// evidence is the text that an origin points to.
func evidence(f schema.Facts, o schema.Origin) string {
	return string([]rune(f.Article.Text)[o.Evidence[0].Start:o.Evidence[0].End])
}

// TestFactsOfTheLists checks what every stored fact owes: evidence inside the text, and mentions that say the name.
func TestFactsOfTheLists(t *testing.T) {
	facts := load(t).Facts()
	for _, f := range facts {
		runes := []rune(f.Article.Text)
		if _, err := f.Article.Published.Date(); err != nil {
			t.Errorf("%s: %v", f.Article.ID, err)
		}
		for _, a := range f.Actors {
			for _, m := range a.Mentions {
				if got := string(runes[m.Start:m.End]); got != a.Name {
					t.Errorf("%s: mention of %s is %q", f.Article.ID, a.Name, got)
				}
			}
		}
		for _, m := range f.Memberships {
			if got := string(runes[m.Evidence[0].Start:m.Evidence[0].End]); !strings.Contains(got, string(m.Actor)) {
				t.Errorf("%s: %q is no evidence for %s", f.Article.ID, got, m.Actor)
			}
		}
	}
	if again := load(t).Facts(); !reflect.DeepEqual(facts, again) {
		t.Error("the same lists gave other facts")
	}
}
