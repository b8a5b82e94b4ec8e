package reference

import (
	"testing"
	"unicode/utf8"
)

// FuzzScan checks that the matches of any text, also of one that is no UTF-8, follow each other inside it and begin and
// end between characters.
func FuzzScan(f *testing.F) {
	for _, text := range []string{
		"", "U.S.", "U.S.-led forces in St. Petersburg", "Côte d’Ivoire", "IRAN\n\nIRAQ", "\xff Iran \xc3", "S. Korea.", "...", "ʻ", "A.B",
	} {
		f.Add(text)
	}
	w, err := Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for m := range w.Scan(text) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) || len(m.Names) == 0 {
				t.Fatalf("match from %d to %d in %q, of %d names", m.Start, m.End, text, len(m.Names))
			}
			if !utf8.RuneStart(text[m.Start]) || m.End < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[m.End]) {
				t.Fatalf("match from %d to %d cuts a character of %q", m.Start, m.End, text)
			}
			end = m.End
		}
	})
}
