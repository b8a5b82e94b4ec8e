package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/schema"
)

func TestMain(m *testing.M) { localtest.Main(m) }

// said is an article whose text is its only sentence, which is the evidence of every fact added to it.
func said(id, published, source, text string) schema.Facts {
	return schema.Facts{Article: schema.Article{
		ID: id, Published: schema.Published(published), Source: source, Text: text, Language: "en",
	}}
}

func origin(f schema.Facts) schema.Origin {
	return schema.Origin{Evidence: []schema.Span{{Start: 0, End: len([]rune(f.Article.Text))}}, Confidence: 0.9, Rule: "test"}
}

func member(f *schema.Facts, actor, org schema.Ref, status schema.MembershipStatus, start, end string) {
	f.Memberships = append(f.Memberships, schema.Membership{
		Actor: actor, Organization: org, Status: status,
		Start: schema.MustDate(start), End: schema.MustDate(end), Origin: origin(*f),
	})
}

func name(f *schema.Facts, ref schema.Ref, name string, of schema.Ref) {
	f.Actors = append(f.Actors, schema.Actor{Ref: ref, Type: ref.Type(), Name: name, Of: of})
}

func put(t *testing.T, s *graph.Store, batch ...schema.Facts) {
	t.Helper()
	rejected, err := s.Put(t.Context(), batch)
	if err != nil || len(rejected) > 0 {
		t.Fatalf("put: rejected %v, err %v", rejected, err)
	}
}

func export(t *testing.T, s *graph.Store) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func alliance() schema.Facts {
	f := said("a1", "2025-09-01", "The Daily Example", "The Tin League consists of Peru, Chile and Türkiye.")
	name(&f, "organization/TL", "Tin League", "")
	for ref, n := range map[schema.Ref]string{"state/PER": "Peru", "state/CHL": "Chile", "state/TUR": "Türkiye"} {
		name(&f, ref, n, "")
	}
	for _, ref := range []schema.Ref{"state/PER", "state/CHL", "state/TUR"} {
		member(&f, ref, "organization/TL", schema.Member, "", "")
	}
	return f
}

func TestMembersWithEvidence(t *testing.T) {
	s := localtest.Store(t)
	put(t, s, alliance())
	for _, asked := range []string{"organization/TL", "TL", "tl", "Tin League", "tin league"} {
		got, err := s.Members(t.Context(), graph.MembersQuery{Organization: asked})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, m := range got.Members {
			names = append(names, m.Name)
			if m.Status != schema.Member || m.Articles != 1 || m.Publishers != 1 || m.LastReported.String() != "2025-09-01" {
				t.Errorf("%s: %+v", asked, m)
			}
		}
		if diff := cmp.Diff([]string{"Chile", "Peru", "Türkiye"}, names); diff != "" {
			t.Errorf("members of %s: %s", asked, diff)
		}
	}
	members, err := s.Members(t.Context(), graph.MembersQuery{Organization: "TL"})
	if err != nil {
		t.Fatal(err)
	}
	claims, err := s.Evidence(t.Context(), graph.EvidenceQuery{Fact: members.Members[0].Fact})
	if err != nil {
		t.Fatal(err)
	}
	want := []graph.Claim{{
		Article: "a1", Source: "The Daily Example", Published: "2025-09-01", Start: 0, End: 51,
		Quote: "The Tin League consists of Peru, Chile and Türkiye.", Confidence: 0.9, Rule: "test",
	}}
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Error(diff)
	}
}

// The README shows this query.
func TestMembersInDQL(t *testing.T) {
	s := localtest.Store(t)
	put(t, s, alliance())
	got, err := s.Query(t.Context(), `query members($org: string) {
  members(func: eq(xid, $org)) @normalize {
    ~member_of (orderasc: name) { member: name }
  }
}`, map[string]string{"org": "organization/TL"})
	if err != nil {
		t.Fatal(err)
	}
	var answer struct{ Members []struct{ Member string } }
	if err := json.Unmarshal(got, &answer); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(answer.Members) != "[{Chile} {Peru} {Türkiye}]" {
		t.Errorf("got %s", got)
	}
}

func TestQueryCannotWrite(t *testing.T) {
	s := localtest.Store(t)
	if _, err := s.Query(t.Context(), `{set {<0x1> <name> "x" .}}`, nil); err == nil {
		t.Error("a mutation was accepted")
	}
}

func TestPutAgainChangesNothing(t *testing.T) {
	s := localtest.Store(t)
	put(t, s, alliance())
	before := export(t, s)
	put(t, s, alliance())
	put(t, s, alliance(), alliance())
	if diff := cmp.Diff(before, export(t, s)); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(before, `<state/PER> <member_of> <organization/TL> .`) {
		t.Errorf("no plain edge in\n%s", before)
	}
}
