package ask_test

import (
	"context"
	"encoding/csv"
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/ask"
	"github.com/entente-kg/entente/ask/asktest"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/questiontest"
)

var update = flag.Bool("update", false, "write the figures that were measured to asktest/figures.csv")

func TestMain(m *testing.M) { localtest.Main(m) }

// newAsker answers over the graph of questiontest.
func newAsker(t testing.TB) *ask.Asker {
	t.Helper()
	store := localtest.Store(t)
	rejected, err := store.Put(context.Background(), questiontest.Facts())
	if err != nil || len(rejected) > 0 {
		t.Fatalf("fill the graph: %v %v", err, rejected)
	}
	a, err := ask.New(question.New(store), asktest.Today.First)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestLists reports how many questions of each list are answered right: nine of ten of those that the rules were written
// for, and no fewer of any list than when the figures were taken.
func TestLists(t *testing.T) {
	a := newAsker(t)
	were, err := asktest.Figures()
	if err != nil {
		t.Fatal(err)
	}
	rows := [][]string{{"list", "asked", "right"}}
	for _, list := range []string{asktest.Known, asktest.HeldOut} {
		asked, right := asktest.Run(t, a, list)
		t.Logf("%s: %d of %d right (%.1f %%)", list, right, asked, 100*float64(right)/float64(asked))
		if list == asktest.Known && 10*right < 9*asked {
			t.Errorf("%s: fewer than nine of ten are right", list)
		}
		if !*update && right < were[list] {
			t.Errorf("%s: %d are right, and were %d", list, right, were[list])
		}
		rows = append(rows, []string{list, strconv.Itoa(asked), strconv.Itoa(right)})
	}
	if *update {
		write(t, "asktest/figures.csv", rows)
	}
}

func write(t *testing.T, path string, rows [][]string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := csv.NewWriter(f).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
}

// TestListsAreBroad: ten questions of each kind, a fifth of all without an answer, none in both lists.
func TestListsAreBroad(t *testing.T) {
	known, err := asktest.Read(asktest.Known)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := asktest.Read(asktest.HeldOut)
	if err != nil {
		t.Fatal(err)
	}
	kinds, seen := map[string]int{}, map[string]bool{}
	for _, q := range known {
		kinds[q.Kind]++
		seen[q.Text] = true
	}
	for _, q := range kept {
		if seen[q.Text] {
			t.Errorf("in both lists: %s", q.Text)
		}
	}
	if len(known) < 120 || 5*kinds[""] < len(known) {
		t.Errorf("%d questions, %d of them without an answer", len(known), kinds[""])
	}
	for _, k := range strings.Fields("search actor members memberships compare relation path neighbors events negotiations " +
		"negotiation changes evidence article query stats") {
		if kinds[k] < 10 {
			t.Errorf("%d questions of kind %s, want ten", kinds[k], k)
		}
	}
}

// TestAnswer looks at all of one answer: the sentence, the structured result, the interpretation, the DQL and the evidence.
func TestAnswer(t *testing.T) {
	a := newAsker(t)
	got, err := a.Ask(context.Background(), question.Ask{Question: "  what has kyiv demanded of moscow", Today: asktest.Today})
	if err != nil {
		t.Fatal(err)
	}
	if !got.Understood || got.Answer != "Ukraine made a demand of Russia on 2025-03-01." {
		t.Errorf("answer %q", got.Answer)
	}
	if got.Events == nil || len(got.Events.Events) != 1 || got.Members != nil {
		t.Errorf("events %+v, members %+v", got.Events, got.Members)
	}
	if got.Interpretation.Kind != "events" || got.Interpretation.Words != "events of type REQUEST by Ukraine towards Russia" {
		t.Errorf("interpretation %+v", got.Interpretation)
	}
	if len(got.Queries) == 0 || !strings.Contains(got.Queries[len(got.Queries)-2].DQL+got.Queries[len(got.Queries)-3].DQL, "quote") {
		t.Errorf("the last of %d queries do not ask for quotes", len(got.Queries))
	}
	if len(got.Evidence) != 1 || got.Evidence[0].Claims[0].Quote != "Ukraine asked Russia for a ceasefire." {
		t.Errorf("evidence %+v", got.Evidence)
	}
}

// TestDoubts: a name that nobody bears is offered the nearest ones, and nothing is guessed.
func TestDoubts(t *testing.T) {
	a := newAsker(t)
	for _, c := range []struct{ question, name, nearest, answer string }{
		{"Who is Daria Orlowa?", "Daria Orlowa", "Daria Orlova", `"Daria Orlowa" is nobody that the graph knows: is Daria Orlova (person/daria-orlova) meant?`},
		{"Is Khazakstan a member of the SCO?", "Khazakstan", "Kazakhstan", "is Kazakhstan (state/KAZ) meant?"},
		{"Which countries are members of the Hanseatic League?", "Hanseatic League", "", "nobody that the graph knows."},
	} {
		got, err := a.Ask(context.Background(), question.Ask{Question: c.question, Today: asktest.Today})
		if err != nil {
			t.Fatal(err)
		}
		if got.Understood || len(got.Doubts) != 1 || got.Doubts[0].Name != c.name || !strings.Contains(got.Answer, c.answer) {
			t.Errorf("%s: %q, doubts %+v", c.question, got.Answer, got.Doubts)
			continue
		}
		if c.nearest != "" && (len(got.Doubts[0].Candidates) == 0 || got.Doubts[0].Candidates[0].Name != c.nearest) {
			t.Errorf("%s: candidates %+v, want %s first", c.question, got.Doubts[0].Candidates, c.nearest)
		}
		if len(got.Nearest) == 0 {
			t.Errorf("%s: no question is offered", c.question)
		}
	}
}

// TestToday: times are seen from the day of asking.
func TestToday(t *testing.T) {
	a := newAsker(t)
	for today, want := range map[string]string{
		"2025-06-30": "Nothing: what became known since 2025-06-29.",
		"2025-04-12": "3 new facts",
	} {
		q := question.Ask{Question: "What is new since yesterday?"}
		if err := q.Today.UnmarshalText([]byte(today)); err != nil {
			t.Fatal(err)
		}
		got, err := a.Ask(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(got.Answer, want) {
			t.Errorf("on %s: %q, want %q", today, got.Answer, want)
		}
	}
}

// TestRefused: what is no question at all is an error.
func TestRefused(t *testing.T) {
	a := newAsker(t)
	for q, want := range map[string]string{
		"":                          "question: is missing",
		strings.Repeat("why ", 200): "question: has at most 500 bytes",
		"who is \xff?":              "question: is no valid UTF-8",
	} {
		if _, err := a.Ask(context.Background(), question.Ask{Question: q}); err == nil || err.Error() != want {
			t.Errorf("%.20q: %v, want %s", q, err, want)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Nanosecond)
	defer cancel()
	if _, err := a.Ask(ctx, question.Ask{Question: "Who is Daria Orlova?"}); err == nil {
		t.Error("an answer behind the deadline")
	}
}
