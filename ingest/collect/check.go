package collect

import (
	"context"
	"errors"
	"time"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/source"
	"github.com/entente-kg/entente/schema"
)

// Health is what trying a source showed.
type Health struct {
	Source   string    `json:"source"`
	Kind     string    `json:"kind"`
	Items    int       `json:"items"` // that it lists; of files, those that were looked at
	Newest   time.Time `json:"newest,omitzero"`
	Tried    int       `json:"tried"`    // items that were fetched and read
	Articles int       `json:"articles"` // of these, how many are articles that can be taken
	Facts    int       `json:"facts"`    // that these state
	Error    string    `json:"error,omitzero"`
}

// Check tries a source: reads its list, and the first items of it up to sample. Nothing is stored or remembered.
func (c *Collector) Check(ctx context.Context, s source.Source, reader ingest.Reader, sample int) Health {
	h := Health{Source: s.Name, Kind: string(s.Kind)}
	v := &Visit{source: s, begun: c.Now()}
	items, err := c.sample(ctx, v, &h, sample)
	if err != nil {
		h.Error = oneLine(err)
	}
	p := ingest.Pipeline{Reader: reader, Sink: tasting{}, Log: c.Log, Observe: func(r ingest.Receipt) {
		h.Tried++
		switch {
		case r.Outcome == ingest.Rejected && h.Error == "":
			h.Error = r.Reason
		case r.Outcome != ingest.Rejected:
			h.Articles++
			h.Facts += r.Facts.Total()
			if d, err := r.Published.Date(); err == nil && instant(r.Published, d).After(h.Newest) {
				h.Newest = instant(r.Published, d)
			}
		}
	}}
	_, err = p.Run(ctx, func(yield func(ingest.Item) bool) {
		for _, item := range items {
			if !yield(item) {
				return
			}
		}
	})
	if err != nil {
		h.Error = oneLine(err)
	}
	return h
}

// sample gets the first items of a source.
func (c *Collector) sample(ctx context.Context, v *Visit, h *Health, most int) ([]ingest.Item, error) {
	var items []ingest.Item
	switch v.source.Kind {
	case source.KindFiles, source.KindWARC:
		paths, err := source.Expand([]string{v.source.Path})
		if err != nil {
			return nil, err
		}
		for item := range source.Files(ctx, paths, nil, source.Defaults{Source: v.source.Publisher, Language: v.source.Language}) {
			items = append(items, item)
			if h.Items = len(items); len(items) == most {
				break
			}
		}
		return items, nil
	}
	list, err := c.list(ctx, v)
	h.Items = len(list)
	for _, e := range list {
		if e.Published.After(h.Newest) {
			h.Newest = e.Published
		}
	}
	for _, e := range list[:min(most, len(list))] {
		t := task{key: keyOf(e), Entry: e}
		t.remember.First = v.begun
		items = append(items, c.get(ctx, v, &t))
	}
	if err == nil && len(list) == 0 {
		err = errors.New("lists nothing")
	}
	return items, err
}

// tasting is a sink that keeps nothing.
type tasting struct{}

func (tasting) Put(context.Context, []schema.Facts) ([]ingest.Rejection, error) { return nil, nil }
