package reference

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

func load(t *testing.T) *World {
	t.Helper()
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestFold(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"Côte d’Ivoire", "cote d ivoire"},
		{"São Tomé & Príncipe", "sao tome and principe"},
		{"U.S.", "us"},
		{"U.S.-led", "us led"},
		{"the U.N.", "the un"},
		{"St. Petersburg", "st petersburg"},
		{"Guinea-Bissau", "guinea bissau"},
		{"Erdoğan", "erdogan"},
		{"Łódź", "lodz"},
		{"Əliyev", "aliyev"},
		{"Washington, D.C.", "washington , dc"},
		{"  Türkiye  ", "turkiye"},
		{"Zele\u0301nsky", "zelensky"},
		{"", ""},
	} {
		if got := Fold(c.name); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.name, got, c.want)
		}
	}
}

// TestScanStates gives sentences and the actors that must come first for the names in them.
func TestScanStates(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Burma and the Ivory Coast", "Burma=state/MMR Ivory Coast=state/CIV"},
		{
			"Dutch and Danish envoys met Poles, Britons and Danes.",
			"Dutch=state/NLD Danish=state/DNK Poles=state/POL Britons=state/GBR Danes=state/DNK",
		},
		{"The U.S. and the UK told us that a chad fell.", "U.S.=state/USA UK=state/GBR"},
		{"Who said so? It is a turkey.", ""},
		{"DRC troops, the DPRK, the PRC and the ROK", "DRC=state/COD DPRK=state/PRK PRC=state/CHN ROK=state/KOR"},
		{"Republic of the Congo", "Republic of the Congo=state/COG"},
		{"the Democratic Republic of Congo", "Democratic Republic of Congo=state/COD"},
		{"South Korean and North Korean officials", "South Korean=state/KOR North Korean=state/PRK"},
		{
			"Guinea-Bissau, Equatorial Guinea, Papua New Guinea and Guinea",
			"Guinea-Bissau=state/GNB Equatorial Guinea=state/GNQ Papua New Guinea=state/PNG Guinea=state/GIN",
		},
		{"Guinea, Bissau said", "Guinea=state/GIN Bissau=place/bissau"},
		{
			"New Mexico, the Gulf of Mexico and Mexico",
			"New Mexico=place/new-mexico Gulf of Mexico=place/gulf-of-mexico Mexico=state/MEX",
		},
		{"Moscow's envoy, the Kremlin’s man", "Moscow=place/moscow Kremlin=place/kremlin"},
		{"the Emirati foreign minister and a Kosovar aide", "Emirati=state/ARE Kosovar=state/XKX"},
		{"Latin American markets", "Latin American=place/latin-america"},
		{"UKRAINE AND RUSSIA", "UKRAINE=state/UKR RUSSIA=state/RUS"},
		{"a pro-Russian, U.S.-backed force", "Russian=state/RUS U.S.=state/USA"},
		{"KYIV, Ukraine", "KYIV=place/kyiv Ukraine=state/UKR"},
		{"IS fighters, the WHO chief", "IS=group/islamic-state WHO=organization/WHO"},
		{"THE WAR IS OVER. WHO WON?", ""},
		{"Let us speak of LeT", "LeT=group/lashkar-e-taiba"},
		{"A SWAT team went to Swat.", "Swat=place/swat"},
		{"Nato and Asean", "Nato=organization/NATO Asean=organization/ASEAN"},
	} {
		var got []string
		for m := range load(t).Scan(c.text) {
			got = append(got, c.text[m.Start:m.End]+"="+string(m.Names[0].Ref))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, strings.Join(got, " "), c.want)
		}
	}
}

func TestScanTokens(t *testing.T) {
	tokens := []string{"The", "U.S.", "and", "Guinea", "-", "Bissau", "'s", "envoys"}
	var got []string
	for m := range load(t).ScanTokens(len(tokens), func(i int) string { return tokens[i] }) {
		got = append(got, strings.Join(tokens[m.Start:m.End], "")+"="+string(m.Names[0].Ref))
	}
	if want := "U.S.=state/USA Guinea-Bissau=state/GNB"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

// TestResolve asks for the best candidate of a name.
func TestResolve(t *testing.T) {
	for _, c := range []struct {
		name string
		q    Query
		want schema.Ref
	}{
		{"Türkiye", Query{}, "state/TUR"},
		{"TURKIYE", Query{}, "state/TUR"},
		{"the Netherlands'", Query{}, "state/NLD"},
		{"Côte d'Ivoire", Query{}, "state/CIV"},
		{"cote divoire", Query{}, "state/CIV"},
		{"Georgia", Query{}, "state/GEO"},
		{"Georgia", Query{Type: schema.Place}, "place/georgia-usa"},
		{"Moscow", Query{Type: schema.State}, "state/RUS"},
		{"Moscow", Query{}, "place/moscow"},
		{"Congo", Query{}, "state/COD"},
		{"Yugoslavia", Query{Date: schema.MustDate("1985")}, "state/YUG"},
		{"Yugoslavia", Query{Date: schema.MustDate("1999-03-24")}, "state/YUG"},
		{"Serbia", Query{Date: schema.MustDate("2004")}, "state/SCG"},
		{"Russia", Query{Date: schema.MustDate("1980")}, "state/SUN"},
		{"Russia", Query{Date: schema.MustDate("2014")}, "state/RUS"},
		{"Soviet", Query{}, "state/SUN"},
		{"Kyiv", Query{Type: schema.State}, "state/UKR"},
		{"Kiev", Query{}, "place/kyiv"},
		{"Saigon", Query{}, "place/ho-chi-minh-city"},
		{"nowhere at all", Query{}, ""},
		{"", Query{}, ""},
		{"the", Query{}, ""},
	} {
		var got schema.Ref
		candidates := load(t).Resolve(c.name, c.q)
		if len(candidates) > 0 {
			got = candidates[0].Ref
		}
		if got != c.want {
			t.Errorf("Resolve(%q, %+v) = %v, want %s", c.name, c.q, candidates, c.want)
		}
	}
}

func TestResolveGivesReasons(t *testing.T) {
	candidates := load(t).Resolve("Russia", Query{Date: schema.MustDate("1980")})
	if len(candidates) != 2 || !strings.Contains(candidates[0].Reason, "took its place in 1991-12-26") ||
		!strings.Contains(candidates[1].Reason, "did not exist on 1980") {
		t.Errorf("got %+v", candidates)
	}
}

// TestEveryNameIsFound looks every listed name up, as it stands and in a sentence.
func TestEveryNameIsFound(t *testing.T) {
	w := load(t)
	for _, n := range w.nameList {
		has := func(names []Name) bool {
			return slices.ContainsFunc(names, func(found Name) bool { return found.Ref == n.Ref })
		}
		if !slices.ContainsFunc(w.Resolve(n.Text, Query{}), func(c Candidate) bool { return c.Ref == n.Ref }) {
			t.Errorf("%s:%d: Resolve(%q) does not find %s", n.File, n.Line, n.Text, n.Ref)
		}
		sentence := "according to " + n.Text + ", it was so"
		found := false
		for m := range w.Scan(sentence) {
			found = found || has(m.Names) && strings.Contains(n.Text, sentence[m.Start:m.End])
		}
		if !found {
			t.Errorf("%s:%d: %q does not find %s", n.File, n.Line, sentence, n.Ref)
		}
	}
}
