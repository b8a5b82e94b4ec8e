package article

import (
	"encoding/json"
	"errors"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entente-kg/entente/ingest/article/internal/gold"
)

var update = flag.Bool("update", false, "write the figures that were measured to testdata/figures.json")

// figures are the quality of main texts and publication dates on the gold pages of the go-trafilatura module.
type figures struct {
	Precision, Recall, F1         float64
	Dates, DatesRight, DatesWrong int
	Pages, PagesWithoutText       int
}

// The figures are those of testdata/figures.json; -update writes them anew after a change that was meant.
func TestFigures(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT MEASURED: a thousand pages take half a minute")
	}
	pages, err := gold.Pages()
	if errors.Is(err, gold.ErrNoPages) {
		t.Skipf("NOT MEASURED: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err := gold.Measure(pages, func(page []byte, address string) (string, string) {
		a, _, _ := FromHTML(page, "", address)
		day, err := a.Published.Date()
		if err != nil {
			return a.Text, ""
		}
		return a.Text, day.String()
	})
	if err != nil {
		t.Fatal(err)
	}
	round := func(f float64) float64 { return math.Round(f*1e4) / 1e4 }
	got := figures{round(s.Precision()), round(s.Recall()), round(s.F1()), s.Dates, s.RightDates, s.WrongDates, s.Pages, s.WithoutText}
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
	if got.F1 < 0.90 {
		t.Errorf("F1 %.4f, must reach 0.90", got.F1)
	}
}

// goldArticles are articles whose junk was marked by hand. They lie beside the checkout.
const goldArticles = "../../../shared/eval/dev/*.json"

// All junk of the gold articles is marked, and nothing else.
func TestGoldJunk(t *testing.T) {
	files, err := filepath.Glob(goldArticles)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("NOT MEASURED: no %s beside the checkout", goldArticles)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var a struct {
			Article struct{ Text string }
			Gold    struct{ Boilerplate []string }
		}
		if err := json.Unmarshal(b, &a); err != nil {
			t.Fatal(err)
		}
		plain := a.Article.Text
		want := make([]bool, len(plain))
		for _, piece := range a.Gold.Boilerplate {
			at := strings.Index(plain, piece)
			for i := at; i < at+len(piece); i++ {
				want[i] = true
			}
		}
		got := make([]bool, len(plain))
		for _, r := range Junk(plain) {
			for i := r.Start; i < r.End; i++ {
				got[i] = true
			}
		}
		for i := 0; i < len(plain); i++ {
			if got[i] == want[i] || strings.ContainsRune(" \n", rune(plain[i])) {
				continue
			}
			end := i
			for end < len(plain) && got[end] != want[end] {
				end++
			}
			t.Errorf("%s: junk is %v, marked is %v: %q", filepath.Base(file), want[i], got[i], plain[i:end])
			i = end
		}
	}
}
