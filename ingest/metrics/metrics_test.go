package metrics_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/collect"
	"github.com/entente-kg/entente/ingest/metrics"
)

func TestMetrics(t *testing.T) {
	registry := prometheus.NewRegistry()
	m := metrics.New(registry, func() map[string]int { return map[string]int{"admitted": 3} })
	m.Article(ingest.Receipt{Outcome: ingest.Accepted, Facts: ingest.Counts{Events: 4}, Seconds: ingest.Seconds{Analyse: 0.02}})
	m.Article(ingest.Receipt{Outcome: ingest.Rejected, Class: "undated"})
	m.Visit(collect.Report{Source: "desk", Items: 7, Alarm: "lists nothing, though it used to"}, 1000)
	m.Visit(collect.Report{Source: "desk", Error: "404"}, 2000)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, f := range families {
		for _, x := range f.GetMetric() {
			name := f.GetName()
			for _, l := range x.GetLabel() {
				name += fmt.Sprintf(" %s=%s", l.GetName(), l.GetValue())
			}
			if v := x.GetCounter().GetValue() + x.GetGauge().GetValue() + float64(x.GetHistogram().GetSampleCount()); v != 0 {
				got[name] = v
			}
		}
	}
	want := map[string]float64{
		"entente_ingest_received_total":                             2,
		"entente_ingest_articles_total outcome=accepted":            1,
		"entente_ingest_articles_total outcome=rejected":            1,
		"entente_ingest_rejected_total reason=undated":              1,
		"entente_ingest_facts_total type=event":                     4,
		"entente_ingest_stage_seconds stage=analyse":                1,
		"entente_ingest_queue_depth queue=admitted":                 3,
		"entente_source_last_run_timestamp_seconds source=desk":     2000,
		"entente_source_last_success_timestamp_seconds source=desk": 1000,
		"entente_source_failures_total source=desk":                 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
