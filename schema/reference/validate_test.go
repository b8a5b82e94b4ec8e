package reference

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// small is a world of two states, an organization, a person and a group that is right in every row.
var small = map[string]string{
	"sources.csv": "source,title,url\n" +
		"atlas,An atlas,https://example.org/atlas\n",
	"states.csv": "ref,name,formal,iso2,iso3,numeric,standing,region,capital,seat,start,end,source,as_of\n" +
		"state/AAA,Aland,Republic of Aland,AA,AAA,001,un_member,Europe,place/alby,,1950,,atlas,2025\n" +
		"state/BBB,Beland,Kingdom of Beland,BB,BBB,002,un_member,Europe,place/belby,,1950-06,,atlas,2025\n" +
		"state/union,Union of Lands,Union of Lands,,,,historical,Europe,place/alby,,1900,1950,atlas,2025\n",
	"state_names.csv": "ref,name,kind,source,as_of\n" +
		"state/AAA,Alish,adjective,atlas,2025\n",
	"successions.csv": "predecessor,successor,date,source,as_of\n" +
		"state/union,state/AAA,1950,atlas,2025\n",
	"organizations.csv": "ref,name,kind,seat,founded,dissolved,parent,source,as_of\n" +
		"organization/LEAGUE,League,alliance,place/alby,1960-05-01,,,atlas,2025\n" +
		"organization/PACT,Pact,alliance,,1955,1990-07-01,,atlas,2025\n",
	"organization_names.csv": "ref,name,kind,source,as_of\n" +
		"organization/LEAGUE,LGE,acronym,atlas,2025\n",
	"memberships.csv": "actor,organization,status,start,end,source,as_of\n" +
		"state/AAA,organization/LEAGUE,observer,1960-05-01,1970-01-01,atlas,2025\n" +
		"state/AAA,organization/LEAGUE,member,1970-01-01,,atlas,2025\n" +
		"state/BBB,organization/PACT,member,1955,1990-07-01,atlas,2025\n",
	"bodies.csv": "ref,name,kind,of,seat,source,as_of\n" +
		"organization/alish-assembly,Assembly of Aland,parliament,state/AAA,place/alby,atlas,2025\n",
	"body_names.csv": "ref,name,kind,source,as_of\n",
	"offices.csv": "office,of,kind,source,as_of\n" +
		"president,state/AAA,head_of_state,atlas,2025\n",
	"people.csv": "ref,name,state,gender,source,as_of\n" +
		"person/ann-alby,Ann Alby,state/AAA,f,atlas,2025\n",
	"person_names.csv": "ref,name,kind,source,as_of\n",
	"tenures.csv": "person,office,of,start,end,source,as_of\n" +
		"person/ann-alby,president,state/AAA,2020-01-20,2024-01-20,atlas,2025\n",
	"places.csv": "ref,name,kind,state,latitude,longitude,source,as_of\n" +
		"place/alby,Alby,capital,state/AAA,50.5,10.25,atlas,2025\n" +
		"place/belby,Belby,capital,state/BBB,51,11,atlas,2025\n",
	"place_names.csv": "ref,name,kind,source,as_of\n",
	"ambiguous.csv":   "name,refs,rule,source,as_of\n",
}

// with is the small world with rows added to files.
func with(rows map[string]string) fs.FS {
	files := make(fstest.MapFS)
	for name, text := range small {
		files[name] = &fstest.MapFile{Data: []byte(text + rows[name])}
	}
	return files
}

