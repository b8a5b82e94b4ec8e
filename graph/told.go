package graph

import (
	"context"
	"fmt"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// toldPage is how many articles one query of Told reads.
const toldPage = 500

// Told calls f with the memberships and tenures that each news article states, an article at a time; what the reference
// lists say is left out. It ends with the first error of f.
func (s *Store) Told(ctx context.Context, f func(schema.Facts) error) error {
	txn, after := s.client.NewReadOnlyTxn(), "0x0"
	for {
		var found struct{ Articles []toldArticle }
		dql := fmt.Sprintf(toldQuery, toldPage, after)
		if err := ask(ctx, txn, dql, &found); err != nil {
			return fmt.Errorf("read what articles tell: %w", plain(err))
		}
		for _, a := range found.Articles {
			after = a.UID
			if a.isReference() {
				continue
			}
			facts, err := a.facts()
			if err != nil {
				return fmt.Errorf("read what article %s tells: %w", a.XID, err)
			}
			if err := f(facts); err != nil {
				return err
			}
		}
		if len(found.Articles) < toldPage {
			return nil
		}
	}
}

const toldQuery = `{articles(func: type(Article), first: %d, after: %s) {
	uid xid title published publisher {xid} ~article {report {bucket content}}
}}`

type toldArticle struct {
	UID       string                 `json:"uid"`
	XID       string                 `json:"xid"`
	Title     string                 `json:"title"`
	Published schema.Published       `json:"published"`
	Publisher []struct{ XID string } `json:"publisher"`
	Claims    []struct {
		Report struct{ Bucket, Content string } `json:"report"`
	} `json:"~article"`
}

func (a toldArticle) isReference() bool {
	for _, p := range a.Publisher {
		if p.XID == publisherXID(schema.ReferenceSource) {
			return true
		}
	}
	return false
}

func (a toldArticle) facts() (schema.Facts, error) {
	f := schema.Facts{Article: schema.Article{
		ID: strings.TrimPrefix(a.XID, articleXID("")), Title: a.Title, Published: a.Published,
	}}
	seen := map[string]bool{}
	for _, c := range a.Claims {
		if seen[c.Report.Content] || c.Report.Bucket == "" { // a withdrawn claim has no report
			continue
		}
		seen[c.Report.Content] = true
		said, err := parseSaid(c.Report.Bucket, c.Report.Content)
		if err != nil {
			return f, err
		}
		switch said := said.(type) {
		case membershipSaid:
			f.Memberships = append(f.Memberships, schema.Membership{
				Actor: said.Actor, Organization: said.Organization, Status: said.Status, Start: said.Start, End: said.End,
			})
		case tenureSaid:
			f.Tenures = append(f.Tenures, schema.Tenure{
				Person: said.Person, Office: said.Office, Of: said.Of, Former: said.Former, Start: said.Start, End: said.End,
			})
		}
	}
	return f, nil
}
