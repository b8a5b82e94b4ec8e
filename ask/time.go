package ask

import (
	"strings"
	"time"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// period is the time that a question speaks of; zero dates are open.
type period struct {
	from, to schema.Date
	present  bool // today, as in "today a member": no other time than if nothing were said, save for news
	said     bool
}

// at is the date that a standing is asked for as of: the end of the period.
func (p period) at() schema.Date {
	if p.present {
		return schema.Date{}
	}
	return p.to
}

// start is the date since when something is asked for.
func (p period) start() schema.Date {
	if p.present {
		return schema.Date{}
	}
	return p.from
}

// words say the period: " in 2023", " since 2022".
func (p period) words() string {
	switch {
	case !p.said || p.present:
		return ""
	case p.from == p.to && p.from.Precision() == schema.Day:
		return " on " + p.from.String()
	case p.from == p.to:
		return " in " + p.from.String()
	case p.to.IsZero():
		return " since " + p.from.String()
	case p.from.IsZero():
		return " until " + p.to.String()
	}
	return " from " + p.from.String() + " to " + p.to.String()
}

// findTimes takes the time expressions. Those that mean no period of the calendar are left to the lexicon.
func (r *reader) findTimes(doc *text.Document, today schema.Date) {
	start := make([]int, len(doc.Sentences)) // token at which a sentence begins
	for i := 1; i < len(start); i++ {
		start[i] = start[i-1] + len(doc.Sentences[i-1].Tokens)
	}
	for _, e := range when.Find(doc, today) {
		first, last := start[e.Sentence]+e.First, start[e.Sentence]+e.Last
		if e.Period.IsZero() || e.Type == schema.TimeSet {
			continue
		}
		r.s.period.add(e, today)
		r.take(first, last, item{time: true})
	}
}

// add narrows the period to that of an expression.
func (p *period) add(e when.Expression, today schema.Date) {
	from, to := e.Period.Start, e.Period.End
	switch e.Relation {
	case when.Before:
		from, to = schema.Date{}, day(from.First().AddDate(0, 0, -1))
	case when.After:
		from, to = day(to.Last().AddDate(0, 0, 1)), schema.Date{}
	case when.Until, when.By:
		from = schema.Date{}
	case when.Since:
		to = schema.Date{}
	}
	p.said = true
	p.present = from == today && to == today
	if !from.IsZero() && (p.from.IsZero() || from.First().After(p.from.First())) {
		p.from = from
	}
	if !to.IsZero() && (p.to.IsZero() || to.Last().Before(p.to.Last())) {
		p.to = to
	}
}

func day(t time.Time) schema.Date { return schema.DateOf(t.UTC()) }

// inside reports whether a date lies in the period, as far as both are known.
func (p period) inside(d schema.Date) bool {
	if d.IsZero() {
		return false
	}
	return (p.from.IsZero() || !d.Last().Before(p.from.First())) && (p.to.IsZero() || !d.First().After(p.to.Last()))
}

// clean takes white space out of a question and puts a mark of interrogation behind it, for the sake of the parser.
func clean(q string) string {
	q = strings.Join(strings.Fields(q), " ")
	return strings.TrimRight(q, " ?!.") + "?"
}
