package export_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/entente-kg/entente/graph/local"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/questiontest"
	"github.com/entente-kg/entente/schema"
)

// TestRoundTrip: a graph that went through a file of N-Quads into an empty Dgraph, by Dgraph's own loader, answers every
// question as before, and is written as the same file again.
func TestRoundTrip(t *testing.T) {
	ctx := context.Background()
	store := localtest.Store(t)
	if rejected, err := store.Put(ctx, questiontest.Facts()); err != nil || len(rejected) > 0 {
		t.Fatalf("fill the graph: %v %v", err, rejected)
	}
	var before, after bytes.Buffer
	if err := store.Export(ctx, &before); err != nil {
		t.Fatal(err)
	}
	if err := store.DropAll(ctx); err != nil {
		t.Fatal(err)
	}
	load(t, before.Bytes())
	if err := store.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	questiontest.Run(t, question.New(store))
	if err := store.Export(ctx, &after); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before.Bytes(), after.Bytes()) {
		t.Errorf("%d bytes were exported, %d come back", before.Len(), after.Len())
	}
}

// load loads N-Quads and the schema with dgraph live.
func load(t *testing.T, nquads []byte) {
	t.Helper()
	server := localtest.Server(t)
	binary, err := local.FindBinary(os.Getenv("ENTENTE_DGRAPH_BINARY"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file, dql := filepath.Join(dir, "graph.rdf"), filepath.Join(dir, "schema.dql")
	for path, b := range map[string][]byte{file: nquads, dql: []byte(schema.DQL)} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(binary, "live", "--files", file, "--schema", dql, "--alpha", server.Addr(), "--zero", server.Zero(), "--tmp", dir)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("dgraph live: %v\n%s", err, out)
	}
}
