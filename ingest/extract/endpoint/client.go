package endpoint

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/sashabaranov/go-openai"

	"github.com/entente-kg/entente/schema"
)

//go:embed prompt.txt
var prompt string

// outcome is what became of a request that gave no facts.
type outcome string

const (
	refused     outcome = "the model refused"
	filtered    outcome = "a content filter stopped the answer"
	cutOff      outcome = "the answer was cut off"
	malformed   outcome = "the answer is no JSON"
	offSchema   outcome = "the answer breaks the schema"
	timedOut    outcome = "no answer in time"
	rateLimited outcome = "the endpoint's rate limit is reached"
	unavailable outcome = "the endpoint is unavailable"
	rejected    outcome = "the endpoint rejected the request"
	stopped     outcome = "stopped"
)

// lasting reports whether the next part of the article would meet the same.
func (o outcome) lasting() bool {
	switch o {
	case timedOut, rateLimited, unavailable, rejected, stopped:
		return true
	}
	return false
}

// failure is an outcome with what caused it.
type failure struct {
	outcome outcome
	err     error
}

func (f *failure) Error() string { return fmt.Sprintf("%s: %v", f.outcome, f.err) }

func (f *failure) Unwrap() error { return f.err }

const (
	attempts    = 4
	maxWaiting  = 2 * time.Minute // for a rate limit or a server to recover, over all attempts of a part
	maxResponse = 8 << 20         // bytes
)

var errRedirect = errors.New("the endpoint redirects, set its final URL")

func newClient(c Config) *openai.Client {
	config := openai.DefaultConfig(string(c.Key))
	config.BaseURL = strings.TrimRight(c.URL, "/")
	config.HTTPClient = &http.Client{
		Transport: capped{http.DefaultTransport},
		// A redirect would send article and key to somebody who is not in the settings.
		CheckRedirect: func(*http.Request, []*http.Request) error { return errRedirect },
	}
	return openai.NewClientWithConfig(config)
}

// capped bounds what is read of a response.
type capped struct{ http.RoundTripper }

func (c capped) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, maxResponse), resp.Body}
	}
	return resp, err
}

// ask lets the model read a part of an article. What passes by itself is tried again; other errors are a *failure.
func (x *Extractor) ask(a schema.Article, p part) (answer, error) {
	request := x.request(a, p)
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval = x.pause
	ans, err := backoff.Retry(x.ctx, func() (answer, error) { return x.try(request) },
		backoff.WithBackOff(wait), backoff.WithMaxTries(attempts), backoff.WithMaxElapsedTime(maxWaiting))
	var fail *failure
	if err != nil && !errors.As(err, &fail) {
		return answer{}, &failure{stopped, err} // by the context, while waiting
	}
	return ans, err
}

// request is what the model is asked. The article stands between tags that its own text can't close, since they carry a
// hash of it.
func (x *Extractor) request(a schema.Article, p part) openai.ChatCompletionRequest {
	text := a.Text[p.start:p.end]
	sum := sha256.Sum256([]byte(a.Title + "\n" + text))
	code := hex.EncodeToString(sum[:8])
	user := fmt.Sprintf("Published: %s\n<title %[2]s>%[3]s</title %[2]s>\n<article %[2]s>\n%[4]s\n</article %[2]s>", a.Published, code, a.Title, text)
	r := openai.ChatCompletionRequest{
		Model: x.config.Model,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: prompt},
			{Role: openai.ChatMessageRoleUser, Content: user},
		},
		ResponseFormat: &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: "facts", Schema: json.RawMessage(x.format.wire), Strict: true},
		},
		Temperature: math.SmallestNonzeroFloat32, // the client leaves out a zero
	}
	if openai.NewReasoningValidator().Validate(r) != nil { // models that choose their temperature themselves
		r.Temperature = 0
	}
	return r
}

// try sends the request once. Errors that a later attempt may not meet are left to backoff.
func (x *Extractor) try(r openai.ChatCompletionRequest) (answer, error) {
	ctx, cancel := context.WithTimeout(x.ctx, x.config.Timeout)
	defer cancel()
	resp, err := x.client.CreateChatCompletion(ctx, r)
	if err != nil {
		return answer{}, x.transportFailure(ctx, resp.Header(), err)
	}
	content, err := contentOf(resp)
	if err == nil {
		var ans answer
		if ans, err = x.format.parse(content); err == nil {
			return ans, nil
		}
	}
	return answer{}, backoff.Permanent(err)
}

// contentOf is the text of the model's answer.
func contentOf(resp openai.ChatCompletionResponse) (string, error) {
	if len(resp.Choices) == 0 {
		return "", &failure{malformed, errors.New("the response has no choice")}
	}
	c := resp.Choices[0]
	switch {
	case c.Message.Refusal != "":
		return "", &failure{refused, errors.New(c.Message.Refusal)}
	case c.FinishReason == openai.FinishReasonContentFilter:
		return "", &failure{filtered, errors.New("the endpoint gives no reason")}
	case c.FinishReason == openai.FinishReasonLength:
		return "", &failure{cutOff, fmt.Errorf("after %d tokens", resp.Usage.CompletionTokens)}
	}
	return c.Message.Content, nil
}

// transportFailure tells why no completion came, and whether and when to try again.
func (x *Extractor) transportFailure(ctx context.Context, header http.Header, err error) error {
	var syntax *json.SyntaxError
	var mistyped *json.UnmarshalTypeError
	status := statusOf(err)
	switch {
	case x.ctx.Err() != nil:
		return backoff.Permanent(&failure{stopped, x.ctx.Err()})
	case errors.Is(ctx.Err(), context.DeadlineExceeded): // a model that is too slow is as slow the next time
		return backoff.Permanent(&failure{timedOut, fmt.Errorf("within %s", x.config.Timeout)})
	case status == http.StatusTooManyRequests && quotaSpent(err):
		return backoff.Permanent(&failure{rateLimited, err})
	case status == http.StatusTooManyRequests:
		return later(&failure{rateLimited, err}, header)
	case status >= 500 || status == http.StatusRequestTimeout:
		return later(&failure{unavailable, err}, header)
	case status >= 400, errors.Is(err, errRedirect):
		return backoff.Permanent(&failure{rejected, err})
	case errors.As(err, &syntax), errors.As(err, &mistyped):
		return backoff.Permanent(&failure{malformed, err})
	}
	return &failure{unavailable, err} // no connection, or a lost one
}

// later joins a failure with the pause that the endpoint asks for, if it does.
func later(f *failure, header http.Header) error {
	value := strings.TrimSpace(header.Get("Retry-After"))
	pause := time.Duration(-1)
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		pause = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		pause = max(time.Until(at), 0)
	}
	if pause < 0 {
		return f
	}
	return errors.Join(f, &backoff.RetryAfterError{Duration: pause})
}

func statusOf(err error) int {
	var api *openai.APIError
	var other *openai.RequestError
	switch {
	case errors.As(err, &api):
		return api.HTTPStatusCode
	case errors.As(err, &other):
		return other.HTTPStatusCode
	}
	return 0
}

// quotaSpent reports whether it is the account that has no more, which no waiting changes.
func quotaSpent(err error) bool {
	var api *openai.APIError
	return errors.As(err, &api) && (api.Code == "insufficient_quota" || api.Type == "insufficient_quota")
}
