// Command train learns the language model that package text embeds from treebanks of Universal Dependencies and from the
// word vectors that package text embeds, too. The same treebanks and vectors give the same model, bit for bit.
//
//	go run ./ingest/text/train -treebanks ../shared/treebanks
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/entente-kg/entente/ingest/text/internal/model"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

func main() {
	folder := flag.String("treebanks", "../shared/treebanks", "`folder` with ewt-train.conllu.gz and gum-train.conllu.gz")
	vectors := flag.String("vectors", "ingest/text/vectors.zst", "`file` of the word vectors")
	out := flag.String("o", "ingest/text/model.zst", "`file` to write the model to")
	flag.Parse()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	if err := train(*folder, *vectors, *out, log); err != nil {
		log.Error("train", "error", err)
		os.Exit(1)
	}
}

func train(folder, vectors, out string, log *slog.Logger) error {
	var sentences []treebank.Sentence
	for _, name := range []string{"ewt-train", "gum-train"} {
		s, err := treebank.ReadFile(filepath.Join(folder, name+".conllu.gz"))
		if err != nil {
			return err
		}
		sentences = append(sentences, s...)
	}
	packed, err := os.ReadFile(vectors)
	if err != nil {
		return err
	}
	words, err := model.UnpackVectors(packed)
	if err != nil {
		return fmt.Errorf("unpack %s: %w", vectors, err)
	}
	settings := model.Shipped
	settings.Words = words
	m := model.Train(sentences, settings, log)
	if packed, err = m.Pack(); err != nil {
		return fmt.Errorf("pack model: %w", err)
	}
	log.Info("write model", "file", out, "bytes", len(packed))
	if err := os.WriteFile(out, packed, 0o644); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	return nil
}
