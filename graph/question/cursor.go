package question

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// The sizes of pages.
const (
	defaultPage = 50
	maxPage     = 1000
)

// size is how many items a page has.
func (p Page) size() (int, error) {
	switch {
	case p.First < 0 || p.First > maxPage:
		return 0, &InvalidError{"first", fmt.Sprintf("want 1 to %d", maxPage)}
	case p.First == 0:
		return defaultPage, nil
	}
	return p.First, nil
}

// cursor says where a page ends. What it says of the place depends on the question; it is of use to that one alone.
type cursor[P any] struct {
	Question string `json:"q"` // fingerprint
	Place    P      `json:"p"`
}

// encodeCursor writes the end of a page of a question, which must be without its own Page.
func encodeCursor[P any](question any, place P) string {
	b, err := json.Marshal(cursor[P]{fingerprint(question), place})
	if err != nil {
		return "" // places are plain values
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// decodeCursor reads the end of the page before, nil for the first page.
func decodeCursor[P any](question any, after string) (*P, error) {
	if after == "" {
		return nil, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(after)
	var c cursor[P]
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	switch {
	case err != nil:
		return nil, &InvalidError{"after", "is no cursor: use the next of an answer as it is"}
	case c.Question != fingerprint(question):
		return nil, &InvalidError{"after", "belongs to another question: leave it out for the first page of this one"}
	}
	return &c.Place, nil
}

func fingerprint(question any) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%T%+v", question, question))
	return base64.RawURLEncoding.EncodeToString(h[:9])
}
