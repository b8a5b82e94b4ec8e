package extract

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/article"
	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// Extractor reads articles. It is safe for concurrent use.
type Extractor struct {
	model    *text.Analyzer
	world    *reference.World
	resolver *actor.Resolver
	lexicon  *lexicon
	scale    calibration
}

// New loads the language model, the reference lists and the lexicon, which are embedded in the program.
func New() (*Extractor, error) {
	model, err := text.Load()
	if err != nil {
		return nil, fmt.Errorf("load the language model: %w", err)
	}
	world, err := reference.Load()
	if err != nil {
		return nil, fmt.Errorf("load the reference lists: %w", err)
	}
	lex, err := loadLexicon(data)
	if err != nil {
		return nil, fmt.Errorf("load the lexicon: %w", err)
	}
	scale, err := loadCalibration(data)
	if err != nil {
		return nil, fmt.Errorf("load the calibration: %w", err)
	}
	resolver, err := actor.New(world)
	if err != nil {
		return nil, fmt.Errorf("prepare the names of actors: %w", err)
	}
	return &Extractor{model: model, world: world, resolver: resolver, lexicon: lex, scale: scale}, nil
}

// Extract says what an article states. The offsets of the facts count the code points of the article's text. An error
// says that the publication date can't be read.
func (x *Extractor) Extract(a schema.Article) (schema.Facts, error) {
	return x.extract(a, nil)
}

// Explain is Extract that reports each sentence's tree and each decision of the rules to trace.
func (x *Extractor) Explain(a schema.Article, trace func(format string, args ...any)) (schema.Facts, error) {
	return x.extract(a, trace)
}

func (x *Extractor) extract(a schema.Article, trace func(string, ...any)) (schema.Facts, error) {
	published, err := a.Published.Date()
	if err != nil {
		return schema.Facts{}, err
	}
	if len(a.Text) > text.MaxBytes {
		return schema.Facts{}, fmt.Errorf("%d bytes of text, at most %d", len(a.Text), text.MaxBytes)
	}
	doc := &text.Document{Text: a.Text, Sentences: splitDatelines(text.Segment(a.Text))}
	x.model.Annotate(doc.Sentences)
	return x.readFacts(doc, a, published, trace), nil
}

// readFacts applies the rules to an annotated text.
func (x *Extractor) readFacts(doc *text.Document, a schema.Article, published schema.Date, trace func(string, ...any)) schema.Facts {
	r := &reading{
		lexicon: x.lexicon, doc: doc, published: published, title: a.Title, trace: trace, junk: junk(a.Text),
		hasMembers: func(ref schema.Ref) bool { return len(x.world.Members(ref, published)) > 0 },
		isVenue:    x.venue,
		isCapital:  x.capital,
		belongs:    x.belongs,
	}
	r.actors = x.resolver.Resolve(doc, actor.Context{Published: published, Title: a.Title, Ignore: r.junk})
	r.times = when.Find(doc, published)
	r.read()
	return r.facts(a, x.scale)
}

// belongs reports whether a state is or was a member of an organization.
func (x *Extractor) belongs(state, organization schema.Ref) bool {
	return slices.ContainsFunc(x.world.Memberships(state), func(m reference.Membership) bool {
		return m.Organization == organization && m.Status == schema.Member
	})
}

// capital reports whether a place is the capital of a state.
func (x *Extractor) capital(ref schema.Ref) bool {
	p, ok := x.world.Place(ref)
	return ok && p.Kind == "capital"
}

// venue reports whether a place is a building or site.
func (x *Extractor) venue(ref schema.Ref) bool {
	p, ok := x.world.Place(ref)
	return ok && (p.Kind == "venue" || p.Kind == "building")
}

func junk(s string) []actor.Range {
	var out []actor.Range
	for _, j := range article.Junk(s) {
		out = append(out, actor.Range{Start: j.Start, End: j.End})
	}
	return out
}

// read applies the rules to every sentence that is no junk, then joins what they found.
func (r *reading) read() {
	r.prepare()
	r.findTopic()
	for s := range r.trees {
		if r.junkSentence(s) {
			continue
		}
		r.explainTree(s)
		r.noteSpeech(s)
		r.memberships(s)
		r.eventsOf(s)
		r.rounds(s)
	}
	r.tenures()
	r.events = r.join()
}

// eventsOf reads the events of a sentence: verbs first, since a verb may take a noun of action into its own event.
func (r *reading) eventsOf(s int) {
	t := &r.trees[s]
	used := r.used[s]
	for i := range t.tokens {
		if used[i] || !t.verb(i) && !t.predicateAdjective(i) || i > 0 && t.tokens[i-1].Text == "-" && t.tokens[i-1].End == t.tokens[i].Start {
			continue // "Rwanda-backed" tells no event
		}
		if e := r.obligation(s, i); e != nil {
			r.emit(e)
		}
		if e := r.verbEvent(s, i); e != nil {
			r.emit(e)
			for _, k := range t.patients(i) {
				if e.event != schema.Consult || e.kind == schema.Visit {
					used[k] = used[k] || !(t.lemma(i) == "boycott" && r.consultation(s, k)) && (e.framed || r.carriedBy(s, i, k))
				}
			}
		}
	}
	for i := range t.tokens {
		if used[i] {
			continue
		}
		if t.noun(i) {
			if e := r.nounEvent(s, i, used); e != nil {
				r.emit(e)
				continue
			}
		}
		if e := r.presence(s, i); e != nil {
			r.emit(e)
		}
	}
	r.dropDenials(s)
}

