package article

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// body is enough prose for the extractor to find.
const body = `<p>The foreign ministers of Kenya and Uganda met in Kampala on Monday and agreed to reopen the border crossing that
had been closed since the spring, officials of both governments said.</p>
<p>The two countries had withdrawn their ambassadors after a dispute about fishing on the lake which they share. A joint
commission is to draw the line on the water before the end of the year, the ministers announced after three hours of talks.</p>
<p>Neither side would say whether the prisoners who were taken in April will be exchanged. A further meeting has been arranged
for September in Nairobi, and the presidents are expected to attend it.</p>`

// page is a web page with the given head and article, and the furniture of one.
func page(head, article string) []byte {
	return []byte(`<!DOCTYPE html><html lang="en-GB"><head>` + head + `</head><body>
<nav><a href="/">Home</a> <a href="/africa">Africa</a> <a href="/asia">Asia</a></nav>
<main><article>` + article + `</article></main>
<aside><h3>Most read</h3><ul><li><a href="/1">Egypt counts its votes</a></li><li><a href="/2">Chad elects a president</a></li></ul></aside>
<footer>About us Contact Privacy</footer></body></html>`)
}

const linkedData = `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"ignored"},
{"@type":["NewsArticle"],"headline":"Kenya and Uganda reopen their border","datePublished":"2025-05-06T09:30:00+03:00",
"author":[{"@type":"Person","name":"Amina Otieno"},{"@type":"Person","name":"Jo Marsh"}],
"publisher":{"@type":"Organization","name":"Lake Courier"}}]}</script>`

func TestFromHTML(t *testing.T) {
	got, report, err := FromHTML(page(linkedData+`<title>Kenya and Uganda reopen their border | Lake Courier</title>
<link rel="canonical" href="/2025/05/06/kenya-uganda-border">`,
		`<h1>Kenya and Uganda reopen their border</h1><p class="byline">By Amina Otieno</p>`+body+
			`<p>Sign up for our newsletter on East Africa.</p><p>Read more: Tanzania stays away</p>`),
		"text/html; charset=utf-8", "https://courier.example/2025/05/06/kenya-uganda-border?utm_source=feed#top")
	if err != nil {
		t.Fatal(err)
	}
	want := schema.Article{
		URL: "https://courier.example/2025/05/06/kenya-uganda-border", Title: "Kenya and Uganda reopen their border",
		Published: "2025-05-06T09:30:00+03:00", Source: "Lake Courier", Language: "en", Text: got.Text,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if report.Author != "Amina Otieno, Jo Marsh" || report.DateSource != DateLinked {
		t.Errorf("author %q, date from %q", report.Author, report.DateSource)
	}
	paragraphs := strings.Split(got.Text, "\n\n")
	if len(paragraphs) != 3 || !strings.HasPrefix(paragraphs[0], "The foreign ministers of Kenya") || !strings.HasSuffix(paragraphs[2], "attend it.") {
		t.Errorf("text is not the three paragraphs:\n%s", got.Text)
	}
	if strings.Contains(got.Text, "  ") || strings.Contains(paragraphs[0], "\n") {
		t.Errorf("white space is not collapsed:\n%q", got.Text)
	}
}

// Where a page says when it appeared, the most trusted source first.
func TestPublicationDate(t *testing.T) {
	tests := []struct {
		name, head, article, address string
		want                         schema.Published
		source                       DateSource
	}{
		{"json-ld before meta", linkedData + `<meta property="article:published_time" content="2025-05-07T10:00:00Z">`, "", "https://a.example/x", "2025-05-06T09:30:00+03:00", DateLinked},
		{"meta", `<meta property="article:published_time" content="2025-05-06T10:00:00Z">`, "", "https://a.example/x", "2025-05-06T10:00:00Z", DateMeta},
		{"meta by name", `<meta name="pubdate" content="20250506">`, "", "https://a.example/x", "2025-05-06", DateMeta},
		{"time without zone is a day", `<meta name="date" content="2025-05-06 23:15:00">`, "", "https://a.example/x", "2025-05-06", DateMeta},
		{"marked time element", "", `<time datetime="2024-01-01">old</time><time itemprop="datePublished" datetime="2025-05-06">6 May</time>`, "https://a.example/x", "2025-05-06", DateElement},
		{"time element", "", `<time datetime="2025-05-06T08:00+02:00">6 May</time>`, "https://a.example/x", "2025-05-06T08:00:00+02:00", DateElement},
		{"address", "", "", "https://a.example/news/2025/05/06/title", "2025-05-06", DateAddress},
		{"address with the name of a month", "", "", "https://a.example/2025/may/06/title", "2025-05-06", DateAddress},
		{"address against a later change", `<meta name="date" content="2025-06-30">`, "", "https://a.example/2025-05-06-title", "2025-05-06", DateAddress},
		{"address a day off keeps the time", `<meta name="date" content="2025-05-07T01:00:00+09:00">`, "", "https://a.example/2025/05/06/title", "2025-05-07T01:00:00+09:00", DateMeta},
		{"visible", "", `<span class="post-date">Posted on May 6, 2025 at noon</span>`, "https://a.example/x", "2025-05-06", DateVisible},
		{"what the address only counts is no date", "", "", "https://a.example/2025/51/99", "", ""},
		{"nonsense", `<meta name="date" content="soon"><script type="application/ld+json">{"@type":"Article","datePublished":[</script>`, "", "https://a.example/x", "", ""},
		{"before the Web", `<meta name="date" content="1970-01-01">`, "", "https://a.example/x", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, report, err := FromHTML(page(test.head, test.article+body), "", test.address)
			if err != nil {
				t.Fatal(err)
			}
			if got.Published != test.want || report.DateSource != test.source {
				t.Errorf("got %q from %q, want %q from %q", got.Published, report.DateSource, test.want, test.source)
			}
		})
	}
}

