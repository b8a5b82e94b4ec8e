package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// recent is a mention as a later description or pronoun may take it up again.
type recent struct {
	entities []int
	sentence int
	word     int
	last     int
	subject  bool
	first    bool // the first of its sentence
	weak     bool // an adjective, which is seldom taken up
}

// window is how many mentions back an antecedent may lie; it bounds the time that a pronoun takes.
const window = 48

// refer resolves descriptions and pronouns, sentence by sentence, each against what was mentioned before it.
func (p *pass) refer() {
	var said []recent
	names := len(p.mentions)
	at := 0
	title := 0
	for i := range p.sentences {
		s := &p.sentences[i]
		var items []recent
		for ; at < names && p.mentions[at].Sentence == i; at++ {
			items = append(items, p.recentOf(s, &p.mentions[at]))
		}
		for title < p.titlesRead && p.titles[title].sentence < i {
			title++
		}
		said = p.referIn(s, said, items, title)
	}
}

// recentOf is what a mention leaves behind for those that follow.
func (p *pass) recentOf(s *sentence, m *Mention) recent {
	rel := s.tokens[m.Head].Relation
	return recent{
		entities: m.Entities, sentence: s.index, word: s.wordAt(m.Start), last: s.wordAt(m.End - 1),
		subject: strings.HasPrefix(rel, "nsubj") || m.Kind != Adjective && p.conjOfSubject(s, m.Head), weak: m.Kind == Adjective,
	}
}

func (p *pass) conjOfSubject(s *sentence, t int) bool {
	if s.tokens[t].Relation != "conj" || s.tokens[t].Head < 0 {
		return false
	}
	return strings.HasPrefix(s.tokens[s.tokens[t].Head].Relation, "nsubj")
}

// wordAt is the word that covers a byte of the sentence.
func (s *sentence) wordAt(b int) int {
	i, _ := slices.BinarySearchFunc(s.words, b, func(w word, at int) int {
		switch {
		case w.end <= at:
			return -1
		case w.start > at:
			return 1
		}
		return 0
	})
	return min(i, len(s.words)-1)
}

// referIn goes through a sentence from left to right: names join the history, titles, descriptions and pronouns are
// resolved against it and join it, too.
func (p *pass) referIn(s *sentence, said, items []recent, title int) []recent {
	slices.SortStableFunc(items, func(a, b recent) int { return a.word - b.word })
	next := 0
	for w := 0; w < len(s.words); w++ {
		for ; next < len(items) && items[next].word <= w; next++ {
			items[next].first = next == 0
			said = p.remember(s, said, items[next])
		}
		if s.ignored != nil && s.ignored[w] || s.at[w] >= 0 {
			continue
		}
		for title < p.titlesRead && p.titles[title].sentence == s.index && p.titles[title].head < w {
			title++
		}
		before := len(p.mentions)
		switch {
		case title < p.titlesRead && p.titles[title].sentence == s.index && p.titles[title].head == w:
			p.referTitle(s, &p.titles[title], said)
		case isPronoun(s, w):
			p.referPronoun(s, w, said)
		default:
			p.referNoun(s, w, said)
		}
		if len(p.mentions) > before {
			said = p.remember(s, said, p.recentOf(s, &p.mentions[before]))
		}
	}
	for ; next < len(items); next++ {
		said = p.remember(s, said, items[next])
	}
	if len(said) > 4*window {
		said = append(said[:0], said[len(said)-window:]...)
	}
	return said
}

// remember adds a mention to the history; names joined by "and" are one plural mention as well.
func (p *pass) remember(s *sentence, said []recent, r recent) []recent {
	said = append(said, r)
	if len(said) < 2 || r.weak {
		return said
	}
	prev := said[len(said)-2]
	if prev.sentence == r.sentence && p.joined(s, prev.last, r.word) && p.alike(prev.entities, r.entities) {
		both := r
		both.entities = union(prev.entities, r.entities)
		both.word, both.subject = prev.word, prev.subject || r.subject
		said = append(said, both)
	}
	return said
}

// alike reports whether two groups of entities can act together.
func (p *pass) alike(a, b []int) bool {
	person := func(list []int) bool { return p.entities[list[0]].Type == schema.Person }
	place := func(list []int) bool { return p.entities[list[0]].Type == schema.Place }
	return person(a) == person(b) && !place(a) && !place(b)
}

