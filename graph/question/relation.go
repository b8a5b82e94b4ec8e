package question

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/schema"
)

// Relation asks what two actors have to do with each other.
type Relation struct {
	A    string      `json:"a,omitzero"`    // refs or names
	B    string      `json:"b,omitzero"`    // as A
	At   schema.Date `json:"at,omitzero"`   // what holds and what has happened by then; zero for as last reported
	From schema.Date `json:"from,omitzero"` // events since then alone; zero for all
	// Narrow leaves out what others do for the two: by default a meeting of two presidents is one of their states.
	Narrow bool `json:"narrow,omitzero"`
}

// RelationAnswer is what is known of the relation of two actors.
type RelationAnswer struct {
	A            Named                `json:"a"`
	B            Named                `json:"b"`
	At           schema.Date          `json:"at,omitzero"`
	Shared       []Shared             `json:"shared"`  // organizations that both belong to
	Direct       []Membership         `json:"direct"`  // of one in the other
	Offices      []Tenure             `json:"offices"` // of one in the other
	Balance      Balance              `json:"balance"`
	ByType       []TypeCount          `json:"by_type"` // in the order of schema.EventTypes
	ByYear       []PeriodCount        `json:"by_year"`
	ByMonth      []PeriodCount        `json:"by_month"`
	Latest       []Event              `json:"latest"`       // the latest twenty
	LastContact  *Event               `json:"last_contact"` // the latest CONSULT or AGREE; nil for none
	Planned      []Event              `json:"planned"`      // announced and not yet reported as done, the latest ten
	Negotiations []NegotiationSummary `json:"negotiations"`
	Positions    []Event              `json:"positions"` // the latest of each verbal type in which one says what it wants, backs or rejects of the other
}

// Shared is an organization that both actors belong to.
type Shared struct {
	Organization Named      `json:"organization"`
	A            Membership `json:"a"`
	B            Membership `json:"b"`
}

// Balance counts events by PLOVER's quad classes.
type Balance struct {
	VerbalCooperation   int `json:"verbal_cooperation"`
	MaterialCooperation int `json:"material_cooperation"`
	VerbalConflict      int `json:"verbal_conflict"`
	MaterialConflict    int `json:"material_conflict"`
}

// Total is the number of events counted.
func (b Balance) Total() int {
	return b.VerbalCooperation + b.MaterialCooperation + b.VerbalConflict + b.MaterialConflict
}

// Score is the share of cooperation less that of conflict, from -1 to 1; 0 where there is nothing to count.
func (b Balance) Score() float64 {
	if b.Total() == 0 {
		return 0
	}
	cooperation, conflict := b.VerbalCooperation+b.MaterialCooperation, b.VerbalConflict+b.MaterialConflict
	return float64(cooperation-conflict) / float64(b.Total())
}

func (b *Balance) add(t schema.EventType, n int) {
	switch t.Quad() {
	case 1:
		b.VerbalCooperation += n
	case 2:
		b.MaterialCooperation += n
	case 3:
		b.VerbalConflict += n
	default:
		b.MaterialConflict += n
	}
}

// TypeCount is the number of events of a type.
type TypeCount struct {
	Type   schema.EventType `json:"type"`
	Number int              `json:"number"`
}

// PeriodCount counts the events that began in a year or month; the zero period holds those without a date.
type PeriodCount struct {
	Period schema.Date `json:"period,omitzero"`
	Balance
}

// The lengths of the lists of a relation.
const (
	latestEvents  = 20
	plannedEvents = 10
	positionPool  = 20 // events of a type among which the latest of each direction are looked for
)

// verbal are the types of events in which one says what it wants, backs or rejects.
var verbal = []schema.EventType{schema.Support, schema.Request, schema.Accuse, schema.Reject, schema.Threaten}