func TestMetadata(t *testing.T) {
	tests := []struct {
		name, head, address     string
		title, publisher, canon string
	}{
		{"open graph", `<meta property="og:title" content="Talks &amp; more"><meta property="og:site_name" content="Courier"><meta property="og:url" content="https://a.example/talks">`, "https://www.a.example/talks?ref=1", "Talks & more", "Courier", "https://a.example/talks"},
		{"title without its site", `<title>Talks resume - Courier</title><meta property="og:site_name" content="courier">`, "https://a.example/x", "Talks resume", "courier", "https://a.example/x"},
		{"host as publisher", `<title>Talks</title>`, "https://www.a.example/x#part", "Talks", "a.example", "https://www.a.example/x"},
		{"canonical of another site", `<title>Talks</title><link rel="canonical" href="https://b.example.org/x">`, "https://a.example/x", "Talks", "a.example", "https://a.example/x"},
		{"canonical front page", `<title>Talks</title><link rel="canonical" href="https://a.example/">`, "https://a.example/x", "Talks", "a.example", "https://a.example/x"},
		{"broken json-ld", `<title>Talks</title><script type="application/ld+json">{"@type":"NewsArticle","headline":</script>`, "https://a.example/x", "Talks", "a.example", "https://a.example/x"},
		{"json-ld with raw line breaks", "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Talks\nresume\"}</script>", "https://a.example/x", "Talks resume", "a.example", "https://a.example/x"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, _, err := FromHTML(page(test.head, body), "", test.address)
			if err != nil {
				t.Fatal(err)
			}
			if got.Title != test.title || got.Source != test.publisher || got.URL != test.canon {
				t.Errorf("got %q, %q, %q\nwant %q, %q, %q", got.Title, got.Source, got.URL, test.title, test.publisher, test.canon)
			}
		})
	}
}

