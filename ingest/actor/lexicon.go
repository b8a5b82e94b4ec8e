package actor

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/entente-kg/entente/schema"
)

//go:embed data
var data embed.FS

// lexicon is the vocabulary by which actors are recognised that no list of the world knows: words of offices and
// institutions, given names, and nouns that take up an actor again. All keys are folded as by fold.
type lexicon struct {
	offices       phrases[office]
	courtesies    phrases[Gender]
	institutions  phrases[institution]
	descriptions  phrases[description]
	agents        phrases[bool]
	portfolios    map[string]bool
	singulars     map[string]string // of titles, lower case
	stop          phrases[bool]
	organizations phrases[string] // companies and media by name
	function      map[string]bool
	prefixes      map[string]schema.Ref // first parts of compounds: "Franco"
	owners        map[string]schema.Ref // states whose body a general name means where no country is said
	credits       map[string]bool       // news agencies, which bylines name
	given         map[string]Gender
	verbs         map[string]string // verbs and nouns that take places, with how they do
}

// office is an entry of offices.csv.
type office struct {
	kind   string
	plural bool
	gender Gender
}

// The kinds of offices. They decide which words may stand beside the head noun and whose office it is.
const (
	headOffice        = "head"        // of a state or a body: president, king
	deputyOffice      = "deputy"      // vice president
	portfolioOffice   = "portfolio"   // with a field: minister, secretary, commissioner
	namedOffice       = "office"      // complete in itself: secretary of state, attorney general
	chiefOffice       = "chief"       // of a body: director, chairman, spokesman
	leaderOffice      = "leader"      // of a party or group; of a state it is no title
	envoyOffice       = "envoy"       // ambassador, special envoy
	voiceOffice       = "voice"       // spokesman
	adviserOffice     = "adviser"     // adviser, aide
	memberOffice      = "member"      // lawmaker, senator
	nobleOffice       = "noble"       // prince
	courtesyOffice    = "courtesy"    // justice, cardinal: before a name, no office of anything
	counterpartOffice = "counterpart" // the office of somebody else: "his Iranian counterpart"
	roleOffice        = "role"        // describes a person but is no title: dictator, analyst
)

// institution is an entry of institutions.csv.
type institution struct {
	kind  schema.ActorType
	scope string // body, force or name
}

// description is an entry of descriptions.csv.
type description struct {
	kind   string
	typ    schema.ActorType
	plural bool
}

var loadLexicon = sync.OnceValues(readLexicon)

