package questiontest

import (
	"strings"
	"unicode/utf8"

	"github.com/entente-kg/entente/schema"
)

// writer writes one article, a sentence for each fact.
type writer struct {
	facts  schema.Facts
	text   strings.Builder
	length int // code points
}

func write(id, source, published, title string) *writer {
	return &writer{facts: schema.Facts{Article: schema.Article{
		ID: id, URL: "https://" + id, Title: title, Published: schema.Published(published), Source: source, Language: "en",
	}}}
}

// say adds a sentence and gives it as the origin of a fact.
func (w *writer) say(sentence string, confidence float64) schema.Origin {
	if w.length > 0 {
		w.text.WriteByte(' ')
		w.length++
	}
	start := w.length
	w.text.WriteString(sentence)
	w.length += utf8.RuneCountInString(sentence)
	return schema.Origin{Evidence: []schema.Span{{Start: start, End: w.length}}, Confidence: confidence, Rule: "test"}
}

func (w *writer) actor(ref schema.Ref, name string, of schema.Ref, aliases ...string) {
	w.facts.Actors = append(w.facts.Actors, schema.Actor{Ref: ref, Type: ref.Type(), Name: name, Of: of, Aliases: aliases})
}

// known adds an actor of the reference lists.
func (w *writer) known(ref schema.Ref, name string, of schema.Ref, p schema.Profile, aliases ...string) {
	p.Origin = w.say("ref "+string(ref)+"; name "+name, 1)
	for _, a := range aliases {
		p.Names = append(p.Names, schema.Name{Name: a, Kind: "short"})
	}
	a := schema.Actor{Ref: ref, Type: ref.Type(), Name: name, Of: of, Profile: &p}
	if ref.Type() == schema.State {
		a.ISO3 = ref.ID()
	}
	w.facts.Actors = append(w.facts.Actors, a)
}

func (w *writer) membership(actor, organization schema.Ref, status schema.MembershipStatus, start, end string) {
	w.facts.Memberships = append(w.facts.Memberships, schema.Membership{
		Actor: actor, Organization: organization, Status: status, Start: schema.MustDate(start), End: schema.MustDate(end),
		Origin: w.say(string(actor)+" is "+string(status)+" of "+string(organization)+".", 0.9),
	})
}

func (w *writer) tenure(person schema.Ref, office string, of schema.Ref, start, end string) {
	w.facts.Tenures = append(w.facts.Tenures, schema.Tenure{
		Person: person, Office: office, Of: of, Start: schema.MustDate(start), End: schema.MustDate(end), Former: end != "",
		Origin: w.say(string(person)+" is "+office+" of "+string(of)+".", 0.9),
	})
}

// event adds an event and returns its index.
func (w *writer) event(sentence string, e schema.Event) int {
	e.Origin = w.say(sentence, 0.8)
	if e.Status == "" {
		e.Status = schema.Occurred
	}
	if e.End.IsZero() {
		e.End = e.Start
	}
	e.Precision = e.Start.Precision()
	w.facts.Events = append(w.facts.Events, e)
	return len(w.facts.Events) - 1
}

func (w *writer) done() schema.Facts {
	w.facts.Article.Text = w.text.String()
	return w.facts
}

func parties(role schema.Role, refs ...schema.Ref) []schema.Party {
	var all []schema.Party
	for _, r := range refs {
		all = append(all, schema.Party{Actor: r, Role: role})
	}
	return all
}

// The actors of the graph. The people are made up.
const (
	rus, chn, kaz, ind = schema.Ref("state/RUS"), schema.Ref("state/CHN"), schema.Ref("state/KAZ"), schema.Ref("state/IND")
	pak, irn, blr, tur = schema.Ref("state/PAK"), schema.Ref("state/IRN"), schema.Ref("state/BLR"), schema.Ref("state/TUR")
	mng, ukr, bra, geo = schema.Ref("state/MNG"), schema.Ref("state/UKR"), schema.Ref("state/BRA"), schema.Ref("state/GEO")
	sco, brics         = schema.Ref("organization/SCO"), schema.Ref("organization/BRICS")
	orlova, petrov     = schema.Ref("person/daria-orlova"), schema.Ref("person/ivan-petrov")
	sadykova, lina     = schema.Ref("person/aigerim-sadykova"), schema.Ref("person/li-na")
	marchenko          = schema.Ref("person/olena-marchenko")
	astana, istanbul   = schema.Ref("place/astana"), schema.Ref("place/istanbul")
	georgiaPlace       = schema.Ref("place/georgia-usa")
)

// Facts are the articles of the graph: a list of reference and six articles of the news.
func Facts() []schema.Facts {
	return []schema.Facts{lists(), meeting(), meetingAgain(), firstRound(), secondRound(), quarrel(), affiliates()}
}

