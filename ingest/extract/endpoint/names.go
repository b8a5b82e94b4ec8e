package endpoint

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// cast is who an article names: the actors that the wrapped reader found, and those that the model adds.
type cast struct {
	world   *reference.World
	date    schema.Date
	text    string
	byName  map[string][]schema.Ref // folded
	of      map[schema.Ref]schema.Ref
	offices map[string]named // by folded name of a person: what the model says their office is of
	fresh   map[schema.Ref]schema.Actor
}

func newCast(f *schema.Facts, world *reference.World, answers []partAnswer) *cast {
	date, _ := f.Article.Published.Date() // the wrapped reader has read it
	c := &cast{
		world: world, date: date, text: f.Article.Text, byName: map[string][]schema.Ref{}, of: map[schema.Ref]schema.Ref{},
		offices: map[string]named{}, fresh: map[schema.Ref]schema.Actor{},
	}
	for _, a := range f.Actors {
		c.enter(a)
	}
	for _, p := range answers {
		for _, t := range p.Tenures {
			if key := reference.Fold(t.Person); c.offices[key].Name == "" {
				c.offices[key] = t.Of
			}
		}
	}
	return c
}

// enter makes an actor known by all its names.
func (c *cast) enter(a schema.Actor) {
	c.of[a.Ref] = a.Of
	names := append([]string{a.Name}, a.Aliases...)
	for _, m := range a.Mentions {
		names = append(names, m.Text)
	}
	for _, n := range names {
		key := reference.Fold(bare(n))
		if key != "" && !slices.Contains(c.byName[key], a.Ref) {
			c.byName[key] = append(c.byName[key], a.Ref)
		}
	}
}

// bare is a name without article and possessive ending.
func bare(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	for _, article := range []string{"the ", "The "} {
		name = strings.TrimPrefix(name, article)
	}
	for _, s := range []string{"'s", "’s"} {
		name = strings.TrimSuffix(name, s)
	}
	return name
}

// resolve is the ref that a name stands for where an actor of one of the allowed types is wanted: of the article's own
// actors first, then of the reference lists, and at last the slug of the name. It is empty where the article does not name
// such an actor, or more than one.
func (c *cast) resolve(n named, allowed ...schema.ActorType) schema.Ref {
	name := bare(n.Name)
	key := reference.Fold(name)
	if key == "" {
		return ""
	}
	if ref, known := choose(c.byName[key], n.Type, allowed); known {
		return ref
	}
	listed, known := c.listed(name, n.Type, allowed)
	if _, told := c.of[listed]; told || known && listed == "" {
		return listed // the article names it by another of its names, or the lists can't decide
	}
	mentions := c.mentions(name)
	if len(mentions) == 0 {
		return ""
	}
	var a schema.Actor
	if known {
		x, _ := c.world.Actor(listed)
		a = schema.Actor{Ref: listed, Type: listed.Type(), Name: x.Name, ISO3: x.ISO3, Of: x.Of}
	} else {
		a = c.unknown(name, n.Type)
	}
	if !slices.Contains(allowed, a.Type) {
		return ""
	}
	a.Mentions = mentions
	c.enter(a)
	c.fresh[a.Ref] = a
	return a.Ref
}

// place is resolve for the scene of an event. A name that is a state's own is the state; a capital is the city, although
// elsewhere it may stand for the state's government.
func (c *cast) place(name string) schema.Ref {
	name = bare(name)
	if ref, known := choose(c.byName[reference.Fold(name)], schema.Place, []schema.ActorType{schema.Place}); known {
		return ref
	}
	for _, x := range c.world.Resolve(name, reference.Query{Date: c.date, Type: schema.State}) {
		if x.Ref.Type() == schema.State && x.Kind != reference.Capital && x.Kind != reference.Metonym {
			return c.resolve(named{name, schema.State}, schema.State)
		}
	}
	return c.resolve(named{name, schema.Place}, schema.Place)
}

// choose finds the one ref of an allowed type, by the type that the model gives if that is needed; known says that there
// is one at least, be it one too many.
func choose(refs []schema.Ref, typ schema.ActorType, allowed []schema.ActorType) (ref schema.Ref, known bool) {
	fit := slices.DeleteFunc(slices.Clone(refs), func(r schema.Ref) bool { return !slices.Contains(allowed, r.Type()) })
	known = len(fit) > 0
	if len(fit) > 1 {
		fit = slices.DeleteFunc(fit, func(r schema.Ref) bool { return r.Type() != typ })
	}
	if len(fit) == 1 {
		ref = fit[0]
	}
	return ref, known
}

// minScore is how sure a name of the reference lists must be.
const minScore = 0.5

// listed is the ref that the reference lists give a name, empty if they can't decide; known says that they have the name.
func (c *cast) listed(name string, typ schema.ActorType, allowed []schema.ActorType) (ref schema.Ref, known bool) {
	found := slices.DeleteFunc(c.world.Resolve(name, reference.Query{Date: c.date, Type: typ}), func(x reference.Candidate) bool {
		return !slices.Contains(allowed, x.Ref.Type())
	})
	switch {
	case len(found) == 0:
		return "", false
	case found[0].Score < minScore, len(found) > 1 && found[1].Score == found[0].Score:
		return "", true
	}
	return found[0].Ref, true
}

// unknown makes an actor that no list knows. States are all listed, and of a person one name is not enough.
func (c *cast) unknown(name string, typ schema.ActorType) schema.Actor {
	slug := schema.Slug(name)
	if slug == "" || typ == schema.State || typ == schema.Person && !strings.Contains(slug, "-") {
		return schema.Actor{}
	}
	a := schema.Actor{Type: typ, Name: name}
	if office := c.offices[reference.Fold(name)]; typ == schema.Person && office.Name != "" {
		a.Of = c.resolve(office, schema.State, schema.Organization, schema.Group)
		if state := c.state(a.Of); state != "" { // as package actor tells people of one name apart
			slug += "-" + strings.ToLower(state.ID())
		}
	}
	a.Ref = schema.NewRef(typ, slug)
	return a
}

// state is the state that an actor is or belongs to, empty if it is not known.
func (c *cast) state(ref schema.Ref) schema.Ref {
	for _, r := range []schema.Ref{ref, c.of[ref]} {
		if r.Type() == schema.State {
			return r
		}
	}
	return ""
}

// mentions are the places where the text has a name, in code points.
func (c *cast) mentions(name string) []schema.Mention {
	found := occurrences(c.text, name)
	if len(found) == 0 {
		found = occurrences(c.text, strings.ReplaceAll(name, "'", "’"))
	}
	var out []schema.Mention
	at, points := 0, 0
	for _, s := range found {
		points += runes(c.text[at:s.start])
		written := c.text[s.start:s.end]
		end := points + runes(written)
		out = append(out, schema.Mention{Span: schema.Span{Start: points, End: end}, Text: written})
		at, points = s.end, end
	}
	return out
}
