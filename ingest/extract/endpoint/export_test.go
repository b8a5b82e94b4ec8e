package endpoint

import (
	"sync"
	"time"

	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// SetPause sets how long the first retry waits.
func (x *Extractor) SetPause(d time.Duration) { x.pause = d }

// Part, Split and Quoted show the parts of the package that have tests of their own.
type Part = part

func (p part) Of(s string) string { return s[p.start:p.end] }

func Split(s string, tokens int) []Part { return split(s, tokens) }

func Quoted(text, evidence string) (string, bool) {
	s, ok := quoted(text, part{0, len(text)}, evidence)
	return text[s.start:s.end], ok
}

// Gives shows whether a TIMEX3 value says as much as a date.
var Gives = gives

var formatOnce = sync.OnceValues(newFormat)

// Merge adds what a model's answer about the whole article says to its facts.
func Merge(f *schema.Facts, world *reference.World, content string) error {
	format, err := formatOnce()
	if err != nil {
		return err
	}
	a, err := format.parse(content)
	if err == nil {
		newMerger(f, world, "openai:test-model").add([]partAnswer{{part{0, len(f.Article.Text)}, a}})
	}
	return err
}
