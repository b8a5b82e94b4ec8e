package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// ErrNotEmpty says that a data folder holds a graph already.
var ErrNotEmpty = errors.New("the data folder holds a graph already")

// Load fills a new data folder with files of N-Quads by Dgraph's bulk loader, which is many times as fast as writing to a
// running Dgraph. The schema is DQL. A folder that holds a graph gives ErrNotEmpty; a failed load can be tried again.
func Load(ctx context.Context, o Options, schema string, files ...string) (err error) {
	if err := o.fill(); err != nil {
		return err
	}
	binary, err := FindBinary(o.Binary)
	if err != nil {
		return err
	}
	h, err := holdDir(o.Dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.release()) }()
	if _, err := os.Stat(filepath.Join(o.Dir, "postings")); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(ErrNotEmpty, err)
	}
	offset, err := ports(filepath.Join(o.Dir, "ports"))
	if err != nil {
		return err
	}
	s := &Server{opts: o}
	zero := s.child("zero", binary, zeroArgs(o.Dir, offset))
	life, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- zero.keep(life, new(atomic.Bool), o.Log) }()
	err = bulk(life, o, binary, offset, schema, files)
	stop()
	return errors.Join(err, <-ended)
}

// bulk runs the loader beside a zero and puts what it makes in its place.
func bulk(ctx context.Context, o Options, binary string, offset int, schema string, files []string) error {
	if err := awaitPort(ctx, loopback(zeroGRPC+offset)); err != nil {
		return err
	}
	work, err := os.MkdirTemp(o.Dir, "load-")
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	defer os.RemoveAll(work) //nolint:errcheck // a temporary folder
	schemaFile, out := filepath.Join(work, "schema.dql"), filepath.Join(work, "out")
	if err := os.WriteFile(schemaFile, []byte(schema), 0o600); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	files = slices.Clone(files)
	for i, f := range files {
		if files[i], err = filepath.Abs(f); err != nil {
			return fmt.Errorf("load: %w", err)
		}
	}
	o.Progress("loading with dgraph bulk")
	cmd := exec.CommandContext(ctx, binary, "bulk", "--files", strings.Join(files, ","), "--schema", schemaFile,
		"--zero", loopback(zeroGRPC+offset), "--http", loopback(alphaHTTP+offset), "--out", out, "--tmp", filepath.Join(work, "tmp"),
		"--num_go_routines", strconv.Itoa(runtime.NumCPU()))
	cmd.Dir, cmd.SysProcAttr = work, dieWithParent()
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("load: %w; dgraph bulk says:\n%s", err, said[max(0, len(said)-2000):])
	}
	if err := os.Rename(filepath.Join(out, "0", "p"), filepath.Join(o.Dir, "postings")); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	return nil
}

// awaitPort waits until something listens.
func awaitPort(ctx context.Context, addr string) error {
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
		if err == nil {
			return conn.Close()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for dgraph zero: %w", context.Cause(ctx))
		case <-time.After(50 * time.Millisecond):
		}
	}
}
