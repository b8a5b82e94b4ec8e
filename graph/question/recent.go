package question

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/entente-kg/entente/schema"
)

// recent are the latest events of an actor that have happened by a date: as many as asked for and all others that begin
// when the last of them does. Events without a date come last, and are none with a date.
//
// Of an actor with many events Dgraph is asked for those of the last days alone, by the index of months, and for those of
// more days if these are too few: it takes long to put a hundred thousand events in order.
func (a *Asker) recent(ctx context.Context, actor *storedActor, at schema.Date, length int) ([]ranked, error) {
	if actor.Some.n() <= a.few {
		all, err := a.eventsSince(ctx, actor.UID, time.Time{}, at, 0)
		return upTo(all, length), err
	}
	until := time.Unix(a.newest.Load(), 0).UTC()
	if !at.IsZero() && at.Last().Before(until) {
		until = at.Last()
	}
	days := 7 + 8*usualDays*length/max(actor.Articles, 1)
	for read := length + slack; ; {
		since := until.AddDate(0, 0, -days)
		since = time.Date(since.Year(), since.Month(), 1, 0, 0, 0, 0, time.UTC)
		if a.newest.Load() == 0 || days > 100*usualDays {
			since = time.Time{}
		}
		found, err := a.eventsSince(ctx, actor.UID, since, at, read)
		switch all := len(found) < read; {
		case err != nil:
			return nil, err
		case all && len(found) < length && !since.IsZero():
			days *= 4
		case !all && found[length-1].compare(&found[len(found)-1]) == 0:
			read *= 4 // there are more of the last day
		default:
			return upTo(found, length), nil
		}
	}
}

// usualDays is over how many days the news of a graph are taken to be spread, with at least one event of an actor to eight
// articles that name it; days are more or fewer where that is not so.
const usualDays = 2000

// eventsSince reads events of an actor that have happened, from one time to another, with those who take part. If so many
// are asked for and no more, they are the latest.
func (a *Asker) eventsSince(ctx context.Context, actor string, since time.Time, at schema.Date, first int) ([]ranked, error) {
	var window filter
	if !since.IsZero() {
		window.add("ge(begins, %s)", instant(since))
	}
	f := filter{happened, notAlleged}
	if !at.IsZero() {
		f.add("le(begins, %s)", instant(at.Last()))
	}
	order := ""
	if first > 0 {
		order = fmt.Sprintf(", orderdesc: begins, first: %d", first)
	}
	var found struct {
		Events []ranked `json:"events"`
	}
	dql := fmt.Sprintf("{var(func: uid(%s)) {e as ~participant %s}\nevents(func: uid(e)%s) %s {uid begins participant {uid}}}",
		actor, window, order, f)
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read the latest events: %w", err)
	}
	slices.SortStableFunc(found.Events, func(x, y ranked) int { return x.compare(&y) })
	if len(found.Events) > 0 && !found.Events[0].Begins.IsZero() {
		a.newest.Store(max(a.newest.Load(), found.Events[0].Begins.Unix()))
	}
	return found.Events, nil
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
