package dashboard

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"

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
	Members      []memberRow
	Unnamed      []question.Count
	Map          worldMap
	Chart        memberChart
	First, Last  int // years of the slider
	Year         int // that it stands on
	News         []question.Membership
	CSV, JSON    string // addresses of the downloads
	Link         string // to this very view, on whatever day it is opened
	Restores     bool   // the address holds a filter or an order of rows, which scripts are about to restore
}

// memberRow is a row of the table.
type memberRow struct {
	question.Membership
	Changed bool // the standing began within a year before the date of the page
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
	ref := r.URL.Path[1:]
	all, err := d.ask.Members(r.Context(), question.Members{
		Organization: ref, At: at, Statuses: schema.MembershipStatuses, Counts: true, History: true,
	})
	if err != nil {
		return nil, err
	}
	holding := slices.DeleteFunc(slices.Clone(all.Members), func(m question.Membership) bool { return !m.Holds })
	shown := slices.DeleteFunc(slices.Clone(holding), func(m question.Membership) bool { return m.Status != status })
	switch r.FormValue("format") {
	case "":
	case "csv":
		return nil, writeMembersCSV(w, all.Organization, shown)
	case "json":
		return nil, writeJSON(w, shown)
	default:
		return nil, &question.InvalidError{Field: "format", Reason: "want csv or json"}
	}
	profile, err := d.ask.Actor(r.Context(), question.Actor{Actor: ref, At: at})
	if err != nil {
		return nil, err
	}
	p := organizationPage{
		Organization: all.Organization, Profile: profile, At: at, Tab: status, Unnamed: all.Unnamed,
		Map: d.world.colour(holding), News: newsOf(all.Members),
		CSV: with(r, "format", "csv"), JSON: with(r, "format", "json"),
	}
	today := schema.DateOf(d.options.Now())
	p.Link = with(r, "at", cmp.Or(at, today).String(), "status", string(status))
	p.Restores = r.FormValue("filter") != "" || r.FormValue("sort") != ""
	p.Members = rowsOf(shown, cmp.Or(at, today))
	p.setTabs(r, holding)
	p.setYears(all.Counts, today.Year())
	p.Chart = memberChartOf(all.Counts, p.Year)
	return &view{"organization.html", all.Organization.Name, p}, nil
}

// rowsOf marks the standings that began in the year before a date.
func rowsOf(members []question.Membership, at schema.Date) []memberRow {
	rows := make([]memberRow, len(members))
	day := at.Last()
	for i, m := range members {
		since := m.Since.First()
		rows[i] = memberRow{m, !m.Since.IsZero() && since.After(day.AddDate(-1, 0, 0)) && !since.After(day)}
	}
	return rows
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

func (p *organizationPage) setYears(counts []question.YearCount, today int) {
	p.First, p.Last = today, today
	for _, c := range counts {
		p.First = min(p.First, c.Year)
	}
	p.Year = min(max(cmp.Or(p.At.Year(), p.Last), p.First), p.Last)
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

// writeMembersCSV sends members as a table.
func writeMembersCSV(w http.ResponseWriter, organization question.Named, members []question.Membership) error {
	rows := [][]string{{"ref", "name", "status", "since", "until", "articles", "publishers", "reference", "last_reported", "fact"}}
	for _, m := range members {
		rows = append(rows, []string{
			string(m.Actor.Ref), m.Actor.Name, string(m.Status), m.Since.String(), m.Until.String(), strconv.Itoa(m.Articles),
			strconv.Itoa(m.Publishers), strconv.FormatBool(m.Reference), m.LastReported.String(), m.Fact,
		})
	}
	return sendCSV(w, schema.Slug(organization.Name)+".csv", rows)
}

// sendCSV sends rows as a file.
func sendCSV(w http.ResponseWriter, file string, rows [][]string) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", file))
	return writeCSV(w, rows)
}

func writeCSV(w io.Writer, rows [][]string) error {
	c := csv.NewWriter(w)
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = harmless(cell)
		}
		if err := c.Write(safe); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// harmless puts an apostrophe in front of what a spreadsheet would take for a formula.
func harmless(cell string) string {
	if cell != "" && slices.Contains([]byte("=+-@\t\r"), cell[0]) {
		return "'" + cell
	}
	return cell
}
