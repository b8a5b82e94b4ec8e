package graph_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// TestWriteNQuads: the N-Quads written without Dgraph are those of the graph that Put makes of the same articles.
func TestWriteNQuads(t *testing.T) {
	var articles []schema.Facts
	gen := newSynthetic(3)
	for n := range 60 {
		articles = append(articles, gen.article(n))
	}
	world, err := reference.Load()
	if err != nil {
		t.Fatal(err)
	}
	articles = append(articles, world.Facts()[:40]...)
	store := localtest.Store(t)
	if rejected, err := store.Put(context.Background(), articles); err != nil || len(rejected) > 0 {
		t.Fatalf("rejected %v, err %v", rejected, err)
	}
	var put, written strings.Builder
	if err := store.Export(context.Background(), &put); err != nil {
		t.Fatal(err)
	}
	if err := graph.WriteNQuads(&written, slices.Values(articles)); err != nil {
		t.Fatal(err)
	}
	lines := slices.Compact(slices.Sorted(strings.Lines(written.String())))
	if diff := cmp.Diff(slices.Collect(strings.Lines(put.String())), lines); diff != "" {
		t.Errorf("written without Dgraph (-put +written):\n%.3000s", diff)
	}
	t.Run("an article that comes twice", func(t *testing.T) {
		err := graph.WriteNQuads(&strings.Builder{}, slices.Values(slices.Repeat(articles[:1], 2)))
		if err == nil || !strings.Contains(err.Error(), "twice") {
			t.Errorf("error %v", err)
		}
	})
}
