package question

import (
	"context"
	"fmt"
	"time"

	"github.com/entente-kg/entente/schema"
)

// recent are the latest events of an actor that have happened by a date, as many as asked for. Events without a date come
// last, and are none with a date.
//
// Of an actor with many events those of the last days alone are read, and those of more days if these are too few: it
// takes long to put a hundred thousand events in order.
func (a *Asker) recent(ctx context.Context, actor *storedActor, at schema.Date, length int) ([]ranked, error) {
	if actor.Some.n() <= a.few {
		all, err := a.eventsSince(ctx, actor.UID, time.Time{}, at)
		return first(all, length), err
	}
	until, err := a.latestDay(ctx)
	if err != nil {
		return nil, err
	}
	if !at.IsZero() && at.Last().Before(until) {
		until = at.Last()
	}
	for days := max(4, usualDays*length/max(actor.Articles, 1)); ; {
		since := until.AddDate(0, 0, -days)
		if days > 50*usualDays {
			since = time.Time{}
		}
		found, err := a.eventsSince(ctx, actor.UID, since, at)
		if err != nil || len(found) >= length || since.IsZero() {
			return first(found, length), err
		}
		days *= min(16, max(2, 3*length/(2*max(len(found), 1))))
	}
}

// usualDays is over how many days the news of a graph are taken to be spread, with an event to each article that names an
// actor; days are more where that is not so.
const usualDays = 2000

// eventsSince reads the events of an actor that have happened, from one day to another, in order.
func (a *Asker) eventsSince(ctx context.Context, actor string, since time.Time, at schema.Date) ([]ranked, error) {
	var window filter
	if !since.IsZero() {
		window.add("ge(start, %s)", literal(startsFrom(since)))
	}
	f := filter{happened, notAlleged}
	if !at.IsZero() {
		f.add("le(start, %s)", literal(schema.DateOf(at.Last()).String()))
	}
	var found struct {
		Events []ranked `json:"events"`
	}
	dql := fmt.Sprintf("{var(func: uid(%s)) {e as ~participant %s}\nevents(func: uid(e)) %s {%s}}", actor, window, f, rankedFields)
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read the latest events: %w", err)
	}
	sortRanked(found.Events)
	return found.Events, nil
}

// startsFrom is the least start of an event that begins on the day or later. A start that is known by the month alone
// comes before all days of the month.
func startsFrom(day time.Time) string {
	d := schema.DateOf(day).String()
	switch {
	case day.Day() > 1:
		return d
	case day.Month() > 1:
		return d[:len("2006-01")]
	}
	return d[:len("2006")]
}

// latestDays is for how long the day of the latest events holds as a first guess.
const latestDays = time.Hour

// latest is a guess at the day of the latest events of the graph. Answers do not depend on it.
type latest struct {
	day  time.Time
	read time.Time
}

// latestDay is when the latest events begin, but for a hundred that may be dated by mistake.
func (a *Asker) latestDay(ctx context.Context) (time.Time, error) {
	if l := a.latest.Load(); l != nil && time.Since(l.read) < latestDays {
		return l.day, nil
	}
	var found struct {
		Events []struct {
			Start schema.Date `json:"start"`
		} `json:"events"`
	}
	dql := "{events(func: type(Event), orderdesc: start, first: 100) " + filter{happened}.String() + " {start}}"
	if err := a.ask(ctx, dql, &found); err != nil {
		return time.Time{}, fmt.Errorf("find the latest events: %w", err)
	}
	l := &latest{day: time.Now(), read: time.Now()}
	if len(found.Events) > 0 {
		l.day = found.Events[len(found.Events)-1].Start.First()
	}
	a.latest.Store(l)
	return l.day, nil
}

// upTo are the first of events in the order of time, with all others that begin when the last of them does.
func upTo(events []ranked, length int) []ranked {
	for n := length; n < len(events); n++ {
		if events[n].compare(&events[length-1]) != 0 {
			return events[:n]
		}
	}
	return events
}
