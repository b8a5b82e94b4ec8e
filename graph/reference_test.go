package graph_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/schema"
)

// list is a list of an organization's members with their first and last days.
func list(organization schema.Ref, rows ...schema.Membership) schema.Facts {
	f := schema.Facts{Article: schema.Article{
		ID: "reference/" + string(organization), Source: schema.ReferenceSource, Published: "2025-01-01", Text: "rows",
	}}
	for _, m := range rows {
		m.Organization, m.Status = organization, schema.Member
		m.Origin = schema.Origin{Evidence: []schema.Span{{Start: 0, End: 4}}, Confidence: 1}
		f.Memberships = append(f.Memberships, m)
	}
	return f
}

func TestLoadReference(t *testing.T) {
	store, ctx := localtest.Store(t), context.Background()
	norway := schema.Membership{Actor: "state/NOR", Start: schema.MustDate("1990")}
	chile := schema.Membership{Actor: "state/CHL", Start: schema.MustDate("1990")}
	left := chile
	left.End = schema.MustDate("2020-06-01")
	for _, step := range []struct {
		name    string
		lists   []schema.Facts
		changed bool
		then    map[string]int // members of which organization at which date
	}{
		{"first", []schema.Facts{list("organization/A", norway, chile), list("organization/B", norway)}, true, map[string]int{"A 2021": 2, "B 2021": 1}},
		{"again", []schema.Facts{list("organization/A", norway, chile), list("organization/B", norway)}, false, map[string]int{"A 2021": 2, "B 2021": 1}},
		{"one left", []schema.Facts{list("organization/A", norway, left), list("organization/B", norway)}, true, map[string]int{"A 2019": 2, "A 2021": 1}},
		{"a list is gone", []schema.Facts{list("organization/A", norway, left)}, true, map[string]int{"A 2021": 1, "B 2021": 0}},
		{"and comes back", []schema.Facts{list("organization/A", norway, left), list("organization/B", norway)}, true, map[string]int{"B 2021": 1}},
	} {
		changed, err := graph.LoadReference(ctx, store, step.lists, nil)
		if err != nil || changed != step.changed {
			t.Fatalf("%s: changed %v, %v; want %v", step.name, changed, err, step.changed)
		}
		for at, want := range step.then {
			m, err := store.Members(ctx, graph.MembersQuery{
				Organization: "organization/" + at[:1], At: schema.MustDate(at[2:]), Status: schema.Member,
			})
			if err != nil || len(m.Members) != want {
				t.Errorf("%s: members of %s: %+v, %v; want %d", step.name, at, m, err, want)
			}
		}
	}
}

// Told gives back what news articles state, and nothing of the lists.
func TestTold(t *testing.T) {
	store, ctx := localtest.Store(t), context.Background()
	chile := schema.Membership{Actor: "state/CHL", Start: schema.MustDate("1990")}
	if _, err := graph.LoadReference(ctx, store, []schema.Facts{list("organization/A", chile)}, nil); err != nil {
		t.Fatal(err)
	}
	origin := schema.Origin{Evidence: []schema.Span{{Start: 0, End: 4}}, Confidence: .9}
	article := schema.Facts{
		Article: schema.Article{ID: "news", Source: "Wire", Published: "2025-03-04", Text: "Peru joined A. It did."},
		Memberships: []schema.Membership{
			{Actor: "state/PER", Organization: "organization/A", Status: schema.Member, Start: schema.MustDate("2025-03"), Origin: origin},
			{Actor: "state/PER", Organization: "organization/A", Status: schema.Member, Start: schema.MustDate("2025-03"), Origin: origin},
		},
		Tenures: []schema.Tenure{{Person: "person/a-b", Office: "president", Of: "state/PER", Former: true, Origin: origin}},
	}
	if refused, err := store.Put(ctx, []schema.Facts{article}); err != nil || len(refused) > 0 {
		t.Fatal(refused, err)
	}
	var told []schema.Facts
	err := store.Told(ctx, func(f schema.Facts) error {
		told = append(told, f)
		return nil
	})
	want := []schema.Facts{{
		Article:     schema.Article{ID: "news", Published: "2025-03-04"},
		Memberships: []schema.Membership{{Actor: "state/PER", Organization: "organization/A", Status: schema.Member, Start: schema.MustDate("2025-03")}},
		Tenures:     []schema.Tenure{{Person: "person/a-b", Office: "president", Of: "state/PER", Former: true}},
	}}
	if diff := cmp.Diff(want, told, cmp.AllowUnexported(schema.Date{})); err != nil || diff != "" {
		t.Errorf("error %v, told (-want +got):\n%s", err, diff)
	}
}
