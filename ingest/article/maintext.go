package article

import (
	"fmt"
	"net/url"
	"strings"

	trafilatura "github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mainText is the text of the page's article, its paragraphs parted by blank lines. Trafilatura finds the part of the
// tree; where that is too little it asks two other extractors. Its own search for dates stays off: it is slow, and
// publication dates are read from what the page declares.
func mainText(doc *html.Node, base *url.URL) (plain string, err error) {
	defer func() { // a page must not end the run, whatever an extractor makes of it
		if r := recover(); r != nil {
			plain, err = "", fmt.Errorf("extract main text: %v", r)
		}
	}()
	options := trafilatura.Options{
		OriginalURL: base, EnableFallback: true, ExcludeComments: true, HtmlDateMode: trafilatura.Disabled,
	}
	result, err := trafilatura.ExtractDocument(doc, options)
	if err != nil || result.ContentNode == nil {
		return "", ErrNoText
	}
	var w writer
	w.node(result.ContentNode)
	plain = strings.TrimSpace(w.String())
	if plain == "" {
		return "", ErrNoText
	}
	return plain, nil
}

// writer writes a tree as text: white space collapsed, a blank line between blocks, a line for each item of a list.
type writer struct {
	strings.Builder
	space bool // white space is due before the next word
	lines int  // line breaks are due before the next word
}

func (w *writer) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
		return
	case html.ElementNode:
		if n.DataAtom == atom.Script || n.DataAtom == atom.Style || n.DataAtom == atom.Noscript {
			return
		}
	}
	breaks := breaksAround(n)
	w.lines = max(w.lines, breaks)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
	w.lines = max(w.lines, breaks)
	if n.DataAtom == atom.Td || n.DataAtom == atom.Th {
		w.space = true
	}
}

// breaksAround is how many line breaks an element has before and after it.
func breaksAround(n *html.Node) int {
	if n.Type != html.ElementNode {
		return 0
	}
	switch n.DataAtom {
	case atom.P, atom.Div, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Blockquote, atom.Ul, atom.Ol, atom.Table,
		atom.Pre, atom.Section, atom.Article, atom.Figure, atom.Figcaption, atom.Dl, atom.Body, atom.Hr, atom.Main, atom.Header:
		return 2
	case atom.Li, atom.Tr, atom.Br, atom.Dt, atom.Dd, atom.Caption:
		return 1
	}
	return 0
}

func (w *writer) text(s string) {
	for _, r := range s {
		switch {
		case r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' || r == '\u00a0':
			w.space = true
			continue
		case r == '\u00ad' || r == '\u200b' || r == '\ufeff': // invisible
			continue
		}
		if w.Len() > 0 {
			switch {
			case w.lines >= 2:
				w.WriteString("\n\n")
			case w.lines == 1:
				w.WriteByte('\n')
			case w.space:
				w.WriteByte(' ')
			}
		}
		w.space, w.lines = false, 0
		w.WriteRune(r)
	}
}
