package when

// date reads a date with what may stand around it: a modifier before ("early", "the end of"), a larger unit ("of last
// year"), a part of the day or a time of day after it. The zero sense means that there is none.
func (p *parser) date(i int) (sense, int) {
	if s, to := p.modified(i); s.kind != noKind {
		return s, to
	}
	s, to := p.dateCore(i)
	if s.kind == noKind {
		return s, 0
	}
	return p.after(s, to)
}

// modified reads "early 2024", "mid-August", "the end of the month", "later this year", "sometime next year".
func (p *parser) modified(i int) (sense, int) {
	mod, j := p.modifier(i)
	if j == i {
		return sense{}, 0
	}
	s, to := p.date(j)
	switch s.kind {
	case noKind, vagueKind, clockKind, durationKind, setKind:
		return sense{}, 0
	}
	if s.mod == Whole {
		s.mod = mod
	}
	return s, to
}

// modifier reads the words before a date that mean a part of it; the position is i where there are none.
func (p *parser) modifier(i int) (Modifier, int) {
	j := p.skipWord(i, "the", "very")
	switch {
	case p.is(j, "early"), p.is(j, "earlier") && !p.is(j+1, "than"):
		return Start, p.afterModifier(j + 1)
	case p.is(j, "late"), p.is(j, "later") && !p.is(j+1, "than"):
		return End, p.afterModifier(j + 1)
	case p.is(j, "mid"):
		return Mid, p.skip(j+1, '-')
	case p.is(i, "sometime"):
		return Approx, p.skipWord(i+1, "in", "during")
	case p.is(j, "beginning", "start") && p.is(j+1, "of"):
		return Start, j + 2
	case p.is(j, "end", "close", "rest", "remainder", "turn") && p.is(j+1, "of"):
		return End, j + 2
	case p.is(j, "middle") && p.is(j+1, "of"):
		return Mid, j + 2
	case j > i && p.is(j, "whole", "full", "entire") && p.at(j+1).w.month == 0:
		return Whole, i
	case p.is(i, "most", "much") && p.is(i+1, "of"):
		return Whole, i
	}
	return Whole, i
}

// afterModifier skips what may stand between "early" and the date: "late in the day", "late on Friday", "early-2024".
func (p *parser) afterModifier(j int) int {
	j = p.skip(j, '-')
	return p.skipWord(j, "in", "on")
}

// dateCore reads a date without what may stand around it.
func (p *parser) dateCore(i int) (sense, int) {
	a := p.at(i)
	var best sense
	end := 0
	keep := func(s sense, to int) {
		if s.kind != noKind && to > end {
			best, end = s, to
		}
	}
	switch {
	case a.num >= 0:
		keep(p.numeric(i))
		keep(p.dayFirst(i))
		keep(p.year(i))
		keep(p.decade(i))
		keep(p.century(i))
	case a.sym == '\'':
		keep(p.decade(i))
	case a.w.weekday != 0:
		keep(p.weekday(i))
	case a.w.month != 0:
		keep(p.month(i))
	}
	if a.w.text == "" {
		return best, end
	}
	keep(p.quarter(i))
	keep(p.relative(i))
	keep(p.deictic(i))
	keep(p.named(i))
	keep(p.seasonCore(i))
	if a.w.text == "the" || a.w.decade != 0 || a.w.card != 0 || a.w.ord != 0 {
		keep(p.decade(i))
		keep(p.century(i))
		keep(p.dayFirst(i))
		keep(p.spokenYear(i))
	}
	if p.is(i, "the") && p.is(i+1, "year") {
		if s, to := p.year(i + 2); s.kind != noKind {
			keep(s, to)
		}
		keep(p.spokenYear(i + 2))
	}
	if p.is(i, "fiscal", "financial", "fy", "the") {
		keep(p.fiscal(i))
	}
	return best, end
}

