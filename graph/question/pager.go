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

	events []ranked
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

// readPart adds events with or without dates up to one more than the page holds. Dgraph orders by the key alone, so the
// events of one key are put in order here, once all of them are there.
func (p *pager) readPart(ctx context.Context, undated bool) error {
	need := p.size + 1
	want := need - len(p.events) + slack
	if p.after != nil {
		want += p.after.Same
	}
	before := p.events
	for {
		found, err := p.readSome(ctx, undated, want)
		if err != nil {
			return err
		}
		all := len(found) < want
		p.sortByKey(found, undated)
		p.events = before
		for i := range found {
			e := &found[i]
			if !undated && p.sort != Reported && e.Begins.IsZero() {
				all = true // those without dates come last, and in a part of their own
				continue
			}
			if p.after == nil || p.key(e, undated) != p.after.Key || e.XID > p.after.XID {
				p.events = append(p.events, *e)
			}
		}
		if all || len(p.events) >= need && p.key(&p.events[need-1], undated) != p.key(&p.events[len(p.events)-1], undated) {
			return nil
		}
		want *= 2
	}
}

// readSome reads events from the place where the page begins.
func (p *pager) readSome(ctx context.Context, undated bool, want int) ([]ranked, error) {
	pred, order, compare := "begins", "orderdesc", "le"
	switch {
	case p.sort == Reported || undated:
		pred = "last_reported"
	case p.sort == Oldest:
		order, compare = "orderasc", "ge"
	}
	f := slices.Clone(p.selection.filter)
	if p.after != nil {
		f.add("%s(%s, %s)", compare, pred, literal(p.after.Key))
	}
	from := p.selection.root
	vars := p.selection.vars
	if undated {
		// Whether there is a date is looked up event by event, so of those alone that meet all else.
		vars += fmt.Sprintf("u as var(func: %s) %s\n", from, f)
		from, f = "uid(u)", filter{"not has(begins)"}
	}
	dql := fmt.Sprintf("{%sevents(func: %s, %s: %s, first: %d) %s {%s}}", vars, from, order, pred, want, f, rankedFields)
	var found struct {
		Events []ranked `json:"events"`
	}
	err := p.asker.ask(ctx, dql, &found)
	return found.Events, err
}

// sortByKey orders events as the page is ordered, those of one key by their xids.
func (p *pager) sortByKey(events []ranked, undated bool) {
	slices.SortFunc(events, func(x, y ranked) int {
		var c int
		switch {
		case p.sort == Reported || undated:
			c = y.Last.Compare(x.Last)
		case p.sort == Oldest:
			c = cmp.Or(cmp.Compare(b2i(x.Begins.IsZero()), b2i(y.Begins.IsZero())), x.Begins.Compare(y.Begins))
		default:
			c = y.Begins.Compare(x.Begins)
		}
		return cmp.Or(c, cmp.Compare(x.XID, y.XID))
	})
}

func (p *pager) key(e *ranked, undated bool) string {
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
