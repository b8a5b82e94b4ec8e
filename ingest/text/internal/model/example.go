package model

import (
	"slices"
	"sort"
	"strings"

	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// Example is a sentence with its right analysis.
type Example struct {
	Words []Word
	Gold  []Gold
	Named bool // whether names are annotated
}

// Gold is the right analysis of a word.
type Gold struct {
	Tag   uint8
	Head  int // index in the sentence, -1 for the root
	Label uint8
	Lemma string
	Name  uint8
}

// Examples turns annotated sentences into examples. A tag pair that is not in tags becomes the first one with the same
// XPOS. Only the documents of GUM say which words are names.
func Examples(sentences []treebank.Sentence, tags, labels []string) []Example {
	index := make(map[string]uint8, len(tags))
	byXPOS := make(map[string]uint8)
	for i, t := range tags {
		index[t] = uint8(i)
		x, _, _ := strings.Cut(t, " ")
		if _, ok := byXPOS[x]; !ok {
			byXPOS[x] = uint8(i)
		}
	}
	out := make([]Example, 0, len(sentences))
	for k := range sentences {
		s := &sentences[k]
		e := Example{Words: make([]Word, len(s.Words)), Gold: make([]Gold, len(s.Words))}
		for i, w := range s.Words {
			e.Words[i].Fill(w.Form)
			tag, ok := index[w.XPOS+" "+w.UPOS]
			if !ok {
				tag = byXPOS[w.XPOS]
			}
			label, _ := slices.BinarySearch(labels, w.Relation)
			e.Gold[i] = Gold{Tag: tag, Head: w.Head, Label: uint8(label), Lemma: w.Lemma}
		}
		if e.Named = strings.HasPrefix(s.Document, "GUM"); e.Named {
			setNames(e.Gold, Names(s, false))
		}
		out = append(out, e)
	}
	return out
}

// setNames writes names as tags of words.
func setNames(g []Gold, names []Span) {
	for _, n := range names {
		base := nameTag(n.Class)
		if n.First == n.Last {
			g[n.First].Name = base + single
			continue
		}
		for k := n.First; k <= n.Last; k++ {
			g[k].Name = base + inside
		}
		g[n.First].Name, g[n.Last].Name = base+begin, base+last
	}
}

// LabelSet returns the relations of the sentences, sorted.
func LabelSet(sentences []treebank.Sentence) []string {
	seen := make(map[string]bool)
	for _, s := range sentences {
		for _, w := range s.Words {
			seen[w.Relation] = true
		}
	}
	var labels []string
	for l := range seen {
		labels = append(labels, l)
	}
	sort.Strings(labels)
	return labels
}
