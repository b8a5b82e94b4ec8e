package service

import (
	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/service/ententev1"
	"github.com/entente-kg/entente/schema"
)

func actorName(a graph.Named) *ententev1.ActorName {
	name := &ententev1.ActorName{Ref: string(a.Ref), Type: string(a.Ref.Type()), Name: a.Name}
	if code := a.Ref.ID(); a.Ref.Type() == schema.State && len(code) == 3 {
		name.Iso3 = code // the id of a state is its code, where it has one
	}
	return name
}

func actor(a *graph.Actor) *ententev1.ActorResponse {
	resp := &ententev1.ActorResponse{Actor: actorName(graph.Named{Ref: a.Ref, Name: a.Name}), Names: a.Names}
	for _, m := range a.Memberships {
		resp.Memberships = append(resp.Memberships, &ententev1.Membership{
			Organization: actorName(m.Organization), Status: string(m.Status), Since: m.Since.String(), Until: m.Until.String(),
			Articles: int32(m.Articles), Reference: m.Reference, Fact: m.Fact,
		})
	}
	for _, t := range a.Tenures {
		resp.Tenures = append(resp.Tenures, &ententev1.Tenure{
			Person: actorName(t.Person), Office: t.Office, Of: actorName(t.Of), Former: t.Former,
			Since: t.Since.String(), Until: t.Until.String(), Articles: int32(t.Articles), Reference: t.Reference, Fact: t.Fact,
		})
	}
	return resp
}

func member(m graph.Member) *ententev1.Member {
	return &ententev1.Member{
		Actor:        actorName(graph.Named{Ref: m.Ref, Name: m.Name}),
		Status:       string(m.Status),
		Since:        m.Since.String(),
		Until:        m.Until.String(),
		Articles:     int32(m.Articles),
		Reference:    m.Reference,
		Fact:         m.Fact,
		LastReported: m.LastReported.String(),
	}
}

func claim(c graph.Claim) *ententev1.Claim {
	return &ententev1.Claim{
		Article: c.Article, Url: c.URL, Title: c.Title, Publisher: c.Source, Published: string(c.Published),
		Quote: c.Quote, Start: int32(c.Start), End: int32(c.End),
		Confidence: c.Confidence, Rule: c.Rule, AttributedTo: string(c.AttributedTo),
	}
}
