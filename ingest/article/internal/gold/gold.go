// Package gold reads the gold pages that the go-trafilatura module ships, and measures an extractor of main texts on
// them. A page comes with pieces of text that its main text has, and pieces that it has not.
package gold

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const module = "github.com/markusmobius/go-trafilatura"

// ErrNoPages means that the module's source is not at hand.
var ErrNoPages = errors.New("gold pages of " + module + " not found")

// Page is a web page with what is known of it.
type Page struct {
	URL           string
	File          string // path of the HTML file
	Date          string // day of publication, where it is known
	With, Without []string
}

// Pages are the gold pages, ordered by address.
func Pages() ([]Page, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	dir := strings.TrimSpace(string(out))
	if err != nil || dir == "" {
		return nil, ErrNoPages
	}
	// The entries are a map literal of the module's comparison program, which can't be imported.
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, "scripts", "comparison", "data.go"), nil, 0)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoPages, err)
	}
	var pages []Page
	ast.Inspect(file, func(n ast.Node) bool {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		entry, ok := kv.Value.(*ast.CompositeLit)
		if address := unquote(kv.Key); ok && address != "" {
			if p, ok := readPage(dir, address, entry); ok {
				pages = append(pages, p)
			}
			return false
		}
		return true
	})
	if len(pages) == 0 {
		return nil, ErrNoPages
	}
	slices.SortFunc(pages, func(a, b Page) int { return strings.Compare(a.URL, b.URL) })
	return pages, nil
}

// readPage reads an entry; it is not ok where the file is missing.
func readPage(dir, address string, entry *ast.CompositeLit) (Page, bool) {
	p := Page{URL: address}
	for _, e := range entry.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, ok := kv.Key.(*ast.Ident)
		if !ok {
			continue
		}
		switch key.Name {
		case "File":
			p.File = find(dir, unquote(kv.Value))
		case "Date":
			p.Date = unquote(kv.Value)
		case "With":
			p.With = list(kv.Value)
		case "Without":
			p.Without = list(kv.Value)
		}
	}
	return p, p.File != ""
}

// find is the path of a page's file in one of the folders of the module.
func find(dir, name string) string {
	for _, folder := range [...]string{"comparison", "mock"} {
		path := filepath.Join(dir, "test-files", folder, name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

func list(e ast.Expr) []string {
	lit, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	var out []string
	for _, x := range lit.Elts {
		if s := unquote(x); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func unquote(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}
	return s
}

// Score counts pieces over all pages.
type Score struct {
	Pages       int
	Found       int // pieces of main texts that were extracted
	Missed      int // pieces of main texts that were not
	Wrong       int // other pieces that were extracted
	Dates       int // pages whose date is known
	RightDates  int
	WrongDates  int
	WithoutText int
}

// Precision, Recall and F1 are those of the pieces.
func (s Score) Precision() float64 { return float64(s.Found) / float64(max(1, s.Found+s.Wrong)) }

// Recall is the share of the main texts' pieces that were extracted.
func (s Score) Recall() float64 { return float64(s.Found) / float64(max(1, s.Found+s.Missed)) }

// F1 is the harmonic mean of precision and recall.
func (s Score) F1() float64 {
	return 2 * float64(s.Found) / float64(max(1, 2*s.Found+s.Wrong+s.Missed))
}

// Measure runs an extractor over the pages. extract returns the main text and the day of publication, empty where it
// finds none.
func Measure(pages []Page, extract func(page []byte, address string) (text, day string)) (Score, error) {
	var s Score
	for _, p := range pages {
		b, err := os.ReadFile(p.File)
		if err != nil {
			return s, fmt.Errorf("read gold page: %w", err)
		}
		text, day := extract(b, p.URL)
		s.Pages++
		if text == "" {
			s.WithoutText++
		}
		text = squeeze(text)
		for _, w := range p.With {
			if strings.Contains(text, squeeze(w)) {
				s.Found++
			} else {
				s.Missed++
			}
		}
		for _, w := range p.Without {
			if strings.Contains(text, squeeze(w)) {
				s.Wrong++
			}
		}
		if len(p.Date) == len("2006-01-02") {
			s.Dates++
			switch day {
			case p.Date:
				s.RightDates++
			case "":
			default:
				s.WrongDates++
			}
		}
	}
	return s, nil
}

// squeeze makes all white space one space and drops soft hyphens: how lines break says nothing of what was extracted.
func squeeze(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00ad", "")), " ")
}
