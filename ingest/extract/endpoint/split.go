package endpoint

import (
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/ingest/text"
)

// part is a run of the text that one request reads, in bytes, end exclusive.
type part struct{ start, end int }

// tokenBytes is how many bytes of English prose a token of the usual models has at the least, on average; most have more.
const tokenBytes = 3

// split cuts a text into parts of about so many tokens, at the ends of paragraphs. A paragraph that is too long by itself
// is cut at the ends of sentences, and a sentence at a blank. The parts in their order are the text without white space
// around them.
func split(s string, tokens int) []part {
	limit := max(tokens, 1) * tokenBytes
	var parts []part
	var open part
	for _, p := range pieces(s, limit) {
		if open.end > open.start && p.end-open.start > limit {
			parts = append(parts, open)
			open = part{}
		}
		if open.end == open.start {
			open = p
		}
		open.end = p.end
	}
	if open.end > open.start {
		parts = append(parts, open)
	}
	return parts
}

// pieces are the paragraphs of a text, and what has to be made of those longer than limit.
func pieces(s string, limit int) []part {
	var out []part
	at := 0
	for paragraph := range strings.SplitAfterSeq(s, "\n") {
		p := trimmed(s, part{at, at + len(paragraph)})
		at += len(paragraph)
		switch {
		case p.start == p.end:
		case p.end-p.start <= limit:
			out = append(out, p)
		default:
			for _, sentence := range text.Segment(s[p.start:p.end]) {
				out = append(out, chop(s, part{p.start + sentence.Start, p.start + sentence.End}, limit)...)
			}
		}
	}
	return out
}

// chop cuts a run that is longer than limit at its last blank before, or between two characters where there is none.
func chop(s string, p part, limit int) []part {
	var out []part
	for p.end-p.start > limit {
		cut := p.start + limit
		if i := strings.LastIndexByte(s[p.start:cut], ' '); i > 0 {
			cut = p.start + i
		}
		for cut > p.start && !utf8.RuneStart(s[cut]) {
			cut--
		}
		if cut == p.start { // a limit of less than a character
			_, width := utf8.DecodeRuneInString(s[p.start:])
			cut += width
		}
		out = append(out, trimmed(s, part{p.start, cut}))
		p.start = cut
	}
	return append(out, trimmed(s, p))
}

func trimmed(s string, p part) part {
	run := s[p.start:p.end]
	p.start += len(run) - len(strings.TrimLeft(run, " \t\r\n"))
	p.end = p.start + len(strings.Trim(run, " \t\r\n"))
	return p
}
