package graph

import (
	"container/list"
	"sync"

	"github.com/entente-kg/entente/schema"
)

// lru holds values by key, the least recently used being forgotten.
type lru[V any] struct {
	size  int
	byKey map[string]*list.Element
	used  *list.List // of *entry[V], most recent first
}

type entry[V any] struct {
	key   string
	value V
}

func newLRU[V any](size int) lru[V] {
	return lru[V]{size: size, byKey: map[string]*list.Element{}, used: list.New()}
}

// get is the value of a key, nil if it is not held.
func (l *lru[V]) get(key string) *V {
	e, ok := l.byKey[key]
	if !ok {
		return nil
	}
	l.used.MoveToFront(e)
	return &e.Value.(*entry[V]).value
}

// put holds a value for a key and returns where.
func (l *lru[V]) put(key string, value V) *V {
	if v := l.get(key); v != nil {
		*v = value
		return v
	}
	e := &entry[V]{key, value}
	l.byKey[key] = l.used.PushFront(e)
	for l.used.Len() > l.size {
		l.deleteOldest()
	}
	return &e.value
}

// deleteOldest forgets what was used least recently, and returns it. There has to be something.
func (l *lru[V]) deleteOldest() V {
	e := l.used.Back().Value.(*entry[V])
	l.delete(e.key)
	return e.value
}

func (l *lru[V]) delete(key string) {
	if e, ok := l.byKey[key]; ok {
		l.used.Remove(e)
		delete(l.byKey, key)
	}
}

func (l *lru[V]) clear() {
	clear(l.byKey)
	l.used.Init()
}

// cache remembers actors and publishers that are known to be in the graph. Nodes of these kinds are never removed and
// their names only grow, so what is remembered stays true whoever else writes.
type cache struct {
	mu    sync.Mutex
	nodes lru[known]
}

// known is a node that is in the graph.
type known struct {
	uid   string
	names map[string]struct{} // aliases that the node is known to have
}

const defaultCacheSize = 100_000

func newCache(size int) *cache { return &cache{nodes: newLRU[known](size)} }

// get is the uid of the node if it is known with all the names.
func (c *cache) get(xid string, names []string) (uid string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.nodes.get(xid)
	if k == nil {
		return "", false
	}
	for _, n := range names {
		if _, ok := k.names[n]; !ok {
			return "", false
		}
	}
	return k.uid, true
}

// put remembers a committed node with its names.
func (c *cache) put(xid, uid string, names []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.nodes.get(xid)
	if k == nil {
		k = c.nodes.put(xid, known{names: map[string]struct{}{}})
	}
	k.uid = uid
	for _, n := range names {
		k.names[n] = struct{}{}
	}
}

func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.nodes.clear()
}

// settled remembers reports that several articles tell, with the days on which these appeared. One more article of those
// days adds itself and changes nothing else. The memory may be wrong where another process has withdrawn articles since;
// the gate, which is all that asks it, may err.
type settled struct {
	mu      sync.Mutex
	reports lru[days]
}

type days struct{ first, last schema.Date }

func newSettled(size int) *settled { return &settled{reports: newLRU[days](size)} }

// covers reports whether storing the report once more leaves it as it is.
func (s *settled) covers(r *report) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.reports.get(r.xid)
	return d != nil && r.first.Compare(d.first) >= 0 && r.last.Compare(d.last) <= 0
}

// note remembers what has become of a report that a committed transaction has met.
func (s *settled) note(r *report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.articles < 2 || r.withdrawn {
		s.reports.delete(r.xid)
		return
	}
	s.reports.put(r.xid, days{r.first, r.last})
}

func (s *settled) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reports.clear()
}
