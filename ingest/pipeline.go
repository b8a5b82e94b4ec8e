package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/entente-kg/entente/ingest/ledger"
	"github.com/entente-kg/entente/schema"
)

// Reader reads one article and says what it states. It is called from several goroutines at once. An error is the
// article's fault, unless it wraps ErrReader.
type Reader interface {
	Extract(schema.Article) (schema.Facts, error)
}

// ErrReader is wrapped by errors of a Reader that is itself of no use. They end the run and leave the articles spooled.
var ErrReader = errors.New("articles can't be read")

// Pipeline takes articles from a source into the graph in stages with bounded queues between them: clean makes articles
// of pages, admit asks the ledger, analyse reads the facts, write stores them. Cleaning and analysing run on Workers
// goroutines, storing in batches; all in the order of arrival.
//
// With a Ledger an article is on disk from its admission until the sink has it. What a process that was killed has left
// there is stored first.
type Pipeline struct {
	Reader  Reader
	Sink    Sink
	Ledger  *ledger.Ledger // may be nil: then every article is new and nothing is spooled
	Dead    *DeadLetters   // where articles are set aside that can't be read or stored; may be nil
	Workers int            // how many articles are read at once; 0 for one a processor
	Batch   int            // how many articles are stored at once; 0 for 64
	Log     *slog.Logger

	// Observe, if set, is told of each article once its fate is known, in order of arrival and from one goroutine.
	Observe func(Receipt)

	mu     sync.Mutex
	queues map[string]<-chan *job
}

// job is an item on its way.
type job struct {
	item    Item
	page    []byte // SHA-256
	spooled []ledger.Spooled
	facts   []schema.Facts // what spooled is to become
	stack   string         // where a stage broke
	fatal   error          // why the run is to end here
	receipt Receipt
}

func (j *job) reject(err error) {
	j.receipt.Outcome, j.receipt.Reason, j.receipt.Class = Rejected, err.Error(), classify(err)
}

// settled reports whether the job's outcome is known before anything is stored.
func (j *job) settled() bool { return j.receipt.Outcome == Rejected || len(j.spooled) == 0 }

const (
	defaultBatch = 64
	// admitLinger is how long an admission waits for more: each costs a write to disk that many can share.
	admitLinger = 10 * time.Millisecond
)

// Run takes every item to its end: stored, or rejected with a reason. It returns early only where ctx ends or the sink
// or the ledger fails for good; the summary then says what was safely stored, and what was admitted stays spooled.
func (p *Pipeline) Run(ctx context.Context, items iter.Seq[Item]) (Summary, error) {
	workers, batch := p.Workers, p.Batch
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if batch <= 0 {
		batch = defaultBatch
	}
	left, err := p.recover()
	if err != nil {
		return Summary{}, err
	}
	g, ctx := errgroup.WithContext(ctx)
	received := make(chan *job, workers)
	g.Go(func() error {
		defer close(received)
		for item := range items {
			if err := send(ctx, received, newJob(item)); err != nil {
				return err
			}
		}
		return context.Cause(ctx)
	})
	cleaned := stage(ctx, g, received, workers, batch, p.clean)
	admitted := make(chan *job, batch)
	g.Go(func() error {
		defer close(admitted)
		for _, j := range left {
			if err := send(ctx, admitted, j); err != nil {
				return err
			}
		}
		return p.admitAll(ctx, cleaned, admitted, batch)
	})
	analysed := stage(ctx, g, admitted, workers, batch, p.analyse)
	p.mu.Lock()
	p.queues = map[string]<-chan *job{"fetched": received, "cleaned": cleaned, "admitted": admitted, "analysed": analysed}
	p.mu.Unlock()
	var sum Summary
	g.Go(func() error { return p.writeAll(ctx, analysed, batch, &sum) })
	err = g.Wait()
	return sum, err
}

