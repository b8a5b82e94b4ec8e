package graph

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dgraph-io/dgo/v230"
	"github.com/dgraph-io/dgo/v230/protos/api"

	"github.com/entente-kg/entente/schema"
)

// mutation gathers what a transaction writes and sends it in one request: at each request the server goes through all that
// the transaction has written before.
type mutation struct {
	txn    *dgo.Txn
	uids   map[string]string // by xid; grows as nodes are made
	writes map[string]*nodeWrite
	order  []*nodeWrite
}

// nodeWrite is what is written of one node.
type nodeWrite struct {
	node
	place   map[string]int // index in props of each predicate that has one value
	deletes []prop         // of a predicate with one value, that value whatever it is
	gone    bool           // the node ends
}

func newMutation(txn *dgo.Txn, uids map[string]string) *mutation {
	return &mutation{txn: txn, uids: uids, writes: map[string]*nodeWrite{}}
}

func (m *mutation) write(xid string) *nodeWrite {
	w, ok := m.writes[xid]
	if !ok {
		w = &nodeWrite{node: node{xid: xid}, place: map[string]int{}}
		m.writes[xid] = w
		m.order = append(m.order, w)
	}
	return w
}

// put adds a prop; of a predicate with one value the last counts.
func (w *nodeWrite) put(p prop) {
	if !predicates[p.pred].List {
		if i, ok := w.place[p.pred]; ok {
			w.props[i] = p
			return
		}
		w.place[p.pred] = len(w.props)
	}
	w.props = append(w.props, p)
}

// setNode makes the node if it is new and adds the props.
func (m *mutation) setNode(n node) {
	w := m.write(n.xid)
	w.types = n.types
	for _, p := range n.props {
		w.put(p)
	}
}

// replaceNode turns a node of the graph into n.
func (m *mutation) replaceNode(old, n node) {
	w := m.write(n.xid)
	for _, p := range n.props {
		if !slices.Contains(old.props, p) {
			w.put(p)
		}
	}
	for _, p := range old.props {
		switch {
		case slices.ContainsFunc(n.props, func(q prop) bool { return q.pred == p.pred && q.value == p.value }):
		case predicates[p.pred].List || !slices.ContainsFunc(n.props, func(q prop) bool { return q.pred == p.pred }):
			w.deletes = append(w.deletes, p)
		}
	}
}

// deleteNode takes a node with all that it has out of the graph.
func (m *mutation) deleteNode(old node) {
	w := m.write(old.xid)
	w.deletes, w.gone = old.props, true
}

func (m *mutation) setEdge(e edge) {
	m.write(e.from).put(prop{pred: e.pred, value: e.to, facet: e.facet})
}

func (m *mutation) deleteEdge(e edge) {
	w := m.write(e.from)
	w.deletes = append(w.deletes, prop{pred: e.pred, value: e.to})
}

// deleteValue takes the value of a predicate away.
func (m *mutation) deleteValue(xid, pred string) {
	w := m.write(xid)
	w.deletes = append(w.deletes, prop{pred: pred})
}

// commit sends everything and commits.
func (m *mutation) commit(ctx context.Context) error {
	if err := m.resolve(ctx); err != nil {
		return err
	}
	b := &request{uids: m.uids, blank: map[string]string{}}
	b.label(m.order)
	for _, w := range m.order {
		b.add(w)
	}
	if b.err != nil || len(b.api.Set)+len(b.api.Del) == 0 {
		return b.err
	}
	b.api.CommitNow = true
	resp, err := m.txn.Mutate(ctx, &b.api)
	if err != nil {
		return err
	}
	for xid, label := range b.blank {
		m.uids[xid] = resp.Uids[label[len("_:"):]]
	}
	return nil
}

