package ledger

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
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

// form is a text in which little more than names changes.
func form(a, b, c string) string {
	return fmt.Sprintf("%s and %s said on the day that the talks which had gone on behind closed doors since the "+
		"beginning of the week came to an end without a result that either side was willing to put its name to, and that "+
		"both would go home and look again at the offers on the table before anybody spoke of a further meeting. Shares of "+
		"%s lost a little in the morning and were back where they had been when the markets closed in the late afternoon. "+
		"Observers had expected no more than that, and some of them had expected a good deal less than that.", a, b, c)
}

// admit admits one article of a desk.
func admit(t *testing.T, l *Ledger, a schema.Article) Admission {
	t.Helper()
	got, err := l.Admit(Arrival{Source: "desk", Article: a})
	if err != nil {
		t.Fatal(err)
	}
	return got[0]
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
		{"without its last sentences", "d", prose("fishing", 28), Copy, "a"},
		{"another article on the same matter", "e", prose("whaling", 30), New, ""},
		{"a form, filled", "i", form("Oslo", "Bern", "Fjord Bank"), New, ""},
		{"the same form about others", "j", form("Lima", "Accra", "Delta Rail"), New, ""},
		{"a copy again", "b", text, Unchanged, "a"},
		{"a short text", "f", "Oslo spoke.", New, ""},
		{"another short text", "g", "Bern spoke.", New, ""},
		{"the same short text", "h", "Oslo spoke.", Copy, "f"},
		{"a copy that becomes an article of its own", "b", prose("mining", 30), Changed, ""},
		{"an article that is rewritten", "a", prose("logging", 30), Changed, ""},
	} {
		got := admit(t, l, schema.Article{ID: c.id, Text: c.text, Published: "2024-05-06"})
		if got.Fate != c.fate || got.CopyOf != c.copyOf {
			t.Errorf("%s: got %s of %q; want %s of %q", c.name, got.Fate, got.CopyOf, c.fate, c.copyOf)
		}
	}
	if got := admit(t, l, schema.Article{ID: "z", Text: "Oslo spoke.", Published: "2024-06-06"}); got.Fate != New {
		t.Errorf("the same short text a month later: got %s, want new", got.Fate)
	}
}

// stored plays a graph: it keeps what was spooled last of each article, with the copies.
type stored map[string]string

func (g stored) store(spooled []Spooled) {
	for _, s := range spooled {
		if s.Retired {
			delete(g, s.Article.ID)
			continue
		}
		var copies []string
		for _, c := range s.Article.Copies {
			copies = append(copies, c.ID)
		}
		g[s.Article.ID] = strings.Join(copies, " ")
	}
}

// Whatever the order in which copies come, the earliest is the article and the others are its places of publication.
func TestCopiesInAnyOrder(t *testing.T) {
	text := prose("fishing", 30)
	articles := []schema.Article{
		{ID: "late", Published: "2024-05-08", Text: text},
		{ID: "first", Published: "2024-05-06T08:00:00Z", Text: text},
		{ID: "second", Published: "2024-05-06T09:00:00Z", Text: text + "Reporting by the agency."},
		{ID: "other", Published: "2024-05-06", Text: prose("whaling", 30)},
	}
	for seed := range 12 {
		l, graph := open(t), stored{}
		order := rand.New(rand.NewPCG(uint64(seed), 1)).Perm(len(articles))
		for _, i := range order {
			graph.store(admit(t, l, articles[i]).Store)
		}
		if diff := cmp.Diff(stored{"first": "second late", "other": ""}, graph); diff != "" {
			t.Errorf("order %v (-want +got):\n%s", order, diff)
		}
	}
}

// A text that is cut further and further is like its neighbours only. Even so the order of arrival decides nothing, nor
// does it when an article gets its text only after another one.
func TestLooseCopiesInAnyOrder(t *testing.T) {
	var articles []schema.Article
	for n, day := range rand.New(rand.NewPCG(5, 1)).Perm(9) {
		a := schema.Article{ID: fmt.Sprint(n), Published: schema.Published(fmt.Sprintf("2024-05-%02d", 1+day)), Text: prose("fishing", 16+2*n)}
		articles = append(articles, a)
	}
	rewritten := articles[4]
	rewritten.Text = prose("fishing", 60)
	var want stored
	for seed := range 40 {
		l, graph := open(t), stored{}
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		order := r.Perm(len(articles))
		for n, i := range order {
			a := articles[i]
			if i == 4 && n%2 == 0 {
				graph.store(admit(t, l, rewritten).Store)
			}
			graph.store(admit(t, l, a).Store)
		}
		if want == nil {
			want = graph
			if len(want) < 2 || len(want) > 5 {
				t.Errorf("too little to tell: %v", want)
			}
		}
		if diff := cmp.Diff(want, graph); diff != "" {
			t.Errorf("order %v (-first +this):\n%s", order, diff)
		}
	}
}

