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

// view is a state with its parts looked up.
type view struct {
	s0, s1, s2, b *node
	w0, w1, wb    atom
	d0, d1        uint32 // distances from the front to s0 and from s0 to s1
	mid0, mid1    uint32 // what stands between them
}

func (s *Search) view(st *state) view {
	v := view{s0: &emptyNode, s1: &emptyNode, s2: &emptyNode, b: &s.nodes[st.front]}
	if st.top >= 0 {
		v.s0 = &s.nodes[st.top]
		v.d0 = distance(int(v.s0.word), int(v.b.word))
		v.mid0 = s.between(int(v.s0.word), int(v.b.word))
		if v.s0.under >= 0 {
			v.s1 = &s.nodes[v.s0.under]
			v.d1 = distance(int(v.s1.word), int(v.s0.word))
			v.mid1 = s.between(int(v.s1.word), int(v.s0.word))
			if v.s1.under >= 0 {
				v.s2 = &s.nodes[v.s1.under]
			}
		}
	}
	v.w0, v.w1, v.wb = s.atom(v.s0.word), s.atom(v.s1.word), s.atom(v.b.word)
	return v
}

// moveFeatures collects what decides the next move.
func (s *Search) moveFeatures(st *state) {
	f := &s.f
	f.reset()
	v := s.view(st)
	s.topAtoms(f, v.s0, 1000)
	s.topAtoms(f, v.s1, 1200)
	s.frontAtoms(f, v.b)
	s.stateAtoms(f, st, &v)
	s.pairFeatures(f, v.s0, v.b, 100)
	s.pairFeatures(f, v.s1, v.s0, 200)
	s.stateFeatures(f, &v)
}

// topAtoms adds a node of the stack; t says whether it is the topmost one or the one under it.
func (s *Search) topAtoms(f *features, n *node, t uint32) {
	p := place{f: f, s: s, t: t}
	p.full(n.word)
	if n.word >= 0 {
		p.tag(n.word+1, 0)
		p.tag(n.word-1, 0)
	} else {
		p.t += 16
	}
	p.word(n.l1, n.l1l)
	p.word(n.r1, n.r1l)
	p.tag(n.l2, n.l2l)
	p.tag(n.r2, n.r2l)
	f.atom(p.t+8, uint32(n.nl), uint32(n.nr))
	f.atom(p.t+9, n.lset, 0)
	f.atom(p.t+10, n.rset, 0)
}

// frontAtoms adds the first word of the rest and those behind it.
func (s *Search) frontAtoms(f *features, b *node) {
	p := place{f: f, s: s, t: 1400}
	n := int16(len(s.words))
	behind := func(k int16) int16 {
		if b.word+k > n {
			return -1
		}
		return b.word + k
	}
	p.full(b.word)
	p.full(behind(1))
	p.word(behind(2), 0)
	p.tag(behind(3), 0)
	p.tag(behind(4), 0)
	p.word(b.l1, b.l1l)
	p.tag(b.l2, b.l2l)
	f.atom(p.t+8, s.atom(b.word).t, s.atom(behind(1)).t)
	f.atom(p.t+9, uint32(b.nl), 0)
	f.atom(p.t+10, b.lset, 0)
	f.atom(p.t+11, uint32(min(n-b.word, 5)), 0)
}

// stateAtoms adds what depends on the whole state.
func (s *Search) stateAtoms(f *features, st *state, v *view) {
	p := place{f: f, s: s, t: 1600}
	p.word(v.s2.word, 0)
	p.tag(v.s2.r1, v.s2.r1l)
	s3 := int16(-1)
	if v.s2.under >= 0 {
		s3 = s.nodes[v.s2.under].word
	}
	p.tag(s3, 0)
	f.atom(1651, v.w0.t, v.wb.t)
	f.atom(1652, v.w1.t, v.w0.t)
	f.atom(1653, v.w1.t, v.wb.t)
	f.atom(1654, uint32(v.s2.nr), uint32(v.s2.nl))
	f.atom(1655, uint32(s.depth(st)), 0)
	f.atom(1656, v.d0, 0)
	f.atom(1657, v.d1, 0)
	f.atom(1658, v.mid0, 0)
	f.atom(1659, v.mid1, 0)
}

// wt is a word with its tag.
func wt(a atom) uint32 { return a.w*0x01000193 + a.t }

