package graph

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// prop is a value or edge of a node. A value is written in its lexical form, an edge as the xid that it leads to.
type prop struct {
	pred, value string
	facet       string // the value of the predicate's facet, see facetOf; empty for none
}

// node is what a node of the graph looks like, apart from what other nodes say of it.
type node struct {
	xid   string
	types []string // values of dgraph.type
	props []prop
}

// facetOf names the facet of the edges that have one.
var facetOf = map[string]string{
	"participant":         "role",
	"principal":           "role",
	"member_of":           "since",
	"observer_of":         "since",
	"dialogue_partner_of": "since",
}

// anonymous are the kinds of xids that the graph does not hold: of reports and claims there are more than of all else, and
// what they hold tells them apart (see reportXID and claimXID).
func anonymous(xid string) bool {
	return strings.HasPrefix(xid, reportPrefix) || strings.HasPrefix(xid, claimPrefix)
}

// identity is what the graph holds of a node beside its props: its types and its xid.
func (n node) identity() []prop {
	var props []prop
	for _, t := range n.types {
		if t != reportType {
			props = append(props, prop{pred: "dgraph.type", value: t})
		}
	}
	if !anonymous(n.xid) {
		props = append(props, prop{pred: "xid", value: n.xid})
	}
	return props
}

// set adds a value, unless it is empty.
func (n *node) set(pred, value string) {
	if value != "" {
		n.props = append(n.props, prop{pred: pred, value: value})
	}
}

// setAll adds a value for each ref, in order and once.
func setAll[S ~string](n *node, pred string, values []S) {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	for _, v := range slices.Compact(sorted) {
		n.set(pred, string(v))
	}
}

func (n *node) setInt(pred string, value int) {
	if value != 0 {
		n.set(pred, strconv.Itoa(value))
	}
}

func (n *node) setBool(pred string, value bool) {
	if value {
		n.set(pred, "true")
	}
}

func (n *node) setTime(pred string, t time.Time) { n.set(pred, t.UTC().Format(time.RFC3339)) }

// setPrecision adds the precision, unless start tells it.
func (n *node) setPrecision(p schema.Precision, start schema.Date) {
	if p != start.Precision() {
		n.set("precision", string(p))
	}
}

// setDays adds when a report was first and last told; the last day only if it is another.
func (n *node) setDays(first, last schema.Date) {
	n.set("first_reported", first.String())
	if last != first {
		n.set("last_reported", last.String())
	}
}

// setReported adds when the fact was first and last told.
func (n *node) setReported(first, last schema.Date) {
	n.set("first_reported", first.String())
	n.set("last_reported", last.String())
}

// seal puts the props in order, each once, and adds to a fact of a kind that is read by the hundred its content.
func (n *node) seal() {
	n.sort()
	if slices.Contains(withContent, n.types[0]) {
		n.set("content", n.content())
		n.sort()
	}
}

func (n *node) sort() {
	slices.SortFunc(n.props, compareProps)
	n.props = slices.Compact(n.props)
}

// withContent are the types of facts that have all that they hold once more in one value. Dgraph reads each value of a
// node by itself, and takes as long for one letter as for a page.
var withContent = []string{"Membership", "Tenure", "Event", "Affiliation"}

// content is the node in JSON, as Dgraph answers to a query for its predicates; an edge is the xid that it leads to.
func (n *node) content() string {
	all := map[string]any{"xid": n.xid}
	for _, p := range n.props {
		if !predicates[p.pred].List {
			all[p.pred] = p.json()
			continue
		}
		values, _ := all[p.pred].([]any)
		all[p.pred] = append(values, p.json())
	}
	b, err := json.Marshal(all)
	if err != nil {
		return "" // strings, numbers and truth values always marshal
	}
	return string(b)
}

// json is the value or the edge of a prop as it stands in the answer to a query.
func (p prop) json() any {
	switch predicates[p.pred].Type {
	case "uid":
		edge := map[string]any{"xid": p.value}
		if p.facet != "" {
			edge[p.pred+"|"+facetOf[p.pred]] = p.facet
		}
		return edge
	case "int", "bool":
		return json.RawMessage(p.value)
	}
	return p.value
}

func compareProps(a, b prop) int {
	return cmp.Or(cmp.Compare(a.pred, b.pred), cmp.Compare(a.value, b.value), cmp.Compare(a.facet, b.facet))
}

// fact is a node that reports are joined to.
type fact struct {
	node
	reports []string // xids
}

// edge is a plain edge that is kept in step with facts.
type edge struct {
	from, to string // xids
	pred     string
	facet    string
	gone     bool // the edge is to be absent
}

// derived is what all reports of a bucket amount to.
type derived struct {
	facts []fact
	edges []edge
}

// derive works out the facts of one bucket. It depends on the set of reports alone. Withdrawn ones count for nothing.
func derive(bucket string, reports []*report) derived {
	live := slices.DeleteFunc(slices.Clone(reports), func(r *report) bool { return r.withdrawn })
	if len(reports) == 0 {
		return derived{}
	}
	sortReports(live)
	switch reports[0].said.(type) {
	case membershipSaid:
		return deriveMemberships(reports[0].said.(membershipSaid), live)
	case tenureSaid:
		return deriveTenures(reports[0].said.(tenureSaid), live)
	case eventSaid:
		return deriveEvents(bucket, live)
	case negotiationSaid:
		return deriveNegotiations(bucket, live)
	case affiliationSaid:
		return deriveAffiliations(live)
	}
	return deriveProfile(live)
}
