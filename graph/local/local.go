// Package local runs a Dgraph of its own: a zero and an alpha as supervised child processes that listen on loopback
// only and keep everything in one data folder. One process at a time holds a folder; the children never outlive it.
package local

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Options says where Dgraph keeps its data and how it is run. The zero value is usable.
type Options struct {
	Dir      string        // data folder; empty for DefaultDir
	Binary   string        // dgraph binary; empty to look for it, see FindBinary
	Log      *slog.Logger  // nil for silence
	Progress func(string)  // told in a few words what is happening while Start waits; may be nil
	Grace    time.Duration // between the request to stop and the kill; 0 for 3 s
	CacheMB  int           // memory for alpha's caches; 0 for 256
}

// Server is a running Dgraph.
type Server struct {
	opts        Options
	hold        *hold
	offset      int
	zero, alpha *child

	answered atomic.Bool // a query, since Start
	stop     context.CancelFunc
	stopOnce sync.Once
	done     chan struct{}
	mu       sync.Mutex
	err      error
}

// DefaultDir is the data folder where none is named: entente under the XDG state folder.
func DefaultDir() (string, error) {
	if state := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return filepath.Join(state, "entente"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the state folder: %w", err)
	}
	return filepath.Join(home, ".local", "state", "entente"), nil
}

// Start runs Dgraph on the data folder and returns when it answers queries. It takes over a folder that a killed
// process left behind. Canceling ctx ends the wait, not the server that Start returned. Errors are ErrNoBinary, a
// *LockedError, a *PortsError, and an error with the end of the log of a child that does not live.
func Start(ctx context.Context, o Options) (*Server, error) {
	if err := o.fill(); err != nil {
		return nil, err
	}
	binary, err := FindBinary(o.Binary)
	if err != nil {
		return nil, err
	}
	h, err := holdDir(o.Dir)
	if err != nil {
		return nil, err
	}
	s := &Server{opts: o, hold: h, done: make(chan struct{})}
	if err := s.run(ctx, binary); err != nil {
		return nil, errors.Join(err, h.release())
	}
	return s, nil
}

func (o *Options) fill() error {
	if o.Dir == "" {
		dir, err := DefaultDir()
		if err != nil {
			return err
		}
		o.Dir = dir
	}
	abs, err := filepath.Abs(o.Dir)
	if err != nil {
		return fmt.Errorf("find the data folder: %w", err)
	}
	o.Dir = abs
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	if o.Grace == 0 {
		o.Grace = 3 * time.Second
	}
	if o.CacheMB == 0 {
		o.CacheMB = 256
	}
	return nil
}

// run starts both children and waits for the first answer.
func (s *Server) run(ctx context.Context, binary string) error {
	for _, name := range []string{"zero", "alpha"} {
		if err := reap(s.path(name+".pid"), binary, s.opts.Dir); err != nil {
			return err
		}
	}
	offset, err := ports(s.path("ports"))
	if err != nil {
		return err
	}
	s.offset = offset
	life, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.zero = s.child("zero", binary, zeroArgs(s.opts.Dir, offset))
	s.alpha = s.child("alpha", binary, alphaArgs(s.opts.Dir, offset, s.opts.CacheMB))

	s.opts.Progress("starting Dgraph in " + s.opts.Dir)
	var running sync.WaitGroup
	running.Go(func() { s.supervise(life, s.zero) })
	running.Go(func() { s.supervise(life, s.alpha) })
	go func() {
		running.Wait()
		close(s.done)
	}()
	if err := s.await(ctx); err != nil {
		s.stop()
		<-s.done
		return err
	}
	return nil
}

func (s *Server) child(name, binary string, args []string) *child {
	return &child{
		name: name, binary: binary, args: args, dir: s.opts.Dir,
		log: s.path(name + ".log"), pid: s.path(name + ".pid"), grace: s.opts.Grace,
	}
}

// supervise keeps c alive and ends the whole server when it does not stay alive.
func (s *Server) supervise(life context.Context, c *child) {
	if err := c.keep(life, &s.answered, s.opts.Log); err != nil {
		s.mu.Lock()
		s.err = errors.Join(s.err, err)
		s.mu.Unlock()
		s.stop()
	}
}

// await asks until alpha answers a query, and says every second that it is still waiting.
func (s *Server) await(ctx context.Context) error {
	begin, said := time.Now(), 0
	for {
		if ask(ctx, s.HTTP()) == nil {
			s.answered.Store(true)
			s.opts.Progress(fmt.Sprintf("Dgraph answers after %.1f s", time.Since(begin).Seconds()))
			return nil
		}
		if sec := int(time.Since(begin).Seconds()); sec > said {
			said = sec
			s.opts.Progress(fmt.Sprintf("waiting for Dgraph (%d s)", sec))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for Dgraph: %w", context.Cause(ctx))
		case <-s.done:
			return s.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Addr is the gRPC address of alpha, host:port.
func (s *Server) Addr() string { return loopback(alphaGRPC + s.offset) }

// HTTP is the base URL of alpha's HTTP endpoint, for Ratel and the like.
func (s *Server) HTTP() string { return "http://" + loopback(alphaHTTP+s.offset) }

// Zero is the gRPC address of zero, which Dgraph's own loaders ask for.
func (s *Server) Zero() string { return loopback(zeroGRPC + s.offset) }

// Dir is the data folder.
func (s *Server) Dir() string { return s.opts.Dir }

// Done is closed when both children have ended, because of Stop or because one does not stay alive; see Err.
func (s *Server) Done() <-chan struct{} { return s.done }

// Err is why the server ended by itself; nil while it runs and after Stop.
func (s *Server) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Stop ends both children, alpha before zero is waited for, and frees the data folder. When ctx ends first the children
// are left to the grace period. Stop may be called again.
func (s *Server) Stop(ctx context.Context) error {
	s.stop()
	select {
	case <-s.done:
	case <-ctx.Done():
		return fmt.Errorf("stop Dgraph: %w", context.Cause(ctx))
	}
	var err error
	s.stopOnce.Do(func() { err = s.hold.release() })
	return err
}

func (s *Server) path(name string) string { return filepath.Join(s.opts.Dir, name) }

func loopback(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// tail is the end of a log file, for error messages.
func tail(path string, n int64) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close() //nolint:errcheck // read-only
	if size, err := f.Seek(0, io.SeekEnd); err == nil {
		_, _ = f.Seek(max(0, size-n), io.SeekStart)
	}
	b, _ := io.ReadAll(io.LimitReader(f, n))
	return string(b)
}
