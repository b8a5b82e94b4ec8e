package when

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// A rule that asks for a word which the lexicon does not have would never apply.
func TestLexiconHasTheWordsOfTheRules(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`p\.(?:is|skipWord)\([^"()]*(?:\([^()]*\))?[^"()]*((?:"[a-z]+",? ?)+)\)`)
	quoted := regexp.MustCompile(`"([a-z]+)"`)
	asked := 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(src), -1) {
			for _, w := range quoted.FindAllStringSubmatch(m[1], -1) {
				asked++
				if lexicon[w[1]] == nil {
					t.Errorf("%s asks for %q, which the lexicon does not have", f, w[1])
				}
			}
		}
	}
	if asked < 300 {
		t.Errorf("found only %d words in the rules; has the way of asking changed?", asked)
	}
}
