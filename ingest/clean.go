package ingest

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/entente-kg/entente/ingest/article"
	"github.com/entente-kg/entente/schema"
)

// poison is the error of an article that a stage breaks on, though nothing is known to be wrong with it: it may be read
// once the program is better.
type poison struct{ error }

func (e *poison) Unwrap() error { return e.error }

// Kinds of reasons, few enough for a metric.
const (
	classInput    = "input"    // not text, too long, broken JSON
	classUndated  = "undated"  // no publication date
	classLanguage = "language" // not in English
	classEmpty    = "empty"    // no text
	classFetch    = "fetch"    // could not be fetched
	classPoison   = "poison"   // a stage broke on it; it is in the dead letters
	classRefused  = "refused"  // the graph does not take it; the same
)

// ErrFetch is wrapped where an item could not be fetched.
var ErrFetch = errors.New("not fetched")

func classify(err error) string {
	var foreign *article.LanguageError
	var p *poison
	switch {
	case errors.As(err, &p):
		return classPoison
	case errors.As(err, &foreign):
		return classLanguage
	case errors.Is(err, ErrNoDate):
		return classUndated
	case errors.Is(err, ErrEmpty), errors.Is(err, article.ErrNoText):
		return classEmpty
	case errors.Is(err, ErrFetch):
		return classFetch
	}
	return classInput
}

// guard calls f and turns a panic into an error, with the place where it broke in stack.
func guard(stack *string, f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			*stack = string(debug.Stack())
			err = &poison{fmt.Errorf("reading it failed: %v", v)}
		}
	}()
	return f()
}

// clean makes an article of a job's item: of its page, if it is one, and says no to what is no English news.
func (p *Pipeline) clean(j *job) {
	if j.receipt.Outcome != "" {
		return
	}
	begin := time.Now()
	err := guard(&j.stack, func() error { return p.cleanItem(j) })
	j.receipt.Seconds.Clean = time.Since(begin).Seconds()
	j.receipt.Article, j.receipt.Published = j.item.Article.ID, j.item.Article.Published
	if err != nil {
		j.reject(err)
	}
}

func (p *Pipeline) cleanItem(j *job) (err error) {
	if j.item.Page == nil {
		j.item.Article, _, err = article.FromText(j.item.Article)
		return err
	}
	sum := sha256.Sum256(j.item.Page.Body)
	j.page = sum[:]
	if p.Ledger != nil {
		known, err := p.Ledger.KnownPage(j.page)
		if err != nil {
			return err
		}
		if known != "" {
			j.item.Article.ID, j.receipt.Outcome = known, Unchanged
			return nil
		}
	}
	a, _, err := article.FromHTML(j.item.Page.Body, j.item.Page.ContentType, j.item.Page.URL)
	if err != nil {
		return err
	}
	j.item.Article = complete(a, j.item.Article)
	return Check(j.item.Article)
}

// complete fills in what a page does not say of itself from what its source knows, and gives the article its identity:
// its canonical address.
func complete(page, known schema.Article) schema.Article {
	a := page
	a.URL = Canonical(cmp.Or(page.URL, known.URL))
	a.ID = cmp.Or(known.ID, a.URL, textID(a.Text))
	a.Title = cmp.Or(page.Title, known.Title)
	a.Published = cmp.Or(page.Published, known.Published)
	if a.Source == "" || known.Source != "" && a.Source == hostOf(a.URL) {
		a.Source = known.Source // a host is no more than a stopgap for the publisher's name
	}
	return a
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// tracking are parameters of addresses that tell where a reader came from; the article is the same without them.
var tracking = map[string]bool{"fbclid": true, "gclid": true, "dclid": true, "msclkid": true, "mc_cid": true, "mc_eid": true, "igshid": true, "yclid": true}

// Canonical is an address without what does not tell one article from another: the fragment, parameters for the tracking
// of readers, letter case of the host. What is no address comes back as it is.
func Canonical(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	u.Fragment = ""
	u.Host = strings.ToLower(u.Host)
	if u.RawQuery != "" {
		kept := strings.Split(u.RawQuery, "&")[:0:0]
		for _, pair := range strings.Split(u.RawQuery, "&") {
			key, _, _ := strings.Cut(pair, "=")
			if !tracking[key] && !strings.HasPrefix(key, "utm_") {
				kept = append(kept, pair)
			}
		}
		u.RawQuery = strings.Join(kept, "&")
	}
	return u.String()
}
