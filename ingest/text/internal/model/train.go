package model

import (
	"log/slog"
	"math"

	"github.com/entente-kg/entente/ingest/text/internal/neural"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// Shipped are the settings of the model that is embedded.
var Shipped = neural.Training{
	Shape: neural.Shape{Embed: 128, Hidden: 128, Layers: 2, Arc: 128, Relation: 128, Name: 64},
	Least: 2, Epochs: 24, BatchWords: 900, Rate: 0.003, Keep: 0.75, KeepState: 0.8,
}

// Train learns a model from annotated sentences. The result depends on nothing but the sentences, their order and the
// settings; the numbers of features and classes in the settings are filled in.
func Train(sentences []treebank.Sentence, o neural.Training, log *slog.Logger) *Model {
	tags, labels := TagSet(sentences), LabelSet(sentences)
	examples := Examples(sentences, tags, labels)
	m := &Model{Lexicon: NewLexicon(tags, examples), Lemmatizer: TrainLemmatizer(examples), Labels: labels}
	m.setRoot()
	o.Shape.Features, o.Identity, o.Tags, o.Labels, o.Names = featureCount, identityCount, len(tags), len(labels), nameTags
	log.Info("train", "sentences", len(sentences), "tags", len(tags), "relations", len(labels))
	if o.Log == nil {
		o.Log = func(epoch int, loss [4]float64, _ func() *neural.Net) {
			log.Info("train", "epoch", epoch+1, "of", o.Epochs, "tags", round(loss[0]), "heads", round(loss[1]), "relations", round(loss[2]), "names", round(loss[3]))
		}
	}
	o.Evidence = evidenceCount
	m.net = neural.Train(o, m.inputs(sentences, examples))
	return m
}

// inputs writes the examples, which were made from the sentences, as the network reads them.
func (m *Model) inputs(sentences []treebank.Sentence, examples []Example) []neural.Sentence {
	var out []neural.Sentence
	for len(examples) > 0 {
		n := 1
		for n < len(examples) && sentences[n].Document == sentences[0].Document {
			n++
		}
		e := make(evidence)
		for _, x := range examples[:n] {
			m.Lexicon.Prepare(x.Words)
			e.note(x.Words)
		}
		for _, x := range examples[:n] {
			out = append(out, input(x, e))
		}
		sentences, examples = sentences[n:], examples[n:]
	}
	return out
}

func input(x Example, e evidence) neural.Sentence {
	s := neural.Sentence{Evidence: e.appendTo(nil, x.Words)}
	for i, g := range x.Gold {
		s.Features = appendFeatures(s.Features, &x.Words[i])
		s.Tags, s.Heads, s.Labels = append(s.Tags, int(g.Tag)), append(s.Heads, g.Head), append(s.Labels, int(g.Label))
		if x.Named {
			s.Names = append(s.Names, int(g.Name))
		}
	}
	return s
}

// round keeps four digits behind the point.
func round(x float64) float64 { return math.Round(1e4*x) / 1e4 }
