package dashboard

import (
	"context"
	"net/http"
	"time"

	"github.com/entente-kg/entente/graph/question"
)

// Ingest is how the graph is fed, as those who feed it tell.
type Ingest struct {
	Sources []Source
	Waiting int      // articles on their way into the graph
	Aside   int      // articles set aside
	Rejects []Reject // the articles set aside last, the latest first
}

// Source is where articles come from, with its last run.
type Source struct {
	Name                            string
	LastRun, LastSuccess, LastYield time.Time
	Lag                             time.Duration // of the last article, from its publication to the graph
	Items, New, Rejected            int           // in the last run: listed, taken, set aside
	Total                           int           // articles taken in all runs
	Error                           string        // of the last run
	Alarm                           string        // what looks wrong though no error came
}

// Reject is an article that was set aside, and why.
type Reject struct {
	Where, Source, Title, Reason string
	At                           time.Time
}

// operationsPage is how the graph is fed, and what it holds.
type operationsPage struct {
	Known   bool // whether anybody tells
	Ingest  *Ingest
	Failing int // sources with an error or an alarm
	Stats   *question.StatsAnswer
}

func (d *Dashboard) operations(_ http.ResponseWriter, r *http.Request) (*view, error) {
	stats, err := d.ask.Stats(r.Context(), question.Stats{})
	if err != nil {
		return nil, err
	}
	p := operationsPage{Known: d.options.Ingest != nil, Stats: stats}
	if p.Known {
		ctx, cancel := context.WithTimeout(r.Context(), ingestWait)
		defer cancel()
		if p.Ingest, err = d.options.Ingest(ctx); err != nil {
			return nil, err
		}
		for _, s := range p.Ingest.Sources {
			if s.Error != "" || s.Alarm != "" {
				p.Failing++
			}
		}
	}
	return &view{"operations.html", text("operations.title"), p}, nil
}

// ingestWait is how long the page waits for those who feed the graph.
const ingestWait = 10 * time.Second
