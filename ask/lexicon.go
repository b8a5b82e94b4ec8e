package ask

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// concept is what a word of a question is about.
type concept string

// The concepts that the code speaks of; lexicon.csv says which words stand for them.
const (
	cFiller       concept = "filler" // adds nothing
	cAux          concept = "aux"
	cList         concept = "list" // an imperative that asks to be told
	cWho          concept = "who"
	cWhat         concept = "what"
	cWhich        concept = "which"
	cWhen         concept = "when"
	cWhere        concept = "where"
	cHowMany      concept = "how many"
	cHowOften     concept = "how often"
	cSinceWhen    concept = "since when"
	cHow          concept = "how"
	cNot          concept = "not"
	cBoth         concept = "both"
	cBut          concept = "but"
	cCountry      concept = "country"
	cOrganization concept = "organization"
	cActor        concept = "actor"
	cPerson       concept = "person"
	cCity         concept = "city"
	cThing        concept = "thing"
	cPart         concept = "part"   // of a state; the value is the kind of body
	cMember       concept = "member" // the value is the status
	cAffiliate    concept = "affiliate"
	cBelong       concept = "belong"
	cJoin         concept = "join"
	cLeave        concept = "leave"
	cShare        concept = "share"
	cConnect      concept = "connect"
	cRelation     concept = "relation"
	cFriendly     concept = "friendly"
	cContact      concept = "contact"
	cNeighbor     concept = "neighbor"
	cMost         concept = "most"
	cTalks        concept = "talks"
	cRound        concept = "round"
	cMediate      concept = "mediate"
	cOutcome      concept = "outcome"
	cCourse       concept = "course"
	cNext         concept = "next"
	cPlan         concept = "plan"
	cLast         concept = "last"
	cFirst        concept = "first"
	cOrdinal      concept = "second" // the value is the number
	cOffice       concept = "office"
	cHold         concept = "hold"
	cLead         concept = "lead"
	cTitle        concept = "title" // of an office; the value is the title as the graph has it, or = and its kind
	cCapital      concept = "capital"
	cSeat         concept = "seat"
	cFound        concept = "found"
	cDissolve     concept = "dissolve"
	cCode         concept = "code"
	cRegion       concept = "region"
	cFormal       concept = "formal"
	cAlias        concept = "alias"
	cFrom         concept = "from"
	cAbout        concept = "about"
	cFresh        concept = "new"
	cHappen       concept = "happen"
	cEvidence     concept = "evidence"
	cGraph        concept = "graph"
	cStatistic    concept = "statistic" // the value is the field of the statistics
	cSize         concept = "size"
	cHost         concept = "host"
	cPosition     concept = "position"
	cReply        concept = "reply"
	cPublish      concept = "publish"
	cSearch       concept = "search"
	cCalled       concept = "called"
	cEvent        concept = "event"
	cAct          concept = "act"
	cLight        concept = "light"    // a verb whose noun says what is done
	cReceive      concept = "receive"  // a verb that makes its subject the target
	cVerb         concept = "verb"     // something that an event may be; the value is TYPE or TYPE:kind
	cDocument     concept = "document" // an article
	cTell         concept = "tell"     // what an article does
	cMention      concept = "mention"
	cHeadline     concept = "headline"
	cRun          concept = "run"
	cQuery        concept = "query"
	cPronoun      concept = "pronoun" // that somebody named before it may be meant by
	cPreposition  concept = "preposition"
)

// meaning is a concept with what the lexicon says more of it.
type meaning struct {
	concept concept
	value   string
}

// lexicon knows the words of questions.
type lexicon struct {
	phrases map[string][]phrase // by their first word, the longest first
}

// phrase is a run of words, each a lemma or a form, with what it may mean.
type phrase struct {
	words    []string
	meanings []meaning
}

var (
	//go:embed lexicon.csv
	wordRows []byte
	//go:embed verbs.csv
	verbRows []byte
)

// prepositions stand before names and say what part they have.
var prepositions = strings.Fields("of in on at to with between by from for against among amongst under into over through " +
	"toward towards as via upon than and or behind out " +
	"since until till before after during within around alongside")

// newLexicon reads the lexicon and adds the titles of offices that the lists know.
func newLexicon(world *reference.World) (*lexicon, error) {
	l := &lexicon{phrases: map[string][]phrase{}}
	for _, f := range []struct {
		rows    []byte
		meaning func(row []string) meaning
	}{
		{wordRows, func(row []string) meaning { return meaning{concept(row[0]), row[1]} }},
		{verbRows, func(row []string) meaning { return meaning{cVerb, strings.TrimSuffix(row[0]+":"+row[1], ":")} }},
	} {
		rows, err := csv.NewReader(bytes.NewReader(f.rows)).ReadAll()
		if err != nil {
			return nil, fmt.Errorf("read the lexicon of questions: %w", err)
		}
		for _, row := range rows[1:] {
			for p := range strings.SplitSeq(row[2], "|") {
				l.add(p, f.meaning(row))
			}
		}
	}
	for _, p := range prepositions {
		l.add(p, meaning{cPreposition, p})
	}
	for a := range world.Actors() {
		for _, o := range world.Offices(a.Ref) {
			l.add(o.Title, meaning{cTitle, o.Title})
		}
	}
	for first := range l.phrases {
		slices.SortStableFunc(l.phrases[first], func(a, b phrase) int { return len(b.words) - len(a.words) })
	}
	return l, nil
}

