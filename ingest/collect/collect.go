// Package collect goes round the sources of a file of sources: it finds out what each announces, fetches what is new or
// due to be looked at again, and hands it to a pipeline. What it has seen it tells by identity, never by date: entries
// that share a date, come late, have none, come twice or vanish are each taken once.
package collect

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/ledger"
	"github.com/entente-kg/entente/ingest/source"
	"github.com/entente-kg/entente/ingest/source/fetch"
	"github.com/entente-kg/entente/schema"
)

// Collector reads sources. Its methods may be called at the same time.
type Collector struct {
	Fetcher *fetch.Fetcher
	Ledger  *ledger.Ledger
	Log     *slog.Logger
	Now     func() time.Time // the clock

	// Expect, if set, is told once of each source how many items it will deliver at most, -1 if that can't be known. It
	// is called from several goroutines.
	Expect func(items int)
}

const (
	// atOnce is how many sources are read at the same time; they mostly wait for hosts.
	atOnce = 16
	// recheckEvery is how often a page is looked at again for corrections.
	recheckEvery = 24 * time.Hour
	// mostFailures is how many runs in a row may fail to fetch an entry before it is given up.
	mostFailures = 5
)

// Visit is one reading of one source.
type Visit struct {
	source  source.Source
	before  ledger.Source
	begun   time.Time
	pending sync.WaitGroup // items on their way through the pipeline

	mu       sync.Mutex
	items    int // that the source listed
	listed   bool
	complete bool // all that it listed was taken care of
	etag     string
	modified string
	tally    Tally
	errs     []error
}

// Tally counts what a visit brought.
type Tally struct {
	Accepted, Updated, Unchanged, Duplicates, Deleted, Rejected int
	lag                                                         time.Duration
}

// Round visits sources and delivers their items until all are read. After the pipeline has taken them all, Finish of each
// visit writes down what it brought.
func (c *Collector) Round(ctx context.Context, sources []source.Source) (iter.Seq[ingest.Item], []*Visit, error) {
	visits := make([]*Visit, len(sources))
	for i, s := range sources {
		v, err := c.visit(s)
		if err != nil {
			return nil, nil, err
		}
		visits[i] = v
	}
	return func(yield func(ingest.Item) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		queue := make(chan ingest.Item)
		var g errgroup.Group
		g.SetLimit(atOnce)
		go func() {
			defer close(queue)
			for _, v := range visits {
				g.Go(func() error {
					c.read(ctx, v, func(item ingest.Item) bool {
						select {
						case queue <- item:
							return true
						case <-ctx.Done():
							v.pending.Done()
							return false
						}
					})
					return nil
				})
			}
			_ = g.Wait() // the visits keep their errors
		}()
		for item := range queue {
			if !yield(item) {
				break
			}
		}
		cancel()
		for range queue { // lets those go that wait to deliver
		}
	}, visits, nil
}

func (c *Collector) visit(s source.Source) (*Visit, error) {
	before, err := c.Ledger.Source(s.Name)
	return &Visit{source: s, before: before, begun: c.Now()}, err
}

// read delivers the items of one source.
func (c *Collector) read(ctx context.Context, v *Visit, yield func(ingest.Item) bool) {
	deliver := func(item ingest.Item) bool {
		item.Source = v.source.Name
		item.Done = v.done(c.Now)
		v.pending.Add(1)
		return yield(item)
	}
	var err error
	switch v.source.Kind {
	case source.KindFiles, source.KindWARC:
		err = c.readFiles(ctx, v, deliver)
	default:
		err = c.readWeb(ctx, v, deliver)
	}
	if err != nil {
		c.Log.Warn("source could not be read", "source", v.source.Name, "error", err)
		v.fail(err)
	}
}

func (v *Visit) fail(err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.errs = append(v.errs, err)
}

