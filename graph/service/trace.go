package service

import (
	"context"
	"encoding/json"
	"net/http"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/entente-kg/entente/graph/question"
)

// traced begins a trace with each HTTP request, where traces are asked for.
func (s *Server) traced(next http.Handler) http.Handler {
	if !s.options.Traces {
		return next
	}
	return otelhttp.NewHandler(next, "http")
}

// TraceQueries is the store with a span for each query, under the global tracer provider of OpenTelemetry.
func TraceQueries(store question.Store) question.Store {
	return tracedStore{store, otel.Tracer("github.com/entente-kg/entente/graph/service")}
}

type tracedStore struct {
	store  question.Store
	tracer trace.Tracer
}

// Query runs the query in a span that carries the DQL, but not the values of its variables.
func (t tracedStore) Query(ctx context.Context, dql string, vars map[string]string) (json.RawMessage, error) {
	ctx, span := t.tracer.Start(ctx, "dgraph.query", trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("db.system", "dgraph"), attribute.String("db.query.text", dql),
	))
	defer span.End()
	raw, err := t.store.Query(ctx, dql, vars)
	if err != nil {
		span.SetStatus(codes.Error, "query failed")
	}
	span.SetAttributes(attribute.Int("db.response.bytes", len(raw)))
	return raw, err
}
