package when

import "github.com/entente-kg/entente/schema"

// relation reads how the words around a match tie it to what is said.
func (p *parser) relation(m *match) Relation {
	if p.is(m.to, "onward", "onwards") {
		return Since
	}
	i := m.from - 1
	for p.is(i, "the", "early", "late", "mid", "about", "around", "least", "just") || p.sym(i, '-') && p.is(i-1, "mid") {
		i--
	}
	switch p.at(i).w.text {
	case "since", "starting", "effective":
		return Since
	case "from":
		if !p.is(i-1, "days", "day", "weeks", "years", "months", "away") {
			return Since
		}
	case "until", "till", "through":
		return Until
	case "to":
		if p.is(i-1, "up") {
			return Until
		}
	case "by":
		return By
	case "than":
		if p.is(i-1, "later") && p.is(i-2, "no", "not") {
			return By
		}
	case "before", "prior":
		return Before
	case "of":
		if p.is(i-1, "ahead") {
			return Before
		}
	case "after", "following":
		return After
	}
	return Within
}

// joinRanges gives both ends of a range the whole range as their period: "from 3 to 5 May", "between 1985 and 1987",
// "2014-2016", "Monday to Friday".
func joinRanges(p *parser, found []Expression, matches []match) {
	for i := 0; i+1 < len(found); i++ {
		if !p.ranged(&matches[i], &matches[i+1]) {
			continue
		}
		a, b := found[i].Period, found[i+1].Period
		start, end := a.Start, b.End
		if start.IsZero() || end.IsZero() || found[i].Type == schema.TimeDuration || found[i+1].Type == schema.TimeDuration || end.Last().Before(start.First()) {
			continue
		}
		whole := Period{start, end, finer(a.Precision, b.Precision)}
		found[i].Period, found[i].Relation = whole, Within
		found[i+1].Period, found[i+1].Relation = whole, Within
		i++
	}
}

// ranged reports whether two neighbouring matches are the ends of a range.
func (p *parser) ranged(a, b *match) bool {
	if a.joined {
		return true
	}
	link := a.to
	if link+1 != b.from && !(link+2 == b.from && p.is(link+1, "the", "early", "late", "mid")) {
		return false
	}
	from := p.is(a.from-1, "from") || p.is(a.from-2, "from")
	switch {
	case p.is(link, "to", "until", "till", "through"):
		return from || p.is(link, "to", "through")
	case p.sym(link, '-'):
		return true
	case p.is(link, "and"):
		return p.is(a.from-1, "between") || p.is(a.from-2, "between")
	}
	return false
}

// finer is the finer of two precisions.
func finer(a, b schema.Precision) schema.Precision {
	for _, p := range [...]schema.Precision{schema.Day, schema.Week, schema.Month, schema.Season, schema.Quarter, schema.Year} {
		if a == p || b == p {
			return p
		}
	}
	return schema.Unknown
}
