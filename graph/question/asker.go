package question

import (
	"context"
	"encoding/json"
	"sync"
	"sync/atomic"
)

// Store is what questions are asked of; *graph.Store is one.
type Store interface {
	// Query runs a DQL query that only reads and returns the JSON object of its blocks.
	Query(ctx context.Context, dql string, vars map[string]string) (json.RawMessage, error)
}

// Answerer answers every question; *Asker does. Pages and services that depend on it can be shown invented answers.
type Answerer interface {
	Search(context.Context, Search) (*SearchAnswer, error)
	Actor(context.Context, Actor) (*ActorAnswer, error)
	Members(context.Context, Members) (*MembersAnswer, error)
	Memberships(context.Context, Memberships) (*MembershipsAnswer, error)
	Compare(context.Context, Compare) (*CompareAnswer, error)
	Relation(context.Context, Relation) (*RelationAnswer, error)
	Path(context.Context, Path) (*PathAnswer, error)
	Neighbors(context.Context, Neighbors) (*NeighborsAnswer, error)
	Events(context.Context, Events) (*EventsAnswer, error)
	Negotiations(context.Context, Negotiations) (*NegotiationsAnswer, error)
	Negotiation(context.Context, Negotiation) (*NegotiationAnswer, error)
	Changes(context.Context, Changes) (*ChangesAnswer, error)
	Evidence(context.Context, Evidence) (*EvidenceAnswer, error)
	Article(context.Context, Article) (*ArticleAnswer, error)
	Query(context.Context, Query) (*QueryAnswer, error)
	Stats(context.Context, Stats) (*StatsAnswer, error)
}

// Asker answers questions over a store. Its methods may be called at the same time.
type Asker struct {
	store Store
	slots chan struct{} // one for each query in DQL under way
	few   int           // see fewEvents

	// What to try first where an actor's latest events are looked for. Answers do not depend on it.
	latest atomic.Pointer[latest]
	spans  sync.Map // days to look for the latest events of an actor with many in, by its ref; see learn
}

var _ Answerer = (*Asker)(nil)

// New is an asker over a store.
func New(store Store) *Asker {
	return &Asker{store: store, slots: make(chan struct{}, maxQueries), few: fewEvents}
}
