package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// entity is an Entity while the article is read.
type entity struct {
	Entity
	parts  []string // folded words of a person's name
	titles []int    // indexes into pass.titles of the titles that the article gives a person
	states []int    // entities to which the person's titles tie them, in order of the text
	count  int      // names of it so far
}

// identify decides what each name of the article stands for: unambiguous names first, so that they help to choose among
// the bearers of the others, full names before surnames, wherever they stand.
func (p *pass) identify() {
	for i := range p.cands {
		p.countSupport(&p.cands[i])
	}
	for i := range p.cands {
		if c := &p.cands[i]; len(c.names) > 0 && p.words(c) > 1 || isPersonal(c) {
			p.link(c)
		}
	}
	for i := range p.cands {
		if c := &p.cands[i]; c.entity < 0 && len(c.names) == 0 && c.body == "" && p.isFull(c) {
			p.linkUnknown(c)
		}
	}
	for i := range p.cands {
		if c := &p.cands[i]; c.entity < 0 && c.body == "" {
			p.linkShort(c)
		}
	}
	for i := range p.cands {
		if c := &p.cands[i]; c.body != "" {
			p.linkBody(c)
		}
	}
}

// isFull reports whether an unknown name can stand on its own, as acronyms and surnames can't.
func (p *pass) isFull(c *candidate) bool {
	if p.words(c) > 1 {
		return c.trusted || c.typ != ""
	}
	return c.trusted && !p.sentences[c.sentence].words[c.first].caps
}

func (p *pass) words(c *candidate) int { return c.last - c.first + 1 }

// isPersonal reports whether a name of the lists belongs to people alone.
func isPersonal(c *candidate) bool {
	for _, n := range c.names {
		if n.Ref.Type() != schema.Person {
			return false
		}
	}
	return len(c.names) > 0
}

// countSupport counts what unambiguous names say of the states that the article is about.
func (p *pass) countSupport(c *candidate) {
	if len(c.names) == 0 {
		return
	}
	ref := c.names[0].Ref
	for _, n := range c.names[1:] {
		if n.Ref != ref {
			return
		}
	}
	p.support[ref]++
	if c.adjective {
		p.adjectives[ref]++
	}
	a, _ := p.world.Actor(ref)
	if a.Of != "" && ref.Type() != schema.State {
		p.support[a.Of]++
	}
}

// link ties a name of the lists to one of those who bear it.
func (p *pass) link(c *candidate) {
	n := p.choose(c)
	if n.Ref == "" {
		return
	}
	c.entity = p.known(n.Ref)
	c.adjective = isAdjective(n.Kind)
	switch n.Kind {
	case reference.Capital, reference.Metonym:
		c.rule = "metonym"
	case reference.Acronym:
		c.rule = "acronym"
	}
	p.entities[c.entity].count++
}

// choose picks the bearer of a name: by its role in the sentence where a place may stand for a government, else by what
// the rest of the article is about, else the one that the lists prefer.
func (p *pass) choose(c *candidate) reference.Name {
	if len(c.names) == 1 {
		return c.names[0]
	}
	var government, place *reference.Name
	for i := range c.names {
		switch n := &c.names[i]; {
		case (n.Kind == reference.Capital || n.Kind == reference.Metonym) && government == nil:
			government = n
		case n.Ref.Type() == schema.Place && place == nil:
			place = n
		}
	}
	if c.dateline && place != nil {
		return *place
	}
	if own := p.cityState(c, place); own != nil {
		return *own
	}
	if government != nil && place != nil {
		return p.byRole(c, *government, *place)
	}
	best, most := c.names[0], -1
	national := slices.ContainsFunc(c.names, func(n reference.Name) bool { return n.Ref.Type() == schema.State })
	for _, n := range c.names {
		if s := p.backing(c, n, national); s > most {
			best, most = n, s
		}
	}
	return best
}

