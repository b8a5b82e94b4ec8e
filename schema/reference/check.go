package reference

import (
	"fmt"
	"slices"

	"github.com/entente-kg/entente/schema"
)

// Verdict is how what an article says stands to the lists.
type Verdict string

// The verdicts. News is what the lists could not know, because it came after the day up to which they are right;
// Unlisted is what they do not cover.
const (
	Agrees      Verdict = "agrees"
	News        Verdict = "news"
	Contradicts Verdict = "contradicts"
	Unlisted    Verdict = "unlisted"
)

// Finding is the comparison of one fact of an article with the lists. Exactly one of Membership and Tenure is set.
type Finding struct {
	Verdict    Verdict
	Membership *schema.Membership
	Tenure     *schema.Tenure
	Rows       []Row  // the rows that the fact was compared with
	Reason     string // for people
}

// Check compares the memberships and tenures of an article with the lists. What an article says without a date it says
// of the day on which it appeared; facts attributed to others are compared like its own. The error is that of an article
// without a date.
func (w *World) Check(f schema.Facts) ([]Finding, error) {
	published, err := f.Article.Published.Date()
	if err != nil {
		return nil, fmt.Errorf("compare article %s with the lists: %w", f.Article.ID, err)
	}
	var found []Finding
	for _, m := range f.Memberships {
		c := w.checkMembership(m, said(m.Start, published))
		c.Membership = &m
		found = append(found, c)
	}
	for _, t := range f.Tenures {
		c := w.checkTenure(t, said(t.Start, published))
		c.Tenure = &t
		found = append(found, c)
	}
	return found, nil
}

// said is the date of which a fact speaks.
func said(start, published schema.Date) schema.Date {
	if start.IsZero() {
		return published
	}
	return start
}

func (w *World) checkMembership(m schema.Membership, at schema.Date) Finding {
	history := filter(w.Memberships(m.Actor), func(row Membership) bool { return row.Organization == m.Organization })
	asOf := latest(pick(w.rows.memberships, w.members[m.Organization]), func(row Membership) Row { return row.Row })
	var c Finding
	if asOf.IsZero() {
		c.Verdict, c.Reason = Unlisted, fmt.Sprintf("the lists have no members of %s", m.Organization)
		return c
	}
	var statuses []schema.MembershipStatus
	for _, row := range history {
		c.Rows = append(c.Rows, row.Row)
		if holds(row.Start, row.End, at) {
			statuses = append(statuses, row.Status)
		}
	}
	left := len(statuses) == 0 && slices.ContainsFunc(history, func(row Membership) bool { return ended(row.End, at) })
	same := slices.Contains(statuses, sameAs(m.Status)) || m.Status == schema.Former && left
	c.judge(same, at, asOf, fmt.Sprintf("%s is %s of %s", m.Actor, orNothing(statuses), m.Organization))
	return c
}

// sameAs is the status under which the lists keep a founder, who is a member from the first day on.
func sameAs(status schema.MembershipStatus) schema.MembershipStatus {
	if status == schema.Founder {
		return schema.Member
	}
	return status
}

func (w *World) checkTenure(t schema.Tenure, at schema.Date) Finding {
	history := filter(pick(w.rows.tenures, w.holders[t.Of]), func(row Tenure) bool { return row.Office == t.Office })
	asOf := latest(history, func(row Tenure) Row { return row.Row })
	var c Finding
	if asOf.IsZero() {
		c.Verdict, c.Reason = Unlisted, fmt.Sprintf("the lists have no holders of the office %q of %s", t.Office, t.Of)
		return c
	}
	var holders []schema.Ref
	held := false
	for _, row := range history {
		now := holds(row.Start, row.End, at)
		if now {
			holders = append(holders, row.Person)
		}
		if now || row.Person == t.Person {
			c.Rows = append(c.Rows, row.Row)
		}
		held = held || row.Person == t.Person && ended(row.End, at)
	}
	holder := slices.Contains(holders, t.Person)
	c.judge(t.Former && held && !holder || !t.Former && holder, at, asOf,
		fmt.Sprintf("%s of %s is %s", t.Office, t.Of, orNothing(holders)))
	return c
}

// judge sets the verdict on what an article says of a date, where the lists are right until asOf and say otherwise
// unless it is the same.
func (c *Finding) judge(same bool, at, asOf schema.Date, lists string) {
	switch {
	case same:
		c.Verdict = Agrees
	case at.Last().After(asOf.Last()):
		c.Verdict = News
	default:
		c.Verdict = Contradicts
	}
	c.Reason = fmt.Sprintf("on %s, by the lists as of %s, %s", at, asOf, lists)
}

// ended reports whether a period was over at a date.
func ended(end, at schema.Date) bool { return !end.IsZero() && !at.Last().Before(end.First()) }

// latest is the last day up to which one of the rows is known to be right; the zero date if there are none.
func latest[T any](rows []T, origin func(T) Row) schema.Date {
	var day schema.Date
	for _, row := range rows {
		if asOf := origin(row).AsOf; day.IsZero() || asOf.Last().After(day.Last()) {
			day = asOf
		}
	}
	return day
}

// orNothing writes what the lists say for people.
func orNothing[T ~string](values []T) string {
	if len(values) == 0 {
		return "nothing"
	}
	return fmt.Sprint(values)
}
