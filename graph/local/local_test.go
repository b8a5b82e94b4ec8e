package local_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local"
)

// childFolder tells a test binary that it is the process that a test is about to kill.
const childFolder = "ENTENTE_TEST_CHILD_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		holdUntilKilled(dir)
	}
	os.Exit(m.Run())
}

// holdUntilKilled runs Dgraph on dir, says so on standard output and waits for its end.
func holdUntilKilled(dir string) {
	if _, err := local.Start(context.Background(), local.Options{Dir: dir}); err != nil {
		_, _ = os.Stderr.WriteString(err.Error())
		os.Exit(1)
	}
	_, _ = os.Stdout.WriteString("up\n")
	select {}
}

func needDgraph(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: needs a real Dgraph, and -short was asked for")
	}
	if _, err := local.FindBinary(""); err != nil {
		t.Skipf("SKIPPED: needs a real Dgraph: %v", err)
	}
}

func start(t *testing.T, o local.Options) *local.Server {
	t.Helper()
	begin := time.Now()
	s, err := local.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("answered after %.1f s", time.Since(begin).Seconds())
	t.Cleanup(func() { stop(t, s) })
	return s
}

func stop(t *testing.T, s *local.Server) {
	t.Helper()
	if err := s.Stop(context.Background()); err != nil {
		t.Error(err)
	}
	if err := s.Err(); err != nil {
		t.Error(err)
	}
}

func ping(t *testing.T, s *local.Server) error {
	t.Helper()
	store, err := graph.Open(t.Context(), graph.Options{Addresses: []string{s.Addr()}})
	if err != nil {
		return err
	}
	defer store.Close() //nolint:errcheck // nothing was written
	return store.Ping(t.Context())
}

func TestLife(t *testing.T) {
	needDgraph(t)
	dir := t.TempDir()
	var said []string
	o := local.Options{Dir: dir, Grace: time.Second, Progress: func(s string) { said = append(said, s) }}
	s := start(t, o)
	if err := ping(t, s); err != nil {
		t.Fatalf("after Start: %v", err)
	}
	if len(said) < 2 || !strings.Contains(said[0], dir) {
		t.Errorf("progress: %q", said)
	}

	t.Run("a second start says who holds the folder", func(t *testing.T) {
		_, err := local.Start(t.Context(), o)
		var locked *local.LockedError
		if !errors.As(err, &locked) || locked.PID != os.Getpid() || locked.Dir != dir {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a child that dies is started again", func(t *testing.T) {
		for _, child := range []string{"alpha", "zero"} {
			kill(t, filepath.Join(dir, child+".pid"))
			deadline := time.Now().Add(time.Minute)
			for ping(t, s) != nil || pidOf(filepath.Join(dir, child+".pid")) == 0 {
				if time.Now().After(deadline) {
					t.Fatalf("%s did not come back", child)
				}
				time.Sleep(200 * time.Millisecond)
			}
		}
	})
	t.Run("stop leaves nothing behind", func(t *testing.T) {
		alpha, zero := pidOf(filepath.Join(dir, "alpha.pid")), pidOf(filepath.Join(dir, "zero.pid"))
		begin := time.Now()
		stop(t, s)
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("stopping took %v", took)
		}
		if alive(alpha) || alive(zero) {
			t.Error("a child outlives Stop")
		}
	})
	t.Run("the second start answers within 10 s", func(t *testing.T) {
		begin := time.Now()
		again := start(t, o)
		if took := time.Since(begin); took > 10*time.Second {
			t.Errorf("it took %v", took)
		}
		if again.Addr() != s.Addr() {
			t.Errorf("the folder moved from %s to %s", s.Addr(), again.Addr())
		}
	})
}

// A parent that is killed takes its children along, and the folder is good again.
func TestKilledParent(t *testing.T) {
	needDgraph(t)
	dir := t.TempDir()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), childFolder+"="+dir)
	parent.Stderr = os.Stderr
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 3)); err != nil {
		t.Fatalf("the parent did not come up: %v", err)
	}
	alpha, zero := pidOf(filepath.Join(dir, "alpha.pid")), pidOf(filepath.Join(dir, "zero.pid"))
	if !alive(alpha) || !alive(zero) {
		t.Fatal("the children don't run")
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // it was killed
	for range 50 {
		if !alive(alpha) && !alive(zero) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if alive(alpha) || alive(zero) {
		t.Fatal("orphans are left")
	}
	if err := ping(t, start(t, local.Options{Dir: dir, Grace: 200 * time.Millisecond})); err != nil {
		t.Errorf("after the kill: %v", err)
	}
}

func TestStartRefuses(t *testing.T) {
	t.Run("no binary", func(t *testing.T) {
		_, err := local.Start(t.Context(), local.Options{Dir: t.TempDir(), Binary: "no-such-dgraph"})
		if err == nil || !strings.Contains(err.Error(), "no-such-dgraph") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a binary that ends at once shows its log", func(t *testing.T) {
		script := filepath.Join(t.TempDir(), "dgraph")
		if err := os.WriteFile(script, []byte("#!/bin/sh\necho no disk today >&2\nexit 3\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := local.Start(t.Context(), local.Options{Dir: t.TempDir(), Binary: script})
		if err == nil || !strings.Contains(err.Error(), "no disk today") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a file in the place of the folder", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := local.Start(t.Context(), local.Options{Dir: file, Binary: "/bin/true"}); err == nil {
			t.Error("it started")
		}
	})
	t.Run("canceled", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		script := filepath.Join(t.TempDir(), "dgraph")
		if err := os.WriteFile(script, []byte("#!/bin/sh\nexec sleep 100\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := local.Start(ctx, local.Options{Dir: t.TempDir(), Binary: script, Grace: 100 * time.Millisecond})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestDefaultDir(t *testing.T) {
	for _, c := range []struct{ state, home, want string }{
		{"/var/state", "/home/ada", "/var/state/entente"},
		{"", "/home/ada", "/home/ada/.local/state/entente"},
		{"relative", "/home/ada", "/home/ada/.local/state/entente"}, // the XDG specification says to ignore it
	} {
		t.Setenv("XDG_STATE_HOME", c.state)
		t.Setenv("HOME", c.home)
		if got, err := local.DefaultDir(); err != nil || got != c.want {
			t.Errorf("XDG_STATE_HOME=%q: got %q, %v; want %q", c.state, got, err, c.want)
		}
	}
}

func pidOf(file string) int {
	b, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0
	}
	return pid
}

func alive(pid int) bool {
	if pid == 0 || syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err == nil && !strings.Contains(string(stat), ") Z ") // a zombie has ended; nobody has looked
}

func kill(t *testing.T, pidFile string) {
	t.Helper()
	pid := pidOf(pidFile)
	if pid == 0 {
		t.Fatalf("no process in %s", pidFile)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}
