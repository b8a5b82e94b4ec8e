package source_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/source"
)

func collect(t *testing.T, paths []string, stdin io.Reader, d source.Defaults) (items []ingest.Item) {
	t.Helper()
	for item := range source.Files(context.Background(), paths, stdin, d) {
		items = append(items, item)
	}
	return items
}

func TestPlainText(t *testing.T) {
	full := source.Defaults{Published: "2024-05-06", Source: "The Harbour Post"}
	for _, c := range []struct {
		name, text string
		defaults   source.Defaults
		want       error // nil: an article
	}{
		{"with a date", "Oslo and Bern talked.", full, nil},
		{"without a date", "Oslo and Bern talked.", source.Defaults{}, ingest.ErrNoDate},
		{"with the file's date", "Oslo and Bern talked.", source.Defaults{DateFromFile: true}, nil},
		{"empty", "", full, ingest.ErrEmpty},
		{"white space", " \n\t", full, ingest.ErrEmpty},
		{"Latin-1", "Gen\xe8ve", full, ingest.ErrUTF8},
		{"binary", "\x7fELF\x00\x01", full, ingest.ErrBinary},
		{"too long", strings.Repeat("a", ingest.MaxText+1), full, ingest.ErrTooLong},
		{"as long as can be", strings.Repeat("a", ingest.MaxText), full, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "article.txt")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			items := collect(t, []string{path}, nil, c.defaults)
			if len(items) != 1 {
				t.Fatalf("got %d items, want 1", len(items))
			}
			if got := items[0]; !errors.Is(got.Err, c.want) || got.Where != path {
				t.Errorf("got error %v at %s, want %v at %s", got.Err, got.Where, c.want, path)
			}
		})
	}
}

func TestJSONLines(t *testing.T) {
	const lines = `{"id":"a","published":"2024-01-02","text":"One."}

{"id":"b","text":"No date."}
not json
{"id":"c","published":"yesterday","text":"Three."}
{"published":"2024-01-03T10:00:00Z","url":"https://example.org/d","text":"Four."}`
	path := filepath.Join(t.TempDir(), "news.jsonl")
	if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, item := range collect(t, []string{path}, nil, source.Defaults{}) {
		outcome := "ok " + item.Article.ID
		if item.Err != nil {
			outcome = item.Err.Error()
		}
		got = append(got, strings.TrimPrefix(item.Where, path)+" "+outcome)
	}
	want := []string{
		":1 ok a",
		":3 " + ingest.ErrNoDate.Error(),
		":4 not an article in JSON: invalid character 'o' in literal null (expecting 'u')",
		`:5 publication date "yesterday": want YYYY-MM-DD or an RFC 3339 time`,
		":6 ok https://example.org/d",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestHugeLineIsSkipped(t *testing.T) {
	huge := `{"text":"` + strings.Repeat("a", 3*ingest.MaxText) + `"}`
	input := huge + "\n" + `{"id":"after","published":"2024-01-02","text":"Still read."}` + "\n"
	items := collect(t, []string{"-"}, strings.NewReader(input), source.Defaults{})
	if len(items) != 2 || !errors.Is(items[0].Err, ingest.ErrTooLong) || items[1].Article.ID != "after" || items[1].Err != nil {
		t.Fatalf("got %+v", items)
	}
}

func TestStandardInput(t *testing.T) {
	d := source.Defaults{Published: "2024-01-02"}
	for _, c := range []struct {
		name, input string
		want        []string // texts
	}{
		{"JSON lines", "\n" + `{"id":"a","text":"One."}` + "\n" + `{"id":"b","text":"Two."}`, []string{"One.", "Two."}},
		{"plain text", "  Oslo spoke.\n", []string{"Oslo spoke.\n"}},
		{"nothing", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, item := range collect(t, []string{"-"}, strings.NewReader(c.input), d) {
				if item.Err != nil {
					t.Fatal(item.Err)
				}
				got = append(got, item.Article.Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("texts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBrokenStreamIsReported(t *testing.T) {
	r := io.MultiReader(strings.NewReader(`{"id":"a","published":"2024-01-02","text":"One."}`+"\n"+`{"id"`), iotest.ErrReader(errors.New("cable cut")))
	items := collect(t, []string{"-"}, r, source.Defaults{})
	if len(items) != 2 || items[0].Err != nil || items[1].Err == nil || !strings.Contains(items[1].Err.Error(), "cable cut") {
		t.Fatalf("got %+v", items)
	}
}

// The same article has the same id from whatever file it is read, and another text another.
func TestIdentityWithoutID(t *testing.T) {
	id := func(text string) string {
		items := collect(t, []string{"-"}, strings.NewReader(text), source.Defaults{Published: "2024-01-02"})
		return items[0].Article.ID
	}
	if a, b := id("Oslo spoke."), id("Oslo spoke."); a != b {
		t.Errorf("ids differ: %s, %s", a, b)
	}
	if a, b := id("Oslo spoke."), id("Bern spoke."); a == b {
		t.Errorf("different articles share the id %s", a)
	}
}

func TestExpand(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a.jsonl", "notes.pdf"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := source.Expand([]string{dir, filepath.Join(dir, "notes.pdf"), "-"})
	want := []string{filepath.Join(dir, "a.jsonl"), filepath.Join(dir, "b.txt"), filepath.Join(dir, "notes.pdf"), "-"}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("error %v, files (-want +got):\n%s", err, diff)
	}
	if _, err := source.Expand([]string{filepath.Join(dir, "nowhere.txt")}); err == nil {
		t.Error("a path that does not exist passes")
	}
}

func TestCount(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	lines, open := file("a.jsonl", "{}\n{}\n"), file("b.ndjson", "{}\n{}")
	for _, c := range []struct {
		name  string
		files []string
		want  int
		ok    bool
	}{
		{"nothing", nil, 0, true},
		{"texts and pages", []string{"a.txt", "b.html", "c.txt.gz"}, 3, true},
		{"lines", []string{lines, open}, 4, true},
		{"no lines", []string{file("empty.jsonl", "")}, 0, true},
		{"compressed lines", []string{lines, "c.jsonl.zst"}, 0, false},
		{"a crawl", []string{"c.warc"}, 0, false},
		{"standard input", []string{"-"}, 0, false},
		{"a file that is not there", []string{filepath.Join(dir, "nowhere.jsonl")}, 0, false},
	} {
		if n, ok := source.Count(c.files); n != c.want || ok != c.ok {
			t.Errorf("%s: got %d, %v; want %d, %v", c.name, n, ok, c.want, c.ok)
		}
	}
}
