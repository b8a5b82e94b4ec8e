// Package examples holds DQL queries that answer questions of research, to run as they are or to start from. Each begins
// with a comment that says what it asks, and gives its variables defaults.
package examples

import (
	"embed"
	"fmt"
	"path"
	"strings"
)

//go:embed *.dql
var files embed.FS

// Example is a query with its name and what it asks.
type Example struct {
	Name  string
	Title string
	DQL   string
}

// All are the examples by name.
func All() ([]Example, error) {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("read examples: %w", err)
	}
	var all []Example
	for _, e := range entries {
		b, err := files.ReadFile(e.Name())
		if err != nil {
			return nil, fmt.Errorf("read examples: %w", err)
		}
		first, _, _ := strings.Cut(string(b), "\n")
		all = append(all, Example{
			Name:  strings.TrimSuffix(e.Name(), path.Ext(e.Name())),
			Title: strings.TrimSuffix(strings.TrimPrefix(first, "# "), "."),
			DQL:   string(b),
		})
	}
	return all, nil
}
