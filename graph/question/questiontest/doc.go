// Package questiontest holds a small graph and a table of questions with their answers, so that whatever answers
// questions (the store, the service, a client) can be held to the same table.
package questiontest
