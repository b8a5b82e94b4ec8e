package main

import (
	"strings"
	"testing"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/entente-kg/entente/ingest/ledger"
)

// The table of sources fits any terminal: as it is, with its longest column wrapped, or as a block a source; and says all
// that it has to say.
func TestTablesFit(t *testing.T) {
	at := time.Date(2025, 3, 4, 5, 6, 7, 0, time.Local)
	header, rows := statusRows([]ledger.Source{
		{Name: "the-harbour-post", LastRun: at, LastSuccess: at, Items: 40, New: 3, Total: 1200, Lag: 90 * time.Minute},
		{Name: "desk", LastRun: at, Items: 0, Total: 7, Alarm: "lists nothing, though it used to; somebody should have a look at what has become of it"},
	})
	for _, c := range []struct {
		name  string
		width int
		form  string // what the output has
	}{
		{"nobody's terminal", 0, "somebody should have a look at what has become of it"},
		{"a wide one", 240, "somebody should have a look at what has become of it"},
		{"a usual one", 140, "──"},
		{"a narrow one", 60, "last success"},
		{"a very narrow one", 30, "last success"},
	} {
		var b strings.Builder
		if err := fitTable(&b, header, rows, c.width); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), c.form) {
			t.Errorf("%s: no %q in\n%s", c.name, c.form, b.String())
		}
		for line := range strings.Lines(b.String()) {
			if n := text.LongestLineLen(strings.TrimRight(line, " \n")); c.width > 0 && n > c.width {
				t.Errorf("%s: a line of %d columns: %s", c.name, n, line)
			}
		}
		said := strings.Join(strings.Fields(b.String()), " ")
		for _, word := range []string{"the-harbour-post", "desk", "2025-03-04", "1200", "1h30m0s", "nothing,", "though", "become"} {
			if !strings.Contains(said, word) {
				t.Errorf("%s: %q is lost in\n%s", c.name, word, b.String())
			}
		}
	}
}
