package dashboard

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"time"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// functions are what templates may call.
func (d *Dashboard) functions() template.FuncMap {
	return template.FuncMap{
		"text":  text,
		"count": count,
		"asset": d.assets.url,
		"flag":  d.assets.flag,

		// addresses
		"path":     actorPath,
		"evidence": evidencePath,
		"relation": func(a, b question.Named) string {
			return "/relation" + query("a", string(a.Ref), "b", string(b.Ref))
		},
		"events": func(a, b question.Named) string {
			return "/events" + query("actors", string(a.Ref)+","+string(b.Ref))
		},
		"negotiation": func(fact string) string { return "/negotiation" + query("fact", fact) },
		"article":     func(id string) string { return "/article" + query("id", id) },
		"external":    external,

		// words
		"status":   statusWord,
		"standing": standingWord,
		"statuses": func(s schema.MembershipStatus) string { return text("statuses." + string(s)) },
		"link":     func(l question.Link) string { return text("link." + string(l)) },
		"type":     typeWord,
		"quad":     quadClass,
		"period":   periodWords,
		"percent":  func(f float64) string { return fmt.Sprintf("%.0f %%", 100*f) },
		"initials": initials,
		"join":     joinNames,
		"words":    func(term string) string { return strings.ReplaceAll(term, "_", " ") },
		"moment":   momentWords,
		"lag":      lagWords,
		"took":     func(t time.Duration) string { return fmt.Sprintf("%.1f ms", float64(t)/float64(time.Millisecond)) },
		"sum":      func(a, b int) int { return a + b },

		// arguments of templates
		"behind": func(fact, of string) behind { return behind{fact, of} },
		"field": func(name string, value schema.Date, hint string) dateField {
			return dateField{name, value.String(), hint}
		},
	}
}

// behind is a fact whose sentences can be opened, and what it is about.
type behind struct{ Fact, For string }

// dateField is a field of a form for a date.
type dateField struct{ Name, Value, Hint string }

// actorPath is the page of an actor: its ref is its path.
func actorPath(ref schema.Ref) string {
	return "/" + string(ref.Type()) + "/" + url.PathEscape(ref.ID())
}

func evidencePath(fact string) string { return "/evidence" + query("fact", fact) }

// external is an address of the web that a page may link to; anything else becomes empty.
func external(address string) string {
	if u, err := url.Parse(address); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
		return address
	}
	return ""
}

// initials are the short sign of an actor without a flag.
func initials(n question.Named) string {
	if n.Ref.Type() == schema.State && len(n.Ref.ID()) == 3 {
		return n.Ref.ID()
	}
	var letters []rune
	for _, word := range strings.Fields(n.Name) {
		letters = append(letters, []rune(word)[0])
	}
	return string(letters[:min(3, len(letters))])
}

// statusWord is the word for a standing or for the status of an event.
func statusWord(s any) string {
	switch s := s.(type) {
	case schema.MembershipStatus:
		return text("status." + string(s))
	case schema.EventStatus:
		return text("event." + string(s))
	}
	return ""
}

// standingWord is the word for the status of a fact of a kind; none for what only somebody says was done.
func standingWord(k question.Kind, m question.Marks) string {
	switch {
	case m.Status == "" || m.Alleged && m.Status == string(schema.Occurred):
		return ""
	case k == question.KindEvent:
		return text("event." + m.Status)
	case k == question.KindTenure:
		return text("tenure." + m.Status)
	}
	return text("status." + m.Status)
}

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
		return text("period.since", start)
	case start.IsZero():
		return text("period.until", end)
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

// momentWords is an instant to the minute, in UTC.
func momentWords(t time.Time) string {
	if t.IsZero() {
		return text("never")
	}
	return t.UTC().Format("2006-01-02 15:04")
}

// lagWords is a duration to two places: minutes, hours or days. Nothing stands for what is not known.
func lagWords(t time.Duration) string {
	switch {
	case t <= 0:
		return ""
	case t < time.Hour:
		return fmt.Sprintf("%.0f min", t.Minutes())
	case t < 48*time.Hour:
		return fmt.Sprintf("%.1f h", t.Hours())
	}
	return fmt.Sprintf("%.1f d", t.Hours()/24)
}
