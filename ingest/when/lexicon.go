package when

// Unit is a unit of time.
type Unit uint8

// The units, shortest first.
const (
	NoUnit Unit = iota
	Second
	Minute
	Hour
	Day
	Weekend
	Week
	Fortnight
	Month
	Quarter
	Half
	Year
	Decade
	Century
)

// unitLetters are the letters of TIMEX3 durations.
var unitLetters = [...]string{"X", "S", "M", "H", "D", "D", "W", "W", "M", "Q", "Y", "Y", "E", "C"}

// season is a season of the northern year, with its TIMEX3 letters and its meteorological months.
type season uint8

const (
	noSeason season = iota
	spring
	summer
	autumn
	winter
)

var seasonLetters = [...]string{"", "SP", "SU", "FA", "WI"}

// dayPart is a part of the day.
type dayPart uint8

const (
	noPart dayPart = iota
	morning
	midday
	afternoon
	evening
	night
)

var partLetters = [...]string{"", "TMO", "TMI", "TAF", "TEV", "TNI"}

// word is what the grammar knows of a word. Most words have one meaning; "second" and "fall" have two.
type word struct {
	text    string // in lower case
	month   uint8  // 1 to 12
	weekday uint8  // 1 Monday to 7 Sunday
	unit    Unit
	plural  bool
	season  season
	part    dayPart
	decade  int16 // "nineties": 90
	card    int32 // cardinal number, 0 for none
	ord     uint8 // ordinal number, 0 for none
	opens   bool  // an expression may begin here
	short   bool  // an abbreviation that needs its full stop or a number beside it
}

// unknownWord stands for every word that the grammar does not know.
var unknownWord = word{}

var lexicon = buildLexicon()

func buildLexicon() map[string]*word {
	l := make(map[string]*word, 512)
	get := func(text string) *word {
		w := l[text]
		if w == nil {
			w = &word{text: text}
			l[text] = w
		}
		return w
	}
	opens := func(text string) *word {
		w := get(text)
		w.opens = true
		return w
	}
	for i, names := range monthNames {
		for n, name := range names {
			w := opens(name)
			w.month, w.short = uint8(i+1), n > 0
		}
	}
	for i, names := range weekdayNames {
		for n, name := range names {
			w := opens(name)
			w.weekday, w.short = uint8(i+1), n > 0
		}
		plural := opens(names[0] + "s")
		plural.weekday, plural.plural = uint8(i+1), true
	}
	for unit, names := range unitNames {
		one, many := opens(names[0]), opens(names[1])
		one.unit, many.unit, many.plural = unit, unit, true
	}
	for s, names := range seasonNames {
		for _, name := range names {
			opens(name).season = s
		}
	}
	for name, p := range partNames {
		opens(name).part = p
	}
	for name, n := range cardinals {
		opens(name).card = n
	}
	for name, n := range ordinals {
		opens(name).ord = n
	}
	for name, n := range decadeNames {
		opens(name).decade = n
	}
	for _, text := range openers {
		opens(text)
	}
	for _, text := range keywords {
		get(text)
	}
	return l
}

var monthNames = [12][]string{
	{"january", "jan"},
	{"february", "feb"},
	{"march", "mar"},
	{"april", "apr"},
	{"may"},
	{"june", "jun"},
	{"july", "jul"},
	{"august", "aug"},
	{"september", "sept", "sep"},
	{"october", "oct"},
	{"november", "nov"},
	{"december", "dec"},
}

var weekdayNames = [7][]string{
	{"monday", "mon"},
	{"tuesday", "tue", "tues"},
	{"wednesday", "wed"},
	{"thursday", "thu", "thurs"},
	{"friday", "fri"},
	{"saturday", "sat"},
	{"sunday", "sun"},
}