// readLexicon reads the embedded files; an error is a mistake in them and names file and line.
func readLexicon() (*lexicon, error) {
	l := &lexicon{
		portfolios: make(map[string]bool), singulars: make(map[string]string), given: make(map[string]Gender), verbs: make(map[string]string),
		function: make(map[string]bool), prefixes: make(map[string]schema.Ref), owners: make(map[string]schema.Ref), credits: make(map[string]bool),
	}
	steps := []struct {
		file string
		add  func(fields []string)
	}{
		{"offices.csv", l.addOffice},
		{"courtesies.csv", func(f []string) { l.courtesies.add(f[0], gender(f[1])) }},
		{"institutions.csv", l.addInstitution},
		{"descriptions.csv", l.addDescription},
		{"prefixes.csv", func(f []string) { l.prefixes[f[0]] = schema.Ref(f[1]) }},
		{"owners.csv", func(f []string) { l.owners[f[0]] = schema.Ref(f[1]) }},
		{"verbs.csv", func(f []string) { l.verbs[f[0]] = f[1] }},
	}
	for _, s := range steps {
		if err := readTable(s.file, s.add); err != nil {
			return nil, err
		}
	}
	lists := []struct {
		file string
		add  func(line string)
	}{
		{"agents.txt", func(s string) { l.agents.add(s, true) }},
		{"portfolios.txt", func(s string) { l.portfolios[fold(s)] = true }},
		{"stopwords.txt", func(s string) { l.stop.add(s, isCaps(s) || len(s) == 1) }},
		{"organizations.txt", func(s string) { l.organizations.add(s, s) }},
		{"function.txt", func(s string) { l.function[fold(s)] = true }},
		{"agencies.txt", func(s string) { l.credits[fold(s)] = true }},
		{"given_either.txt", l.givenNames(UnknownGender)},
		{"given_masculine.txt", l.givenNames(Masculine)},
		{"given_feminine.txt", l.givenNames(Feminine)},
	}
	for _, s := range lists {
		if err := readLines(s.file, s.add); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *lexicon) addOffice(f []string) {
	o := office{gender: gender(f[2]), kind: f[3]}
	l.offices.add(f[0], o)
	if f[1] != f[0] {
		o.plural = true
		l.singulars[f[1]] = f[0]
		l.offices.add(f[1], o)
	}
}

func (l *lexicon) addInstitution(f []string) {
	l.institutions.add(f[0], institution{kind: schema.ActorType(f[1]), scope: f[2]})
}

func (l *lexicon) addDescription(f []string) {
	d := description{kind: f[2], typ: schema.ActorType(f[3])}
	l.descriptions.add(f[0], d)
	d.plural = true
	l.descriptions.add(f[1], d)
}

// givenNames adds the names of a line; a name that stands in the files of both genders tells none.
func (l *lexicon) givenNames(g Gender) func(string) {
	return func(line string) {
		for name := range strings.FieldsSeq(line) {
			for part := range strings.SplitSeq(fold(name), " ") {
				if old, ok := l.given[part]; ok && old != g {
					l.given[part] = UnknownGender
				} else {
					l.given[part] = g
				}
			}
		}
	}
}

func gender(s string) Gender {
	switch s {
	case "m":
		return Masculine
	case "f":
		return Feminine
	}
	return UnknownGender
}

// readTable calls add for the rows of a CSV file behind its header; lines that begin with # are comments.
func readTable(file string, add func([]string)) error {
	f, err := data.Open("data/" + file)
	if err != nil {
		return fmt.Errorf("read the lexicon: %w", err)
	}
	defer f.Close()
	in := csv.NewReader(f)
	in.Comment = '#'
	if _, err := in.Read(); err != nil {
		return fmt.Errorf("read the header of %s: %w", file, err)
	}
	for {
		fields, err := in.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		add(fields)
	}
}

// readLines calls add for the lines of a file that are neither empty nor comments.
func readLines(file string, add func(string)) error {
	b, err := data.ReadFile("data/" + file)
	if err != nil {
		return fmt.Errorf("read the lexicon: %w", err)
	}
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			add(line)
		}
	}
	return nil
}

// phrases finds the longest of many phrases that begins at a word.
type phrases[T any] map[string][]phrase[T]

type phrase[T any] struct {
	words []string
	value T
}

// add enters a phrase under its first word, longer phrases before shorter ones.
func (p *phrases[T]) add(text string, value T) {
	if *p == nil {
		*p = make(phrases[T])
	}
	words := strings.Fields(fold(text))
	list := (*p)[words[0]]
	at, _ := slices.BinarySearchFunc(list, len(words), func(e phrase[T], n int) int { return n - len(e.words) })
	(*p)[words[0]] = slices.Insert(list, at, phrase[T]{words, value})
}

// match returns the value of the longest phrase that begins at words[i], and the index behind it. Behind the last word
// none begins.
func (p phrases[T]) match(words []word, i int) (value T, end int, ok bool) {
	if i >= len(words) {
		return value, i, false
	}
	for _, e := range p[words[i].fold] {
		end = i + len(e.words)
		if end > len(words) {
			continue
		}
		if slices.EqualFunc(e.words, words[i:end], func(s string, w word) bool { return s == w.fold }) {
			return e.value, end, true
		}
	}
	return value, i, false
}

// matchLast returns the value of the longest phrase that ends with words[j], and its first index.
func (p phrases[T]) matchLast(words []word, j int) (value T, start int, ok bool) {
	for n := 4; n >= 1; n-- {
		start = j - n + 1
		if start < 0 {
			continue
		}
		if v, end, found := p.match(words[:j+1], start); found && end == j+1 {
			return v, start, true
		}
	}
	return value, j, false
}
