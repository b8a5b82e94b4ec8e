package article

import (
	"os"
	"strings"
	"testing"
)

// fixtures reads a file of paragraphs, one a line; lines that begin with # are comments.
func fixtures(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// between puts a paragraph among news, as its third.
func between(p string) (text string, start, end int) {
	before := "The presidents of Kenya and Uganda met in Kampala on Monday.\n\nThey signed a treaty on fishing, officials said.\n\n"
	after := "\n\nThe treaty enters into force in January, the two governments announced."
	return before + p + after, len(before), len(before) + len(p)
}

func TestJunkParagraphs(t *testing.T) {
	for _, p := range fixtures(t, "junk.txt") {
		text, start, end := between(p)
		found := Junk(text)
		covered := 0
		for _, r := range found {
			if r.Start < start || r.End > end {
				t.Errorf("beside %q marked %q as %s", p, text[r.Start:r.End], r.Reason)
				continue
			}
			covered += r.End - r.Start
		}
		if covered < end-start-2 {
			t.Errorf("not marked: %s %v", p, found)
		}
	}
}

func TestNewsParagraphs(t *testing.T) {
	for _, p := range fixtures(t, "news.txt") {
		text, _, _ := between(p)
		for _, r := range Junk(text) {
			t.Errorf("marked as %s: %s", r.Reason, text[r.Start:r.End])
		}
	}
}
