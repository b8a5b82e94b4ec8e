package when

// after reads what may follow a date: a part of the day ("Tuesday morning"), a week, month or year around it ("Friday
// last week", "the morning of"), a time of day ("Friday at 10 a.m.").
func (p *parser) after(s sense, i int) (sense, int) {
	if s.kind == calendar && s.weekday != 0 && s.month == 0 && s.outer.unit == NoUnit {
		if o, to := p.outerUnit(i); o.unit == Week {
			s.outer, i = o, to
		}
	}
	if s.kind == calendar && s.month == 0 && s.day == 0 && s.weekday != 0 && p.is(i, "the") { // Tuesday the 5th of May
		if t, to := p.dayFirst(i); t.kind != noKind {
			t.weekday = s.weekday
			s, i = t, to
		}
	}
	if !p.isDay(s) {
		return s, i
	}
	if s.part == noPart {
		j := p.skipWord(i, "early", "late")
		if p.at(j).w.part != noPart && !p.at(j).upper {
			s.part, i = p.at(j).w.part, j+1
			if p.raw(i - 1)[len(p.raw(i-1))-1] == 's' && p.at(i-1).w.part != noPart && p.raw(i - 1)[0] >= 'a' {
				return p.everyPart(s), i
			}
		}
	}
	j := p.skipWord(p.skip(i, ','), "at")
	if c, to := p.clockTime(j, j > i && p.is(j-1, "at")); c.said {
		s.clock = c
		return s, to
	}
	return s, i
}

// everyPart turns "Tuesday nights" into a set.
func (p *parser) everyPart(s sense) sense {
	if s.weekday == 0 || s.month != 0 {
		return s
	}
	return sense{kind: setKind, value: "XXXX-WXX-" + digit(s.weekday) + partLetters[s.part]}
}

// isDay reports whether the sense is a single day.
func (p *parser) isDay(s sense) bool {
	switch s.kind {
	case calendar:
		return s.day != 0 || s.weekday != 0 || s.value != ""
	case unitKind:
		return s.unit == Day
	}
	return false
}

// clockDate reads a time of day, with the date that may follow it: "10 p.m. Wednesday", "noon", "the morning of Aug. 15".
func (p *parser) clockDate(i int) (sense, int) {
	if p.is(i, "the", "early", "late", "mid") || p.at(i).w.part != noPart {
		return p.partOfDate(i)
	}
	c, j := p.clockTime(i, p.is(i-1, "at"))
	if !c.said {
		return sense{}, 0
	}
	k := p.skipWord(p.skip(j, ','), "on")
	if s, to := p.dateCore(k); p.isDay(s) && s.part == noPart && s.value == "" {
		s.clock = c
		if o, t := p.outerUnit(to); o.unit == Week && s.weekday != 0 {
			s.outer, to = o, t
		}
		return s, to
	}
	return sense{kind: clockKind, clock: c}, j
}

// partOfDate reads "the morning of Aug. 15", "the morning", "mid-afternoon", "late night on Friday".
func (p *parser) partOfDate(i int) (sense, int) {
	j := p.skipWord(i, "the")
	j = p.skip(p.skipWord(j, "early", "late", "mid"), '-')
	a := p.at(j).w
	if a.part == noPart || p.at(j).upper && p.at(j+1).upper || p.raw(j)[len(p.raw(j))-1] == 's' {
		return sense{}, 0
	}
	k := p.skipWord(j+1, "of", "on")
	if s, to := p.dateCore(k); p.isDay(s) && s.part == noPart {
		s.part = a.part
		return s, to
	}
	if j > i && p.is(j-1, "the") && p.is(i-1, "in", "during") || j > i && !p.is(j-1, "the") && a.part != night {
		return sense{kind: clockKind, part: a.part}, j + 1
	}
	return sense{}, 0
}

