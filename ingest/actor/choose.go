package actor

import (
	"slices"

	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// countSupport counts what a name says of the states that the article is about: a name that only one actor bears, or one
// that a state and its capital share.
func (p *pass) countSupport(names []reference.Name) {
	if len(names) == 0 {
		return
	}
	about := p.stateOf(names[0].Ref)
	ref := names[0].Ref
	for _, n := range names[1:] {
		if n.Ref != ref {
			ref = ""
		}
		if p.stateOf(n.Ref) != about {
			return
		}
	}
	if ref != "" {
		p.support[ref]++
	}
	if about != "" && about != ref {
		p.support[about]++
	}
}

// stateOf is a state itself, and for others the state or organization that they belong to.
func (p *pass) stateOf(ref schema.Ref) schema.Ref {
	if ref.Type() == schema.State {
		return ref
	}
	a, _ := p.world.Actor(ref)
	return a.Of
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
