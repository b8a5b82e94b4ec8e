package service

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/entente-kg/entente/graph/service/ententev1"
)

// lists names the field of each answer that is a list.
var lists = map[protoreflect.Name]protoreflect.Name{
	"SearchResponse": "hits", "MembersResponse": "members", "MembershipsResponse": "memberships", "CompareResponse": "rows",
	"PathResponse": "paths", "NeighborsResponse": "neighbors", "EventsResponse": "events",
	"NegotiationsResponse": "negotiations", "ChangesResponse": "changes", "EvidenceResponse": "claims",
}

// rowsFormat writes the list of an answer in rows. All else is JSON.
type rowsFormat struct {
	*runtime.JSONPb
	contentType string
	write       func(w io.Writer, list protoreflect.List, row protoreflect.MessageDescriptor) error
}

// ContentType is that of the rows.
func (f *rowsFormat) ContentType(any) string { return f.contentType + "; charset=utf-8" }

// Marshal writes an answer. An error is the status of an answer that is no list.
func (f *rowsFormat) Marshal(v any) ([]byte, error) {
	m, ok := v.(proto.Message)
	if !ok {
		return f.JSONPb.Marshal(v)
	}
	r := m.ProtoReflect()
	name, ok := lists[r.Descriptor().Name()]
	if !ok {
		return nil, status.Error(codes.InvalidArgument, "the answer is no list: ask for JSON")
	}
	fd := r.Descriptor().Fields().ByName(name)
	var b bytes.Buffer
	err := f.write(&b, r.Get(fd).List(), fd.Message())
	return b.Bytes(), err
}

// writeLines writes one JSON object a line.
func writeLines(w io.Writer, list protoreflect.List, _ protoreflect.MessageDescriptor) error {
	options := protojson.MarshalOptions{UseProtoNames: true}
	for i := range list.Len() {
		b, err := options.Marshal(list.Get(i).Message().Interface())
		if err != nil {
			return err
		}
		if _, err := w.Write(append(b, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// writeCSV writes a header and a row for each item. An actor takes two columns, its name and its ref; lists within an
// item are joined by semicolons.
func writeCSV(w io.Writer, list protoreflect.List, row protoreflect.MessageDescriptor) error {
	out := csv.NewWriter(w)
	if err := out.Write(header(row, "")); err != nil {
		return err
	}
	for i := range list.Len() {
		cells := cells(list.Get(i).Message())
		for j := range cells {
			cells[j] = harmless(cells[j])
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless puts an apostrophe in front of what a spreadsheet would take for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		if _, err := strconv.ParseFloat(cell, 64); err != nil {
			return "'" + cell
		}
	}
	return cell
}

// isName reports whether a field is an actor with its name.
func isName(fd protoreflect.FieldDescriptor) bool {
	return fd.Message() != nil && fd.Message().FullName() == (&ententev1.ActorName{}).ProtoReflect().Descriptor().FullName()
}

// isFlat reports whether the fields of a field's message become columns of their own.
func isFlat(fd protoreflect.FieldDescriptor) bool {
	return fd.Message() != nil && !fd.IsList() && !fd.IsMap() && fd.Message().ParentFile().Package() == "entente.v1"
}

// header names the columns of a message.
func header(row protoreflect.MessageDescriptor, prefix string) []string {
	var names []string
	fields := row.Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		name := prefix + string(fd.Name())
		switch {
		case isName(fd) && !fd.IsList():
			names = append(names, name, name+"_ref")
		case isFlat(fd):
			names = append(names, header(fd.Message(), name+"_")...)
		default:
			names = append(names, name)
		}
	}
	return names
}

// cells are the values of the columns of a message.
func cells(row protoreflect.Message) []string {
	var out []string
	fields := row.Descriptor().Fields()
	for i := range fields.Len() {
		fd := fields.Get(i)
		v := row.Get(fd)
		switch {
		case isName(fd) && !fd.IsList():
			name := v.Message().Interface().(*ententev1.ActorName)
			out = append(out, name.GetName(), name.GetRef())
		case isFlat(fd):
			out = append(out, cells(v.Message())...)
		case fd.IsList():
			var parts []string
			for j := range v.List().Len() {
				parts = append(parts, cell(v.List().Get(j), fd))
			}
			out = append(out, strings.Join(parts, "; "))
		case fd.Message() != nil && !row.Has(fd):
			out = append(out, "")
		default:
			out = append(out, cell(v, fd))
		}
	}
	return out
}

// cell is one value in short: of an actor its name, of an item with words its words, of others JSON.
func cell(v protoreflect.Value, fd protoreflect.FieldDescriptor) string {
	if fd.Message() == nil || fd.IsMap() {
		return v.String()
	}
	m := v.Message()
	for _, name := range []protoreflect.Name{"words", "name", "fact"} {
		if f := m.Descriptor().Fields().ByName(name); f != nil {
			return m.Get(f).String()
		}
	}
	b, err := protojson.Marshal(m.Interface())
	if err != nil {
		return ""
	}
	return strings.Trim(string(b), `"`)
}
