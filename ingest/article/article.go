// Package article makes articles of web pages and plain text: the main text with what describes it, the parts of the text
// that are no news, and the language.
package article

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"github.com/entente-kg/entente/schema"
)

// MaxPage is the longest page that FromHTML reads, in bytes.
const MaxPage = 16 << 20

// minWords is the least that a main text has; less is navigation, or what is left of a page without its scripts.
const minWords = 8

// Errors that say why a page or text makes no article.
var (
	ErrTooLong = fmt.Errorf("page longer than %d MB", MaxPage>>20)
	ErrNoText  = errors.New("no main text found")
)

// LanguageError sets an article aside that is not English.
type LanguageError struct {
	Language string // ISO 639-1, or ISO 639-3 where there is no shorter code
}

func (e *LanguageError) Error() string { return "written in " + e.Language + ", not in English" }

// Report is what was found beside the article, for people who ask how it was read.
type Report struct {
	Author     string     // as the page writes it; several are joined by commas
	DateSource DateSource // where the publication date was found, empty where there is none
	Junk       []Piece    // what is no news: cut from a page, marked in a text
}

// Piece is a part of a text with the reason why it is junk.
type Piece struct {
	Reason Reason
	Text   string
}

// FromHTML reads a web page: its main text without junk, title, publication date, publisher, canonical URL and language.
// contentType is the header of that name, or empty; address is where the page was found, or empty. The article has no ID,
// and Published is empty where the page does not say it. The error says why there is no article; it is a *LanguageError
// where the text is not English, and then the article is complete all the same.
func FromHTML(page []byte, contentType, address string) (schema.Article, Report, error) {
	if len(page) > MaxPage {
		return schema.Article{}, Report{}, ErrTooLong
	}
	doc, err := parse(page, contentType)
	if err != nil {
		return schema.Article{}, Report{}, fmt.Errorf("read page: %w", err)
	}
	base, err := url.Parse(address)
	if err != nil {
		return schema.Article{}, Report{}, fmt.Errorf("read page: %w", err)
	}
	m := readMetadata(doc, base)
	body, err := mainText(doc, base)
	if err != nil {
		return schema.Article{}, Report{}, fmt.Errorf("read page: %w", err)
	}
	a := schema.Article{URL: m.canonical, Title: m.title, Published: m.published, Source: m.publisher}
	report := Report{Author: m.author, DateSource: m.dateSource}
	body = strings.TrimPrefix(body, m.title+"\n")
	junk := Junk(body)
	report.Junk = pieces(body, junk)
	a.Text = Cut(body, junk)
	if len(strings.Fields(a.Text)) < minWords {
		return a, report, ErrNoText
	}
	a.Language = language(a.Text, m.language)
	return a, report, mustBeEnglish(a.Language)
}

// FromText completes an article whose text is given: it detects the language and reports the junk. The text stays as it
// is, so that offsets into it stay right.
func FromText(a schema.Article) (schema.Article, Report, error) {
	if strings.TrimSpace(a.Text) == "" {
		return a, Report{}, ErrNoText
	}
	a.Language = language(a.Text, a.Language)
	return a, Report{Junk: pieces(a.Text, Junk(a.Text))}, mustBeEnglish(a.Language)
}

func mustBeEnglish(code string) error {
	if code != "en" {
		return &LanguageError{code}
	}
	return nil
}

func pieces(plain string, junk []Range) []Piece {
	var out []Piece
	for _, r := range junk {
		out = append(out, Piece{r.Reason, plain[r.Start:r.End]})
	}
	return out
}

// parse turns the bytes of a page into a tree, whatever their encoding.
func parse(page []byte, contentType string) (*html.Node, error) {
	utf, err := decode(page, contentType)
	if err != nil {
		return nil, err
	}
	return html.Parse(bytes.NewReader(bytes.ReplaceAll(utf, []byte{0}, nil)))
}

// decode is the page in UTF-8. What is valid UTF-8, or nearly so, is taken for that whatever a header says; for the rest
// the header and the first kilobyte of the page tell the encoding.
func decode(page []byte, contentType string) ([]byte, error) {
	if utf8.Valid(page) {
		return bytes.TrimPrefix(page, []byte("\uFEFF")), nil
	}
	encoding, _, certain := charset.DetermineEncoding(page, contentType)
	if !certain && mostlyUTF8(page) {
		return bytes.ToValidUTF8(page, []byte("\uFFFD")), nil
	}
	utf, err := io.ReadAll(encoding.NewDecoder().Reader(bytes.NewReader(page)))
	if err != nil {
		return nil, err
	}
	return bytes.ToValidUTF8(utf, []byte("\uFFFD")), nil
}

// mostlyUTF8 reports whether nine in ten of the characters beyond ASCII are valid UTF-8.
func mostlyUTF8(page []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(page); {
		r, size := utf8.DecodeRune(page[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		i += size
	}
	return good > 9*bad
}
