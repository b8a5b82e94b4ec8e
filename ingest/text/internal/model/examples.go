package model

import (
	"slices"

	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// Examples turns annotated sentences into examples. A tag pair that is not in tags becomes the most similar one.
func Examples(sentences []treebank.Sentence, tags []string) []Example {
	index := make(map[string]uint8, len(tags))
	byXPOS := make(map[string]uint8)
	for i, t := range tags {
		index[t] = uint8(i)
		x, _, _ := cut(t)
		if _, ok := byXPOS[x]; !ok {
			byXPOS[x] = uint8(i)
		}
	}
	out := make([]Example, 0, len(sentences))
	for _, s := range sentences {
		e := Example{Words: make([]Word, len(s.Words)), Gold: make([]Gold, len(s.Words))}
		for i, w := range s.Words {
			e.Words[i].Fill(w.Form)
			tag, ok := index[w.XPOS+" "+w.UPOS]
			if !ok {
				tag = byXPOS[w.XPOS]
			}
			e.Gold[i] = Gold{Tag: tag, Head: w.Head, Relation: w.Relation, Lemma: w.Lemma, UPOS: w.UPOS, XPOS: w.XPOS}
		}
		out = append(out, e)
	}
	return slices.Clip(out)
}

func cut(tag string) (xpos, upos string, ok bool) {
	for i := range tag {
		if tag[i] == ' ' {
			return tag[:i], tag[i+1:], true
		}
	}
	return tag, "", false
}
