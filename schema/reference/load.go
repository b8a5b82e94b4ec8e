package reference

import (
	"embed"
	"errors"
	"io/fs"
	"strings"
	"sync"

	"github.com/entente-kg/entente/schema"
)

//go:embed data/*.csv
var embedded embed.FS

// Load returns the lists that the program carries. It reads them once; every caller gets the same World.
func Load() (*World, error) { return loadOnce() }

var loadOnce = sync.OnceValues(func() (*World, error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return Parse(data)
})

// lists are the rows of all files, in the order in which they stand there.
type lists struct {
	sources       []Source
	states        []State
	successions   []Succession
	organizations []Organization
	memberships   []Membership
	bodies        []Body
	offices       []Office
	people        []Person
	tenures       []Tenure
	places        []Place
	names         []Name // of the files of names alone
	ambiguities   []Ambiguity
}

// Parse reads the lists from the CSV files of a folder, all of which must be there. The error joins everything that is
// wrong with single rows, each with file and line; what rows say together is checked by World.Validate.
func Parse(fsys fs.FS) (*World, error) {
	var l lists
	var errs []error
	for _, f := range []struct {
		name, columns string
		add           func(*record)
	}{
		{"sources.csv", "source,title,url", l.addSource},
		{"states.csv", "ref,name,formal,iso2,iso3,numeric,standing,region,capital,seat,start,end,source,as_of", l.addState},
		{"state_names.csv", "ref,name,kind,source,as_of", l.addName},
		{"successions.csv", "predecessor,successor,date,source,as_of", l.addSuccession},
		{"organizations.csv", "ref,name,kind,seat,founded,dissolved,parent,source,as_of", l.addOrganization},
		{"organization_names.csv", "ref,name,kind,source,as_of", l.addName},
		{"memberships.csv", "actor,organization,status,start,end,source,as_of", l.addMembership},
		{"bodies.csv", "ref,name,kind,of,seat,source,as_of", l.addBody},
		{"body_names.csv", "ref,name,kind,source,as_of", l.addName},
		{"offices.csv", "office,of,kind,source,as_of", l.addOffice},
		{"people.csv", "ref,name,state,gender,source,as_of", l.addPerson},
		{"person_names.csv", "ref,name,kind,source,as_of", l.addName},
		{"tenures.csv", "person,office,of,start,end,source,as_of", l.addTenure},
		{"places.csv", "ref,name,kind,state,latitude,longitude,source,as_of", l.addPlace},
		{"place_names.csv", "ref,name,kind,source,as_of", l.addName},
		{"ambiguous.csv", "name,refs,rule,source,as_of", l.addAmbiguity},
	} {
		errs = append(errs, readFile(fsys, f.name, strings.Split(f.columns, ","), f.add))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return newWorld(l), nil
}

// The functions below take a row's fields in the order of the header; Go evaluates the calls of a composite literal from
// left to right.

func (l *lists) addSource(r *record) {
	l.sources = append(l.sources, Source{Key: r.text(), Title: r.text(), URL: r.optional(), Row: r.Row})
}

func (l *lists) addState(r *record) {
	l.states = append(l.states, State{
		Ref: r.ref(schema.State), Name: r.text(), Formal: r.text(),
		ISO2: r.optional(), ISO3: r.optional(), Numeric: r.optional(),
		Standing: oneOf(r, UNMember, UNObserver, PartiallyRecognized, DeFacto, Territory, Historical),
		Region:   r.text(), Capitals: r.refs(schema.Place), Seats: r.refs(schema.Place),
		Start: r.date(), End: r.date(), Row: r.origin(),
	})
}

func (l *lists) addName(r *record) {
	l.names = append(l.names, Name{
		Ref: r.ref(), Text: r.text(),
		Kind: oneOf(r, Short, Formal, FormerName, Variant, Acronym, Demonym, Adjective, Metonym, Transliteration,
			Nickname, Surname),
		Row: r.origin(),
	})
}

func (l *lists) addSuccession(r *record) {
	l.successions = append(l.successions, Succession{
		Predecessor: r.ref(schema.State), Successor: r.ref(schema.State), Date: r.date(), Row: r.origin(),
	})
}

func (l *lists) addOrganization(r *record) {
	l.organizations = append(l.organizations, Organization{
		Ref: r.ref(schema.Organization, schema.Group), Name: r.text(), Kind: r.text(), Seat: r.optionalRef(schema.Place),
		Founded: r.date(), Dissolved: r.date(), Parent: r.optionalRef(), Row: r.origin(),
	})
}

func (l *lists) addMembership(r *record) {
	l.memberships = append(l.memberships, Membership{
		Actor: r.ref(), Organization: r.ref(schema.Organization, schema.Group),
		Status: oneOf(r, schema.MembershipStatuses...), Start: r.date(), End: r.date(), Row: r.origin(),
	})
}

func (l *lists) addBody(r *record) {
	l.bodies = append(l.bodies, Body{
		Ref: r.ref(schema.Organization), Name: r.text(), Kind: r.text(),
		Of: r.optionalRef(), Seat: r.optionalRef(schema.Place), Row: r.origin(),
	})
}

func (l *lists) addOffice(r *record) {
	l.offices = append(l.offices, Office{Title: r.text(), Of: r.ref(), Kind: r.text(), Row: r.origin()})
}

func (l *lists) addPerson(r *record) {
	l.people = append(l.people, Person{
		Ref: r.ref(schema.Person), Name: r.text(), State: r.optionalRef(schema.State), Gender: gender(r), Row: r.origin(),
	})
}

// gender takes m, f or nothing.
func gender(r *record) string {
	g := r.optional()
	if g != "" && g != "m" && g != "f" {
		r.fail("gender %q: want m, f or nothing", g)
	}
	return g
}

func (l *lists) addTenure(r *record) {
	l.tenures = append(l.tenures, Tenure{
		Person: r.ref(schema.Person), Office: r.text(), Of: r.ref(), Start: r.date(), End: r.date(), Row: r.origin(),
	})
}

func (l *lists) addPlace(r *record) {
	p := Place{Ref: r.ref(schema.Place), Name: r.text(), Kind: r.text(), State: r.optionalRef(schema.State)}
	var north, east bool
	p.Latitude, north = r.degrees(90)
	p.Longitude, east = r.degrees(180)
	if north != east {
		r.fail("only one of latitude and longitude is given")
	}
	p.Located = north && east
	p.Row = r.origin()
	l.places = append(l.places, p)
}

func (l *lists) addAmbiguity(r *record) {
	l.ambiguities = append(l.ambiguities, Ambiguity{
		Name: r.text(), Refs: r.refs(), Rule: oneOf(r, PreferFirst, ByContext, ByRole, ByDate), Row: r.origin(),
	})
}
