package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// membershipFrames are those of who belongs to what.
var membershipFrames = []frame{
	{
		may:    []concept{cShare, cBoth, cBut, cNot, cMember, cBelong, cCountry, cActor, cOrganization, cJoin},
		build:  comparison,
		offers: []string{"Which countries are members of both {org} and {org2}?"},
	},
	{
		needs:  [][]concept{{cJoin, cLeave}},
		may:    []concept{cMember, cCountry, cActor, cOrganization, cFirst, cLast, cJoin},
		build:  joining,
		offers: []string{"When did {a} join {org}?", "Which countries joined {org} in 2017?"},
	},
	{
		may:    []concept{cMember, cBelong, cAffiliate, cCountry, cActor, cOrganization, cFormal, cFrom, cNot},
		build:  standing,
		offers: []string{"Is {a} a member of {org}?"},
	},
	{
		may:    []concept{cMember, cBelong, cAffiliate, cCountry, cActor, cSize, cPerson, cHold, cLight},
		build:  members,
		offers: []string{"Which countries are members of {org}?"},
	},
	{
		needs:  [][]concept{{cOrganization, cMember, cBelong, cAffiliate}},
		may:    []concept{cAffiliate, cActor, cThing, cHold},
		build:  memberships,
		offers: []string{"Which organizations does {a} belong to?"},
	},
}

// statuses are the standings that a question speaks of; none for those of every kind.
func (s *sentence) statuses() []schema.MembershipStatus {
	var all []schema.MembershipStatus
	membership := false
	for i := range s.items {
		for _, v := range s.items[i].values(cMember) {
			if st := schema.MembershipStatus(v); !slices.Contains(all, st) {
				all = append(all, st)
				membership = membership || s.items[i].form == "membership"
			}
		}
	}
	if membership && len(all) > 1 { // a candidate for membership is no member
		all = slices.DeleteFunc(all, func(st schema.MembershipStatus) bool { return st == schema.Member })
	}
	return all
}

// joined reports whether "and" stands between the first and the last word that mean the concept.
func (s *sentence) joined(c concept) bool {
	and := false
	for i := s.index(c) + 1; i < len(s.items); i++ {
		if s.items[i].has(c) && and {
			return true
		}
		and = and || s.items[i].form == "and" || s.items[i].form == ","
	}
	return false
}

// tie reports whether a question has words of membership, or a name behind "in" that makes do without.
func (s *sentence) tie(org *mention) bool {
	return s.has(cMember, cBelong, cAffiliate) || org.prep == "in"
}

// comparison is that of organizations by their members.
func comparison(s *sentence) (*intent, string) {
	orgs, others := s.split()
	if len(orgs) < 2 || len(others) > 0 || s.has(cSinceWhen, cWhen, cWhere) || s.asked == cOrganization {
		return nil, ""
	}
	if s.form == cAux && !s.has(cShare, cBoth) || !s.has(cShare, cBoth) && !s.tie(orgs[len(orgs)-1]) {
		return nil, ""
	}
	s.negateLast(orgs)
	if s.has(cNot) && !slices.ContainsFunc(orgs, func(m *mention) bool { return m.negated }) {
		return nil, ""
	}
	if len(s.statuses()) > 1 {
		return nil, ""
	}
	q := question.Compare{Organizations: refs(orgs), At: s.period.at(), Statuses: s.statuses()}
	words := "the members of " + theNames(orgs) + " compared" + s.period.words()
	return &intent{question: q, words: words, reply: func(answer any) reply {
		return sayCompared(orgs, answer.(*question.CompareAnswer))
	}}, ""
}

// negateLast excludes the last organization where the verb before it is negated: "do not belong to BRICS".
func (s *sentence) negateLast(orgs []*mention) {
	before, last := orgs[len(orgs)-2], orgs[len(orgs)-1]
	for i := before.at; i < last.at; i++ {
		if s.items[i].has(cNot) {
			last.negated = true
		}
	}
}

