package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"github.com/dgraph-io/dgo/v230"
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
	mu     sync.Mutex // a transaction learns its time from the first answer
	txn    *dgo.Txn
	moment uint64 // at which it reads; 0 before the first answer
}

// query asks what is not remembered. A transaction that could do with what is remembered has to begin first, at the cost
// of a small query; where there is nothing for its first query, it begins with that.
func (i *instant) query(ctx context.Context, s *Store, dql string, vars map[string]string) (json.RawMessage, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	key := keyOf(dql, vars)
	if i.moment == 0 && s.answers.hold(key) {
		if _, err := i.ask(ctx, s, nothing, nil); err != nil {
			return nil, err
		}
	}
	if i.moment != 0 {
		if answer := s.answers.at(i.moment, key); answer != nil {
			return answer, nil
		}
	}
	answer, err := i.ask(ctx, s, dql, vars)
	if err != nil {
		return nil, err
	}
	s.answers.note(i.moment, key, answer)
	return answer, nil
}

// nothing is a query that costs no more than the way to Dgraph.
const nothing = "{q(func: uid(0x1)) {uid}}"

func (i *instant) ask(ctx context.Context, s *Store, dql string, vars map[string]string) (json.RawMessage, error) {
	if i.txn == nil {
		i.txn = s.client.NewReadOnlyTxn()
	}
	resp, err := i.txn.QueryWithVars(ctx, dql, vars)
	if err != nil {
		return nil, err
	}
	i.moment = resp.GetTxn().GetStartTs()
	return resp.GetJson(), nil
}

// Query runs a DQL query, with values for the variables that it declares ($name, keys with or without the dollar), and
// returns the JSON object of its blocks. It runs in a read-only transaction: what the query says can't change the graph.
// A query that Dgraph refuses gives a *QueryError. See AtOneInstant for queries that belong together. The JSON is not to be
// changed: others may be given the same, see Options.Remember.
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
	answer, err := at.query(ctx, s, dql, dollars)
	if err != nil && ctx.Err() == nil && absent(err) {
		s.answers.forget()
	}
	switch {
	case err != nil && (ctx.Err() != nil || absent(err)):
		return nil, fmt.Errorf("query the graph: %w", errors.Join(ctx.Err(), plain(err)))
	case err != nil:
		return nil, &QueryError{plain(err).Error()}
	}
	return answer, nil
}
