// Package htmldate stands in for github.com/markusmobius/go-htmldate, which go-trafilatura imports to find publication
// dates. The real package brings go-dateparser, whose initialisation costs every process 0.2 s and 45 MB, whether or not a
// page is ever read. ingest/article finds the dates itself and tells go-trafilatura not to, so nothing here is ever called
// for a result; go.mod replaces the real module by this one.
package htmldate

import (
	"errors"
	"time"

	"golang.org/x/net/html"
)

// Options has the fields that go-trafilatura sets.
type Options struct {
	UseOriginalDate     bool
	SkipExtensiveSearch bool
	URL                 string
}

// Result has the fields that go-trafilatura reads.
type Result struct {
	DateTime time.Time
	HasTime  bool
}

// IsZero reports whether there is no date.
func (r Result) IsZero() bool { return r.DateTime.IsZero() }

// ErrDisabled is the answer to every question.
var ErrDisabled = errors.New("htmldate is replaced: publication dates are found by ingest/article")

// FromDocument finds no date.
func FromDocument(*html.Node, Options) (Result, error) { return Result{}, ErrDisabled }
