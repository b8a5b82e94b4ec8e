package article

import (
	"os"
	"strings"
	"testing"
)

// fixtures reads a file of paragraphs, one a line; lines that begin with # are comments.
func fixtures(t testing.TB, name string) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// between puts a paragraph among news.
func between(p string) (text string, start, end int) {
	before := "The presidents of Kenya and Uganda met in Kampala on Monday.\n\nThey signed a treaty on fishing, officials said. It has twelve articles. Nobody opposed it.\n\n"
	after := "\n\nThe treaty enters into force in January, the two governments announced."
	return before + p + after, len(before), len(before) + len(p)
}

func TestJunkParagraphs(t *testing.T) {
	for _, p := range fixtures(t, "junk.txt") {
		text, start, end := between(p)
		found := Junk(text)
		covered := 0
		for _, r := range found {
			if r.Start < start || r.End > end {
				t.Errorf("beside %q marked %q as %s", p, text[r.Start:r.End], r.Reason)
				continue
			}
			covered += r.End - r.Start
		}
		if covered < end-start-2 {
			t.Errorf("not marked: %s %v", p, found)
		}
	}
}

func TestNewsParagraphs(t *testing.T) {
	for _, p := range fixtures(t, "news.txt") {
		text, _, _ := between(p)
		for _, r := range Junk(text) {
			t.Errorf("marked as %s: %s", r.Reason, text[r.Start:r.End])
		}
	}
}

func TestRanges(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // marked pieces
	}{
		{
			"a sentence at the end of a paragraph",
			"The king of Jordan met the emir of Qatar in Amman. Sign up for our newsletter.\n\nThey discussed trade.",
			[]string{"Sign up for our newsletter."},
		},
		{
			"a plea in several paragraphs",
			"The king met the emir.\nA message from the Courier:\nDear readers,\nWe report from places where others can't. Armenia and Georgia are two of them.\n" +
				"That takes money, which our readers give.\nIf you can, please support us.\nRemind me later.",
			[]string{
				"A message from the Courier:", "Dear readers,", "We report from places where others can't. Armenia and Georgia are two of them.",
				"That takes money, which our readers give.", "If you can, please support us.", "Remind me later.",
			},
		},
		{
			"the news goes on after a plea",
			"The king met the emir.\n\nSupport our journalism with a small donation.\n\nThey discussed trade with Iraq, the court said.",
			[]string{"Support our journalism with a small donation."},
		},
		{
			"a hard wrap is no end of a paragraph",
			"Sign up for the morning briefing, our newsletter on the politics\nof Turkey, Greece and Cyprus.\n\nThe king met the emir.",
			[]string{"Sign up for the morning briefing, our newsletter on the politics\nof Turkey, Greece and Cyprus."},
		},
		{
			"a speech is news",
			"We have come a long way, said nobody.\n\nWe support our friends in Ukraine.\n\nWe will pay for it.\n\nOur readers are the people.\n\nWe ask you to help.",
			nil,
		},
		{"nothing", "", nil},
		{"white space", " \n\t\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, r := range Junk(test.text) {
				got = append(got, test.text[r.Start:r.End])
			}
			if strings.Join(got, "|") != strings.Join(test.want, "|") {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestCut(t *testing.T) {
	const plain = "Advertisement\n\nThe king met the emir. Sign up here. They talked.\n\nRead more: Iraq\n\nThe emir left.\n\nShare this article"
	var junk []Range
	for _, s := range []string{"Advertisement", "Sign up here.", "Read more: Iraq", "Share this article"} {
		at := strings.Index(plain, s)
		junk = append(junk, Range{at, at + len(s), Furniture})
	}
	if got, want := Cut(plain, junk), "The king met the emir. They talked.\n\nThe emir left."; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if got := Cut(" a\n", nil); got != "a" {
		t.Errorf("nothing to cut: got %q", got)
	}
}

func FuzzJunk(f *testing.F) {
	for _, name := range []string{"junk.txt", "news.txt"} {
		for _, p := range fixtures(f, name) {
			f.Add(p)
		}
	}
	f.Add("“open\n\"quotes\n‘and’ «more» \xff \u2028 (((( | | | •••• © 12.,: read more: sign up")
	f.Fuzz(func(t *testing.T, plain string) {
		last := 0
		for _, r := range Junk(plain) {
			if r.Start < last || r.End <= r.Start || r.End > len(plain) || r.Reason == "" {
				t.Fatalf("range %+v after %d of %d", r, last, len(plain))
			}
			last = r.End
		}
		Cut(plain, Junk(plain))
	})
}

func FuzzFromHTML(f *testing.F) {
	f.Add(page(linkedData, body))
	f.Add([]byte("<p>x<table><tr><td>y</table><script type=application/ld+json>[[[[{\"@graph\":[{}]}]]]]</script><time datetime=2025>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, _, err := FromHTML(b, "", "https://a.example/x")
		if err == nil && a.Text == "" {
			t.Fatal("an article without text")
		}
	})
}

func BenchmarkJunk(b *testing.B) {
	plain := strings.Repeat(strings.Join(fixtures(b, "news.txt"), "\n\n")+"\n\n", 20)
	words := len(strings.Fields(plain))
	b.ReportAllocs()
	for b.Loop() {
		Junk(plain)
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