// cityState is the state of a name that state and capital share, such as Singapore; nil for other names.
func (p *pass) cityState(c *candidate, place *reference.Name) *reference.Name {
	for i := range c.names {
		if n := &c.names[i]; place != nil && n.Ref.Type() == schema.State && n.Kind == reference.Listed {
			if a, _ := p.world.Actor(place.Ref); a.Of == n.Ref {
				return n
			}
		}
	}
	return nil
}

// byRole chooses between a place and the government that sits there.
func (p *pass) byRole(c *candidate, government, place reference.Name) reference.Name {
	if !p.acts(c, government.Kind == reference.Metonym) {
		return place
	}
	if union := schema.NewRef(schema.Organization, "EU"); place.Ref == schema.NewRef(schema.Place, "brussels") && p.support[government.Ref] <= p.support[union] {
		if nato := schema.NewRef(schema.Organization, "NATO"); p.support[union] == 0 && p.support[nato] > 0 {
			union = nato
		}
		return reference.Name{Ref: union, Kind: reference.Metonym}
	}
	return government
}

// backing is how much the article speaks for a bearer of an ambiguous name; where a state bears it, too, a place needs
// more than that its own state is spoken of.
func (p *pass) backing(c *candidate, n reference.Name, national bool) int {
	score := 0
	ref := n.Ref
	if ref.Type() == schema.State || ref.Type() == schema.Organization || ref.Type() == schema.Group {
		score = 4 * p.support[ref]
	}
	if a, ok := p.world.Actor(ref); ok && a.Of != "" && ref.Type() != schema.State {
		if ref.Type() != schema.Place || !national {
			score += p.support[a.Of]
		}
		if ref.Type() == schema.Place && p.isSubnational(c) {
			score += 20
		}
	}
	if ref.Type() == schema.State && p.isNational(c) {
		score += 20
	}
	return score
}

// isSubnational reports whether the words beside a name tell that it is a part of a federal state: "Georgia governor",
// "Atlanta, Georgia", "the U.S. state of Georgia".
func (p *pass) isSubnational(c *candidate) bool {
	s := &p.sentences[c.sentence]
	next := func(i int) string {
		if c.last+i < len(s.words) {
			return s.words[c.last+i].fold
		}
		return ""
	}
	i := 1
	if next(1) == "'s" {
		i = 2
	}
	if f := next(i); f == "governor" || f == "gov" || f == "republican" || f == "republicans" || f == "democrat" || f == "democrats" || f == "senator" || f == "sen" {
		return true
	}
	if c.first >= 2 && s.words[c.first-1].text == "," && s.at[c.first-2] >= 0 {
		if prev := &p.cands[s.at[c.first-2]]; len(prev.names) > 0 && prev.names[0].Ref.Type() == schema.Place && len(c.names) > 0 {
			a, _ := p.world.Actor(prev.names[0].Ref)
			return a.Of != "" && slices.ContainsFunc(c.names, func(n reference.Name) bool {
				b, _ := p.world.Actor(n.Ref)
				return n.Ref.Type() == schema.Place && b.Of == a.Of
			})
		}
	}
	return p.governedBy(s, c) || c.first >= 2 && s.words[c.first-1].fold == "of" && s.words[c.first-2].fold == "state" && c.first >= 3 && s.at[c.first-3] >= 0
}

// governedBy reports whether a name stands behind the name of a governor or the like: "Governor Jane Roe of Georgia".
func (p *pass) governedBy(s *sentence, c *candidate) bool {
	if c.first < 3 || s.words[c.first-1].fold != "of" || s.at[c.first-2] < 0 {
		return false
	}
	i := p.cands[s.at[c.first-2]].first - 1
	return i >= 0 && slices.Contains([]string{"governor", "gov", "senator", "sen", "rep", "congressman", "congresswoman"}, s.words[i].fold)
}