// dropDenials drops the denial where what is denied was read as an event that did not occur, and the consent where what is
// consented to is a meeting.
func (r *reading) dropDenials(s int) {
	t := &r.trees[s]
	from := len(r.found.events)
	for from > 0 && r.found.events[from-1].sentence == s {
		from--
	}
	own := slices.Clone(r.found.events[from:])
	beneath := func(e *event, fits func(*event) bool) bool {
		return slices.ContainsFunc(own, func(d *event) bool { return d != e && fits(d) && t.under(d.trigger, e.trigger) })
	}
	r.found.events = append(r.found.events[:from], slices.DeleteFunc(slices.Clone(own), func(e *event) bool {
		switch {
		case e.event == schema.Agree && !e.noun && len(e.parties) == 1: // "agreed to host the talks"
			return beneath(e, func(d *event) bool { return d.event == schema.Consult })
		case e.event == schema.Reject && t.lemma(e.trigger) == "deny":
			return beneath(e, func(d *event) bool { return d.status == schema.DidNotOccur })
		}
		return false
	})...)
}

// predicateAdjective reports "is willing to", "is ready to", which the lexicon lists with the verbs.
func (t *tree) predicateAdjective(i int) bool {
	return t.tokens[i].UPOS == "ADJ" && t.child(i, "cop") >= 0 && t.child(i, "xcomp", "advcl") >= 0
}

// carriedBy reports whether a noun of action is part of the verb's event rather than one of its own: the sanctions of
// "imposed sanctions", not the strikes of "condemned the strikes".
func (r *reading) carriedBy(s, v, k int) bool {
	_, carries := r.lexicon.support[r.trees[s].lemma(v)]
	return carries || r.lexicon.matrix[r.trees[s].lemma(v)].veil
}

// emit records an event that a rule found.
func (r *reading) emit(e *event) {
	r.supply(e)
	if !e.noun {
		r.relocate(e)
	}
	r.tidy(e)
	if e.period.IsZero() {
		e.period = r.looseTime(e.sentence, e.trigger)
	}
	r.found.events = append(r.found.events, r.split(e.sentence, e)...)
	if r.trace == nil {
		return
	}
	r.explain("  %s at %q: %s %s %s (%s)", e.rule, r.trees[e.sentence].tokens[e.trigger].Text, e.event, e.kind, e.status, e.reason)
	for _, p := range e.parties {
		r.explain("    %s %s", p.role, r.actors.Entities[p.entity].Ref)
	}
}

// tidy drops a state that is party beside the person who acts for it.
func (r *reading) tidy(e *event) {
	e.parties = slices.DeleteFunc(e.parties, func(p party) bool {
		return r.entityType(p.entity) == schema.State && p.role != schema.Host && slices.ContainsFunc(e.parties, func(q party) bool {
			return q.role == p.role && r.entityType(q.entity) == schema.Person && r.stateOf(q.entity) == p.entity
		})
	})
}

// explainTree shows a sentence's tree to whoever listens.
func (r *reading) explainTree(s int) {
	if r.trace == nil {
		return
	}
	x := &r.doc.Sentences[s]
	r.explain("%s", r.doc.Text[x.Start:x.End])
	for i := range x.Tokens {
		k := &x.Tokens[i]
		who := ""
		if m := r.mention[s][i]; m >= 0 {
			for _, e := range r.actors.Mentions[m].Entities {
				who += " " + string(r.actors.Entities[e].Ref)
			}
		}
		r.explain("  %3d %-18s %-14s %-6s %-5s %3d %-12s%s", i, k.Text, k.Lemma, k.UPOS, k.XPOS, k.Head, k.Relation, who)
	}
}

// codepoints turns byte offsets into code points; it is asked in any order and answers in logarithmic time.
type codepoints struct {
	marks []int // code points before every 64th byte
	text  string
}

func newCodepoints(s string) codepoints {
	c := codepoints{text: s, marks: make([]int, 0, len(s)/64+1)}
	n := 0
	for i := range len(s) {
		if i%64 == 0 {
			c.marks = append(c.marks, n)
		}
		if utf8.RuneStart(s[i]) {
			n++
		}
	}
	c.marks = append(c.marks, n)
	return c
}

func (c codepoints) at(b int) int {
	b = min(max(b, 0), len(c.text))
	n := c.marks[b/64]
	for i := b &^ 63; i < b; i++ {
		if utf8.RuneStart(c.text[i]) {
			n++
		}
	}
	return n
}

func (c codepoints) span(r actor.Range) schema.Span {
	return schema.Span{Start: c.at(r.Start), End: c.at(r.End)}
}

func (c codepoints) spans(rs []actor.Range) []schema.Span {
	out := make([]schema.Span, 0, len(rs))
	for _, r := range rs {
		out = append(out, c.span(r))
	}
	slices.SortFunc(out, func(a, b schema.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	return slices.Compact(out)
}
