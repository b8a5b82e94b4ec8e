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
