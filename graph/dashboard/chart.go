package dashboard

import (
	"fmt"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// chart is the number of full members over the years, as a line of SVG.
type chart struct {
	Width, Height int
	Line          string // points of a polyline
	Marks         []mark // of the years
	Levels        []mark // of the numbers
	First, Last   question.YearCount
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

// chartOf draws the counts of members; a single year makes no line.
func chartOf(counts []question.YearCount) (c chart) {
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
	}
	c.Line = strings.TrimSpace(line.String())
	for _, year := range []int{c.First.Year, (c.First.Year + c.Last.Year) / 2, c.Last.Year} {
		c.Marks = append(c.Marks, mark{x(year), chartHeight - 6, fmt.Sprint(year)})
	}
	for _, n := range []int{0, most} {
		c.Levels = append(c.Levels, mark{chartLeft - 6, y(n), fmt.Sprint(n)})
	}
	return c
}
