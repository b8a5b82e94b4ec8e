package text

import (
	"bytes"
	"strings"
	"testing"
)

func TestReadCoNLLUKeepsTokensAndSpacing(t *testing.T) {
	in := "# a comment\n1-2\tcan't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n1\tca\t_\t_\t_\t_\t_\t_\t_\t_\n2\tn't\t_\t_\t_\t_\t_\t_\t_\t_\n3\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n1\tYes\t_\t_\t_\t_\t_\t_\t_\t_\n"
	d, err := ReadCoNLLU(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if d.Text != "can't.\nYes\n" {
		t.Errorf("text %q", d.Text)
	}
	for _, s := range d.Sentences {
		for _, tok := range s.Tokens {
			if d.Text[tok.Start:tok.End] != tok.Text {
				t.Errorf("%q at %d-%d", tok.Text, tok.Start, tok.End)
			}
		}
	}
}

func TestReadCoNLLUNamesTheLine(t *testing.T) {
	if _, err := ReadCoNLLU(strings.NewReader("1\ta\t_\t_\t_\t_\t_\t_\t_\t_\n2 b\n")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v", err)
	}
}

func TestWriteCoNLLU(t *testing.T) {
	d := &Document{Text: "Lima fell.", Sentences: []Sentence{{Start: 0, End: 10, Names: []Name{{First: 0, Last: 0, Class: PlaceName}}, Tokens: []Token{
		{Start: 0, End: 4, Text: "Lima", Lemma: "Lima", UPOS: "PROPN", XPOS: "NNP", Head: 1, Relation: "nsubj"},
		{Start: 5, End: 9, Text: "fell", Lemma: "fall", UPOS: "VERB", XPOS: "VBD", Head: -1, Relation: "root"},
		{Start: 9, End: 10, Text: ".", Lemma: ".", UPOS: "PUNCT", XPOS: ".", Head: 1, Relation: "punct"},
	}}}}
	want := "# sent_id = 1\n# text = Lima fell.\n" +
		"1\tLima\tLima\tPROPN\tNNP\t_\t2\tnsubj\t_\tName=place:1\n" +
		"2\tfell\tfall\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No\n" +
		"3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n"
	var b bytes.Buffer
	if err := WriteCoNLLU(&b, d); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
