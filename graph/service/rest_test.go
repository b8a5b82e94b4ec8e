package service_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service"
	"github.com/entente-kg/entente/graph/service/ententev1"
)

// invented answers without a store; what it has no answer for panics.
type invented struct {
	question.Answerer
	members func(context.Context, question.Members) (*question.MembersAnswer, error)
}

func (i invented) Members(ctx context.Context, q question.Members) (*question.MembersAnswer, error) {
	return i.members(ctx, q)
}

var kazakhstan = question.Membership{
	Fact: "membership/1", Actor: question.Named{Ref: "state/KAZ", Name: "Kazakhstan"},
	Organization: question.Named{Ref: "organization/SCO", Name: "=Shanghai"}, Status: "member", Holds: true,
	Period: question.Period{Articles: 3},
}

func always(answer *question.MembersAnswer, err error) invented {
	return invented{members: func(context.Context, question.Members) (*question.MembersAnswer, error) { return answer, err }}
}

func answering() invented {
	return always(&question.MembersAnswer{Members: slices.Repeat([]question.Membership{kazakhstan}, 40)}, nil)
}

// call is an HTTP request without the client's own ideas about compression.
func call(t *testing.T, method, url, body string, header ...string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := (&http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, b
}

func TestFormats(t *testing.T) {
	s := serve(t, answering(), service.Options{})
	url := s.rest + "/v1/members?organization=SCO"
	t.Run("CSV by parameter", func(t *testing.T) {
		resp, b := call(t, "GET", url+"&format=csv", "")
		rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
		if err != nil || len(rows) != 41 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/csv") {
			t.Fatalf("%v %v %s", err, resp.Header, b)
		}
		name, org := slices.Index(rows[0], "actor"), slices.Index(rows[0], "organization")
		if rows[1][name] != "Kazakhstan" || rows[1][name+1] != "state/KAZ" || rows[1][org] != "'=Shanghai" {
			t.Errorf("row %q", rows[1])
		}
	})
	t.Run("JSON Lines by header", func(t *testing.T) {
		resp, b := call(t, "GET", url, "", "Accept", "application/x-ndjson, */*")
		lines := strings.Split(strings.TrimSpace(string(b)), "\n")
		var first struct{ Actor struct{ Ref string } }
		if err := json.Unmarshal([]byte(lines[0]), &first); err != nil || len(lines) != 40 || first.Actor.Ref != "state/KAZ" {
			t.Fatalf("%v %v %s", err, resp.Header, b)
		}
	})
	t.Run("an unknown format", func(t *testing.T) {
		wantProblem(t, s, "GET", "/v1/members?organization=SCO&format=xml", "", 400, "want json, csv or jsonl")
	})
	t.Run("gzip", func(t *testing.T) {
		resp, b := call(t, "GET", url, "", "Accept-Encoding", "gzip")
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil || resp.Header.Get("Content-Encoding") != "gzip" {
			t.Fatal(err, resp.Header)
		}
		if plain, err := io.ReadAll(z); err != nil || !json.Valid(plain) {
			t.Errorf("%v %s", err, plain)
		}
	})
	t.Run("ETag", func(t *testing.T) {
		first, b := call(t, "GET", url, "")
		tag := first.Header.Get("Etag")
		if tag == "" {
			t.Fatal("no ETag")
		}
		second, empty := call(t, "GET", url, "", "If-None-Match", tag)
		if second.StatusCode != http.StatusNotModified || len(empty) > 0 || len(b) == 0 {
			t.Errorf("%s with %d bytes", second.Status, len(empty))
		}
		other, _ := call(t, "GET", url+"&format=csv", "", "If-None-Match", tag)
		if other.StatusCode != http.StatusOK {
			t.Errorf("another format has the same ETag")
		}
	})
}

