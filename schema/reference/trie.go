package reference

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// trie is the compiled form of all names: a tree whose edges are folded words. It is built once and only read then.
type trie struct {
	words map[string]int32 // ids of the words that occur in names
	first []int32          // node behind the root, by word id; 0 for none
	edges map[edge]int32
	nodes []leaf
}

type edge struct{ node, word int32 }

// leaf is the names that end at a node, the preferred first, with what each asks of the letters of the text.
type leaf struct {
	names []Name
	needs [][]need
	rule  Rule
}

// need is what a word of a name asks of the letters that stand for it in a text.
type need uint8

const (
	anyLetters    need = iota
	aCapital           // the name has a capital there: "chad" is not Chad
	wordCapital        // the same for a name that may be something else: SWAT, an acronym, is not Swat
	mixedCase          // several capitals: a sentence that begins with "Let" does not speak of LeT
	acronym            // all capitals, "us" is not the US; from four letters on a single capital will do: Nato, Opec
	capitals           // all capitals, whatever the length
	quietCapitals      // the same for an acronym that may be a word, which it is in "THE WAR IS OVER"
)

// ordinary are words that are no acronyms when only their first letter is a capital, as at the start of a sentence.
var ordinary = []string{"care", "echo", "fast", "mend", "pace", "peace", "safe", "star", "unite"}

func compile(names []Name, ambiguities []Ambiguity) *trie {
	t := &trie{
		words: make(map[string]int32, len(names)),
		edges: make(map[edge]int32, len(names)),
		nodes: make([]leaf, 1, len(names)),
	}
	for _, n := range names {
		t.insert(n, n.Text)
		if joined := joinApostrophes(n.Text); joined != n.Text {
			t.insert(n, joined)
		}
	}
	for _, a := range ambiguities {
		t.prefer(a)
	}
	return t
}

// joinApostrophes removes the apostrophes of a name, which a text may leave out: Sana'a, Sanaa.
func joinApostrophes(name string) string {
	if !strings.ContainsAny(name, apostrophes) {
		return name
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(apostrophes, r) {
			return -1
		}
		return r
	}, name)
}

// prefer brings the names of a leaf into the order in which an ambiguous name is to be understood.
func (t *trie) prefer(a Ambiguity) {
	node := int32(0)
	for f := (folder{text: a.Name}); f.next(); {
		id, ok := t.words[string(f.word)]
		if !ok {
			return
		}
		if node = t.step(node, id); node == 0 {
			return
		}
	}
	l := &t.nodes[node]
	l.rule = a.Rule
	l.prefer(a.Refs)
	if a.Rule == ByContext {
		l.tighten()
	}
}

func (l *leaf) prefer(refs []schema.Ref) {
	order := make([]int, len(l.names))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int {
		if at := slices.Index(refs, l.names[i].Ref); at >= 0 {
			return at
		}
		return len(refs)
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(rank(i), rank(j)) })
	l.names, l.needs = pick(l.names, order), pick(l.needs, order)
}

// tighten lets words in capitals pass for the names of the leaf only where they are shouted, and acronyms only where they
// are not.
func (l *leaf) tighten() {
	for _, needs := range l.needs {
		for i, n := range needs {
			switch n {
			case aCapital:
				needs[i] = wordCapital
			case acronym, capitals:
				needs[i] = quietCapitals
			}
		}
	}
}

func (t *trie) insert(n Name, text string) {
	node := int32(0)
	var needs []need
	for f := (folder{text: text}); f.next(); {
		node = t.grow(node, t.word(f.word))
		needs = append(needs, needOf(&f))
	}
	if node == 0 {
		return
	}
	l := &t.nodes[node]
	l.names = append(l.names, n)
	l.needs = append(l.needs, needs)
}

func (t *trie) word(word []byte) int32 {
	id, ok := t.words[string(word)]
	if !ok {
		id = int32(len(t.words))
		t.words[string(word)] = id
		t.first = append(t.first, 0)
	}
	return id
}

// grow returns the node behind node along word, which it makes if there is none.
func (t *trie) grow(node, word int32) int32 {
	if next := t.step(node, word); next != 0 {
		return next
	}
	next := int32(len(t.nodes))
	t.nodes = append(t.nodes, leaf{})
	if node == 0 {
		t.first[word] = next
	} else {
		t.edges[edge{node, word}] = next
	}
	return next
}

// step returns the node behind node along word, or 0.
func (t *trie) step(node, word int32) int32 {
	switch {
	case word < 0:
		return 0
	case node == 0:
		return t.first[word]
	}
	return t.edges[edge{node, word}]
}

func needOf(f *folder) need {
	switch f.shape {
	case allCapital:
		if slices.Contains(ordinary, string(f.word)) {
			return capitals
		}
		return acronym
	case mixed:
		if len(f.word) <= 4 {
			return mixedCase
		}
		return aCapital
	case capital:
		return aCapital
	}
	return anyLetters
}

