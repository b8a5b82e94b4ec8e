package when

import "github.com/entente-kg/entente/ingest/text"

// kind is what a time expression is before it is resolved.
type kind uint8

const (
	noKind       kind = iota
	calendar          // a date of the calendar, complete or not: Aug. 15, 2014, Monday, in June
	unitKind          // a unit at a distance: last week, yesterday, the following year
	agoKind           // a length back or forth: two days ago, a week later
	quarterKind       // a quarter or half of a year
	seasonKind        // a season
	weekendKind       // the weekend
	decadeKind        // the 1990s, value year/10
	centuryKind       // the 20th century, value year/100
	vagueKind         // now, recently, in the future
	durationKind      // three days
	setKind           // every week
	clockKind         // a time of day without a date
)

// base is what an expression is counted from.
type base uint8

const (
	fromPublished base = iota
	fromDiscussed      // the date under discussion
)

// rel is the word that places a weekday, month or season: last, this, next. noRel leaves it to the tense.
type rel uint8

const (
	noRel rel = iota
	lastRel
	thisRel
	nextRel
)

// sense is the meaning of a time expression before it is resolved. Numbers are 0 where they are not said.
type sense struct {
	kind                      kind
	year, month, day, weekday int
	first, last               int // quarters of the year, 1 to 4
	season                    season
	rel                       rel
	base                      base
	unit                      Unit
	offset                    int     // units back (negative) or forth
	n                         float64 // count of a length, 0 if vague
	more                      Length  // second part of a length: 2 years and 3 months
	anchored                  int     // -1: the past two weeks, 1: the next two weeks
	outer                     outer   // the year, month or week that the text adds: of last year
	part                      dayPart
	clock                     clock
	mod                       Modifier
	value                     string // of vague expressions and sets
	yearAgo                   bool   // "a year ago": the same quarter where quarters are talked about
}

// outer is a larger unit counted from the base, that places a date inside it: "Tuesday of next week".
type outer struct {
	unit   Unit
	offset int
	base   base
}

// clock is a time of day.
type clock struct {
	said         bool
	hour, minute int
}

// match is a time expression over the atoms from and up to but not including to.
type match struct {
	from, to int
	sense    sense
	joined   bool // the first end of a range whose second end is the next match
}

// parser finds time expressions sentence by sentence. Its slices are used again.
type parser struct {
	doc     *text.Document
	tokens  []text.Token
	atoms   []atom
	matches []match
}

// sentence fills p.matches with the expressions of sentence s.
func (p *parser) sentence(s int) {
	sent := &p.doc.Sentences[s]
	p.tokens = sent.Tokens
	p.matches = p.matches[:0]
	p.scan(sent.Start, sent.End)
	for i := 0; i < len(p.atoms); {
		a := &p.atoms[i]
		if a.num < 0 && !a.w.opens && a.sym != '\'' {
			i++
			continue
		}
		if m, ok := p.expression(i); ok {
			p.matches = append(p.matches, m...)
			i = m[len(m)-1].to
			continue
		}
		i++
	}
}

// expression reads the longest time expression, or list or range of days of one month, that begins at i.
func (p *parser) expression(i int) ([]match, bool) {
	if m, ok := p.dayList(i); ok {
		return m, true
	}
	var best match
	keep := func(s sense, to int) {
		if s.kind != noKind && to > best.to {
			best = match{from: i, to: to, sense: s}
		}
	}
	j := p.approximator(i)
	if j > i {
		s, to := p.length(j)
		if s.kind == durationKind || s.kind == agoKind {
			s.mod = Approx
			keep(s, to)
		}
		s, to = p.clockDate(j)
		keep(s, to)
		s, to = p.date(j)
		if s.kind == calendar && (s.day != 0 || p.is(i, "around", "about")) {
			s.mod = Approx
			keep(s, to)
		}
	}
	keep(p.clockDate(i))
	keep(p.date(i))
	keep(p.length(i))
	keep(p.vague(i))
	keep(p.set(i))
	if best.to == 0 {
		return nil, false
	}
	return []match{best}, true
}

// approximator skips "about", "more than", "at least" before a quantity.
func (p *parser) approximator(i int) int {
	switch {
	case p.is(i, "about", "around", "nearly", "almost", "roughly", "approximately", "barely", "over", "under", "just", "only", "some"):
		return i + 1
	case p.is(i, "at") && p.is(i+1, "least", "most"), p.is(i, "more", "less") && p.is(i+1, "than"), p.is(i, "up") && p.is(i+1, "to"):
		return i + 2
	}
	return i
}
