package collect_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/collect"
	"github.com/entente-kg/entente/ingest/ledger"
	"github.com/entente-kg/entente/ingest/source"
	"github.com/entente-kg/entente/ingest/source/fetch"
	"github.com/entente-kg/entente/schema"
)

// site is a publisher that tests change at will.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	pages map[string]string // by path; what is missing is 404
	tags  map[string]string // ETags
	hits  map[string]int
}

func newSite(t *testing.T) *site {
	s := &site{pages: map[string]string{}, tags: map[string]string{}, hits: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.hits[r.URL.Path]++
		body, ok := s.pages[r.URL.Path]
		tag := s.tags[r.URL.Path]
		switch {
		case !ok:
			http.NotFound(w, r)
		case tag != "" && r.Header.Get("If-None-Match") == tag:
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", tag)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(body))
		}
	}))
	t.Cleanup(s.Close)
	return s
}

// set changes pages, given as path and body in turn; an empty body takes the page away.
func (s *site) set(pairs ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := 0; i < len(pairs); i += 2 {
		if s.pages[pairs[i]] = pairs[i+1]; pairs[i+1] == "" {
			delete(s.pages, pairs[i])
		}
	}
}

func (s *site) count(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hits[path]
}

// story is the page of an article on a matter, with or without a date.
func story(matter, published string) string {
	var text strings.Builder
	place := strings.ToUpper(matter[:1]) + matter[1:]
	for _, of := range []string{"trade in", "prices of", "duties on", "stores of", "the export of"} {
		fmt.Fprintf(&text, "<p>The ministers of %[1]sland and of West %[1]s spoke about %[2]s %[3]s with the mayor of %[1]sburg and said that they would meet again "+
			"before the year was over, as %[2]s %[3]s could not wait any longer than that.</p>", place, of, matter)
	}
	meta := ""
	if published != "" {
		meta = `<meta property="article:published_time" content="` + published + `">`
	}
	return `<html lang="en"><head><title>Talks about ` + matter + `</title>` + meta + `</head><body><article><h1>Talks about ` + matter + `</h1>` + text.String() + `</article></body></html>`
}

func feed(items ...string) string {
	return `<rss version="2.0"><channel><title>Desk</title>` + strings.Join(items, "") + `</channel></rss>`
}

func item(guid, link, date string) string {
	if date != "" {
		date = "<pubDate>" + date + "</pubDate>"
	}
	return "<item><guid>" + guid + "</guid><link>" + link + "</link>" + date + "</item>"
}

// graph keeps the texts that it is given.
type graph struct {
	mu       sync.Mutex
	articles map[string]schema.Article
	puts     int
}

func (g *graph) Put(_ context.Context, batch []schema.Facts) ([]ingest.Rejection, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, f := range batch {
		g.puts++
		g.articles[f.Article.ID] = f.Article
	}
	return nil, nil
}

// Extract finds nothing in any article.
func (g *graph) Extract(a schema.Article) (schema.Facts, error) { return schema.Facts{Article: a}, nil }

// desk collects from a site into a graph, on a clock of its own.
type desk struct {
	*site
	*graph
	t      *testing.T
	ledger *ledger.Ledger
	now    time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	l, err := ledger.Open(filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return &desk{newSite(t), &graph{articles: map[string]schema.Article{}}, t, l, time.Date(2024, 5, 6, 12, 0, 0, 0, time.UTC)}
}

// feed is the desk's own feed as a source.
func (d *desk) feed() source.Source {
	return source.Source{
		Name: "desk", Kind: source.KindFeed, URL: d.URL + "/feed", Publisher: "The Desk", Private: true, Limit: 100,
		Recheck: source.Duration(72 * time.Hour),
	}
}

// visit goes round once and returns what the visit brought.
func (d *desk) visit(s source.Source) collect.Report {
	d.t.Helper()
	c := &collect.Collector{
		Fetcher: fetch.New(fetch.Options{Delay: time.Microsecond, Retries: 1, MaxWait: time.Millisecond}),
		Ledger:  d.ledger, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return d.now },
	}
	items, visits, err := c.Round(d.t.Context(), []source.Source{s})
	if err != nil {
		d.t.Fatal(err)
	}
	p := ingest.Pipeline{Reader: d, Sink: d, Ledger: d.ledger, Log: slog.New(slog.DiscardHandler)}
	if _, err := p.Run(d.t.Context(), items); err != nil {
		d.t.Fatal(err)
	}
	r, err := c.Finish(visits[0])
	if err != nil {
		d.t.Fatal(err)
	}
	d.now = d.now.Add(time.Hour)
	return r
}

