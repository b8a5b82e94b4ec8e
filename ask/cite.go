package ask

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema/reference"
)

// citation is an article as a question speaks of it.
type citation struct {
	address string   // or id; empty for one that is called by its title
	titles  []string // that may be meant, the longest first
	ids     []string // of the articles of that title
}

// text is the citation as it was written.
func (c *citation) text() string {
	if c.address != "" {
		return c.address
	}
	return "“" + c.titles[len(c.titles)-1] + "”"
}

var (
	address   = regexp.MustCompile(`(?i)https?://[^\s"“”«»<>]+|\barticle/[^\s"“”«»<>]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s"“”«»<>]+`)
	articleID = regexp.MustCompile(`(?i)\b(?:article|report|story)(?: with)?(?: the)? id:? ([^\s"“”«»<>]*[-0-9./_][^\s"“”«»<>]*)`)
	quotation = regexp.MustCompile(`["“”„«]\s*([^"“”„«»]+?)\s*["“”»]|(?:^|\s)['‘](\S.*\S)['’](?:$|[\s?.,!])`)
	// titled is a title without quotation marks, behind the word that says that it is one.
	titled = regexp.MustCompile(`(?i)\b(?:titled|entitled|headlined|headed|called|named|(?:title|headline|heading)(?: is)?):?\s+(\S.*)$`)
	// introduced are the words in front of a title or address that say that it is one.
	introduced = regexp.MustCompile(`(?i)(?:\b(?:with|under|by|at))?(?: the)? \b(?:titled|entitled|headlined|headed|called|named|` +
		`(?:title|headline|heading|id|url|address)(?: is)?):?\s*$`)
	manyArticles = regexp.MustCompile(`(?i)\b(?:articles|reports|stories)\b`)
)

// cite finds the article that a question cites, and the words around it; nil for none.
func (e *english) cite(q string) (c *citation, words string, err error) {
	for _, p := range []*regexp.Regexp{address, articleID} {
		if at := p.FindStringSubmatchIndex(q); at != nil {
			from, to := at[len(at)-2], at[len(at)-1]
			found := trimAddress(q[from:to])
			words = introduced.ReplaceAllString(q[:from], " ") + " " + q[from+len(found):]
			return &citation{address: strings.TrimPrefix(found, "article/")}, words, nil
		}
	}
	if manyArticles.MatchString(q) {
		return nil, "", nil
	}
	c, words = &citation{}, ""
	if at := quotation.FindStringSubmatchIndex(q); at != nil {
		from, to := at[2], at[3]
		if from < 0 {
			from, to = at[4], at[5]
		}
		c.titles, words = []string{strings.TrimRight(q[from:to], " ,.")}, introduced.ReplaceAllString(q[:at[0]], " ")+" "+q[at[1]:]
	} else if at := titled.FindStringSubmatchIndex(q); at != nil {
		title, behind := e.titles(strings.TrimRight(q[at[2]:at[3]], " ?.!"))
		c.titles, words = title, introduced.ReplaceAllString(q[:at[2]], " ")+behind
	} else {
		return nil, "", nil
	}
	s, err := e.plain(words)
	if err != nil || !s.has(cDocument) && (s.form != cWhat || !s.has(cTell)) {
		return nil, "", err
	}
	return c, words, nil
}

// trimAddress takes the marks of a sentence off the end of an address.
func trimAddress(s string) string {
	for {
		trimmed := strings.TrimRight(s, ".,;:!?'’*")
		if strings.HasSuffix(trimmed, ")") && strings.Count(trimmed, "(") < strings.Count(trimmed, ")") {
			trimmed = strings.TrimSuffix(trimmed, ")")
		}
		if trimmed == s {
			return s
		}
		s = trimmed
	}
}

// titles are what the title of an article may be that stands in a question without quotation marks: all that is there, or
// less of the words at its end that ask for what the article tells.
func (e *english) titles(text string) (titles []string, behind string) {
	words := strings.Fields(text)
	for end := len(words); end > 0; end-- {
		titles = append(titles, strings.Join(words[:end], " "))
		concepts := e.lexicon.concepts(words[end-1])
		if !concepts[cTell] && !concepts[cFiller] && !concepts[cMention] && !concepts[cPreposition] {
			break
		}
	}
	return titles, strings.TrimPrefix(text, titles[len(titles)-1])
}

// found is an article of which no more than its names is known.
type found struct {
	XID   string `json:"xid"`
	Title string `json:"title"`
	URL   string `json:"url"`
}

