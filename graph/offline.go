package graph

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"

	"github.com/entente-kg/entente/schema"
)

// WriteNQuads writes the N-Quads of the graph that Put makes of the articles in an empty Dgraph, without one. They are
// meant for Dgraph's loaders, see local.Load: large graphs are made so in minutes. The lines come in an order that depends
// on the articles and their order alone; sorted, and without those that come again, they are those of Export. No article may come twice. The facts are held
// in memory, the texts are not. An error names the article that can't be stored.
func WriteNQuads(w io.Writer, articles iter.Seq[schema.Facts]) error {
	o := &offline{
		out: bufio.NewWriterSize(w, 1<<20), articles: map[string]struct{}{}, actors: map[string]*offlineActor{},
		buckets: map[string][]*report{}, reports: map[string]*report{},
	}
	for f := range articles {
		p, err := newPlan(f)
		if err == nil {
			err = o.add(p)
		}
		if err != nil {
			return fmt.Errorf("write N-Quads of article %s: %w", f.Article.ID, err)
		}
	}
	o.derive()
	for _, xid := range sortedKeys(o.actors) {
		o.actors[xid].write(o, xid)
	}
	o.node(node{xid: graphXID, types: []string{"Graph"}, props: []prop{{pred: "version", value: strconv.Itoa(schema.DQLVersion)}}})
	if err := o.out.Flush(); err != nil {
		return fmt.Errorf("write N-Quads: %w", err)
	}
	return nil
}

// offline is a graph in the making. A write that fails shows when out is flushed.
type offline struct {
	out      *bufio.Writer
	articles map[string]struct{}
	actors   map[string]*offlineActor // and publishers, by xid
	buckets  map[string][]*report
	reports  map[string]*report
}

// offlineActor is what all articles say of an actor or publisher.
type offlineActor struct {
	names, of map[string]struct{}
	profile   []prop // of the lists; nil for an actor that only articles know
}

func (o *offline) line(l string) { _, _ = o.out.WriteString(l) }

func (o *offline) node(n node) {
	for _, l := range n.nquads() {
		o.line(l)
	}
}

// add writes what belongs to the article alone and keeps what others may add to.
func (o *offline) add(p *plan) error {
	if _, ok := o.articles[p.node.xid]; ok {
		return errors.New("it comes twice")
	}
	o.articles[p.node.xid] = struct{}{}
	n := p.node
	n.props = append(n.props[:len(n.props):len(n.props)], prop{pred: "version", value: "1"})
	o.node(n)
	for _, c := range p.claims {
		o.node(c.node)
	}
	for _, xid := range sortedKeys(p.actors) {
		o.mention(xid, p.actors[xid])
	}
	for _, xid := range sortedKeys(p.reports) {
		o.tell(p.reports[xid])
		o.line(prop{pred: "reported_in", value: p.node.xid}.nquad(xid))
		for _, publisher := range p.publishers {
			o.line(prop{pred: "reported_by", value: publisher}.nquad(xid))
		}
	}
	return nil
}

func (o *offline) mention(xid string, m *mention) {
	a, ok := o.actors[xid]
	if !ok {
		a = &offlineActor{names: map[string]struct{}{}, of: map[string]struct{}{}}
		o.actors[xid] = a
	}
	for _, name := range m.names {
		a.names[name] = struct{}{}
	}
	for _, of := range m.of {
		a.of[of] = struct{}{}
	}
}

func (o *offline) tell(told *report) {
	r, ok := o.reports[told.xid]
	if !ok {
		o.reports[told.xid] = told
		o.buckets[told.bucket] = append(o.buckets[told.bucket], told)
		return
	}
	r.first, r.last = earlier(r.first, told.first), later(r.last, told.last)
}

// derive writes the facts of all buckets and the reports that they are made of.
func (o *offline) derive() {
	for _, bucket := range sortedKeys(o.buckets) {
		d := derive(bucket, o.buckets[bucket])
		home := map[string]string{}
		for _, f := range d.facts {
			for _, r := range f.reports {
				home[r] = f.xid
			}
			if f.types[0] == "Actor" {
				o.mention(f.xid, &mention{})
				o.actors[f.xid].profile = f.props
				continue
			}
			o.node(f.node)
		}
		for _, e := range d.edges {
			if !e.gone {
				o.line(prop{pred: e.pred, value: e.to, facet: e.facet}.nquad(e.from))
			}
		}
		reports := o.buckets[bucket]
		sortReports(reports)
		for _, r := range reports {
			o.node(r.node(home[r.xid]))
		}
	}
}

// node is the report as it stands in the graph.
func (r *report) node(fact string) node {
	n := node{xid: r.xid, types: []string{reportType}}
	n.set("content", r.content)
	n.setBool("reference", isReference(r.said))
	n.set("bucket", r.bucket)
	n.setDays(r.first, r.last)
	n.set("fact", fact)
	return n
}

// write writes the actor with the name that Put gives it: that of the lists, or else the greatest of its spellings.
func (a *offlineActor) write(o *offline, xid string) {
	n := node{xid: xid, types: nodeTypes(xid), props: a.profile}
	names := sortedKeys(a.names)
	if a.profile == nil && len(names) > 0 {
		n.set("name", names[len(names)-1])
	}
	n.set("iso3", iso3(xid))
	for _, name := range names {
		if alias := (prop{pred: "alias", value: name}); schema.Ref(xid).Type().Valid() && !slices.Contains(a.profile, alias) {
			n.props = append(n.props, alias)
		}
	}
	setAll(&n, "of", sortedKeys(a.of))
	o.node(n)
}
