package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dgraph-io/dgo/v230"

	"github.com/entente-kg/entente/schema"
)

// read asks, in one query, for all that the plans touch.
func (w *writing) read(ctx context.Context) error {
	articles, buckets := map[string]struct{}{}, map[string]struct{}{}
	for _, p := range w.plans {
		articles[p.node.xid] = struct{}{}
		for _, r := range p.reports {
			buckets[r.bucket] = struct{}{}
		}
	}
	var q strings.Builder
	q.WriteString("{")
	block(&q, "articles", "xid", sortedKeys(articles), "uid xid digest version tombstone")
	block(&q, "actors", "xid", sortedKeys(w.actors), "uid xid name alias reference")
	bucketBlocks(&q, sortedKeys(buckets))
	q.WriteString("}")
	var found struct {
		Articles []struct {
			UID       string `json:"uid"`
			XID       string `json:"xid"`
			Digest    string `json:"digest"`
			Version   int    `json:"version"`
			Tombstone string `json:"tombstone"`
		} `json:"articles"`
		Actors []*heldActor `json:"actors"`
		storedReports
	}
	if err := ask(ctx, w.txn, q.String(), &found); err != nil {
		return err
	}
	for _, a := range found.Articles {
		if a.XID == "" || a.Digest == "" {
			return errTorn
		}
		if err := w.found(a.XID, a.UID); err != nil {
			return err
		}
		w.stored[a.XID] = &storedArticle{version: a.Version, digest: a.Digest, tombstone: a.Tombstone}
	}
	for _, a := range found.Actors {
		if a.XID == "" {
			return errTorn
		}
		if err := w.found(a.XID, a.UID); err != nil {
			return err
		}
		w.held[a.XID] = a
	}
	return w.addBuckets(found.storedReports)
}

// found notes a node that was looked for by its xid.
func (w *writing) found(xid, uid string) error {
	if other, ok := w.uids[xid]; ok && other != uid {
		return &DoubledError{XID: xid}
	}
	w.uids[xid] = uid
	return nil
}

// DoubledError says that the graph has several nodes of one xid. Package graph makes no such; another program has.
type DoubledError struct{ XID string }

// Error names the xid.
func (e *DoubledError) Error() string {
	return fmt.Sprintf("the graph has several nodes with the xid %q, of which another program must have made one: delete it", e.XID)
}

// bucketFields is what is asked of each report of a bucket. The facts of negotiations lead to reports of other buckets.
const (
	bucketFields = "uid bucket content first_reported last_reported withdrawn articles: count(reported_in) fact {uid xid}"
	leadFields   = "{uid bucket content}"
	talksFields  = "uid bucket content first_reported last_reported withdrawn articles: count(reported_in) " +
		"fact {uid xid round " + leadFields + " demand " + leadFields + " reply " + leadFields + " outcome " + leadFields +
		" next " + leadFields + "}"
)

// bucketBlocks writes the blocks of a query for all reports of buckets, in the form of storedReports.
func bucketBlocks(q *strings.Builder, buckets []string) {
	talks := func(bucket string) bool { return strings.HasPrefix(bucket, negotiationKind+"/") }
	block(q, "buckets", "bucket", slices.DeleteFunc(slices.Clone(buckets), talks), bucketFields)
	block(q, "talks", "bucket", slices.DeleteFunc(slices.Clone(buckets), func(b string) bool { return !talks(b) }), talksFields)
}

// storedReports is the answer to bucketBlocks.
type storedReports struct {
	Buckets []storedReport `json:"buckets"`
	Talks   []storedReport `json:"talks"`
}

// storedReport is a report as it is in the graph.
type storedReport struct {
	reportKey
	First     schema.Date `json:"first_reported"`
	Last      schema.Date `json:"last_reported"` // zero for the same day
	Withdrawn bool        `json:"withdrawn"`
	Articles  int         `json:"articles"`
	Fact      *storedFact `json:"fact"`
}

// reportKey is what tells a report apart.
type reportKey struct {
	UID     string `json:"uid"`
	Bucket  string `json:"bucket"`
	Content string `json:"content"`
}

func (k reportKey) xid() string { return reportIn(k.Bucket, k.Content) }

func (w *writing) addBuckets(found storedReports) error {
	for _, f := range slices.Concat(found.Buckets, found.Talks) {
		if f.Content == "" || f.First.IsZero() || f.Fact != nil && f.Fact.XID == "" {
			return errTorn
		}
		said, err := parseSaid(f.Bucket, f.Content)
		if err != nil {
			return err
		}
		r := &report{
			xid: f.xid(), bucket: f.Bucket, said: said, content: f.Content,
			first: f.First, last: later(f.First, f.Last), withdrawn: f.Withdrawn, articles: f.Articles,
		}
		w.uids[r.xid] = f.UID
		if f.Fact != nil {
			r.fact = f.Fact.XID
			if err := w.addFact(f.Fact, f.Bucket); err != nil {
				return err
			}
		}
		was := *r
		r.stored = &was
		w.addReport(r)
	}
	return nil
}

