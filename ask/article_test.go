package ask_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/ask"
	"github.com/entente-kg/entente/ask/asktest"
	"github.com/entente-kg/entente/graph/local/localtest"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/graph/question/questiontest"
	"github.com/entente-kg/entente/schema"
)

func answer(t *testing.T, a *ask.Asker, q string) *question.AskAnswer {
	t.Helper()
	got, err := a.Ask(context.Background(), question.Ask{Question: q, Today: asktest.Today})
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	return got
}

// TestArticle: the evidence of what an article tells is its own words, though others tell the same later.
func TestArticle(t *testing.T) {
	a := newAsker(t)
	got := answer(t, a, "What does https://times.example/astana say?")
	const want = "3 statements from “Orlova and Li meet in Astana” (Example Times, 2025-02-10): Daria Orlova and Li Na met in Astana on " +
		"2025-02-08; China and Russia agreed on a treaty on 2025-02-08; Aigerim Sadykova is foreign minister of Kazakhstan since 2022."
	if !got.Understood || got.Answer != want {
		t.Errorf("answer %q", got.Answer)
	}
	if got.Article == nil || got.Article.ID != "times.example/astana" || got.Query != nil {
		t.Errorf("article %+v, query %+v", got.Article, got.Query)
	}
	if got.Interpretation.Words != "what is said in the article https://times.example/astana" {
		t.Errorf("interpretation %+v", got.Interpretation)
	}
	if len(got.Queries) != 1 || !strings.Contains(got.Queries[0].DQL, "https://times.example/astana") {
		t.Errorf("queries %+v", got.Queries)
	}
	var quotes []string
	for _, e := range got.Evidence {
		for _, c := range e.Claims {
			quotes = append(quotes, c.Source+": "+c.Quote)
		}
	}
	if !slices.Equal(quotes, []string{
		"Example Times: Daria Orlova met Li Na in Astana on 8 February.", "Example Times: Russia and China then signed a treaty.",
		"Example Times: person/aigerim-sadykova is foreign minister of state/KAZ.",
	}) {
		t.Errorf("evidence %q", quotes)
	}
}

// TestCited: an article is found by its address, its id or its whole title, however the question puts them.
func TestCited(t *testing.T) {
	a := newAsker(t)
	for q, want := range map[string]string{
		"What does the report (https://times.example/quarrel) say?":              "https://times.example/quarrel",
		"What does article/times.example/quarrel tell?":                          "times.example/quarrel",
		"Describe the story with the id times.example/quarrel.":                  "times.example/quarrel",
		"What does the article «sanctions – and a charge» say?":                  "times.example/quarrel",
		"What does 'Sanctions and a charge' report?":                             "times.example/quarrel",
		"Show the article titled What the presidents said":                       "daily.example/orlova",
		"What can you tell me about the report headlined Who is who in the SCO?": "daily.example/sco",
		"What does the article \"Sanctions\" say?":                               "", // not all of the title
		"Find the actor called \"Sanctions and a charge\".":                      "", // no article
	} {
		got := answer(t, a, q)
		id := ""
		if got.Understood && got.Interpretation.Kind == "article" {
			id = got.Interpretation.Arguments[0].Values[0]
		}
		if id != want {
			t.Errorf("%s: article %q, want %q: %s", q, id, want, got.Answer)
		}
	}
}

// TestAspects: what is asked of an article is told, and what it can't be asked is refused.
func TestAspects(t *testing.T) {
	a := newAsker(t)
	for q, want := range map[string]string{
		"When was https://times.example/quarrel published?":                 "“Sanctions and a charge” was published on 2025-03-20T08:30:00Z.",
		"Who published https://times.example/quarrel?":                      "Example Times published “Sanctions and a charge”.",
		"What is the headline of https://times.example/quarrel?":            "The title is “Sanctions and a charge”.",
		"Which people does https://times.example/astana name?":              "3 names in “Orlova and Li meet in Astana”: Aigerim Sadykova, Daria Orlova and Li Na.",
		"Which organizations does https://times.example/astana name?":       "As far as the graph knows, nobody of that kind is named in “Orlova and Li meet in Astana”.",
		"Which memberships does https://times.example/astana report?":       "The graph has no membership from “Orlova and Li meet in Astana” (Example Times, 2025-02-10).",
		"How many negotiations does https://times.example/talks-1 report?":  "1 negotiation from “First round in Istanbul” (Example Times, 2025-03-02): talks between Russia and Ukraine on ceasefire, mediated by Türkiye.",
		"What was published before https://times.example/quarrel?":          "I understand that you speak of the article https://times.example/quarrel, but not what you ask of it.",
		"What country is https://times.example/quarrel from?":               "I understand that you speak of the article https://times.example/quarrel, but not what you ask of it.",
		"Did https://times.example/quarrel say that Russia shelled a town?": "I do not know what to make of \"Russia\" and \"shelled\" in this question.",
		"What is the source of https://times.example/quarrel?":              "I do not know what to make of \"source\" in this question.",
		"What does https://times.example/quarrel not say?":                  "I do not know what to make of \"not\" in this question.",
	} {
		if got := answer(t, a, q); got.Answer != want {
			t.Errorf("%s\n\t%s\n\twant %s", q, got.Answer, want)
		}
	}
}

// TestNoSuchArticle: for an article that the graph does not know, those are offered that come near, and can be asked for.
func TestNoSuchArticle(t *testing.T) {
	a := newAsker(t)
	for _, c := range []struct{ question, answer, nearest string }{
		{"What does the article \"Round in Istanbul\" say?", "The graph knows no article with the title “Round in Istanbul”.", "What does the article \"First round in Istanbul\" say?"},
		{"What does the article \"!?\" say?", "The graph knows no article with the title “!?”.", "What does the article https://daily.example/talks-2 say?"},
		{"Show me the article at https://times.example/moon.", "The graph knows no article https://times.example/moon.", "What does the article https://daily.example/talks-2 say?"},
		{"What does times.example/moon say?", "The graph knows no article times.example/moon.", "What does the article https://daily.example/talks-2 say?"},
	} {
		got := answer(t, a, c.question)
		if got.Understood || got.Answer != c.answer || len(got.Nearest) == 0 || got.Nearest[0] != c.nearest {
			t.Errorf("%s: %q, nearest %q", c.question, got.Answer, got.Nearest)
			continue
		}
		if offered := answer(t, a, got.Nearest[0]); !offered.Understood {
			t.Errorf("%s is offered, and then: %s", got.Nearest[0], offered.Answer)
		}
	}
}

// TestSameTitle: of several articles with one title each is offered.
func TestSameTitle(t *testing.T) {
	store := localtest.Store(t)
	a, err := ask.New(question.New(store), asktest.Today.First)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"north.example/1", "south.example/1"} {
		f := questiontest.Facts()[1]
		f.Article.ID, f.Article.URL, f.Article.Title = id, "https://"+id, "Twice told"
		if rejected, err := store.Put(context.Background(), []schema.Facts{f}); err != nil || len(rejected) > 0 {
			t.Fatal(err, rejected)
		}
	}
	got := answer(t, a, "What does the article \"Twice told\" say?")
	if got.Understood || got.Answer != "Several articles are meant by “Twice told”: ask for one by its address." ||
		!slices.Equal(got.Nearest[:2], []string{"What does the article https://north.example/1 say?", "What does the article https://south.example/1 say?"}) {
		t.Errorf("%q, nearest %q", got.Answer, got.Nearest)
	}
}
