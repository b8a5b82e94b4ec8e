package graph

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/entente-kg/entente/schema"
)

// plan is everything that storing one article takes, worked out without the graph.
type plan struct {
	facts      schema.Facts
	node       node     // of the article, without its version
	publishers []string // xids: where the article appeared, and where its copies did
	day        schema.Date
	tombstone  string              // why the article is taken out; empty for one that is stored
	actors     map[string]*mention // by xid: every ref that the facts name, and the publisher
	reports    map[string]*report  // by xid
	claims     []claim
}

// mention is what an article says of an actor itself.
type mention struct {
	names []string // as written in the article's list of actors
	of    []string // xids of what it belongs to
}

// keys are what the mention wants to be known of the actor, for the cache.
func (m *mention) keys() []string {
	keys := make([]string, 0, len(m.names)+len(m.of))
	for _, n := range m.names {
		keys = append(keys, "alias "+n)
	}
	for _, o := range m.of {
		keys = append(keys, "of "+o)
	}
	return keys
}

// claim says that the article says the report, in the words of a span.
type claim struct {
	node
	report string
}

// newPlan checks the facts and plans their storing. An error is the reason for which the article can't be taken.
func newPlan(f schema.Facts) (*plan, error) {
	if err := check(f); err != nil {
		return nil, err
	}
	day, err := f.Article.Published.Date()
	if err != nil {
		return nil, err
	}
	b := &planner{
		plan: &plan{
			facts: f, day: day,
			actors: map[string]*mention{}, reports: map[string]*report{},
		},
		text: newRunes(f.Article.Text),
	}
	if err := b.build(); err != nil {
		return nil, err
	}
	return b.plan, nil
}

// planner fills a plan.
type planner struct {
	*plan
	text   runes
	events []string // xids of the reports of the article's events, by their index
}

func (b *planner) build() error {
	b.addActors()
	for _, add := range []func() error{
		b.addProfiles, b.addMemberships, b.addTenures, b.addEvents, b.addNegotiations, b.addAffiliations,
	} {
		if err := add(); err != nil {
			return err
		}
	}
	// The same span may say the same thing by two rules; that is one claim.
	slices.SortFunc(b.claims, func(x, y claim) int {
		return cmp.Or(cmp.Compare(x.xid, y.xid), slices.CompareFunc(x.props, y.props, compareProps))
	})
	b.claims = slices.CompactFunc(b.claims, func(x, y claim) bool { return x.xid == y.xid })
	b.addArticle()
	return nil
}

// addArticle describes the article's node. Its digest covers all that was read out of the article, so that a better
// extractor replaces what an older one has read.
func (b *planner) addArticle() {
	a := b.facts.Article
	published := b.day.First()
	if t, err := time.Parse(time.RFC3339, string(a.Published)); err == nil {
		published = t
	}
	n := node{xid: articleXID(a.ID), types: []string{"Article"}}
	n.set("url", a.URL)
	n.set("title", a.Title)
	n.set("text", a.Text)
	n.set("language", a.Language)
	n.set("published", string(a.Published))
	n.setTime("published_at", published)
	b.addPublisher(a.Source)
	for _, c := range a.Copies {
		n.set("copy", cmp.Or(c.URL, c.ID))
		b.addPublisher(c.Source)
	}
	b.publishers = sorted(b.publishers)
	setAll(&n, "publisher", b.publishers)
	for _, actor := range b.facts.Actors {
		n.set("mentions", string(actor.Ref))
	}
	slices.SortFunc(n.props, compareProps)
	n.props = slices.Compact(n.props)
	n.set("digest", b.digest(n))
	b.node = n
}

// addPublisher notes a place where the article's text appeared. Copies are no further articles; whoever counts articles
// counts one, and whoever counts publishers counts each.
func (b *planner) addPublisher(name string) {
	if name == "" {
		return
	}
	xid := publisherXID(name)
	m := b.mention(xid)
	m.names = sorted(append(m.names, name))
	b.publishers = append(b.publishers, xid)
}

