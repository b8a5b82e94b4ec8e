package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/source"
	"github.com/entente-kg/entente/schema"
)

func newIngestCommand() *cobra.Command {
	var d source.Defaults
	cmd := &cobra.Command{
		Use:   "ingest PATH...",
		Short: "Read articles into the graph",
		Long: `Read articles and store what they say, each with its evidence. A PATH is a file of plain text (one
article), a web page (.html), a file of JSON Lines (.jsonl, an article a line with id, url, title,
published, source and text), a crawl (.warc), a folder of such files, all also as .gz or .zst, or "-"
for standard input. Ingesting an article again changes nothing; the same text at another address is
a further place of publication of one article.

What is on its way is kept on disk until the graph has it: after a crash the next ingest goes on.

Exit code: 0 all stored, 1 some articles were set aside (each is named with its reason), 2 not done.`,
		Example: `  entente ingest news.jsonl
  entente ingest --published 2025-09-01 --source "The Daily" article.txt
  zcat dump.jsonl.gz | entente ingest -
  entente ingest run --config sources.yaml`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := (schema.Article{Published: d.Published}).Published.Date(); d.Published != "" && err != nil {
				return fmt.Errorf("--published: %w", err)
			}
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			files, err := source.Expand(args)
			if err != nil {
				return err
			}
			db, err := openDatabase(cmd, s)
			if err != nil {
				return err
			}
			defer db.Close()
			items := source.Files(cmd.Context(), files, cmd.InOrStdin(), d)
			return ingestItems(cmd.Context(), db, s, items, newReport(cmd.ErrOrStderr(), countFiles(files)))
		},
	}
	addArticleFlags(cmd, &d)
	addSettings(cmd, "dgraph", "ingest", "extractor", "log")
	cmd.AddCommand(newIngestRunCommand(), newIngestServeCommand(), newIngestRetryCommand(), newIngestStatusCommand(), newIngestDeleteCommand())
	return cmd
}

// addArticleFlags gives a command the flags that say what a file does not say of its articles.
func addArticleFlags(cmd *cobra.Command, d *source.Defaults) {
	cmd.Flags().StringVar((*string)(&d.Published), "published", "", "publication `date` of articles that bring none: YYYY-MM-DD or an RFC 3339 time")
	cmd.Flags().BoolVar(&d.DateFromFile, "date-from-file", false, "take the file's date for articles that bring none")
	cmd.Flags().StringVar(&d.Source, "source", "", "`publisher` of articles that bring none")
	cmd.Flags().StringVar(&d.URL, "url", "", "`address` of an article that brings none")
}

// countFiles is the number of articles of files, -1 where it is not known.
func countFiles(files []string) int {
	if n, ok := source.Count(files); ok {
		return n
	}
	return -1
}

// ingestItems takes items through the pipeline and reports.
func ingestItems(ctx context.Context, db *database, s settings, items iter.Seq[ingest.Item], report *report) error {
	in, err := openIngestion(ctx, db, s, report.w)
	if err != nil {
		return err
	}
	defer in.Close()
	p := in.pipeline(report.observe)
	begin := time.Now()
	sum, err := p.Run(ctx, items)
	report.finish()
	fmt.Fprintln(report.w, summaryLine(sum, time.Since(begin)))
	switch {
	case err != nil:
		return fmt.Errorf("stopped; what is counted above is safely stored: %w", err)
	case sum.Rejected > 0:
		return errRejects
	}
	return nil
}

// summaryLine says in one line what a run did.
func summaryLine(sum ingest.Summary, took time.Duration) string {
	line := fmt.Sprintf("%d articles stored with %d facts", sum.Articles, sum.Facts)
	for _, c := range []struct {
		n    int
		what string
	}{{sum.Unchanged, "known already"}, {sum.Duplicates, "copies of others"}, {sum.Deleted, "deleted before"}} {
		if c.n > 0 {
			line += fmt.Sprintf(", %d %s", c.n, c.what)
		}
	}
	return line + fmt.Sprintf(", %d set aside, in %.1f s", sum.Rejected, took.Seconds())
}

// lateReader loads the extractor when the first article needs it: a pass that finds nothing new is over before.
type lateReader struct {
	load func() (ingest.Reader, error)
}

func newLateReader(ctx context.Context, s settings) lateReader {
	return lateReader{sync.OnceValues(func() (ingest.Reader, error) { return newReader(ctx, s) })}
}

// Extract implements ingest.Reader.
func (r lateReader) Extract(a schema.Article) (schema.Facts, error) {
	x, err := r.load()
	if err != nil {
		return schema.Facts{}, fmt.Errorf("%w: %w", ingest.ErrReader, err)
	}
	return x.Extract(a)
}

// report tells a person what becomes of the articles: with a bar on a terminal, in plain lines elsewhere.
type report struct {
	w   io.Writer
	bar *progressbar.ProgressBar // nil where nobody watches

	mu   sync.Mutex
	done int
	all  int // how many there will be, -1 if that is not known
	last time.Time
}

// lineEvery is how often progress is written where nobody watches.
const lineEvery = 10 * time.Second

// newReport reports on w of articles of which there will be so many, -1 if that is not known.
func newReport(w io.Writer, all int) *report {
	r := &report{w: w, all: all, last: time.Now()}
	if isTerminal(w) {
		r.bar = progressbar.NewOptions(all,
			progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("articles"), progressbar.OptionShowCount(),
			progressbar.OptionShowIts(), progressbar.OptionSetPredictTime(true), progressbar.OptionSetElapsedTime(true),
			progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionSetWidth(20))
	}
	return r
}

// expectFrom returns what sources are to tell how many articles they will bring. Once all have, how many there will be is
// known, unless one of them does not know (-1).
func (r *report) expectFrom(sources int) func(articles int) {
	sum := 0
	return func(articles int) {
		r.mu.Lock()
		defer r.mu.Unlock()
		if sources--; articles < 0 || sum < 0 {
			sum = -1
		} else {
			sum += articles
		}
		if sources > 0 || sum <= r.done {
			return
		}
		r.all = sum
		if r.bar != nil {
			r.bar.ChangeMax(sum)
		}
	}
}

func (r *report) observe(x ingest.Receipt) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	if x.Outcome == ingest.Rejected {
		if r.bar != nil {
			_ = r.bar.Clear()
		}
		fmt.Fprintf(r.w, "set aside: %s: %s\n", x.Where, x.Reason)
	}
	if r.bar != nil {
		_ = r.bar.Add(1)
	} else if time.Since(r.last) > lineEvery {
		r.last = time.Now()
		of := ""
		if r.all > 0 {
			of = fmt.Sprintf(" of %d", r.all)
		}
		fmt.Fprintf(r.w, "%d%s articles so far\n", r.done, of)
	}
}

func (r *report) finish() {
	if r.bar != nil {
		_ = r.bar.Finish()
	}
}
