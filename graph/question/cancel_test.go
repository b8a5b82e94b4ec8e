package question_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
)

// TestQueryIsCanceled: a query whose time is over ends in Dgraph, too, and not only for the one who waits for it.
func TestQueryIsCanceled(t *testing.T) {
	asker := question.New(filled(t))
	// A long chain of steps, each of which waits for the one before it and looks at every node.
	var dql strings.Builder
	dql.WriteString("{v0 as var(func: has(xid))\n")
	const steps = 300
	for i := range steps {
		fmt.Fprintf(&dql, "v%d as var(func: has(xid)) @filter(uid(v%d) and has(xid))\n", i+1, i)
	}
	fmt.Fprintf(&dql, "q(func: uid(v%d)) {count(uid)}}", steps)
	ask := func(limit time.Duration) error {
		_, err := asker.Query(context.Background(), question.Query{DQL: dql.String(), Timeout: limit})
		return err
	}
	begin := time.Now()
	if err := ask(time.Minute); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(begin)
	begin = time.Now()
	if err := ask(whole / 20); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "did not end within") {
		t.Fatalf("after %s: %v", time.Since(begin), err)
	}
	for pending(t) > 0 {
		if time.Since(begin) > whole {
			t.Fatal("Dgraph still works on the query")
		}
		time.Sleep(10 * time.Millisecond)
	}
	free := time.Since(begin)
	t.Logf("the whole query takes %s; ended after %s, it is off Dgraph after %s", whole, whole/20, free)
	if free > whole/2 {
		t.Errorf("Dgraph is free only after %s of %s", free, whole)
	}
}

var pendingQueries = regexp.MustCompile(`(?m)^dgraph_pending_queries_total(?:\{[^}]*\})? (\S+)$`)

// pending is how many queries Dgraph works on.
func pending(t *testing.T) float64 {
	t.Helper()
	resp, err := http.Get(localtest.Server(t).HTTP() + "/debug/prometheus_metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close() //nolint:errcheck // read-only
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	m := pendingQueries.FindSubmatch(b)
	if m == nil {
		t.Fatalf("Dgraph does not say how many queries are pending:\n%.2000s", b)
	}
	n, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
