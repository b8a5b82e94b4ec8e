package when

import "strings"

// year reads a bare year that the words around it show to be one: "in 2014", "the 2014 uprising", "(2014)".
func (p *parser) year(i int) (sense, int) {
	a := p.at(i)
	if a.digits != 4 || a.num < 1000 || a.num >= 2200 || p.numberGoesOn(i) {
		return sense{}, 0
	}
	if a.glued && p.at(i-1).w.text == "" && !p.opensYear(i-1) {
		return sense{}, 0
	}
	s := sense{kind: calendar, year: int(a.num)}
	in := p.is(i-1, "in", "since", "by", "until", "till", "during", "from", "before", "after", "through", "early", "late", "mid", "of", "between", "year", "throughout") ||
		p.sym(i-1, '-') && p.is(i-2, "mid", "early", "late", "pre", "post")
	switch {
	case in && (a.num >= 1900 || p.is(i-1, "in", "since", "until", "by", "from")):
		if p.counted(i + 1) {
			return sense{}, 0
		}
		return s, i + 1
	case a.num < 1500 || p.is(i-1, "no", "section", "at", "some", "about", "around", "nearly", "than", "least", "over", "to", "another") && !p.yearEnd(i):
		return sense{}, 0
	case p.sym(i-1, '(') && (p.sym(i+1, ')') || p.sym(i+1, '-')), p.is(i-1, "and", "to", "or") && p.at(i-2).digits == 4, p.sym(i-1, '-') && p.at(i-2).digits == 4:
		return s, i + 1
	case a.num < 1900, p.counted(i + 1), p.numbered(i - 1), i > 1 && p.at(i-1).upper && p.at(i-1).w.text == "" && !p.at(i).glued: // Windows 2000
		return sense{}, 0
	}
	return s, i + 1
}

// yearEnd reports whether the year at i ends a range "from 2014 to 2016".
func (p *parser) yearEnd(i int) bool {
	return p.is(i-1, "to") && (p.at(i-2).digits == 4 || p.at(i-2).w.month != 0)
}

// opensYear reports whether a year may follow the character at i without a space.
func (p *parser) opensYear(i int) bool {
	switch p.at(i).sym {
	case '(', '-', '"', '\'', '/', '[':
		return true
	}
	return p.at(i).end > 0 && p.raw(i) == "“"
}

// numberGoesOn reports whether the digits at i belong to a longer number: 2,014 or 2014.5 or 2014% or $2014 or 2014km.
func (p *parser) numberGoesOn(i int) bool {
	switch p.at(i - 1).sym {
	case '$', '#', '.', ',', '/', ':':
		if p.at(i).glued {
			return true
		}
	}
	if i > 0 && p.at(i).glued && p.at(i-1).end > 0 {
		switch p.raw(i - 1) {
		case "£", "€", "¥":
			return true
		}
	}
	next := p.at(i + 1)
	if !next.glued {
		return false
	}
	switch next.sym {
	case '%':
		return true
	case ',', '.', ':', '/':
		return p.at(i+2).num >= 0 && p.at(i+2).glued
	}
	return next.w == &unknownWord && next.sym == 0 && next.end > next.start && isLetter(p.doc.Text[next.start])
}

// counted reports whether the atom at i is a thing that is counted: "2014 troops". A plural noun after a bare number is
// counted unless the number can only be a year, which "the" and a possessive before it show.
func (p *parser) counted(i int) bool {
	a := p.at(i)
	if a.end == 0 || a.sym != 0 || a.num >= 0 {
		return false
	}
	if a.w.unit != NoUnit && a.w.plural || p.is(i, "hours", "times", "gmt") {
		return true
	}
	if int(a.tok) >= len(p.tokens) || p.tokens[a.tok].XPOS != "NNS" {
		return false
	}
	prev := p.at(i - 2)
	return !p.is(i-2, "the", "s", "its", "their", "his", "her", "our", "in", "since", "of", "for", "from", "by") && prev.sym != '\''
}

