package when

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
)

// published is the day on which the articles of these tests appeared, a Wednesday.
const published = "2025-08-20"

// The marked expressions of each sentence, and no others, are found with these values.
var valueTests = []struct {
	name, text string
	values     []string
}{
	{"day with year", "The treaty was signed on [April 4, 1949] in Washington.", []string{"1949-04-04"}},
	{"day first", "It entered into force on [24 August 1949].", []string{"1949-08-24"}},
	{"ordinal day", "[The 3rd of May 2024] was a quiet day.", []string{"2024-05-03"}},
	{"weekday and date", "They met on [Thursday, July 3, 2025].", []string{"2025-07-03"}},
	{"ISO", "Updated [2025-08-15], see the list.", []string{"2025-08-15"}},
	{"numeric, day first by need", "Signed [23/05/2025] in Paris.", []string{"2025-05-23"}},
	{"numeric with dots", "Signed on [09.05.2025] in Berlin.", []string{"2025-05-09"}},
	{"month and year", "A ceasefire of [March 2020] holds.", []string{"2020-03"}},
	{"abbreviated month", "The deal of [Sept. 30, 1938] was broken.", []string{"1938-09-30"}},
	{"year", "Croatia joined in [2013].", []string{"2013"}},
	{"year as adjective", "The [2014] uprising toppled him.", []string{"2014"}},
	{"year in brackets", "The Maastricht treaty ([1992]) created it.", []string{"1992"}},
	{"early and late", "Talks began in [early 2024] and ended in [late 2024].", []string{"2024", "2024"}},
	{"middle of a month", "A report is due in [mid-January 2026].", []string{"2026-01"}},
	{"end of", "He leaves at [the end of 2026].", []string{"2026"}},
	{"quarter of a year", "Exports rose in [the first quarter of 2025].", []string{"2025-Q1"}},
	{"short quarter", "Growth in [Q3 2024] was weak.", []string{"2024-Q3"}},
	{"half-year", "In [the second half of 2024] Hungary held the chair.", []string{"2024-H2"}},
	{"decade", "In [the 1990s] the bloc grew, as in [the '70s].", []string{"199", "197"}},
	{"century", "A fortress of [the 17th century] stands there.", []string{"16"}},
	{"season with year", "The offensive of [spring 2022] failed.", []string{"2022-SP"}},
	{"fiscal year", "The budget for [fiscal 2026] is unknown.", []string{"2026"}},

	{"today and its neighbours", "[Today] they rest; [yesterday] they met, [tomorrow] they leave.", []string{"2025-08-20", "2025-08-19", "2025-08-21"}},
	{"day before yesterday", "It arrived [the day before yesterday].", []string{"2025-08-18"}},
	{"tonight", "The parliament votes [tonight].", []string{"2025-08-20TNI"}},
	{"last night", "Drones struck the port [last night].", []string{"2025-08-19TNI"}},
	{"this morning", "The envoy landed [this morning].", []string{"2025-08-20TMO"}},
	{"last month", "The two met [last month] in Alaska.", []string{"2025-07"}},
	{"last, this and next year", "[Last year], [this year] and [next year] are alike.", []string{"2024", "2025", "2026"}},
	{"week", "Ministers met [last week] and meet again [next week].", []string{"2025-W33", "2025-W35"}},
	{"later this year", "A summit follows [later this year].", []string{"2025"}},
	{"earlier this month", "It fell [earlier this month].", []string{"2025-08"}},
	{"late last week", "It fell [late last week].", []string{"2025-W33"}},
	{"last weekday", "They spoke [last Friday].", []string{"2025-08-15"}},
	{"last weekday is a week ago on that day", "They spoke [last Wednesday].", []string{"2025-08-13"}},
	{"next weekday", "The court sits [next Monday].", []string{"2025-08-25"}},
	{"weekday of another week", "It opens [Tuesday of next week].", []string{"2025-08-26"}},
	{"last month by name", "Three envoys were expelled [last November].", []string{"2024-11"}},
	{"next month by name", "Allies meet again [next July] in Ankara.", []string{"2026-07"}},
	{"month of a deictic year", "It began in [October of last year].", []string{"2024-10"}},
	{"quarter of a deictic year", "[This year's second quarter] was calm.", []string{"2025-Q2"}},
	{"decade and century now", "It shaped [the last century].", []string{"P100Y"}},

	{"ago", "He resigned [two years ago], she [ten days ago].", []string{"2023", "2025-08-10"}},
	{"months ago", "A truce failed [five months ago].", []string{"2025-03"}},
	{"from now", "The treaty lapses [six months from now].", []string{"2026-02"}},
	{"vague ago", "It began [several years ago].", []string{"PAST_REF"}},

	{"duration", "They talked for [three hours].", []string{"PT3H"}},
	{"duration as adjective", "A [three-day] summit was held.", []string{"P3D"}},
	{"number in words", "A ceasefire of [forty-five days] was agreed.", []string{"P45D"}},
	{"half", "It took [two and a half years].", []string{"P2Y6M"}},
	{"two parts", "He ruled for [two years and three months].", []string{"P2Y3M"}},
	{"vague durations", "For [several years] and [many months] nothing moved, [years] of talks.", []string{"PXY", "PXM", "PXY"}},
	{"decades as years", "The dispute is [three decades] long.", []string{"P30Y"}},
	{"anchored duration", "In [the past two weeks] shelling grew.", []string{"P2W"}},
	{"long adjective", "A [decade-long] feud ended.", []string{"P1E"}},

	{"sets", "The council sits [every week], chairs rotate [every six months], they dine [each Monday].", []string{"P1W", "P6M", "XXXX-WXX-1"}},
	{"weekday in the plural", "Prayers are held on [Fridays].", []string{"XXXX-WXX-5"}},
	{"rate", "It costs a billion euros [a year].", []string{"P1Y"}},

	{"vague", "[Now] both sides wait; [recently] they traded fire, and [soon] they may talk.", []string{"PRESENT_REF", "PAST_REF", "FUTURE_REF"}},
	{"recent and coming", "In [recent years] trust fell; in [the coming months] it may rise.", []string{"PAST_REF", "FUTURE_REF"}},
	{"past and future as nouns", "In [the past] they fought; in [the near future] they will not.", []string{"PAST_REF", "FUTURE_REF"}},

	{"clock", "The truce began on [Friday, August 15, at 10 a.m.] as agreed.", []string{"2025-08-15T10:00"}},
	{"clock first", "Sirens sounded at [7:15 p.m. on Aug. 12, 2025].", []string{"2025-08-12T19:15"}},
	{"zone", "It took effect at [1400 GMT on 3 August 2025].", []string{"2025-08-03T14:00"}},
	{"noon and part of a day", "Shots fell at [noon yesterday] and [yesterday evening].", []string{"2025-08-19T12:00", "2025-08-19TEV"}},

	{"holidays", "The truce ran from [Christmas Eve 2024] to [New Year's Day 2025].", []string{"2024-12-24", "2025-01-01"}},
	{"feasts", "On [Easter Sunday 2025] guns fell silent, as on [Good Friday 2024].", []string{"2025-04-20", "2024-03-29"}},

	{"days of one month", "It met from [3] to [5 May 2025] in Rome.", []string{"2025-05-03", "2025-05-05"}},
	{"days after the month", "The summit of [July 8]-[11, 2025] is over.", []string{"2025-07-08", "2025-07-11"}},
	{"range of years", "The war of [1914]-[1918] and that of [1939] to [1945].", []string{"1914", "1918", "1939", "1945"}},
}

