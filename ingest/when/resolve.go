package when

import (
	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
)

// resolver gives values to the expressions of a document, in order, and keeps what is under discussion.
type resolver struct {
	doc       *text.Document
	published schema.Date // zero if unknown

	index   int    // of the sentence
	last    Period // the last date of this sentence
	main    Period // the date of the sentence's main clause, so far
	depth   int    // how deep in the tree main stands
	context Period // main of the last sentence that had a date
	day     Period // the last date that was a day
	quarter Period // the quarter that results are told of: "a year earlier" is the same one of the year before
	named   int    // the sentence in which it was last named
}

// sentence turns to the next sentence.
func (r *resolver) sentence(s int) {
	if !r.main.IsZero() {
		r.context = r.main
	}
	r.index, r.last, r.main, r.depth = s, Period{}, Period{}, maxClimb+2
}

// answer is what a sense resolves to.
type answer struct {
	typ    schema.TimeType
	value  string
	period Period
}

// resolve turns a match into an expression.
func (r *resolver) resolve(p *parser, m *match) Expression {
	from, to := p.at(m.from), p.at(m.to-1)
	e := Expression{
		Sentence: r.index, First: int(from.tok), Last: int(to.tok), Start: from.start, End: to.end,
		Mod: m.sense.mod, Relation: p.relation(m),
	}
	dir, direct := undirected, false
	if len(p.tokens) > 0 {
		dir, direct = tense(p.tokens, e.First, e.Last)
	}
	switch {
	case p.is(m.from-1, "since"):
		dir, direct = backward, true
	case e.Relation != By && e.Relation != Until:
	case dir == undirected || dir == open, dir == backward && m.sense.weekday == 0:
		dir = open
	}
	a := r.answer(&m.sense, dir, direct)
	e.Type, e.Value, e.Period = a.typ, a.value, a.period
	if a.typ == schema.TimeDuration {
		e.Length = Length{m.sense.n, m.sense.unit}
	}
	r.remember(&m.sense, &e, p)
	e.Period = opened(e.Period, e.Relation)
	return e
}

// opened leaves open the side of a period that "since" and "until" leave open.
func opened(p Period, rel Relation) Period {
	switch rel {
	case Since:
		p.End = schema.Date{}
	case Until:
		p.Start = schema.Date{}
	}
	return p
}

// remember keeps a resolved date as the one under discussion.
func (r *resolver) remember(s *sense, e *Expression, p *parser) {
	if s.kind == durationKind && s.unit == Month {
		r.quarter = Period{} // results of nine months
	}
	if e.Period.IsZero() || e.Type == schema.TimeDuration || e.Type == schema.TimeSet {
		return
	}
	if s.kind == quarterKind && !s.yearAgo && s.last == s.first {
		r.quarter, r.named = e.Period, r.index
	}
	if e.Period.Precision == schema.Quarter {
		r.named = r.index
	}
	if s.yearAgo { // a comparison; the talk goes on about the present
		return
	}
	r.last = e.Period
	if e.Period.Precision == schema.Day && e.Period.Start == e.Period.End {
		r.day = e.Period
	}
	d := 0
	if len(p.tokens) > 0 {
		d = depth(p.tokens, headOf(p.tokens, e.First, e.Last))
	}
	if d < r.depth {
		r.main, r.depth = e.Period, d
	}
}

// discussed is the date under discussion that is at least as precise as want.
func (r *resolver) discussed(want schema.Precision) schema.Date {
	for _, p := range [...]Period{r.last, r.main, r.context} {
		d := p.Start
		if d.IsZero() {
			d = p.End
		}
		switch want {
		case schema.Day:
			if d.Day() != 0 && p.Start == p.End {
				return d
			}
		case schema.Month:
			if d.Month() != 0 {
				return d
			}
		default:
			if !d.IsZero() {
				return d
			}
		}
	}
	return schema.Date{}
}

// from is the date that a sense counts from.
func (r *resolver) from(b base, want schema.Precision) schema.Date {
	if b == fromPublished {
		return r.published
	}
	return r.discussed(want)
}

