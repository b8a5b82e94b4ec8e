package endpoint

import "time"

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
