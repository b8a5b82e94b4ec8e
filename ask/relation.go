package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/question"
)

// relationFrames are those of what actors have to do with each other.
var relationFrames = []frame{
	{
		needs:  [][]concept{{cNeighbor, cConnect, cRelation}},
		may:    []concept{cNeighbor, cMost, cCountry, cActor, cPerson, cOrganization, cConnect, cRelation, cFriendly},
		build:  neighbors,
		offers: []string{"Whom does {a} deal with most?"},
	},
	{
		needs:  [][]concept{{cConnect}},
		may:    []concept{cActor, cCountry, cRelation, cPerson, cSearch},
		build:  path,
		offers: []string{"What connects {a} and {b}?"},
	},
	{
		needs:  [][]concept{{cRelation, cFriendly, cContact, cShare, cPosition}},
		may:    []concept{cFriendly, cContact, cShare, cLast, cOrganization, cBoth, cBelong, cMember, cPlan, cNeighbor, cCountry, cLight, cAct, cAbout},
		build:  related,
		offers: []string{"How do {a} and {b} get along?", "Which organizations do {a} and {b} share?"},
	},
	{
		needs: [][]concept{{cOrganization}, {cBoth, cMember, cBelong}},
		may:   []concept{cBoth, cMember, cBelong, cShare},
		build: related,
	},
}

// neighbors are those of one actor.
func neighbors(s *sentence) (*intent, string) {
	names := s.names()
	if len(names) != 1 || s.form == cAux || s.form == cWhen || s.form == cWhere || s.form == cSinceWhen || s.form == cHow {
		return nil, ""
	}
	if !s.has(cNeighbor) && s.form == cWhat {
		return nil, ""
	}
	who := names[0]
	q := question.Neighbors{Actor: string(who.Ref), From: s.period.start(), At: s.period.at(), Types: s.askedTypes(), Page: question.Page{First: 10}}
	words := "whom " + the(who.Named) + " has most to do with" + s.period.words()
	return &intent{question: q, words: words, reply: func(answer any) reply {
		n := answer.(*question.NeighborsAnswer)
		var r reply
		var all []string
		for _, x := range n.Neighbors {
			all, r.facts = append(all, fmt.Sprintf("%s (%s)", the(x.Named), count(x.Weight, "link"))), append(r.facts, x.Fact)
		}
		if len(all) == 0 {
			r.text = "the graph knows of nobody that " + the(n.Actor) + " has to do with" + s.period.words()
			return r
		}
		r.text = the(n.Actor) + " has most to do with " + some(all, 5) + s.period.words()
		return r
	}}, ""
}

// path is what connects two actors.
func path(s *sentence) (*intent, string) {
	names := s.names()
	if len(names) != 2 || s.form == cWhen || s.form == cWhere || s.form == cHowMany {
		return nil, ""
	}
	q := question.Path{From: string(names[0].Ref), To: string(names[1].Ref), At: s.period.at()}
	words := "what connects " + the(names[0].Named) + " with " + the(names[1].Named) + s.period.words()
	return &intent{question: q, words: words, reply: func(answer any) reply {
		p := answer.(*question.PathAnswer)
		if len(p.Paths) == 0 {
			return reply{text: "the graph knows of no connection between " + the(p.From) + " and " + the(p.To) + s.period.words()}
		}
		var r reply
		var all []string
		for i, route := range p.Paths {
			if i < 3 {
				all = append(all, strings.TrimSuffix(route.Words, "."))
			}
			for _, step := range route.Steps {
				r.facts = append(r.facts, step.Fact)
			}
		}
		r.text = listedClauses(all, len(all))
		if s.form == cAux {
			r.text = "yes: " + r.text
		}
		return r
	}}, ""
}

// related is how two actors stand to each other.
func related(s *sentence) (*intent, string) {
	names := s.names()
	if len(names) != 2 || s.form == cWhere {
		return nil, ""
	}
	shares := s.has(cShare) || s.has(cOrganization) && s.has(cBoth, cMember, cBelong)
	if (names[0].isOrganization() || names[1].isOrganization()) && shares && s.asked != cOrganization {
		return nil, ""
	}
	if shares && s.form == cWhen {
		return nil, ""
	}
	q := question.Relation{A: string(names[0].Ref), B: string(names[1].Ref), At: s.period.at()}
	if !shares {
		q.From = s.period.start()
	}
	words := "how " + the(names[0].Named) + " and " + the(names[1].Named) + " relate" + s.period.words()
	return &intent{question: q, words: words, reply: func(answer any) reply {
		r := answer.(*question.RelationAnswer)
		switch {
		case shares:
			return sayShared(s, r)
		case s.has(cContact) && s.has(cLast) || s.has(cContact) && s.form == cWhen:
			return sayContact(s, r)
		case s.has(cPosition):
			return sayPositions(s, r, names)
		case s.has(cFriendly):
			return sayBalance(s, r)
		}
		return sayRelation(s, r)
	}}, ""
}

