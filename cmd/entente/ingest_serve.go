package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/go-co-op/gocron/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/collect"
	"github.com/entente-kg/entente/ingest/intake"
	"github.com/entente-kg/entente/ingest/metrics"
	"github.com/entente-kg/entente/ingest/source"
)

func newIngestServeCommand() *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Visit sources on schedule and take articles over gRPC and REST",
		Long: `Visit each source of a file as its schedule says, and take articles over gRPC and REST (POST /v1/ingest,
JSON Lines in, receipts out), until interrupted. Metrics are at /metrics, health at /healthz and
/readyz. Both listen on loopback; other addresses need a token, which callers send as
"authorization: Bearer TOKEN", and something in front that encrypts. Where there are keys of the service
(entente keys), callers need one of an ingester, or the token.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			config := source.Config{}
			if file != "" {
				if config, err = source.LoadConfig(file); err != nil {
					return err
				}
			}
			if s.Intake.Token == "" && !(loopback(s.Intake.GRPC) && loopback(s.Intake.HTTP)) {
				return errors.New("other machines can reach these addresses: use loopback, or set a token (ENTENTE_INTAKE_TOKEN)")
			}
			dir, err := s.ingestDir()
			if err != nil {
				return err
			}
			lock, err := lockRun(dir)
			if err != nil {
				return err
			}
			defer lock.Unlock() //nolint:errcheck // ends with the process anyway
			l, err := listen(serveSettings{GRPC: s.Intake.GRPC, HTTP: s.Intake.HTTP}, true)
			if err != nil {
				return err
			}
			defer l.Close()
			db, err := openDatabase(cmd, s)
			if err != nil {
				return err
			}
			defer db.Close()
			in, err := openIngestion(cmd.Context(), db, s, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			defer in.Close()
			l.announce(cmd.OutOrStdout())
			return in.serve(cmd.Context(), config, l, cmd.ErrOrStderr())
		},
	}
	addSourcesFlag(cmd, &file)
	addSettings(cmd, "dgraph", "ingest", "extractor", "intake", "serve.keys", "log")
	return cmd
}

// ingestService is a running ingest serve: what schedules and callers deliver goes into one pipeline.
type ingestService struct {
	*ingestion
	collector *collect.Collector
	metrics   *metrics.Metrics
	queue     chan ingest.Item
	log       *slog.Logger
}

// drainWait is how long what is on its way may take to be stored when the service stops. What takes longer stays spooled.
const drainWait = 30 * time.Second

func (in *ingestion) serve(ctx context.Context, config source.Config, l listeners, w io.Writer) error {
	s := &ingestService{ingestion: in, collector: newCollector(in, config), queue: make(chan ingest.Item), log: in.settings.logger()}
	p := in.pipeline(nil)
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	s.metrics = metrics.New(registry, p.Queues)
	p.Observe = func(r ingest.Receipt) {
		s.metrics.Article(r)
		level := slog.LevelInfo
		if r.Outcome == ingest.Rejected {
			level = slog.LevelWarn
		}
		s.log.Log(ctx, level, "article", "article", r.Article, "source", r.Source, "outcome", r.Outcome, "reason", r.Reason, "facts", r.Facts.Total())
	}
	check, err := in.settings.mayIngest()
	if err != nil {
		return err
	}
	server := &intake.Server{
		Service: intake.New(s.deliver), Token: in.settings.Intake.Token, Check: check, Ready: in.db.Ping,
		Metrics: promhttp.HandlerFor(registry, promhttp.HandlerOpts{}), Log: s.log,
	}
	// The pipeline ends after all that feed it.
	pipeCtx, stopPipe := context.WithCancel(context.WithoutCancel(ctx))
	defer stopPipe()
	feeders, feedCtx := errgroup.WithContext(ctx)
	feeders.Go(func() error { return server.Serve(feedCtx, l.grpc, l.http) })
	feeders.Go(func() error { return s.schedule(feedCtx, config.Sources) })
	piped := make(chan error, 1)
	go func() {
		_, err := p.Run(pipeCtx, s.items())
		piped <- err
	}()
	var pipeErr error
	fed := make(chan error, 1)
	go func() { fed <- feeders.Wait() }()
	select {
	case pipeErr = <-piped:
		return fmt.Errorf("storing has failed for good: %w", pipeErr)
	case err := <-fed:
		close(s.queue)
		wait := drainWait
		if s.db.ended() != nil {
			wait = 0
		}
		timer := time.AfterFunc(wait, stopPipe)
		defer timer.Stop()
		if pipeErr = <-piped; pipeErr != nil {
			fmt.Fprintln(w, "stopped before all was stored; the next start goes on with what is left")
			pipeErr = nil
		}
		if ctx.Err() != nil {
			err = nil
		}
		return errors.Join(err, s.db.ended())
	}
}

// items are what comes through the queue.
func (s *ingestService) items() func(func(ingest.Item) bool) {
	return func(yield func(ingest.Item) bool) {
		for item := range s.queue {
			if !yield(item) {
				return
			}
		}
	}
}

// deliver waits while the pipeline has enough to do.
func (s *ingestService) deliver(ctx context.Context, item ingest.Item) error {
	select {
	case s.queue <- item:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// schedule visits sources when their cron expressions say, and once at the start, until ctx ends.
func (s *ingestService) schedule(ctx context.Context, sources []source.Source) error {
	scheduler, err := gocron.NewScheduler()
	if err != nil {
		return err
	}
	var visits sync.WaitGroup
	for _, src := range sources {
		if src.Schedule == "" {
			continue
		}
		task := gocron.NewTask(func() {
			visits.Add(1)
			defer visits.Done()
			s.visit(ctx, src)
		})
		// A visit that takes longer than the time between two is not overtaken by the next.
		_, err := scheduler.NewJob(gocron.CronJob(src.Schedule, false), task,
			gocron.WithName(src.Name), gocron.WithSingletonMode(gocron.LimitModeReschedule), gocron.WithStartAt(gocron.WithStartImmediately()))
		if err != nil {
			return errors.Join(fmt.Errorf("schedule %s: %w", src.Name, err), scheduler.Shutdown())
		}
	}
	scheduler.Start()
	<-ctx.Done()
	err = scheduler.Shutdown()
	visits.Wait()
	return err
}

// jitter is up to how much later than scheduled a visit begins, so that sources with one schedule do not all begin at once.
const jitter = 20 * time.Second

func (s *ingestService) visit(ctx context.Context, src source.Source) {
	select {
	case <-time.After(rand.N(jitter)):
	case <-ctx.Done():
		return
	}
	items, visits, err := s.collector.Round(ctx, []source.Source{src})
	if err != nil {
		s.log.Error("visit failed", "source", src.Name, "error", err)
		return
	}
	for item := range items {
		if s.deliver(ctx, item) != nil {
			break
		}
	}
	if ctx.Err() == nil {
		visits[0].Wait()
	}
	report, err := s.collector.Finish(visits[0])
	if err != nil {
		s.log.Error("visit not written down", "source", src.Name, "error", err)
	}
	s.metrics.Visit(report, float64(time.Now().Unix()))
	level := slog.LevelInfo
	if report.Error != "" || report.Alarm != "" {
		level = slog.LevelWarn
	}
	s.log.Log(ctx, level, "visit", "source", report.Source, "items", report.Items, "accepted", report.Accepted,
		"duplicates", report.Duplicates, "rejected", report.Rejected, "error", report.Error, "alarm", report.Alarm)
}
