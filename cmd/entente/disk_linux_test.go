package main_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// smallDisk is a folder on a disk of its own, of that many KB.
func smallDisk(t *testing.T, size int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%dk", size)); err != nil {
		t.Skipf("SKIPPED: needs the right to mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// checkStopped checks how an ingest ended that found a disk full.
func checkStopped(t *testing.T, code int, said string, want ...string) {
	t.Helper()
	if code != 2 {
		t.Errorf("exit %d, want 2", code)
	}
	for _, w := range append(want, "articles stored with", "stopped; what is counted above is safely stored") {
		if !strings.Contains(said, w) {
			t.Errorf("nothing says %q:\n%s", w, said)
		}
	}
}

// An ingest whose spool finds the disk full stops and says what is stored; with room again it goes on as if nothing had
// been.
func TestFullDiskOfTheSpool(t *testing.T) {
	needDgraph(t)
	dir := smallDisk(t, 224)
	file, want := fourHundred(t)
	u := newUser(t)
	up := u.serve()
	defer up.stop(t)
	r := u.run("", "ingest", file, "--batch", "8", "--ingest-dir", dir)
	checkStopped(t, r.code, r.err, "no space left on device")
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	u.must("ingest", file, "--batch", "8", "--ingest-dir", dir)
	if diff := cmp.Diff(want, u.must("export")); diff != "" {
		t.Errorf("the full disk left another graph (-calm +full):\n%.2000s", diff)
	}
}

// Likewise where the disk of Dgraph's data is full.
func TestFullDiskOfTheGraph(t *testing.T) {
	needDgraph(t)
	dir := smallDisk(t, 64<<10)
	file, want := fourHundred(t)
	u := newUser(t)
	args := []string{"--batch", "8", "--dir", filepath.Join(dir, "data"), "--ingest-dir", t.TempDir()}
	cmd := u.command("", append([]string{"ingest", file}, args...)...)
	said := &bytes.Buffer{}
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	waitForArticles(t, u, args)
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 64<<20), 0o600); err == nil {
		t.Fatal("the disk is larger than it should be")
	}
	select {
	case <-ended:
	case <-time.After(2 * time.Minute):
		_ = cmd.Process.Kill()
		t.Fatal("the ingest does not end")
	}
	checkStopped(t, cmd.ProcessState.ExitCode(), said.String(), "the disk of the data folder is full")
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	u.must(append([]string{"ingest", file}, args...)...)
	if diff := cmp.Diff(want, u.must("export", "--dir", filepath.Join(dir, "data"))); diff != "" {
		t.Errorf("the full disk left another graph (-calm +full):\n%.2000s", diff)
	}
}
