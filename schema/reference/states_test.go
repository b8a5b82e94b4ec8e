package reference

import (
	"slices"
	"testing"

	"golang.org/x/text/language"

	"github.com/entente-kg/entente/schema"
)

// TestCodes compares the ISO 3166-1 codes with those of the Unicode CLDR.
func TestCodes(t *testing.T) {
	for _, s := range load(t).States() {
		if s.ISO2 == "" || s.Standing == Historical || s.Ref == "state/XKX" { // Kosovo's codes are user-assigned
			continue
		}
		region, err := language.ParseRegion(s.ISO2)
		if err != nil {
			t.Errorf("%s:%d: iso2 %s: %v", s.File, s.Line, s.ISO2, err)
			continue
		}
		if region.ISO3() != s.ISO3 {
			t.Errorf("%s:%d: iso3 of %s is %s, want %s", s.File, s.Line, s.Name, s.ISO3, region.ISO3())
		}
		if got, want := s.Numeric, numeric(region.M49()); got != want {
			t.Errorf("%s:%d: numeric code of %s is %s, want %s", s.File, s.Line, s.Name, got, want)
		}
	}
}

// numeric writes a code with its leading zeros.
func numeric(code int) string {
	return string([]byte{'0' + byte(code/100), '0' + byte(code/10%10), '0' + byte(code%10)})
}

// TestStatesAreComplete counts the states by standing and compares the members of the United Nations with the history of
// its members.
func TestStatesAreComplete(t *testing.T) {
	w := load(t)
	byStanding := make(map[Standing][]schema.Ref)
	for _, s := range w.States() {
		byStanding[s.Standing] = append(byStanding[s.Standing], s.Ref)
	}
	if n := len(byStanding[UNMember]); n != 193 {
		t.Errorf("%d members of the United Nations, want 193", n)
	}
	if n := len(byStanding[UNObserver]); n != 2 {
		t.Errorf("%d observer states, want the Holy See and Palestine", n)
	}
	for _, ref := range []schema.Ref{
		"state/XKX", "state/TWN", "state/ESH", "state/northern-cyprus", "state/abkhazia", "state/south-ossetia",
		"state/transnistria", "state/somaliland", "state/HKG", "state/MAC", "state/SUN", "state/YUG", "state/CSK", "state/DDR",
	} {
		if _, ok := w.State(ref); !ok {
			t.Errorf("%s is missing", ref)
		}
	}
	var members []schema.Ref
	for _, m := range w.Members("organization/UN", schema.Date{}) {
		if m.Status == schema.Member {
			members = append(members, m.Actor)
		}
	}
	slices.Sort(members)
	if want := slices.Sorted(slices.Values(byStanding[UNMember])); !slices.Equal(members, want) {
		t.Errorf("states.csv and memberships.csv differ about the members of the United Nations\n%v\n%v", want, members)
	}
}

// TestEveryStateHasItsNames checks that each member of the United Nations can be read in the press: it has a capital or
// seat, and an adjective or a noun for its people, unless English has none.
func TestEveryStateHasItsNames(t *testing.T) {
	w := load(t)
	for _, s := range w.States() {
		if s.Standing != UNMember {
			continue
		}
		if len(s.Capitals) == 0 {
			t.Errorf("%s:%d: %s has no capital", s.File, s.Line, s.Name)
		}
		people := func(n Name) bool { return n.Kind == Adjective || n.Kind == Demonym }
		if !slices.ContainsFunc(w.Names(s.Ref), people) && s.Ref != "state/DMA" { // Dominican means the Dominican Republic
			t.Errorf("%s:%d: %s has neither adjective nor demonym", s.File, s.Line, s.Name)
		}
	}
}

// TestCities checks that the cities are many and that each is somewhere.
func TestCities(t *testing.T) {
	cities := 0
	for _, p := range load(t).rows.places {
		if p.Kind == "city" || p.Kind == "capital" {
			cities++
			if !p.Located {
				t.Errorf("%s:%d: %s has no coordinates", p.File, p.Line, p.Name)
			}
		}
	}
	if cities < 1500 {
		t.Errorf("%d cities, want at least 1,500", cities)
	}
}
