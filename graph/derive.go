package graph

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// plainEdges are the one-hop edges of the standings that have one.
var plainEdges = map[schema.MembershipStatus]string{
	schema.Member:          "member_of",
	schema.Observer:        "observer_of",
	schema.DialoguePartner: "dialogue_partner_of",
}

// deriveMemberships makes the memberships of one actor in one organization, and the plain edge of the current one.
func deriveMemberships(pair membershipSaid, reports []*report) derived {
	var spells []spell
	for _, r := range reports {
		m := r.said.(membershipSaid)
		status := m.Status
		if status == schema.Founder {
			status = schema.Member // how a membership began, not another kind of it
		}
		spells = append(spells, spell{
			report: r.xid, status: string(status), start: m.Start, end: m.End,
			reference: m.Reference, alleged: m.Alleged, first: r.first, last: r.last,
		})
	}
	var d derived
	since := map[schema.MembershipStatus]string{}
	terms := map[string]int{}
	for _, iv := range timeline(spells) {
		n := node{types: []string{"Membership"}}
		terms[iv.status]++
		n.xid = "membership/" + hash(string(pair.Actor), string(pair.Organization), iv.status, strconv.Itoa(terms[iv.status]))
		n.set("actor", string(pair.Actor))
		n.set("organization", string(pair.Organization))
		n.set("status", iv.status)
		iv.describe(&n)
		d.facts = append(d.facts, fact{n, iv.reports})
		if iv.current() {
			since[schema.MembershipStatus(iv.status)] = iv.start.String()
		}
	}
	for _, status := range schema.MembershipStatuses {
		if pred, ok := plainEdges[status]; ok {
			start, holds := since[status]
			d.edges = append(d.edges, edge{from: string(pair.Actor), to: string(pair.Organization), pred: pred, facet: start, gone: !holds})
		}
	}
	return d
}

// describe writes what memberships and tenures have in common.
func (iv *interval) describe(n *node) {
	n.set("start", iv.start.String())
	n.set("end", iv.end.String())
	begins, ends := iv.bounds()
	if !begins.IsZero() {
		n.setTime("begins", begins)
	}
	if !ends.IsZero() {
		n.setTime("ends", ends)
	}
	n.setBool("reference", iv.reference)
	n.setBool("disputed", iv.disputed)
	n.setBool("alleged", iv.alleged)
	n.setReported(iv.first, iv.last)
	n.seal()
}

// The statuses of a tenure on its timeline.
const inOffice = "in office"

// deriveTenures makes the terms of one person in one office. "Former" said without dates belongs to the last term before
// it, where one is known.
func deriveTenures(of tenureSaid, reports []*report) derived {
	var spells []spell
	for _, r := range reports {
		t := r.said.(tenureSaid)
		s := spell{
			report: r.xid, status: inOffice, start: t.Start, end: t.End, reference: t.Reference, first: r.first, last: r.last,
		}
		if t.Former && t.Start.IsZero() && t.End.IsZero() {
			s.status = string(schema.Former)
		}
		spells = append(spells, s)
	}
	var d derived
	for i, iv := range foldFormer(timeline(spells)) {
		n := node{types: []string{"Tenure"}}
		n.xid = "tenure/" + hash(string(of.Person), of.Office, string(of.Of), strconv.Itoa(i))
		n.set("person", string(of.Person))
		n.set("office", of.Office)
		n.set("of", string(of.Of))
		n.setBool("former", iv.status == string(schema.Former) || !iv.current())
		iv.describe(&n)
		d.facts = append(d.facts, fact{n, iv.reports})
		holds := iv.status == inOffice && iv.current()
		d.edges = append(d.edges, edge{from: string(of.Person), to: n.xid, pred: "holds", gone: !holds})
	}
	return d
}

// foldFormer joins undisputed "former" into the term before it.
func foldFormer(intervals []interval) []interval {
	var folded []interval
	for _, iv := range intervals {
		last := len(folded) - 1
		if iv.status == string(schema.Former) && !iv.disputed && last >= 0 && folded[last].status == inOffice && !folded[last].disputed {
			folded[last].reports = append(folded[last].reports, iv.reports...)
			folded[last].first = earlier(folded[last].first, iv.first)
			folded[last].last = later(folded[last].last, iv.last)
			continue
		}
		folded = append(folded, iv)
	}
	return folded
}

// deriveAffiliations makes a fact of each count.
func deriveAffiliations(reports []*report) derived {
	var d derived
	for _, r := range reports {
		a := r.said.(affiliationSaid)
		n := node{types: []string{"Affiliation"}}
		n.xid = "affiliation/" + hash(string(a.Organization), string(a.Status), strconv.Itoa(a.Count))
		n.set("organization", string(a.Organization))
		n.set("status", string(a.Status))
		n.setInt("number", a.Count)
		n.setReported(r.first, r.last)
		n.seal()
		d.facts = append(d.facts, fact{n, []string{r.xid}})
	}
	return d
}

