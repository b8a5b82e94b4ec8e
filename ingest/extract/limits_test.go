package extract

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/entente-kg/entente/ingest/extract/internal/gold"
	"github.com/entente-kg/entente/schema"
)

// The article of issue "The first graph" gives its whole content: every fact that its reader found, and nothing that is not
// at least near to one.
func TestSeedArticleGivesItsWholeContent(t *testing.T) {
	const name = sharedDev + "/00-seed.json"
	if _, err := os.Stat(name); err != nil {
		t.Skipf("SKIPPED: no seed article at %s; its content is not checked", name)
	}
	g, err := gold.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := extractor(t).Extract(g.Article)
	if err != nil {
		t.Fatal(err)
	}
	checkFacts(t, g.Article.Text, f)
	r := gold.Compare(g, f)
	for _, m := range r.Missed {
		t.Errorf("missed %s", m)
	}
	for _, w := range r.Wrong {
		t.Errorf("wrong %s", w)
	}
	for _, v := range r.Verdicts {
		if !v.Right && !v.Near {
			t.Errorf("false %s by %s: %s", v.Kind, v.Rule, v.Text)
		}
	}
	if r.Leaks > 0 {
		t.Errorf("%d facts from junk", r.Leaks)
	}
}

// An article with ten thousand different names names them all, and says what each of them did.
func TestArticleWithTenThousandNames(t *testing.T) {
	const n = 10_000
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Minister %s accused Chad. ", madeUpName(i))
	}
	f, err := extractor(t).Extract(schema.Article{ID: "n", Published: "2025-05-09", Text: b.String()})
	if err != nil {
		t.Fatal(err)
	}
	checkFacts(t, b.String(), f)
	people := 0
	for _, a := range f.Actors {
		if a.Type == schema.Person {
			people++
		}
	}
	if people < n*9/10 {
		t.Errorf("%d people of %d", people, n)
	}
}

// madeUpName is a different first name and surname for each number.
func madeUpName(i int) string {
	syllables := []string{"ba", "do", "ke", "li", "mu", "na", "po", "ra", "si", "tu"}
	word := func(n int) string {
		w := ""
		for range 4 {
			w += syllables[n%10]
			n /= 10
		}
		return strings.ToUpper(w[:1]) + w[1:]
	}
	return word(i) + " " + word(i*7919+13)
}

// What names nobody, or is nothing but junk, gives an answer without facts.
func TestArticlesWithoutFacts(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":     "",
		"white space": " \n\t\n ",
		"no name":     "It rained all day. Nobody went out, and the dog slept. On Monday it was dry again.",
		"no words":    "--- *** 12345 ??? ;;; \u2026\u2026 ((( ))) === 3.14 ---",
		"one letter":  strings.Repeat("x", 5000),
		"junk": "Support our journalism: donate today.\n\nSign up for our newsletter and get the news from Russia, China and Iran every morning.\n\n" +
			"Related: France accuses Mali of theft\n\nWe use cookies to improve your experience. Accept all\n\n" +
			"Photo: Ana Ruiz / Getty Images\n\nShare this article on Facebook",
	} {
		t.Run(name, func(t *testing.T) {
			f, err := extractor(t).Extract(schema.Article{ID: "e", Published: "2025-05-09", Text: text})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(f.Events) + len(f.Memberships) + len(f.Tenures) + len(f.Affiliations); n > 0 {
				t.Errorf("%d facts: %v", n, summary(f))
			}
		})
	}
}
