package source_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/ingest/source"
)

// brief writes entries one a line: id, address, date, title.
func brief(entries []source.Entry) (lines []string) {
	for _, e := range entries {
		date := "-"
		if !e.Published.IsZero() {
			date = e.Published.UTC().Format(time.RFC3339)
		}
		lines = append(lines, strings.Join([]string{e.ID, e.URL, date, e.Title}, " | "))
	}
	return lines
}

func rss(items ...string) string {
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title><language>en</language>` + strings.Join(items, "") + `</channel></rss>`
}

func TestParseFeed(t *testing.T) {
	const (
		a = `<item><guid>1</guid><link>https://example.org/a</link><title>A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title><pubDate>Mon, 06 May 2024 10:00:00 +0200</pubDate></item>`
		b = `<item><guid>2</guid><link>/b</link><title>B</title><pubDate>Mon, 06 May 2024 10:00:00 +0200</pubDate></item>`
		c = `<item><link>https://example.org/c#top</link><title>Without guid or date</title></item>`
	)
	wantA := "1 | https://example.org/a | 2024-05-06T08:00:00Z | A & B"
	wantB := "2 | https://example.org/b | 2024-05-06T08:00:00Z | B"
	wantC := "https://example.org/c | https://example.org/c | - | Without guid or date"
	for _, x := range []struct {
		name, body string
		want       []string
		broken     bool // an error comes with the entries
	}{
		{"equal dates, relative address, no guid", rss(a, b, c), []string{wantA, wantB, wantC}, false},
		{"empty", rss(), nil, false},
		{"the same item twice", rss(a, a), []string{wantA}, false},
		{"one guid for two articles", rss(a, strings.Replace(a, "/a<", "/z<", 1)), []string{wantA, strings.Replace(wantA, "/a ", "/z ", 1)}, false},
		{"no address at all", rss(`<item><title>Nowhere</title></item>`, b), []string{wantB}, false},
		{"address that is no web address", rss(`<item><link>javascript:alert(1)</link></item>`, b), []string{wantB}, false},
		{"guid that is an address", rss(`<item><guid>https://example.org/g</guid><title>G</title></item>`), []string{"https://example.org/g | https://example.org/g | - | G"}, false},
		{"broken off", rss(a, b)[:len(rss(a, b))-60], []string{wantA}, true},
		{"Atom", `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>urn:1</id><title>One</title><link href="https://example.org/1"/><updated>2024-05-06T10:00:00Z</updated></entry></feed>`, []string{"urn:1 | https://example.org/1 | 2024-05-06T10:00:00Z | One"}, false},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"id":"7","url":"https://example.org/7","title":"Seven","date_published":"2024-05-06T10:00:00Z"}]}`, []string{"7 | https://example.org/7 | 2024-05-06T10:00:00Z | Seven"}, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			entries, err := source.ParseFeed([]byte(x.body), "https://example.org/feed.xml")
			if (err != nil) != x.broken {
				t.Errorf("error %v, want one: %v", err, x.broken)
			}
			if diff := cmp.Diff(x.want, brief(entries)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseFeedRefusesWhatIsNone(t *testing.T) {
	for _, body := range []string{"", "<html><body>Not found</body></html>", "\x00\x01", "{}", "<rss><channel>"} {
		if entries, err := source.ParseFeed([]byte(body), "https://example.org/"); !errors.Is(err, source.ErrFeed) && len(entries) > 0 {
			t.Errorf("%q: got %v, %v", body, entries, err)
		}
	}
}

func TestParseFeedOfTenThousandItems(t *testing.T) {
	items := make([]string, 10_000)
	for i := range items {
		items[i] = fmt.Sprintf(`<item><guid>%d</guid><link>https://example.org/%d</link><title>N</title></item>`, i, i)
	}
	entries, err := source.ParseFeed([]byte(rss(items...)), "https://example.org/")
	if err != nil || len(entries) != len(items) {
		t.Fatalf("got %d entries, %v", len(entries), err)
	}
}

func TestParseSitemap(t *testing.T) {
	const news = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://example.org/a</loc><lastmod>2024-06-01</lastmod><news:news><news:publication><news:name>Desk</news:name><news:language>en</news:language></news:publication><news:publication_date>2024-05-06T10:00:00+02:00</news:publication_date><news:title>A</news:title></news:news></url>
<url><loc>https://example.org/b</loc><lastmod>2024-06-01</lastmod></url>
</urlset>`
	s, err := source.ParseSitemap([]byte(news), "https://example.org/sitemap.xml")
	want := []string{"https://example.org/a | https://example.org/a | 2024-05-06T08:00:00Z | A", "https://example.org/b | https://example.org/b | - | "}
	if diff := cmp.Diff(want, brief(s.Entries)); err != nil || diff != "" {
		t.Errorf("error %v, entries (-want +got):\n%s", err, diff)
	}
	s, err = source.ParseSitemap([]byte(news[:len(news)-30]), "https://example.org/sitemap.xml")
	if err == nil || len(s.Entries) != 1 {
		t.Errorf("broken off: got %d entries, %v", len(s.Entries), err)
	}
	s, err = source.ParseSitemap([]byte(`<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>`), "https://example.org/sitemap.xml")
	if diff := cmp.Diff([]string{"https://example.org/news.xml"}, s.Sitemaps); err != nil || diff != "" {
		t.Errorf("index: error %v, (-want +got):\n%s", err, diff)
	}
	if _, err := source.ParseSitemap([]byte(`<html></html>`), "https://example.org/"); err == nil {
		t.Error("a page passes for a sitemap")
	}
}
