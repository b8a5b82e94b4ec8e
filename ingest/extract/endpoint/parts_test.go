package endpoint_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/ingest/extract/endpoint"
	"github.com/entente-kg/entente/schema"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name, text string
		tokens     int
		want       []string
	}{
		{"nothing", "", 10, nil},
		{"white space", " \n\n ", 10, nil},
		{"short", "One.\n\nTwo.\n", 10, []string{"One.\n\nTwo."}},
		{"two paragraphs that do not fit", "The first one here.\n\nThe second one.", 8, []string{"The first one here.", "The second one."}},
		{"a long paragraph", "The first one here. The second one is.", 8, []string{"The first one here.", "The second one is."}},
		{"a long sentence", "alpha beta gamma delta", 4, []string{"alpha beta", "gamma delta"}},
		{"a long word of two-byte letters", "éééé", 1, []string{"é", "é", "é", "é"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, p := range endpoint.Split(c.text, c.tokens) {
				got = append(got, p.Of(c.text))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Whatever the text, the parts are in order, keep every letter and no more than the budget.
func FuzzSplit(f *testing.F) {
	f.Add("One two.\n\nThree.", 2)
	f.Add("é\xff\n\u2028x", 1)
	f.Fuzz(func(t *testing.T, text string, tokens int) {
		tokens = max(1, tokens%1000)
		var joined strings.Builder
		for _, p := range endpoint.Split(text, tokens) {
			s := p.Of(text)
			if s == "" || len(s) > max(3*tokens, utf8.UTFMax) {
				t.Errorf("a part of %d bytes", len(s))
			}
			joined.WriteString(s)
		}
		keep := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) || unicode.IsControl(r) {
					return -1
				}
				return r
			}, s)
		}
		if got, want := keep(joined.String()), keep(text); utf8.ValidString(text) && got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestQuoted(t *testing.T) {
	const text = "He said: “We’re ready — at  last”.\nThe talks ended. The talks  began anew… The\u00a0end came."
	for _, c := range []struct{ evidence, want string }{
		{"The talks ended.", "The talks ended."},
		{"The talks", "The talks"}, // stands there twice, word for word: the first
		{`"We're ready - at last"`, "We’re ready — at  last"},
		{"“We’re ready — at last”.", "We’re ready — at  last”."},
		{"The talks began anew...", "The talks  began anew…"},
		{"The end came.", "The\u00a0end came."},
		{"the talks ended", ""},            // another capital is another text
		{"The talks ended and failed", ""}, // more than the text says
		{"He said … began anew", ""},       // two runs joined
		{"Th", ""},                         // too short to say anything
		{"\" \"", ""},
	} {
		got, ok := endpoint.Quoted(text, c.evidence)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%q: got %q, %t, want %q", c.evidence, got, ok, c.want)
		}
	}
	if got, ok := endpoint.Quoted("the  talks and the\ttalks", "the talks"); ok {
		t.Errorf("two places can be meant, got %q", got)
	}
}

// A quotation that is found is the one that was asked for, but for white space and the shape of marks.
func FuzzQuoted(f *testing.F) {
	f.Add("He said: “We’re ready”.", `"We're ready"`)
	f.Add("a\xff b\u00a0c… defgh", "c... defgh")
	f.Fuzz(func(t *testing.T, text, evidence string) {
		got, ok := endpoint.Quoted(text, evidence)
		if !ok {
			return
		}
		if again, ok := endpoint.Quoted(got, evidence); !ok || again != got {
			t.Errorf("%q is found as %q, and there as %q", evidence, got, again)
		}
	})
}

func TestGives(t *testing.T) {
	for _, c := range []struct {
		value, date string
		want        bool
	}{
		{"2025-05-12", "2025-05-12", true},
		{"2025-05-12", "2025-05", true},
		{"2025-05-12T09:30", "2025-05-12", true},
		{"2025-05", "2025-05-12", false}, // more exact than the text
		{"2019", "2019", true},
		{"2019", "2020", false},
		{"2025-W20", "2025-05-12", true}, // its Monday
		{"2025-W20", "2025-05-18", true},
		{"2025-W20", "2025-05-19", false},
		{"2025-W01", "2024-12-30", true},
		{"2025-SU", "2025-07", true},
		{"2025-Q3", "2024-07", false},
		{"2025-SU", "2025-07-04", false},
		{"P2Y", "2025", false},
		{"PAST_REF", "2025", false},
		{"", "2025", false},
	} {
		if got := endpoint.Gives(c.value, schema.MustDate(c.date)); got != c.want {
			t.Errorf("%q gives %s: %t", c.value, c.date, got)
		}
	}
}
