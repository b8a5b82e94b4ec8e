package graph

import (
	"container/list"
	"sync"
)

// cache remembers actors and publishers that are known to be in the graph, the least recently used being forgotten. Nodes
// of these kinds are never removed and their names only grow, so what is remembered stays true whoever else writes.
type cache struct {
	mu    sync.Mutex
	size  int
	byXID map[string]*list.Element
	used  *list.List // of *known, most recent first
}

// known is a node that is in the graph.
type known struct {
	xid   string
	uid   string
	names map[string]struct{} // aliases that the node is known to have
}

const defaultCacheSize = 100_000

func newCache(size int) *cache {
	if size <= 0 {
		size = defaultCacheSize
	}
	return &cache{size: size, byXID: map[string]*list.Element{}, used: list.New()}
}

// get is the uid of the node if it is known with all the names.
func (c *cache) get(xid string, names []string) (uid string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.byXID[xid]
	if !ok {
		return "", false
	}
	c.used.MoveToFront(e)
	k := e.Value.(*known)
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
	e, ok := c.byXID[xid]
	if !ok {
		e = c.used.PushFront(&known{xid: xid, names: map[string]struct{}{}})
		c.byXID[xid] = e
	}
	k := e.Value.(*known)
	k.uid = uid
	for _, n := range names {
		k.names[n] = struct{}{}
	}
	for c.used.Len() > c.size {
		last := c.used.Back()
		delete(c.byXID, c.used.Remove(last).(*known).xid)
	}
}

func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.byXID)
	c.used.Init()
}