// Queues tells how many articles wait behind each stage.
func (p *Pipeline) Queues() map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	depths := map[string]int{}
	for name, q := range p.queues {
		depths[name] = len(q)
	}
	return depths
}

func newJob(item Item) *job {
	j := &job{item: item, receipt: Receipt{
		Article: item.Article.ID, Source: item.Source, Where: item.Where, Published: item.Article.Published,
		Seconds: Seconds{Fetch: item.Fetch.Seconds()},
	}}
	if item.Err != nil {
		j.reject(item.Err)
	}
	return j
}

// recover makes jobs of what ended processes have left in the spool.
func (p *Pipeline) recover() ([]*job, error) {
	if p.Ledger == nil {
		return nil, nil
	}
	left, err := p.Ledger.Recover()
	if err != nil {
		return nil, fmt.Errorf("recover what an interrupted run has left: %w", err)
	}
	var jobs []*job
	for _, s := range left {
		j := newJob(Item{Article: s.Article, Source: s.Source, Where: "spool: " + s.Article.ID})
		j.spooled, j.receipt.Outcome = []ledger.Spooled{s}, Accepted
		jobs = append(jobs, j)
	}
	if len(left) > 0 {
		p.Log.Info("going on with what an interrupted run has left", "articles", len(left))
	}
	return jobs, nil
}

// admitAll asks the ledger about all that comes, many at a time.
func (p *Pipeline) admitAll(ctx context.Context, in <-chan *job, out chan<- *job, size int) error {
	for {
		batch, err := gather(ctx, in, size, admitLinger)
		if err != nil || len(batch) == 0 {
			return err
		}
		if err := p.admit(batch); err != nil {
			return err
		}
		for _, j := range batch {
			if err := send(ctx, out, j); err != nil {
				return err
			}
		}
	}
}

// outcomes of the ledger's fates, once they are stored.
var outcomes = map[ledger.Fate]Outcome{
	ledger.New: Accepted, ledger.Changed: Updated, ledger.Unchanged: Unchanged, ledger.Copy: Duplicate, ledger.Buried: Deleted,
}

func (p *Pipeline) admit(batch []*job) error {
	var open []*job
	var arrivals []ledger.Arrival
	for _, j := range batch {
		if j.receipt.Outcome != "" {
			continue
		}
		if p.Ledger == nil {
			j.spooled, j.receipt.Outcome = []ledger.Spooled{{Article: j.item.Article}}, Accepted
			continue
		}
		open = append(open, j)
		arrivals = append(arrivals, ledger.Arrival{
			Source: j.item.Source, Entry: j.item.Entry, Remember: j.item.Remember, Page: j.page, Article: j.item.Article,
		})
	}
	if len(open) == 0 {
		return nil
	}
	admissions, err := p.Ledger.Admit(arrivals...)
	if err != nil {
		return fmt.Errorf("ask the ledger: %w", err)
	}
	for i, a := range admissions {
		j := open[i]
		j.spooled, j.receipt.Outcome, j.receipt.CopyOf = a.Store, outcomes[a.Fate], a.CopyOf
	}
	return nil
}

// analyse reads the facts of what a job has to store. What breaks here is the article's fault and no one else's.
func (p *Pipeline) analyse(j *job) {
	if j.settled() {
		return
	}
	begin := time.Now()
	err := guard(&j.stack, func() error {
		for _, s := range j.spooled {
			if s.Retired {
				j.facts = append(j.facts, schema.Facts{Article: s.Article})
				continue
			}
			f, err := p.Reader.Extract(s.Article)
			if err != nil {
				return err
			}
			f.Article.Copies = s.Article.Copies
			j.facts = append(j.facts, f)
		}
		return nil
	})
	j.receipt.Seconds.Analyse = time.Since(begin).Seconds()
	switch {
	case errors.Is(err, ErrReader):
		j.facts, j.fatal = nil, err
	case err != nil:
		j.facts = nil
		j.reject(&poison{err})
	}
}