// clockTime reads "10 a.m.", "7:15 p.m. EST", "17:00 GMT", "1400 GMT", "noon", "five o'clock". A bare 10:30 is a time
// only after "at" or before a zone.
func (p *parser) clockTime(i int, at bool) (clock, int) {
	a := p.at(i)
	switch a.w.text {
	case "noon", "midday":
		return clock{true, 12, 0}, i + 1
	case "midnight":
		return clock{true, 24, 0}, i + 1
	}
	if a.num < 0 && (a.w.card == 0 || a.w.card > 12) || p.sym(i-1, '$') {
		return clock{}, i
	}
	hour, minute, j := int(a.num), 0, i+1
	if a.num < 0 {
		hour = int(a.w.card)
	}
	colon := false
	if (p.sym(j, ':') || p.sym(j, '.')) && p.at(j).glued && p.at(j+1).digits == 2 && p.at(j+1).glued && p.at(j+1).num < 60 && a.digits <= 2 && a.digits > 0 {
		colon = p.sym(j, ':')
		minute, j = int(p.at(j+1).num), j+2
	}
	if pm, k := p.meridiem(j); k > j {
		if hour < 1 || hour > 12 || a.digits > 2 {
			return clock{}, i
		}
		hour %= 12
		if pm {
			hour += 12
		}
		return clock{true, hour, minute}, p.zone(k)
	}
	if p.is(j, "o") && p.sym(j+1, '\'') && p.is(j+2, "clock") && hour >= 1 && hour <= 12 {
		return clock{true, hour, minute}, j + 3
	}
	if a.digits == 4 && j == i+1 && hour%100 < 60 && hour < 2400 {
		hour, minute = hour/100, hour%100
		if p.zone(j) > j || p.is(j, "hours") {
			return clock{true, hour, minute}, max(p.zone(j), p.skipWord(j, "hours"))
		}
		return clock{}, i
	}
	if hour < 24 && colon && (at || p.zone(j) > j || p.is(j, "local")) {
		return clock{true, hour, minute}, p.zone(j)
	}
	return clock{}, i
}

// meridiem reads a.m. or p.m. in any spelling.
func (p *parser) meridiem(i int) (pm bool, to int) {
	switch {
	case p.is(i, "am", "pm"):
		return p.is(i, "pm"), i + 1
	case p.is(i, "a", "p") && p.sym(i+1, '.') && p.is(i+2, "m") && p.at(i+1).glued:
		to = i + 3
		if p.sym(to, '.') && p.at(to).glued {
			to++
		}
		return p.is(i, "p"), to
	}
	return false, i
}

// zone skips a time zone.
func (p *parser) zone(i int) int {
	j := p.skip(i, '(')
	switch {
	case p.at(j).upper && p.is(j, "est", "edt", "et", "cet", "cest", "gmt", "utc", "bst", "pst", "pdt", "cdt", "cst"):
		if j > i {
			return p.skip(j+1, ')')
		}
		return j + 1
	case p.is(j, "local") && p.is(j+1, "time") && i == j:
		return j + 2
	}
	return i
}

// quantity reads a number in digits or words, or a vague one ("several", "a few"). The position is i where there is none.
func (p *parser) quantity(i int) (n float64, vague bool, to int) {
	a := p.at(i)
	if a.num >= 0 {
		return p.digitQuantity(i)
	}
	switch a.w.text {
	case "several", "few", "many", "some", "numerous", "countless":
		return 0, true, i + 1
	case "dozens", "hundreds", "thousands":
		if p.is(i+1, "of") {
			return 0, true, i + 2
		}
	case "couple":
		return 2, false, p.skipWord(i+1, "of")
	case "dozen":
		return 12, false, i + 1
	case "half":
		if p.is(i+1, "a", "an") {
			return 0.5, false, i + 2
		}
		return 0, false, i
	case "a", "an", "another":
		switch {
		case p.is(i+1, "few", "couple", "dozen"):
			return p.quantity(i + 1)
		case p.is(i+1, "handful") && p.is(i+2, "of"):
			return 0, true, i + 3
		case p.is(i+1, "half"):
			return 0.5, false, p.skip(i+2, '-')
		case p.at(i+1).w.card >= 100:
			return p.wordQuantity(i + 1)
		}
		return 1, false, i + 1
	}
	if a.w.card != 0 {
		return p.wordQuantity(i)
	}
	return 0, false, i
}