func union(a, b []int) []int {
	all := slices.Clone(a)
	for _, e := range b {
		if !slices.Contains(all, e) {
			all = append(all, e)
		}
	}
	return all
}

// referTitle resolves a title that stands for its holder: "the Russian president", "the prime minister", "both leaders".
func (p *pass) referTitle(s *sentence, t *titleSpan, said []recent) {
	first := t.first
	for first < t.from && (isDeterminer(s.words[first].fold) || isPossessivePronoun(s.words[first].fold)) {
		first++
	}
	if t.person >= 0 {
		return
	}
	if t.office.plural {
		p.referPlural(s, t, said)
		return
	}
	if indefinite(s.words[t.first].fold) || t.former || s.tokens[s.words[t.head].token].Relation == "compound" {
		p.speaksFor(s, t, first)
		return
	}
	if who := p.holderOf(t, said); who >= 0 {
		p.addMention(s, first, t.to, Nominal, "office", 0.8, who)
		t.described = who
		return
	}
	p.speaksFor(s, t, first)
}

// speaksFor makes a holder who is not named stand for the state or body of the office.
func (p *pass) speaksFor(s *sentence, t *titleSpan, first int) {
	if t.of >= 0 && canAct(p.entities[t.of].Type) && !slices.Contains(s.agents, s.words[t.head].token) {
		p.addMention(s, first, max(t.to, t.head), Nominal, "office of", 0.7, t.of)
	}
}

// holderOf is the person whom a title without a name means: someone whom the article gives this office, the latest
// first, else the incumbent that the lists have; -1 if nobody is found.
func (p *pass) holderOf(t *titleSpan, said []recent) int {
	if t.office.kind == roleOffice || t.office.kind == adviserOffice || t.office.kind == memberOffice {
		return -1
	}
	for i := len(said) - 1; i >= 0 && i >= len(said)-window; i-- {
		for _, e := range said[i].entities {
			if p.entities[e].Type == schema.Person && p.fits(e, t) {
				return e
			}
		}
	}
	if t.of < 0 {
		if s := &p.sentences[t.sentence]; t.first < len(s.words) && s.words[t.first].fold != "the" && t.possessive < 0 {
			return -1
		}
		if t.office.kind != headOffice {
			return -1
		}
		t.of = p.stateNear(&p.sentences[t.sentence], t.first)
	}
	if t.of < 0 {
		return -1
	}
	return p.incumbent(t)
}

// fits reports whether the article or the lists give person e the office of t.
func (p *pass) fits(e int, t *titleSpan) bool {
	for i := range p.entities[e].titles {
		o := &p.titles[p.entities[e].titles[i]]
		if (t.of < 0 || o.of == t.of) && (sameOffice(o.text, t.text) || t.text == "minister" && o.office.kind == portfolioOffice || t.office.kind == leaderOffice && o.office.kind == headOffice) {
			return true
		}
	}
	if !p.entities[e].Known || t.of < 0 && t.office.kind == leaderOffice {
		return false
	}
	return slices.ContainsFunc(p.world.Tenures(p.entities[e].Ref), func(x tenure) bool {
		return p.inOffice(x) && (t.of < 0 || p.entities[t.of].Ref == x.Of) && p.officeOf(t, x)
	})
}

// officeOf reports whether a tenure is of the office that a title names; a leader is the head of a state.
func (p *pass) officeOf(t *titleSpan, x tenure) bool {
	if t.office.kind == leaderOffice {
		o, _, ok := p.lex.offices.match(folded(x.Office), 0)
		return ok && o.kind == headOffice
	}
	return sameOffice(x.Office, t.text)
}

// folded makes words of an office of the lists.
func folded(office string) []word {
	var words []word
	for _, f := range nameParts(office) {
		words = append(words, word{fold: f})
	}
	return words
}

// incumbent is the holder of an office at the article's date by the lists, -1 if they have none or several.
func (p *pass) incumbent(t *titleSpan) int {
	var who schema.Ref
	for _, x := range p.leaders[p.entities[t.of].Ref] {
		if !p.inOffice(x) || !p.officeOf(t, x) || x.Person == who {
			continue
		}
		if who != "" {
			return -1
		}
		who = x.Person
	}
	if who == "" {
		return -1
	}
	return p.known(who)
}

