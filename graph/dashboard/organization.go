package dashboard

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// organizationPage is who belongs to an organization as of a date.
type organizationPage struct {
	Organization question.Named
	Profile      *question.ActorAnswer
	At           schema.Date
	Tab          schema.MembershipStatus
	Tabs         []tab
	Members      []question.Membership
	Unnamed      []question.Count
	Map          worldMap
	Chart        chart
	First, Last  int // years of the slider
	Year         int // that it stands on
	News         []question.Membership
	CSV, JSON    string // addresses of the downloads
}

// tab is a standing with the number of its affiliates.
type tab struct {
	Status schema.MembershipStatus
	Number int
	URL    string
	Here   bool
}

func (d *Dashboard) organization(w http.ResponseWriter, r *http.Request) (*view, error) {
	at, err := date(r, "at")
	if err != nil {
		return nil, err
	}
	status := schema.MembershipStatus(cmp.Or(r.FormValue("status"), string(schema.Member)))
	if !status.Valid() {
		return nil, &question.InvalidError{Field: "status", Reason: fmt.Sprintf("%q is none of %v", status, schema.MembershipStatuses)}
	}
	ref := schema.Ref(r.URL.Path[1:])
	all, err := d.ask.Members(r.Context(), question.Members{
		Organization: string(ref), At: at, Statuses: schema.MembershipStatuses, Counts: true,
	})
	if err != nil {
		return nil, err
	}
	shown := slices.DeleteFunc(slices.Clone(all.Members), func(m question.Membership) bool { return m.Status != status })
	switch r.FormValue("format") {
	case "":
	case "csv":
		return nil, writeCSV(w, all.Organization, shown)
	case "json":
		w.Header().Set("Content-Type", "application/json")
		return nil, json.NewEncoder(w).Encode(shown)
	default:
		return nil, &question.InvalidError{Field: "format", Reason: "want csv or json"}
	}
	profile, err := d.ask.Actor(r.Context(), question.Actor{Actor: string(ref), At: at})
	if err != nil {
		return nil, err
	}
	p := organizationPage{
		Organization: all.Organization, Profile: profile, At: at, Tab: status, Members: shown, Unnamed: all.Unnamed,
		Map: d.world.colour(all.Members), Chart: chartOf(all.Counts), News: newsOf(all.Members),
		CSV: with(r, "format", "csv"), JSON: with(r, "format", "json"),
	}
	p.setTabs(r, all.Members)
	p.setYears(all.Counts)
	return &view{"organization.html", all.Organization.Name, p}, nil
}

func (p *organizationPage) setTabs(r *http.Request, members []question.Membership) {
	numbers := map[schema.MembershipStatus]int{}
	for _, m := range members {
		numbers[m.Status]++
	}
	for _, s := range schema.MembershipStatuses {
		if numbers[s] > 0 || s == schema.Member || s == p.Tab {
			p.Tabs = append(p.Tabs, tab{s, numbers[s], with(r, "status", string(s)), s == p.Tab})
		}
	}
}

func (p *organizationPage) setYears(counts []question.YearCount) {
	p.Last = time.Now().Year()
	p.First = p.Last
	for _, c := range counts {
		p.First = min(p.First, c.Year)
	}
	p.Year = cmp.Or(p.At.Year(), p.Last)
}

// newsOf are the standings that articles tell and the reference lists do not know.
func newsOf(members []question.Membership) (news []question.Membership) {
	for _, m := range members {
		if !m.Reference && m.Articles > 0 {
			news = append(news, m)
		}
	}
	return news
}

// writeCSV sends members as a table; a cell that a spreadsheet would take for a formula gets an apostrophe in front.
func writeCSV(w http.ResponseWriter, organization question.Named, members []question.Membership) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", schema.Slug(organization.Name)+".csv"))
	c := csv.NewWriter(w)
	if err := c.Write([]string{"ref", "name", "status", "since", "until", "articles", "publishers", "reference", "last_reported", "fact"}); err != nil {
		return err
	}
	for _, m := range members {
		err := c.Write([]string{
			string(m.Actor.Ref), harmless(m.Actor.Name), string(m.Status), m.Since.String(), m.Until.String(), strconv.Itoa(m.Articles),
			strconv.Itoa(m.Publishers), strconv.FormatBool(m.Reference), m.LastReported.String(), m.Fact,
		})
		if err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func harmless(cell string) string {
	if cell != "" && slices.Contains([]byte("=+-@\t\r"), cell[0]) {
		return "'" + cell
	}
	return cell
}