// sayCompared names the affiliates of all organizations that are not excluded.
func sayCompared(orgs []*mention, answer *question.CompareAnswer) reply {
	var names, in, out []string
	var r reply
	for i := range answer.Rows {
		row := &answer.Rows[i]
		fits := true
		for j, o := range orgs {
			fits = fits && (row.Standings[j].Fact != "") != o.negated
		}
		if !fits {
			continue
		}
		names = append(names, the(row.Actor))
		for _, m := range row.Standings {
			r.facts = append(r.facts, m.Fact)
		}
	}
	for _, o := range orgs {
		if o.negated {
			out = append(out, the(o.Named))
		} else {
			in = append(in, the(o.Named))
		}
	}
	where := and(in)
	if len(out) > 0 {
		where += " but not " + and(out)
	}
	if len(names) == 0 {
		r.text = "no such member that the graph knows of is in " + where
		return r
	}
	r.text = fmt.Sprintf("%s in %s: %s", count(len(names), "member"), where, some(names, maxListed))
	return r
}

// joining is about when somebody became a member or ceased to be one.
func joining(s *sentence) (*intent, string) {
	orgs, others := s.split()
	left := s.has(cLeave)
	switch {
	case len(orgs) == 1 && len(others) == 1:
		return joiningOf(s, others[0], orgs[0], left)
	case len(orgs) == 1 && len(others) == 0 && s.form != cAux && s.form != cWhen && s.asked != cOrganization:
		q := question.Members{Organization: string(orgs[0].Ref), Statuses: []schema.MembershipStatus{schema.Member}, History: true}
		verb := map[bool]string{true: "left", false: "joined"}[left]
		words := "who " + verb + " " + the(orgs[0].Named) + s.period.words()
		return &intent{question: q, words: words, reply: func(answer any) reply {
			m := answer.(*question.MembersAnswer)
			return sayJoined(s, m.Members, left, verb+" "+the(m.Organization), func(m *question.Membership) question.Named { return m.Actor })
		}}, ""
	case len(orgs) == 0 && len(others) == 1 && s.form != cAux && (s.asked == cOrganization || s.form == cWhat || s.form == cWhen):
		q := question.Memberships{Actor: string(others[0].Ref), Statuses: []schema.MembershipStatus{schema.Member}, History: true}
		verb := map[bool]string{true: "left", false: "joined"}[left]
		words := "what " + the(others[0].Named) + " " + verb + s.period.words()
		return &intent{question: q, words: words, reply: func(answer any) reply {
			m := answer.(*question.MembershipsAnswer)
			return sayJoined(s, m.Memberships, left, "organizations that "+the(m.Actor)+" "+verb,
				func(m *question.Membership) question.Named { return m.Organization })
		}}, ""
	}
	return nil, ""
}

// sayJoined lists those whose membership began, or ended, in the period.
func sayJoined(s *sentence, all []question.Membership, left bool, verb string, of func(*question.Membership) question.Named) reply {
	var names []string
	var r reply
	for i := range all {
		m := &all[i]
		d := m.Since
		if left {
			d = m.Until
		}
		if d.IsZero() || s.period.said && !s.period.inside(d) || m.Alleged || m.Disputed {
			continue
		}
		names, r.facts = append(names, the(of(m))+" ("+d.String()+")"), append(r.facts, m.Fact)
	}
	organizations := strings.HasPrefix(verb, "organizations")
	switch {
	case len(names) == 0 && organizations:
		r.text = "the graph knows of no " + verb + s.period.words()
		return r
	case len(names) == 0:
		r.text = "the graph knows of nobody that " + verb + s.period.words()
		return r
	case organizations:
		r.text = verb + s.period.words() + ": " + some(names, maxListed)
		return r
	}
	r.text = some(names, maxListed) + " " + verb + s.period.words()
	return r
}

// joiningOf is about when one became, or ceased to be, a member of an organization.
func joiningOf(s *sentence, who, org *mention, left bool) (*intent, string) {
	if s.form != cAux && s.form != cWhen && s.form != cSinceWhen {
		return nil, ""
	}
	status := schema.Member
	if all := s.statuses(); len(all) == 1 {
		status = all[0]
	}
	q := question.Memberships{Actor: string(who.Ref), History: true}
	verb := map[bool]string{true: "ceased to be", false: "became"}[left]
	words := fmt.Sprintf("when %s %s %s of %s", the(who.Named), verb, a(statusNoun(status)), the(org.Named))
	return &intent{question: q, words: words, reply: func(answer any) reply {
		var r reply
		for _, m := range answer.(*question.MembershipsAnswer).Memberships {
			d := m.Since
			if left {
				d = m.Until
			}
			if m.Organization.Ref != org.Ref || m.Status != status || d.IsZero() || m.Alleged || m.Disputed {
				continue
			}
			r.facts = append(r.facts, m.Fact)
			r.text = fmt.Sprintf("%s %s %s of %s%s", the(m.Actor), verb, a(statusNoun(status)), the(m.Organization), onDate(d))
			if s.form == cAux {
				r.text = yesOrNo(!s.period.said || s.period.inside(d)) + r.text
			}
		}
		if r.text == "" {
			r.text = "the graph does not know " + words
			if s.form == cAux {
				r.text = "not as far as the graph knows"
			}
		}
		return r
	}}, ""
}