// digitQuantity reads 3, 1,000, 2.5, 2 1/2, 2½.
func (p *parser) digitQuantity(i int) (float64, bool, int) {
	n := float64(p.at(i).num)
	j := i + 1
	for p.sym(j, ',') && p.at(j).glued && p.at(j+1).digits == 3 && p.at(j+1).glued {
		n = n*1000 + float64(p.at(j+1).num)
		j += 2
	}
	switch {
	case p.sym(j, '.') && p.at(j).glued && p.at(j+1).num >= 0 && p.at(j+1).glued:
		frac := float64(p.at(j + 1).num)
		for range p.at(j + 1).digits {
			frac /= 10
		}
		n, j = n+frac, j+2
	case p.at(j).num == 1 && p.sym(j+1, '/') && p.at(j+2).num == 2, p.sym(j, '-') && p.at(j+1).num == 1 && p.sym(j+2, '/') && p.at(j+3).num == 2:
		n, j = n+0.5, p.skip(j, '-')+3
	case p.sym(j, 'h'):
		n, j = n+0.5, j+1
	}
	return n, false, j
}

// wordQuantity reads "twenty-four", "two hundred", "three and a half".
func (p *parser) wordQuantity(i int) (float64, bool, int) {
	total, part, j := 0, 0, i
	for j-i < 8 {
		c := int(p.at(j).w.card)
		switch {
		case c == 0:
			if p.is(j, "and") && p.at(j+1).w.card != 0 && total+part >= 100 || p.sym(j, '-') && p.at(j+1).w.card != 0 && part >= 20 {
				j++
				continue
			}
			if p.is(j, "and") && p.is(j+1, "a") && p.is(j+2, "half") {
				return float64(total+part) + 0.5, false, j + 3
			}
			if p.is(j, "dozen") {
				return float64(total+part) * 12, false, j + 1
			}
			return float64(total + part), false, j
		case c == 1000:
			total, part = total+max(part, 1)*1000, 0
		case c == 100:
			part = max(part, 1) * 100
		default:
			if part%100 != 0 && (part%10 != 0 || c >= 10) { // "one two"
				return float64(total + part), false, j
			}
			part += c
		}
		j++
	}
	return float64(total + part), false, j
}

// length reads a duration, and the word after it that makes it a date: "two days", "three-day", "a year and a half",
// "six weeks ago", "a week later".
func (p *parser) length(i int) (sense, int) {
	s, j := p.duration(i)
	if s.kind == noKind {
		return s, 0
	}
	back := s
	back.kind = agoKind
	switch {
	case p.is(j, "ago"):
		back.offset = -1
		back.yearAgo = s.unit == Year && s.n == 1
		return back, j + 1
	case p.is(j, "earlier"):
		back.offset, back.base = -1, fromDiscussed
		back.yearAgo = s.unit == Year && s.n == 1
		return back, j + 1
	case p.is(j, "later"):
		back.offset, back.base = 1, fromDiscussed
		return back, j + 1
	case p.is(j, "before", "after") && p.clauseEnds(j+1):
		back.offset, back.base = 1, fromDiscussed
		if p.is(j, "before") {
			back.offset = -1
		}
		return back, j + 1
	case p.is(j, "from") && p.is(j+1, "now"):
		back.offset = 1
		return back, j + 2
	case p.is(i-1, "in") && s.n != 0 && s.unit >= Day && !hyphenated(p, i, j):
		back.offset, back.value = 1, "in"
		return back, j
	case p.is(j, "hence"):
		back.offset = 1
		return back, j + 1
	case p.is(j, "long") && p.sym(j-1, '-'), p.is(j, "ahead") && p.is(i-1, "the"):
		return s, j + 1
	}
	return s, j
}