// done counts what became of an item.
func (v *Visit) done(now func() time.Time) func(ingest.Receipt) {
	return func(r ingest.Receipt) {
		v.mu.Lock()
		defer v.mu.Unlock()
		switch r.Outcome {
		case ingest.Accepted:
			v.tally.Accepted++
			if d, err := r.Published.Date(); err == nil {
				v.tally.lag = max(0, now().Sub(instant(r.Published, d)))
			}
		case ingest.Updated:
			v.tally.Updated++
		case ingest.Unchanged:
			v.tally.Unchanged++
		case ingest.Duplicate:
			v.tally.Duplicates++
		case ingest.Deleted:
			v.tally.Deleted++
		case ingest.Rejected:
			v.tally.Rejected++
		}
		v.pending.Done()
	}
}

func instant(p schema.Published, d schema.Date) time.Time {
	if t, err := time.Parse(time.RFC3339, string(p)); err == nil {
		return t
	}
	return d.First()
}

// readFiles delivers the articles of files.
func (c *Collector) readFiles(ctx context.Context, v *Visit, deliver func(ingest.Item) bool) error {
	paths, err := source.Expand([]string{v.source.Path})
	if err != nil {
		c.expect(0)
		return err
	}
	if n, ok := source.Count(paths); ok {
		c.expect(n)
	} else {
		c.expect(-1)
	}
	for item := range source.Files(ctx, paths, nil, source.Defaults{Source: v.source.Publisher, Language: v.source.Language}) {
		v.items++
		if !deliver(item) {
			return context.Cause(ctx)
		}
	}
	v.listed, v.complete = true, true
	return ctx.Err()
}

func (c *Collector) expect(items int) {
	if c.Expect != nil {
		c.Expect(items)
	}
}

// readWeb lists the entries of a feed, sitemap or page and delivers the pages of those that are new or due.
func (c *Collector) readWeb(ctx context.Context, v *Visit, deliver func(ingest.Item) bool) error {
	known, err := c.Ledger.Entries(v.source.Name)
	if err != nil {
		return err
	}
	list, err := c.list(ctx, v)
	if err != nil && len(list) == 0 {
		c.expect(0)
		return err
	}
	if err != nil {
		v.fail(err) // what came before the break is taken all the same
	}
	todo := c.due(v, list, known)
	v.complete = err == nil && len(todo) <= v.source.Limit
	todo = todo[:min(len(todo), v.source.Limit)]
	c.expect(len(todo))
	for _, e := range todo {
		item, ok, err := c.fetch(ctx, v, e)
		if err != nil {
			return err
		}
		if ok && !deliver(item) {
			return context.Cause(ctx)
		}
	}
	return nil
}

// task is an entry that is to be fetched, with what is remembered of it.
type task struct {
	key string
	source.Entry
	remember ledger.Entry
}

// due picks what is to be fetched: listed entries that are new, whose fetching failed, or that are due for another look,
// and then entries that the source has stopped listing and that are due as well.
func (c *Collector) due(v *Visit, list []source.Entry, known map[string]ledger.Entry) []task {
	var todo []task
	now := v.begun
	oldest := now.Add(-time.Duration(v.source.MaxAge))
	seen := map[string]bool{}
	for _, e := range list {
		key := keyOf(e)
		if seen[key] {
			continue
		}
		seen[key] = true
		k, ok := known[key]
		switch {
		case !ok && v.source.MaxAge > 0 && !e.Published.IsZero() && e.Published.Before(oldest):
		case !ok:
			todo = append(todo, task{key, e, ledger.Entry{URL: e.URL, First: now}})
		case c.again(v, k):
			todo = append(todo, task{key, e, k})
		}
	}
	var vanished []string
	for key, k := range known {
		if !seen[key] && k.URL != "" && c.again(v, k) {
			vanished = append(vanished, key)
		}
	}
	slices.Sort(vanished)
	for _, key := range vanished {
		todo = append(todo, task{key, source.Entry{ID: key, URL: known[key].URL}, known[key]})
	}
	return todo
}

// again reports whether a known entry is to be fetched once more.
func (c *Collector) again(v *Visit, k ledger.Entry) bool {
	switch {
	case k.Reason != "":
		return false
	case k.Failures > 0:
		return true
	case v.source.Kind == source.KindPage:
		return true
	}
	return v.begun.Sub(k.First) < time.Duration(v.source.Recheck) && v.begun.Sub(k.Checked) >= recheckEvery
}

