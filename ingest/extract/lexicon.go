package extract

import (
	"embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

//go:embed lexicon.csv classes.csv matrix.csv support.csv calibration.csv
var data embed.FS

// entry is a row of lexicon.csv: a verb or noun that means an event where its frame fits.
type entry struct {
	lemma  string // of a noun, possibly several words: "phone call"
	noun   bool
	frame  []condition
	kind   schema.EventKind
	event  schema.EventType
	source []slot
	target []slot
	line   int
}

// condition is a part of a frame, as lexicon.csv writes it:
//
//	obj          there is a direct object (or, in the passive, a subject)
//	obj=a|b      its noun is one of the words or, with a capital, of a class of classes.csv
//	obj@actor    it is an actor: also @person, @organization, @place; @any: it, or what it is about
//	obj!=a|b     its noun is none of the words
//	subj=a|b     the noun of the subject is one of the words
//	iobj         there is an indirect object
//	+out         there is the particle
//	~on          there is a nominal with the preposition; ~on=a|b and ~to@place as above
//	xcomp, ccomp there is an open or a full complement clause; xcomp=a|b with one of the words
//	subjunctive  the full complement clause tells what ought to be done
//	future       the verb tells what will be
//	negated      the subject will not: "would never accept"
//	bad          the complement says something bad of the object: "called the move a mistake"
//	joint        the word "joint" or "together" stands by
//	phone        the sentence says that it happened by telephone or video
type condition struct {
	what   string // obj, iobj, +, ~, xcomp, ccomp, bad, joint, phone
	word   string // the particle or preposition
	words  map[string]bool
	except bool   // the words are those that must not stand there
	actor  string // actor, person, organization, place
}

// slot is where an argument stands: subj, obj, iobj, comp, poss, or a preposition.
type slot struct {
	what string // subj, obj, by (the one behind the object), iobj, comp, poss, ~
	word string // the preposition
}

// lexicon is what words mean as events, and what the words around an event do to it.
type lexicon struct {
	verbs   map[string][]*entry
	nouns   map[string][]*entry
	classes map[string]map[string]bool
	matrix  map[string]effect // governing verbs, nouns and adjectives: "refuse", "plan", "hope"
	support map[string]support
}

// effect is what a governing word does to what it governs.
type effect struct {
	status schema.EventStatus // empty: leaves it as it is
	speech bool               // its subject is who says so
	veil   bool               // the governed event is only part of a demand, threat or refusal and is no event of its own
}

// support is a verb that carries a noun of action: "hold talks", "face criticism", "cancel a visit".
type support struct {
	role   schema.Role // the part that its subject plays in the noun's event; empty for none
	status schema.EventStatus
}

// verb returns the entries of a verb by lemma, or by its form where the lemma kept a doubled consonant ("initialled").
func (l *lexicon) verb(lemma, form string) []*entry {
	if es := l.verbs[lemma]; es != nil {
		return es
	}
	for _, suffix := range []string{"led", "ling"} {
		if stem, ok := strings.CutSuffix(form, "l"+suffix); ok {
			return l.verbs[stem+"l"]
		}
	}
	return nil
}

func (l *lexicon) class(name string) (map[string]bool, error) {
	words := map[string]bool{}
	for _, w := range strings.Split(name, "|") {
		if w != "" && w[0] >= 'A' && w[0] <= 'Z' {
			c, ok := l.classes[w]
			if !ok {
				return nil, fmt.Errorf("no class %q", w)
			}
			for k := range c {
				words[k] = true
			}
			continue
		}
		words[w] = true
	}
	return words, nil
}

// table reads an embedded CSV file with a header and calls row for each line.
func table(files fs.FS, name string, width int, row func(line int, f []string) error) error {
	f, err := files.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = width
	var errs []error
	for n := 0; ; n++ {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return errors.Join(errs...)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if n == 0 {
			continue
		}
		line, _ := r.FieldPos(0)
		if err := row(line, fields); err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, line, err))
		}
	}
}

// loadLexicon reads the tables; it refuses unknown types, kinds, conditions and slots, and rows that say a thing twice.
func loadLexicon(files fs.FS) (*lexicon, error) {
	l := &lexicon{
		verbs: map[string][]*entry{}, nouns: map[string][]*entry{}, classes: map[string]map[string]bool{},
		matrix: map[string]effect{}, support: map[string]support{},
	}
	return l, errors.Join(
		table(files, "classes.csv", 2, l.addClass),
		table(files, "lexicon.csv", 7, l.addEntry),
		table(files, "matrix.csv", 4, l.addEffect),
		table(files, "support.csv", 3, l.addSupport),
	)
}

func (l *lexicon) addClass(_ int, f []string) error {
	c := l.classes[f[0]]
	if c == nil {
		c = map[string]bool{}
		l.classes[f[0]] = c
	}
	for _, w := range strings.Fields(f[1]) {
		if c[w] {
			return fmt.Errorf("%s holds %q twice", f[0], w)
		}
		c[w] = true
	}
	return nil
}

