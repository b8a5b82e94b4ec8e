package extract

import (
	"cmp"
	"slices"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/schema"
)

// tenure is an office as one place of the text gives it.
type tenure struct {
	person int
	office string
	of     schema.Ref
	former bool
	start  schema.Date
	spans  []actor.Range
	rule   string
}

// tenures reads the offices that titles give to people.
func (r *reading) tenures() {
	for i := range r.actors.Titles {
		t := &r.actors.Titles[i]
		if t.Person < 0 || t.Of == "" || t.Office == "" || r.junkSentence(t.Sentence) {
			continue
		}
		r.found.tenures = append(r.found.tenures, tenure{
			person: t.Person, office: t.Office, of: t.Of, former: t.Former,
			spans: []actor.Range{r.sentenceSpan(t.Sentence)}, rule: "tenure/" + t.Rule,
		})
	}
}

// facts writes what was found in the form of facts.md.
func (r *reading) facts(a schema.Article, scale calibration) schema.Facts {
	points := newCodepoints(a.Text)
	f := schema.Facts{
		Article: a, Actors: []schema.Actor{}, Memberships: []schema.Membership{}, Tenures: []schema.Tenure{},
		Events: []schema.Event{}, Times: []schema.Time{}, Affiliations: []schema.Affiliation{},
	}
	if f.Article.Language == "" {
		f.Article.Language = "en"
	}
	used := map[schema.Ref]bool{}
	r.membershipFacts(&f, points, scale, used)
	r.tenureFacts(&f, points, scale, used)
	r.eventFacts(&f, points, scale, used)
	r.affiliationFacts(&f, points, scale, used)
	f.Negotiations = r.negotiations(f.Events)
	r.actorFacts(&f, points, used)
	for i := range r.times {
		t := &r.times[i]
		f.Times = append(f.Times, schema.Time{
			Mention: schema.Mention{Span: points.span(actor.Range{Start: t.Start, End: t.End}), Text: a.Text[t.Start:t.End]},
			Type:    t.Type, Value: t.Value,
		})
	}
	return f
}

func (r *reading) ref(e int) schema.Ref {
	if e < 0 {
		return ""
	}
	return r.actors.Entities[e].Ref
}

// actorFacts lists who the text names, and who a fact needs.
func (r *reading) actorFacts(f *schema.Facts, points codepoints, used map[schema.Ref]bool) {
	for e := range r.actors.Entities {
		x := &r.actors.Entities[e]
		var mentions []schema.Mention
		for _, m := range r.actors.Listed(e) {
			k := &r.actors.Mentions[m]
			mentions = append(mentions, schema.Mention{Span: points.span(actor.Range{Start: k.Start, End: k.End}), Text: f.Article.Text[k.Start:k.End]})
		}
		if len(mentions) == 0 && !used[x.Ref] {
			continue
		}
		if mentions == nil {
			mentions = []schema.Mention{}
		}
		f.Actors = append(f.Actors, schema.Actor{Ref: x.Ref, Type: x.Type, Name: x.Name, ISO3: x.ISO3, Of: x.Of, Aliases: x.Aliases, Mentions: mentions})
	}
	slices.SortStableFunc(f.Actors, func(a, b schema.Actor) int { return cmp.Compare(a.Ref, b.Ref) })
}

func (r *reading) membershipFacts(f *schema.Facts, points codepoints, scale calibration, used map[schema.Ref]bool) {
	for _, m := range r.found.memberships {
		x := schema.Membership{
			Actor: r.ref(m.actor), Organization: r.ref(m.organization), Status: m.status, Start: m.start, End: m.end,
			Origin: schema.Origin{Evidence: points.spans(m.spans), Confidence: scale.of(m.rule), Rule: m.rule},
		}
		used[x.Actor], used[x.Organization] = true, true
		i := slices.IndexFunc(f.Memberships, func(y schema.Membership) bool {
			return y.Actor == x.Actor && y.Organization == x.Organization && y.Status == x.Status &&
				(y.Start.IsZero() || x.Start.IsZero() || y.Start.Contains(x.Start) || x.Start.Contains(y.Start))
		})
		if i < 0 {
			f.Memberships = append(f.Memberships, x)
			continue
		}
		y := &f.Memberships[i]
		if x.Start.Precision() != schema.Unknown && (y.Start.IsZero() || y.Start.Contains(x.Start)) {
			y.Start = x.Start
		}
		if y.End.IsZero() {
			y.End = x.End
		}
		y.Evidence = joinSpans(y.Evidence, x.Evidence)
		y.Confidence = max(y.Confidence, x.Confidence)
	}
}

// joinSpans is the union of two lists of evidence in the order of the text.
func joinSpans(a, b []schema.Span) []schema.Span {
	out := append(slices.Clone(a), b...)
	slices.SortFunc(out, func(a, b schema.Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	return slices.Compact(out)
}

func (r *reading) tenureFacts(f *schema.Facts, points codepoints, scale calibration, used map[schema.Ref]bool) {
	for _, t := range r.found.tenures {
		x := schema.Tenure{
			Person: r.ref(t.person), Office: t.office, Of: t.of, Former: t.former, Start: t.start,
			Origin: schema.Origin{Evidence: points.spans(t.spans), Confidence: scale.of(t.rule), Rule: t.rule},
		}
		used[x.Person], used[x.Of] = true, true
		i := slices.IndexFunc(f.Tenures, func(y schema.Tenure) bool { return y.Person == x.Person && y.Office == x.Office && y.Of == x.Of })
		if i < 0 {
			f.Tenures = append(f.Tenures, x)
			continue
		}
		f.Tenures[i].Evidence = joinSpans(f.Tenures[i].Evidence, x.Evidence)
		f.Tenures[i].Confidence = max(f.Tenures[i].Confidence, x.Confidence)
	}
}

func (r *reading) affiliationFacts(f *schema.Facts, points codepoints, scale calibration, used map[schema.Ref]bool) {
	for _, a := range r.found.affiliations {
		x := schema.Affiliation{
			Organization: r.ref(a.organization), Status: a.status, Count: a.count,
			Origin: schema.Origin{Evidence: points.spans(a.spans), Confidence: scale.of(a.rule), Rule: a.rule},
		}
		used[x.Organization] = true
		i := slices.IndexFunc(f.Affiliations, func(y schema.Affiliation) bool {
			return y.Organization == x.Organization && y.Status == x.Status && y.Count == x.Count
		})
		if i < 0 {
			f.Affiliations = append(f.Affiliations, x)
			continue
		}
		f.Affiliations[i].Evidence = joinSpans(f.Affiliations[i].Evidence, x.Evidence)
	}
}

func (r *reading) eventFacts(f *schema.Facts, points codepoints, scale calibration, used map[schema.Ref]bool) {
	for _, e := range r.events {
		rule := e.ruleName()
		x := schema.Event{
			Type: e.event, Kind: e.kind, Status: e.status, Parties: []schema.Party{}, Start: e.period.Start, End: e.period.End,
			Precision: e.period.Precision, Place: r.ref(e.place), AttributedTo: r.ref(e.by), Round: e.round,
			Origin: schema.Origin{Evidence: points.spans(e.spans), Confidence: scale.of(rule), Rule: rule},
		}
		if e.period.IsZero() || x.Precision == "" {
			x.Precision = schema.Unknown
		}
		for _, p := range e.parties {
			x.Parties = append(x.Parties, schema.Party{Actor: r.ref(p.entity), Role: p.role})
			used[r.ref(p.entity)] = true
		}
		used[x.Place], used[x.AttributedTo] = true, true
		f.Events = append(f.Events, x)
	}
}
