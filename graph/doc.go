// Package graph is the store: it writes what articles say into Dgraph and answers what can be asked of it.
//
// Writing is one call, Put, and reading is one method a question. Dgraph's client and its messages stay inside the
// package. The model, from actors over facts and reports to the claims of articles, is described where it is declared,
// in schema.dql of package schema.
//
// What the graph says is a function of the articles in it alone. A claim is stored as it stands; the facts, which join
// the claims of many articles, are worked out anew by pure functions (see derive) from all reports that may be about the
// same thing, in the transaction that adds to them. So neither the order of articles nor the batches they come in nor
// the number of writers shows in the graph.
package graph
