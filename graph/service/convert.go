package service

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// Questions and answers of package question and the messages of entente.v1 have the same fields under the same names, a
// Go field being known by its JSON name. So one pair of functions converts all of them, and a test holds the two sides
// to each other; nothing is forgotten when a field is added to one.

// encode fills a message with a struct.
func encode(from any, to proto.Message) error {
	return encodeStruct(reflect.Indirect(reflect.ValueOf(from)), to.ProtoReflect())
}

// decode fills the struct that into points to with a message.
func decode(from proto.Message, into any) error {
	return decodeStruct(from.ProtoReflect(), reflect.ValueOf(into).Elem())
}

// member is a field of a struct, those of embedded structs included, by its JSON name.
type member struct {
	name  string
	index []int
}

var membersOf sync.Map // of []member by reflect.Type

// fieldsOf lists the fields of a struct type that have a JSON name.
func fieldsOf(t reflect.Type) []member {
	if known, ok := membersOf.Load(t); ok {
		return known.([]member)
	}
	var fields []member
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "" && !f.Anonymous {
			fields = append(fields, member{name, f.Index})
		}
	}
	membersOf.Store(t, fields)
	return fields
}

func encodeStruct(from reflect.Value, to protoreflect.Message) error {
	fields := to.Descriptor().Fields()
	for _, m := range fieldsOf(from.Type()) {
		fd := fields.ByName(protoreflect.Name(m.name))
		if fd == nil {
			return fmt.Errorf("%s has no field %s", to.Descriptor().Name(), m.name)
		}
		if err := encodeField(from.FieldByIndex(m.index), to, fd); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return nil
}

func encodeField(v reflect.Value, to protoreflect.Message, fd protoreflect.FieldDescriptor) error {
	if v.IsZero() {
		return nil
	}
	switch {
	case fd.IsMap():
		m := to.Mutable(fd).Map()
		for it := v.MapRange(); it.Next(); {
			m.Set(protoreflect.ValueOfString(it.Key().String()).MapKey(), protoreflect.ValueOfString(it.Value().String()))
		}
		return nil
	case fd.IsList():
		list := to.Mutable(fd).List()
		for i := range v.Len() {
			item, err := encodeValue(v.Index(i), fd)
			if err != nil {
				return err
			}
			list.Append(item)
		}
		return nil
	}
	item, err := encodeValue(v, fd)
	if err == nil {
		to.Set(fd, item)
	}
	return err
}

func encodeValue(v reflect.Value, fd protoreflect.FieldDescriptor) (protoreflect.Value, error) {
	switch x := v.Interface().(type) {
	case schema.Date:
		return protoreflect.ValueOfString(x.String()), nil
	case question.Named:
		return protoreflect.ValueOfMessage(actorName(x).ProtoReflect()), nil
	case time.Time:
		return protoreflect.ValueOfMessage(timestamppb.New(x).ProtoReflect()), nil
	case time.Duration:
		return protoreflect.ValueOfMessage(durationpb.New(x).ProtoReflect()), nil
	case json.RawMessage:
		s := &structpb.Struct{}
		err := s.UnmarshalJSON(x)
		return protoreflect.ValueOfMessage(s.ProtoReflect()), err
	}
	switch v.Kind() {
	case reflect.String:
		return protoreflect.ValueOfString(strings.ToValidUTF8(v.String(), "\uFFFD")), nil
	case reflect.Bool:
		return protoreflect.ValueOfBool(v.Bool()), nil
	case reflect.Int:
		return protoreflect.ValueOfInt32(int32(v.Int())), nil
	case reflect.Float64:
		return protoreflect.ValueOfFloat64(v.Float()), nil
	case reflect.Pointer:
		return encodeValue(v.Elem(), fd)
	case reflect.Struct:
		m := newMessage(fd)
		return protoreflect.ValueOfMessage(m), encodeStruct(v, m)
	}
	return protoreflect.Value{}, fmt.Errorf("no way to encode %s", v.Type())
}

// newMessage is an empty message of a field's type.
func newMessage(fd protoreflect.FieldDescriptor) protoreflect.Message {
	t, err := messageType(fd.Message().FullName())
	if err != nil {
		panic(err) // the types of the generated package are registered when it is linked in
	}
	return t.New()
}

func decodeStruct(from protoreflect.Message, to reflect.Value) error {
	fields := from.Descriptor().Fields()
	for _, m := range fieldsOf(to.Type()) {
		fd := fields.ByName(protoreflect.Name(m.name))
		if fd == nil {
			return fmt.Errorf("%s has no field %s", from.Descriptor().Name(), m.name)
		}
		if !from.Has(fd) {
			continue
		}
		if err := decodeField(from.Get(fd), fd, to.FieldByIndex(m.index)); err != nil {
			return &question.InvalidError{Field: m.name, Reason: err.Error()}
		}
	}
	return nil
}

func decodeField(v protoreflect.Value, fd protoreflect.FieldDescriptor, to reflect.Value) error {
	switch {
	case fd.IsMap():
		to.Set(reflect.MakeMap(to.Type()))
		v.Map().Range(func(k protoreflect.MapKey, v protoreflect.Value) bool {
			to.SetMapIndex(reflect.ValueOf(k.String()), reflect.ValueOf(v.String()))
			return true
		})
		return nil
	case fd.IsList():
		list := v.List()
		to.Set(reflect.MakeSlice(to.Type(), list.Len(), list.Len()))
		for i := range list.Len() {
			if err := decodeValue(list.Get(i), to.Index(i)); err != nil {
				return err
			}
		}
		return nil
	}
	return decodeValue(v, to)
}

func decodeValue(v protoreflect.Value, to reflect.Value) error {
	switch x := to.Addr().Interface().(type) {
	case *schema.Date:
		d, err := schema.ParseDate(v.String())
		*x = d
		return err
	case *time.Time:
		t := v.Message().Interface().(*timestamppb.Timestamp)
		*x = t.AsTime()
		return t.CheckValid()
	case *time.Duration:
		d := v.Message().Interface().(*durationpb.Duration)
		*x = d.AsDuration()
		return d.CheckValid()
	case *question.Named:
		return decodeNamed(v.Message(), x)
	case *json.RawMessage:
		b, err := v.Message().Interface().(*structpb.Struct).MarshalJSON()
		*x = b
		return err
	}
	switch to.Kind() {
	case reflect.String:
		to.SetString(v.String())
	case reflect.Bool:
		to.SetBool(v.Bool())
	case reflect.Int:
		to.SetInt(v.Int())
	case reflect.Float64:
		to.SetFloat(v.Float())
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return decodeStruct(v.Message(), to.Elem())
	case reflect.Struct:
		return decodeStruct(v.Message(), to)
	default:
		return fmt.Errorf("no way to decode %s", to.Type())
	}
	return nil
}