// duration reads a length of time.
func (p *parser) duration(i int) (sense, int) {
	n, vague, j := p.quantity(i)
	if j == i {
		return p.bareUnits(i)
	}
	hyphen := p.sym(j, '-')
	if p.is(j, "to", "or") || hyphen && p.at(j+1).num >= 0 { // two to three weeks, 10-15 years
		if m, v, k := p.quantity(p.skip(p.skipWord(j, "to", "or"), '-')); k > j+1 && !v && m > n {
			j, hyphen = k, p.sym(k, '-')
		}
	}
	j = p.skip(j, '-')
	j = p.skipWord(j, "more", "additional", "trading", "working", "consecutive", "straight", "full", "long", "business", "successive", "calendar", "further", "whole", "or")
	if p.is(j-1, "or") && p.is(j, "so", "more") {
		j++
	}
	u := p.at(j).w
	switch {
	case u.unit == Quarter && p.is(j+1, "of"), p.sym(j+1, '-') && p.is(j+2, "ago", "earlier"): // three-quarters of, a year-earlier loss
		return sense{}, 0
	case u.unit == NoUnit || u.unit == Quarter && n < 2 && !vague || u.unit == Half || u.unit == Weekend:
		if (u.text == "night" || u.text == "nights") && n >= 1 && !vague && (hyphen || p.raw(j)[len(p.raw(j))-1] == 's') {
			return sense{kind: durationKind, unit: Day, n: n}, j + 1
		}
		return sense{}, 0
	case u.unit == Second && (!u.plural && !hyphen || n == 0):
		return sense{}, 0
	case !u.plural && !hyphen && n > 1 && p.at(i).num >= 0 && (p.at(i).digits == 4 || !p.tagged(j, "NN")):
		return sense{}, 0
	case vague && !u.plural && !hyphen:
		return sense{}, 0
	case n == 1 && p.is(i, "a", "an") && (p.notLength(j) || p.sym(j+1, '-')):
		return sense{}, 0
	}
	s := sense{kind: durationKind, unit: u.unit, n: n}
	j++
	if p.age(j) {
		return sense{}, 0
	}
	return p.moreLength(s, j)
}

// hyphenated reports whether the length is an adjective: "a three-day summit".
func hyphenated(p *parser, from, to int) bool {
	for i := from; i < to; i++ {
		if p.sym(i, '-') {
			return true
		}
	}
	return false
}

// bareUnits reads a plural without a number: "for years", "weeks of talks", "months-long".
func (p *parser) bareUnits(i int) (sense, int) {
	u := p.at(i).w
	if !u.plural || u.unit < Hour || u.unit == Quarter || u.unit == Half || u.unit == Weekend {
		if (u.unit == Year || u.unit == Month || u.unit == Week || u.unit == Decade || u.unit == Day || u.unit == Hour || u.unit == Century) && p.sym(i+1, '-') && p.is(i+2, "long") {
			return sense{kind: durationKind, unit: u.unit, n: 1}, i + 3
		}
		return sense{}, 0
	}
	j := i + 1
	if p.age(j) || p.at(i-1).num >= 0 || p.sym(i-1, '-') {
		return sense{}, 0
	}
	if p.is(j, "or") && p.at(j+1).w.unit != NoUnit && p.at(j+1).w.plural { // weeks or months
		j += 2
	}
	if p.sym(j, '-') && p.is(j+1, "long", "old") {
		j += 2
	}
	return sense{kind: durationKind, unit: u.unit}, j
}

// notLength reports whether "a" and the unit at j mean something else: "a second round", "a day of mourning" is kept.
func (p *parser) notLength(j int) bool {
	return p.at(j).w.unit == Second || p.is(j, "quarter") || p.at(j).w.unit == Half
}

// tagged reports whether the token of the atom at i has the tag.
func (p *parser) tagged(i int, xpos string) bool {
	t := int(p.at(i).tok)
	return t < len(p.tokens) && p.tokens[t].XPOS == xpos
}

// age reports whether a length before i is someone's age: "52 years old", "a 30-year-old".
func (p *parser) age(i int) bool {
	return p.is(i, "old") || p.sym(i, '-') && p.is(i+1, "old") && !p.is(i-1, "month", "week", "day")
}

// moreLength reads the second part of a length: "and a half", "and three months".
func (p *parser) moreLength(s sense, j int) (sense, int) {
	if p.sym(j, '-') && p.is(j+1, "long", "old") {
		return s, j + 2
	}
	k := p.skipWord(p.skip(j, ','), "and")
	if k == j {
		if p.is(j, "or") && p.is(j+1, "so", "more", "two") {
			s.mod = Approx
			return s, j + 2
		}
		return s, j
	}
	if p.is(k, "a") && p.is(k+1, "half") {
		s.n += 0.5
		return s, k + 2
	}
	if n, vague, m := p.quantity(k); m > k && !vague && p.at(m).w.unit != NoUnit && p.at(m).w.unit < s.unit && p.is(j, "and") {
		s.more = Length{n, p.at(m).w.unit}
		return s, m + 1
	}
	return s, j
}

