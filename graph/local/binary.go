package local

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// ErrNoBinary says that there is no dgraph to run.
var ErrNoBinary = errors.New("no dgraph binary beside this program, in bin/ or on PATH: build one with make dgraph, or name one")

// FindBinary is the dgraph to run: the named one if a name is given, else the first of dgraph beside the running
// program, in the folder bin of the working folder or of a folder above it (as in a checkout), and on PATH.
func FindBinary(named string) (string, error) {
	if named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("find the dgraph binary: %w", err)
		}
		return filepath.Abs(path)
	}
	for _, path := range candidates() {
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return path, nil
		}
	}
	if path, err := exec.LookPath("dgraph"); err == nil {
		return filepath.Abs(path)
	}
	return "", ErrNoBinary
}

func candidates() []string {
	var paths []string
	if self, err := os.Executable(); err == nil {
		paths = append(paths, filepath.Join(filepath.Dir(self), "dgraph"))
	}
	dir, err := os.Getwd()
	for err == nil {
		paths = append(paths, filepath.Join(dir, "bin", "dgraph"))
		if _, mod := os.Stat(filepath.Join(dir, "go.mod")); mod == nil || filepath.Dir(dir) == dir {
			break // a checkout's own root is as far up as a binary is trusted
		}
		dir = filepath.Dir(dir)
	}
	return paths
}
