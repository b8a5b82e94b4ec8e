package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
)

// QueryError says that Dgraph refuses a query, and why: what the query says is wrong, not what it meets.
type QueryError struct{ Reason string }

// Error is Dgraph's own sentence.
func (e *QueryError) Error() string { return "refused query: " + e.Reason }

// AtOneInstant gives a context in which all queries read the graph as it is at the first of them, whatever is stored
// meanwhile, and one after the other. It lasts for minutes, not hours: Dgraph does not keep what was so for ever.
func AtOneInstant(ctx context.Context) context.Context {
	if _, ok := ctx.Value(instantKey{}).(*instant); ok {
		return ctx
	}
	return context.WithValue(ctx, instantKey{}, &instant{})
}

type instantKey struct{}

// instant is a read-only transaction, which begins with its first query. Beginning takes a call from alpha to zero.
type instant struct {
	mu  sync.Mutex // a transaction learns its time from the first answer
	txn *dgo.Txn
}

func (i *instant) query(ctx context.Context, client *dgo.Dgraph, dql string, vars map[string]string) (*api.Response, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.txn == nil {
		i.txn = client.NewReadOnlyTxn()
	}
	return i.txn.QueryWithVars(ctx, dql, vars)
}

// Query runs a DQL query, with values for the variables that it declares ($name, keys with or without the dollar), and
// returns the JSON object of its blocks. It runs in a read-only transaction: what the query says can't change the graph.
// A query that Dgraph refuses gives a *QueryError. See AtOneInstant for queries that belong together.
func (s *Store) Query(ctx context.Context, dql string, vars map[string]string) (json.RawMessage, error) {
	dollars := make(map[string]string, len(vars))
	for k, v := range vars {
		if k != "" && k[0] != '$' {
			k = "$" + k
		}
		dollars[k] = v
	}
	at, ok := ctx.Value(instantKey{}).(*instant)
	if !ok {
		at = &instant{}
	}
	resp, err := at.query(ctx, s.client, dql, dollars)
	switch {
	case err != nil && (ctx.Err() != nil || absent(err)):
		return nil, fmt.Errorf("query the graph: %w", errors.Join(ctx.Err(), plain(err)))
	case err != nil:
		return nil, &QueryError{plain(err).Error()}
	}
	return resp.Json, nil
}
