package service

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

	"github.com/entente-kg/entente/graph/service/ententev1"
)

// Limits of the server.
const (
	maxMessage   = 4 << 20          // bytes of one request
	headerWait   = 10 * time.Second // for the head of an HTTP request
	stopWait     = 5 * time.Second  // for calls under way when the server stops
	healthPeriod = 5 * time.Second  // between looks at the store
)

// Server serves one Service over gRPC and REST.
type Server struct {
	service *Service
	grpc    *grpc.Server
	health  *health.Server
	pages   http.Handler // nil for none
	log     *slog.Logger
}

// NewServer makes a server with health checking and reflection; Serve runs it.
func NewServer(s *Service, log *slog.Logger) *Server {
	onPanic := recovery.WithRecoveryHandlerContext(func(ctx context.Context, v any) error {
		log.ErrorContext(ctx, "call failed", "panic", v)
		return status.Error(codes.Internal, "internal error")
	})
	g := grpc.NewServer(
		grpc.MaxRecvMsgSize(maxMessage),
		grpc.ChainUnaryInterceptor(recovery.UnaryServerInterceptor(onPanic)),
		grpc.ChainStreamInterceptor(recovery.StreamServerInterceptor(onPanic)),
	)
	ententev1.RegisterEntenteServiceServer(g, s)
	h := health.NewServer()
	grpc_health_v1.RegisterHealthServer(g, h)
	reflection.Register(g)
	return &Server{service: s, grpc: g, health: h, log: log}
}

// HandlePages lets h answer every path of REST's address that is none of the service's own; call it before Serve.
func (s *Server) HandlePages(h http.Handler) { s.pages = h }

// Serve answers gRPC on one listener and REST on the other until ctx ends, then lets calls under way finish for a few
// seconds. It closes both listeners.
func (s *Server) Serve(ctx context.Context, grpcListener, httpListener net.Listener) error {
	// REST goes through the gRPC server itself, so that both pass the same interceptors.
	inner := bufconn.Listen(1 << 20)
	conn, err := grpc.NewClient("passthrough:///entente",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return inner.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer conn.Close()
	handler, err := s.handler(ctx, conn)
	if err != nil {
		return err
	}
	web := &http.Server{Handler: handler, ReadHeaderTimeout: headerWait}

	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return s.grpc.Serve(grpcListener) })
	g.Go(func() error { return s.grpc.Serve(inner) })
	g.Go(func() error {
		if err := web.Serve(httpListener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	g.Go(func() error { return s.watch(ctx) })
	g.Go(func() error {
		<-ctx.Done()
		s.stop(web)
		return nil
	})
	return g.Wait()
}

func (s *Server) handler(ctx context.Context, conn *grpc.ClientConn) (http.Handler, error) {
	gateway := runtime.NewServeMux()
	if err := ententev1.RegisterEntenteServiceHandler(ctx, gateway, conn); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/v1/", http.MaxBytesHandler(gateway, maxMessage))
	if s.pages != nil {
		mux.Handle("/", s.pages)
	}
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) {
		if err := s.service.store.Ping(r.Context()); err != nil {
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok\n"))
	})
	return mux, nil
}

// watch keeps the answer of the health service true: serving only while the store answers.
func (s *Server) watch(ctx context.Context) error {
	tick := time.NewTicker(healthPeriod)
	defer tick.Stop()
	for {
		state := grpc_health_v1.HealthCheckResponse_SERVING
		if err := s.service.store.Ping(ctx); err != nil {
			state = grpc_health_v1.HealthCheckResponse_NOT_SERVING
		}
		s.health.SetServingStatus("", state)
		s.health.SetServingStatus(ententev1.EntenteService_ServiceDesc.ServiceName, state)
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (s *Server) stop(web *http.Server) {
	s.health.Shutdown()
	ctx, cancel := context.WithTimeout(context.Background(), stopWait)
	defer cancel()
	if err := web.Shutdown(ctx); err != nil {
		s.log.Warn("stopped REST with calls under way", "error", err)
	}
	stopped := context.AfterFunc(ctx, s.grpc.Stop)
	s.grpc.GracefulStop()
	stopped()
}
