package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// show writes the tokens of each sentence with blanks between them.
func show(sentences []Sentence) []string {
	var out []string
	for _, s := range sentences {
		var words []string
		for _, t := range s.Tokens {
			words = append(words, t.Text)
		}
		out = append(out, strings.Join(words, " "))
	}
	return out
}

func TestSegmentTokens(t *testing.T) {
	for text, want := range map[string]string{
		"They don't think it's Peru's.":                                  "They do n't think it 's Peru 's .",
		"She can’t say; they’ve left.":                                   "She ca n’t say ; they ’ve left .",
		"We cannot wait.":                                                "We can not wait .",
		"The farmers' union":                                             "The farmers ' union",
		"a face-to-face Russian-American meeting":                        "a face - to - face Russian - American meeting",
		"a pro-Western ex-minister in mid-August":                        "a pro-Western ex-minister in mid-August",
		"a three-day, 19-year-old pact":                                  "a three - day , 19 - year - old pact",
		"on 2025-08-15 at 7:30pm":                                        "on 2025-08-15 at 7:30 pm",
		"worth $5.2bn, €30m or US$4.5 million (3%)":                      "worth $ 5.2 bn , € 30 m or US$ 4.5 million ( 3 % )",
		"in 2014-2015 and the 1990s, the 20th":                           "in 2014 - 2015 and the 1990s , the 20th",
		"the U.S. and U.N. envoys":                                       "the U.S. and U.N. envoys",
		"No. 2 said no.":                                                 "No. 2 said no .",
		"“Never,” he said…":                                              "“ Never , ” he said …",
		"talks—long ones—failed -- again...":                             "talks — long ones — failed -- again ...",
		"AT&T and R&D and/or more":                                       "AT&T and R&D and / or more",
		"Write to desk@example.org, or see (https://example.org/a?b=c).": "Write to desk@example.org , or see ( https://example.org/a?b=c ) .",
		"'Yes' and '72 and 'em":                                          "' Yes ' and '72 and 'em",
		"O'Brien of Sana'a at 5 o'clock":                                 "O'Brien of Sana'a at 5 o'clock",
		"200,000 men, 3.5 and .5, 9/11, 1/2":                             "200,000 men , 3.5 and .5 , 9/11 , 1/2",
		"What?! No!!! #peace @agency":                                    "What ?! No !!! #peace @agency",
	} {
		if got := strings.Join(show(Segment(text)), " "); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestSegmentSentences(t *testing.T) {
	for text, want := range map[string][]string{
		"Gen. Lee met Sen. Paul on Aug. 15. They left.":        {"Gen. Lee met Sen. Paul on Aug. 15 .", "They left ."},
		"He left the U.S. He came back.":                       {"He left the U.S.", "He came back ."},
		"The U.S. Senate voted.":                               {"The U.S. Senate voted ."},
		"J. P. Rao spoke. So did Ann B. Cole.":                 {"J. P. Rao spoke .", "So did Ann B. Cole ."},
		"TIANJIN, China (AFP) — Leaders met. Talks went on.":   {"TIANJIN , China ( AFP ) — Leaders met .", "Talks went on ."},
		"“We will go. We will stay.” She smiled.":              {"“ We will go .", "We will stay . ”", "She smiled ."},
		"\"Why now?\" Hassan asked. \"Because.\"":              {"\" Why now ? \" Hassan asked .", "\" Because . \""},
		"Leaders agree on truce\nOSLO - Leaders agreed.":       {"Leaders agree on truce", "OSLO - Leaders agreed ."},
		"They want:\n- peace\n- bread":                         {"They want :", "- peace", "- bread"},
		"It rose 3.5 per cent. 12 states abstained.":           {"It rose 3.5 per cent .", "12 states abstained ."},
		"He waited... and waited. Then he left (at last.) Ok.": {"He waited ... and waited .", "Then he left ( at last . )", "Ok ."},
		"It opened at 9 a.m. on Monday.":                       {"It opened at 9 a.m. on Monday ."},
	} {
		if got, w := strings.Join(show(Segment(text)), " | "), strings.Join(want, " | "); got != w {
			t.Errorf("%q\n got %s\nwant %s", text, got, w)
		}
	}
}

func TestSegmentJoinsHardWrappedLines(t *testing.T) {
	text := "The two foreign ministers met on Tuesday in the lake town and\nsaid that their talks had gone well, although no date for a new\nround was set. A spokesman declined to say whether the border\nwould open."
	if got := len(Segment(text)); got != 2 {
		t.Errorf("%d sentences, want 2: %q", got, show(Segment(text)))
	}
}

func TestSegmentBoundsSentences(t *testing.T) {
	for _, text := range []string{strings.Repeat("word ", 5000), strings.Repeat("a", 100_000), strings.Repeat("a-", 50_000), strings.Repeat(". ", 5000)} {
		for _, s := range Segment(text) {
			if len(s.Tokens) > maxSentenceTokens {
				t.Errorf("a sentence of %d tokens", len(s.Tokens))
			}
		}
		checkCover(t, text)
	}
}

// checkCover fails unless tokens lie in order and nothing but white space and control characters lies between them.
func checkCover(t *testing.T, text string) {
	t.Helper()
	at := 0
	gap := func(to int) {
		for i, r := range text[at:to] {
			if r == utf8.RuneError || !isSpace(r) {
				t.Fatalf("lost %q at byte %d of %q", r, at+i, text)
			}
		}
	}
	for _, s := range Segment(text) {
		if len(s.Tokens) == 0 || s.Start != s.Tokens[0].Start || s.End != s.Tokens[len(s.Tokens)-1].End {
			t.Fatalf("sentence %d-%d does not hold its tokens", s.Start, s.End)
		}
		for _, tok := range s.Tokens {
			if tok.Start < at || tok.End <= tok.Start || tok.Text != text[tok.Start:tok.End] {
				t.Fatalf("token %d-%d %q after byte %d", tok.Start, tok.End, tok.Text, at)
			}
			gap(tok.Start)
			at = tok.End
		}
	}
	gap(len(text))
}

func FuzzSegment(f *testing.F) {
	for _, s := range []string{"", "It's “fine”.", "a\x00b\xffc", "U.S.A. 3-4-5 http://x.y/z?", "…'’'s", "\u00a0\u200b é́ 中文。他"} {
		f.Add(s)
	}
	f.Fuzz(checkCover)
}
