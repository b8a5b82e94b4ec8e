package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxSentenceTokens bounds the work per sentence; a longer one is cut at punctuation where there is some.
const maxSentenceTokens = 256

// Segment finds the sentences and tokens of a text. Only offsets and Token.Text are set. Every character that is not
// white space or a control character lies in exactly one token, so tokens and the gaps between them give the text
// back; this holds for any input, also for invalid UTF-8. The time is linear in the length of the text.
func Segment(text string) []Sentence {
	s := scanner{text: text, tokens: make([]Token, 0, len(text)/5+8)}
	for i := 0; i < len(text); {
		r, w := s.next(i)
		if isSpace(r) && w > 0 && !(r == utf8.RuneError && w == 1) {
			i += w
			continue
		}
		end := i
		for end < len(text) && end-i < 16*maxTokenBytes {
			q, qw := s.next(end)
			if isSpace(q) {
				break
			}
			end += qw
		}
		s.scan(i, end)
		i = end
	}
	return s.sentences()
}

// sentences groups the scanned tokens.
func (s *scanner) sentences() []Sentence {
	out := make([]Sentence, 0, len(s.tokens)/16+1)
	wrapped := hardWrapped(s.text)
	first := 0
	for i := range s.tokens {
		if i+1 < len(s.tokens) && !s.boundary(first, i, wrapped) {
			continue
		}
		out = appendBounded(out, s.tokens[first:i+1:i+1])
		first = i + 1
	}
	return out
}

// appendBounded adds the tokens as one sentence, or as several of at most maxSentenceTokens.
func appendBounded(out []Sentence, tokens []Token) []Sentence {
	for len(tokens) > maxSentenceTokens {
		cut := maxSentenceTokens
		for k := maxSentenceTokens; k > maxSentenceTokens/2; k-- {
			if t := tokens[k-1].Text; t == ";" || t == "," || t == "." || t == "—" {
				cut = k
				break
			}
		}
		out = append(out, Sentence{Start: tokens[0].Start, End: tokens[cut-1].End, Tokens: tokens[:cut:cut]})
		tokens = tokens[cut:]
	}
	if len(tokens) == 0 {
		return out
	}
	return append(out, Sentence{Start: tokens[0].Start, End: tokens[len(tokens)-1].End, Tokens: tokens})
}

// hardWrapped tells whether the lines of the text are broken at a width, so that a line break says nothing.
func hardWrapped(text string) bool {
	lines, full, start := 0, 0, 0
	for start < len(text) {
		n := strings.IndexByte(text[start:], '\n')
		if n < 0 {
			break
		}
		if n > 120 {
			return false
		}
		if n > 0 {
			lines++
			if n >= 50 {
				full++
			}
		}
		start += n + 1
	}
	return lines >= 3 && full*10 >= lines*6
}

// boundary tells whether a sentence that began at token first ends behind token i; there is a token i+1.
func (s *scanner) boundary(first, i int, wrapped bool) bool {
	gap := s.text[s.tokens[i].End:s.tokens[i+1].Start]
	if gap == "" {
		return false
	}
	if n := strings.Count(gap, "\n"); n > 1 || n == 1 && !(wrapped && s.continues(i)) {
		return true
	}
	if strings.Contains(gap, "\u2029") || strings.Contains(gap, "\u2028") {
		return true
	}
	k := i
	for k > first && isCloser(s.tokens[k].Text) && s.tokens[k].Start == s.tokens[k-1].End {
		k--
	}
	last := s.tokens[k].Text
	quoted := k < i
	switch last {
	case ".", "!", "?", "...", "…", "。", "！", "？", "?!", "!!", "!!!", "??", "???", "....":
	default:
		if last[len(last)-1] != '.' || len(last) < 2 {
			return false
		}
		return s.abbreviationEnds(k, i)
	}
	if k == first && !quoted && len(last) == 1 && last == "." {
		return false
	}
	if s.isCitation(i + 1) {
		return false
	}
	start, r := s.opening(i + 1)
	if s.isListNumber(first, k) {
		return false
	}
	switch {
	case unicode.IsLower(r):
		return false
	case last == "." || last == "。":
		return r != ',' && r != ';'
	case quoted:
		return r != ',' && !s.isAttribution(start)
	}
	return r != ',' && r != ')' && r != ';'
}

// continues tells whether a hard-wrapped line goes on in the next one.
func (s *scanner) continues(i int) bool {
	end := s.tokens[i].End
	start := strings.LastIndexByte(s.text[:end], '\n') + 1
	return end-start >= 40
}

// isListNumber tells whether the sentence so far is only a number with a point: "1. Ceasefire".
func (s *scanner) isListNumber(first, k int) bool {
	return k == first+1 && s.tokens[k].Text == "." && isDigit(s.tokens[first].Text[0]) && len(s.tokens[first].Text) <= 2
}

// isCitation tells whether a bracketed number follows, which belongs to the sentence before: "was lost. [17]".
func (s *scanner) isCitation(i int) bool {
	return i+2 < len(s.tokens) && s.tokens[i].Text == "[" && s.tokens[i+2].Text == "]" && isDigit(s.tokens[i+1].Text[0])
}

// opening returns the first token from i that is no opening quote or bracket, and its first rune.
func (s *scanner) opening(i int) (int, rune) {
	for j := i; j < len(s.tokens) && j < i+4; j++ {
		r, _ := utf8.DecodeRuneInString(s.tokens[j].Text)
		switch r {
		case '"', '“', '‘', '\'', '(', '[', '«', '„', '`', '*', '•':
			continue
		}
		return j, r
	}
	return i, '.'
}

// isAttribution tells whether the words behind a quoted question or cry say whose it was: "Why?" Lavrov asked.
func (s *scanner) isAttribution(i int) bool {
	for j := i + 1; j < len(s.tokens) && j < i+4; j++ {
		switch s.tokens[j].Text {
		case "said", "asked", "wrote", "told", "added", "says", "asks", "shouted", "replied":
			return true
		case ".", ",", "\"", "”":
			return false
		}
	}
	return false
}

// abbreviationEnds tells whether a sentence ends with the abbreviation at token k, its closing marks reaching to i.
func (s *scanner) abbreviationEnds(k, i int) bool {
	word := s.tokens[k].Text[:len(s.tokens[k].Text)-1]
	switch abbreviations[word] {
	case beforeName, beforeNumber:
		return false
	}
	start, r := s.opening(i + 1)
	if !unicode.IsUpper(r) {
		return false
	}
	if k < i || start > i+1 {
		return true // a quote or bracket closes or opens
	}
	if utf8.RuneCountInString(word) == 1 {
		return false // an initial
	}
	return sentenceStarters[s.tokens[start].Text]
}

func isCloser(t string) bool {
	switch t {
	case "\"", "”", "’", "'", "''", ")", "]", "»", "}", "*", "**":
		return true
	}
	return false
}
