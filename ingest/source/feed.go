package source

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"

	"github.com/mmcdole/gofeed"
)

// ErrFeed is wrapped where nothing of a feed can be read.
var ErrFeed = errors.New("not a feed that can be read")

// ParseFeed lists the entries of an RSS, Atom or JSON feed, in its order. address is where the feed was fetched.
// Entries without an address are left out. From a feed that breaks off, the whole entries before the break are taken
// and returned together with an error.
func ParseFeed(body []byte, address string) ([]Entry, error) {
	base, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	feed, err := gofeed.NewParser().Parse(bytes.NewReader(body))
	if err != nil {
		rest, ok := salvage(body)
		if !ok {
			return nil, fmt.Errorf("%w: %w", ErrFeed, err)
		}
		var again error
		if feed, again = gofeed.NewParser().Parse(bytes.NewReader(rest)); again != nil {
			return nil, fmt.Errorf("%w: %w", ErrFeed, err)
		}
		err = fmt.Errorf("the feed breaks off: %w", err)
	}
	entries := make([]Entry, 0, len(feed.Items))
	for _, item := range feed.Items {
		if e := feedEntry(feed, item, base); e.URL != "" {
			entries = append(entries, e)
		}
	}
	return unique(entries), err
}

func feedEntry(feed *gofeed.Feed, item *gofeed.Item, base *url.URL) Entry {
	link := item.Link
	if link == "" && len(item.Links) > 0 {
		link = item.Links[0]
	}
	if link == "" && strings.HasPrefix(item.GUID, "http") {
		link = item.GUID
	}
	e := Entry{URL: absolute(base, link), Title: plain(item.Title), Language: feed.Language, HTML: item.Content}
	e.ID = cmp.Or(item.GUID, e.URL)
	if t := cmp.Or(item.PublishedParsed, item.UpdatedParsed); t != nil {
		e.Published = *t
	}
	return e
}

var markup = regexp.MustCompile(`<[^>]*>`)

// plain is a title without markup and with its characters instead of entities.
func plain(s string) string {
	return strings.Join(strings.Fields(html.UnescapeString(markup.ReplaceAllString(s, " "))), " ")
}

// salvage cuts a broken XML feed behind its last whole entry and closes what was open.
func salvage(body []byte) ([]byte, bool) {
	for _, end := range []struct{ entry, rest string }{
		{"</item>", "</channel></rss>"},
		{"</entry>", "</feed>"},
	} {
		if i := bytes.LastIndex(body, []byte(end.entry)); i >= 0 {
			return append(bytes.Clone(body[:i+len(end.entry)]), end.rest...), true
		}
	}
	return nil, false
}
