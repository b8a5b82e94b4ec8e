package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/service"
	"github.com/entente-kg/entente/graph/service/ententev1"
)

// probe is a question as the service and as the asker get it.
type probe struct {
	name  string
	call  func(ctx context.Context, c ententev1.EntenteServiceClient, r *rand.Rand) error
	asked func(r *rand.Rand) question.Question
	alone bool // one call after the other, at no rate
}

// measure asks two services each question at the rate, one that remembers answers and one that does not, then asks other
// questions of the same sort, in turns, of each service and of Dgraph.
func measure(ctx context.Context, o options) error {
	shipped, err := serve(ctx, o, o.remember<<20)
	if err != nil {
		return err
	}
	defer shipped.stop()
	forgetful, err := serve(ctx, o, 0)
	if err != nil {
		return err
	}
	defer forgetful.stop()
	g := newGenerator(o.seed, o.actors)
	event, err := forgetful.asker.Events(ctx, question.Events{Page: question.Page{First: 200}})
	if err != nil {
		return err
	}
	facts := make([]string, 0, len(event.Events))
	for _, e := range event.Events {
		facts = append(facts, e.Fact)
	}
	stats, err := forgetful.asker.Stats(ctx, question.Stats{})
	if err != nil {
		return err
	}
	fmt.Printf("%d people, %d organizations, %d events, %d articles; %d calls of each question, %g a second\n\n",
		stats.People, stats.Orgs, stats.Events, stats.Articles, o.calls, o.rate)
	fmt.Println("| question | p50 | p99 | max | service / DQL | Dgraph's CPU | p50 | p99 | max | service / DQL | Dgraph's CPU |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
	for _, p := range probes(g, stats.People, facts) {
		if o.only != "" && o.only != p.name {
			continue
		}
		row, err := p.measure(ctx, shipped, forgetful, o)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		fmt.Println(row)
	}
	return nil
}

// measure is the row of the table that tells of one question.
func (p probe) measure(ctx context.Context, shipped, forgetful *served, o options) (string, error) {
	name := p.name
	if p.alone && o.rate > 0 {
		name += ", one after the other"
	}
	row := "| " + name + " | "
	for _, s := range []*served{shipped, forgetful} {
		if err := p.warm(ctx, s.client, warmUp(p, s == shipped, o)); err != nil {
			return "", err
		}
		before, err := processorTime(ctx, o.http)
		if err != nil {
			return "", err
		}
		took, err := p.ask(ctx, s.client, o)
		if err != nil {
			return "", err
		}
		after, err := processorTime(ctx, o.http)
		if err != nil {
			return "", err
		}
		ratio, err := p.beside(ctx, s.client, forgetful, min(o.calls, besideCalls))
		if err != nil {
			return "", err
		}
		row += fmt.Sprintf("%s | %s | %s | %.2f | %.1f ms | ", quantile(took, 0.5), quantile(took, 0.99), quantile(took, 1), ratio,
			1000*(after-before)/float64(o.calls))
	}
	return strings.TrimSuffix(row, " "), nil
}

// processorTime is how many seconds Dgraph has been at work on all processors since it was started.
func processorTime(ctx context.Context, server string) (float64, error) {
	text, err := metrics(ctx, server+"/debug/prometheus_metrics")
	if err != nil {
		return 0, fmt.Errorf("read the metrics of dgraph: %w", err)
	}
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, "process_cpu_seconds_total "); ok {
			return strconv.ParseFloat(strings.TrimSpace(value), 64)
		}
	}
	return 0, errors.New("dgraph does not tell its processor time")
}

func metrics(ctx context.Context, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return string(text), err
}

// served is a service on a port of its own, and what it is made of.
type served struct {
	store  *graph.Store
	asker  *question.Asker
	client ententev1.EntenteServiceClient
	stop   func()
}

