package actor

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

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