// vague reads expressions without a place on the calendar: now, recently, soon, in the past, in the near future.
func (p *parser) vague(i int) (sense, int) {
	s := sense{kind: vagueKind}
	one := func(value string, n int) (sense, int) {
		s.value = value
		return s, i + n
	}
	switch p.at(i).w.text {
	case "now", "currently", "nowadays", "presently":
		return one("PRESENT_REF", 1)
	case "right":
		if p.is(i+1, "now") {
			return one("PRESENT_REF", 2)
		}
	case "current":
		return one("PRESENT_REF", 1)
	case "present":
		if p.is(i-1, "at") || p.sym(i+1, '-') && p.is(i+2, "day") {
			return one("PRESENT_REF", 1)
		}
	case "recently", "lately":
		return one("PAST_REF", 1)
	case "recent":
		j := i + 1
		for p.at(j).w.unit != NoUnit && p.at(j).w.plural {
			if j++; !p.is(j, "and", "or") || !p.at(j+1).w.plural {
				break
			}
			j++
		}
		return one("PAST_REF", j-i)
	case "soon":
		if !p.is(i-1, "as", "too", "how") && !p.is(i+1, "after", "as") {
			return one("FUTURE_REF", 1)
		}
	case "a", "some":
		j := p.skipWord(i+1, "long", "short", "brief", "fairly", "longer", "very")
		if p.is(j, "while") || p.is(j, "time") && (p.is(i, "some") || j > i+1) || p.is(j, "period") && j > i+1 && !p.is(j+1, "of") {
			return sense{kind: durationKind}, j + 1
		}
	case "someday":
		return one("FUTURE_REF", 1)
	case "long", "moments":
		if p.is(i+1, "ago") {
			return one("PAST_REF", 2)
		}
	case "the", "that", "its", "their", "at":
		return p.vagueNoun(i)
	}
	return sense{}, 0
}

// vagueNoun reads "the past", "the near future", "the time".
func (p *parser) vagueNoun(i int) (sense, int) {
	s := sense{kind: vagueKind}
	j := p.skipWord(i, "the", "that", "its", "their")
	if j == i {
		return sense{}, 0
	}
	switch {
	case p.is(j, "past") && p.nounEnds(j+1):
		s.value = "PAST_REF"
		return s, j + 1
	case p.is(j, "recent") && p.is(j+1, "past"):
		s.value = "PAST_REF"
		return s, j + 2
	case p.is(j, "future") && p.nounEnds(j+1) && p.is(i, "the") && !p.is(j+1, "of"):
		s.value = "FUTURE_REF"
		return s, j + 1
	case p.is(j, "near", "distant") && p.is(j+1, "future", "term"):
		s.value = "FUTURE_REF"
		return s, j + 2
	case p.is(j, "time") && p.is(i-1, "at") && !p.is(j+1, "of", "when"):
		s.value = "PAST_REF"
		return s, j + 1
	case p.is(j, "days", "weeks", "months", "years") && p.is(j+1, "ahead") || p.is(j, "days", "weeks", "months", "years") && p.is(j+1, "to") && p.raw(j+2) == "come":
		s.value = "FUTURE_REF"
		if p.is(j+1, "ahead") {
			return s, j + 2
		}
		return s, j + 3
	}
	return sense{}, 0
}

// nounEnds reports whether the word before i is a noun of its own and no adjective.
func (p *parser) nounEnds(i int) bool {
	t := int(p.at(i).tok)
	if p.at(i).end == 0 || p.at(i).sym != 0 {
		return true
	}
	if t >= len(p.tokens) {
		return true
	}
	switch p.tokens[t].UPOS {
	case "NOUN", "ADJ", "NUM", "PROPN":
		return false
	}
	return p.at(i).w.unit == NoUnit && p.at(i).num < 0
}