// numbered reports whether the word at i makes the number after it a name: "Resolution 1973", "Section 2014".
func (p *parser) numbered(i int) bool {
	a := p.at(i)
	if a.end == 0 || !isLetter(p.doc.Text[a.start]) {
		return a.sym == '$'
	}
	switch strings.ToLower(p.raw(i)) {
	case "resolution", "section", "article", "flight", "room", "page", "number", "no", "chapter", "line", "unit", "boeing", "paragraph",
		"route", "highway", "order", "model", "channel", "act", "protocol", "rule", "regulation", "directive", "circular", "nasdaq", "index":
		return true
	}
	return false
}

// spokenYear reads "nineteen ninety-six", "two thousand and five", "twenty twenty-four".
func (p *parser) spokenYear(i int) (sense, int) {
	a := p.at(i).w
	if a.card < 15 || a.card > 20 {
		if a.card == 2 && p.at(i+1).w.card == 1000 && p.is(i-1, "year", "in", "by", "until", "since") {
			y, j := 2000, i+2
			if p.is(j, "and") && p.at(j+1).w.card > 0 && p.at(j+1).w.card < 100 {
				n, k := p.below100(j + 1)
				y, j = y+n, k
			}
			return sense{kind: calendar, year: y}, j
		}
		return sense{}, 0
	}
	n, j := p.below100(i + 1)
	if j == i+1 || n < 10 || p.at(j).w.unit != NoUnit || a.card == 20 && n < 10 {
		return sense{}, 0
	}
	return sense{kind: calendar, year: int(a.card)*100 + n}, j
}

// below100 reads a cardinal below one hundred in words.
func (p *parser) below100(i int) (n, to int) {
	c := int(p.at(i).w.card)
	switch {
	case c == 0 || c >= 100:
		return 0, i
	case c < 20:
		return c, i + 1
	}
	j := p.skip(i+1, '-')
	if u := int(p.at(j).w.card); u > 0 && u < 10 {
		return c + u, j + 1
	}
	return c, i + 1
}

// fiscal reads "fiscal 1989", "fiscal year 2025", "FY2025", "the fiscal year", "the current fiscal year".
func (p *parser) fiscal(i int) (sense, int) {
	j := p.skipWord(i, "the")
	off := 0
	switch {
	case p.is(j, "last", "latest", "previous"):
		off, j = -1, j+1
	case p.is(j, "current", "this"):
		j++
	case p.is(j, "next"):
		off, j = 1, j+1
	}
	if !p.is(j, "fiscal", "financial", "fy") {
		return sense{}, 0
	}
	k := p.skipWord(j+1, "year")
	if y, to := p.plainYear(k); y != 0 {
		return sense{kind: calendar, year: y}, to
	}
	if k > j+1 && j > i {
		return sense{kind: unitKind, unit: Year, offset: off}, k
	}
	return sense{}, 0
}

// decade reads "the 1990s", "the '80s", "the nineties", "the 1990's".
func (p *parser) decade(i int) (sense, int) {
	j := p.skipWord(i, "the")
	d, k := p.decadeNumber(j)
	if k == j && (p.is(j, "early", "late", "mid") || p.is(j, "first", "last") && p.is(j+1, "half")) {
		mod := map[string]Modifier{"early": Start, "late": End, "mid": Mid}[p.at(j).w.text]
		d, k = p.decadeNumber(p.skip(j+1, '-'))
		if k == p.skip(j+1, '-') {
			return sense{}, 0
		}
		return sense{kind: decadeKind, year: d, mod: mod}, k
	}
	if k == j {
		return sense{}, 0
	}
	return sense{kind: decadeKind, year: d}, k
}

// decadeNumber reads a decade's year of four digits, without the article.
func (p *parser) decadeNumber(i int) (year, to int) {
	a := p.at(i)
	switch {
	case a.digits == 4 && a.num%10 == 0 && a.num >= 1000 && a.num < 2200:
		j := p.skip(i+1, '\'')
		if p.is(j, "s") && p.at(j).glued && p.at(i+1).glued {
			return int(a.num), j + 1
		}
	case a.sym == '\'' && p.at(i+1).digits == 2 && p.at(i+1).num%10 == 0 && p.is(i+2, "s") && p.at(i+2).glued:
		return 1900 + int(p.at(i+1).num), i + 3
	case a.digits == 2 && a.num%10 == 0 && a.num >= 20 && p.is(i-1, "the", "early", "late", "mid") && p.is(i+1, "s") && p.at(i+1).glued:
		return 1900 + int(a.num), i + 2
	case a.w.decade != 0 && p.is(i-1, "the", "early", "late", "mid"), a.w.decade != 0 && p.sym(i-1, '-'):
		return 1900 + int(a.w.decade), i + 1
	case a.w.card == 19 && p.at(i+1).w.decade != 0:
		return 1900 + int(p.at(i+1).w.decade), i + 2
	}
	return 0, i
}

