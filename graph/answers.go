package graph

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// answers remembers what Dgraph has answered to queries, for as long as nobody writes: all answers are of one moment, and
// once a later one is met they are forgotten. A moment is the time stamp at which a read-only transaction reads. Dgraph's
// zero gives the same one until a transaction that may write asks for a stamp of its own, so that what is remembered is
// what Dgraph would answer.
type answers struct {
	mu     sync.Mutex
	limit  int // bytes
	size   int // bytes held
	moment uint64
	held   lru[json.RawMessage]
}

// An answer takes some bytes more than its JSON has, and one that is a large share of all is not worth the others.
const (
	answerOverhead = 256
	largeShare     = 8
)

func newAnswers(limit int) *answers {
	return &answers{limit: limit, held: newLRU[json.RawMessage](max(0, limit/answerOverhead))}
}

// keyOf tells queries apart, with the values of their variables.
func keyOf(dql string, vars map[string]string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q", dql)
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		fmt.Fprintf(h, "%q%q", name, vars[name])
	}
	return string(h.Sum(nil))
}

// hold says whether a query has an answer of whatever moment: whether it pays to ask Dgraph for the present one.
func (a *answers) hold(key string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.held.get(key) != nil
}

// at is the answer to a query at a moment, nil if it is not remembered.
func (a *answers) at(moment uint64, key string) json.RawMessage {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.advance(moment)
	if moment != a.moment {
		return nil
	}
	if held := a.held.get(key); held != nil {
		return *held
	}
	return nil
}

// note remembers the answer to a query at a moment.
func (a *answers) note(moment uint64, key string, answer json.RawMessage) {
	size := len(answer) + answerOverhead
	if size > a.limit/largeShare {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.advance(moment)
	if moment != a.moment || a.held.get(key) != nil {
		return
	}
	a.size += size
	a.held.put(key, answer)
	for a.size > a.limit {
		a.size -= len(a.held.deleteOldest()) + answerOverhead
	}
}

// advance forgets what was answered before a moment.
func (a *answers) advance(moment uint64) {
	if moment > a.moment {
		a.clear()
		a.moment = moment
	}
}

// forget empties the memory: a Dgraph that was away may come back as another.
func (a *answers) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.clear()
	a.moment = 0
}

func (a *answers) clear() {
	a.held.clear()
	a.size = 0
}
