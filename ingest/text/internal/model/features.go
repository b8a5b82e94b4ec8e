package model

// atoms of a word that may be absent: -1, or the artificial root at len(words).
type atom struct {
	w, t, p uint32 // word, tag, universal tag
}

func (s *Search) atom(i int16) atom {
	if i < 0 {
		return atom{w: 2, t: 250, p: 250}
	}
	if int(i) >= len(s.words) {
		return atom{w: 3, t: 251, p: 251}
	}
	w := &s.words[i]
	return atom{w: w.key, t: uint32(w.Tag), p: uint32(w.pos)}
}

var emptyNode = newNode(-1)

// moveFeatures collects what decides the next move.
func (s *Search) moveFeatures(st *state) {
	f := &s.f
	f.n = 0
	s0n, s1n, s2n := &emptyNode, &emptyNode, &emptyNode
	if st.top >= 0 {
		s0n = &s.nodes[st.top]
		if s0n.under >= 0 {
			s1n = &s.nodes[s0n.under]
			if s1n.under >= 0 {
				s2n = &s.nodes[s1n.under]
			}
		}
	}
	b := &st.front
	n := int16(len(s.words))
	behind := func(k int16) atom {
		if b.word+k > n {
			return s.atom(-1)
		}
		return s.atom(b.word + k)
	}
	s0, s1, s2 := s.atom(s0n.word), s.atom(s1n.word), s.atom(s2n.word)
	b0, b1, b2, b3 := s.atom(b.word), behind(1), behind(2), behind(3)
	s0l, s0r, s1l, s1r, b0l := s.atom(s0n.l1), s.atom(s0n.r1), s.atom(s1n.l1), s.atom(s1n.r1), s.atom(b.l1)
	s0l2, s0r2, s1r2, b0l2 := s.atom(s0n.l2), s.atom(s0n.r2), s.atom(s1n.r2), s.atom(b.l2)
	wt := func(a atom) uint32 { return a.w*0x01000193 + a.t }

	// single words
	f.add(1, s0.w, 0, 0)
	f.add(2, s0.t, 0, 0)
	f.add(3, wt(s0), 0, 0)
	f.add(4, s1.w, 0, 0)
	f.add(5, s1.t, 0, 0)
	f.add(6, wt(s1), 0, 0)
	f.add(7, b0.w, 0, 0)
	f.add(8, b0.t, 0, 0)
	f.add(9, wt(b0), 0, 0)
	f.add(10, b1.w, 0, 0)
	f.add(11, b1.t, 0, 0)
	f.add(12, wt(b1), 0, 0)
	f.add(13, b2.w, 0, 0)
	f.add(14, b2.t, 0, 0)
	f.add(15, wt(b2), 0, 0)
	f.add(16, s2.t, 0, 0)
	f.add(17, wt(s2), 0, 0)
	f.add(18, b3.t, 0, 0)
	// pairs
	f.add(20, wt(s0), wt(b0), 0)
	f.add(21, wt(s0), b0.w, 0)
	f.add(22, s0.w, wt(b0), 0)
	f.add(23, wt(s0), b0.t, 0)
	f.add(24, s0.t, wt(b0), 0)
	f.add(25, s0.w, b0.w, 0)
	f.add(26, s0.t, b0.t, 0)
	f.add(27, wt(s0), wt(s1), 0)
	f.add(28, s0.w, s1.w, 0)
	f.add(29, wt(s0), s1.t, 0)
	f.add(30, s0.t, wt(s1), 0)
	f.add(31, s0.t, s1.t, 0)
	f.add(32, s1.w, b0.w, 0)
	f.add(33, s1.t, b0.t, 0)
	f.add(34, wt(s1), b0.t, 0)
	f.add(35, s1.t, wt(b0), 0)
	f.add(36, b0.t, b1.t, 0)
	f.add(37, b0.w, b1.t, 0)
	f.add(38, b0.t, b1.w, 0)
	f.add(39, s0.p, b0.w, b1.w)
	// triples
	f.add(40, b0.t, b1.t, b2.t)
	f.add(41, s0.t, b0.t, b1.t)
	f.add(42, s1.t, s0.t, b0.t)
	f.add(43, s2.t, s1.t, s0.t)
	f.add(44, s0.t, b0.t, b1.t<<8|b2.t)
	f.add(45, s1.t, s0.t, b0.t<<8|b1.t)
	f.add(46, s1.t, s0.w, b0.t)
	f.add(47, s1.w, s0.t, b0.t)
	f.add(48, s1.t, s0.t, b0.w)
	f.add(49, s1.w, s0.w, b0.t)
	f.add(50, s1.w, s0.t, b0.w)
	f.add(51, s2.t, s1.t, s0.t<<8|b0.t)
	f.add(52, s1.p<<8|s0.p, b0.p, b1.p<<8|b2.p)
	f.add(53, s2.p<<8|s1.p, s0.p, b0.p<<8|b1.p)
	// children
	f.add(60, s0.t, s0l.t, b0.t)
	f.add(61, s0.t, s0r.t, b0.t)
	f.add(62, s0.t, b0.t, b0l.t)
	f.add(63, s1.t, s1r.t, s0.t)
	f.add(64, s1.t, s1l.t, s0.t)
	f.add(65, s1.t, s0.t, s0l.t)
	f.add(66, s1.t, s0.t, s0r.t)
	f.add(67, s0l.w, s0.p, 0)
	f.add(68, s0r.w, s0.p, 0)
	f.add(69, b0l.w, b0.p, 0)
	f.add(70, s1r.w, s1.p, 0)
	f.add(71, s1.w, s0l.w, 0)
	f.add(72, s1.t, s0l.w, s0.t)
	f.add(73, s0.w, b0l.w, 0)
	f.add(74, s0.t, b0l.w, b0.t)
	f.add(75, s1.w, b0l.w, 0)
	f.add(76, s1.t, b0l.w, b0.t)
	f.add(77, s1.w, s0l.w, s0.w)
	f.add(78, s0.t, s0r2.t, s0r.t)
	f.add(79, s0.t, s0l2.t, s0l.t)
	f.add(80, b0.t, b0l2.t, b0l.t)
	f.add(81, s1.t, s1r2.t, s1r.t)
	// labels of children
	f.add(85, uint32(s0n.l1l)<<8|uint32(s0n.r1l), s0.t, 0)
	f.add(86, uint32(s0n.l1l), s0.t, b0.t)
	f.add(87, uint32(s0n.r1l), s0.t, b0.t)
	f.add(88, uint32(b.l1l), s0.t, b0.t)
	f.add(89, uint32(s1n.r1l), s1.t, s0.t)
	f.add(90, s0n.lset, s0.t, 0)
	f.add(91, s0n.rset, s0.t, 0)
	f.add(92, b.lset, b0.t, 0)
	f.add(93, s1n.rset, s1.t, 0)
	f.add(94, s1n.rset, s1.t, s0.t)
	f.add(95, s0n.lset, s0.w, 0)
	f.add(96, s0n.rset, s0.w, 0)
	f.add(97, s1n.rset, s1.w, 0)
	f.add(98, b.lset, b0.w, 0)
	f.add(99, s1n.lset, s1.t, s0.t)
	f.add(100, s0n.lset, b.lset, s0.p<<8|b0.p)
	f.add(101, s1n.rset, s0n.lset, s1.p<<8|s0.p)
	f.add(102, uint32(s0n.l2l)<<8|uint32(s0n.r2l), s0.t, b0.t)
	f.add(103, uint32(s0n.l1l)<<8|uint32(b.l1l), s0.p<<8|b0.p, s1.p)
	// how many children, how far
	d0, d1 := uint32(0), uint32(0)
	var mid0, mid1 uint32
	if s0n.word >= 0 {
		d0 = distance(int(s0n.word), int(b.word))
		mid0 = s.between(int(s0n.word), int(b.word))
	}
	if s1n.word >= 0 {
		d1 = distance(int(s1n.word), int(s0n.word))
		mid1 = s.between(int(s1n.word), int(s0n.word))
	}
	v0 := uint32(s0n.nl)<<8 | uint32(s0n.nr)
	f.add(110, s0.t, v0, 0)
	f.add(111, s0.w, v0, 0)
	f.add(112, b0.t, uint32(b.nl), 0)
	f.add(113, s1.t, uint32(s1n.nr), 0)
	f.add(114, s1.w, uint32(s1n.nr), 0)
	f.add(115, s0.t, b0.t, d0)
	f.add(116, s0.w, d0, 0)
	f.add(117, b0.w, d0, 0)
	f.add(118, s0.t, s1.t, d1)
	f.add(119, s0.w, d1, 0)
	f.add(120, s1.w, d1, 0)
	f.add(121, s0.p<<8|b0.p, mid0, d0)
	f.add(122, s0.p<<8|s1.p, mid1, d1)
	f.add(123, s0.t, b0.t, mid0)
	f.add(124, s0.t, s1.t, mid1)
	f.add(125, s1.p<<16|s0.p<<8|b0.p, d0, d1)
	f.add(126, s1.p<<16|s0.p<<8|b0.p, mid0, uint32(s1n.nr)<<8|uint32(b.nl))
	// shapes of names and endings of words
	if s0n.word >= 0 && b.word < n {
		x, y := &s.words[s0n.word], &s.words[b.word]
		f.add(130, x.shape, y.shape, s0.p<<8|b0.p)
		f.add(131, x.suf3, b0.t, 0)
		f.add(132, s0.t, y.suf3, 0)
	}
	if s1n.word >= 0 {
		x, y := &s.words[s1n.word], &s.words[s0n.word]
		f.add(133, x.shape, y.shape, s1.p<<8|s0.p)
		f.add(134, x.suf3, s0.t, 0)
		f.add(135, s1.t, y.suf3, 0)
	}
	f.add(136, uint32(min(s.depth(st), 4)), b0.t, s0.t)
	f.add(137, 0, 0, 0)
}

