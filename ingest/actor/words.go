package actor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/mozillazg/go-unidecode"
)

// word is a token, or a part of one, as names are read: hyphens inside of words are left out, so that "Jean-Claude",
// "al-Busaidi", "ex-president" and "Secretary-General" look the same whether or not the tokenizer cuts them.
type word struct {
	text       string
	fold       string // lower case without diacritics and points
	token      int    // index into Sentence.Tokens
	start, end int    // bytes of the document
	upper      bool   // begins with a capital
	caps       bool   // at least two letters, all of them capitals
	glued      bool   // a hyphen alone parts it from the word before
	quoted     bool   // it stands behind an opening quotation mark
}

// split reads the words of a sentence.
func split(s *text.Sentence, buf []word) []word {
	words := buf[:0]
	glue := false
	for i := range s.Tokens {
		t := &s.Tokens[i]
		if isHyphen(t.Text) && i > 0 && i+1 < len(s.Tokens) && s.Tokens[i-1].End == t.Start && t.End == s.Tokens[i+1].Start {
			glue = len(words) > 0
			continue
		}
		words = appendParts(words, t, i, glue)
		glue = false
	}
	for i := 1; i < len(words); i++ {
		words[i].quoted = isOpening(words[i-1].text) || words[i-1].quoted && words[i].token == words[i-1].token
	}
	return words
}

// appendParts appends a token, cut at its hyphens.
func appendParts(words []word, t *text.Token, index int, glue bool) []word {
	rest, start := t.Text, t.Start
	for {
		part, after, found := cutHyphen(rest)
		if part != "" {
			words = append(words, newWord(part, index, start, glue))
			glue = true
		}
		if !found {
			return words
		}
		start += len(rest) - len(after)
		rest = after
	}
}

// cutHyphen cuts a token at a hyphen that has characters on both sides.
func cutHyphen(s string) (before, after string, found bool) {
	for i, r := range s {
		if (r == '-' || r == '‐' || r == '‑') && i > 0 && i+utf8.RuneLen(r) < len(s) {
			return s[:i], s[i+utf8.RuneLen(r):], true
		}
	}
	return s, "", false
}

func newWord(s string, token, start int, glued bool) word {
	w := word{text: s, fold: foldWord(s), token: token, start: start, end: start + len(s), glued: glued}
	first, _ := utf8.DecodeRuneInString(s)
	w.upper = unicode.IsUpper(first) || unicode.IsTitle(first)
	w.caps = w.upper && isCaps(s)
	return w
}

// isCaps reports whether all letters of s are capitals, and at least two.
func isCaps(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= 2
}

func isHyphen(s string) bool { return s == "-" || s == "‐" || s == "‑" || s == "–" }

func isOpening(s string) bool {
	switch s {
	case "“", "‘", "\"", "``", "«", "„", "'", "‘‘":
		return true
	}
	return false
}

// fold brings a phrase of a lexicon into the form in which words are compared.
func fold(s string) string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' })
	for i, p := range parts {
		parts[i] = foldWord(p)
	}
	return strings.Join(parts, " ")
}

// foldWord lowers a word and strips diacritics, apostrophes inside of it and points: "U.S." and "US" become "us".
func foldWord(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' || c == '.' || c == '\'' {
			plain = false
			break
		}
	}
	if plain || len(s) == 1 && s[0] < 'A' {
		return s
	}
	if strings.HasPrefix(s, "’") || strings.HasPrefix(s, "'") {
		return strings.ToLower(strings.ReplaceAll(s, "’", "'"))
	}
	s = strings.ToLower(unidecode.Unidecode(s))
	return strings.Map(func(r rune) rune {
		if r == '.' || r == '\'' || r == '`' || r == ' ' {
			return -1
		}
		return r
	}, s)
}
