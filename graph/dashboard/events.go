package dashboard

import (
	"net/http"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// eventFilter is the form that narrows a list of events.
type eventFilter struct {
	From, To schema.Date
	Type     schema.EventType
	Status   string // a status of events, empty for what happened, or "all"
	Types    []schema.EventType
	Statuses []schema.EventStatus
	After    string
}

func readEventFilter(r *http.Request) (eventFilter, error) {
	period, err := dates(r, "from", "to")
	if err != nil {
		return eventFilter{}, err
	}
	return eventFilter{
		From: period[0], To: period[1], Type: schema.EventType(r.FormValue("type")), Status: r.FormValue("status"),
		Types: schema.EventTypes, Statuses: question.AllStatuses, After: r.FormValue("after"),
	}, nil
}

// question asks for a page of the events that pass the filter. What people and bodies do counts for those they act for.
func (f *eventFilter) question(size int) question.Events {
	q := question.Events{Wide: true, From: f.From, To: f.To, Count: true, Page: question.Page{First: size, After: f.After}}
	if f.Type != "" {
		q.Types = []schema.EventType{f.Type}
	}
	switch f.Status {
	case "":
	case "all":
		q.Statuses, q.Alleged = question.AllStatuses, true
	default:
		q.Statuses, q.Alleged = []schema.EventStatus{schema.EventStatus(f.Status)}, true
	}
	return q
}

// eventsPage lists events and the form that narrows them.
type eventsPage struct {
	Filter        eventFilter
	Actors, Place string
	Answer        *question.EventsAnswer
	More          string
}

func (d *Dashboard) events(_ http.ResponseWriter, r *http.Request) (*view, error) {
	f, err := readEventFilter(r)
	if err != nil {
		return nil, err
	}
	p := eventsPage{Filter: f, Actors: r.FormValue("actors"), Place: r.FormValue("place")}
	q := f.question(50)
	q.Actors, q.Place = names(r, "actors"), p.Place
	if p.Answer, err = d.ask.Events(r.Context(), q); err != nil {
		return nil, err
	}
	p.More = more(r, p.Answer.Next)
	return &view{"events.html", text("events.title"), p}, nil
}