func TestValidateAcceptsSoundLists(t *testing.T) {
	w, err := Parse(with(nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Validate(); err != nil {
		t.Error(err)
	}
}

// TestMistakesAreNamed plants one mistake after the other: each must be reported with the file and line to correct.
func TestMistakesAreNamed(t *testing.T) {
	for _, c := range []struct{ mistake, file, row, want string }{
		{"too few fields", "places.csv", "place/x,X\n", "places.csv:4: 2 fields, want 8"},
		{
			"no calendar day", "memberships.csv", "state/BBB,organization/LEAGUE,member,1970-02-30,,atlas,2025\n",
			`memberships.csv:5: start: "1970-02-30" is no date`,
		},
		{
			"unknown status", "memberships.csv", "state/BBB,organization/LEAGUE,friend,1970,,atlas,2025\n",
			`memberships.csv:5: status "friend": want one of`,
		},
		{"malformed ref", "places.csv", "plaice/x,X,city,,,,atlas,2025\n", `places.csv:4: ref: "plaice/x" is no ref`},
		{"ref of another type", "people.csv", "state/AAA,X,,m,atlas,2025\n", `people.csv:3: ref "state/AAA": want a ref of type [person]`},
		{"off the globe", "places.csv", "place/x,X,city,,95,10,atlas,2025\n", `places.csv:4: latitude "95": want degrees from -90 to 90`},
		{"half a coordinate", "places.csv", "place/x,X,city,,45,,atlas,2025\n", "places.csv:4: only one of latitude and longitude"},
		{"no source", "places.csv", "place/x,X,city,,,,,2025\n", "places.csv:4: source is empty"},
		{"no as_of", "places.csv", "place/x,X,city,,,,atlas,\n", "places.csv:4: as_of is empty"},
		{"blank behind a name", "state_names.csv", "state/AAA,Alander ,demonym,atlas,2025\n", "state_names.csv:3: name \"Alander \" has white space"},
		{"unknown kind of name", "state_names.csv", "state/AAA,Alander,surly,atlas,2025\n", `state_names.csv:3: kind "surly": want one of`},
		{"unknown gender", "people.csv", "person/x,X Y,state/AAA,n,atlas,2025\n", `people.csv:3: gender "n"`},
		{"stray quote", "people.csv", "person/x,X \"Y,state/AAA,m,atlas,2025\n", "people.csv:3: "},

		{"unlisted source", "places.csv", "place/x,X,city,,,,rumour,2025\n", "places.csv:4: source rumour is not listed"},
		{"source twice", "sources.csv", "atlas,Another atlas,\n", "sources.csv:3: source atlas is already listed in line 2"},
		{"ref twice", "places.csv", "place/alby,Alby Again,city,,,,atlas,2025\n", "places.csv:4: place/alby is already listed at places.csv:2"},
		{"unlisted member", "memberships.csv", "state/CCC,organization/LEAGUE,member,1970,,atlas,2025\n", "memberships.csv:5: actor state/CCC is not listed"},
		{"unlisted organization", "memberships.csv", "state/BBB,organization/CLUB,member,1970,,atlas,2025\n", "memberships.csv:5: organization organization/CLUB is not listed"},
		{
			"overlapping statuses", "memberships.csv", "state/AAA,organization/LEAGUE,suspended,1980,1981,atlas,2025\n",
			"memberships.csv:5: state/AAA is suspended of organization/LEAGUE while it is member (line 3)",
		},
		{
			"member before the founding", "memberships.csv", "state/BBB,organization/LEAGUE,member,1960-04,,atlas,2025\n",
			"memberships.csv:5: state/BBB is member of organization/LEAGUE from 1960-04, before its founding in 1960-05-01",
		},
		{
			"member after the end", "memberships.csv", "state/AAA,organization/PACT,member,1956,,atlas,2025\n",
			"memberships.csv:5: state/AAA is member of organization/PACT after its end in 1990-07-01",
		},
		{
			"office in a state that is gone", "tenures.csv", "person/ann-alby,president,state/union,1951,,atlas,2025\n",
			"tenures.csv:3: begins 1951, after the end of state/union in 1950",
		},
		{
			"ends before it begins", "memberships.csv", "state/BBB,organization/LEAGUE,member,1970,1969,atlas,2025\n",
			"memberships.csv:5: ends 1969, before it begins on 1970",
		},
		{
			"capital abroad", "states.csv", "state/CCC,Celand,Celand,CC,CCC,003,un_member,Europe,place/belby,,,,atlas,2025\n",
			"states.csv:5: capital or seat place/belby is a place of state/BBB",
		},
		{
			"unlisted capital", "states.csv", "state/CCC,Celand,Celand,CC,CCC,003,un_member,Europe,place/celby,,,,atlas,2025\n",
			"states.csv:5: capital or seat place/celby is not listed",
		},
		{"code of another", "states.csv", "state/CCC,Celand,Celand,CC,CCD,003,un_member,Europe,,,,,atlas,2025\n", "states.csv:5: state/CCC has the code CCD"},
		{"history without end", "states.csv", "state/old,Oland,Oland,,,,historical,Europe,,,,,atlas,2025\n", "states.csv:5: state/old is historical but has no end"},
		{"tenure of no office", "tenures.csv", "person/ann-alby,king,state/AAA,2020,,atlas,2025\n", `tenures.csv:3: state/AAA has no office "king"`},
		{"office twice", "offices.csv", "president,state/AAA,head_of_state,atlas,2025\n", `offices.csv:3: office "president" of state/AAA is already listed in line 2`},
		{"office in capitals", "offices.csv", "Prime Minister,state/AAA,head_of_government,atlas,2025\n", `offices.csv:3: office "Prime Minister" has capitals`},
		{"name twice", "state_names.csv", "state/AAA,Alish,variant,atlas,2025\n", `state_names.csv:3: state/AAA already has the name "Alish" at state_names.csv:2`},
		{"shared name", "state_names.csv", "state/BBB,ALISH,variant,atlas,2025\n", `state_names.csv:3: "ALISH" is a name of state/AAA state/BBB, but ambiguous.csv has no rule`},
		{"rule for a stranger", "ambiguous.csv", "Alish,state/AAA state/BBB,prefer_first,atlas,2025\n", `ambiguous.csv:2: state/BBB has no name "Alish"`},
		{"rule without effect", "ambiguous.csv", "Alish,state/AAA,coin_toss,atlas,2025\n", `ambiguous.csv:2: rule "coin_toss": want one of`},
	} {
		t.Run(c.mistake, func(t *testing.T) {
			w, err := Parse(with(map[string]string{c.file: c.row}))
			if err == nil {
				err = w.Validate()
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s + %q\n got %v\nwant %s", c.file, c.row, err, c.want)
			}
		})
	}
}

func TestEveryMistakeIsReported(t *testing.T) {
	_, err := Parse(with(map[string]string{
		"places.csv":  "place/x,X,city,,95,10,atlas,2025\nplace/y,Y,city,,1,200,atlas,2025\n",
		"tenures.csv": "person/ann-alby,president,state/AAA,soon,,atlas,2025\n",
	}))
	for _, want := range []string{"places.csv:4", "places.csv:5", "tenures.csv:3"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no complaint about %s in: %v", want, err)
		}
	}
}

func TestParseNeedsEveryFile(t *testing.T) {
	files := with(nil).(fstest.MapFS)
	delete(files, "tenures.csv")
	files["offices.csv"].Data = []byte("title,of\n")
	_, err := Parse(files)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "offices.csv:1: header is title,of") {
		t.Errorf("got %v", err)
	}
}
