package endpoint

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/entente-kg/entente/ingest/article"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// confidence of what a model reads. Nobody has measured a model that only its user knows, so it is that of a coin.
const confidence = 0.5

// rule is the name that facts carry where those of the grammar carry the rule that read them.
const rule = "model"

// Why a fact is dropped.
var (
	errInvalid  = errors.New("it breaks the schema")
	errEvidence = errors.New("its evidence is not in the text")
	errJunk     = errors.New("its evidence is no news")
	errLong     = errors.New("its evidence is more than a sentence or two")
	errActor    = errors.New("the article names no such actor")
	errDate     = errors.New("its date is none")
	errValue    = errors.New("its values do not fit together")
	errTold     = errors.New("it is told already")
)

// partAnswer is what the model lists for a part of the text.
type partAnswer struct {
	part
	answer
}

// merger adds a model's answers to an article's facts.
type merger struct {
	facts     *schema.Facts
	world     *reference.World
	extractor string
	cast      *cast
	calendar  calendar
	junk      []article.Range
	part      part
	points    int // code points before the part
	added     int
	dropped   map[error]int
}

func newMerger(f *schema.Facts, world *reference.World, extractor string) *merger {
	return &merger{
		facts: f, world: world, extractor: extractor, calendar: f.Times, junk: article.Junk(f.Article.Text), dropped: map[error]int{},
	}
}

// add adds what can be added of the answers, in their order, and the actors that it needs.
func (m *merger) add(answers []partAnswer) {
	m.cast = newCast(m.facts, m.world, answers)
	for _, a := range answers {
		m.points += runes(m.facts.Article.Text[m.part.start:a.start])
		m.part = a.part
		if a.invalid > 0 {
			m.dropped[errInvalid] += a.invalid
		}
		each(m, a.Memberships, m.membership)
		each(m, a.Tenures, m.tenure)
		each(m, a.Affiliations, m.affiliation)
		each(m, a.Events, m.event)
	}
	m.addActors()
}

func each[T any](m *merger, facts []T, add func(T) error) {
	for _, f := range facts {
		if err := add(f); err != nil {
			m.dropped[err]++
		} else {
			m.added++
		}
	}
}

// addActors lists the actors whom the facts name and the wrapped reader did not.
func (m *merger) addActors() {
	used := map[schema.Ref]bool{}
	use := func(refs ...schema.Ref) {
		for _, r := range refs {
			used[r] = true
			used[m.cast.of[r]] = true
		}
	}
	for _, x := range m.facts.Memberships {
		use(x.Actor, x.Organization, x.AttributedTo)
	}
	for _, x := range m.facts.Tenures {
		use(x.Person, x.Of)
	}
	for _, x := range m.facts.Affiliations {
		use(x.Organization)
	}
	for _, x := range m.facts.Events {
		use(x.Place, x.AttributedTo)
		for _, p := range x.Parties {
			use(p.Actor)
		}
	}
	for _, ref := range slices.Sorted(maps.Keys(m.cast.fresh)) {
		if used[ref] {
			m.facts.Actors = append(m.facts.Actors, m.cast.fresh[ref])
		}
	}
	slices.SortStableFunc(m.facts.Actors, func(a, b schema.Actor) int { return cmp.Compare(a.Ref, b.Ref) })
}