// serve starts a service on the Dgraph of the options that remembers so many bytes of answers.
func serve(ctx context.Context, o options, remember int) (*served, error) {
	store, err := graph.Open(ctx, graph.Options{Addresses: []string{o.dgraph}, Remember: remember})
	if err != nil {
		return nil, err
	}
	g, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	h, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, g.Close(), store.Close())
	}
	log, asker := slog.New(slog.DiscardHandler), question.New(store)
	server := service.NewServer(service.New(asker, log), service.Options{Log: log, Limits: service.Limits{Rate: 1e6, Burst: 1e6, Concurrent: 1e6, All: 1e6}})
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, g, h) }()
	conn, err := grpc.NewClient(g.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		cancel()
		return nil, errors.Join(err, store.Close())
	}
	return &served{store, asker, ententev1.NewEntenteServiceClient(conn), func() {
		_ = conn.Close()
		cancel()
		<-done
		_ = store.Close()
	}}, nil
}

// besideCalls is how many calls are put beside their DQL.
const besideCalls = 100

// warmUp is how many calls of a question come before those that are measured: a minute's where answers are remembered, and
// else as many as it takes Dgraph's caches to hold what is common to all.
func warmUp(p probe, remembers bool, o options) int {
	const common = 300
	if remembers && !p.alone {
		return max(common, int(60*o.rate))
	}
	return common
}

// warm asks about other things than what will be measured, drawn in the same way.
func (p probe) warm(ctx context.Context, c ententev1.EntenteServiceClient, calls int) error {
	r := rand.New(rand.NewPCG(2, 11))
	for range calls {
		if err := p.call(ctx, c, r); err != nil {
			return err
		}
	}
	return nil
}

// ask calls at even intervals, whatever the calls take, or one after the other, and returns how long each took.
func (p probe) ask(ctx context.Context, c ententev1.EntenteServiceClient, o options) ([]time.Duration, error) {
	type result struct {
		took time.Duration
		err  error
	}
	results := make(chan result, o.calls)
	call := func(i int) {
		begin := time.Now()
		err := p.call(ctx, c, rand.New(rand.NewPCG(o.seed, uint64(100+i))))
		results <- result{time.Since(begin), err}
	}
	if o.rate == 0 || p.alone {
		for i := range o.calls {
			call(i)
		}
	} else {
		tick := time.NewTicker(time.Duration(float64(time.Second) / o.rate))
		defer tick.Stop()
		for i := range o.calls {
			<-tick.C
			go call(i)
		}
	}
	took := make([]time.Duration, 0, o.calls)
	for range o.calls {
		r := <-results
		if r.err != nil {
			return nil, r.err
		}
		took = append(took, r.took)
	}
	return took, nil
}

// beside is the median time of a service by the median time of its DQL sent straight to Dgraph.
func (p probe) beside(ctx context.Context, c ententev1.EntenteServiceClient, s *served, calls int) (float64, error) {
	var through, straight []time.Duration
	for i := range calls {
		seed := uint64(1000 + i)
		recorded, asked := question.Record(ctx)
		if _, err := question.Put(recorded, s.asker, p.asked(rand.New(rand.NewPCG(1, seed)))); err != nil {
			return 0, err
		}
		begin := time.Now()
		for _, q := range asked.Queries() {
			if _, err := s.store.Query(ctx, q.DQL, q.Variables); err != nil {
				return 0, err
			}
		}
		straight = append(straight, time.Since(begin))
		begin = time.Now()
		if err := p.call(ctx, c, rand.New(rand.NewPCG(1, seed))); err != nil {
			return 0, err
		}
		through = append(through, time.Since(begin))
	}
	return float64(quantile(through, 0.5)) / float64(quantile(straight, 0.5)), nil
}

// quantile is the time that a share of all is not above.
func quantile(took []time.Duration, share float64) time.Duration {
	sorted := slices.Sorted(slices.Values(took))
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))].Round(10 * time.Microsecond)
}

