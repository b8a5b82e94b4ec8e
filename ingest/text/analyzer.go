package text

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/entente-kg/entente/ingest/text/internal/model"
)

//go:embed model.zst
var embedded []byte

//go:embed vectors.zst
var vectors []byte

// MaxBytes is the longest text that Analyze takes.
const MaxBytes = 64 << 20

// Analyzer analyses English text. It is safe for concurrent use.
type Analyzer struct {
	model *model.Model
	tags  []tagNames // by tag of the model
	pool  sync.Pool  // of *workspace
}

type tagNames struct{ xpos, upos string }

// workspace is the memory of one analysis.
type workspace struct {
	words   []model.Word // of all sentences of a block
	lengths []int        // of the sentences
	scratch model.Scratch
	spans   []model.Span
	lemmas  []byte
	cuts    []int // where the lemma of each token ends in lemmas; -1 where it is the form
}

// blockTokens bounds the memory of an analysis: a longer text is taken in blocks of whole sentences.
const blockTokens = 20_000

var load = sync.OnceValues(func() (*Analyzer, error) { return read(embedded) })

// Load returns the analyzer with the model that is built in. The model is read at the first call.
func Load() (*Analyzer, error) { return load() }

// read unpacks a model that was trained with the vectors of words that are built in.
func read(data []byte) (*Analyzer, error) {
	words, err := model.UnpackVectors(vectors)
	if err != nil {
		return nil, fmt.Errorf("load language model: %w", err)
	}
	m, err := model.Unpack(data, words)
	if err != nil {
		return nil, fmt.Errorf("load language model: %w", err)
	}
	a := &Analyzer{model: m}
	for _, t := range m.Lexicon.Tags {
		x, u, _ := strings.Cut(t, " ")
		a.tags = append(a.tags, tagNames{x, u})
	}
	a.pool.New = func() any { return new(workspace) }
	return a, nil
}

// Analyze finds the sentences of a text, their tokens, tags, lemmas, trees and names. Any text gets an analysis in
// linear time, whatever its language; only one longer than MaxBytes is refused.
func (a *Analyzer) Analyze(text string) (*Document, error) {
	if len(text) > MaxBytes {
		return nil, fmt.Errorf("analyse text: %d bytes, at most %d", len(text), MaxBytes)
	}
	d := &Document{Text: text, Sentences: Segment(text)}
	a.Annotate(d.Sentences)
	return d, nil
}

// Annotate fills in the tags, lemmas, trees and names of the sentences of a document, whose tokens have their Text.
func (a *Analyzer) Annotate(sentences []Sentence) {
	w := a.pool.Get().(*workspace)
	defer a.pool.Put(w)
	for len(sentences) > 0 {
		n, tokens := 0, 0
		for n < len(sentences) && (n == 0 || tokens+len(sentences[n].Tokens) <= blockTokens) {
			tokens += len(sentences[n].Tokens)
			n++
		}
		a.block(sentences[:n], tokens, w)
		sentences = sentences[n:]
	}
}

// block annotates sentences with that many tokens in all.
func (a *Analyzer) block(sentences []Sentence, tokens int, w *workspace) {
	if cap(w.words) < tokens {
		w.words = make([]model.Word, tokens)
	}
	w.words, w.lengths = w.words[:tokens], w.lengths[:0]
	k := 0
	for i := range sentences {
		w.lengths = append(w.lengths, len(sentences[i].Tokens))
		for j := range sentences[i].Tokens {
			w.words[k].Fill(sentences[i].Tokens[j].Text)
			k++
		}
	}
	a.model.Read(w.words, w.lengths, &w.scratch)
	w.lemmas, w.cuts = w.lemmas[:0], w.cuts[:0]
	rest := w.words
	for i := range sentences {
		words := rest[:len(sentences[i].Tokens)]
		rest = rest[len(words):]
		a.annotate(&sentences[i], words, w)
	}
	w.setLemmas(sentences)
}

// annotate writes what was read of a sentence.
func (a *Analyzer) annotate(s *Sentence, words []model.Word, w *workspace) {
	m := a.model
	for i := range words {
		t := &s.Tokens[i]
		t.XPOS, t.UPOS = a.tags[words[i].Tag].xpos, a.tags[words[i].Tag].upos
		t.Head, t.Relation = int(words[i].Head), m.Labels[words[i].Label]
		var same bool
		if w.lemmas, same = m.Lemmatizer.Append(w.lemmas, &words[i]); same {
			w.cuts = append(w.cuts, -1)
		} else {
			w.cuts = append(w.cuts, len(w.lemmas))
		}
	}
	w.spans = model.AppendNames(w.spans[:0], words)
	s.Names = nil
	if len(w.spans) > 0 {
		s.Names = make([]Name, len(w.spans))
	}
	for i, n := range w.spans {
		s.Names[i] = Name{First: n.First, Last: n.Last, Class: NameClass(model.NameClasses[n.Class])}
	}
}

// setLemmas gives the tokens their lemmas; those that are no forms share one string.
func (w *workspace) setLemmas(sentences []Sentence) {
	all := string(w.lemmas)
	start, k := 0, 0
	for i := range sentences {
		for j := range sentences[i].Tokens {
			t := &sentences[i].Tokens[j]
			if end := w.cuts[k]; end < 0 {
				t.Lemma = t.Text
			} else {
				t.Lemma = all[start:end]
				start = end
			}
			k++
		}
	}
}
