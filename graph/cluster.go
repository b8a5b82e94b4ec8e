package graph

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// cluster is an event in the making: the reports that are joined so far, and what they amount to.
type cluster struct {
	eventSaid
	seed        string // xid of the most exact report, which gives the event its identity
	reports     []string
	first, last schema.Date
}

// clusterEvents joins the reports of a bucket to events. The most exact reports come first and make the events; a less
// exact one joins the event that it is compatible with if there is exactly one, and stays an event of its own where it
// could be about several. The order of the reports does not matter.
func clusterEvents(reports []*report) []*cluster {
	sorted := slices.Clone(reports)
	slices.SortFunc(sorted, compareExactness)
	var clusters []*cluster
	for _, r := range sorted {
		e := r.said.(eventSaid)
		var fits []*cluster
		for _, c := range clusters {
			if c.compatible(e) {
				fits = append(fits, c)
			}
		}
		if len(fits) != 1 {
			clusters = append(clusters, &cluster{
				eventSaid: e, seed: r.xid, reports: []string{r.xid}, first: r.first, last: r.last,
			})
			continue
		}
		fits[0].join(r)
	}
	return clusters
}

// compareExactness orders reports, the one that pins its event down best first.
func compareExactness(a, b *report) int {
	x, y := a.said.(eventSaid), b.said.(eventSaid)
	return cmp.Or(
		cmp.Compare(x.length(), y.length()),
		-compareBool(x.Place != "", y.Place != ""),
		-compareBool(x.Round != 0, y.Round != 0),
		-cmp.Compare(kindRank(x.Kind), kindRank(y.Kind)),
		-cmp.Compare(len(x.Parties), len(y.Parties)),
		cmp.Compare(a.xid, b.xid),
	)
}

// compatible reports whether e can be the event of the cluster.
func (c *cluster) compatible(e eventSaid) bool {
	return compatibleKinds(c.Kind, e.Kind) &&
		(c.Place == "" || e.Place == "" || c.Place == e.Place) &&
		(c.Round == 0 || e.Round == 0 || c.Round == e.Round) &&
		compatiblePeriods(c.eventSaid, e) &&
		c.compatibleParties(e)
}

// join makes the event of the cluster as exact as both are.
func (c *cluster) join(r *report) {
	e := r.said.(eventSaid)
	if kindRank(e.Kind) > kindRank(c.Kind) {
		c.Kind = e.Kind
	}
	if e.length() < c.length() {
		c.Start, c.End, c.Precision = e.Start, e.End, e.Precision
	}
	c.Place = cmp.Or(c.Place, e.Place)
	c.Round = cmp.Or(c.Round, e.Round)
	if e.Status == schema.Occurred {
		c.Status = e.Status
	}
	c.Alleged = c.Alleged && e.Alleged
	c.Parties = unionParties(c.Parties, e.Parties)
	c.first, c.last = earlier(c.first, r.first), later(c.last, r.last)
	c.reports = append(c.reports, r.xid)
}

// length is how long the period is that the event is known to lie in: the shorter, the more exact.
func (e eventSaid) length() time.Duration {
	if e.Start.IsZero() {
		return 1<<63 - 1
	}
	first, last := e.span()
	return last.Sub(first)
}

// span is the period from the first to the last day that are said. A start alone counts for itself.
func (e eventSaid) span() (first, last time.Time) {
	end := e.End
	if end.IsZero() {
		end = e.Start
	}
	return e.Start.First(), end.Last()
}

// compatiblePeriods reports whether one period lies in the other. An undated event can be any of its time (see period).
func compatiblePeriods(a, b eventSaid) bool {
	if a.Start.IsZero() || b.Start.IsZero() {
		return true
	}
	aFirst, aLast := a.span()
	bFirst, bLast := b.span()
	aInB := !aFirst.Before(bFirst) && !aLast.After(bLast)
	bInA := !bFirst.Before(aFirst) && !bLast.After(aLast)
	return aInB || bInA
}

// kindRank grows with what a kind tells.
func kindRank(k schema.EventKind) int {
	switch k {
	case "", schema.Other:
		return 0
	case schema.Meeting:
		return 1
	}
	return 2
}