// droppedText lists the reasons why facts were dropped, each with how many.
func (m *merger) droppedText() string {
	var out []string
	for err, n := range m.dropped {
		out = append(out, fmt.Sprintf("%d: %v", n, err))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func runes(s string) int { return utf8.RuneCountInString(s) }

// origin finds the evidence of a fact.
func (m *merger) origin(evidence string) (schema.Origin, error) {
	text := m.facts.Article.Text
	s, ok := quoted(text, m.part, evidence)
	if !ok {
		return schema.Origin{}, errEvidence
	}
	if s.end-s.start > maxQuote {
		return schema.Origin{}, errLong
	}
	for _, j := range m.junk {
		if s.start < j.End && j.Start < s.end {
			return schema.Origin{}, errJunk
		}
	}
	start := m.points + runes(text[m.part.start:s.start])
	return schema.Origin{
		Evidence:   []schema.Span{{Start: start, End: start + runes(text[s.start:s.end])}},
		Confidence: confidence, Rule: rule, Extractor: m.extractor,
	}, nil
}

// Types of actors that may stand in the parts of a fact.
var (
	actors = []schema.ActorType{schema.State, schema.Organization, schema.Person, schema.Group}
	bodies = []schema.ActorType{schema.Organization, schema.Group}
	owners = []schema.ActorType{schema.State, schema.Organization, schema.Group}
)

// speaker is who a fact is attributed to, if anybody. A fact whose speaker can't be found would stand as the article's own.
func (m *merger) speaker(name string) (schema.Ref, error) {
	ref := m.cast.resolve(named{Name: name}, actors...)
	if ref == "" && strings.TrimSpace(name) != "" {
		return "", errActor
	}
	return ref, nil
}

func (m *merger) membership(x membership) error {
	origin, err := m.origin(x.Evidence)
	if err != nil {
		return err
	}
	f := schema.Membership{
		Actor: m.cast.resolve(x.Actor, actors...), Organization: m.cast.resolve(x.Organization, bodies...),
		Status: x.Status, Origin: origin,
	}
	if f.Actor == "" || f.Organization == "" {
		return errActor
	}
	if f.AttributedTo, err = m.speaker(x.AttributedTo); err != nil {
		return err
	}
	if f.Start, f.End, err = m.calendar.period(x.Start, x.End); err != nil {
		return errDate
	}
	if f.Actor == f.Organization {
		return errValue
	}
	if slices.ContainsFunc(m.facts.Memberships, func(g schema.Membership) bool { return sameMembership(f, g) }) {
		return errTold
	}
	m.facts.Memberships = append(m.facts.Memberships, f)
	return nil
}

// sameMembership reports whether two memberships say the same, or of the same time two things that exclude each other.
func sameMembership(a, b schema.Membership) bool {
	if a.Actor != b.Actor || a.Organization != b.Organization || !meet(a.Start, a.End, b.Start, b.End) {
		return false
	}
	joined := func(s schema.MembershipStatus) bool { return s == schema.Member || s == schema.Founder }
	return a.Status == b.Status || a.Start == b.Start && a.End == b.End && !(joined(a.Status) && joined(b.Status))
}

func (m *merger) tenure(x tenure) error {
	origin, err := m.origin(x.Evidence)
	if err != nil {
		return err
	}
	f := schema.Tenure{
		Person: m.cast.resolve(named{x.Person, schema.Person}, schema.Person), Of: m.cast.resolve(x.Of, owners...),
		Office: strings.ToLower(strings.Join(strings.Fields(x.Office), " ")), Former: x.Former, Origin: origin,
	}
	if f.Person == "" || f.Of == "" {
		return errActor
	}
	if f.Start, f.End, err = m.calendar.period(x.Start, x.End); err != nil {
		return errDate
	}
	if !isOffice(f.Office) {
		return errValue
	}
	if slices.ContainsFunc(m.facts.Tenures, func(g schema.Tenure) bool {
		return g.Person == f.Person && g.Office == f.Office && (g.Of == f.Of || g.Of == "")
	}) {
		return errTold
	}
	m.facts.Tenures = append(m.facts.Tenures, f)
	return nil
}

// isOffice reports whether a text can be the title of an office: a few words, and nothing but words.
func isOffice(s string) bool {
	const longest = 80
	return letters(s) > 0 && len(s) <= longest && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !strings.ContainsRune(" -'’.,", r)
	})
}

func (m *merger) affiliation(x affiliation) error {
	const most = 1000
	origin, err := m.origin(x.Evidence)
	if err != nil {
		return err
	}
	f := schema.Affiliation{Organization: m.cast.resolve(x.Organization, bodies...), Status: x.Status, Count: x.Count, Origin: origin}
	switch {
	case f.Organization == "":
		return errActor
	case f.Count < 1 || f.Count > most:
		return errValue
	}
	if slices.ContainsFunc(m.facts.Affiliations, func(g schema.Affiliation) bool {
		return g.Organization == f.Organization && g.Status == f.Status
	}) {
		return errTold
	}
	m.facts.Affiliations = append(m.facts.Affiliations, f)
	return nil
}