// keyOf tells an entry from the others of its source: feeds give one id to different articles, so the address counts too.
func keyOf(e source.Entry) string {
	if e.ID == "" || e.ID == e.URL {
		return e.URL
	}
	return e.ID + " " + e.URL
}

// fetch gets the page of an entry and remembers how it went. It returns no item where the page has not changed.
func (c *Collector) fetch(ctx context.Context, v *Visit, t task) (ingest.Item, bool, error) {
	item := c.get(ctx, v, &t)
	if ctx.Err() != nil {
		return item, false, context.Cause(ctx)
	}
	t.remember.Checked = v.begun
	if item.Err != nil {
		t.remember.Failures++
		if t.remember.Failures >= mostFailures || final(item.Err) {
			t.remember.Reason = item.Err.Error()
		}
		return item, true, c.Ledger.SetEntry(v.source.Name, t.key, t.remember)
	}
	t.remember.Failures = 0
	if item.Page == nil {
		v.mu.Lock()
		v.tally.Unchanged++
		v.mu.Unlock()
		return item, false, c.Ledger.SetEntry(v.source.Name, t.key, t.remember)
	}
	item.Entry, item.Remember = t.key, t.remember
	return item, true, nil
}

// get gets the page of an entry; it leaves the item's page empty where that has not changed.
func (c *Collector) get(ctx context.Context, v *Visit, t *task) ingest.Item {
	begin := time.Now()
	resp, err := c.Fetcher.Get(ctx, fetch.Request{
		URL: t.URL, ETag: t.remember.ETag, LastModified: t.remember.LastModified, Private: v.source.Private,
	})
	item := ingest.Item{Where: t.URL, Article: v.article(*t), Fetch: time.Since(begin)}
	switch {
	case err != nil && len(t.HTML) >= enoughHTML:
		// The feed carries the article itself.
		item.Page = &ingest.Page{URL: t.URL, ContentType: "text/html; charset=utf-8", Body: []byte(t.HTML)}
	case err != nil:
		item.Err = fmt.Errorf("%w: %w", ingest.ErrFetch, err)
	case resp.Status != http.StatusNotModified:
		item.Page = &ingest.Page{URL: resp.URL, ContentType: resp.ContentType, Body: resp.Body}
		t.remember.ETag, t.remember.LastModified = resp.ETag, resp.LastModified
	}
	return item
}

// enoughHTML is the length from which on what a feed carries is an article and no teaser.
const enoughHTML = 1500

// final reports whether an error will be the same tomorrow.
func final(err error) bool {
	var status *fetch.StatusError
	if errors.As(err, &status) {
		switch status.Status {
		case http.StatusNotFound, http.StatusGone, http.StatusUnavailableForLegalReasons:
			return true
		}
		return false
	}
	return errors.Is(err, fetch.ErrRobots) || errors.Is(err, fetch.ErrScheme) || errors.Is(err, fetch.ErrAddress) || errors.Is(err, fetch.ErrTooLarge)
}

// article is what the source knows of an entry.
func (v *Visit) article(t task) schema.Article {
	a := schema.Article{URL: t.URL, Title: t.Title, Source: t.Publisher, Language: t.Language}
	if a.Source == "" {
		a.Source = v.source.Publisher
	}
	if a.Language == "" {
		a.Language = v.source.Language
	}
	switch {
	case !t.Published.IsZero():
		a.Published = published(t.Published)
	case v.source.Undated == source.UndatedFetched:
		a.Published = schema.Published(t.remember.First.UTC().Format(time.DateOnly))
	}
	return a
}

// published writes a time as it was most likely given: midnight in UTC is a day without a time.
func published(t time.Time) schema.Published {
	if t.Equal(t.UTC().Truncate(24 * time.Hour)) {
		return schema.Published(t.UTC().Format(time.DateOnly))
	}
	return schema.Published(t.Format(time.RFC3339))
}
