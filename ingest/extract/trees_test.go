package extract

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
)

// The rules read trees. Each sentence of testdata/trees/sentences.conllu has its tree drawn by hand, and the lines
// "# says" tell what the rules must read from it, no more and no less, whatever the language model of the day is.
func TestRulesOnTreesDrawnByHand(t *testing.T) {
	x := extractor(t)
	for _, c := range readTrees(t, "testdata/trees/sentences.conllu") {
		t.Run(c.doc.Text, func(t *testing.T) {
			published, err := schema.ParseDate("2025-05-09")
			if err != nil {
				t.Fatal(err)
			}
			f := x.readFacts(c.doc, schema.Article{ID: "t", Published: "2025-05-09", Text: c.doc.Text}, published, nil)
			checkFacts(t, c.doc.Text, f)
			if got := summary(f); !slices.Equal(got, c.says) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.says, "\n"))
				x.readFacts(c.doc, schema.Article{Text: c.doc.Text}, published, t.Logf)
			}
		})
	}
}

// drawn is a sentence with its tree and what it says.
type drawn struct {
	doc  *text.Document
	says []string
}

func readTrees(t *testing.T, name string) []drawn {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []drawn
	for _, block := range strings.Split(strings.TrimSpace(string(b)), "\n\n") {
		out = append(out, readTree(t, block))
	}
	return out
}

func readTree(t *testing.T, block string) drawn {
	t.Helper()
	d := drawn{doc: &text.Document{}}
	var tokens []text.Token
	for _, line := range strings.Split(block, "\n") {
		if says, ok := strings.CutPrefix(line, "# says "); ok {
			d.says = append(d.says, "  "+says)
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 10 {
			t.Fatalf("%q has %d columns", line, len(f))
		}
		head, err := strconv.Atoi(f[6])
		if err != nil {
			t.Fatal(err)
		}
		start := len(d.doc.Text)
		d.doc.Text += f[1]
		tokens = append(tokens, text.Token{
			Start: start, End: len(d.doc.Text), Text: f[1], Lemma: f[2], UPOS: f[3], XPOS: f[4], Head: head - 1, Relation: f[7],
		})
		if f[9] != "SpaceAfter=No" {
			d.doc.Text += " "
		}
	}
	d.doc.Text = strings.TrimSpace(d.doc.Text)
	d.doc.Sentences = []text.Sentence{{Start: 0, End: len(d.doc.Text), Tokens: tokens}}
	return d
}