// sayPositions tells what one demands, backs or rejects of the other: the one who has the position, if that is said.
func sayPositions(s *sentence, answer *question.RelationAnswer, names []*mention) reply {
	all := answer.Positions
	if owner := names[0]; owner.possessive || owner.prep == "of" {
		all = slices.DeleteFunc(slices.Clone(all), func(e question.Event) bool { return !acts(e, owner.Ref) })
	}
	if len(all) == 0 {
		return reply{text: "the graph knows of no stated position between " + the(answer.A) + " and " + the(answer.B) + s.period.words()}
	}
	words, facts := clauses(all)
	return reply{count(len(all), "stated position") + ": " + listedClauses(words, 5), facts}
}

func sayShared(s *sentence, answer *question.RelationAnswer) reply {
	var r reply
	var all []string
	for _, x := range answer.Shared {
		all, r.facts = append(all, the(x.Organization)), append(r.facts, x.A.Fact, x.B.Fact)
	}
	pair := the(answer.A) + " and " + the(answer.B)
	if len(all) == 0 {
		r.text = "the graph knows of no organization that " + pair + " share" + s.period.words()
		return r
	}
	r.text = fmt.Sprintf("%s share %s%s: %s", pair, count(len(all), "organization"), s.period.words(), some(all, maxListed))
	return r
}

func sayContact(s *sentence, answer *question.RelationAnswer) reply {
	if answer.LastContact == nil {
		return reply{text: "the graph knows of no contact between " + the(answer.A) + " and " + the(answer.B) + s.period.words()}
	}
	return reply{"the last contact: " + answer.LastContact.Words, []string{answer.LastContact.Fact}}
}

// balanceWords say how much two work with and against each other.
func balanceWords(b question.Balance) string {
	return fmt.Sprintf("%s of cooperation and %d of conflict (balance %+.2f on a scale from -1 to 1)",
		count(b.VerbalCooperation+b.MaterialCooperation, "event"), b.VerbalConflict+b.MaterialConflict, b.Score())
}

func sayBalance(s *sentence, answer *question.RelationAnswer) reply {
	pair := the(answer.A) + " and " + the(answer.B)
	if answer.Balance.Total() == 0 {
		return reply{text: "the graph knows of no event between " + pair + s.period.words()}
	}
	_, facts := clauses(answer.Latest)
	return reply{"between " + pair + s.period.words() + " the graph counts " + balanceWords(answer.Balance), facts}
}

func sayRelation(s *sentence, answer *question.RelationAnswer) reply {
	pair := the(answer.A) + " and " + the(answer.B)
	var parts []string
	var r reply
	if len(answer.Shared) > 0 {
		var names []string
		for _, x := range answer.Shared {
			names = append(names, the(x.Organization))
		}
		parts = append(parts, "they share "+some(names, 5))
	}
	for i := range answer.Direct {
		m := &answer.Direct[i]
		parts, r.facts = append(parts, the(m.Actor)+" "+stood(m)), append(r.facts, m.Fact)
	}
	for i := range answer.Offices {
		t := &answer.Offices[i]
		parts, r.facts = append(parts, served(t)), append(r.facts, t.Fact)
	}
	if answer.Balance.Total() > 0 {
		parts = append(parts, "there are "+balanceWords(answer.Balance))
		_, facts := clauses(answer.Latest)
		r.facts = append(r.facts, facts...)
	}
	if answer.LastContact != nil {
		parts = append(parts, "the last contact: "+answer.LastContact.Words)
	}
	if len(parts) == 0 {
		r.text = "the graph knows nothing that " + pair + " have to do with each other" + s.period.words()
		return r
	}
	r.text = pair + s.period.words() + ": " + strings.Join(parts, "; ")
	return r
}
