package question

import (
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// decode reads JSON that Dgraph has written, with the next version of encoding/json: answers hold up to thousands of
// facts, which takes it a third of the time.
func decode(b []byte, into any) error {
	return json.Unmarshal(b, into, json.MatchCaseInsensitiveNames(true), trusting)
}

// trusting does without looking for names that an object has twice.
var trusting = jsontext.AllowDuplicateNames(true)

// content is the value of the predicate content, which is JSON itself: a T.
type content[T any] struct {
	fact T
	read bool
}

// UnmarshalText reads the JSON.
func (c *content[T]) UnmarshalText(text []byte) error {
	c.read = true
	return json.Unmarshal(text, &c.fact, trusting)
}

// errNoContent says that a fact is not as this program stores facts.
var errNoContent = errors.New("a fact has no content: a program of an older version has stored it; update the program that " +
	"feeds the graph and start it once, which brings the graph up to date")

// get is the fact.
func (c *content[T]) get() (T, error) {
	if !c.read {
		return c.fact, errNoContent
	}
	return c.fact, nil
}
