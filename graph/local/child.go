package local

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// Restarts wait twice as long each time, until a child has stayed alive for a while.
const (
	firstPause  = 500 * time.Millisecond
	longestWait = 30 * time.Second
	stable      = time.Minute
	maxDeaths   = 8        // in a row, without a stable life between them
	maxStarts   = 3        // deaths before the first answer: a child that never worked won't
	maxLog      = 16 << 20 // bytes, at a start, before a log file is set aside
)

// ErrDiskFull says that Dgraph has died for want of room in its data folder. It writes through memory maps, so that it
// finds no words of its own; what it had committed is there when there is room again.
var ErrDiskFull = errors.New("the disk of the data folder is full")

// leastFree is the room, in bytes, below which a death of Dgraph is put down to the want of it.
const leastFree = 16 << 20

// child is one Dgraph process.
type child struct {
	name, binary string
	args         []string
	dir          string
	log, pid     string // files
	grace        time.Duration
}

// keep runs the child until life ends and starts it again when it dies. It returns an error when the child dies too
// often to be worth it, before or after the server has answered.
func (c *child) keep(life context.Context, answered *atomic.Bool, log *slog.Logger) error {
	pause, deaths := firstPause, 0
	for {
		begin := time.Now()
		err := c.runOnce(life)
		if life.Err() != nil {
			return nil
		}
		if free, ok := freeSpace(c.dir); ok && free < leastFree {
			return fmt.Errorf("%w: %s has %d KB left: make room and start again", ErrDiskFull, c.dir, free>>10)
		}
		if time.Since(begin) > stable {
			pause, deaths = firstPause, 0
		}
		deaths++
		if deaths >= maxDeaths || deaths >= maxStarts && !answered.Load() || errors.Is(err, errNotStarted) {
			return fmt.Errorf("dgraph %s does not stay alive: %w; its log ends:\n%s", c.name, err, tail(c.log, 2000))
		}
		log.Warn("dgraph child died, starting it again", "child", c.name, "err", err, "pause", pause)
		select {
		case <-life.Done():
			return nil
		case <-time.After(pause):
		}
		pause = min(2*pause, longestWait)
	}
}

var errNotStarted = errors.New("not started")

// runOnce starts the child and waits for its end, which it brings about when life ends.
func (c *child) runOnce(life context.Context) error {
	out, err := openLog(c.log)
	if err != nil {
		return errors.Join(errNotStarted, err)
	}
	defer out.Close() //nolint:errcheck // the child wrote it
	cmd := exec.Command(c.binary, c.args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = c.dir, out, out
	cmd.SysProcAttr = dieWithParent()
	cmd.Env = environment(os.Environ())

	// Linux ties the parent-death signal to the thread that forked, so this goroutine keeps its thread until the child
	// is gone. Unlocked threads may end early and would take a healthy child with them.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return errors.Join(errNotStarted, err)
	}
	_ = os.WriteFile(c.pid, []byte(strconv.Itoa(cmd.Process.Pid)+"\n"), 0o600) // only helps a later start to clean up
	ended := make(chan struct{})
	go c.end(life, cmd.Process, ended)
	err = cmd.Wait()
	close(ended)
	_ = os.Remove(c.pid)
	return err
}

// end asks the process to stop when life ends and kills it when it does not.
func (c *child) end(life context.Context, p *os.Process, ended <-chan struct{}) {
	select {
	case <-ended:
		return
	case <-life.Done():
	}
	_ = p.Signal(syscall.SIGTERM) // it may have ended by itself
	select {
	case <-ended:
	case <-time.After(c.grace):
		_ = p.Kill()
	}
}

// openLog opens a log for appending and sets an overlong one aside as .1.
func openLog(path string) (*os.File, error) {
	if info, err := os.Stat(path); err == nil && info.Size() > maxLog {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, fmt.Errorf("set the log aside: %w", err)
		}
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the log: %w", err)
	}
	return f, nil
}

// environment lets the heap of a child grow to thrice what is in use before it collects garbage, unless env says how far:
// during ingestion collecting took 27 % of the processor time of alpha, while its memory is little.
func environment(env []string) []string {
	if slices.ContainsFunc(env, func(v string) bool { return strings.HasPrefix(v, "GOGC=") }) {
		return env
	}
	return append(env, "GOGC=200")
}

// Arguments that both children share: loopback only, and no reports to anyone.
func common(offset int) []string {
	return []string{
		"--bindall=false", "--port_offset", strconv.Itoa(offset),
		"--telemetry", "reports=false; sentry=false;", "--trace", "ratio=0;",
	}
}

func zeroArgs(dir string, offset int) []string {
	return append([]string{"zero", "--cwd", dir, "--wal", "zero", "--my", loopback(zeroGRPC + offset)}, common(offset)...)
}

func alphaArgs(dir string, offset, cacheMB int) []string {
	return append([]string{
		"alpha", "--cwd", dir, "--postings", "postings", "--wal", "wal", "--tmp", "tmp", "--export", "export",
		"--my", loopback(alphaRaft + offset), "--zero", loopback(zeroGRPC + offset),
		"--cache", fmt.Sprintf("size-mb=%d;", cacheMB),
	}, common(offset)...)
}
