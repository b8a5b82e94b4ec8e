package dashboard_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestBundle builds the bundles, borders and flags from their sources and the locked packages, and compares them with
// what is committed, byte for byte.
func TestBundle(t *testing.T) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("SKIPPED: the committed bundles are not compared with their sources, for that needs npm")
	}
	if _, err := os.Stat("web/node_modules/esbuild"); err != nil {
		t.Skip("SKIPPED: the committed bundles are not compared with their sources; run npm ci in graph/dashboard/web")
	}
	folder := t.TempDir()
	build := exec.Command(npm, "run", "build", "--", folder)
	build.Dir = "web"
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	built, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(built) < 5 {
		t.Fatal(built, err)
	}
	for _, file := range built {
		fresh, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		committed, err := os.ReadFile(filepath.Join("assets", filepath.Base(file)))
		if err != nil || !bytes.Equal(fresh, committed) {
			t.Errorf("assets/%s is not what its sources make (%v): run make web", filepath.Base(file), err)
		}
	}
}
