package extract

import (
	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// fellows reads the standing that "other" and "fellow" take for granted of whoever is named beside them: "Kenya and other
// members of the bloc", "Hungary, like other EU members", "Greece joined fellow NATO members". It holds whatever the
// sentence says of them.
func (r *reading) fellows(s, n int) {
	t := &r.trees[s]
	if t.childWord(n, "other", "fellow") < 0 {
		return
	}
	status := t.standing(n)
	if status == "" {
		status = r.allied(s, n)
	}
	who := r.besideFellows(s, n)
	if status == "" || len(who) == 0 {
		return
	}
	before := len(r.found.memberships)
	r.hold(s, who, r.organizationOf(s, n), status, when.Period{}, "membership/fellow")
	if len(r.found.memberships) > before && t.relation(n) == "conj" {
		r.enumerated[spot{s, n}] = who // the others act unnamed, not the organization
	}
}

// besideFellows are the states named beside a noun with "other" or "fellow": in one list with it, as what it is compared
// with, or as whoever joins it.
func (r *reading) besideFellows(s, n int) []int {
	t := &r.trees[s]
	h := t.head(n)
	together := h >= 0 && t.tokens[h].UPOS == "ADV" && (t.word(h) == "together" || t.word(h) == "along")
	if together {
		h = t.head(h)
	}
	if h < 0 {
		return nil
	}
	switch t.relation(n) {
	case "conj":
		var toks []int
		for _, k := range t.conjuncts(h) {
			if k < n {
				toks = append(toks, k)
			}
		}
		return r.statesNamed(s, toks)
	case "obl", "nmod":
		switch p := t.preposition(n); {
		case p == "like" || p == "unlike" || p == "alongside" || p == "along with" || p == "together with":
		case p == "with" && (together || t.childWord(n, "along", "together", "fellow") >= 0 || t.childWord(h, "along", "together") >= 0):
		default:
			return nil
		}
	case "obj":
		if t.lemma(h) != "join" {
			return nil
		}
	default:
		return nil
	}
	if t.verb(h) {
		return r.statesNamed(s, r.agents(s, h))
	}
	return r.statesNamed(s, []int{h})
}

// oneOf is who "one of the members" is said of: the subject of the copula, or the name before an apposition.
func (r *reading) oneOf(s, one int) []int {
	t := &r.trees[s]
	if t.child(one, "cop") >= 0 {
		if st := r.stance(s, one); st.veiled || st.status != schema.Occurred {
			return nil
		}
		if sub := t.subject(one); sub >= 0 {
			return r.statesNamed(s, t.conjuncts(sub))
		}
		return nil
	}
	if t.relation(one) == "appos" {
		return r.statesNamed(s, []int{t.head(one)})
	}
	return nil
}

// amongMembers reads "among the members are A and B" and "the league counts A and B among its members", whose subject is
// the organization.
func (r *reading) amongMembers(s, n int) (who []int, organization int) {
	t := &r.trees[s]
	h := t.head(n)
	switch {
	case t.child(h, "cop") > n:
		if r.stance(s, h).status == schema.Occurred {
			return r.statesNamed(s, t.conjuncts(h)), none
		}
	case t.lemma(h) == "count" || t.lemma(h) == "number" || t.lemma(h) == "list":
		if st := r.stance(s, h); st.status == schema.Occurred && !t.passive(h) {
			return r.statesNamed(s, t.patients(h)), r.bodyIn(r.all(s, r.agents(s, h), true))
		}
	}
	return nil, none
}

// statesNamed are the states, and the organizations that can be members, that tokens name themselves: in "envoys of
// Chad" no state is.
func (r *reading) statesNamed(s int, toks []int) []int {
	var out []int
	for _, k := range toks {
		if m := r.mention[s][k]; m >= 0 && r.actors.Mentions[m].Kind == actor.Name {
			out = appendNew(out, r.states(r.actors.Mentions[m].Entities)...)
		}
	}
	return out
}

// bodyIncludes reads "the league, which includes A and B": an organization in the present tense includes its members. With
// a place where it puts them ("includes X in its list") it does something else.
func (r *reading) bodyIncludes(s, v, subject int) {
	t := &r.trees[s]
	if x := t.tokens[v].XPOS; x != "VBZ" && x != "VBP" || r.stance(s, v).status != schema.Occurred {
		return
	}
	for _, k := range t.kids[v] {
		if t.relation(k) == "obl" && k > v && !t.dated[k] {
			return
		}
	}
	if org := r.bodyAt(s, subject); org >= 0 {
		r.hold(s, r.statesNamed(s, t.patients(v)), org, schema.Member, when.Period{}, "membership/include")
	}
}

// bodyAt is the organization that a token names or describes: "the bloc", or "a grouping" in apposition to its name.
func (r *reading) bodyAt(s, tok int) int {
	t := &r.trees[s]
	if r.mention[s][tok] < 0 && !bodies[t.lemma(tok)] && t.lemma(tok) != "group" {
		return none
	}
	if e := r.bodyIn(r.named(s, tok)); e >= 0 {
		return e
	}
	if t.relation(tok) == "appos" {
		return r.bodyIn(r.named(s, t.head(tok)))
	}
	return none
}
