package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/export"
)

func newExportCommand() *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the graph, or some of its facts, in the format of another program",
		Long: `Write the graph. N-Quads hold all of it, in a canonical order and with xids for nodes: equal graphs give
equal files, byte for byte. The other formats hold the facts, each with how many articles and
publishers tell it and where: an object or a row for each, or, in GraphML, an edge between actors.`,
		Example: `  entente export > graph.nq
  entente export --format csv --kind event --actor UKR -o ukraine.csv
  entente export --format graphml --kind membership -o members.graphml
  entente export --format parquet -o facts.parquet`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return o.run(cmd) },
	}
	cmd.Flags().StringVarP(&o.output, "output", "o", "", "`file` to write (default: standard output)")
	cmd.Flags().StringVar(&o.format, "format", "nquads", "nquads, jsonl, csv, graphml or parquet")
	cmd.Flags().StringSliceVar(&o.kinds, "kind", nil, "facts of this `kind` alone: membership, tenure, event, negotiation or affiliation; may be repeated")
	cmd.Flags().StringArrayVar(&o.actors, "actor", nil, "facts that this `actor` is part of: a ref or a name; may be repeated")
	addSettings(cmd, "dgraph", "log")
	return cmd
}

type exportOptions struct {
	output, format string
	kinds, actors  []string
}

func (o *exportOptions) run(cmd *cobra.Command) (err error) {
	if err := o.check(); err != nil {
		return err
	}
	db, err := openConfigured(cmd)
	if err != nil {
		return err
	}
	defer db.Close()
	w := cmd.OutOrStdout()
	if o.output != "" {
		f, failed := os.Create(o.output)
		if failed != nil {
			return failed
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		w = f
	}
	return o.write(cmd.Context(), db, w)
}

// check refuses what can't be written before Dgraph is started for it.
func (o *exportOptions) check() error {
	if err := checkFormat(o.format, "nquads", "jsonl", "csv", "graphml", "parquet"); err != nil {
		return err
	}
	if o.format == "nquads" && len(o.kinds)+len(o.actors) > 0 {
		return errors.New("--kind and --actor: N-Quads hold the whole graph; choose another --format")
	}
	for _, k := range o.kinds {
		if !slices.Contains(question.Kinds, question.Kind(k)) {
			return fmt.Errorf("--kind %q: want some of %v", k, question.Kinds)
		}
	}
	return nil
}

func (o *exportOptions) write(ctx context.Context, db *database, w io.Writer) error {
	if o.format == "nquads" {
		buffered := bufio.NewWriter(w)
		if err := db.Export(ctx, buffered); err != nil {
			return err
		}
		return buffered.Flush()
	}
	q := question.Facts{Actors: o.actors}
	for _, k := range o.kinds {
		q.Kinds = append(q.Kinds, question.Kind(k))
	}
	return export.Formats[o.format](w, question.New(db.Store).Facts(ctx, q))
}