// answer resolves a sense.
func (r *resolver) answer(s *sense, dir direction, direct bool) answer {
	switch s.kind {
	case calendar:
		return r.calendar(s, dir, direct)
	case unitKind:
		return r.unit(s, dir)
	case agoKind:
		if s.value == "in" && !ahead(dir) { // they did it in two weeks
			return r.duration(s)
		}
		return r.ago(s)
	case quarterKind:
		return r.quarters(s, dir)
	case seasonKind:
		return r.season(s, dir)
	case weekendKind:
		return r.weekend(s, dir)
	case decadeKind:
		return answer{schema.TimeDate, fourDigits(s.year)[:3], years(s.year, s.year+9)}
	case centuryKind:
		return answer{schema.TimeDate, fourDigits(s.year)[:2], years(s.year, s.year+99)}
	case durationKind:
		return r.duration(s)
	case setKind:
		return answer{typ: schema.TimeSet, value: s.value}
	case clockKind:
		return r.timeOf(s, r.discussed(schema.Day))
	}
	return answer{typ: schema.TimeDate, value: s.value}
}

// point is the period of a date.
func point(d schema.Date) Period {
	if d.IsZero() {
		return Period{Precision: schema.Unknown}
	}
	return Period{d, d, d.Precision()}
}

// years is a period of whole years.
func years(from, to int) Period {
	return Period{newDate(max(from, 1), 0, 0), newDate(to, 0, 0), schema.Year}
}

// timeOf is a date with the part of the day or the time of day that the sense has.
func (r *resolver) timeOf(s *sense, d schema.Date) answer {
	value := "XXXX-XX-XX"
	if !d.IsZero() {
		value = d.String()
	}
	switch {
	case s.clock.said:
		return answer{schema.TimeOfDay, value + "T" + twoDigits(s.clock.hour) + ":" + twoDigits(s.clock.minute), point(d)}
	case s.part != noPart:
		return answer{schema.TimeOfDay, value + partLetters[s.part], point(d)}
	}
	return answer{schema.TimeDate, value, point(d)}
}

// calendar resolves a date of the calendar.
func (r *resolver) calendar(s *sense, dir direction, direct bool) answer {
	if s.value != "" {
		return r.feast(s, dir)
	}
	year := s.year
	if s.outer.unit == Year {
		if b := r.from(s.outer.base, schema.Year); !b.IsZero() {
			year = b.Year() + s.outer.offset
		}
	}
	switch {
	case s.month == 0 && s.weekday != 0:
		return r.weekday(s, dir)
	case s.month == 0:
		return answer{schema.TimeDate, fourDigits(year), point(newDate(year, 0, 0))}
	case year == 0:
		year = r.yearOf(s, dir, direct)
	}
	if year == 0 {
		value := "XXXX-" + twoDigits(s.month)
		if s.day != 0 {
			value += "-" + twoDigits(s.day)
		}
		return answer{schema.TimeDate, value, Period{Precision: schema.Unknown}}
	}
	return r.timeOf(s, newDate(year, s.month, s.day))
}

// yearOf chooses the year of a month, or of a day of a month, that has none.
func (r *resolver) yearOf(s *sense, dir direction, direct bool) int {
	b := r.from(s.base, schema.Month)
	if b.IsZero() {
		return 0
	}
	y, sameOrLater := b.Year(), s.month >= int(b.Month())
	switch s.rel {
	case lastRel:
		if sameOrLater || s.month == int(b.Month())-1 { // the month just past is "last month"
			return y - 1
		}
		return y
	case nextRel:
		if s.month > int(b.Month()) {
			return y
		}
		return y + 1
	case thisRel:
		return y
	}
	return r.nearestYear(s, b, dir, direct)
}

// nearestYear is the year that puts the date nearest to the day of publication, where the way against the tense of the
// clause counts as longer, and the way to a month as much longer.
func (r *resolver) nearestYear(s *sense, b schema.Date, dir direction, direct bool) int {
	best, year := 1<<30, 0
	for _, y := range [...]int{b.Year() - 1, b.Year(), b.Year() + 1} {
		d := newDate(y, s.month, s.day)
		if d.IsZero() {
			continue
		}
		dist := number(d) - number(b)
		if s.day == 0 {
			dist = 30 * ((y-b.Year())*12 + s.month - int(b.Month()))
		}
		cost := max(dist, -dist)
		switch {
		case s.weekday != 0 && weekdayOf(d) != s.weekday:
			cost += 10000
		case dir == backward && dist > 0:
			cost = cost * against(s, direct) / 10
		case dir == forward && dist < 0:
			cost = cost * against(s, direct) / 10
		case dir == undirected && dist > 0:
			cost += cost / 2
		}
		if cost < best {
			best, year = cost, y
		}
	}
	return year
}

