package question

import (
	"fmt"
	"strings"

	"github.com/entente-kg/entente/graph"
)

// UnknownError says that nothing has the name, and which names are nearest. It wraps graph.ErrNotFound.
type UnknownError struct {
	Field   string // of the question: "organization"
	Name    string
	Nearest []Named // the likeliest first
}

// Error offers the nearest names.
func (e *UnknownError) Error() string {
	s := fmt.Sprintf("%s %q is not in the graph", e.Field, e.Name)
	if len(e.Nearest) > 0 {
		s += "; did you mean " + list(e.Nearest) + "?"
	}
	return s
}

// Unwrap is graph.ErrNotFound.
func (e *UnknownError) Unwrap() error { return graph.ErrNotFound }

// AmbiguousError says that a name belongs to several actors, none of which comes first.
type AmbiguousError struct {
	Field      string // of the question
	Name       string
	Candidates []Named
}

// Error lists the actors that have the name.
func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("%s %q may be %s: give the ref", e.Field, e.Name, list(e.Candidates))
}

// InvalidError says that a question can't be asked as it is: an impossible period, a cursor of another question.
type InvalidError struct {
	Field  string // of the question
	Reason string
}

// Error names the field and the reason.
func (e *InvalidError) Error() string { return e.Field + ": " + e.Reason }

// list is names with their refs: "A (x), B (y) or C (z)".
func list(names []Named) string {
	parts := make([]string, len(names))
	for i, n := range names {
		parts[i] = fmt.Sprintf("%s (%s)", n.Name, n.Ref)
	}
	if len(parts) < 2 {
		return strings.Join(parts, "")
	}
	return strings.Join(parts[:len(parts)-1], ", ") + " or " + parts[len(parts)-1]
}
