package when

import (
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
)

// sample is news prose with as many time expressions as news has.
const sample = `The foreign ministers of the two countries met in Geneva on Tuesday for the first time since 2014, after three days of
talks between their deputies. A ceasefire agreed on 11 May had collapsed within hours, and last month the president said that his
government would not return to the table by the end of August unless the border was reopened. The delegations, which arrived
late on Sunday, are to meet again in early September. "We have waited for two years," said the envoy, who took office in 2023,
"and we can wait until next week." The committee, with members from twelve states, has no mandate of its own and reports to the
council, whose chair called the outcome a modest step that should not be mistaken for a settlement of the wider dispute.
`

func BenchmarkFind(b *testing.B) {
	plain := strings.Repeat(sample, 50)
	doc := &text.Document{Text: plain, Sentences: text.Segment(plain)}
	published := schema.MustDate("2025-08-20")
	words := len(strings.Fields(plain))
	b.ReportAllocs()
	b.SetBytes(int64(len(plain)))
	for b.Loop() {
		Find(doc, published)
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}

// The time grows with the length of the text, not with its square: a text of 3200 repetitions takes about as long as
// sixteen texts of 200.
func TestLinear(t *testing.T) {
	measure := func(unit string, n, runs int) time.Duration {
		plain := strings.Repeat(unit, n)
		doc := &text.Document{Text: plain, Sentences: text.Segment(plain)}
		best := time.Hour
		for range 3 {
			start := time.Now()
			for range runs {
				Find(doc, schema.MustDate("2025-08-20"))
			}
			best = min(best, time.Since(start))
		}
		return best
	}
	for _, unit := range []string{"the last ", "2014-", "in May ", "a few ", "twenty ", "3 to ", "Monday ", "early ", "the end of "} {
		if short, long := measure(unit, 200, 16), measure(unit, 3200, 1); long > 5*short {
			t.Errorf("%q: %v for sixteen times 200 repetitions, %v for 3200", unit, short, long)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, test := range valueTests {
		f.Add(test.text)
	}
	for _, plain := range negativeTests {
		f.Add(plain)
	}
	f.Add("20.20.20 1/2/3 12:61 pm 9999-99-99 the '00s 0 ago 13 o'clock on 31 February 31 June 1000000000 years ago")
	f.Fuzz(func(t *testing.T, plain string) {
		doc := &text.Document{Text: plain, Sentences: text.Segment(plain)}
		found := Find(doc, schema.MustDate("2025-08-20"))
		last := 0
		for _, e := range found {
			if e.Start < last || e.End <= e.Start || e.End > len(plain) {
				t.Fatalf("bytes %d to %d after %d of %d", e.Start, e.End, last, len(plain))
			}
			if s := doc.Sentences[e.Sentence]; e.First > e.Last || e.Last >= len(s.Tokens) || e.First < 0 {
				t.Fatalf("tokens %d to %d of %d", e.First, e.Last, len(s.Tokens))
			}
			if e.Value == "" || e.Type == "" {
				t.Fatalf("%q has no value or type", plain[e.Start:e.End])
			}
			if p := e.Period; !p.Start.IsZero() && !p.End.IsZero() && p.End.Last().Before(p.Start.First()) {
				t.Fatalf("%q: the period %v ends before it starts", plain[e.Start:e.End], p)
			}
			last = e.End
		}
	})
}