// referPlural resolves "both leaders", "the two presidents", "their foreign ministers".
func (p *pass) referPlural(s *sentence, t *titleSpan, said []recent) {
	n := p.pairBefore(s, t.from)
	if n < 0 && t.possessive < 0 {
		return
	}
	first := t.from
	if t.office.kind != roleOffice {
		if who := p.lastPeople(said, t); len(who) == 2 {
			p.addMention(s, first, t.to, Nominal, "both", 0.75, who...)
			return
		}
	}
	if who := p.lastPair(said, s.index); len(who) == 2 {
		p.addMention(s, first, t.to, Nominal, "both", 0.65, who...)
	}
}

// pairBefore is the word of "both", "two" or "the two" right before word i, -1 if there is none.
func (p *pass) pairBefore(s *sentence, i int) int {
	for j := i - 1; j >= 0 && j >= i-2 && s.at[j] < 0; j-- {
		switch s.words[j].fold {
		case "both", "two":
			return j
		}
	}
	return -1
}

// lastPeople are the two people mentioned last who hold an office like that of a plural title.
func (p *pass) lastPeople(said []recent, t *titleSpan) []int {
	var who []int
	s := &p.sentences[t.sentence]
	object := !strings.HasPrefix(s.tokens[s.words[t.head].token].Relation, "nsubj")
	for i := len(said) - 1; i >= 0 && i >= len(said)-window/2 && len(who) < 2; i-- {
		if said[i].sentence < t.sentence-3 {
			break
		}
		if object && said[i].subject && said[i].sentence == t.sentence {
			continue
		}
		for _, e := range slices.Backward(said[i].entities) {
			if p.entities[e].Type == schema.Person && !slices.Contains(who, e) && len(who) < 2 && p.leads(e, t) {
				who = append(who, e)
			}
		}
	}
	slices.Reverse(who)
	return who
}

// leads reports whether a person holds an office that a plural title such as "leaders" or "presidents" covers.
func (p *pass) leads(e int, t *titleSpan) bool {
	want := p.singular(t.text)
	for _, i := range p.entities[e].titles {
		o := &p.titles[i]
		if sameOffice(o.text, want) || t.office.kind == leaderOffice && (o.office.kind == headOffice || o.office.kind == leaderOffice) ||
			want == "minister" && o.office.kind == portfolioOffice {
			return true
		}
	}
	return p.entities[e].Known && slices.ContainsFunc(p.world.Tenures(p.entities[e].Ref), func(x tenure) bool {
		return p.inOffice(x) && (sameOffice(x.Office, want) || t.office.kind == leaderOffice && p.officeOf(t, x))
	})
}

// lastPair are the two actors that the text has last put beside each other, people by their states; nil if there are none.
func (p *pass) lastPair(said []recent, sentence int) []int {
	var who []int
	for i := len(said) - 1; i >= 0 && i >= len(said)-window/2; i-- {
		r := &said[i]
		if r.sentence < sentence-4 {
			break
		}
		if pair := p.sides(r.entities); len(pair) == 2 {
			return pair
		}
		for _, e := range p.sides(r.entities) {
			if !slices.Contains(who, e) && len(who) < 2 {
				who = append(who, e)
			}
		}
	}
	if len(who) < 2 {
		return nil
	}
	slices.Reverse(who)
	return who
}

// sides are the states and bodies for which entities stand.
func (p *pass) sides(entities []int) []int {
	var who []int
	for _, e := range entities {
		if p.entities[e].Type == schema.Person {
			e = p.ownerOfEntity(e)
		}
		if e >= 0 && canAct(p.entities[e].Type) && !slices.Contains(who, e) {
			who = append(who, e)
		}
	}
	return who
}

// pairs are plural nouns that mean the two actors of the moment behind "both" and "the two".
var pairs = []string{
	"sides", "parties", "countries", "nations", "states", "governments", "neighbours", "neighbors", "rivals", "foes", "enemies", "delegations", "capitals",
	"men", "women", "powers", "allies", "teams", "armies", "forces", "superpowers", "economies", "camps", "adversaries", "belligerents", "negotiators", "officials", "diplomats",
}

