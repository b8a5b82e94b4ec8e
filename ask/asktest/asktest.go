// Package asktest holds lists of questions in English with what is to be made of them over the graph of questiontest, so
// that whatever answers English (the package, the service, a client) can be held to the same lists.
//
// questions.csv is what the rules were written for. heldout.csv was written after
// them: of its 76 questions 68 were answered right when it was first asked, which says how the rules do with questions that
// nobody thought of. What it showed to be wrong has been mended since.
package asktest

import (
	"bytes"
	"context"
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

//go:embed *.csv
var files embed.FS

// Today is the day that the questions are asked on.
var Today = schema.MustDate("2025-06-30")

// The lists.
const (
	Known   = "questions.csv"
	HeldOut = "heldout.csv"
)

// Question is a row of a list.
type Question struct {
	Kind      string // the question it is to be understood as; empty if it can't be answered
	Text      string
	Arguments []string // that it is to have, among others: "organization=organization/SCO"
	Answer    string   // what the sentence is to say, among others
}

// Read reads a list.
func Read(list string) ([]Question, error) {
	rows, err := read(list)
	if err != nil {
		return nil, err
	}
	var all []Question
	for _, r := range rows {
		q := Question{Kind: r[0], Text: r[1], Answer: r[3]}
		if r[2] != "" {
			q.Arguments = strings.Split(r[2], "; ")
		}
		all = append(all, q)
	}
	return all, nil
}

func read(file string) ([][]string, error) {
	b, err := files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return rows[1:], nil
}

// Figures are how many questions of each list were answered right when the figures were last taken, from figures.csv.
func Figures() (map[string]int, error) {
	rows, err := read("figures.csv")
	if err != nil {
		return nil, err
	}
	figures := map[string]int{}
	for _, r := range rows {
		n, err := strconv.Atoi(r[2])
		if err != nil {
			return nil, fmt.Errorf("read figures.csv: %w", err)
		}
		figures[r[0]] = n
	}
	return figures, nil
}

// Run asks the questions of a list, says which are answered wrong, and gives the number of those asked and those right.
func Run(t *testing.T, in question.Interpreter, list string) (asked, right int) {
	t.Helper()
	all, err := Read(list)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		got, err := in.Ask(ctx, question.Ask{Question: q.Text, Today: Today})
		cancel()
		if err != nil {
			t.Fatalf("%s: %v", q.Text, err)
		}
		if wrong := q.wrong(got); wrong != "" {
			t.Logf("%s\n\t%s\n\tanswer: %s", q.Text, wrong, got.Answer)
			continue
		}
		right++
	}
	return len(all), right
}

// wrong says what is wrong with an answer, nothing if it is right.
func (q *Question) wrong(got *question.AskAnswer) string {
	switch {
	case got.Understood != (q.Kind != ""):
		return fmt.Sprintf("understood: %t", got.Understood)
	case !strings.Contains(got.Answer, q.Answer):
		return fmt.Sprintf("want %q in the answer", q.Answer)
	case !got.Understood && got.Interpretation == nil && len(got.Nearest) > 0:
		return ""
	case !got.Understood:
		return "an interpretation, or no question offered"
	case got.Interpretation.Kind != q.Kind:
		return fmt.Sprintf("kind %s, want %s", got.Interpretation.Kind, q.Kind)
	}
	var arguments []string
	for _, a := range got.Interpretation.Arguments {
		arguments = append(arguments, a.Name+"="+strings.Join(a.Values, "|"))
	}
	for _, want := range q.Arguments {
		if !slices.Contains(arguments, want) {
			return fmt.Sprintf("arguments %q, want %s", arguments, want)
		}
	}
	return ""
}