var unitNames = map[Unit][2]string{
	Second:    {"second", "seconds"},
	Minute:    {"minute", "minutes"},
	Hour:      {"hour", "hours"},
	Day:       {"day", "days"},
	Weekend:   {"weekend", "weekends"},
	Week:      {"week", "weeks"},
	Fortnight: {"fortnight", "fortnights"},
	Month:     {"month", "months"},
	Quarter:   {"quarter", "quarters"},
	Half:      {"half", "halves"},
	Year:      {"year", "years"},
	Decade:    {"decade", "decades"},
	Century:   {"century", "centuries"},
}

var seasonNames = map[season][]string{
	spring: {"spring", "springtime"},
	summer: {"summer", "summers", "summertime"},
	autumn: {"autumn", "fall"},
	winter: {"winter", "winters", "wintertime"},
}

var partNames = map[string]dayPart{
	"morning": morning, "mornings": morning,
	"afternoon": afternoon, "afternoons": afternoon,
	"evening": evening, "evenings": evening,
	"night": night, "nights": night,
}

var cardinals = map[string]int32{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
	"eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
	"eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000,
}

var ordinals = map[string]uint8{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
	"tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
	"seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}

var decadeNames = map[string]int16{
	"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
	"nineties": 90,
}

// openers are words without a class of their own with which an expression may begin.
var openers = []string{
	"a", "an", "the", "this", "that", "last", "next", "past", "previous", "following", "coming", "current", "recent",
	"latest", "early", "late", "mid", "later", "earlier", "beginning", "start", "end", "middle", "close",
	"today", "yesterday", "tomorrow", "tonight", "overnight", "now", "currently", "nowadays", "presently", "recently",
	"lately", "soon", "shortly", "someday", "present", "these", "each", "every", "daily", "weekly", "monthly",
	"yearly", "annually", "quarterly", "hourly", "nightly", "noon", "midnight", "midday", "fiscal", "financial",
	"several", "few", "some", "many", "couple", "dozen", "dozens", "half", "year", "same", "about", "around",
	"nearly", "almost", "roughly", "approximately", "barely", "over", "more", "less", "at", "up", "sometime", "fy",
	"christmas", "new", "boxing", "valentine", "halloween", "armistice", "remembrance", "veterans", "bastille",
	"juneteenth", "easter", "good", "thanksgiving", "anzac", "earth", "international", "human", "world", "canada",
	"moments", "long", "ages", "q", "h", "numerous", "countless", "hundreds", "thousands", "right", "upcoming",
	"future", "under", "just", "its", "their", "his", "her", "our", "another", "preceding", "prior", "fourth", "st",
	"unification", "labour", "labor", "hiroshima", "handful", "only", "whole", "full", "entire", "all", "rest", "most",
	"much", "turn", "eve", "d", "then", "victory", "epiphany", "mothers", "other", "final", "remainder",
}

// keywords are further words that the rules ask for.
var keywords = []string{
	"of", "in", "on", "by", "since", "until", "till", "to", "through", "from", "between", "and", "or", "before", "after",
	"ago", "hence", "s", "old", "long", "lasting", "m", "p", "am", "pm", "o", "clock", "est", "edt", "et", "cet",
	"cest", "gmt", "utc", "bst", "pst", "pdt", "cdt", "cst", "hours", "local", "time", "least", "than", "as", "quarter",
	"period", "ended", "ending", "th", "nd", "rd", "trading", "consecutive", "straight", "additional", "further",
	"working", "business", "successive", "calendar", "academic", "tax", "term", "near", "distant", "days", "so", "for",
	"during", "throughout", "within", "per", "times", "twice", "once", "bc", "bce", "ad", "onward", "onwards", "beyond",
	"no", "not", "starting", "effective", "ahead", "any", "de", "la", "pre", "post", "non", "summit", "rights", "women",
	"aids", "patrick", "independence", "attack", "attacks", "massacre", "riot", "insurrection", "assault",
	"hijackings", "bombing", "bombings", "terror", "terrorist", "hamas", "capitol", "too", "late", "early", "into", "while", "time", "short", "brief", "fairly", "longer", "very",
	"round", "t", "single", "section", "with", "months", "possible", "away", "when", "how", "come",
}
