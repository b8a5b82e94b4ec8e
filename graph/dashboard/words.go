package dashboard

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// functions are what templates may call. The words that pages share for the terms of the schema stand here, once.
var functions = template.FuncMap{
	"path":     actorPath,
	"evidence": evidencePath,
	"status":   statusWord,
	"statuses": statusPlural,
	"type":     typeWord,
	"quad":     quadClass,
	"period":   periodWords,
	"percent":  func(f float64) string { return fmt.Sprintf("%.0f %%", 100*f) },
	"code":     code,
	"join":     joinNames,
	"relation": func(a, b question.Named) string {
		return "/relation?" + url.Values{"a": {string(a.Ref)}, "b": {string(b.Ref)}}.Encode()
	},
	"negotiation": func(fact string) string { return "/negotiation?" + url.Values{"fact": {fact}}.Encode() },
	"article":     func(id string) string { return "/article?" + url.Values{"id": {id}}.Encode() },
	"external":    external,
	"one":         func(n int, singular, plural string) string { return count(n, singular, plural) },
	"roles":       roleWords,
	"words":       func(term string) string { return strings.ReplaceAll(term, "_", " ") },
}

// actorPath is the page of an actor: its ref is its path.
func actorPath(ref schema.Ref) string {
	return "/" + string(ref.Type()) + "/" + url.PathEscape(ref.ID())
}

func evidencePath(fact string) string { return "/evidence?" + url.Values{"fact": {fact}}.Encode() }

// external is an address of the web that a page may link to; anything else becomes empty.
func external(address string) string {
	if u, err := url.Parse(address); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		return address
	}
	return ""
}

// code is the short sign of an actor in a table: a state's ISO code, the initials of others.
func code(n question.Named) string {
	if n.Ref.Type() == schema.State && len(n.Ref.ID()) == 3 {
		return n.Ref.ID()
	}
	var initials []rune
	for _, word := range strings.Fields(n.Name) {
		initials = append(initials, []rune(word)[0])
	}
	return string(initials[:min(3, len(initials))])
}

var statusWords = map[schema.MembershipStatus][2]string{
	schema.Member:          {"member", "Members"},
	schema.Founder:         {"founder", "Founders"},
	schema.Suspended:       {"suspended", "Suspended"},
	schema.Observer:        {"observer", "Observers"},
	schema.DialoguePartner: {"dialogue partner", "Dialogue partners"},
	schema.Candidate:       {"candidate", "Candidates"},
	schema.Applicant:       {"applicant", "Applicants"},
	schema.Former:          {"former member", "Former members"},
}

var eventStatusWords = map[schema.EventStatus]string{
	schema.Occurred:     "done",
	schema.Ongoing:      "ongoing",
	schema.Planned:      "planned",
	schema.DidNotOccur:  "did not happen",
	schema.Hypothetical: "hypothetical",
}

// statusWord is the word for a standing or for the status of an event.
func statusWord(s any) string {
	switch s := s.(type) {
	case schema.MembershipStatus:
		return statusWords[s][0]
	case schema.EventStatus:
		return eventStatusWords[s]
	}
	return ""
}

func statusPlural(s schema.MembershipStatus) string { return statusWords[s][1] }

// typeWord is the word for a type of event: that of PLOVER, in lower case.
func typeWord(t schema.EventType) string { return strings.ToLower(string(t)) }

// quadClass is the style of a type of event: cooperation or conflict, in word or in deed.
func quadClass(t schema.EventType) string {
	return [...]string{"", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}[t.Quad()]
}

func periodWords(start, end schema.Date) string {
	switch {
	case start == end || end.IsZero() && start.IsZero():
		return start.String()
	case end.IsZero():
		return "since " + start.String()
	case start.IsZero():
		return "until " + end.String()
	}
	return start.String() + " – " + end.String()
}

func joinNames(names []question.Named) string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = n.Name
	}
	return strings.Join(all, ", ")
}

func roleWords(roles []schema.Role) string {
	all := make([]string, len(roles))
	for i, r := range roles {
		all[i] = string(r)
	}
	return strings.Join(all, ", ")
}

func count(n int, singular, plural string) string {
	if n == 1 {
		return "1 " + singular
	}
	return fmt.Sprintf("%d %s", n, plural)
}
