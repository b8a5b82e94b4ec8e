// Package intake takes articles over gRPC and REST and hands them to a pipeline. Whoever sends faster than the graph can
// store is read from more slowly; nothing is dropped.
package intake

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/intake/ingestv1"
	"github.com/entente-kg/entente/schema"
)

// window is how many articles of one stream may be on their way at once.
const window = 256

// Service implements ingestv1.IntakeServiceServer.
type Service struct {
	ingestv1.UnimplementedIntakeServiceServer
	deliver func(context.Context, ingest.Item) error
}

// New is the service over deliver, which puts an item into the pipeline's queue and waits while that is full.
func New(deliver func(context.Context, ingest.Item) error) *Service {
	return &Service{deliver: deliver}
}

// Ingest takes the articles of one stream.
func (s *Service) Ingest(stream grpc.BidiStreamingServer[ingestv1.IngestRequest, ingestv1.IngestResponse]) error {
	ctx, cancel := context.WithCancelCause(stream.Context())
	defer cancel(nil)
	slots := make(chan struct{}, window)
	receipts := make(chan ingest.Receipt, window) // never full: a receipt has its slot
	total := make(chan int, 1)
	go func() {
		n, err := s.receive(ctx, stream, slots, receipts)
		if err != nil {
			cancel(err)
			return
		}
		total <- n
	}()
	for sent, all := 0, -1; sent != all; {
		select {
		case n := <-total:
			all = n
		case r := <-receipts:
			<-slots
			if err := stream.Send(response(r)); err != nil {
				return err
			}
			sent++
		case <-ctx.Done():
			return refusal(context.Cause(ctx))
		}
	}
	return nil
}

// receive hands on what comes until the sender is done, and says how many there were.
func (s *Service) receive(ctx context.Context, stream grpc.BidiStreamingServer[ingestv1.IngestRequest, ingestv1.IngestResponse], slots chan<- struct{}, receipts chan<- ingest.Receipt) (n int, err error) {
	for {
		r, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return n, ctx.Err()
		}
		n++
		item := newItem(r)
		item.Where = fmt.Sprintf("intake: article %d", n)
		item.Done = func(r ingest.Receipt) { receipts <- r }
		if err := s.deliver(ctx, item); err != nil {
			return n, err
		}
	}
}

// refusal is an error as callers see it.
func refusal(err error) error {
	if _, ok := status.FromError(err); ok {
		return err
	}
	if errors.Is(err, context.Canceled) {
		return status.Error(codes.Unavailable, "the service stops; send again what has no receipt")
	}
	return status.FromContextError(err).Err()
}

func newItem(r *ingestv1.IngestRequest) ingest.Item {
	a := schema.Article{
		ID: r.GetId(), URL: r.GetUrl(), Title: r.GetTitle(), Published: schema.Published(r.GetPublished()),
		Source: r.GetSource(), Language: r.GetLanguage(), Text: r.GetText(),
	}
	if r.GetHtml() != "" {
		a.Text = ""
		return ingest.Item{Article: a, Page: &ingest.Page{URL: a.URL, ContentType: "text/html; charset=utf-8", Body: []byte(r.GetHtml())}}
	}
	if a.ID == "" {
		a.ID = ingest.Identity(a)
	}
	return ingest.Item{Article: a, Err: ingest.Check(a)}
}

func response(r ingest.Receipt) *ingestv1.IngestResponse {
	return &ingestv1.IngestResponse{
		Article: r.Article, Outcome: string(r.Outcome), DuplicateOf: r.CopyOf, Reason: r.Reason,
		Facts: &ingestv1.Facts{
			Memberships: int32(r.Facts.Memberships), Tenures: int32(r.Facts.Tenures), Events: int32(r.Facts.Events),
			Negotiations: int32(r.Facts.Negotiations), Affiliations: int32(r.Facts.Affiliations),
		},
	}
}

// Refusals that a Server's Check may give, so that callers learn which it is.
var (
	ErrUnknown    = errors.New("the key or token is missing or wrong: send authorization: Bearer KEY")
	ErrNotAllowed = errors.New("the key may not add articles: the role ingester is needed")
)

// authorize lets only those in who bring the token, or a secret that passes check, as "authorization: Bearer SECRET"; with
// neither token nor check, everybody. Health checks need none.
func authorize(token string, check func(context.Context, string) error) grpc.StreamServerInterceptor {
	return func(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
		if token == "" && check == nil || !strings.HasPrefix(info.FullMethod, "/"+ingestv1.IntakeService_ServiceDesc.ServiceName+"/") {
			return handler(srv, stream)
		}
		md, _ := metadata.FromIncomingContext(stream.Context())
		refused := ErrUnknown
		for _, v := range md.Get("authorization") {
			secret, ok := strings.CutPrefix(v, "Bearer ")
			if ok && token != "" && subtle.ConstantTimeCompare([]byte(secret), []byte(token)) == 1 {
				return handler(srv, stream)
			}
			if !ok || check == nil {
				continue
			}
			if refused = check(stream.Context(), secret); refused == nil {
				return handler(srv, stream)
			}
		}
		switch {
		case errors.Is(refused, ErrNotAllowed):
			return status.Error(codes.PermissionDenied, refused.Error())
		case errors.Is(refused, ErrUnknown):
			return status.Error(codes.Unauthenticated, refused.Error())
		}
		return status.Error(codes.Unavailable, "keys can't be checked now")
	}
}
