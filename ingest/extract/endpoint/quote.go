package endpoint

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a run of bytes of the text, end exclusive.
type span struct{ start, end int }

// minQuote is how many letters and digits evidence has at least: "He quit." is a fact, "the" is none.
const minQuote = 5

// maxQuote is how many bytes evidence has at most: a whole article proves anything.
const maxQuote = 1000

// quoted finds evidence in a part of the text: as it stands, or else, if only one place can be meant, with other white
// space, quotation marks and dashes, which models like to change.
func quoted(text string, p part, evidence string) (span, bool) {
	evidence = strings.TrimSpace(evidence)
	if letters(evidence) < minQuote {
		return span{}, false
	}
	region := text[p.start:p.end]
	if i := strings.Index(region, evidence); i >= 0 {
		return span{p.start + i, p.start + i + len(evidence)}, true
	}
	plain, key := plainOf(region), plainOf(evidence).text
	key = strings.Trim(key, `" `)
	i := strings.Index(plain.text, key)
	if letters(key) < minQuote || i < 0 || strings.Contains(plain.text[i+1:], key) {
		return span{}, false
	}
	return span{p.start + plain.at(i), p.start + plain.end(i+len(key))}, true
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// plainText is a text with one blank for each run of white space, straight quotation marks and simple dashes, and the way
// back to the text that it was made of.
type plainText struct {
	text string
	from []run
}

// run says that the plain text from offset at on, up to the next run, stands for the character of that width at offset
// source.
type run struct{ at, source, width int }

var plainRunes = strings.NewReplacer(
	"‘", "'", "’", "'", "‚", "'", "‛", "'", "`", "'", "´", "'",
	"“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`,
	"‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "…", "...",
	"\u00ad", "", "\u200b", "",
)

func plainOf(s string) plainText {
	var b strings.Builder
	var p plainText
	blank := false
	for i, r := range s {
		width := utf8.RuneLen(r)
		if width < 0 || r == utf8.RuneError {
			_, width = utf8.DecodeRuneInString(s[i:])
		}
		if unicode.IsSpace(r) {
			if !blank {
				p.from = append(p.from, run{b.Len(), i, width})
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		c := plainRunes.Replace(s[i : i+width])
		if c == "" {
			continue
		}
		blank = false
		p.from = append(p.from, run{b.Len(), i, width})
		b.WriteString(c)
	}
	p.text = b.String()
	return p
}

// rune is the run that byte i of the plain text belongs to.
func (p plainText) rune(i int) run {
	return p.from[sort.Search(len(p.from), func(k int) bool { return p.from[k].at > i })-1]
}

// at is where the character that byte i of the plain text belongs to begins in the source.
func (p plainText) at(i int) int { return p.rune(i).source }

// end is where the character before byte i of the plain text ends in the source.
func (p plainText) end(i int) int {
	r := p.rune(i - 1)
	return r.source + r.width
}

// occurrences are the places where a name stands as words of their own.
func occurrences(text, name string) []span {
	var out []span
	for from := 0; name != ""; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			break
		}
		s := span{from + i, from + i + len(name)}
		before, _ := utf8.DecodeLastRuneInString(text[:s.start])
		after, _ := utf8.DecodeRuneInString(text[s.end:])
		if !wordRune(before) && !wordRune(after) {
			out = append(out, s)
		}
		from = s.end
	}
	return out
}

func wordRune(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
