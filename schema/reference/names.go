package reference

import "github.com/entente-kg/entente/schema"

// indexNames gathers the names of all actors and compiles them for Resolve and Scan.
func (w *World) indexNames() {
	w.nameList = make([]Name, 0, len(w.order)+len(w.rows.names)+4*len(w.rows.states))
	for _, ref := range w.order {
		a := w.actors[ref]
		w.nameList = append(w.nameList, Name{Ref: ref, Text: a.Name, Kind: Listed, Row: a.Row})
	}
	for _, s := range w.rows.states {
		if s.Formal != s.Name {
			w.nameList = append(w.nameList, Name{Ref: s.Ref, Text: s.Formal, Kind: Formal, Row: s.Row})
		}
	}
	w.nameList = append(w.nameList, w.rows.names...)
	w.addCapitals()
	w.namesByRef = group(w.nameList, func(n *Name) schema.Ref { return n.Ref })
	w.trie = compile(w.nameList, w.rows.ambiguities)
}

// addCapitals lets a living state's capitals and seats of government, under each of their names, stand for its
// government.
func (w *World) addCapitals() {
	states := make(map[schema.Ref][]State)
	for _, s := range w.rows.states {
		if s.Standing == Historical {
			continue
		}
		for _, place := range append(s.Capitals[:len(s.Capitals):len(s.Capitals)], s.Seats...) {
			states[place] = append(states[place], s)
		}
	}
	for _, n := range w.nameList {
		if n.Kind == Adjective || n.Kind == Demonym {
			continue
		}
		for _, s := range states[n.Ref] {
			w.nameList = append(w.nameList, Name{Ref: s.Ref, Text: n.Text, Kind: Capital, Row: s.Row})
		}
	}
}
