package reference

import "github.com/entente-kg/entente/schema"

// Row is where a fact of the lists stands and where it comes from.
type Row struct {
	File   string      // name of the CSV file
	Line   int         // line of the row, counted from 1
	Source string      // key of a Source
	AsOf   schema.Date // the date up to which the row is known to be right
}

// Source is a publication that rows rely on.
type Source struct {
	Key, Title, URL string
	Row             Row
}

// Standing is how a state or territory stands in the world.
type Standing string

// The standings. A de facto state governs a territory that others count as theirs; a Territory has an ISO 3166-1 code of
// its own without being a state.
const (
	UNMember            Standing = "un_member"
	UNObserver          Standing = "un_observer"
	PartiallyRecognized Standing = "partially_recognized"
	DeFacto             Standing = "de_facto"
	Territory           Standing = "territory"
	Historical          Standing = "historical"
)

// State is a state, a territory with an ISO code of its own, or a state that exists no more.
type State struct {
	Ref                 schema.Ref
	Name, Formal        string
	ISO2, ISO3, Numeric string // ISO 3166-1; empty where the standard has none
	Standing            Standing
	Region              string       // of the UN geoscheme (M49)
	Capitals            []schema.Ref // the first is the one that the constitution or custom names
	Seats               []schema.Ref // where the government sits, if that is not a capital
	Start, End          schema.Date  // of statehood in the present form; End is the first day on which it was gone
	Row
}

// NameKind says how a name stands for what it names.
type NameKind = schema.NameKind

// The kinds of names. Listed is the name in the main row itself and Capital a state's capital that stands for its
// government; the others are those of the files of names.
const (
	Listed          NameKind = "name"
	Capital         NameKind = "capital"
	Short                    = schema.ShortName
	Formal                   = schema.FormalName
	FormerName               = schema.FormerName
	Variant                  = schema.Variant
	Acronym                  = schema.Acronym
	Demonym                  = schema.Demonym
	Adjective                = schema.Adjective
	Metonym                  = schema.Metonym
	Transliteration          = schema.Transliteration
	Nickname                 = schema.Nickname
	Surname                  = schema.Surname
)

// Name is a name of an actor or place.
type Name struct {
	Ref  schema.Ref
	Text string
	Kind NameKind
	Row
}

// Succession says that a state took the place of another, or of a part of it.
type Succession struct {
	Predecessor, Successor schema.Ref
	Date                   schema.Date
	Row
}

// Organization is an intergovernmental organization, alliance, forum or bloc, a part of one, an armed group or a named
// collective.
type Organization struct {
	Ref                schema.Ref
	Name, Kind         string
	Seat               schema.Ref // a place
	Founded, Dissolved schema.Date
	Parent             schema.Ref
	Row
}

// Membership is the standing of an actor in an organization from Start until the day before End.
type Membership struct {
	Actor, Organization schema.Ref
	Status              schema.MembershipStatus
	Start, End          schema.Date
	Row
}

// Body is a part of a state or of an organization: a ministry, a parliament, armed forces, a party, an agency.
type Body struct {
	Ref        schema.Ref
	Name, Kind string
	Of         schema.Ref // a state, organization or group
	Seat       schema.Ref // a place
	Row
}

// Office is a post that a state, organization or body has.
type Office struct {
	Title string // lower case, without the country
	Of    schema.Ref
	Kind  string
	Row
}

// Person is someone who holds or held an office, or leads a group.
type Person struct {
	Ref    schema.Ref
	Name   string
	State  schema.Ref
	Gender string // m, f, or empty where it is not known
	Row
}

// Tenure is the time for which a person holds an office, from Start until the day before End.
type Tenure struct {
	Person     schema.Ref
	Office     string
	Of         schema.Ref
	Start, End schema.Date
	Row
}

// Place is a city, region, water, building or other scene of events.
type Place struct {
	Ref                 schema.Ref
	Name, Kind          string
	State               schema.Ref // empty for what lies in no state or in several
	Latitude, Longitude float64    // degrees, WGS 84
	Located             bool       // whether the coordinates are known
	Row
}

// Ambiguity is the rule of preference for a name that several actors share.
type Ambiguity struct {
	Name string
	Refs []schema.Ref // the preferred first
	Rule Rule
	Row
}

// Rule says how to choose among those who share a name.
type Rule string

// The rules. PreferFirst takes the first unless the text names another with a fuller name; ByContext asks for the words
// around the name, which may also be an ordinary word or the name of a person (Nice, Jordan); ByRole asks what the name
// does in its sentence; ByDate takes the one that existed at the time.
const (
	PreferFirst Rule = "prefer_first"
	ByContext   Rule = "by_context"
	ByRole      Rule = "by_role"
	ByDate      Rule = "by_date"
)
