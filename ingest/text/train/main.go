// Command train learns the language model that package text embeds from treebanks of Universal Dependencies. The same
// treebanks give the same model, bit for bit.
//
//	go run ./ingest/text/train -treebanks ../shared/treebanks
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"

	"github.com/entente-kg/entente/ingest/text/internal/model"
	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

func main() {
	folder := flag.String("treebanks", "../shared/treebanks", "`folder` with ewt-train.conllu.gz and gum-train.conllu.gz")
	out := flag.String("o", "ingest/text/model.zst", "`file` to write the model to")
	flag.Parse()
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	if err := train(*folder, *out, log); err != nil {
		log.Error("train", "error", err)
		os.Exit(1)
	}
}

func train(folder, out string, log *slog.Logger) error {
	var sentences []treebank.Sentence
	for _, name := range []string{"ewt-train", "gum-train"} {
		s, err := treebank.ReadFile(filepath.Join(folder, name+".conllu.gz"))
		if err != nil {
			return err
		}
		sentences = append(sentences, s...)
	}
	m := model.Train(sentences, model.Shipped, log)
	var raw bytes.Buffer
	if err := m.Encode(&raw); err != nil {
		return err
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return fmt.Errorf("pack model: %w", err)
	}
	packed := z.EncodeAll(raw.Bytes(), nil)
	log.Info("write model", "file", out, "bytes", len(packed), "unpacked", raw.Len())
	if err := os.WriteFile(out, packed, 0o644); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	return nil
}
