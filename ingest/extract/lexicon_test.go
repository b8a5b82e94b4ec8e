package extract

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-kg/entente/schema"
)

// The embedded tables are read without a complaint: no unknown type, kind, condition, slot or class, nothing twice.
func TestLexiconIsSound(t *testing.T) {
	l, err := loadLexicon(data)
	if err != nil {
		t.Fatal(err)
	}
	entries, types := 0, map[schema.EventType]int{}
	for _, index := range []map[string][]*entry{l.verbs, l.nouns} {
		for _, es := range index {
			for _, e := range es {
				entries++
				types[e.event]++
				if len(e.source) == 0 && len(e.target) == 0 {
					t.Errorf("line %d: %s has neither source nor target", e.line, e.lemma)
				}
			}
		}
	}
	if entries < 900 {
		t.Errorf("%d entries, want at least 900", entries)
	}
	for _, typ := range schema.EventTypes {
		if types[typ] < 25 {
			t.Errorf("%s has %d entries, want at least 25", typ, types[typ])
		}
	}
}

func TestLexiconMistakesAreNamed(t *testing.T) {
	const header = "lemma,pos,frame,type,kind,source,target\n"
	for _, c := range []struct{ row, want string }{
		{"meet,verb,obj,CONSLUT,,subj,obj", `lexicon.csv:2: "CONSLUT" is no event type`},
		{"meet,adverb,obj,CONSULT,,subj,obj", `"adverb" is no part of speech`},
		{"meet,verb,obj,CONSULT,party,subj,obj", `"party" is no kind`},
		{"meet,verb,object,CONSULT,,subj,obj", `"object" is no condition`},
		{"meet,verb,obj@alien,CONSULT,,subj,obj", `"alien" is no kind of actor`},
		{"meet,verb,obj=Nowhere,CONSULT,,subj,obj", `no class "Nowhere"`},
		{"meet,verb,obj,CONSULT,,subject,obj", `"subject" is no slot`},
		{"meet,verb,obj,CONSULT,,subj,obj\nmeet,verb,obj,AGREE,,subj,obj", "already on line 2"},
	} {
		files := fstest.MapFS{
			"lexicon.csv": {Data: []byte(header + c.row + "\n")}, "classes.csv": {Data: []byte("class,words\n")},
			"matrix.csv": {Data: []byte("word,status,speech,veil\n")}, "support.csv": {Data: []byte("verb,role,status\n")},
		}
		if _, err := loadLexicon(files); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got error %v, want %q", c.row, err, c.want)
		}
	}
}
