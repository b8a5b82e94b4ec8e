// Package source reads articles from where they are: files of plain text, web pages, JSON Lines and crawls, and standard
// input; and it reads the lists in which the web announces articles, feeds and sitemaps.
package source

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/article"
	"github.com/entente-kg/entente/schema"
)

// Defaults fill in what a file does not say of its articles.
type Defaults struct {
	Published    schema.Published // publication date of articles without one
	DateFromFile bool             // take the file's modification date where nothing else is known
	Source       string           // publisher
	URL          string
	Language     string // ISO 639-1
}

// maxLine is the longest line of JSON Lines: the longest text, with room for escapes and the other keys.
const maxLine = 2*ingest.MaxText + 1<<20

// Files reads the articles of paths in order: files that end in .jsonl or .ndjson hold an article a line, in .html or .htm
// a web page, in .warc the pages of a crawl, all others one article of plain text; a folder stands for its files, and "-"
// for stdin, JSON Lines where its first character is '{'. Files that end in .gz or .zst are decompressed. What can't be
// read is delivered as an Item with an error, and the rest goes on. The caller may stop at any item.
func Files(ctx context.Context, paths []string, stdin io.Reader, d Defaults) iter.Seq[ingest.Item] {
	return func(yield func(ingest.Item) bool) {
		for _, path := range paths {
			if path == "-" {
				if !readStream(ctx, "standard input", stdin, d, yield) {
					return
				}
				continue
			}
			if !readPath(ctx, path, d, yield) {
				return
			}
		}
	}
}

// Stream reads the articles of one stream as Files reads standard input; name says in messages where they came from.
func Stream(ctx context.Context, name string, r io.Reader, d Defaults) iter.Seq[ingest.Item] {
	return func(yield func(ingest.Item) bool) { readStream(ctx, name, r, d, yield) }
}

// Expand lists the files that paths stand for, so that a mistyped path is found before anything is done.
func Expand(paths []string) ([]string, error) {
	var files []string
	var wrong []error
	for _, path := range paths {
		if path == "-" {
			files = append(files, path)
			continue
		}
		err := filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			if p == path || readable(p) {
				files = append(files, p)
			}
			return nil
		})
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	return files, errors.Join(wrong...)
}

// readable reports whether a file met in a folder holds articles; one that is named by the user is always read.
func readable(path string) bool {
	switch _, ext := splitName(path); ext {
	case ".txt", ".jsonl", ".ndjson", ".html", ".htm", ".warc":
		return true
	}
	return false
}

func readPath(ctx context.Context, path string, d Defaults, yield func(ingest.Item) bool) bool {
	f, err := os.Open(path)
	if err != nil {
		return yield(ingest.Item{Where: path, Err: err})
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return yield(ingest.Item{Where: path, Err: err})
	}
	if d.DateFromFile && d.Published == "" {
		d.Published = schema.Published(info.ModTime().UTC().Format(time.DateOnly))
	}
	encoding, ext := splitName(path)
	r, err := decompress(encoding, f)
	if err != nil {
		return yield(ingest.Item{Where: path, Err: err})
	}
	switch ext {
	case ".jsonl", ".ndjson":
		return readLines(ctx, path, r, d, yield)
	case ".html", ".htm":
		return yield(readPage(path, r, d))
	case ".warc":
		return readCrawl(ctx, path, r, d, yield)
	}
	return yield(readText(path, r, d))
}

// readPage delivers a web page.
func readPage(where string, r io.Reader, d Defaults) ingest.Item {
	b, err := io.ReadAll(io.LimitReader(r, article.MaxPage+1))
	if err == nil && len(b) > article.MaxPage {
		err = article.ErrTooLong
	}
	return ingest.Item{Article: d.article(), Page: &ingest.Page{URL: d.URL, Body: b}, Where: where, Err: err}
}