// When the article of which others are copies is rewritten, the earliest copy takes its place.
func TestCopiesOutliveTheirOriginal(t *testing.T) {
	l, graph := open(t), stored{}
	text := prose("fishing", 30)
	for _, a := range []schema.Article{
		{ID: "a", Published: "2024-05-06", Text: text},
		{ID: "b", Published: "2024-05-07", Text: text},
		{ID: "c", Published: "2024-05-08", Text: text},
		{ID: "a", Published: "2024-05-06", Text: prose("mining", 30)},
	} {
		graph.store(admit(t, l, a).Store)
	}
	if diff := cmp.Diff(stored{"a": "", "b": "c"}, graph); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBuriedStaysOut(t *testing.T) {
	l := open(t)
	if err := l.Bury("a", "asked by the publisher"); err != nil {
		t.Fatal(err)
	}
	if got := admit(t, l, schema.Article{ID: "a", Text: "Oslo spoke."}); got.Fate != Buried || len(got.Store) > 0 {
		t.Errorf("got %+v", got)
	}
}

func recovered(t *testing.T, l *Ledger) (ids []string) {
	t.Helper()
	left, err := l.Recover()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range left {
		ids = append(ids, s.Article.ID)
	}
	return ids
}

// What a process leaves in the spool is the next one's, but only once the process has ended.
func TestSpoolIsRecovered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	first, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	var b Spooled
	for _, id := range []string{"a", "b", "c"} {
		got, err := first.Admit(Arrival{Source: "desk", Entry: "entry " + id, Remember: Entry{ETag: id}, Article: schema.Article{ID: id, Text: id}})
		if err != nil {
			t.Fatal(err)
		}
		if id == "b" {
			b = got[0].Store[0]
		}
	}
	if err := first.Done(b); err != nil {
		t.Fatal(err)
	}
	second, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if ids := recovered(t, second); len(ids) != 0 {
		t.Errorf("took %v from a process that lives", ids)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a", "c"}, recovered(t, second)); diff != "" {
		t.Errorf("recovered (-want +got):\n%s", diff)
	}
	if err := second.Close(); err != nil {
		t.Fatal(err)
	}
	third, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer third.Close()
	if diff := cmp.Diff([]string{"a", "c"}, recovered(t, third)); diff != "" {
		t.Errorf("recovered again (-want +got):\n%s", diff)
	}
	entries, err := third.Entries("desk")
	if e := entries["entry a"]; err != nil || len(entries) != 3 || e.Article != "a" || e.ETag != "a" {
		t.Errorf("entries %+v, %v", entries, err)
	}
	if last, err := third.Last(); err != nil || last != "b" {
		t.Errorf("last %q, %v", last, err)
	}
}

// Processes that are killed leave the file that says that they live. The next one sweeps it, and no other.
func TestFilesOfTheDeadAreSwept(t *testing.T) {
	dir := t.TempDir()
	living, err := Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	dead, err := Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	admit(t, dead, schema.Article{ID: "a", Text: "Oslo spoke."})
	if err := dead.owner.Unlock(); err != nil { // as the kernel does
		t.Fatal(err)
	}
	next, err := Open(filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a"}, recovered(t, next)); diff != "" {
		t.Errorf("recovered (-want +got):\n%s", diff)
	}
	left, err := filepath.Glob(filepath.Join(dir, ownersDir, "*.lock"))
	want := []string{living.owner.Path(), next.owner.Path()}
	slices.Sort(want)
	if diff := cmp.Diff(want, left); err != nil || diff != "" {
		t.Errorf("error %v, files (-want +got):\n%s", err, diff)
	}
	for _, l := range []*Ledger{living, next} {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestReleasedIsNewAgain(t *testing.T) {
	l := open(t)
	for range 2 {
		if got := admit(t, l, schema.Article{ID: "a", Text: prose("trade", 20)}); got.Fate != New {
			t.Fatalf("got %s", got.Fate)
		}
		if err := l.Release("a"); err != nil {
			t.Fatal(err)
		}
	}
}

func TestForgottenIsNewAgain(t *testing.T) {
	l := open(t)
	page := []byte("digest of a page")
	for range 2 {
		got, err := l.Admit(Arrival{Page: page, Article: schema.Article{ID: "a", Text: prose("trade", 20)}})
		if err != nil || got[0].Fate != New {
			t.Fatalf("got %+v, %v", got, err)
		}
		if id, err := l.KnownPage(page); err != nil || id != "a" {
			t.Errorf("known page: %q, %v", id, err)
		}
		if err := l.Forget(); err != nil {
			t.Fatal(err)
		}
		if id, err := l.KnownPage(page); err != nil || id != "" {
			t.Errorf("forgotten page: %q, %v", id, err)
		}
	}
}

// Articles that arrive at the same time in several processes are each taken once.
func TestConcurrentAdmission(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	var mu sync.Mutex
	fates := map[Fate]int{}
	var wg sync.WaitGroup
	for range 4 {
		l, err := Open(path) // locks tell several of one process apart as they do processes
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		wg.Go(func() {
			for i := range 10 {
				got, err := l.Admit(Arrival{Article: schema.Article{ID: fmt.Sprint(i), Text: fmt.Sprint("text ", i)}})
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				fates[got[0].Fate]++
				mu.Unlock()
			}
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

// babble makes a text of n made-up words.
func babble(seed, n int) string {
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, "w%d ", r.IntN(5000))
	}
	return b.String()
}

// BenchmarkAdmit admits batches of new articles of about 400 words.
func BenchmarkAdmit(b *testing.B) {
	l, err := Open(filepath.Join(b.TempDir(), "ledger.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	n := 0
	for b.Loop() {
		batch := make([]Arrival, 64)
		for i := range batch {
			n++
			id := fmt.Sprint("https://example.org/", n)
			batch[i].Article = schema.Article{ID: id, Published: "2024-05-06", Text: babble(n, 400)}
		}
		got, err := l.Admit(batch...)
		if err != nil {
			b.Fatal(err)
		}
		var spooled []Spooled
		for _, a := range got {
			spooled = append(spooled, a.Store...)
		}
		if err := l.Done(spooled...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "articles/s")
}
