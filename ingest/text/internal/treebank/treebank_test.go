package treebank

import (
	"strings"
	"testing"
)

const head = "# newdoc id = d1\n# text = It's over.\n"

func TestRead(t *testing.T) {
	s, err := Read(strings.NewReader(head +
		"1-2\tIt's\t_\t_\t_\t_\t_\t_\t_\t_\n" +
		"1\tIt\tit\tPRON\tPRP\t_\t3\tnsubj\t_\tEntity=(1-abstract)\n" +
		"2\t's\tbe\tAUX\tVBZ\t_\t3\tcop\t_\t_\n" +
		"2.1\tgone\tgo\tVERB\tVBN\t_\t_\t_\t_\t_\n" +
		"3\tover\tover\tADV\tRB\t_\t0\troot\t_\tSpaceAfter=No\n" +
		"4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(s) != 1 || s[0].Document != "d1" || !s[0].NewDocument || s[0].Text != "It's over." || len(s[0].Words) != 4 {
		t.Fatalf("%+v", s)
	}
	w := s[0].Words
	if w[0].SpaceAfter || !w[1].SpaceAfter || w[2].SpaceAfter || w[0].Entity != "(1-abstract)" || w[2].Head != -1 || w[3].Head != 2 {
		t.Errorf("%+v", w)
	}
}

func TestReadNamesTheLineOfAnError(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"columns":        {head + "1\tIt\tit\n", "line 3: 3 columns"},
		"head":           {head + "1\tIt\tit\tPRON\tPRP\t_\tx\troot\t_\t_\n", "line 3: head"},
		"cut short":      {head + "1\tIt\tit\tPRON\tPRP\t_\t3\tnsubj\t_\t_\n", "word 1 of a sentence of 1 has the head 3"},
		"head of itself": {head + "1\tIt\tit\tPRON\tPRP\t_\t1\tnsubj\t_\t_\n\n", "before line 4"},
	} {
		if _, err := Read(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