// add adds a meaning to a phrase.
func (l *lexicon) add(text string, m meaning) {
	words := strings.Fields(strings.ReplaceAll(text, "-", " - "))
	known := l.phrases[words[0]]
	for i := range known {
		if slices.Equal(known[i].words, words) {
			if !slices.Contains(known[i].meanings, m) {
				known[i].meanings = append(known[i].meanings, m)
			}
			return
		}
	}
	l.phrases[words[0]] = append(known, phrase{words, []meaning{m}})
}

// concepts are those of a text, taken word by word.
func (l *lexicon) concepts(text string) map[concept]bool {
	var tokens [][]string
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(" ?.,{}", r) }) {
		tokens = append(tokens, forms(w, ""))
	}
	all := map[concept]bool{}
	for len(tokens) > 0 {
		length, meanings := l.longest(tokens)
		for _, m := range meanings {
			all[m.concept] = true
		}
		tokens = tokens[max(length, 1):]
	}
	return all
}

// longest finds the longest phrase at the beginning of tokens, each given as the forms that it may be looked up by, and
// all that the phrase may mean; 0 for none.
func (l *lexicon) longest(tokens [][]string) (length int, meanings []meaning) {
	for _, form := range tokens[0] {
		for _, p := range l.phrases[form] {
			if len(p.words) < length {
				break
			}
			if !p.matches(tokens) {
				continue
			}
			if len(p.words) > length {
				length, meanings = len(p.words), nil
			}
			for _, m := range p.meanings {
				if !slices.Contains(meanings, m) {
					meanings = append(meanings, m)
				}
			}
		}
	}
	return length, meanings
}

func (p *phrase) matches(tokens [][]string) bool {
	if len(p.words) > len(tokens) {
		return false
	}
	for i, w := range p.words {
		if !slices.Contains(tokens[i], w) {
			return false
		}
	}
	return true
}

// irregular are the verbs whose forms say nothing of their endings.
var irregular = map[string]string{
	"is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "am": "be",
	"has": "have", "had": "have", "does": "do", "did": "do", "done": "do", "met": "meet", "held": "hold", "spoke": "speak",
	"spoken": "speak", "went": "go", "gone": "go", "took": "take", "taken": "take", "became": "become", "left": "leave",
	"gave": "give", "given": "give", "sent": "send", "made": "make", "said": "say", "struck": "strike", "led": "lead",
	"withdrew": "withdraw", "withdrawn": "withdraw", "got": "get", "came": "come", "saw": "see", "sat": "sit", "told": "tell",
	"brought": "bring", "kept": "keep", "knew": "know", "known": "know", "learnt": "learn", "ran": "run", "stood": "stand",
	"belonged": "belong", "founded": "found", "people": "person", "bound": "bind", "tied": "tie", "ties": "tie", "wrote": "write",
	"written": "write", "gotten": "get", "fought": "fight", "shook": "shake", "swore": "swear", "n't": "not",
}

// forms are what a token may be looked up by: as written, its lemma, and without the endings of English, so that a word
// is found even where the tagger takes a verb for a noun.
func forms(text, lemma string) []string {
	lower := strings.ToLower(strings.ReplaceAll(text, "’", "'"))
	all := []string{lower}
	add := func(form string) {
		if len(form) > 1 && !slices.Contains(all, form) {
			all = append(all, form)
		}
	}
	add(strings.ToLower(lemma))
	add(irregular[lower])
	for _, ending := range []struct{ from, to string }{
		{"ies", "y"}, {"ied", "y"}, {"es", ""}, {"s", ""}, {"ed", ""}, {"ed", "e"}, {"ing", ""}, {"ing", "e"},
	} {
		if stem, ok := strings.CutSuffix(lower, ending.from); ok && len(stem) > 2 {
			add(stem + ending.to)
			if n := len(stem); ending.to == "" && stem[n-1] == stem[n-2] {
				add(stem[:n-1])
			}
		}
	}
	return all
}

// eventOf is the type and kind of events that the meaning of a verb stands for.
func (m meaning) eventOf() (schema.EventType, schema.EventKind) {
	t, k, _ := strings.Cut(m.value, ":")
	return schema.EventType(t), schema.EventKind(k)
}
