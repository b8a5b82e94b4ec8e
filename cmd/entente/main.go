// Command entente keeps a knowledge graph of geopolitical actors, read from news articles, in Dgraph.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/entente-kg/entente/graph/question/shell"
)

// Exit codes, the same for every command.
const (
	exitOK      = 0 // all went well
	exitRejects = 1 // done, but some input was set aside or not understood; the output says which
	exitFailed  = 2 // not done: wrong use, unusable input or no store
	exitRunning = 3 // not done, as another process is at it
)

// errRejects ends a command that did its work but set some input aside, which it has already said.
var errRejects = errors.New("some articles were set aside")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx))
}

func run(ctx context.Context) int {
	err := newRootCommand().ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errRejects), errors.Is(err, errNotUnderstood), errors.Is(err, shell.ErrFailed):
		return exitRejects
	}
	fmt.Fprintln(os.Stderr, "entente:", err)
	if errors.Is(err, errRunning) {
		return exitRunning
	}
	return exitFailed
}