func (w *writing) addFact(f *storedFact, bucket string) error {
	f.bucket = bucket
	w.uids[f.XID], w.facts[f.XID] = f.UID, f
	for _, k := range slices.Concat(f.Round, f.Demand, f.Reply, f.Outcome, f.Next) {
		if k.Content == "" {
			return errTorn
		}
		w.uids[k.xid()] = k.UID
	}
	return nil
}

// readOlder reads, for articles that have changed, what their older versions said and who else says it.
func (w *writing) readOlder(ctx context.Context) error {
	var articles []string
	for _, p := range w.plans {
		if _, ok := w.stored[p.node.xid]; ok {
			articles = append(articles, w.uids[p.node.xid])
		}
	}
	if len(articles) == 0 {
		return nil
	}
	var found struct {
		Articles []struct {
			XID    string                 `json:"xid"`
			Claims []struct{ UID string } `json:"~article"`
		} `json:"articles"`
	}
	err := ask(ctx, w.txn, "{articles(func: uid("+strings.Join(articles, ",")+")) {xid ~article {uid}}}", &found)
	if err != nil {
		return err
	}
	uids := map[string][]string{"Article": articles}
	for _, a := range found.Articles {
		for _, c := range a.Claims {
			uids["Claim"] = append(uids["Claim"], c.UID)
		}
	}
	nodes, err := fetchNodes(ctx, w.txn, uids)
	if err != nil {
		return err
	}
	for _, n := range nodes {
		w.uids[n.xid] = n.uid
		w.addOlder(n.node)
	}
	return w.readRetold(ctx, uids["Claim"])
}

// addOlder keeps an article or a claim of the older version.
func (w *writing) addOlder(n node) {
	if a, ok := w.stored[n.xid]; ok {
		a.node = n
		return
	}
	c, article := olderClaim{node: n}, ""
	for _, p := range n.props {
		switch p.pred {
		case "report":
			c.report = p.value
		case "article":
			article = p.value
		}
	}
	if a, ok := w.stored[article]; ok {
		if a.claims == nil {
			a.claims = map[string]olderClaim{}
		}
		a.claims[n.xid] = c
	}
}

// readRetold reads the reports that may lose some of the claims, with all that tell them, and the rest of their buckets.
func (w *writing) readRetold(ctx context.Context, claims []string) error {
	if len(claims) == 0 {
		return nil
	}
	dql := "{var(func: uid(" + strings.Join(claims, ",") + ")) {r as report}" +
		" retold(func: uid(r)) {uid bucket content ~report {article {xid published publisher {xid}}}}}"
	var found struct {
		Retold []retold `json:"retold"`
	}
	if err := ask(ctx, w.txn, dql, &found); err != nil {
		return err
	}
	missing := map[string]struct{}{}
	for _, r := range found.Retold {
		if _, ok := w.buckets[r.Bucket]; !ok {
			missing[r.Bucket] = struct{}{}
		}
	}
	if err := w.readBuckets(ctx, sortedKeys(missing)); err != nil {
		return err
	}
	for _, r := range found.Retold {
		t, err := r.retelling()
		if err != nil {
			return err
		}
		if t.report = w.reports[r.xid()]; t.report == nil {
			return errTorn
		}
		w.retold[r.xid()] = t
	}
	return nil
}

func (w *writing) readBuckets(ctx context.Context, buckets []string) error {
	if len(buckets) == 0 {
		return nil
	}
	var q strings.Builder
	q.WriteString("{")
	bucketBlocks(&q, buckets)
	q.WriteString("}")
	var found storedReports
	if err := ask(ctx, w.txn, q.String(), &found); err != nil {
		return err
	}
	return w.addBuckets(found)
}

// retold is a report with the articles that tell it.
type retold struct {
	reportKey
	Claims []struct {
		Article struct {
			XID       string                 `json:"xid"`
			Published schema.Published       `json:"published"`
			Publisher []struct{ XID string } `json:"publisher"`
		} `json:"article"`
	} `json:"~report"`
}

func (r retold) retelling() (*retelling, error) {
	t := &retelling{told: map[string]telling{}, before: map[string]telling{}}
	for _, c := range r.Claims {
		day, err := c.Article.Published.Date()
		if err != nil || c.Article.XID == "" {
			return nil, errTorn
		}
		told := telling{day: day}
		for _, p := range c.Article.Publisher {
			told.publisher = append(told.publisher, p.XID)
		}
		t.told[c.Article.XID], t.before[c.Article.XID] = told, told
	}
	return t, nil
}

// block writes a block of a query that finds nodes by an indexed string, none for no values.
func block(q *strings.Builder, name, pred string, values []string, fields string) {
	if len(values) == 0 {
		return
	}
	fmt.Fprintf(q, "%s(func: eq(%s, [", name, pred)
	for i, v := range values {
		if i > 0 {
			q.WriteByte(',')
		}
		q.WriteString(quote(v))
	}
	fmt.Fprintf(q, "])) {%s}\n", fields)
}

