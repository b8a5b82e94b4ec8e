package model

import (
	"log/slog"
	"strings"

	"github.com/entente-kg/entente/ingest/text/internal/neural"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// Training are the settings that a model is trained with.
type Training struct {
	Moves, Label, Names                             neural.Config
	Tags                                            TaggerTraining
	TagEpochs, ParseEpochs, FinalEpochs, NameEpochs int
	Folds, FoldEpochs, Beam                         int
}

// Shipped are the settings of the model that is embedded. Sizes are chosen for the model to stay below 16 MB packed.
var Shipped = Training{
	Tags: TaggerTraining{
		First:  config(48, 0.04, 4, 3, 3),
		Second: config(56, 0.04, 4, 3, 3),
		Epochs: 5, Folds: 3, FoldEpochs: 2,
	},
	Moves: config(128, 0.03, 9, 4, 4), Label: config(32, 0.03, 6, 3, 4), Names: config(32, 0.03, 4, 3, 2),
	ParseEpochs: 6, NameEpochs: 6, Beam: 4,
}

// config are the settings of a network with so many hidden units and step size, which leaves out features seen less
// often than minDeep and minWide and weights below least.
func config(hidden int, rate float32, minDeep, minWide int, least int8) neural.Config {
	return neural.Config{
		Hidden: hidden, DeepBits: 20, WideBits: 21, Rate: rate, Drop: 0.3, MinDeep: minDeep, MinWide: minWide,
		Damping: 0.1, Certain: 0.995, Negligible: 0.004, LeastWide: least, DropBits: 1,
	}
}

// Train learns a model from annotated sentences. Where one part builds on another (trees on tags, names on trees), it
// learns from what the other says about sentences that it has not seen. The result depends on nothing but the
// sentences, their order and the settings.
func Train(sentences []treebank.Sentence, o Training, log *slog.Logger) *Model {
	tags := TagSet(sentences)
	examples := Examples(sentences, tags)
	m := &Model{Lemmatizer: TrainLemmatizer(examples)}
	log.Info("train tagger", "sentences", len(sentences), "tags", len(tags))
	m.Tagger = TrainTagger(tags, examples, o.Tags)
	trees := projective(sentences, examples)
	log.Info("train parser", "sentences", len(trees), "not projective", len(sentences)-len(trees))
	m.Parser = TrainParser(LabelSet(sentences), trees, ParserTraining{
		Beam: o.Beam, Epochs: o.ParseEpochs, Moves: o.Moves, Label: o.Label,
		Log: func(epoch int, _ func() *Parser) { log.Info("train parser", "epoch", epoch+1) },
	})
	m.trainNames(sentences, examples, o, log)
	return m
}

// projective returns the examples whose trees the parser can build.
func projective(sentences []treebank.Sentence, examples []Example) []Example {
	var out []Example
	for i := range sentences {
		if sentences[i].Projective() {
			out = append(out, examples[i])
		}
	}
	return out
}

// trainNames learns names from GUM, which alone has them.
func (m *Model) trainNames(sentences []treebank.Sentence, examples []Example, o Training, log *slog.Logger) {
	var from []treebank.Sentence
	var named []Example
	var s Search
	for i := range sentences {
		if strings.HasPrefix(sentences[i].Document, "GUM") {
			from = append(from, sentences[i])
			m.Parser.Parse(examples[i].Words, &s)
			named = append(named, examples[i])
		}
	}
	log.Info("train name tagger", "sentences", len(named))
	SetNames(from, named)
	m.Names = TrainNames(named, Contexts(from, named), o.Names, o.NameEpochs)
}
