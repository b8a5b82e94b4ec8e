package graph

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/entente-kg/entente/schema"
)

// spellOf reads a spell in short: "member 2017-06-09..2020 ref@2025-10-31" or "former news@2024-01-01..2025-02-03" (first
// and last report).
func spellOf(short string) spell {
	s := spell{report: "report/" + short}
	for i, word := range strings.Fields(short) {
		from, to, isRange := strings.Cut(word, "..")
		source, day, isSource := strings.Cut(word, "@")
		switch {
		case i == 0:
			s.status = word
		case isSource:
			first, last, _ := strings.Cut(day, "..")
			if last == "" {
				last = first
			}
			s.first, s.last = schema.MustDate(first), schema.MustDate(last)
			s.reference, s.alleged = source == "ref", source == "alleged"
		case isRange:
			s.start, s.end = schema.MustDate(from), schema.MustDate(to)
		}
	}
	return s
}

// show writes intervals in short, disputed ones with a question mark.
func show(intervals []interval) string {
	var all []string
	for _, iv := range intervals {
		mark := ""
		if iv.disputed {
			mark = "?"
		}
		if iv.alleged {
			mark += "!"
		}
		s := fmt.Sprintf("%s%s %s..%s", mark, iv.status, iv.start, iv.end)
		if iv.end.IsZero() && !iv.over.IsZero() {
			s += "<" + iv.over.String()
		}
		all = append(all, fmt.Sprintf("%s x%d", s, len(iv.reports)))
	}
	return strings.Join(all, "; ")
}

func TestTimeline(t *testing.T) {
	for _, c := range []struct {
		name   string
		spells []string
		want   string
	}{
		{"news alone", []string{"member news@2025-09-01"}, "member .. x1"},
		{"news confirms the list", []string{"member 2017-06-09.. ref@2025-10-31", "member news@2025-09-01"}, "member 2017-06-09.. x2"},
		{"a coarse date joins an exact one", []string{"member 2017-06-09.. ref@2025-10-31", "member 2017.. news@2025-09-01"}, "member 2017-06-09.. x2"},
		{"closing evidence ends an open term", []string{"member 2001.. news@2010-01-01", "member 2001..2014 news@2020-01-01"}, "member 2001..2014 x2"},
		{
			"two terms stay two",
			[]string{"member 1960..1980 ref@2025-10-31", "member 1990.. ref@2025-10-31", "member news@2024-01-01"},
			"member 1960..1980 x1; member 1990.. x2",
		},
		{
			"a change of status in the lists",
			[]string{"observer 2005-07-05..2023-07-04 ref@2025-10-31", "member 2023-07-04.. ref@2025-10-31"},
			"observer 2005-07-05..2023-07-04 x1; member 2023-07-04.. x1",
		},
		{"the list knows better", []string{"member 2017-06-09.. ref@2025-10-31", "observer news@2024-01-01"}, "member 2017-06-09.. x1; ?observer .. x1"},
		{
			"former agrees with an end in the list",
			[]string{"member 1973-01-01..2020-01-31 ref@2025-10-31", "former news@2021-01-01"},
			"member 1973-01-01..2020-01-31 x1; former .. x1",
		},
		{
			"news after the list was made",
			[]string{"member 2000.. ref@2025-10-31", "former news@2026-02-01"},
			"member 2000..<2026-02-01 x1; former .. x1",
		},
		{
			"one slip among many reports",
			[]string{"member news@2024-01-01..2025-09-01", "former news@2025-03-01"},
			"member .. x1; ?former .. x1",
		},
		{
			"an observer may apply",
			[]string{"observer 2010.. ref@2025-10-31", "applicant news@2024-01-01"},
			"observer 2010.. x1; applicant .. x1",
		},
		{
			"an application ends with the joining",
			[]string{"applicant news@2022-05-18", "member 2023-04-04.. ref@2025-10-31"},
			"applicant ..2023-04-04 x1; member 2023-04-04.. x1",
		},
		{"what only somebody says", []string{"member alleged@2025-01-01"}, "!member .. x1"},
		{"what somebody says is confirmed", []string{"member alleged@2025-01-01", "member news@2025-02-01"}, "member .. x2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var spells []spell
			for _, s := range c.spells {
				spells = append(spells, spellOf(s))
			}
			if diff := cmp.Diff(c.want, show(timeline(spells))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTimelineDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var spells []spell
		for range rapid.IntRange(1, 8).Draw(rt, "spells") {
			spells = append(spells, spellOf(strings.Join([]string{
				rapid.SampledFrom([]string{"member", "observer", "former", "applicant"}).Draw(rt, "status"),
				rapid.SampledFrom([]string{"..", "2001..", "2001-06..", "2001-06-15..2010", "2015..", "..2010"}).Draw(rt, "period"),
				rapid.SampledFrom([]string{"ref@2025-10-31", "news@2024-01-01", "news@2009-01-01..2025-12-01", "alleged@2025-01-01"}).Draw(rt, "source"),
			}, " ")))
		}
		want := show(timeline(spells))
		if got := show(timeline(rapid.Permutation(spells).Draw(rt, "order"))); got != want {
			rt.Fatalf("got %s, want %s", got, want)
		}
	})
}
