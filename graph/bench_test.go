package graph_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/schema"
)

// BenchmarkPut stores synthetic articles of twenty facts each through Put and then loads the N-Quads of the very same
// graph with dgraph live into the same, emptied server. It reports both rates, in N-Quads a second, and their ratio.
// ENTENTE_BENCH_ARTICLES is the number of articles, 10,000 if it is not set; -benchtime=1x is meant.
func BenchmarkPut(b *testing.B) {
	articles := 10_000
	if n, err := strconv.Atoi(os.Getenv("ENTENTE_BENCH_ARTICLES")); err == nil {
		articles = n
	}
	for b.Loop() {
		server, store := localtest.Server(b), localtest.Store(b)
		ours := putAll(b, store, articles)
		file, nquads := exportFile(b, store)
		localtest.Store(b) // empties the server and gives it the schema
		live := loadLive(b, server, file)
		b.ReportMetric(float64(articles)/ours.Seconds(), "articles/s")
		b.ReportMetric(float64(nquads)/ours.Seconds(), "nquads/s")
		b.ReportMetric(float64(nquads)/live.Seconds(), "live-nquads/s")
		b.ReportMetric(live.Seconds()/ours.Seconds(), "ratio")
		b.ReportMetric(0, "ns/op")
	}
}

// putAll stores the articles in batches of a hundred from two goroutines, as the pipeline does, and says how long it took.
func putAll(b *testing.B, store *graph.Store, articles int) time.Duration {
	b.Helper()
	batches := make(chan []schema.Facts, 4)
	go func() {
		defer close(batches)
		gen := newSynthetic(1)
		for n := 0; n < articles; {
			var batch []schema.Facts
			for range min(100, articles-n) {
				batch = append(batch, gen.article(n))
				n++
			}
			batches <- batch
		}
	}()
	begin := time.Now()
	var writers sync.WaitGroup
	for range 2 {
		writers.Go(func() {
			for batch := range batches {
				if rejected, err := store.Put(context.Background(), batch); err != nil || len(rejected) > 0 {
					b.Errorf("rejected %v, err %v", rejected, err)
				}
			}
		})
	}
	writers.Wait()
	return time.Since(begin)
}

func exportFile(b *testing.B, store *graph.Store) (path string, nquads int) {
	b.Helper()
	var out strings.Builder
	if err := store.Export(b.Context(), &out); err != nil {
		b.Fatal(err)
	}
	var kept strings.Builder
	for line := range strings.Lines(out.String()) {
		if !strings.HasPrefix(line, "<entente/graph>") { // the version of the schema, which an empty graph has already
			kept.WriteString(line)
			nquads++
		}
	}
	path = filepath.Join(b.TempDir(), "graph.rdf")
	if err := os.WriteFile(path, []byte(kept.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return path, nquads
}

var timeSpent = regexp.MustCompile(`Time spent\s*:\s*(\S+)`)

// loadLive loads the file with dgraph live and returns the time that it says it has spent.
func loadLive(b *testing.B, server *local.Server, file string) time.Duration {
	b.Helper()
	binary, err := local.FindBinary("")
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(binary, "live", "--files", file, "--alpha", server.Addr(), "--zero", server.Zero(),
		"--tmp", b.TempDir())
	cmd.Dir = b.TempDir()
	out, err := cmd.CombinedOutput()
	if err != nil {
		b.Fatalf("dgraph live: %v\n%s", err, out)
	}
	m := timeSpent.FindSubmatch(out)
	if m == nil {
		b.Fatalf("dgraph live does not say how long it took:\n%s", out)
	}
	took, err := time.ParseDuration(string(m[1]))
	if err != nil {
		b.Fatal(err)
	}
	return took
}
