package service_test

import (
	"context"
	"log/slog"
	"net"
	"os"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/questiontest"
	"github.com/entente-kg/entente/graph/service"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// filled is a store that holds the graph of questiontest.
func filled(t testing.TB) *graph.Store {
	t.Helper()
	store := localtest.Store(t)
	rejected, err := store.Put(context.Background(), questiontest.Facts())
	if err != nil || len(rejected) > 0 {
		t.Fatalf("fill the graph: %v %v", err, rejected)
	}
	return store
}

// served is a service that runs until the test ends.
type served struct {
	rest string
	grpc *grpc.ClientConn
}

func serve(t testing.TB, ask question.Answerer, o service.Options) served {
	t.Helper()
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	}
	g, h := listen(t), listen(t)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- service.NewServer(service.New(ask, o.Log), o).Serve(ctx, g, h) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	conn, err := grpc.NewClient(g.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return served{"http://" + h.Addr().String(), conn}
}

func listen(t testing.TB) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestQuestions holds gRPC and REST to the table that the asker itself is held to.
func TestQuestions(t *testing.T) {
	s := serve(t, question.New(filled(t)), service.Options{Limits: service.Limits{Rate: 1e6, Burst: 1e6}})
	t.Run("gRPC", func(t *testing.T) { questiontest.Run(t, client{overGRPC(s.grpc)}) })
	t.Run("REST", func(t *testing.T) { questiontest.Run(t, client{overREST(s.rest)}) })
}
