package question_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph/question"
)

// storeFunc answers queries.
type storeFunc func(ctx context.Context, dql string) (json.RawMessage, error)

func (f storeFunc) Query(ctx context.Context, dql string, _ map[string]string) (json.RawMessage, error) {
	return f(ctx, dql)
}

// TestQueryLimits: a query that would run for minutes ends in time, and a result without end is refused.
func TestQueryLimits(t *testing.T) {
	ctx := context.Background()
	forever := question.New(storeFunc(func(ctx context.Context, _ string) (json.RawMessage, error) {
		<-ctx.Done()
		return nil, errors.New("rpc error: canceled at 10.0.0.1:9080")
	}))
	begin := time.Now()
	_, err := forever.Query(ctx, question.Query{DQL: "{q(func: has(name)) {name}}", Timeout: 20 * time.Millisecond})
	if !errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), "10.0.0.1") || time.Since(begin) > 5*time.Second {
		t.Errorf("a query without end: %v after %s", err, time.Since(begin))
	}
	endless := question.New(storeFunc(func(context.Context, string) (json.RawMessage, error) {
		return json.RawMessage(`{"q":"` + strings.Repeat("x", 1000) + `"}`), nil
	}))
	var invalid *question.InvalidError
	if _, err := endless.Query(ctx, question.Query{DQL: "{q(func: has(name)) {name}}", MaxBytes: 100}); !errors.As(err, &invalid) {
		t.Errorf("a result without end: %v", err)
	}
	if _, err := endless.Query(ctx, question.Query{DQL: "{}", Timeout: time.Hour}); !errors.As(err, &invalid) {
		t.Errorf("an hour for a query: %v", err)
	}
}

// TestQueriesThatTookTooLong: Dgraph may still be at work on a query that nobody waits for, so that its slot stays taken
// for a while.
func TestQueriesThatTookTooLong(t *testing.T) {
	question.SetAftermath(t, 200*time.Millisecond)
	forever := true
	asker := question.New(storeFunc(func(ctx context.Context, _ string) (json.RawMessage, error) {
		if forever {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		return json.RawMessage(`{}`), nil
	}))
	ask := func() error {
		_, err := asker.Query(context.Background(), question.Query{DQL: "{q(func: has(name)) {name}}", Timeout: time.Millisecond})
		return err
	}
	for range 4 {
		if err := ask(); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
	}
	forever = false
	if err := ask(); !errors.Is(err, question.ErrBusy) {
		t.Errorf("a fifth query: %v", err)
	}
	for deadline := time.Now().Add(10 * time.Second); ask() != nil; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the slots stay taken")
		}
	}
}

// TestRecord: what a question takes can be seen, by those who ask for it.
func TestRecord(t *testing.T) {
	asker := question.New(storeFunc(func(context.Context, string) (json.RawMessage, error) { return json.RawMessage(`{}`), nil }))
	outer, all := question.Record(context.Background())
	inner, one := question.Record(outer)
	if _, err := asker.Stats(inner, question.Stats{}); err != nil {
		t.Fatal(err)
	}
	if _, err := asker.Query(outer, question.Query{DQL: "{q(func: has(name)) {name}}"}); err != nil {
		t.Fatal(err)
	}
	if len(all.Queries()) != 2 || len(one.Queries()) != 1 || all.Queries()[1].DQL != "{q(func: has(name)) {name}}" {
		t.Errorf("all %v, one %v", all.Queries(), one.Queries())
	}
}
