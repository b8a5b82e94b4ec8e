// Package gold compares the facts read from an article with those that a careful reader found in it. The form of the
// files and the rules of comparison are those of the scorer that the project is measured with: a participant may have
// alternatives, a fact may be optional, and an event counts where its type and at least one participant agree.
package gold

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/entente-kg/entente/schema"
)

// File is an article with its facts.
type File struct {
	Article schema.Article `json:"article"`
	Gold    Facts          `json:"gold"`
}

// Facts are what a reader found. Actors are referred to by key.
type Facts struct {
	Actors       []Actor       `json:"actors"`
	Memberships  []Membership  `json:"memberships"`
	Tenures      []Tenure      `json:"tenures"`
	Affiliations []Affiliation `json:"affiliations"`
	Events       []Event       `json:"events"`
	Boilerplate  []string      `json:"boilerplate"`
}

// Actor is someone or somewhere that the article names.
type Actor struct {
	Key      string           `json:"key"`
	Type     schema.ActorType `json:"type"`
	Name     string           `json:"name"`
	Aliases  []string         `json:"aliases"`
	ISO3     string           `json:"iso3"`
	Optional bool             `json:"optional"`
}

// Membership, Tenure and Affiliation are as in schema, with keys for refs.
type (
	Membership struct {
		Actor        string                  `json:"actor"`
		Organization string                  `json:"organization"`
		Status       schema.MembershipStatus `json:"status"`
		Optional     bool                    `json:"optional"`
	}
	Tenure struct {
		Person   string `json:"person"`
		Office   string `json:"office"` // equivalents separated by "|"
		Of       string `json:"of"`
		Optional bool   `json:"optional"`
	}
	Affiliation struct {
		Organization string                  `json:"organization"`
		Status       schema.MembershipStatus `json:"status"`
		Count        int                     `json:"count"`
		Optional     bool                    `json:"optional"`
	}
)

// Event is an event with what counts as right in its place.
type Event struct {
	Type         schema.EventType     `json:"type"`
	Kind         schema.EventKind     `json:"kind"`
	Status       schema.EventStatus   `json:"status"`
	Participants []Participant        `json:"participants"`
	Start        *schema.Date         `json:"start"`
	End          *schema.Date         `json:"end"`
	Place        string               `json:"place"`
	Round        int                  `json:"round"`
	Optional     bool                 `json:"optional"`
	AltTypes     [][]string           `json:"alt_types"`
	AltStatus    []schema.EventStatus `json:"alt_status"`
	AltPlaces    []string             `json:"alt_places"`
}

// Participant is an actor in a role; any of Alt may stand in its place.
type Participant struct {
	Actor    string      `json:"actor"`
	Role     schema.Role `json:"role"`
	Alt      []string    `json:"alt"`
	Optional bool        `json:"optional"`
}

// Read reads a gold file.
func Read(name string) (File, error) {
	var f File
	b, err := os.ReadFile(name)
	if err != nil {
		return f, err
	}
	if err := json.Unmarshal(b, &f); err != nil {
		return f, fmt.Errorf("%s: %w", name, err)
	}
	return f, nil
}

// Verdict is what became of one fact that was read.
type Verdict struct {
	Kind       string // membership, tenure, affiliation or event
	Rule       string
	Confidence float64
	Right      bool // for an event: type, kind, status and all participants agree
	Near       bool // an event whose type and one participant agree
	Text       string
}

// Result compares one article.
type Result struct {
	Verdicts []Verdict
	Missed   []string // what the reader found and the program did not, optional facts left out
	Wrong    []string // wrong dates, places and rounds of events found
	Leaks    int      // facts whose evidence lies in boilerplate
}

// Compare judges the facts read from the article of a gold file.
func Compare(g File, f schema.Facts) Result {
	c := comparison{gold: g.Gold, key: keys(g.Gold, f)}
	c.memberships(f)
	c.tenures(f)
	c.affiliations(f)
	c.events(f)
	c.result.Leaks = leaks(g, f)
	return c.result
}

type comparison struct {
	gold   Facts
	key    map[schema.Ref]string
	result Result
}

// Normalize folds a name as the scorer does: no case, no accents, no punctuation, no article.
func Normalize(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.M, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '+':
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.TrimPrefix(strings.Join(strings.Fields(b.String()), " "), "the ")
}

// keys finds the gold key of each actor that was read.
func keys(g Facts, f schema.Facts) map[schema.Ref]string {
	index := map[string]string{}
	for _, a := range g.Actors {
		for _, n := range append([]string{a.Name}, a.Aliases...) {
			if _, ok := index[Normalize(n)]; !ok {
				index[Normalize(n)] = a.Key
			}
		}
		if a.ISO3 != "" {
			index["iso3:"+a.ISO3] = a.Key
		}
	}
	out := map[schema.Ref]string{}
	for _, a := range f.Actors {
		k, ok := index["iso3:"+a.ISO3]
		if !ok || a.ISO3 == "" {
			k, ok = index[Normalize(a.Name)]
		}
		if !ok {
			k = "?" + a.Name
		}
		out[a.Ref] = k
	}
	return out
}

