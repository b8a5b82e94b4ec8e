package article

import (
	"encoding/json"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/entente-kg/entente/schema"
)

// metadata is what a page says of itself.
type metadata struct {
	title, author, publisher, canonical, language string
	published                                     schema.Published
	dateSource                                    DateSource
}

// declarations are the parts of a page that describe it, gathered in one walk of the tree.
type declarations struct {
	meta      map[string]string // by name, property or itemprop in lower case; the first counts
	linked    []map[string]any  // objects of JSON-LD, articles first
	times     []timeElement
	title     string // the element title
	heading   string // the first h1
	canonical string
	byline    string
	dated     []string // texts of elements that are styled as dates
	language  string
}

// timeElement is a time element, and whether the page marks it as the publication date.
type timeElement struct {
	datetime  string
	published bool
}

// readMetadata reads a page's own description. JSON-LD is believed before meta elements, these before the page itself.
func readMetadata(doc *html.Node, base *url.URL) metadata {
	d := declarations{meta: map[string]string{}}
	d.walk(doc)
	ld := d.article()
	m := metadata{
		title:     first(literal(ld["headline"]), d.meta["og:title"], d.meta["twitter:title"], d.heading, d.title, literal(ld["name"])),
		author:    first(people(ld["author"]), name(d.meta["author"]), name(d.meta["article:author"]), name(d.meta["byl"]), d.byline),
		publisher: first(people(ld["publisher"]), d.meta["og:site_name"], d.meta["application-name"]),
		language:  first(d.language, d.meta["og:locale"], literal(ld["inlanguage"]), d.meta["content-language"]),
		canonical: canonical(base, d.canonical, d.meta["og:url"]),
	}
	m.title = withoutSite(m.title, m.publisher)
	m.author = strings.TrimPrefix(strings.TrimPrefix(m.author, "By "), "by ")
	if m.publisher == "" {
		m.publisher = strings.TrimPrefix(base.Hostname(), "www.")
	}
	m.published, m.dateSource = publicationDate(&d, ld, first(m.canonical, base.String()))
	return m
}

// first is the first string that is not empty, without white space around it.
func first(candidates ...string) string {
	for _, s := range candidates {
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			return s
		}
	}
	return ""
}

// name is a person's name in a meta element, where some pages give an address instead.
func name(s string) string {
	if strings.Contains(s, "://") || strings.HasPrefix(s, "@") {
		return ""
	}
	return s
}

// withoutSite removes the publisher that titles end with: "Talks resume | The Courier".
func withoutSite(title, publisher string) string {
	for _, sep := range [...]string{" | ", " - ", " – ", " — ", " :: "} {
		i := strings.LastIndex(title, sep)
		if i > 0 && publisher != "" && strings.EqualFold(strings.TrimSpace(title[i+len(sep):]), publisher) {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// canonical is the address that the page gives for itself, if it lies on the same site and is not just its front page;
// else the address where the page was found.
func canonical(base *url.URL, candidates ...string) string {
	for _, c := range candidates {
		u, err := base.Parse(strings.TrimSpace(c))
		if c == "" || err != nil || u.Scheme != "http" && u.Scheme != "https" {
			continue
		}
		if base.Host != "" && (site(u.Hostname()) != site(base.Hostname()) || strings.Trim(u.Path, "/") == "" && strings.Trim(base.Path, "/") != "") {
			continue
		}
		u.Fragment = ""
		return u.String()
	}
	u := *base
	u.Fragment = ""
	return u.String()
}

// site is the last two labels of a host.
func site(host string) string {
	labels := strings.Split(host, ".")
	return strings.Join(labels[max(0, len(labels)-2):], ".")
}

// walk gathers the declarations below a node.
func (d *declarations) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		d.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		d.walk(c)
	}
}

func (d *declarations) element(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		d.language = first(attr(n, "lang"), attr(n, "xml:lang"))
	case atom.Title:
		if d.title == "" {
			d.title = content(n)
		}
	case atom.H1:
		if d.heading == "" {
			d.heading = content(n)
		}
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") && d.canonical == "" {
			d.canonical = attr(n, "href")
		}
	case atom.Script:
		if strings.EqualFold(strings.TrimSpace(attr(n, "type")), "application/ld+json") && n.FirstChild != nil {
			d.readLinked(n.FirstChild.Data)
		}
	case atom.Time:
		d.times = append(d.times, timeElement{
			datetime:  first(attr(n, "datetime"), attr(n, "content")),
			published: attr(n, "itemprop") == "datePublished" || has(n, "pubdate") || strings.Contains(strings.ToLower(attr(n, "class")), "publi"),
		})
	case atom.Meta:
		value := attr(n, "content")
		for _, key := range [...]string{"property", "name", "itemprop", "http-equiv"} {
			if k := strings.ToLower(attr(n, key)); k != "" && value != "" && d.meta[k] == "" {
				d.meta[k] = value
			}
		}
	}
	if len(d.dated) < maxDated && n.FirstChild != nil && styledAsDate(n) {
		if s := content(n); s != "" && len(s) < 100 {
			d.dated = append(d.dated, s)
		}
	}
	if d.byline == "" && (attr(n, "rel") == "author" || attr(n, "itemprop") == "author") {
		if s := content(n); len(s) < 80 {
			d.byline = s
		}
	}
}

