package reference

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// record is a row of a CSV file whose fields are taken one after the other, in the order of the header. What is wrong
// with a field is kept with file and line, so that one load reports every mistake.
type record struct {
	Row
	columns, fields []string
	next            int
	errs            []error
}

func (r *record) fail(format string, args ...any) {
	r.errs = append(r.errs, r.Errorf(format, args...))
}

// Errorf is an error that begins with the row's file and line.
func (r Row) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", r.File, r.Line, fmt.Errorf(format, args...))
}

// optional takes a field that may be empty.
func (r *record) optional() string {
	field := r.fields[r.next]
	r.next++
	if field != strings.TrimSpace(field) {
		r.fail("%s %q has white space around it", r.column(), field)
	}
	return field
}

// text takes a field that may not be empty.
func (r *record) text() string {
	field := r.optional()
	if field == "" {
		r.fail("%s is empty", r.column())
	}
	return field
}

// column names the field taken last.
func (r *record) column() string { return r.columns[r.next-1] }

// ref takes a ref of one of the types.
func (r *record) ref(types ...schema.ActorType) schema.Ref { return r.parseRef(r.text(), types) }

// optionalRef takes a ref of one of the types, or none.
func (r *record) optionalRef(types ...schema.ActorType) schema.Ref {
	if field := r.optional(); field != "" {
		return r.parseRef(field, types)
	}
	return ""
}

// refs takes refs with blanks between them, maybe none.
func (r *record) refs(types ...schema.ActorType) []schema.Ref {
	var refs []schema.Ref
	for field := range strings.FieldsSeq(r.optional()) {
		refs = append(refs, r.parseRef(field, types))
	}
	return refs
}

func (r *record) parseRef(field string, types []schema.ActorType) schema.Ref {
	ref, err := schema.ParseRef(field)
	switch {
	case field == "":
	case err != nil:
		r.fail("%s: %w", r.column(), err)
	case len(types) > 0 && !slices.Contains(types, ref.Type()):
		r.fail("%s %q: want a ref of type %v", r.column(), field, types)
	}
	return ref
}

// date takes a date that may be coarse or unknown.
func (r *record) date() schema.Date {
	d, err := schema.ParseDate(r.optional())
	if err != nil {
		r.fail("%s: %w", r.column(), err)
	}
	return d
}

// degrees takes a coordinate of at most limit degrees; ok is false where it is not known.
func (r *record) degrees(limit float64) (degrees float64, ok bool) {
	field := r.optional()
	if field == "" {
		return 0, false
	}
	degrees, err := strconv.ParseFloat(field, 64)
	if err != nil || !(degrees >= -limit && degrees <= limit) {
		r.fail("%s %q: want degrees from -%v to %v", r.column(), field, limit, limit)
	}
	return degrees, true
}

// oneOf takes a field that is one of the values.
func oneOf[T ~string](r *record, values ...T) T {
	field := T(r.text())
	if field != "" && !slices.Contains(values, field) {
		r.fail("%s %q: want one of %v", r.column(), field, values)
	}
	return field
}

// origin takes the last two fields of every file, the source and the date.
func (r *record) origin() Row {
	r.Source = r.text()
	r.AsOf = r.date()
	if r.AsOf.IsZero() {
		r.fail("as_of is empty")
	}
	return r.Row
}

// readFile calls add for every row of a CSV file whose header must have exactly the columns. It goes on behind a bad row
// and returns all errors joined.
func readFile(fsys fs.FS, name string, columns []string, add func(*record)) error {
	file, err := fsys.Open(name)
	if err != nil {
		return fmt.Errorf("read the lists: %w", err)
	}
	defer file.Close()
	in := csv.NewReader(file)
	in.ReuseRecord = true
	in.FieldsPerRecord = -1
	header, err := in.Read()
	if err != nil {
		return fmt.Errorf("%s:1: read the header: %w", name, err)
	}
	if !slices.Equal(header, columns) {
		return fmt.Errorf("%s:1: header is %s, want %s", name, strings.Join(header, ","), strings.Join(columns, ","))
	}
	r := record{columns: columns}
	for {
		r.fields, err = in.Read()
		if err == io.EOF {
			return errors.Join(r.errs...)
		}
		if err != nil {
			return errors.Join(append(r.errs, csvError(name, err))...)
		}
		line, _ := in.FieldPos(0)
		r.Row, r.next = Row{File: name, Line: line}, 0
		if len(r.fields) != len(columns) {
			r.fail("%d fields, want %d: %s", len(r.fields), len(columns), strings.Join(columns, ","))
			continue
		}
		add(&r)
	}
}

// csvError puts file and line before what the CSV reader complains of.
func csvError(name string, err error) error {
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		return fmt.Errorf("%s:%d: %w", name, p.Line, p.Err)
	}
	return fmt.Errorf("%s: %w", name, err)
}