// met reports whether an atom is written as a word of a name asks for.
func (n need) met(a atom) bool {
	switch n {
	case aCapital:
		return a.shape != lower
	case wordCapital:
		return a.shape == capital || a.shape == mixed || a.shouted
	case mixedCase:
		return a.shape == mixed || a.shape == allCapital
	case acronym:
		return a.shape == allCapital || a.shape == capital && a.long
	case capitals:
		return a.shape == allCapital
	case quietCapitals:
		return a.shape == allCapital && !a.shouted
	}
	return true
}

// fitting returns the names of the leaf whose needs the atoms meet.
func (l *leaf) fitting(atoms []atom) []Name {
	for i, needs := range l.needs {
		if meets(needs, atoms) {
			continue
		}
		fit := slices.Clone(l.names[:i])
		for j := i + 1; j < len(l.names); j++ {
			if meets(l.needs[j], atoms) {
				fit = append(fit, l.names[j])
			}
		}
		return fit
	}
	return l.names
}

func meets(needs []need, atoms []atom) bool {
	for i, n := range needs {
		if !n.met(atoms[i]) {
			return false
		}
	}
	return true
}

// atoms folds a text; words that occur in no name have the id -1.
func (t *trie) atoms(text string, dst []atom) []atom {
	from := len(dst)
	for f := (folder{text: text}); f.next(); {
		id, ok := t.words[string(f.word)]
		if !ok {
			id = -1
		}
		dst = append(dst, atom{start: f.start, end: f.end, id: id, shape: f.shape, long: len(f.word) >= 4})
		if f.shape == allCapital {
			shout(dst[from:], len(f.word) >= 6)
		}
	}
	return dst
}

// shout marks the last atom, which is all capital, as shouted if it is long, and together with the one before it if
// that is all capital, too, as in the headline "IRAN AND IRAQ".
func shout(atoms []atom, long bool) {
	last := len(atoms) - 1
	atoms[last].shouted = long
	if last > 0 && atoms[last-1].shape == allCapital {
		atoms[last].shouted, atoms[last-1].shouted = true, true
	}
}

// longest finds the longest name that begins at the first atom, how many atoms it has, and all who bear it.
func (t *trie) longest(atoms []atom) (length int, names []Name, rule Rule) {
	node := int32(0)
	for i, a := range atoms {
		node = t.step(node, a.id)
		if node == 0 {
			break
		}
		if fit := t.nodes[node].fitting(atoms[:i+1]); len(fit) > 0 {
			length, names, rule = i+1, fit, t.nodes[node].rule
		}
	}
	return length, names, rule
}

// reaches reports whether a name that begins at the first atom has more than length atoms.
func (t *trie) reaches(atoms []atom, length int) bool {
	longest, _, _ := t.longest(atoms)
	return longest > length
}

// Match is a name of the lists in a text: where it stands and everyone who bears it, the preferred first. Names belongs
// to the World and must not be changed.
type Match struct {
	Start, End int
	Names      []Name
	Rule       Rule // how to choose among the names, or whether to take any; empty if the lists have no rule for the name
}

// Scan yields the names of the lists that stand in a text, from left to right, the longest first where several begin at
// one word, never overlapping. Offsets are bytes of the text. Case, diacritics, apostrophes, hyphens and the points of
// abbreviations are folded, but a name with a capital needs one in the text, and an acronym capitals ("US", not "us"),
// save that one of four letters and more may have a single capital ("Nato").
func (w *World) Scan(text string) iter.Seq[Match] {
	return w.trie.scan(func() []atom { return w.trie.atoms(text, make([]atom, 0, len(text)/5)) })
}

// ScanTokens is Scan over n tokens that are cut already; offsets are indexes of tokens, End exclusive.
func (w *World) ScanTokens(n int, token func(i int) string) iter.Seq[Match] {
	return w.trie.scan(func() []atom {
		atoms := make([]atom, 0, n)
		for i := range n {
			from := len(atoms)
			atoms = w.trie.atoms(token(i), atoms)
			for j := from; j < len(atoms); j++ {
				atoms[j].start, atoms[j].end = i, i+1
			}
		}
		return atoms
	})
}

func (t *trie) scan(fold func() []atom) iter.Seq[Match] {
	return func(yield func(Match) bool) {
		atoms := fold()
		for i := 0; i < len(atoms); {
			length, names, rule := t.longest(atoms[i:])
			if length > 1 && t.is(atoms[i], "the") && t.reaches(atoms[i+1:], length-1) {
				length = 0 // "the Gulf of Mexico" is not "the Gulf"
			}
			if length == 0 {
				i++
				continue
			}
			if !yield(Match{Start: atoms[i].start, End: atoms[i+length-1].end, Names: names, Rule: rule}) {
				return
			}
			i += length
		}
	}
}