// referNoun resolves "the bloc", "the country", "both sides" and the like.
func (p *pass) referNoun(s *sentence, w int, said []recent) {
	if slices.Contains(pairs, s.words[w].fold) && p.pairBefore(s, w) >= 0 {
		p.referPair(s, w, said)
		return
	}
	d, end, ok := p.lex.descriptions.match(s.words, w)
	if !ok || d.plural || !p.definite(s, w) || p.qualified(s, end) || s.words[w].upper && d.typ != schema.Organization {
		return
	}
	if who := p.described(d, said, s.index); who >= 0 {
		kind, rule := Nominal, "description"
		if s.words[w].upper && w > 0 && s.words[w-1].fold == "the" {
			kind, rule = Name, "short name"
		}
		p.addMention(s, w, end-1, kind, rule, 0.7, who)
	}
}

// referPair resolves "both sides", "the two countries", "the two men".
func (p *pass) referPair(s *sentence, w int, said []recent) {
	var who []int
	if f := s.words[w].fold; f == "men" || f == "women" {
		who = p.lastTwo(said, s.index)
	} else {
		who = p.lastPair(said, s.index)
	}
	if len(who) == 2 {
		p.addMention(s, w, w, Nominal, "both", 0.7, who...)
	}
}

// lastTwo are the two people mentioned last.
func (p *pass) lastTwo(said []recent, sentence int) []int {
	var who []int
	for i := len(said) - 1; i >= 0 && i >= len(said)-window/2 && len(who) < 2 && said[i].sentence >= sentence-3; i-- {
		for _, e := range slices.Backward(said[i].entities) {
			if p.entities[e].Type == schema.Person && !slices.Contains(who, e) && len(who) < 2 {
				who = append(who, e)
			}
		}
	}
	slices.Reverse(who)
	return who
}

// definite reports whether an article or demonstrative makes the noun at word w definite, with at most three words between
// them: "the 27-nation bloc".
func (p *pass) definite(s *sentence, w int) bool {
	for i := w - 1; i >= 0 && i >= w-4; i-- {
		f := s.words[i].fold
		if f == "the" || f == "this" || f == "that" {
			return true
		}
		x := s.tokens[s.words[i].token].XPOS
		if s.at[i] >= 0 || !s.words[i].glued && x != "CD" && x != "JJ" && x != "NN" || f == "other" || f == "whole" || f == "first" || f == "last" || f == "only" || f == "most" {
			return false
		}
	}
	return false
}

// qualified reports whether what stands at word i makes the noun before it another thing: "the group of experts", "the
// country club".
func (p *pass) qualified(s *sentence, i int) bool {
	if i >= len(s.words) {
		return false
	}
	if f := s.words[i].fold; f == "of" || f == "that" || f == "which" || f == "where" {
		return true
	}
	return s.at[i] >= 0 && s.words[i].start <= s.words[i-1].end+1 || p.nounBehind(s, i)
}

// organizationKinds are the kinds of the lists that a describing noun covers.
var organizationKinds = map[string][]string{
	"bloc":         {"bloc", "intergovernmental_organization", "forum", "alliance"},
	"alliance":     {"alliance"},
	"organization": {"intergovernmental_organization", "agency", "forum", "alliance", "bloc", "non_governmental_organization", "international_organization"},
	"union":        {"bloc", "intergovernmental_organization"},
	"bank":         {"bank"},
	"court":        {"court", "supreme_court", "constitutional_court"},
	"fund":         {"bank", "fund"},
	"agency":       {"agency"},
}

// organizationNouns are the words of names that a describing noun takes up, where the lists give no kind.
var organizationNouns = map[string][]string{
	"alliance": {"alliance", "pact", "nato"}, "union": {"union"}, "bank": {"bank"}, "court": {"court", "tribunal"}, "fund": {"fund"}, "agency": {"agency"},
	"commission": {"commission"}, "council": {"council"}, "committee": {"committee"}, "ministry": {"ministry"}, "department": {"department"},
	"parliament": {"parliament", "assembly", "congress", "bundestag", "duma", "knesset", "majlis"}, "army": {"army", "military", "forces"},
	"party": {"party", "union", "bloc", "movement", "front"}, "league": {"league"}, "community": {"community"}, "organization": {"organization", "organisation", "union"},
	"company": {"company", "corporation", "airlines", "inc", "group", "bank"}, "media": {"times", "post", "news", "zeitung", "journal"},
}

