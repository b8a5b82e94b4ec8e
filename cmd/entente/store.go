package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local"
)

// database is the store a command works on, and the Dgraph behind it where the command has started one itself.
type database struct {
	*graph.Store
	server *local.Server // nil where Dgraph runs elsewhere
}

// openConfigured opens the database of the command's settings.
func openConfigured(cmd *cobra.Command) (*database, error) {
	s, err := loadSettings(cmd)
	if err != nil {
		return nil, err
	}
	return openDatabase(cmd, s)
}

// openDatabase connects to the cluster of the settings; without one, to the local Dgraph that another entente runs on
// the data folder, or else starts one there, saying so on standard error. The schema is brought up to date. When a
// Dgraph that it has started ends for good, so does the command's context.
func openDatabase(cmd *cobra.Command, s settings) (*database, error) {
	db := &database{}
	addresses := s.Dgraph.Addresses
	if len(addresses) == 0 {
		addr, err := db.startLocal(cmd.Context(), s, cmd.ErrOrStderr())
		if err != nil {
			return nil, err
		}
		addresses = []string{addr}
		cmd.SetContext(db.whileUp(cmd.Context()))
	}
	store, err := graph.Open(cmd.Context(), graph.Options{
		Addresses: addresses, Log: s.logger(), Remember: s.Serve.remembered(),
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	db.Store = store
	if err := store.Migrate(cmd.Context()); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// whileUp is a context that ends with the Dgraph that the command has started.
func (db *database) whileUp(ctx context.Context) context.Context {
	if db.server == nil {
		return ctx
	}
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		<-db.server.Done()
		cancel(db.ended())
	}()
	return ctx
}

// ended says why the Dgraph that the command has started has ended for good; nil while it runs and after Close.
func (db *database) ended() error {
	if db.server == nil || db.server.Err() == nil {
		return nil
	}
	return fmt.Errorf("the local Dgraph has ended for good: %w", db.server.Err())
}

func (db *database) startLocal(ctx context.Context, s settings, progress io.Writer) (string, error) {
	server, err := local.Start(ctx, local.Options{
		Dir:      s.Dgraph.Dir,
		Binary:   s.Dgraph.Binary,
		Log:      s.logger(),
		Progress: func(step string) { fmt.Fprintln(progress, "dgraph:", step) },
	})
	var locked *local.LockedError
	if errors.As(err, &locked) && locked.Addr != "" {
		return locked.Addr, nil
	}
	if err != nil {
		return "", err
	}
	db.server = server
	fmt.Fprintf(progress, "dgraph: gRPC %s, HTTP %s\n", server.Addr(), server.HTTP())
	return server.Addr(), nil
}

// Close lets go of the store and stops the Dgraph that was started for it.
func (db *database) Close() error {
	var errs []error
	if db.Store != nil {
		errs = append(errs, db.Store.Close())
	}
	if db.server != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		errs = append(errs, db.server.Stop(ctx))
	}
	return errors.Join(errs...)
}

// isTerminal reports whether w is a terminal that a person looks at.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