// weekday reads "Monday", "Friday, Oct. 13", "Mon. 5 May", "Mondays".
func (p *parser) weekday(i int) (sense, int) {
	a := p.at(i)
	if !a.upper || a.w.short && !p.sym(i+1, '.') || p.partOfName(i) {
		return sense{}, 0
	}
	j := i + 1
	if a.w.short {
		j++
	}
	if a.w.plural {
		return sense{kind: setKind, value: "XXXX-WXX-" + digit(int(a.w.weekday))}, j
	}
	if p.is(j, "night", "morning") && p.at(j).upper { // Friday Night Lights
		return sense{}, 0
	}
	k := p.skipWord(p.skip(j, ','), "the")
	if s, to := p.dateOfMonth(k); s.kind != noKind && s.day != 0 {
		s.weekday = int(a.w.weekday)
		return s, to
	}
	return sense{kind: calendar, weekday: int(a.w.weekday)}, j
}

// dateOfMonth reads a date of month and day, in either order.
func (p *parser) dateOfMonth(i int) (sense, int) {
	if p.at(i).w.month != 0 {
		return p.month(i)
	}
	return p.dayFirst(i)
}

// partOfName reports whether the weekday at i belongs to a name: the Sunday Times, Black Friday.
func (p *parser) partOfName(i int) bool {
	if prev := p.at(i - 1); prev.upper && i > 1 {
		switch p.raw(i - 1) {
		case "Black", "Good", "Bloody", "Super", "Cyber", "Palm", "Ash", "Easter", "Maundy", "Holy", "Ruby", "Shrove", "Fat":
			return true
		}
	}
	if !p.at(i + 1).upper {
		return false
	}
	switch p.raw(i + 1) {
	case "Times", "Telegraph", "Mail", "Express", "Mirror", "Herald", "Post", "Tribune", "Review", "Star", "Sun", "World",
		"People", "Club", "School", "Mass", "Football", "Agreement", "Accord", "Sermon", "Group":
		return true
	}
	return false
}

// month reads "August", "Aug. 15", "August 15th, 2014", "August 2014", "June last year".
func (p *parser) month(i int) (sense, int) {
	a := p.at(i)
	j := i + 1
	dotted := a.w.short && p.sym(j, '.') && p.at(j).glued
	if dotted || p.sym(j, '.') && p.at(j).glued && p.at(j+1).num > 0 && p.at(j+1).num <= 31 {
		j++
	}
	s := sense{kind: calendar, month: int(a.w.month)}
	if day, k := p.day(j); day != 0 && a.upper && p.daysIn(s.month, day) {
		s.day = day
		return p.yearAfter(s, k)
	}
	if k := p.skip(j, '-'); k > j && p.at(k).digits == 2 && p.at(k).glued && p.at(k+1).sym != '-' && a.upper { // Aug-15
		return s, j
	}
	out, to := p.yearAfter(s, j)
	if out.year != 0 || out.outer.unit != NoUnit {
		if a.upper || a.w.month != 5 && a.w.month != 3 {
			return out, to
		}
		return sense{}, 0
	}
	if !a.upper || a.w.short && !dotted || !p.monthAlone(i, j) {
		return sense{}, 0
	}
	return s, j
}

// monthAlone reports whether the name of a month that no number follows is the month: "in March" but not "the March on
// Washington", "since May" but not "May said". Names of months that are nothing else need less.
func (p *parser) monthAlone(i, next int) bool {
	b := i - 1
	for p.sym(b, '-') {
		b--
	}
	switch {
	case p.is(b, "in", "since", "until", "till", "by", "during", "through", "throughout", "last", "next", "this", "early", "late", "mid",
		"of", "before", "after", "from", "to", "between", "for", "each", "every", "past", "previous", "following", "around", "sometime", "than", "coming"):
		return !p.at(next).upper || p.at(next).w.text != "" || p.at(i).w.month != 5 && p.at(i).w.month != 3 && p.at(i).w.month != 4 && p.at(i).w.month != 6 && p.at(i).w.month != 8
	case p.is(b, "and", "or") && p.at(b-1).w.month != 0, p.sym(b, ',') && p.at(b-1).w.month != 0:
		return true
	}
	switch p.at(i).w.month {
	case 3, 5: // March, May
		return false
	case 4, 6, 8, 1: // April, June, August and Jan are given names too
		if p.at(next).upper && p.at(next).w.text == "" {
			return false
		}
		return !p.governs(i)
	}
	return true
}

