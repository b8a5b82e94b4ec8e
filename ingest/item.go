package ingest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/entente-kg/entente/ingest/ledger"
	"github.com/entente-kg/entente/schema"
)

// Item is one thing that a source delivered: an article, a page to make one of, or the reason why there is none.
type Item struct {
	// Article is the article or, with a Page, what the source knows of it; what the page itself says counts for more.
	Article schema.Article
	Page    *Page
	Where   string // where it was read, for people: "news.jsonl:17"
	Err     error  // why there is no article, or nil

	Source   string        // name of the source, empty for files that a user names
	Entry    string        // by which the source tells the item from its others; empty if it does not
	Remember ledger.Entry  // what to remember of the entry
	Fetch    time.Duration // how long getting it took

	// Done, if set, is told what became of the item. It is called from the pipeline's last stage and holds it up.
	Done func(Receipt)
}

// Page is a web page as it came.
type Page struct {
	URL         string `json:"url,omitzero"`          // where it was found, after redirects
	ContentType string `json:"content_type,omitzero"` // the header of that name
	Body        []byte `json:"body"`
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
	}
	if err := CheckText(a.Text); err != nil {
		return err
	}
	if a.Published == "" {
		return ErrNoDate
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

// textID names an article that brings neither an id nor an address: by its text, so that the same article read again,
// from whatever file, is the same.
func textID(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "text-" + hex.EncodeToString(sum[:10])
}

// Identity names an article that brings no id: by its address, else by its text.
func Identity(a schema.Article) string { return cmp.Or(Canonical(a.URL), textID(a.Text)) }
