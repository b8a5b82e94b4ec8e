package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/extract"
	"github.com/entente-kg/entente/ingest/source"
	"github.com/entente-kg/entente/schema"
)

// newExtractCommand makes `entente extract`, which prints what articles say without touching a database.
func newExtractCommand() *cobra.Command {
	var d source.Defaults
	var format string
	var explain bool
	cmd := &cobra.Command{
		Use:   "extract PATH...",
		Short: "Print the facts that articles state, without a database",
		Long: `Read articles and print the actors, memberships, offices and events that they state, each with its
evidence. The default format is JSON Lines, an article a line in the order of the input; "table" is
for reading. With --explain it prints instead, for each sentence, the dependency tree, the rules that
read a fact from it, and why.

Exit code: 0 all read, 1 some articles were set aside (each is named with its reason), 2 not done.`,
		Example: `  entente extract article.txt --published 2025-09-01
  entente extract --format jsonl - < articles.jsonl
  entente extract --explain article.txt --published 2025-09-01`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			print, err := factPrinter(format)
			if err != nil {
				return err
			}
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			files, err := source.Expand(args)
			if err != nil {
				return err
			}
			out := bufio.NewWriter(cmd.OutOrStdout())
			items := source.Files(cmd.Context(), files, cmd.InOrStdin(), d)
			if explain {
				err = explainItems(items, out, cmd.ErrOrStderr())
			} else {
				err = extractItems(cmd.Context(), s, items, out, cmd.ErrOrStderr(), print)
			}
			return errors.Join(err, out.Flush())
		},
	}
	addArticleFlags(cmd, &d)
	addSettings(cmd, "extractor", "log")
	cmd.Flags().StringVar(&format, "format", "jsonl", "output `format`: jsonl or table")
	cmd.Flags().BoolVar(&explain, "explain", false, "print trees, rules and reasons instead of facts")
	return cmd
}

// factPrinter is the function that writes an article's facts in a format.
func factPrinter(format string) (func(io.Writer, schema.Facts) error, error) {
	switch format {
	case "jsonl":
		return func(w io.Writer, f schema.Facts) error {
			e := json.NewEncoder(w)
			e.SetEscapeHTML(false)
			return e.Encode(f)
		}, nil
	case "table":
		return printFacts, nil
	}
	return nil, fmt.Errorf("unknown format %q: want jsonl or table", format)
}

// reading is an article on its way: what became of it arrives in the channel.
type reading chan extracted

type extracted struct {
	item  ingest.Item
	facts schema.Facts
	err   error
}

// extractItems reads articles on all processors and prints their facts in the order of the input. Memory stays bounded,
// since no more than a few articles are on their way at a time.
func extractItems(ctx context.Context, s settings, items iter.Seq[ingest.Item], w, log io.Writer, print func(io.Writer, schema.Facts) error) error {
	r, err := newReader(ctx, s)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	queue := make(chan reading, 2*runtime.GOMAXPROCS(0))
	go func() {
		defer close(queue)
		slots := make(chan struct{}, runtime.GOMAXPROCS(0))
		for item := range items {
			done := make(reading, 1)
			select {
			case queue <- done:
			case <-ctx.Done():
				return
			}
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				done <- extractItem(r, item)
			}()
		}
	}()
	rejects := 0
	for done := range queue {
		x := <-done
		if x.err != nil {
			rejects++
			fmt.Fprintf(log, "set aside: %s: %v\n", x.item.Where, x.err)
			continue
		}
		if err := print(w, x.facts); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if rejects > 0 {
		return errRejects
	}
	return nil
}

func extractItem(r ingest.Reader, item ingest.Item) extracted {
	if item.Err != nil {
		return extracted{item: item, err: item.Err}
	}
	f, err := r.Extract(item.Article)
	return extracted{item, f, err}
}

// explainItems prints how each article was read.
func explainItems(items iter.Seq[ingest.Item], w, log io.Writer) error {
	r, err := extract.New()
	if err != nil {
		return err
	}
	rejects := 0
	for item := range items {
		err := item.Err
		if err == nil {
			fmt.Fprintf(w, "== %s %s\n", item.Article.ID, item.Article.Title)
			_, err = r.Explain(item.Article, func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) })
		}
		if err != nil {
			rejects++
			fmt.Fprintf(log, "set aside: %s: %v\n", item.Where, err)
		}
	}
	if rejects > 0 {
		return errRejects
	}
	return nil
}

// printFacts writes an article's facts for a person to read.
func printFacts(w io.Writer, f schema.Facts) error {
	var rows [][]string
	add := func(o schema.Origin, cells ...string) {
		rows = append(rows, append(cells, strconv.FormatFloat(o.Confidence, 'f', 2, 64), o.Rule))
	}
	for _, m := range f.Memberships {
		add(m.Origin, "membership", string(m.Actor), fmt.Sprintf("%s of %s", m.Status, m.Organization), period(m.Start, m.End), "")
	}
	for _, a := range f.Affiliations {
		add(a.Origin, "affiliation", string(a.Organization), fmt.Sprintf("%d %s", a.Count, a.Status), "", "")
	}
	for _, t := range f.Tenures {
		what := fmt.Sprintf("%s of %s", t.Office, t.Of)
		if t.Former {
			what = "former " + what
		}
		add(t.Origin, "tenure", string(t.Person), what, period(t.Start, t.End), "")
	}
	for _, e := range f.Events {
		who := make([]string, len(e.Parties))
		for i, p := range e.Parties {
			who[i] = fmt.Sprintf("%s (%s)", p.Actor, p.Role)
		}
		what := strings.Join(strings.Fields(fmt.Sprintf("%s %s %s", e.Type, e.Kind, e.Status)), " ")
		add(e.Origin, "event", strings.Join(who, ", "), what, period(e.Start, e.End), string(e.Place))
	}
	if _, err := fmt.Fprintf(w, "%s %s\n", f.Article.ID, f.Article.Title); err != nil {
		return err
	}
	return writeTable(w, []string{"fact", "who", "what", "when", "where", "confidence", "rule"}, rows)
}

// period writes a point in time as one date and a stretch as two.
func period(start, end schema.Date) string {
	if start == end {
		return start.String()
	}
	return start.String() + ".." + end.String()
}
