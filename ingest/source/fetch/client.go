package fetch

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// newClient makes a client that retries what may pass and, if guarded, never connects to an address of the user's own
// network. Redirects are left to the Fetcher.
func newClient(o Options, guarded bool) *retryablehttp.Client {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if guarded {
		// Control sees the address that is really connected to, after DNS: a name that resolves inwards is caught here.
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			if o.public != nil && o.public(address) {
				return nil
			}
			return checkAddress(address)
		}
	}
	c := retryablehttp.NewClient()
	c.Logger = nil
	c.HTTPClient = &http.Client{
		Timeout: o.Timeout,
		Transport: &http.Transport{
			Proxy:                  nil, // a proxy would connect in our place, past the guard
			DialContext:            dialer.DialContext,
			MaxConnsPerHost:        1,
			MaxResponseHeaderBytes: 64 << 10,
			ResponseHeaderTimeout:  o.Timeout,
			TLSHandshakeTimeout:    10 * time.Second,
			IdleConnTimeout:        30 * time.Second,
			ForceAttemptHTTP2:      true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c.RetryMax = o.Retries
	c.ErrorHandler = retryablehttp.PassthroughErrorHandler
	c.CheckRetry = func(ctx context.Context, resp *http.Response, err error) (bool, error) {
		if errors.Is(err, ErrAddress) {
			return false, err
		}
		if wait, ok := retryAfter(resp, time.Now()); ok && wait > o.MaxWait {
			return false, nil
		}
		return retryablehttp.DefaultRetryPolicy(ctx, resp, err)
	}
	c.Backoff = func(_, _ time.Duration, attempt int, resp *http.Response) time.Duration {
		return backoff(attempt, resp, o)
	}
	return c
}

// backoff is the wait before a retry: what the host asks for, or a wait that doubles from the delay on; either with up
// to a quarter more, so that many clients do not come back at once.
func backoff(attempt int, resp *http.Response, o Options) time.Duration {
	wait, ok := retryAfter(resp, time.Now())
	if !ok {
		wait = min(o.Delay<<min(attempt, 16), o.MaxWait)
	}
	return wait + rand.N(wait/4+time.Millisecond)
}

// retryAfter reads the Retry-After header of an answer, in seconds or as a date.
func retryAfter(resp *http.Response, now time.Time) (time.Duration, bool) {
	if resp == nil {
		return 0, false
	}
	value := resp.Header.Get("Retry-After")
	if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
		return time.Duration(min(seconds, 1<<30)) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// inward lists address ranges that netip.Addr's own methods do not know and that lead, or may lead, into a private
// network: shared address space (RFC 6598), benchmarks (RFC 2544), reserved (RFC 1112), "this network" (RFC 791), and
// the IPv6 prefixes that embed an IPv4 address (NAT64, RFC 6052 and 8215; 6to4, RFC 3056; Teredo, RFC 4380).
var inward = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"),
	netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2001::/32"),
	netip.MustParsePrefix("2002::/16"),
}

// checkAddress refuses an address (ip:port) that is not public.
func checkAddress(address string) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", ErrAddress, address)
	}
	ip := ap.Addr().Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return fmt.Errorf("%w: %s", ErrAddress, ip)
	}
	for _, p := range inward {
		if p.Contains(ip) {
			return fmt.Errorf("%w: %s", ErrAddress, ip)
		}
	}
	return nil
}
