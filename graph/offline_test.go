package graph_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local"
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

// TestLoad: a graph that Dgraph's bulk loader has made is the one that was written, and can be added to.
func TestLoad(t *testing.T) {
	localtest.Server(t) // or skip
	ctx := context.Background()
	var articles []schema.Facts
	gen := newSynthetic(4)
	for n := range 20 {
		articles = append(articles, gen.article(n))
	}
	var written strings.Builder
	if err := graph.WriteNQuads(&written, slices.Values(articles)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "graph.rdf")
	if err := os.WriteFile(file, []byte(written.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	o := local.Options{Dir: t.TempDir(), Binary: os.Getenv("ENTENTE_DGRAPH_BINARY"), Grace: 200 * time.Millisecond}
	if err := local.Load(ctx, o, schema.DQL, file); err != nil {
		t.Fatal(err)
	}
	if err := local.Load(ctx, o, schema.DQL, file); !errors.Is(err, local.ErrNotEmpty) {
		t.Errorf("load once more: %v", err)
	}
	server, err := local.Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop(context.Background()) })
	store, err := graph.Open(ctx, graph.Options{Addresses: []string{server.Addr()}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	if rejected, err := store.Put(ctx, articles); err != nil || len(rejected) > 0 {
		t.Fatalf("rejected %v, err %v", rejected, err)
	}
	var loaded strings.Builder
	if err := store.Export(ctx, &loaded); err != nil {
		t.Fatal(err)
	}
	want := slices.Compact(slices.Sorted(strings.Lines(written.String())))
	if diff := cmp.Diff(want, slices.Collect(strings.Lines(loaded.String()))); diff != "" {
		t.Errorf("loaded (-written +loaded):\n%.3000s", diff)
	}
}
