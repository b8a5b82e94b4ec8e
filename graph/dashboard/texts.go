package dashboard

import (
	"encoding/json"
	"fmt"
	"strings"
)

// texts are all the English that pages and their scripts show, by key. Templates and scripts hold none themselves. Verbs
// such as %s stand for what is filled in, in its order.
var texts = map[string]string{
	"name":    "Entente",
	"skip":    "Skip to the content",
	"footer":  "every row leads to the sentences that say it",
	"colours": "Switch between light and dark",

	"nav.main":         "Main",
	"nav.events":       "Events",
	"nav.negotiations": "Negotiations",
	"nav.relations":    "Relations",
	"nav.explorer":     "Explorer",
	"nav.query":        "DQL",
	"nav.operations":   "Operations",

	// What pages share.
	"according":       "according to",
	"actors":          "Actors",
	"and":             "and",
	"asof":            "As of",
	"confidence":      "confidence %s",
	"counterpart":     "With",
	"date.form":       "YYYY, YYYY-MM or YYYY-MM-DD",
	"explore":         "Explore",
	"filter":          "Filter",
	"filter.all":      "all",
	"filter.from":     "From",
	"filter.happened": "done or ongoing",
	"filter.since":    "Since",
	"filter.status":   "Status",
	"filter.to":       "to",
	"filter.type":     "Type",
	"link":            "Link to this view",
	"link.query":      "Link to this query",
	"list":            "list",
	"list.title":      "the reference lists say so",
	"more":            "More",
	"never":           "never",
	"next":            "Next page",
	"none":            "The graph knows of none.",
	"of":              "of",
	"open":            "open",
	"original":        "original",
	"part.of":         "part of",
	"place":           "Place",
	"publisher.none":  "no publisher",
	"rule":            "rule %s",
	"seat":            "seat",
	"sentences":       "sentences",
	"sentences.for":   "for %s",
	"show":            "Show",
	"timeline":        "Timeline",
	"today":           "today",
	"undated":         "no date",
	"year":            "Year",

	"period.since": "since %s",
	"period.until": "until %s",

	// Marks on rows.
	"mark.alleged":       "alleged",
	"mark.changed":       "changed",
	"mark.changed.title": "This standing began within the year before this date",
	"mark.disputed":      "disputed",
	"mark.new":           "new",
	"mark.news":          "news",
	"mark.over":          "over",
	"mark.withdrawn":     "withdrawn",

	// Headings of columns.
	"col.article":      "Article",
	"col.articles":     "Articles",
	"col.conflict":     "Conflict",
	"col.cooperation":  "Cooperation",
	"col.events":       "Events",
	"col.evidence":     "Evidence",
	"col.items":        "Listed",
	"col.lag":          "Lag",
	"col.links":        "Linked by",
	"col.match":        "Found as",
	"col.matter":       "Matter",
	"col.mediators":    "Mediators",
	"col.name":         "Name",
	"col.new":          "New",
	"col.organization": "Organization",
	"col.parties":      "Parties",
	"col.reason":       "Reason",
	"col.rejected":     "Set aside",
	"col.relation":     "Relation",
	"col.reported":     "Last reported",
	"col.rounds":       "Rounds",
	"col.run":          "Last run",
	"col.since":        "Since",
	"col.source":       "Source",
	"col.sources":      "Sources",
	"col.state":        "State",
	"col.status":       "Status",
	"col.success":      "Last success",
	"col.total":        "All",
	"col.type":         "Type",
	"col.until":        "Until",
	"col.weight":       "Links",
	"col.when":         "When",
	"col.yield":        "Last new",

	// Standings, each alone and as the name of a list.
	"status.member":             "member",
	"status.founder":            "founder",
	"status.suspended":          "suspended",
	"status.observer":           "observer",
	"status.dialogue_partner":   "dialogue partner",
	"status.candidate":          "candidate",
	"status.applicant":          "applicant",
	"status.former":             "former member",
	"statuses.member":           "Members",
	"statuses.founder":          "Founders",
	"statuses.suspended":        "Suspended",
	"statuses.observer":         "Observers",
	"statuses.dialogue_partner": "Dialogue partners",
	"statuses.candidate":        "Candidates",
	"statuses.applicant":        "Applicants",
	"statuses.former":           "Former members",

	// The status of events.
	"tenure.in_office": "in office",
	"tenure.former":    "no longer in office",

	"event.occurred":      "done",
	"event.ongoing":       "ongoing",
	"event.planned":       "planned",
	"event.did_not_occur": "did not happen",
	"event.hypothetical":  "hypothetical",

	// Kinds of links.
	"link.membership":  "membership",
	"link.office":      "office",
	"link.part":        "part",
	"link.event":       "events",
	"link.negotiation": "negotiation",

	// The first page.
	"home.title":           "Who belongs, who met, who refused",
	"home.lead":            "What the news says of states, organizations and people: dated, graded, and with the sentence that says it.",
	"home.organizations":   "Organizations",
	"home.news":            "Latest from the news",
	"home.empty":           "No article has been read yet. To read some:",
	"home.figures":         "In the graph",
	"figure.articles":      "Articles",
	"figure.organizations": "Organizations",
	"figure.people":        "People",
	"figure.memberships":   "Memberships",
	"figure.events":        "Events",
	"figure.negotiations":  "Negotiations",
	"figure.claims":        "Claims",

	// Asking and searching.
	"ask.label":          "Ask a question, or find a state, organization, person or place",
	"ask.placeholder":    "Ask, or find an actor",
	"ask.button":         "Ask",
	"ask.title":          "Ask",
	"ask.lead":           "Ask in English. The answer comes from the graph alone, with the sentences it rests on. Some that can be asked:",
	"ask.answer":         "answer",
	"ask.lost":           "not understood",
	"ask.interpretation": "Understood as: %s",
	"ask.kind":           "question",
	"ask.nearest":        "Near this, and can be asked",
	"ask.whole":          "See all of it",
	"ask.evidence":       "Evidence",
	"ask.dql":            "The DQL that was run",
	"ask.workbench":      "Open in the workbench",
	"ask.hits":           "Actors with such a name",
	"search.title":       "Search",
	"search.for":         "Search: %s",
	"search.nothing":     "Nothing has a name like that. Try another spelling, an acronym or a code such as KAZ.",
	"search.empty":       "Type a name above: a state, an organization, a person or a place.",

	// Organizations.
	"founded":         "founded %s",
	"dissolved":       "dissolved %s",
	"profile":         "profile",
	"members.none.at": "The graph knows of none as of %s.",
	"unnamed":         "Articles count %d without naming them: %s",
	"news.title":      "News that the reference lists do not have",
	"map.label":       "Map of the states by standing",
	"chart.label":     "Members over time: %d in %d, %d in %d",
	"chart.point":     "%d: %d members",
	"chart.caption":   "Members over time; each point leads to its year",

	// Actors.
	"capital":        "capital",
	"since":          "since %s",
	"until":          "until %s",
	"named.in":       "named in %s",
	"names":          "Also known by %d names",
	"profile.source": "source of this profile",
	"relation.to":    "Relation to…",
	"counterparts":   "Counterparts",
	"offices":        "Offices",
	"holders":        "Office holders",
	"memberships":    "Memberships",
	"events.title":   "Events",
	"events.latest":  "Latest events",
	"events.all":     "All events",

	// Cooperation and conflict.
	"balance":                    "Balance",
	"balance.years":              "Balance, %d–%d",
	"balance.label":              "Cooperation above the line and conflict below it, by year",
	"balance.caption":            "Cooperation above the line, conflict below it; deeds are stronger in colour than words. Each bar leads to its events.",
	"balance.year":               "%d: %d of cooperation, %d of conflict",
	"balance.verbal.cooperation": "%d cooperation in word",
	"balance.verbal.conflict":    "%d conflict in word",
	"balance.material":           "%d in deed",

	// Relations and negotiations.
	"relation":           "relation",
	"relation.title":     "Relation of two actors",
	"relation.of":        "%s and %s",
	"relation.one":       "One",
	"relation.other":     "and the other",
	"relation.empty":     "Name two actors to see what they share, when they last met, and what they want of each other.",
	"relation.noevents":  "no events between them are known",
	"paths":              "Paths between them",
	"contact":            "Last contact",
	"positions":          "Positions",
	"announced":          "Announced",
	"direct":             "Membership of one in the other",
	"shared":             "Shared organizations",
	"negotiation":        "negotiation",
	"negotiation.of":     "Negotiation of %s",
	"negotiations.title": "Negotiations",
	"negotiations.all":   "All negotiations",
	"talks":              "Talks",
	"round":              "Round %d",
	"rounds":             "Rounds",
	"rounds.none":        "No round is known.",
	"mediated":           "mediated by",
	"hosted":             "hosted by",
	"reported":           "last reported %s",
	"demands":            "Demands",
	"replies":            "Replies",
	"agreed":             "Agreed",
	"coming":             "Next",

	// Evidence.
	"evidence":            "evidence",
	"evidence.of":         "evidence of: %s",
	"evidence.confidence": "read right with %s",
	"evidence.none":       "No article says this any more.",
	"article":             "article",
	"version":             "version %d",
	"tombstone":           "This article was taken out: %s",
	"statements":          "What it states",
	"statements.none":     "Nothing that Entente reads.",

	// The explorer.
	"explorer.title":   "Explorer",
	"explorer.from":    "From",
	"explorer.to":      "to",
	"explorer.anyone":  "anyone",
	"explorer.size":    "At once",
	"explorer.kinds":   "Links",
	"explorer.paths":   "Paths",
	"explorer.partial": "Some actors have more links than were followed; there may be other paths.",
	"explorer.nopath":  "The graph knows of no path that short.",
	"explorer.around":  "Around",
	"explorer.here":    "from here",
	"explorer.empty":   "Name an actor to see whom it has to do with, or two to see how they are connected.",

	// The workbench.
	"query.title":    "DQL workbench",
	"query.label":    "Query, in Dgraph's language. It only reads, and runs when you say so.",
	"query.run":      "Run",
	"query.cancel":   "Cancel",
	"query.csv":      "Download as CSV",
	"query.saved":    "Saved",
	"query.save":     "Save",
	"query.name":     "Name of the query",
	"query.examples": "Examples",
	"query.views":    "Show the result as",
	"query.table":    "Table",
	"query.graph":    "Graph",
	"query.norows":   "The result has no rows.",

	// Operations.
	"operations.title":     "Operations",
	"operations.unknown":   "This server is not told how the graph is fed.",
	"operations.sources":   "Sources",
	"operations.failing":   "In trouble",
	"operations.waiting":   "On their way",
	"operations.aside":     "Set aside",
	"operations.newest":    "Newest article",
	"operations.nosources": "No source has been visited yet. To visit some:",
	"operations.rejects":   "Articles set aside",
	"operations.norejects": "Every article was taken.",
	"operations.retry":     "To try them again:",
	"state.good":           "well",
	"state.alarm":          "alarm",
	"state.error":          "error",

	// What goes wrong.
	"problem.title":     "Nothing to show",
	"problem.nearest":   "Did you mean:",
	"problem.home":      "Begin at the first page",
	"problem.unknown":   "The graph knows nothing named “%s”.",
	"problem.ambiguous": "“%s” may be one of several.",
	"problem.nothing":   "There is nothing here.",
	"problem.foreign":   "This was sent by another site and was not done.",
	"problem.invalid":   "This question can't be asked: %s.",
	"problem.slow":      "The graph takes too long to answer this.",
	"problem.failed":    "The answer could not be had; the server's log says why.",
	"problem.page":      "This page could not be made; the server's log says why.",

	// What scripts say.
	"script.play":      "Play",
	"script.stop":      "Stop",
	"script.close":     "Close",
	"script.failed":    "The server did not answer: %s",
	"script.running":   "running for %s s",
	"script.cancelled": "cancelled after %s s",
	"script.delete":    "Delete",
	"script.drawing":   "Drawing of %s actors and %s links. Arrow keys choose an actor, Enter expands it, P pins it.",
	"script.zoomIn":    "Zoom in",
	"script.zoomOut":   "Zoom out",
	"script.fit":       "Fit",
	"script.find":      "Add an actor",
	"script.expand":    "Expand",
	"script.left":      "%s more",
	"script.pin":       "Pin",
	"script.unpin":     "Unpin",
	"script.hide":      "Hide",
	"script.page":      "Page",
	"script.path":      "Path to it from %s",
	"script.nopath":    "No path from %s to %s that short.",
	"script.most":      "%s actors are drawn; more can't be read. Hide some, or narrow the links.",
	"script.neighbour": "%s links to %s",
	"script.relation":  "Relation",
	"script.evidence":  "Sentences",
	"script.choose":    "Choose an actor or a link to see more of it.",
	"script.nograph":   "The result has no objects to draw.",
}

