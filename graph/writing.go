package graph

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/dgraph-io/dgo/v230"

	"github.com/entente-kg/entente/schema"
)

// writing is one transaction that stores some plans: it reads what they touch, works out what becomes of it, and writes
// the difference.
type writing struct {
	store *Store
	txn   *dgo.Txn
	plans []*plan

	uids     map[string]string // of every node that is known to be in the graph, by xid
	stored   map[string]*storedArticle
	actors   map[string]*mention    // of all plans, joined
	held     map[string]*heldActor  // actors in the graph that something may be added to
	buckets  map[string][]*report   // all reports of the buckets, as they are to be
	reports  map[string]*report     // the same by xid
	facts    map[string]*storedFact // facts that reports of the buckets are joined to
	changed  map[string]struct{}    // buckets that are to be derived anew
	touched  map[string]*report     // reports whose own node changes
	retold   map[string]*retelling  // reports that lose claims, by xid
	mutation *mutation
}

func newWriting(s *Store, plans []*plan) *writing {
	txn := s.client.NewTxn()
	return &writing{
		store: s, txn: txn, plans: plans,
		uids: map[string]string{}, stored: map[string]*storedArticle{},
		actors: map[string]*mention{}, held: map[string]*heldActor{},
		buckets: map[string][]*report{}, reports: map[string]*report{},
		facts: map[string]*storedFact{}, changed: map[string]struct{}{}, touched: map[string]*report{},
		retold: map[string]*retelling{},
	}
}

func (w *writing) discard() { _ = w.txn.Discard(context.Background()) }

// run is the transaction from its first read to its commit.
func (w *writing) run(ctx context.Context) error {
	w.gatherActors()
	if err := w.read(ctx); err != nil {
		return err
	}
	w.dropUnchanged()
	if len(w.plans) == 0 {
		return nil
	}
	if err := w.readOlder(ctx); err != nil {
		return err
	}
	w.mutation = newMutation(w.txn, w.uids)
	w.mergeReports()
	w.writeActors()
	if err := w.writeFacts(ctx); err != nil {
		return err
	}
	if err := w.mutation.commit(ctx); err != nil {
		return err
	}
	w.remember()
	return nil
}

// gatherActors joins what the plans say of actors and keeps those of which the graph is not known to know it all.
func (w *writing) gatherActors() {
	for _, p := range w.plans {
		for xid, m := range p.actors {
			all, ok := w.actors[xid]
			if !ok {
				all = &mention{}
				w.actors[xid] = all
			}
			all.names = sorted(slices.Concat(all.names, m.names))
			all.of = sorted(slices.Concat(all.of, m.of))
		}
	}
	for xid, m := range w.actors {
		if uid, ok := w.store.known.get(xid, m.keys()); ok {
			w.uids[xid] = uid
			delete(w.actors, xid)
		}
	}
}

// dropUnchanged leaves out the articles that are in the graph as they stand and those that were taken out for good.
func (w *writing) dropUnchanged() {
	w.plans = slices.DeleteFunc(slices.Clone(w.plans), func(p *plan) bool {
		old, ok := w.stored[p.node.xid]
		return ok && (old.tombstone != "" || old.digest == digestOf(p.node))
	})
}

func digestOf(n node) string {
	for _, p := range n.props {
		if p.pred == "digest" {
			return p.value
		}
	}
	return ""
}

// mergeReports adds the plans' reports to those of the graph, in memory, and notes what changes.
func (w *writing) mergeReports() {
	for _, xid := range sortedKeys(w.retold) {
		w.retold[xid].settle(w)
	}
	for _, p := range w.plans {
		for _, xid := range sortedKeys(p.reports) {
			w.mergeReport(p.reports[xid])
		}
	}
}

func (w *writing) mergeReport(told *report) {
	if _, ok := w.retold[told.xid]; ok {
		return // settled with all that tell it
	}
	r, ok := w.reports[told.xid]
	if !ok {
		fresh := *told
		fresh.articles = 1
		w.addReport(&fresh)
		w.touch(&fresh)
		return
	}
	first, last := earlier(r.first, told.first), later(r.last, told.last)
	if first != r.first || last != r.last || r.withdrawn {
		if r.withdrawn {
			first, last = told.first, told.last
		}
		r.first, r.last, r.withdrawn = first, last, false
		w.touch(r)
	}
	if r.articles < 2 {
		// The only other article may take its claim back at this moment, in another process. Touching the report makes
		// the two transactions meet, so that one of them comes second and sees the other.
		w.touch(r)
	}
	r.articles++
}

