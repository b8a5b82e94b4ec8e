package service

import (
	"context"
	"errors"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/entente-kg/entente/graph/service/ententev1"
)

// guard lets pass who may ask.
type guard struct {
	keys   *Keys
	tokens *Issuer
}

// caller is who asks: the holder of a key or of a token, or anybody where there is no need of either.
type caller struct {
	id   string
	role Role
}

type callerKey struct{}

// callerOf is who asks.
func callerOf(ctx context.Context) caller {
	c, ok := ctx.Value(callerKey{}).(*caller)
	if !ok {
		return caller{}
	}
	return *c
}

// withCaller makes room for the caller in the context, so that those who look on from outside the guard learn of it.
func withCaller(ctx context.Context) (context.Context, *caller) {
	c := &caller{}
	return context.WithValue(ctx, callerKey{}, c), c
}

func (g *guard) unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	if err := g.admit(ctx, info.FullMethod); err != nil {
		return nil, err
	}
	return next(ctx, req)
}

func (g *guard) stream(srv any, ss grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	if err := g.admit(ss.Context(), info.FullMethod); err != nil {
		return err
	}
	return next(srv, ss)
}

// admit finds out who asks. Health checking is open to all, so that a load balancer needs no key.
func (g *guard) admit(ctx context.Context, method string) error {
	if !strings.HasPrefix(method, "/"+ententev1.EntenteService_ServiceDesc.ServiceName+"/") && !strings.Contains(method, "reflection") {
		return nil
	}
	md, _ := metadata.FromIncomingContext(ctx)
	who, err := g.check(ctx, secretOf(md.Get("authorization"), md.Get(keyHeader)))
	if err != nil {
		return err
	}
	if c, ok := ctx.Value(callerKey{}).(*caller); ok {
		*c = who
	}
	return nil
}

// keyHeader may carry a key instead of Authorization.
const keyHeader = "x-api-key"

// secretOf is the key or token of a request, from the header Authorization or X-Api-Key.
func secretOf(authorization, key []string) string {
	for _, a := range authorization {
		if scheme, secret, ok := strings.Cut(a, " "); ok && strings.EqualFold(scheme, "bearer") {
			return strings.TrimSpace(secret)
		}
	}
	if len(key) > 0 {
		return key[0]
	}
	return ""
}

// check says who holds a secret. Errors are statuses that do not tell a wrong secret from an unknown one.
func (g *guard) check(ctx context.Context, secret string) (caller, error) {
	switch {
	case g.keys == nil && g.tokens == nil:
		return caller{role: Admin}, nil
	case secret == "":
		return caller{}, status.Error(codes.Unauthenticated, "a key is needed: Authorization: Bearer KEY")
	case g.keys != nil && strings.HasPrefix(secret, keyPrefix):
		key, err := g.keys.Check(secret, time.Now())
		if err == nil {
			return caller{key.ID, key.Role}, nil
		}
		if errors.Is(err, ErrBadKey) || errors.Is(err, ErrSpentKey) {
			return caller{}, status.Error(codes.Unauthenticated, err.Error())
		}
		return caller{}, status.Error(codes.Unavailable, "keys can't be checked now")
	case g.tokens != nil:
		who, err := g.tokens.check(ctx, secret, time.Now())
		if err != nil {
			return caller{}, status.Error(codes.Unauthenticated, err.Error())
		}
		return who, nil
	}
	return caller{}, status.Error(codes.Unauthenticated, ErrBadKey.Error())
}
