// Package schema is the vocabulary that every part of Entente speaks: refs, dates that may be coarse, actors, and the
// facts that an article states. It imports nothing of the project, so that reading, storing and asking meet only here.
package schema
