package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/collect"
	"github.com/entente-kg/entente/ingest/source"
	"github.com/entente-kg/entente/ingest/source/fetch"
)

func newIngestRunCommand() *cobra.Command {
	var file, reportFile string
	var timeout time.Duration
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Take what is new from all sources, once",
		Long: `Go once through the sources of a file: feeds, sitemaps, pages, folders and crawls. Take what is new or
changed, and end; for cron. A second run while one works ends at once.

Exit code: 0 all well, 1 some articles or sources could not be taken, 2 not done, 3 another run works.`,
		Example: `  entente ingest run --config sources.yaml --timeout 20m --report receipts.jsonl`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			config, err := source.LoadConfig(file)
			if err != nil {
				return err
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
			receipts, err := newReceipts(reportFile)
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			if timeout > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, timeout)
				defer cancel()
			}
			err = in.round(ctx, config, receipts, cmd.OutOrStdout(), cmd.ErrOrStderr())
			return errors.Join(err, receipts.Close())
		},
	}
	addSourcesFlag(cmd, &file)
	_ = cmd.MarkFlagRequired("config") // the flag exists
	cmd.Flags().DurationVar(&timeout, "timeout", 0, "stop after this `time`; the next run goes on with what is left (default: none)")
	cmd.Flags().StringVar(&reportFile, "report", "", "write a receipt per article, source and run to this `file`, as JSON Lines")
	addSettings(cmd, "dgraph", "ingest", "extractor", "log")
	return cmd
}

// addSourcesFlag gives a command --config for the file of sources; its settings come from --settings, or from where all
// commands find them.
func addSourcesFlag(cmd *cobra.Command, file *string) {
	cmd.Flags().StringVar(file, "config", "", "YAML `file` of sources")
	cmd.Flags().String("settings", "", "YAML `file` of settings (default: entente/entente.yaml in the user's configuration folder)")
}

func newCollector(in *ingestion, config source.Config) *collect.Collector {
	log := in.settings.logger()
	return &collect.Collector{
		Fetcher: fetch.New(fetch.Options{Contact: config.Contact, Delay: time.Duration(config.Delay), Log: log}),
		Ledger:  in.Ledger, Log: log, Now: time.Now,
	}
}

// round visits all sources once and reports.
func (in *ingestion) round(ctx context.Context, config source.Config, receipts *receipts, out, w io.Writer) error {
	c := newCollector(in, config)
	items, visits, err := c.Round(ctx, config.Sources)
	if err != nil {
		return err
	}
	progress := newReport(w, -1)
	c.Expect = progress.expectFrom(len(visits))
	p := in.pipeline(func(r ingest.Receipt) {
		progress.observe(r)
		receipts.article(r)
	})
	begin := time.Now()
	sum, runErr := p.Run(ctx, items)
	progress.finish()
	failed := 0
	for _, v := range visits {
		r, err := c.Finish(v)
		if err != nil {
			return err
		}
		receipts.source(r)
		switch {
		case r.Error != "":
			failed++
			fmt.Fprintf(w, "source %s: %s\n", r.Source, r.Error)
		case r.Alarm != "":
			fmt.Fprintf(w, "ALARM: source %s %s\n", r.Source, r.Alarm)
		}
	}
	took := time.Since(begin)
	receipts.run(sum, took, runErr)
	fmt.Fprintf(out, "%d sources, %d failed: %s\n", len(visits), failed, summaryLine(sum, took))
	switch {
	case errors.Is(runErr, context.DeadlineExceeded):
		fmt.Fprintln(w, "stopped by --timeout; the next run goes on with what is left")
		return errRejects
	case runErr != nil:
		return fmt.Errorf("stopped; what is counted above is safely stored: %w", runErr)
	case failed == len(visits):
		return errors.New("no source could be read")
	case failed > 0 || sum.Rejected > 0:
		return errRejects
	}
	return nil
}

// receipts writes what became of each article, source and run, as JSON Lines. Without a file it writes nothing.
type receipts struct {
	file *os.File
	buf  *bufio.Writer
	enc  *json.Encoder
	err  error // the first
}

func newReceipts(path string) (*receipts, error) {
	if path == "" {
		return &receipts{}, nil
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("--report: %w", err)
	}
	buf := bufio.NewWriter(f)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	return &receipts{file: f, buf: buf, enc: enc}, nil
}

func (r *receipts) write(v any) {
	if r.enc != nil && r.err == nil {
		r.err = r.enc.Encode(v)
	}
}

func (r *receipts) article(x ingest.Receipt) {
	r.write(struct {
		Kind string `json:"kind"`
		ingest.Receipt
	}{"article", x})
}

func (r *receipts) source(x collect.Report) {
	r.write(struct {
		Kind string `json:"kind"`
		collect.Report
	}{"source", x})
}

func (r *receipts) run(sum ingest.Summary, took time.Duration, err error) {
	reason := ""
	if err != nil {
		reason = err.Error()
	}
	r.write(struct {
		Kind string `json:"kind"`
		ingest.Summary
		Seconds float64 `json:"seconds"`
		Error   string  `json:"error,omitzero"`
	}{"run", sum, took.Seconds(), reason})
}

// Close reports the first error of all writing.
func (r *receipts) Close() error {
	if r.file == nil {
		return nil
	}
	if err := errors.Join(r.err, r.buf.Flush(), r.file.Close()); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}
