package service

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service/ententev1"
	"github.com/entente-kg/entente/schema"
)

// pairs are the questions and answers with their messages.
var pairs = []struct {
	value   any
	message proto.Message
}{
	{question.Search{}, &ententev1.SearchRequest{}},
	{question.SearchAnswer{}, &ententev1.SearchResponse{}},
	{question.Actor{}, &ententev1.ActorRequest{}},
	{question.ActorAnswer{}, &ententev1.ActorResponse{}},
	{question.Members{}, &ententev1.MembersRequest{}},
	{question.MembersAnswer{}, &ententev1.MembersResponse{}},
	{question.Memberships{}, &ententev1.MembershipsRequest{}},
	{question.MembershipsAnswer{}, &ententev1.MembershipsResponse{}},
	{question.Compare{}, &ententev1.CompareRequest{}},
	{question.CompareAnswer{}, &ententev1.CompareResponse{}},
	{question.Relation{}, &ententev1.RelationRequest{}},
	{question.RelationAnswer{}, &ententev1.RelationResponse{}},
	{question.Path{}, &ententev1.PathRequest{}},
	{question.PathAnswer{}, &ententev1.PathResponse{}},
	{question.Neighbors{}, &ententev1.NeighborsRequest{}},
	{question.NeighborsAnswer{}, &ententev1.NeighborsResponse{}},
	{question.Events{}, &ententev1.EventsRequest{}},
	{question.EventsAnswer{}, &ententev1.EventsResponse{}},
	{question.Negotiations{}, &ententev1.NegotiationsRequest{}},
	{question.NegotiationsAnswer{}, &ententev1.NegotiationsResponse{}},
	{question.Negotiation{}, &ententev1.NegotiationRequest{}},
	{question.NegotiationAnswer{}, &ententev1.NegotiationResponse{}},
	{question.Changes{}, &ententev1.ChangesRequest{}},
	{question.ChangesAnswer{}, &ententev1.ChangesResponse{}},
	{question.Evidence{}, &ententev1.EvidenceRequest{}},
	{question.EvidenceAnswer{}, &ententev1.EvidenceResponse{}},
	{question.Article{}, &ententev1.ArticleRequest{}},
	{question.ArticleAnswer{}, &ententev1.ArticleResponse{}},
	{question.Query{}, &ententev1.QueryRequest{}},
	{question.QueryAnswer{}, &ententev1.QueryResponse{}},
	{question.Stats{}, &ententev1.StatsRequest{}},
	{question.StatsAnswer{}, &ententev1.StatsResponse{}},
	{question.Ask{}, &ententev1.AskRequest{}},
	{question.AskAnswer{}, &ententev1.AskResponse{}},
}

// TestConvert sends random values there and back, which finds the field that one of the two sides lacks.
func TestConvert(t *testing.T) {
	equalDates := cmp.Comparer(func(a, b schema.Date) bool { return a == b })
	for _, p := range pairs {
		t.Run(reflect.TypeOf(p.value).Name(), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			for range 20 {
				sent := reflect.New(reflect.TypeOf(p.value))
				fill(r, sent.Elem())
				message := proto.Clone(p.message)
				if err := encode(sent.Interface(), message); err != nil {
					t.Fatal(err)
				}
				got := reflect.New(reflect.TypeOf(p.value))
				if err := decode(message, got.Interface()); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(sent.Interface(), got.Interface(), equalDates); diff != "" {
					t.Fatalf("there and back (-sent +got):\n%s", diff)
				}
			}
			fields := p.message.ProtoReflect().Descriptor().Fields()
			known := map[string]bool{}
			for _, m := range fieldsOf(reflect.TypeOf(p.value)) {
				known[m.name] = true
			}
			for i := range fields.Len() {
				if name := string(fields.Get(i).Name()); !known[name] {
					t.Errorf("the message has a field %s of which the value knows nothing", name)
				}
			}
		})
	}
}

// fill sets every field of a value to something that is not zero.
func fill(r *rand.Rand, v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *schema.Date:
		*x = schema.DateOf(time.Unix(r.Int64N(2e9), 0).UTC())
		return
	case *time.Time:
		*x = time.Unix(r.Int64N(2e9)+1, 0).UTC()
		return
	case *[]byte:
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.Repeat("x", 1+r.IntN(9)))
	case reflect.Int, reflect.Int64:
		v.SetInt(1 + r.Int64N(1000))
	case reflect.Float64:
		v.SetFloat(0.5 + r.Float64())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem())
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key"), reflect.ValueOf("value"))
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte(`{"q":[]}`))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	}
}
