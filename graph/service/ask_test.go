package service_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/entente-kg/entente/ask"
	"github.com/entente-kg/entente/ask/asktest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service"
)

// TestAsk holds gRPC and REST to the lists of questions that package ask is held to.
func TestAsk(t *testing.T) {
	asker, err := ask.New(question.New(filled(t)), asktest.Today.First)
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, asker, service.Options{Limits: service.Limits{Rate: 1e6, Burst: 1e6}})
	figures, err := asktest.Figures()
	if err != nil {
		t.Fatal(err)
	}
	for name, by := range map[string]transport{"gRPC": overGRPC(s.grpc), "REST": overREST(s.rest)} {
		t.Run(name, func(t *testing.T) {
			if _, right := asktest.Run(t, client{by}, asktest.Known); right < figures[asktest.Known] {
				t.Errorf("%d are right, %d without the service", right, figures[asktest.Known])
			}
		})
	}
	t.Run("by an address", func(t *testing.T) {
		code, body := fetch(t, s.rest+"/v1/ask?today=2025-06-30&question="+url.QueryEscape("Who belongs to BRICS?"))
		var answer struct {
			Understood bool
			Answer     string
			Members    struct{ Members []struct{ Holds bool } }
		}
		if err := json.Unmarshal([]byte(body), &answer); err != nil || code != http.StatusOK {
			t.Fatalf("%d %s: %v", code, body, err)
		}
		if !answer.Understood || len(answer.Members.Members) != 5 || answer.Answer != "BRICS has 5 members: Brazil, China, India, Iran and Russia." {
			t.Errorf("answer %+v", answer)
		}
	})
	t.Run("with the result of a query", func(t *testing.T) {
		_, body := fetch(t, s.rest+"/v1/ask?question="+url.QueryEscape(`{ q(func: eq(iso3, "IND")) { name } }`))
		if !strings.Contains(strings.ReplaceAll(body, " ", ""), `"query":{"result":{"q":[{"name":"India"}]}`) {
			t.Errorf("answer %s", body)
		}
	})
	t.Run("refused", func(t *testing.T) {
		for question, want := range map[string]string{"": "question: is missing", strings.Repeat("why ", 200): "question: has at most 500 bytes"} {
			if code, body := fetch(t, s.rest+"/v1/ask?question="+url.QueryEscape(question)); code != http.StatusBadRequest || !strings.Contains(body, want) {
				t.Errorf("%.20q: %d %s, want %s", question, code, body, want)
			}
		}
	})
}

// TestAskWithoutEnglish: whoever answers may take no questions in English.
func TestAskWithoutEnglish(t *testing.T) {
	s := serve(t, question.New(filled(t)), service.Options{})
	if code, body := fetch(t, s.rest+"/v1/ask?question=who"); code != http.StatusNotImplemented || !strings.Contains(body, question.ErrNoEnglish.Error()) {
		t.Errorf("%d %s", code, body)
	}
}

func fetch(t *testing.T, address string) (code int, body string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}
