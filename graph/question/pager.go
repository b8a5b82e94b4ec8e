package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// eventPlace is where a page of events ends: behind the event with the key and xid.
type eventPlace struct {
	Undated bool   `json:"u,omitzero"` // among the events without a date, which come last and are in order of their reports
	Key     string `json:"k"`          // instant at which the event begins, or day of its latest report
	XID     string `json:"x"`
	Same    int    `json:"s"` // events of that key on this page and those before
}

// pager reads one page of a selection. Events of one key are in the order of their xids, which do not change, so that
// pages neither repeat nor leave out events that were there from the first page on, whatever is added meanwhile.
type pager struct {
	asker     *Asker
	selection selection
	sort      Sort
	size      int
	after     *eventPlace

	events []storedEvent
	more   bool
}

// read fills the page: first from the events with dates, then from those without, one more to see whether there are.
func (p *pager) read(ctx context.Context) error {
	undated := p.sort != Reported && p.after != nil && p.after.Undated
	if !undated {
		if err := p.readPart(ctx, false); err != nil {
			return err
		}
	}
	if p.sort != Reported && len(p.events) <= p.size {
		if !undated {
			p.after = nil
		}
		if err := p.readPart(ctx, true); err != nil {
			return err
		}
	}
	if len(p.events) > p.size {
		p.events, p.more = p.events[:p.size], true
	}
	return nil
}

// readPart adds events with or without dates up to one more than the page holds.
func (p *pager) readPart(ctx context.Context, undated bool) error {
	pred, desc := "begins", p.sort != Oldest
	if p.sort == Reported || undated {
		pred, desc = "last_reported", true
	}
	f := slices.Clone(p.selection.filter)
	switch {
	case undated:
		f.add("not has(begins)")
	case p.sort != Reported:
		f.add("has(begins)")
	}
	need := p.size + 1
	want := need - len(p.events)
	if p.after != nil {
		compare := "ge"
		if desc {
			compare = "le"
		}
		f.add("%s(%s, %s)", compare, pred, literal(p.after.Key))
		want += p.after.Same
	}
	order := "orderasc"
	if desc {
		order = "orderdesc"
	}
	before := p.events
	for {
		dql := fmt.Sprintf("{%sevents(func: %s, %s: %s, orderasc: xid, first: %d) %s {%s}}",
			p.selection.vars, p.selection.root, order, pred, want, f, eventFields)
		var found struct {
			Events []storedEvent `json:"events"`
		}
		if err := p.asker.ask(ctx, dql, &found); err != nil {
			return err
		}
		p.events = before
		for _, e := range found.Events {
			if p.after == nil || p.key(&e, undated) != p.after.Key || e.XID > p.after.XID {
				p.events = append(p.events, e)
			}
		}
		if len(p.events) >= need || len(found.Events) < want {
			return nil
		}
		want *= 2 // events of the last key have been added since the page before
	}
}

func (p *pager) key(e *storedEvent, undated bool) string {
	if p.sort == Reported || undated {
		return e.Last.String()
	}
	return e.Begins.UTC().Format(time.RFC3339)
}

// end is where the page ends.
func (p *pager) end() eventPlace {
	last := &p.events[len(p.events)-1]
	place := eventPlace{Undated: p.sort != Reported && last.Begins.IsZero(), XID: last.XID}
	place.Key = p.key(last, place.Undated)
	for i := range p.events {
		e := &p.events[i]
		if e.Begins.IsZero() == last.Begins.IsZero() && p.key(e, place.Undated) == place.Key {
			place.Same++
		}
	}
	if p.after != nil && p.after.Key == place.Key && p.after.Undated == place.Undated {
		place.Same += p.after.Same
	}
	return place
}

// orderByTime puts stored events in the order of time, those without a date last.
func orderByTime(events []storedEvent) {
	slices.SortFunc(events, func(a, b storedEvent) int {
		return cmp.Or(
			-cmp.Compare(b2i(!a.Begins.IsZero()), b2i(!b.Begins.IsZero())),
			a.Begins.Compare(b.Begins),
			cmp.Compare(a.Round, b.Round),
			a.First.Compare(b.First),
			strings.Compare(a.XID, b.XID),
		)
	})
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
