//go:build linux

package text

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// mostMemory is what the whole analysis of a megabyte of news may need, the model and the program included.
const mostMemory = 250 << 20

// TestAnalyzeNeedsLittleMemory analyses a megabyte in a process of its own and asks the system what that took.
func TestAnalyzeNeedsLittleMemory(t *testing.T) {
	if os.Getenv("ENTENTE_TEST_MEMORY") != "" {
		analyze(t, strings.Repeat(news, 1<<20/len(news)))
		return
	}
	c := exec.Command(os.Args[0], "-test.run=^TestAnalyzeNeedsLittleMemory$")
	c.Env = append(os.Environ(), "ENTENTE_TEST_MEMORY=1")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	peak := c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
	t.Logf("%d MB at most", peak>>20)
	if peak > mostMemory {
		t.Errorf("%d MB, at most %d MB", peak>>20, mostMemory>>20)
	}
}