// accepted visits and checks how many articles that brought.
func (d *desk) accepted(s source.Source, what string, want int) collect.Report {
	d.t.Helper()
	r := d.visit(s)
	if r.Accepted != want {
		d.t.Errorf("%s: %d accepted, want %d: %+v", what, r.Accepted, want, r)
	}
	return r
}

const monday = "Mon, 06 May 2024 10:00:00 GMT"

// Entries are told apart by identity: dates that are equal, late or missing lose none, and none is taken twice.
func TestFeedByIdentity(t *testing.T) {
	d := newDesk(t)
	u := d.URL
	d.set("/a", story("fish", ""), "/b", story("timber", ""), "/c", story("wool", "2024-05-05T08:00:00Z"), "/d", story("tin", ""), "/e", story("salt", ""))
	a, b := item("1", u+"/a", monday), item("2", u+"/b", monday)
	d.set("/feed", feed(a, b))
	d.accepted(d.feed(), "two of one date", 2)
	d.accepted(d.feed(), "the same feed", 0)
	d.set("/feed", feed(b, a))
	d.accepted(d.feed(), "another order", 0)
	d.set("/feed", feed(a, a, b))
	d.accepted(d.feed(), "an item twice", 0)
	d.set("/feed", feed(b))
	d.accepted(d.feed(), "a feed that forgets", 0)
	d.set("/feed", feed(a, b))
	d.accepted(d.feed(), "and remembers", 0)
	d.set("/feed", feed(a, b, item("3", u+"/c", "")))
	d.accepted(d.feed(), "no date in the feed, but on the page", 1)
	d.set("/feed", feed(a, b, item("4", u+"/d", "Mon, 01 Apr 2024 10:00:00 GMT")))
	d.accepted(d.feed(), "one that comes late", 1)
	d.set("/feed", feed(a, item("1", u+"/e", monday)))
	d.accepted(d.feed(), "an old id for another article", 1)
	if got := d.articles[u+"/a"]; got.Published != "2024-05-06T10:00:00Z" || got.Source != "The Desk" || got.Title != "Talks about fish" {
		t.Errorf("got %+v", got)
	}
	if d.puts != 5 {
		t.Errorf("%d articles put, want 5", d.puts)
	}
}

func TestUndatedArticles(t *testing.T) {
	d := newDesk(t)
	d.set("/a", story("fish", ""), "/feed", feed(item("1", d.URL+"/a", "")))
	if r := d.visit(d.feed()); r.Rejected != 1 {
		t.Errorf("an article that nobody dates: %+v", r)
	}
	d = newDesk(t)
	d.set("/a", story("fish", ""), "/feed", feed(item("1", d.URL+"/a", "")))
	s := d.feed()
	s.Undated = source.UndatedFetched
	d.accepted(s, "with leave to take the day of fetching", 1)
	d.now = d.now.Add(48 * time.Hour)
	if r := d.visit(s); r.Accepted+r.Updated != 0 || r.Unchanged != 1 {
		t.Errorf("the same two days later: %+v", r)
	}
	if got := d.articles[d.URL+"/a"].Published; got != "2024-05-06" {
		t.Errorf("published %s", got)
	}
}

// The feed itself is asked for conditionally, but only once all of it was taken.
func TestConditionalFeed(t *testing.T) {
	d := newDesk(t)
	d.set("/a", story("fish", monday), "/b", story("tin", ""), "/feed", feed(item("1", d.URL+"/a", monday), item("2", d.URL+"/b", monday)))
	d.tags["/feed"] = `"one"`
	s := d.feed()
	s.Limit = 1
	d.accepted(s, "the first", 1)
	d.accepted(s, "the second, though the feed has not changed", 1)
	d.accepted(s, "all taken", 0)
	r := d.accepted(s, "not modified", 0)
	if r.Items != 2 || r.Alarm != "" || r.Error != "" {
		t.Errorf("not modified: %+v", r)
	}
}

