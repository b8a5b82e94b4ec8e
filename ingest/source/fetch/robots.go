package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/temoto/robotstxt"
)

// robots keeps the rules of each host for as long as RFC 9309 lets us.
type robots struct {
	fetcher *Fetcher
	mu      sync.Mutex
	rules   map[string]*rules
}

type rules struct {
	once  sync.Once
	data  *robotstxt.RobotsData
	until time.Time
}

// robotsAge is how long rules are used before they are fetched anew (RFC 9309, section 2.4).
const robotsAge = 24 * time.Hour

func newRobots(f *Fetcher) *robots { return &robots{fetcher: f, rules: map[string]*rules{}} }

// allowed returns ErrRobots where the host's robots.txt forbids u to us.
func (r *robots) allowed(ctx context.Context, u *url.URL, private bool) error {
	site := u.Scheme + "://" + u.Host
	r.mu.Lock()
	x := r.rules[site]
	if x == nil || time.Now().After(x.until) {
		if len(r.rules) >= maxHosts {
			clear(r.rules)
		}
		x = &rules{until: time.Now().Add(robotsAge)}
		r.rules[site] = x
	}
	r.mu.Unlock()
	var err error
	x.once.Do(func() {
		if x.data, err = r.fetch(ctx, site, private); err == nil {
			r.fetcher.hosts.slower(u.Host, x.data.FindGroup(agent).CrawlDelay)
		}
	})
	if err != nil || x.data == nil {
		r.mu.Lock()
		delete(r.rules, site) // the next request asks again
		r.mu.Unlock()
		if err == nil {
			err = errors.New("robots.txt could not be read")
		}
		return err
	}
	if !x.data.TestAgent(u.EscapedPath(), agent) {
		return ErrRobots
	}
	return nil
}

// fetch reads a site's rules. As RFC 9309 has it, a missing file allows everything and a host in trouble nothing.
func (r *robots) fetch(ctx context.Context, site string, private bool) (*robotstxt.RobotsData, error) {
	anything := func(context.Context, *url.URL, bool) error { return nil }
	resp, err := r.fetcher.follow(ctx, Request{URL: site + "/robots.txt", Private: private}, anything)
	status, body := http.StatusNotFound, []byte(nil)
	var refused *StatusError
	switch {
	case errors.As(err, &refused):
		status = refused.Status
	case errors.Is(err, ErrRedirects), errors.Is(err, ErrTooLarge):
		// rules that can't be had count as missing
	case err != nil:
		return nil, err
	default:
		status, body = resp.Status, resp.Body
	}
	if data, err := robotstxt.FromStatusAndBytes(status, body); err == nil {
		return data, nil
	}
	return robotstxt.FromStatusAndBytes(http.StatusNotFound, nil) // rules that can't be read count as missing, too
}
