package source

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"golang.org/x/net/html/charset"
)

// Sitemap is what a sitemap file holds (https://www.sitemaps.org/protocol.html): entries, or further sitemaps.
type Sitemap struct {
	Entries  []Entry
	Sitemaps []string // addresses
}

// sitemapURL is a url element, with the news extension where it has one.
type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod"`
	News    struct {
		Publication struct {
			Name     string `xml:"name"`
			Language string `xml:"language"`
		} `xml:"publication"`
		Date  string `xml:"publication_date"`
		Title string `xml:"title"`
	} `xml:"news"`
}

// ParseSitemap reads a sitemap or an index of sitemaps. address is where it was fetched. From a file that breaks off,
// what stands before the break is returned together with an error.
func ParseSitemap(body []byte, address string) (Sitemap, error) {
	base, err := url.Parse(address)
	if err != nil {
		return Sitemap{}, err
	}
	var s Sitemap
	dec := xml.NewDecoder(bytes.NewReader(body))
	dec.CharsetReader = charset.NewReaderLabel
	known := false
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s.done(), fmt.Errorf("the sitemap breaks off: %w", err)
		}
		start, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "urlset", "sitemapindex":
			known = true
		case "url", "sitemap":
			var u sitemapURL
			if err := dec.DecodeElement(&u, &start); err != nil {
				return s.done(), fmt.Errorf("the sitemap breaks off: %w", err)
			}
			s.add(start.Name.Local, u, base)
		}
	}
	if !known {
		return Sitemap{}, errors.New("not a sitemap: neither urlset nor sitemapindex")
	}
	return s.done(), nil
}

func (s *Sitemap) add(element string, u sitemapURL, base *url.URL) {
	address := absolute(base, u.Loc)
	switch {
	case address == "":
	case element == "sitemap":
		s.Sitemaps = append(s.Sitemaps, address)
	default:
		e := Entry{
			ID: address, URL: address, Title: plain(u.News.Title),
			Language: u.News.Publication.Language, Publisher: u.News.Publication.Name,
		}
		// lastmod tells of any touch of the page; it is no publication date.
		e.Published = parseW3C(u.News.Date)
		s.Entries = append(s.Entries, e)
	}
}

func (s *Sitemap) done() Sitemap {
	s.Entries = unique(s.Entries)
	return *s
}

// parseW3C reads the date formats of sitemaps (https://www.w3.org/TR/NOTE-datetime), or gives the zero time.
func parseW3C(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
