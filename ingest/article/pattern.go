package article

import "strings"

// pattern is a run of words to look for at the beginning of a sentence or, if floating, anywhere in it. It is written as
// words in lower case between spaces, where
//
//	a|b   is one of the words a and b
//	?a|b  is the same, or nothing
//	*     is up to twelve tokens, whatever they are
//	#     is a number
//	@     is one or more words with a capital, and what joins names
//	$     is the end of the sentence
//	BAR   is the character |
//	~     is the rest of a line that has no full stop, as titles have none
//
// An apostrophe ends a word: "don't" is written "don t".
type pattern struct {
	reason   Reason
	floating bool
	elements []element
}

type element struct {
	kind  byte // 'w' for words, else the character of the notation
	words []string
	maybe bool
}

// gap is how many tokens a star may stand for.
const gap = 12

// parsePattern reads the notation.
func parsePattern(reason Reason, s string, floating bool) pattern {
	p := pattern{reason: reason, floating: floating}
	for _, f := range strings.Fields(s) {
		maybe := strings.HasPrefix(f, "?")
		f = strings.TrimPrefix(f, "?")
		switch f {
		case "*", "#", "@", "$", "~":
			p.elements = append(p.elements, element{kind: f[0], maybe: maybe})
			continue
		}
		e := element{kind: 'w', words: strings.Split(f, "|"), maybe: maybe}
		for i, w := range e.words {
			if w == "BAR" {
				e.words[i] = "|"
			}
		}
		p.elements = append(p.elements, e)
	}
	return p
}

// match reports whether the elements match the tokens, which may go on behind them.
func match(elements []element, tokens []token) bool {
	if len(elements) == 0 {
		return true
	}
	e := &elements[0]
	switch e.kind {
	case '$':
		return onlyPunctuation(tokens)
	case '*':
		for i := range min(gap, len(tokens)) + 1 {
			if match(elements[1:], tokens[i:]) {
				return true
			}
		}
		return false
	case '~':
		return len(tokens) > 0 && tokens[len(tokens)-1].word != "."
	case '#':
		if len(tokens) > 0 && tokens[0].kind == number && match(elements[1:], tokens[1:]) {
			return true
		}
	case '@':
		if n := names(tokens); n > 0 && match(elements[1:], tokens[n:]) {
			return true
		}
	}
	if len(tokens) > 0 {
		for _, w := range e.words {
			if tokens[0].word == w {
				if match(elements[1:], tokens[1:]) {
					return true
				}
				break
			}
		}
	}
	return e.maybe && match(elements[1:], tokens)
}

// names is how many tokens at the beginning are names and what joins them; the first is a name.
func names(tokens []token) int {
	n := 0
	for i, t := range tokens {
		switch {
		case t.upper:
			n = i + 1
		case i == 0:
			return 0
		case t.kind == letters && (t.word == "and" || t.word == "of" || t.word == "in" || t.word == "the" || t.word == "at" || t.word == "for" || t.word == "de" || t.word == "van" || t.word == "von" || t.word == "al" || t.word == "s"):
		case t.kind == mark && (t.word == "," || t.word == "." || t.word == "-" || t.word == "/" || t.word == "&"):
		default:
			return n
		}
	}
	return n
}

func onlyPunctuation(tokens []token) bool {
	for _, t := range tokens {
		if t.kind != mark {
			return false
		}
	}
	return true
}

// rulebook holds the patterns by their first word, and every word that a rule asks for.
type rulebook struct {
	starts   map[string][]pattern
	floats   map[string][]pattern
	headings map[string][]pattern
	vocab    map[string]string
	features map[string]feature
}

// newRulebook compiles the rules.
func newRulebook() *rulebook {
	b := &rulebook{
		starts: map[string][]pattern{}, floats: map[string][]pattern{}, headings: map[string][]pattern{},
		vocab: map[string]string{}, features: map[string]feature{},
	}
	for _, r := range rules {
		for _, s := range r.starts {
			b.add(parsePattern(r.reason, s, false), b.starts)
		}
		for _, s := range r.floats {
			b.add(parsePattern(r.reason, s, true), b.floats)
		}
	}
	for _, s := range headings {
		b.add(parsePattern(Related, s, false), b.headings)
	}
	for f, words := range featureWords {
		for _, w := range strings.Fields(words) {
			b.features[w] |= f
			b.vocab[w] = w
		}
	}
	for _, w := range strings.Fields(joiners + " ( ) $ € £ [ ] : | - / & , . • · » → © @ \" “ ” * ! ? ; > – —") {
		b.vocab[w] = w
	}
	return b
}

const joiners = "weekday morning evening week day and of in the at for de van von al s"

func (b *rulebook) add(p pattern, to map[string][]pattern) {
	for _, e := range p.elements {
		for _, w := range e.words {
			b.vocab[w] = w
		}
	}
	for i := range p.elements { // optional first words leave the pattern to be found by the next
		if k := p.elements[i].kind; k != 'w' {
			to[string(k)] = append(to[string(k)], pattern{p.reason, p.floating, p.elements[i:]})
			if p.elements[i].maybe {
				continue
			}
			break
		}
		for _, w := range p.elements[i].words {
			q := p
			q.elements = p.elements[i:]
			to[w] = append(to[w], q)
		}
		if !p.elements[i].maybe {
			break
		}
	}
}
