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

// Below every heading of links a title is a link, and a sentence is none.
func TestHeadings(t *testing.T) {
	const title, news = "Russia attacks Estonia", "The treaty enters into force in January."
	for _, heading := range fixtures(t, "headings.txt") {
		text, start, end := between(heading + "\n\n" + title)
		found := Junk(text)
		if len(found) != 2 || found[0].Start != start || found[1].End != end || found[1].Reason != Related {
			t.Errorf("%s: want it and the title marked, not %v", heading, found)
		}
		text, start, end = between(heading + "\n\n" + news)
		if found = Junk(text); len(found) != 1 || found[0].Start != start || found[0].End != end-len("\n\n"+news) {
			t.Errorf("%s: want it alone marked, not %v", heading, found)
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
		{
			"titles below a heading of links, until the text goes on",
			"The king met the emir.\n\nRelated stories:\n\nRussia attacks Estonia\n\n- Will Chad and Sudan go to war?\n\nThey discussed trade with Iraq.\n\nWhat comes next",
			[]string{"Related stories:", "Russia attacks Estonia", "- Will Chad and Sudan go to war?"},
		},
		{
			"a list of links with full stops",
			"The king met the emir.\n\nRead more\n• Russia attacks Estonia.\n• Peru leaves the OAS.\nThey discussed trade with Iraq.",
			[]string{"Read more", "• Russia attacks Estonia.", "• Peru leaves the OAS."},
		},
		{
			"links and nothing else",
			"You may also like\nRussia attacks Estonia",
			[]string{"You may also like", "Russia attacks Estonia"},
		},
		{
			"a heading of links above the text itself",
			"The king met the emir.\n\nMore on this story\n\nRussia attacked Estonia on Monday, officials in Tallinn said.",
			[]string{"More on this story"},
		},
		{
			"a link with its title marks nothing below it",
			"The king met the emir.\n\nRead more: Iraq at the crossroads\n\nTalks in Basra\n\nThey went on for days.",
			[]string{"Read more: Iraq at the crossroads"},
		},
		{
			"a heading of the text itself",
			"The king met the emir.\n\nRelated developments\n\nRussia attacked Estonia on Monday. The president fled.\n\nIn related news:\n\nPeru left the OAS",
			nil,
		},
		{
			"words of a heading in a sentence",
			"The king met the emir.\n\nThose who want to read more find it in the treaty.\n\nRussia attacks Estonia\n\nMore on this was to follow from Amman, he said.\n\nPeru leaves the OAS",
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
