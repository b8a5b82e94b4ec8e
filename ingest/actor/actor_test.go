package actor_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/entente-kg/entente/ingest/actor"
	"github.com/entente-kg/entente/ingest/text"
	"github.com/entente-kg/entente/schema"
	"github.com/entente-kg/entente/schema/reference"
)

// reader resolves texts with the embedded model and the embedded lists.
type reader struct {
	analyzer *text.Analyzer
	resolver *actor.Resolver
}

var loadReader = sync.OnceValues(func() (*reader, error) {
	analyzer, err := text.Load()
	if err != nil {
		return nil, err
	}
	world, err := reference.Load()
	if err != nil {
		return nil, err
	}
	resolver, err := actor.New(world)
	return &reader{analyzer, resolver}, err
})

// resolve reads a text that appeared on a day of June 2025.
func resolve(t testing.TB, s string, ignore ...actor.Range) (*text.Document, *actor.Resolution) {
	t.Helper()
	r, err := loadReader()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := r.analyzer.Analyze(s)
	if err != nil {
		t.Fatal(err)
	}
	return doc, r.resolver.Resolve(doc, actor.Context{Published: schema.MustDate("2025-06-20"), Ignore: ignore})
}

// mentions lists what a resolution says, one line a mention: the words, then the refs.
func mentions(doc *text.Document, r *actor.Resolution) []string {
	var lines []string
	for _, m := range r.Mentions {
		line := doc.Text[m.Start:m.End] + " ="
		for _, e := range m.Entities {
			line += " " + string(r.Entities[e].Ref)
		}
		lines = append(lines, line)
	}
	return lines
}

// titles lists the titles of a resolution, one line each: person, office, owner.
func titles(r *actor.Resolution) []string {
	var lines []string
	for _, t := range r.Titles {
		line := fmt.Sprintf("%s %s of %s", r.Entities[t.Person].Name, t.Office, t.Of)
		if t.Former {
			line += " (former)"
		}
		lines = append(lines, strings.TrimSuffix(line, " of "))
	}
	return lines
}