func (w *writing) addReport(r *report) {
	w.reports[r.xid] = r
	w.buckets[r.bucket] = append(w.buckets[r.bucket], r)
}

// touch notes that the report's node changes, and with it perhaps all facts of its bucket.
func (w *writing) touch(r *report) {
	w.touched[r.xid] = r
	w.changed[r.bucket] = struct{}{}
}

// writeActors adds new actors and publishers, and new names to those that are there.
func (w *writing) writeActors() {
	for _, xid := range sortedKeys(w.actors) {
		m, held := w.actors[xid], w.held[xid]
		n := node{xid: xid, types: nodeTypes(xid)}
		if held == nil {
			held = &heldActor{}
			n.set("iso3", iso3(xid))
		}
		name := held.Name
		for _, alias := range m.names {
			// Spellings compete. The greatest is the same whoever comes first, and prefers Erdoğan to Erdogan.
			name = max(name, alias)
			if schema.Ref(xid).Type().Valid() && !slices.Contains(held.Alias, alias) {
				n.set("alias", alias)
			}
		}
		if !held.Reference && name != held.Name {
			n.set("name", name)
		}
		setAll(&n, "of", m.of)
		w.mutation.setNode(n)
	}
}

// iso3 is the ISO 3166-1 alpha-3 code that the ref of a state has for its id; empty for all others.
func iso3(ref string) string {
	r := schema.Ref(ref)
	id := r.ID()
	if r.Type() != schema.State || len(id) != 3 || strings.ToUpper(id) != id {
		return ""
	}
	return id
}

// nodeTypes are the dgraph.types of an actor or a publisher.
func nodeTypes(xid string) []string {
	if schema.Ref(xid).Type().Valid() {
		return actorTypes(xid)
	}
	return []string{"Publisher"}
}

// writeFacts derives the changed buckets anew and writes all that differs, and then what leads to it.
func (w *writing) writeFacts(ctx context.Context) error {
	var all []derived
	home := map[string]string{} // fact by report
	before := map[string]fact{} // by xid, as the stored reports have made them
	for _, bucket := range sortedKeys(w.changed) {
		d := derive(bucket, w.buckets[bucket])
		for _, f := range d.facts {
			for _, r := range f.reports {
				home[r] = f.xid
			}
		}
		all = append(all, d)
		for _, f := range derive(bucket, storedOf(w.buckets[bucket])).facts {
			before[f.xid] = f
		}
	}
	if err := w.writeDifference(ctx, all, before); err != nil {
		return err
	}
	w.writeArticles()
	w.writeReports(home)
	w.writeClaims()
	return nil
}

// storedOf are the reports that the graph has, as it has them.
func storedOf(reports []*report) []*report {
	var stored []*report
	for _, r := range reports {
		if r.stored != nil {
			stored = append(stored, r.stored)
		}
	}
	return stored
}

// writeDifference writes the facts that are new or look other than before, and takes away those that are no more.
func (w *writing) writeDifference(ctx context.Context, all []derived, before map[string]fact) error {
	kept := map[string]struct{}{}
	var different []fact
	for _, d := range all {
		for _, f := range d.facts {
			kept[f.xid] = struct{}{}
			_, ok := w.facts[f.xid]
			switch {
			case !ok:
				w.mutation.setNode(f.node)
			case !slices.Equal(before[f.xid].props, f.props):
				different = append(different, f)
			}
		}
	}
	var gone []string
	for xid, f := range w.facts {
		if _, ok := w.changed[f.bucket]; !ok {
			continue
		}
		if _, ok := kept[xid]; !ok {
			gone = append(gone, xid)
		}
	}
	slices.Sort(gone)
	if err := w.rewrite(ctx, different, gone); err != nil {
		return err
	}
	for _, d := range all {
		for _, e := range d.edges {
			if e.gone {
				w.mutation.deleteEdge(e)
			} else {
				w.mutation.setEdge(e)
			}
		}
	}
	return nil
}

