package main

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/ingest/collect"
	"github.com/entente-kg/entente/ingest/source"
	"github.com/entente-kg/entente/ingest/source/fetch"
)

func newSourcesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sources",
		Short: "Check files of sources",
	}
	cmd.AddCommand(newSourcesCheckCommand())
	return cmd
}

func newSourcesCheckCommand() *cobra.Command {
	var sample int
	var format string
	cmd := &cobra.Command{
		Use:   "check FILE",
		Short: "Try each source of a file and print what it gives",
		Long: `Try each source of a YAML file: read what it lists and the first items of that. Nothing is stored.

Exit code: 0 all give articles, 1 some do not, 2 the file is wrong.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format, "table", "csv", "json"); err != nil {
				return err
			}
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			config, err := source.LoadConfig(args[0])
			if err != nil {
				return err
			}
			log := s.logger()
			c := &collect.Collector{
				Fetcher: fetch.New(fetch.Options{Contact: config.Contact, Delay: time.Duration(config.Delay), Retries: 1, Log: log}),
				Log:     log, Now: time.Now,
			}
			reader := newLateReader(cmd.Context(), settings{}) // a check of sources asks no endpoint
			var found []collect.Health
			for _, src := range config.Sources {
				found = append(found, c.Check(cmd.Context(), src, reader, sample))
			}
			if err := writeHealth(cmd, found, format); err != nil {
				return err
			}
			for _, h := range found {
				if h.Articles == 0 {
					return errRejects
				}
			}
			return cmd.Context().Err()
		},
	}
	cmd.Flags().IntVar(&sample, "sample", 3, "`items` to read of each source")
	cmd.Flags().StringVarP(&format, "output", "o", "table", "`format`: table, csv or json")
	addSettings(cmd, "log")
	return cmd
}

func writeHealth(cmd *cobra.Command, found []collect.Health, format string) error {
	if format == "json" {
		return writeJSON(cmd.OutOrStdout(), found)
	}
	header := []string{"source", "kind", "reachable", "items", "newest", "read", "articles", "facts", "trouble"}
	var rows [][]string
	for _, h := range found {
		reachable, newest := "yes", "unknown"
		if h.Items == 0 && h.Error != "" {
			reachable = "no"
		}
		if !h.Newest.IsZero() {
			newest = h.Newest.UTC().Format(time.DateOnly)
		}
		rows = append(rows, []string{
			h.Source, h.Kind, reachable, strconv.Itoa(h.Items), newest, strconv.Itoa(h.Tried), strconv.Itoa(h.Articles),
			strconv.Itoa(h.Facts), h.Error,
		})
	}
	if format == "csv" {
		return writeCSV(cmd.OutOrStdout(), header, rows)
	}
	return writeTable(cmd.OutOrStdout(), header, rows)
}
