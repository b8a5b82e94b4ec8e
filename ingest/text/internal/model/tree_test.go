package model

import (
	"math/rand/v2"
	"testing"
)

// TestTreeIsTheBest compares the tree with the best of all trees with one root, for small sentences whose best heads
// often make no tree.
func TestTreeIsTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := 1; n <= 5; n++ {
		for range 200 {
			ld := n + 1
			scores := make([]float32, n*ld)
			for i := range scores {
				scores[i] = float32(r.IntN(1000))
			}
			var found tree
			found.find(scores, ld, n)
			sum := func(heads []int) (s float32) {
				for i, h := range heads {
					s += scores[i*ld+h]
				}
				return s
			}
			if !isTree(found.heads) {
				t.Fatalf("no tree: %v", found.heads)
			}
			best := float32(-1)
			eachHeads(n, func(heads []int) {
				if isTree(heads) {
					best = max(best, sum(heads))
				}
			})
			// Three words are tried as the root, so with more words the best tree may be missed, but seldom by much.
			if got := sum(found.heads); got > best || n <= 3 && got < best || got < best-500 {
				t.Errorf("%d words: a tree of %v, the best has %v", n, got, best)
			}
		}
	}
}

// isTree tells whether the heads make a tree with one root, which has the head n.
func isTree(heads []int) bool {
	n, roots := len(heads), 0
	for i := range heads {
		if heads[i] == n {
			roots++
		}
		k := i
		for range n + 1 {
			if k < n {
				k = heads[k]
			}
		}
		if k != n {
			return false
		}
	}
	return roots == 1
}

// eachHeads goes through all ways to give n words heads.
func eachHeads(n int, do func([]int)) {
	heads := make([]int, n)
	for {
		do(heads)
		i := 0
		for ; i < n; i++ {
			if heads[i]++; heads[i] <= n {
				break
			}
			heads[i] = 0
		}
		if i == n {
			return
		}
	}
}

func TestNamePathMakesWholeNames(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var p namePath
	for n := range 9 {
		words := make([]Word, n)
		scores := make([][]float32, n)
		for i := range words {
			words[i].Fill([]string{"Lima", "of", "2021"}[r.IntN(3)])
			for range nameTags {
				scores[i] = append(scores[i], r.Float32())
			}
		}
		p.choose(words, func(k int) []float32 { return scores[k] })
		var tags []uint8
		for _, w := range words {
			tags = append(tags, w.Name)
		}
		gold := make([]Gold, n)
		setNames(gold, AppendNames(nil, words))
		for i := range gold {
			if gold[i].Name != tags[i] {
				t.Fatalf("the tags %v make no whole names", tags)
			}
		}
	}
}
