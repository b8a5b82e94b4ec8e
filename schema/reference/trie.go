package reference

// trie is the compiled form of all names.
type trie struct{}

func compile(names []Name) *trie { return &trie{} }