// cited is the article as an offer cites it.
func (f *found) cited() string { return cmp.Or(f.URL, strings.TrimPrefix(f.XID, "article/")) }

// articles asks for articles in DQL.
func (a *Asker) articles(ctx context.Context, roots ...string) ([]found, error) {
	var dql strings.Builder
	for i, r := range roots {
		fmt.Fprintf(&dql, "a%d(func: %s) @filter(type(Article)) {xid title url}\n", i, r)
	}
	answer, err := a.Query(ctx, question.Query{DQL: "{" + dql.String() + "}"})
	if err != nil {
		return nil, fmt.Errorf("look for articles: %w", err)
	}
	var blocks map[string][]found
	if err := json.Unmarshal(answer.Result, &blocks); err != nil {
		return nil, fmt.Errorf("look for articles: %w", err)
	}
	var all []found
	for i := range roots {
		for _, f := range blocks[fmt.Sprintf("a%d", i)] {
			if !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
	}
	slices.SortFunc(all, func(x, y found) int { return cmp.Compare(x.XID, y.XID) })
	return all, nil
}

// maxTitles is how many articles are looked at for a title.
const maxTitles = 100

// resolveTitle finds the articles that have the title of a citation. If there is none, it offers those whose titles come
// near; of several, each.
func (a *Asker) resolveTitle(ctx context.Context, s *sentence) error {
	c := s.cited
	shortest := c.titles[len(c.titles)-1]
	if folded(shortest) == "" {
		return nil
	}
	candidates, err := a.articles(ctx,
		fmt.Sprintf("eq(title, %s), first: %d", literal(c.titles), maxTitles),
		fmt.Sprintf("allofterms(title, %s), first: %d", literal(shortest), maxTitles))
	if err != nil {
		return err
	}
	for _, title := range c.titles {
		for _, f := range candidates {
			if folded(f.Title) == folded(title) {
				c.ids = append(c.ids, strings.TrimPrefix(f.XID, "article/"))
				s.offers = append(s.offers, fmt.Sprintf("What does the article %s say?", f.cited()))
			}
		}
		if len(c.ids) > 0 {
			c.titles = []string{title}
			return nil
		}
	}
	near, err := a.articles(ctx, fmt.Sprintf("anyofterms(title, %s), first: %d", literal(telling(shortest)), maxTitles))
	if err != nil {
		return err
	}
	slices.SortStableFunc(near, func(x, y found) int { return shared(y.Title, shortest) - shared(x.Title, shortest) })
	for _, f := range near[:min(maxNearest, len(near))] {
		s.offers = append(s.offers, fmt.Sprintf("What does the article %q say?", f.Title))
	}
	return nil
}

// literal writes a string or strings in DQL.
func literal[T string | []string](v T) string {
	b, err := json.Marshal(v)
	if err != nil {
		return `""` // strings always marshal
	}
	return string(b)
}

// folded is a title as titles are compared: its words, whatever their case and whatever stands between them.
func folded(title string) string {
	return strings.Join(strings.FieldsFunc(reference.Fold(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// telling are the three longest words of a title, which say most of what it is about.
func telling(title string) string {
	words := strings.Fields(folded(title))
	slices.SortStableFunc(words, func(x, y string) int { return len(y) - len(x) })
	return strings.Join(words[:min(3, len(words))], " ")
}

// shared is how many letters the words have that two titles share.
func shared(a, b string) int {
	n := 0
	words := strings.Fields(folded(b))
	for _, w := range strings.Fields(folded(a)) {
		if slices.Contains(words, w) {
			n += len(w)
		}
	}
	return n
}

// offerArticle offers the latest article where none comes near.
func (a *Asker) offerArticle(ctx context.Context, s *sentence) error {
	if len(s.offers) > 0 {
		return nil
	}
	latest, err := a.articles(ctx, "type(Article), orderdesc: published_at, first: 1")
	for _, f := range latest {
		s.offers = append(s.offers, fmt.Sprintf("What does the article %s say?", f.cited()))
	}
	return err
}

// resolveAddress finds the article at an address that is written without http:// or https:// in front.
func (a *Asker) resolveAddress(ctx context.Context, c *citation) error {
	if strings.Contains(c.address, "://") {
		return nil
	}
	at, err := a.articles(ctx, fmt.Sprintf("eq(url, %s)", literal([]string{"https://" + c.address, "http://" + c.address})))
	for _, f := range at {
		c.ids = append(c.ids, strings.TrimPrefix(f.XID, "article/"))
	}
	return err
}