// century reads "the 20th century", "nineteenth-century".
func (p *parser) century(i int) (sense, int) {
	n, j := p.ordinal(p.skipWord(i, "the"))
	if n < 1 || n > 30 {
		return sense{}, 0
	}
	j = p.skip(j, '-')
	if p.at(j).w.unit != Century || p.is(j+1, "bc", "bce") {
		return sense{}, 0
	}
	return sense{kind: centuryKind, year: (n - 1) * 100}, j + 1
}

// quarter reads "the third quarter", "third-quarter", "the first two quarters of 1990", "the second half of 2025", Q3 2024.
func (p *parser) quarter(i int) (sense, int) {
	a := p.at(i)
	if a.upper && (a.w.text == "q" || a.w.text == "h") && p.at(i+1).digits == 1 && p.at(i+1).glued {
		return p.shortQuarter(i)
	}
	j := p.skipWord(i, "the", "its", "their", "his", "our")
	s := sense{kind: quarterKind}
	if y, k := p.plainYear(j); y != 0 { // the 1988 third quarter
		s.year, j = y, k
	} else if o, k := p.outerUnit(j); o.unit == Year && p.sym(k, '\'') { // this year's third quarter
		s.outer, j = o, p.skipWord(k+1, "s")
	}
	j = p.skip(p.skipWord(j, "fiscal"), '-')
	if p.is(j, "year") && (p.is(j+1, "ago", "earlier") || p.sym(j+1, '-') && p.is(j+2, "ago", "earlier")) { // the year-ago third quarter
		s.yearAgo, s.outer = true, outer{Year, -1, fromDiscussed}
		j = p.skip(j+1, '-') + 1
	}
	n, k := p.ordinal(j)
	last := p.is(j, "last", "final")
	if last {
		k = j + 1
	}
	if n == 0 && !last {
		return sense{}, 0
	}
	k = p.skip(k, '-')
	many := 1
	if c, m := p.below100(k); c == 2 || c == 3 {
		many, k = c, m
	}
	u := p.at(k).w
	switch {
	case u.unit == Quarter && last && !u.plural && (p.is(k+1, "of") || s.year != 0):
		s.first, s.last = 4, 4
	case u.unit == Quarter && n >= 1 && n <= 4 && u.plural == (many > 1) && n+many-1 <= 4:
		s.first, s.last = n, n+many-1
	case u.unit == Half && !u.plural && (n == 1 || n == 2 || last) && (s.year != 0 || s.outer.unit != NoUnit || p.halfOfYear(k+1)):
		s.first, s.last = 3, 4
		if n == 1 {
			s.first, s.last = 1, 2
		}
	default:
		return sense{}, 0
	}
	if s.year != 0 || s.outer.unit != NoUnit {
		return s, k + 1
	}
	if s, to := p.yearAfter(s, k+1); to > k+1 {
		return s, to
	}
	if p.is(k+1, "of", "in") && p.is(k+2, "the") && p.is(k+3, "year") {
		s.outer = outer{Year, 0, fromPublished}
		return s, k + 4
	}
	return s, k + 1
}

// halfOfYear reports whether "of 2025", "of the year" or so follows at i, without which a half is any half.
func (p *parser) halfOfYear(i int) bool {
	if s, to := p.yearAfter(sense{}, i); to > i && (s.year != 0 || s.outer.unit == Year) {
		return true
	}
	return p.is(i, "of") && p.is(i+1, "the") && p.is(i+2, "year")
}

// shortQuarter reads Q3, Q3 2024, H1 2025.
func (p *parser) shortQuarter(i int) (sense, int) {
	n := int(p.at(i + 1).num)
	s := sense{kind: quarterKind, first: n, last: n}
	limit := 4
	if p.is(i, "h") {
		s.first, s.last, limit = 2*n-1, 2*n, 2
	}
	if n < 1 || n > limit {
		return sense{}, 0
	}
	s, to := p.yearAfter(s, i+2)
	if p.is(i, "h") && to == i+2 {
		return sense{}, 0
	}
	return s, to
}

