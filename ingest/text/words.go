package text

// abbreviation says what a point behind a word means.
type abbreviation uint8

const (
	noAbbreviation abbreviation = iota
	beforeName                  // a title or the like: something always follows, no sentence ends
	beforeNumber                // an abbreviation only before a number: "No. 2"
	anywhere                    // may end a sentence: "Inc.", "a.m."
)

// abbreviations are the words that English news write with a point, without it.
var abbreviations = func() map[string]abbreviation {
	m := make(map[string]abbreviation)
	add := func(kind abbreviation, words ...string) {
		for _, w := range words {
			m[w] = kind
		}
	}
	add(beforeName, "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Lt", "Col", "Maj", "Capt", "Cmdr", "Cdr", "Sgt", "Cpl",
		"Pvt", "Adm", "Brig", "Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Pres", "Rev", "Fr", "Hon", "Amb", "Msgr",
		"Insp", "Supt", "Det", "Atty", "St", "Ste", "Mt", "Ft", "Mme", "Mlle", "Messrs", "Ald", "Treas", "Sr", "Sra",
		"vs", "viz", "cf", "e.g", "i.e", "eg", "ie", "approx", "ca", "Lt.Gen", "Lt.Col", "Maj.Gen", "Brig.Gen")
	add(beforeNumber, "No", "Nos", "no", "Art", "Sec", "Fig", "Figs", "Vol", "pp", "Ch", "para", "Res", "Sect", "Par")
	add(anywhere, "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue",
		"Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Inc", "Corp", "Co", "Cos", "Ltd", "Bros", "Plc", "PLC",
		"LLC", "Jr", "Esq", "etc", "al", "Dept", "dept", "est", "Est", "Ave", "Blvd", "Rd", "Ala", "Ariz", "Ark",
		"Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Md", "Mich", "Minn", "Miss",
		"Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Ph.D",
		"M.Sc", "B.Sc", "Ph", "Univ", "Assn", "Bldg", "Govt", "govt", "Intl", "Natl")
	return m
}()

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// prefixes bind to the word behind their hyphen; with any other first part a compound comes apart.
var prefixes = set("e", "co", "non", "pre", "post", "anti", "pro", "ex", "mid", "re", "semi", "multi", "neo", "sub",
	"inter", "pan", "mini", "un", "socio", "trans", "intra", "ultra", "pseudo", "quasi", "bi", "tri", "de", "dis",
	"counter", "electro", "geo", "hyper", "infra", "macro", "micro", "meta", "mono", "para", "poly", "proto", "psycho",
	"retro", "uni", "vice", "eco", "euro", "extra", "cross")

// elisions are words that begin with an apostrophe, without it.
var elisions = set("em", "til", "till", "cause", "tis", "twas", "bout", "n", "s", "re", "ve", "ll", "d", "m")

// units come apart from the number that they are written to.
var units = set("am", "pm", "a", "p", "km", "mm", "cm", "kg", "k", "m", "bn", "mn", "tn", "ft", "mph", "kph", "hp",
	"mw", "gw", "kw", "mwh", "gb", "mb", "tb", "mg", "ml", "lb", "lbs", "sq", "hrs", "mins", "min", "hr", "yrs", "million",
	"billion", "trillion")

// ordinalEndings stay with their number.
var ordinalEndings = set("st", "nd", "rd", "th", "s")

// joined are words that stand for two without an apostrophe, with the place of the cut.
var joined = map[string]int{
	"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "gimme": 3, "lemme": 3, "dunno": 2, "dont": 2, "didnt": 3,
	"doesnt": 4, "isnt": 2, "wasnt": 3, "couldnt": 5,
}

// sentenceStarters begin a new sentence when they stand with a capital behind an abbreviation that may end one.
var sentenceStarters = set("The", "A", "An", "This", "That", "These", "Those", "He", "She", "It", "They", "We", "I",
	"You", "There", "Here", "But", "And", "Or", "So", "Yet", "In", "On", "At", "By", "For", "From", "With", "As", "If",
	"When", "While", "After", "Before", "Since", "Although", "Though", "However", "Meanwhile", "Moreover", "Still",
	"Also", "Then", "Now", "What", "Who", "Why", "How", "Where", "Its", "His", "Her", "Their", "Our", "My", "Not",
	"No", "Some", "Many", "Most", "All", "Both", "Each", "Every", "One", "Two", "To", "Of", "Under", "Over", "Last",
	"Earlier", "Later", "Despite", "During", "Officials", "Asked", "Speaking", "According", "Others", "Several",
	"More", "Only", "Even", "Such", "Because", "Until", "Once")
