package intake_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/entente-kg/entente/ingest"
	"github.com/entente-kg/entente/ingest/intake"
	"github.com/entente-kg/entente/ingest/intake/ingestv1"
)

// pipeline plays one: it takes items off its queue and accepts those that are articles.
type pipeline struct {
	queue chan ingest.Item
	taken atomic.Int64
}

func (p *pipeline) deliver(ctx context.Context, item ingest.Item) error {
	select {
	case p.queue <- item:
		p.taken.Add(1)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *pipeline) run() {
	for item := range p.queue {
		r := ingest.Receipt{Article: item.Article.ID, Outcome: ingest.Accepted, Facts: ingest.Counts{Events: 2}}
		if item.Err != nil {
			r = ingest.Receipt{Article: item.Article.ID, Outcome: ingest.Rejected, Reason: item.Err.Error()}
		}
		item.Done(r)
	}
}

// served is a server over a pipeline.
type served struct {
	*pipeline
	rest string
	conn *grpc.ClientConn
	down atomic.Bool // the store does not answer
}

func serve(t *testing.T, token string, check ...func(context.Context, string) error) *served {
	t.Helper()
	s := &served{pipeline: &pipeline{queue: make(chan ingest.Item)}}
	listen := func() net.Listener {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	g, h := listen(), listen()
	server := &intake.Server{
		Service: intake.New(s.deliver), Token: token, Log: slog.New(slog.DiscardHandler),
		Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "figures") }),
		Ready: func(context.Context) error {
			if s.down.Load() {
				return errors.New("down")
			}
			return nil
		},
	}
	if len(check) > 0 {
		server.Check = check[0]
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx, g, h) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	conn, err := grpc.NewClient(g.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	s.rest, s.conn = "http://"+h.Addr().String(), conn
	return s
}

func TestStreamOfArticles(t *testing.T) {
	s := serve(t, "")
	go s.run()
	stream, err := ingestv1.NewIntakeServiceClient(s.conn).Ingest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for i := range 600 {
			r := &ingestv1.IngestRequest{Id: fmt.Sprint(i), Published: "2024-05-06", Text: "Oslo spoke."}
			if i == 7 {
				r.Published = ""
			}
			if stream.Send(r) != nil {
				return
			}
		}
		_ = stream.CloseSend()
	}()
	for i := range 600 {
		r, err := stream.Recv()
		if err != nil {
			t.Fatal(err)
		}
		want := "accepted"
		if i == 7 {
			want = "rejected"
		}
		if r.GetArticle() != fmt.Sprint(i) || r.GetOutcome() != want || want == "rejected" && !strings.Contains(r.GetReason(), "no publication date") {
			t.Fatalf("receipt %d: %v", i, r)
		}
	}
	if _, err := stream.Recv(); !errors.Is(err, io.EOF) {
		t.Errorf("after the last receipt: %v", err)
	}
}

// While nothing is stored, only a window of articles is taken from a sender.
func TestBackPressure(t *testing.T) {
	s := serve(t, "")
	go func() {
		for range s.queue { // takes, but stores nothing
		}
	}()
	stream, err := ingestv1.NewIntakeServiceClient(s.conn).Ingest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for stream.Send(&ingestv1.IngestRequest{Id: "x", Published: "2024-05-06", Text: strings.Repeat("Oslo spoke. ", 1000)}) == nil {
		}
	}()
	for deadline := time.Now().Add(10 * time.Second); s.taken.Load() < 256 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond)
	if n := s.taken.Load(); n != 256 {
		t.Errorf("%d articles taken, want 256", n)
	}
}

// Over REST, receipts come while articles are still being sent.
func TestREST(t *testing.T) {
	s := serve(t, "")
	go s.run()
	body, send := io.Pipe()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.rest+"/v1/ingest", body)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = io.WriteString(send, `{"url": "https://example.org/a?utm_source=x", "published": "2024-05-06", "text": "Oslo spoke."}`+"\n")
	}()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	var got []string
	next := func() {
		if !lines.Scan() {
			t.Fatalf("no further receipt: %v", lines.Err())
		}
		var line struct {
			Result struct {
				Article, Outcome string
				Facts            struct{ Events int }
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("%v: %s", err, lines.Text())
		}
		got = append(got, fmt.Sprint(line.Result.Article, " ", line.Result.Outcome, " ", line.Result.Facts.Events))
	}
	next()
	_, _ = io.WriteString(send, `{"id": "b", "published": "2024-05-06", "text": "Bern spoke."}`+"\n")
	next()
	_ = send.Close()
	if diff := cmp.Diff([]string{"https://example.org/a accepted 2", "b accepted 2"}, got); diff != "" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
}

func TestToken(t *testing.T) {
	s := serve(t, "secret")
	go s.run()
	client := ingestv1.NewIntakeServiceClient(s.conn)
	for token, want := range map[string]codes.Code{"": codes.Unauthenticated, "Bearer wrong": codes.Unauthenticated, "Bearer secret": codes.OK} {
		stream, err := client.Ingest(metadata.AppendToOutgoingContext(t.Context(), "authorization", token))
		if err != nil {
			t.Fatal(err)
		}
		_ = stream.CloseSend()
		if _, err := stream.Recv(); status.Code(err) != want && !(want == codes.OK && errors.Is(err, io.EOF)) {
			t.Errorf("token %q: %v, want %v", token, err, want)
		}
	}
	resp, err := http.Post(s.rest+"/v1/ingest", "application/json", strings.NewReader(`{"id": "a"}`))
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("REST without a token: %s", resp.Status)
	}
	if _, err := grpc_health_v1.NewHealthClient(s.conn).Check(t.Context(), &grpc_health_v1.HealthCheckRequest{}); err != nil {
		t.Errorf("health needs a token: %v", err)
	}
}

// A key is as good as the token, if its role allows to add articles.
func TestKeys(t *testing.T) {
	s := serve(t, "secret", func(_ context.Context, secret string) error {
		switch secret {
		case "ingester":
			return nil
		case "reader":
			return intake.ErrNotAllowed
		case "broken":
			return errors.New("read /var/keys.json: no such file")
		}
		return fmt.Errorf("a key nobody has: %w", intake.ErrUnknown)
	})
	go s.run()
	for _, c := range []struct {
		secret, says string
		code         int
	}{
		{"ingester", "accepted", http.StatusOK},
		{"secret", "accepted", http.StatusOK},
		{"reader", "the role ingester is needed", http.StatusForbidden},
		{"nobody's", "a key nobody has", http.StatusUnauthorized},
		{"broken", "keys can't be checked now", http.StatusServiceUnavailable},
	} {
		req, err := http.NewRequest(http.MethodPost, s.rest+"/v1/ingest", strings.NewReader(`{"id": "a", "published": "2024-05-06", "text": "Oslo spoke."}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+c.secret)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil || resp.StatusCode != c.code || !strings.Contains(string(b), c.says) || strings.Contains(string(b), "/var") {
			t.Errorf("key %s: %s %s %v, want %d and %q", c.secret, resp.Status, b, err, c.code, c.says)
		}
	}
}

func TestHealthAndMetrics(t *testing.T) {
	s := serve(t, "")
	s.down.Store(true)
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 503, "/metrics": 200} {
		resp, err := http.Get(s.rest + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			t.Errorf("%s: %s, want %d", path, resp.Status, want)
		}
	}
}
