// Package ingest turns articles into facts and hands them on to be stored. It knows no store: it meets one only in Sink.
package ingest

import (
	"context"

	"github.com/entente-kg/entente/schema"
)

// Sink stores what articles say. Put stores a batch, each article whole or not at all, and may be called again with the
// same articles without changing anything. It returns the articles that the store refuses, each with its reason; an
// error means that nothing is known of the batch and that Put is to be called again.
type Sink interface {
	Put(ctx context.Context, batch []schema.Facts) ([]Rejection, error)
}

// Rejection is an article that could not be taken, and why.
type Rejection = schema.Rejection
