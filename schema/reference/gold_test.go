package reference

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// TestResolveAgainstGold resolves the mentions of states that others have annotated in news articles. Of those that are
// found, 0.97 must get the right ISO code. The articles are not part of the project and lie beside it.
func TestResolveAgainstGold(t *testing.T) {
	const path = "../../../shared/eval/public/news-actors.jsonl"
	file, err := os.Open(path)
	if err != nil {
		t.Skipf("the annotated articles are not there, so nothing is measured: %v", err)
	}
	defer file.Close()
	w := load(t)
	var found, right, missed int
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var article struct {
			Entities []struct {
				Types    []string `json:"types"`
				ISO3     []string `json:"iso3"`
				Mentions []struct {
					Text string `json:"text"`
				} `json:"mentions"`
			} `json:"entities"`
		}
		if err := json.Unmarshal(lines.Bytes(), &article); err != nil {
			t.Fatal(err)
		}
		for _, e := range article.Entities {
			if !slices.Contains(e.Types, "gpe0") || len(e.ISO3) == 0 {
				continue
			}
			for _, m := range e.Mentions {
				candidates := w.Resolve(m.Text, Query{Type: schema.State})
				switch {
				case len(candidates) == 0:
					missed++
				case slices.Contains(e.ISO3, w.actors[candidates[0].Ref].ISO3):
					found, right = found+1, right+1
				default:
					found++
				}
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	share := float64(right) / float64(max(found, 1))
	t.Logf("right state for a found mention: %.3f of %d; %d not found", share, found, missed)
	if share < 0.97 {
		t.Errorf("right state for %.3f of the found mentions, want 0.97", share)
	}
}