// governs reports whether the name at i is the subject of a verb: "April said".
func (p *parser) governs(i int) bool {
	t := p.at(i).tok
	return int(t) < len(p.tokens) && p.tokens[t].Relation == "nsubj" && p.tokens[t].Head >= 0 &&
		len(p.tokens[p.tokens[t].Head].XPOS) > 1 && p.tokens[p.tokens[t].Head].XPOS[:2] == "VB" && i == 0
}

// day reads a day of the month: 15, 15th, "fifteenth", "the 15th".
func (p *parser) day(i int) (day, to int) {
	j := p.skipWord(i, "the")
	a := p.at(j)
	if a.num > 0 && a.num <= 31 && a.digits <= 2 {
		j++
		if p.at(j).glued && p.is(j, "st", "nd", "rd", "th") {
			j++
		} else if j-1 > i || p.at(j).glued && (p.sym(j, '%') || isClockLetter(p, j)) ||
			(p.sym(j, '.') || p.sym(j, ':')) && p.at(j+1).num >= 0 && p.at(j+1).glued || p.sym(j, ',') && p.at(j+1).digits == 3 && p.at(j+1).glued {
			return 0, i
		}
		return int(a.num), j
	}
	if n, k := p.ordinal(j); n > 0 && n <= 31 && !p.is(k, "quarter", "half", "week", "day", "round") {
		return n, k
	}
	return 0, i
}

func isClockLetter(p *parser, j int) bool { return p.is(j, "am", "pm") }

// ordinal reads an ordinal number: "first", "twenty-first", 21st.
func (p *parser) ordinal(i int) (n, to int) {
	a := p.at(i)
	switch {
	case a.num > 0 && p.at(i+1).glued && p.is(i+1, "st", "nd", "rd", "th"):
		return int(a.num), i + 2
	case a.w.ord != 0:
		return int(a.w.ord), i + 1
	case a.w.card >= 20 && a.w.card < 100 && p.at(p.skip(i+1, '-')).w.ord < 10:
		if j := p.skip(i+1, '-'); p.at(j).w.ord != 0 {
			return int(a.w.card) + int(p.at(j).w.ord), j + 1
		}
	}
	return 0, i
}

// daysIn reports whether the month can have the day, in a leap year.
func (p *parser) daysIn(month, day int) bool {
	switch month {
	case 2:
		return day <= 29
	case 4, 6, 9, 11:
		return day <= 30
	}
	return day <= 31
}

// dayFirst reads "15 August", "15th of August 2014", "the 15th".
func (p *parser) dayFirst(i int) (sense, int) {
	j := p.skipWord(i, "the")
	day, k := p.day(j)
	if day == 0 {
		return sense{}, 0
	}
	m := p.skipWord(p.skip(k, '-'), "of")
	m = p.skipWord(m, "day") // the third day of May
	if p.at(k).w.text == "day" {
		m = p.skipWord(k+1, "of")
	}
	a := p.at(m)
	if a.w.month == 0 || !a.upper || !p.daysIn(int(a.w.month), day) {
		return sense{}, 0
	}
	end := m + 1
	if a.w.short && p.sym(end, '.') && p.at(end).glued {
		end++
	}
	return p.yearAfter(sense{kind: calendar, month: int(a.w.month), day: day}, p.skip2(end, '-'))
}

