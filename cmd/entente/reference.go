package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/schema/reference"
)

func newReferenceCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "reference",
		Short: "Load and check the world's lists",
		Long: `The reference data are lists of states, organizations with their members' history, offices with their
holders, and places. They stand in the graph as claims of the source "reference".`,
	}
	load := &cobra.Command{
		Use:   "load",
		Short: "Load the reference data into the graph",
		Long: `Load the reference data into the graph. Loading them again changes nothing; what has changed in the lists
changes in the graph, and what has ended is closed.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			db, err := openDatabase(cmd.Context(), s, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			defer db.Close()
			return loadReference(cmd.Context(), db, cmd.ErrOrStderr())
		},
	}
	addSettings(load, "dgraph", "log")
	cmd.AddCommand(load)
	return cmd
}

// loadReference puts the reference data into the graph and says so on w.
func loadReference(ctx context.Context, sink ingest.Sink, w io.Writer) error {
	world, err := reference.Load()
	if err != nil {
		return fmt.Errorf("read the reference data: %w", err)
	}
	begin := time.Now()
	fmt.Fprintln(w, "loading the reference data")
	facts := world.Facts()
	const batch = 64
	for len(facts) > 0 {
		n := min(batch, len(facts))
		rejected, err := sink.Put(ctx, facts[:n])
		if err != nil {
			return fmt.Errorf("load the reference data: %w", err)
		}
		if len(rejected) > 0 {
			return fmt.Errorf("load the reference data: %s: %s", rejected[0].Article, rejected[0].Reason)
		}
		facts = facts[n:]
	}
	fmt.Fprintf(w, "reference data are up to date (%.1f s)\n", time.Since(begin).Seconds())
	return nil
}
