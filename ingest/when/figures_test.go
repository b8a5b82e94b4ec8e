package when

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"io/fs"
	"math"
	"os"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
)

var update = flag.Bool("update", false, "write the figures that were measured to testdata/figures.json")

// timesFile holds articles with the values that annotators gave to their time expressions. It lies beside the checkout.
const timesFile = "../../../shared/eval/public/times.jsonl"

// figures are the F1 of finding an expression (overlap), of its exact span, and of finding it with the right value.
type figures struct {
	Found, Span, Value float64
}

type annotated struct {
	DCT     string
	Text    string
	Timexes []struct {
		Begin, End int
		Value      string
	}
}

// The figures are those of testdata/figures.json; -update writes them anew after a change that was meant.
func TestFigures(t *testing.T) {
	f, err := os.Open(timesFile)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("NOT MEASURED: no %s beside the checkout", timesFile)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got := measure(t, f)
	if *update {
		b, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("testdata/figures.json", append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile("testdata/figures.json")
	if err != nil {
		t.Fatal(err)
	}
	var want figures
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("the figures have changed:\n now %+v\n was %+v\nif that is meant, run the test with -update", got, want)
	}
	if got.Value < 0.78 {
		t.Errorf("values F1 %.4f, must reach 0.78", got.Value)
	}
}

// measure scores the expressions of every article, in the way of the TempEval exercises.
func measure(t *testing.T, f *os.File) figures {
	analyzer, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	var gold, found, overlap, span, value float64
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<26)
	for scan.Scan() {
		var a annotated
		if err := json.Unmarshal(scan.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		doc, err := analyzer.Analyze(a.Text)
		if err != nil {
			t.Fatal(err)
		}
		published, err := schema.ParseDate(a.DCT[:len("2006-01-02")])
		if err != nil {
			t.Fatal(err)
		}
		got := Find(doc, published)
		gold, found = gold+float64(len(a.Timexes)), found+float64(len(got))
		used := make([]bool, len(got))
		for _, g := range a.Timexes {
			i := slices.IndexFunc(got, func(e Expression) bool { return start(a.Text, e) == g.Begin && end(a.Text, e) == g.End })
			if i < 0 || used[i] {
				i = -1
				for k, e := range got {
					if !used[k] && start(a.Text, e) < g.End && g.Begin < end(a.Text, e) {
						i = k
						break
					}
				}
			}
			if i < 0 {
				continue
			}
			used[i] = true
			overlap++
			if start(a.Text, got[i]) == g.Begin && end(a.Text, got[i]) == g.End {
				span++
			}
			if got[i].Value == g.Value {
				value++
			}
		}
	}
	if err := scan.Err(); err != nil {
		t.Fatal(err)
	}
	f1 := func(right float64) float64 { return math.Round(2*right/(gold+found)*1e4) / 1e4 }
	t.Logf("%.0f expressions, %.0f found", gold, found)
	return figures{f1(overlap), f1(span), f1(value)}
}

// start and end are the offsets of an expression in code points.
func start(s string, e Expression) int { return utf8.RuneCountInString(s[:e.Start]) }

func end(s string, e Expression) int { return utf8.RuneCountInString(s[:e.End]) }
