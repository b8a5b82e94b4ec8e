package endpoint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/entente-kg/entente/schema"
)

// answer is what a model lists for one part of an article. Its JSON schema is inferred from these types, and the order of
// their fields is the order in which a model writes: the evidence before what it is evidence for.
type answer struct {
	Memberships  []membership
	Tenures      []tenure
	Affiliations []affiliation
	Events       []event

	invalid int // facts that break the schema by themselves
}

type membership struct {
	Evidence     string                  `json:"evidence"`
	Actor        named                   `json:"actor"`
	Organization named                   `json:"organization"`
	Status       schema.MembershipStatus `json:"status"`
	Start        string                  `json:"start"`
	End          string                  `json:"end"`
	AttributedTo string                  `json:"attributed_to"`
}

type tenure struct {
	Evidence string `json:"evidence"`
	Person   string `json:"person"`
	Office   string `json:"office"`
	Of       named  `json:"of"`
	Former   bool   `json:"former"`
	Start    string `json:"start"`
	End      string `json:"end"`
}

type affiliation struct {
	Evidence     string                  `json:"evidence"`
	Organization named                   `json:"organization"`
	Status       schema.MembershipStatus `json:"status"`
	Count        int                     `json:"count"`
}

type event struct {
	Evidence     string             `json:"evidence"`
	Type         schema.EventType   `json:"type"`
	Kind         schema.EventKind   `json:"kind"`
	Status       schema.EventStatus `json:"status"`
	Participants []participant      `json:"participants"`
	Start        string             `json:"start"`
	End          string             `json:"end"`
	Precision    schema.Precision   `json:"precision"`
	Place        string             `json:"place"`
	AttributedTo string             `json:"attributed_to"`
	Round        int                `json:"round"`
}

type participant struct {
	Actor named       `json:"actor"`
	Role  schema.Role `json:"role"`
}

// named is an actor as the article names it.
type named struct {
	Name string           `json:"name"`
	Type schema.ActorType `json:"type"`
}

// consultKinds and agreeKinds are the kinds that facts of these types have; "" is that of all others.
var (
	consultKinds = []schema.EventKind{schema.Summit, schema.Meeting, schema.NegotiationRound, schema.Call, schema.Visit, schema.Other}
	agreeKinds   = []schema.EventKind{schema.Ceasefire, schema.Treaty, schema.Trade, schema.PrisonerExchange, schema.Other}
)

// format is the schema of answers: what goes over the wire, and the same as checks, those of the facts one by one.
type format struct {
	wire  []byte
	whole *jsonschema.Resolved
	facts map[string]*jsonschema.Resolved // by the list that they stand in
}

func newFormat() (*format, error) {
	type lists struct {
		Memberships  []membership  `json:"memberships"`
		Tenures      []tenure      `json:"tenures"`
		Affiliations []affiliation `json:"affiliations"`
		Events       []event       `json:"events"`
	}
	s, err := jsonschema.For[lists](&jsonschema.ForOptions{TypeSchemas: vocabulary()})
	if err != nil {
		return nil, err
	}
	forbidNull(s)
	f := &format{facts: map[string]*jsonschema.Resolved{}}
	if f.wire, err = json.Marshal(s); err != nil {
		return nil, err
	}
	for name, list := range s.Properties {
		if f.facts[name], err = list.Items.CloneSchemas().Resolve(nil); err != nil {
			return nil, err
		}
		list.Items = nil // a fact that is wrong must not take the others with it
	}
	f.whole, err = s.Resolve(nil)
	return f, err
}

// vocabulary are the types whose values can be listed.
func vocabulary() map[reflect.Type]*jsonschema.Schema {
	kinds := append([]schema.EventKind{""}, consultKinds...)
	kinds = append(kinds, agreeKinds[:len(agreeKinds)-1]...) // "other" is in both
	return map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[schema.MembershipStatus](): oneOf(schema.MembershipStatuses...),
		reflect.TypeFor[schema.EventType]():        oneOf(schema.EventTypes...),
		reflect.TypeFor[schema.EventKind]():        oneOf(kinds...),
		reflect.TypeFor[schema.EventStatus]():      oneOf(schema.Occurred, schema.Ongoing, schema.Planned, schema.DidNotOccur, schema.Hypothetical),
		reflect.TypeFor[schema.Precision]():        oneOf(schema.Day, schema.Week, schema.Month, schema.Season, schema.Quarter, schema.Year, schema.Unknown),
		reflect.TypeFor[schema.Role]():             oneOf(schema.Source, schema.Target, schema.Participant, schema.Mediator, schema.Host),
		reflect.TypeFor[schema.ActorType]():        oneOf(schema.State, schema.Organization, schema.Person, schema.Group, schema.Place),
	}
}

func oneOf[S ~string](values ...S) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, v := range values {
		s.Enum = append(s.Enum, string(v))
	}
	return s
}

// forbidNull asks for empty lists, where inference allows null as Go does.
func forbidNull(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if len(s.Types) == 2 && s.Types[0] == "null" {
		s.Type, s.Types = s.Types[1], nil
	}
	forbidNull(s.Items)
	for _, p := range s.Properties {
		forbidNull(p)
	}
}

// parse reads a model's answer. A fact that breaks the schema is left out and counted; an answer that does is a *failure.
func (f *format) parse(content string) (answer, error) {
	body := unwrap(content)
	var whole map[string]any
	if err := json.Unmarshal(body, &whole); err != nil {
		return answer{}, &failure{malformed, fmt.Errorf("%w: %.80q", err, content)}
	}
	if err := f.whole.Validate(whole); err != nil {
		return answer{}, &failure{offSchema, err}
	}
	var lists map[string][]json.RawMessage
	if err := json.Unmarshal(body, &lists); err != nil {
		return answer{}, &failure{offSchema, err}
	}
	var a answer
	a.Memberships = valid[membership](f, &a, "memberships", lists)
	a.Tenures = valid[tenure](f, &a, "tenures", lists)
	a.Affiliations = valid[affiliation](f, &a, "affiliations", lists)
	a.Events = valid[event](f, &a, "events", lists)
	return a, nil
}

// valid are the facts of a list that keep the schema.
func valid[T any](f *format, a *answer, list string, lists map[string][]json.RawMessage) []T {
	var out []T
	for _, raw := range lists[list] {
		var loose any
		var fact T
		if json.Unmarshal(raw, &loose) != nil || f.facts[list].Validate(loose) != nil || json.Unmarshal(raw, &fact) != nil {
			a.invalid++
			continue
		}
		out = append(out, fact)
	}
	return out
}

// unwrap takes off what models without structured output put around JSON: a fence of Markdown, a sentence before it.
func unwrap(content string) []byte {
	first, last := strings.IndexByte(content, '{'), strings.LastIndexByte(content, '}')
	if first < 0 || last < first {
		return bytes.TrimSpace([]byte(content))
	}
	return []byte(content[first : last+1])
}
