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
	people   bool // people or forces of the entity: "Israeli officials"
	weak     bool // an adjective, which is seldom taken up
	third    bool // a host or mediator, who is no party
	governor int  // token on which it depends, in a coordination that of the first part
	dyad     bool // a subject and the actor whom it meets, talks to or fights
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
		subject: strings.HasPrefix(rel, "nsubj") || m.Kind != Adjective && p.besideSubject(s, m.Head), weak: m.Kind == Adjective,
		people: m.Rule == "agent" && len(m.Entities) == 1, governor: s.governorOf(m.Head),
	}
}

// governorOf is the token on which a phrase with a head token depends, seen through coordination and apposition.
func (s *sentence) governorOf(t int) int {
	for n := 0; n < 8 && s.tokens[t].Head >= 0; n++ {
		switch s.tokens[t].Relation {
		case "conj", "appos", "flat":
			t = s.tokens[t].Head
		default:
			return s.tokens[t].Head
		}
	}
	return -1
}

// besideSubject reports whether a token is a later part of a coordinated subject or stands in apposition to a subject.
func (p *pass) besideSubject(s *sentence, t int) bool {
	if r := s.tokens[t].Relation; r != "conj" && r != "appos" || s.tokens[t].Head < 0 {
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
		if s.ignored != nil && s.ignored[w] || s.at[w] >= 0 && p.cands[s.at[w]].entity >= 0 {
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
	r.third = p.isThird(s, said, &r)
	said = append(said, r)
	if len(said) < 2 || r.weak {
		return said
	}
	prev := said[len(said)-2]
	if prev.dyad && len(said) > 2 {
		prev = said[len(said)-3]
	}
	if other := p.personBeside(s, said[:len(said)-1], &r); other >= 0 {
		prev = said[other]
	}
	if prev.sentence == r.sentence && (p.joined(s, prev.last, r.word) || p.paired(s, &prev, &r)) && p.alike(prev.entities, r.entities) {
		both := r
		both.entities = union(prev.entities, r.entities)
		both.word, both.governor, both.subject, both.third = prev.word, prev.governor, prev.subject || r.subject, prev.third || r.third
		said = append(said, both)
		r = both
	}
	if both, ok := p.withSubject(s, said, r); ok {
		said = append(said, both)
	}
	return said
}

// personBeside is the index of the last person before another one in the sentence, -1 where there is none.
func (p *pass) personBeside(s *sentence, said []recent, r *recent) int {
	for i := len(said) - 1; i >= 0 && i >= len(said)-8 && said[i].sentence == s.index && p.entities[r.entities[0]].Type == schema.Person; i-- {
		if p.entities[said[i].entities[0]].Type == schema.Person && !said[i].dyad && said[i].last < r.word {
			return i
		}
	}
	return -1
}

// paired reports whether two people are joined by "and" with nothing but their offices and states between them: "Ana Ruiz of
// Bolivia and President Juan Prado".
func (p *pass) paired(s *sentence, a, b *recent) bool {
	if p.entities[a.entities[0]].Type != schema.Person || p.entities[b.entities[0]].Type != schema.Person {
		return false
	}
	and := false
	for i := a.last + 1; i < b.word; i++ {
		switch f := s.words[i].fold; {
		case f == "and":
			and = true
		case s.at[i] >= 0 || s.words[i].upper || f == "of" || f == "," || f == "the" || f == "'s" || isPossessivePronoun(f) || p.titleCovering(s, i) >= 0:
		default:
			return false
		}
	}
	return and
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
	if t.rule == "counterpart" && t.of < 0 {
		p.referCounterpart(s, t, said)
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

// referCounterpart resolves "his counterpart": the other one of the last two people who met.
func (p *pass) referCounterpart(s *sentence, t *titleSpan, said []recent) {
	if t.possessive < 0 || len(p.mentions) == 0 {
		return
	}
	own := &p.mentions[len(p.mentions)-1]
	pair := p.lastSet(s, group{size: 2, crowd: people}, said)
	if own.Start != s.words[t.possessive].start || len(own.Entities) != 1 || !slices.Contains(pair, own.Entities[0]) {
		return
	}
	other := pair[0]
	if other == own.Entities[0] {
		other = pair[1]
	}
	p.addMention(s, t.from, t.to, Nominal, "counterpart", 0.65, other)
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
	first, size := p.countBefore(s, t.from)
	if size == 0 && t.possessive < 0 && (t.of >= 0 || t.from == 0 || s.words[t.from-1].fold != "the" || s.ofFollows(t.to)) {
		return
	}
	if s.restricted(t.to) {
		return
	}
	first = min(first, t.from)
	g := group{first: first, last: t.to, size: size, crowd: people, governor: s.governorOf(s.words[t.head].token), object: !strings.HasPrefix(s.tokens[s.words[t.head].token].Relation, "nsubj")}
	if t.office.kind != roleOffice {
		who := p.lastSet(s, g, said)
		if len(who) < 2 && (size == 2 || t.possessive >= 0) {
			who = p.lastPeople(said, t)
		}
		if len(who) > 1 {
			p.addMention(s, first, t.to, Nominal, "both", 0.75, who...)
			return
		}
	}
	if size == 0 && t.possessive < 0 {
		return
	}
	if size == 0 && t.office.kind == roleOffice { // "its farmers"
		p.speaksFor(s, t, first)
		return
	}
	if g.crowd = states; size == 0 {
		g.size = 2
	}
	if who := p.groupMeant(s, g, said); len(who) > 1 {
		p.addMention(s, first, t.to, Nominal, "both", 0.65, who...)
	}
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
