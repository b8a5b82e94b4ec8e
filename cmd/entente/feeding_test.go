package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/entente-kg/entente/ingest/ledger"
)

// The dashboard is told what the ledger and the dead letters hold; where there are none, that nothing is known.
func TestFeeding(t *testing.T) {
	dir := t.TempDir()
	s := settings{Ingest: ingestSettings{Dir: filepath.Join(dir, "none")}}
	in, err := s.feeding(t.Context())
	if err != nil || len(in.Sources) > 0 {
		t.Fatalf("%+v, %v", in, err)
	}
	if _, err := os.Stat(s.Ingest.Dir); err == nil {
		t.Error("looking makes a ledger")
	}
	s.Ingest.Dir = dir
	l, err := ledger.Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.SetSource(ledger.Source{Name: "harbour", LastRun: time.Unix(0, 0), New: 3, Lag: time.Hour, Alarm: "gives nothing"}); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	letters := filepath.Join(dir, "dead-letters")
	if err := os.MkdirAll(letters, 0o700); err != nil {
		t.Fatal(err)
	}
	letter := `{"article": {"id": "a", "url": "https://example.org/a", "title": "A", "text": ""}, "where": "feed.xml", "reason": "has no text", "time": "2025-09-01T00:00:00Z"}`
	if err := os.WriteFile(filepath.Join(letters, "1.json"), []byte(letter), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err = s.feeding(t.Context())
	if err != nil || len(in.Sources) != 1 || in.Sources[0].New != 3 || in.Sources[0].Alarm == "" || in.Aside != 1 {
		t.Fatalf("%+v, %v", in, err)
	}
	if r := in.Rejects; len(r) != 1 || r[0].Where != "https://example.org/a" || r[0].Reason != "has no text" {
		t.Errorf("rejects: %+v", r)
	}
}