// digest is a fingerprint of all that the plan stores, whatever the order in which the facts are listed.
func (b *planner) digest(article node) string {
	var parts []string
	add := func(n node) {
		parts = append(parts, n.xid)
		for _, p := range n.props {
			parts = append(parts, p.pred, p.value)
		}
	}
	add(article)
	for _, c := range b.claims {
		add(c.node)
	}
	for _, xid := range sortedKeys(b.actors) {
		parts = append(append(parts, xid), b.actors[xid].keys()...)
	}
	return hash(parts...)
}

func articleXID(id string) string { return "article/" + id }

func publisherXID(name string) string { return "publisher/" + cmp.Or(schema.Slug(name), hash(name)) }

// mention is the entry of an actor, which is made where there is none.
func (b *planner) mention(xid string) *mention {
	m, ok := b.actors[xid]
	if !ok {
		m = &mention{}
		b.actors[xid] = m
	}
	return m
}

func (b *planner) mentionRefs(refs ...schema.Ref) {
	for _, r := range refs {
		if r != "" {
			b.mention(string(r))
		}
	}
}

func (b *planner) addActors() {
	for _, a := range b.facts.Actors {
		m := b.mention(string(a.Ref))
		if a.Name != "" && !slices.Contains(m.names, a.Name) {
			m.names = append(m.names, a.Name)
			slices.Sort(m.names)
		}
		if a.Of != "" && !slices.Contains(m.of, string(a.Of)) {
			m.of = append(m.of, string(a.Of))
			slices.Sort(m.of)
			b.mentionRefs(a.Of)
		}
	}
}

func (b *planner) addProfiles() error {
	for _, a := range b.facts.Actors {
		if a.Profile == nil {
			continue
		}
		p := *a.Profile
		origin := p.Origin
		p.Origin = schema.Origin{}
		b.mentionRefs(p.Capital, p.Seat, p.Parent)
		s := profileSaid{Ref: a.Ref, Name: a.Name, Profile: p}
		if _, err := b.say(s, origin, ""); err != nil {
			return err
		}
	}
	return nil
}

func (b *planner) reference() bool { return b.facts.Article.Source == schema.ReferenceSource }

func (b *planner) addMemberships() error {
	for _, m := range b.facts.Memberships {
		b.mentionRefs(m.Actor, m.Organization)
		s := membershipSaid{
			Actor: m.Actor, Organization: m.Organization, Status: m.Status, Start: m.Start, End: m.End,
			Reference: b.reference(), Alleged: m.AttributedTo != "",
		}
		if _, err := b.say(s, m.Origin, m.AttributedTo); err != nil {
			return err
		}
	}
	return nil
}

func (b *planner) addTenures() error {
	for _, t := range b.facts.Tenures {
		b.mentionRefs(t.Person, t.Of)
		s := tenureSaid{
			Person: t.Person, Office: t.Office, Of: t.Of, Former: t.Former, Start: t.Start, End: t.End,
			Reference: b.reference(),
		}
		if _, err := b.say(s, t.Origin, ""); err != nil {
			return err
		}
	}
	return nil
}

func (b *planner) addEvents() error {
	for _, e := range b.facts.Events {
		s := eventSaid{
			Type: e.Type, Kind: e.Kind, Status: e.Status, Start: e.Start, End: e.End, Precision: e.Precision,
			Place: e.Place, Round: e.Round, Alleged: e.AttributedTo != "",
		}
		for _, p := range e.Parties {
			b.mentionRefs(p.Actor)
			s.Parties = append(s.Parties, partySaid{p, b.principal(p.Actor)})
		}
		s.Parties = unionParties(s.Parties, nil)
		if e.Start.IsZero() {
			s.Reported = b.day
			s.Reported = s.period()
		}
		b.mentionRefs(e.Place)
		xid, err := b.say(s, e.Origin, e.AttributedTo)
		if err != nil {
			return err
		}
		b.events = append(b.events, xid)
	}
	return nil
}

