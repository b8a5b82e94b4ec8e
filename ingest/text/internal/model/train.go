package model

import (
	"log/slog"

	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// Training are the settings that a model is trained with.
type Training struct {
	TagBits, MoveBits, LabelBits, NameBits          uint
	TagEpochs, ParseEpochs, LabelEpochs, NameEpochs int
	Folds, Beam                                     int
}

// Shipped are the settings of the model that is embedded.
var Shipped = Training{
	TagBits: 19, MoveBits: 21, LabelBits: 18, NameBits: 18,
	TagEpochs: 6, ParseEpochs: 5, LabelEpochs: 5, NameEpochs: 8,
	Folds: 4, Beam: 4,
}

// Train learns a model from annotated sentences. Where one part builds on another (trees on tags, names on trees), it
// learns from what the other says about sentences that it has not seen. The result depends on nothing but the
// sentences, their order and the settings.
func Train(sentences []treebank.Sentence, o Training, log *slog.Logger) *Model {
	tags := TagSet(sentences)
	examples := Examples(sentences, tags)
	log.Info("train tagger", "sentences", len(sentences), "tags", len(tags))
	m := &Model{}
	m.Lemmatizer = TrainLemmatizer(examples)
	m.Tagger = TrainTagger(tags, examples, o.TagBits, o.TagEpochs, o.Folds)
	log.Info("tag the training text with taggers that have not seen it", "folds", o.Folds)
	jackknife(tags, examples, o.TagBits, o.TagEpochs, o.Folds)
	var projective []Example
	for i := range sentences {
		if sentences[i].Projective() {
			projective = append(projective, examples[i])
		}
	}
	log.Info("train parser", "sentences", len(projective), "not projective", len(sentences)-len(projective))
	m.Parser = TrainParser(LabelSet(sentences), projective, ParserTraining{
		Beam: o.Beam, Epochs: o.ParseEpochs, MoveBits: o.MoveBits, LabelBits: o.LabelBits,
		Log: func(epoch int, _ func() *Parser) { log.Info("train parser", "epoch", epoch+1) },
	})
	m.Parser.TrainFinal(projective, o.LabelBits, o.LabelEpochs)
	named := NameExamples(sentences, examples)
	log.Info("train name tagger", "sentences", len(named))
	var s Search
	for _, e := range named {
		m.Parser.Parse(e.Words, &s)
	}
	m.Names = TrainNames(named, o.NameBits, o.NameEpochs)
	return m
}