// deriveNegotiations joins what articles tell of the talks between the same parties: by their matter, or without one to
// the only matter that is known.
func deriveNegotiations(bucket string, reports []*report) derived {
	groups := map[string][]*report{}
	for _, r := range reports {
		matter := schema.Slug(r.said.(negotiationSaid).Matter)
		groups[matter] = append(groups[matter], r)
	}
	if unnamed, ok := groups[""]; ok && len(groups) == 2 {
		delete(groups, "")
		for matter := range groups {
			groups[matter] = append(groups[matter], unnamed...)
		}
	}
	var d derived
	for matter, told := range groups {
		d.facts = append(d.facts, negotiation(bucket, matter, told))
	}
	slices.SortFunc(d.facts, func(a, b fact) int { return strings.Compare(a.xid, b.xid) })
	return d
}

// negotiation is the union of what the reports tell.
func negotiation(bucket, matter string, reports []*report) fact {
	f := fact{node: node{xid: "negotiation/" + hash(bucket, matter), types: []string{"Negotiation"}}}
	var first, last schema.Date
	for _, r := range reports {
		n := r.said.(negotiationSaid)
		setAll(&f.node, "party", n.Parties)
		setAll(&f.node, "principal", n.principals())
		setAll(&f.node, "mediator", n.Mediators)
		setAll(&f.node, "host", n.Hosts)
		setAll(&f.node, "round", n.Rounds)
		setAll(&f.node, "demand", n.Demands)
		setAll(&f.node, "reply", n.Replies)
		setAll(&f.node, "outcome", n.Outcome)
		setAll(&f.node, "next", n.Next)
		first, last = earlier(first, r.first), later(last, r.last)
		f.reports = append(f.reports, r.xid)
	}
	f.set("matter", firstMatter(reports))
	f.setReported(first, last)
	f.seal()
	slices.Sort(f.reports)
	return f
}

// firstMatter is one spelling of the matter, the same whatever the order of the reports.
func firstMatter(reports []*report) string {
	matter := ""
	for _, r := range reports {
		if m := r.said.(negotiationSaid).Matter; m != "" && (matter == "" || m < matter) {
			matter = m
		}
	}
	return matter
}

// profileFields are the predicates of an actor that its profile owns.
var profileFields = []string{
	"formal", "kind", "iso2", "numeric", "standing", "region", "gender", "capital", "seat", "parent", "location",
	"founded", "dissolved", "reference", "digest",
}

// deriveProfile writes what the lists say of an actor onto the actor itself. Of several profiles the most recently
// checked one counts.
func deriveProfile(reports []*report) derived {
	if len(reports) == 0 {
		return derived{}
	}
	best := reports[0]
	f := fact{}
	for _, r := range reports {
		f.reports = append(f.reports, r.xid)
		if r.last.Compare(best.last) > 0 {
			best = r
		}
	}
	p := best.said.(profileSaid)
	f.node = node{xid: string(p.Ref), types: actorTypes(string(p.Ref))}
	f.set("name", p.Name)
	f.set("alias", p.Name)
	for _, n := range p.Profile.Names {
		f.set("alias", n.Name)
	}
	f.set("formal", p.Profile.Formal)
	f.set("kind", p.Profile.Kind)
	f.set("iso2", p.Profile.ISO2)
	f.set("numeric", p.Profile.Numeric)
	f.set("standing", p.Profile.Standing)
	f.set("region", p.Profile.Region)
	f.set("gender", p.Profile.Gender)
	f.set("capital", string(p.Profile.Capital))
	f.set("seat", string(p.Profile.Seat))
	f.set("parent", string(p.Profile.Parent))
	f.set("founded", p.Profile.Founded.String())
	f.set("dissolved", p.Profile.Dissolved.String())
	f.set("location", point(p.Profile.Location))
	f.setBool("reference", true)
	f.seal()
	return derived{facts: []fact{f}}
}

// point is a location as GeoJSON, which puts the longitude first.
func point(l *schema.Location) string {
	if l == nil {
		return ""
	}
	b, err := json.Marshal(map[string]any{"coordinates": []float64{l.Longitude, l.Latitude}, "type": "Point"})
	if err != nil {
		return "" // not a number is no place
	}
	return string(b)
}

// actorTypes are the dgraph.types of an actor or place.
func actorTypes(ref string) []string {
	t := string(schema.Ref(ref).Type())
	return []string{"Actor", strings.ToUpper(t[:1]) + t[1:]}
}