// skip2 skips the character c before a year: 15-Aug-2025.
func (p *parser) skip2(i int, c byte) int {
	if p.sym(i, c) && p.at(i).glued && p.at(i+1).digits == 4 && p.at(i+1).glued {
		return i + 1
	}
	return i
}

// yearAfter reads the year that may follow a month, quarter or season: "2014", ", 2014", "of 2014", "last year".
func (p *parser) yearAfter(s sense, i int) (sense, int) {
	j := p.skip(i, ',')
	j = p.skipWord(j, "of", "in")
	if y, k := p.plainYear(j); y != 0 && (j > i || !p.counted(k) || s.day == 0) {
		s.year = y
		return s, k
	}
	if o, k := p.outerUnit(j); o.unit == Year {
		s.outer = o
		return s, k
	}
	return s, i
}

// plainYear reads four digits that are a year, or a spoken one.
func (p *parser) plainYear(i int) (year, to int) {
	a := p.at(i)
	if a.digits == 4 && a.num >= 1000 && a.num < 2200 && !p.numberGoesOn(i) {
		return int(a.num), i + 1
	}
	if a.sym == '\'' && p.at(i+1).digits == 2 && p.at(i+1).glued { // March '98
		return twoDigitYear(int(p.at(i + 1).num)), i + 2
	}
	if s, k := p.spokenYear(i); s.kind != noKind {
		return s.year, k
	}
	return 0, i
}

// twoDigitYear places a year of two digits: 70 to 99 in the twentieth century, the others in ours.
func twoDigitYear(n int) int {
	if n >= 70 {
		return 1900 + n
	}
	return 2000 + n
}

// outerUnit reads "last year", "of this month", "next week", "the following year", "the same year".
func (p *parser) outerUnit(i int) (outer, int) {
	j := p.skipWord(i, "of", "in")
	the := p.is(j, "the")
	if the {
		j++
	}
	u := p.at(j + 1).w
	if u.plural || u.unit != Year && u.unit != Month && u.unit != Week {
		return outer{}, i
	}
	switch {
	case !the && p.is(j, "last"):
		return outer{u.unit, -1, fromPublished}, j + 2
	case !the && p.is(j, "this") || p.is(j, "current"):
		return outer{u.unit, 0, fromPublished}, j + 2
	case !the && p.is(j, "next"):
		return outer{u.unit, 1, fromPublished}, j + 2
	case p.is(j, "that", "same"):
		return outer{u.unit, 0, fromDiscussed}, j + 2
	case the && p.is(j, "following", "next"):
		return outer{u.unit, 1, fromDiscussed}, j + 2
	case the && p.is(j, "previous", "preceding", "prior"):
		return outer{u.unit, -1, fromDiscussed}, j + 2
	}
	return outer{}, i
}

// numeric reads 2025-08-15, 15/08/2025, 8/15/2025 and 15.08.2025.
func (p *parser) numeric(i int) (sense, int) {
	a, sep, b, sep2, c := p.at(i), p.at(i+1), p.at(i+2), p.at(i+3), p.at(i+4)
	if sep.sym != '-' && sep.sym != '/' && sep.sym != '.' || sep.sym != sep2.sym || !sep.glued || !b.glued || !sep2.glued || !c.glued ||
		b.num <= 0 || c.num < 0 || b.digits > 2 || p.at(i-1).glued && p.at(i).glued && p.sym(i-1, sep.sym) {
		return sense{}, 0
	}
	y, m, d := int(a.num), int(b.num), int(c.num)
	switch {
	case a.digits == 4 && c.digits <= 2:
	case a.digits <= 2 && (c.digits == 4 || c.digits == 2 && sep.sym == '/'):
		y, m, d = int(c.num), int(a.num), int(b.num)
		if m > 12 || sep.sym == '.' {
			m, d = d, m
		}
		if c.digits == 2 {
			y = twoDigitYear(y)
		}
	default:
		return sense{}, 0
	}
	if m < 1 || m > 12 || d < 1 || !p.daysIn(m, d) || y < 1000 || y > 2199 {
		return sense{}, 0
	}
	s := sense{kind: calendar, year: y, month: m, day: d}
	if p.is(i+5, "t") {
		return s, i + 5
	}
	return s, i + 5
}

