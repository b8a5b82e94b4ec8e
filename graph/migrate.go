package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/dgraph-io/dgo/v230/protos/api"

	"github.com/entente-kg/entente/schema"
)

// ErrNewer says that a newer version of the program has migrated the graph.
var ErrNewer = errors.New("the graph belongs to a newer version of the program: update the program, or use another graph")

// graphXID is the node that says which version of the schema the graph has.
const graphXID = "entente/graph"

// Migrate gives the graph the schema of this program. It may be called at every start, by several processes at once, and
// waits while Dgraph is away. A graph with a newer schema is left as it is, with an error that wraps ErrNewer.
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
		return s.setSchemaVersion(ctx)
	})
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
