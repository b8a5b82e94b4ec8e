package ingest

import (
	"context"
	"fmt"
	"time"

	"github.com/entente-kg/entente/ingest/ledger"
	"github.com/entente-kg/entente/schema"
)

// writeLinger is how long a store waits for more articles: together they cost the graph less, one by one they are soon
// answered.
const writeLinger = 200 * time.Millisecond

// writeAll stores what comes: a full batch at once, a partial one when nothing further has come for a moment.
func (p *Pipeline) writeAll(ctx context.Context, in <-chan *job, size int, sum *Summary) error {
	for {
		batch, err := gather(ctx, in, size, writeLinger)
		if err != nil || len(batch) == 0 {
			return err
		}
		if err := p.write(ctx, batch); err != nil {
			return err
		}
		for _, j := range batch {
			sum.add(j.receipt)
			if j.item.Done != nil {
				j.item.Done(j.receipt)
			}
			if p.Observe != nil {
				p.Observe(j.receipt)
			}
		}
	}
}

// write stores a batch and settles what becomes of each job. Only then are they taken off the spool.
func (p *Pipeline) write(ctx context.Context, batch []*job) error {
	var facts []schema.Facts
	for _, j := range batch {
		if j.fatal != nil {
			return j.fatal
		}
		facts = append(facts, j.facts...)
	}
	refused := map[string]string{}
	begin := time.Now()
	if len(facts) > 0 {
		rejections, err := p.Sink.Put(ctx, facts)
		if err != nil {
			return fmt.Errorf("store %d articles: %w", len(facts), err)
		}
		for _, r := range rejections {
			refused[r.Article] = r.Reason
		}
	}
	took := time.Since(begin).Seconds()
	var done []ledger.Spooled
	for _, j := range batch {
		p.settle(j, refused, took)
		if err := p.account(j); err != nil {
			return err
		}
		done = append(done, j.spooled...)
	}
	if p.Ledger == nil {
		return nil
	}
	if err := p.Ledger.Done(done...); err != nil {
		return fmt.Errorf("empty the spool: %w", err)
	}
	return nil
}

// settle completes a job's receipt.
func (p *Pipeline) settle(j *job, refused map[string]string, took float64) {
	if len(j.facts) == 0 {
		return
	}
	j.receipt.Seconds.Write = took
	for _, f := range j.facts {
		if reason, ok := refused[f.Article.ID]; ok {
			j.receipt.Outcome, j.receipt.Reason, j.receipt.Class = Rejected, reason, classRefused
			return
		}
		if f.Article.ID == j.item.Article.ID {
			j.receipt.Facts = countFacts(f)
		}
	}
}

// account does what a rejection asks for: an article that may be taken another time is forgotten and set aside with its
// reason, and the source's entry is remembered with it.
func (p *Pipeline) account(j *job) error {
	r := j.receipt
	if r.Outcome == Rejected && (r.Class == classPoison || r.Class == classRefused) {
		p.Log.Info("set aside", "article", r.Article, "where", r.Where, "reason", r.Reason)
		if err := p.Dead.add(j); err != nil {
			return err
		}
		if p.Ledger != nil && r.Article != "" {
			if err := p.Ledger.Release(r.Article); err != nil {
				return fmt.Errorf("release %s: %w", r.Article, err)
			}
		}
	}
	if p.Ledger == nil || j.item.Entry == "" || r.Outcome != Rejected && r.Outcome != Unchanged {
		return nil
	}
	e := j.item.Remember
	e.Article, e.Reason = r.Article, r.Reason
	if err := p.Ledger.SetEntry(j.item.Source, j.item.Entry, e); err != nil {
		return fmt.Errorf("remember %s: %w", j.item.Entry, err)
	}
	return nil
}
