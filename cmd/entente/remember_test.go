package main

import "testing"

// Nothing said is 128 MB; whatever is below 0 is none.
func TestRemembered(t *testing.T) {
	for said, want := range map[int]int{0: 128 << 20, 5: 5 << 20, -1: 0, -7: 0} {
		if got := (serveSettings{Remember: said}).remembered(); got != want {
			t.Errorf("--remember %d: %d bytes, want %d", said, got, want)
		}
	}
}