func (c *comparison) of(r schema.Ref) string {
	if k, ok := c.key[r]; ok {
		return k
	}
	return "?" + string(r)
}

func (c *comparison) verdict(kind string, o schema.Origin, right bool, format string, args ...any) {
	c.result.Verdicts = append(c.result.Verdicts, Verdict{
		Kind: kind, Rule: o.Rule, Confidence: o.Confidence, Right: right, Near: right, Text: fmt.Sprintf(format, args...),
	})
}

func (c *comparison) memberships(f schema.Facts) {
	found := map[int]bool{}
	for _, m := range f.Memberships {
		actor, org := c.of(m.Actor), c.of(m.Organization)
		i := slices.IndexFunc(c.gold.Memberships, func(g Membership) bool {
			return g.Actor == actor && g.Organization == org && g.Status == m.Status
		})
		found[i] = true
		c.verdict("membership", m.Origin, i >= 0, "%s %s of %s", actor, m.Status, org)
	}
	for i, g := range c.gold.Memberships {
		if !found[i] && !g.Optional {
			c.result.Missed = append(c.result.Missed, fmt.Sprintf("membership %s %s of %s", g.Actor, g.Status, g.Organization))
		}
	}
}

func (c *comparison) tenures(f schema.Facts) {
	found := map[int]bool{}
	for _, t := range f.Tenures {
		person, of := c.of(t.Person), c.of(t.Of)
		i := slices.IndexFunc(c.gold.Tenures, func(g Tenure) bool {
			return g.Person == person && g.Of == of && slices.ContainsFunc(strings.Split(g.Office, "|"), func(o string) bool {
				return Normalize(o) == Normalize(t.Office)
			})
		})
		found[i] = true
		c.verdict("tenure", t.Origin, i >= 0, "%s %s of %s", person, t.Office, of)
	}
	for i, g := range c.gold.Tenures {
		if !found[i] && !g.Optional {
			c.result.Missed = append(c.result.Missed, fmt.Sprintf("tenure %s %s of %s", g.Person, g.Office, g.Of))
		}
	}
}

func (c *comparison) affiliations(f schema.Facts) {
	found := map[int]bool{}
	for _, a := range f.Affiliations {
		org := c.of(a.Organization)
		i := slices.IndexFunc(c.gold.Affiliations, func(g Affiliation) bool {
			return g.Organization == org && g.Status == a.Status && g.Count == a.Count
		})
		found[i] = true
		c.verdict("affiliation", a.Origin, i >= 0, "%d %s of %s", a.Count, a.Status, org)
	}
	for i, g := range c.gold.Affiliations {
		if !found[i] && !g.Optional {
			c.result.Missed = append(c.result.Missed, fmt.Sprintf("affiliation %d %s of %s", g.Count, g.Status, g.Organization))
		}
	}
}

// match is how well an event that was read fits a gold one.
type match struct {
	gold, read   int
	strict       bool
	hit, need    int
	kind, status bool
	date         bool
	extras       int
	required     bool
}

func (m match) less(o match) int {
	flag := func(a, b bool) int {
		switch {
		case a == b:
			return 0
		case a:
			return -1
		}
		return 1
	}
	return cmp.Or(
		flag(m.strict, o.strict), cmp.Compare(o.hit*max(m.need, 1), m.hit*max(o.need, 1)), flag(m.kind, o.kind),
		flag(m.status, o.status), flag(m.date, o.date), cmp.Compare(m.extras, o.extras), flag(m.required, o.required),
		cmp.Compare(m.gold, o.gold), cmp.Compare(m.read, o.read),
	)
}

func (c *comparison) events(f schema.Facts) {
	var pairs []match
	for gi := range c.gold.Events {
		for pi := range f.Events {
			if m, ok := c.fit(gi, pi, f.Events[pi]); ok {
				pairs = append(pairs, m)
			}
		}
	}
	slices.SortFunc(pairs, match.less)
	byGold, byRead := map[int]match{}, map[int]match{}
	for _, m := range pairs {
		if _, ok := byGold[m.gold]; ok {
			continue
		}
		if _, ok := byRead[m.read]; ok {
			continue
		}
		byGold[m.gold], byRead[m.read] = m, m
	}
	for pi, e := range f.Events {
		m, ok := byRead[pi]
		c.verdict("event", e.Origin, ok && m.strict, "%s", c.show(e))
		c.result.Verdicts[len(c.result.Verdicts)-1].Near = ok
	}
	for gi, g := range c.gold.Events {
		if _, ok := byGold[gi]; !ok && !g.Optional {
			c.result.Missed = append(c.result.Missed, "event "+string(g.Type)+" "+string(g.Kind)+" "+string(g.Status)+" "+parties(g.Participants))
		}
		if m, ok := byGold[gi]; ok {
			c.details(g, f.Events[m.read], m)
		}
	}
}

