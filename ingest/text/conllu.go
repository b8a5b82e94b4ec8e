package text

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/entente-kg/entente/ingest/text/internal/treebank"
)

// ReadCoNLLU reads sentences that someone else has divided into tokens. Of each line the form and SpaceAfter=No count;
// the document's text is put together from them, a line to a sentence.
func ReadCoNLLU(r io.Reader) (*Document, error) {
	read, err := treebank.Read(r)
	if err != nil {
		return nil, fmt.Errorf("read CoNLL-U: %w", err)
	}
	var b strings.Builder
	d := &Document{Sentences: make([]Sentence, len(read))}
	for i := range read {
		words := read[i].Words
		tokens := make([]Token, len(words))
		for k := range words {
			tokens[k] = Token{Start: b.Len(), End: b.Len() + len(words[k].Form), Text: words[k].Form}
			b.WriteString(words[k].Form)
			if words[k].SpaceAfter && k+1 < len(words) {
				b.WriteByte(' ')
			}
		}
		b.WriteByte('\n')
		d.Sentences[i] = Sentence{Start: tokens[0].Start, End: tokens[len(tokens)-1].End, Tokens: tokens}
	}
	d.Text = b.String()
	return d, nil
}

// WriteCoNLLU writes the document in the format of Universal Dependencies. The column MISC has the spacing, and the
// class of a name at its first token.
func WriteCoNLLU(w io.Writer, d *Document) error {
	out := bufio.NewWriter(w)
	for i := range d.Sentences {
		s := &d.Sentences[i]
		fmt.Fprintf(out, "# sent_id = %d\n# text = %s\n", i+1, oneLine(d.Text[s.Start:s.End]))
		for k := range s.Tokens {
			writeToken(out, s, k)
		}
		out.WriteByte('\n')
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write CoNLL-U: %w", err)
	}
	return nil
}

func writeToken(out *bufio.Writer, s *Sentence, k int) {
	t := &s.Tokens[k]
	misc := ""
	if k+1 < len(s.Tokens) && s.Tokens[k+1].Start == t.End {
		misc = "SpaceAfter=No"
	}
	for _, n := range s.Names {
		if n.First == k {
			if misc != "" {
				misc += "|"
			}
			misc += fmt.Sprintf("Name=%s:%d", n.Class, n.Last-n.First+1)
		}
	}
	for _, column := range []string{
		strconv.Itoa(k + 1), t.Text, orBlank(t.Lemma), orBlank(t.UPOS), orBlank(t.XPOS), "_",
		strconv.Itoa(t.Head + 1), orBlank(t.Relation), "_",
	} {
		out.WriteString(column)
		out.WriteByte('\t')
	}
	out.WriteString(orBlank(misc))
	out.WriteByte('\n')
}

func orBlank(s string) string {
	if s == "" {
		return "_"
	}
	return s
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// WriteTree writes the trees for people to read: each word under its head, indented, with relation, tag and lemma.
func WriteTree(w io.Writer, d *Document) error {
	out := bufio.NewWriter(w)
	for i := range d.Sentences {
		s := &d.Sentences[i]
		fmt.Fprintf(out, "%s\n", oneLine(d.Text[s.Start:s.End]))
		children := make([][]int, len(s.Tokens)+1)
		for k, t := range s.Tokens {
			children[t.Head+1] = append(children[t.Head+1], k)
		}
		for _, k := range children[0] {
			writeBranch(out, s, children, k, 1)
		}
		for _, n := range s.Names {
			fmt.Fprintf(out, "  %s: %s\n", n.Class, oneLine(d.Text[s.Tokens[n.First].Start:s.Tokens[n.Last].End]))
		}
		out.WriteByte('\n')
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write tree: %w", err)
	}
	return nil
}

func writeBranch(out *bufio.Writer, s *Sentence, children [][]int, k, depth int) {
	t := &s.Tokens[k]
	fmt.Fprintf(out, "%s%s  %s %s", strings.Repeat("  ", depth), t.Text, t.Relation, t.XPOS)
	if t.Lemma != t.Text {
		fmt.Fprintf(out, " %s", t.Lemma)
	}
	out.WriteByte('\n')
	for _, c := range children[k+1] {
		writeBranch(out, s, children, c, depth+1)
	}
}
