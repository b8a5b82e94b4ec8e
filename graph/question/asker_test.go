package question_test

import (
	"context"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/questiontest"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// filled is a store that holds the graph of questiontest.
func filled(t testing.TB) *graph.Store {
	t.Helper()
	store := localtest.Store(t)
	rejected, err := store.Put(context.Background(), questiontest.Facts())
	if err != nil || len(rejected) > 0 {
		t.Fatalf("fill the graph: %v %v", err, rejected)
	}
	return store
}

func TestAsker(t *testing.T) {
	questiontest.Run(t, question.New(filled(t)))
}

// TestManyEvents asks the same of actors that count as having many events.
func TestManyEvents(t *testing.T) {
	asker := question.New(filled(t))
	asker.OneByOne(0)
	questiontest.Run(t, asker)
}