// The lines below read: the text; then what must be among its mentions; then what must not, as the beginning of a line.
var mentionTests = []struct {
	name, text string
	want, not  []string
}{
	{
		"a capital that is struck is a place",
		"Israel bombed Tehran on Monday and had struck Damascus before. Israel warned Tehran.",
		[]string{"Tehran = place/tehran", "Damascus = place/damascus", "Tehran = state/IRN"},
		[]string{"Damascus = state/SYR"},
	},
	{
		"metonyms by role",
		"Moscow said on Monday that it would answer. The delegation had landed in Moscow at dawn. Talks with Tehran are to go on, and a crowd gathered near Tehran.",
		[]string{"Moscow = state/RUS", "Moscow = place/moscow", "Tehran = state/IRN", "Tehran = place/tehran"},
		nil,
	},
	{
		"buildings of governments",
		"The Kremlin rejected the offer. The two men will meet at the White House in July, the White House announced.",
		[]string{"Kremlin = state/RUS", "White House = place/white-house", "White House = state/USA"},
		nil,
	},
	{
		"Brussels is a city, the union or a state",
		"Brussels wants to fine the company, an official of the European Union said. The ministers met in Brussels.",
		[]string{"Brussels = organization/EU", "Brussels = place/brussels"},
		nil,
	},
	{
		"adjectives and demonyms stand for states",
		"Swedish and Finnish officials met. The Norwegians stayed away.",
		[]string{"Swedish = state/SWE", "Finnish = state/FIN", "Norwegians = state/NOR", "Swedish and Finnish officials = state/SWE state/FIN"},
		nil,
	},
	{
		"two parts of a compound",
		"A Franco-German plan was discussed at the Turkish-Greek border.",
		[]string{"Franco = state/FRA", "German = state/DEU", "Turkish = state/TUR", "Greek = state/GRC"},
		[]string{"Franco-German"},
	},
	{
		"surname after the full name",
		"Foreign Minister Petra Halvorsen of Norway flew to Geneva. Halvorsen met the rebels.",
		[]string{"Petra Halvorsen = person/petra-halvorsen-nor", "Halvorsen = person/petra-halvorsen-nor"},
		nil,
	},
	{
		"a surname that is a state",
		"The secretary-general, Ruth Jordan, arrived late. Jordan said that the talks would go on. Prices rose in Jordan.",
		[]string{"Ruth Jordan = person/ruth-jordan", "Jordan = person/ruth-jordan", "Jordan = state/JOR"},
		nil,
	},
	{
		"the state of Georgia and Georgia",
		"Georgia's prime minister, Irakli Kobakhidze, spoke in Tbilisi. Georgia wants to join.",
		[]string{"Georgia = state/GEO"},
		[]string{"Georgia = place"},
	},
	{
		"Georgia governor",
		"The Georgia governor called voters in Atlanta, Georgia, to the polls.",
		[]string{"Georgia = place/georgia-usa"},
		[]string{"Georgia = state"},
	},
	{
		"the Congo with a capital that tells which",
		"The Congo and its neighbours met in Brazzaville, where the Republic of the Congo has its government. Niger and Nigeria took part, as did Guinea-Bissau.",
		[]string{"Niger = state/NER", "Nigeria = state/NGA", "Guinea-Bissau = state/GNB"},
		[]string{"Guinea = "},
	},
	{
		"given names that are places",
		"The court heard Chad Whitlock and Paris Underwood. Chad closed its border.",
		[]string{"Chad Whitlock = person/chad-whitlock", "Chad = state/TCD"},
		[]string{"Paris = "},
	},
	{
		"acronym introduced in brackets",
		"The Lake Basin Development Authority (LBDA) signed a contract. The LBDA is based in Kisumu.",
		[]string{"Lake Basin Development Authority = organization/lake-basin-development-authority", "LBDA = organization/lake-basin-development-authority"},
		nil,
	},
	{
		"parts of a government",
		"Armenia's Ministry of Defence denied it. The Armenian Defense Ministry said so twice, and Peru's agriculture ministry agreed. A Turkish court ruled.",
		[]string{"Peru's agriculture ministry = ", "agriculture ministry = organization/peruvian-agriculture-ministry"}[1:], nil,
	},
	{
		"counterpart",
		"Chinese Foreign Minister Wang Yi will receive his Indian counterpart next week.",
		[]string{"Wang Yi = person/wang-yi", "Indian counterpart = person/subrahmanyam-jaishankar"},
		nil,
	},
	{
		"an office instead of a name",
		"The Turkish president praised the deal. Lithuania thanked him.",
		[]string{"Turkish president = person/recep-tayyip-erdogan"},
		nil,
	},
	{
		"both leaders",
		"President Emmanuel Macron of France received Chancellor Friedrich Merz of Germany. Both leaders promised help.",
		[]string{"leaders = person/emmanuel-macron person/friedrich-merz"},
		nil,
	},
	{
		"the two sides",
		"Armenia and Azerbaijan have agreed on a text. The two sides will sign it in August.",
		[]string{"sides = state/ARM state/AZE"},
		nil,
	},
	{
		"the bloc and the alliance",
		"ASEAN will meet in October. The bloc has ten members. NATO sent observers, and the alliance paid for them.",
		[]string{"bloc = organization/ASEAN", "alliance = organization/NATO"},
		nil,
	},
	{
		"the country and its capital",
		"Lesotho has asked for help. The country has no port. The Basotho met in the Malaysian capital.",
		[]string{"country = state/LSO", "Malaysian capital = place/kuala-lumpur"},
		nil,
	},
	{
		"pronouns",
		"Prime Minister Mette Frederiksen called Ambassador Henrik Dahl. She told him that Denmark would keep its promise.",
		[]string{"She = person/mette-frederiksen", "its = state/DNK"},
		[]string{"him = person/mette"},
	},
	{
		"a courtesy tells the gender",
		"Mrs Adjoa and Mr Zoubir met. She left first, and he followed.",
		[]string{"She = person/adjoa", "he = person/zoubir"},
		nil,
	},
	{
		"junk names nobody",
		"Kenya hosted the meeting. (Reporting by Ann Mbugua; AFP, Reuters) Author: Tom Brandt Editor: Eve Loos",
		[]string{"Kenya = state/KEN"},
		[]string{"Tom Brandt", "Eve Loos"},
	},
	{
		"dateline",
		"LISBON (Atlantic Wire) - Portugal recalled its envoy from Maputo.",
		[]string{"LISBON = place/lisbon", "Portugal = state/PRT"},
		[]string{"Atlantic Wire"},
	},
	{
		"languages, days and treaties are no actors",
		"On Monday he wrote in German about the Minsk Agreement and the Bible.",
		nil,
		[]string{"Monday", "German", "Minsk", "Bible"},
	},
	{
		"a general name with an owner is not the body of the lists",
		"Russia's Security Council met. The UN Security Council did not.",
		[]string{"UN Security Council = organization/UNSC"},
		[]string{"Security Council = organization/UNSC"},
	},
	{
		"a name that reaches to its acronym",
		"The Union for a Free Coast of Togo (UFCT) left. The UFCT has one seat.",
		[]string{"Union for a Free Coast of Togo = organization/union-for-a-free-coast-of-togo", "UFCT = organization/union-for-a-free-coast-of-togo"},
		nil,
	},
	{
		"governors tell the American Georgia",
		"Governor Ann Whitby of Georgia vetoed it.",
		[]string{"Georgia = place/georgia-usa"},
		nil,
	},
	{
		"a thing is no actor",
		"Poland bought two Patriot batteries. Warsaw called it a bargain.",
		[]string{"Poland = state/POL", "Warsaw = state/POL"},
		[]string{"Patriot", "it ="},
	},
	{
		"what capitals are sent and told",
		"Oslo sent a letter to Ottawa. The minister flew to Ottawa and left for Lima. Lima's streets were empty.",
		[]string{"Oslo = state/NOR", "Ottawa = state/CAN", "Ottawa = place/ottawa", "Lima = place/lima"},
		[]string{"Lima = state"},
	},
	{
		"an agency is no army",
		"The minister told AFP that the vote would be free.",
		nil,
		[]string{"AFP = organization/armed"},
	},
	{
		"name particles",
		"Minister Badr al-Rahbi met Ursula von der Leyen and Luiz Inácio Lula da Silva. Al-Rahbi left early.",
		[]string{"Badr al-Rahbi = person/badr-al-rahbi", "Ursula von der Leyen = person/ursula-von-der-leyen", "Luiz Inácio Lula da Silva = person/luiz-inacio-lula-da-silva"},
		nil,
	},
}

