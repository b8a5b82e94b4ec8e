package ask_test

import (
	"context"
	"encoding/json"
	"errors"
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

// FuzzAsk: whatever is asked, there is an answer in words, or a refusal of what is no question; never a panic.
func FuzzAsk(f *testing.F) {
	for _, list := range []string{asktest.Known, asktest.HeldOut} {
		all, err := asktest.Read(list)
		if err != nil {
			f.Fatal(err)
		}
		for _, q := range all {
			f.Add(q.Text)
		}
	}
	f.Add("Who's Petrov's army's of of Moscow by not and or in 2023 since when?")
	a, err := ask.New(question.New(few{}), asktest.Today.First)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, q string) {
		got, err := a.Ask(context.Background(), question.Ask{Question: q})
		var invalid *question.InvalidError
		var unknown *question.UnknownError
		switch {
		case errors.As(err, &invalid), errors.As(err, &unknown):
		case err != nil:
			t.Errorf("%q: %v", q, err)
		case got.Answer == "", got.Understood != (got.Interpretation != nil):
			t.Errorf("%q: %+v", q, got)
		}
	})
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