// Relation tells what two actors have to do with each other. Errors may be an *UnknownError, an *AmbiguousError or an
// *InvalidError.
func (a *Asker) Relation(ctx context.Context, q Relation) (*RelationAnswer, error) {
	ctx = graph.AtOneInstant(ctx)
	if err := checkPeriod(q.From, q.At); err != nil {
		return nil, err
	}
	found, err := a.storedRelation(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &RelationAnswer{A: found.Ends[0].named(), B: found.Ends[1].named(), At: q.At}
	out.count(found.happened)
	if err := a.addEvents(ctx, out, found); err != nil {
		return nil, err
	}
	return out, a.addTies(ctx, out, found.Ends[:])
}

// storedRelation is what the graph says of two actors.
type storedRelation struct {
	Ends   [2]storedEnd  `json:"-"` // the first one asked for, then the other
	Events []ranked      `json:"events"`
	Talks  []rankedTalks `json:"talks"`

	happened, planned []ranked // of the events, in order
}

// rankedTalks are talks with as much of them as their place in an order takes.
type rankedTalks struct {
	UID  string      `json:"uid"`
	XID  string      `json:"xid"`
	Last schema.Date `json:"last_reported"`
}

// storedEnd is one of the actors with its ties, in the end those to the other.
type storedEnd struct {
	UID string `json:"uid"`
	storedNamed
	Events      size             `json:"events"` // how many there are, up to eventsCompared
	Acted       size             `json:"acted"`  // by others for it
	Of          []storedNamed    `json:"of"`
	Memberships []storedInterval `json:"memberships"`
	Held        []storedInterval `json:"held"`
}

// number is how many events there are to look through.
func (e *storedEnd) number() int { return e.Events.n() + e.Acted.n() }

// belongsTo reports whether an actor belongs to another.
func (e *storedEnd) belongsTo(other *storedEnd) bool {
	return slices.ContainsFunc(e.Of, func(o storedNamed) bool { return o.XID == other.XID })
}

// endQuery asks for one of the two actors with all its memberships and offices: of whatever other, so that the answer may
// be remembered for its relations to all.
const endQuery = `{
	end(func: eq(xid, %[1]s)) @filter(type(Actor)) {
		uid xid name events: ~participant (first: %[3]d) {count(uid)} acted: ~principal (first: %[3]d) {count(uid)} of {xid}
		memberships: ~actor {%[2]s organization {name}}
		held: ~person {%[2]s person {name} of {xid name}}
	}
}`

// end reads one of the two actors; nil if there is none.
func (a *Asker) end(ctx context.Context, ref schema.Ref) (*storedEnd, error) {
	var found struct{ End []storedEnd }
	if err := a.ask(ctx, fmt.Sprintf(endQuery, literal(string(ref)), intervalFields, eventsCompared), &found); err != nil {
		return nil, fmt.Errorf("read who %s is: %w", ref, err)
	}
	if len(found.End) == 0 {
		return nil, nil
	}
	return &found.End[0], nil
}

// ties keeps memberships and offices of an end in the other, and memberships in what both belong to.
func (e *storedEnd) ties(other *storedEnd) (memberships, held []storedInterval) {
	in := map[string]bool{other.XID: true}
	for i := range other.Memberships {
		in[other.Memberships[i].Organization.XID] = true
	}
	for _, m := range e.Memberships {
		if in[m.Organization.XID] {
			memberships = append(memberships, m)
		}
	}
	for _, t := range e.Held {
		if len(t.Of) > 0 && t.Of[0].XID == other.XID {
			held = append(held, t)
		}
	}
	return memberships, held
}

// storedRelation reads a relation.
func (a *Asker) storedRelation(ctx context.Context, q Relation) (*storedRelation, error) {
	var found storedRelation
	err := a.meant(ctx, []name{{field: "a", text: q.A}, {field: "b", text: q.B}}, func(named []Named) (bool, error) {
		if named[0].Ref == named[1].Ref {
			return false, &InvalidError{"b", "is the same as a"}
		}
		for i, n := range named {
			end, err := a.end(ctx, n.Ref)
			if end == nil || err != nil {
				return false, err
			}
			found.Ends[i] = *end
		}
		return true, nil
	})
	switch {
	case err != nil:
		return nil, err
	case found.Ends[1].XID == "":
		return nil, &UnknownError{Field: "a", Name: q.A} // one of them was taken out a moment ago
	}
	x, y := &found.Ends[0], &found.Ends[1]
	xm, xh := x.ties(y)
	y.Memberships, y.Held = y.ties(x)
	x.Memberships, x.Held = xm, xh
	p := a.pair(*x, *y, !q.Narrow)
	dql := fmt.Sprintf("{%s events(func: uid(s)) %s {%s}\ntalks(func: uid(t)) {uid xid last_reported}}", p.dql(), q.period(), rankedFields)
	if err := a.ask(ctx, dql, &found); err != nil {
		return nil, fmt.Errorf("read what %s and %s have to do with each other: %w", x.XID, y.XID, err)
	}
	sortRanked(found.Events)
	for _, e := range found.Events {
		switch {
		case e.Alleged || !p.both(&e):
		case e.Status == schema.Planned:
			found.planned = append(found.planned, e)
		case slices.Contains(Happened, e.Status):
			found.happened = append(found.happened, e)
		}
	}
	return &found, nil
}

// latestOfEach are the first event of each source among events in order.
func latestOfEach(events []ranked) []ranked {
	var out []ranked
	said := map[string]bool{}
	for _, e := range events {
		var by []string
		for _, p := range e.Parties {
			if slices.Contains(strings.Fields(p.Role), string(schema.Source)) {
				by = append(by, p.XID)
			}
		}
		slices.Sort(by)
		if key := strings.Join(by, ","); key != "" && !said[key] {
			said[key] = true
			out = append(out, e)
		}
	}
	return out
}

// period is the condition on the events' time; those without a date count by their reports.
func (q *Relation) period() filter {
	var f filter
	if !q.From.IsZero() {
		f.add("ge(ends, %s) or (not has(begins) and ge(last_reported, %s))",
			instant(q.From.First()), literal(schema.DateOf(q.From.First()).String()))
	}
	return append(f, asOf(q.At)...)
}

// asOf is the condition that events have begun by the end of a date; those without a date count by their reports.
func asOf(at schema.Date) filter {
	var f filter
	if !at.IsZero() {
		f.add("le(begins, %s) or (not has(begins) and le(last_reported, %s))",
			instant(at.Last()), literal(schema.DateOf(at.Last()).String()))
	}
	return f
}

// count fills the numbers of events that have happened, by type and time.
func (r *RelationAnswer) count(events []ranked) {
	numbers := map[schema.EventType]int{}
	years, months := map[schema.Date]*PeriodCount{}, map[schema.Date]*PeriodCount{}
	for _, e := range events {
		numbers[e.Type]++
		addPeriod(years, truncate(e.Start, schema.Year), e.Type)
		addPeriod(months, truncate(e.Start, schema.Month), e.Type)
	}
	r.ByType = []TypeCount{}
	for _, t := range schema.EventTypes {
		if n := numbers[t]; n > 0 {
			r.ByType = append(r.ByType, TypeCount{t, n})
			r.Balance.add(t, n)
		}
	}
	r.ByYear, r.ByMonth = sortedPeriods(years), sortedPeriods(months)
}

// truncate is the year, or the month where it is known, of a date.
func truncate(d schema.Date, to schema.Precision) schema.Date {
	month := int(d.Month())
	if to == schema.Year {
		month = 0
	}
	t, err := schema.NewDate(d.Year(), month, 0)
	if err != nil {
		return schema.Date{}
	}
	return t
}

func addPeriod(periods map[schema.Date]*PeriodCount, d schema.Date, t schema.EventType) {
	if periods[d] == nil {
		periods[d] = &PeriodCount{Period: d}
	}
	periods[d].add(t, 1)
}

func sortedPeriods(periods map[schema.Date]*PeriodCount) []PeriodCount {
	out := []PeriodCount{}
	for _, p := range periods {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b PeriodCount) int { return a.Period.Compare(b.Period) })
	return out
}

