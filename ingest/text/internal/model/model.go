package model

import (
	"slices"

	"github.com/entente-kg/entente/ingest/text/internal/neural"
)

// Model is everything that the analysis needs. It is safe for concurrent use.
type Model struct {
	Lexicon    *Lexicon
	Lemmatizer *Lemmatizer
	Labels     []string // the relations
	net        *neural.Net
	root       uint8 // index of the relation root
}

// Scratch is the memory of an analysis; it is not safe for concurrent use.
type Scratch struct {
	reading  neural.Reading
	features []neural.Feature
	evidence evidence
	said     []uint32 // by word: the evidence
	heads    []int
	tree     tree
	document document
	path     namePath
}

// batchWords bounds what the network reads at once, so that it stays in the processor's cache.
const batchWords = 384

// Read sets Tag, Head, Label and Name of the filled words of a document's sentences, whose lengths are given; it prepares
// them first.
func (m *Model) Read(words []Word, lengths []int, s *Scratch) {
	m.readDoubting(words, lengths, doubt, s)
}

// readDoubting is Read with a doubt about what each occurrence of a name says of its class.
func (m *Model) readDoubting(words []Word, lengths []int, doubt float32, s *Scratch) {
	m.prepare(words, lengths, s)
	s.document.doubt = doubt
	s.document.shares = s.document.shares[:0]
	at := 0
	for rest := lengths; len(rest) > 0; {
		k, n := 0, 0
		for k < len(rest) && (k == 0 || n+rest[k] <= batchWords) {
			n += rest[k]
			k++
		}
		m.read(words[at:at+n], s.said[at:], rest[:k], s)
		at, rest = at+n, rest[k:]
	}
	s.document.settle(words)
	at = 0
	for _, n := range lengths {
		s.path.choose(words[at:at+n], func(word int) []float32 { return s.document.of(at + word) })
		at += n
	}
}

// prepare finds out what can be known of the words without reading them in order.
func (m *Model) prepare(words []Word, lengths []int, s *Scratch) {
	if s.evidence == nil {
		s.evidence = make(evidence)
	}
	clear(s.evidence)
	at := 0
	for _, n := range lengths {
		m.Lexicon.Prepare(words[at : at+n])
		s.evidence.note(words[at : at+n])
		at += n
	}
	s.said = s.evidence.appendTo(s.said[:0], words)
}

func (m *Model) read(words []Word, said []uint32, lengths []int, s *Scratch) {
	s.features, s.heads = s.features[:0], s.heads[:0]
	for i := range words {
		s.features = appendFeatures(s.features, &words[i])
	}
	m.net.Read(s.features, said, lengths, &s.reading)
	at := 0
	for i, n := range lengths {
		m.sentence(words[at:at+n], at, i, s)
		at += n
	}
	s.reading.Relate(s.heads)
	for i := range words {
		m.label(&words[i], s.reading.Labels(i))
		s.document.note(s.reading.Names(i))
	}
}

// sentence decides the tags and the heads of a sentence, whose first word is the word at of the batch.
func (m *Model) sentence(words []Word, at, number int, s *Scratch) {
	if len(words) == 0 {
		return
	}
	for i := range words {
		m.Lexicon.choose(&words[i], s.reading.Tags(at+i))
	}
	scores, columns := s.reading.Heads(number)
	s.tree.find(scores, columns, len(words))
	for i, h := range s.tree.heads {
		if h == len(words) {
			words[i].Head = -1
			s.heads = append(s.heads, -1)
		} else {
			words[i].Head = int16(h)
			s.heads = append(s.heads, at+h)
		}
	}
}

// label chooses the relation of a word: root if it is the root and only then.
func (m *Model) label(w *Word, scores []float32) {
	if w.Label = m.root; w.Head < 0 {
		return
	}
	top := never
	for l, v := range scores {
		if l != int(m.root) && v > top {
			top, w.Label = v, uint8(l)
		}
	}
}

func (m *Model) setRoot() {
	k, _ := slices.BinarySearch(m.Labels, "root")
	m.root = uint8(k)
}