func parties(ps []Participant) string {
	var out []string
	for _, p := range ps {
		out = append(out, string(p.Role)+":"+p.Actor)
	}
	return strings.Join(out, " ")
}

func (c *comparison) show(e schema.Event) string {
	var out []string
	for _, p := range e.Parties {
		out = append(out, string(p.Role)+":"+c.of(p.Actor))
	}
	return fmt.Sprintf("%s %s %s %s %s..%s", e.Type, e.Kind, e.Status, strings.Join(out, " "), e.Start, e.End)
}

// details notes a wrong date, place or round of an event that was found.
func (c *comparison) details(g Event, e schema.Event, m match) {
	note := func(what string) { c.result.Wrong = append(c.result.Wrong, what+" of "+c.show(e)) }
	if (g.Start != nil || g.End != nil) && !m.date {
		note("date")
	}
	if place := c.of(e.Place); g.Place != "" && place != g.Place && !slices.Contains(g.AltPlaces, place) {
		note("place")
	}
	if g.Round != 0 && g.Round != e.Round {
		note("round")
	}
}

// fit compares an event with a gold one; false where they are not of one kind or share nobody.
func (c *comparison) fit(gi, pi int, e schema.Event) (match, bool) {
	g := c.gold.Events[gi]
	m := match{gold: gi, read: pi, required: !g.Optional}
	typed := g.Type == e.Type
	m.kind = typed && (g.Kind == "" || g.Kind == e.Kind)
	symmetric := g.Type.Symmetric()
	for _, a := range g.AltTypes {
		if len(a) == 0 {
			continue
		}
		symmetric = symmetric || schema.EventType(a[0]).Symmetric()
		if a[0] != string(e.Type) {
			continue
		}
		typed = true
		m.kind = m.kind || len(a) < 2 || a[1] == "" || a[1] == string(e.Kind)
	}
	if !typed {
		return m, false
	}
	any := c.participants(g, e, symmetric && e.Type.Symmetric(), &m)
	if !any || m.hit == 0 && m.need > 0 {
		return m, false
	}
	status := g.Status
	if status == "" {
		status = schema.Occurred
	}
	m.status = e.Status == status || slices.Contains(g.AltStatus, e.Status)
	m.date = date(g.Start) == e.Start && date(g.End) == e.End
	m.strict = m.hit == m.need && m.extras == 0 && m.kind && m.status
	return m, true
}

func date(d *schema.Date) schema.Date {
	if d == nil {
		return schema.Date{}
	}
	return *d
}

// participants counts required and wrong participants; it reports whether any agrees.
func (c *comparison) participants(g Event, e schema.Event, symmetric bool, m *match) bool {
	equal := func(a, b schema.Role) bool {
		return a == b || symmetric && a != schema.Mediator && b != schema.Mediator
	}
	used := map[int]bool{}
	any := false
	for _, w := range g.Participants {
		found := false
		for i, p := range e.Parties {
			k := c.of(p.Actor)
			if (k == w.Actor || slices.Contains(w.Alt, k)) && equal(p.Role, w.Role) {
				used[i], found = true, true
			}
		}
		any = any || found
		if !w.Optional {
			m.need++
			if found {
				m.hit++
			}
		}
	}
	m.extras = len(e.Parties) - len(used)
	return any
}

// leaks counts the facts whose evidence lies in boilerplate.
func leaks(g File, f schema.Facts) int {
	var junk []schema.Span
	text := []rune(g.Article.Text)
	for _, b := range g.Gold.Boilerplate {
		if i := strings.Index(g.Article.Text, b); i >= 0 {
			start := len([]rune(g.Article.Text[:i]))
			junk = append(junk, schema.Span{Start: start, End: min(start+len([]rune(b)), len(text))})
		}
	}
	n := 0
	for _, o := range origins(f) {
		if slices.ContainsFunc(o.Evidence, func(e schema.Span) bool {
			return slices.ContainsFunc(junk, func(j schema.Span) bool { return e.Start < j.End && j.Start < e.End })
		}) {
			n++
		}
	}
	return n
}

func origins(f schema.Facts) []schema.Origin {
	var out []schema.Origin
	for _, m := range f.Memberships {
		out = append(out, m.Origin)
	}
	for _, t := range f.Tenures {
		out = append(out, t.Origin)
	}
	for _, a := range f.Affiliations {
		out = append(out, a.Origin)
	}
	for _, e := range f.Events {
		out = append(out, e.Origin)
	}
	return out
}
