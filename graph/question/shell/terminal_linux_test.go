package shell_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/entente-kg/entente/graph/question/shell"
)

// openTerminal makes a pseudo-terminal: what is written to keyboard is typed at terminal.
func openTerminal(t *testing.T) (keyboard, terminal *os.File) {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("SKIPPED: there are no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { _ = keyboard.Close() })
	if err := unix.IoctlSetPointerInt(int(keyboard.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(keyboard.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("SKIPPED: there are no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { _ = terminal.Close() })
	return keyboard, terminal
}

// screen gathers what a terminal shows.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) watch(f *os.File) {
	b := make([]byte, 4096)
	for {
		n, err := f.Read(b)
		s.mu.Lock()
		s.text.Write(b[:n])
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// wait waits until the screen shows text, and clears it.
func (s *screen) wait(t *testing.T, text string) {
	t.Helper()
	for range 3000 {
		s.mu.Lock()
		shown := strings.Contains(s.text.String(), text)
		if shown {
			s.text.Reset()
		}
		s.mu.Unlock()
		if shown {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("the screen shows %q and not %q", s.text.String(), text)
}

// TestTerminal types at a terminal: completion, a line given up, a query of two lines, and the history of an earlier day.
func TestTerminal(t *testing.T) {
	keyboard, terminal := openTerminal(t)
	file := filepath.Join(t.TempDir(), "state", "history")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("{ old(func: has(xid)) { xid } }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	lines, err := shell.NewTerminal(terminal, terminal, file)
	if err != nil {
		t.Fatal(err)
	}
	s := &screen{}
	go s.watch(keyboard)
	done := make(chan error, 1)
	go func() {
		done <- shell.New(echo{}, lines, terminal, []string{"table"}, write).Run(context.Background())
	}()
	const up = "\x1b[A"
	for _, step := range []struct{ typed, shown string }{
		{"", "entente> "},
		{"{ q(func: type(Org\t", "type(Organization"},
		{"\x03", "entente> "},
		{"{ q(func: type(State))\r", "... "},
		{"{ name } }\r", `table "{ q(func: type(State)) { name } }"`},
		{up + up + up + "\r", `table "{ old(func: has(xid)) { xid } }"`},
		{"\x04", "\n"},
	} {
		if _, err := keyboard.WriteString(step.typed); err != nil {
			t.Fatal(err)
		}
		s.wait(t, step.shown)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(b); !strings.HasPrefix(got, "{ old(") || !strings.Contains(got, "{ q(func: type(State))\n{ name } }\n") {
		t.Errorf("history:\n%s", got)
	}
}
