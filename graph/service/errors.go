package service

import (
	"context"
	"errors"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/question"
)

// failures says which code a caller gets for which error, first match first. REST translates the code. What is not listed
// is internal: its details go to the log only.
var failures = []struct {
	is   func(error) bool
	code codes.Code
}{
	{is[*question.UnknownError], codes.NotFound},
	{is[*question.AmbiguousError], codes.InvalidArgument},
	{is[*question.InvalidError], codes.InvalidArgument},
	{is[*graph.QueryError], codes.InvalidArgument},
	{func(err error) bool { return errors.Is(err, graph.ErrNotFound) }, codes.NotFound},
	{func(err error) bool { return errors.Is(err, question.ErrBusy) }, codes.ResourceExhausted},
	{func(err error) bool { return errors.Is(err, question.ErrNoEnglish) }, codes.Unimplemented},
	{func(err error) bool { return errors.Is(err, context.DeadlineExceeded) }, codes.DeadlineExceeded},
	{func(err error) bool { return errors.Is(err, context.Canceled) }, codes.Canceled},
}

// is reports whether an error is, or wraps, one of a type.
func is[E error](err error) bool {
	var e E
	return errors.As(err, &e)
}

// failure is the status that a caller gets for an error.
func (s *Service) failure(ctx context.Context, err error) error {
	for _, f := range failures {
		if f.is(err) {
			return withDetails(status.New(f.code, said(err)), err).Err()
		}
	}
	s.log.ErrorContext(ctx, "call failed", "error", err)
	return status.Error(codes.Internal, "internal error; the server's log has the details")
}

// said is what a caller is told: the sentence of the error in the table, without what wraps it.
func said(err error) string {
	var unknown *question.UnknownError
	var ambiguous *question.AmbiguousError
	var invalid *question.InvalidError
	var refused *graph.QueryError
	switch {
	case errors.As(err, &unknown):
		return unknown.Error()
	case errors.As(err, &ambiguous):
		return ambiguous.Error()
	case errors.As(err, &invalid):
		return invalid.Error()
	case errors.As(err, &refused):
		return refused.Error()
	case errors.Is(err, question.ErrNoEnglish):
		return question.ErrNoEnglish.Error()
	case errors.Is(err, question.ErrBusy):
		return question.ErrBusy.Error()
	case errors.Is(err, context.DeadlineExceeded):
		return "the answer took too long"
	case errors.Is(err, context.Canceled):
		return "the caller went away"
	}
	return "not in the graph"
}

// withDetails adds, for programs, the field that is wrong, and the names that may be meant.
func withDetails(st *status.Status, err error) *status.Status {
	bad := &errdetails.BadRequest{}
	add := func(field, description string) {
		bad.FieldViolations = append(bad.FieldViolations, &errdetails.BadRequest_FieldViolation{Field: field, Description: description})
	}
	var unknown *question.UnknownError
	var ambiguous *question.AmbiguousError
	var invalid *question.InvalidError
	switch {
	case errors.As(err, &unknown):
		for _, n := range unknown.Nearest {
			add(unknown.Field, string(n.Ref))
		}
	case errors.As(err, &ambiguous):
		for _, n := range ambiguous.Candidates {
			add(ambiguous.Field, string(n.Ref))
		}
	case errors.As(err, &invalid):
		add(invalid.Field, invalid.Reason)
	}
	if len(bad.GetFieldViolations()) == 0 {
		return st
	}
	detailed, failed := st.WithDetails(bad)
	if failed != nil {
		return st
	}
	return detailed
}
