package question

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/entente-kg/entente/graph"
)

// Query asks in DQL. It only reads.
type Query struct {
	DQL       string            `json:"dql,omitzero"`
	Variables map[string]string `json:"variables,omitzero"` // by name, with or without the dollar
	Timeout   time.Duration     `json:"timeout,omitzero"`   // 0 for 20 s, at most a minute
	MaxBytes  int               `json:"max_bytes,omitzero"` // of the result; 0 for 16 MB
}

// QueryAnswer is the JSON object of the query's blocks.
type QueryAnswer struct {
	Result json.RawMessage `json:"result"`
	Took   time.Duration   `json:"took"`
}

// The bounds of queries in DQL.
const (
	maxQuery       = 64 << 10 // bytes
	maxDepth       = 12       // braces within braces
	maxQueries     = 4        // at the same time
	defaultTimeout = 20 * time.Second
	maxTimeout     = time.Minute
	defaultResult  = 16 << 20 // bytes
)

// aftermath is how long the slot of a query that took too long stays taken. Dgraph gives up looking when it is told to,
// but once it writes a result down it goes on to the end, or to its own limit of 4 GB: a nested result holds each node as
// often as paths lead to it.
var aftermath = 30 * time.Second

// ErrBusy says that as many queries in DQL are under way as may be.
var ErrBusy = errors.New("other queries are still under way: try again in half a minute")

// Query runs a DQL query in a read-only transaction. A query that Dgraph refuses gives a *graph.QueryError, one that takes
// too long an error that wraps context.DeadlineExceeded; others may be ErrBusy or an *InvalidError.
func (a *Asker) Query(ctx context.Context, q Query) (*QueryAnswer, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	select {
	case a.slots <- struct{}{}:
	default:
		return nil, ErrBusy
	}
	ctx, cancel := context.WithTimeout(ctx, q.Timeout)
	defer cancel()
	begin := time.Now()
	raw, err := a.query(ctx, q.DQL, q.Variables)
	if err != nil && ctx.Err() != nil {
		time.AfterFunc(aftermath, a.leave)
	} else {
		a.leave()
	}
	switch {
	case err != nil && (errors.Is(ctx.Err(), context.DeadlineExceeded) || endedFor(err, q.Timeout-time.Since(begin))):
		return nil, fmt.Errorf("the query did not end within %s: %w", q.Timeout, context.DeadlineExceeded)
	case err != nil:
		return nil, err
	case len(raw) > q.MaxBytes:
		return nil, &InvalidError{"dql", fmt.Sprintf("the result has %d bytes, the limit is %d: use first, or ask for less", len(raw), q.MaxBytes)}
	}
	return &QueryAnswer{Result: raw, Took: time.Since(begin)}, nil
}

// endedFor tells of an error shortly before the time is over that Dgraph has ended the query for that: it counts the same
// time, and its clock may be the first to ring.
func endedFor(err error, left time.Duration) bool {
	var refused *graph.QueryError
	return left < 5*time.Millisecond && !errors.As(err, &refused)
}

func (a *Asker) leave() { <-a.slots }

// check fills in what is not said and refuses what can't be run.
func (q *Query) check() error {
	if q.Timeout == 0 {
		q.Timeout = defaultTimeout
	}
	if q.MaxBytes == 0 {
		q.MaxBytes = defaultResult
	}
	switch {
	case strings.TrimSpace(q.DQL) == "":
		return &InvalidError{"dql", "is missing"}
	case len(q.DQL) > maxQuery:
		return &InvalidError{"dql", fmt.Sprintf("a query has at most %d bytes", maxQuery)}
	case !utf8.ValidString(q.DQL):
		return &InvalidError{"dql", "is no valid UTF-8"}
	case depth(q.DQL) > maxDepth:
		return &InvalidError{"dql", fmt.Sprintf("a query is at most %d braces deep", maxDepth)}
	case q.Timeout < 0 || q.Timeout > maxTimeout:
		return &InvalidError{"timeout", fmt.Sprintf("want at most %s", maxTimeout)}
	case q.MaxBytes < 0 || q.MaxBytes > defaultResult:
		return &InvalidError{"max_bytes", fmt.Sprintf("want at most %d", defaultResult)}
	}
	return nil
}

// depth is how many braces stand within each other. Braces in strings count as well, for nobody nests those.
func depth(dql string) int {
	deepest, now := 0, 0
	for _, r := range dql {
		switch r {
		case '{':
			now++
			deepest = max(deepest, now)
		case '}':
			now--
		}
	}
	return deepest
}