// seasonCore reads "summer" where an article, preposition or year shows that the season is meant.
func (p *parser) seasonCore(i int) (sense, int) {
	j := p.skipWord(i, "the")
	a := p.at(j)
	if a.w.season == noSeason || a.upper && (i == j || p.at(j+1).upper) && p.at(i-1).end > 0 {
		return sense{}, 0
	}
	s, to := p.yearAfter(sense{kind: seasonKind, season: a.w.season}, j+1)
	if to > j+1 {
		return s, to
	}
	before := p.is(i-1, "in", "by", "since", "until", "during", "over", "before", "after", "early", "late", "mid", "through", "throughout", "of", "for", "into") || p.sym(i-1, '-') && p.is(i-2, "mid")
	if !before || p.is(j, "fall") && (j > i && p.is(j+1, "of") || !p.is(i-1, "in", "early", "late", "by", "this", "since")) {
		return sense{}, 0
	}
	if t := int(p.at(j + 1).tok); !p.at(j+1).glued && t < len(p.tokens) && (p.tokens[t].XPOS == "NN" || p.tokens[t].XPOS == "NNS") && p.at(j+1).sym == 0 {
		return sense{}, 0 // the spring offensive, in summer clothes
	}
	return s, j + 1
}

// relative reads what a word such as last, this or next places: "last month", "this Friday", "the following day", "the
// past two weeks", "that summer".
func (p *parser) relative(i int) (sense, int) {
	j := p.skipWord(i, "the", "its", "their", "his", "her", "our")
	det := j > i
	r, b := p.relWord(j, det)
	if r == noRel {
		if det {
			return p.definite(j)
		}
		return sense{}, 0
	}
	k := j + 1
	if p.is(j, "this", "these") && p.is(k, "past", "coming", "last", "next", "very", "same") {
		if p.is(k, "past", "last") {
			r = lastRel
		} else if p.is(k, "coming", "next") {
			r = nextRel
		}
		k++
	}
	if s, to := p.relativeUnit(i, j, k, r, b, det); s.kind != noKind {
		return s, to
	}
	a := p.at(k)
	s := sense{rel: r, base: b}
	switch {
	case a.w.weekday != 0 && !a.w.plural && a.upper && !a.w.short && !p.partOfName(k):
		s.kind, s.weekday = calendar, int(a.w.weekday)
		if m := p.skip(k+1, ','); p.dateOfMonthIs(m) {
			t, to := p.dateOfMonth(m)
			t.weekday = s.weekday
			return t, to
		}
	case a.w.month != 0 && a.upper && !a.w.short:
		s.kind, s.month = calendar, int(a.w.month)
		if t, to := p.month(k); t.year != 0 || t.day != 0 { // this March 5
			return t, to
		}
	case a.w.season != noSeason && (!a.upper || !p.at(k+1).upper):
		s.kind, s.season = seasonKind, a.w.season
		if a.w.text == "fall" && int(a.tok) < len(p.tokens) && len(p.tokens[a.tok].XPOS) > 1 && p.tokens[a.tok].XPOS[:2] == "VB" {
			return sense{}, 0
		}
	case a.w.part != noPart && !det:
		if r == nextRel || r == lastRel && a.w.part != night {
			return sense{}, 0
		}
		s = sense{kind: unitKind, unit: Day, part: a.w.part, base: b}
		if r == lastRel {
			s.offset = -1
		}
	case det && p.is(k, "period") && r != nextRel:
		s = sense{kind: unitKind, unit: Quarter, value: "period", offset: int(r) - int(thisRel)}
	case a.w.text == "christmas" && a.upper:
		s.kind, s.month, s.day = calendar, 12, 25
	default:
		return sense{}, 0
	}
	return s, k + 1
}

func (p *parser) dateOfMonthIs(i int) bool {
	s, _ := p.dateOfMonth(i)
	return s.day != 0
}

