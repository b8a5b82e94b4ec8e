package model

// kids are the children of a word in a finished tree.
type kids struct {
	l1, r1 int16 // outermost on each side
	il, ir int16 // innermost on each side
	n      int16
	set    uint32 // labels, order kept
	bits   uint64 // labels as a set
}

// relabel chooses the labels once more, in order of the words, with the whole tree in view.
func (p *Parser) relabel(words []Word, s *Search) {
	if p.final == nil { // while labels are being learnt
		return
	}
	s.family(words)
	for i := range words {
		if words[i].Head < 0 {
			words[i].Label = p.root
			continue
		}
		s.treeFeatures(words, i)
		p.final.Scores(s.f.rows[:s.f.n], s.scores[:])
		s.labels[i] = p.bestLabel(s.scores[:len(p.Labels)])
	}
	for i := range words {
		if words[i].Head >= 0 {
			words[i].Label = s.labels[i]
		}
	}
}

// family collects the children of all words.
func (s *Search) family(words []Word) {
	s.words = words
	s.kids, s.labels = s.kids[:0], s.labels[:0]
	for range words {
		s.kids = append(s.kids, kids{l1: -1, r1: -1, il: -1, ir: -1})
		s.labels = append(s.labels, 0)
	}
	for i := range words {
		h := words[i].Head
		if h < 0 {
			continue
		}
		k := &s.kids[h]
		if int16(i) < h {
			if k.l1 < 0 {
				k.l1 = int16(i)
			}
			k.il = int16(i)
		} else {
			if k.ir < 0 {
				k.ir = int16(i)
			}
			k.r1 = int16(i)
		}
		k.n++
		k.set = k.set*31 + uint32(words[i].Label) + 1
		k.bits |= 1 << (words[i].Label & 63)
	}
}

// treeFeatures collects what decides the label of word i in the finished tree. The labels given while the tree grew are
// among it.
func (s *Search) treeFeatures(words []Word, i int) {
	f := &s.f
	f.n = 0
	w := &words[i]
	h := &words[w.Head]
	hi := int(w.Head)
	var dir uint32
	if hi > i {
		dir = 1
	}
	head, dep := s.atom(w.Head), s.atom(int16(i))
	kd, kh := &s.kids[i], &s.kids[hi]
	gh := s.atom(h.Head)
	label := func(k int16) uint32 {
		if k < 0 {
			return 0
		}
		return uint32(words[k].Label) + 1
	}
	dl, dr := s.atom(kd.l1), s.atom(kd.r1)
	var ls, rs int16 = -1, -1 // nearest siblings
	for k := i - 1; k >= 0 && k > i-12; k-- {
		if int(words[k].Head) == hi {
			ls = int16(k)
			break
		}
	}
	for k := i + 1; k < len(words) && k < i+12; k++ {
		if int(words[k].Head) == hi {
			rs = int16(k)
			break
		}
	}
	own := uint32(w.Label) + 1
	lsa, rsa := s.atom(ls), s.atom(rs)
	d := distance(min(i, hi), max(i, hi))
	mid := s.between(min(i, hi), max(i, hi))
	wt := func(a atom) uint32 { return a.w*0x01000193 + a.t }
	prev, next := s.atom(int16(i-1)), s.atom(min(int16(i+1), int16(len(words))))
	f.add(301, own, 0, 0)
	f.add(302, own, head.t, dep.t)
	f.add(303, own, wt(head), 0)
	f.add(304, own, wt(dep), 0)
	f.add(305, own, kd.set, 0)
	f.add(306, own, kh.set, dir)
	f.add(307, dir<<8|uint32(h.Label), head.t, dep.t)
	f.add(308, dir<<8|uint32(h.Label), wt(dep), head.t)
	f.add(309, dir<<8|own, gh.t, head.t)
	f.add(310, own<<8|label(ls), label(rs), dir)
	f.add(311, dir<<8|label(ls), dep.t, head.t)
	f.add(312, dir<<8|label(rs), dep.t, head.t)
	f.add(313, dir<<8|dep.t, wt(lsa), head.t)
	f.add(314, dir<<8|dep.t, wt(rsa), head.t)
	f.add(315, dir, wt(head), wt(dep))
	f.add(316, dir, head.w, dep.t)
	f.add(317, dir, head.t, wt(dep))
	f.add(318, dir<<8|dep.t, dl.w, head.w)
	f.add(319, dir<<8|dep.t, dl.w, head.t)
	f.add(320, dir<<8|dep.t, label(kd.l1)<<8|label(kd.r1), head.t)
	f.add(321, dir<<8|dep.t, kd.set, head.t)
	f.add(322, dir<<8|dep.p, uint32(kd.bits), uint32(kd.bits>>32))
	f.add(323, dir<<8|dep.t, uint32(kh.bits), uint32(kh.bits>>32))
	f.add(324, dir<<16|head.t<<8|dep.t, d, 0)
	f.add(325, dir<<16|head.p<<8|dep.p, mid, d)
	f.add(326, dir<<16|head.t<<8|dep.t, prev.t, next.t)
	f.add(327, dir<<8|dep.t, next.w, head.t)
	f.add(328, dir<<8|dep.t, prev.w, head.t)
	f.add(329, dir<<8|head.t, w.suf3, own)
	f.add(330, dir<<8|dep.t, h.suf3, own)
	f.add(331, dir<<8|dep.t, w.shape, h.shape)
	f.add(332, dir, dr.w, own)
	f.add(333, own, dl.w, dep.w)
	f.add(334, own<<8|uint32(h.Label), gh.w, dl.w)
}
