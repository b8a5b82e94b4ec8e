package reference

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// Validate checks what the rows say together: that refs and sources are listed, that periods are in order and the
// statuses of a member do not overlap, that nobody belongs to an organization before its founding or after its end or
// takes office in a state that is gone, that a capital lies in its state, and that a name of several actors has a rule
// of preference. The error joins all complaints, each with file and line, by file and line.
func (w *World) Validate() error {
	v := validation{World: w}
	v.uniqueRefs()
	v.knownSources()
	v.states()
	v.organizations()
	v.memberships()
	v.bodiesAndOffices()
	v.tenures()
	v.places()
	v.names()
	v.ambiguities()
	slices.SortStableFunc(v.found, func(a, b complaint) int {
		return cmp.Or(cmp.Compare(a.row.File, b.row.File), cmp.Compare(a.row.Line, b.row.Line))
	})
	var errs []error
	for _, c := range v.found {
		errs = append(errs, c.err)
	}
	return errors.Join(errs...)
}

type validation struct {
	*World
	found []complaint
}

type complaint struct {
	row Row
	err error
}

func (v *validation) complain(row Row, format string, args ...any) {
	v.found = append(v.found, complaint{row, row.Errorf(format, args...)})
}

// listed complains of a ref that has no row; the empty ref is fine.
func (v *validation) listed(row Row, what string, ref schema.Ref) {
	if _, ok := v.actors[ref]; ref != "" && !ok {
		v.complain(row, "%s %s is not listed", what, ref)
	}
}

// inOrder complains of a period that ends before it begins.
func (v *validation) inOrder(row Row, start, end schema.Date) {
	if !start.IsZero() && !end.IsZero() && end.Last().Before(start.First()) {
		v.complain(row, "ends %s, before it begins on %s", end, start)
	}
}

// stateExists complains of an office that somebody takes in a state that is gone.
func (v *validation) stateExists(row Row, ref schema.Ref, start schema.Date) {
	s, ok := v.State(ref)
	if ok && !s.End.IsZero() && start.First().After(s.End.Last()) {
		v.complain(row, "begins %s, after the end of %s in %s", start, ref, s.End)
	}
}

// uniqueRefs complains of a ref that two rows define.
func (v *validation) uniqueRefs() {
	defined := make(map[schema.Ref]Row)
	define := func(ref schema.Ref, row Row) {
		if first, ok := defined[ref]; ok {
			v.complain(row, "%s is already listed at %s:%d", ref, first.File, first.Line)
			return
		}
		defined[ref] = row
	}
	for _, s := range v.rows.states {
		define(s.Ref, s.Row)
	}
	for _, o := range v.rows.organizations {
		define(o.Ref, o.Row)
	}
	for _, b := range v.rows.bodies {
		define(b.Ref, b.Row)
	}
	for _, p := range v.rows.people {
		define(p.Ref, p.Row)
	}
	for _, p := range v.rows.places {
		define(p.Ref, p.Row)
	}
}

// knownSources complains of rows whose source is not listed, and of sources that are listed twice.
func (v *validation) knownSources() {
	for i, s := range v.rows.sources {
		if first := v.sources[s.Key]; first != i {
			v.complain(s.Row, "source %s is already listed in line %d", s.Key, v.rows.sources[first].Row.Line)
		}
	}
	for row := range v.rows.all() {
		if _, ok := v.sources[row.Source]; !ok {
			v.complain(row, "source %s is not listed in sources.csv", row.Source)
		}
	}
}

// all yields the place and origin of every row but the sources themselves.
func (l *lists) all() func(yield func(Row) bool) {
	return func(yield func(Row) bool) {
		_ = each(l.states, func(s State) bool { return yield(s.Row) }) &&
			each(l.names, func(n Name) bool { return yield(n.Row) }) &&
			each(l.successions, func(s Succession) bool { return yield(s.Row) }) &&
			each(l.organizations, func(o Organization) bool { return yield(o.Row) }) &&
			each(l.memberships, func(m Membership) bool { return yield(m.Row) }) &&
			each(l.bodies, func(b Body) bool { return yield(b.Row) }) &&
			each(l.offices, func(o Office) bool { return yield(o.Row) }) &&
			each(l.people, func(p Person) bool { return yield(p.Row) }) &&
			each(l.tenures, func(t Tenure) bool { return yield(t.Row) }) &&
			each(l.places, func(p Place) bool { return yield(p.Row) }) &&
			each(l.ambiguities, func(a Ambiguity) bool { return yield(a.Row) })
	}
}

// each calls visit for every row until it returns false, and reports whether it came to the end.
func each[T any](rows []T, visit func(T) bool) bool {
	return !slices.ContainsFunc(rows, func(row T) bool { return !visit(row) })
}

