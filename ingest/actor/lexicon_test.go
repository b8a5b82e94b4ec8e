package actor

import (
	"slices"
	"testing"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
)

// TestLexicon holds the embedded files to the words that the code knows.
func TestLexicon(t *testing.T) {
	l, err := readLexicon()
	if err != nil {
		t.Fatal(err)
	}
	kinds := []string{
		headOffice, deputyOffice, portfolioOffice, namedOffice, chiefOffice, leaderOffice, envoyOffice, voiceOffice, adviserOffice,
		memberOffice, nobleOffice, courtesyOffice, counterpartOffice, roleOffice,
	}
	for first, list := range l.offices {
		for _, p := range list {
			if !slices.Contains(kinds, p.value.kind) {
				t.Errorf("office %q has kind %q", p.words, p.value.kind)
			}
			if p.words[0] != first {
				t.Errorf("office %q stands under %q", p.words, first)
			}
		}
	}
	for _, list := range l.institutions {
		for _, p := range list {
			if !p.value.kind.Valid() || !slices.Contains([]string{"body", "force", "name"}, p.value.scope) {
				t.Errorf("institution %q is %+v", p.words, p.value)
			}
		}
	}
	for _, refs := range []map[string]schema.Ref{l.prefixes, l.owners} {
		for word, ref := range refs {
			if _, err := schema.ParseRef(string(ref)); err != nil {
				t.Errorf("%q: %v", word, err)
			}
		}
	}
	for word, kind := range l.verbs {
		if !slices.Contains([]string{"object", "motion", "attack"}, kind) {
			t.Errorf("verb %q takes places as %q", word, kind)
		}
	}
	for name, want := range map[string]Gender{"giulia": Feminine, "vladimir": Masculine, "kim": UnknownGender} {
		if got, ok := l.given[name]; !ok || got != want {
			t.Errorf("%q is %v, %v; want %v", name, got, ok, want)
		}
	}
}

func TestPhrases(t *testing.T) {
	var p phrases[int]
	p.add("secretary", 1)
	p.add("Secretary-General", 2)
	words := split(&text.Sentence{Tokens: []text.Token{
		{Text: "Secretary", Start: 0, End: 9},
		{Text: "-", Start: 9, End: 10},
		{Text: "General", Start: 10, End: 17},
	}}, nil)
	if v, end, ok := p.match(words, 0); v != 2 || end != 2 || !ok {
		t.Errorf("match is %d, %d, %v", v, end, ok)
	}
	if v, start, ok := p.matchLast(words, 0); v != 1 || start != 0 || !ok {
		t.Errorf("matchLast is %d, %d, %v", v, start, ok)
	}
}

func TestFold(t *testing.T) {
	tests := map[string]string{"U.S.": "us", "Orbán": "orban", "Co-operation": "co operation", "O'Brien": "obrien", "'s": "'s", ".": "."}
	for in, want := range tests {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOfficeKey(t *testing.T) {
	same := [][2]string{
		{"foreign minister", "minister of foreign affairs"},
		{"defense minister", "minister of defence"},
		{"secretary-general", "secretary general"},
		{"treasury secretary", "secretary of the treasury"},
	}
	for _, pair := range same {
		if !sameOffice(pair[0], pair[1]) {
			t.Errorf("%q and %q differ", pair[0], pair[1])
		}
	}
	if sameOffice("foreign minister", "deputy foreign minister") {
		t.Error("a deputy is the minister")
	}
}
