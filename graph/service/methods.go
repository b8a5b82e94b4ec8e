package service

import (
	"context"
	"slices"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service/ententev1"
	"github.com/entente-kg/entente/schema"
)

// all stands for every status where statuses are asked for.
const all = "all"

// widen turns the status all into every status.
func widen(q question.Question) question.Question {
	switch q := q.(type) {
	case question.Members:
		if slices.Contains(q.Statuses, all) {
			q.Statuses = schema.MembershipStatuses
		}
		return q
	case question.Memberships:
		if slices.Contains(q.Statuses, all) {
			q.Statuses = schema.MembershipStatuses
		}
		return q
	case question.Compare:
		if slices.Contains(q.Statuses, all) {
			q.Statuses = schema.MembershipStatuses
		}
		return q
	case question.Events:
		if slices.Contains(q.Statuses, all) {
			q.Statuses = question.AllStatuses
		}
		return q
	}
	return q
}

// Search finds actors and places.
func (s *Service) Search(ctx context.Context, r *ententev1.SearchRequest) (*ententev1.SearchResponse, error) {
	return put[question.Search](ctx, s, r, &ententev1.SearchResponse{})
}

// Actor describes an actor or place.
func (s *Service) Actor(ctx context.Context, r *ententev1.ActorRequest) (*ententev1.ActorResponse, error) {
	return put[question.Actor](ctx, s, r, &ententev1.ActorResponse{})
}

// Members lists who belongs to an organization.
func (s *Service) Members(ctx context.Context, r *ententev1.MembersRequest) (*ententev1.MembersResponse, error) {
	return put[question.Members](ctx, s, r, &ententev1.MembersResponse{})
}

// Memberships lists what an actor belongs to.
func (s *Service) Memberships(ctx context.Context, r *ententev1.MembershipsRequest) (*ententev1.MembershipsResponse, error) {
	return put[question.Memberships](ctx, s, r, &ententev1.MembershipsResponse{})
}

// Compare says which members organizations share.
func (s *Service) Compare(ctx context.Context, r *ententev1.CompareRequest) (*ententev1.CompareResponse, error) {
	return put[question.Compare](ctx, s, r, &ententev1.CompareResponse{})
}

// Relation says what two actors have to do with each other.
func (s *Service) Relation(ctx context.Context, r *ententev1.RelationRequest) (*ententev1.RelationResponse, error) {
	return put[question.Relation](ctx, s, r, &ententev1.RelationResponse{})
}

// Path connects two actors.
func (s *Service) Path(ctx context.Context, r *ententev1.PathRequest) (*ententev1.PathResponse, error) {
	return put[question.Path](ctx, s, r, &ententev1.PathResponse{})
}

// Neighbors lists whom an actor has to do with.
func (s *Service) Neighbors(ctx context.Context, r *ententev1.NeighborsRequest) (*ententev1.NeighborsResponse, error) {
	return put[question.Neighbors](ctx, s, r, &ententev1.NeighborsResponse{})
}

// Events lists events.
func (s *Service) Events(ctx context.Context, r *ententev1.EventsRequest) (*ententev1.EventsResponse, error) {
	return put[question.Events](ctx, s, r, &ententev1.EventsResponse{})
}

// Negotiations lists talks.
func (s *Service) Negotiations(ctx context.Context, r *ententev1.NegotiationsRequest) (*ententev1.NegotiationsResponse, error) {
	return put[question.Negotiations](ctx, s, r, &ententev1.NegotiationsResponse{})
}

// Negotiation tells the course of talks.
func (s *Service) Negotiation(ctx context.Context, r *ententev1.NegotiationRequest) (*ententev1.NegotiationResponse, error) {
	return put[question.Negotiation](ctx, s, r, &ententev1.NegotiationResponse{})
}

// Changes lists what became known.
func (s *Service) Changes(ctx context.Context, r *ententev1.ChangesRequest) (*ententev1.ChangesResponse, error) {
	return put[question.Changes](ctx, s, r, &ententev1.ChangesResponse{})
}

// Evidence lists the claims that a fact rests on.
func (s *Service) Evidence(ctx context.Context, r *ententev1.EvidenceRequest) (*ententev1.EvidenceResponse, error) {
	return put[question.Evidence](ctx, s, r, &ententev1.EvidenceResponse{})
}

// Article gives an article.
func (s *Service) Article(ctx context.Context, r *ententev1.ArticleRequest) (*ententev1.ArticleResponse, error) {
	return put[question.Article](ctx, s, r, &ententev1.ArticleResponse{})
}

// Query runs a DQL query in a read-only transaction.
func (s *Service) Query(ctx context.Context, r *ententev1.QueryRequest) (*ententev1.QueryResponse, error) {
	return put[question.Query](ctx, s, r, &ententev1.QueryResponse{})
}

// Stats counts the graph.
func (s *Service) Stats(ctx context.Context, r *ententev1.StatsRequest) (*ententev1.StatsResponse, error) {
	return put[question.Stats](ctx, s, r, &ententev1.StatsResponse{})
}

// Ask answers a question in English.
func (s *Service) Ask(ctx context.Context, r *ententev1.AskRequest) (*ententev1.AskResponse, error) {
	return put[question.Ask](ctx, s, r, &ententev1.AskResponse{})
}
