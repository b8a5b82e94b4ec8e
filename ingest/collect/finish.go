package collect

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/entente-kg/entente/ingest/ledger"
)

// Report is what a visit brought, for people and machines.
type Report struct {
	Source     string  `json:"source"`
	Items      int     `json:"items"` // that it listed
	Accepted   int     `json:"accepted"`
	Updated    int     `json:"updated"`
	Unchanged  int     `json:"unchanged"`
	Duplicates int     `json:"duplicates"`
	Deleted    int     `json:"deleted"`
	Rejected   int     `json:"rejected"`
	Error      string  `json:"error,omitzero"`
	Alarm      string  `json:"alarm,omitzero"`
	Lag        float64 `json:"lag_seconds,omitzero"` // of the last article, from its publication
}

// Wait waits until the pipeline has taken all that the visit has delivered. Call it only while a pipeline runs that takes
// its items.
func (v *Visit) Wait() { v.pending.Wait() }

// Finish writes down what the visit brought. The state of the feed itself is remembered only if all of it was taken care
// of; else the next visit reads it again.
func (c *Collector) Finish(v *Visit) (Report, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	now, t := v.before, v.tally
	now.LastRun, now.New, now.Rejected = v.begun, t.Accepted, t.Rejected
	now.Error = oneLine(errors.Join(v.errs...))
	if len(v.errs) == 0 {
		now.LastSuccess = v.begun
	}
	if v.listed {
		now.Items = v.items
	}
	if v.complete && len(v.errs) == 0 {
		now.ETag, now.LastModified = v.etag, v.modified
	}
	if t.Accepted > 0 {
		now.LastYield, now.Lag = v.begun, t.lag
	}
	now.Total += t.Accepted
	now.Alarm = v.alarm(now)
	r := Report{
		Source: v.source.Name, Items: now.Items, Accepted: t.Accepted, Updated: t.Updated, Unchanged: t.Unchanged,
		Duplicates: t.Duplicates, Deleted: t.Deleted, Rejected: t.Rejected, Error: now.Error, Alarm: now.Alarm,
		Lag: now.Lag.Seconds(),
	}
	return r, c.Ledger.SetSource(now)
}

// quiet is how long a source that used to bring articles may bring none before it is an alarm.
const quiet = 7 * 24 * time.Hour

// alarm says what looks wrong with a source that used to yield, though no error came: a site that moves leaves an empty
// feed behind, and one that is rebuilt leaves pages of which nothing can be read.
func (v *Visit) alarm(now ledger.Source) string {
	if v.before.Total == 0 {
		return ""
	}
	t := v.tally
	switch {
	case v.listed && v.items == 0:
		return "lists nothing, though it used to"
	case t.Rejected > 0 && t.Accepted+t.Updated+t.Duplicates+t.Unchanged == 0:
		return fmt.Sprintf("none of its %d new items could be taken", t.Rejected)
	case now.LastYield.Before(v.begun.Add(-quiet)):
		return "no new article since " + now.LastYield.UTC().Format(time.DateOnly)
	}
	return ""
}

func oneLine(err error) string {
	if err == nil {
		return ""
	}
	return strings.ReplaceAll(err.Error(), "\n", "; ")
}
