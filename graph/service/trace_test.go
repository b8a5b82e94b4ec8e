package service_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service"
)

// recordSpans keeps the spans of a test in memory.
func recordSpans(t *testing.T) *tracetest.InMemoryExporter {
	t.Helper()
	spans := tracetest.NewInMemoryExporter()
	provider := trace.NewTracerProvider(trace.WithSyncer(spans))
	before, propagator := otel.GetTracerProvider(), otel.GetTextMapPropagator()
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	t.Cleanup(func() {
		otel.SetTracerProvider(before)
		otel.SetTextMapPropagator(propagator)
		_ = provider.Shutdown(context.Background())
	})
	return spans
}

// The trace that a caller has begun, and its span.
const (
	callersTrace = "4bf92f3577b34da6a3ce929d0e0e4736"
	callersSpan  = "00f067aa0ba902b7"
)

// TestTraces: one trace leads from the request of a caller, who may have begun it, to each query in Dgraph.
func TestTraces(t *testing.T) {
	spans := recordSpans(t)
	s := serve(t, question.New(service.TraceQueries(filled(t))), service.Options{Traces: true})
	resp, _ := call(t, "GET", s.rest+"/v1/members?organization=SCO", "", "Traceparent", "00-"+callersTrace+"-"+callersSpan+"-01")
	if resp.StatusCode != http.StatusOK {
		t.Fatal(resp.Status)
	}
	var chain []string
	for deadline := time.Now().Add(10 * time.Second); len(chain) == 0; time.Sleep(10 * time.Millisecond) {
		if chain = chainOf(spans.GetSpans(), "dgraph.query"); time.Now().After(deadline) {
			t.Fatalf("no whole chain of spans: %v", spans.GetSpans())
		}
	}
	want := "dgraph.query < entente.v1.EntenteService/Members < entente.v1.EntenteService/Members < GET /v1/"
	if got := strings.Join(chain, " < "); got != want {
		t.Errorf("spans %s, want %s", got, want)
	}
	for _, span := range spans.GetSpans() {
		if span.SpanContext.TraceID().String() != callersTrace {
			t.Errorf("span %s is of another trace", span.Name)
		}
		if span.Name == "dgraph.query" && !strings.Contains(text(span.Attributes, "db.query.text"), "func: eq(") {
			t.Errorf("a query without its DQL: %v", span.Attributes)
		}
	}
}

// chainOf are the names of a span and those that it is within, outermost last; none while the one that the caller's leads to is not there.
func chainOf(spans tracetest.SpanStubs, name string) []string {
	byID := map[string]tracetest.SpanStub{}
	for _, s := range spans {
		byID[s.SpanContext.SpanID().String()] = s
	}
	for _, s := range spans {
		if s.Name != name {
			continue
		}
		var chain []string
		for ok := true; ok; s, ok = byID[s.Parent.SpanID().String()] {
			chain = append(chain, s.Name)
			if s.Parent.IsRemote() && s.Parent.SpanID().String() == callersSpan {
				return chain
			}
		}
	}
	return nil
}

func text(attributes []attribute.KeyValue, key attribute.Key) string {
	for _, a := range attributes {
		if a.Key == key {
			return a.Value.AsString()
		}
	}
	return ""
}

// TestMetrics: calls are counted by method and code, those that fail and those that are refused as well.
func TestMetrics(t *testing.T) {
	s := serve(t, question.New(nothing{}), service.Options{Log: slog.New(slog.DiscardHandler)})
	call(t, "GET", s.rest+"/v1/stats", "")
	call(t, "GET", s.rest+"/v1/members?organization=Atlantis", "")
	call(t, "GET", s.rest+"/v1/members?organization=Atlantis", "")
	call(t, "GET", s.rest+"/v1/events?first=5000", "")
	_, b := call(t, "GET", s.rest+"/metrics", "")
	for _, want := range []string{
		`entente_calls_total{code="OK",method="Stats"} 1`,
		`entente_calls_total{code="NotFound",method="Members"} 2`,
		`entente_calls_total{code="InvalidArgument",method="Events"} 1`,
		`entente_call_seconds_count{method="Members"} 2`,
		`entente_dgraph_query_seconds_count{method="Stats"} 1`,
		`entente_calls_now 0`,
	} {
		if !bytes.Contains(b, []byte(want+"\n")) {
			t.Errorf("no %s in\n%s", want, b)
		}
	}
}

// TestSlowQueries: the DQL of a call that takes long is logged, that of others is not.
func TestSlowQueries(t *testing.T) {
	for limit, want := range map[time.Duration]bool{time.Millisecond: true, time.Hour: false} {
		var log bytes.Buffer
		s := serve(t, question.New(slow{}), service.Options{
			Log: slog.New(slog.NewTextHandler(&log, nil)), Limits: service.Limits{Slow: limit},
		})
		call(t, "POST", s.rest+"/v1/query", `{"dql": "{late(func: has(name)) {name}}"}`)
		logged := strings.Contains(log.String(), "slow query") && strings.Contains(log.String(), "{late(func: has(name)) {name}}") &&
			strings.Contains(log.String(), "method=Query")
		if logged != want {
			t.Errorf("slow from %s on: log %q", limit, log.String())
		}
	}
}