// named reads holidays of a fixed date, and feasts that can be computed.
func (p *parser) named(i int) (sense, int) {
	if !p.at(i).upper {
		return sense{}, 0
	}
	for _, h := range holidays[p.at(i).w.text] {
		j := i + 1
		for _, w := range h.rest {
			if w == "'s" {
				if p.sym(j, '\'') {
					j++
				}
				j = p.skipWord(j, "s")
				continue
			}
			if !equalFold(p.raw(j), w) {
				j = -1
				break
			}
			j++
		}
		if j < 0 || p.at(j).upper && p.at(j).w.text == "" && h.weak {
			continue
		}
		return p.yearAfter(sense{kind: calendar, month: h.month, day: h.day, value: h.feast}, j)
	}
	return sense{}, 0
}

// holiday is a day that has a name. A feast has no fixed date; a weak name is part of other names ("Christmas Island").
type holiday struct {
	rest       []string
	month, day int
	feast      string
	weak       bool
}

// holidays are found by their first word; the longest comes first.
var holidays = map[string][]holiday{
	"christmas": {
		{rest: []string{"Eve"}, month: 12, day: 24},
		{rest: []string{"Day"}, month: 12, day: 25},
		{month: 12, day: 25, weak: true},
	},
	"new": {
		{rest: []string{"Year", "'s", "Eve"}, month: 12, day: 31},
		{rest: []string{"Year", "'s", "Day"}, month: 1, day: 1},
	},
	"boxing":        {{rest: []string{"Day"}, month: 12, day: 26}},
	"valentine":     {{rest: []string{"'s", "Day"}, month: 2, day: 14}},
	"halloween":     {{month: 10, day: 31, weak: true}},
	"armistice":     {{rest: []string{"Day"}, month: 11, day: 11}},
	"veterans":      {{rest: []string{"Day"}, month: 11, day: 11}},
	"bastille":      {{rest: []string{"Day"}, month: 7, day: 14}},
	"juneteenth":    {{month: 6, day: 19, weak: true}},
	"anzac":         {{rest: []string{"Day"}, month: 4, day: 25}},
	"canada":        {{rest: []string{"Day"}, month: 7, day: 1}},
	"earth":         {{rest: []string{"Day"}, month: 4, day: 22}},
	"may":           {{rest: []string{"Day"}, month: 5, day: 1}},
	"victory":       {{rest: []string{"Day"}, month: 5, day: 9}},
	"epiphany":      {{month: 1, day: 6, weak: true}},
	"human":         {{rest: []string{"Rights", "Day"}, month: 12, day: 10}},
	"international": {{rest: []string{"Women", "'s", "Day"}, month: 3, day: 8}},
	"world":         {{rest: []string{"AIDS", "Day"}, month: 12, day: 1}},
	"st":            {{rest: []string{".", "Patrick", "'s", "Day"}, month: 3, day: 17}},
	"easter": {
		{rest: []string{"Sunday"}, feast: "easter"},
		{rest: []string{"Monday"}, feast: "easter monday"},
		{feast: "easter", weak: true},
	},
	"good":         {{rest: []string{"Friday"}, feast: "good friday", weak: true}},
	"thanksgiving": {{rest: []string{"Day"}, feast: "thanksgiving"}, {feast: "thanksgiving", weak: true}},
}

func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		x, y := a[i], b[i]
		if 'A' <= x && x <= 'Z' {
			x += 'a' - 'A'
		}
		if 'A' <= y && y <= 'Z' {
			y += 'a' - 'A'
		}
		if x != y {
			return false
		}
	}
	return true
}

func digit(n int) string { return "0123456789"[n : n+1] }