// set reads what happens again and again: "every week", "each July", "daily", "twice a month", "every two years".
func (p *parser) set(i int) (sense, int) {
	switch p.at(i).w.text {
	case "daily", "weekly", "monthly", "yearly", "annually", "quarterly", "hourly", "nightly":
		return p.adverb(i)
	case "each", "every":
	default:
		return sense{}, 0
	}
	j := p.skipWord(i+1, "single", "other")
	if p.is(i+1, "of") {
		return sense{}, 0
	}
	n, vague, k := p.quantity(j)
	if k == j {
		n = 1
		if p.is(j-1, "other") {
			n = 2
		}
	}
	a := p.at(k)
	s := sense{kind: setKind}
	switch {
	case a.w.unit > Second && a.w.unit != Half && a.w.unit != Quarter || a.w.unit == Quarter && k == j:
		s.value = lengthValue(Length{n, a.w.unit}, Length{})
		if vague {
			s.value = lengthValue(Length{0, a.w.unit}, Length{})
		}
		s.unit, s.n = a.w.unit, n
	case k > j:
		return sense{}, 0
	case a.w.weekday != 0:
		s.value = "XXXX-WXX-" + digit(int(a.w.weekday))
		if part := p.at(k + 1).w.part; part != noPart {
			s.value += partLetters[part]
			k++
		}
	case a.w.month != 0 && a.upper:
		s.value = "XXXX-" + twoDigits(int(a.w.month))
	case a.w.season != noSeason:
		s.value = "XXXX-" + seasonLetters[a.w.season]
	case a.w.part != noPart:
		s.value = "XXXX-XX-XX" + partLetters[a.w.part]
	default:
		return sense{}, 0
	}
	return s, k + 1
}

// adverb reads "daily", "annually" and their like where they are adverbs; a "daily newspaper" says nothing of time.
func (p *parser) adverb(i int) (sense, int) {
	if !p.tagged(i, "RB") {
		return sense{}, 0
	}
	value := map[string]string{
		"daily": "XXXX-XX-XX", "nightly": "XXXX-XX-XXTNI", "weekly": "XXXX-WXX", "monthly": "XXXX-XX",
		"yearly": "XXXX", "annually": "XXXX", "quarterly": "XXXX-QX", "hourly": "XXXX-XX-XXTXX",
	}[p.at(i).w.text]
	return sense{kind: setKind, value: value}, i + 1
}

// dayList reads days that share their month: "from 3 to 5 May", "3 and 4 July", "May 3-5", "Aug. 26 to 28".
func (p *parser) dayList(i int) ([]match, bool) {
	if p.at(i).w.month != 0 {
		return p.monthDays(i)
	}
	one, j := p.day(i)
	if one == 0 || p.at(i).w.card != 0 {
		return nil, false
	}
	k, ranged := p.listLink(j)
	if k == j {
		return nil, false
	}
	s, to := p.dayFirst(k)
	if s.kind == noKind || s.day <= one && ranged {
		return nil, false
	}
	first := s
	first.day = one
	return []match{{from: i, to: j, sense: first, joined: ranged}, {from: k, to: to, sense: s}}, true
}

// monthDays reads "May 3-5", "May 3 and 4, 2025".
func (p *parser) monthDays(i int) ([]match, bool) {
	s, j := p.month(i)
	if s.kind == noKind || s.day == 0 || s.year != 0 || s.outer.unit != NoUnit {
		return nil, false
	}
	k, ranged := p.listLink(j)
	day, to := p.day(k)
	if k == j || day <= s.day && ranged || day == 0 || !p.daysIn(s.month, day) || p.at(to).w.unit != NoUnit || p.at(to).w.month != 0 || p.counted(to) {
		return nil, false
	}
	if c, _ := p.clockTime(k, false); c.said {
		return nil, false
	}
	second := s
	second.day = day
	second, end := p.yearAfter(second, to)
	s.year, s.outer = second.year, second.outer
	return []match{{from: i, to: j, sense: s, joined: ranged}, {from: k, to: end, sense: second}}, true
}

// listLink skips what joins two days; ranged tells "to" from "and".
func (p *parser) listLink(j int) (to int, ranged bool) {
	switch {
	case p.sym(j, '-'), p.is(j, "to", "until", "till", "through"):
		return j + 1, true
	case p.is(j, "and", "or"):
		return j + 1, false
	}
	return j, false
}