// principal is the state or organization that an actor acts for, as far as the article's list of actors tells: a person
// for a state, a ministry for its state. An actor that acts for nobody acts for itself.
func (b *planner) principal(ref schema.Ref) schema.Ref {
	for range 3 { // person, ministry, state; a longer chain is a mistake of the list
		m := b.actors[string(ref)]
		if m == nil || len(m.of) == 0 || ref.Type() == schema.State {
			return ref
		}
		ref = schema.Ref(m.of[0])
	}
	return ref
}

func (b *planner) addNegotiations() error {
	for _, n := range b.facts.Negotiations {
		b.mentionRefs(slices.Concat(n.Parties, n.Mediators, n.Hosts)...)
		s := negotiationSaid{
			Parties: sorted(n.Parties), Mediators: sorted(n.Mediators), Hosts: sorted(n.Hosts), Matter: n.Matter,
			Rounds: b.told(n.Rounds), Demands: b.told(n.Demands), Replies: b.told(n.Replies), Outcome: b.told(n.Outcome),
		}
		if n.Next != nil {
			s.Next = b.told([]int{*n.Next})
		}
		for _, p := range n.Parties {
			s.For = append(s.For, b.principal(p))
		}
		s.For = sorted(s.For)
		if _, err := b.say(s, n.Origin, ""); err != nil {
			return err
		}
	}
	return nil
}

// told are the reports of the events with those indexes.
func (b *planner) told(events []int) []string {
	var xids []string
	for _, i := range events {
		xids = append(xids, b.events[i])
	}
	return sorted(xids)
}

func (b *planner) addAffiliations() error {
	for _, a := range b.facts.Affiliations {
		b.mentionRefs(a.Organization)
		if _, err := b.say(affiliationSaid{a.Organization, a.Status, a.Count}, a.Origin, ""); err != nil {
			return err
		}
	}
	return nil
}

// say plans a report and the claims that make it, and returns the report's xid.
func (b *planner) say(s said, o schema.Origin, attributed schema.Ref) (string, error) {
	r, err := newReport(s, b.day)
	if err != nil {
		return "", err
	}
	b.reports[r.xid] = r
	b.mentionRefs(attributed)
	for _, span := range o.Evidence {
		n := node{types: []string{"Claim"}}
		n.xid = claimXID(b.facts.Article.ID, r.xid, string(attributed), span)
		n.set("article", articleXID(b.facts.Article.ID))
		n.set("report", r.xid)
		n.set("quote", b.text.cut(span))
		n.set("first_char", strconv.Itoa(span.Start))
		n.set("confidence", strconv.FormatFloat(o.Confidence, 'g', -1, 64))
		n.set("attributed_to", string(attributed))
		n.set("extractor", o.Extractor)
		n.set("rule", o.Rule)
		b.claims = append(b.claims, claim{n, r.xid})
	}
	return r.xid, nil
}

const claimPrefix = "claim/"

// claimXID names a claim by the id of its article, the xid of its report, the ref of who says so and the words.
func claimXID(article, report, attributed string, words schema.Span) string {
	return claimPrefix + hash(article, report, attributed, strconv.Itoa(words.Start), strconv.Itoa(words.End))
}

func sorted[S ~string](values []S) []S {
	return slices.Compact(slices.Sorted(slices.Values(values)))
}

// sortedKeys are the keys of m in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// runes is a text that can be cut at code points.
type runes struct {
	text  string
	bytes []int32 // offset of each code point; nil where the text is ASCII
}

func newRunes(text string) runes {
	for i := range len(text) {
		if text[i] >= 0x80 {
			offsets := make([]int32, 0, len(text))
			for at := range text {
				offsets = append(offsets, int32(at))
			}
			return runes{text, offsets}
		}
	}
	return runes{text: text}
}

// cut is the text of a span that lies within it.
func (r runes) cut(s schema.Span) string { return r.text[r.at(s.Start):r.at(s.End)] }

func (r runes) at(point int) int {
	if r.bytes == nil {
		return point
	}
	if point == len(r.bytes) {
		return len(r.text)
	}
	return int(r.bytes[point])
}