func (v *validation) states() {
	for _, s := range v.rows.states {
		v.inOrder(s.Row, s.Start, s.End)
		if s.Standing == Historical && s.End.IsZero() {
			v.complain(s.Row, "%s is historical but has no end", s.Ref)
		}
		if s.ISO3 != "" && s.Ref.ID() != s.ISO3 {
			v.complain(s.Row, "%s has the code %s", s.Ref, s.ISO3)
		}
		for _, place := range append(s.Capitals[:len(s.Capitals):len(s.Capitals)], s.Seats...) {
			v.capital(s, place)
		}
	}
	for _, s := range v.rows.successions {
		v.listed(s.Row, "predecessor", s.Predecessor)
		v.listed(s.Row, "successor", s.Successor)
	}
}

// capital complains of a capital that lies elsewhere; those of states that are gone lie in others today.
func (v *validation) capital(s State, ref schema.Ref) {
	p, ok := v.Place(ref)
	switch {
	case !ok:
		v.complain(s.Row, "capital or seat %s is not listed", ref)
	case s.Standing != Historical && p.State != s.Ref:
		v.complain(s.Row, "capital or seat %s is a place of %s", ref, cmp.Or(p.State, "no state"))
	}
}

func (v *validation) organizations() {
	for _, o := range v.rows.organizations {
		v.inOrder(o.Row, o.Founded, o.Dissolved)
		v.listed(o.Row, "seat", o.Seat)
		v.listed(o.Row, "parent", o.Parent)
	}
}

func (v *validation) memberships() {
	for _, m := range v.rows.memberships {
		v.listed(m.Row, "actor", m.Actor)
		v.inOrder(m.Row, m.Start, m.End)
		o, ok := v.Organization(m.Organization)
		if !ok {
			v.listed(m.Row, "organization", m.Organization)
			continue
		}
		v.withinLife(m, o)
	}
	for _, standings := range v.standings() {
		v.overlaps(standings)
	}
}

// withinLife complains of a standing in an organization that was not there yet or no more.
func (v *validation) withinLife(m Membership, o Organization) {
	if !o.Founded.IsZero() && !m.Start.IsZero() && m.Start.Last().Before(o.Founded.First()) {
		v.complain(m.Row, "%s is %s of %s from %s, before its founding in %s", m.Actor, m.Status, o.Ref, m.Start, o.Founded)
	}
	if o.Dissolved.IsZero() || m.Status == schema.Former {
		return
	}
	if m.End.IsZero() || m.End.First().After(o.Dissolved.Last()) {
		v.complain(m.Row, "%s is %s of %s after its end in %s", m.Actor, m.Status, o.Ref, o.Dissolved)
	}
}

// standings groups the memberships by member and organization, in the order of their beginnings.
func (v *validation) standings() [][]Membership {
	type pair struct{ actor, organization schema.Ref }
	groups := make(map[pair][]Membership)
	for _, m := range v.rows.memberships {
		p := pair{m.Actor, m.Organization}
		groups[p] = append(groups[p], m)
	}
	sorted := slices.Collect(maps.Values(groups))
	for _, group := range sorted {
		slices.SortStableFunc(group, func(a, b Membership) int { return a.Start.First().Compare(b.Start.First()) })
	}
	return sorted
}

// overlaps complains of a standing that begins before the one before it ended. Standings that may lie in order, because
// their dates are coarse, do.
func (v *validation) overlaps(standings []Membership) {
	for i, m := range standings[1:] {
		before := standings[i]
		if before.End.IsZero() || m.Start.IsZero() || m.Start.Last().Before(before.End.First()) {
			v.complain(m.Row, "%s is %s of %s while it is %s (line %d)",
				m.Actor, m.Status, m.Organization, before.Status, before.Line)
		}
	}
}

func (v *validation) bodiesAndOffices() {
	for _, b := range v.rows.bodies {
		v.listed(b.Row, "owner", b.Of)
		v.listed(b.Row, "seat", b.Seat)
	}
	seen := make(map[[2]string]int)
	for _, o := range v.rows.offices {
		v.listed(o.Row, "owner", o.Of)
		if o.Title != strings.ToLower(o.Title) {
			v.complain(o.Row, "office %q has capitals", o.Title)
		}
		key := [2]string{o.Title, string(o.Of)}
		if line, ok := seen[key]; ok {
			v.complain(o.Row, "office %q of %s is already listed in line %d", o.Title, o.Of, line)
		}
		seen[key] = o.Line
	}
}

