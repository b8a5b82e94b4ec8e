package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// QueryError says that Dgraph refuses a query, and why: what the query says is wrong, not what it meets.
type QueryError struct{ Reason string }

// Error is Dgraph's own sentence.
func (e *QueryError) Error() string { return "refused query: " + e.Reason }

// Query runs a DQL query, with values for the variables that it declares ($name, keys with or without the dollar), and
// returns the JSON object of its blocks. It runs in a read-only transaction: what the query says can't change the graph.
// A query that Dgraph refuses gives a *QueryError.
func (s *Store) Query(ctx context.Context, dql string, vars map[string]string) (json.RawMessage, error) {
	dollars := make(map[string]string, len(vars))
	for k, v := range vars {
		if k != "" && k[0] != '$' {
			k = "$" + k
		}
		dollars[k] = v
	}
	resp, err := s.client.NewReadOnlyTxn().QueryWithVars(ctx, dql, dollars)
	switch {
	case err != nil && (ctx.Err() != nil || absent(err)):
		return nil, fmt.Errorf("query the graph: %w", errors.Join(ctx.Err(), plain(err)))
	case err != nil:
		return nil, &QueryError{plain(err).Error()}
	}
	return resp.Json, nil
}