func yesOrNo(yes bool) string {
	if yes {
		return "yes: "
	}
	return "no: "
}

// standing is how somebody stands to an organization.
func standing(s *sentence) (*intent, string) {
	names := s.names()
	if len(names) != 2 || s.form != cAux && s.form != cWhen && s.form != cSinceWhen && s.form != cWhat && s.form != cWhich && s.form != cHow {
		return nil, ""
	}
	who, org := names[0], names[1]
	if who.isOrganization() && (!org.isOrganization() || s.compoundOf(who)) {
		who, org = org, who
	}
	if !org.isOrganization() || !s.tie(org) || (s.form == cWhat || s.form == cWhich || s.form == cHow) && !s.has(cAffiliate) {
		return nil, ""
	}
	if s.form == cWhen && s.has(cBelong) {
		return nil, ""
	}
	q := question.Memberships{Actor: string(who.Ref), At: s.period.at(), History: true}
	words := fmt.Sprintf("how %s stands to %s%s", the(who.Named), the(org.Named), s.period.words())
	return &intent{question: q, words: words, reply: func(answer any) reply {
		return sayStanding(s, who, org, answer.(*question.MembershipsAnswer).Memberships)
	}}, ""
}

// compoundOf reports whether a name stands before a noun of membership as its first part: "an SCO member".
func (s *sentence) compoundOf(m *mention) bool {
	next := m.at + 1
	return next < len(s.items) && (s.items[next].has(cMember) || s.items[next].has(cAffiliate))
}

// sayStanding tells how one stands, or stood, to an organization.
func sayStanding(s *sentence, who, org *mention, all []question.Membership) reply {
	all = slices.DeleteFunc(slices.Clone(all), func(m question.Membership) bool {
		return m.Organization.Ref != org.Ref || m.Alleged || m.Disputed
	})
	slices.SortStableFunc(all, func(a, b question.Membership) int { return a.Since.Compare(b.Since) })
	wanted := s.statuses()
	if len(wanted) == 0 && !s.has(cAffiliate) {
		wanted = []schema.MembershipStatus{schema.Member, schema.Founder}
	}
	isWanted := func(m question.Membership) bool { return len(wanted) == 0 || slices.Contains(wanted, m.Status) }
	var holds, others []string
	var r, other reply
	for i := range all {
		m := &all[i]
		switch {
		case m.Holds && isWanted(*m):
			holds, r.facts = append(holds, stood(m)), append(r.facts, m.Fact)
		case m.Holds || isWanted(*m):
			others, other.facts = append(others, stood(m)), append(other.facts, m.Fact)
		}
	}
	name := the(who.Named)
	switch {
	case len(holds) > 0 && s.form == cAux:
		r.text = "yes: " + name + " " + and(holds)
	case len(holds) > 0:
		r.text = name + " " + and(holds)
	case len(others) > 0 && s.form == cAux:
		r = reply{"no: " + name + " " + and(others), other.facts}
	case len(others) > 0:
		r = reply{name + " " + and(others), other.facts}
	case s.form == cAux:
		r.text = "not as far as the graph knows"
	default:
		r.text = "the graph knows of no tie of " + name + " to " + the(org.Named) + s.period.words()
	}
	return r
}