func TestEncodings(t *testing.T) {
	const word = "Côte d’Ivoire"
	article := strings.Replace(body, "Kenya", word, 1)
	tests := []struct {
		name, contentType string
		page              []byte
	}{
		{"UTF-8 that nobody declares, late in the page", "", page(strings.Repeat("<!-- ascii -->", 200), article)},
		{"byte order mark", "", append([]byte("\ufeff"), page("", article)...)},
		{"windows-1252 by header", "text/html; charset=windows-1252", []byte(strings.NewReplacer("ô", "\xf4", "’", "\x92").Replace(string(page("", article))))},
		{"windows-1252 by meta", "", []byte(strings.NewReplacer("ô", "\xf4", "’", "\x92").Replace(string(page(`<meta charset="windows-1252">`, article))))},
		{"one broken byte in UTF-8", "", append([]byte("<!-- \xff éééééééééé -->"), page("", article)...)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, _, err := FromHTML(test.page, test.contentType, "https://a.example/x")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(got.Text, word) {
				t.Errorf("no %q in %q", word, got.Text)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty": nil, "no text": page("<title>x</title>", ""), "binary": []byte("\x00\x01\x02\x89PNG\r\n"),
		"deep nesting": []byte(strings.Repeat("<div>", 100_000) + "x"), "only junk": page("", "<p>Sign up for our newsletter.</p>"),
	} {
		if a, _, err := FromHTML(b, "", "https://a.example/x"); err == nil {
			t.Errorf("%s: made the article %+v", name, a)
		}
	}
	if _, _, err := FromHTML(make([]byte, MaxPage+1), "", ""); !errors.Is(err, ErrTooLong) {
		t.Errorf("a page too long: got %v", err)
	}
	if _, _, err := FromText(schema.Article{Text: " \n"}); !errors.Is(err, ErrNoText) {
		t.Errorf("a text of white space: got %v", err)
	}
}

func TestLanguage(t *testing.T) {
	tests := []struct{ want, declared, text string }{
		{"en", "", "The ministers met in Oslo on Monday and signed the treaty."},
		{"en", "de", "The ministers met in Oslo on Monday and signed the treaty that they had agreed on in the spring."},
		{"en", "", "Xi meets Putin"},
		{"en", "en-US", "Xi meets Putin"},
		{"de", "de", "Xi trifft Putin"},
		{"de", "", "Die Außenminister der beiden Länder trafen sich am Montag in Oslo und unterzeichneten den Vertrag, auf den sie sich im Frühjahr geeinigt hatten. Die Opposition kritisierte das Abkommen als unzureichend und forderte, die Verhandlungen wieder aufzunehmen."},
		{"fr", "en", "Les ministres des Affaires étrangères des deux pays se sont réunis lundi à Oslo et ont signé le traité sur lequel ils s'étaient entendus au printemps. L'opposition a critiqué cet accord, qu'elle juge insuffisant, et a demandé la reprise des négociations."},
		{"es", "en", "Los ministros de Asuntos Exteriores de los dos países se reunieron el lunes en Oslo y firmaron el tratado que habían acordado en primavera. La oposición criticó el acuerdo por considerarlo insuficiente y exigió que se reanudaran las negociaciones."},
		{"ru", "", "Министры иностранных дел двух стран встретились в понедельник в Осло и подписали договор."},
		{"en", "", "“Nous sommes prêts”, the president said in Paris, and he added that the army was ready too, for whatever the winter may bring."},
	}
	for _, test := range tests {
		a, _, err := FromText(schema.Article{Text: test.text, Language: test.declared})
		if a.Language != test.want {
			t.Errorf("%q, declared %q: got %s, want %s", test.text, test.declared, a.Language, test.want)
		}
		var other *LanguageError
		if english := test.want == "en"; english != (err == nil) || !english && !errors.As(err, &other) {
			t.Errorf("%q: error %v", test.text, err)
		}
	}
}

func TestFromTextKeepsTheText(t *testing.T) {
	in := schema.Article{ID: "1", Title: "Talks", Text: "The presidents met in Accra on Monday.\n\nSign up for our newsletter.\n"}
	got, report, err := FromText(in)
	if err != nil {
		t.Fatal(err)
	}
	in.Language = "en"
	if !reflect.DeepEqual(got, in) {
		t.Errorf("got %+v, want %+v", got, in)
	}
	if len(report.Junk) != 1 || report.Junk[0] != (Piece{Newsletter, "Sign up for our newsletter."}) {
		t.Errorf("junk %+v", report.Junk)
	}
}
