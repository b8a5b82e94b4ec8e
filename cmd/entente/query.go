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

	"github.com/entente-kg/entente/graph/question/examples"
)

func newQueryCommand() *cobra.Command {
	var o queryOptions
	cmd := &cobra.Command{
		Use:   "query [FILE.dql]",
		Short: "Run a DQL query that only reads",
		Long: `Run the DQL query of a file, or of standard input where FILE is "-", in a read-only transaction; or one
of the examples that entente brings along. Tables and CSV need a query with one block; nested objects
are written as JSON.`,
		Example: `  entente query --list
  entente query --example shared-members --var a=organization/NATO --var b=organization/EU -o table
  entente query --example members --print > members.dql
  entente query members.dql --var organization=organization/SCO
  echo '{ q(func: type(Organization), first: 5) { xid name } }' | entente query - -o table`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd, args) },
	}
	cmd.Flags().StringArrayVar(&o.vars, "var", nil, "value of a query variable, as `name=value`; may be repeated")
	cmd.Flags().StringVarP(&o.output, "output", "o", "json", "`format`: json, table or csv")
	cmd.Flags().BoolVar(&o.list, "list", false, "list the examples")
	cmd.Flags().StringVar(&o.example, "example", "", "run the example of that `name`")
	cmd.Flags().BoolVar(&o.print, "print", false, "print the query instead of running it")
	addSettings(cmd, "dgraph", "log")
	return cmd
}

type queryOptions struct {
	vars            []string
	output, example string
	list, print     bool
}

func (o *queryOptions) run(cmd *cobra.Command, args []string) error {
	if err := checkFormat(o.output, "table", "json", "csv"); err != nil {
		return err
	}
	if o.list {
		return listExamples(cmd.OutOrStdout())
	}
	values, err := parseVariables(o.vars)
	if err != nil {
		return err
	}
	dql, err := o.query(cmd.InOrStdin(), args)
	if err != nil {
		return err
	}
	if o.print {
		_, err := io.WriteString(cmd.OutOrStdout(), dql)
		return err
	}
	db, err := openConfigured(cmd)
	if err != nil {
		return err
	}
	defer db.Close()
	result, err := db.Query(cmd.Context(), dql, values)
	if err != nil {
		return err
	}
	return writeResult(cmd.OutOrStdout(), result, o.output)
}

// query is the text of the query that is asked for.
func (o *queryOptions) query(stdin io.Reader, args []string) (string, error) {
	switch {
	case o.example != "" && len(args) > 0:
		return "", errors.New("a file and --example: want one of them")
	case o.example != "":
		return exampleQuery(o.example)
	case len(args) == 0:
		return "", errors.New("no query: give a file, - for standard input, or --example NAME (--list names them)")
	}
	return readQuery(stdin, args[0])
}

func exampleQuery(name string) (string, error) {
	all, err := examples.All()
	if err != nil {
		return "", err
	}
	for _, e := range all {
		if e.Name == name {
			return e.DQL, nil
		}
	}
	return "", fmt.Errorf("there is no example %q: --list names them", name)
}

func listExamples(w io.Writer) error {
	all, err := examples.All()
	if err != nil {
		return err
	}
	rows := make([][]string, len(all))
	for i, e := range all {
		rows[i] = []string{e.Name, e.Title}
	}
	return writeTable(w, []string{"example", "what it asks"}, rows)
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
