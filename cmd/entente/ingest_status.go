package main

import (
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/ingest/ledger"
)

func newIngestStatusCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Print the sources with their last run, yield, lag and errors",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format, "table", "csv", "json"); err != nil {
				return err
			}
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			dir, err := s.ingestDir()
			if err != nil {
				return err
			}
			l, err := ledger.Open(filepath.Join(dir, "ledger.db"))
			if err != nil {
				return err
			}
			defer l.Close()
			sources, err := l.Sources()
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(cmd.OutOrStdout(), sources)
			}
			header, rows := statusRows(sources)
			if format == "csv" {
				return writeCSV(cmd.OutOrStdout(), header, rows)
			}
			if err := writeTable(cmd.OutOrStdout(), header, rows); err != nil {
				return err
			}
			return writeBacklog(cmd, l, dir)
		},
	}
	cmd.Flags().StringVarP(&format, "output", "o", "table", "`format`: table, csv or json")
	addSettings(cmd, "dgraph", "ingest", "log")
	return cmd
}

func statusRows(sources []ledger.Source) (header []string, rows [][]string) {
	header = []string{"source", "last run", "last success", "last new", "items", "new", "rejected", "all", "lag", "trouble"}
	for _, s := range sources {
		trouble := s.Error
		if trouble == "" {
			trouble = s.Alarm
		}
		lag := ""
		if s.Lag > 0 {
			lag = s.Lag.Round(time.Minute).String()
		}
		rows = append(rows, []string{
			s.Name, moment(s.LastRun), moment(s.LastSuccess), moment(s.LastYield), strconv.Itoa(s.Items), strconv.Itoa(s.New),
			strconv.Itoa(s.Rejected), strconv.Itoa(s.Total), lag, trouble,
		})
	}
	return header, rows
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Local().Format(time.DateTime)
}

// writeBacklog says what waits: articles on their way and dead letters.
func writeBacklog(cmd *cobra.Command, l *ledger.Ledger, dir string) error {
	waiting, err := l.Waiting()
	if err != nil {
		return err
	}
	dead := deadLetters(dir)
	letters, err := dead.Count()
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "\n%d articles on their way, %d set aside in %s\n", waiting, letters, dead.Dir)
	return nil
}
