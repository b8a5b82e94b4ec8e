package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
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

// loadReference brings the graph in step with the reference data and says so on w.
func loadReference(ctx context.Context, db *database, w io.Writer) error {
	world, err := reference.Load()
	if err != nil {
		return fmt.Errorf("read the reference data: %w", err)
	}
	begin := time.Now()
	changed, err := graph.LoadReference(ctx, db.Store, world.Facts(), func(done, all int) {
		if done%1024 == 0 {
			fmt.Fprintf(w, "loading the reference data: %d of %d lists\n", done, all)
		}
	})
	if err != nil {
		return fmt.Errorf("load the reference data: %w", err)
	}
	if !changed {
		fmt.Fprintln(w, "the reference data are up to date")
		return nil
	}
	fmt.Fprintf(w, "reference data loaded in %.1f s\n", time.Since(begin).Seconds())
	return nil
}
