package ask

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/question"
)

// articleFrames are those of questions that cite an article.
var articleFrames = []frame{{
	may: []concept{
		cDocument, cTell, cMention, cPublish, cHeadline, cStatistic, cThing, cAbout, cGraph, cSearch,
		cCountry, cOrganization, cPerson, cCity, cActor,
	},
	build: citing,
}}

// uncitedFrames are those of questions that ask for an article and do not say which.
var uncitedFrames = []frame{{
	needs: [][]concept{{cDocument}, {cTell, cAbout, cMention, cHeadline}},
	may:   []concept{cEvidence, cStatistic, cThing, cFresh, cPublish, cFrom, cGraph},
	build: func(s *sentence) (*intent, string) {
		if len(s.names()) > 0 || s.period.said || s.form == cWho || s.form == cWhich {
			return nil, ""
		}
		return nil, "I understand that you ask for an article, but not for which: give its address, or its title in quotation marks."
	},
}}

// citing asks for the article of a question.
func citing(s *sentence) (*intent, string) {
	c := s.cited
	id := c.address
	switch {
	case len(c.ids) > 1:
		return nil, fmt.Sprintf("Several articles are meant by %s: ask for one by its address.", c.text())
	case len(c.ids) == 1:
		id = c.ids[0]
	case id == "":
		return nil, fmt.Sprintf("The graph knows no article with the title %s.", c.text())
	}
	asked := s.aspect()
	if asked == nil {
		return nil, fmt.Sprintf("I understand that you speak of the article %s, but not what you ask of it.", c.text())
	}
	return &intent{
		question: question.Article{ID: id}, words: asked.words + " the article " + c.text(),
		reply: func(answer any) reply { return asked.say(answer.(*question.ArticleAnswer)) },
		evidence: func(answer any) []question.EvidenceAnswer {
			if !asked.told {
				return nil
			}
			a := answer.(*question.ArticleAnswer)
			return passages(a, told(a, asked.kind))
		},
		refusal: func(err error) string {
			if errors.Is(err, graph.ErrNotFound) {
				return fmt.Sprintf("The graph knows no article %s.", c.text())
			}
			return ""
		},
	}, ""
}

// ofArticle are the prepositions that questions of an article have; others make another question of it.
var ofArticle = strings.Fields("of in at from by with under on to through via ,")

// aspect is what a question asks of an article.
type aspect struct {
	words string
	say   func(*question.ArticleAnswer) reply
	told  bool          // what the article tells: its passages are the evidence
	kind  question.Kind // of what it tells; empty for any
}

// aspect is what the question asks of its article; nil if that can't be told.
func (s *sentence) aspect() *aspect {
	for i := range s.items {
		if it := &s.items[i]; it.has(cPreposition) && !slices.Contains(ofArticle, it.form) {
			return nil
		}
	}
	publishing, kind := s.has(cPublish), s.askedKind()
	switch {
	case s.form == cAux:
		if s.has(cGraph) && !s.has(cTell, cMention, cPublish, cHeadline, cAbout) {
			return &aspect{words: "whether the graph has", say: sayKnown}
		}
	case s.has(cMention):
		if !publishing && s.form != cWhen && s.form != cWhere && s.form != cHow {
			return &aspect{words: "whom or what is named in", say: s.sayMentions}
		}
	case s.form == cWhen && publishing:
		return &aspect{words: "the date of", say: sayPublished}
	case publishing && s.form == cWho || s.form != cHowMany && s.counts("publishers"):
		return &aspect{words: "the publisher of", say: sayPublisher}
	case s.has(cCountry, cOrganization, cPerson, cCity, cActor):
		return nil // those that are named would have been asked for as such
	case s.has(cHeadline) && (s.form == cWhat || s.form == cList):
		return &aspect{words: "the title of", say: sayTitle}
	case s.form == "", s.form == cList, s.form == cWhat,
		(s.form == cWhich || s.form == cHowMany) && (kind != "" || s.has(cThing) || s.counts("claims")):
		return &aspect{
			words: "what is said in", told: true, kind: kind,
			say: func(a *question.ArticleAnswer) reply { return sayStatements(a, kind) },
		}
	}
	return nil
}

// counts reports whether a word stands for a field of the statistics.
func (s *sentence) counts(field string) bool {
	return slices.ContainsFunc(s.items, func(i item) bool { return slices.Contains(i.values(cStatistic), field) })
}

