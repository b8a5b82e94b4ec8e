// Package extract reads facts out of English news: who belongs to which organization, who holds which office, and what
// actors did to and with each other, when, where, and whether it happened at all.
//
// An article passes through the language analysis (package text), the time expressions (when) and the actors (actor).
// Then the rules of this package walk the dependency trees. What a word means as an event stands in lexicon.csv, what
// the words around it do to its status in matrix.csv; both are data. A rule is a small function with a name, and every
// fact carries the name of the rule that read it, its evidence and a confidence measured on gold articles.
package extract
