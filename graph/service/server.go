package service

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/recovery"
	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/entente-kg/entente/graph/service/ententev1"
)

// Bounds of the server.
const (
	maxRequest   = 1 << 20          // bytes of one request
	maxResponse  = 32 << 20         // bytes of one answer
	headerWait   = 10 * time.Second // for the head of an HTTP request
	bodyWait     = 30 * time.Second // for the whole of an HTTP request
	idleWait     = 2 * time.Minute  // for the next request on an HTTP connection
	stopWait     = 5 * time.Second  // for calls under way when the server stops
	healthPeriod = 5 * time.Second  // between looks at the store
)

// Options says how a Server serves. The zero Options are those of a server on loopback: everybody may ask.
type Options struct {
	Log    *slog.Logger                // what goes wrong; nil for silence
	Audit  *slog.Logger                // a line for each call: who, what, how it ended; nil for none
	Ready  func(context.Context) error // an error says why questions can't be answered now; nil for always ready
	Keys   *Keys                       // who may ask; nil for everybody
	Tokens *Issuer                     // of JSON Web Tokens that are taken for keys; nil for none
	TLS    *tls.Config                 // nil for plain text
	Limits Limits
	Pages  http.Handler // answers HTTP requests outside the service's own paths; nil for none
	Traces bool         // trace calls with the global tracer provider of OpenTelemetry
}

// Server serves one Service over gRPC and REST.
type Server struct {
	service *Service
	options Options
	grpc    *grpc.Server
	health  *health.Server
	metrics *metrics
	limiter *limiter
}

// NewServer makes a server with health checking and reflection; Serve runs it.
func NewServer(s *Service, o Options) *Server {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Ready == nil {
		o.Ready = func(context.Context) error { return nil }
	}
	o.Limits = o.Limits.orDefaults()
	srv := &Server{service: s, options: o, health: health.NewServer(), metrics: newMetrics(), limiter: newLimiter(o.Limits)}
	srv.grpc = grpc.NewServer(srv.grpcOptions()...)
	ententev1.RegisterEntenteServiceServer(srv.grpc, s)
	grpc_health_v1.RegisterHealthServer(srv.grpc, srv.health)
	reflection.Register(srv.grpc)
	return srv
}

func (s *Server) grpcOptions() []grpc.ServerOption {
	onPanic := recovery.WithRecoveryHandlerContext(func(ctx context.Context, v any) error {
		s.options.Log.ErrorContext(ctx, "call failed", "panic", v)
		return status.Error(codes.Internal, "internal error; the server's log has the details")
	})
	watch, guard, limit := newObserver(s), &guard{s.options.Keys, s.options.Tokens}, s.limiter
	options := []grpc.ServerOption{
		grpc.MaxRecvMsgSize(maxRequest),
		grpc.MaxSendMsgSize(maxResponse),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: time.Minute, Timeout: 20 * time.Second}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 10 * time.Second, PermitWithoutStream: true}),
		grpc.ChainUnaryInterceptor(watch.unary, guard.unary, limit.unary, recovery.UnaryServerInterceptor(onPanic)),
		grpc.ChainStreamInterceptor(watch.stream, guard.stream, limit.stream, recovery.StreamServerInterceptor(onPanic)),
	}
	if s.options.Traces {
		options = append(options, grpc.StatsHandler(otelgrpc.NewServerHandler()))
	}
	return options
}

// Serve answers gRPC on one listener and REST on the other until ctx ends, then lets calls under way finish for a few
// seconds. It closes both listeners.
func (s *Server) Serve(ctx context.Context, grpcListener, httpListener net.Listener) error {
	// REST goes through the gRPC server itself, so that both pass the same interceptors.
	inner := bufconn.Listen(1 << 20)
	toSelf := []grpc.DialOption{
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return inner.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxResponse)),
	}
	if s.options.Traces {
		toSelf = append(toSelf, grpc.WithStatsHandler(otelgrpc.NewClientHandler()))
	}
	conn, err := grpc.NewClient("passthrough:///entente", toSelf...)
	if err != nil {
		return err
	}
	defer conn.Close()
	handler, err := s.handler(ctx, conn)
	if err != nil {
		return err
	}
	web := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerWait, ReadTimeout: bodyWait, IdleTimeout: idleWait,
		ErrorLog: slog.NewLogLogger(s.options.Log.Handler(), slog.LevelDebug),
	}
	if s.options.TLS != nil {
		h2 := s.options.TLS.Clone()
		h2.NextProtos = []string{"h2"}
		grpcListener = tls.NewListener(grpcListener, h2)
		httpListener = tls.NewListener(httpListener, s.options.TLS)
	}
	g, ctx := errgroup.WithContext(ctx)
	for _, l := range []net.Listener{grpcListener, inner} {
		g.Go(func() error {
			// A stop that comes before the first call finds the server not yet serving; that is no failure.
			if err := s.grpc.Serve(l); !errors.Is(err, grpc.ErrServerStopped) {
				return err
			}
			return nil
		})
	}
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

// watch keeps the answer of the health service true: serving only while the store answers.
func (s *Server) watch(ctx context.Context) error {
	tick := time.NewTicker(healthPeriod)
	defer tick.Stop()
	for {
		state := grpc_health_v1.HealthCheckResponse_SERVING
		if err := s.options.Ready(ctx); err != nil {
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
		s.options.Log.Warn("stopped REST with calls under way", "error", err)
	}
	stopped := context.AfterFunc(ctx, s.grpc.Stop)
	s.grpc.GracefulStop()
	stopped()
}
