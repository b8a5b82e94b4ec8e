package endpoint

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"

	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// Reader is what an Extractor wraps, and what it is itself: ingest.Reader.
type Reader interface {
	Extract(schema.Article) (schema.Facts, error)
}

// Config says which model reads, and with what patience.
type Config struct {
	URL     string        // base of the API, such as http://127.0.0.1:11434/v1
	Model   string        // as the endpoint calls it
	Key     Key           // may be empty
	Timeout time.Duration // of one request; 0 for two minutes
	Tokens  int           // of an article's text in one request, about; 0 for 3000
	Log     *slog.Logger
}

// Key is the secret that an endpoint asks for. It prints as "[key]", whatever prints it.
type Key string

// String hides the key.
func (k Key) String() string {
	if k == "" {
		return ""
	}
	return "[key]"
}

// GoString hides the key.
func (k Key) GoString() string { return k.String() }

// MarshalText hides the key.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

const (
	defaultTimeout = 2 * time.Minute
	defaultTokens  = 3000
	// maxParts bounds what one article costs: a book is read by the grammar to its end, by the model no further.
	maxParts = 40
	// firstPause is how long the first retry waits; each further one waits longer.
	firstPause = time.Second
)

// Extractor adds what a language model reads to what another reader has read. It is safe for concurrent use.
type Extractor struct {
	ctx    context.Context // of the program: Reader has none to hand down
	base   Reader
	world  *reference.World
	config Config
	client *openai.Client
	format *format
	pause  time.Duration
}

// New wraps base. The requests end with ctx. An error says what is wrong with the configuration; whether the endpoint
// answers shows only when it is asked.
func New(ctx context.Context, base Reader, world *reference.World, c Config) (*Extractor, error) {
	if err := c.Validate(); err != nil {
		return nil, err
	}
	if c.Timeout <= 0 {
		c.Timeout = defaultTimeout
	}
	if c.Tokens <= 0 {
		c.Tokens = defaultTokens
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	f, err := newFormat()
	if err != nil {
		return nil, fmt.Errorf("make the schema of answers: %w", err)
	}
	return &Extractor{ctx: ctx, base: base, world: world, config: c, client: newClient(c), format: f, pause: firstPause}, nil
}

// Validate says what is wrong with the URL or the model.
func (c Config) Validate() error {
	u, err := url.Parse(c.URL)
	switch {
	case err != nil:
		return errors.New("the endpoint's URL can't be read") // the error of net/url would show a password in it
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return errors.New("the endpoint's URL must be http:// or https:// and a host")
	case u.User != nil:
		return errors.New("the endpoint's URL can't carry a password: set the key")
	case strings.TrimSpace(c.Model) == "":
		return errors.New("the endpoint needs the name of a model")
	}
	return nil
}

// Name is the extractor that claims of this reader name.
func (x *Extractor) Name() string { return "openai:" + x.config.Model }

// Extract is the wrapped reader's Extract with the facts that the model adds. Only an error of the wrapped reader is
// one; whatever else goes wrong is logged as a warning, and the facts are those that could be read without it.
func (x *Extractor) Extract(a schema.Article) (schema.Facts, error) {
	f, err := x.base.Extract(a)
	if err != nil {
		return f, err
	}
	log := x.config.Log.With("article", f.Article.ID, "extractor", x.Name())
	parts := split(f.Article.Text, x.config.Tokens)
	if len(parts) > maxParts {
		log.Warn("the second reader reads only the beginning of a long article", "parts", len(parts), "read", maxParts)
		parts = parts[:maxParts]
	}
	var answers []partAnswer
	for i, p := range parts {
		ans, err := x.ask(f.Article, p)
		if err == nil {
			answers = append(answers, partAnswer{p, ans})
			continue
		}
		var fail *failure
		errors.As(err, &fail)
		log.Warn("the second reader failed, the article keeps what was read without it",
			"outcome", fail.outcome, "error", x.redact(fail.err), "part", i+1, "parts", len(parts))
		if fail.outcome.lasting() {
			break
		}
	}
	if len(answers) == 0 {
		return f, nil
	}
	m := newMerger(&f, x.world, x.Name())
	m.add(answers)
	log.Info("the second reader read an article", "added", m.added, "dropped", m.droppedText())
	return f, nil
}

// redact takes the key out of an error, since some endpoints repeat in their answer the key that they reject.
func (x *Extractor) redact(err error) string {
	const longest = 500
	s := err.Error()
	if x.config.Key != "" {
		s = strings.ReplaceAll(s, string(x.config.Key), x.config.Key.String())
	}
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return s
}