// addEvents adds the events that are shown one by one, and the talks.
func (a *Asker) addEvents(ctx context.Context, r *RelationAnswer, found *storedRelation) error {
	contact := func(e *ranked) bool { return e.Type == schema.Consult || e.Type == schema.Agree }
	lists := [][]ranked{first(found.happened, latestEvents), latestOf(found.happened, 1, contact), first(found.planned, plannedEvents)}
	for _, t := range verbal {
		lists = append(lists, latestOfEach(latestOf(found.happened, positionPool, func(e *ranked) bool { return e.Type == t })))
	}
	var read struct {
		Events []eventNamed
		Talks  []storedNegotiation
	}
	if dql := namesBlock(lists...) + found.talksBlock(); dql != "" {
		if err := a.ask(ctx, "{"+dql+"}", &read); err != nil {
			return fmt.Errorf("read the events of %s and %s: %w", r.A.Ref, r.B.Ref, err)
		}
	}
	events, err := a.named(ctx, read.Events, lists...)
	if err != nil {
		return err
	}
	r.Latest, r.Planned, r.Positions = events[0], events[2], append([]Event{}, slices.Concat(events[3:]...)...)
	if len(events[1]) > 0 {
		r.LastContact = &events[1][0]
	}
	slices.SortFunc(read.Talks, func(x, y storedNegotiation) int { return cmp.Or(y.Last.Compare(x.Last), cmp.Compare(x.XID, y.XID)) })
	r.Negotiations, err = a.summaries(ctx, read.Talks)
	return err
}