// relWord reads the word at i: the direction that it means, and what it counts from.
func (p *parser) relWord(i int, det bool) (rel, base) {
	switch p.at(i).w.text {
	case "last", "past", "latest":
		return lastRel, fromPublished
	case "this", "current", "present", "these":
		return thisRel, fromPublished
	case "next":
		if det {
			return nextRel, fromDiscussed
		}
		return nextRel, fromPublished
	case "coming", "upcoming":
		return nextRel, fromPublished
	case "previous", "preceding", "prior":
		return lastRel, fromDiscussed
	case "following":
		return nextRel, fromDiscussed
	case "that", "same":
		return thisRel, fromDiscussed
	}
	return noRel, fromPublished
}

// relativeUnit reads the unit at k that the word r at j places.
func (p *parser) relativeUnit(i, j, k int, r rel, b base, det bool) (sense, int) {
	n, vague, m := p.quantity(k)
	if m > k || p.at(k).w.plural && p.at(k).w.unit != NoUnit {
		return p.relativeLength(j, n, vague, m, r, b)
	}
	m = p.skipWord(k, "fiscal", "financial", "academic", "calendar", "full")
	u := p.at(m).w
	if u.plural || u.unit == NoUnit || u.unit == Second || u.unit == Minute || u.unit == Half {
		return sense{}, 0
	}
	off := int(r) - int(thisRel)
	s := sense{kind: unitKind, unit: u.unit, base: b, offset: off}
	switch {
	case p.at(j).upper && p.at(m).upper: // a programme called This Week
		return sense{}, 0
	case p.is(j, "these"), p.is(j, "that") && !p.refersBack(j, m):
		return sense{}, 0
	case u.unit == Hour:
		return sense{}, 0
	case u.unit == Weekend:
		s.kind, s.rel = weekendKind, r
	case p.is(j, "latest", "current", "present", "upcoming") && u.unit == Day:
		return sense{}, 0
	case det && p.is(j, "next") && u.unit != Day:
		return sense{kind: durationKind, unit: u.unit, n: 1, anchored: 1}, m + 1
	case p.is(j, "past") && u.unit != Year, det && p.is(j, "last") && u.unit != Quarter:
		return sense{kind: durationKind, unit: u.unit, n: 1, anchored: -1}, m + 1
	case p.is(j, "latest") && u.unit == Quarter:
		s.value = "period"
	case p.is(j, "last") && u.unit == Day, p.is(j, "this") && u.unit == Day && p.is(j-1, "to"):
		return sense{}, 0
	}
	return s, m + 1
}

// refersBack tells "that year" from the conjunction: "said that day by day".
func (p *parser) refersBack(j, unit int) bool {
	t := int(p.at(j).tok)
	if t >= len(p.tokens) {
		return true
	}
	return p.tokens[t].XPOS != "IN" || p.at(unit).w.unit != Day && p.tokens[t].UPOS == "DET"
}

// relativeLength reads "the past two weeks", "the next few days", "recent years"; the unit stands at m.
func (p *parser) relativeLength(j int, n float64, vague bool, m int, r rel, b base) (sense, int) {
	m = p.skipWord(m, "full", "trading", "calendar", "consecutive", "straight", "working", "fiscal", "more", "business", "additional")
	u := p.at(m).w
	if u.unit == NoUnit || u.unit == Half {
		if p.at(m).w.season != noSeason && !vague && n > 1 {
			return sense{kind: setKind, value: "XXXX-" + seasonLetters[p.at(m).w.season]}, m + 1
		}
		return sense{}, 0
	}
	if p.is(j, "these") {
		if u.unit == Day && n == 0 && !vague {
			return sense{kind: vagueKind, value: "PRESENT_REF"}, m + 1
		}
		return sense{}, 0
	}
	if n == 0 && !vague { // the past years, coming weeks, previous months
		value := "PAST_REF"
		switch {
		case r == nextRel && !p.is(j, "following"):
			value = "FUTURE_REF"
		case r == thisRel, r == nextRel:
			return sense{}, 0
		}
		return sense{kind: vagueKind, value: value}, m + 1
	}
	if r == thisRel && !p.is(j, "these") {
		return sense{}, 0
	}
	s := sense{kind: durationKind, unit: u.unit, n: n, anchored: int(r) - int(thisRel), base: b}
	m++
	if p.is(m, "or") && p.is(m+1, "so") {
		m, s.mod = m+2, Approx
	}
	return s, m
}

