package article

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// DateSource is where a publication date was found.
type DateSource string

// The sources, most trusted first.
const (
	DateLinked  DateSource = "json-ld"
	DateMeta    DateSource = "meta"
	DateElement DateSource = "time element"
	DateAddress DateSource = "address"
	DateVisible DateSource = "visible text"
)

// dateNames are the meta elements that publishers use for the publication date, in lower case.
var dateNames = []string{
	"article:published_time", "og:published_time", "article:published", "og:article:published_time", "datepublished",
	"date.published", "published_time", "publishdate", "publish-date", "publish_date", "published_date", "publication_date",
	"pubdate", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
	"dc.date", "dcterms.date", "dc.issued", "rnews:datepublished", "cxenseparse:recs:publishtime", "originalpublicationdate",
	"citation_publication_date", "citation_date", "article.published", "displaydate", "datecreated", "bt:pubdate", "date", "pdate",
	"last-published", "prism.publicationdate",
}

// publicationDate finds when an article appeared. What the page declares is believed, unless the page's address has an
// earlier day: pages declare the day of their last change more often than addresses are wrong.
func publicationDate(d *declarations, ld map[string]any, address string) (schema.Published, DateSource) {
	p, source := declaredDate(d, ld)
	inPath := dateOfAddress(address)
	if inPath == "" && p == "" {
		return visibleDate(d.dated)
	}
	if inPath == "" {
		return p, source
	}
	if p == "" {
		return inPath, DateAddress
	}
	declared, err := p.Date()
	path, pathErr := inPath.Date()
	if err == nil && pathErr == nil && declared.First().Sub(path.First()) > 48*time.Hour {
		return inPath, DateAddress
	}
	return p, source
}

// declaredDate is the date that the page declares.
func declaredDate(d *declarations, ld map[string]any) (schema.Published, DateSource) {
	if p := parseDate(literal(ld["datepublished"])); p != "" {
		return p, DateLinked
	}
	for _, name := range dateNames {
		if p := parseDate(d.meta[name]); p != "" {
			return p, DateMeta
		}
	}
	if p := parseDate(literal(ld["datecreated"])); p != "" {
		return p, DateLinked
	}
	for _, marked := range [...]bool{true, false} {
		for _, t := range d.times {
			if p := parseDate(t.datetime); p != "" && t.published == marked {
				return p, DateElement
			}
		}
	}
	return "", ""
}

// visibleDate is the first complete date in the texts of elements that are styled as dates.
func visibleDate(texts []string) (schema.Published, DateSource) {
	for _, s := range texts {
		doc := &text.Document{Text: s, Sentences: text.Segment(s)}
		for _, e := range when.Find(doc, schema.Date{}) {
			if d := e.Period.Start; d.Precision() == schema.Day && d == e.Period.End {
				return schema.Published(d.String()), DateVisible
			}
		}
	}
	return "", ""
}

// dateLayouts are the ways of writing a date; those with a zone keep their time of day, the others only the day.
var dateLayouts = []struct {
	layout string
	zoned  bool
}{
	{time.RFC3339Nano, true},
	{"2006-01-02T15:04:05.999Z0700", true},
	{"2006-01-02T15:04Z07:00", true},
	{"2006-01-02T15:04Z0700", true},
	{"2006-01-02 15:04:05Z07:00", true},
	{"2006-01-02 15:04:05 Z07:00", true},
	{"2006-01-02 15:04:05 -0700", true},
	{"20060102T150405Z0700", true},
	{time.RFC1123Z, true},
	{"Mon, 2 Jan 2006 15:04:05 -0700", true},
	{time.RFC1123, false},
	{"2006-01-02T15:04:05.999", false},
	{"2006-01-02T15:04", false},
	{"2006-01-02 15:04:05.999", false},
	{"2006-01-02 15:04", false},
	{"2006-01-02", false},
	{"2006/01/02", false},
	{"2006/01/02 15:04:05", false},
	{"2006/01/02 15:04", false},
	{"20060102", false},
	{"January 2, 2006", false},
	{"January 2, 2006 3:04 PM", false},
	{"January 2, 2006 at 3:04 pm", false},
	{"Jan 2, 2006", false},
	{"Jan 2, 2006 3:04 PM", false},
	{"2 January 2006", false},
	{"2 January 2006 15:04", false},
	{"2 Jan 2006", false},
	{"2 Jan 2006 15:04", false},
	{"Mon Jan 2 2006", false},
	{"Mon Jan 2 15:04:05 MST 2006", false},
	{"Mon, 2 Jan 2006", false},
	{"Monday, January 2, 2006", false},
	{"Monday, 2 January 2006", false},
	{"2.1.2006", false},
	{"02.01.2006 15:04", false},
}

// parseDate reads a publication date in one of the layouts, or as seconds or milliseconds since 1970. A time of day
// without a zone is dropped, as it could be any day's. What can't be is the empty string.
func parseDate(s string) schema.Published {
	s = strings.TrimSpace(s)
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 9 {
		if len(s) >= 12 {
			n /= 1000
		}
		return plausible(time.Unix(n, 0).UTC(), true)
	}
	for _, l := range dateLayouts {
		if t, err := time.Parse(l.layout, s); err == nil {
			return plausible(t, l.zoned)
		}
	}
	if len(s) > 10 { // a day with something behind it
		if t, err := time.Parse(time.DateOnly, s[:10]); err == nil {
			return plausible(t, false)
		}
	}
	return ""
}

// plausible writes a date of the time of the Web.
func plausible(t time.Time, zoned bool) schema.Published {
	if t.Year() < 1990 || t.Year() > 2100 {
		return ""
	}
	if zoned {
		return schema.Published(t.Format(time.RFC3339))
	}
	return schema.Published(t.Format(time.DateOnly))
}

// dateOfAddress is the day in the path of an address: /2025/09/01/, /2025-09-01-title, /20250901/, /2025/sep/01/.
func dateOfAddress(address string) schema.Published {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	parts := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' || r == '-' || r == '_' || r == '.' })
	for i, s := range parts {
		switch {
		case len(s) == 8 && isYear(s[:4]):
			if t, err := time.Parse("20060102", s); err == nil {
				return plausible(t, false)
			}
		case len(s) == 4 && isYear(s) && i+2 < len(parts):
			for _, layout := range [...]string{"2006-1-2", "2006-Jan-2", "2006-January-2"} {
				if t, err := time.Parse(layout, s+"-"+parts[i+1]+"-"+parts[i+2]); err == nil {
					return plausible(t, false)
				}
			}
		}
	}
	return ""
}

func isYear(s string) bool {
	return strings.HasPrefix(s, "19") || strings.HasPrefix(s, "20")
}