// talksBlock asks for the talks last reported on, as many as a page holds; empty for no talks.
func (s *storedRelation) talksBlock() string {
	if len(s.Talks) == 0 {
		return ""
	}
	slices.SortFunc(s.Talks, func(x, y rankedTalks) int { return cmp.Or(y.Last.Compare(x.Last), cmp.Compare(x.XID, y.XID)) })
	var uids []string
	for _, t := range s.Talks[:min(len(s.Talks), defaultPage)] {
		uids = append(uids, t.UID)
	}
	return fmt.Sprintf("talks(func: uid(%s)) {%s}\n", strings.Join(uids, ","), negotiationFields)
}

// addTies adds shared organizations, and memberships and offices of one in the other.
func (a *Asker) addTies(ctx context.Context, r *RelationAnswer, ends []storedEnd) error {
	var lists [][]storedInterval
	for i := range ends {
		end := &ends[i]
		end.Memberships = slices.DeleteFunc(end.Memberships, func(m storedInterval) bool {
			return m.Status == schema.Former || !m.holds(r.At)
		})
		for j := range end.Memberships {
			end.Memberships[j].Actor = end.storedNamed
		}
		lists = append(lists, end.Memberships, end.Held)
	}
	if err := a.tallyIntervals(ctx, lists...); err != nil {
		return err
	}
	r.Shared, r.Direct, r.Offices = []Shared{}, []Membership{}, []Tenure{}
	in := map[schema.Ref]Membership{}
	for i := range ends {
		end := &ends[i]
		r.Offices = append(r.Offices, tenures(end.Held, r.At)...)
		for _, m := range sortedMemberships(end.Memberships, r.At) {
			r.addMembership(m, in)
		}
	}
	slices.SortFunc(r.Shared, func(x, y Shared) int {
		return cmp.Or(compareStatus(x.A.Status, y.A.Status), compareStatus(x.B.Status, y.B.Status),
			compareNamed(x.Organization, y.Organization))
	})
	return nil
}

// addMembership adds a membership as a tie of its own, or as one half of a shared organization.
func (r *RelationAnswer) addMembership(m Membership, in map[schema.Ref]Membership) {
	if m.Organization.Ref == r.A.Ref || m.Organization.Ref == r.B.Ref {
		r.Direct = append(r.Direct, m)
		return
	}
	first, ok := in[m.Organization.Ref]
	switch {
	case !ok:
		in[m.Organization.Ref] = m
	case first.Actor.Ref != m.Actor.Ref:
		delete(in, m.Organization.Ref)
		if first.Actor.Ref == r.B.Ref {
			first, m = m, first
		}
		r.Shared = append(r.Shared, Shared{m.Organization, first, m})
	}
}
