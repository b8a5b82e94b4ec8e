package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"
)

// checkFormat refuses an output format that a command does not write.
func checkFormat(format string, known ...string) error {
	for _, k := range known {
		if format == k {
			return nil
		}
	}
	return fmt.Errorf("output format %q: want %s", format, strings.Join(known, ", "))
}

// writeTable writes rows under a header for people, fitted to the width of the terminal if w is one.
func writeTable(w io.Writer, header []string, rows [][]string) error {
	width := 0
	if f, ok := w.(*os.File); ok && isTerminal(w) {
		if wide, _, err := term.GetSize(int(f.Fd())); err == nil {
			width = wide
		}
	}
	return fitTable(w, header, rows, width)
}

// leastColumn is the width down to which the widest column of a table is wrapped.
const leastColumn = 16

// fitTable writes a table that is no wider than width, if that is not 0: the widest column is wrapped, and where that is
// not enough each row becomes a block of lines.
func fitTable(w io.Writer, header []string, rows [][]string, width int) error {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	t.Style().Options = table.Options{DrawBorder: false, SeparateColumns: false, SeparateHeader: true}
	widest, over := overWidth(header, rows, width)
	if over.by > 0 && over.of-over.by < leastColumn {
		return writeBlocks(w, header, rows, width)
	}
	if over.by > 0 {
		t.SetColumnConfigs([]table.ColumnConfig{{Number: widest + 1, WidthMax: over.of - over.by, WidthMaxEnforcer: text.WrapSoft}})
	}
	t.AppendHeader(cells(header))
	for _, r := range rows {
		t.AppendRow(cells(r))
	}
	_, err := fmt.Fprintln(w, t.Render())
	return err
}

// over says by how much a table is too wide, and how wide its widest column is.
type over struct{ by, of int }

// overWidth finds the widest column of a table and how much too wide the table is.
func overWidth(header []string, rows [][]string, width int) (widest int, o over) {
	columns := make([]int, len(header))
	for _, r := range append([][]string{header}, rows...) {
		for i, c := range r {
			columns[i] = max(columns[i], text.LongestLineLen(c))
		}
	}
	all := 0
	for i, c := range columns {
		all += c + 2 // a space on either side
		if c > columns[widest] {
			widest = i
		}
	}
	if width == 0 || all <= width {
		return widest, over{}
	}
	return widest, over{by: all - width, of: columns[widest]}
}

// writeBlocks writes each row as lines of a name and a value, with an empty line between rows.
func writeBlocks(w io.Writer, header []string, rows [][]string, width int) error {
	names := 0
	for _, h := range header {
		names = max(names, text.LongestLineLen(h))
	}
	var b strings.Builder
	for i, r := range rows {
		if i > 0 {
			b.WriteByte('\n')
		}
		for j, c := range r {
			if c == "" {
				continue
			}
			c = text.WrapSoft(c, max(width-names-2, leastColumn))
			c = strings.ReplaceAll(c, "\n", "\n"+strings.Repeat(" ", names+2))
			fmt.Fprintf(&b, "%s  %s\n", text.Pad(header[j], names, ' '), c)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func cells(row []string) table.Row {
	r := make(table.Row, len(row))
	for i, c := range row {
		r[i] = c
	}
	return r
}

// writeCSV writes rows under a header. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
func writeCSV(w io.Writer, header []string, rows [][]string) error {
	c := csv.NewWriter(w)
	if err := c.Write(header); err != nil {
		return err
	}
	for _, r := range rows {
		safe := make([]string, len(r))
		for i, cell := range r {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				cell = "'" + cell
			}
			safe[i] = cell
		}
		if err := c.Write(safe); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// writeJSON writes v indented.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