// askedKind is the kind of facts that is asked for; empty for any.
func (s *sentence) askedKind() question.Kind {
	for _, k := range question.Kinds {
		if s.counts(string(k) + "s") {
			return k
		}
	}
	return ""
}

func sayPublished(a *question.ArticleAnswer) reply {
	if a.Published == "" {
		return reply{text: "the graph does not know when " + headed(a) + " was published"}
	}
	return reply{text: fmt.Sprintf("%s was published on %s", headed(a), a.Published)}
}

func sayPublisher(a *question.ArticleAnswer) reply {
	if a.Source == "" {
		return reply{text: "the graph does not know who published " + headed(a)}
	}
	return reply{text: a.Source + " published " + headed(a)}
}

func sayTitle(a *question.ArticleAnswer) reply {
	if a.Title == "" {
		return reply{text: "the article " + a.ID + " has no title"}
	}
	return reply{text: "the title is “" + a.Title + "”"}
}

func sayKnown(a *question.ArticleAnswer) reply {
	return reply{text: "yes: the graph has " + headed(a) + imprint(a)}
}

// sayMentions says who and what is named in an article, of the types that the question asks for.
func (s *sentence) sayMentions(a *question.ArticleAnswer) reply {
	types := s.askedTypes()
	var names []string
	for _, m := range a.Mentions {
		if len(types) == 0 || slices.Contains(types, m.Ref.Type()) {
			names = append(names, the(m))
		}
	}
	if len(names) == 0 {
		return reply{text: "as far as the graph knows, nobody of that kind is named in " + headed(a)}
	}
	return reply{text: fmt.Sprintf("%s in %s: %s", count(len(names), "name"), headed(a), some(names, maxListed))}
}

// maxStatements is how many statements of an article a sentence tells.
const maxStatements = 10

// sayStatements says what an article tells.
func sayStatements(a *question.ArticleAnswer, kind question.Kind) reply {
	var words []string
	for _, st := range told(a, kind) {
		if !slices.Contains(words, st.Words) {
			words = append(words, st.Words)
		}
	}
	from := headed(a) + imprint(a)
	if a.Tombstone != "" {
		from += ", which was taken out (" + a.Tombstone + "),"
	}
	noun := "statement"
	if kind != "" {
		noun = string(kind)
	}
	if len(words) == 0 {
		return reply{text: fmt.Sprintf("the graph has no %s from %s", noun, from)}
	}
	return reply{text: fmt.Sprintf("%s from %s: %s", count(len(words), noun), from, listedClauses(words, maxStatements))}
}

// told are the statements of a kind that an article makes, in the order of its text.
func told(a *question.ArticleAnswer, kind question.Kind) []question.Statement {
	return slices.DeleteFunc(slices.Clone(a.Statements), func(st question.Statement) bool { return kind != "" && st.Kind != kind })
}

// headed is an article by its title, or else by its address.
func headed(a *question.ArticleAnswer) string {
	if a.Title != "" {
		return "“" + a.Title + "”"
	}
	return cmp.Or(a.URL, a.ID)
}

// imprint is where and when an article appeared.
func imprint(a *question.ArticleAnswer) string {
	where := slices.DeleteFunc([]string{a.Source, string(a.Published)}, func(s string) bool { return s == "" })
	if len(where) == 0 {
		return ""
	}
	return " (" + strings.Join(where, ", ") + ")"
}

// passages are the evidence of what an article tells: its own words, whoever else says the same.
func passages(a *question.ArticleAnswer, told []question.Statement) []question.EvidenceAnswer {
	var all []question.EvidenceAnswer
	for _, st := range told {
		claim := question.Claim{Claim: graph.Claim{
			Article: a.ID, URL: a.URL, Title: a.Title, Source: a.Source, Published: a.Published, Start: st.Start, End: st.End,
			Quote: st.Quote, Confidence: st.Confidence, AttributedTo: st.AttributedTo.Ref, Rule: st.Rule,
		}, Attribution: st.AttributedTo}
		i := slices.IndexFunc(all, func(e question.EvidenceAnswer) bool { return e.Fact == st.Fact })
		if i < 0 && len(all) < maxProved {
			i = len(all)
			all = append(all, question.EvidenceAnswer{Fact: st.Fact, Kind: st.Kind, Words: st.Words, Marks: st.Marks})
		}
		if i < 0 {
			continue
		}
		e := &all[i]
		e.Total++
		e.Confidence = max(e.Confidence, claim.Confidence)
		if len(e.Claims) < maxClaims {
			e.Claims = append(e.Claims, claim)
		}
	}
	return all
}
