package schema

import (
	"cmp"
	"fmt"
	"time"
)

// Precision says how exactly a date or period is known.
type Precision string

// The precisions, finest first. Unknown is never replaced by a guess.
const (
	Day     Precision = "day"
	Week    Precision = "week"
	Month   Precision = "month"
	Season  Precision = "season"
	Quarter Precision = "quarter"
	Year    Precision = "year"
	Unknown Precision = "unknown"
)

// Date is a calendar date that may be coarse: a year, a month or a day. The zero Date is an unknown date. Dates are
// comparable with ==.
type Date struct {
	year       int16
	month, day uint8
}

// DateOf is the day of t in t's own location.
func DateOf(t time.Time) Date {
	return Date{int16(t.Year()), uint8(t.Month()), uint8(t.Day())}
}

// NewDate makes a date of a year (1 to 9999), a month (0 for none) and a day (0 for none); it refuses days that the
// calendar does not have.
func NewDate(year, month, day int) (Date, error) {
	d := Date{int16(year), uint8(month), uint8(day)}
	switch {
	case year < 1 || year > 9999, month < 0 || month > 12, day < 0 || day > 31, month == 0 && day != 0:
		return Date{}, fmt.Errorf("%04d-%02d-%02d is no date", year, month, day)
	case day != 0:
		t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if t.Day() != day {
			return Date{}, fmt.Errorf("%04d-%02d-%02d is not in the calendar", year, month, day)
		}
	}
	return d, nil
}

// ParseDate reads YYYY, YYYY-MM or YYYY-MM-DD, the forms that String writes. The empty string is the unknown date.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return Date{}, nil
	}
	var layout string
	switch len(s) {
	case 4:
		layout = "2006"
	case 7:
		layout = "2006-01"
	case 10:
		layout = time.DateOnly
	default:
		return Date{}, fmt.Errorf("%q is no date: want YYYY, YYYY-MM or YYYY-MM-DD", s)
	}
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() == 0 {
		return Date{}, fmt.Errorf("%q is no date: want YYYY, YYYY-MM or YYYY-MM-DD", s)
	}
	d := DateOf(t)
	if len(s) < 10 {
		d.day = 0
	}
	if len(s) < 7 {
		d.month = 0
	}
	return d, nil
}

// MustDate is ParseDate for dates that are known to be right; it panics where they are not.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d == Date{} }

// Year, Month and Day are the parts of the date; a part that is not known is 0.
func (d Date) Year() int { return int(d.year) }

// Month is 1 to 12, or 0 where only the year is known.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day is 1 to 31, or 0 where it is not known.
func (d Date) Day() int { return int(d.day) }

// Precision is Day, Month, Year or Unknown.
func (d Date) Precision() Precision {
	switch {
	case d.day != 0:
		return Day
	case d.month != 0:
		return Month
	case d.year != 0:
		return Year
	}
	return Unknown
}

// String writes as much as is known: 2025-08-15, 2025-08, 2025 or the empty string.
func (d Date) String() string {
	switch d.Precision() {
	case Day:
		return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
	case Month:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	case Year:
		return fmt.Sprintf("%04d", d.year)
	}
	return ""
}

// First is the first instant of the date in UTC; a year begins on its first of January.
func (d Date) First() time.Time {
	return time.Date(int(d.year), time.Month(max(d.month, 1)), int(max(d.day, 1)), 0, 0, 0, 0, time.UTC)
}

// Last is the last day of the date in UTC, at midnight: the 31st of December for a year.
func (d Date) Last() time.Time {
	switch d.Precision() {
	case Year:
		return time.Date(int(d.year), 12, 31, 0, 0, 0, 0, time.UTC)
	case Month:
		return time.Date(int(d.year), time.Month(d.month)+1, 0, 0, 0, 0, 0, time.UTC)
	}
	return d.First()
}

// Contains reports whether every day of o is a day of d: 2025 contains 2025-08, and each date contains itself.
func (d Date) Contains(o Date) bool {
	if d.IsZero() || o.IsZero() {
		return false
	}
	return !o.First().Before(d.First()) && !o.Last().After(d.Last())
}

// Compare orders dates by their first day, then the coarser before the finer; the unknown date comes first.
func (d Date) Compare(o Date) int {
	return cmp.Or(
		cmp.Compare(d.year, o.year),
		cmp.Compare(max(d.month, 1), max(o.month, 1)),
		cmp.Compare(max(d.day, 1), max(o.day, 1)),
		cmp.Compare(d.month, o.month),
		cmp.Compare(d.day, o.day),
	)
}

// MarshalText writes String's form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads ParseDate's forms.
func (d *Date) UnmarshalText(b []byte) error {
	parsed, err := ParseDate(string(b))
	*d = parsed
	return err
}
