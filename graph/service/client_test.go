package service_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service"
	"github.com/entente-kg/entente/graph/service/ententev1"
)

// transport carries a request to the service and the answer back.
type transport func(ctx context.Context, method string, req, resp proto.Message) error

// client answers questions by asking a service.
type client struct{ transport }

// overGRPC calls by name, as any client does.
func overGRPC(conn *grpc.ClientConn) transport {
	return func(ctx context.Context, method string, req, resp proto.Message) error {
		err := conn.Invoke(ctx, "/entente.v1.EntenteService/"+method, req, resp)
		if err != nil {
			return errors.New(status.Convert(err).Message())
		}
		return nil
	}
}

// overREST writes the request into the address, or into the body for Query and Ask.
func overREST(base string) transport {
	return func(ctx context.Context, method string, req, resp proto.Message) error {
		code, _, body, err := restCall(ctx, base, method, req, nil)
		if err != nil {
			return err
		}
		if code != http.StatusOK {
			var p struct{ Title, Detail, Code string }
			if err := json.Unmarshal(body, &p); err != nil || p.Detail == "" || p.Code == "" {
				return fmt.Errorf("no problem+json but %q: %w", body, err)
			}
			return errors.New(p.Detail)
		}
		return protojson.Unmarshal(body, resp)
	}
}

func restCall(ctx context.Context, base, method string, req proto.Message, header http.Header) (int, http.Header, []byte, error) {
	b, err := protojson.MarshalOptions{UseProtoNames: true}.Marshal(req)
	if err != nil {
		return 0, nil, nil, err
	}
	address := base + "/v1/" + strings.ToLower(method)
	verb, body := http.MethodGet, io.Reader(nil)
	if method == "Query" || method == "Ask" {
		verb, body = http.MethodPost, bytes.NewReader(b)
	} else {
		address += "?" + parameters(b).Encode()
	}
	r, err := http.NewRequestWithContext(ctx, verb, address, body)
	if err != nil {
		return 0, nil, nil, err
	}
	for k, v := range header {
		r.Header[k] = v
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header, answer, err
}

// parameters are the fields of a flat message as parameters of an address.
func parameters(message []byte) url.Values {
	var fields map[string]any
	if err := json.Unmarshal(message, &fields); err != nil {
		panic(err) // it was written a moment ago
	}
	values := url.Values{}
	for name, v := range fields {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		for _, x := range list {
			values.Add(name, fmt.Sprint(x))
		}
	}
	return values
}

// put asks a question by the method that has the name of its type.
func put[A any](ctx context.Context, c client, q question.Question, req, resp proto.Message) (*A, error) {
	if err := service.Encode(q, req); err != nil {
		return nil, err
	}
	if err := c.transport(ctx, reflect.TypeOf(q).Name(), req, resp); err != nil {
		return nil, err
	}
	var answer A
	return &answer, service.Decode(resp, &answer)
}

func (c client) Search(ctx context.Context, q question.Search) (*question.SearchAnswer, error) {
	return put[question.SearchAnswer](ctx, c, q, &ententev1.SearchRequest{}, &ententev1.SearchResponse{})
}

func (c client) Actor(ctx context.Context, q question.Actor) (*question.ActorAnswer, error) {
	return put[question.ActorAnswer](ctx, c, q, &ententev1.ActorRequest{}, &ententev1.ActorResponse{})
}

func (c client) Members(ctx context.Context, q question.Members) (*question.MembersAnswer, error) {
	return put[question.MembersAnswer](ctx, c, q, &ententev1.MembersRequest{}, &ententev1.MembersResponse{})
}

func (c client) Memberships(ctx context.Context, q question.Memberships) (*question.MembershipsAnswer, error) {
	return put[question.MembershipsAnswer](ctx, c, q, &ententev1.MembershipsRequest{}, &ententev1.MembershipsResponse{})
}

func (c client) Compare(ctx context.Context, q question.Compare) (*question.CompareAnswer, error) {
	return put[question.CompareAnswer](ctx, c, q, &ententev1.CompareRequest{}, &ententev1.CompareResponse{})
}

func (c client) Relation(ctx context.Context, q question.Relation) (*question.RelationAnswer, error) {
	return put[question.RelationAnswer](ctx, c, q, &ententev1.RelationRequest{}, &ententev1.RelationResponse{})
}

func (c client) Path(ctx context.Context, q question.Path) (*question.PathAnswer, error) {
	return put[question.PathAnswer](ctx, c, q, &ententev1.PathRequest{}, &ententev1.PathResponse{})
}

func (c client) Neighbors(ctx context.Context, q question.Neighbors) (*question.NeighborsAnswer, error) {
	return put[question.NeighborsAnswer](ctx, c, q, &ententev1.NeighborsRequest{}, &ententev1.NeighborsResponse{})
}

func (c client) Events(ctx context.Context, q question.Events) (*question.EventsAnswer, error) {
	return put[question.EventsAnswer](ctx, c, q, &ententev1.EventsRequest{}, &ententev1.EventsResponse{})
}

func (c client) Negotiations(ctx context.Context, q question.Negotiations) (*question.NegotiationsAnswer, error) {
	return put[question.NegotiationsAnswer](ctx, c, q, &ententev1.NegotiationsRequest{}, &ententev1.NegotiationsResponse{})
}

func (c client) Negotiation(ctx context.Context, q question.Negotiation) (*question.NegotiationAnswer, error) {
	return put[question.NegotiationAnswer](ctx, c, q, &ententev1.NegotiationRequest{}, &ententev1.NegotiationResponse{})
}

func (c client) Changes(ctx context.Context, q question.Changes) (*question.ChangesAnswer, error) {
	return put[question.ChangesAnswer](ctx, c, q, &ententev1.ChangesRequest{}, &ententev1.ChangesResponse{})
}

func (c client) Evidence(ctx context.Context, q question.Evidence) (*question.EvidenceAnswer, error) {
	return put[question.EvidenceAnswer](ctx, c, q, &ententev1.EvidenceRequest{}, &ententev1.EvidenceResponse{})
}

func (c client) Article(ctx context.Context, q question.Article) (*question.ArticleAnswer, error) {
	return put[question.ArticleAnswer](ctx, c, q, &ententev1.ArticleRequest{}, &ententev1.ArticleResponse{})
}

func (c client) Query(ctx context.Context, q question.Query) (*question.QueryAnswer, error) {
	return put[question.QueryAnswer](ctx, c, q, &ententev1.QueryRequest{}, &ententev1.QueryResponse{})
}

func (c client) Stats(ctx context.Context, q question.Stats) (*question.StatsAnswer, error) {
	return put[question.StatsAnswer](ctx, c, q, &ententev1.StatsRequest{}, &ententev1.StatsResponse{})
}

func (c client) Ask(ctx context.Context, q question.Ask) (*question.AskAnswer, error) {
	return put[question.AskAnswer](ctx, c, q, &ententev1.AskRequest{}, &ententev1.AskResponse{})
}