// maxDated is how many elements styled as dates are looked at; the article's own is among the first.
const maxDated = 8

// styledAsDate reports whether the class or id of an element says that it shows a date.
func styledAsDate(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Time:
		return true
	case atom.Span, atom.Div, atom.P, atom.Li, atom.Em, atom.Small, atom.Td, atom.A:
	default:
		return false
	}
	class := strings.ToLower(attr(n, "class") + " " + attr(n, "id"))
	return strings.Contains(class, "date") && !strings.Contains(class, "update") || strings.Contains(class, "publish") ||
		strings.Contains(class, "posted") || strings.Contains(class, "timestamp")
}

// readLinked reads a block of JSON-LD. Pages write line breaks into strings, and comments around the whole.
func (d *declarations) readLinked(src string) {
	src = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, src)
	src = strings.TrimSpace(src)
	if i := strings.IndexAny(src, "{["); i > 0 {
		src = src[i:]
	}
	var v any
	if err := json.NewDecoder(strings.NewReader(src)).Decode(&v); err != nil {
		return
	}
	d.linkedObjects(v, 0)
}

// linkedObjects keeps the objects that describe an article or page, at most a few levels deep.
func (d *declarations) linkedObjects(v any, depth int) {
	if depth > 4 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			d.linkedObjects(e, depth+1)
		}
	case map[string]any:
		object := make(map[string]any, len(v))
		for k, e := range v {
			object[strings.ToLower(k)] = e
		}
		if isArticle(object["@type"]) {
			d.linked = append(d.linked, object)
		}
		d.linkedObjects(object["@graph"], depth+1)
		d.linkedObjects(object["mainentity"], depth+1)
	}
}

// isArticle reports whether a type of schema.org is one of articles.
func isArticle(t any) bool {
	switch t := t.(type) {
	case string:
		t = strings.TrimPrefix(strings.TrimPrefix(t, "http://schema.org/"), "https://schema.org/")
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "BlogPosting") || t == "Report"
	case []any:
		for _, e := range t {
			if isArticle(e) {
				return true
			}
		}
	}
	return false
}

// article is the first object that has a publication date, else the first.
func (d *declarations) article() map[string]any {
	for _, o := range d.linked {
		if literal(o["datepublished"]) != "" {
			return o
		}
	}
	if len(d.linked) > 0 {
		return d.linked[0]
	}
	return nil
}

// literal is a string of JSON-LD, which may stand in a list or an object.
func literal(v any) string {
	switch v := v.(type) {
	case string:
		return html.UnescapeString(v)
	case []any:
		if len(v) > 0 {
			return literal(v[0])
		}
	case map[string]any:
		if s := literal(v["name"]); s != "" {
			return s
		}
		return literal(v["@value"])
	}
	return ""
}

// people are the names of one or several people or organizations.
func people(v any) string {
	list, ok := v.([]any)
	if !ok {
		return name(literal(v))
	}
	var names []string
	for _, e := range list {
		if s := name(literal(e)); s != "" {
			names = append(names, s)
		}
	}
	return strings.Join(names, ", ")
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// content is the text below a node, white space collapsed.
func content(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}
