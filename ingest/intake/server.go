package intake

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/recovery"
	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/intake/ingestv1"
)

const (
	maxMessage = ingest.MaxText + 1<<20 // bytes of one article
	headerWait = 10 * time.Second       // for the head of an HTTP request
	stopWait   = 20 * time.Second       // for streams under way when the server stops
	readyEvery = 5 * time.Second        // between looks at the store
)

// Server serves a Service over gRPC and REST, with health checking, readiness and metrics.
type Server struct {
	Service *Service
	Token   string // what callers have to bring; empty for nothing
	// Check says why the holder of a secret other than Token may not add articles: an error that wraps ErrUnknown or
	// ErrNotAllowed, or another where that can't be told; nil for letting only Token in.
	Check   func(ctx context.Context, secret string) error
	Ready   func(context.Context) error // why articles can't be stored now, or nil
	Metrics http.Handler
	Log     *slog.Logger
}

// Serve answers on both listeners until ctx ends, and then lets streams under way finish for a while. It closes the
// listeners.
func (s *Server) Serve(ctx context.Context, grpcListener, httpListener net.Listener) error {
	onPanic := recovery.WithRecoveryHandlerContext(func(ctx context.Context, v any) error {
		s.Log.ErrorContext(ctx, "call failed", "panic", v)
		return status.Error(codes.Internal, "internal error")
	})
	server := grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage), grpc.ChainStreamInterceptor(recovery.StreamServerInterceptor(onPanic), authorize(s.Token, s.Check)))
	ingestv1.RegisterIntakeServiceServer(server, s.Service)
	state := health.NewServer()
	grpc_health_v1.RegisterHealthServer(server, state)
	reflection.Register(server)

	// REST goes through the gRPC server itself, so that both pass the same interceptors.
	inner := bufconn.Listen(1 << 20)
	conn, err := grpc.NewClient("passthrough:///intake",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return inner.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer conn.Close()
	// The calls of REST have their own context, so that they may finish when the server stops.
	handler, err := s.handler(context.WithoutCancel(ctx), conn)
	if err != nil {
		return err
	}
	web := &http.Server{Handler: handler, ReadHeaderTimeout: headerWait}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return server.Serve(grpcListener) })
	g.Go(func() error { return server.Serve(inner) })
	g.Go(func() error {
		if err := web.Serve(httpListener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	g.Go(func() error {
		s.watch(ctx, state)
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		s.stop(web, server, state)
		return nil
	})
	return g.Wait()
}

func (s *Server) handler(ctx context.Context, conn *grpc.ClientConn) (http.Handler, error) {
	gateway := runtime.NewServeMux()
	if err := ingestv1.RegisterIntakeServiceHandler(ctx, gateway, conn); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/v1/", func(w http.ResponseWriter, r *http.Request) {
		// Receipts are written while articles are still being read. HTTP/1.0 can't, and gets them at the end.
		_ = http.NewResponseController(w).EnableFullDuplex()
		gateway.ServeHTTP(w, r)
	})
	mux.Handle("GET /metrics", s.Metrics)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.Ready(r.Context()); err != nil {
			http.Error(w, "not ready: the store does not answer", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
	return mux, nil
}

// watch keeps the answer of the health service true.
func (s *Server) watch(ctx context.Context, state *health.Server) {
	tick := time.NewTicker(readyEvery)
	defer tick.Stop()
	for {
		now := grpc_health_v1.HealthCheckResponse_SERVING
		if err := s.Ready(ctx); err != nil {
			now = grpc_health_v1.HealthCheckResponse_NOT_SERVING
		}
		state.SetServingStatus("", now)
		state.SetServingStatus(ingestv1.IntakeService_ServiceDesc.ServiceName, now)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (s *Server) stop(web *http.Server, server *grpc.Server, state *health.Server) {
	state.Shutdown()
	ctx, cancel := context.WithTimeout(context.Background(), stopWait)
	defer cancel()
	if err := web.Shutdown(ctx); err != nil {
		s.Log.Warn("stopped REST with calls under way", "error", err)
	}
	stopped := context.AfterFunc(ctx, server.Stop)
	server.GracefulStop()
	stopped()
}
