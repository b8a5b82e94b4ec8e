package question_test

import (
	"fmt"
	"testing"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// meetings is an article that tells of meetings of Peru with one state each, on one day each.
func meetings(id string, with map[schema.Ref]string) schema.Facts {
	f := schema.Facts{Article: schema.Article{
		ID: id, URL: "https://pages.example/" + id, Published: "2025-09-01", Source: "Courier", Language: "en", Text: "They met.",
	}}
	for ref, day := range with {
		date := schema.MustDate(day)
		f.Actors = append(f.Actors, schema.Actor{Ref: ref, Type: schema.State, Name: "State " + ref.ID()})
		f.Events = append(f.Events, schema.Event{
			Type: schema.Consult, Status: schema.Occurred, Start: date, End: date, Precision: schema.Day,
			Parties: []schema.Party{{Actor: "state/PER", Role: schema.Participant}, {Actor: ref, Role: schema.Participant}},
			Origin:  schema.Origin{Evidence: []schema.Span{{Start: 0, End: 9}}, Confidence: 0.9, Rule: "test"},
		})
	}
	f.Actors = append(f.Actors, schema.Actor{Ref: "state/PER", Type: schema.State, Name: "Peru"})
	return f
}

func days(from, n int) map[schema.Ref]string {
	with := map[schema.Ref]string{}
	for i := range n {
		with[schema.NewRef(schema.State, fmt.Sprintf("s%d", from+i))] = fmt.Sprintf("2025-08-%02d", 2+3*i)
	}
	return with
}

// TestPagesWhileTheGraphGrows stores an article between every two pages, with events before, within and behind what was
// already shown: whatever was there at first comes exactly once, and nothing comes twice.
func TestPagesWhileTheGraphGrows(t *testing.T) {
	const first = 8
	later := []string{"2025-08-31", "2025-08-01", "2025-08-12", "2025-08-06"}
	for name, page := range map[string]func(*question.Asker, string) (items []string, next string, err error){
		"events": func(a *question.Asker, after string) (items []string, next string, err error) {
			answer, err := a.Events(t.Context(), question.Events{Actors: []string{"state/PER"}, Page: question.Page{First: 2, After: after}})
			if err != nil {
				return nil, "", err
			}
			for _, e := range answer.Events {
				items = append(items, e.Fact)
			}
			return items, answer.Next, nil
		},
		"neighbors": func(a *question.Asker, after string) (items []string, next string, err error) {
			answer, err := a.Neighbors(t.Context(), question.Neighbors{Actor: "state/PER", Page: question.Page{First: 2, After: after}})
			if err != nil {
				return nil, "", err
			}
			for _, n := range answer.Neighbors {
				items = append(items, string(n.Ref))
			}
			return items, answer.Next, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			store := localtest.Store(t)
			add(t, store, meetings("first", days(0, first)))
			asker := question.New(store)
			there := map[string]int{}
			for after, more := "", true; more; more = after != "" {
				items, next, err := page(asker, after)
				if err != nil {
					t.Fatal(err)
				}
				for _, i := range items {
					there[i] = 0
				}
				after = next
			}
			if len(there) != first {
				t.Fatalf("%d at first, want %d", len(there), first)
			}
			seen := map[string]int{}
			for n, after, more := 0, "", true; more; n, more = n+1, after != "" {
				items, next, err := page(asker, after)
				if err != nil {
					t.Fatal(err)
				}
				for _, i := range items {
					seen[i]++
				}
				after = next
				if n < len(later) {
					ref := schema.NewRef(schema.State, fmt.Sprintf("late%d", n))
					add(t, store, meetings(fmt.Sprintf("later%d", n), map[schema.Ref]string{ref: later[n]}))
				}
			}
			for i := range there {
				if seen[i] != 1 {
					t.Errorf("%s came %d times", i, seen[i])
				}
			}
			for i, n := range seen {
				if n > 1 {
					t.Errorf("%s came %d times", i, n)
				}
			}
		})
	}
}

func add(t *testing.T, store *graph.Store, f schema.Facts) {
	t.Helper()
	rejected, err := store.Put(t.Context(), []schema.Facts{f})
	if err != nil || len(rejected) > 0 {
		t.Fatalf("put: %v %v", err, rejected)
	}
}

// TestLatestEventsMoveOn asks for a profile before and after many events of a later time are stored: what was learnt of
// when the latest events were must not stand in the way.
func TestLatestEventsMoveOn(t *testing.T) {
	store := localtest.Store(t)
	asker := question.New(store)
	asker.OneByOne(0)
	for i, month := range []string{"2025-01", "2025-07", "2025-08"} {
		with := map[schema.Ref]string{}
		for n := range 120 {
			with[schema.NewRef(schema.State, fmt.Sprintf("m%d-%d", i, n))] = fmt.Sprintf("%s-%02d", month, 1+n%28)
		}
		if rejected, err := store.Put(t.Context(), []schema.Facts{meetings("a"+month, with)}); err != nil || len(rejected) > 0 {
			t.Fatalf("%v %v", rejected, err)
		}
		for range 3 {
			ctx, recorder := question.Record(t.Context())
			answer, err := asker.Actor(ctx, question.Actor{Actor: "state/PER"})
			if err != nil {
				t.Fatal(err)
			}
			if n := len(recorder.Queries()); n > 6 {
				t.Errorf("in %s it takes %d queries", month, n)
			}
			if got := answer.Events[0].Start.String(); got != month+"-28" || len(answer.Events) != 10 || len(answer.Neighbors) != 10 {
				t.Errorf("in %s the latest of %d events is of %s, beside %d neighbours", month, len(answer.Events), got, len(answer.Neighbors))
			}
		}
	}
}