// wantProblem checks an error of REST.
func wantProblem(t *testing.T, s served, method, path, body string, code int, detail string, header ...string) {
	t.Helper()
	resp, b := call(t, method, s.rest+path, body, header...)
	var p struct {
		Type, Title, Detail, Code string
		Status                    int
	}
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatalf("%s %s: %s %q: %v", method, path, resp.Status, b, err)
	}
	if resp.StatusCode != code || p.Status != code || !strings.Contains(p.Detail, detail) || p.Title == "" || p.Code == "" ||
		resp.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s %.60s: want %d and %q: %s %.300s", method, path, code, detail, resp.Status, b)
	}
}

func TestProblems(t *testing.T) {
	s := serve(t, answering(), service.Options{})
	unknown := &question.UnknownError{Field: "organization", Name: "SKO", Nearest: []question.Named{{Ref: "organization/SCO", Name: "SCO"}}}
	for _, c := range []struct {
		name, method, path, body string
		code                     int
		detail                   string
	}{
		{"an impossible date", "GET", "/v1/members?organization=SCO&at=2023-02-30", "", 400, `at: "2023-02-30" is no date`},
		{"a parameter that is none", "GET", "/v1/members?organisation=SCO", "", 400, "organisation: there is no such parameter"},
		{"a number that is none", "GET", "/v1/events?first=many", "", 400, ""},
		{"no such path", "GET", "/v1/friends", "", 404, "/openapi.json"},
		{"the wrong method", "DELETE", "/v1/members", "", 501, ""},
		{"no JSON", "POST", "/v1/query", "{", 400, ""},
		{"a body of 10 MB", "POST", "/v1/query", `{"dql":"` + strings.Repeat("x", 10<<20) + `"}`, 413, "at most"},
		{"an instant that is none", "GET", "/v1/changes?since=yesterday", "", 400, ""},
	} {
		t.Run(c.name, func(t *testing.T) { wantProblem(t, s, c.method, c.path, c.body, c.code, c.detail) })
	}
	for _, c := range []struct {
		name   string
		err    error
		code   int
		detail string
	}{
		{"an unknown name", unknown, 404, "did you mean SCO (organization/SCO)?"},
		{"an error inside", errors.New("dial tcp 10.1.2.3:9080: refused"), 500, "internal error; the server's log has the details"},
		{"too slow", context.DeadlineExceeded, 504, "took too long"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, always(nil, c.err), service.Options{Log: slog.New(slog.DiscardHandler)})
			wantProblem(t, s, "GET", "/v1/members?organization=SKO", "", c.code, c.detail)
			if _, b := call(t, "GET", s.rest+"/v1/members?organization=SKO", ""); bytes.Contains(b, []byte("10.1.2.3")) {
				t.Errorf("an address leaks: %s", b)
			}
		})
	}
	t.Run("a panic", func(t *testing.T) {
		s := serve(t, invented{}, service.Options{Log: slog.New(slog.DiscardHandler)})
		wantProblem(t, s, "GET", "/v1/members?organization=SCO", "", 500, "internal error")
	})
}

