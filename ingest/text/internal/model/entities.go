package model

import (
	"slices"
	"strings"

	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// mention is an entity of GUM with its words.
type mention struct {
	first, last int
	kind        string
	linked      bool
}

// mentions reads the bracketed entities of a sentence.
func mentions(s *treebank.Sentence) []mention {
	type open struct {
		id string
		m  mention
	}
	var stack []open
	var out []mention
	for i := range s.Words {
		v := s.Words[i].Entity
		for v != "" {
			if v[0] == '(' {
				end := strings.IndexAny(v[1:], "()") + 1
				if end == 0 {
					end = len(v)
				}
				field := strings.SplitN(v[1:end], "-", 8)
				if len(field) < 2 {
					break
				}
				m := mention{first: i, last: i, kind: field[1], linked: len(field) == 8}
				if end < len(v) && v[end] == ')' {
					out = append(out, m)
					end++
				} else {
					stack = append(stack, open{field[0], m})
				}
				v = v[end:]
				continue
			}
			id, rest, ok := strings.Cut(v, ")")
			if !ok {
				break
			}
			for k := len(stack) - 1; k >= 0; k-- {
				if stack[k].id == id {
					m := stack[k].m
					m.last = i
					out = append(out, m)
					stack = slices.Delete(stack, k, k+1)
					break
				}
			}
			v = rest
		}
	}
	return out
}

// Names returns the proper names among the entities of a sentence, none within another, in order. A name is an entity
// whose head is a proper noun, without the article before it, a genitive ending behind it, and what follows a comma,
// a dash, a bracket or a relative clause. If linked is true, only entities with a Wikipedia page are taken.
func Names(s *treebank.Sentence, linked bool) []Span {
	var kept []Span
	for _, n := range NestedNames(s, linked) {
		if len(kept) == 0 || n.First > kept[len(kept)-1].Last {
			kept = append(kept, n)
		}
	}
	return kept
}

// NestedNames is Names with the names that lie within others, behind those.
func NestedNames(s *treebank.Sentence, linked bool) []Span {
	var out []Span
	for _, m := range mentions(s) {
		if linked && !m.linked {
			continue
		}
		if n, ok := nameOf(s, m); ok {
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b Span) int {
		if a.First != b.First {
			return a.First - b.First
		}
		return b.Last - a.Last
	})
	return out
}

// nameOf cuts a mention to its name.
func nameOf(s *treebank.Sentence, m mention) (Span, bool) {
	head := -1
	for k := m.first; k <= m.last; k++ {
		if h := s.Words[k].Head; h < m.first || h > m.last {
			head = k
			break
		}
	}
	if head < 0 || s.Words[head].UPOS != "PROPN" {
		return Span{}, false
	}
	n := Span{First: m.first, Last: m.last, Class: classOf(m.kind)}
	if n.Class < 0 {
		return Span{}, false
	}
	for n.First < head && !capitalised(s.Words[n.First].Form) {
		n.First++
	}
	for n.First < head && s.Words[n.First].UPOS == "DET" {
		n.First++
	}
	for k := n.First; k <= m.last; k++ {
		w := &s.Words[k]
		if k > head && (stops(w) || w.Relation == "acl:relcl" || w.Relation == "appos") {
			n.Last = k - 1
			break
		}
	}
	for n.Last > head && (s.Words[n.Last].UPOS == "PART" || s.Words[n.Last].UPOS == "PUNCT" || s.Words[n.Last].UPOS == "ADP" || s.Words[n.Last].UPOS == "DET") {
		n.Last--
	}
	return n, capitalised(s.Words[n.First].Form) || capitalised(s.Words[n.Last].Form)
}

func stops(w *treebank.Word) bool {
	switch w.Form {
	case ",", "—", "–", "--", "(", "[", ":", ";", "who", "which", "that":
		return true
	}
	return w.UPOS == "VERB" && !capitalised(w.Form)
}

func capitalised(s string) bool {
	return s != "" && (isUpperByte(s[0]) || s[0] >= 0x80 || '0' <= s[0] && s[0] <= '9')
}

func isUpperByte(c byte) bool { return 'A' <= c && c <= 'Z' }

// classOf maps the entity types of GUM to NameClasses.
func classOf(kind string) int {
	switch kind {
	case "person", "organization", "place", "event":
		return slices.Index(NameClasses[:], kind)
	case "abstract", "object", "animal", "plant", "substance":
		return slices.Index(NameClasses[:], "other")
	}
	return -1
}
