package examples_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/examples"
	"github.com/entente-kg/entente/graph/question/questiontest"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// TestExamples runs every example: each finds something in the graph of questiontest.
func TestExamples(t *testing.T) {
	store := localtest.Store(t)
	if rejected, err := store.Put(context.Background(), questiontest.Facts()); err != nil || len(rejected) > 0 {
		t.Fatalf("fill the graph: %v %v", err, rejected)
	}
	asker := question.New(store)
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 25 {
		t.Errorf("%d examples", len(all))
	}
	for _, e := range all {
		t.Run(e.Name, func(t *testing.T) {
			if !strings.HasPrefix(e.DQL, "# ") || e.Title == "" {
				t.Error("it does not begin with a comment that says what it asks")
			}
			answer, err := asker.Query(context.Background(), question.Query{DQL: e.DQL})
			if err != nil {
				t.Fatal(err)
			}
			var blocks map[string][]any
			if err := json.Unmarshal(answer.Result, &blocks); err != nil {
				t.Fatal(err)
			}
			found := 0
			for _, b := range blocks {
				found += len(b)
			}
			if found == 0 {
				t.Errorf("it finds nothing: %s", answer.Result)
			}
		})
	}
}
