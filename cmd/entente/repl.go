package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/shell"
)

func newReplCommand() *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "repl",
		Short: "Run DQL queries one after another",
		Long: `Read DQL queries, each on as many lines as it takes, and run them in read-only transactions. On a terminal
there are line editing, a history (entente/history in the user's state folder) and completion of
predicates, types and commands by the Tab key; \help tells the commands. Where standard input is no
terminal, its lines are read plainly, and the exit code is 1 if a query failed.`,
		Example: `  entente repl
  entente repl -o json < queries.dql`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			formats := []string{"table", "json", "csv"}
			if err := checkFormat(output, formats...); err != nil {
				return err
			}
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			lines, err := shellLines(cmd)
			if err != nil {
				return err
			}
			db, err := openDatabase(cmd, s)
			if err != nil {
				return err
			}
			defer db.Close()
			sh := shell.New(question.New(db.Store), lines, cmd.OutOrStdout(), startWith(output, formats), writeResult)
			return sh.Run(cmd.Context())
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "table", "`format` to begin with: table, json or csv")
	addSettings(cmd, "dgraph", "log")
	return cmd
}

// shellLines reads from the terminal where a person sits at one, or else plainly.
func shellLines(cmd *cobra.Command) (shell.Lines, error) {
	in, ok := cmd.InOrStdin().(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) || !isTerminal(cmd.OutOrStdout()) {
		return shell.Plain(cmd.InOrStdin()), nil
	}
	out, ok := cmd.OutOrStdout().(*os.File)
	if !ok {
		return nil, errors.New("the output is no file")
	}
	return shell.NewTerminal(in, out, filepath.Join(xdg.StateHome, "entente", "history"))
}

// startWith puts a format before the others.
func startWith(format string, formats []string) []string {
	sorted := []string{format}
	for _, f := range formats {
		if f != format {
			sorted = append(sorted, f)
		}
	}
	return sorted
}
