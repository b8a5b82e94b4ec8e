package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// referNoun resolves "the bloc", "the country", "both sides" and the like.
func (p *pass) referNoun(s *sentence, w int, said []recent) {
	if g, ok := p.groupAt(s, w); ok {
		p.referGroup(s, g, said)
		return
	}
	if p.referOther(s, w, said) {
		return
	}
	if p.referNeighbour(s, w, said) {
		return
	}
	d, end, ok := p.lex.descriptions.match(s.words, w)
	if !ok || d.plural || !p.definite(s, w) || p.qualified(s, end) || s.words[w].upper && d.typ != schema.Organization {
		return
	}
	if who := p.described(d, said, s.index-p.reachOf(s, w)); who >= 0 {
		kind, rule := Nominal, "description"
		if s.words[w].upper && w > 0 && s.words[w-1].fold == "the" {
			kind, rule = Name, "short name"
		}
		p.addMention(s, w, end-1, kind, rule, 0.7, who)
		if end < len(s.words) && (s.words[end].fold == "'s" || s.words[end].fold == "'") {
			p.referBody(s, end+1, who)
		}
	}
}

// referBody makes the part of a government at word i, which a description or pronoun before it ties to a state, a mention:
// "the kingdom's foreign ministry", "its army".
func (p *pass) referBody(s *sentence, i, state int) {
	end := p.bodyEnd(s, i)
	if end == i || p.entities[state].Type != schema.State || s.at[i] >= 0 && p.cands[s.at[i]].entity >= 0 {
		return
	}
	p.addMention(s, i, end-1, Nominal, "described body", 0.65, p.bodyOf(state, bodyName(s, i, end)))
}

// referNeighbour resolves "its neighbour": the state beside the possessor that the text has named last.
func (p *pass) referNeighbour(s *sentence, w int, said []recent) bool {
	if f := s.words[w].fold; f != "neighbour" && f != "neighbor" && f != "rival" {
		return false
	}
	owner := w - 1
	for owner > 0 && owner > w-4 && strings.HasPrefix(s.tokens[s.words[owner].token].XPOS, "JJ") && s.at[owner] < 0 {
		owner--
	}
	if owner < 0 || s.words[owner].fold != "its" && s.words[owner].fold != "their" || w+1 < len(s.words) && s.at[w+1] >= 0 {
		return false
	}
	own := -1
	for i := len(p.mentions) - 1; i >= 0 && p.mentions[i].Sentence == s.index; i-- {
		if m := &p.mentions[i]; m.Start == s.words[owner].start && len(m.Entities) == 1 {
			own = m.Entities[0]
		}
	}
	for i := len(said) - 1; own >= 0 && i >= 0 && i >= len(said)-window && said[i].sentence >= s.index-2; i-- {
		if r := &said[i]; len(r.entities) == 1 && r.entities[0] != own && p.entities[r.entities[0]].Type == schema.State && !r.third {
			p.addMention(s, w, w, Nominal, "neighbour", 0.6, r.entities[0])
			break
		}
	}
	return true
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

// reachOf is how many sentences back the noun at word w may take up a name: further with a capital, "the Commission", which
// is a short name for good.
func (p *pass) reachOf(s *sentence, w int) int {
	if s.words[w].upper && !s.startsClause(w) {
		return 40
	}
	return 5
}

// described is the actor mentioned last since a sentence that a noun such as "bloc" or "country" describes; subjects are preferred among
// those of one sentence. It is -1 if there is none near.
func (p *pass) described(d description, said []recent, since int) int {
	found, at := -1, -1
	for i := len(said) - 1; i >= 0 && i >= len(said)-window; i-- {
		r := &said[i]
		if r.sentence < since || found >= 0 && (r.sentence < at || p.describedBySubject(r, d) < 0) {
			break
		}
		if len(r.entities) != 1 || r.weak && d.typ != schema.State || d.kind == "government" && (r.weak || r.people) {
			continue // those whom a junta meets may be of another state: "French troops came. The junta ..."
		}
		who := p.meantBy(r.entities[0], d)
		if who < 0 {
			continue
		}
		found, at = who, r.sentence
		if r.subject {
			return found
		}
	}
	if found < 0 && d.kind == "government" {
		return p.lastGovernment(said, since+3)
	}
	return found
}

// lastGovernment is the state of the person or capital mentioned last: "Soldiers seized President X. The junta ...".
func (p *pass) lastGovernment(said []recent, since int) int {
	for i := len(said) - 1; i >= 0 && i >= len(said)-window && said[i].sentence >= since; i-- {
		e := said[i].entities[0]
		if p.entities[e].Type == schema.Place && p.entities[e].Of.Type() == schema.State {
			return p.known(p.entities[e].Of)
		}
		if who := p.sides(said[i].entities); len(who) == 1 && p.entities[who[0]].Type == schema.State {
			return who[0]
		}
	}
	return -1
}

func (p *pass) describedBySubject(r *recent, d description) int {
	if r.subject && len(r.entities) == 1 {
		return p.meantBy(r.entities[0], d)
	}
	return -1
}

// meantBy is the actor that a noun describes when an entity has been named: the entity itself, or the union whose
// commission it is; -1 if the noun suits neither.
func (p *pass) meantBy(id int, d description) int {
	if p.isA(id, d) {
		return id
	}
	if of := p.entities[id].Of; d.kind == "bloc" && p.entities[id].Type == schema.Organization && of.Type() == schema.Organization {
		if union := p.known(of); p.isA(union, d) {
			return union
		}
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
		if noun == "forces" && e.Type == schema.Group { // an armed group with "Forces" in its name is not the army
			continue
		}
		if slices.Contains(words, noun) {
			return true
		}
	}
	a, ok := p.world.Actor(e.Ref)
	if d.kind == "bloc" && p.isUniversal(e.Ref) {
		return false
	}
	return ok && slices.Contains(organizationKinds[d.kind], a.Kind)
}

// isUniversal reports whether most states of the world are members of an organization, which is no bloc then.
func (p *pass) isUniversal(ref schema.Ref) bool {
	return len(p.world.Members(ref, p.ctx.Published)) > 100
}

// fitsRealm reports whether a state's formal name allows to call it a kingdom or republic.
func (p *pass) fitsRealm(e *entity, kind string) bool {
	if kind == "state" || kind == "government" {
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
