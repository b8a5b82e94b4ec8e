package ingest

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// Item is one thing that a source delivered: an article, or the reason why there is none.
type Item struct {
	Article schema.Article
	Where   string // where it was read, for people: "news.jsonl:17"
	Err     error  // why there is no article, or nil
}

// MaxText is the longest text of an article, in bytes. What is longer is no news article but a mistake.
const MaxText = 10 << 20

// Errors that say why an article can't be taken.
var (
	ErrEmpty   = errors.New("the article has no text")
	ErrTooLong = fmt.Errorf("longer than %d MB, the most that an article may have", MaxText>>20)
	ErrUTF8    = errors.New("not UTF-8: convert it first, for example with iconv -t UTF-8")
	ErrBinary  = errors.New("binary data instead of text")
	ErrNoDate  = errors.New("no publication date: give --published or, to take the file's own date, --date-from-file")
)

// Check says why an article can't be taken: it needs an id, a publication date and a text that is text.
func Check(a schema.Article) error {
	switch {
	case a.ID == "":
		return errors.New("the article has no id")
	case strings.TrimSpace(a.Text) == "":
		return ErrEmpty
	case a.Published == "":
		return ErrNoDate
	}
	if err := CheckText(a.Text); err != nil {
		return err
	}
	_, err := a.Published.Date()
	return err
}

// CheckText says why a text can't be read: too long, not UTF-8 or binary.
func CheckText(s string) error {
	switch {
	case len(s) > MaxText:
		return ErrTooLong
	case strings.ContainsRune(s, 0):
		return ErrBinary
	case !utf8.ValidString(s):
		return ErrUTF8
	}
	return nil
}