// numbers are texts that count something: for one, and for any other number.
var numbers = map[string][2]string{
	"article":   {"%d article", "%d articles"},
	"claim":     {"%d claim", "%d claims"},
	"event":     {"%d event", "%d events"},
	"publisher": {"%d publisher", "%d publishers"},
	"round":     {"%d round", "%d rounds"},
	"row":       {"%d row", "%d rows"},
	"statement": {"%d statement read", "%d statements read"},
}

// text is the text of a key, with its verbs filled in. An unknown key is shown as it is; TestTexts finds it.
func text(key string, args ...any) string {
	s, ok := texts[key]
	switch {
	case !ok:
		return key
	case len(args) == 0:
		return s
	}
	return fmt.Sprintf(s, args...)
}

func count(n int, key string) string {
	if n == 1 {
		return fmt.Sprintf(numbers[key][0], n)
	}
	return fmt.Sprintf(numbers[key][1], n)
}

// scriptTexts are the texts of the scripts, as the JSON object that the layout hands them.
var scriptTexts = func() string {
	own := map[string]string{}
	for key, s := range texts {
		if key, ok := strings.CutPrefix(key, "script."); ok {
			own[key] = s
		}
	}
	b, err := json.Marshal(own)
	if err != nil {
		panic(err) // strings always marshal
	}
	return string(b)
}()
