package schema_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/entente-kg/entente/schema"
)

func TestPublished(t *testing.T) {
	for _, c := range []struct {
		written schema.Published
		date    string // empty: refused
	}{
		{"2025-09-01", "2025-09-01"},
		{"2025-09-01T23:30:00Z", "2025-09-01"},
		{"2025-09-01T23:30:00-05:00", "2025-09-01"},
		{"2025-09-01T23:30:00.123+02:00", "2025-09-01"},
		{"1998-02-13T15:44:00", "1998-02-13"},
		{"1998-02-13T15:44", "1998-02-13"},
		{"", ""},
		{"2025", ""},
		{"2025-02-30", ""},
		{"0000-01-01", ""},
		{"1 September 2025", ""},
	} {
		got, err := c.written.Date()
		if got.String() != c.date || (err == nil) != (c.date != "") {
			t.Errorf("%q: got %q, %v; want %q", c.written, got, err, c.date)
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, c := range []struct {
		text      string
		precision schema.Precision // empty: refused
	}{
		{"2025", schema.Year},
		{"2025-08", schema.Month},
		{"2024-02-29", schema.Day},
		{"", schema.Unknown},
		{"2025-02-29", ""},
		{"2025-13", ""},
		{"2025-8", ""},
		{"25", ""},
		{"0000", ""},
		{"2025-08-15T10:00", ""},
	} {
		d, err := schema.ParseDate(c.text)
		if (err == nil) != (c.precision != "") || err == nil && (d.Precision() != c.precision || d.String() != c.text) {
			t.Errorf("%q: got %s (%s), %v", c.text, d, d.Precision(), err)
		}
	}
}

func dates() *rapid.Generator[schema.Date] {
	return rapid.Custom(func(t *rapid.T) schema.Date {
		year := rapid.IntRange(1, 9999).Draw(t, "year")
		month := rapid.IntRange(0, 12).Draw(t, "month")
		day := 0
		if month > 0 {
			day = rapid.IntRange(0, 28).Draw(t, "day")
		}
		d, err := schema.NewDate(year, month, day)
		if err != nil {
			t.Fatal(err)
		}
		return d
	})
}

func TestDateProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := dates().Draw(t, "a"), dates().Draw(t, "b")
		if back, err := schema.ParseDate(a.String()); err != nil || back != a {
			t.Fatalf("%s parses to %s, %v", a, back, err)
		}
		if a.Compare(b) != -b.Compare(a) || (a.Compare(b) == 0) != (a == b) {
			t.Fatalf("%s and %s are not ordered", a, b)
		}
		if a.Contains(b) && b.Contains(a) && a != b {
			t.Fatalf("%s and %s contain each other", a, b)
		}
		if a.Last().Before(a.First()) || !a.Contains(a) {
			t.Fatalf("%s ends before it begins", a)
		}
	})
}

func TestDateBounds(t *testing.T) {
	for text, want := range map[string][2]string{
		"2024":       {"2024-01-01", "2024-12-31"},
		"2024-02":    {"2024-02-01", "2024-02-29"},
		"2024-12":    {"2024-12-01", "2024-12-31"},
		"2024-05-06": {"2024-05-06", "2024-05-06"},
	} {
		d := schema.MustDate(text)
		if got := [2]string{d.First().Format(time.DateOnly), d.Last().Format(time.DateOnly)}; got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
}

func TestRef(t *testing.T) {
	for text, ok := range map[string]bool{
		"state/RUS": true, "person/vladimir-putin": true, "organization/G20": true, "place/sao-tome": true,
		"": false, "state/": false, "planet/mars": false, "state": false, "person/a b": false, "person/a/b": false,
	} {
		if _, err := schema.ParseRef(text); (err == nil) != ok {
			t.Errorf("ParseRef(%q): %v, want right: %v", text, err, ok)
		}
	}
	var r schema.Ref
	if err := json.Unmarshal([]byte(`"planet/mars"`), &r); err == nil {
		t.Error("JSON brings in a ref that is none")
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Recep Tayyip Erdoğan": "recep-tayyip-erdogan",
		"Xi Jinping":           "xi-jinping",
		"Sinéad O’Connor":      "sinead-oconnor",
		"J.D. Vance":           "jd-vance",
		"al-Busaidi":           "al-busaidi",
		"  ":                   "",
	} {
		if got := schema.Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}

// Every slug makes a ref that ParseRef takes.
func TestSlugMakesRefs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slug := schema.Slug(rapid.String().Draw(t, "name"))
		if slug == "" {
			return
		}
		if _, err := schema.ParseRef(string(schema.NewRef(schema.Person, slug))); err != nil {
			t.Fatal(err)
		}
	})
}

// The JSON of facts keeps its promise to those who read it: unknown dates are left out, known ones are as exact as known.
func TestFactsJSON(t *testing.T) {
	b, err := json.Marshal(schema.Event{Type: schema.Consult, Status: schema.Planned, Start: schema.MustDate("2025-08"), Precision: schema.Month})
	want := `{"type":"CONSULT","status":"planned","participants":null,"start":"2025-08","precision":"month","evidence":null,"confidence":0}`
	if err != nil || string(b) != want {
		t.Errorf("got %s, %v\nwant %s", b, err, want)
	}
}

func TestVocabulary(t *testing.T) {
	for _, typ := range schema.EventTypes {
		if q := typ.Quad(); q < 1 || q > 4 {
			t.Errorf("%s has quad class %d", typ, q)
		}
	}
	if n := len(slices.Compact(slices.Sorted(slices.Values(schema.EventTypes)))); n != 16 {
		t.Errorf("%d event types, PLOVER has 16", n)
	}
}
