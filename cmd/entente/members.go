package main

import (
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

func newMembersCommand() *cobra.Command {
	var at, status, output string
	cmd := &cobra.Command{
		Use:   "members ORGANIZATION",
		Short: "List an organization's members, as of a date",
		Long: `List who belongs to an organization, in which status, since when, and how many articles say so.
ORGANIZATION is a ref (organization/SCO), a code (SCO) or a name in use. Full members are listed;
--status asks for others, --status all for everyone who is affiliated.`,
		Example: `  entente members SCO
  entente members NATO --at 2020
  entente members SCO --status dialogue_partner -o csv`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(output, "table", "json", "csv"); err != nil {
				return err
			}
			date, err := schema.ParseDate(at)
			if err != nil {
				return fmt.Errorf("--at: %w", err)
			}
			wanted := schema.MembershipStatus(status)
			if status == "all" {
				wanted = ""
			} else if !wanted.Valid() {
				return fmt.Errorf("--status %q: want all or one of %v", status, schema.MembershipStatuses)
			}
			db, err := openConfigured(cmd)
			if err != nil {
				return err
			}
			defer db.Close()
			members, err := db.Members(cmd.Context(), graph.MembersQuery{
				Organization: args[0], At: date, Status: wanted,
			})
			if err != nil {
				return err
			}
			return writeMembers(cmd.OutOrStdout(), members, output)
		},
	}
	cmd.Flags().StringVar(&at, "at", "", "the `date` to answer for: YYYY, YYYY-MM or YYYY-MM-DD (default: now)")
	cmd.Flags().StringVar(&status, "status", "member", "list this `status`: member, observer, dialogue_partner, candidate, applicant, suspended, former or all")
	cmd.Flags().StringVarP(&output, "output", "o", "table", "`format`: table, json or csv")
	addSettings(cmd, "dgraph", "log")
	return cmd
}

func writeMembers(w io.Writer, m *graph.Members, format string) error {
	if format == "json" {
		return writeJSON(w, m)
	}
	header := []string{"name", "ref", "status", "since", "until", "articles", "reference"}
	rows := make([][]string, len(m.Members))
	for i, x := range m.Members {
		rows[i] = []string{
			x.Name, string(x.Ref), string(x.Status), x.Since.String(), x.Until.String(),
			strconv.Itoa(x.Articles), yesNo(x.Reference),
		}
	}
	if format == "csv" {
		return writeCSV(w, header, rows)
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintf(w, "%s has no such members that the graph knows of\n", m.Organization.Name)
		return err
	}
	return writeTable(w, header, rows)
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
