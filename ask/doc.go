// Package ask answers questions in English from the graph, offline.
//
// A question is analysed (package text), its names are looked up, its times resolved (package when) and its words turned
// into concepts by a lexicon. A frame is what one kind of question looks like: the concepts that it needs and those that
// it can do with. A question is understood only if a frame accounts for each of its words; otherwise the answer says
// which words, or which names, were in the way, and offers questions that come near. Nothing is guessed.
//
// A question may cite an article, by its address or title, or hold a query in DQL. These are cut out first, and the words
// around them must be accounted for like all others. A query is run only if no word says otherwise, and can't write.
//
// Trees are not relied on: English questions keep a strict order, so that the voice of the verb, prepositions and the side
// of the verb on which a name stands tell who does what to whom even where the parser errs.
package ask