// members are those of an organization.
func members(s *sentence) (*intent, string) {
	orgs, others := s.split()
	howLarge := s.form == cHow && s.has(cSize)
	if len(orgs) != 1 || len(others) > 0 || !s.tie(orgs[0]) && !howLarge {
		return nil, ""
	}
	if s.form == cHow && !howLarge || s.form == cWhen || s.form == cWhere || s.form == cSinceWhen || s.asked == cOrganization && orgs[0].prep == "" && !s.compoundOf(orgs[0]) {
		return nil, ""
	}
	org := orgs[0]
	statuses := s.statuses()
	if len(statuses) > 1 && !s.joined(cMember) {
		return nil, ""
	}
	if s.has(cAffiliate) && len(statuses) == 0 {
		statuses = schema.MembershipStatuses
	}
	q := question.Members{Organization: string(org.Ref), At: s.period.at(), Statuses: statuses}
	words := "the " + statusesNoun(statuses) + " of " + the(org.Named) + s.period.words()
	return &intent{question: q, words: words, reply: func(answer any) reply {
		return sayMembers(s, answer.(*question.MembersAnswer), statuses)
	}}, ""
}

// statusesNoun says who has one of the standings.
func statusesNoun(statuses []schema.MembershipStatus) string {
	if len(statuses) == len(schema.MembershipStatuses) {
		return "affiliates"
	}
	var nouns []string
	for _, st := range statuses {
		nouns = append(nouns, plural(statusNoun(st)))
	}
	if len(nouns) == 0 {
		return "members"
	}
	return and(nouns)
}

func plural(noun string) string {
	if first, rest, ok := strings.Cut(noun, " for "); ok {
		return first + "s for " + rest
	}
	return noun + "s"
}

func sayMembers(s *sentence, answer *question.MembersAnswer, statuses []schema.MembershipStatus) reply {
	var r reply
	var names []string
	for _, m := range answer.Members {
		name := the(m.Actor)
		if len(statuses) > 1 {
			name += " (" + statusNoun(m.Status) + ")"
		}
		names, r.facts = append(names, name), append(r.facts, m.Fact)
	}
	noun := statusesNoun(statuses)
	if len(names) == 0 {
		r.text = fmt.Sprintf("the graph knows of no %s of %s%s", noun, the(answer.Organization), s.period.words())
		return r
	}
	if len(names) == 1 {
		noun = strings.Replace(strings.TrimSuffix(noun, "s"), "candidates", "candidate", 1)
	}
	has := " has "
	if !s.period.at().IsZero() {
		has = " had "
	}
	r.text = fmt.Sprintf("%s%s%d %s%s: %s", the(answer.Organization), has, len(names), noun, s.period.words(), some(names, maxListed))
	return r
}

// memberships are those of an actor.
func memberships(s *sentence) (*intent, string) {
	names := s.names()
	if len(names) != 1 || s.form == cAux || s.form == cWhen || s.form == cWhere || s.form == cSinceWhen || s.form == cHow {
		return nil, ""
	}
	who := names[0]
	if who.isOrganization() && s.asked != cOrganization || s.form != cWhat && s.asked != cOrganization && !s.has(cAffiliate) && who.prep != "of" && !who.possessive {
		return nil, ""
	}
	if s.form == cWhat && s.asked != cOrganization && !s.has(cMember, cBelong, cAffiliate) {
		return nil, ""
	}
	statuses := s.statuses()
	q := question.Memberships{Actor: string(who.Ref), At: s.period.at(), Statuses: statuses}
	words := "the organizations of " + the(who.Named) + s.period.words()
	return &intent{question: q, words: words, reply: func(answer any) reply {
		return sayMemberships(s, answer.(*question.MembershipsAnswer))
	}}, ""
}

func sayMemberships(s *sentence, answer *question.MembershipsAnswer) reply {
	var r reply
	by := map[schema.MembershipStatus][]string{}
	for _, m := range answer.Memberships {
		by[m.Status], r.facts = append(by[m.Status], the(m.Organization)), append(r.facts, m.Fact)
	}
	if len(answer.Memberships) == 0 {
		r.text = "the graph knows of no organization of " + the(answer.Actor) + s.period.words()
		return r
	}
	var parts []string
	for _, st := range schema.MembershipStatuses {
		if len(by[st]) > 0 {
			parts = append(parts, a(statusNoun(st))+" of "+some(by[st], maxListed))
		}
	}
	verb := " is "
	if !s.period.at().IsZero() {
		verb = " was "
	}
	r.text = the(answer.Actor) + verb + and(parts) + s.period.words()
	if s.form == cHowMany {
		r.text = count(len(answer.Memberships), "organization") + ": " + r.text
	}
	return r
}
