package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/dgraph-io/dgo/v230/protos/api"

	"github.com/entente-kg/entente/schema"
)

// ErrNewer says that a newer version of the program has migrated the graph.
var ErrNewer = errors.New("the graph belongs to a newer version of the program: update the program, or use another graph")

// graphXID is the node that says which version of the schema the graph has.
const graphXID = "entente/graph"

// Migrate gives the graph the schema of this program. It may be called at every start, by several processes at once, and
// waits while Dgraph is away. A graph with a newer schema is left as it is, with an error that wraps ErrNewer. One of an
// older version is brought up to date, at some three thousand facts a second; if that is interrupted, the next call goes on.
func (s *Store) Migrate(ctx context.Context) error {
	return s.withRetry(ctx, func() error {
		version, err := s.schemaVersion(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("read the version of the graph: %w", err)
		case version > schema.DQLVersion:
			return fmt.Errorf("graph version %d, program version %d: %w", version, schema.DQLVersion, ErrNewer)
		case version == schema.DQLVersion:
			return nil
		}
		// Dgraph compares a schema with what it has and builds only the indexes that differ.
		if err := s.client.Alter(ctx, &api.Operation{Schema: schema.DQL}); err != nil {
			return fmt.Errorf("apply the schema: %w", err)
		}
		if version > 0 {
			if err := s.fill(ctx, version); err != nil {
				return fmt.Errorf("bring the facts of a graph of version %d up to date: %w", version, err)
			}
		}
		return s.setSchemaVersion(ctx)
	})
}

// filledPage is how many facts one transaction brings up to date.
const filledPage = 1000

// fill gives the facts of a graph of an older version what programs of that version did not store. Every transaction
// writes the version of the graph, so that none of another process can follow the one that ends the migration: what is
// read here may be old by then.
func (s *Store) fill(ctx context.Context, version int) error {
	pages := 0
	for _, t := range schema.NodeTypes() {
		if t.Name != "Negotiation" && !slices.Contains(withContent, t.Name) {
			continue
		}
		for after, n := "0x0", filledPage; n == filledPage; pages++ {
			var err error
			if after, n, err = s.fillPage(ctx, t, after, version); err != nil {
				return err
			}
			if pages%100 == 99 {
				s.log.Info("bringing the facts of an older graph up to date", "facts", "some "+strconv.Itoa(pages*filledPage))
			}
		}
	}
	return nil
}

// fillPage fills a page of facts of a type behind a node. It returns the last node of the page and how many there were.
func (s *Store) fillPage(ctx context.Context, t schema.NodeType, after string, version int) (last string, n int, err error) {
	txn := s.client.NewTxn()
	defer txn.Discard(context.WithoutCancel(ctx)) //nolint:errcheck // it is given up in any case
	var found struct {
		Nodes []json.RawMessage `json:"nodes"`
		Graph []struct {
			UID     string
			Version int
		}
	}
	dql := fmt.Sprintf("{nodes(func: type(%s), first: %d, after: %s) {%s told: ~fact {bucket content}}\n"+
		"graph(func: eq(xid, %q)) {uid version}}", t.Name, filledPage, after, fieldsOf(t.Fields), graphXID)
	if err := ask(ctx, txn, dql, &found); err != nil {
		return "", 0, err
	}
	if len(found.Nodes) == 0 || len(found.Graph) == 0 || found.Graph[0].Version != version {
		return "", 0, nil // another process has done it
	}
	m := newMutation(txn, map[string]string{graphXID: found.Graph[0].UID})
	m.setNode(node{xid: graphXID, props: []prop{{pred: "version", value: strconv.Itoa(version)}}})
	for _, raw := range found.Nodes {
		f, err := filled(raw)
		if err != nil {
			return "", 0, err
		}
		m.uids[f.xid], last = f.uid, f.uid
		m.setNode(node{xid: f.xid, props: f.props})
	}
	return last, len(found.Nodes), m.commit(ctx)
}

// filled is a stored fact as it is to be; of its props, those that are missing.
func filled(raw json.RawMessage) (fetchedNode, error) {
	var stored map[string]any
	var told struct {
		Told []reportKey `json:"told"`
	}
	if err := errors.Join(json.Unmarshal(raw, &stored), json.Unmarshal(raw, &told)); err != nil {
		return fetchedNode{}, err
	}
	f := decodeNode(stored)
	if f.xid == "" {
		return f, errTorn
	}
	before := slices.Clone(f.props)
	var parties []partySaid
	for _, r := range told.Told {
		said, err := parseSaid(r.Bucket, r.Content)
		if err != nil {
			return f, err
		}
		switch said := said.(type) {
		case eventSaid:
			parties = append(parties, said.Parties...)
		case negotiationSaid:
			setAll(&f.node, "principal", said.principals())
		}
	}
	f.props = append(f.props, principals(parties)...)
	f.props = slices.DeleteFunc(f.props, func(p prop) bool { return p.pred == "content" })
	f.seal()
	f.props = slices.DeleteFunc(f.props, func(p prop) bool { return slices.Contains(before, p) })
	return f, nil
}

// schemaVersion is the version of the graph's schema, 0 for an empty graph.
func (s *Store) schemaVersion(ctx context.Context) (int, error) {
	txn := s.client.NewReadOnlyTxn()
	resp, err := txn.Query(ctx, `schema(pred: [xid]) {index}`)
	if err != nil {
		return 0, err
	}
	var declared struct {
		Schema []struct{ Index bool }
	}
	if err := json.Unmarshal(resp.Json, &declared); err != nil {
		return 0, err
	}
	if len(declared.Schema) == 0 || !declared.Schema[0].Index {
		return 0, nil // an unindexed xid can't be asked for
	}
	resp, err = txn.Query(ctx, `{graph(func: eq(xid, "`+graphXID+`")) {version}}`)
	if err != nil {
		return 0, err
	}
	var found struct {
		Graph []struct{ Version int }
	}
	if err := json.Unmarshal(resp.Json, &found); err != nil {
		return 0, err
	}
	if len(found.Graph) == 0 {
		return 0, nil
	}
	return found.Graph[0].Version, nil
}

func (s *Store) setSchemaVersion(ctx context.Context) error {
	set := fmt.Sprintf(`uid(v) <xid> %q .
uid(v) <dgraph.type> "Graph" .
uid(v) <version> "%d" .`, graphXID, schema.DQLVersion)
	_, err := s.client.NewTxn().Do(ctx, &api.Request{
		Query:     `{v as var(func: eq(xid, "` + graphXID + `"))}`,
		Mutations: []*api.Mutation{{SetNquads: []byte(set)}},
		CommitNow: true,
	})
	return err
}
