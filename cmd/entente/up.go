package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/ingest/source"
	"github.com/entente-kg/entente/schema"
)

// samples are articles of our own writing, so that a first start has something to show.
//
//go:embed samples.jsonl
var samples []byte

func newUpCommand() *cobra.Command {
	var insecure, empty bool
	var show string
	var d source.Defaults
	cmd := &cobra.Command{
		Use:   "up [PATH...]",
		Short: "Start everything: Dgraph, reference data, articles, service",
		Long: `Start a local Dgraph (or connect to the cluster of the settings), bring its schema up to date, load the
reference data, ingest the articles of PATH (without one, the samples that ship with entente), and
answer questions until interrupted. Ctrl-C stops everything; the data stays for the next start.`,
		Example: `  entente up
  entente up --empty --dir ./data news.jsonl`,
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			files, err := source.Expand(args)
			if err != nil {
				return err
			}
			l, err := listenGuarded(s, insecure)
			if err != nil {
				return err
			}
			defer l.Close()
			out := cmd.ErrOrStderr()
			db, err := openDatabase(cmd, s)
			if err != nil {
				return err
			}
			defer db.Close()
			if err := loadReference(cmd.Context(), db, out); err != nil {
				return err
			}
			items := source.Files(cmd.Context(), files, cmd.InOrStdin(), d)
			if len(files) == 0 && !empty {
				items = source.Stream(cmd.Context(), "samples", bytes.NewReader(samples), source.Defaults{})
			}
			// Articles that are set aside have been named; they do not keep up from serving the others.
			if err := ingestItems(cmd.Context(), db, s, items, newReport(out, countFiles(files))); err != nil && !errors.Is(err, errRejects) {
				return err
			}
			if show != "" {
				if err := showMembers(cmd.Context(), db, show, cmd.OutOrStdout()); err != nil {
					return err
				}
			}
			l.announce(cmd.OutOrStdout())
			fmt.Fprintln(out, "ready; Ctrl-C stops everything")
			return l.serve(cmd.Context(), db, s)
		},
	}
	cmd.Flags().BoolVar(&empty, "empty", false, "do not ingest the samples")
	cmd.Flags().StringVar(&show, "show", "", "print the members of this `organization` once it is loaded")
	addArticleFlags(cmd, &d)
	addServeFlags(cmd, &insecure)
	addSettings(cmd, "dgraph", "ingest", "extractor", "log")
	return cmd
}

func showMembers(ctx context.Context, db *database, organization string, w io.Writer) error {
	m, err := db.Members(ctx, graph.MembersQuery{Organization: organization, Status: schema.Member})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nMembers of %s\n\n", m.Organization.Name)
	if err := writeMembers(w, m, "table"); err != nil {
		return err
	}
	fmt.Fprintln(w)
	return nil
}
