package ask

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// Asker answers the questions that it is made of, and besides questions in English. Its methods may be called at the same
// time.
type Asker struct {
	question.Answerer
	now     func() time.Time
	english *english
}

var _ question.Interpreter = (*Asker)(nil)

// english is what it takes to read questions.
type english struct {
	analyzer *text.Analyzer
	world    *reference.World
	lexicon  *lexicon
}

// loadEnglish reads the model, the lists and the lexicon once.
var loadEnglish = sync.OnceValues(func() (*english, error) {
	analyzer, err := text.Load()
	if err != nil {
		return nil, fmt.Errorf("load the language model: %w", err)
	}
	world, err := reference.Load()
	if err != nil {
		return nil, fmt.Errorf("load the reference lists: %w", err)
	}
	lexicon, err := newLexicon(world)
	if err != nil {
		return nil, err
	}
	return &english{analyzer, world, lexicon}, nil
})

// New adds English to whoever answers. now tells the day of questions that do not say theirs.
func New(answerer question.Answerer, now func() time.Time) (*Asker, error) {
	e, err := loadEnglish()
	if err != nil {
		return nil, err
	}
	return &Asker{answerer, now, e}, nil
}

// maxQuestion bounds a question, in bytes.
const maxQuestion = 500

// Ask answers a question in English; see question.Interpreter.
func (a *Asker) Ask(ctx context.Context, q question.Ask) (*question.AskAnswer, error) {
	switch {
	case strings.TrimSpace(q.Question) == "":
		return nil, &question.InvalidError{Field: "question", Reason: "is missing"}
	case len(q.Question) > maxQuestion:
		reason := fmt.Sprintf("has at most %d bytes", maxQuestion)
		if _, _, found := cutQuery(q.Question); found {
			reason += "; a longer query in DQL is run as a query, not as a question"
		}
		return nil, &question.InvalidError{Field: "question", Reason: reason}
	case !utf8.ValidString(q.Question):
		return nil, &question.InvalidError{Field: "question", Reason: "is no valid UTF-8"}
	case !q.Today.IsZero() && q.Today.Precision() != schema.Day:
		return nil, &question.InvalidError{Field: "today", Reason: "want a day"}
	}
	if q.Today.IsZero() {
		q.Today = schema.DateOf(a.now().UTC())
	}
	ctx, recorder := question.Record(ctx)
	out := &question.AskAnswer{Question: q.Question}
	s, err := a.read(ctx, q.Question, q.Today)
	if err != nil {
		return nil, err
	}
	in, why := understand(s)
	if in == nil {
		out.Answer = why
	} else if err := a.follow(ctx, in, out); err != nil {
		return nil, err
	}
	if !out.Understood {
		if s.cited != nil {
			if err := a.offerArticle(ctx, s); err != nil {
				return nil, err
			}
		}
		out.Doubts, out.Nearest = s.doubts, a.english.nearest(s)
	}
	for _, ran := range recorder.Queries() {
		out.Queries = append(out.Queries, question.Ran{DQL: ran.DQL, Variables: ran.Variables})
	}
	return out, nil
}

// follow asks what was understood, and what that leads to, and fills in the answer.
func (a *Asker) follow(ctx context.Context, in *intent, out *question.AskAnswer) error {
	for {
		answer, err := question.Put(ctx, a.Answerer, in.question)
		if err != nil && in.refusal != nil {
			if why := in.refusal(err); why != "" {
				out.Answer = sentenceCase(why)
				return nil
			}
		}
		var invalid *question.InvalidError
		if errors.As(err, &invalid) {
			out.Answer = sentenceCase("I understand that you ask for " + in.words + ", but that can't be asked: " + invalid.Error())
			return nil
		}
		if err != nil {
			return fmt.Errorf("ask for %s: %w", in.words, err)
		}
		var said reply
		if in.leads != nil {
			var to *intent
			if to, said = in.leads(answer); to != nil {
				in = to
				continue
			}
		} else {
			said = in.reply(answer)
		}
		out.Understood, out.Answer = true, sentenceCase(said.text)
		out.Interpretation = interpretation(in)
		setResult(out, answer)
		if in.evidence != nil {
			out.Evidence = in.evidence(answer)
		}
		return a.prove(ctx, said.facts, out)
	}
}

// The evidence that an answer carries.
const (
	maxProved = 3 // facts
	maxClaims = 2 // of each
)

// prove adds the evidence of facts.
func (a *Asker) prove(ctx context.Context, facts []string, out *question.AskAnswer) error {
	proved := map[string]bool{}
	for _, f := range facts {
		if f == "" || proved[f] || len(proved) == maxProved {
			continue
		}
		proved[f] = true
		e, err := a.Evidence(ctx, question.Evidence{Fact: f, Page: question.Page{First: maxClaims}})
		if errors.Is(err, graph.ErrNotFound) {
			continue // a query may give a value the name of an identity
		}
		if err != nil {
			return fmt.Errorf("read the evidence of %s: %w", f, err)
		}
		if e.Total > 0 {
			out.Evidence = append(out.Evidence, *e)
		}
	}
	return nil
}

// interpretation says how a question was understood.
func interpretation(in *intent) *question.Interpretation {
	v := reflect.ValueOf(in.question)
	i := &question.Interpretation{
		Kind: strings.ToLower(v.Type().Name()), Arguments: []question.Argument{}, Words: in.words,
	}
	for _, f := range reflect.VisibleFields(v.Type()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		field := v.FieldByIndex(f.Index)
		if name == "" || f.Anonymous || field.IsZero() {
			continue
		}
		i.Arguments = append(i.Arguments, question.Argument{Name: name, Values: valuesOf(field)})
	}
	return i
}

// valuesOf writes the value of a field, or those of a list.
func valuesOf(v reflect.Value) []string {
	if v.Kind() == reflect.Slice {
		values := []string{}
		for i := range v.Len() {
			values = append(values, valuesOf(v.Index(i))...)
		}
		return values
	}
	if t, ok := v.Interface().(time.Time); ok {
		return []string{t.UTC().Format(time.RFC3339)}
	}
	return []string{fmt.Sprint(v.Interface())}
}

// setResult sets the field of the answer that has its type.
func setResult(out *question.AskAnswer, answer any) {
	v, result := reflect.ValueOf(out).Elem(), reflect.ValueOf(answer)
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Pointer && f.Type() == result.Type() {
			f.Set(result)
		}
	}
}

// sentenceCase begins with a capital and ends with a full stop.
func sentenceCase(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	s = strings.ToUpper(string(r)) + s[size:]
	return strings.TrimRight(s, ".") + "."
}
