package local

import (
	"slices"
	"testing"
)

func TestEnvironment(t *testing.T) {
	if got, want := environment([]string{"HOME=/h"}), []string{"HOME=/h", "GOGC=200"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := environment([]string{"GOGC=50", "HOME=/h"}), []string{"GOGC=50", "HOME=/h"}; !slices.Equal(got, want) {
		t.Errorf("what was set is overridden: %q, want %q", got, want)
	}
}
