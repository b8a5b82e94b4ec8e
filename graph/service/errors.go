package service

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/entente-kg/entente/graph"
)

// failures says which code a caller gets for which error of the store, first match first. What is not listed is
// internal: its details go to the log only.
var failures = []struct {
	is   func(error) bool
	code codes.Code
}{
	{func(err error) bool { return errors.Is(err, graph.ErrNotFound) }, codes.NotFound},
	{func(err error) bool { var e *graph.AmbiguousError; return errors.As(err, &e) }, codes.InvalidArgument},
	{func(err error) bool { var e *graph.QueryError; return errors.As(err, &e) }, codes.InvalidArgument},
	{func(err error) bool { return errors.Is(err, context.DeadlineExceeded) }, codes.DeadlineExceeded},
	{func(err error) bool { return errors.Is(err, context.Canceled) }, codes.Canceled},
}

func (s *Service) failure(ctx context.Context, call string, err error) error {
	for _, f := range failures {
		if f.is(err) {
			return status.Error(f.code, err.Error())
		}
	}
	s.log.ErrorContext(ctx, "call failed", "call", call, "error", err)
	return status.Error(codes.Internal, "internal error; the server's log has the details")
}
