//go:build !linux

package local

import "syscall"

// dieWithParent asks for nothing: only Linux ends a child with its parent.
func dieWithParent() *syscall.SysProcAttr { return nil }

// reap leaves stale children alone: without /proc there is no safe way to know them. Their ports are found taken.
func reap(_, _, _ string) error { return nil }

// freeSpace knows nothing of other systems.
func freeSpace(string) (bytes int64, ok bool) { return 0, false }
