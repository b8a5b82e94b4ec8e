package ask_test

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/entente-kg/entente/ask"
	"github.com/entente-kg/entente/ask/asktest"
	"github.com/entente-kg/entente/graph/question"
)

// few is a store that finds the same few actors whatever is asked, and nothing else.
type few struct{}

func (few) Query(context.Context, string, map[string]string) (json.RawMessage, error) {
	return json.RawMessage(`{"same":[
		{"xid":"state/RUS","name":"Russia","alias":["Russia","Moscow"]},
		{"xid":"state/UKR","name":"Ukraine","alias":["Ukraine"]},
		{"xid":"organization/SCO","name":"Shanghai Cooperation Organisation","alias":["SCO"]},
		{"xid":"person/ivan-petrov","name":"Ivan Petrov","alias":["Ivan Petrov"]},
		{"xid":"person/pavel-petrov","name":"Pavel Petrov","alias":["Pavel Petrov"]},
		{"xid":"place/istanbul","name":"Istanbul","alias":["Istanbul"]}
	]}`), nil
}

// check asks a question and holds the answer to what holds of every one: it is in words, or it is a refusal of what is no
// question.
func check(t *testing.T, a *ask.Asker, q string) {
	t.Helper()
	got, err := a.Ask(context.Background(), question.Ask{Question: q})
	var invalid *question.InvalidError
	var unknown *question.UnknownError
	switch {
	case errors.As(err, &invalid), errors.As(err, &unknown):
	case err != nil:
		t.Errorf("%q: %v", q, err)
	case got.Answer == "", got.Understood != (got.Interpretation != nil), !got.Understood && len(got.Nearest) == 0:
		t.Errorf("%q: %+v", q, got)
	}
}

func FuzzAsk(f *testing.F) {
	all, err := asktest.Read(asktest.HeldOut)
	if err != nil {
		f.Fatal(err)
	}
	for _, q := range all {
		f.Add(q.Text)
	}
	a, err := ask.New(question.New(few{}), asktest.Today.First)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, q string) { check(t, a, q) })
}

// TestScrambled asks every question with its words in another order, with half of them, and with another question behind.
func TestScrambled(t *testing.T) {
	a, err := ask.New(question.New(few{}), asktest.Today.First)
	if err != nil {
		t.Fatal(err)
	}
	all, err := asktest.Read(asktest.Known)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i, q := range all {
		words := strings.Fields(q.Text)
		check(t, a, strings.Join(words[:len(words)/2+1], " "))
		r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		check(t, a, strings.Join(words, " "))
		check(t, a, q.Text+" "+all[(i+1)%len(all)].Text)
	}
}

// TestBounded: a question of nothing but names costs no more lookups than any.
func TestBounded(t *testing.T) {
	store := &counting{}
	a, err := ask.New(question.New(store), asktest.Today.First)
	if err != nil {
		t.Fatal(err)
	}
	var q strings.Builder
	for i := range 70 {
		q.WriteString("Xq" + string(rune('a'+i%26)) + string(rune('a'+i/26)) + " ")
	}
	check(t, a, q.String())
	if store.queries == 0 || store.queries > 200 {
		t.Errorf("%d queries for one question", store.queries)
	}
}

// counting counts queries, and finds nobody.
type counting struct{ queries int }

func (c *counting) Query(context.Context, string, map[string]string) (json.RawMessage, error) {
	c.queries++
	return json.RawMessage(`{}`), nil
}

// TestAmbiguous: who bear a name alike are asked back.
func TestAmbiguous(t *testing.T) {
	a, err := ask.New(question.New(few{}), asktest.Today.First)
	if err != nil {
		t.Fatal(err)
	}
	got, err := a.Ask(context.Background(), question.Ask{Question: "Which offices has Petrov held?"})
	if err != nil {
		t.Fatal(err)
	}
	const want = `"Petrov" may be Ivan Petrov (person/ivan-petrov) or Pavel Petrov (person/pavel-petrov): which one is meant?`
	if got.Understood || got.Answer != want || len(got.Doubts) != 1 || !got.Doubts[0].Ambiguous {
		t.Errorf("%q, doubts %+v", got.Answer, got.Doubts)
	}
}