// Nothing is found here: the words only look like time.
var negativeTests = []string{
	"It may fail, and the army may march.",
	"The March on Washington drew crowds.",
	"May spoke first; Theresa May left early.",
	"April Glaspie met him.",
	"The Sunday Times reported it.",
	"A second round follows the first one.",
	"Section 2014 of the code is void.",
	"Resolution 1973 and Resolution 2231 bind all members.",
	"Some 2000 troops and 1990 tanks were moved.",
	"It cost $2025 or 2,025 euros.",
	"A quarter of the voters stayed at home.",
	"Three-quarters of the grain is imported.",
	"The Latin Quarter was closed.",
	"A man of 52 years old and his 30-year-old son were held.",
	"He fell, and the fall of the city followed.",
	"The Arab Spring began there.",
	"The flight 1900 from Riga was late.",
	"The board said that day traders lost.",
}

// unmark removes the brackets from a text and returns the marked runs.
func unmark(marked string) (plain string, runs []string) {
	var b strings.Builder
	start := 0
	for _, r := range marked {
		switch r {
		case '[':
			start = b.Len()
		case ']':
			runs = append(runs, b.String()[start:])
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), runs
}

func find(t *testing.T, plain, date string) (*text.Document, []Expression) {
	t.Helper()
	analyzer, err := text.Load()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := analyzer.Analyze(plain)
	if err != nil {
		t.Fatal(err)
	}
	d, err := schema.ParseDate(date)
	if err != nil {
		t.Fatal(err)
	}
	return doc, Find(doc, d)
}

func TestValues(t *testing.T) {
	for _, test := range valueTests {
		t.Run(test.name, func(t *testing.T) {
			plain, runs := unmark(test.text)
			_, found := find(t, plain, published)
			var got, want []string
			for _, e := range found {
				got = append(got, fmt.Sprintf("%s = %s", plain[e.Start:e.End], e.Value))
			}
			for i, run := range runs {
				want = append(want, fmt.Sprintf("%s = %s", run, test.values[i]))
			}
			if g, w := strings.Join(got, "; "), strings.Join(want, "; "); g != w {
				t.Errorf("%s\n got %s\nwant %s", plain, g, w)
			}
		})
	}
}

func TestNoTime(t *testing.T) {
	for _, plain := range negativeTests {
		_, found := find(t, plain, published)
		for _, e := range found {
			t.Errorf("%s\nfound %q = %s", plain, plain[e.Start:e.End], e.Value)
		}
	}
}

// The periods of the marked expressions, with the way in which the words before tie them to what is said.
var periodTests = []struct {
	name, text string
	want       []string
}{
	{"point", "A treaty of [August 2024] holds.", []string{"within 2024-08 2024-08 month"}},
	{"week", "It fell [last week].", []string{"within 2025-08-11 2025-08-17 week"}},
	{"quarter", "It fell in [the first quarter of 2025].", []string{"within 2025-01 2025-03 quarter"}},
	{"half-year", "It fell in [the first half of 2025].", []string{"within 2025-01 2025-06 month"}},
	{"season", "It fell in [the summer of 2024].", []string{"within 2024-06 2024-08 season"}},
	{"winter crosses the year", "It fell in [the winter of 2023].", []string{"within 2023-12 2024-02 season"}},
	{"decade", "It fell in [the 1990s].", []string{"within 1990 1999 year"}},
	{"weekend", "It fell [last weekend].", []string{"within 2025-08-16 2025-08-17 day"}},
	{"since", "He has ruled since [2014].", []string{"since 2014  year"}},
	{"onwards", "From [2014] onwards he ruled.", []string{"since 2014  year"}},
	{"until", "He ruled until [May 2023].", []string{"until  2023-05 month"}},
	{"by is a point", "It will be over by [the end of 2026].", []string{"by 2026 2026 year"}},
	{"before", "Nothing happens before [January 2026].", []string{"before 2026-01 2026-01 month"}},
	{"no later than", "It ends no later than [31 May 2026].", []string{"by 2026-05-31 2026-05-31 day"}},
	{"after", "It resumed after [2019].", []string{"after 2019 2019 year"}},
	{"range of days", "It met from [3] to [5 May 2025].", []string{"within 2025-05-03 2025-05-05 day", "within 2025-05-03 2025-05-05 day"}},
	{"range of months", "It sat from [September 2009] to [2014].", []string{"within 2009-09 2014 month", "within 2009-09 2014 month"}},
	{"between", "Between [1985] and [1987] he led it.", []string{"within 1985 1987 year", "within 1985 1987 year"}},
	{"two years are no range", "It failed in [1985] and [1987].", []string{"within 1985 1985 year", "within 1987 1987 year"}},
	{"past weeks", "Over [the past two weeks] it grew.", []string{"within 2025-08-06 2025-08-20 day"}},
	{"duration has no period", "It lasted [two weeks].", []string{"within   unknown"}},
	{"vague has no period", "It fell [recently].", []string{"within   "}},
}

func TestPeriods(t *testing.T) {
	for _, test := range periodTests {
		t.Run(test.name, func(t *testing.T) {
			plain, runs := unmark(test.text)
			_, found := find(t, plain, published)
			if len(found) != len(runs) {
				t.Fatalf("%s: found %d expressions, want %d", plain, len(found), len(runs))
			}
			for i, e := range found {
				if got := fmt.Sprintf("%s %s %s %s", e.Relation, e.Period.Start, e.Period.End, e.Period.Precision); got != test.want[i] {
					t.Errorf("%s: %s\n got %s\nwant %s", plain, runs[i], got, test.want[i])
				}
			}
		})
	}
}

// What is counted from the date under discussion, and what stays unknown where there is none.
var discussionTests = []struct {
	name, text string
	values     []string
}{
	{"later", "The first round was held on [12 April 2025], the second [a week later].", []string{"2025-04-12", "2025-04-19"}},
	{"earlier, across sentences", "Troops crossed the river on [3 March 2022]. [Two days earlier] the bridge had been blown up.", []string{"2022-03-03", "2022-03-01"}},
	{"the following day", "He resigned on [30 June 2024]. [The following day] his deputy took over.", []string{"2024-06-30", "2024-07-01"}},
	{"the day before", "He resigned on [1 March 2024]; she had left [the day before].", []string{"2024-03-01", "2024-02-29"}},
	{"the following year", "Zambia left in [2002]. [The following year] it came back.", []string{"2002", "2003"}},
	{"that month", "It was founded in [April 1949]. Ireland had left earlier [that month].", []string{"1949-04", "1949-04"}},
	{"the same day", "They signed on [9 May 2023] and ratified it [the same day].", []string{"2023-05-09", "2023-05-09"}},
	{"years later", "It was banned in [1999]. [Three years later] the ban was lifted.", []string{"1999", "2002"}},
	{"nothing under discussion", "[Two days earlier] the bridge had been blown up.", []string{"P2D"}},
	{"only a year under discussion", "In [2002] he fled. [The following day] he was caught.", []string{"2002", "XXXX-XX-XX"}},
}

func TestDiscussion(t *testing.T) {
	for _, test := range discussionTests {
		t.Run(test.name, func(t *testing.T) {
			plain, _ := unmark(test.text)
			_, found := find(t, plain, published)
			var got []string
			for _, e := range found {
				got = append(got, e.Value)
			}
			if g, w := strings.Join(got, " "), strings.Join(test.values, " "); g != w {
				t.Errorf("%s\n got %s\nwant %s", plain, g, w)
			}
		})
	}
}

// Without a day of publication nothing relative gets a date.
func TestUnknownPublication(t *testing.T) {
	for marked, want := range map[string]string{
		"They met on [Monday].":        "XXXX-WXX-1",
		"They met on [15 August].":     "XXXX-08-15",
		"They met in [June].":          "XXXX-06",
		"They met [yesterday].":        "XXXX-XX-XX",
		"They met [last week].":        "XXXX-WXX",
		"They met [last year].":        "XXXX",
		"They met [two weeks ago].":    "P2W",
		"They met over [the weekend].": "XXXX-WXX-WE",
		"They met in [2019].":          "2019",
	} {
		plain, _ := unmark(marked)
		_, found := find(t, plain, "")
		if len(found) != 1 || found[0].Value != want {
			t.Errorf("%s: got %+v, want %s", plain, found, want)
			continue
		}
		if want != "2019" && !found[0].Period.IsZero() {
			t.Errorf("%s: got the period %+v, want none", plain, found[0].Period)
		}
	}
}

// The tense of the clause decides which of two days, months or years is meant. The articles appeared on a Wednesday,
// 20 August 2025.
var tenseTests = []struct{ text, value string }{
	{"The two presidents met on [Friday].", "2025-08-15"},
	{"The two presidents will meet on [Friday].", "2025-08-22"},
	{"The two presidents are to meet on [Friday].", "2025-08-22"},
	{"The talks begin on [Monday].", "2025-08-25"},
	{"The two sides agreed to meet again on [Sunday].", "2025-08-24"},
	{"The minister said on [Sunday] that he would resign.", "2025-08-17"},
	{"The minister said he would resign on [Sunday].", "2025-08-24"},
	{"The envoy arrived on [Tuesday morning] and is expected to leave on [Thursday].", "2025-08-19TMO 2025-08-21"},
	{"She spoke on [Wednesday].", "2025-08-20"},
	{"The leaders met on [Aug. 15] in Alaska.", "2025-08-15"},
	{"The leaders will meet on [Sept. 3] in Beijing.", "2025-09-03"},
	{"The leaders will meet on [15 January] in Davos.", "2026-01-15"},
	{"The treaty was signed on [12 December].", "2024-12-12"},
	{"The [May 9] parade was cancelled.", "2025-05-09"},
	{"The government resigned in [June].", "2025-06"},
	{"The government resigned in [October].", "2024-10"},
	{"The country will vote in [October].", "2025-10"},
	{"The country will vote in [June].", "2026-06"},
	{"A meeting could take place by the [end of July], officials had suggested, but it never did.", "2025-07"},
	{"The troops will leave by [the end of September].", "2025-09"},
	{"He has been in office since [January].", "2025-01"},
	{"They have not spoken since [Monday].", "2025-08-18"},
	{"The visit, planned for [12 May], was cancelled.", "2025-05-12"},
	{"The exports fell in [the second quarter].", "2025-Q2"},
	{"The exports fell in [the fourth quarter].", "2024-Q4"},
	{"The visit is planned for [the fourth quarter].", "2025-Q4"},
	{"The guests left over [the weekend].", "2025-W33-WE"},
	{"The guests will leave over [the weekend].", "2025-W34-WE"},
	{"The two will meet in [two weeks].", "2025-W36"},
	{"The house was built in [two weeks].", "P2W"},
}

func TestTense(t *testing.T) {
	for _, test := range tenseTests {
		plain, runs := unmark(test.text)
		_, found := find(t, plain, published)
		var got []string
		for _, e := range found {
			got = append(got, e.Value)
		}
		if g := strings.Join(got, " "); g != test.value {
			t.Errorf("%s: %q\n got %s\nwant %s", plain, runs, g, test.value)
		}
	}
}
