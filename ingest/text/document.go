// Package text analyses English: sentences, tokens, tags, lemmas, dependency trees and names, all with offsets into the
// text they were read from.
//
// Tokens, tags and trees follow Universal Dependencies as in the treebanks EWT and GUM; the model that is built in was
// learnt from them by the command in the folder train. It is derived from "Universal Dependencies English EWT (Silveira
// et al. 2014) and GUM (Zeldes 2017), CC BY-SA 4.0"; see ATTRIBUTION.md.
package text

// Document is a text with its sentences in order. Offsets are bytes into Text, end exclusive.
type Document struct {
	Text      string
	Sentences []Sentence
}

// Sentence is a run of tokens. Its offsets reach from its first to behind its last token; the white space between
// sentences belongs to none.
type Sentence struct {
	Start, End int
	Tokens     []Token
	Names      []Name
}

// Token is a syntactic word of Universal Dependencies with its place in the text.
type Token struct {
	Start, End int
	Text       string // the characters of the document between Start and End
	Lemma      string
	UPOS       string // universal part of speech: NOUN, VERB, PROPN, ...
	XPOS       string // Penn Treebank tag: NN, VBD, NNP, ...
	Head       int    // index of the head in Sentence.Tokens, -1 for the root
	Relation   string // universal dependency relation: nsubj, obj, nmod:poss, ...
}

// NameClass is what a name names.
type NameClass string

// The classes that the name tagger tells apart.
const (
	PersonName       NameClass = "person"
	OrganizationName NameClass = "organization"
	PlaceName        NameClass = "place"
	EventName        NameClass = "event"
	OtherName        NameClass = "other"
)

// Name is a run of tokens that names something; First and Last index Sentence.Tokens, both inclusive.
type Name struct {
	First, Last int
	Class       NameClass
}