// described is the actor mentioned last that a noun such as "bloc" or "country" describes; subjects are preferred among
// those of one sentence. It is -1 if there is none near.
func (p *pass) described(d description, said []recent, sentence int) int {
	found, at := -1, -1
	for i := len(said) - 1; i >= 0 && i >= len(said)-window; i-- {
		r := &said[i]
		if r.sentence < sentence-5 || found >= 0 && (r.sentence < at || p.describedBySubject(r, d) < 0) {
			break
		}
		if len(r.entities) != 1 || r.weak && d.typ != schema.State || !p.isA(r.entities[0], d) {
			continue
		}
		found, at = r.entities[0], r.sentence
		if r.subject {
			return found
		}
	}
	return found
}

func (p *pass) describedBySubject(r *recent, d description) int {
	if r.subject && len(r.entities) == 1 && p.isA(r.entities[0], d) {
		return r.entities[0]
	}
	return -1
}

// isA reports whether a noun describes an entity.
func (p *pass) isA(id int, d description) bool {
	e := p.entities[id]
	if d.typ == schema.State {
		return e.Type == schema.State && p.fitsRealm(e, d.kind)
	}
	if d.typ == schema.Place {
		return e.Type == schema.Place && p.fitsPlace(e, d.kind)
	}
	if e.Type != schema.Organization && e.Type != schema.Group {
		return false
	}
	if d.kind == "group" || d.kind == "organization" && e.Type == schema.Group {
		return true
	}
	words := nameParts(e.Name)
	for _, noun := range organizationNouns[d.kind] {
		if slices.Contains(words, noun) {
			return true
		}
	}
	a, ok := p.world.Actor(e.Ref)
	return ok && slices.Contains(organizationKinds[d.kind], a.Kind)
}

// fitsRealm reports whether a state's formal name allows to call it a kingdom or republic.
func (p *pass) fitsRealm(e *entity, kind string) bool {
	if kind == "state" {
		return true
	}
	st, ok := p.world.State(e.Ref)
	if !ok {
		return false
	}
	formal := strings.ToLower(st.Formal)
	switch kind {
	case "monarchy":
		return strings.Contains(formal, "kingdom") || strings.Contains(formal, "sultanate") || strings.Contains(formal, "emirat")
	case "emirate":
		return strings.Contains(formal, "emirat") || st.ISO3 == "QAT" || st.ISO3 == "KWT"
	}
	return strings.Contains(formal, kind)
}

func (p *pass) fitsPlace(e *entity, kind string) bool {
	pl, ok := p.world.Place(e.Ref)
	if !ok {
		return true
	}
	switch kind {
	case "city":
		return pl.Kind == "city" || pl.Kind == "capital" || pl.Kind == "town"
	case "island":
		return pl.Kind == "island" || pl.Kind == "archipelago"
	}
	return pl.Kind != "city" && pl.Kind != "capital" && pl.Kind != "building" && pl.Kind != "venue"
}

// isPronoun reports whether word w is a personal or possessive pronoun of the third person.
func isPronoun(s *sentence, w int) bool {
	_, ok := pronouns[s.words[w].fold]
	return ok && s.tokens[s.words[w].token].Relation != "expl"
}

// pronoun says who a pronoun can mean.
type pronoun struct {
	gender Gender
	person bool
	plural bool
}

var pronouns = map[string]pronoun{
	"he": {gender: Masculine, person: true}, "him": {gender: Masculine, person: true}, "his": {gender: Masculine, person: true}, "himself": {gender: Masculine, person: true},
	"she": {gender: Feminine, person: true}, "her": {gender: Feminine, person: true}, "hers": {gender: Feminine, person: true}, "herself": {gender: Feminine, person: true},
	"it": {}, "its": {}, "itself": {},
	"they": {plural: true}, "them": {plural: true}, "their": {plural: true}, "theirs": {plural: true}, "themselves": {plural: true},
}

