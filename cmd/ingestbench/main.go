// Command ingestbench measures the whole way from JSON Lines to a local Dgraph: articles of its own templates are read,
// recognised as new, analysed and stored, with every stage on. It prints articles, words and N-Quads a second, the
// processor time that an article took in this process and in Dgraph's two, which tells more than the time on the clock
// where the machine has other work, the most memory that it took itself, and how the N-Quads compare with what dgraph live
// manages with the very same graph.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local"
	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/extract"
	"github.com/entente-kg/entente/ingest/ledger"
	"github.com/entente-kg/entente/ingest/source"
)

func main() {
	articles := flag.Int("articles", 2000, "how many `articles`")
	words := flag.Int("words", defaultWords, "the least length of an article, in `words`")
	compare := flag.Bool("compare", true, "load the same graph with dgraph live, too")
	heap := flag.String("heap", "", "write what memory this process holds in the end, and for what, to `file`")
	flag.Parse()
	if err := run(context.Background(), *articles, *words, *compare, *heap, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ingestbench:", err)
		os.Exit(1)
	}
}

// memoryLimit is that of entente ingest.
const memoryLimit = 448 << 20

func run(ctx context.Context, n, words int, compare bool, heap string, w io.Writer) error {
	debug.SetMemoryLimit(memoryLimit)
	dir, err := os.MkdirTemp("", "ingestbench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) // a temporary folder
	server, err := local.Start(ctx, local.Options{Dir: filepath.Join(dir, "dgraph"), Grace: 200 * time.Millisecond})
	if err != nil {
		return err
	}
	defer server.Stop(context.Background()) //nolint:errcheck // what it keeps is thrown away
	store, err := graph.Open(ctx, graph.Options{Addresses: []string{server.Addr()}})
	if err != nil {
		return err
	}
	defer store.Close() //nolint:errcheck // likewise
	if err := store.Migrate(ctx); err != nil {
		return err
	}
	file, count, err := writeArticles(dir, n, words)
	if err != nil {
		return err
	}
	before := processorTimes(server)
	took, facts, err := ingestFile(ctx, store, dir, file, n, heap)
	if err != nil {
		return err
	}
	spent := processorTimes(server)
	s := took.Seconds()
	fmt.Fprintf(w, "%d articles with %d facts in %.1f s on %d processors\n", n, facts, s, runtime.GOMAXPROCS(0))
	fmt.Fprintf(w, "%10.1f articles/s\n%10.0f words/s\n", float64(n)/s, float64(count)/s)
	for _, name := range []string{"this process", "alpha", "zero"} {
		fmt.Fprintf(w, "%10.1f ms of processor time an article in %s\n", (spent[name]-before[name]).Seconds()*1000/float64(n), name)
	}
	fmt.Fprintf(w, "%10.0f MB at most in this process\n", maxMemory())
	if !compare {
		return nil
	}
	nquads, live, err := loadLive(ctx, store, server, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%10.1f N-Quads an article\n%10.0f N-Quads/s\n", float64(nquads)/float64(n), float64(nquads)/s)
	fmt.Fprintf(w, "%10.0f N-Quads/s by dgraph live, with no analysis\n%10.2f ratio\n", float64(nquads)/live.Seconds(), live.Seconds()/s)
	return nil
}

// writeArticles writes n articles as JSON Lines and counts their words.
func writeArticles(dir string, n, words int) (path string, count int, err error) {
	path = filepath.Join(dir, "articles.jsonl")
	f, err := os.Create(path)
	if err != nil {
		return "", 0, err
	}
	out := bufio.NewWriter(f)
	enc := json.NewEncoder(out)
	g := newGenerator(1, words)
	for i := range n {
		a := g.article(i)
		count += len(strings.Fields(a.Text))
		if err := enc.Encode(a); err != nil {
			return "", 0, errors.Join(err, f.Close())
		}
	}
	return path, count, errors.Join(out.Flush(), f.Close())
}

// ingestFile takes the file through the pipeline, with the loading of the models in the time.
func ingestFile(ctx context.Context, store *graph.Store, dir, file string, n int, heap string) (took time.Duration, facts int, err error) {
	l, err := ledger.Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		return 0, 0, err
	}
	defer l.Close() //nolint:errcheck // thrown away
	begin := time.Now()
	reader, err := extract.New()
	if err != nil {
		return 0, 0, err
	}
	p := ingest.Pipeline{Reader: reader, Sink: store, Ledger: l, Log: slog.New(slog.DiscardHandler)}
	sum, err := p.Run(ctx, source.Files(ctx, []string{file}, nil, source.Defaults{}))
	if err == nil && sum.Articles+sum.Duplicates != n {
		err = fmt.Errorf("%d of %d articles were stored: %+v", sum.Articles, n, sum)
	}
	took = time.Since(begin)
	if err == nil && heap != "" {
		err = writeHeap(heap)
	}
	runtime.KeepAlive(reader)
	return took, sum.Facts, err
}

// writeHeap writes a profile of what is in use.
func writeHeap(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	runtime.GC()
	return errors.Join(pprof.WriteHeapProfile(f), f.Close())
}

func exportFile(ctx context.Context, store *graph.Store, dir string) (path string, nquads int, err error) {
	var out bytes.Buffer
	if err := store.Export(ctx, &out); err != nil {
		return "", 0, err
	}
	var kept bytes.Buffer
	for line := range bytes.Lines(out.Bytes()) {
		if !bytes.HasPrefix(line, []byte("<entente/graph>")) { // the version of the schema, which an empty graph has already
			kept.Write(line)
			nquads++
		}
	}
	path = filepath.Join(dir, "graph.rdf")
	return path, nquads, os.WriteFile(path, kept.Bytes(), 0o600)
}

var timeSpent = regexp.MustCompile(`Time spent\s*:\s*(\S+)`)

// loadLive empties the graph and loads what it held with dgraph live. It returns how many N-Quads these were and the time
// that dgraph live says it has spent.
func loadLive(ctx context.Context, store *graph.Store, server *local.Server, dir string) (nquads int, spent time.Duration, err error) {
	file, nquads, err := exportFile(ctx, store, dir)
	if err != nil {
		return 0, 0, err
	}
	if err := store.DropAll(ctx); err != nil {
		return 0, 0, err
	}
	if err := store.Migrate(ctx); err != nil {
		return 0, 0, err
	}
	spent, err = live(ctx, server, dir, file)
	return nquads, spent, err
}

func live(ctx context.Context, server *local.Server, dir, file string) (time.Duration, error) {
	binary, err := local.FindBinary(os.Getenv("ENTENTE_DGRAPH_BINARY"))
	if err != nil {
		return 0, err
	}
	if binary, err = filepath.Abs(binary); err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, binary, "live", "--files", file, "--alpha", server.Addr(), "--zero", server.Zero(), "--tmp", filepath.Join(dir, "live"))
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("dgraph live: %w\n%s", err, out)
	}
	m := timeSpent.FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("dgraph live does not say how long it took:\n%s", out)
	}
	return time.ParseDuration(string(m[1]))
}

// processorTimes is what this process and the two of Dgraph have spent of processor time, by name.
func processorTimes(server *local.Server) map[string]time.Duration {
	times := map[string]time.Duration{}
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err == nil {
		times["this process"] = time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	for _, name := range []string{"alpha", "zero"} {
		pid, err := os.ReadFile(filepath.Join(server.Dir(), name+".pid"))
		if err != nil {
			continue
		}
		stat, err := os.ReadFile(filepath.Join("/proc", strings.TrimSpace(string(pid)), "stat"))
		if err != nil {
			continue // only Linux tells of other processes so
		}
		times[name] = statTime(string(stat))
	}
	return times
}

// statTime is the processor time in a line of /proc/PID/stat: user and system, in ticks of a hundredth of a second.
func statTime(stat string) time.Duration {
	_, rest, _ := strings.Cut(stat, ") ") // the name of the program may hold spaces
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	var ticks int64
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// maxMemory is the largest resident set of this process, in MB.
func maxMemory() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Maxrss) / 1024
}
