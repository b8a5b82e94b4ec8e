package graph

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
)

// Options says where the graph is.
type Options struct {
	Addresses []string     // gRPC addresses of alphas, host:port; calls are spread over them
	TLS       *tls.Config  // nil for connections in plain text
	User      string       // of Dgraph's access control; empty where it is off
	Password  string       // of User
	Log       *slog.Logger // nil for silence
	CacheSize int          // nodes that are remembered, of actors and publishers and of reports each; 0 for 100,000
	Remember  int          // bytes of answers to queries that are remembered while the graph does not change; 0 for none
}

// Store is a graph in Dgraph. Its methods may be called at the same time.
type Store struct {
	client  *dgo.Dgraph
	conns   []*grpc.ClientConn
	log     *slog.Logger
	known   *cache
	settled *settled
	answers *answers
	gate    *gate
}

// maxMessage bounds a gRPC message; answers to exports and batches outgrow gRPC's own 4 MB.
const maxMessage = 1 << 30

// Open prepares connections to the graph. It does not wait for them: the first call that needs Dgraph does, see Ping.
// With a user it logs in at once.
func Open(ctx context.Context, o Options) (*Store, error) {
	if len(o.Addresses) == 0 {
		return nil, errors.New("open the graph: no address of Dgraph")
	}
	size := o.CacheSize
	if size <= 0 {
		size = defaultCacheSize
	}
	s := &Store{log: o.Log, known: newCache(size), settled: newSettled(size), answers: newAnswers(o.Remember), gate: newGate()}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var stubs []api.DgraphClient
	for _, addr := range o.Addresses {
		conn, err := dial(addr, o.TLS)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("open the graph at %s: %w", addr, err), s.Close())
		}
		s.conns = append(s.conns, conn)
		stubs = append(stubs, api.NewDgraphClient(conn))
	}
	s.client = dgo.NewDgraphClient(stubs...)
	if o.User != "" {
		if err := s.client.Login(ctx, o.User, o.Password); err != nil {
			return nil, errors.Join(fmt.Errorf("log in to the graph as %s: %w", o.User, plain(err)), s.Close())
		}
	}
	return s, nil
}

func dial(addr string, secret *tls.Config) (*grpc.ClientConn, error) {
	creds := insecure.NewCredentials()
	if secret != nil {
		creds = credentials.NewTLS(secret)
	}
	return grpc.NewClient(addr,
		grpc.WithTransportCredentials(creds),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage)),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 30 * time.Second, Timeout: 10 * time.Second}),
	)
}

// Close gives the connections back.
func (s *Store) Close() error {
	var errs []error
	for _, c := range s.conns {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// Ping asks Dgraph for an answer to a query; an error says why there is none.
func (s *Store) Ping(ctx context.Context) error {
	_, err := s.client.NewReadOnlyTxn().BestEffort().Query(ctx, nothing)
	if err != nil {
		return fmt.Errorf("reach the graph: %w", plain(err))
	}
	return nil
}

// DropAll empties the graph, schema and all, for tests and benchmarks. Migrate makes it usable again.
func (s *Store) DropAll(ctx context.Context) error {
	s.known.clear()
	s.settled.clear()
	s.answers.forget()
	return s.withRetry(ctx, func() error {
		return s.client.Alter(ctx, &api.Operation{DropOp: api.Operation_ALL})
	})
}