// compatibleKinds: a summit, a visit and a round of talks are meetings, a call is not.
func compatibleKinds(a, b schema.EventKind) bool {
	if a == b || kindRank(a) == 0 || kindRank(b) == 0 {
		return true
	}
	return kindRank(a) != kindRank(b) && a != schema.Call && b != schema.Call
}

// compatibleParties: the principals agree, for they make the bucket. Where both name people of one principal, one of
// them must be the same, or two foreign ministers would meet where two presidents do. At a summit everybody may come.
func (c *cluster) compatibleParties(e eventSaid) bool {
	if c.Kind == schema.Summit && e.Kind == schema.Summit {
		return true
	}
	mine, theirs := people(c.Parties), people(e.Parties)
	for principal, persons := range mine {
		others, ok := theirs[principal]
		if ok && !slices.ContainsFunc(others, func(r schema.Ref) bool { return slices.Contains(persons, r) }) {
			return false
		}
	}
	return true
}

// people lists the persons among the parties by their principal.
func people(parties []partySaid) map[schema.Ref][]schema.Ref {
	persons := map[schema.Ref][]schema.Ref{}
	for _, p := range parties {
		if p.Actor.Type() == schema.Person && p.For != p.Actor {
			persons[p.For] = append(persons[p.For], p.Actor)
		}
	}
	return persons
}

func unionParties(a, b []partySaid) []partySaid {
	all := map[partySaid]struct{}{}
	for _, p := range slices.Concat(a, b) {
		all[p] = struct{}{}
	}
	return slices.SortedFunc(maps.Keys(all), compareParties)
}

func compareParties(a, b partySaid) int {
	return cmp.Or(cmp.Compare(a.Actor, b.Actor), cmp.Compare(a.Role, b.Role), cmp.Compare(a.For, b.For))
}

// deriveEvents makes the events of a bucket.
func deriveEvents(bucket string, reports []*report) derived {
	var d derived
	for _, c := range clusterEvents(reports) {
		n := node{xid: "event/" + hash(bucket, c.seed), types: []string{"Event"}}
		n.set("event_type", string(c.Type))
		n.set("kind", string(c.Kind))
		n.set("status", string(c.Status))
		n.set("place", string(c.Place))
		n.setInt("round_number", c.Round)
		n.set("start", c.Start.String())
		n.set("end", c.End.String())
		n.setPrecision(c.Precision, c.Start)
		if !c.Start.IsZero() {
			begins, ends := c.span()
			n.setTime("begins", begins)
			n.setTime("ends", ends)
		}
		n.setBool("alleged", c.Alleged)
		n.props = append(n.props, participants(c.Parties)...)
		n.props = append(n.props, principals(c.Parties)...)
		n.setReported(c.first, c.last)
		n.seal()
		slices.Sort(c.reports)
		d.facts = append(d.facts, fact{n, c.reports})
	}
	slices.SortFunc(d.facts, func(a, b fact) int { return strings.Compare(a.xid, b.xid) })
	return d
}

// participants are the edges to those who take part, with their roles.
func participants(parties []partySaid) []prop {
	return edgesWithRoles("participant", parties, func(p partySaid) schema.Ref { return p.Actor })
}

// principals are the edges to those whom others act for, with the roles of these.
func principals(parties []partySaid) []prop {
	others := slices.DeleteFunc(slices.Clone(parties), func(p partySaid) bool { return p.For == "" || p.For == p.Actor })
	return edgesWithRoles("principal", others, func(p partySaid) schema.Ref { return p.For })
}

// edgesWithRoles are edges to the actors of parties; one to each, with all its roles.
func edgesWithRoles(pred string, parties []partySaid, actor func(partySaid) schema.Ref) []prop {
	roles := map[schema.Ref][]string{}
	for _, p := range parties {
		roles[actor(p)] = append(roles[actor(p)], string(p.Role))
	}
	var edges []prop
	for _, ref := range slices.Sorted(maps.Keys(roles)) {
		slices.Sort(roles[ref])
		edges = append(edges, prop{pred: pred, value: string(ref), facet: strings.Join(slices.Compact(roles[ref]), " ")})
	}
	return edges
}