// resolve finds the nodes that are written of or led to, that the transaction does not make, and that it has not read
// yet: a fact leads to actors that only other articles name.
func (m *mutation) resolve(ctx context.Context) error {
	missing := map[string]struct{}{}
	need := func(xid string) {
		if w, ok := m.writes[xid]; ok && w.types != nil {
			return
		}
		if _, ok := m.uids[xid]; !ok && !anonymous(xid) {
			missing[xid] = struct{}{}
		}
	}
	for _, w := range m.order {
		need(w.xid)
		for _, p := range slices.Concat(w.props, w.deletes) {
			if predicates[p.pred].Type == "uid" {
				need(p.value)
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	var q strings.Builder
	q.WriteString("{")
	block(&q, "nodes", "xid", sortedKeys(missing), "uid xid")
	q.WriteString("}")
	var found struct {
		Nodes []struct {
			UID string `json:"uid"`
			XID string `json:"xid"`
		} `json:"nodes"`
	}
	if err := ask(ctx, m.txn, q.String(), &found); err != nil {
		return err
	}
	for _, n := range found.Nodes {
		m.uids[n.XID] = n.UID
	}
	return nil
}

// request is a mutation as it goes to the server.
type request struct {
	api   api.Mutation
	uids  map[string]string
	blank map[string]string // labels of the nodes that the request makes, by xid
	err   error
}

// label gives labels to the new nodes.
func (b *request) label(order []*nodeWrite) {
	for i, w := range order {
		if _, ok := b.uids[w.xid]; !ok {
			b.blank[w.xid] = "_:" + strconv.Itoa(i)
		}
	}
}

// subject is the uid or the label of a node, empty for one that is nowhere.
func (b *request) subject(xid string) string {
	if uid, ok := b.uids[xid]; ok {
		return uid
	}
	return b.blank[xid]
}

func (b *request) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// add adds a write to the request.
func (b *request) add(w *nodeWrite) {
	subject := b.subject(w.xid)
	if b.blank[w.xid] != "" {
		if w.types == nil {
			b.fail(fmt.Errorf("write of %s: no such node", w.xid))
			return
		}
		for _, p := range w.identity() {
			b.api.Set = append(b.api.Set, &api.NQuad{Subject: subject, Predicate: p.pred, ObjectValue: text(p.value)})
		}
	}
	for _, p := range w.deletes {
		b.delete(subject, p)
	}
	if w.gone {
		b.delete(subject, prop{pred: "xid", value: w.xid})
		b.api.Del = append(b.api.Del, &api.NQuad{Subject: subject, Predicate: "dgraph.type", ObjectValue: allValues})
		return
	}
	for _, p := range w.props {
		b.set(subject, p)
	}
}

// allValues stands for all values of a predicate. Only as a value without a type does the server know it.
var allValues = &api.Value{Val: &api.Value_DefaultVal{DefaultVal: "_STAR_ALL"}}

func (b *request) set(subject string, p prop) {
	q := &api.NQuad{Subject: subject, Predicate: p.pred}
	if predicates[p.pred].Type == "uid" {
		if q.ObjectId = b.subject(p.value); q.ObjectId == "" {
			b.fail(fmt.Errorf("write: %s leads to %s, which is not there", p.pred, p.value))
		}
	} else {
		v, err := value(predicates[p.pred], p.value)
		if err != nil {
			b.fail(err)
		}
		q.ObjectValue = v
	}
	if p.facet != "" {
		q.Facets = []*api.Facet{{Key: facetOf[p.pred], Value: []byte(p.facet), ValType: api.Facet_STRING}}
	}
	b.api.Set = append(b.api.Set, q)
}

func (b *request) delete(subject string, p prop) {
	q := &api.NQuad{Subject: subject, Predicate: p.pred, ObjectValue: allValues}
	switch declared := predicates[p.pred]; {
	case declared.Type == "uid":
		q.ObjectId, q.ObjectValue = b.subject(p.value), nil
		if q.ObjectId == "" {
			return // an edge to a node that is not there is not there either
		}
	case declared.List:
		q.ObjectValue = text(p.value)
	}
	b.api.Del = append(b.api.Del, q)
}

// predicates are those of the schema, by name.
var predicates = func() map[string]schema.Predicate {
	byName := map[string]schema.Predicate{}
	for _, p := range schema.Predicates() {
		byName[p.Name] = p
	}
	return byName
}()

func text(s string) *api.Value { return &api.Value{Val: &api.Value_StrVal{StrVal: s}} }

// value is a lexical form as the server wants it for the predicate.
func value(p schema.Predicate, s string) (*api.Value, error) {
	switch p.Type {
	case "string":
		return text(s), nil
	case "int":
		i, err := strconv.ParseInt(s, 10, 64)
		return &api.Value{Val: &api.Value_IntVal{IntVal: i}}, err
	case "float":
		f, err := strconv.ParseFloat(s, 64)
		return &api.Value{Val: &api.Value_DoubleVal{DoubleVal: f}}, err
	case "bool":
		t, err := strconv.ParseBool(s)
		return &api.Value{Val: &api.Value_BoolVal{BoolVal: t}}, err
	case "datetime":
		t, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return nil, err
		}
		b, err := t.MarshalBinary()
		return &api.Value{Val: &api.Value_DatetimeVal{DatetimeVal: b}}, err
	case "geo":
		return &api.Value{Val: &api.Value_DefaultVal{DefaultVal: s}}, nil
	}
	return nil, fmt.Errorf("write %s: no predicate of the schema", p.Name)
}