// isNational reports whether the words beside a name tell that it is a state: "Georgia's prime minister".
func (p *pass) isNational(c *candidate) bool {
	s := &p.sentences[c.sentence]
	for i := c.last + 1; i < len(s.words) && i <= c.last+4; i++ {
		switch o, _, ok := p.lex.offices.match(s.words, i); {
		case ok && (o.kind == headOffice || o.kind == portfolioOffice || o.kind == envoyOffice) && s.words[i].fold != "secretary":
			return true
		case s.words[i].fold == "'s" || p.lex.portfolios[s.words[i].fold] || slices.Contains(dropped, s.words[i].fold) || isQualifier(s.words[i].fold):
		default:
			return false
		}
	}
	return false
}

// known is the entity of a ref of the lists.
func (p *pass) known(ref schema.Ref) int {
	if e, ok := p.byKey[string(ref)]; ok {
		return e
	}
	a, ok := p.world.Actor(ref)
	e := &entity{Entity: Entity{
		Ref: ref, Type: ref.Type(), Name: a.Name, ISO3: a.ISO3, Of: a.Of, Gender: gender(a.Gender), Known: ok,
	}}
	switch e.Type {
	case schema.State:
		e.Of = ""
	case schema.Place:
		e.Vague = a.Of == "" && a.Kind == "region" && !p.located(ref)
	}
	id := p.enter(string(ref), e)
	if e.Type == schema.Person {
		for _, n := range p.world.Names(ref) {
			p.registerSurnames(id, personParts(n.Text))
		}
		e.parts = personParts(a.Name)
	}
	return id
}

// located reports whether the lists give a place coordinates; regions as wide as a continent have none.
func (p *pass) located(ref schema.Ref) bool {
	place, _ := p.world.Place(ref)
	return place.Located
}

func (p *pass) enter(key string, e *entity) int {
	id := len(p.entities)
	p.entities = append(p.entities, e)
	p.byKey[key] = id
	return id
}

// nameParts are the folded words of a name.
func nameParts(name string) []string { return strings.Fields(fold(name)) }

// personParts are the folded words of a person's name without what follows "of" or "the" and without the number of a
// monarch: "abdullah" for "Abdullah II of Jordan".
func personParts(name string) []string {
	parts := nameParts(name)
	if i := slices.IndexFunc(parts, func(f string) bool { return f == "of" || f == "the" }); i > 0 {
		parts = parts[:i]
	}
	for len(parts) > 1 && strings.Trim(parts[len(parts)-1], "ivx") == "" {
		parts = parts[:len(parts)-1]
	}
	return parts
}

// linkUnknown makes an entity of a name that the lists do not know, or finds the one that the article or the lists have
// under a fuller or shorter form of it.
func (p *pass) linkUnknown(c *candidate) {
	switch {
	case c.typ == schema.Person && p.words(c) == 1:
		return
	case c.typ == schema.Person:
		c.entity = p.person(c)
	default:
		c.entity = p.thing(c)
	}
	if c.entity >= 0 {
		p.entities[c.entity].count++
	}
}

// person finds or makes the entity of a full name.
func (p *pass) person(c *candidate) int {
	s := &p.sentences[c.sentence]
	parts := s.parts(c)
	for _, id := range p.surnames[parts[len(parts)-1]] {
		if e := p.entities[id]; sameName(parts, e.parts) {
			if !e.Known && len(parts) > len(e.parts) {
				e.Name, e.parts = s.phrase(c.first, c.last), parts
				p.registerSurnames(id, parts)
			}
			return id
		}
	}
	if ref := p.listedPerson(parts); ref != "" {
		c.rule = "variant"
		return p.known(ref)
	}
	name := s.phrase(c.first, c.last)
	if schema.Slug(name) == "" {
		return -1
	}
	e := &entity{Entity: Entity{Type: schema.Person, Name: name, Gender: c.gender}, parts: parts}
	if e.Gender == UnknownGender {
		e.Gender = p.lex.given[parts[0]]
	}
	id := p.enter("person "+strings.Join(parts, " "), e)
	p.registerSurnames(id, parts)
	return id
}