func lists() schema.Facts {
	w := write("lists.example/1", schema.ReferenceSource, "2025-01-01", "Lists")
	w.known(rus, "Russia", "", schema.Profile{Formal: "Russian Federation", ISO2: "RU", Region: "Europe"}, "Moscow", "Russian Federation")
	w.known(chn, "China", "", schema.Profile{ISO2: "CN"})
	w.known(kaz, "Kazakhstan", "", schema.Profile{ISO2: "KZ", Capital: astana})
	w.known(ind, "India", "", schema.Profile{ISO2: "IN"})
	w.known(pak, "Pakistan", "", schema.Profile{ISO2: "PK"})
	w.known(irn, "Iran", "", schema.Profile{ISO2: "IR"}, "Tehran")
	w.known(blr, "Belarus", "", schema.Profile{ISO2: "BY"})
	w.known(tur, "Türkiye", "", schema.Profile{ISO2: "TR"}, "Turkey", "Ankara")
	w.known(mng, "Mongolia", "", schema.Profile{ISO2: "MN"})
	w.known(ukr, "Ukraine", "", schema.Profile{ISO2: "UA"}, "Kyiv")
	w.known(bra, "Brazil", "", schema.Profile{ISO2: "BR"})
	w.known(geo, "Georgia", "", schema.Profile{ISO2: "GE"})
	w.known(georgiaPlace, "Georgia", "", schema.Profile{Kind: "region"})
	w.known(sco, "Shanghai Cooperation Organisation", "", schema.Profile{Kind: "intergovernmental_organization"}, "SCO")
	w.known(brics, "BRICS", "", schema.Profile{Kind: "bloc"})
	w.known(astana, "Astana", kaz, schema.Profile{Kind: "capital", Location: &schema.Location{Latitude: 51.17, Longitude: 71.43}})
	w.known(istanbul, "Istanbul", tur, schema.Profile{Kind: "city"})
	w.known(orlova, "Daria Orlova", rus, schema.Profile{Gender: "f"})
	w.known(petrov, "Ivan Petrov", rus, schema.Profile{Gender: "m"})
	for _, m := range []schema.Ref{chn, rus, kaz} {
		w.membership(m, sco, schema.Member, "2001-06-15", "")
	}
	for _, m := range []schema.Ref{ind, pak} {
		w.membership(m, sco, schema.Member, "2017-06-09", "")
	}
	w.membership(irn, sco, schema.Observer, "2005-07-05", "2023-07-04")
	w.membership(irn, sco, schema.Member, "2023-07-04", "")
	w.membership(blr, sco, schema.Observer, "2015-07-10", "2024-07-04")
	w.membership(blr, sco, schema.Member, "2024-07-04", "")
	w.membership(tur, sco, schema.DialoguePartner, "2012-06-07", "")
	for _, m := range []schema.Ref{bra, rus, ind, chn} {
		w.membership(m, brics, schema.Member, "2009-06-16", "")
	}
	w.membership(irn, brics, schema.Member, "2024-01-01", "")
	w.tenure(petrov, "president", rus, "2012-05-07", "2020-05-07")
	w.tenure(orlova, "president", rus, "2020-05-07", "")
	return w.done()
}

func meeting() schema.Facts {
	w := write("times.example/astana", "Example Times", "2025-02-10", "Orlova and Li meet in Astana")
	w.actor(orlova, "Daria Orlova", rus)
	w.actor(lina, "Li Na", chn)
	w.actor(rus, "Russia", "")
	w.actor(chn, "China", "")
	w.actor(astana, "Astana", kaz)
	w.actor(kaz, "Kazakhstan", "")
	w.actor(sadykova, "Aigerim Sadykova", kaz)
	w.event("Daria Orlova met Li Na in Astana on 8 February.", schema.Event{
		Type: schema.Consult, Kind: schema.Meeting, Start: schema.MustDate("2025-02-08"), Place: astana,
		Parties: append(parties(schema.Participant, orlova, lina), schema.Party{Actor: kaz, Role: schema.Host}),
	})
	w.event("Russia and China then signed a treaty.", schema.Event{
		Type: schema.Agree, Kind: schema.Treaty, Start: schema.MustDate("2025-02-08"), Parties: parties(schema.Participant, rus, chn),
	})
	w.tenure(sadykova, "foreign minister", kaz, "2022", "")
	return w.done()
}

func meetingAgain() schema.Facts {
	w := write("daily.example/orlova", "Daily Sample", "2025-02-12", "What the presidents said")
	w.actor(orlova, "Daria Orlova", rus)
	w.actor(lina, "Li Na", chn)
	w.actor(rus, "Russia", "")
	w.actor(chn, "China", "")
	w.event("Orlova and Li met this month.", schema.Event{
		Type: schema.Consult, Start: schema.MustDate("2025-02"), Parties: parties(schema.Participant, orlova, lina),
	})
	w.event("China backed Russia.", schema.Event{
		Type: schema.Support, Start: schema.MustDate("2025-02-11"),
		Parties: append(parties(schema.Source, chn), parties(schema.Target, rus)...),
	})
	return w.done()
}

