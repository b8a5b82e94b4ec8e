package question_test

import (
	"context"
	"errors"
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
	// Many walks from everything to everything that shares an actor with it. Together they take many times the limit.
	var dql strings.Builder
	dql.WriteString("{")
	for range 900 {
		dql.WriteString("var(func: has(xid)) {mentions {~mentions {mentions {~mentions}}}}")
	}
	dql.WriteString("}")
	begin := time.Now()
	_, err := asker.Query(context.Background(), question.Query{DQL: dql.String(), Timeout: 50 * time.Millisecond})
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "did not end within 50ms") {
		t.Fatalf("after %s: %v", time.Since(begin), err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("the time limit of 50 ms ends the query after %s", took)
	}
	for deadline := time.Now().Add(10 * time.Second); pending(t) > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("Dgraph still works on the query")
		}
	}
	t.Logf("Dgraph is free %s after the start of the query", time.Since(begin).Round(time.Millisecond))
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