func (v *validation) tenures() {
	for _, p := range v.rows.people {
		v.listed(p.Row, "state", p.State)
	}
	for _, t := range v.rows.tenures {
		v.listed(t.Row, "person", t.Person)
		v.listed(t.Row, "owner", t.Of)
		v.stateExists(t.Row, t.Of, t.Start)
		v.inOrder(t.Row, t.Start, t.End)
		if !slices.ContainsFunc(v.Offices(t.Of), func(o Office) bool { return o.Title == t.Office }) {
			v.complain(t.Row, "%s has no office %q in offices.csv", t.Of, t.Office)
		}
	}
}

func (v *validation) places() {
	for _, p := range v.rows.places {
		v.listed(p.Row, "state", p.State)
	}
}

// names complains of names of nobody, and of a name that one actor has twice.
func (v *validation) names() {
	type key struct {
		ref  schema.Ref
		text string
	}
	seen := make(map[key]Row)
	for _, n := range v.rows.names {
		v.listed(n.Row, "actor", n.Ref)
		k := key{n.Ref, n.Text}
		if first, ok := seen[k]; ok {
			v.complain(n.Row, "%s already has the name %q at %s:%d", n.Ref, n.Text, first.File, first.Line)
		}
		seen[k] = n.Row
	}
}

// ambiguities complains of names that several have without a rule, and of rules that name others than those who have it.
func (v *validation) ambiguities() {
	shared := v.sharedNames()
	for _, name := range slices.Sorted(maps.Keys(shared)) {
		s := shared[name]
		if _, ok := v.ambiguous[name]; !ok && len(s.refs) > 1 {
			v.complain(s.row, "%q is a name of %s, but ambiguous.csv has no rule for it", s.text, joinRefs(s.refs))
		}
	}
	for i, a := range v.rows.ambiguities {
		name := foldArticle(a.Name)
		if first := v.ambiguous[name]; first != i {
			v.complain(a.Row, "%q already has a rule in line %d", a.Name, v.rows.ambiguities[first].Line)
		}
		v.ruleCovers(a, shared[name])
	}
}

// ruleCovers complains of a rule that leaves out one who bears the name, or names one who does not.
func (v *validation) ruleCovers(a Ambiguity, s sharedName) {
	for _, ref := range a.Refs {
		if !slices.Contains(s.refs, ref) && !slices.Contains(s.standsFor, ref) {
			v.complain(a.Row, "%s has no name %q", ref, a.Name)
		}
	}
	for _, ref := range s.refs {
		if !slices.Contains(a.Refs, ref) {
			v.complain(a.Row, "%s is also called %q, but not in the rule", ref, a.Name)
		}
	}
}

// sharedName is a name with all who have it.
type sharedName struct {
	text      string
	refs      []schema.Ref // in the order of the lists
	standsFor []schema.Ref // governments that a capital or building of theirs stands for under this name
	row       Row          // of the last who has it
}

// sharedNames maps folded names to those who have them. A capital or building and the government for which it stands
// share their name by nature: what the name does in its sentence tells them apart.
func (w *World) sharedNames() map[string]sharedName {
	shared := make(map[string]sharedName)
	metonyms := make(map[string][]Name)
	for _, n := range w.nameList {
		name := foldArticle(n.Text)
		s := shared[name]
		switch {
		case n.Kind == Capital:
			s.standsFor = append(s.standsFor, n.Ref)
		case n.Kind == Metonym:
			metonyms[name] = append(metonyms[name], n)
		case !slices.Contains(s.refs, n.Ref):
			s.text, s.refs, s.row = n.Text, append(s.refs, n.Ref), n.Row
		}
		shared[name] = s
	}
	for name, list := range metonyms {
		s := shared[name]
		for _, n := range list {
			if w.placeOf(n.Ref, s.refs) {
				s.standsFor = append(s.standsFor, n.Ref)
			} else if !slices.Contains(s.refs, n.Ref) {
				s.text, s.refs, s.row = n.Text, append(s.refs, n.Ref), n.Row
			}
		}
		shared[name] = s
	}
	return shared
}

// placeOf reports whether one of the refs is a place of the state, or the seat of the body, that owner is.
func (w *World) placeOf(owner schema.Ref, refs []schema.Ref) bool {
	return slices.ContainsFunc(refs, func(ref schema.Ref) bool {
		p, ok := w.Place(ref)
		return ok && p.State != "" && (p.State == owner || p.State == w.actors[owner].Of)
	})
}

// foldArticle folds a name without its leading article.
func foldArticle(name string) string { return strings.TrimPrefix(Fold(name), "the ") }

func joinRefs(refs []schema.Ref) string {
	var parts []string
	for _, ref := range refs {
		parts = append(parts, string(ref))
	}
	return strings.Join(parts, " ")
}
