package reference

import (
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// TestCheck compares statements of articles with the small world, whose rows are right until 2025.
func TestCheck(t *testing.T) {
	w, err := Parse(with(nil))
	if err != nil {
		t.Fatal(err)
	}
	member := func(actor, status, start string) schema.Facts {
		return schema.Facts{Memberships: []schema.Membership{{
			Actor: schema.Ref(actor), Organization: "organization/LEAGUE", Status: schema.MembershipStatus(status),
			Start: schema.MustDate(start),
		}}}
	}
	president := func(person, of string, former bool) schema.Facts {
		return schema.Facts{Tenures: []schema.Tenure{{
			Person: schema.Ref(person), Office: "president", Of: schema.Ref(of), Former: former,
		}}}
	}
	for _, c := range []struct {
		says      string
		facts     schema.Facts
		published string
		want      Verdict
	}{
		{"Aland is a member", member("state/AAA", "member", ""), "1999-05-01", Agrees},
		{"Aland is a founder", member("state/AAA", "founder", ""), "1999-05-01", Agrees},
		{"Aland was an observer in 1965", member("state/AAA", "observer", "1965"), "1999-05-01", Agrees},
		{"Aland is an observer", member("state/AAA", "observer", ""), "1999-05-01", Contradicts},
		{"Aland has left", member("state/AAA", "former", ""), "1999-05-01", Contradicts},
		{"Aland has left, after the lists were made", member("state/AAA", "former", ""), "2026-03-01", News},
		{"Beland has joined, after the lists were made", member("state/BBB", "member", ""), "2026-03-01", News},
		{"Beland is a member", member("state/BBB", "member", ""), "2010-03-01", Contradicts},
		{"Ann Alby is president", president("person/ann-alby", "state/AAA", false), "2021-06-30", Agrees},
		{"Ann Alby was president", president("person/ann-alby", "state/AAA", true), "2024-06-30", Agrees},
		{"Ann Alby was president, while she is", president("person/ann-alby", "state/AAA", true), "2021-06-30", Contradicts},
		{"someone else is president", president("person/bob-belby", "state/AAA", false), "2021-06-30", Contradicts},
		{"someone else is president now", president("person/bob-belby", "state/AAA", false), "2026-06-30", News},
		{"Beland has a president", president("person/bob-belby", "state/BBB", false), "2021-06-30", Unlisted},
	} {
		c.facts.Article.Published = schema.Published(c.published)
		findings, err := w.Check(c.facts)
		if err != nil {
			t.Fatal(err)
		}
		if len(findings) != 1 || findings[0].Verdict != c.want {
			t.Errorf("%s, says an article of %s: got %+v, want %s", c.says, c.published, findings, c.want)
		}
	}
}

func TestCheckNamesItsRows(t *testing.T) {
	w, err := Parse(with(nil))
	if err != nil {
		t.Fatal(err)
	}
	findings, err := w.Check(schema.Facts{
		Article: schema.Article{Published: "1999-05-01"},
		Memberships: []schema.Membership{{
			Actor: "state/AAA", Organization: "organization/LEAGUE", Status: schema.Observer,
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	f := findings[0]
	if len(f.Rows) != 2 || f.Rows[1].Line != 3 || !strings.Contains(f.Reason, "state/AAA is [member] of organization/LEAGUE") {
		t.Errorf("got %+v", f)
	}
}

func TestCheckNeedsADate(t *testing.T) {
	w, err := Parse(with(nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Check(schema.Facts{Article: schema.Article{ID: "a"}}); err == nil {
		t.Error("an article without a date was compared")
	}
}
