package dashboard

import (
	"context"
	"net/http"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// actorPage is all about one actor.
type actorPage struct {
	*question.ActorAnswer
	Filter       eventFilter
	With         string // the counterpart whose events are shown; empty for all
	Timeline     *question.EventsAnswer
	More         string
	Counterparts []counterpart
	First, Last  int                   // years of the balances
	All          []question.Membership // ended and disputed ones too
}

// counterpart is an actor whom another one has to do with, and how well.
type counterpart struct {
	question.Neighbor
	Balance question.Balance
	Chart   balanceChart
}

const (
	timelineEvents = 15 // that the page shows at once
	counterparts   = 6  // whose balance it shows
)

func (d *Dashboard) actor(_ http.ResponseWriter, r *http.Request) (*view, error) {
	at, err := date(r, "at")
	if err != nil {
		return nil, err
	}
	p := actorPage{With: strings.TrimSpace(r.FormValue("with"))}
	if p.Filter, err = readEventFilter(r); err != nil {
		return nil, err
	}
	ref := strings.TrimPrefix(r.URL.Path[1:], "profile/")
	if p.ActorAnswer, err = d.ask.Actor(r.Context(), question.Actor{Actor: ref, At: at}); err != nil {
		return nil, err
	}
	g, ctx := errgroup.WithContext(r.Context())
	g.Go(func() error { return p.readTimeline(ctx, d.ask, ref) })
	g.Go(func() error { return p.readMemberships(ctx, d.ask, ref) })
	if p.Type != schema.Place {
		g.Go(func() error { return p.readCounterparts(ctx, d.ask, at) })
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	p.More = more(r, p.Timeline.Next)
	return &view{"actor.html", p.Name, p}, nil
}

func (p *actorPage) readTimeline(ctx context.Context, ask question.Answerer, ref string) (err error) {
	q := p.Filter.question(timelineEvents)
	if p.Type == schema.Place {
		q.Place = ref
	} else {
		q.Actors = []string{ref}
	}
	if p.With != "" {
		q.Actors = append(q.Actors, p.With)
	}
	p.Timeline, err = ask.Events(ctx, q)
	return err
}

func (p *actorPage) readMemberships(ctx context.Context, ask question.Answerer, ref string) error {
	answer, err := ask.Memberships(ctx, question.Memberships{Actor: ref, Statuses: schema.MembershipStatuses, History: true})
	if err != nil {
		return err
	}
	p.All = answer.Memberships
	return nil
}

// readCounterparts asks whom the actor has most events with, and of each how the events are.
func (p *actorPage) readCounterparts(ctx context.Context, ask question.Answerer, at schema.Date) error {
	near, err := ask.Neighbors(ctx, question.Neighbors{
		Actor: string(p.Ref), At: at, Kinds: []question.Link{question.LinkEvent}, Page: question.Page{First: counterparts},
	})
	if err != nil {
		return err
	}
	p.Counterparts = make([]counterpart, len(near.Neighbors))
	years := make([][]question.PeriodCount, len(near.Neighbors))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(3)
	for i, n := range near.Neighbors {
		p.Counterparts[i].Neighbor = n
		g.Go(func() error {
			relation, err := ask.Relation(ctx, question.Relation{A: string(p.Ref), B: string(n.Ref), At: at})
			if err != nil {
				return err
			}
			p.Counterparts[i].Balance, years[i] = relation.Balance, relation.ByYear
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	s := scaleOf(years...)
	p.First, p.Last = s.first, s.last
	for i, n := range near.Neighbors {
		p.Counterparts[i].Chart = s.draw(years[i], smallChart, pairEvents(p.Ref, n.Ref))
	}
	return nil
}
