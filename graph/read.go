package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	block(&q, "buckets", "bucket", sortedKeys(buckets), bucketFields)
	q.WriteString("}")
	var found struct {
		Articles []struct {
			UID       string `json:"uid"`
			XID       string `json:"xid"`
			Digest    string `json:"digest"`
			Version   int    `json:"version"`
			Tombstone string `json:"tombstone"`
		} `json:"articles"`
		Actors  []*heldActor   `json:"actors"`
		Buckets []storedReport `json:"buckets"`
	}
	if err := ask(ctx, w.txn, q.String(), &found); err != nil {
		return err
	}
	for _, a := range found.Articles {
		if a.XID == "" || a.Digest == "" {
			return errTorn
		}
		w.uids[a.XID] = a.UID
		w.stored[a.XID] = &storedArticle{version: a.Version, digest: a.Digest, tombstone: a.Tombstone}
	}
	for _, a := range found.Actors {
		if a.XID == "" {
			return errTorn
		}
		w.uids[a.XID], w.held[a.XID] = a.UID, a
	}
	return w.addBuckets(found.Buckets)
}

// bucketFields is what is asked of each report of a bucket.
const bucketFields = "uid xid bucket content first_reported last_reported withdrawn articles: count(reported_in) fact {uid xid digest}"

// storedReport is a report as it is in the graph.
type storedReport struct {
	UID       string      `json:"uid"`
	XID       string      `json:"xid"`
	Bucket    string      `json:"bucket"`
	Content   string      `json:"content"`
	First     schema.Date `json:"first_reported"`
	Last      schema.Date `json:"last_reported"`
	Withdrawn bool        `json:"withdrawn"`
	Articles  int         `json:"articles"`
	Fact      *storedFact `json:"fact"`
}

func (w *writing) addBuckets(found []storedReport) error {
	for _, f := range found {
		if f.XID == "" || f.Content == "" || f.First.IsZero() || f.Fact != nil && (f.Fact.XID == "" || f.Fact.Digest == "") {
			return errTorn
		}
		said, err := parseSaid(f.Bucket, f.Content)
		if err != nil {
			return err
		}
		w.uids[f.XID] = f.UID
		r := &report{
			xid: f.XID, bucket: f.Bucket, said: said, content: f.Content,
			first: f.First, last: f.Last, withdrawn: f.Withdrawn, wasWithdrawn: f.Withdrawn, articles: f.Articles,
		}
		if f.Fact != nil {
			r.fact = f.Fact.XID
			f.Fact.bucket = f.Bucket
			w.uids[f.Fact.XID], w.facts[f.Fact.XID] = f.Fact.UID, f.Fact
		}
		w.addReport(r)
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
	reports := map[string]struct{}{}
	for _, n := range nodes {
		w.uids[n.xid] = n.uid
		w.addOlder(n.node, reports)
	}
	return w.readRetold(ctx, sortedKeys(reports))
}

// addOlder keeps an article or a claim of the older version.
func (w *writing) addOlder(n node, reports map[string]struct{}) {
	if a, ok := w.stored[n.xid]; ok {
		a.node = n
		return
	}
	c, article := olderClaim{node: n}, ""
	for _, p := range n.props {
		switch p.pred {
		case "report":
			c.report = p.value
			reports[p.value] = struct{}{}
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

// readRetold reads the reports that may lose claims, with all that tell them, and the rest of their buckets.
func (w *writing) readRetold(ctx context.Context, reports []string) error {
	if len(reports) == 0 {
		return nil
	}
	var q strings.Builder
	q.WriteString("{")
	block(&q, "retold", "xid", reports, "xid bucket ~report {article {xid published publisher {xid}}}")
	q.WriteString("}")
	var found struct {
		Retold []retold `json:"retold"`
	}
	if err := ask(ctx, w.txn, q.String(), &found); err != nil {
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
		if t.report = w.reports[r.XID]; t.report == nil {
			return errTorn
		}
		w.retold[r.XID] = t
	}
	return nil
}

func (w *writing) readBuckets(ctx context.Context, buckets []string) error {
	if len(buckets) == 0 {
		return nil
	}
	var q strings.Builder
	q.WriteString("{")
	block(&q, "buckets", "bucket", buckets, bucketFields)
	q.WriteString("}")
	var found struct {
		Buckets []storedReport `json:"buckets"`
	}
	if err := ask(ctx, w.txn, q.String(), &found); err != nil {
		return err
	}
	return w.addBuckets(found.Buckets)
}

// retold is a report with the articles that tell it.
type retold struct {
	XID    string `json:"xid"`
	Bucket string `json:"bucket"`
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

// fieldsOf asks for the predicates of a node, for decodeNode.
func fieldsOf(names []string) string {
	var b strings.Builder
	b.WriteString("uid dgraph.type")
	for _, name := range names {
		b.WriteString("\n" + name)
		if facet := facetOf[name]; facet != "" {
			b.WriteString(" @facets(" + facet + ")")
		}
		if predicates[name].Type == "uid" {
			b.WriteString(" {xid}")
		}
	}
	return b.String()
}

// decodeNode turns an answer to fieldsOf into a node, with its props in order.
func decodeNode(m map[string]any) fetchedNode {
	n := fetchedNode{}
	n.xid, _ = m["xid"].(string)
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
	return n
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
		out.value, _ = v["xid"].(string)
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
