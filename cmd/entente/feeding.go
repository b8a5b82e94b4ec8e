package main

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/entente-kg/entente/graph/dashboard"
	"github.com/entente-kg/entente/ingest/ledger"
)

// latestRejects is how many of the articles set aside the dashboard shows.
const latestRejects = 50

// feeding tells the dashboard how the graph is fed, from what the commands that ingest leave in their folder.
func (s settings) feeding(context.Context) (*dashboard.Ingest, error) {
	dir, err := s.ingestDir()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "ledger.db")
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return &dashboard.Ingest{}, nil // nothing has been ingested from here
	}
	l, err := ledger.Open(path)
	if err != nil {
		return nil, err
	}
	in, err := readFeeding(l, dir)
	return in, errors.Join(err, l.Close())
}

func readFeeding(l *ledger.Ledger, dir string) (*dashboard.Ingest, error) {
	sources, err := l.Sources()
	if err != nil {
		return nil, err
	}
	in := &dashboard.Ingest{}
	if in.Waiting, err = l.Waiting(); err != nil {
		return nil, err
	}
	dead := deadLetters(dir)
	if in.Aside, err = dead.Count(); err != nil {
		return nil, err
	}
	letters, err := dead.Latest(latestRejects)
	if err != nil {
		return nil, err
	}
	for _, x := range sources {
		in.Sources = append(in.Sources, dashboard.Source{
			Name: x.Name, LastRun: x.LastRun, LastSuccess: x.LastSuccess, LastYield: x.LastYield, Lag: x.Lag,
			Items: x.Items, New: x.New, Rejected: x.Rejected, Total: x.Total, Error: x.Error, Alarm: x.Alarm,
		})
	}
	for _, x := range letters {
		in.Rejects = append(in.Rejects, dashboard.Reject{
			Where: cmp.Or(x.Article.URL, x.Where), Source: x.Source, Title: x.Article.Title, Reason: x.Reason, At: x.Time,
		})
	}
	return in, nil
}
