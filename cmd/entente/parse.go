package main

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/ingest/text"
)

// newParseCommand makes `entente parse`, which prints the grammatical analysis of a text.
func newParseCommand() *cobra.Command {
	var pretokenized bool
	var format string
	cmd := &cobra.Command{
		Use:   "parse PATH|-",
		Short: "Print tokens, tags, lemmas, dependency trees and names of a text as CoNLL-U",
		Long: `Parse reads English text from a file, or from standard input for "-", and prints its
sentences with tokens, lemmas, tags, dependency trees and names, as CoNLL-U or as
trees to read.`,
		Example: `  entente parse article.txt
  entente parse --format tree article.txt
  entente parse --pretokenized - < sentences.conllu`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var write func(io.Writer, *text.Document) error
			switch format {
			case "conllu":
				write = text.WriteCoNLLU
			case "tree":
				write = text.WriteTree
			default:
				return fmt.Errorf("unknown format %q: want conllu or tree", format)
			}
			doc, err := parseInput(cmd.InOrStdin(), args[0], pretokenized)
			if err != nil {
				return err
			}
			return write(cmd.OutOrStdout(), doc)
		},
	}
	cmd.Flags().BoolVar(&pretokenized, "pretokenized", false, "the input is CoNLL-U: keep its sentences and tokens")
	cmd.Flags().StringVar(&format, "format", "conllu", "output `format`: conllu or tree")
	return cmd
}

// parseInput analyses the text, or the CoNLL-U, of a file or of stdin.
func parseInput(stdin io.Reader, path string, pretokenized bool) (*text.Document, error) {
	in := stdin
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("parse: %w", err)
		}
		defer f.Close()
		in = f
	}
	analyzer, err := text.Load()
	if err != nil {
		return nil, err
	}
	if pretokenized {
		doc, err := text.ReadCoNLLU(in)
		if err != nil {
			return nil, fmt.Errorf("parse %s: %w", path, err)
		}
		analyzer.Annotate(doc.Sentences)
		return doc, nil
	}
	raw, err := io.ReadAll(io.LimitReader(in, text.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", path, err)
	}
	doc, err := analyzer.Analyze(string(raw))
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", path, err)
	}
	return doc, nil
}
