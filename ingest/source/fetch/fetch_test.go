package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// quick makes a fetcher whose waits are short and for which the given servers are public.
func quick(o Options, public ...*httptest.Server) *Fetcher {
	o.Delay = max(o.Delay, time.Millisecond)
	if o.MaxWait == 0 {
		o.MaxWait = 3 * time.Second
	}
	o.public = func(address string) bool {
		for _, s := range public {
			if s.Listener.Addr().String() == address {
				return true
			}
		}
		return false
	}
	return New(o)
}

// serve starts a server without robots.txt.
func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func get(t *testing.T, f *Fetcher, url string) (*Response, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return f.Get(ctx, Request{URL: url})
}

func TestGet(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("User-Agent"); got != "entente/1 (+mailto:desk@example.org)" {
			t.Errorf("user agent %q", got)
		}
		w.Header().Set("ETag", `"v1"`)
		_, _ = io.WriteString(w, "hello")
	})
	resp, err := get(t, quick(Options{Contact: "mailto:desk@example.org"}, s), s.URL+"/a")
	if err != nil || string(resp.Body) != "hello" || resp.ETag != `"v1"` || resp.Status != 200 {
		t.Fatalf("got %+v, %v", resp, err)
	}
}

func TestConditionalRequest(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"v1"` && r.Header.Get("If-Modified-Since") == "Mon, 06 May 2024 10:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, "new")
	})
	f := quick(Options{}, s)
	resp, err := f.Get(context.Background(), Request{URL: s.URL, ETag: `"v1"`, LastModified: "Mon, 06 May 2024 10:00:00 GMT"})
	if err != nil || resp.Status != http.StatusNotModified || len(resp.Body) != 0 {
		t.Fatalf("got %+v, %v", resp, err)
	}
}

func TestMisbehavingHosts(t *testing.T) {
	bomb := func() []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(make([]byte, 50<<20))
		_ = z.Close()
		return b.Bytes()
	}()
	elsewhere := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the guarded address was reached") })
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		options Options
		want    error  // matched with errors.Is, unless nil
		message string // part of the message
	}{
		{
			name:    "gives an error forever",
			handler: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) },
			message: "the host answered 500 Internal Server Error",
		},
		{
			name:    "has nothing there",
			handler: http.NotFound,
			message: "the host answered 404 Not Found",
		},
		{
			name: "asks to come back in an hour",
			handler: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "3600")
				w.WriteHeader(http.StatusTooManyRequests)
			},
			want: ErrWait, message: "1h0m0s, allowed are 3s",
		},
		{
			name:    "redirects in a circle",
			handler: func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) },
			want:    ErrRedirects, message: "more than 5",
		},
		{
			name: "redirects to this machine",
			handler: func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, elsewhere.URL, http.StatusFound)
			},
			want: ErrAddress, message: "127.0.0.1",
		},
		{
			name: "redirects to the metadata of a cloud",
			handler: func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
			},
			want: ErrAddress, message: "169.254.169.254",
		},
		{
			name: "redirects to a file",
			handler: func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
			},
			want: ErrScheme, message: `not "file"`,
		},
		{
			name: "sends a gzip bomb",
			handler: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				_, _ = w.Write(bomb)
			},
			want: ErrTooLarge, message: "more than 10485760 bytes",
		},
		{
			name: "never ends",
			handler: func(w http.ResponseWriter, _ *http.Request) {
				for {
					if _, err := w.Write(make([]byte, 64<<10)); err != nil {
						return
					}
				}
			},
			want: ErrTooLarge, message: "more than 10485760 bytes",
		},
		{
			name: "drips",
			handler: func(w http.ResponseWriter, r *http.Request) {
				for r.Context().Err() == nil {
					_, _ = io.WriteString(w, ".")
					w.(http.Flusher).Flush()
					time.Sleep(20 * time.Millisecond)
				}
			},
			options: Options{Timeout: 300 * time.Millisecond, Retries: 1},
			message: "read the body",
		},
		{
			name: "does not answer",
			handler: func(_ http.ResponseWriter, r *http.Request) {
				select {
				case <-r.Context().Done():
				case <-time.After(5 * time.Second):
				}
			},
			options: Options{Timeout: 200 * time.Millisecond, Retries: 1},
			message: "Client.Timeout exceeded",
		},
		{
			name: "breaks off",
			handler: func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "100")
				_, _ = io.WriteString(w, "short")
			},
			message: "unexpected EOF",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, c.handler)
			resp, err := get(t, quick(c.options, s), s.URL)
			if err == nil || c.want != nil && !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.message) {
				t.Fatalf("got %+v, error %v; want %v: ...%s...", resp, err, c.want, c.message)
			}
			if !strings.Contains(err.Error(), s.URL) {
				t.Errorf("the error does not say what was fetched: %v", err)
			}
		})
	}
}

func TestTroubleThatPasses(t *testing.T) {
	for _, c := range []struct {
		name   string
		first  func(w http.ResponseWriter)
		atMost time.Duration
	}{
		{"500", func(w http.ResponseWriter) { w.WriteHeader(500) }, 2 * time.Second},
		{"429 with Retry-After", func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
		}, 3 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var calls atomic.Int32
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if calls.Add(1) == 1 {
					c.first(w)
					return
				}
				_, _ = io.WriteString(w, "at last")
			})
			begin := time.Now()
			resp, err := get(t, quick(Options{}, s), s.URL)
			if err != nil || string(resp.Body) != "at last" || calls.Load() != 2 {
				t.Fatalf("got %+v, %v after %d calls", resp, err, calls.Load())
			}
			if took := time.Since(begin); c.name != "500" && took < time.Second || took > c.atMost {
				t.Errorf("took %s", took)
			}
		})
	}
}

func TestPrivateAddressesNeedPermission(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "intranet") })
	f := quick(Options{})
	byName := strings.Replace(s.URL, "127.0.0.1", "localhost", 1) // the guard looks behind names
	for _, url := range []string{s.URL, byName} {
		if _, err := get(t, f, url); !errors.Is(err, ErrAddress) {
			t.Errorf("%s without permission: %v", url, err)
		}
	}
	resp, err := f.Get(context.Background(), Request{URL: s.URL, Private: true})
	if err != nil || string(resp.Body) != "intranet" {
		t.Errorf("with permission: %+v, %v", resp, err)
	}
}

func TestCheckAddress(t *testing.T) {
	for address, public := range map[string]bool{
		"93.184.216.34:80": true, "[2606:4700::1111]:443": true,
		"127.0.0.1:80": false, "10.1.2.3:80": false, "172.16.0.1:80": false, "192.168.1.1:80": false,
		"169.254.169.254:80": false, "0.0.0.0:80": false, "0.1.2.3:80": false, "100.64.0.1:80": false,
		"198.18.0.1:80": false, "255.255.255.255:80": false, "224.0.0.1:80": false, "240.0.0.1:80": false,
		"[::1]:80": false, "[::]:80": false, "[fe80::1%eth0]:80": false, "[fc00::1]:80": false,
		"[::ffff:127.0.0.1]:80": false, "[64:ff9b::7f00:1]:80": false, "[2002:7f00:1::]:80": false, "nonsense": false,
	} {
		if err := checkAddress(address); (err == nil) != public {
			t.Errorf("checkAddress(%s) = %v, want public: %v", address, err, public)
		}
	}
}

func TestRobots(t *testing.T) {
	var fetched atomic.Int32
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		fetched.Add(1)
		_, _ = io.WriteString(w, "User-agent: *\nDisallow: /private\nUser-agent: entente\nDisallow: /ours\nAllow: /ours/open\n")
	})
	mux.HandleFunc("/jump", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/ours/x", http.StatusFound) })
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "page") })
	s := httptest.NewServer(mux)
	defer s.Close()
	f := quick(Options{}, s)
	for path, want := range map[string]error{"/private": nil, "/ours/x": ErrRobots, "/ours/open/x": nil, "/jump": ErrRobots, "/": nil} {
		if _, err := get(t, f, s.URL+path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if n := fetched.Load(); n != 1 {
		t.Errorf("robots.txt fetched %d times", n)
	}
}

func TestRobotsOfAHostInTroubleForbidEverything(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(http.StatusBadGateway)
		}
	}))
	defer s.Close()
	if _, err := get(t, quick(Options{Retries: 1}, s), s.URL+"/page"); !errors.Is(err, ErrRobots) {
		t.Errorf("got %v", err)
	}
}

func TestOneRequestAHostWithADelay(t *testing.T) {
	var mu sync.Mutex
	var under, most int
	var begins []time.Time
	s := serve(t, func(http.ResponseWriter, *http.Request) {
		mu.Lock()
		under++
		most = max(most, under)
		begins = append(begins, time.Now())
		mu.Unlock()
		time.Sleep(10 * time.Millisecond)
		mu.Lock()
		under--
		mu.Unlock()
	})
	const delay = 60 * time.Millisecond
	f := quick(Options{Delay: delay}, s)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			if _, err := get(t, f, fmt.Sprintf("%s/%d", s.URL, i)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most != 1 {
		t.Errorf("%d requests at once", most)
	}
	if took := begins[3].Sub(begins[0]); took < 3*delay-20*time.Millisecond {
		t.Errorf("four requests within %s", took)
	}
}

func TestStopsWhenAsked(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "2")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := quick(Options{}, s).Get(ctx, Request{URL: s.URL})
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) > time.Second {
		t.Errorf("got %v after %s", err, time.Since(begin))
	}
}
