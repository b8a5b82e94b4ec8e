package ask

import (
	"fmt"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// articled are the words that make a name take the article.
var articled = strings.Fields("Organization Organisation Union Nations Community Council League Bank Court Fund " +
	"Commission Association Alliance Agency Group Forum Federation Republic Kingdom States Emirates Netherlands Philippines " +
	"Maldives Bahamas Gambia Comoros Parliament Ministry Forces Assembly Committee Treaty Initiative")

// the is a name with its article, where it takes one.
func the(n question.Named) string {
	t := n.Ref.Type()
	if t == schema.Person || t == schema.Place {
		return n.Name
	}
	words := strings.Fields(n.Name)
	for i, w := range words {
		for _, a := range articled {
			if w == a && (len(words) > 1 || t == schema.State) && !strings.HasSuffix(words[0], "'s") && words[max(0, i-1)] != "of" {
				return "the " + n.Name
			}
		}
	}
	return n.Name
}

// and joins: "A, B and C".
func and(all []string) string { return joined(all, "and") }

// or joins: "A, B or C".
func or(all []string) string { return joined(all, "or") }

func joined(all []string, word string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + " " + word + " " + all[len(all)-1]
}

// maxListed is how many of a list a sentence names.
const maxListed = 40

// some joins the first of a list and counts the rest.
func some(all []string, most int) string {
	if len(all) <= most {
		return and(all)
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:most], ", "), len(all)-most)
}

// count is a number with its noun: "1 member", "3 members".
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "y"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	case noun == "person":
		return fmt.Sprintf("%d people", n)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// a is a noun with the indefinite article.
func a(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// statusNoun says what one with a standing is.
func statusNoun(s schema.MembershipStatus) string {
	switch s {
	case schema.Candidate:
		return "candidate for membership"
	case schema.Applicant:
		return "applicant for membership"
	case schema.Suspended:
		return "suspended member"
	case schema.Former:
		return "former member"
	}
	return strings.ReplaceAll(string(s), "_", " ")
}

// lasted is the time of what lasts, behind a clause: " since 2017", " from 2005 to 2023".
func lasted(p question.Period) string {
	switch {
	case p.Since.IsZero() && p.Until.IsZero():
		return ""
	case p.Until.IsZero():
		return " since " + p.Since.String()
	case p.Since.IsZero():
		return " until " + p.Until.String()
	}
	return " from " + p.Since.String() + " to " + p.Until.String()
}

// onDate is a date behind a clause: " on 2017-06-09", " in 2017".
func onDate(d schema.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Precision() == schema.Day:
		return " on " + d.String()
	}
	return " in " + d.String()
}

// stood is a standing as a clause without its subject: "has been a member of the SCO since 2017-06-09".
func stood(m *question.Membership) string {
	verb := "was"
	switch {
	case m.Until.IsZero() && m.Holds && m.Since.IsZero():
		verb = "is"
	case m.Until.IsZero():
		verb = "has been"
	}
	return verb + " " + a(statusNoun(m.Status)) + " of " + the(m.Organization) + lasted(m.Period)
}

// served is a term of office as a clause.
func served(t *question.Tenure) string {
	verb := "was"
	switch {
	case t.Until.IsZero() && t.Holds && t.Since.IsZero():
		verb = "is"
	case t.Until.IsZero() && t.Holds:
		verb = "has been"
	}
	return t.Person.Name + " " + verb + " " + officeOf(t) + lasted(t.Period)
}

func officeOf(t *question.Tenure) string {
	if t.Of.Ref == "" {
		return t.Office
	}
	return t.Office + " of " + the(t.Of)
}

// clauses are the words of events.
func clauses(events []question.Event) (words, facts []string) {
	for _, e := range events {
		words, facts = append(words, e.Words), append(facts, e.Fact)
	}
	return words, facts
}

// listedClauses joins the first of some clauses, which may have commas themselves, and counts the rest.
func listedClauses(words []string, most int) string {
	if len(words) > most {
		return strings.Join(words[:most], "; ") + fmt.Sprintf("; and %d more", len(words)-most)
	}
	return strings.Join(words, "; ")
}
