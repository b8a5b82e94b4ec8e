package extract

import (
	"github.com/entente-kg/entente/ingest/when"
	"github.com/entente-kg/entente/schema"
)

// numbered is a round of talks that a sentence names by its number alone: "the second in Rome a week later".
type numbered struct {
	token, round int
	bare         bool // no noun follows the number
}

// roundNouns are the nouns that an ordinal numbers as rounds of talks.
var roundNouns = map[string]bool{"round": true, "meeting": true, "session": true, "talk": true, "one": true}

// rounds reads the rounds that a sentence lists by number, and pairs of place and time behind a plural: "the earlier
// rounds were held in Geneva in May and in London in June".
func (r *reading) rounds(s int) {
	items := r.numberedRounds(s)
	for i, it := range items {
		if !it.bare {
			continue
		}
		end := len(r.trees[s].tokens)
		if i+1 < len(items) {
			end = items[i+1].token
		}
		e := r.newEvent(s, it.token, schema.Consult, schema.NegotiationRound, "consult/numbered round")
		e.noun, e.round = true, it.round
		e.period, e.place = r.between(s, it.token, end)
		if p := r.distributed(s, items, i); !p.IsZero() {
			e.period = p
		}
		if e.place < 0 {
			e.place = r.destination(s, it.token)
		}
		r.emit(e)
	}
}

// numberedRounds finds the ordinals of a sentence that number rounds; bare ones count only beside others.
func (r *reading) numberedRounds(s int) []numbered {
	t := &r.trees[s]
	var out []numbered
	anchored := false
	for i := range t.tokens {
		n := ordinal(t.word(i))
		if n == 0 || t.tokens[i].UPOS == "ADV" {
			continue
		}
		h := t.head(i)
		noun := h > i && t.noun(h) && (t.relation(i) == "amod" || t.relation(i) == "nummod" || t.relation(i) == "compound")
		switch {
		case noun && roundNouns[t.lemma(h)]:
			out = append(out, numbered{i, n, false})
			anchored = true
		case !noun && i > 0 && t.word(i-1) == "the":
			out = append(out, numbered{i, n, true})
		}
	}
	if !anchored || len(out) < 2 {
		return nil
	}
	return out
}

// between is the first period and place in a run of tokens.
func (r *reading) between(s, from, to int) (when.Period, int) {
	t := &r.trees[s]
	var period when.Period
	for _, x := range r.timesOf[s] {
		e := &r.times[x]
		if e.First > from && e.Last < to && period.IsZero() {
			period = point(e)
		}
	}
	for i := from + 1; i < to; i++ {
		if w := t.word(i - 1); w != "in" && w != "at" {
			continue
		}
		if e := r.locality(s, i); e >= 0 && r.entityType(e) == schema.Place {
			return period, e
		}
	}
	return period, none
}

// distributed gives the i-th of several bare rounds the i-th of as many dates: "the third and the fourth, on 26 April and
// 11 May".
func (r *reading) distributed(s int, items []numbered, i int) when.Period {
	first := i
	for first > 0 && items[first-1].bare && items[first].token-items[first-1].token <= 4 {
		first--
	}
	last := first
	for last+1 < len(items) && items[last+1].bare && items[last+1].token-items[last].token <= 4 {
		last++
	}
	var periods []when.Period
	for _, x := range r.timesOf[s] {
		if e := &r.times[x]; e.First > items[last].token {
			if p := point(e); !p.IsZero() {
				periods = append(periods, p)
			}
		}
	}
	if last == first || len(periods) != last-first+1 {
		return when.Period{}
	}
	return periods[i-first]
}

// destination is the place to which a sentence brings the negotiators behind a token.
func (r *reading) destination(s, from int) int {
	t := &r.trees[s]
	for i := from + 1; i < len(t.tokens); i++ {
		if e := r.locality(s, i); e >= 0 && r.entityType(e) == schema.Place {
			if p := t.preposition(i); p == "in" || p == "to" || p == "at" {
				return e
			}
		}
	}
	return none
}

