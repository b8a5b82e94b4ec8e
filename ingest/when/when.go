// Package when finds the time expressions of English text and resolves them: to values as TIMEX3 of TimeML 1.2.1 writes
// them, and to periods of the calendar with their precision.
//
// Finding is a closed grammar over the words of a sentence (grammar.go, lexicon.go). Resolving goes through the
// expressions in the order of the text (resolve.go) and needs three things beside the words: the day on which the article
// was published, the tense of the clause ("met on Friday", "will meet on Friday"), and the date under discussion ("two
// days earlier"). What these leave open stays unknown; it never becomes the day of publication.
package when

import (
	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
)

// Relation is how the words before a time expression tie what is said to the period.
type Relation string

// The relations. Within is the default: something holds, or happens, in the period.
const (
	Within Relation = "within"
	Since  Relation = "since"  // from the period on, with no end said
	Until  Relation = "until"  // up to the period, with no start said
	By     Relation = "by"     // at the end of the period at the latest
	Before Relation = "before" // earlier than the period
	After  Relation = "after"  // later than the period
)

// Modifier is the part of the period that the expression means; the names are those of the attribute mod of TIMEX3.
type Modifier string

// The modifiers that the grammar knows.
const (
	Whole  Modifier = ""
	Start  Modifier = "START"
	Mid    Modifier = "MID"
	End    Modifier = "END"
	Approx Modifier = "APPROX"
)

// Period is a stretch of the calendar. A point in time has Start equal to End, however coarse: August 2025 is 2025-08 to
// 2025-08. Only "since" leaves End open and only "until" leaves Start open; where both are zero the period is unknown.
type Period struct {
	Start, End schema.Date
	Precision  schema.Precision
}

// IsZero reports whether nothing is known of the period.
func (p Period) IsZero() bool { return p.Start.IsZero() && p.End.IsZero() }

// Length is a length of time as it was said: 3 days, 2 years. Count is 0 where the text is vague ("several years").
type Length struct {
	Count float64
	Unit  Unit
}

// Expression is a time expression of a document.
type Expression struct {
	Sentence    int // index into Document.Sentences
	First, Last int // tokens of that sentence, both inclusive
	Start, End  int // bytes of Document.Text, end exclusive

	Type     schema.TimeType
	Value    string // TIMEX3: 2025-08-15, 2025-W33, P2Y, PAST_REF, XXXX-WXX-1 ...
	Mod      Modifier
	Relation Relation

	// Period is the stretch of the calendar that is meant, the open side of a since or until left zero. The two ends of
	// "from 3 to 5 May" have the whole range as their period, each its own value.
	Period Period

	// Length is set for durations: "a three-day summit" is 3 days. Its period is known only where the text anchors it
	// ("the past two weeks").
	Length Length
}

// Find returns the time expressions of a document in the order of its text, none overlapping another. published is the
// day on which the text appeared; with the zero Date, expressions that depend on it keep an open value (XXXX-08-15). The
// tense of a clause is read from the tags and trees of the tokens.
func Find(doc *text.Document, published schema.Date) []Expression {
	p := parser{doc: doc}
	r := resolver{doc: doc, published: dayOf(published)}
	var found []Expression
	for s := range doc.Sentences {
		p.sentence(s)
		r.sentence(s)
		for i := range p.matches {
			found = append(found, r.resolve(&p, &p.matches[i]))
		}
		joinRanges(&p, found[len(found)-len(p.matches):], p.matches)
	}
	return found
}