// rewrite reads the facts as they are and writes what differs.
func (w *writing) rewrite(ctx context.Context, different []fact, gone []string) error {
	if len(different)+len(gone) == 0 {
		return nil
	}
	uids := map[string][]string{}
	for _, f := range different {
		uids[f.types[0]] = append(uids[f.types[0]], w.uids[f.xid])
	}
	for _, xid := range gone {
		kind, _, _ := strings.Cut(w.facts[xid].bucket, "/")
		uids[factTypes[kind]] = append(uids[factTypes[kind]], w.uids[xid])
	}
	stored, err := fetchNodes(ctx, w.txn, uids)
	if err != nil {
		return err
	}
	for _, f := range different {
		old := stored[f.xid].node
		if f.types[0] == "Actor" {
			old.props = slices.DeleteFunc(old.props, func(p prop) bool {
				return p.pred != "name" && !slices.Contains(profileFields, p.pred)
			})
		}
		w.mutation.replaceNode(old, f.node)
	}
	for _, xid := range gone {
		old := stored[xid].node
		if slices.Contains(old.types, "Actor") {
			// Without its profile the actor is one of those that only articles know.
			old.props = slices.DeleteFunc(old.props, func(p prop) bool { return !slices.Contains(profileFields, p.pred) })
			w.mutation.replaceNode(old, node{xid: xid})
			continue
		}
		w.mutation.deleteNode(old)
	}
	return nil
}

func (w *writing) writeArticles() {
	for _, p := range w.plans {
		n := p.node
		n.props = slices.Clone(n.props)
		old, ok := w.stored[n.xid]
		switch {
		case p.tombstone != "":
			n.set("tombstone", p.tombstone)
			w.mutation.setNode(n) // the article stays readable, so that one can see what was taken out
		case ok:
			n.setInt("version", old.version+p.newer(old.node))
			w.mutation.replaceNode(old.node, n)
		default:
			n.setInt("version", 1)
			w.mutation.setNode(n)
		}
	}
}

// newer is 1 where the article itself has changed, and 0 where it was only read better, or appeared in a further place.
func (p *plan) newer(old node) int {
	for _, pred := range []string{"title", "text", "published"} {
		of := func(n node) (v string) {
			for _, x := range n.props {
				if x.pred == pred {
					v = x.value
				}
			}
			return v
		}
		if of(old) != of(p.node) {
			return 1
		}
	}
	return 0
}

// writeReports writes the reports that are new, told anew or joined to another fact, and who tells them.
func (w *writing) writeReports(home map[string]string) {
	for _, bucket := range sortedKeys(w.changed) {
		for _, r := range w.buckets[bucket] {
			if r.fact != home[r.xid] {
				w.touched[r.xid] = r
			}
		}
	}
	for _, xid := range sortedKeys(w.touched) {
		r := w.touched[xid]
		n := node{xid: xid}
		if _, ok := w.uids[xid]; !ok {
			n.types = []string{reportType}
			n.set("content", r.content)
			n.setBool("reference", isReference(r.said))
		}
		// Writing the bucket again tells other transactions that the bucket has changed: it is an upsert predicate.
		n.set("bucket", r.bucket)
		n.setDays(r.first, r.last)
		n.set("fact", home[xid])
		n.setBool("withdrawn", r.withdrawn)
		w.mutation.setNode(n)
		if r.stored != nil && r.stored.last != r.stored.first && r.last == r.first {
			w.mutation.deleteValue(xid, "last_reported")
		}
		if r.fact != "" && home[xid] == "" {
			w.mutation.deleteEdge(edge{from: xid, pred: "fact", to: r.fact})
		}
		if r.stored != nil && r.stored.withdrawn && !r.withdrawn {
			w.mutation.deleteValue(xid, "withdrawn")
		}
	}
	for _, p := range w.plans {
		for _, xid := range sortedKeys(p.reports) {
			w.mutation.setEdge(edge{from: xid, pred: "reported_in", to: p.node.xid})
			for _, publisher := range p.publishers {
				w.mutation.setEdge(edge{from: xid, pred: "reported_by", to: publisher})
			}
		}
	}
}

