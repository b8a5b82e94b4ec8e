package reference

import (
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// TestCounts compares the number of members, observers and partners of organizations at given dates with what is
// publicly known. The rows of testdata/counts.csv are organization, date,
// status, count and source; statuses that are counted together are joined by a plus.
func TestCounts(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	organizations := make(map[string]bool)
	for i, row := range readCounts(t) {
		organization, err := schema.ParseRef(row[0])
		if err != nil {
			t.Fatalf("counts.csv:%d: %v", i+2, err)
		}
		if _, ok := w.Organization(organization); !ok {
			t.Errorf("counts.csv:%d: %s is not listed", i+2, organization)
		}
		at, err := schema.ParseDate(row[1])
		if err != nil {
			t.Fatalf("counts.csv:%d: %v", i+2, err)
		}
		want, err := strconv.Atoi(row[3])
		if err != nil {
			t.Fatalf("counts.csv:%d: %v", i+2, err)
		}
		organizations[row[0]] = true
		var with []schema.Ref
		for _, m := range w.Members(organization, at) {
			if slices.Contains(strings.Split(row[2], "+"), string(m.Status)) {
				with = append(with, m.Actor)
			}
		}
		if len(with) != want {
			t.Errorf("counts.csv:%d: %s has %d with status %s at %s, want %d: %v", i+2, organization, len(with), row[2], at, want, with)
		}
	}
	if len(organizations) < 60 {
		t.Errorf("counts of %d organizations, want at least 60", len(organizations))
	}
}

func readCounts(t *testing.T) [][]string {
	t.Helper()
	file, err := os.Open("testdata/counts.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}
