package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

func newQueryCommand() *cobra.Command {
	var output string
	var vars []string
	cmd := &cobra.Command{
		Use:   "query FILE.dql",
		Short: "Run a DQL query that only reads",
		Long: `Run the DQL query of a file, or of standard input where FILE is "-", in a read-only transaction.
Tables and CSV need a query with one block; nested objects are written as JSON.`,
		Example: `  entente query members.dql --var org=organization/SCO
  echo '{ q(func: type(Organization), first: 5) { xid name } }' | entente query - -o table`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(output, "table", "json", "csv"); err != nil {
				return err
			}
			values, err := parseVariables(vars)
			if err != nil {
				return err
			}
			dql, err := readQuery(cmd.InOrStdin(), args[0])
			if err != nil {
				return err
			}
			s, err := loadSettings(cmd)
			if err != nil {
				return err
			}
			db, err := openDatabase(cmd.Context(), s, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			defer db.Close()
			result, err := db.Query(cmd.Context(), dql, values)
			if err != nil {
				return err
			}
			return writeResult(cmd.OutOrStdout(), result, output)
		},
	}
	cmd.Flags().StringArrayVar(&vars, "var", nil, "value of a query variable, as `name=value`; may be repeated")
	cmd.Flags().StringVarP(&output, "output", "o", "json", "`format`: json, table or csv")
	addSettings(cmd, "dgraph", "log")
	return cmd
}

func readQuery(stdin io.Reader, path string) (string, error) {
	var b []byte
	var err error
	if path == "-" {
		b, err = io.ReadAll(stdin)
	} else {
		b, err = os.ReadFile(path)
	}
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(string(b)) == "" {
		return "", fmt.Errorf("%s holds no query", path)
	}
	return string(b), nil
}

// parseVariables reads name=value; Dgraph wants a dollar sign before each name.
func parseVariables(pairs []string) (map[string]string, error) {
	values := make(map[string]string, len(pairs))
	for _, p := range pairs {
		name, value, ok := strings.Cut(p, "=")
		if !ok || name == "" {
			return nil, fmt.Errorf("--var %q: want name=value", p)
		}
		values["$"+strings.TrimPrefix(name, "$")] = value
	}
	return values, nil
}

func writeResult(w io.Writer, result json.RawMessage, format string) error {
	if format == "json" {
		return writeJSON(w, result)
	}
	var blocks map[string][]map[string]any
	if err := json.Unmarshal(result, &blocks); err != nil {
		return fmt.Errorf("the result is no list of objects; use -o json: %w", err)
	}
	if len(blocks) != 1 {
		return errors.New("a table holds the result of one block; use -o json for queries with several")
	}
	for _, block := range blocks {
		header, rows := flatten(block)
		if format == "csv" {
			return writeCSV(w, header, rows)
		}
		return writeTable(w, header, rows)
	}
	return nil
}

// flatten makes a row of each object; the columns are the keys of all objects, in alphabetical order.
func flatten(objects []map[string]any) (header []string, rows [][]string) {
	keys := map[string]bool{}
	for _, o := range objects {
		for k := range o {
			keys[k] = true
		}
	}
	header = slices.Sorted(maps.Keys(keys))
	for _, o := range objects {
		row := make([]string, len(header))
		for i, k := range header {
			row[i] = cell(o[k])
		}
		rows = append(rows, row)
	}
	return header, rows
}

func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}
