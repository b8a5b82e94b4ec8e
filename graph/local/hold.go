package local

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// LockedError says that another process runs Dgraph on the data folder.
type LockedError struct {
	Dir  string
	PID  int    // 0 where it is not known
	Addr string // gRPC address at which that process's Dgraph answers, or will once it is up; empty where not known
}

// Error names the folder and its holder.
func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("data folder %s is in use by another process", e.Dir)
	}
	return fmt.Sprintf("data folder %s is in use by process %d", e.Dir, e.PID)
}

// hold is the right to use a data folder. The kernel takes it back when the process ends, however it ends.
type hold struct {
	lock *flock.Flock
	pid  string
}

func holdDir(dir string) (*hold, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	h := &hold{lock: flock.New(filepath.Join(dir, "lock")), pid: filepath.Join(dir, "holder.pid")}
	ok, err := h.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if !ok {
		return nil, &LockedError{Dir: dir, PID: readPID(h.pid), Addr: knownAddr(filepath.Join(dir, "ports"))}
	}
	if err := os.WriteFile(h.pid, []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("write the holder of the data folder: %w", err)
	}
	return h, nil
}

func (h *hold) release() error {
	_ = os.Remove(h.pid) // stale at worst: the lock decides
	if err := h.lock.Unlock(); err != nil {
		return fmt.Errorf("unlock the data folder: %w", err)
	}
	return nil
}

// readPID is the number in a pid file, or 0.
func readPID(file string) int {
	b, err := os.ReadFile(file)
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil || pid < 1 {
		return 0
	}
	return pid
}
