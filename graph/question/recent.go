package question

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// recent are the latest events of an actor that have happened by a date.
type recent struct {
	events []ranked     // in order
	parts  []schema.Ref // that belong to the actor; none of many
}

// recent reads the latest events of an actor that have happened by a date, as many as asked for. Events without a date
// come last, and are none with a date.
//
// Of an actor with many events those of the last days alone are read, and those of more days if these are too few: it
// takes long to put a hundred thousand events in order.
func (a *Asker) recent(ctx context.Context, actor *storedActor, at schema.Date, length int) (*recent, error) {
	if actor.Some.n() <= a.few {
		return a.eventsSince(ctx, actor, time.Time{}, at, length)
	}
	until, err := a.latestDay(ctx)
	if err != nil {
		return nil, err
	}
	if !at.IsZero() && at.Last().Before(until) {
		until = at.Last()
	}
	number := actor.Some.n()
	if number == eventsCounted {
		number = max(number, actor.Articles)
	}
	days := 2 + 5*usualDays*length/(4*number)
	if learned, ok := a.spans.Load(actor.XID); ok {
		days = learned.(int)
	}
	for {
		since := until.AddDate(0, 0, -days)
		if days > 50*usualDays {
			since = time.Time{}
		}
		found, err := a.eventsSince(ctx, actor, since, at, length)
		if err != nil || len(found.events) < length && since.IsZero() {
			return found, err
		}
		if len(found.events) == length {
			a.learn(actor, days, until.Sub(found.events[length-1].Begins))
			return found, nil
		}
		days *= min(16, max(2, 3*length/(2*max(len(found.events), 1))))
	}
}

// learn keeps the days that were enough for the latest events of an actor, or fewer if these were far too many. The same
// days make the same query, which may be remembered. The day of the latest events may be of an hour ago, and the actor's
// later: then took is below 0.
func (a *Asker) learn(actor *storedActor, days int, took time.Duration) {
	if need := 2 + 9*int(max(0, took)/(24*time.Hour))/8; need < days/2 {
		days = need
	}
	a.spans.Store(actor.XID, days)
}

// eventsCounted is how far the events of an actor are counted: to count on takes Dgraph longer than the number is worth.
const eventsCounted = 20_000

// usualDays is over how many days the events of an actor are taken to be spread; more days are looked at where that is not
// so.
const usualDays = 2000

// eventsSince reads the events of an actor that have happened, from one day to another, the latest of them up to a length.
func (a *Asker) eventsSince(ctx context.Context, actor *storedActor, since time.Time, at schema.Date, length int) (*recent, error) {
	var window filter
	if !since.IsZero() {
		window.add("ge(start, %s)", literal(startsFrom(since)))
	}
	f := filter{happened, notAlleged}
	if !at.IsZero() {
		f.add("le(start, %s)", literal(schema.DateOf(at.Last()).String()))
	}
	dql := fmt.Sprintf("{var(func: uid(%s)) {e as ~participant %s}\nevents(func: uid(e)) %s {%s}\n",
		actor.UID, window, f, rankedFields)
	if len(actor.Owned) > 0 && !actor.manyParts() {
		var uids []string
		for _, o := range actor.Owned {
			uids = append(uids, o.UID)
		}
		dql += fmt.Sprintf("parts(func: uid(%s)) {xid}\n", strings.Join(uids, ","))
	}
	var found struct {
		Events []ranked      `json:"events"`
		Parts  []storedNamed `json:"parts"`
	}
	if err := a.ask(ctx, dql+"}", &found); err != nil {
		return nil, fmt.Errorf("read the latest events: %w", err)
	}
	sortRanked(found.Events)
	r := &recent{events: first(found.Events, length)}
	for _, p := range found.Parts {
		r.parts = append(r.parts, schema.Ref(p.XID))
	}
	return r, nil
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
