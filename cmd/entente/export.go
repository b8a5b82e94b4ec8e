package main

import (
	"bufio"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"
)

func newExportCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write the graph as N-Quads",
		Long: `Write the whole graph as N-Quads in a canonical order, with xids for nodes: equal graphs give equal
files, byte for byte.`,
		Example: `  entente export > graph.nq
  entente export -o graph.nq`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			db, err := openDatabase(cmd.Context(), s, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			defer db.Close()
			var w io.Writer = cmd.OutOrStdout()
			if output != "" {
				f, err := os.Create(output)
				if err != nil {
					return err
				}
				defer func() { err = errors.Join(err, f.Close()) }()
				w = f
			}
			buffered := bufio.NewWriter(w)
			if err := db.Export(cmd.Context(), buffered); err != nil {
				return err
			}
			return buffered.Flush()
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "`file` to write (default: standard output)")
	addSettings(cmd, "dgraph", "log")
	return cmd
}
