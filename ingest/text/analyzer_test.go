package text

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func analyzer(t testing.TB) *Analyzer {
	t.Helper()
	a, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func analyze(t testing.TB, text string) *Document {
	t.Helper()
	d, err := analyzer(t).Analyze(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// arcs writes each word but punctuation as "word relation head".
func arcs(s *Sentence) []string {
	var out []string
	for _, t := range s.Tokens {
		if t.UPOS == "PUNCT" {
			continue
		}
		head := "-"
		if t.Head >= 0 {
			head = s.Tokens[t.Head].Text
		}
		out = append(out, t.Text+" "+t.Relation+" "+head)
	}
	return out
}

func TestAnalyzeTrees(t *testing.T) {
	for text, want := range map[string]string{
		"The minister met the envoys.":     "The det minister, minister nsubj met, met root -, the det envoys, envoys obj met",
		"The base was attacked by rebels.": "The det base, base nsubj:pass attacked, was aux:pass attacked, attacked root -, by case rebels, rebels obl:agent attacked",
		"They did not sign the treaty.":    "They nsubj sign, did aux sign, not advmod sign, sign root -, the det treaty, treaty obj sign",
		"Norway and Chile signed a deal.":  "Norway nsubj signed, and cc Chile, Chile conj Norway, signed root -, a det deal, deal obj signed",
		"She said that Peru would join.":   "She nsubj said, said root -, that mark join, Peru nsubj join, would aux join, join ccomp said",
		"Kenya's president visited Cairo.": "Kenya nmod:poss president, 's case Kenya, president nsubj visited, visited root -, Cairo obj visited",
	} {
		d := analyze(t, text)
		if len(d.Sentences) != 1 {
			t.Errorf("%q: %d sentences", text, len(d.Sentences))
			continue
		}
		if got := strings.Join(arcs(&d.Sentences[0]), ", "); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestAnalyzeReadsTypographicQuotes(t *testing.T) {
	curly, straight := analyze(t, "“We can’t wait,” the envoy’s aide said."), analyze(t, `"We can't wait," the envoy's aide said.`)
	for i, a := range curly.Sentences[0].Tokens {
		b := straight.Sentences[0].Tokens[i]
		if a.XPOS != b.XPOS || a.Head != b.Head || a.Relation != b.Relation {
			t.Errorf("%s: %s %d %s; %s: %s %d %s", a.Text, a.XPOS, a.Head, a.Relation, b.Text, b.XPOS, b.Head, b.Relation)
		}
	}
}

func TestAnalyzeLemmas(t *testing.T) {
	d := analyze(t, "The envoys were flying home; they had met presidents who vetoed sanctions.")
	var got []string
	for _, tok := range d.Sentences[0].Tokens {
		got = append(got, tok.Lemma)
	}
	if want := "the envoy be fly home ; they have meet president who veto sanction ."; strings.Join(got, " ") != want {
		t.Errorf("got %s\nwant %s", strings.Join(got, " "), want)
	}
}

// checkTree fails unless the sentence has one root and every word reaches it.
func checkTree(t *testing.T, s *Sentence) {
	t.Helper()
	roots := 0
	for i, tok := range s.Tokens {
		if (tok.Head < 0) != (tok.Relation == "root") || tok.Head >= len(s.Tokens) {
			t.Fatalf("%q has head %d and relation %s", tok.Text, tok.Head, tok.Relation)
		}
		if tok.Head < 0 {
			roots++
		}
		steps := 0
		for k := i; k >= 0; k = s.Tokens[k].Head {
			if steps++; steps > len(s.Tokens) {
				t.Fatalf("a cycle through %q", tok.Text)
			}
		}
		if tok.UPOS == "" || tok.XPOS == "" || tok.Lemma == "" || tok.Relation == "" {
			t.Fatalf("%q lacks something: %+v", tok.Text, tok)
		}
	}
	if roots != 1 {
		t.Fatalf("%d roots", roots)
	}
	last := -1
	for _, n := range s.Names {
		if n.First <= last || n.Last < n.First || n.Last >= len(s.Tokens) {
			t.Fatalf("name %+v behind token %d", n, last)
		}
		last = n.Last
	}
}

func FuzzAnalyze(f *testing.F) {
	for _, s := range []string{"", ".", "Leaders met in Lima.", "“(‘", "中文 и русский", "a\x00\xff b", strings.Repeat("word ", 300), "A.\nB\n\nC?!"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := analyze(t, text)
		for i := range d.Sentences {
			checkTree(t, &d.Sentences[i])
		}
	})
}

func TestAnalyzeTakesAnyText(t *testing.T) {
	for name, text := range map[string]string{
		"empty":           "",
		"one long line":   strings.Repeat("the ministers of the states and ", 20_000),
		"no white space":  strings.Repeat("x", 300_000),
		"control":         strings.Repeat("\x01\x02 \x7f", 10_000),
		"invalid UTF-8":   strings.Repeat("\xff\xfe a ", 10_000),
		"another script":  strings.Repeat("Министры встретились в Москве. ", 2_000),
		"without spaces":  strings.Repeat("外交部长们在北京会晤。", 3_000),
		"punctuation":     strings.Repeat("?!. ", 20_000),
		"only full stops": strings.Repeat(".", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			d := analyze(t, text)
			for i := range d.Sentences {
				checkTree(t, &d.Sentences[i])
			}
		})
	}
}

func TestAnalyzeRefusesWhatIsTooLong(t *testing.T) {
	if _, err := analyzer(t).Analyze(strings.Repeat(" ", MaxBytes+1)); err == nil {
		t.Error("took more than MaxBytes")
	}
}

// TestAnalyzeTakesLinearTime compares a text with one eight times as long.
func TestAnalyzeTakesLinearTime(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	part := strings.Repeat("the ministers of the states and their many envoys with no full stop ", 300)
	took := func(n int) time.Duration {
		best := time.Hour
		for range 3 {
			start := time.Now()
			analyze(t, strings.Repeat(part, n))
			best = min(best, time.Since(start))
		}
		return best
	}
	if one, eight := took(1), took(8); eight > 24*one {
		t.Errorf("%v for one part, %v for eight", one, eight)
	}
}

func TestAnalyzerIsSafeForConcurrentUse(t *testing.T) {
	texts := []string{news, "Leaders met in Lima. They left.", strings.ToUpper(news)}
	var want []*Document
	for _, text := range texts {
		want = append(want, analyze(t, text))
	}
	var wg sync.WaitGroup
	for k := range 8 {
		wg.Go(func() {
			for i := range texts {
				i = (i + k) % len(texts)
				got, err := analyzer(t).Analyze(texts[i])
				if err != nil {
					t.Error(err)
				} else if d := cmp.Diff(want[i], got); d != "" {
					t.Errorf("text %d: %s", i, d)
				}
			}
		})
	}
	wg.Wait()
}

// news is an invented report of the kind that the analysis is for.
const news = `HARBOUR CITY, Norland (NNA) — The foreign ministers of Norland, Estmark and three other coastal states agreed on Tuesday to reopen their embassies, ending a dispute that had frozen trade since 2014. "We have lost ten years, and we won't lose another day," Norland's top diplomat, Ingrid Halvorsen, told reporters after the two-day meeting, which was chaired by the U.N. special envoy.

The accord, worth $4.5 billion over five years, must still be approved by Estmark's parliament, where the nationalist Forward Party of former Prime Minister Jonas Reth holds 61 of 120 seats. A spokesman for Mr. Reth declined to say how its members would vote. Officials in Estmark said they expected a decision before the end of the month; the European Union welcomed the step but warned that sanctions would stay in place until prisoners had been released.

`

// BenchmarkAnalyze measures everything, from raw text to names.
func BenchmarkAnalyze(b *testing.B) {
	a := analyzer(b)
	text := strings.Repeat(news, 4)
	words := len(strings.Fields(text))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := a.Analyze(text); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkSegment(b *testing.B) {
	text := strings.Repeat(news, 4)
	words := len(strings.Fields(text))
	b.ReportAllocs()
	for range b.N {
		Segment(text)
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}

// BenchmarkLoad measures the reading of the model.
func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		if _, err := read(embedded); err != nil {
			b.Fatal(err)
		}
	}
}

// TestAnalyzeDoesNotAllocatePerToken compares the allocations of a text with those of one twice as long.
func TestAnalyzeDoesNotAllocatePerToken(t *testing.T) {
	a := analyzer(t)
	d := analyze(t, strings.Repeat(news, 4))
	tokens, names := 0, 0
	for i := range d.Sentences {
		tokens += len(d.Sentences[i].Tokens)
		names += len(d.Sentences[i].Names)
	}
	allocs := testing.AllocsPerRun(10, func() { a.Annotate(d.Sentences) })
	if most := float64(len(d.Sentences)) + 20; allocs > most {
		t.Errorf("%v allocations for %d tokens in %d sentences, at most %v", allocs, tokens, len(d.Sentences), most)
	}
}

func TestReadRefusesBadModels(t *testing.T) {
	for name, data := range map[string][]byte{
		"empty":     nil,
		"no model":  []byte("entente"),
		"cut short": embedded[:len(embedded)/2],
	} {
		if _, err := read(data); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}

func ExampleAnalyzer_Analyze() {
	a, err := Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	d, err := a.Analyze("The envoys left.")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range d.Sentences[0].Tokens {
		fmt.Println(t.Start, t.End, t.Text, t.Lemma, t.UPOS, t.XPOS, t.Head, t.Relation)
	}
	// Output:
	// 0 3 The the DET DT 1 det
	// 4 10 envoys envoy NOUN NNS 2 nsubj
	// 11 15 left leave VERB VBD -1 root
	// 15 16 . . PUNCT . 2 punct
}
