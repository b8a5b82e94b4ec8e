package dashboard

import (
	"encoding/json"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// world is the borders of the states, as paths of SVG. States too small for a path have a point.
type world struct {
	Width  int     `json:"width"`
	Height int     `json:"height"`
	Shapes []shape `json:"shapes"`
	Points []shape `json:"points"`
}

type shape struct {
	ISO3 string  `json:"iso3"`
	Name string  `json:"name"`
	Path string  `json:"path"`
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
}

func (w *world) load() error {
	b, err := embedded.ReadFile("assets/world.json")
	if err != nil {
		return err
	}
	return json.Unmarshal(b, w)
}

// coloured is a shape with the standing that colours it.
type coloured struct {
	shape
	Status schema.MembershipStatus // empty for states that have none
	Ref    schema.Ref
}

// worldMap is a map of the world with some states coloured.
type worldMap struct {
	Width, Height int
	Shapes        []coloured
	Points        []coloured
	Statuses      []schema.MembershipStatus // that the map shows, for its legend
}

// colour draws the members; of several standings of a state, the closest counts.
func (w *world) colour(members []question.Membership) worldMap {
	best := map[string]question.Membership{}
	for _, m := range members {
		id := m.Actor.Ref.ID()
		if other, ok := best[id]; m.Actor.Ref.Type() == schema.State && (!ok || rank(m.Status) < rank(other.Status)) {
			best[id] = m
		}
	}
	out := worldMap{Width: w.Width, Height: w.Height}
	shown := map[schema.MembershipStatus]bool{}
	paint := func(s shape) coloured {
		m, ok := best[s.ISO3]
		if !ok {
			return coloured{shape: s}
		}
		shown[m.Status] = true
		s.Name = m.Actor.Name
		return coloured{s, m.Status, m.Actor.Ref}
	}
	for _, s := range w.Shapes {
		out.Shapes = append(out.Shapes, paint(s))
	}
	for _, s := range w.Points {
		if c := paint(s); c.Status != "" {
			out.Points = append(out.Points, c)
		}
	}
	for _, s := range schema.MembershipStatuses {
		if shown[s] {
			out.Statuses = append(out.Statuses, s)
		}
	}
	return out
}

func rank(s schema.MembershipStatus) int {
	for i, x := range schema.MembershipStatuses {
		if x == s {
			return i
		}
	}
	return len(schema.MembershipStatuses)
}
