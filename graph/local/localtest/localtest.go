// Package localtest gives the tests of a package one real Dgraph. A package that uses it says
//
//	func TestMain(m *testing.M) { localtest.Main(m) }
//
// and asks for an empty graph with Store, or for the server itself with Addr. The server starts when the first test asks
// and stops with the last; tests that ask share it, so they don't run in parallel with each other.
package localtest

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local"
)

// one is the server of the test binary.
var one struct {
	sync.Once
	server *local.Server
	dir    string
	err    error
}

// Main runs the tests, stops the server if one was started, and exits.
func Main(m *testing.M) {
	code := m.Run()
	if one.server != nil {
		if err := one.server.Stop(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = max(code, 1)
		}
	}
	if one.dir != "" {
		_ = os.RemoveAll(one.dir) // a temporary folder
	}
	os.Exit(code)
}

// Server is the server of the test binary. The test is skipped, and says so, with -short or where there is no dgraph to
// run.
func Server(t testing.TB) *local.Server {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: needs a real Dgraph, and -short was asked for")
	}
	if _, err := local.FindBinary(os.Getenv("ENTENTE_DGRAPH_BINARY")); err != nil {
		t.Skipf("SKIPPED: needs a real Dgraph: %v", err)
	}
	one.Do(start)
	if one.err != nil {
		t.Fatalf("start Dgraph for the tests: %v", one.err)
	}
	return one.server
}

func start() {
	one.dir, one.err = os.MkdirTemp("", "entente-test-")
	if one.err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	one.server, one.err = local.Start(ctx, local.Options{
		Dir: one.dir, Binary: os.Getenv("ENTENTE_DGRAPH_BINARY"), Grace: 200 * time.Millisecond,
	})
}

// Addr is the gRPC address of the server of the test binary.
func Addr(t testing.TB) string {
	t.Helper()
	return Server(t).Addr()
}

// Store is an empty, migrated graph on the server of the test binary. What an earlier test left in it is dropped.
func Store(t testing.TB) *graph.Store {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	store, err := graph.Open(ctx, graph.Options{Addresses: []string{Addr(t)}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	if err := store.DropAll(ctx); err != nil {
		t.Fatalf("empty the graph: %v", err)
	}
	if err := store.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	return store
}

// SetVersion makes the graph on the server one of that schema version.
func SetVersion(t testing.TB, version int) {
	t.Helper()
	body := fmt.Sprintf(`upsert {
		query {v as var(func: eq(xid, "entente/graph"))}
		mutation {set {uid(v) <version> "%d" .}}
	}`, version)
	post(t, "/mutate?commitNow=true", "application/rdf", body, "Success")
}

// Clear takes the values of a predicate from the nodes that have it, as if no program had ever written it.
func Clear(t testing.TB, pred, of string) {
	t.Helper()
	body := fmt.Sprintf(`upsert {
		query {v as var(func: %s) @filter(has(%s))}
		mutation {delete {uid(v) <%[2]s> * .}}
	}`, of, pred)
	post(t, "/mutate?commitNow=true", "application/rdf", body, "Success")
}

// Set writes N-Quads into the graph as a program does that looks for nothing first.
func Set(t testing.TB, nquads string) {
	t.Helper()
	set(t, nquads, "Success")
}

// Refused checks that the server refuses the N-Quads.
func Refused(t testing.TB, nquads string) {
	t.Helper()
	set(t, nquads, "errors")
}

func set(t testing.TB, nquads, want string) {
	t.Helper()
	post(t, "/mutate?commitNow=true", "application/rdf", "{set {\n"+nquads+"\n}}", want)
}

// Alter applies a schema of DQL to the graph on the server, for tests that need it to be another than the program's.
func Alter(t testing.TB, dql string) {
	t.Helper()
	post(t, "/alter", "application/dql", dql, "Success")
}

// post sends the body and looks for what the answer must hold.
func post(t testing.TB, path, contentType, body, want string) {
	t.Helper()
	resp, err := http.Post(Server(t).HTTP()+path, contentType, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // read-only
	if answer, err := io.ReadAll(resp.Body); err != nil || !strings.Contains(string(answer), want) {
		t.Fatalf("%s: %v: %s", path, err, answer)
	}
}
