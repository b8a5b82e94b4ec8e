package question

import "context"

// Question is any of the questions of this package.
type Question interface {
	put(ctx context.Context, to Answerer) (any, error)
}

// Put asks a question whose kind the caller does not know, and returns a pointer to its answer: *MembersAnswer for
// Members, and so on.
func Put(ctx context.Context, to Answerer, q Question) (any, error) { return q.put(ctx, to) }

func (q Search) put(ctx context.Context, to Answerer) (any, error)  { return to.Search(ctx, q) }
func (q Actor) put(ctx context.Context, to Answerer) (any, error)   { return to.Actor(ctx, q) }
func (q Members) put(ctx context.Context, to Answerer) (any, error) { return to.Members(ctx, q) }
func (q Memberships) put(ctx context.Context, to Answerer) (any, error) {
	return to.Memberships(ctx, q)
}
func (q Compare) put(ctx context.Context, to Answerer) (any, error)   { return to.Compare(ctx, q) }
func (q Relation) put(ctx context.Context, to Answerer) (any, error)  { return to.Relation(ctx, q) }
func (q Path) put(ctx context.Context, to Answerer) (any, error)      { return to.Path(ctx, q) }
func (q Neighbors) put(ctx context.Context, to Answerer) (any, error) { return to.Neighbors(ctx, q) }
func (q Events) put(ctx context.Context, to Answerer) (any, error)    { return to.Events(ctx, q) }
func (q Negotiations) put(ctx context.Context, to Answerer) (any, error) {
	return to.Negotiations(ctx, q)
}

func (q Negotiation) put(ctx context.Context, to Answerer) (any, error) {
	return to.Negotiation(ctx, q)
}
func (q Changes) put(ctx context.Context, to Answerer) (any, error)  { return to.Changes(ctx, q) }
func (q Evidence) put(ctx context.Context, to Answerer) (any, error) { return to.Evidence(ctx, q) }
func (q Article) put(ctx context.Context, to Answerer) (any, error)  { return to.Article(ctx, q) }
func (q Query) put(ctx context.Context, to Answerer) (any, error)    { return to.Query(ctx, q) }
func (q Stats) put(ctx context.Context, to Answerer) (any, error)    { return to.Stats(ctx, q) }