func TestKeys(t *testing.T) {
	keys, err := service.OpenKeys(t.TempDir() + "/keys.json")
	if err != nil {
		t.Fatal(err)
	}
	create := func(role service.Role, lifetime time.Duration, at time.Time) (string, string) {
		text, key, err := keys.Create("test", role, lifetime, at)
		if err != nil {
			t.Fatal(err)
		}
		return text, key.ID
	}
	reader, readerID := create(service.Reader, 0, time.Now())
	admin, _ := create(service.Admin, time.Hour, time.Now())
	expired, _ := create(service.Admin, time.Hour, time.Now().Add(-2*time.Hour))
	var audit bytes.Buffer
	s := serve(t, answering(), service.Options{
		Keys: keys, Audit: slog.New(slog.NewTextHandler(&audit, nil)),
		Pages: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "a page") }),
	})
	const path = "/v1/members?organization=SCO"
	ok := func(t *testing.T, path string, header ...string) {
		t.Helper()
		if resp, b := call(t, "GET", s.rest+path, "", header...); resp.StatusCode != http.StatusOK {
			t.Errorf("%s %s", resp.Status, b)
		}
	}
	t.Run("no key", func(t *testing.T) { wantProblem(t, s, "GET", path, "", 401, "a key is needed") })
	t.Run("a wrong key", func(t *testing.T) {
		wantProblem(t, s, "GET", path, "", 401, "not known", "Authorization", "Bearer "+reader+"x")
	})
	t.Run("an expired key", func(t *testing.T) {
		wantProblem(t, s, "GET", path, "", 401, "expired", "Authorization", "Bearer "+expired)
	})
	t.Run("a reader's key", func(t *testing.T) { ok(t, path, "Authorization", "Bearer "+reader) })
	t.Run("in its own header", func(t *testing.T) { ok(t, path, "X-Api-Key", reader) })
	t.Run("metrics are for admins", func(t *testing.T) {
		wantProblem(t, s, "GET", "/metrics", "", 403, "admin", "X-Api-Key", reader)
		ok(t, "/metrics", "X-Api-Key", admin)
	})
	t.Run("pages ask for a password", func(t *testing.T) {
		resp, _ := call(t, "GET", s.rest+"/organizations", "")
		if resp.StatusCode != http.StatusUnauthorized || !strings.HasPrefix(resp.Header.Get("WWW-Authenticate"), "Basic") {
			t.Errorf("%s %s", resp.Status, resp.Header)
		}
		req, err := http.NewRequest("GET", s.rest+"/organizations", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.SetBasicAuth("ann", reader)
		if resp, err = http.DefaultClient.Do(req); err != nil || resp.StatusCode != http.StatusOK {
			t.Errorf("with a key: %v %v", resp, err)
		} else {
			_ = resp.Body.Close()
		}
	})
	t.Run("health is for all", func(t *testing.T) { ok(t, "/healthz") })
	t.Run("gRPC", func(t *testing.T) {
		client := ententev1.NewEntenteServiceClient(s.grpc)
		_, err := client.Members(context.Background(), &ententev1.MembersRequest{Organization: "SCO"})
		if status.Code(err) != codes.Unauthenticated {
			t.Errorf("without a key: %v", err)
		}
		ctx := metadata.AppendToOutgoingContext(context.Background(), "authorization", "Bearer "+reader)
		if _, err := client.Members(ctx, &ententev1.MembersRequest{Organization: "SCO"}); err != nil {
			t.Errorf("with a key: %v", err)
		}
	})
	t.Run("a revoked key", func(t *testing.T) {
		if err := keys.Revoke(readerID, time.Now()); err != nil {
			t.Fatal(err)
		}
		wantProblem(t, s, "GET", path, "", 401, "revoked", "Authorization", "Bearer "+reader)
		if err := keys.Revoke("nobody", time.Now()); !errors.Is(err, service.ErrNoKey) {
			t.Errorf("revoke a key that is not there: %v", err)
		}
	})
	if log := audit.String(); !strings.Contains(log, "method=Members") || !strings.Contains(log, "key="+readerID) ||
		!strings.Contains(log, "code=Unauthenticated") || strings.Contains(log, reader) {
		t.Errorf("audit log:\n%s", log)
	}
}