// A page is looked at again for corrections, once a day for a while, also when the feed has forgotten it.
func TestCorrections(t *testing.T) {
	d := newDesk(t)
	d.set("/a", story("fish", "2024-05-06"), "/feed", feed(item("1", d.URL+"/a", monday)))
	d.accepted(d.feed(), "first", 1)
	d.set("/feed", feed(item("2", d.URL+"/a", monday)), "/a", story("herring", "2024-05-06"))
	d.now = d.now.Add(25 * time.Hour)
	if r := d.visit(d.feed()); r.Updated != 1 {
		t.Errorf("corrected: %+v", r)
	}
	if !strings.Contains(d.articles[d.URL+"/a"].Text, "herring") {
		t.Error("the correction is not stored")
	}
	seen := d.count("/a")
	d.now = d.now.Add(30 * 24 * time.Hour)
	d.visit(d.feed())
	if d.count("/a") != seen {
		t.Error("an old page is looked at again")
	}
}

func TestDeletedStaysDeleted(t *testing.T) {
	d := newDesk(t)
	d.set("/a", story("fish", ""), "/feed", feed(item("1", d.URL+"/a", monday)))
	if err := d.ledger.Bury(d.URL+"/a", "asked by the publisher"); err != nil {
		t.Fatal(err)
	}
	if r := d.visit(d.feed()); r.Deleted != 1 || d.puts != 0 {
		t.Errorf("%+v, %d put", r, d.puts)
	}
}

// A page that can't be fetched is tried again at later visits, and given up in the end; one that is gone at once.
func TestFailingPages(t *testing.T) {
	d := newDesk(t)
	d.set("/feed", feed(item("1", d.URL+"/gone", monday)))
	for range 3 {
		d.visit(d.feed())
	}
	if n := d.count("/gone"); n != 1 {
		t.Errorf("asked %d times for a page that is gone", n)
	}
}

func TestAlarms(t *testing.T) {
	d := newDesk(t)
	d.set("/a", story("fish", ""), "/feed", feed(item("1", d.URL+"/a", monday)))
	d.accepted(d.feed(), "first", 1)
	for _, c := range []struct {
		name, feed, alarm, err string
		later                  time.Duration
	}{
		{"the same", feed(item("1", d.URL+"/a", monday)), "", "", 0},
		{"empty", feed(), "lists nothing, though it used to", "", 0},
		{"nothing can be taken", feed(item("9", d.URL+"/nowhere", monday)), "none of its 1 new items could be taken", "", 0},
		{"malformed", "<rss><channel><item>", "", "not a feed that can be read", 0},
		{"no feed any more", "", "", "404", 0},
		{"long silence", feed(item("1", d.URL+"/a", monday)), "no new article since 2024-05-06", "", 10 * 24 * time.Hour},
	} {
		d.set("/feed", c.feed)
		d.now = d.now.Add(c.later)
		r := d.visit(d.feed())
		if r.Alarm != c.alarm || !strings.Contains(r.Error, c.err) || c.err == "" && r.Error != "" {
			t.Errorf("%s: alarm %q, error %q; want %q, %q", c.name, r.Alarm, r.Error, c.alarm, c.err)
		}
	}
}

// A feed of ten thousand items is taken as far as the limit goes, and the rest at the next visits.
func TestHugeFeed(t *testing.T) {
	d := newDesk(t)
	var items []string
	for i := range 10_000 {
		items = append(items, item(fmt.Sprint(i), fmt.Sprintf("%s/%d", d.URL, i), monday))
	}
	d.set("/feed", feed(items...))
	for i := range 60 {
		d.set(fmt.Sprintf("/%d", i), story(fmt.Sprintf("matter%c%c", 'a'+i%26, 'a'+i/26), ""))
	}
	s := d.feed()
	s.Limit = 30
	d.accepted(s, "first visit", 30)
	if r := d.accepted(s, "second visit", 30); r.Items != 10_000 {
		t.Errorf("%d items", r.Items)
	}
}

