//go:build linux

package text

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// mostMemory is what the whole analysis of a megabyte of news may need, the model and the program included.
const mostMemory = 250 << 20

// TestAnalyzeNeedsLittleMemory analyses a megabyte in a process of its own and asks the system what that took. (What it
// says of an ended process would not do: it counts the memory of the process that started it, too.)
func TestAnalyzeNeedsLittleMemory(t *testing.T) {
	if os.Getenv("ENTENTE_TEST_MEMORY") != "" {
		analyze(t, strings.Repeat(news, 1<<20/len(news)))
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(string(status))
		return
	}
	c := exec.Command(os.Args[0], "-test.run=^TestAnalyzeNeedsLittleMemory$")
	c.Env = append(os.Environ(), "ENTENTE_TEST_MEMORY=1")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(out)
	if found == nil {
		t.Fatalf("no VmHWM in %s", out)
	}
	peak, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	peak <<= 10
	t.Logf("%d MB at most", peak>>20)
	if peak > mostMemory {
		t.Errorf("%d MB, at most %d MB", peak>>20, mostMemory>>20)
	}
}
