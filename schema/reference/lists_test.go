package reference

import "testing"

// TestLists keeps the lists that the program carries right: every complaint names the file and line to correct.
func TestLists(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Validate(); err != nil {
		t.Error(err)
	}
}
