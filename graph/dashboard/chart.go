package dashboard

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// memberChart is the number of full members over the years, as a line of SVG.
type memberChart struct {
	Width, Height int
	Line          string // points of a polyline
	Changes       []point
	Marks         []mark // of the years
	Levels        []mark // of the numbers
	Here          float64
	First, Last   question.YearCount
	Rows          []question.YearCount // of the years that change the number
}

// point is where the number of members changes; it leads to the members of that year.
type point struct {
	X, Y   float64
	Year   int
	Number int
}

// mark is a label on an axis.
type mark struct {
	X, Y float64
	Text string
}

const (
	chartWidth, chartHeight = 640, 160
	chartLeft, chartBottom  = 36, 22 // room for the labels
	chartTop, chartRight    = 10, 24
)

// memberChartOf draws the counts of members and marks the year of the page; a single year makes no line.
func memberChartOf(counts []question.YearCount, here int) (c memberChart) {
	var members []question.YearCount
	most := 0
	for _, y := range counts {
		if y.Status == schema.Member {
			members = append(members, y)
			most = max(most, y.Number)
		}
	}
	if len(members) < 2 || most == 0 {
		return c
	}
	c.Width, c.Height, c.First, c.Last = chartWidth, chartHeight, members[0], members[len(members)-1]
	years := float64(c.Last.Year - c.First.Year)
	x := func(year int) float64 {
		return chartLeft + float64(year-c.First.Year)/years*(chartWidth-chartLeft-chartRight)
	}
	y := func(n int) float64 {
		return chartHeight - chartBottom - float64(n)/float64(most)*(chartHeight-chartBottom-chartTop)
	}
	var line strings.Builder
	for i, m := range members {
		if i > 0 { // a step: the number holds until the year in which it changes
			fmt.Fprintf(&line, "%.1f,%.1f ", x(m.Year), y(members[i-1].Number))
		}
		fmt.Fprintf(&line, "%.1f,%.1f ", x(m.Year), y(m.Number))
		if i == 0 || m.Number != members[i-1].Number {
			c.Changes = append(c.Changes, point{x(m.Year), y(m.Number), m.Year, m.Number})
			c.Rows = append(c.Rows, m)
		}
	}
	c.Line = strings.TrimSpace(line.String())
	c.Here = x(min(max(here, c.First.Year), c.Last.Year))
	for _, year := range []int{c.First.Year, (c.First.Year + c.Last.Year) / 2, c.Last.Year} {
		c.Marks = append(c.Marks, mark{x(year), chartHeight - 6, fmt.Sprint(year)})
	}
	for _, n := range []int{0, most} {
		c.Levels = append(c.Levels, mark{chartLeft - 6, y(n), fmt.Sprint(n)})
	}
	return c
}

// balanceChart is cooperation (upwards) and conflict (downwards) over the years, as bars of SVG.
type balanceChart struct {
	Width, Height int
	Middle        float64
	Bars          []bar
	Marks         []mark // of the years; none in a small chart
}

// bar is a year.
type bar struct {
	URL, Title string
	X, W       float64 // of its place, whether filled or not
	Parts      []part
}

// part is the events of one class in a year.
type part struct {
	Class      string
	X, Y, W, H float64
}

// chartSize is how large a balance is drawn, in the units of SVG.
type chartSize struct {
	width, height, labels int // labels is the room for the years below
}

var (
	smallChart = chartSize{160, 32, 0}
	wideChart  = chartSize{640, 140, 20}
)

// balanceScale is common to several charts, so that they can be compared.
type balanceScale struct {
	first, last int // years
	up, down    int // the most cooperation and the most conflict of a year
}

// scaleOf fits the counts of years; what has no date is left out.
func scaleOf(all ...[]question.PeriodCount) (s balanceScale) {
	for _, counts := range all {
		for _, c := range counts {
			year := c.Period.Year()
			if year == 0 {
				continue
			}
			s.first, s.last = min(cmp.Or(s.first, year), year), max(s.last, year)
			s.up, s.down = max(s.up, c.VerbalCooperation+c.MaterialCooperation), max(s.down, c.VerbalConflict+c.MaterialConflict)
		}
	}
	return s
}

// draw makes the chart of one list of counts; events gives the address behind a year.
func (s balanceScale) draw(counts []question.PeriodCount, size chartSize, events func(year int) string) (c balanceChart) {
	if s.first == 0 {
		return c
	}
	c.Height = size.height
	plot := float64(size.height - size.labels)
	unit := plot / float64(s.up+s.down)
	c.Middle = float64(s.up) * unit
	years := s.last - s.first + 1
	step := min(float64(size.width)/float64(years), 40)
	c.Width = int(math.Ceil(step * float64(years)))
	for _, n := range counts {
		year := n.Period.Year()
		if year == 0 {
			continue
		}
		b := bar{URL: events(year), Title: text("balance.year", year, n.VerbalCooperation+n.MaterialCooperation, n.VerbalConflict+n.MaterialConflict)}
		x, up, down := float64(year-s.first)*step, c.Middle, c.Middle
		b.X, b.W = x, step
		add := func(class string, n int, upwards bool) {
			h := float64(n) * unit
			p := part{Class: class, X: x + step*.1, W: step * .8, H: h, Y: down}
			if upwards {
				up -= h
				p.Y = up
			} else {
				down += h
			}
			if n > 0 {
				b.Parts = append(b.Parts, p)
			}
		}
		add("material cooperation", n.MaterialCooperation, true)
		add("verbal cooperation", n.VerbalCooperation, true)
		add("material conflict", n.MaterialConflict, false)
		add("verbal conflict", n.VerbalConflict, false)
		c.Bars = append(c.Bars, b)
	}
	if size.labels > 0 {
		for _, year := range distinct(s.first, (s.first+s.last)/2, s.last) {
			c.Marks = append(c.Marks, mark{(float64(year-s.first) + .5) * step, float64(size.height - 5), fmt.Sprint(year)})
		}
	}
	return c
}

// distinct leaves out what repeats the number before it.
func distinct(ns ...int) (all []int) {
	for i, n := range ns {
		if i == 0 || n != ns[i-1] {
			all = append(all, n)
		}
	}
	return all
}