// sameName reports whether one name has all words of the other, the last in common: "Bendito Freitas" and "Bendito dos
// Santos Freitas".
func sameName(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 2 || a[len(a)-1] != b[len(b)-1] || !compatible(a[0], b[0]) {
		return false
	}
	for _, part := range a[1:] {
		if !slices.Contains(b, part) {
			return false
		}
	}
	return true
}

// compatible reports whether two given names may be one: equal, or one the initial of the other.
func compatible(a, b string) bool {
	return a == b || len(a) == 1 && strings.HasPrefix(b, a) || len(b) == 1 && strings.HasPrefix(a, b)
}

// listedPerson is the person of the lists whose names have all words of an unknown full name, "" where there is none or
// several.
func (p *pass) listedPerson(parts []string) schema.Ref {
	var found schema.Ref
	for _, ref := range p.people[parts[len(parts)-1]] {
		all := true
		for _, part := range parts[:len(parts)-1] {
			if !slices.Contains(p.people[part], ref) {
				all = false
				break
			}
		}
		if all {
			if found != "" {
				return ""
			}
			found = ref
		}
	}
	return found
}

// registerSurnames makes a person findable by the words of the name: the last first of all.
func (p *pass) registerSurnames(id int, parts []string) {
	for _, part := range parts {
		if list := p.surnames[part]; (len(part) > 1 || len(parts) == 1) && len(list) < maxNamesakes && !slices.Contains(list, id) {
			p.surnames[part] = append(p.surnames[part], id)
		}
	}
}

// maxNamesakes is how many people of an article are told apart by one word of their names; it bounds the time that an
// article of thousands of namesakes takes.
const maxNamesakes = 64

// thing finds or makes the entity of an unknown organization, group or place.
func (p *pass) thing(c *candidate) int {
	s := &p.sentences[c.sentence]
	name := s.phrase(c.first, c.last)
	if s.words[c.first].caps && c.rule == "dateline" {
		name = titleCase(name)
	}
	slug := schema.Slug(name)
	if slug == "" {
		return -1
	}
	typ := c.typ
	if typ == "" {
		typ = schema.Organization
	}
	ref := schema.NewRef(typ, slug)
	for _, t := range []schema.ActorType{typ, schema.Organization, schema.Group, schema.Place} {
		if id, ok := p.byKey[string(schema.NewRef(t, slug))]; ok {
			return id
		}
	}
	return p.enter(string(ref), &entity{Entity: Entity{Ref: ref, Type: typ, Name: name}})
}

// titleCase turns the capitals of a dateline into a name: "RIO VERDE" into "Rio Verde".
func titleCase(s string) string {
	words := strings.Fields(strings.ToLower(s))
	for i, w := range words {
		for j, r := range w {
			words[i] = strings.ToUpper(string(r)) + w[j+len(string(r)):]
			break
		}
	}
	return strings.Join(words, " ")
}

// phrase is the text of words first to last with white space made single blanks.
func (s *sentence) phrase(first, last int) string {
	var b strings.Builder
	for i := first; i <= last; i++ {
		if i > first {
			switch {
			case s.words[i].glued:
				b.WriteByte('-')
			case s.words[i].start > s.words[i-1].end:
				b.WriteByte(' ')
			}
		}
		b.WriteString(s.words[i].text)
	}
	return b.String()
}

func (s *sentence) parts(c *candidate) []string {
	parts := make([]string, 0, c.last-c.first+1)
	for _, w := range s.words[c.first : c.last+1] {
		parts = append(parts, w.fold)
	}
	return parts
}

