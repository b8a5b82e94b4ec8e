// Package question asks the graph about actors and how they relate.
//
// A question is a Go value such as Members{Organization: "SCO"}; an Asker answers it over any Store, with one method a
// question. Actors are given by ref (state/RUS), by id (RUS, SCO) or by a name in use. A name that nobody has gives an
// *UnknownError with the nearest names, one that several have an *AmbiguousError.
//
// Every answer is as of a date, where the question has one, says of each fact how many articles and publishers tell it,
// and gives the fact's xid, with which Evidence finds the words that say it. Planned, denied and imagined things are
// left out of answers unless they are asked for.
//
// An Answerer that is an Interpreter as well takes questions in English, such as Ask{Question: "Who is in the SCO?"}; that
// of package ask turns them into the questions here.
package question
