package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/entente-kg/entente/ingest"
)

// terminal makes a terminal of that many columns: what is written to it is read from screen.
func terminal(t *testing.T, columns uint16) (screen, tty *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("SKIPPED: needs a pseudo-terminal: %v", err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	fd := int(screen.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns})
	}
	if err != nil {
		t.Skipf("SKIPPED: needs a pseudo-terminal: %v", err)
	}
	if tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Skipf("SKIPPED: needs a pseudo-terminal: %v", err)
	}
	t.Cleanup(func() { _ = tty.Close() })
	return screen, tty
}

// Whoever watches sees how many articles are done of how many, how fast, and how long it will take; and each one that is
// set aside on a line of its own.
func TestProgressOnATerminal(t *testing.T) {
	screen, tty := terminal(t, 100)
	r := newReport(tty, -1)
	expect := r.expectFrom(2)
	r.observe(ingest.Receipt{Outcome: ingest.Accepted})
	expect(150)
	expect(50)
	for range 49 {
		time.Sleep(5 * time.Millisecond)
		r.observe(ingest.Receipt{Outcome: ingest.Accepted})
	}
	r.observe(ingest.Receipt{Outcome: ingest.Rejected, Where: "news.jsonl:7", Reason: "no date"})
	fmt.Fprint(tty, "\nend\n")
	var seen strings.Builder
	for b := make([]byte, 4096); !strings.Contains(seen.String(), "end"); {
		n, err := screen.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		seen.Write(b[:n])
	}
	for _, want := range []string{`\d+/200`, `\d it/s`, `\[\d+s:\d+s\]`, `set aside: news\.jsonl:7: no date`} {
		if !regexp.MustCompile(want).MatchString(seen.String()) {
			t.Errorf("no %s in %q", want, seen.String())
		}
	}
}