// split makes one event of each place and time behind a plural noun of consultation.
func (r *reading) split(s int, e *event) []*event {
	if parts := r.partners(e); len(parts) > 1 {
		return parts
	}
	t := &r.trees[s]
	if e.event != schema.Consult || e.round != 0 || t.tokens[e.trigger].XPOS != "NNS" && e.kind != schema.Visit {
		return []*event{e}
	}
	type pair struct {
		place  int
		period when.Period
	}
	var pairs []pair
	place := none
	next := e.trigger + 1
	for i := e.trigger + 1; i < len(t.tokens); i++ {
		if len(pairs) > 0 && place < 0 && i >= next && !t.separator(i) && t.tokens[i].UPOS != "ADP" && t.tokens[i].UPOS != "ADV" && r.locality(s, i) < 0 && t.relation(i) != "compound" && t.relation(i) != "amod" {
			break // the list of places and times has ended
		}
		if x := r.locality(s, i); x >= 0 && r.mentionHead(s, i) == i && (t.preposition(i) == "in" || t.preposition(i) == "at" || t.preposition(i) == "to") {
			if place >= 0 {
				return []*event{e}
			}
			place = x
		}
		for _, k := range r.timesOf[s] {
			if w := &r.times[k]; w.First == i && i >= next {
				next = w.Last + 1
				if p := point(w); !p.IsZero() && place >= 0 {
					pairs = append(pairs, pair{place, p})
					place = none
				}
			}
		}
	}
	if len(pairs) < 2 {
		return []*event{e}
	}
	var out []*event
	for _, p := range pairs {
		c := *e
		c.place, c.period = p.place, p.period
		c.parties = append([]party(nil), e.parties...)
		if e.kind == schema.Visit {
			r.rehost(&c, p.place)
		}
		out = append(out, &c)
	}
	return out
}

// rehost puts the state of another place in the role of host.
func (r *reading) rehost(e *event, place int) {
	for i, p := range e.parties {
		if p.role == schema.Host {
			e.parties = append(e.parties[:i], e.parties[i+1:]...)
			break
		}
	}
	e.add(schema.Host, r.stateOf(place))
}

// impliedSide gives "a meeting with X" that names nobody else the one who held the talks told just before.
func (r *reading) impliedSide(earlier []*event, e *event) {
	if !e.one || len(e.parties) != 1 {
		return
	}
	for i := len(earlier) - 1; i >= 0; i-- {
		if x := earlier[i]; x.event == schema.Consult && x.lead >= 0 && e.sentence-x.sentence <= 2 && !e.has(x.lead) {
			e.add(schema.Participant, x.lead)
			return
		}
	}
}

// continued gives a round that only has a number, or "the earlier rounds", the parties of the negotiation it belongs to.
func (r *reading) continued(earlier []*event, e *event) {
	if e.event != schema.Consult || !e.noun || len(e.with(schema.Participant)) > 1 {
		return
	}
	r.impliedSide(earlier, e)
	t := &r.trees[e.sentence]
	prior := e.round > 0
	for _, k := range t.kids[e.trigger] {
		switch t.word(k) {
		case "earlier", "previous", "next", "another", "new", "last":
			prior = prior || t.lemma(e.trigger) == "round" || t.lemma(e.trigger) == "session"
		}
	}
	if !prior {
		return
	}
	for i := len(earlier) - 1; i >= 0; i-- {
		x := earlier[i]
		if x.event == schema.Consult && len(x.with(schema.Participant)) >= 2 && (x.kind == schema.NegotiationRound || x.round > 0) {
			for _, p := range x.parties {
				if p.role == schema.Participant {
					e.add(p.role, p.entity)
				}
			}
			e.kind = schema.NegotiationRound
			return
		}
	}
}
