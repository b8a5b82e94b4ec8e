package source

import (
	"bytes"
	"io"
	"os"
)

// mostCounted is the size, in bytes, of a file of JSON Lines up to which its lines are counted: about a second's work.
const mostCounted = 1 << 30

// Count is how many articles Files will deliver of files, for showing progress; ok is false where only reading them tells:
// standard input, compressed files of many articles, crawls, very large files.
func Count(files []string) (n int, ok bool) {
	for _, path := range files {
		encoding, ext := splitName(path)
		switch {
		case path == "-" || ext == ".warc":
			return 0, false
		case ext != ".jsonl" && ext != ".ndjson":
			n++
			continue
		case encoding != "":
			return 0, false
		}
		lines, ok := countLines(path)
		if !ok {
			return 0, false
		}
		n += lines
	}
	return n, true
}

func countLines(path string) (n int, ok bool) {
	f, err := os.Open(path)
	if err != nil {
		return 0, false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() > mostCounted {
		return 0, false
	}
	b, last := make([]byte, 1<<20), byte('\n')
	for {
		k, err := f.Read(b)
		if k > 0 {
			n += bytes.Count(b[:k], []byte("\n"))
			last = b[k-1]
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return 0, false
		}
	}
	if last != '\n' {
		n++
	}
	return n, true
}
