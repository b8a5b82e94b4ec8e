package graph_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/schema"
)

const countActors = `{n(func: type(Actor)) {n: count(uid)}}`

// remembering is a store on the graph of the test that remembers so many bytes of answers.
func remembering(t *testing.T, bytes int) *graph.Store {
	t.Helper()
	s, err := graph.Open(t.Context(), graph.Options{Addresses: []string{localtest.Addr(t)}, Remember: bytes})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func mustQuery(ctx context.Context, t *testing.T, s *graph.Store, dql string, vars map[string]string) string {
	t.Helper()
	got, err := s.Query(ctx, dql, vars)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

// sent is how many queries Dgraph has answered. It counts a little late.
func sent(t *testing.T) int {
	t.Helper()
	for last := -1; ; time.Sleep(20 * time.Millisecond) {
		n := counted(t)
		if n == last {
			return n
		}
		last = n
	}
}

func counted(t *testing.T) int {
	t.Helper()
	resp, err := http.Get(localtest.Server(t).HTTP() + "/debug/prometheus_metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^dgraph_num_queries_total\{[^}]*method="Server.Query"[^}]*\} (\d+)$`).FindSubmatch(text)
	if found == nil {
		t.Fatal("Dgraph does not tell how many queries it has answered")
	}
	n, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// settle waits until Dgraph has done with what follows a change of the schema, for which it takes time stamps in the
// background as if it were about to write.
func settle(t *testing.T) {
	t.Helper()
	s := remembering(t, 1<<20)
	for still := 0; still < 5; {
		before := sent(t)
		mustQuery(t.Context(), t, s, countActors, nil)
		mustQuery(t.Context(), t, s, countActors, nil)
		if still++; sent(t)-before > 2 {
			still = 0
		}
	}
}

// A question of several queries that nobody's writing has touched costs Dgraph one small query when asked again.
func TestAnswersAreRemembered(t *testing.T) {
	put(t, localtest.Store(t), alliance())
	s := remembering(t, 1<<20)
	ask := func() (answers []string, queries int) {
		before := sent(t)
		ctx := graph.AtOneInstant(t.Context())
		for _, name := range []string{"PER", "CHL", "TUR"} {
			answers = append(answers, mustQuery(ctx, t, s, `query q($n: string) {q(func: eq(xid, $n)) {xid}}`, map[string]string{"n": "state/" + name}))
		}
		return answers, sent(t) - before
	}
	settle(t)
	first, asked := ask()
	again, askedAgain := ask()
	if fmt.Sprint(first) != fmt.Sprint(again) {
		t.Errorf("%s, then %s", first, again)
	}
	if asked != 3 || askedAgain != 1 {
		t.Errorf("%v queries, then %v; want 3, then 1", asked, askedAgain)
	}
}

// The variables of a query are part of it.
func TestAnswersOfOtherVariables(t *testing.T) {
	put(t, localtest.Store(t), alliance())
	s := remembering(t, 1<<20)
	const dql = `query q($a: string, $b: string) {q(func: eq(xid, [$a, $b])) {xid}}`
	seen := map[string]bool{}
	for _, vars := range []map[string]string{
		{"a": "state/PER", "b": "x"}, {"a": "x", "b": "organization/TL"}, {"a": "state/PER", "b": "organization/TL"}, {"a": "x", "b": "x"},
	} {
		for range 2 {
			seen[mustQuery(t.Context(), t, s, dql, vars)] = true
		}
	}
	if len(seen) != 4 {
		t.Errorf("%d answers, want 4: %v", len(seen), seen)
	}
}

// What others store is seen by the next question, however often the question was asked before, and never by one that is
// under way.
func TestAnswersGiveWayToWrites(t *testing.T) {
	writer := localtest.Store(t)
	s := remembering(t, 1<<20)
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				ctx := graph.AtOneInstant(t.Context())
				first, err := s.Query(ctx, countActors, nil)
				if err != nil {
					t.Error(err)
					return
				}
				if again, err := s.Query(ctx, countActors, nil); err != nil || string(again) != string(first) {
					t.Errorf("at one instant: %s, then %s, %v", first, again, err)
					return
				}
			}
		})
	}
	for n := range 20 {
		put(t, writer, stateNamed(n))
		want := fmt.Sprintf(`{"n":[{"n":%d}]}`, n+1)
		for range 2 {
			if got := mustQuery(t.Context(), t, s, countActors, nil); got != want {
				t.Errorf("after %d states: %s", n+1, got)
			}
		}
	}
	close(done)
	readers.Wait()
}

// stateNamed is an article that tells of one state and nothing else.
func stateNamed(n int) schema.Facts {
	name := fmt.Sprintf("Land%d", n)
	return schema.Facts{
		Article: schema.Article{ID: name, Title: name, Published: "2025-01-01", Source: "Paper", Language: "en", Text: name + "."},
		Actors:  []schema.Actor{{Ref: schema.NewRef(schema.State, strings.ToUpper(name)), Type: schema.State, Name: name}},
	}
}

// Answers beyond the bound push others out; one that is much of it is not remembered; without a bound none is.
func TestAnswersAreBounded(t *testing.T) {
	put(t, localtest.Store(t), alliance())
	settle(t)
	again := func(s *graph.Store, between int) int {
		ask := func(dql string) { mustQuery(graph.AtOneInstant(t.Context()), t, s, dql, nil) }
		ask(countActors + "# 0")
		for n := range between {
			ask(fmt.Sprintf("%s # %d", countActors, n+1))
		}
		ctx := graph.AtOneInstant(t.Context())
		mustQuery(ctx, t, s, nothingAtAll, nil)
		before := sent(t)
		mustQuery(ctx, t, s, countActors+"# 0", nil)
		return sent(t) - before
	}
	for name, c := range map[string]struct {
		bytes, between, asked int
	}{
		"room":     {1 << 20, 20, 0},
		"no room":  {4 << 10, 20, 1},
		"little":   {1 << 10, 0, 1},
		"no bound": {0, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := again(remembering(t, c.bytes), c.between); got != c.asked {
				t.Errorf("asked %v times again, want %v", got, c.asked)
			}
		})
	}
}

const nothingAtAll = `{q(func: uid(0x2)) {uid}}`
