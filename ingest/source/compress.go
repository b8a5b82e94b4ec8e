package source

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// maxWindow bounds the memory that a zstd stream may ask for, in bytes.
const maxWindow = 64 << 20

// decompress undoes a content encoding: gzip, zstd or none.
func decompress(encoding string, r io.Reader) (io.Reader, error) {
	switch encoding {
	case "", "identity":
		return r, nil
	case "gzip", "x-gzip":
		return gzip.NewReader(r)
	case "zstd":
		d, err := zstd.NewReader(r, zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderConcurrency(1))
		if err != nil {
			return nil, err
		}
		return d.IOReadCloser(), nil
	}
	return nil, fmt.Errorf("content encoding %q is not read", encoding)
}

// splitName tells the compression of a file by its name: news.jsonl.gz is gzip of a .jsonl.
func splitName(path string) (encoding, ext string) {
	ext = strings.ToLower(filepath.Ext(path))
	switch ext {
	case ".gz":
		encoding = "gzip"
	case ".zst":
		encoding = "zstd"
	default:
		return "", ext
	}
	return encoding, strings.ToLower(filepath.Ext(strings.TrimSuffix(path, filepath.Ext(path))))
}