func TestLimits(t *testing.T) {
	t.Run("rate", func(t *testing.T) {
		s := serve(t, answering(), service.Options{Limits: service.Limits{Rate: 0.001, Burst: 2}})
		for range 2 {
			call(t, "GET", s.rest+"/v1/members?organization=SCO", "")
		}
		wantProblem(t, s, "GET", "/v1/members?organization=SCO", "", 429, "calls a second")
	})
	t.Run("calls at the same time", func(t *testing.T) {
		begun, end := make(chan bool), make(chan bool)
		s := serve(t, invented{members: func(context.Context, question.Members) (*question.MembersAnswer, error) {
			begun <- true
			<-end
			return &question.MembersAnswer{}, nil
		}}, service.Options{Limits: service.Limits{Concurrent: 1}})
		go func() { _, _ = http.Get(s.rest + "/v1/members?organization=SCO") }()
		<-begun
		wantProblem(t, s, "GET", "/v1/members?organization=SCO", "", 429, "at the same time")
		close(end)
	})
	t.Run("deadline", func(t *testing.T) {
		s := serve(t, invented{members: func(ctx context.Context, _ question.Members) (*question.MembersAnswer, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}}, service.Options{Limits: service.Limits{Deadline: 20 * time.Millisecond}})
		wantProblem(t, s, "GET", "/v1/members?organization=SCO", "", 504, "took too long")
	})
}

func TestObserve(t *testing.T) {
	var log bytes.Buffer
	s := serve(t, question.New(slow{}), service.Options{
		Log: slog.New(slog.NewTextHandler(&log, nil)), Limits: service.Limits{Slow: time.Millisecond},
	})
	call(t, "POST", s.rest+"/v1/query", `{"dql": "{q(func: has(name)) {name}}"}`)
	if _, b := call(t, "GET", s.rest+"/metrics", ""); !bytes.Contains(b, []byte(`entente_calls_total{code="OK",method="Query"} 1`)) ||
		!bytes.Contains(b, []byte(`entente_dgraph_query_seconds_count{method="Query"} 1`)) {
		t.Errorf("metrics:\n%s", b)
	}
	if !strings.Contains(log.String(), "slow query") || !strings.Contains(log.String(), "has(name)") {
		t.Errorf("log:\n%s", log.String())
	}
	health, err := grpc_health_v1.NewHealthClient(s.grpc).Check(context.Background(), &grpc_health_v1.HealthCheckRequest{})
	if err != nil || health.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("health: %v %v", health, err)
	}
}

// slow is a store that takes its time.
type slow struct{}

func (slow) Query(context.Context, string, map[string]string) (json.RawMessage, error) {
	time.Sleep(5 * time.Millisecond)
	return json.RawMessage(`{"q":[]}`), nil
}

func TestWatchChanges(t *testing.T) {
	store := filled(t)
	s := serve(t, question.New(store), service.Options{})
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	stream, err := ententev1.NewEntenteServiceClient(s.grpc).WatchChanges(ctx, &ententev1.WatchChangesRequest{
		Since: timestamppb.New(time.Date(2025, 4, 1, 0, 0, 0, 0, time.UTC)), Kind: []string{"event"},
	})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for range 3 {
		m, err := stream.Recv()
		if err != nil {
			t.Fatal(err)
		}
		if f := m.GetChange().GetFact(); seen[f] || f == "" {
			t.Errorf("fact %q comes twice", f)
		} else {
			seen[f] = true
		}
	}
}

func TestOpenAPI(t *testing.T) {
	s := serve(t, answering(), service.Options{})
	_, b := call(t, "GET", s.rest+"/openapi.json", "")
	var doc struct {
		OpenAPI    string
		Paths      map[string]map[string]struct{ OperationID string }
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(doc.OpenAPI, "3.") || len(doc.Paths) != len(ententev1.EntenteService_ServiceDesc.Methods)+1 {
		t.Errorf("OpenAPI %s with %d paths", doc.OpenAPI, len(doc.Paths))
	}
	for _, ref := range strings.Split(string(b), `"$ref":"`)[1:] {
		ref, _, _ = strings.Cut(ref, `"`)
		name, ok := strings.CutPrefix(ref, "#/components/schemas/")
		if !ok {
			if ref != "#/components/responses/Problem" {
				t.Errorf("reference %s", ref)
			}
			continue
		}
		if doc.Components.Schemas[name] == nil {
			t.Errorf("reference to %s, which is not there", name)
		}
	}
}