// against is how much longer the way against the tense counts, in tenths. A day of a month that has no year is seldom more
// than half a year away, whatever the tense; a month may be.
func against(s *sense, direct bool) int {
	switch {
	case !direct:
		return 20
	case s.day != 0:
		return 25
	}
	return 300
}

// feast resolves a feast of no fixed date.
func (r *resolver) feast(s *sense, dir direction) answer {
	year := s.year
	if s.outer.unit == Year {
		if b := r.from(s.outer.base, schema.Year); !b.IsZero() {
			year = b.Year() + s.outer.offset
		}
	}
	if year == 0 && !r.published.IsZero() {
		year = r.published.Year()
		now := number(r.published)
		this := number(feast(s.value, year))
		switch {
		case dir == backward && this > now:
			year--
		case ahead(dir) && this < now:
			year++
		}
	}
	if year == 0 {
		return answer{schema.TimeDate, "XXXX-XX-XX", Period{Precision: schema.Unknown}}
	}
	return r.timeOf(s, feast(s.value, year))
}

// weekday resolves a day of the week.
func (r *resolver) weekday(s *sense, dir direction) answer {
	if s.outer.unit == Week {
		b := r.from(s.outer.base, schema.Day)
		if b.IsZero() {
			return r.openWeekday(s)
		}
		return r.timeOf(s, addDays(monday(b), 7*s.outer.offset+s.weekday-1))
	}
	b := r.from(s.base, schema.Day)
	if b.IsZero() {
		return r.openWeekday(s)
	}
	back := (weekdayOf(b) - s.weekday + 7) % 7
	forth := (7 - back) % 7
	switch {
	case s.rel == lastRel && back == 0:
		return r.timeOf(s, addDays(b, -7))
	case s.rel == nextRel && forth == 0:
		return r.timeOf(s, addDays(b, 7))
	case s.rel == nextRel, s.rel != lastRel && ahead(dir), s.rel == thisRel && dir != backward:
		return r.timeOf(s, addDays(b, forth))
	}
	return r.timeOf(s, addDays(b, -back))
}

func (r *resolver) openWeekday(s *sense) answer {
	a := r.timeOf(s, schema.Date{})
	a.value = "XXXX-WXX-" + digit(s.weekday) + a.value[len("XXXX-XX-XX"):]
	return a
}

// unit resolves a unit at a distance.
func (r *resolver) unit(s *sense, dir direction) answer {
	if s.unit == Quarter {
		return r.quarterUnit(s)
	}
	want := schema.Year
	switch s.unit {
	case Day, Week:
		want = schema.Day
	case Month:
		want = schema.Month
	}
	b := r.from(s.base, want)
	if b.IsZero() {
		open := map[Unit]string{Day: "XXXX-XX-XX", Week: "XXXX-WXX", Month: "XXXX-XX"}[s.unit]
		if open == "" {
			open = "XXXX"
		}
		if s.unit == Day && s.part != noPart {
			open += partLetters[s.part]
			return answer{schema.TimeOfDay, open, Period{Precision: schema.Unknown}}
		}
		return answer{schema.TimeDate, open, Period{Precision: schema.Unknown}}
	}
	switch s.unit {
	case Day:
		off := s.offset
		if s.rel == lastRel && dir == forward {
			off = 0
		}
		return r.timeOf(s, addDays(b, off))
	case Week:
		d := addDays(monday(b), 7*s.offset)
		return answer{schema.TimeDate, weekValue(d), Period{d, addDays(d, 6), schema.Week}}
	case Month:
		d := addMonths(b, s.offset)
		return answer{schema.TimeDate, d.String(), point(d)}
	case Decade:
		y := b.Year()/10*10 + 10*s.offset
		return answer{schema.TimeDate, fourDigits(y)[:3], years(y, y+9)}
	case Century:
		y := b.Year()/100*100 + 100*s.offset
		return answer{schema.TimeDate, fourDigits(y)[:2], years(y, y+99)}
	}
	d := newDate(b.Year()+s.offset, 0, 0)
	return answer{schema.TimeDate, d.String(), point(d)}
}

// quarterPeriod is the answer for the quarters first to last of a year.
func quarterPeriod(year, first, last int) answer {
	p := Period{newDate(year, 3*first-2, 0), newDate(year, 3*last, 0), schema.Quarter}
	value := fourDigits(year)
	switch {
	case first == last:
		value += "-Q" + digit(first)
	case first == 1 && last == 2:
		value, p.Precision = value+"-H1", schema.Month
	case first == 3 && last == 4:
		value, p.Precision = value+"-H2", schema.Month
	default:
		p.Precision = schema.Month
	}
	return answer{schema.TimeDate, value, p}
}

