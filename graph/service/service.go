// Package service answers the questions of entente.v1 over gRPC and, from the same definitions, over REST. It decodes,
// asks, and encodes; what is asked of the graph and how is the matter of package question.
package service

import (
	"context"
	"log/slog"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service/ententev1"
)

// Service implements ententev1.EntenteServiceServer over whoever answers the questions.
type Service struct {
	ententev1.UnimplementedEntenteServiceServer
	ask question.Answerer
	log *slog.Logger
	// watchEvery is the time between two looks for changes.
	watchEvery time.Duration
}

// New is the service over whoever answers the questions; what goes wrong inside is written to log and not shown to
// callers.
func New(ask question.Answerer, log *slog.Logger) *Service {
	return &Service{ask: ask, log: log, watchEvery: 2 * time.Second}
}

// put decodes a request into a question of type Q, asks it, and encodes the answer into resp.
func put[Q question.Question, R proto.Message](ctx context.Context, s *Service, req proto.Message, resp R) (R, error) {
	var none R
	var q Q
	if err := decode(req, &q); err != nil {
		return none, s.failure(ctx, err)
	}
	answer, err := question.Put(ctx, s.ask, widen(q))
	if err != nil {
		return none, s.failure(ctx, err)
	}
	if err := encode(answer, resp); err != nil {
		return none, s.failure(ctx, err)
	}
	return resp, nil
}

// WatchChanges sends what becomes known. Facts are told apart by their identity, so that an article which is read long
// after it was published is not missed.
func (s *Service) WatchChanges(r *ententev1.WatchChangesRequest, stream grpc.ServerStreamingServer[ententev1.WatchChangesResponse]) error {
	ctx := stream.Context()
	q := question.Changes{Page: question.Page{First: maxWatched}}
	req := &ententev1.ChangesRequest{Since: r.GetSince(), Actor: r.GetActor(), Kind: r.GetKind()}
	if err := decode(req, &q); err != nil {
		return s.failure(ctx, err)
	}
	sent := map[string]bool{}
	tick := time.NewTicker(s.watchEvery)
	defer tick.Stop()
	for {
		if err := s.sendNew(ctx, q, sent, stream); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// maxWatched is the size of the pages in which changes are read.
const maxWatched = 1000

// sendNew sends the changes that have not been sent.
func (s *Service) sendNew(ctx context.Context, q question.Changes, sent map[string]bool, to grpc.ServerStreamingServer[ententev1.WatchChangesResponse]) error {
	for {
		found, err := s.ask.Changes(ctx, q)
		if err != nil {
			return s.failure(ctx, err)
		}
		for i := range found.Changes {
			c := &found.Changes[i]
			if sent[c.Fact] {
				continue
			}
			sent[c.Fact] = true
			msg := &ententev1.Change{}
			if err := encode(c, msg); err != nil {
				return s.failure(ctx, err)
			}
			if err := to.Send(&ententev1.WatchChangesResponse{Change: msg}); err != nil {
				return err
			}
		}
		if found.Next == "" {
			return nil
		}
		q.After = found.Next
	}
}
