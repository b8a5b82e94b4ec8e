package article

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// sampleBytes is how much of a text is looked at to tell its language.
const sampleBytes = 6000

// enough is how many letters the detector needs to be trusted over what a page declares.
const enough = 200

// language is the ISO 639-1 code of the text's language. English shows itself by its function words, in few words already;
// for the rest a detector by trigrams is asked, which needs a longer text, and then what the page declares. A short text
// of Latin letters that nothing speaks against is taken for English.
func language(plain, declared string) string {
	s := sample(plain)
	declared = baseLanguage(declared)
	words, function, letters, latin := count(s)
	switch {
	case words >= 5 && function*100 >= words*18:
		return "en"
	case letters > 0 && latin*2 < letters, letters >= enough:
		info := whatlanggo.Detect(s)
		if code := code(info.Lang); code != "" && code != "en" && (info.IsReliable() || latin*2 < letters || function*100 < words*6) {
			return code
		}
		if function*100 >= words*8 {
			return "en"
		}
	}
	if declared != "" {
		return declared
	}
	return "en"
}

// code is the shortest code of a language.
func code(l whatlanggo.Lang) string {
	if c := l.Iso6391(); c != "" {
		return c
	}
	return l.Iso6393()
}

// baseLanguage is the language of a tag such as en-GB or en_US.
func baseLanguage(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_,; "); i >= 0 {
		tag = tag[:i]
	}
	if len(tag) != 2 && len(tag) != 3 {
		return ""
	}
	return tag
}

// sample is the beginning of a text, cut at a space.
func sample(s string) string {
	if len(s) <= sampleBytes {
		return s
	}
	if i := strings.LastIndexAny(s[:sampleBytes], " \n"); i > 0 {
		return s[:i]
	}
	return strings.ToValidUTF8(s[:sampleBytes], "")
}

// functionWords are the words that English can't do without, and that other languages do not have; "in" and "die" are not
// among them.
var functionWords = set("the of and to that for was with is are by from has have had his her its their which this at be been were will " +
	"would not but they said who after about into more than as it on")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// count counts the words, the function words among them, the letters, and the Latin letters.
func count(s string) (words, function, letters, latin int) {
	var buf [8]byte
	n := 0
	end := func() {
		if n > 0 {
			words++
			if n <= len(buf) && functionWords[string(buf[:n])] {
				function++
			}
		}
		n = 0
	}
	for _, r := range s {
		if !unicode.IsLetter(r) {
			end()
			continue
		}
		letters++
		if unicode.Is(unicode.Latin, r) {
			latin++
		}
		if n < len(buf) {
			buf[n] = byte(unicode.ToLower(r))
			if r > unicode.MaxASCII {
				buf[n] = '?'
			}
		}
		n++
	}
	end()
	return words, function, letters, latin
}