// writeClaims writes the claims of the plans and takes back those of older versions.
func (w *writing) writeClaims() {
	for _, p := range w.plans {
		older := map[string]olderClaim{}
		if old, ok := w.stored[p.node.xid]; ok {
			older = maps.Clone(old.claims)
		}
		for _, c := range p.claims {
			if was, ok := older[c.xid]; ok {
				delete(older, c.xid)
				if was.report != "" {
					w.mutation.replaceNode(was.node, c.node)
					continue
				}
				w.mutation.deleteEdge(edge{from: c.xid, pred: "withdrawn_from", to: c.report})
			}
			w.mutation.setNode(c.node)
		}
		for _, xid := range sortedKeys(older) {
			w.takeBack(xid, older[xid])
		}
	}
}

func (w *writing) takeBack(xid string, c olderClaim) {
	if c.report == "" {
		return
	}
	w.mutation.deleteEdge(edge{from: xid, pred: "report", to: c.report})
	w.mutation.setEdge(edge{from: xid, pred: "withdrawn_from", to: c.report})
}

// remember notes the actors and reports that the committed transaction has written or found.
func (w *writing) remember() {
	for _, p := range w.plans {
		for xid := range p.reports {
			w.store.settled.note(w.reports[xid])
		}
	}
	for xid, t := range w.retold {
		t.report.articles = len(t.told)
		w.store.settled.note(w.reports[xid])
	}
	for xid, m := range w.actors {
		keys := m.keys()
		if held := w.held[xid]; held != nil {
			for _, alias := range held.Alias {
				keys = append(keys, "alias "+alias)
			}
		}
		w.store.known.put(xid, w.uids[xid], keys)
	}
}

// retelling is a report that loses claims, with all the claims that remain.
type retelling struct {
	report *report
	told   map[string]telling // by xid of the article
	before map[string]telling
}

// telling is an article that tells a report.
type telling struct {
	day       schema.Date
	publisher []string
}

// settle works out who tells the report now and takes the edges away that lead to who does not any more. The edges to
// new articles are written with the others.
func (t *retelling) settle(w *writing) {
	for _, p := range w.plans {
		delete(t.told, p.node.xid)
		if _, ok := p.reports[t.report.xid]; ok {
			t.told[p.node.xid] = telling{day: p.day, publisher: p.publishers}
		}
	}
	publishers := map[string]struct{}{}
	var first, last schema.Date
	for _, a := range t.told {
		first, last = earlier(first, a.day), later(last, a.day)
		for _, p := range a.publisher {
			publishers[p] = struct{}{}
		}
	}
	lost := false
	for xid, a := range t.before {
		if _, ok := t.told[xid]; !ok {
			lost = true
			w.mutation.deleteEdge(edge{from: t.report.xid, pred: "reported_in", to: xid})
		}
		for _, p := range a.publisher {
			if _, ok := publishers[p]; !ok {
				w.mutation.deleteEdge(edge{from: t.report.xid, pred: "reported_by", to: p})
			}
		}
	}
	withdrawn := len(t.told) == 0
	if withdrawn {
		first, last = t.report.first, t.report.last
	}
	// A report that loses an article is touched in any case: of two that leave at once the second has to see that it is
	// the last.
	if lost || first != t.report.first || last != t.report.last || withdrawn != t.report.withdrawn {
		t.report.first, t.report.last, t.report.withdrawn = first, last, withdrawn
		w.touch(t.report)
	}
}

// olderClaim is a claim of the version of an article that is in the graph. Its report is empty if it was withdrawn.
type olderClaim struct {
	node   node
	report string
}

// storedArticle is an article as it is in the graph.
type storedArticle struct {
	node      node // without text and the like unless the article changes
	version   int
	digest    string
	tombstone string
	claims    map[string]olderClaim // by xid; read only if the article changes
}

// heldActor is what the graph knows of an actor or publisher.
type heldActor struct {
	UID       string   `json:"uid"`
	XID       string   `json:"xid"`
	Name      string   `json:"name"`
	Alias     []string `json:"alias"`
	Reference bool     `json:"reference"`
}

// storedFact is a fact as it is in the graph.
type storedFact struct {
	UID string `json:"uid"`
	XID string `json:"xid"`

	// Of a negotiation, the reports that it leads to.
	Round   []reportKey `json:"round"`
	Demand  []reportKey `json:"demand"`
	Reply   []reportKey `json:"reply"`
	Outcome []reportKey `json:"outcome"`
	Next    []reportKey `json:"next"`

	bucket string
}
