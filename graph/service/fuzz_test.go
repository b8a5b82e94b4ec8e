package service_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service"
)

// nothing is a store that finds nothing.
type nothing struct{}

func (nothing) Query(context.Context, string, map[string]string) (json.RawMessage, error) {
	return json.RawMessage(`{}`), nil
}

// FuzzREST sends what it likes to every parameter of every path of the service's own OpenAPI document. Whatever comes, the
// service answers or says what is wrong with the request; an error of the service's own is a defect.
func FuzzREST(f *testing.F) {
	s := serve(f, question.New(nothing{}), service.Options{Limits: service.Limits{Rate: 1e9, Burst: 1e9}})
	paths := described(f, s)
	for i := range 3 * len(paths) {
		f.Add(i, "Kazakhstan", "2025-08")
		f.Add(i, "\x00\xff\")) {uid}", "-1")
		f.Add(i, "state/", "9999-99-99")
		f.Add(i, strings.Repeat("ab ", 200), "1e999")
	}
	f.Fuzz(func(t *testing.T, n int, a, b string) {
		p := paths[max(n, 0)%len(paths)]
		values := url.Values{}
		for i, name := range p.parameters {
			switch (n/len(paths) + i) % 3 {
			case 0:
				values.Add(name, a)
			case 1:
				values.Add(name, b)
			}
		}
		address, body := s.rest+p.path+"?"+values.Encode(), ""
		if p.method == http.MethodPost {
			sent, err := json.Marshal(map[string]string{"dql": a, "after": b})
			if err != nil {
				t.Fatal(err)
			}
			address, body = s.rest+p.path, string(sent)
		}
		resp, answer := call(t, p.method, address, body)
		if resp.StatusCode >= http.StatusInternalServerError && resp.StatusCode != http.StatusNotImplemented || !json.Valid(answer) {
			t.Errorf("%s %s: %s %.300s", p.method, address, resp.Status, answer)
		}
	})
}

// describedPath is an operation of the document.
type describedPath struct {
	path, method string
	parameters   []string
}

// described are the operations of the document that end by themselves.
func described(t testing.TB, s served) []describedPath {
	resp, err := http.Get(s.rest + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var doc struct {
		Paths map[string]map[string]struct{ Parameters []struct{ Name string } }
	}
	if err := json.NewDecoder(resp.Body).Decode(&doc); err != nil {
		t.Fatal(err)
	}
	var all []describedPath
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for method, op := range doc.Paths[path] {
			if strings.HasSuffix(path, ":watch") {
				continue
			}
			d := describedPath{path: path, method: strings.ToUpper(method)}
			for _, p := range op.Parameters {
				if p.Name != "format" {
					d.parameters = append(d.parameters, p.Name)
				}
			}
			all = append(all, d)
		}
	}
	return all
}