// linkShort ties a single word to a person or body that the article names in full, else to who bears it in the lists,
// else makes an entity of it if anything but its capital says what it is.
func (p *pass) linkShort(c *candidate) {
	s := &p.sentences[c.sentence]
	titled := p.titleBefore(s, c.first)
	if p.isAgency(s, c) {
		c.names = nil
	}
	if id := p.bySurname(s, c, titled); id >= 0 && (len(c.names) == 0 || p.prefersPerson(s, c, id, titled)) {
		c.entity, c.rule = id, "surname"
		p.entities[id].count++
		return
	}
	switch {
	case len(c.names) > 0:
		p.link(c)
	case p.linkKorea(s, c), p.linkAcronym(s, c), c.weak:
	case c.typ == schema.Person:
		p.linkMononym(s, c, titled)
	case c.typ != "" && (c.trusted || p.tagged(s, c)):
		p.linkUnknown(c)
	}
}

// linkKorea ties "the North" and "the South" to the Korean states where the article speaks of them.
func (p *pass) linkKorea(s *sentence, c *candidate) bool {
	code := map[string]string{"north": "PRK", "south": "KOR"}[s.words[c.first].fold]
	if code == "" || p.words(c) > 1 || c.first == 0 || s.words[c.first-1].fold != "the" {
		return false
	}
	prk, kor := schema.NewRef(schema.State, "PRK"), schema.NewRef(schema.State, "KOR")
	if p.support[prk] == 0 || p.support[prk]+p.support[kor] < 2 {
		return false
	}
	c.entity, c.rule = p.known(schema.NewRef(schema.State, code)), "short name"
	p.entities[c.entity].count++
	return true
}

// isAgency reports whether an acronym of the lists is rather a news agency's: "AFP" where nothing speaks of the Philippines.
func (p *pass) isAgency(s *sentence, c *candidate) bool {
	if len(c.names) == 0 || p.words(c) > 1 || !p.lex.credits[s.words[c.first].fold] {
		return false
	}
	a, _ := p.world.Actor(c.names[0].Ref)
	return a.Of != "" && p.support[a.Of] <= p.support[a.Ref]
}

func (p *pass) tagged(s *sentence, c *candidate) bool {
	return s.tagger[c.first] != "" && s.tagger[c.first] != text.OtherName && s.tagger[c.first] != text.EventName
}

// bySurname is the person whom the article names in full with these words as the end of the name, or as a part of it
// where nobody has them as the end; -1 if there is none.
func (p *pass) bySurname(s *sentence, c *candidate, titled bool) int {
	if c.adjective || p.words(c) == 1 && s.words[c.first].caps && !s.shouting && !c.dateline {
		return -1
	}
	parts := s.parts(c)
	best, rank := -1, 0
	for _, id := range p.surnames[parts[len(parts)-1]] {
		e := p.entities[id]
		if e.Type != schema.Person {
			continue
		}
		if r := nameRank(parts, e.parts, e.Known); r > rank || r == rank && r > 0 && e.count > p.entities[best].count {
			best, rank = id, r
		}
	}
	if rank == 1 && len(parts) == 1 && !titled && s.tagger[c.first] != text.PersonName && c.typ != schema.Person {
		return -1
	}
	return best
}

// nameRank says how well words stand for a person of a full name: 3 as its end, 2 as its beginning, 1 inside of it.
func nameRank(parts, full []string, known bool) int {
	n, m := len(parts), len(full)
	switch {
	case n > m:
		return 0
	case slices.Equal(full[m-n:], parts):
		return 3
	case slices.Equal(full[:n], parts):
		return 2
	case m-n > 1 && slices.Contains(full, parts[n-1]) && n == 1:
		return 1
	case known && n == 1:
		return 2
	}
	return 0
}

// prefersPerson reports whether a word that is also a name of the lists stands for a person of the article: "Scotland
// said" after "Patricia Scotland", but not "in Scotland".
func (p *pass) prefersPerson(s *sentence, c *candidate, id int, titled bool) bool {
	if titled {
		return true
	}
	if isPersonal(c) {
		return true
	}
	if c.first > 0 && locatives[s.words[c.first-1].fold] > 0 {
		return false
	}
	if nameRank(s.parts(c), p.entities[id].parts, false) < 3 {
		return false
	}
	return p.adjectives[c.names[0].Ref] == 0 || c.last+1 < len(s.words) && speech[s.words[c.last+1].fold]
}

