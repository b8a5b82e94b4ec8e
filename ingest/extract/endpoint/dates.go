package endpoint

import (
	"fmt"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// calendar is what an article's time expressions say.
type calendar []schema.Time

// date reads a date of the model. A date that no time expression of the article gives is unknown: models like to know
// better. An error says that it is no date at all.
func (c calendar) date(s string) (schema.Date, error) {
	d, err := schema.ParseDate(strings.TrimSpace(s))
	if err != nil || d.IsZero() {
		return d, err
	}
	for _, t := range c {
		if gives(t.Value, d) {
			return d, nil
		}
	}
	return schema.Date{}, nil
}

// gives reports whether a TIMEX3 value says as much as d: the same, something within d, or a week, season or quarter that
// d lies in.
func gives(value string, d schema.Date) bool {
	value, _, _ = strings.Cut(value, "T")
	if v, err := schema.ParseDate(value); err == nil && !v.IsZero() {
		return d.Contains(v)
	}
	var year, week int
	if n, _ := fmt.Sscanf(value, "%4d-W%2d", &year, &week); n == 2 {
		return inWeek(d, year, week)
	}
	first, rest, ok := strings.Cut(value, "-")
	return ok && len(first) == 4 && first == fmt.Sprintf("%04d", d.Year()) && d.Day() == 0 &&
		(strings.HasPrefix(rest, "Q") || strings.HasPrefix(rest, "H") || isSeason(rest))
}

func isSeason(s string) bool {
	switch s {
	case "SP", "SU", "FA", "AU", "WI":
		return true
	}
	return false
}

// inWeek reports whether d has a day in an ISO week.
func inWeek(d schema.Date, year, week int) bool {
	monday := time.Date(year, 1, 4, 0, 0, 0, 0, time.UTC) // always in the first week
	monday = monday.AddDate(0, 0, 7*(week-1)-(int(monday.Weekday())+6)%7)
	sunday := monday.AddDate(0, 0, 6)
	return !d.First().After(sunday) && !d.Last().Before(monday)
}

// period reads the start and end of a fact; an end before the start is an error.
func (c calendar) period(start, end string) (first, last schema.Date, err error) {
	if first, err = c.date(start); err != nil {
		return first, last, err
	}
	if last, err = c.date(end); err != nil {
		return first, last, err
	}
	if !first.IsZero() && !last.IsZero() && last.Last().Before(first.First()) {
		return first, last, fmt.Errorf("%s is before %s", last, first)
	}
	return first, last, nil
}

// precisionOf is how exactly a period is known: as the model says, but not more exactly than its dates are written.
func precisionOf(said schema.Precision, first, last schema.Date) schema.Precision {
	written := first
	if written.IsZero() {
		written = last
	}
	switch said {
	case schema.Week:
		if written.Precision() == schema.Day {
			return said
		}
	case schema.Season, schema.Quarter:
		if !written.IsZero() {
			return said
		}
	}
	return written.Precision()
}

// meet reports whether two periods can be of one thing; an open end reaches far, and a period that is not known anywhere.
func meet(aStart, aEnd, bStart, bEnd schema.Date) bool {
	before := func(end, start schema.Date) bool {
		return !end.IsZero() && !start.IsZero() && end.Last().Before(start.First())
	}
	return !before(aEnd, bStart) && !before(bEnd, aStart)
}