// quarterUnit resolves "this quarter", "the quarter", "the latest period". Results are spoken of by the quarter last named.
func (r *resolver) quarterUnit(s *sense) answer {
	if s.value == "period" && !r.quarter.IsZero() {
		off := 0
		if s.base == fromDiscussed {
			off = s.offset
		}
		return shiftQuarter(r.quarter, off*4)
	}
	b := r.from(s.base, schema.Month)
	if b.IsZero() {
		return answer{schema.TimeDate, "XXXX-QX", Period{Precision: schema.Unknown}}
	}
	q := (int(b.Month()) + 2) / 3
	this := quarterPeriod(b.Year(), q, q).period
	if s.value == "period" { // results come after the quarter has ended
		return shiftQuarter(this, -1)
	}
	return shiftQuarter(this, s.offset)
}

// shiftQuarter is the quarter n quarters later.
func shiftQuarter(p Period, n int) answer {
	q := p.Start.Year()*4 + (int(p.Start.Month())-1)/3 + n
	return quarterPeriod(q/4, q%4+1, q%4+1)
}

// quarters resolves a numbered quarter or half.
func (r *resolver) quarters(s *sense, dir direction) answer {
	if s.year != 0 {
		return quarterPeriod(s.year, s.first, s.last)
	}
	if s.outer.unit == Year {
		b := r.from(s.outer.base, schema.Year)
		if s.yearAgo || b.IsZero() {
			b = r.published
		}
		if !b.IsZero() {
			return quarterPeriod(b.Year()+s.outer.offset, s.first, s.last)
		}
	}
	if r.published.IsZero() {
		return answer{schema.TimeDate, "XXXX" + quarterPeriod(1, s.first, s.last).value[4:], Period{Precision: schema.Unknown}}
	}
	year, now := r.published.Year(), (int(r.published.Month())+2)/3
	switch { // four quarters make a year: the nearest is never more than two away
	case ahead(dir) && now-s.last > 2, ahead(dir) && now-s.last == 2 && s.first == 1:
		year++
	case !ahead(dir) && s.first > now:
		year--
	}
	return quarterPeriod(year, s.first, s.last)
}

// ago resolves a length back or forth.
func (r *resolver) ago(s *sense) answer {
	length := lengthValue(Length{s.n, s.unit}, s.more)
	unknown := answer{schema.TimeDuration, length, Period{Precision: schema.Unknown}}
	if s.n == 0 {
		switch {
		case s.base == fromPublished && s.offset < 0:
			return answer{schema.TimeDate, "PAST_REF", Period{Precision: schema.Unknown}}
		case s.base == fromPublished:
			return answer{schema.TimeDate, "FUTURE_REF", Period{Precision: schema.Unknown}}
		case s.unit <= Hour:
			unknown.period = point(r.discussed(schema.Day))
		}
		return unknown
	}
	if s.yearAgo && !r.quarter.IsZero() && r.index-r.named <= 3 {
		return shiftQuarter(r.quarter, 4*s.offset)
	}
	b := r.from(s.base, agoPrecision(s))
	if b.IsZero() && s.yearAgo {
		b = r.published
	}
	if b.IsZero() {
		return unknown
	}
	n := int(s.n) * s.offset
	switch s.unit {
	case Day:
		return r.timeOf(s, addDays(b, n))
	case Week, Fortnight:
		if s.unit == Fortnight {
			n *= 2
		}
		d := addDays(b, 7*n)
		if d.IsZero() {
			return unknown
		}
		if s.base == fromDiscussed {
			return r.timeOf(s, d)
		}
		m := monday(d)
		return answer{schema.TimeDate, weekValue(d), Period{m, addDays(m, 6), schema.Week}}
	case Month, Quarter:
		if s.unit == Quarter {
			n *= 3
		}
		return r.timeOf(s, addMonths(b, n))
	case Year, Decade, Century:
		return r.yearsAgo(s, b)
	}
	unknown.period = point(dayOf(b))
	return unknown
}

// agoPrecision is how precise the date must be that a length is counted from.
func agoPrecision(s *sense) schema.Precision {
	switch {
	case s.unit <= Fortnight:
		return schema.Day
	case s.unit <= Quarter || s.n != float64(int(s.n)):
		return schema.Month
	}
	return schema.Year
}

