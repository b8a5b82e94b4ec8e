package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"time"

	"github.com/robfig/cron/v3"
	"go.yaml.in/yaml/v3"
)

// Kind says how a source is read.
type Kind string

// The kinds of sources.
const (
	KindFeed    Kind = "feed"    // RSS, Atom or JSON Feed
	KindSitemap Kind = "sitemap" // a sitemap, a news sitemap or an index of them
	KindPage    Kind = "page"    // one page that holds an article
	KindFiles   Kind = "files"   // a file or folder of text, HTML or JSON Lines, also compressed
	KindWARC    Kind = "warc"    // a file or folder of a crawl
)

// Source is where articles come from, as the file of sources lists it.
type Source struct {
	Name      string   `yaml:"name"`      // unique in the file; what reports and metrics call it
	Kind      Kind     `yaml:"kind"`      // see Kind
	URL       string   `yaml:"url"`       // of a feed, sitemap or page
	Path      string   `yaml:"path"`      // of files or a crawl
	Publisher string   `yaml:"publisher"` // of articles that do not name one
	Language  string   `yaml:"language"`  // ISO 639-1, of articles that do not say theirs
	Schedule  string   `yaml:"schedule"`  // when the service reads it, as cron writes it: "*/15 * * * *"
	Private   bool     `yaml:"private"`   // may be on this machine or in its own network
	Limit     int      `yaml:"limit"`     // items of one run [1000]
	MaxAge    Duration `yaml:"max_age"`   // items older than this are passed over [none are]
	Undated   string   `yaml:"undated"`   // articles that neither page nor list dates: reject, or take the day they were fetched [reject]
	Recheck   Duration `yaml:"recheck"`   // how long a page is looked at again for corrections, once a day [72h]
}

// What may become of articles without a date.
const (
	UndatedReject  = "reject"
	UndatedFetched = "fetched"
)

// Duration is a time.Duration that YAML writes as "72h".
type Duration time.Duration

// UnmarshalYAML reads what time.ParseDuration reads.
func (d *Duration) UnmarshalYAML(n *yaml.Node) error {
	v, err := time.ParseDuration(n.Value)
	if err != nil || v < 0 {
		return fmt.Errorf("line %d: %q is no duration: want for example 72h or 30m", n.Line, n.Value)
	}
	*d = Duration(v)
	return nil
}

// Config is a file of sources.
type Config struct {
	Contact string   `yaml:"contact"` // page or mail address for hosts that want to complain; sent with each request
	Delay   Duration `yaml:"delay"`   // between two requests to one host [1s]
	Sources []Source `yaml:"sources"`
}

const (
	defaultLimit   = 1000
	defaultRecheck = 72 * time.Hour
)

// LoadConfig reads and checks a file of sources. Errors name the file and the line or the source.
func LoadConfig(path string) (Config, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return Config{}, err
	}
	var c Config
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&c); err != nil && !errors.Is(err, io.EOF) {
		return Config{}, fmt.Errorf("%s: %w", path, err)
	}
	if err := c.check(); err != nil {
		return Config{}, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

func (c *Config) check() error {
	if len(c.Sources) == 0 {
		return errors.New("no sources are listed")
	}
	var errs []error
	seen := map[string]bool{}
	for i := range c.Sources {
		s := &c.Sources[i]
		if err := s.check(); err != nil {
			errs = append(errs, fmt.Errorf("source %d (%s): %w", i+1, s.Name, err))
		}
		if seen[s.Name] {
			errs = append(errs, fmt.Errorf("source %d (%s): another source has this name", i+1, s.Name))
		}
		seen[s.Name] = true
	}
	return errors.Join(errs...)
}

var (
	nameRule     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)
	languageRule = regexp.MustCompile(`^[a-z]{2}$`)
)

// check fills in defaults and says what is wrong.
func (s *Source) check() error {
	var errs []error
	wrong := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if !nameRule.MatchString(s.Name) {
		wrong("name %q: want up to 64 letters, digits, '.', '_' and '-'", s.Name)
	}
	switch s.Kind {
	case KindFeed, KindSitemap, KindPage:
		if u, err := url.Parse(s.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			wrong("url %q: want an http or https address", s.URL)
		}
		if s.Path != "" {
			wrong("a %s has a url, no path", s.Kind)
		}
	case KindFiles, KindWARC:
		if s.Path == "" || s.URL != "" {
			wrong("%s has a path, no url", s.Kind)
		}
	default:
		wrong("kind %q: want feed, sitemap, page, files or warc", s.Kind)
	}
	if s.Language != "" && !languageRule.MatchString(s.Language) {
		wrong("language %q: want two letters, as en", s.Language)
	}
	if s.Undated != "" && s.Undated != UndatedReject && s.Undated != UndatedFetched {
		wrong("undated %q: want %s or %s", s.Undated, UndatedReject, UndatedFetched)
	}
	if err := CheckSchedule(s.Schedule); err != nil {
		wrong("schedule: %w", err)
	}
	if s.Limit < 0 {
		wrong("limit can't be negative")
	}
	if s.Limit == 0 {
		s.Limit = defaultLimit
	}
	if s.Recheck == 0 {
		s.Recheck = Duration(defaultRecheck)
	}
	return errors.Join(errs...)
}

// CheckSchedule says what is wrong with a cron expression; the empty one is right and means never.
func CheckSchedule(spec string) (err error) {
	if spec == "" {
		return nil
	}
	// The parser panics on some time zones that are cut short.
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%q is no cron expression", spec)
		}
	}()
	if _, err := cron.ParseStandard(spec); err != nil {
		return fmt.Errorf("%q is no cron expression: %w", spec, err)
	}
	return nil
}