// definite reads "the week", "the quarter", "the month" and the like where a preposition shows that the unit now running
// is meant, and units that an event is counted by: "the day before", "the week after".
func (p *parser) definite(j int) (sense, int) {
	m := p.skipWord(j, "full", "whole", "entire", "fiscal", "financial")
	u := p.at(m).w
	if u.plural {
		return sense{}, 0
	}
	switch {
	case u.unit >= Week && u.unit != Quarter && p.is(m+1, "ended", "ending"): // the year ended June 30
		return sense{kind: durationKind, unit: u.unit, n: 1}, m + 1
	case u.unit == Day || u.unit == Week || u.unit == Month || u.unit == Year:
		if p.is(m+1, "before", "after") && p.clauseEnds(m+2) {
			s := sense{kind: unitKind, unit: u.unit, base: fromDiscussed, offset: 1}
			if p.is(m+1, "before") {
				s.offset = -1
			}
			return s, m + 2
		}
		if u.unit == Day && p.is(m+1, "before", "after") && p.is(m+2, "yesterday", "tomorrow") {
			s := sense{kind: unitKind, unit: Day, offset: 2}
			if p.is(m+2, "yesterday") {
				s.offset = -2
			}
			return s, m + 3
		}
	case u.unit == Weekend && p.is(j-2, "over", "at", "during", "of", "on", "for", "in", "before", "through", "until"):
		return sense{kind: weekendKind}, m + 1
	case u.unit == Quarter:
		if p.is(m+1, "of", "century") || p.sym(m+1, '-') || p.at(m+1).upper {
			return sense{}, 0
		}
		if p.is(j-2, "in", "for", "during", "of", "throughout", "over") {
			return sense{kind: unitKind, unit: Quarter, value: "period"}, m + 1
		}
		return sense{}, 0
	}
	if u.unit != Day && u.unit != Week && u.unit != Month && u.unit != Year || p.is(m+1, "of", "when", "that", "after", "before", "since") || p.sym(m+1, '-') {
		return sense{}, 0
	}
	before := p.is(j-2, "in", "of", "for", "during", "throughout", "earlier", "later", "through", "over")
	if u.unit == Day && !p.is(j-3, "later", "earlier", "late", "early", "end", "rest") || !before {
		return sense{}, 0
	}
	return sense{kind: unitKind, unit: u.unit}, m + 1
}

// clauseEnds reports whether nothing follows at i that "before" or "after" could govern.
func (p *parser) clauseEnds(i int) bool {
	a := p.at(i)
	if a.end == 0 || a.sym != 0 && a.sym != '\'' && a.sym != '$' && a.sym != '"' {
		return true
	}
	return p.is(i, "and", "or", "in", "on", "at", "by", "that", "with")
}

// deictic reads "today", "yesterday", "tomorrow", "tonight", "overnight".
func (p *parser) deictic(i int) (sense, int) {
	s := sense{kind: unitKind, unit: Day}
	if p.at(i).upper && p.at(i-1).upper { // USA Today
		return sense{}, 0
	}
	switch p.at(i).w.text {
	case "today":
	case "yesterday":
		s.offset = -1
	case "tomorrow":
		s.offset = 1
	case "tonight":
		s.part = night
	case "overnight":
		s.part, s.offset, s.rel = night, -1, lastRel
		if t := int(p.at(i).tok); t < len(p.tokens) && p.tokens[t].XPOS != "RB" && p.tokens[t].XPOS != "NN" {
			s.offset, s.rel = -1, lastRel
		}
	case "year", "month", "week", "day":
		return p.unitFirst(i)
	default:
		return sense{}, 0
	}
	return s, i + 1
}

// unitFirst reads "year-end", "year's end", "year-ago", "year-earlier".
func (p *parser) unitFirst(i int) (sense, int) {
	u := p.at(i).w.unit
	j := i + 1
	if p.sym(j, '\'') {
		j = p.skipWord(j+1, "s")
	}
	j = p.skip(j, '-')
	switch {
	case p.is(j, "end") && u != Day:
		s := sense{kind: unitKind, unit: u, mod: End}
		return s, j + 1
	case u == Year && p.is(j, "ago", "earlier"):
		s := sense{kind: agoKind, unit: Year, n: 1, offset: -1, base: fromDiscussed, yearAgo: true}
		j++
		return s, p.skipWord(j, "period", "quarter")
	}
	return sense{}, 0
}