func talks(w *writer, rounds, demands, replies []int, next *int) {
	w.facts.Negotiations = append(w.facts.Negotiations, schema.Negotiation{
		Parties: []schema.Ref{rus, ukr}, Mediators: []schema.Ref{tur}, Matter: "ceasefire",
		Rounds: rounds, Demands: demands, Replies: replies, Next: next,
		Origin: w.say("Turkey mediates in the talks of Russia and Ukraine on a ceasefire.", 0.7),
	})
}

func round(n int, day string, status schema.EventStatus) schema.Event {
	return schema.Event{
		Type: schema.Consult, Kind: schema.NegotiationRound, Status: status, Round: n, Start: schema.MustDate(day), Place: istanbul,
		Parties: append(parties(schema.Participant, rus, ukr), schema.Party{Actor: tur, Role: schema.Mediator}),
	}
}

func stateActors(w *writer) {
	w.actor(rus, "Russia", "")
	w.actor(ukr, "Ukraine", "")
	w.actor(tur, "Türkiye", "", "Turkey")
	w.actor(istanbul, "Istanbul", tur)
}

func firstRound() schema.Facts {
	w := write("times.example/talks-1", "Example Times", "2025-03-02", "First round in Istanbul")
	stateActors(w)
	first := w.event("The first round was held on 1 March in Istanbul.", round(1, "2025-03-01", ""))
	demand := w.event("Ukraine asked Russia for a ceasefire.", schema.Event{
		Type: schema.Request, Start: schema.MustDate("2025-03-01"), Parties: append(parties(schema.Source, ukr), parties(schema.Target, rus)...),
	})
	reply := w.event("Russia refused.", schema.Event{
		Type: schema.Reject, Start: schema.MustDate("2025-03-02"), Parties: append(parties(schema.Source, rus), parties(schema.Target, ukr)...),
	})
	talks(w, []int{first}, []int{demand}, []int{reply}, nil)
	return w.done()
}

func secondRound() schema.Facts {
	w := write("daily.example/talks-2", "Daily Sample", "2025-04-11", "Second round, third to come")
	stateActors(w)
	second := w.event("The second round was held on 10 April in Istanbul.", round(2, "2025-04-10", ""))
	third := w.event("A third round is planned for June.", round(3, "2025-06", schema.Planned))
	talks(w, []int{second}, nil, nil, &third)
	w.event("Turkey sent food to Ukraine.", schema.Event{
		Type: schema.Aid, Start: schema.MustDate("2025-04-09"), Parties: append(parties(schema.Source, tur), parties(schema.Target, ukr)...),
	})
	return w.done()
}

func quarrel() schema.Facts {
	w := write("times.example/quarrel", "Example Times", "2025-03-20T08:30:00Z", "Sanctions and a charge")
	stateActors(w)
	w.actor(marchenko, "Olena Marchenko", ukr)
	w.event("Ukraine put sanctions on Russia on 15 March.", schema.Event{
		Type: schema.Sanction, Start: schema.MustDate("2025-03-15"), Parties: append(parties(schema.Source, ukr), parties(schema.Target, rus)...),
	})
	w.event("Russia shelled a town, Olena Marchenko said.", schema.Event{
		Type: schema.Assault, Start: schema.MustDate("2025-03-18"), AttributedTo: marchenko,
		Parties: append(parties(schema.Source, rus), parties(schema.Target, ukr)...),
	})
	w.event("Ukraine warned Russia.", schema.Event{
		Type: schema.Threaten, Parties: append(parties(schema.Source, ukr), parties(schema.Target, rus)...),
	})
	w.event("A meeting of the two presidents did not take place.", schema.Event{
		Type: schema.Consult, Kind: schema.Meeting, Status: schema.DidNotOccur, Start: schema.MustDate("2025-03"),
		Parties: parties(schema.Participant, rus, ukr),
	})
	return w.done()
}

func affiliates() schema.Facts {
	w := write("daily.example/sco", "Daily Sample", "2025-02-20", "Who is who in the SCO")
	w.actor(mng, "Mongolia", "")
	w.actor(kaz, "Kazakhstan", "")
	w.actor(sco, "Shanghai Cooperation Organisation", "", "SCO")
	w.membership(mng, sco, schema.Observer, "", "")
	w.membership(kaz, sco, schema.Member, "", "")
	w.facts.Affiliations = append(w.facts.Affiliations, schema.Affiliation{
		Organization: sco, Status: schema.DialoguePartner, Count: 14, Origin: w.say("Fourteen more are partners.", 0.8),
	})
	return w.done()
}
