package actor

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// isShouting reports whether most words of a sentence are written in capitals, as headings are.
func isShouting(words []word) bool {
	caps, lower := 0, 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w.text)
		switch {
		case w.caps:
			caps++
		case unicode.IsLetter(r):
			lower++
		}
	}
	return caps > 2 && caps > lower
}

// isHeading reports whether a line without a full stop is written with capitals throughout, as titles are: then they tell
// nothing.
func isHeading(words []word) bool {
	upper, lower := 0, 0
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w.text)
		switch {
		case i > 0 && i == len(words)-1 && (w.text == "." || w.text == "”" || w.text == "\""):
			return false
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLetter(r) && len(w.text) > 3:
			lower++
		}
	}
	return upper > 3 && upper > 3*lower
}

// ignoredWords marks the words that lie in junk; it is nil where none does.
func (p *pass) ignoredWords(words []word) []bool {
	if len(words) == 0 {
		return nil
	}
	var marks []bool
	at, _ := slices.BinarySearchFunc(p.ctx.Ignore, words[0].start, func(r Range, start int) int {
		if r.End <= start {
			return -1
		}
		return 1
	})
	for i, w := range words {
		for at < len(p.ctx.Ignore) && p.ctx.Ignore[at].End <= w.start {
			at++
		}
		if at < len(p.ctx.Ignore) && p.ctx.Ignore[at].Start < w.end {
			if marks == nil {
				marks = make([]bool, len(words))
			}
			marks[i] = true
		}
	}
	return marks
}

// ignoreCredits marks who wrote a text, which is no part of it: "Author: ... Editor: ...", "(AFP, Reuters)".
func (p *pass) ignoreCredits(s *sentence) {
	if s.isByline() || s.isCredit() {
		s.ignore(0, len(s.words))
		return
	}
	for i, w := range s.words {
		switch {
		case i+1 < len(s.words) && s.words[i+1].text == ":" && (w.text == "Author" || w.text == "Editor" || w.text == "Authors" || w.text == "Editors"):
			s.ignore(i, len(s.words))
			return
		case w.text == "/" && s.slashedCredits(p, i):
			s.ignore(i-1, len(s.words))
			return
		case w.text == "(" && !(i > 0 && s.words[i-1].caps):
			if end := p.creditEnd(s, i+1); end > 0 {
				s.ignore(i, end)
			}
		}
	}
}

// isByline reports whether a whole line is "By" with a name or two.
func (s *sentence) isByline() bool {
	if n := len(s.words); n < 3 || n > 8 || s.words[0].text != "By" && s.words[0].text != "BY" {
		return false
	}
	for _, w := range s.words[1:] {
		if !w.upper && w.fold != "and" && w.text != "," && !w.glued {
			return false
		}
	}
	return true
}

// contributions are what the credits at the end of an article name.
var contributions = []string{
	"reporting", "writing", "editing", "photo", "photos", "photograph", "photography", "picture", "pictures", "cartoon", "illustration", "graphic", "graphics",
	"video", "translation", "translated", "edited", "written", "compiled", "production", "research", "author", "authors", "editor", "editors", "image", "caption",
}

// isCredit reports whether a sentence names who contributed to the article: "Additional reporting: Ann Bell in Rome.".
func (s *sentence) isCredit() bool {
	i := 0
	if len(s.words) > 2 && (s.words[0].fold == "additional" || s.words[0].fold == "further") {
		i = 1
	}
	if i+2 >= len(s.words) || !s.words[0].upper || !slices.Contains(contributions, s.words[i].fold) {
		return false
	}
	if f := s.words[i+1].fold; s.words[i+1].text != ":" && (f != "by" || !s.words[i+2].upper) {
		return false
	}
	for _, w := range s.words[i+1:] {
		switch s.tokens[w.token].XPOS {
		case "VBD", "VBZ", "VBP", "MD":
			return false
		}
	}
	return true
}

// slashedCredits reports whether the slash at word i parts the initials of an author from agencies: "tkw / AFP / dpa".
func (s *sentence) slashedCredits(p *pass, i int) bool {
	return i > 0 && i+1 < len(s.words) && p.lex.credits[s.words[i+1].fold] && len(s.words[i-1].text) <= 4
}

// creditEnd is the index behind the bracket that closes a list of nothing but news agencies, 0 if it holds anything else.
func (p *pass) creditEnd(s *sentence, i int) int {
	found := false
	for ; i < len(s.words); i++ {
		switch w := s.words[i]; {
		case p.lex.credits[w.fold]:
			found = true
		case w.text == ")" && found:
			return i + 1
		case w.text != "," && w.text != "/" && w.fold != "and":
			return 0
		}
	}
	return 0
}

func (s *sentence) ignore(from, to int) {
	if s.ignored == nil {
		s.ignored = make([]bool, len(s.words))
	}
	for i := from; i < to; i++ {
		s.ignored[i] = true
	}
}

// skipDateline takes the place of a dateline such as "ASTANA, July 4 (Steppe Wire) -" and returns the index behind it;
// the agency in the brackets is a credit and names nobody.
func (p *pass) skipDateline(s *sentence) int {
	if !s.paragraph || len(s.words) == 0 || s.ignored != nil {
		return 0
	}
	end := s.datelineEnd()
	if end == 0 {
		return 0
	}
	i, last := 0, 0
	for last+1 < end && !isPunctuation(s.words[last+1].text) {
		last++
	}
	if m := s.matchAt[0]; m >= 0 && s.matches[m].End <= end {
		p.addKnown(s, s.matches[m])
		p.cands[len(p.cands)-1].dateline = true
		return end
	}
	for ; i <= last; i++ {
		if s.matchAt[i] >= 0 {
			return end
		}
	}
	p.add(candidate{sentence: s.index, first: 0, last: last, typ: schema.Place, trusted: true, entity: -1, owner: -1, rule: "dateline"})
	return end
}

// datelineEnd is the index behind the dash of a dateline, 0 where the sentence begins with none: a place, often in
// capitals, maybe a date, maybe an agency in brackets, and a dash.
func (s *sentence) datelineEnd() int {
	brackets, comma := false, false
	for i, w := range s.words[:min(len(s.words), 16)] {
		switch {
		case i > 0 && isDash(w.text) && (s.words[0].caps || brackets || comma):
			return i + 1
		case w.text == "(" && i > 0:
			brackets = true
		case w.text == "," && i > 0:
			comma = true
		case w.text == ")" || w.text == "." || w.text == "/" || startsDigit(w.text) || w.upper:
		case brackets && !s.closed(i):
		case w.fold == "de" || w.fold == "la" || w.fold == "del":
		default:
			return 0
		}
	}
	return 0
}

// closed reports whether the bracket opened before word i is closed before it.
func (s *sentence) closed(i int) bool {
	for j := i - 1; j >= 0; j-- {
		switch s.words[j].text {
		case ")":
			return true
		case "(":
			return false
		}
	}
	return true
}

func isDash(s string) bool { return s == "-" || s == "–" || s == "—" || s == "--" || s == "―" }

func startsDigit(s string) bool { return s != "" && '0' <= s[0] && s[0] <= '9' }