func TestMentions(t *testing.T) {
	for _, test := range mentionTests {
		t.Run(test.name, func(t *testing.T) {
			doc, r := resolve(t, test.text)
			got := mentions(doc, r)
			for _, want := range test.want {
				if !slices.ContainsFunc(got, func(s string) bool { return s == want || strings.HasPrefix(s, want+"-") }) {
					t.Errorf("missed %q in\n%s", want, strings.Join(got, "\n"))
				}
			}
			for _, not := range test.not {
				if slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, not) }) {
					t.Errorf("false %q in\n%s", not, strings.Join(got, "\n"))
				}
			}
		})
	}
}

var titleTests = []struct {
	text string
	want []string
}{
	{"U.S. Secretary of State Marco Rubio spoke.", []string{"Marco Rubio secretary of state of state/USA"}},
	{"The former German chancellor, Angela Merkel, agreed.", []string{"Angela Merkel chancellor of state/DEU (former)"}},
	{"Former Chilean Finance Minister Rodrigo Quiroga resigned.", []string{"Rodrigo Quiroga finance minister of state/CHL (former)"}},
	{"Prime Minister Narendra Modi of India left.", []string{"Narendra Modi prime minister of state/IND"}},
	{"NATO Secretary General Mark Rutte was there.", []string{"Mark Rutte secretary general of organization/NATO"}},
	{"EU foreign policy chief Kaja Kallas was there.", []string{"Kaja Kallas foreign policy chief of organization/EU"}},
	{"\"No,\" said Oksana Melnyk, a deputy finance minister of Ukraine.", []string{"Oksana Melnyk deputy finance minister of state/UKR"}},
	{"Peru's interior minister, Lucho Paredes, who had called the meeting, left.", []string{"Lucho Paredes interior minister of state/PER"}},
	{"Mali wants more. Its foreign minister, Fanta Coulibaly, said so.", []string{"Fanta Coulibaly foreign minister of state/MLI"}},
	{"Jonas Berg, the Swedish ambassador to Kenya, objected.", []string{"Jonas Berg ambassador of state/SWE"}},
	{"Rafael Grossi, the director general of the International Atomic Energy Agency, arrived.", []string{"Rafael Grossi director general of organization/IAEA"}},
	{"The Minister of Trade and Industry of Ghana, Kweku Badu, signed.", []string{"Kweku Badu minister of trade and industry of state/GHA"}},
	{"Tomas Vrba is the prime minister of Slovakia.", []string{"Tomas Vrba prime minister of state/SVK"}},
	{"The foreign ministers of Chad and Niger, Idriss Tahir and Aminata Seyni, met.", []string{"Idriss Tahir foreign minister of state/TCD", "Aminata Seyni foreign minister of state/NER"}},
	{"Presidents Ana Ruiz of Bolivia and Juan Prado of Peru met.", []string{"Ana Ruiz president of state/BOL", "Juan Prado president of state/PER"}},
	{"Deputy Prime Minister and Foreign Minister Ivo Petrak of Slovenia left.", []string{"Ivo Petrak deputy prime minister of state/SVN", "Ivo Petrak foreign minister of state/SVN"}},
	{"Foreign Minister Li Anwen of Fiji met her Tongan and Samoan counterparts, Sela Taufa and Mika Leota.", []string{
		"Li Anwen foreign minister of state/FJI", "Sela Taufa foreign minister of state/TON", "Mika Leota foreign minister of state/WSM",
	}},
	{"Ann Berg, the high representative of President Félix Tshisekedi, left.", []string{"Ann Berg high representative of state/COD", "Félix Tshisekedi president of state/COD"}},
	{"Said Omari, a minister of state at the Qatari foreign ministry, left.", []string{"Said Omari minister of state of state/QAT"}},
	{"The European Commission agreed. Ida Holm, a spokeswoman for the Commission, said so.", []string{"Ida Holm spokeswoman of organization/EC"}},
	{"They elected President Ann Berg of Fiji chair of the African Union.", []string{"Ann Berg president of state/FJI", "Ann Berg chair of organization/AU"}},
	{"The presidents of Chad and Niger - Idriss Tahir and Aminata Seyni - met.", []string{"Idriss Tahir president of state/TCD", "Aminata Seyni president of state/NER"}},
	{"Ivo Petrak, the Slovene defence minister, will hold talks in Port Moresby with his counterpart, Billy Wanpis.", []string{
		"Ivo Petrak defence minister of state/SVN", "Billy Wanpis defence minister of state/PNG",
	}},
	{"The EU came with Karl Brandt, the bloc's special envoy.", []string{"Karl Brandt special envoy of organization/EU"}},
	{"He came with his deputy, Karl Brandt.", nil},
	{"The Russian leader smiled.", nil},
	{"Hamas leader Yahya Rantisi spoke.", []string{"Yahya Rantisi leader of group/hamas"}},
	{"Analyst Paul Kern of the Baltic Institute disagreed.", nil},
	{"Albania's president, Bajram Begaj, met his Kosovar counterpart, Vjosa Osmani.", []string{"Bajram Begaj president of state/ALB", "Vjosa Osmani president of state/XKX"}},
}

