package graph

import (
	"cmp"
	"slices"
	"time"

	"github.com/entente-kg/entente/schema"
)

// spell is a report about a status that lasts: from when to when, as far as it is said.
type spell struct {
	report      string
	status      string
	start, end  schema.Date // end exclusive
	reference   bool
	alleged     bool
	first, last schema.Date // days of publication; for the reference lists the day up to which they are right
}

// interval is a status with its period, told by one or more spells.
type interval struct {
	status      string
	start, end  schema.Date
	over        schema.Date // the day by which it was over, where the end itself is not known
	reference   bool
	alleged     bool
	disputed    bool
	first, last schema.Date
	known       schema.Date // the day up to which the reference lists are right about it
	reports     []string
}

// A status belongs to one of these; those of one track follow each other, those of different tracks may overlap: an
// observer may be an applicant at the same time.
type track int

const (
	standing  track = iota // member, observer, ... former
	accession              // applicant, candidate
)

func trackOf(status string) track {
	switch schema.MembershipStatus(status) {
	case schema.Applicant, schema.Candidate:
		return accession
	}
	return standing
}

// timeline joins spells of one actor into intervals, by start. Its rules:
//
//   - Spells of one status are one interval where their dates are compatible: equal, one within the other, or not said.
//     A spell without dates belongs to the interval that its days of publication fall into. Two terms of the same status
//     stay two intervals.
//   - The reference lists are right up to the day they give. What articles up to that day say otherwise is disputed: it
//     stays, with its claims, and does not count.
//   - Of two statuses in the news, one that is reported only while the other is reported before and after is disputed.
//   - A status ends, at the latest, when the next one of its track begins.
func timeline(spells []spell) []interval {
	intervals := joinSpells(spells)
	slices.SortStableFunc(intervals, func(a, b interval) int {
		return cmp.Or(a.from().Compare(b.from()), cmp.Compare(a.status, b.status), cmp.Compare(a.reports[0], b.reports[0]))
	})
	dispute(intervals)
	closeOpen(intervals)
	return intervals
}

// joinSpells takes the surest and most exact spells first; the others find their intervals made.
func joinSpells(spells []spell) []interval {
	sorted := slices.Clone(spells)
	slices.SortFunc(sorted, func(a, b spell) int {
		return cmp.Or(
			-compareBool(a.reference, b.reference),
			compareBool(a.alleged, b.alleged),
			compareExact(a.start, b.start),
			compareExact(a.end, b.end),
			a.start.Compare(b.start),
			a.end.Compare(b.end),
			a.first.Compare(b.first),
			cmp.Compare(a.report, b.report),
		)
	})
	var intervals []interval
	for _, s := range sorted {
		best := -1
		for i, iv := range intervals {
			if iv.takes(s) && (best < 0 || intervals[best].from().Compare(iv.from()) < 0) {
				best = i
			}
		}
		if best < 0 {
			intervals = append(intervals, interval{status: s.status, alleged: true})
			best = len(intervals) - 1
		}
		intervals[best].join(s)
	}
	return intervals
}

// takes reports whether the spell can be about the interval.
func (iv *interval) takes(s spell) bool {
	if iv.status != s.status || !compatible(iv.start, s.start) || !compatible(iv.end, s.end) {
		return false
	}
	if !s.start.IsZero() && !iv.start.IsZero() {
		return true
	}
	// A spell without a start: it was so while it was reported.
	if !s.start.IsZero() || !iv.start.IsZero() {
		since := iv.start
		when := s.last
		if since.IsZero() {
			since, when = s.start, iv.last
		}
		if when.Last().Before(since.First()) {
			return false
		}
	}
	end := iv.end
	if end.IsZero() {
		end = s.end
	}
	return end.IsZero() || earlier(iv.first, s.first).First().Before(end.Last())
}

// join makes the interval as exact as both.
func (iv *interval) join(s spell) {
	iv.start, iv.end = finer(iv.start, s.start), finer(iv.end, s.end)
	iv.reference = iv.reference || s.reference
	iv.alleged = iv.alleged && s.alleged
	iv.first, iv.last = earlier(iv.first, s.first), later(iv.last, s.last)
	if s.reference {
		iv.known = later(iv.known, s.last)
	}
	iv.reports = append(iv.reports, s.report)
	slices.Sort(iv.reports)
}

// from is when the interval begins, or else when it was first reported.
func (iv *interval) from() schema.Date {
	if iv.start.IsZero() {
		return iv.first
	}
	return iv.start
}

// dispute marks the intervals that better evidence contradicts.
func dispute(intervals []interval) {
	for i := range intervals {
		b := &intervals[i]
		if b.reference {
			continue
		}
		for j := range intervals {
			if i != j && contradicts(&intervals[j], b) {
				b.disputed = true
			}
		}
	}
}

// contradicts reports whether a is better evidence against b.
func contradicts(a, b *interval) bool {
	if a.alleged || !a.reference && a.status == b.status || trackOf(a.status) != trackOf(b.status) {
		return false
	}
	past := b.status == string(schema.Former)
	if a.reference && !b.last.First().After(a.known.First()) {
		ended := !a.end.IsZero() && !b.last.First().Before(a.end.First())
		return !past || !ended
	}
	if a.status == b.status || !b.start.IsZero() || !a.end.IsZero() {
		return false
	}
	return a.first.Compare(b.first) <= 0 && b.last.Compare(a.last) < 0
}

// closeOpen ends intervals where the next of their track, or the membership that was applied for, begins.
func closeOpen(intervals []interval) {
	for i := range intervals {
		a := &intervals[i]
		if a.disputed || a.alleged || !a.end.IsZero() {
			continue
		}
		for j := range intervals[i+1:] {
			b := &intervals[i+1+j]
			member := b.status == string(schema.Member)
			if b.disputed || b.alleged || trackOf(a.status) != trackOf(b.status) && !(trackOf(a.status) == accession && member) {
				continue
			}
			if b.from().First().After(a.from().First()) {
				a.end, a.over = b.start, b.from()
				break
			}
		}
	}
}

// bounds are the first and the last instant that the interval can cover, the zero time for unknown.
func (iv *interval) bounds() (begins, ends time.Time) {
	if !iv.start.IsZero() {
		begins = iv.start.First()
	}
	switch {
	case !iv.end.IsZero():
		ends = iv.end.Last()
	case !iv.over.IsZero():
		ends = iv.over.First()
	}
	return begins, ends
}

// current reports whether the status held when it was last reported.
func (iv *interval) current() bool {
	begins, ends := iv.bounds()
	return !iv.disputed && !iv.alleged && !begins.After(iv.last.Last()) && (ends.IsZero() || ends.After(iv.last.First()))
}

// compatible reports whether two dates may be the same: one is unknown, or within the other.
func compatible(a, b schema.Date) bool {
	return a.IsZero() || b.IsZero() || a.Contains(b) || b.Contains(a)
}

// finer is the more exact of two compatible dates.
func finer(a, b schema.Date) schema.Date {
	if a.IsZero() || a.Contains(b) {
		return b
	}
	return a
}

// compareExact orders the more exact date first.
func compareExact(a, b schema.Date) int {
	rank := map[schema.Precision]int{schema.Day: 0, schema.Month: 1, schema.Year: 2, schema.Unknown: 3}
	return cmp.Compare(rank[a.Precision()], rank[b.Precision()])
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
