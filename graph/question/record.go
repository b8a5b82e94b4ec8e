package question

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"
)

// Asked is a DQL query that a question took.
type Asked struct {
	DQL       string
	Variables map[string]string
	Took      time.Duration
}

// Recorder keeps the queries that questions take, for those who want to see or to log them.
type Recorder struct {
	mu    sync.Mutex
	asked []Asked
}

// Queries are the queries so far, in the order in which they were answered.
func (r *Recorder) Queries() []Asked {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Asked(nil), r.asked...)
}

func (r *Recorder) add(q Asked) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, q)
}

type recorderKey struct{}

// Record gives a context whose questions leave their queries in the recorder. A recorder of ctx gets them as well.
func Record(ctx context.Context) (context.Context, *Recorder) {
	r := &Recorder{}
	outer := recorders(ctx)
	return context.WithValue(ctx, recorderKey{}, append(outer[:len(outer):len(outer)], r)), r
}

func recorders(ctx context.Context) []*Recorder {
	rs, _ := ctx.Value(recorderKey{}).([]*Recorder)
	return rs
}

// query runs a query and records it.
func (a *Asker) query(ctx context.Context, dql string, vars map[string]string) (json.RawMessage, error) {
	begin := time.Now()
	raw, err := a.store.Query(ctx, dql, vars)
	for _, r := range recorders(ctx) {
		r.add(Asked{dql, maps.Clone(vars), time.Since(begin)})
	}
	return raw, err
}

// ask runs a query of our own and decodes its answer.
func (a *Asker) ask(ctx context.Context, dql string, into any) error {
	raw, err := a.query(ctx, dql, nil)
	if err != nil {
		return err
	}
	if err := decode(raw, into); err != nil {
		return fmt.Errorf("decode an answer of the graph: %w", err)
	}
	return nil
}

// literal writes s as a string of DQL.
func literal(s string) string {
	b, err := json.Marshal(strings.ToValidUTF8(s, "\uFFFD"))
	if err != nil {
		return `""` // a valid string always marshals
	}
	return string(b)
}

// literals writes a list of strings for eq.
func literals[S ~string](values []S) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = literal(string(v))
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// eq writes the condition that a predicate has one of the values.
func eq[S ~string](predicate string, values ...S) string {
	return "eq(" + predicate + ", " + literals(values) + ")"
}

// filter is a conjunction of conditions of DQL.
type filter []string

func (f *filter) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

// String is the filter as a directive, empty for no condition.
func (f filter) String() string {
	if len(f) == 0 {
		return ""
	}
	return "@filter((" + strings.Join(f, ") and (") + "))"
}