// readCrawl delivers the pages of a crawl and reports whether the caller wants more.
func readCrawl(ctx context.Context, name string, r io.Reader, d Defaults, yield func(ingest.Item) bool) bool {
	for page, err := range ReadWARC(r, article.MaxPage) {
		item := ingest.Item{Where: name, Err: err}
		if err == nil {
			item.Where = name + ": " + page.URL
			item.Article = d.article()
			item.Article.URL = page.URL
			item.Page = &ingest.Page{URL: page.URL, ContentType: page.ContentType, Body: page.Body}
		}
		if !yield(item) || ctx.Err() != nil {
			return false
		}
	}
	return true
}

// article is what the defaults say of an article that says nothing itself.
func (d Defaults) article() schema.Article {
	return schema.Article{Published: d.Published, Source: d.Source, URL: d.URL, Language: d.Language}
}

// readStream tells JSON Lines from plain text by the first character that is no white space.
func readStream(ctx context.Context, name string, r io.Reader, d Defaults, yield func(ingest.Item) bool) bool {
	br := bufio.NewReaderSize(r, 64<<10)
	head, err := br.Peek(1)
	for err == nil && (head[0] == ' ' || head[0] == '\n' || head[0] == '\r' || head[0] == '\t') {
		_, _ = br.Discard(1)
		head, err = br.Peek(1)
	}
	switch {
	case err == io.EOF:
		return true // nothing came, which is an answer too
	case err != nil:
		return yield(ingest.Item{Where: name, Err: err})
	case head[0] == '{':
		return readLines(ctx, name, br, d, yield)
	}
	return yield(readText(name, br, d))
}

func readText(where string, r io.Reader, d Defaults) ingest.Item {
	b, err := io.ReadAll(io.LimitReader(r, ingest.MaxText+1))
	if err != nil {
		return ingest.Item{Where: where, Err: err}
	}
	a := d.article()
	a.Text = strings.TrimPrefix(string(b), "\ufeff")
	a.ID = ingest.Identity(a)
	return checked(a, where)
}

// readLines delivers an item a line and reports whether the caller wants more.
func readLines(ctx context.Context, name string, r io.Reader, d Defaults, yield func(ingest.Item) bool) bool {
	br := bufio.NewReaderSize(r, 64<<10)
	for n := 1; ctx.Err() == nil; n++ {
		where := fmt.Sprintf("%s:%d", name, n)
		line, err := readLine(br)
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return true
		}
		switch {
		case err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, ingest.ErrTooLong):
			return yield(ingest.Item{Where: where, Err: err}) // the rest can't be read
		case errors.Is(err, ingest.ErrTooLong):
			if !yield(ingest.Item{Where: where, Err: ingest.ErrTooLong}) {
				return false
			}
		case len(bytes.TrimSpace(line)) == 0:
		default:
			if !yield(parseLine(line, where, d)) {
				return false
			}
		}
	}
	return false
}

// readLine returns the next line without its end. A line over maxLine is skipped to its end and ErrTooLong returned.
func readLine(br *bufio.Reader) ([]byte, error) {
	var line []byte
	tooLong := false
	for {
		part, err := br.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > maxLine; !tooLong {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case tooLong && (err == nil || err == io.EOF):
			return nil, ingest.ErrTooLong
		}
		return bytes.TrimRight(line, "\r\n"), err
	}
}

func parseLine(line []byte, where string, d Defaults) ingest.Item {
	var a schema.Article
	if err := json.Unmarshal(line, &a); err != nil {
		return ingest.Item{Where: where, Err: fmt.Errorf("not an article in JSON: %w", err)}
	}
	if a.Published == "" {
		a.Published = d.Published
	}
	if a.Source == "" {
		a.Source = d.Source
	}
	if a.URL == "" {
		a.URL = d.URL
	}
	if a.Language == "" {
		a.Language = d.Language
	}
	if a.ID == "" {
		a.ID = ingest.Identity(a)
	}
	a.Copies = nil // these are found out, not told
	return checked(a, where)
}

func checked(a schema.Article, where string) ingest.Item {
	return ingest.Item{Article: a, Where: where, Err: ingest.Check(a)}
}
