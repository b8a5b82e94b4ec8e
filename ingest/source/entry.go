package source

import (
	"net/url"
	"strings"
	"time"
)

// Entry is an article that a feed or sitemap announces. Its ID tells it from the others of the same source; dates do
// not, as several may share one, or have none.
type Entry struct {
	ID        string // the feed's own id, else the address
	URL       string // absolute
	Title     string // without markup
	Published time.Time
	Language  string
	Publisher string
	HTML      string // the article itself, where the feed carries it
}

// absolute resolves an address against that of the document that it stands in; what is no web address becomes empty.
func absolute(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	u, err := base.Parse(ref)
	if ref == "" || err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

// unique drops entries that repeat the id of an earlier one. Feeds repeat ids both for one article twice and for
// different articles; the address tells these apart.
func unique(entries []Entry) []Entry {
	type key struct{ id, url string }
	seen := make(map[key]bool, len(entries))
	kept := entries[:0]
	for _, e := range entries {
		if k := (key{e.ID, e.URL}); !seen[k] {
			seen[k] = true
			kept = append(kept, e)
		}
	}
	return kept
}
