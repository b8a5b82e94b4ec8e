package extract

import (
	"encoding/json"
	"flag"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/ingest/extract/internal/gold"
)

var update = flag.Bool("update", false, "write testdata/figures.json anew")

const (
	goldArticles = "testdata/gold/*.json"
	goldFigures  = "testdata/figures.json"
)

func goldFiles(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob(goldArticles)
	if err != nil || len(names) == 0 {
		t.Fatalf("no gold articles: %v", err)
	}
	return names
}

// TestGoldFigures compares how right the facts of the gold articles are with the figures that are committed, so that a
// change of rules, names or model that moves them is seen in review. With -v it names every fact that is false or missed.
func TestGoldFigures(t *testing.T) {
	x := extractor(t)
	var sum gold.Figures
	for _, name := range goldFiles(t) {
		g, err := gold.Read(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := x.Extract(g.Article)
		if err != nil {
			t.Fatal(err)
		}
		sum.Add(g, f)
		logMistakes(t, g.Article.ID, gold.Compare(g, f))
	}
	if sum.Leaks+sum.Unsupported > 0 {
		t.Errorf("%d facts out of boilerplate and %d without evidence, want none", sum.Leaks, sum.Unsupported)
	}
	got := figures(&sum)
	if *update {
		writeGoldFigures(t, got)
		return
	}
	want := readGoldFigures(t)
	for _, name := range slices.Sorted(maps.Keys(got)) {
		t.Logf("%-24s %.4f", name, got[name])
		if math.Abs(got[name]-want[name]) > 0.00005 {
			t.Errorf("%s is %.4f, was %.4f: if this is meant, run go test ./ingest/extract -run TestGoldFigures -update and commit %s",
				name, got[name], want[name], goldFigures)
		}
	}
}

func logMistakes(t *testing.T, article string, r gold.Result) {
	t.Helper()
	for _, v := range r.Verdicts {
		if !v.Right {
			t.Logf("%s: false %s (%s): %s", article, v.Kind, v.Rule, v.Text)
		}
	}
	for _, m := range r.Missed {
		t.Logf("%s: missed %s", article, m)
	}
	for _, w := range r.Wrong {
		t.Logf("%s: wrong %s", article, w)
	}
}

// figures names the figures that are kept, rounded to four places.
func figures(f *gold.Figures) map[string]float64 {
	out := map[string]float64{
		"overall": f.Overall(), "events kind": f.Kind.Value(), "events status": f.Status.Value(),
		"events date": f.Date.Value(), "events place": f.Place.Value(), "events round": f.Round.Value(),
	}
	for name, c := range map[string]gold.Count{
		"actors": f.Actors, "memberships": f.Memberships, "tenures": f.Tenures, "affiliations": f.Affiliations,
		"events strict": f.Strict, "events lenient": f.Lenient,
	} {
		out[name+" precision"], out[name+" recall"], out[name+" F1"] = c.Precision(), c.Recall(), c.F1()
	}
	for name, v := range out {
		out[name] = math.Round(v*10000) / 10000
	}
	return out
}

func readGoldFigures(t *testing.T) map[string]float64 {
	t.Helper()
	b, err := os.ReadFile(goldFigures)
	if err != nil {
		t.Fatal(err)
	}
	var f map[string]float64
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func writeGoldFigures(t *testing.T, f map[string]float64) {
	t.Helper()
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(goldFigures, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestGoldArticles holds the gold articles to their own text: each actor is named in it, each fact speaks of such
// actors, and evidence and boilerplate are pieces of it.
func TestGoldArticles(t *testing.T) {
	for _, name := range goldFiles(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			g, err := gold.Read(name)
			if err != nil {
				t.Fatal(err)
			}
			checkNames(t, g)
			checkKeys(t, g.Gold)
			for _, piece := range append(goldEvidence(t, name), g.Gold.Boilerplate...) {
				if !strings.Contains(g.Article.Text, piece) {
					t.Errorf("the text lacks %q", piece)
				}
			}
		})
	}
}

func checkNames(t *testing.T, g gold.File) {
	t.Helper()
	for _, a := range g.Gold.Actors {
		if !slices.ContainsFunc(append([]string{a.Name}, a.Aliases...), func(n string) bool {
			return strings.Contains(g.Article.Title+"\n"+g.Article.Text, n)
		}) {
			t.Errorf("the text does not name %s", a.Name)
		}
	}
}

func checkKeys(t *testing.T, f gold.Facts) {
	t.Helper()
	known := map[string]bool{"": true}
	for _, a := range f.Actors {
		if known[a.Key] {
			t.Errorf("two actors are called %q", a.Key)
		}
		known[a.Key] = true
	}
	var used []string
	for _, m := range f.Memberships {
		used = append(used, m.Actor, m.Organization)
	}
	for _, h := range f.Tenures {
		used = append(used, h.Person, h.Of)
	}
	for _, a := range f.Affiliations {
		used = append(used, a.Organization)
	}
	for _, e := range f.Events {
		used = append(append(used, e.Place), e.AltPlaces...)
		for _, p := range e.Participants {
			used = append(append(used, p.Actor), p.Alt...)
		}
	}
	for _, key := range used {
		if !known[key] {
			t.Errorf("no actor is called %q", key)
		}
	}
}

// goldEvidence reads the evidence of the events, which the comparison does without.
func goldEvidence(t *testing.T, name string) []string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Gold struct {
			Events []struct {
				Evidence string `json:"evidence"`
			} `json:"events"`
		} `json:"gold"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range file.Gold.Events {
		if e.Evidence == "" {
			t.Error("an event has no evidence")
		}
		out = append(out, e.Evidence)
	}
	return out
}