// depth counts the stack, up to five.
func (s *Search) depth(st *state) int {
	n := 0
	for k := st.top; k >= 0 && n < 5; k = s.nodes[k].under {
		n++
	}
	return n
}

// labelFeatures collects what decides the label of the arc that a move is about to make.
func (s *Search) labelFeatures(st *state, move int) {
	f := &s.f
	f.n = 0
	c := &s.nodes[st.top]
	h := &st.front
	if move == right {
		h = &s.nodes[c.under]
	}
	dir := uint32(move)
	head, dep := s.atom(h.word), s.atom(c.word)
	dl, dr, hl, hr := s.atom(c.l1), s.atom(c.r1), s.atom(h.l1), s.atom(h.r1)
	next, prev := s.atom(c.word+1), s.atom(c.word-1)
	hnext, hprev := s.atom(min(h.word+1, int16(len(s.words)))), s.atom(h.word-1)
	d := distance(int(min(h.word, c.word)), int(max(h.word, c.word)))
	mid := s.between(int(min(h.word, c.word)), int(max(h.word, c.word)))
	hset := h.lset
	if move == right {
		hset = h.rset
	}
	dw, hw := &s.words[c.word], &s.words[min(int(h.word), len(s.words)-1)]
	wt := func(a atom) uint32 { return a.w*0x01000193 + a.t }
	f.add(201, dir, head.t, dep.t)
	f.add(202, dir, wt(head), dep.t)
	f.add(203, dir, head.t, wt(dep))
	f.add(204, dir, head.w, dep.w)
	f.add(205, dir, wt(dep), 0)
	f.add(206, dir, wt(head), 0)
	f.add(207, dir, head.w, dep.t)
	f.add(208, dir<<8|dl.t, head.t, dep.t)
	f.add(209, dir<<8|dr.t, head.t, dep.t)
	f.add(210, dir<<8|dep.t, dl.w, head.t)
	f.add(211, dir<<8|dep.t, dl.w, head.w)
	f.add(212, dir<<8|dep.t, dr.w, head.t)
	f.add(213, dir<<8|dep.t, c.lset, head.t)
	f.add(214, dir<<8|dep.t, c.rset, head.t)
	f.add(215, dir<<8|dep.p, c.lset, c.rset)
	f.add(216, dir<<8|head.t, hset, dep.t)
	f.add(217, dir, hset, head.w)
	f.add(218, dir<<8|head.t, uint32(h.l1l)<<8|uint32(h.r1l), dep.t)
	f.add(219, dir<<16|head.t<<8|dep.t, d, 0)
	f.add(220, dir<<16|head.p<<8|dep.p, mid, d)
	f.add(221, dir<<16|head.t<<8|dep.t, prev.t, next.t)
	f.add(222, dir<<16|head.t<<8|dep.t, hprev.t, hnext.t)
	f.add(223, dir<<8|head.t, prev.w, dep.t)
	f.add(224, dir<<8|head.t, next.w, dep.t)
	f.add(225, dir<<8|head.t, dw.suf3, 0)
	f.add(226, dir<<8|dep.t, hw.suf3, 0)
	f.add(227, dir<<8|dep.t, dw.shape, hw.shape)
	f.add(228, dir<<8|head.t, hl.t, dep.t)
	f.add(229, dir<<8|head.t, hr.t, dep.t)
	f.add(230, dir<<8|dep.p, uint32(c.l1l)<<8|uint32(c.l2l), dl.w)
	f.add(231, dir<<8|head.t, dl.w, dep.w)
	f.add(232, dir, hset, wt(dep))
	f.add(233, dir, 0, 0)
	f.add(234, dir<<8|dep.t, h.lset, h.rset)
}
