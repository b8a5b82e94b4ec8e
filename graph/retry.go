package graph

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/dgraph-io/dgo/v230"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// maxClashes bounds how often a transaction may lose. A hundred writers of one node need about twenty tries each.
const maxClashes = 500

// withRetry runs a transaction until it succeeds, is refused for good or ctx ends. An aborted transaction has met
// another writer and is tried again soon; while Dgraph is away the pauses grow to some seconds. Both are jittered, so
// that writers that met once do not meet again.
func (s *Store) withRetry(ctx context.Context, run func() error) error {
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval = 5*time.Millisecond, 3*time.Second
	pause.RandomizationFactor, pause.Multiplier = 0.7, 1.8
	away, clashes := false, 0
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		err := run()
		switch {
		case err == nil:
			if away {
				s.log.Info("the graph is back")
			}
			return struct{}{}, nil
		case aborted(err):
			if clashes++; clashes < maxClashes {
				return struct{}{}, err
			}
		case ctx.Err() == nil && absent(err):
			if !away {
				away = true
				s.log.Warn("the graph is away, waiting for it", "err", plain(err))
			}
			return struct{}{}, err
		}
		return struct{}{}, backoff.Permanent(err)
	}, backoff.WithBackOff(pause), backoff.WithMaxElapsedTime(0))
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", context.Cause(ctx), plain(err))
	}
	return err
}

// errTorn says that a read has found a node without the values that every such node has. Dgraph shows edges of a
// transaction that commits during the read before it shows the values (seen with v25.0.0); a transaction that has read so
// would be aborted in the end and may as well begin anew at once.
var errTorn = errors.New("the graph changed during a read")

// aborted reports whether the transaction lost against another one.
func aborted(err error) bool {
	return errors.Is(err, dgo.ErrAborted) || errors.Is(err, errTorn) || status.Code(err) == codes.Aborted ||
		// Two writers created the same node; the loser finds it the next time.
		strings.Contains(err.Error(), "could not insert duplicate value")
}

// absent reports whether Dgraph could not be asked, or is not ready yet, as opposed to having refused. A server that
// starts or ends answers some calls with the code Unknown and a sentence.
func absent(err error) bool {
	switch status.Code(err) {
	case codes.Unavailable, codes.DeadlineExceeded, codes.Canceled:
		return true
	}
	for _, sentence := range []string{
		"server is not ready", "Unhealthy connection", "connection refused", "transport is closing",
		"No connection exists", "unable to find any servers", "StartTs cannot be zero", "is not leader",
		"Only leader can", "No membership state", "context canceled", "context deadline exceeded",
		"Assigning IDs is only allowed on leader", "Transaction has been aborted due to schema", "overloaded with pending proposals",
		"schema update", "operation opIndexing is already running", "Pending transactions found",
	} {
		if strings.Contains(err.Error(), sentence) {
			return true
		}
	}
	return false
}

// plain is err without gRPC's preamble.
func plain(err error) error {
	if st, ok := status.FromError(err); ok && err != nil {
		return errors.New(st.Message())
	}
	return err
}
