package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// ranked is an event with as much of it as its place in an order takes. Lists are first read so and put in order, and then
// the events that are shown are read whole, each once: Dgraph is quick at ordering by one predicate and slow at two, so
// that events of one day come in no order of ours.
type ranked struct {
	UID     string      `json:"uid"`
	XID     string      `json:"xid"`
	Begins  time.Time   `json:"begins"`
	Last    schema.Date `json:"last_reported"`
	Parties []struct {
		UID  string `json:"uid"`
		Role string `json:"participant|role"`
	} `json:"participant"`
}

const rankedFields = "uid xid begins last_reported"

// The conditions that an event has happened, and that it is told by an article itself.
const notAlleged = "not eq(alleged, true)"

// happened leaves out what has not happened, for most of what is told has: Dgraph goes through the shorter lists.
var happened = "not " + eq("status", schema.Planned, schema.DidNotOccur, schema.Hypothetical)

// slack is how many events more than asked for are read at first, so as to have all of the last day.
const slack = 30

// compare orders events: the latest first, those without a date last.
func (r *ranked) compare(o *ranked) int { return o.Begins.Compare(r.Begins) }

// sortRanked puts events in order, those of one time in that of their xids.
func sortRanked(events []ranked) {
	slices.SortFunc(events, func(a, b ranked) int { return cmp.Or(a.compare(&b), cmp.Compare(a.XID, b.XID)) })
}

// uidsOf are the uids of events, each once.
func uidsOf(lists ...[]ranked) []string {
	var uids []string
	for _, l := range lists {
		for i := range l {
			uids = append(uids, l[i].UID)
		}
	}
	slices.Sort(uids)
	return slices.Compact(uids)
}

// firstOf puts events in order and keeps the first ones. Of the events, read were asked for; if there may be others of the
// day of the last one that is kept, the answer is not ok and more have to be read.
func firstOf(events []ranked, keep, read int) (first []ranked, ok bool) {
	sortRanked(events)
	if len(events) <= keep {
		return events, true
	}
	ok = len(events) < read || events[keep-1].compare(&events[len(events)-1]) != 0
	return events[:keep], ok
}

// whole reads the events of lists whole.
func (a *Asker) whole(ctx context.Context, lists ...[]ranked) ([][]Event, error) {
	uids := uidsOf(lists...)
	out := make([][]Event, len(lists))
	for i := range out {
		out[i] = []Event{}
	}
	if len(uids) == 0 {
		return out, nil
	}
	var found struct {
		Events []storedEvent `json:"events"`
	}
	dql := fmt.Sprintf("{events(func: uid(%s)) {%s}}", strings.Join(uids, ","), eventFields)
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read events: %w", err)
	}
	read, err := a.events(ctx, found.Events)
	if err != nil {
		return nil, err
	}
	byFact := map[string]Event{}
	for _, e := range read[0] {
		byFact[e.Fact] = e
	}
	for i, l := range lists {
		for _, r := range l {
			if e, ok := byFact[r.XID]; ok { // unless it was withdrawn a moment ago
				out[i] = append(out[i], e)
			}
		}
	}
	return out, nil
}
