package main

import (
	"bytes"
	"strings"
	"testing"
)

func runParse(t *testing.T, input string, args ...string) (string, error) {
	t.Helper()
	cmd := newParseCommand()
	var out bytes.Buffer
	cmd.SetIn(strings.NewReader(input))
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SilenceUsage = true
	cmd.SetArgs(args)
	err := cmd.Execute()
	return out.String(), err
}

func TestParsePrintsCoNLLU(t *testing.T) {
	out, err := runParse(t, "Envoys met. They left.", "-")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out, "# text = "); n != 2 {
		t.Errorf("%d sentences:\n%s", n, out)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(out), "\n") {
		if line != "" && line[0] != '#' && strings.Count(line, "\t") != 9 {
			t.Errorf("not ten columns: %q", line)
		}
	}
}

func TestParseKeepsGivenTokens(t *testing.T) {
	in := "1\tface-to-face\t_\t_\t_\t_\t_\t_\t_\t_\n2\tU.S.\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\n1\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
	out, err := runParse(t, in, "--pretokenized", "-")
	if err != nil {
		t.Fatal(err)
	}
	var forms []string
	for line := range strings.SplitSeq(out, "\n") {
		if c := strings.Split(line, "\t"); len(c) == 10 {
			forms = append(forms, c[1])
		}
	}
	if got := strings.Join(forms, " "); got != "face-to-face U.S. can't" {
		t.Errorf("tokens %s", got)
	}
}

func TestParsePrintsTrees(t *testing.T) {
	out, err := runParse(t, "Envoys met in Lima.", "--format", "tree", "-")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out, "  met  root VBD meet\n") {
		t.Errorf("no root:\n%s", out)
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		in, want string
		args     []string
	}{
		{"x", "unknown format", []string{"--format", "xml", "-"}},
		{"x y", "line 1", []string{"--pretokenized", "-"}},
		{"", "no such file", []string{"does-not-exist.txt"}},
	} {
		if _, err := runParse(t, c.in, c.args...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.args, err, c.want)
		}
	}
}
