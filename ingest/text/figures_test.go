package text

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/ingest/text/internal/model"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

var update = flag.Bool("update", false, "write testdata/figures.json anew")

const (
	treebanks   = "../../../shared/treebanks"
	figuresFile = "testdata/figures.json"
)

// figures maps the name of a figure to its value on the development parts of the treebanks.
type figures map[string]float64

// targets are the figures that must be reached.
var targets = figures{
	"ewt-dev LAS": 0.845, "ewt-dev UAS": 0.875, "gum-dev LAS core": 0.80,
	"ewt-dev UPOS": 0.955, "ewt-dev XPOS": 0.95, "ewt-dev lemma": 0.965,
	"gum-dev sentences F1": 0.93, "gum-dev names F1": 0.75,
}

// TestFigures compares the figures with those that are committed, so that a change of code or model that moves them is
// seen in review.
func TestFigures(t *testing.T) {
	ewt, gum := devPart(t, "ewt-dev"), devPart(t, "gum-dev")
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	got := make(figures)
	treeFigures(got, "ewt-dev", a, ewt)
	treeFigures(got, "gum-dev", a, gum)
	sentenceFigures(got, gum)
	nameFigures(got, a, gum)
	for _, name := range sortedNames(got) {
		line := fmt.Sprintf("%-32s %.4f", name, got[name])
		if want, ok := targets[name]; ok {
			line += fmt.Sprintf("   wanted %.3f, %+.4f", want, got[name]-want)
		}
		t.Log(line)
	}
	if *update {
		writeFigures(t, got)
		return
	}
	want := readFigures(t)
	for _, name := range sortedNames(got) {
		if math.Abs(got[name]-want[name]) > 0.00005 {
			t.Errorf("%s is %.4f, was %.4f: if this is meant, run go test ./ingest/text -run TestFigures -update and commit %s", name, got[name], want[name], figuresFile)
		}
	}
}

func devPart(t *testing.T, name string) []treebank.Sentence {
	t.Helper()
	file := filepath.Join(treebanks, name+".conllu.gz")
	if _, err := os.Stat(file); err != nil {
		t.Skipf("NOT MEASURED: the treebanks are not beside this repository: %v", err)
	}
	s, err := treebank.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sortedNames(f figures) []string {
	var names []string
	for n := range f {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

func readFigures(t *testing.T) figures {
	t.Helper()
	b, err := os.ReadFile(figuresFile)
	if err != nil {
		t.Fatal(err)
	}
	var f figures
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func writeFigures(t *testing.T, f figures) {
	t.Helper()
	for n, v := range f {
		f[n] = math.Round(v*10000) / 10000
	}
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(figuresFile, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// pretokenized makes sentences of the treebank's tokens.
func pretokenized(part []treebank.Sentence) []Sentence {
	out := make([]Sentence, len(part))
	for i := range part {
		for _, w := range part[i].Words {
			out[i].Tokens = append(out[i].Tokens, Token{Text: w.Form})
		}
	}
	return out
}

// coreRelations are those that say who did what to whom.
var coreRelations = []string{"nsubj", "obj", "iobj", "obl", "nmod", "conj", "appos", "ccomp", "xcomp", "advcl", "acl"}

// treeFigures measures tags, lemmas and trees on gold tokens, relations without subtypes.
func treeFigures(f figures, name string, a *Analyzer, part []treebank.Sentence) {
	sentences := pretokenized(part)
	a.Annotate(sentences)
	var n, upos, xpos, lemma, uas, las, core, coreRight float64
	for i := range part {
		for k, w := range part[i].Words {
			t := &sentences[i].Tokens[k]
			n++
			upos += truth(t.UPOS == w.UPOS)
			xpos += truth(t.XPOS == w.XPOS)
			lemma += truth(strings.EqualFold(t.Lemma, w.Lemma))
			uas += truth(t.Head == w.Head)
			right := truth(t.Head == w.Head && universal(t.Relation) == universal(w.Relation))
			las += right
			if slices.Contains(coreRelations, universal(w.Relation)) {
				core++
				coreRight += right
			}
		}
	}
	f[name+" UPOS"], f[name+" XPOS"], f[name+" lemma"] = upos/n, xpos/n, lemma/n
	f[name+" UAS"], f[name+" LAS"], f[name+" LAS core"] = uas/n, las/n, coreRight/core
}

func universal(relation string) string {
	u, _, _ := strings.Cut(relation, ":")
	return u
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// sentenceFigures measures sentences, and tokens, found in raw text: documents put together from the lines "# text", a
// line break between paragraphs and a blank within them.
func sentenceFigures(f figures, part []treebank.Sentence) {
	var right, found, gold, tokensRight, tokensFound, tokensGold float64
	for len(part) > 0 {
		n := 1
		for n < len(part) && !part[n].NewDocument {
			n++
		}
		document := part[:n]
		part = part[n:]
		if !slices.ContainsFunc([]string{"news", "speech", "interview", "academic"}, func(g string) bool {
			return strings.HasPrefix(document[0].Document, "GUM_"+g)
		}) {
			continue
		}
		text, sentences, tokens := rawText(document)
		gold += float64(len(sentences))
		tokensGold += float64(len(tokens))
		for _, s := range Segment(text) {
			found++
			right += truth(sentences[[2]int{s.Start, s.End}])
			for _, t := range s.Tokens {
				tokensFound++
				tokensRight += truth(tokens[[2]int{t.Start, t.End}])
			}
		}
	}
	f["gum-dev sentences F1"] = 2 * right / (found + gold)
	f["gum-dev tokens F1"] = 2 * tokensRight / (tokensFound + tokensGold)
}

// rawText puts a document together and returns the places of its sentences and tokens.
func rawText(document []treebank.Sentence) (text string, sentences, tokens map[[2]int]bool) {
	var b strings.Builder
	sentences, tokens = make(map[[2]int]bool), make(map[[2]int]bool)
	for i := range document {
		if i > 0 {
			b.WriteString(map[bool]string{true: "\n", false: " "}[document[i].NewParagraph])
		}
		start := b.Len()
		for k, w := range document[i].Words {
			tokens[[2]int{b.Len(), b.Len() + len(w.Form)}] = true
			b.WriteString(w.Form)
			if w.SpaceAfter && k+1 < len(document[i].Words) {
				b.WriteByte(' ')
			}
		}
		sentences[[2]int{start, b.Len()}] = true
	}
	return b.String(), sentences, tokens
}

// nameFigures measures names with their class on gold tokens, against the entities with a Wikipedia page that are
// proper names. Other proper names of the treebank, found or not, count for nothing.
func nameFigures(f figures, a *Analyzer, part []treebank.Sentence) {
	var right, wrong, gold float64
	for len(part) > 0 {
		n := 1
		for n < len(part) && !part[n].NewDocument {
			n++
		}
		document := part[:n]
		part = part[n:]
		sentences := pretokenized(document)
		a.Annotate(sentences)
		for i := range document {
			linked, all := model.Names(&document[i], true), model.NestedNames(&document[i], false)
			gold += float64(len(linked))
			for _, name := range sentences[i].Names {
				same := func(s model.Span) bool {
					return s.First == name.First && s.Last == name.Last && model.NameClasses[s.Class] == string(name.Class)
				}
				switch {
				case slices.ContainsFunc(linked, same):
					right++
				case !slices.ContainsFunc(all, same):
					wrong++
				}
			}
		}
	}
	f["gum-dev names precision"], f["gum-dev names recall"] = right/(right+wrong), right/gold
	f["gum-dev names F1"] = 2 * right / (right + wrong + gold)
}