var kinds = []schema.EventKind{
	"", schema.Summit, schema.Meeting, schema.NegotiationRound, schema.Call, schema.Visit, schema.Ceasefire,
	schema.Treaty, schema.Trade, schema.PrisonerExchange, schema.Other,
}

// addEntry reads lemma, pos, frame, type, kind, source, target.
func (l *lexicon) addEntry(line int, f []string) error {
	e := &entry{lemma: f[0], noun: f[1] == "noun", event: schema.EventType(f[3]), kind: schema.EventKind(f[4]), line: line}
	switch {
	case f[0] == "":
		return errors.New("no lemma")
	case f[1] != "noun" && f[1] != "verb":
		return fmt.Errorf("%q is no part of speech: want noun or verb", f[1])
	case !slices.Contains(schema.EventTypes, e.event):
		return fmt.Errorf("%q is no event type", f[3])
	case !slices.Contains(kinds, e.kind):
		return fmt.Errorf("%q is no kind", f[4])
	}
	var err error
	for _, s := range strings.Fields(f[2]) {
		c, cerr := l.condition(s)
		err = errors.Join(err, cerr)
		e.frame = append(e.frame, c)
	}
	var serr, terr error
	e.source, serr = slots(f[5])
	e.target, terr = slots(f[6])
	if err := errors.Join(err, serr, terr); err != nil {
		return err
	}
	index := l.verbs
	key := e.lemma
	if e.noun {
		index = l.nouns
		key = key[strings.LastIndexByte(key, ' ')+1:]
	}
	for _, o := range index[key] {
		if o.lemma == e.lemma && slices.EqualFunc(o.frame, e.frame, sameCondition) {
			return fmt.Errorf("%s %q is already on line %d", f[0], f[2], o.line)
		}
	}
	index[key] = append(index[key], e)
	return nil
}

func sameCondition(a, b condition) bool {
	if a.what != b.what || a.word != b.word || a.actor != b.actor || a.except != b.except || len(a.words) != len(b.words) {
		return false
	}
	for w := range a.words {
		if !b.words[w] {
			return false
		}
	}
	return true
}

func (l *lexicon) condition(s string) (condition, error) {
	head, list, _ := strings.Cut(s, "=")
	head, except := strings.CutSuffix(head, "!")
	head, who, _ := strings.Cut(head, "@")
	c := condition{what: head, actor: who, except: except}
	if head != "" && (head[0] == '+' || head[0] == '~') {
		c.what, c.word = head[:1], strings.ReplaceAll(head[1:], "_", " ")
	}
	switch c.what {
	case "subj", "obj", "iobj", "xcomp", "ccomp", "subjunctive", "future", "negated", "bad", "joint", "phone", "+", "~":
	default:
		return c, fmt.Errorf("%q is no condition", s)
	}
	switch who {
	case "", "actor", "any", "person", "organization", "place":
	default:
		return c, fmt.Errorf("%q is no kind of actor", who)
	}
	if list != "" {
		var err error
		c.words, err = l.class(list)
		return c, err
	}
	return c, nil
}

func slots(s string) ([]slot, error) {
	var out []slot
	for _, w := range strings.Split(s, "/") {
		switch {
		case w == "":
		case w[0] == '~' && len(w) > 1:
			out = append(out, slot{"~", w[1:]})
		case slices.Contains([]string{"subj", "obj", "by", "iobj", "comp", "poss"}, w):
			out = append(out, slot{what: w})
		default:
			return nil, fmt.Errorf("%q is no slot", w)
		}
	}
	return out, nil
}

var statuses = []schema.EventStatus{"", schema.Occurred, schema.Ongoing, schema.Planned, schema.DidNotOccur, schema.Hypothetical}

// addEffect reads word, status, speech, veil.
func (l *lexicon) addEffect(_ int, f []string) error {
	e := effect{status: schema.EventStatus(f[1]), speech: f[2] == "yes", veil: f[3] == "yes"}
	if !slices.Contains(statuses, e.status) {
		return fmt.Errorf("%q is no status", f[1])
	}
	if _, ok := l.matrix[f[0]]; ok {
		return fmt.Errorf("%q is there twice", f[0])
	}
	l.matrix[f[0]] = e
	return nil
}

// addSupport reads verb, role, status.
func (l *lexicon) addSupport(_ int, f []string) error {
	s := support{role: schema.Role(f[1]), status: schema.EventStatus(f[2])}
	switch s.role {
	case "", schema.Source, schema.Target, schema.Participant, schema.Host, schema.Mediator:
	default:
		return fmt.Errorf("%q is no role", f[1])
	}
	if !slices.Contains(statuses, s.status) {
		return fmt.Errorf("%q is no status", f[2])
	}
	if _, ok := l.support[f[0]]; ok {
		return fmt.Errorf("%q is there twice", f[0])
	}
	l.support[f[0]] = s
	return nil
}