// quote writes s as a string of DQL.
func quote(s string) string { return strconv.Quote(s) }

// ask runs a query and decodes its answer.
func ask(ctx context.Context, txn *dgo.Txn, dql string, into any) error {
	resp, err := txn.Query(ctx, dql)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(resp.Json, into); err != nil {
		return fmt.Errorf("decode an answer of the graph: %w", err)
	}
	return nil
}

// fetchedNode is a node with its uid.
type fetchedNode struct {
	node
	uid string
}

// fetchNodes reads whole nodes by their uids, given by type. Asking for the predicates of the type alone is much cheaper
// than asking for all.
func fetchNodes(ctx context.Context, txn *dgo.Txn, uids map[string][]string) (map[string]fetchedNode, error) {
	var q strings.Builder
	q.WriteString("{")
	for _, t := range schema.NodeTypes() {
		if len(uids[t.Name]) > 0 {
			fmt.Fprintf(&q, "%s(func: uid(%s)) {%s}\n", t.Name, strings.Join(uids[t.Name], ","), fieldsOf(t.Fields))
		}
	}
	q.WriteString("}")
	var found map[string][]map[string]any
	if err := ask(ctx, txn, q.String(), &found); err != nil {
		return nil, err
	}
	nodes := map[string]fetchedNode{}
	for _, ofType := range found {
		for _, m := range ofType {
			n := decodeNode(m)
			if n.xid == "" {
				return nil, errTorn
			}
			nodes[n.xid] = n
		}
	}
	return nodes, nil
}

// declared are the predicates of the schema, in its order.
var declared = schema.Predicates()

// leadsToReport are the predicates whose edges lead to reports.
var leadsToReport = map[string]bool{
	"report": true, "withdrawn_from": true, "round": true, "demand": true, "reply": true, "outcome": true, "next": true,
}

// fieldsOf asks for the predicates of a node, for decodeNode.
func fieldsOf(names []string) string {
	var b strings.Builder
	b.WriteString("uid dgraph.type")
	for _, name := range names {
		b.WriteString("\n" + name)
		if facet := facetOf[name]; facet != "" {
			b.WriteString(" @facets(" + facet + ")")
		}
		switch {
		case leadsToReport[name]:
			b.WriteString(" " + leadFields)
		case predicates[name].Type == "uid":
			b.WriteString(" {xid}")
		}
	}
	return b.String()
}

// decodeNode turns an answer to fieldsOf into a node, with its props in order.
func decodeNode(m map[string]any) fetchedNode {
	n := fetchedNode{}
	n.uid, _ = m["uid"].(string)
	for _, t := range listed(m["dgraph.type"]) {
		n.types = append(n.types, fmt.Sprint(t))
	}
	for _, p := range declared {
		if p.Name == "xid" {
			continue
		}
		for _, v := range listed(m[p.Name]) {
			n.props = append(n.props, decodeProp(p, v))
		}
	}
	slices.SortFunc(n.props, compareProps)
	slices.Sort(n.types)
	if n.xid, _ = m["xid"].(string); n.xid == "" {
		n.xid = n.anonymousXID()
	}
	return n
}

// anonymousXID is the xid of a report or a claim, which the graph does not hold; empty for one that is torn.
func (n node) anonymousXID() string {
	values := map[string]string{}
	for _, p := range n.props {
		values[p.pred] = p.value
	}
	if bucket, content := values["bucket"], values["content"]; bucket != "" && content != "" {
		return reportIn(bucket, content)
	}
	article, quoted := strings.CutPrefix(values["article"], articleXID(""))
	report, start := cmp.Or(values["report"], values["withdrawn_from"]), 0
	if s, ok := values["first_char"]; ok {
		start, _ = strconv.Atoi(s) // the graph keeps it as a number
	}
	if !quoted || report == "" || values["quote"] == "" {
		return ""
	}
	words := schema.Span{Start: start, End: start + utf8.RuneCountInString(values["quote"])}
	return claimXID(article, report, values["attributed_to"], words)
}

func decodeProp(p schema.Predicate, v any) prop {
	out := prop{pred: p.Name}
	switch v := v.(type) {
	case map[string]any:
		if p.Type == "geo" {
			b, _ := json.Marshal(v) // it was JSON a moment ago
			out.value = string(b)
			break
		}
		if out.value, _ = v["xid"].(string); leadsToReport[p.Name] {
			bucket, _ := v["bucket"].(string)
			content, _ := v["content"].(string)
			out.value = reportIn(bucket, content)
		}
		out.facet, _ = v[p.Name+"|"+facetOf[p.Name]].(string)
	case float64:
		out.value = strconv.FormatFloat(v, 'f', -1, 64)
	default:
		out.value = fmt.Sprint(v)
	}
	return out
}

// listed is v, if there is one, as a list.
func listed(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}
