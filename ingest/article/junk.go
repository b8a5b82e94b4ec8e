package article

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/ingest/text"
)

// Range is a run of bytes of a text that is junk, and why.
type Range struct {
	Start, End int
	Reason     Reason
}

// Junk finds the parts of a news article's text that are no news: credits, captions, requests for money, links, notices.
// It works on whole paragraphs where it can and on sentences where a paragraph has both. The ranges are in order, do not
// overlap, and begin and end at characters that are no white space. The text itself stays as it is, so that offsets into
// it stay right; Cut removes the ranges.
//
// Junk is told by its language and structure: imperatives without a subject, the second person outside quotations, a
// publisher that speaks of itself, labels before lists of links, formulas of credit. A thing quoted is never junk.
func Junk(plain string) []Range {
	a := analyser{text: plain, book: book()}
	a.paragraphs()
	a.spread()
	return a.ranges()
}

// Cut returns the text without the ranges. Where one is cut out, the longer of the white spaces around it stays.
func Cut(plain string, junk []Range) string {
	const space = " \t\r\n"
	var b strings.Builder
	b.Grow(len(plain))
	at, gap := 0, ""
	keep := func(end int) {
		part := plain[at:end]
		trimmed := strings.TrimLeft(part, space)
		if lead := part[:len(part)-len(trimmed)]; len(lead) > len(gap) {
			gap = lead
		}
		kept := strings.TrimRight(trimmed, space)
		if kept == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteString(gap)
		}
		b.WriteString(kept)
		gap = trimmed[len(kept):]
	}
	for _, r := range junk {
		keep(r.Start)
		at = r.End
	}
	keep(len(plain))
	return b.String()
}

var book = sync.OnceValue(newRulebook)

// tokenKind tells words, numbers and other characters apart.
type tokenKind uint8

const (
	mark tokenKind = iota
	letters
	number
)

// token is a word, a number or another character. word is empty where no rule asks for it.
type token struct {
	word   string
	kind   tokenKind
	upper  bool // begins with a capital
	quoted bool // stands inside quotation marks
	past   bool // ends like a verb of the past
}

// sentence is a part of a paragraph with what is known of it.
type sentence struct {
	start, end int // bytes of the text
	words      int // outside quotation marks
	features   feature
	asked      bool   // is a question
	quotes     bool   // has a quotation
	told       bool   // has a verb of the past or of reporting
	selfWords  int    // words by which publications call themselves and their readers
	reason     Reason // empty for news
}

// paragraph is a line of the text, or the lines that a hard wrap made of it.
type paragraph struct {
	start, end  int
	first, last int // sentences, last exclusive
	features    feature
	words       int
	header      bool // opens a message to the readers
	heading     bool // stands above links
}

type analyser struct {
	text   string
	book   *rulebook
	paras  []paragraph
	sents  []sentence
	tokens []token

	single  bool // inside single quotation marks
	paraEnd int  // of the paragraph that is being read
}

// paragraphs reads the text paragraph by paragraph.
func (a *analyser) paragraphs() {
	for at := 0; at < len(a.text); {
		end := a.lineEnd(at)
		for end < len(a.text) && a.wrapped(at, end) {
			end = a.lineEnd(end + 1)
		}
		if s := strings.TrimSpace(a.text[at:end]); s != "" {
			start := at + strings.Index(a.text[at:end], s)
			a.paragraph(start, start+len(s))
		}
		at = end + 1
	}
}

