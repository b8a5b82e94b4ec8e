package main_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// The second reader is off until a URL is set; then its facts stand beside the grammar's, and its failures in the log.
func TestSecondReader(t *testing.T) {
	const (
		article = "Money from Norway will keep the lights on in Kenya, said officials in Nairobi."
		answer  = `{\"memberships\": [], \"tenures\": [], \"affiliations\": [], \"events\": [{` +
			`\"evidence\": \"Money from Norway will keep the lights on in Kenya\", \"type\": \"AID\", \"kind\": \"\", \"status\": \"planned\", ` +
			`\"participants\": [{\"actor\": {\"name\": \"Norway\", \"type\": \"state\"}, \"role\": \"source\"}, ` +
			`{\"actor\": {\"name\": \"Kenya\", \"type\": \"state\"}, \"role\": \"target\"}], ` +
			`\"start\": \"\", \"end\": \"\", \"precision\": \"unknown\", \"place\": \"\", \"attributed_to\": \"\", \"round\": 0}]}`
		key = "sk-of-the-second-reader"
	)
	var asked atomic.Int32
	var broken atomic.Bool
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if broken.Load() || r.Header.Get("Authorization") != "Bearer "+key {
			http.Error(w, "not with the key "+r.Header.Get("Authorization"), http.StatusUnauthorized)
			return
		}
		fmt.Fprintf(w, `{"choices": [{"message": {"role": "assistant", "content": "%s"}, "finish_reason": "stop"}]}`, answer)
	}))
	defer s.Close()
	u := newUser(t)
	extract := []string{"extract", "--published", "2025-09-01", "--log-level", "debug", "-"}
	claim := `"rule":"model","extractor":"openai:tiny"`

	if r := u.run(article, extract...); r.code != 0 || strings.Contains(r.out, claim) || asked.Load() != 0 {
		t.Fatalf("off: exit %d after %d requests\n%s%s", r.code, asked.Load(), r.out, r.err)
	}
	u.env = append(u.env, "ENTENTE_EXTRACTOR_URL="+s.URL, "ENTENTE_EXTRACTOR_KEY="+key)
	if r := u.run(article, extract...); r.code != 2 || !strings.Contains(r.err, "needs the name of a model") {
		t.Errorf("without a model: exit %d\n%s", r.code, r.err)
	}
	r := u.run(article, append(extract, "--extractor-model", "tiny")...)
	if r.code != 0 || !strings.Contains(r.out, claim) || asked.Load() != 1 {
		t.Errorf("on: exit %d after %d requests\n%s%s", r.code, asked.Load(), r.out, r.err)
	}
	broken.Store(true)
	b := u.run(article, append(extract, "--extractor-model", "tiny")...)
	if b.code != 0 || strings.Contains(b.out, claim) || !strings.Contains(b.err, "the endpoint rejected the request") {
		t.Errorf("broken: exit %d\n%s%s", b.code, b.out, b.err)
	}
	if all := r.out + r.err + b.out + b.err; strings.Contains(all, key) {
		t.Errorf("the key is printed:\n%s", all)
	}
}