// probes are the questions that are measured, about actors that are drawn as often as they are in the news.
func probes(g *generator, people int, facts []string) []probe {
	often := func(r *rand.Rand, n int) int { x := r.Float64(); return int(x * x * x * float64(n)) }
	state := func(r *rand.Rand) string { return string(stateRef(often(r, g.states))) }
	person := func(r *rand.Rand) string { return string(personRef(r.IntN(people))) }
	// Of the states that are much in the news, all memberships are told by some article.
	org := func(r *rand.Rand) string {
		return string(orgRef(g.belongsTo(often(r, min(50, g.states)), r.IntN(standings))))
	}
	fact := func(r *rand.Rand) string { return facts[r.IntN(len(facts))] }
	actor := func(r *rand.Rand) string {
		if r.IntN(2) == 0 {
			return state(r)
		}
		return person(r)
	}
	other := func(r *rand.Rand, than string) string {
		for {
			if s := actor(r); s != than {
				return s
			}
		}
	}
	return []probe{
		{
			name: "Members", call: func(ctx context.Context, c ententev1.EntenteServiceClient, r *rand.Rand) error {
				_, err := c.Members(ctx, &ententev1.MembersRequest{Organization: org(r)})
				return err
			}, asked: func(r *rand.Rand) question.Question { return question.Members{Organization: org(r)} },
		},
		{
			name: "Actor", call: func(ctx context.Context, c ententev1.EntenteServiceClient, r *rand.Rand) error {
				_, err := c.Actor(ctx, &ententev1.ActorRequest{Actor: actor(r)})
				return err
			}, asked: func(r *rand.Rand) question.Question { return question.Actor{Actor: actor(r)} },
		},
		{
			name: "Relation", call: func(ctx context.Context, c ententev1.EntenteServiceClient, r *rand.Rand) error {
				a := actor(r)
				_, err := c.Relation(ctx, &ententev1.RelationRequest{A: a, B: other(r, a)})
				return err
			}, asked: func(r *rand.Rand) question.Question {
				a := actor(r)
				return question.Relation{A: a, B: other(r, a)}
			},
		},
		{
			name: "Evidence", call: func(ctx context.Context, c ententev1.EntenteServiceClient, r *rand.Rand) error {
				_, err := c.Evidence(ctx, &ententev1.EvidenceRequest{Fact: fact(r)})
				return err
			}, asked: func(r *rand.Rand) question.Question { return question.Evidence{Fact: fact(r)} },
		},
		{
			name: "Events", call: func(ctx context.Context, c ententev1.EntenteServiceClient, r *rand.Rand) error {
				_, err := c.Events(ctx, &ententev1.EventsRequest{Actor: []string{actor(r)}, First: 20})
				return err
			}, asked: func(r *rand.Rand) question.Question {
				return question.Events{Actors: []string{actor(r)}, Page: question.Page{First: 20}}
			},
		},
		{
			name: "Neighbors", call: func(ctx context.Context, c ententev1.EntenteServiceClient, r *rand.Rand) error {
				_, err := c.Neighbors(ctx, &ententev1.NeighborsRequest{Actor: person(r)})
				return err
			}, asked: func(r *rand.Rand) question.Question { return question.Neighbors{Actor: person(r)} },
		},
		{
			name: "Search", call: func(ctx context.Context, c ententev1.EntenteServiceClient, r *rand.Rand) error {
				_, err := c.Search(ctx, &ententev1.SearchRequest{Text: nameOf(personRef(r.IntN(people)))})
				return err
			}, asked: func(r *rand.Rand) question.Question {
				return question.Search{Text: nameOf(personRef(r.IntN(people)))}
			},
		},
		{
			name: "Path", call: func(ctx context.Context, c ententev1.EntenteServiceClient, r *rand.Rand) error {
				a := person(r)
				_, err := c.Path(ctx, &ententev1.PathRequest{From: a, To: other(r, a)})
				return err
			}, asked: func(r *rand.Rand) question.Question {
				a := person(r)
				return question.Path{From: a, To: other(r, a)}
			}, alone: true,
		},
	}
}
