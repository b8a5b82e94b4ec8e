package when

import (
	"strconv"
	"time"

	"github.com/entente-kg/entente/schema"
)

// dayOf is the date if it is a day, else the unknown date: nothing can be counted from less.
func dayOf(d schema.Date) schema.Date {
	if d.Precision() != schema.Day {
		return schema.Date{}
	}
	return d
}

// newDate is the date, or the unknown date where the calendar does not have it.
func newDate(year, month, day int) schema.Date {
	d, err := schema.NewDate(year, month, day)
	if err != nil {
		return schema.Date{}
	}
	return d
}

// number counts days; fromNumber is its inverse, and the unknown date outside the years 1 to 9999.
func number(d schema.Date) int { return int(d.First().Unix() / 86400) }

func fromNumber(n int) schema.Date {
	if n < number(newDate(1, 1, 1)) || n > number(newDate(9999, 12, 31)) {
		return schema.Date{}
	}
	return schema.DateOf(time.Unix(int64(n)*86400, 0).UTC())
}

// addDays is the date n days later.
func addDays(d schema.Date, n int) schema.Date { return fromNumber(number(d) + n) }

// addMonths is the month n months later, without a day.
func addMonths(d schema.Date, n int) schema.Date {
	m := d.Year()*12 + int(d.Month()) - 1 + n
	return newDate(m/12, m%12+1, 0)
}

// weekdayOf is 1 for Monday to 7 for Sunday.
func weekdayOf(d schema.Date) int {
	return (int(d.First().Weekday())+6)%7 + 1
}

// monday is the first day of the ISO week of d.
func monday(d schema.Date) schema.Date { return addDays(d, 1-weekdayOf(d)) }

// weekValue is the ISO week of d: 2025-W33.
func weekValue(d schema.Date) string {
	y, w := d.First().ISOWeek()
	return fourDigits(y) + "-W" + twoDigits(w)
}

// easter is the Easter Sunday of the Gregorian year (the anonymous algorithm, Nature 1876, in Meeus, Astronomical Algorithms).
func easter(year int) schema.Date {
	a, b, c := year%19, year/100, year%100
	g := (b - (b+8)/25 + 1) / 3
	h := (19*a + b - b/4 - g + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return newDate(year, n/31, n%31+1)
}

// feast is the day of a feast of no fixed date.
func feast(name string, year int) schema.Date {
	switch name {
	case "easter":
		return easter(year)
	case "easter monday":
		return addDays(easter(year), 1)
	case "good friday":
		return addDays(easter(year), -2)
	}
	first := newDate(year, 11, 1) // Thanksgiving is the fourth Thursday of November
	return addDays(first, (4-weekdayOf(first)+7)%7+21)
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func fourDigits(n int) string {
	s := strconv.Itoa(n)
	return "0000"[min(len(s), 4):] + s
}

// lengthValue writes a duration as TIMEX3 does: P3D, PT5H, P2Y3M, PXY for a vague one.
func lengthValue(l, more Length) string {
	if l.Unit == NoUnit { // a while
		return "PXX"
	}
	if l.Unit == Year && l.Count != float64(int(l.Count)) && more.Unit == NoUnit { // two and a half years
		l, more = Length{float64(int(l.Count)), Year}, Length{(l.Count - float64(int(l.Count))) * 12, Month}
		if l.Count == 0 {
			l, more = more, Length{}
		}
	}
	if l.Unit == Minute && l.Count != float64(int(l.Count)) && more.Unit == NoUnit {
		l, more = Length{float64(int(l.Count)), Minute}, Length{(l.Count - float64(int(l.Count))) * 60, Second}
	}
	switch l.Unit {
	case Fortnight:
		l.Count, l.Unit = 2*l.Count, Week
	case Decade:
		if l.Count > 1 {
			l.Count, l.Unit = 10*l.Count, Year
		}
	case Century:
		if l.Count != 0 {
			l.Count, l.Unit = 100*l.Count, Year
		}
	}
	prefix := "P"
	if l.Unit <= Hour {
		prefix = "PT"
	}
	return prefix + lengthPart(l) + lengthPart(more)
}

func lengthPart(l Length) string {
	if l.Unit == NoUnit {
		return ""
	}
	count := "X"
	if l.Count != 0 {
		count = strconv.FormatFloat(l.Count, 'f', -1, 64)
	}
	return count + unitLetters[l.Unit]
}
