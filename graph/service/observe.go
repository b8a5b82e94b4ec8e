package service

import (
	"context"
	"log/slog"
	"net/http"
	"path"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	"github.com/entente-kg/entente/graph/question"
)

// metrics are what Prometheus reads.
type metrics struct {
	registry *prometheus.Registry
	calls    *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	queries  *prometheus.HistogramVec
	now      prometheus.Gauge
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "entente_calls_total", Help: "Calls by method and code.",
		}, []string{"method", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "entente_call_seconds", Help: "Time that calls took.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 15),
		}, []string{"method"}),
		queries: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "entente_dgraph_query_seconds", Help: "Time that the queries of calls took in Dgraph.",
			Buckets: prometheus.ExponentialBuckets(0.001, 2, 15),
		}, []string{"method"}),
		now: prometheus.NewGauge(prometheus.GaugeOpts{Name: "entente_calls_now", Help: "Calls under way."}),
	}
	m.registry.MustRegister(m.calls, m.seconds, m.queries, m.now,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// observer counts and logs calls, those that are refused as well.
type observer struct {
	metrics    *metrics
	log, audit *slog.Logger
	slow       time.Duration
}

func newObserver(s *Server) *observer {
	return &observer{s.metrics, s.options.Log, s.options.Audit, s.options.Limits.Slow}
}

func (o *observer) unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	ctx, who := withCaller(ctx)
	ctx, asked := question.Record(ctx)
	begin := time.Now()
	o.metrics.now.Inc()
	resp, err := next(ctx, req)
	o.metrics.now.Dec()
	o.done(ctx, info.FullMethod, *who, time.Since(begin), asked.Queries(), err)
	return resp, err
}

// watched is a stream whose context has room for the caller.
type watched struct {
	grpc.ServerStream
	ctx context.Context
}

// Context is that of the stream, with room for the caller.
func (w watched) Context() context.Context { return w.ctx }

func (o *observer) stream(srv any, ss grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	ctx, who := withCaller(ss.Context())
	begin := time.Now()
	o.metrics.now.Inc()
	err := next(srv, watched{ss, ctx})
	o.metrics.now.Dec()
	o.done(ctx, info.FullMethod, *who, time.Since(begin), nil, err)
	return err
}

func (o *observer) done(ctx context.Context, method string, who caller, took time.Duration, asked []question.Asked, err error) {
	method = path.Base(method)
	code := status.Code(err).String()
	o.metrics.calls.WithLabelValues(method, code).Inc()
	o.metrics.seconds.WithLabelValues(method).Observe(took.Seconds())
	for _, q := range asked {
		o.metrics.queries.WithLabelValues(method).Observe(q.Took.Seconds())
	}
	if o.audit != nil {
		from := ""
		if p, ok := peer.FromContext(ctx); ok {
			from = p.Addr.String()
		}
		o.audit.InfoContext(ctx, "call", "method", method, "code", code, "key", who.id, "role", string(who.role),
			"from", from, "took", took)
	}
	if took < o.slow || len(asked) == 0 {
		return
	}
	for _, q := range asked {
		o.log.WarnContext(ctx, "slow query", "method", method, "call_took", took, "took", q.Took, "dql", q.DQL)
	}
}