func (a *analyser) lineEnd(at int) int {
	if at >= len(a.text) {
		return len(a.text)
	}
	if i := strings.IndexByte(a.text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(a.text)
}

// wrapped reports whether the line break at end is a hard wrap: a long line without its full stop, gone on with in lower
// case.
func (a *analyser) wrapped(start, end int) bool {
	line := strings.TrimRight(a.text[start:end], " \r\t")
	if len(line) < 40 || strings.ContainsAny(line[len(line)-1:], ".:!?\"") || end+1 >= len(a.text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(a.text[end+1:])
	return unicode.IsLower(r)
}

// paragraph splits a paragraph into sentences and judges each, and the paragraph as a list of links.
func (a *analyser) paragraph(start, end int) {
	p := paragraph{start: start, end: end, first: len(a.sents)}
	body := a.text[start:end]
	listed := a.linkList(body)
	quoted := false
	a.single, a.paraEnd = false, end
	for _, s := range text.Segment(body) {
		sent := sentence{start: start + s.Start, end: start + s.End}
		quoted = a.tokenize(sent.start, sent.end, quoted)
		a.judge(&sent)
		switch {
		case listed:
			sent.reason = Related
		case len(a.paras) == 0 && sent.reason == Related: // the headline
			sent.reason = ""
		}
		p.features |= sent.features
		p.words += sent.words
		a.sents = append(a.sents, sent)
	}
	p.last = len(a.sents)
	if p.last > p.first && a.sents[p.first].reason == Plea && p.last-p.first == 1 {
		w := strings.ToLower(body)
		p.header = strings.HasPrefix(w, "dear ") || strings.HasSuffix(w, ":") || strings.HasPrefix(w, "a message") || strings.HasPrefix(w, "a note")
	}
	if p.heading = p.last-p.first == 1 && a.heading(); p.heading {
		a.sents[p.first].reason = Related
	}
	a.paras = append(a.paras, p)
}

// heading reports whether the tokens, those of the last sentence, are nothing but the heading of a list of links.
func (a *analyser) heading() bool {
	tokens := a.tokens
	for len(tokens) > 0 && tokens[0].kind == mark && !tokens[0].quoted {
		tokens = tokens[1:]
	}
	if len(tokens) == 0 || tokens[0].quoted || a.tokens[len(a.tokens)-1].word == "." {
		return false
	}
	for _, p := range a.book.headings[tokens[0].word] {
		if match(p.elements, tokens) {
			return true
		}
	}
	return false
}

// tokenize fills a.tokens with the tokens of a sentence; quoted carries an open quotation from sentence to sentence.
func (a *analyser) tokenize(start, end int, quoted bool) bool {
	a.tokens = a.tokens[:0]
	var buf [24]byte
	for i := start; i < end; {
		r, size := utf8.DecodeRuneInString(a.text[i:end])
		from := i
		t := token{quoted: quoted || a.single}
		switch {
		case unicode.IsLetter(r):
			t.kind, t.upper = letters, unicode.IsUpper(r)
			n := 0
			for i < end {
				r, size = utf8.DecodeRuneInString(a.text[i:end])
				if !unicode.IsLetter(r) && !unicode.IsMark(r) {
					break
				}
				if n < len(buf) && r < utf8.RuneSelf {
					buf[n] = byte(unicode.ToLower(r))
				}
				n++
				i += size
			}
			t.past = !t.upper && n > 4 && a.text[i-2:i] == "ed"
			if n <= len(buf) && n == i-from && a.text[from:i] != "US" && a.text[from:i] != "IT" {
				t.word = a.book.vocab[string(buf[:n])]
			}
		case r >= '0' && r <= '9':
			t.kind = number
			for i < end && (a.text[i] >= '0' && a.text[i] <= '9' || a.text[i] == ',' || a.text[i] == '.' || a.text[i] == ':') {
				i++
			}
			for i > from && (a.text[i-1] == '.' || a.text[i-1] == ',' || a.text[i-1] == ':') {
				i--
			}
		case unicode.IsSpace(r):
			i += size
			continue
		case (r == '\'' || r == '`') && i+1 < end && a.text[i+1] == a.text[i]: // the quotation marks of typewriters
			quoted = r == '`'
			i += 2
			continue
		case r == '\'' || r == '’' || r == '‘':
			switch {
			case a.single:
				a.single = a.wordAt(i + size)
			case !a.wordBefore(i) && a.wordAt(i+size):
				a.single = a.closes(i+size, a.paraEnd)
			}
			i += size
			continue
		default:
			i += size
			switch r {
			case '“', '„', '«':
				quoted = true
			case '”':
				quoted = false
			case '"':
				quoted = !quoted
			case '–', '—', '‑':
				r, from = '-', -1
			}
			t.quoted = false
			if from < 0 {
				t.word = "-"
			} else {
				t.word = a.book.vocab[a.text[from:i]]
			}
		}
		a.tokens = append(a.tokens, t)
	}
	return quoted
}

// wordAt reports whether a letter or digit begins at i, and wordBefore whether one ends there.
func (a *analyser) wordAt(i int) bool {
	r, _ := utf8.DecodeRuneInString(a.text[min(i, len(a.text)):])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func (a *analyser) wordBefore(i int) bool {
	r, _ := utf8.DecodeLastRuneInString(a.text[:i])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// closes reports whether a single quotation that begins at i ends before end, behind a comma or full stop. Apostrophes do
// not stand there.
func (a *analyser) closes(i, end int) bool {
	for ; i < end; i++ {
		if c := a.text[i]; (c == ',' || c == '.' || c == '!' || c == '?') && i+1 < end {
			if a.text[i+1] == '\'' || strings.HasPrefix(a.text[i+1:end], "’") {
				return true
			}
		}
	}
	return false
}

// judge decides whether the tokens are a sentence of junk.
func (a *analyser) judge(s *sentence) {
	tokens := a.tokens
	for _, t := range tokens {
		if t.quoted {
			s.quotes = true
			continue
		}
		if t.kind != mark {
			s.words++
		}
		if t.word != "" {
			f := a.book.features[t.word]
			s.features |= f
			if f&itself != 0 {
				s.selfWords++
			}
		}
		s.told = s.told || t.past
	}
	s.told = s.told || s.features&(attribute|past) != 0
	for len(tokens) > 0 && tokens[0].kind == mark && tokens[0].word != "(" && tokens[0].word != "©" && tokens[0].word != "[" && !tokens[0].quoted && tokens[0].word != "\"" && tokens[0].word != "“" && tokens[0].word != "»" && tokens[0].word != "→" {
		tokens = tokens[1:]
	}
	if len(tokens) == 0 {
		return
	}
	if n := len(a.tokens); n > 0 {
		last := a.tokens[n-1]
		s.asked = last.word == "?"
	}
	s.reason = a.patterns(tokens)
	if s.reason == "" {
		s.reason = a.shape(tokens, s)
	}
	if s.reason == "" {
		s.reason = voice(s)
	}
	if s.reason != "" && s.features&attribute != 0 && s.reason != Credit && s.reason != Caption && s.reason != Correction && s.reason != Related {
		if s.quotes || s.words > 12 && s.features&(second|own) == 0 {
			s.reason = ""
		}
	}
}

// patterns is the reason of the first pattern that matches, at the beginning or anywhere outside quotations.
func (a *analyser) patterns(tokens []token) Reason {
	for i := range tokens {
		t := &tokens[i]
		if t.quoted || t.word == "" {
			continue
		}
		if i == 0 {
			for _, p := range a.book.starts[t.word] {
				if match(p.elements, tokens) {
					return p.reason
				}
			}
		}
		for _, p := range a.book.floats[t.word] {
			if match(p.elements, tokens[i:]) {
				return p.reason
			}
		}
	}
	first := ""
	switch {
	case tokens[0].quoted:
	case tokens[0].upper:
		first = "@"
	case tokens[0].kind == number:
		first = "#"
	}
	for _, p := range a.book.starts[first] {
		if match(p.elements, tokens) {
			return p.reason
		}
	}
	return ""
}

// shape judges by how a sentence is built: an imperative without a subject, a date alone, a name behind a slash.
func (a *analyser) shape(tokens []token, s *sentence) Reason {
	features := func(i int) feature {
		if i >= len(tokens) || tokens[i].quoted {
			return 0
		}
		return a.book.features[tokens[i].word]
	}
	switch {
	case !s.told && !s.quotes && s.words <= 30 && s.words > 1 && features(0)&imperative != 0 && features(1)&object != 0 && s.features&present == 0:
		return Plea
	case dateAlone(tokens, features):
		return Furniture
	case names(tokens) == len(tokens) && s.words <= 8 && hasWord(tokens, "/", "©"):
		return Caption
	case s.told || s.quotes || s.words > 25:
	case s.features&press != 0 && s.features&costs != 0, s.selfWords > 1, s.selfWords > 0 && s.features&asks != 0 && s.features&costs != 0:
		return Plea
	case s.features&present == 0 && s.features&regular != 0 && isRegular(tokens, s):
		return Newsletter
	}
	return ""
}

// isRegular reports whether a phrase says on which day or at which time of day a publication comes again and again: "The
// Pacific Brief, every Thursday".
func isRegular(tokens []token, s *sentence) bool {
	for i := 2; i < len(tokens); i++ {
		if prev := tokens[i-1].word; prev != "every" && prev != "each" || s.selfWords == 0 && (tokens[i-2].word != "," || !tokens[0].upper) {
			continue
		}
		switch tokens[i].word {
		case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "morning", "evening", "weekday", "week", "day":
			return true
		}
	}
	return false
}

// dateAlone reports whether nothing but a date or time stands there.
func dateAlone(tokens []token, features func(int) feature) bool {
	numbers := 0
	for i, t := range tokens {
		switch {
		case t.kind == number:
			numbers++
		case t.kind == letters && features(i)&dated == 0:
			return false
		}
	}
	return numbers > 0
}

func hasWord(tokens []token, words ...string) bool {
	for _, t := range tokens {
		if t.word != "" && slices.Contains(words, t.word) {
			return true
		}
	}
	return false
}

// voice judges by who speaks to whom: a service offered to "you", or a newspaper that speaks of itself and of support.
func voice(s *sentence) Reason {
	switch {
	case s.words > 40:
	case s.features&second != 0 && s.features&own != 0 && s.features&service != 0:
		return Newsletter
	case s.features&second != 0 && s.features&own != 0 && s.features&support != 0 && s.features&media != 0:
		return Plea
	case s.features&own != 0 && s.features&media != 0 && s.features&support != 0:
		return Plea
	case s.features&second != 0 && s.features&asks != 0:
		return Plea
	}
	return ""
}

// linkList reports whether a paragraph is a row of links: short items between bars or bullets, without a full stop.
func (a *analyser) linkList(body string) bool {
	bars := strings.Count(body, " | ") + strings.Count(body, " • ") + strings.Count(body, " · ") + strings.Count(body, " » ")
	if bars < 2 || len(body)/(bars+1) > 90 {
		return false
	}
	return !strings.HasSuffix(body, ".")
}

// spread carries a judgement to sentences and paragraphs that belong to the same piece of junk: the rest of a plea's
// paragraph, and the paragraphs beside it in which the publisher goes on speaking.
func (a *analyser) spread() {
	personal := 0
	a.strangers()
	for i := range a.paras {
		p := &a.paras[i]
		if p.heading {
			a.links(i)
		}
		if p.features&own != 0 {
			personal++
		}
		a.withinParagraph(p)
	}
	if personal*2 > len(a.paras) && personal > 3 && !a.anyHeader() { // a speech, an essay, a statement
		return
	}
	for i := range a.paras {
		if a.paras[i].header {
			a.forward(i)
		}
	}
	for i := range a.paras {
		if a.reasonOf(&a.paras[i]) == Plea {
			a.neighbours(i)
		}
	}
}

// strangers marks the few sentences of an otherwise impersonal text in which somebody speaks to "you" or of "us" outside
// quotations: that is the publisher. An interview, an essay or a speech has many of them, and none is marked.
func (a *analyser) strangers() {
	personal := func(s *sentence) bool {
		return s.reason == "" && !s.quotes && s.features&attribute == 0 && s.features&(second|own) != 0
	}
	publisher := func(s *sentence) bool {
		return s.features&second != 0 && (!s.asked || s.features&(media|support|service) != 0) ||
			s.features&own != 0 && (s.features&(media|service|press|asks) != 0 || s.features&support != 0 && !s.told)
	}
	n := 0
	for i := range a.sents {
		if personal(&a.sents[i]) {
			n++
		}
	}
	if n > 2+len(a.sents)/15 || len(a.sents) < fewest {
		return
	}
	for i := range a.sents {
		if s := &a.sents[i]; personal(s) && publisher(s) {
			s.reason = Plea
		}
	}
}

func (a *analyser) anyHeader() bool {
	for i := range a.paras {
		if a.paras[i].header {
			return true
		}
	}
	return false
}

// fewest is the least number of sentences that show whose text it is; longest is the most words of a paragraph that may be
// junk as a whole.
const (
	fewest  = 5
	longest = 80
)

// withinParagraph marks what stands beside junk in its paragraph and tells nothing that happened.
func (a *analyser) withinParagraph(p *paragraph) {
	sents := a.sents[p.first:p.last]
	for i := range sents {
		switch sents[i].reason {
		case Plea, Newsletter, Consent, Advertisement, Social, Caption, LiveBlog:
		case Credit, Related, Correction:
			if i > 0 {
				continue // the news may stand before, in the same line
			}
		default:
			continue
		}
		for j := max(0, i-2); j < min(len(sents), i+3); j++ {
			s := &sents[j]
			if p.words > longest {
				break // a text without paragraphs
			}
			if s.reason == "" && !s.quotes && !s.told && s.words <= 30 &&
				(s.features&(second|own|support|service|media) != 0 || s.words <= 6 || sents[i].reason == Advertisement || sents[i].reason == Caption && (j > i || len(sents) == 2)) {
				s.reason = sents[i].reason
			}
			if s.reason == "" && i == 0 && j > 0 && sents[i].reason == Correction {
				s.reason = Correction
			}
		}
	}
}

// reasonOf is the reason of a paragraph that is junk as a whole.
func (a *analyser) reasonOf(p *paragraph) Reason {
	reason := Reason("")
	for _, s := range a.sents[p.first:p.last] {
		if s.reason == "" {
			return ""
		}
		reason = s.reason
	}
	return reason
}

// forward marks the paragraphs after a header as long as the publisher speaks.
func (a *analyser) forward(i int) {
	for i++; i < len(a.paras); i++ {
		p := &a.paras[i]
		if a.reasonOf(p) == "" && p.features&(own|second) == 0 {
			return
		}
		a.mark(p, Plea)
	}
}

// longestTitle is the most words that the title of an article has.
const longestTitle = 25

// links marks the paragraphs below a heading of links that look like titles, until the text goes on.
func (a *analyser) links(i int) {
	for i++; i < len(a.paras) && a.title(&a.paras[i]); i++ {
		a.mark(&a.paras[i], Related)
	}
}

// title reports whether a paragraph looks like the title of an article in a list: short, and without the full stop of a
// sentence unless it is an item of a list.
func (a *analyser) title(p *paragraph) bool {
	line := a.text[p.start:p.end]
	if len(strings.Fields(line)) > longestTitle {
		return false
	}
	bare := strings.TrimRight(line, "\"'”’»)] ")
	if strings.HasSuffix(bare, ":") {
		return false
	}
	return !strings.HasSuffix(bare, ".") || strings.HasSuffix(bare, "...") || p.last-p.first == 1 && listItem(line)
}

// listItem reports whether a line begins with the mark of an item of a list.
func listItem(line string) bool {
	r, size := utf8.DecodeRuneInString(line)
	return strings.ContainsRune("-–—*•·▪■◦‣►▸→»", r) && strings.HasPrefix(line[size:], " ")
}

// neighbours marks the paragraphs beside a plea in which the publisher speaks of itself.
func (a *analyser) neighbours(i int) {
	for _, step := range [...]int{-1, 1} {
		for j := i + step; j >= 0 && j < len(a.paras); j += step {
			p := &a.paras[j]
			if a.reasonOf(p) != "" {
				if a.reasonOf(p) == Plea {
					break // has its own turn
				}
				continue
			}
			if p.features&own == 0 || p.features&(media|support) == 0 || p.features&attribute != 0 && a.quotes(p) {
				break
			}
			a.mark(p, Plea)
		}
	}
}

func (a *analyser) quotes(p *paragraph) bool {
	for _, s := range a.sents[p.first:p.last] {
		if s.quotes {
			return true
		}
	}
	return false
}

func (a *analyser) mark(p *paragraph, reason Reason) {
	for i := p.first; i < p.last; i++ {
		if a.sents[i].reason == "" {
			a.sents[i].reason = reason
		}
	}
}

// ranges joins the junk sentences: those of one paragraph to one range.
func (a *analyser) ranges() []Range {
	var out []Range
	for i := range a.paras {
		p := &a.paras[i]
		if r := a.reasonOf(p); r != "" {
			out = append(out, Range{p.start, p.end, a.sents[p.first].reason})
			continue
		}
		for j := p.first; j < p.last; j++ {
			s := &a.sents[j]
			if s.reason == "" {
				continue
			}
			if n := len(out); n > 0 && j > p.first && a.sents[j-1].reason != "" && out[n-1].Start >= p.start {
				out[n-1].End = s.end
				continue
			}
			out = append(out, Range{s.start, s.end, s.reason})
		}
	}
	return out
}
