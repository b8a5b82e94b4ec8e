// Package service answers the questions of entente.v1 over gRPC and, from the same definitions, over REST. It decodes,
// asks the store, and encodes; it decides nothing.
package service

import (
	"context"
	"encoding/json"
	"log/slog"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/service/ententev1"
	"github.com/entente-kg/entente/schema"
)

// Store is what the service asks; *graph.Store answers it.
type Store interface {
	Actor(ctx context.Context, name string) (*graph.Actor, error)
	Members(ctx context.Context, q graph.MembersQuery) (*graph.Members, error)
	Evidence(ctx context.Context, q graph.EvidenceQuery) ([]graph.Claim, error)
	Query(ctx context.Context, dql string, vars map[string]string) (json.RawMessage, error)
	Ping(ctx context.Context) error
}

// Service implements ententev1.EntenteServiceServer over a Store.
type Service struct {
	ententev1.UnimplementedEntenteServiceServer
	store Store
	log   *slog.Logger
}

// New is the service over a store; what goes wrong inside is written to log and not shown to callers.
func New(store Store, log *slog.Logger) *Service {
	return &Service{store: store, log: log}
}

// Members lists who belongs to an organization.
func (s *Service) Members(ctx context.Context, r *ententev1.MembersRequest) (*ententev1.MembersResponse, error) {
	if r.GetOrganization() == "" {
		return nil, status.Error(codes.InvalidArgument, "organization is missing: give a ref, a code or a name")
	}
	at, err := schema.ParseDate(r.GetAt())
	if err != nil {
		return nil, status.Errorf(codes.InvalidArgument, "at: %v", err)
	}
	wanted, err := statuses(r.GetStatus())
	if err != nil {
		return nil, err
	}
	found, err := s.store.Members(ctx, graph.MembersQuery{Organization: r.GetOrganization(), At: at})
	if err != nil {
		return nil, s.failure(ctx, "members", err)
	}
	resp := &ententev1.MembersResponse{Organization: actorName(found.Organization), At: at.String()}
	for _, m := range found.Members {
		if wanted[m.Status] {
			resp.Members = append(resp.Members, member(m))
		}
	}
	return resp, nil
}

// statuses is the set of statuses asked for: full members where none is, and every one for "all".
func statuses(asked []string) (map[schema.MembershipStatus]bool, error) {
	wanted := map[schema.MembershipStatus]bool{}
	for _, a := range asked {
		s := schema.MembershipStatus(a)
		switch {
		case a == "all":
			for _, s := range schema.MembershipStatuses {
				wanted[s] = true
			}
		case !s.Valid():
			return nil, status.Errorf(codes.InvalidArgument, "status %q: want all or some of %v", a, schema.MembershipStatuses)
		default:
			wanted[s] = true
		}
	}
	if len(asked) == 0 {
		wanted[schema.Member] = true
	}
	return wanted, nil
}

// Actor describes one actor.
func (s *Service) Actor(ctx context.Context, r *ententev1.ActorRequest) (*ententev1.ActorResponse, error) {
	if r.GetActor() == "" {
		return nil, status.Error(codes.InvalidArgument, "actor is missing: give a ref or a name")
	}
	a, err := s.store.Actor(ctx, r.GetActor())
	if err != nil {
		return nil, s.failure(ctx, "actor", err)
	}
	return actor(a), nil
}

// Evidence lists the claims that a fact rests on.
func (s *Service) Evidence(ctx context.Context, r *ententev1.EvidenceRequest) (*ententev1.EvidenceResponse, error) {
	if r.GetFact() == "" {
		return nil, status.Error(codes.InvalidArgument, "fact is missing: give the fact of an answer, such as one of Members")
	}
	claims, err := s.store.Evidence(ctx, graph.EvidenceQuery{Fact: r.GetFact()})
	if err != nil {
		return nil, s.failure(ctx, "evidence", err)
	}
	resp := &ententev1.EvidenceResponse{}
	for _, c := range claims {
		resp.Claims = append(resp.Claims, claim(c))
	}
	return resp, nil
}

// Query runs a DQL query in a read-only transaction.
func (s *Service) Query(ctx context.Context, r *ententev1.QueryRequest) (*ententev1.QueryResponse, error) {
	if r.GetDql() == "" {
		return nil, status.Error(codes.InvalidArgument, "dql is missing")
	}
	raw, err := s.store.Query(ctx, r.GetDql(), r.GetVariables())
	if err != nil {
		return nil, s.failure(ctx, "query", err)
	}
	result := &structpb.Struct{}
	if err := result.UnmarshalJSON(raw); err != nil {
		return nil, s.failure(ctx, "query", err)
	}
	return &ententev1.QueryResponse{Result: result}, nil
}
