package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newIngestRetryCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "retry",
		Short: "Take the articles that were set aside once more",
		Long: `Take the dead letters, articles on which the program broke or that the graph refused, once more. Those
that succeed leave the folder, the others stay with the new reason.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			dir, err := s.ingestDir()
			if err != nil {
				return err
			}
			dead := deadLetters(dir)
			letters, err := dead.Count()
			if err != nil {
				return err
			}
			items, err := dead.Items(cmd.Context())
			if err != nil {
				return err
			}
			db, err := openDatabase(cmd, s)
			if err != nil {
				return err
			}
			defer db.Close()
			return ingestItems(cmd.Context(), db, s, items, newReport(cmd.ErrOrStderr(), letters))
		},
	}
	addSettings(cmd, "dgraph", "ingest", "log")
	return cmd
}

func newIngestDeleteCommand() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "delete ID...",
		Short: "Take articles out for good",
		Long: `Take articles out of the graph for good: what they claim is withdrawn, and they stay out when a source
brings them again. The ID is that of the article, for most its address.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, ids []string) error {
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
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
			// The ledger first: if the graph fails, the command can be given again.
			for _, id := range ids {
				if err := in.Bury(id, reason); err != nil {
					return err
				}
			}
			if err := db.Withdraw(cmd.Context(), ids, reason); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d articles taken out\n", len(ids))
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with the articles")
	_ = cmd.MarkFlagRequired("reason") // the flag exists
	addSettings(cmd, "dgraph", "ingest", "log")
	return cmd
}
