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
	Least: 2, Epochs: 24, BatchWords: 900, Rate: 0.003, Keep: 0.75, KeepState: 0.8, Rare: 3,
}

// Train learns a model from annotated sentences, twice: from what the first finds, the second learns of the names in the
// documents where names are not annotated. The result depends on nothing but the sentences, their order and the
// settings, with the vectors of words among them; the numbers of features and classes in the settings are filled in.
func Train(sentences []treebank.Sentence, o neural.Training, log *slog.Logger) *Model {
	tags, labels := TagSet(sentences), LabelSet(sentences)
	examples := Examples(sentences, tags, labels)
	m := &Model{Lexicon: NewLexicon(tags, examples), Lemmatizer: TrainLemmatizer(examples), Labels: labels}
	m.setRoot()
	o.Shape.Features, o.Identity, o.Parts, o.Tags, o.Labels, o.Names = featureCount, identityCount, partsCount, len(tags), len(labels), nameTags
	log.Info("train", "sentences", len(sentences), "tags", len(tags), "relations", len(labels))
	if o.Log == nil {
		o.Log = func(epoch int, loss [4]float64, _ func() *neural.Net) {
			log.Info("train", "epoch", epoch+1, "of", o.Epochs, "tags", round(loss[0]), "heads", round(loss[1]), "relations", round(loss[2]), "names", round(loss[3]))
		}
	}
	o.Evidence = evidenceCount
	inputs := m.inputs(sentences, examples)
	m.net = neural.Train(o, inputs)
	m.suggest(sentences, examples, inputs)
	m.net = neural.Train(o, inputs)
	return m
}

// sure is how likely the class of a word must be for a second training to learn from it.
const sure = 0.9

// suggest finds names in the documents where they are not annotated, for a second training to learn from (Yarowsky 1995).
// Words of which the model is not sure count for nothing.
func (m *Model) suggest(sentences []treebank.Sentence, examples []Example, inputs []neural.Sentence) {
	var s Scratch
	documents(sentences, func(from, to int) {
		if examples[from].Named {
			return
		}
		var words []Word
		var lengths []int
		for _, x := range examples[from:to] {
			words, lengths = append(words, x.Words...), append(lengths, len(x.Words))
		}
		m.readDoubting(words, lengths, teachersDoubt, &s)
		at := 0
		for i := from; i < to; i++ {
			for range examples[i].Words {
				name := int(words[at].Name)
				if s.document.classes(at)[classOfTag(name)] < sure {
					name = -1
				}
				inputs[i].Names = append(inputs[i].Names, name)
				at++
			}
		}
	})
}

// documents calls do with the range of each document's sentences.
func documents(sentences []treebank.Sentence, do func(from, to int)) {
	for from := 0; from < len(sentences); {
		to := from + 1
		for to < len(sentences) && sentences[to].Document == sentences[from].Document {
			to++
		}
		do(from, to)
		from = to
	}
}

// inputs writes the examples, which were made from the sentences, as the network reads them.
func (m *Model) inputs(sentences []treebank.Sentence, examples []Example) (out []neural.Sentence) {
	documents(sentences, func(from, to int) {
		e := make(evidence)
		for _, x := range examples[from:to] {
			m.Lexicon.Prepare(x.Words)
			e.note(x.Words)
		}
		for _, x := range examples[from:to] {
			out = append(out, input(x, e))
		}
	})
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
