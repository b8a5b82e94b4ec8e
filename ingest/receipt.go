package ingest

import "github.com/entente-kg/entente/schema"

// Outcome is what became of an article.
type Outcome string

// The outcomes.
const (
	Accepted  Outcome = "accepted"  // it is in the graph
	Updated   Outcome = "updated"   // a new version of a known article is in the graph
	Unchanged Outcome = "unchanged" // it was there before
	Duplicate Outcome = "duplicate" // its text was; the graph knows it as a further place of publication
	Deleted   Outcome = "deleted"   // it was taken out for good once and stays out
	Rejected  Outcome = "rejected"  // see the reason
)

// Outcomes lists all outcomes.
var Outcomes = []Outcome{Accepted, Updated, Unchanged, Duplicate, Deleted, Rejected}

// Receipt is what became of one article.
type Receipt struct {
	Article string  `json:"article,omitzero"`
	Source  string  `json:"source,omitzero"` // name of the source
	Where   string  `json:"where"`
	Outcome Outcome `json:"outcome"`
	CopyOf  string  `json:"duplicate_of,omitzero"`
	Reason  string  `json:"reason,omitzero"` // why it was rejected
	Class   string  `json:"class,omitzero"`  // kind of reason, of which there are few: see classify
	Facts   Counts  `json:"facts"`
	Seconds Seconds `json:"seconds"`

	// Published is the date of the article.
	Published schema.Published `json:"published,omitzero"`
}

// Counts counts facts by their type.
type Counts struct {
	Memberships  int `json:"memberships,omitzero"`
	Tenures      int `json:"tenures,omitzero"`
	Events       int `json:"events,omitzero"`
	Negotiations int `json:"negotiations,omitzero"`
	Affiliations int `json:"affiliations,omitzero"`
}

func countFacts(f schema.Facts) Counts {
	return Counts{len(f.Memberships), len(f.Tenures), len(f.Events), len(f.Negotiations), len(f.Affiliations)}
}

// Total is the number of facts. A negotiation is made of events and does not count beside them.
func (c Counts) Total() int { return c.Memberships + c.Tenures + c.Events + c.Affiliations }

// Seconds is the time that each stage took. Writing is a batch's time, as an article has none of its own.
type Seconds struct {
	Fetch   float64 `json:"fetch,omitzero"`
	Clean   float64 `json:"clean,omitzero"`
	Analyse float64 `json:"analyse,omitzero"`
	Write   float64 `json:"write,omitzero"`
}

// Summary counts what a run did.
type Summary struct {
	Articles   int `json:"articles"` // stored, new or in a new version
	Facts      int `json:"facts"`    // memberships, tenures, events and affiliations of the stored articles
	Unchanged  int `json:"unchanged"`
	Duplicates int `json:"duplicates"`
	Deleted    int `json:"deleted"`
	Rejected   int `json:"rejected"`
}

func (s *Summary) add(r Receipt) {
	switch r.Outcome {
	case Accepted, Updated:
		s.Articles++
		s.Facts += r.Facts.Total()
	case Unchanged:
		s.Unchanged++
	case Duplicate:
		s.Duplicates++
	case Deleted:
		s.Deleted++
	case Rejected:
		s.Rejected++
	}
}