// yearsAgo counts years, with months where the number is not whole.
func (r *resolver) yearsAgo(s *sense, b schema.Date) answer {
	months := s.n * 12
	switch s.unit {
	case Decade:
		months *= 10
	case Century:
		months *= 100
	}
	if s.more.Unit == Month {
		months += s.more.Count
	}
	m := int(months) * s.offset
	if m%12 != 0 && b.Month() != 0 {
		return r.timeOf(s, addMonths(b, m))
	}
	return r.timeOf(s, newDate(b.Year()+m/12, 0, 0))
}

// duration resolves a length of time; "the past two weeks" also has a period.
func (r *resolver) duration(s *sense) answer {
	a := answer{schema.TimeDuration, lengthValue(Length{s.n, s.unit}, s.more), Period{Precision: schema.Unknown}}
	b := r.from(s.base, agoPrecision(s))
	if s.anchored == 0 || s.n == 0 || b.IsZero() {
		return a
	}
	n := int(s.n) * s.anchored
	var other schema.Date
	switch s.unit {
	case Day:
		other = addDays(b, n)
	case Week, Fortnight:
		other = addDays(b, 7*n)
	case Month, Quarter:
		if s.unit == Quarter {
			n *= 3
		}
		other, b = addMonths(b, n), newDate(b.Year(), int(b.Month()), 0)
	case Year, Decade, Century:
		n *= map[Unit]int{Year: 1, Decade: 10, Century: 100}[s.unit]
		other, b = newDate(b.Year()+n, 0, 0), newDate(b.Year(), 0, 0)
	}
	if other.IsZero() {
		return a
	}
	if s.anchored > 0 {
		b, other = other, b
	}
	a.period = Period{other, b, other.Precision()}
	return a
}

// seasonMonths are the first months of the meteorological seasons; a winter bears the year in which it begins.
var seasonMonths = [...]int{0, 3, 6, 9, 12}

// season resolves a season of the year.
func (r *resolver) season(s *sense, dir direction) answer {
	year := s.year
	first := seasonMonths[s.season]
	b := r.from(s.base, schema.Month)
	if s.outer.unit == Year {
		if o := r.from(s.outer.base, schema.Year); !o.IsZero() {
			year = o.Year() + s.outer.offset
		}
	}
	if year == 0 && !b.IsZero() {
		year = seasonYear(s, b, first, dir)
	}
	if year == 0 {
		return answer{schema.TimeDate, "XXXX-" + seasonLetters[s.season], Period{Precision: schema.Unknown}}
	}
	start := newDate(year, first, 0)
	return answer{schema.TimeDate, fourDigits(year) + "-" + seasonLetters[s.season], Period{start, addMonths(start, 2), schema.Season}}
}

// seasonYear is the year in which the season begins that is meant on the date b.
func seasonYear(s *sense, b schema.Date, first int, dir direction) int {
	now := b.Year()*12 + int(b.Month())
	begun := b.Year() // the year of the last season of this kind that has begun
	if begun*12+first > now {
		begun--
	}
	running := now < begun*12+first+3
	switch s.rel {
	case lastRel:
		if running {
			return begun - 1
		}
		return begun
	case nextRel:
		return begun + 1
	}
	months := (begun+1)*12 + first - now // to the next one
	switch {
	case running, dir == backward && s.rel == noRel:
		return begun
	case ahead(dir), s.rel == thisRel && months <= 6 && b.Year() == begun+1, months <= 3 && dir != backward:
		return begun + 1
	}
	return begun
}

// weekend resolves "the weekend", "this weekend", "last weekend".
func (r *resolver) weekend(s *sense, dir direction) answer {
	b := r.from(s.base, schema.Day)
	if b.IsZero() {
		return answer{schema.TimeDate, "XXXX-WXX-WE", Period{Precision: schema.Unknown}}
	}
	saturday := addDays(monday(b), 5)
	begun := weekdayOf(b) >= 6
	switch {
	case s.rel == nextRel:
		saturday = addDays(saturday, 7)
	case s.rel == lastRel, !begun && (dir == backward || dir == undirected && s.rel == noRel):
		saturday = addDays(saturday, -7)
	}
	return answer{schema.TimeDate, weekValue(saturday) + "-WE", Period{saturday, addDays(saturday, 1), schema.Day}}
}
