// Measure runs the program on gold articles and on annotations that others made, prints every figure, and with -write
// keeps them in figures.csv and the measured confidence of the rules in calibration.csv.
//
//	go run ./ingest/extract/measure -shared ../shared -run 'bin/entente extract --format jsonl -' [-write]
package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/ingest/extract"
	"github.com/entente-kg/entente/ingest/extract/internal/gold"
)

func main() {
	shared := flag.String("shared", "../shared", "`folder` with eval/dev, eval/public and the scorers")
	run := flag.String("run", "bin/entente extract --format jsonl -", "`command` that reads articles and prints facts")
	write := flag.Bool("write", false, "keep the figures and the confidence of the rules in ingest/extract")
	flag.Parse()
	if err := measure(*shared, *run, *write); err != nil {
		fmt.Fprintln(os.Stderr, "measure:", err)
		os.Exit(1)
	}
}

func measure(shared, run string, write bool) error {
	eval := filepath.Join(shared, "eval")
	if _, err := os.Stat(eval); err != nil {
		return fmt.Errorf("the gold articles are not there: %w", err)
	}
	figures, err := score(eval, run)
	if err != nil {
		return err
	}
	rules, err := calibrate(eval)
	if err != nil {
		return err
	}
	printReliability(rules)
	if !write {
		return nil
	}
	if err := writeCSV("ingest/extract/figures.csv", []string{"figure", "value"}, figures); err != nil {
		return err
	}
	return writeCSV("ingest/extract/calibration.csv", []string{"rule", "probability", "facts"}, rows(rules))
}

// score runs the scorers, which print their tables, and collects the figures of their last line.
func score(eval, run string) ([][]string, error) {
	var out [][]string
	for _, task := range []struct{ name, script, data string }{
		{"dev", "score.py", "--gold dev"},
		{"dwie", "public.py", "dwie public/news-actors.jsonl"},
		{"plv", "public.py", "plv public/event-pairs.jsonl"},
	} {
		args := append([]string{task.script}, strings.Fields(task.data)...)
		cmd := exec.Command("python3", append(args, "--json", "--run", absolute(run))...)
		cmd.Dir, cmd.Stderr = eval, os.Stderr
		text, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", task.script, err)
		}
		text = bytes.TrimRight(text, "\n")
		cut := bytes.LastIndexByte(text, '\n')
		fmt.Printf("== %s\n%s\n", task.name, text[:max(cut, 0)])
		var figures map[string]any
		if err := json.Unmarshal(text[cut+1:], &figures); err != nil {
			return nil, fmt.Errorf("%s: %w", task.script, err)
		}
		out = append(out, flatten(task.name, figures)...)
	}
	return out, nil
}

// absolute makes the program of a command independent of the working directory.
func absolute(run string) string {
	program, rest, _ := strings.Cut(run, " ")
	if abs, err := filepath.Abs(program); err == nil && strings.ContainsRune(program, '/') {
		program = abs
	}
	return strings.TrimSpace(program + " " + rest)
}

// flatten turns nested figures into rows, sorted by name.
func flatten(prefix string, v map[string]any) [][]string {
	var out [][]string
	for k, x := range v {
		switch x := x.(type) {
		case float64:
			out = append(out, []string{prefix + " " + k, strconv.FormatFloat(x, 'f', 4, 64)})
		case map[string]any:
			out = append(out, flatten(prefix+" "+k, x)...)
		}
	}
	slices.SortFunc(out, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return out
}

// tally counts the facts of a rule and how many of them are right.
type tally struct{ right, all int }

// calibrate reads the gold articles, the project's own among them, and counts by rule and by family of rules.
func calibrate(eval string) (map[string]tally, error) {
	x, err := extract.New()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, folder := range []string{filepath.Join(eval, "dev"), "ingest/extract/testdata/gold", "ingest/extract/testdata/articles"} {
		found, err := filepath.Glob(filepath.Join(folder, "*.json"))
		if err != nil {
			return nil, err
		}
		names = append(names, found...)
	}
	rules := map[string]tally{}
	for _, name := range names {
		g, err := gold.Read(name)
		if err != nil {
			return nil, err
		}
		f, err := x.Extract(g.Article)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, v := range gold.Compare(g, f).Verdicts {
			family, _, _ := strings.Cut(v.Rule, "/")
			for _, k := range []string{v.Rule, family} {
				t := rules[k]
				t.all++
				if v.Right {
					t.right++
				}
				rules[k] = t
			}
		}
	}
	return rules, nil
}

// probability is the share of a rule's facts that are right, drawn towards its family's share where it has few.
func probability(rules map[string]tally, rule string) float64 {
	const weight = 4 // facts that the family's share counts for
	family, _, own := strings.Cut(rule, "/")
	prior := 0.6
	if f := rules[family]; own && f.all > 0 {
		prior = probability(rules, family)
	}
	t := rules[rule]
	return (float64(t.right) + weight*prior) / (float64(t.all) + weight)
}

func rows(rules map[string]tally) [][]string {
	var out [][]string
	for rule, t := range rules {
		out = append(out, []string{rule, strconv.FormatFloat(probability(rules, rule), 'f', 2, 64), strconv.Itoa(t.all)})
	}
	slices.SortFunc(out, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	return out
}

// printReliability shows, for each tenth of confidence, how many of the facts said with it are right.
func printReliability(rules map[string]tally) {
	var bins [11]tally
	for rule, t := range rules {
		if !strings.Contains(rule, "/") {
			continue
		}
		b := &bins[int(probability(rules, rule)*10)]
		b.right += t.right
		b.all += t.all
	}
	fmt.Println("== confidence: said, facts, right")
	for i, b := range bins {
		if b.all > 0 {
			fmt.Printf("%.1f-%.1f %5d %.2f\n", float64(i)/10, float64(i+1)/10, b.all, float64(b.right)/float64(b.all))
		}
	}
}

func writeCSV(name string, header []string, rows [][]string) error {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(append([][]string{header}, rows...)); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}
