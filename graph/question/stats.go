package question

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// Stats asks how much the graph knows.
type Stats struct{}

// StatsAnswer counts what is in the graph.
type StatsAnswer struct {
	Articles     int         `json:"articles"`
	Publishers   int         `json:"publishers"`
	States       int         `json:"states"`
	Orgs         int         `json:"organizations"`
	People       int         `json:"people"`
	Places       int         `json:"places"`
	Groups       int         `json:"groups"`
	Memberships  int         `json:"memberships"`
	Tenures      int         `json:"tenures"`
	Events       int         `json:"events"`
	Negotiations int         `json:"negotiations"`
	Affiliations int         `json:"affiliations"`
	Claims       int         `json:"claims"`
	Newest       schema.Date `json:"newest,omitzero"` // publication of the latest article
	ByType       []TypeCount `json:"by_type"`         // events that happened, in the order of schema.EventTypes
}

// Stats counts the graph.
func (a *Asker) Stats(ctx context.Context, _ Stats) (*StatsAnswer, error) {
	out := &StatsAnswer{ByType: []TypeCount{}}
	numbers := []struct {
		of string
		n  *int
	}{
		{"Article", &out.Articles},
		{"Publisher", &out.Publishers},
		{"State", &out.States},
		{"Organization", &out.Orgs},
		{"Person", &out.People},
		{"Place", &out.Places},
		{"Group", &out.Groups},
		{"Membership", &out.Memberships},
		{"Tenure", &out.Tenures},
		{"Event", &out.Events},
		{"Negotiation", &out.Negotiations},
		{"Affiliation", &out.Affiliations},
		{"Claim", &out.Claims},
	}
	var q strings.Builder
	q.WriteString("{\n")
	for _, c := range numbers {
		fmt.Fprintf(&q, "%s(func: type(%[1]s)) {n: count(uid)}\n", c.of)
	}
	for _, t := range schema.EventTypes {
		fmt.Fprintf(&q, "%s(func: eq(event_type, %s)) @filter(eq(status, %s)) {n: count(uid)}\n", t, literal(string(t)), literals(Happened))
	}
	q.WriteString("newest(func: type(Article), orderdesc: published_at, first: 1) {published_at}}")
	var found map[string][]struct {
		N  int       `json:"n"`
		At time.Time `json:"published_at"`
	}
	if err := a.ask(ctx, q.String(), &found); err != nil {
		return nil, fmt.Errorf("count the graph: %w", err)
	}
	for _, c := range numbers {
		for _, f := range found[c.of] {
			*c.n = f.N
		}
	}
	for _, t := range schema.EventTypes {
		for _, f := range found[string(t)] {
			if f.N > 0 {
				out.ByType = append(out.ByType, TypeCount{t, f.N})
			}
		}
	}
	for _, f := range found["newest"] {
		out.Newest = schema.DateOf(f.At.UTC())
	}
	return out, nil
}
