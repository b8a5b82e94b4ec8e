package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/entente-kg/entente/ask"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

func newAskCommand() *cobra.Command {
	var today, output string
	cmd := &cobra.Command{
		Use:   "ask QUESTION",
		Short: "Answer a question in English from the graph",
		Long: `Answer a question in English, offline: the answer in a sentence, how the question was understood, and the
sentences of articles that the answer rests on. With -o json also the structured answer and the DQL that
was run. What is not understood is said, with questions that come near; then the exit code is 1.
A question may cite an article by its address or title, and be a query in DQL that only reads.`,
		Example: `  entente ask "Which countries are members of the SCO?"
  entente ask "Was Belarus an SCO member in 2023?"
  entente ask "What became known about Iran last week?" --today 2025-09-15
  entente ask "How many rounds of talks have Russia and Ukraine held since 2022?" -o json
  entente ask "What does the article https://example.org/a say?"
  entente ask '{ q(func: type(State), first: 5) { name } }'`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(output, "text", "json"); err != nil {
				return err
			}
			day, err := schema.ParseDate(today)
			if err != nil {
				return fmt.Errorf("--today: %w", err)
			}
			db, err := openConfigured(cmd)
			if err != nil {
				return err
			}
			defer db.Close()
			asker, err := ask.New(question.New(db.Store), time.Now)
			if err != nil {
				return err
			}
			answer, err := asker.Ask(cmd.Context(), question.Ask{Question: strings.Join(args, " "), Today: day})
			if err != nil {
				return err
			}
			return writeAnswer(cmd.OutOrStdout(), answer, output)
		},
	}
	cmd.Flags().StringVar(&today, "today", "", "the `day` that \"last year\" and the like are seen from: YYYY-MM-DD (default: today)")
	cmd.Flags().StringVarP(&output, "output", "o", "text", "`format`: text or json")
	addSettings(cmd, "dgraph", "log")
	return cmd
}

// errNotUnderstood ends a command whose question was not understood, which it has already said.
var errNotUnderstood = errors.New("the question was not understood")

func writeAnswer(w io.Writer, a *question.AskAnswer, format string) error {
	if format == "json" {
		if err := writeJSON(w, a); err != nil {
			return err
		}
	} else {
		writeAnswerText(w, a)
	}
	if !a.Understood {
		return errNotUnderstood
	}
	return nil
}

// writeAnswerText writes the answer for people.
func writeAnswerText(w io.Writer, a *question.AskAnswer) {
	fmt.Fprintln(w, a.Answer)
	if !a.Understood {
		fmt.Fprintln(w, "\nYou can ask:")
		for _, n := range a.Nearest {
			fmt.Fprintln(w, "  "+n)
		}
		return
	}
	fmt.Fprintf(w, "\nUnderstood as %s: %s\n", a.Interpretation.Kind, a.Interpretation.Words)
	if a.Query != nil {
		fmt.Fprintln(w)
		if err := writeResult(w, a.Query.Result, "table"); err != nil {
			_ = writeResult(w, a.Query.Result, "json") // several blocks, or nested ones, make no table
		}
	}
	for i, e := range a.Evidence {
		if i == 0 {
			fmt.Fprintln(w, "\nEvidence:")
		}
		for _, c := range e.Claims {
			fmt.Fprintf(w, "  %s, %s: “%s”\n", c.Source, c.Published, c.Quote)
		}
		if more := e.Total - len(e.Claims); more > 0 {
			fmt.Fprintf(w, "  and %d more for: %s\n", more, e.Words)
		}
	}
}
