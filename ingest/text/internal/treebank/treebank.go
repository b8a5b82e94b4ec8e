// Package treebank reads sentences annotated in CoNLL-U, the format of Universal Dependencies, with the entities that
// GUM adds to it.
package treebank

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
)

// Word is a line of a sentence. Empty nodes and the lines of multi-word tokens are not kept.
type Word struct {
	Form, Lemma, UPOS, XPOS string
	Head                    int // index into Sentence.Words, -1 for the root
	Relation                string
	SpaceAfter              bool
	Entity                  string // the value of Entity= in MISC
}

// Sentence is a block of the file.
type Sentence struct {
	Document     string // the last "# newdoc id"
	NewDocument  bool
	NewParagraph bool
	Text         string
	Words        []Word
}

// ReadFile reads a treebank; a name that ends in .gz is unpacked.
func ReadFile(name string) ([]Sentence, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read treebank: %w", err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, fmt.Errorf("read treebank %s: %w", name, err)
		}
	}
	sentences, err := Read(r)
	if err != nil {
		return nil, fmt.Errorf("read treebank %s: %w", name, err)
	}
	return sentences, nil
}

// Read reads all sentences. An error names the line.
func Read(r io.Reader) ([]Sentence, error) {
	var (
		out      []Sentence
		s        Sentence
		document string
		glued    int // words up to this number belong to a multi-word token
		gluedEnd bool
	)
	flush := func() error {
		for i, w := range s.Words {
			if w.Head < -1 || w.Head >= len(s.Words) || w.Head == i {
				return fmt.Errorf("word %d of a sentence of %d has the head %d", i+1, len(s.Words), w.Head+1)
			}
		}
		if len(s.Words) > 0 {
			s.Document = document
			out = append(out, s)
		}
		s, glued = Sentence{}, 0
		return nil
	}
	in := bufio.NewScanner(r)
	in.Buffer(nil, 1<<24)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSuffix(in.Text(), "\r")
		switch {
		case line == "":
			if err := flush(); err != nil {
				return nil, fmt.Errorf("sentence before line %d: %w", n, err)
			}
			continue
		case line[0] == '#':
			if id, ok := strings.CutPrefix(line, "# newdoc"); ok {
				document, s.NewDocument = strings.TrimPrefix(strings.TrimSpace(id), "id = "), true
			}
			if strings.HasPrefix(line, "# newpar") {
				s.NewParagraph = true
			}
			if text, ok := strings.CutPrefix(line, "# text = "); ok {
				s.Text = text
			}
			continue
		}
		c := strings.Split(line, "\t")
		if len(c) != 10 {
			return nil, fmt.Errorf("line %d: %d columns, want 10", n, len(c))
		}
		if _, to, ok := strings.Cut(c[0], "-"); ok {
			glued, _ = strconv.Atoi(to)
			gluedEnd = !hasMisc(c[9], "SpaceAfter=No")
			continue
		}
		if strings.Contains(c[0], ".") {
			continue
		}
		w := Word{Form: c[1], Lemma: c[2], UPOS: c[3], XPOS: c[4], Head: -1, Relation: c[7]}
		w.SpaceAfter = !hasMisc(c[9], "SpaceAfter=No")
		if id := len(s.Words) + 1; id < glued {
			w.SpaceAfter = false
		} else if id == glued {
			w.SpaceAfter = gluedEnd
		}
		if c[6] != "_" {
			head, err := strconv.Atoi(c[6])
			if err != nil {
				return nil, fmt.Errorf("line %d: head: %w", n, err)
			}
			w.Head = head - 1
		}
		for m := range strings.SplitSeq(c[9], "|") {
			if e, ok := strings.CutPrefix(m, "Entity="); ok {
				w.Entity = e
			}
		}
		s.Words = append(s.Words, w)
	}
	if err := in.Err(); err != nil {
		return nil, err
	}
	if err := flush(); err != nil {
		return nil, fmt.Errorf("last sentence: %w", err)
	}
	return out, nil
}

func hasMisc(column, item string) bool {
	for m := range strings.SplitSeq(column, "|") {
		if m == item {
			return true
		}
	}
	return false
}