// pairFeatures adds combinations of two words x and y, x before y, that do not depend on their children.
func (s *Search) pairFeatures(f *features, x, y *node, t uint32) {
	a, b := s.atom(x.word), s.atom(y.word)
	f.add(t, wt(a), wt(b), 0)
	f.add(t+1, wt(a), b.w, 0)
	f.add(t+2, a.w, wt(b), 0)
	f.add(t+3, wt(a), b.t, 0)
	f.add(t+4, a.t, wt(b), 0)
	f.add(t+5, a.w, b.w, 0)
	if x.word < 0 {
		return
	}
	d, mid := distance(int(x.word), int(y.word)), s.between(int(x.word), int(y.word))
	f.add(t+6, a.t, b.t, d)
	f.add(t+7, a.p<<8|b.p, mid, d)
	f.add(t+8, a.t, b.t, mid)
	if int(y.word) < len(s.words) {
		v, w := &s.words[x.word], &s.words[y.word]
		f.add(t+9, v.shape, w.shape, a.p<<8|b.p)
		f.add(t+10, v.suf3, b.t, 0)
		f.add(t+11, a.t, w.suf3, 0)
	}
}

// stateFeatures adds combinations that depend on three words or on children.
func (s *Search) stateFeatures(f *features, v *view) {
	s0n, s1n, b := v.s0, v.s1, v.b
	s0, s1, b0 := v.w0, v.w1, v.wb
	b1 := s.atom(-1)
	if int(b.word) < len(s.words) {
		b1 = s.atom(b.word + 1)
	}
	s0l, s0r, s1r, b0l := s.atom(s0n.l1), s.atom(s0n.r1), s.atom(s1n.r1), s.atom(b.l1)
	f.add(32, s1.w, b0.w, 0)
	f.add(34, wt(s1), b0.t, 0)
	f.add(35, s1.t, wt(b0), 0)
	f.add(37, b0.w, b1.t, 0)
	f.add(38, b0.t, b1.w, 0)
	f.add(39, s0.p, b0.w, b1.w)
	f.add(46, s1.t, s0.w, b0.t)
	f.add(47, s1.w, s0.t, b0.t)
	f.add(48, s1.t, s0.t, b0.w)
	f.add(49, s1.w, s0.w, b0.t)
	f.add(50, s1.w, s0.t, b0.w)
	// Prepositions and the like stand as first children.
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
	f.add(94, s1n.rset, s1.t, s0.t)
	f.add(95, s0n.lset, s0.w, 0)
	f.add(96, s0n.rset, s0.w, 0)
	f.add(97, s1n.rset, s1.w, 0)
	f.add(98, b.lset, b0.w, 0)
	f.add(99, s1n.lset, s1.t, s0.t)
	f.add(80, s0.w, uint32(s0n.nl)<<8|uint32(s0n.nr), 0)
	f.add(81, s1.w, uint32(s1n.nr), 0)
	f.add(82, s1.p<<16|s0.p<<8|b0.p, v.d0, v.d1)
	f.add(83, s1.p<<16|s0.p<<8|b0.p, v.mid0, uint32(s1n.nr)<<8|uint32(b.nl))
}

// place is a word of a state as the hidden layer sees it; each place has its own templates.
type place struct {
	f *features
	s *Search
	t uint32
}

// full adds all that is known of the word at i.
func (p *place) full(i int16) {
	a := p.s.atom(i)
	p.t += 8
	p.f.atom(p.t, a.w, 0)
	p.f.atom(p.t+1, a.t, 0)
	if i >= 0 && int(i) < len(p.s.words) {
		w := &p.s.words[i]
		p.f.atom(p.t+2, w.suf3, 0)
		p.f.atom(p.t+3, w.shape, w.flags&isFirst)
	}
}

// word adds word, tag and label.
func (p *place) word(i int16, label uint8) {
	a := p.s.atom(i)
	p.t += 8
	p.f.atom(p.t, a.w, 0)
	p.f.atom(p.t+1, a.t, uint32(label))
}

// tag adds tag and label.
func (p *place) tag(i int16, label uint8) {
	p.t += 8
	p.f.atom(p.t, p.s.atom(i).t, uint32(label))
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
	f.reset()
	c := &s.nodes[st.top]
	h := &s.nodes[st.front]
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
	p := place{f: f, s: s, t: 2000}
	p.full(c.word)
	p.full(min(h.word, int16(len(s.words))))
	p.word(c.l1, c.l1l)
	p.word(c.r1, c.r1l)
	p.tag(c.l2, c.l2l)
	p.tag(c.r2, c.r2l)
	p.word(h.l1, h.l1l)
	p.tag(h.r1, h.r1l)
	p.word(c.word+1, 0)
	p.word(c.word-1, 0)
	p.tag(h.word-1, 0)
	p.tag(min(h.word+1, int16(len(s.words))), 0)
	f.atom(841, dir, d)
	f.atom(842, mid, 0)
	f.atom(843, hset, dir)
	f.atom(844, c.lset, 0)
	f.atom(845, c.rset, 0)
	f.atom(846, uint32(h.nl), uint32(h.nr))
	f.atom(847, head.t, dep.t<<1|dir)
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
