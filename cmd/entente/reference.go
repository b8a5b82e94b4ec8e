package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
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
			db, err := openConfigured(cmd)
			if err != nil {
				return err
			}
			defer db.Close()
			return loadReference(cmd.Context(), db, cmd.ErrOrStderr())
		},
	}
	addSettings(load, "dgraph", "log")
	cmd.AddCommand(load, newReferenceCheckCommand())
	return cmd
}

func newReferenceCheckCommand() *cobra.Command {
	var output string
	var all bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Compare what articles say with the lists",
		Long: `Compare the memberships and offices that the articles of the graph state with the reference lists, and
print what contradicts them and what is news to them: what happened after the day up to which the lists
are known to be right. --all prints agreements, and what the lists do not cover, too.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(output, "table", "json", "csv"); err != nil {
				return err
			}
			db, err := openConfigured(cmd)
			if err != nil {
				return err
			}
			defer db.Close()
			return checkReference(cmd, db, output, all)
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "print agreements and what the lists do not cover, too")
	cmd.Flags().StringVarP(&output, "output", "o", "table", "`format`: table, json or csv")
	addSettings(cmd, "dgraph", "log")
	return cmd
}

// checkReference prints the findings and, on standard error, how many there are of each verdict.
func checkReference(cmd *cobra.Command, db *database, output string, all bool) error {
	world, err := reference.Load()
	if err != nil {
		return fmt.Errorf("read the reference data: %w", err)
	}
	header := []string{"verdict", "article", "published", "fact", "lists"}
	rows := [][]string{}
	numbers := map[reference.Verdict]int{}
	err = db.Told(cmd.Context(), func(f schema.Facts) error {
		findings, err := world.Check(f)
		for _, c := range findings {
			numbers[c.Verdict]++
			if all || c.Verdict == reference.News || c.Verdict == reference.Contradicts {
				rows = append(rows, []string{string(c.Verdict), f.Article.ID, string(f.Article.Published), stated(c), c.Reason})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%d agree, %d are news, %d contradict, %d are not covered by the lists\n",
		numbers[reference.Agrees], numbers[reference.News], numbers[reference.Contradicts], numbers[reference.Unlisted])
	slices.SortFunc(rows, slices.Compare[[]string])
	switch {
	case output == "json":
		objects := make([]map[string]string, len(rows))
		for i, row := range rows {
			objects[i] = map[string]string{}
			for k, name := range header {
				objects[i][name] = row[k]
			}
		}
		return writeJSON(cmd.OutOrStdout(), objects)
	case output == "csv":
		return writeCSV(cmd.OutOrStdout(), header, rows)
	case len(rows) == 0:
		return nil
	}
	return writeTable(cmd.OutOrStdout(), header, rows)
}

// stated is the fact of a finding in a few words.
func stated(c reference.Finding) string {
	if m := c.Membership; m != nil {
		return fmt.Sprintf("%s %s of %s %s", m.Actor, m.Status, m.Organization, period(m.Start, m.End))
	}
	t := c.Tenure
	former := ""
	if t.Former {
		former = "former "
	}
	return fmt.Sprintf("%s %s%s of %s %s", t.Person, former, t.Office, t.Of, period(t.Start, t.End))
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
