package reference

import "testing"

// TestLists keeps the lists that the program carries right: every complaint names the file and line to correct.
func TestLists(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Validate(); err != nil {
		t.Error(err)
	}
}

// TestAnOrganizationsListEndsAtOneDay holds the rows of an organization to one state of knowledge: an end that lies before
// the day up to which the list is known is known, too. Otherwise whoever leaves that day and whoever comes are both
// members when last reported.
func TestAnOrganizationsListEndsAtOneDay(t *testing.T) {
	w, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range w.Organizations() {
		rows := pick(w.rows.memberships, w.members[o.Ref])
		newest := latest(rows, func(m Membership) Row { return m.Row })
		for _, m := range rows {
			if !m.End.IsZero() && m.AsOf.First().Before(m.End.First()) && !newest.First().Before(m.End.First()) {
				t.Errorf("%s:%d: known up to %s, ended on %s, which the list of %s knows", m.File, m.Line, m.AsOf, m.End, o.Ref)
			}
		}
	}
}
