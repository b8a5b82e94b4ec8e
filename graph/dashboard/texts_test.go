package dashboard

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
)

var (
	action   = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	used     = regexp.MustCompile(`\btext "([^"]+)"`)
	usedInGo = regexp.MustCompile(`\btext\("([^"]+)"`)
	usedInTS = regexp.MustCompile(`\btext\("([^"]+)"`)
	spoken   = map[string]bool{"placeholder": true, "title": true, "aria-label": true, "alt": true}
)

// names of formats and of things that are not English
var notEnglish = strings.NewReplacer("CSV", "", "JSON", "", "Russia", "", "Turkey", "", "Iran, United States", "", "Ukraine", "")

// Templates hold no English: it stands in texts, and nowhere else.
func TestTemplatesHoldNoEnglish(t *testing.T) {
	files, err := filepath.Glob("templates/*.html")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		root, err := html.ParseWithOptions(strings.NewReader(action.ReplaceAllString(string(b), "")), html.ParseOptionEnableScripting(false))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type == html.TextNode && n.Parent.Data != "code" {
				checkNoEnglish(t, file, n.Data)
			}
			for _, a := range n.Attr {
				if spoken[a.Key] {
					checkNoEnglish(t, file, a.Val)
				}
			}
		}
	}
}

func checkNoEnglish(t *testing.T, file, s string) {
	t.Helper()
	if strings.ContainsFunc(notEnglish.Replace(s), unicode.IsLetter) {
		t.Errorf("%s says %q by itself", file, strings.TrimSpace(s))
	}
}

// Every text that is asked for is there, and every one that is there is asked for.
func TestTexts(t *testing.T) {
	asked := map[string]bool{}
	for pattern, key := range map[string]*regexp.Regexp{"templates/*.html": used, "*.go": usedInGo, "web/src/*.ts": usedInTS} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, err)
		}
		for _, file := range files {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range key.FindAllStringSubmatch(string(b), -1) {
				k := m[1]
				if strings.HasSuffix(file, ".ts") {
					k = "script." + k
				}
				asked[k] = true
				if _, ok := texts[k]; !ok && !strings.HasSuffix(k, ".") && !strings.HasSuffix(file, "_test.go") {
					t.Errorf("%s asks for the text %s, which is not there", file, k)
				}
			}
		}
	}
	for _, p := range mainPages {
		asked[p.text] = true
	}
	for k := range texts {
		family, _, _ := strings.Cut(k, ".")
		built := asked[family+"."] // by the name of a term: status.member
		if !asked[k] && !built {
			t.Errorf("nobody asks for the text %s", k)
		}
	}
}
