package text

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"github.com/entente-kg/entente/ingest/text/internal/model"
)

//go:embed model.zst
var embedded []byte

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
	words  []model.Word
	search model.Search
	spans  []model.Span
	lemmas []byte
	cuts   []int // where the lemma of each token ends in lemmas; negative where it is the form
}

var load = sync.OnceValues(func() (*Analyzer, error) { return read(embedded) })

// Load returns the analyzer with the model that is built in. The model is read at the first call.
func Load() (*Analyzer, error) { return load() }

// read unpacks a model.
func read(data []byte) (*Analyzer, error) {
	z, err := zstd.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("load language model: %w", err)
	}
	defer z.Close()
	raw, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("load language model: %w", err)
	}
	m, err := model.Decode(raw)
	if err != nil {
		return nil, fmt.Errorf("load language model: %w", err)
	}
	a := &Analyzer{model: m}
	for _, t := range m.Tagger.Tags {
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

// Annotate fills in the tags, lemmas, trees and names of sentences whose tokens have their Text.
func (a *Analyzer) Annotate(sentences []Sentence) {
	w := a.pool.Get().(*workspace)
	defer a.pool.Put(w)
	w.lemmas, w.cuts = w.lemmas[:0], w.cuts[:0]
	for i := range sentences {
		a.annotate(&sentences[i], w)
	}
	// All lemmas that are no forms share one string.
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

func (a *Analyzer) annotate(s *Sentence, w *workspace) {
	n := len(s.Tokens)
	if cap(w.words) < n {
		w.words = make([]model.Word, max(n, 2*cap(w.words)))
	}
	words := w.words[:n]
	for i := range s.Tokens {
		words[i].Fill(s.Tokens[i].Text)
	}
	m := a.model
	m.Tagger.Prepare(words)
	m.Tagger.Tag(words)
	m.Parser.Parse(words, &w.search)
	for i := range words {
		t := &s.Tokens[i]
		t.XPOS, t.UPOS = a.tags[words[i].Tag].xpos, a.tags[words[i].Tag].upos
		t.Head, t.Relation = int(words[i].Head), m.Parser.Labels[words[i].Label]
		var same bool
		if w.lemmas, same = m.Lemmatizer.Append(w.lemmas, &words[i]); same {
			w.cuts = append(w.cuts, -1)
		} else {
			w.cuts = append(w.cuts, len(w.lemmas))
		}
	}
	w.spans = m.Names.Find(words, &w.search, w.spans[:0])
	s.Names = nil
	if len(w.spans) > 0 {
		s.Names = make([]Name, 0, len(w.spans))
	}
	for _, n := range w.spans {
		s.Names = append(s.Names, Name{First: n.First, Last: n.Last, Class: NameClass(model.NameClasses[n.Class])})
	}
}