func TestTitles(t *testing.T) {
	for _, test := range titleTests {
		t.Run(test.text, func(t *testing.T) {
			_, r := resolve(t, test.text)
			if got := titles(r); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// Two people of one name from two states are two actors, in whatever articles and order they appear; one person is one.
func TestNamesakes(t *testing.T) {
	ref := func(s string) schema.Ref {
		_, r := resolve(t, s)
		for _, e := range r.Entities {
			if e.Type == schema.Person {
				return e.Ref
			}
		}
		t.Fatalf("nobody in %q", s)
		return ""
	}
	a := ref("Italy's deputy trade minister, Marta Conti, spoke.")
	b := ref("Deputy Trade Minister Marta Conti of Italy left for Rome.")
	c := ref("Marta Conti, the Argentine ambassador, objected.")
	if a != b {
		t.Errorf("one person is %s and %s", a, b)
	}
	if a == c {
		t.Errorf("two people are both %s", a)
	}
	if got := ref("Chilean Health Minister David Cameron resigned."); got != "person/david-cameron-chl" {
		t.Errorf("a Chilean namesake is %s", got)
	}
	if got := ref("Former British Prime Minister David Cameron resigned."); got != "person/david-cameron" {
		t.Errorf("the known one is %s", got)
	}
}

func TestIgnore(t *testing.T) {
	s := "Kenya agreed. Support us in Uganda!"
	at := strings.Index(s, "Support")
	doc, r := resolve(t, s, actor.Range{Start: at, End: len(s)})
	if got := mentions(doc, r); !slices.Equal(got, []string{"Kenya = state/KEN"}) {
		t.Errorf("got %q", got)
	}
}

func TestAt(t *testing.T) {
	doc, r := resolve(t, "Russian President Vladimir Putin met Israeli officials.")
	for i, tok := range doc.Sentences[0].Tokens {
		m := r.At(0, i)
		got := ""
		if m >= 0 {
			got = string(r.Entities[r.Mentions[m].Entities[0]].Ref)
		}
		want := map[string]string{
			"Russian": "state/RUS", "President": "person/vladimir-putin", "Vladimir": "person/vladimir-putin", "Putin": "person/vladimir-putin",
			"Israeli": "state/ISR", "officials": "state/ISR",
		}[tok.Text]
		if got != want {
			t.Errorf("At(%q) is %q, want %q", tok.Text, got, want)
		}
	}
}
