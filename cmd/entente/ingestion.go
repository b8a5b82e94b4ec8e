package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/adrg/xdg"
	"github.com/gofrs/flock"

	"github.com/entente-kg/entente/graph/local"
	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/ledger"
)

// errRunning says that a pass over the sources, or the service, runs already.
var errRunning = errors.New("another ingest run or serve works with this folder; it is left to do its work")

// ingestDir is the folder of the ledger and the dead letters: beside the data of the local Dgraph, or, for a cluster, one
// of its own in the user's state folder.
func (s settings) ingestDir() (string, error) {
	switch {
	case s.Ingest.Dir != "":
		return s.Ingest.Dir, nil
	case len(s.Dgraph.Addresses) > 0:
		sum := sha256.Sum256([]byte(strings.Join(s.Dgraph.Addresses, ",")))
		return filepath.Join(xdg.StateHome, "entente", "ingest-"+hex.EncodeToString(sum[:4])), nil
	case s.Dgraph.Dir != "":
		return filepath.Join(s.Dgraph.Dir, "ingest"), nil
	}
	dir, err := local.DefaultDir()
	return filepath.Join(dir, "ingest"), err
}

// lockRun keeps a second run out until the first is over. The lock ends with the process, however that ends.
func lockRun(dir string) (*flock.Flock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(dir, "run.lock"))
	free, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", dir, err)
	}
	if !free {
		return nil, fmt.Errorf("%w: %s", errRunning, dir)
	}
	return lock, nil
}

// ingestion is what every way of ingesting works with.
type ingestion struct {
	*ledger.Ledger
	db       *database
	settings settings
	dead     *ingest.DeadLetters
	reader   lateReader
}

// memoryLimit is the memory, in bytes, from which on the collector works harder; twice of what the models take at rest.
const memoryLimit = 448 << 20

// openIngestion opens the ledger that belongs to the database. A graph that lacks what the ledger remembers was emptied or
// is another one, so the ledger starts anew.
func openIngestion(ctx context.Context, db *database, s settings, w io.Writer) (*ingestion, error) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	dir, err := s.ingestDir()
	if err != nil {
		return nil, err
	}
	l, err := ledger.Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		return nil, err
	}
	in := &ingestion{Ledger: l, db: db, settings: s, dead: deadLetters(dir), reader: newLateReader(ctx, s)}
	if err := in.matchGraph(ctx, w); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return in, nil
}

func deadLetters(dir string) *ingest.DeadLetters {
	return &ingest.DeadLetters{Dir: filepath.Join(dir, "dead-letters")}
}

func (in *ingestion) matchGraph(ctx context.Context, w io.Writer) error {
	last, err := in.Last()
	if err != nil || last == "" {
		return err
	}
	raw, err := in.db.Query(ctx, `query q($xid: string) {found(func: eq(xid, $xid)) {xid}}`, map[string]string{"$xid": "article/" + last})
	if err != nil {
		return fmt.Errorf("compare the ledger with the graph: %w", err)
	}
	var answer struct{ Found []struct{ XID string } }
	if err := json.Unmarshal(raw, &answer); err != nil {
		return fmt.Errorf("compare the ledger with the graph: %w", err)
	}
	if len(answer.Found) > 0 {
		return nil
	}
	fmt.Fprintln(w, "the graph does not have what was ingested last: it was emptied, or is another one; all articles are taken anew")
	return in.Forget()
}

// pipeline is one over the database; observe is told of each article.
func (in *ingestion) pipeline(observe func(ingest.Receipt)) *ingest.Pipeline {
	return &ingest.Pipeline{
		Reader: in.reader, Sink: in.db, Ledger: in.Ledger, Dead: in.dead,
		Workers: in.settings.Ingest.Workers, Batch: in.settings.Ingest.Batch, Log: in.settings.logger(), Observe: observe,
	}
}
