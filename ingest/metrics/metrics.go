// Package metrics tells Prometheus what an ingest does.
package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/collect"
)

// Metrics are the figures of one process.
type Metrics struct {
	received prometheus.Counter
	outcomes *prometheus.CounterVec
	rejected *prometheus.CounterVec
	facts    *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	lag      *prometheus.GaugeVec
	run      *prometheus.GaugeVec
	success  *prometheus.GaugeVec
	items    *prometheus.GaugeVec
	alarm    *prometheus.GaugeVec
	failures *prometheus.CounterVec
}

// New registers the figures. queues tells how many articles wait behind each stage of the pipeline.
func New(r prometheus.Registerer, queues func() map[string]int) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "entente", Subsystem: "ingest", Name: name, Help: help}, labels)
	}
	gauge := func(name, help string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "entente", Subsystem: "source", Name: name, Help: help}, []string{"source"})
	}
	m := &Metrics{
		received: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: "entente", Subsystem: "ingest", Name: "received_total", Help: "Articles whose fate is known.",
		}),
		outcomes: counter("articles_total", "Articles by what became of them.", "outcome"),
		rejected: counter("rejected_total", "Rejected articles by kind of reason.", "reason"),
		facts:    counter("facts_total", "Facts of stored articles by type.", "type"),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "entente", Subsystem: "ingest", Name: "stage_seconds", Help: "Time that an article spends in a stage.",
			Buckets: prometheus.ExponentialBuckets(0.001, 4, 9),
		}, []string{"stage"}),
		lag:      gauge("lag_seconds", "Time from the publication of the last article to its storing."),
		run:      gauge("last_run_timestamp_seconds", "When the source was last visited."),
		success:  gauge("last_success_timestamp_seconds", "When the source could last be read."),
		items:    gauge("items", "Items that the source listed last."),
		alarm:    gauge("alarm", "1 while something looks wrong with a source though no error came: above all, that it yields nothing."),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "entente", Subsystem: "source", Name: "failures_total", Help: "Visits that failed."}, []string{"source"}),
	}
	r.MustRegister(m.received, m.outcomes, m.rejected, m.facts, m.seconds, m.lag, m.run, m.success, m.items, m.alarm, m.failures, depths{queues})
	return m
}

// Article counts a receipt.
func (m *Metrics) Article(r ingest.Receipt) {
	m.received.Inc()
	m.outcomes.WithLabelValues(string(r.Outcome)).Inc()
	if r.Outcome == ingest.Rejected {
		m.rejected.WithLabelValues(r.Class).Inc()
	}
	for kind, n := range map[string]int{
		"membership": r.Facts.Memberships, "tenure": r.Facts.Tenures, "event": r.Facts.Events,
		"negotiation": r.Facts.Negotiations, "affiliation": r.Facts.Affiliations,
	} {
		m.facts.WithLabelValues(kind).Add(float64(n))
	}
	for stage, s := range map[string]float64{
		"fetch": r.Seconds.Fetch, "clean": r.Seconds.Clean, "analyse": r.Seconds.Analyse, "write": r.Seconds.Write,
	} {
		if s > 0 {
			m.seconds.WithLabelValues(stage).Observe(s)
		}
	}
}

// Visit notes how a visit to a source went, at a time in seconds since 1970.
func (m *Metrics) Visit(r collect.Report, now float64) {
	m.run.WithLabelValues(r.Source).Set(now)
	if r.Error != "" {
		m.failures.WithLabelValues(r.Source).Inc()
	} else {
		m.success.WithLabelValues(r.Source).Set(now)
	}
	m.items.WithLabelValues(r.Source).Set(float64(r.Items))
	if r.Lag > 0 {
		m.lag.WithLabelValues(r.Source).Set(r.Lag)
	}
	alarm := 0.0
	if r.Alarm != "" {
		alarm = 1
	}
	m.alarm.WithLabelValues(r.Source).Set(alarm)
}

// depths collects the lengths of the queues when they are asked for.
type depths struct{ queues func() map[string]int }

var depthDesc = prometheus.NewDesc("entente_ingest_queue_depth", "Articles that wait behind a stage.", []string{"queue"}, nil)

// Describe implements prometheus.Collector.
func (d depths) Describe(ch chan<- *prometheus.Desc) { ch <- depthDesc }

// Collect implements prometheus.Collector.
func (d depths) Collect(ch chan<- prometheus.Metric) {
	for name, n := range d.queues() {
		ch <- prometheus.MustNewConstMetric(depthDesc, prometheus.GaugeValue, float64(n), name)
	}
}
