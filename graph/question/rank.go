package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/entente-kg/entente/schema"
)

// ranked is an event without names, and without how often it is told. Lists are first read so and put in order, and then
// names and numbers are read of those that are shown, each once.
type ranked struct {
	UID string
	storedEvent
}

const rankedFields = "uid content"

// UnmarshalJSONFrom reads the uid and the content.
func (r *ranked) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	var read struct {
		UID     string              `json:"uid"`
		Content content[plainEvent] `json:"content"`
	}
	if err := json.UnmarshalDecode(dec, &read); err != nil {
		return err
	}
	fact, err := read.Content.get()
	r.UID, r.storedEvent = read.UID, storedEvent(fact)
	return err
}

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

// whole reads of the events of lists what their content does not tell, and makes them answers.
func (a *Asker) whole(ctx context.Context, lists ...[]ranked) ([][]Event, error) {
	var found struct {
		Events []eventNamed `json:"events"`
	}
	if block := namesBlock(lists...); block != "" {
		if err := a.ask(ctx, "{"+block+"}", &found); err != nil {
			return nil, fmt.Errorf("read events: %w", err)
		}
	}
	return a.named(ctx, found.Events, lists...)
}

// namesBlock is the block events, which asks for what the content of the events of lists does not tell, in the form of
// eventNamed; empty for no events.
func namesBlock(lists ...[]ranked) string {
	uids := uidsOf(lists...)
	if len(uids) == 0 {
		return ""
	}
	return fmt.Sprintf("events(func: uid(%s)) {uid %s}\n", strings.Join(uids, ","), eventNames)
}

// eventNamed is what the content of an event does not tell.
type eventNamed struct {
	UID string `json:"uid"`
	namesOfEvent
}

// named makes events answers with what their content does not tell.
func (a *Asker) named(ctx context.Context, names []eventNamed, lists ...[]ranked) ([][]Event, error) {
	byUID := map[string]*namesOfEvent{}
	for i := range names {
		byUID[names[i].UID] = &names[i].namesOfEvent
	}
	stored := make([][]storedEvent, len(lists))
	for i, l := range lists {
		for _, r := range l {
			e := r.storedEvent
			e.Parties = slices.Clone(e.Parties)
			if n := byUID[r.UID]; n != nil {
				e.complete(n)
			}
			stored[i] = append(stored[i], e)
		}
	}
	return a.events(ctx, stored...)
}