// referPronoun resolves the pronoun at word w to the mention that suits it best: near, agreeing, a subject.
func (p *pass) referPronoun(s *sentence, w int, said []recent) {
	pro := pronouns[s.words[w].fold]
	if s.words[w].fold == "it" && p.isExpletive(s, w) {
		return
	}
	except := p.apposedHolder(s, w)
	best, top := -1, 0.0
	reach := 2
	if !pro.person {
		reach = 1
	}
	for i := len(said) - 1; i >= 0 && i >= len(said)-window; i-- {
		r := &said[i]
		if r.sentence < s.index-reach {
			break
		}
		score := p.suits(s, w, pro, r)
		if score <= 0 || except >= 0 && slices.Contains(r.entities, except) {
			continue
		}
		score -= 0.04 * float64(len(said)-1-i)
		if score > top {
			best, top = i, score
		}
	}
	if best >= 0 {
		p.addMention(s, w, w, Pronoun, "pronoun", min(0.5+top/10, 0.9), said[best].entities...)
	}
}

// apposedHolder is the holder of a title that a possessive pronoun at word w opens, whom the pronoun can't mean: "Rubio, his
// foreign minister"; -1 where there is none.
func (p *pass) apposedHolder(s *sentence, w int) int {
	if !isPossessivePronoun(s.words[w].fold) {
		return -1
	}
	for at := p.firstTitle(s.index); at < p.titlesRead && p.titles[at].sentence == s.index; at++ {
		if t := &p.titles[at]; t.possessive == w {
			return t.person
		}
	}
	return -1
}

// suits scores a mention as the antecedent of a pronoun; 0 and less means that it is none.
func (p *pass) suits(s *sentence, w int, pro pronoun, r *recent) float64 {
	if !p.agrees(pro, r) {
		return 0
	}
	score := 3.0
	if r.sentence == s.index {
		score += 0.8
		if p.sameClause(s, w, r) {
			return 0
		}
	} else {
		score -= 1.2 * float64(s.index-r.sentence)
	}
	if r.subject {
		score += 1.6
	}
	if r.first {
		score += 0.5
	}
	if r.weak {
		score -= 2
	}
	if pro.plural && len(r.entities) > 1 {
		score += 1.5
	}
	if pro.person && p.entities[r.entities[0]].Gender == pro.gender {
		score += 0.7
	}
	return score
}

// agrees reports whether a mention has the number and gender of a pronoun.
func (p *pass) agrees(pro pronoun, r *recent) bool {
	if len(r.entities) > 1 {
		return pro.plural
	}
	e := p.entities[r.entities[0]]
	switch {
	case pro.person:
		return e.Type == schema.Person && (e.Gender == UnknownGender || e.Gender == pro.gender)
	case pro.plural:
		return canAct(e.Type)
	}
	return canAct(e.Type)
}

// sameClause reports whether an object pronoun and a subject depend on one verb and so cannot be one actor.
func (p *pass) sameClause(s *sentence, w int, r *recent) bool {
	t := s.tokens[s.words[w].token]
	switch t.Relation {
	case "obj", "iobj", "obl", "obl:agent":
	default:
		return false
	}
	if f := s.words[w].fold; strings.HasSuffix(f, "self") || strings.HasSuffix(f, "selves") {
		return false
	}
	h := s.tokens[s.words[r.word].token]
	for h.Relation == "flat" && h.Head >= 0 {
		h = s.tokens[h.Head]
	}
	return h.Head == t.Head
}

// isExpletive reports whether "it" means nothing: "it is likely that", "it rained".
func (p *pass) isExpletive(s *sentence, w int) bool {
	t := s.tokens[s.words[w].token]
	if t.Relation != "nsubj" || t.Head < 0 {
		return t.Relation == "expl"
	}
	for i := range s.tokens {
		k := &s.tokens[i]
		if k.Head == t.Head && (k.Relation == "ccomp" || k.Relation == "csubj" || k.Relation == "advcl" && s.tokens[t.Head].UPOS == "ADJ") && i > t.Head && s.tokens[t.Head].UPOS != "VERB" {
			return true
		}
	}
	return false
}
