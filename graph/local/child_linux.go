package local

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// dieWithParent has the kernel kill the child when its parent dies, and keeps the terminal's Ctrl-C from it: the parent
// decides when it stops.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// reap kills the process of a pid file if it is a dgraph that still runs on dir, left behind by a holder that is gone.
func reap(pidFile, binary, dir string) error {
	pid := readPID(pidFile)
	if pid == 0 || !runsOn(pid, binary, dir) {
		return nil
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return fmt.Errorf("end dgraph process %d, which still runs on %s: %w", pid, dir, err)
	}
	for range 100 {
		if !runsOn(pid, binary, dir) {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("dgraph process %d, which still runs on %s, does not end", pid, dir)
}

// runsOn reports whether pid is a process of the binary that was given dir as its folder.
func runsOn(pid int, binary, dir string) bool {
	line, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline"))
	if err != nil {
		return false
	}
	args := bytes.Split(line, []byte{0})
	if filepath.Base(string(args[0])) != filepath.Base(binary) {
		return false
	}
	for i, a := range args[:len(args)-1] {
		if string(a) == "--cwd" && string(args[i+1]) == dir {
			return true
		}
	}
	return false
}

// freeSpace is the room that is left on the disk of dir, in bytes; ok is false where that can't be told.
func freeSpace(dir string) (bytes int64, ok bool) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return 0, false
	}
	return int64(fs.Bavail) * fs.Bsize, true
}
