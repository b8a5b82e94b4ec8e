package model

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/ingest/text/internal/neural"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// invented makes a small treebank of sentences of one pattern: The minister of Norland praised the treaty.
func invented(t *testing.T) []treebank.Sentence {
	t.Helper()
	var b strings.Builder
	verbs := []string{"praised", "signed", "rejected"}
	for i, noun := range []string{"minister", "envoy", "speaker", "senator", "general", "delegate"} {
		for k, place := range []string{"Norland", "Estmark", "Oslo"} {
			id := ""
			if i == 0 && k == 0 {
				id = "# newdoc id = GUM_news_invented\n"
			}
			fmt.Fprintf(&b, "%s1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n2\t%s\t%s\tNOUN\tNN\t_\t5\tnsubj\t_\t_\n3\tof\tof\tADP\tIN\t_\t4\tcase\t_\t_\n"+
				"4\t%s\t%s\tPROPN\tNNP\t_\t2\tnmod\t_\tEntity=(1-place-new-nnnnn-cf1-1-coref-%s)\n5\t%s\t%s\tVERB\tVBD\t_\t0\troot\t_\t_\n"+
				"6\tthe\tthe\tDET\tDT\t_\t7\tdet\t_\t_\n7\ttreaty\ttreaty\tNOUN\tNN\t_\t5\tobj\t_\tSpaceAfter=No\n8\t.\t.\tPUNCT\t.\t_\t5\tpunct\t_\t_\n\n",
				id, noun, noun, place, place, place, verbs[k], strings.TrimSuffix(strings.TrimSuffix(verbs[k], "ed"), "d"))
		}
	}
	s, err := treebank.Read(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// small are settings that learn the invented treebank in a moment.
var small = neural.Training{
	Shape: neural.Shape{Embed: 16, Hidden: 16, Layers: 2, Arc: 16, Relation: 16, Name: 16},
	Least: 1, Epochs: 60, BatchWords: 60, Rate: 0.02, Keep: 0.9, KeepState: 0.9,
	Words: few(),
}

// few are vectors of a few words.
func few() *neural.WordVectors {
	v, err := neural.NewWordVectors(
		[]neural.Feature{Key("minister"), Key("Oslo"), Key("treaty")}, [][]float32{{1, 0, 0, 2}, {0, 1, 0, -1}, {0, 0, 1, 0}})
	if err != nil {
		panic(err)
	}
	return v
}

func encoded(t *testing.T, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTrainIsDeterministic(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	first := encoded(t, Train(invented(t), small, log))
	if second := encoded(t, Train(invented(t), small, log)); !bytes.Equal(first, second) {
		t.Error("two trainings gave two models")
	}
}

func TestTrainLearnsAndDecodes(t *testing.T) {
	sentences := invented(t)
	data := encoded(t, Train(sentences, small, slog.New(slog.DiscardHandler)))
	m, err := Decode(data, small.Words)
	if err != nil {
		t.Fatal(err)
	}
	if again := encoded(t, m); !bytes.Equal(again, data) {
		t.Error("the decoded model encodes differently")
	}
	var s Scratch
	for _, e := range Examples(sentences, m.Lexicon.Tags, m.Labels) {
		m.Read(e.Words, []int{len(e.Words)}, &s)
		for i := range e.Words {
			w, g := &e.Words[i], &e.Gold[i]
			if w.Tag != g.Tag || int(w.Head) != g.Head || w.Label != g.Label {
				t.Errorf("%s: %s, head %d, %s; want %+v", w.Form, m.Lexicon.Tags[w.Tag], w.Head, m.Labels[w.Label], *g)
			}
		}
		if got := AppendNames(nil, e.Words); len(got) != 1 || got[0] != (Span{3, 3, 2}) {
			t.Errorf("names %v", got)
		}
	}
}

func TestDecodeRefusesDamage(t *testing.T) {
	data := encoded(t, Train(invented(t), small, slog.New(slog.DiscardHandler)))
	for n := 0; n < len(data); n += 1 + len(data)/97 {
		if _, err := Decode(data[:n], small.Words); err == nil {
			t.Fatalf("decoded %d of %d bytes", n, len(data))
		}
	}
}

// TestReadDoesNotDependOnTheBatch reads sentences one by one and together.
func TestReadDoesNotDependOnTheBatch(t *testing.T) {
	m := Train(invented(t), small, slog.New(slog.DiscardHandler))
	var s Scratch
	var together []Word
	var lengths []int
	var alone []Word
	for i, e := range Examples(invented(t), m.Lexicon.Tags, m.Labels) {
		words := e.Words[:len(e.Words)-i%3]
		together, lengths = append(together, words...), append(lengths, len(words))
		m.Read(words, []int{len(words)}, &s)
		alone = append(alone, words...)
	}
	m.Read(together, lengths, &s)
	if d := cmp.Diff(alone, together, cmp.AllowUnexported(Word{})); d != "" {
		t.Error(d)
	}
}

func TestNamesOfEntities(t *testing.T) {
	// Each word is form/UPOS/head/relation/entity, the head counted from 1.
	for text, want := range map[string]string{
		"the/DET/2/det/(1-place-new-x-cf-2-sgl-X Hague/PROPN/0/root/1)":                                                             "1-1 place",
		"Ana/PROPN/0/root/(1-person-new-x-cf-1-sgl-A Ruiz/PROPN/1/flat/ ,/PUNCT/5/punct/ the/DET/5/det/ envoy/NOUN/1/appos/1)":      "0-1 person",
		"Peru/PROPN/0/root/(1-place-new-x-cf-1-sgl-P 's/PART/1/case/1)":                                                             "0-0 place",
		"Bank/PROPN/0/root/(1-organization-new-x-cf-1-sgl-B of/ADP/3/case/ Japan/PROPN/1/nmod/(2-place-new-x-cf-1-sgl-J)1)":         "0-2 organization",
		"he/PRON/0/root/(1-person-giv:act-x-cf-1-ana-A)":                                                                            "",
		"the/DET/2/det/(1-place-new-x-cf-2-sgl-C city/NOUN/0/root/1)":                                                               "",
		"Lima/PROPN/0/root/(1-place-new-x-cf-1-sgl) (/PUNCT/3/punct/ Peru/PROPN/1/nmod/(2-place-new-x-cf-1-sgl-P) )/PUNCT/3/punct/": "2-2 place",
	} {
		var s treebank.Sentence
		for _, w := range strings.Fields(text) {
			f := strings.SplitN(w, "/", 5)
			var head int
			fmt.Sscan(f[2], &head)
			s.Words = append(s.Words, treebank.Word{Form: f[0], UPOS: f[1], Head: head - 1, Relation: f[3], Entity: f[4]})
		}
		var got []string
		for _, n := range Names(&s, true) {
			got = append(got, fmt.Sprintf("%d-%d %s", n.First, n.Last, NameClasses[n.Class]))
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("%s: %q, want %q", text, g, want)
		}
	}
}

func TestLemmatizerMakesLemmas(t *testing.T) {
	for _, c := range []struct{ form, lemma string }{
		{"treaties", "treaty"}, {"went", "go"}, {"Ministers", "minister"}, {"Peru", "Peru"}, {"n't", "not"}, {"Élysée", "Élysée"}, {"the", "the"},
	} {
		var w Word
		w.Fill(c.form)
		got, same := scriptFor(c.form, c.lemma).append(nil, &w)
		if same {
			got = []byte(c.form)
		}
		if string(got) != c.lemma {
			t.Errorf("%s: %s, want %s", c.form, got, c.lemma)
		}
	}
}

func TestFillTreatsTypographicSignsAsPlain(t *testing.T) {
	for _, c := range [][2]string{{"’s", "'s"}, {"“", "\""}, {"n’t", "n't"}, {"—", "-"}, {"…", "..."}} {
		var a, b Word
		a.Fill(c[0])
		b.Fill(c[1])
		if a.norm != b.norm || a.lower != b.lower || a.suf3 != b.suf3 || a.pre2 != b.pre2 {
			t.Errorf("%s and %s differ", c[0], c[1])
		}
	}
}
