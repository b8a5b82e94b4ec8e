package reference

import (
	"slices"
	"testing"
)

// TestEveryStateHasItsGovernment checks that the members of the United Nations have what every government has: a head of
// state and one of government, a foreign ministry with its minister, a parliament, and a defence ministry with its
// minister where there are armed forces.
func TestEveryStateHasItsGovernment(t *testing.T) {
	w := load(t)
	for _, s := range w.States() {
		if s.Standing != UNMember {
			continue
		}
		office := func(kinds ...string) bool {
			return slices.ContainsFunc(w.Offices(s.Ref), func(o Office) bool { return slices.Contains(kinds, o.Kind) })
		}
		body := func(kinds ...string) bool {
			return slices.ContainsFunc(w.Bodies(s.Ref), func(b Body) bool { return slices.Contains(kinds, b.Kind) })
		}
		for _, part := range []struct {
			name string
			has  bool
		}{
			{"head of state", office("head_of_state", "head_of_state_and_government")},
			{"head of government", office("head_of_government", "head_of_state_and_government")},
			{"foreign minister", office("foreign_minister")},
			{"foreign ministry", body("foreign_ministry")},
			{"parliament", body("parliament", "chamber")},
			{"defence minister", office("defence_minister") || !body("armed_forces")},
			{"defence ministry", body("defence_ministry") || !body("armed_forces")},
		} {
			if !part.has {
				t.Errorf("%s has no %s", s.Name, part.name)
			}
		}
	}
}
