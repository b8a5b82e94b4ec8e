// Package fetch gets pages and feeds from the web politely and safely: one connection and a delay per host, robots.txt
// obeyed, conditional requests, retries with jitter, and no address that leads into the user's own network.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Options say how a Fetcher behaves; the zero value of each field takes the default in brackets.
type Options struct {
	Contact    string        // address or page of whoever runs this, for the user agent; hosts want to know
	Delay      time.Duration // between two requests to one host [1 s]; a longer Crawl-delay of its robots.txt wins
	Concurrent int           // requests under way at once, over all hosts [8]
	Timeout    time.Duration // for one attempt, body included [30 s]
	MaxBytes   int64         // of a body, after decompression [10 MB]
	Retries    int           // after the first attempt [3]
	MaxWait    time.Duration // longest wait before a retry; a host that asks for more is given up [2 min]
	Redirects  int           // [5]
	Log        *slog.Logger  // [none]

	public func(address string) bool // addresses (ip:port) that tests take for public
}

func (o Options) withDefaults() Options {
	def := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	def(&o.Delay, time.Second)
	def(&o.Timeout, 30*time.Second)
	def(&o.MaxWait, 2*time.Minute)
	if o.Concurrent == 0 {
		o.Concurrent = 8
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 10 << 20
	}
	if o.Retries == 0 {
		o.Retries = 3
	}
	if o.Redirects == 0 {
		o.Redirects = 5
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Request is what to get.
type Request struct {
	URL          string
	ETag         string // of the copy that the caller has, if any
	LastModified string // the same
	Private      bool   // allow loopback, link-local and private addresses
}

// Response is what came. Body is whole, decompressed and, for text, as it was sent: see Text for its characters.
type Response struct {
	URL          string // after redirects
	Status       int    // 200, or 304 where the caller's copy is still good
	ContentType  string
	ETag         string
	LastModified string
	Body         []byte
}

// Reasons for which a request is not made or its answer not taken. Each comes wrapped with the address.
var (
	ErrScheme    = errors.New("only http and https are fetched")
	ErrAddress   = errors.New("the address is loopback, link-local or private; allow it for this source with private: true")
	ErrRobots    = errors.New("robots.txt of the host forbids it")
	ErrRedirects = errors.New("too many redirects")
	ErrTooLarge  = errors.New("the body is larger than allowed")
	ErrWait      = errors.New("the host asks to wait longer than allowed")
)

// StatusError is an answer that is neither a success nor "not modified", after all retries.
type StatusError struct{ Status int }

func (e *StatusError) Error() string {
	return fmt.Sprintf("the host answered %d %s", e.Status, http.StatusText(e.Status))
}

// Fetcher fetches for many callers at once and keeps the manners between them.
type Fetcher struct {
	options Options
	slots   chan struct{}
	hosts   *hosts
	robots  *robots
	guarded *retryablehttp.Client
	open    *retryablehttp.Client // for sources that may use private addresses
}

// New makes a Fetcher.
func New(o Options) *Fetcher {
	o = o.withDefaults()
	f := &Fetcher{
		options: o,
		slots:   make(chan struct{}, o.Concurrent),
		hosts:   newHosts(o.Delay),
		guarded: newClient(o, true),
		open:    newClient(o, false),
	}
	f.robots = newRobots(f)
	return f
}

// userAgent names us and where to complain.
func (o Options) userAgent() string {
	if o.Contact == "" {
		return agent + "/1"
	}
	return fmt.Sprintf("%s/1 (+%s)", agent, o.Contact)
}

const agent = "entente"

// Get fetches one address, following redirects, and obeys robots.txt at each step. A 304 comes back with an empty body.
func (f *Fetcher) Get(ctx context.Context, r Request) (*Response, error) {
	select {
	case f.slots <- struct{}{}:
		defer func() { <-f.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	resp, err := f.follow(ctx, r, f.robots.allowed)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", r.URL, err)
	}
	return resp, nil
}

// follow gets r.URL and what it redirects to; allowed is asked before each step.
func (f *Fetcher) follow(ctx context.Context, r Request, allowed func(context.Context, *url.URL, bool) error) (*Response, error) {
	u, err := url.Parse(r.URL)
	if err != nil {
		return nil, err
	}
	for range f.options.Redirects + 1 {
		if u.Scheme != "http" && u.Scheme != "https" {
			return nil, fmt.Errorf("%w, not %q", ErrScheme, u.Scheme)
		}
		if err := allowed(ctx, u, r.Private); err != nil {
			return nil, err
		}
		resp, next, err := f.once(ctx, u, r)
		if err != nil || next == nil {
			return resp, err
		}
		u = next
	}
	return nil, fmt.Errorf("%w: more than %d, the last to %s", ErrRedirects, f.options.Redirects, u)
}

// once makes one request with its retries. It returns the answer, or where the host sends us.
func (f *Fetcher) once(ctx context.Context, u *url.URL, r Request) (*Response, *url.URL, error) {
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("User-Agent", f.options.userAgent())
	req.Header.Set("Accept-Language", "en")
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.LastModified)
	}
	release, err := f.hosts.turn(ctx, u.Host)
	if err != nil {
		return nil, nil, err
	}
	defer release()
	client := f.guarded
	if r.Private {
		client = f.open
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	if next, err := redirect(resp); next != nil || err != nil {
		return nil, next, err
	}
	return f.answer(resp, u)
}

// redirect is where an answer sends us, or nil.
func redirect(resp *http.Response) (*url.URL, error) {
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return resp.Location()
	}
	return nil, nil
}

func (f *Fetcher) answer(resp *http.Response, u *url.URL) (*Response, *url.URL, error) {
	if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable {
		if wait, ok := retryAfter(resp, time.Now()); ok && wait > f.options.MaxWait {
			return nil, nil, fmt.Errorf("%w: %s, allowed are %s", ErrWait, wait.Round(time.Second), f.options.MaxWait)
		}
	}
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusNotModified {
		return nil, nil, &StatusError{resp.StatusCode}
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, f.options.MaxBytes+1))
	if err != nil {
		return nil, nil, fmt.Errorf("read the body: %w", err)
	}
	if int64(len(body)) > f.options.MaxBytes {
		return nil, nil, fmt.Errorf("%w: more than %d bytes", ErrTooLarge, f.options.MaxBytes)
	}
	return &Response{
		URL:          u.String(),
		Status:       resp.StatusCode,
		ContentType:  resp.Header.Get("Content-Type"),
		ETag:         resp.Header.Get("ETag"),
		LastModified: resp.Header.Get("Last-Modified"),
		Body:         body,
	}, nil, nil
}
