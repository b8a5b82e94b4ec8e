package ledger

import "slices"

// place decides anew what articles are, each an article of its own or a copy, and what follows for others. They are
// decided in the order of publication, so that all that may be before one is decided when its turn comes.
func (s *session) place(todo []string) error {
	records := map[string]article{}
	for len(todo) > 0 {
		for _, id := range todo {
			a, _, err := s.article(id)
			if err != nil {
				return err
			}
			records[id] = a
		}
		todo = ordered(todo, records)
		more, err := s.decide(todo[0])
		if err != nil {
			return err
		}
		todo = append(todo[1:], more...)
	}
	return nil
}

// decide decides one article and returns those that are to be decided because of it.
func (s *session) decide(id string) (more []string, err error) {
	a, _, err := s.article(id)
	if err != nil {
		return nil, err
	}
	lead, err := s.lead(id, a)
	if err != nil || !a.Loose && a.CopyOf == lead {
		return nil, err
	}
	if !a.Loose {
		if more, err = s.detach(id, a); err != nil {
			return nil, err
		}
	}
	a.Loose, a.CopyOf, a.Copies = false, lead, nil
	if err := s.setArticle(id, a); err != nil {
		return nil, err
	}
	if err := s.setIndexed(id, a, true); err != nil {
		return nil, err
	}
	if lead == "" {
		s.mark(id)
		later, err := s.later(id, a)
		return append(more, later...), err
	}
	if a.Told {
		s.mark(id)
	}
	return more, s.setCopies(lead, func(copies []string) []string { return append(copies, id) })
}

// lead is the first of the articles of their own that one is like and that were published before it, or "".
func (s *session) lead(id string, a article) (lead string, err error) {
	found, err := s.alike(id, a, originals, mostLooked)
	for other, o := range found {
		if before(other, o, id, a) && (lead == "" || before(other, o, lead, found[lead])) {
			lead = other
		}
	}
	return lead, err
}

// later finds what may be copies of a new article of its own: later articles that are like it, and copies of such.
func (s *session) later(id string, a article) (all []string, err error) {
	for _, look := range []struct {
		in   index
		most int
	}{{originals, mostLooked}, {copies, mostCopies}} {
		found, err := s.alike(id, a, look.in, look.most)
		if err != nil {
			return nil, err
		}
		for other, o := range found {
			if before(id, a, other, o) {
				all = append(all, other)
			}
		}
	}
	return all, nil
}

// mostCopies bounds how many articles are compared with one that turns out to be the first of its text.
const mostCopies = 10_000

// detach takes an article out of its place. Its copies are returned: they are loose then.
func (s *session) detach(id string, a article) (loose []string, err error) {
	if err := s.setIndexed(id, a, false); err != nil {
		return nil, err
	}
	if a.CopyOf != "" {
		return nil, s.setCopies(a.CopyOf, func(copies []string) []string { return without(copies, id) })
	}
	for _, c := range a.Copies {
		r, _, err := s.article(c)
		if err != nil {
			return nil, err
		}
		if err := s.setIndexed(c, r, false); err != nil {
			return nil, err
		}
		r.CopyOf, r.Loose = "", true
		if err := s.setArticle(c, r); err != nil {
			return nil, err
		}
	}
	return a.Copies, nil
}

// setCopies changes which copies an article has.
func (s *session) setCopies(id string, change func([]string) []string) error {
	a, _, err := s.article(id)
	if err != nil {
		return err
	}
	records := map[string]article{}
	a.Copies = change(slices.Clone(a.Copies))
	for _, c := range a.Copies {
		if records[c], _, err = s.article(c); err != nil {
			return err
		}
	}
	a.Copies = ordered(a.Copies, records)
	s.mark(id)
	return s.setArticle(id, a)
}
