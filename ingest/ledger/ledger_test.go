package ledger

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/schema"
)

func open(t *testing.T) *Ledger {
	t.Helper()
	l, err := Open(filepath.Join(t.TempDir(), "sub", "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

// prose makes a text of n different sentences, each long enough to count.
func prose(topic string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "In round %d of %s envoys spoke of %s for %d hours, clause %d on %s included. ", i, topic, topic, i+2, 3*i, topic)
	}
	return b.String()
}

func TestFates(t *testing.T) {
	l := open(t)
	text := prose("fishing", 30)
	for _, c := range []struct {
		name     string
		id, text string
		fate     Fate
		copyOf   string
	}{
		{"first seen", "a", text, New, ""},
		{"seen again", "a", text, Unchanged, ""},
		{"the same text elsewhere", "b", text, Copy, "a"},
		{"with an agency's line", "c", "OSLO (Agency) - " + text + "Reporting by the agency.", Copy, "a"},
		{"without its last sentences", "d", prose("fishing", 26), Copy, "a"},
		{"another article on the same matter", "e", prose("whaling", 30), New, ""},
		{"a copy again", "b", text, Unchanged, ""},
		{"a corrected text", "a", prose("fishing and mining", 30), Changed, ""},
		{"a short text", "f", "Oslo spoke.", New, ""},
		{"another short text", "g", "Bern spoke.", New, ""},
		{"the same short text", "h", "Oslo spoke.", Copy, "f"},
	} {
		got, err := l.Admit("desk", "", Entry{}, schema.Article{ID: c.id, Text: c.text, Published: "2024-05-06"})
		if err != nil || got.Fate != c.fate || got.CopyOf != c.copyOf {
			t.Errorf("%s: got %s of %q, %v; want %s of %q", c.name, got.Fate, got.CopyOf, err, c.fate, c.copyOf)
		}
	}
}

func TestBuriedStaysOut(t *testing.T) {
	l := open(t)
	a := schema.Article{ID: "a", Text: "Oslo spoke."}
	if err := l.Bury("a", "asked by the publisher"); err != nil {
		t.Fatal(err)
	}
	if got, err := l.Admit("desk", "1", Entry{}, a); err != nil || got.Fate != Buried {
		t.Errorf("got %s, %v", got.Fate, err)
	}
	if n := len(pending(t, l)); n != 0 {
		t.Errorf("%d spooled", n)
	}
}

func pending(t *testing.T, l *Ledger) (ids []string) {
	t.Helper()
	for s, err := range l.Pending() {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, s.Article.ID)
	}
	return ids
}

func TestSpoolSurvivesAndEmpties(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b", "c"} {
		if _, err := l.Admit("desk", "entry "+id, Entry{ETag: id}, schema.Article{ID: id, Text: id}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(path); !errors.Is(err, ErrBusy) {
		t.Errorf("a second process gets %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if l, err = Open(path); err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if diff := cmp.Diff([]string{"a", "b", "c"}, pending(t, l)); diff != "" {
		t.Errorf("pending (-want +got):\n%s", diff)
	}
	for s, err := range l.Pending() {
		if err != nil {
			t.Fatal(err)
		}
		if s.Article.ID != "b" {
			if err := l.Done(s.Number); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := cmp.Diff([]string{"b"}, pending(t, l)); diff != "" {
		t.Errorf("pending (-want +got):\n%s", diff)
	}
	if e, ok, err := l.Entry("desk", "entry a"); err != nil || !ok || e.Article != "a" || e.ETag != "a" {
		t.Errorf("entry %+v, %v, %v", e, ok, err)
	}
}

func TestReleasedIsNewAgain(t *testing.T) {
	l := open(t)
	a := schema.Article{ID: "a", Text: prose("trade", 20)}
	for range 2 {
		if got, err := l.Admit("desk", "", Entry{}, a); err != nil || got.Fate != New {
			t.Fatalf("got %s, %v", got.Fate, err)
		}
		if err := l.Release("a"); err != nil {
			t.Fatal(err)
		}
	}
}

// Articles that arrive at the same time on several goroutines are each taken once.
func TestConcurrentAdmission(t *testing.T) {
	l := open(t)
	var mu sync.Mutex
	fates := map[Fate]int{}
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			got, err := l.Admit("desk", "", Entry{}, schema.Article{ID: fmt.Sprint(i % 10), Text: fmt.Sprint("text ", i%10)})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			fates[got.Fate]++
			mu.Unlock()
		})
	}
	wg.Wait()
	if diff := cmp.Diff(map[Fate]int{New: 10, Unchanged: 30}, fates); diff != "" {
		t.Errorf("fates (-want +got):\n%s", diff)
	}
}

func TestSources(t *testing.T) {
	l := open(t)
	if s, err := l.Source("desk"); err != nil || s != (Source{Name: "desk"}) {
		t.Errorf("unknown source: %+v, %v", s, err)
	}
	for _, s := range []Source{{Name: "wire", Items: 3}, {Name: "desk", Total: 7}} {
		if err := l.SetSource(s); err != nil {
			t.Fatal(err)
		}
	}
	all, err := l.Sources()
	if diff := cmp.Diff([]Source{{Name: "desk", Total: 7}, {Name: "wire", Items: 3}}, all); err != nil || diff != "" {
		t.Errorf("error %v, (-want +got):\n%s", err, diff)
	}
}

func BenchmarkFingerprint(b *testing.B) {
	text := prose("fishing", 30)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		fingerprintOf(text)
	}
}