// linkAcronym ties an acronym to the body that was introduced with it or whose initials it is.
func (p *pass) linkAcronym(s *sentence, c *candidate) bool {
	w := s.words[c.first]
	if !w.caps || p.words(c) > 1 {
		return false
	}
	if id, ok := p.acronyms[w.fold]; ok {
		c.entity, c.rule = id, "acronym"
		return true
	}
	if id := p.introduced(s, c); id >= 0 {
		p.acronyms[w.fold] = id
		c.entity, c.rule = id, "acronym"
		p.entities[id].Aliases = append(p.entities[id].Aliases, w.text)
		return true
	}
	return false
}

// introduced is the entity right before an acronym in brackets, -1 where there is none.
func (p *pass) introduced(s *sentence, c *candidate) int {
	if c.first < 2 || s.words[c.first-1].text != "(" || c.last+1 >= len(s.words) || s.words[c.last+1].text != ")" {
		return -1
	}
	before := s.at[c.first-2]
	if before < 0 {
		return -1
	}
	id := p.cands[before].entity
	if id < 0 || p.entities[id].Type != schema.Organization && p.entities[id].Type != schema.Group {
		return -1
	}
	return id
}

// linkMononym finds or makes the person of a single name: someone of the lists whose office or state fits, else an
// unknown person.
func (p *pass) linkMononym(s *sentence, c *candidate, titled bool) {
	part := s.words[c.last].fold
	if ref := p.listedSurname(s, c, part, titled); ref != "" {
		c.entity, c.rule = p.known(ref), "surname"
		p.entities[c.entity].count++
		return
	}
	if !titled && s.tagger[c.first] != text.PersonName && !c.trusted {
		return
	}
	name := s.phrase(c.first, c.last)
	if schema.Slug(name) == "" {
		return
	}
	key := "person " + part
	id, ok := p.byKey[key]
	if !ok {
		e := &entity{Entity: Entity{Type: schema.Person, Name: name, Gender: c.gender}, parts: s.parts(c)}
		id = p.enter(key, e)
		p.registerSurnames(id, e.parts)
	}
	c.entity = id
	p.entities[id].count++
}

// listedSurname is the person of the lists with a surname whom the title before it or the states of the article fit.
func (p *pass) listedSurname(s *sentence, c *candidate, part string, titled bool) schema.Ref {
	var best schema.Ref
	most := 0
	for _, ref := range p.people[part] {
		a, _ := p.world.Actor(ref)
		parts := personParts(a.Name)
		if nameRank([]string{part}, parts, false) != 3 && !p.isListedName(ref, part) {
			continue
		}
		score := min(p.support[a.Of], 3)
		for _, t := range p.world.Tenures(ref) {
			if titled && p.titleWords(s, c.first, t.Office) {
				score += 4
				if p.inOffice(t) {
					score += 2
				}
			}
		}
		if score > most {
			best, most = ref, score
		}
	}
	return best
}

// isListedName reports whether the lists give a person a name of this single word.
func (p *pass) isListedName(ref schema.Ref, part string) bool {
	return slices.ContainsFunc(p.world.Names(ref), func(n reference.Name) bool { return foldWord(n.Text) == part })
}

// titleWords reports whether the title before word i is an office.
func (p *pass) titleWords(s *sentence, i int, office string) bool {
	words := nameParts(office)
	if i < len(words) {
		return false
	}
	return slices.EqualFunc(s.words[i-len(words):i], words, func(w word, f string) bool { return w.fold == f })
}

// inOffice reports whether a tenure holds at the date of the article.
func (p *pass) inOffice(t reference.Tenure) bool {
	at := p.ctx.Published
	if at.IsZero() {
		return t.End.IsZero()
	}
	return t.Start.Compare(at) <= 0 && (t.End.IsZero() || at.Compare(t.End) < 0)
}