func TestSitemaps(t *testing.T) {
	d := newDesk(t)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = fmt.Fprintf(z, `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
		<url><loc>%s/a</loc><news:news><news:publication><news:name>The Post</news:name><news:language>en</news:language></news:publication>
		<news:publication_date>2024-05-06</news:publication_date><news:title>Fish</news:title></news:news></url></urlset>`, d.URL)
	_ = z.Close()
	d.set("/a", story("fish", ""), "/b", story("tin", "2024-05-06"), "/news.xml.gz", packed.String(),
		"/more.xml", `<urlset><url><loc>`+d.URL+`/b</loc></url></urlset>`,
		"/index.xml", `<sitemapindex><sitemap><loc>`+d.URL+`/news.xml.gz</loc></sitemap><sitemap><loc>`+d.URL+`/more.xml</loc></sitemap>`+
			`<sitemap><loc>`+d.URL+`/index.xml</loc></sitemap></sitemapindex>`)
	s := d.feed()
	s.Kind, s.URL = source.KindSitemap, d.URL+"/index.xml"
	d.accepted(s, "an index that leads to itself too", 2)
	d.accepted(s, "again", 0)
	if got := d.articles[d.URL+"/a"]; got.Source != "The Post" || got.Published != "2024-05-06" {
		t.Errorf("got %+v", got)
	}
}

// A text that two sites print is one article with two places of publication.
func TestSyndication(t *testing.T) {
	d, other := newDesk(t), newDesk(t)
	other.ledger, other.graph = d.ledger, d.graph
	d.set("/a", story("fish", "2024-05-06T09:00:00Z"), "/feed", feed(item("1", d.URL+"/a", monday)))
	other.set("/b", story("fish", "2024-05-06T08:00:00Z"), "/feed", feed(item("1", other.URL+"/b", monday)))
	d.accepted(d.feed(), "the later", 1)
	s := other.feed()
	s.Name, s.Publisher = "other", "The Other"
	if r := other.accepted(s, "the earlier, which is the article from now on", 0); r.Duplicates != 1 {
		t.Errorf("the earlier: %+v", r)
	}
	var copies []string
	for _, c := range d.articles[other.URL+"/b"].Copies {
		copies = append(copies, c.ID+" "+c.Source)
	}
	if diff := cmp.Diff([]string{d.URL + "/a The Desk"}, copies); diff != "" || d.articles[d.URL+"/a"].Text != "" {
		t.Errorf("the copy says %q; copies (-want +got):\n%s", d.articles[d.URL+"/a"].Text, diff)
	}
}

// A page that comes back unchanged costs nothing: it is not even cleaned.
func TestPageAsSource(t *testing.T) {
	d := newDesk(t)
	d.set("/a", story("fish", "2024-05-06"))
	s := d.feed()
	s.Kind, s.URL = source.KindPage, d.URL+"/a"
	d.accepted(s, "first", 1)
	if r := d.accepted(s, "again", 0); r.Unchanged != 1 {
		t.Errorf("again: %+v", r)
	}
}

func TestPrivateAddressesNeedLeave(t *testing.T) {
	d := newDesk(t)
	s := d.feed()
	s.Private = false
	if r := d.visit(s); !strings.Contains(r.Error, "private: true") {
		t.Errorf("got %+v", r)
	}
}

func TestCheck(t *testing.T) {
	d := newDesk(t)
	d.set("/a", story("fish", ""), "/b", story("tin", ""), "/feed", feed(item("1", d.URL+"/a", monday), item("2", d.URL+"/b", monday), item("3", d.URL+"/c", monday)))
	c := &collect.Collector{
		Fetcher: fetch.New(fetch.Options{Delay: time.Microsecond, Retries: 1, MaxWait: time.Millisecond}),
		Log:     slog.New(slog.DiscardHandler), Now: func() time.Time { return d.now },
	}
	h := c.Check(t.Context(), d.feed(), d, 3)
	if h.Items != 3 || h.Tried != 3 || h.Articles != 2 || h.Newest.Format(time.DateOnly) != "2024-05-06" || !strings.Contains(h.Error, "404") {
		t.Errorf("got %+v", h)
	}
	s := d.feed()
	s.URL = d.URL + "/nowhere"
	if h := c.Check(t.Context(), s, d, 3); h.Items != 0 || !strings.Contains(h.Error, "404") {
		t.Errorf("a feed that is not there: %+v", h)
	}
}
