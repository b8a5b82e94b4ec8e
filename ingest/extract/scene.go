package extract

import "github.com/entente-kg/entente/schema"

// at are the prepositions that put a deed at a place.
var at = map[string]bool{"in": true, "at": true, "near": true, "outside": true, "on": true, "off": true, "inside": true}

// sceneOf is the place of a deed of force that only its object or a phrase of place tells: "shelled the port of Odesa",
// "attacked the embassy in Tehran", "killed him in a raid near Idlib", "at a market in Herat". A state gives way to a place,
// none if there is neither.
func (r *reading) sceneOf(s, v int) int {
	t := &r.trees[s]
	state := none
	for _, k := range t.patients(v) {
		if e := r.locality(s, k); e >= 0 && r.entityType(e) == schema.Place {
			return e
		}
		e := r.locatedAt(s, k)
		if e >= 0 && r.entityType(e) == schema.Place {
			return e
		}
		if state < 0 {
			state = e
		}
	}
	for _, k := range t.kids[v] {
		if p := t.preposition(k); t.relation(k) != "obl" || !at[p] && p != "during" || t.dated[k] || r.consultation(s, k) {
			continue
		}
		if e := r.locatedAt(s, k); e >= 0 {
			return e
		}
	}
	return state
}

// struckPlace is the place among those whom a deed of force strikes, none if there is none.
func (r *reading) struckPlace(e *event) int {
	for _, x := range e.with(schema.Target) {
		if r.entityType(x) == schema.Place {
			return x
		}
	}
	return none
}

// locatedAt is the place, else the state, at which the modifiers of a noun or of its own modifiers put it.
func (r *reading) locatedAt(s, n int) int {
	t := &r.trees[s]
	state := none
	for queue := []int{n}; len(queue) > 0; queue = queue[1:] {
		for _, k := range t.kids[queue[0]] {
			if t.relation(k) != "nmod" || k < n {
				continue
			}
			p, e := t.preposition(k), none
			if at[p] {
				if e = r.locality(s, k); e >= 0 && r.entityType(e) == schema.Place {
					return e
				}
				if state < 0 && p == "in" {
					state = e
				}
			}
			if (at[p] && e < 0 || p == "of") && len(queue) < 4 { // "at a market in X"
				queue = append(queue, k)
			}
		}
	}
	return state
}

// whereabouts is the place at which a clause of place puts its deed: "met in Oslo, where they signed".
func (r *reading) whereabouts(s, v int) int {
	t := &r.trees[s]
	where := t.childWord(v, "where")
	if where < 2 || where > v {
		return none
	}
	name := where - 1
	if t.tokens[name].Text == "," {
		name--
	}
	if m := r.nameAt(s, name, true); m >= 0 && r.entityType(r.actors.Mentions[m].Entities[0]) == schema.Place {
		return r.actors.Mentions[m].Entities[0]
	}
	return none
}

// speakingIn is where whoever says something is told to be: "speaking in Ankara, X said", "X, by then in Hanoi, said".
func (r *reading) speakingIn(s, v int) int {
	t := &r.trees[s]
	for _, k := range t.kids[v] {
		if t.relation(k) == "advcl" && t.tokens[k].XPOS == "VBG" && (t.lemma(k) == "speak" || t.lemma(k) == "talk") {
			if e, ok := r.hungPlace(s, k); ok {
				return e
			}
		}
	}
	sub := t.subject(v)
	if sub < 0 || sub > v || !r.isPerson(s, sub) {
		return none
	}
	for _, k := range t.kids[sub] {
		if k < sub || t.preposition(k) != "in" || !t.setOff(sub, k) {
			continue
		}
		if e := r.locality(s, k); e >= 0 && r.entityType(e) == schema.Place {
			return e
		}
	}
	return none
}

// setOff reports a comma between two tokens.
func (t *tree) setOff(from, to int) bool {
	for i := from + 1; i < to; i++ {
		if t.tokens[i].Text == "," {
			return true
		}
	}
	return false
}
