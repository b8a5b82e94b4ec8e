package extract

import (
	"slices"
	"strings"
	"testing"

	"github.com/entente-kg/entente/schema"
)

// A claim is a sentence, published on 9 May 2025, with the whole of its facts of one sort, a line each as summary writes
// them, the date left out.
type claim struct {
	text string
	want []string
}

func checkClaims(t *testing.T, sort string, claims []claim) {
	t.Helper()
	x := extractor(t)
	for _, c := range claims {
		f, err := x.Extract(schema.Article{ID: "s", Published: "2025-05-09", Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, line := range summary(f) {
			if rest, ok := strings.CutPrefix(line, "  "+sort+" "); ok {
				got = append(got, rest)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s\ngot  %q\nwant %q", c.text, got, c.want)
		}
	}
}

// Who belongs to an organization is often told in passing: in a relative clause, beside "other members", between dashes.
func TestMembersInProse(t *testing.T) {
	checkClaims(t, "membership", []claim{
		{"The Arab League, which includes Egypt, Sudan and Somalia, will meet on Saturday.", []string{"EGY member LAS", "SDN member LAS", "SOM member LAS"}},
		{"The Association of Southeast Asian Nations, a ten-member grouping which includes Laos and Vietnam, will meet in June.", []string{"LAO member ASEAN", "VNM member ASEAN"}},
		{"The G7 includes Canada, France and Italy.", []string{"CAN member G7", "FRA member G7", "ITA member G7"}},
		{"The European Union includes Belarus in its sanctions.", nil},
		{"The European Union included Belarus and Russia in its list of tax havens.", nil},
		{"The agenda of the African Union includes Sudan and Somalia.", nil},
		{"NATO's mission, which includes soldiers from Turkey, left Kabul.", nil},

		{"The Visegrad Group, made up of Czechia, Hungary and Slovakia, met in Prague on Monday.", []string{"CZE member visegrad-group", "HUN member visegrad-group", "SVK member visegrad-group"}},
		{"Mercosur is made up of Argentina, Brazil, Paraguay and Uruguay.", []string{"ARG member MERCOSUR", "BRA member MERCOSUR", "PRY member MERCOSUR", "URY member MERCOSUR"}},
		{"Russia, Belarus and four other countries make up the Collective Security Treaty Organization.", []string{"RUS member CSTO", "BLR member CSTO"}},
		{"BRICS, which brings together Brazil, India and China, met in Kazan.", []string{"BRA member BRICS", "IND member BRICS", "CHN member BRICS"}},
		{"The Nordic Council would comprise Greenland and Iceland.", nil},

		{"Kenya, Uganda and other members of the East African Community sent observers.", []string{"KEN member EAC", "UGA member EAC"}},
		{"Hungary and other NATO members opposed the plan.", []string{"HUN member NATO"}},
		{"France, like other members of the European Union, has recalled its envoy.", []string{"FRA member EU"}},
		{"Greece, along with fellow NATO members Italy and Spain, sent ships.", []string{"GRC member NATO", "ITA member NATO", "ESP member NATO"}},
		{"Hungary joined other members of the European Union in backing the plan.", []string{"HUN member EU"}},
		{"Ukraine held talks with other members of NATO.", nil},
		{"Kenya asked the African Union and other organizations for help.", nil},
		{"Russia and other enemies of NATO condemned the plan.", nil},

		{"NATO members Turkey and Greece held talks in Athens.", []string{"TUR member NATO", "GRC member NATO"}},
		{"Together with fellow BRICS members Brazil and India, China condemned the strikes.", []string{"CHN member BRICS", "BRA member BRICS", "IND member BRICS"}},
		{"Honduras is no longer a member of the African Union.", []string{"HND former AU"}},
		{"Qatar, a member of OPEC until 2019, hosted the meeting.", []string{"QAT former OPEC ..2019"}},
		{"Argentina had been due to join BRICS.", nil},
		{"The European Union's three Baltic members, Estonia, Latvia and Lithuania, closed their borders.", []string{"EST member EU", "LVA member EU", "LTU member EU"}},
		{"Ghana is one of twelve members of ECOWAS.", []string{"GHA member ECOWAS"}},
		{"Ghana, one of the founding members of ECOWAS, closed its border.", []string{"GHA founder ECOWAS"}},
		{"Ghana is not one of the members of the African Union.", nil},
		{"Among the members of the SCO are China, India and Pakistan.", []string{"CHN member SCO", "IND member SCO", "PAK member SCO"}},
		{"The Arab League counts Sudan and Somalia among its 22 members.", []string{"SDN member LAS", "SOM member LAS"}},
		{"The Gulf Cooperation Council - Bahrain, Kuwait and Oman - condemned the attack.", []string{"BHR member GCC", "KWT member GCC", "OMN member GCC"}},
		{"Three rivals of NATO - Russia, Iran and China - condemned the plan.", nil},
		{"NATO allies such as Canada, Norway and Denmark sent troops.", []string{"CAN member NATO", "NOR member NATO", "DNK member NATO"}},
		{"The 15-member ECOWAS, whose members include Ghana, Togo and Benin, imposed sanctions on Mali.", []string{"GHA member ECOWAS", "TGO member ECOWAS", "BEN member ECOWAS"}},
	})
}

// What someone warns against has not happened, and is supported by nobody. It harms whoever is warned.
func TestWarningsAgainst(t *testing.T) {
	checkClaims(t, "event", []claim{
		{"Turkey warned against attacking Syria.", []string{"THREATEN occurred source:TUR"}},
		{"China warned against interfering in Taiwan's affairs.", []string{"THREATEN occurred source:CHN"}},
		{"France warned Israel against annexing the West Bank.", []string{"THREATEN occurred source:FRA target:ISR"}},
		{"The European Union warned against travel to Belarus.", []string{"THREATEN occurred source:EU"}},
		{"Poland has warned against support for Russia.", []string{"THREATEN occurred source:POL"}},
		{"Japan backed support for Ukraine.", []string{"SUPPORT occurred source:JPN target:UKR"}},
	})
}

// Whoever is kept from a summit was not there, and the sentence does not say that anyone else was.
func TestKeptFromMeetings(t *testing.T) {
	checkClaims(t, "event", []claim{
		{"Georgia was barred from the summit of the Eurasian Economic Union in Minsk.", []string{"SANCTION occurred target:GEO"}},
		{"Belarus was excluded from the NATO summit in Vilnius.", []string{"SANCTION occurred target:BLR"}},
		{"The Israeli ambassador was uninvited from the ceremony.", []string{"SANCTION occurred target:ISR"}},
		{"Russia was disinvited from the conference in Munich.", []string{"SANCTION occurred target:RUS"}},
		{"Spain was kept out of the meeting between France and Germany.", []string{"CONSULT meeting occurred participant:FRA participant:DEU"}},
	})
}

// A condition may be marked by the order of its words alone.
func TestInvertedConditions(t *testing.T) {
	checkClaims(t, "event", []claim{
		{"Were Iran to attack Israel, the United States would retaliate.", []string{"ASSAULT hypothetical source:IRN target:ISR"}},
		{"Were Turkey and Greece to meet, Germany would mediate.", []string{"CONSULT meeting hypothetical participant:TUR participant:GRC"}},
		{"Should Ethiopia invade Eritrea, Egypt would send troops.", []string{"ASSAULT hypothetical source:ETH target:ERI", "MOBILIZE hypothetical source:EGY"}},
		{"Had Russia attacked Moldova, Romania would have closed the border.", []string{"ASSAULT hypothetical source:RUS target:MDA", "SANCTION hypothetical source:ROU"}},
		{"Were Iraq to leave the Arab League, Jordan would impose tariffs on its oil, Oman said.", []string{"RETREAT hypothetical source:IRQ target:LAS says:OMN", "SANCTION hypothetical source:JOR target:IRQ says:OMN"}},
		{"Should talks between Serbia and Kosovo fail, NATO will send more troops.", []string{"CONSULT meeting hypothetical participant:SRB participant:XKX", "MOBILIZE planned source:NATO"}},
		{"Iran attacked Israel, and the United States would retaliate.", []string{"ASSAULT occurred source:IRN target:ISR"}},
	})
}

// A verb with little meaning of its own does what its object says, to whom its preposition names.
func TestLightVerbs(t *testing.T) {
	checkClaims(t, "event", []claim{
		{"Turkey made a demand of Greece.", []string{"REQUEST occurred source:TUR target:GRC"}},
		{"Turkey made a demand of Greece that it demilitarise the islands.", []string{"REQUEST occurred source:TUR target:GRC"}},
		{"Iran made a threat against Bahrain.", []string{"THREATEN occurred source:IRN target:BHR"}},
		{"Britain made an offer to Mauritius.", []string{"REQUEST occurred source:GBR target:MUS"}},
		{"Kenya made an appeal to Uganda for calm.", []string{"REQUEST occurred source:KEN target:UGA"}},
		{"Mexico extended an invitation to Cuba.", []string{"REQUEST occurred source:MEX target:CUB"}},
		{"Saudi Arabia issued an ultimatum to Lebanon.", []string{"THREATEN occurred source:SAU target:LBN"}},
		{"Brussels held out the prospect of sanctions against Georgia.", []string{"THREATEN occurred source:EU target:GEO"}},
		{"The European Union held out the prospect of new loans to Moldova.", nil},
		{"Oman made a fresh appeal to the Houthis to release the crew.", []string{"REQUEST occurred source:OMN target:houthis"}},
		{"Britain made a profit.", nil},
	})
}

// Those who stand against an organization, or alone among its members, are not the organization.
func TestOpponentsActAlone(t *testing.T) {
	checkClaims(t, "event", []claim{
		{"Critics of NATO condemned Serbia.", nil},
		{"One of the members of ECOWAS rejected the plan.", nil},
		{"Hungary and other NATO members opposed the plan.", []string{"REJECT occurred source:HUN"}},
		{"Leaders of NATO condemned Serbia.", []string{"ACCUSE occurred source:NATO target:SRB"}},
	})
}

// A deed is where its own clause puts it, not where the report was written or its speaker comes from.
func TestPlaces(t *testing.T) {
	checkClaims(t, "event", []claim{
		{"Ukraine shelled the Russian city of Belgorod.", []string{"ASSAULT occurred source:UKR target:RUS in:belgorod"}},
		{"The embassy of Germany in Tehran was attacked by protesters.", []string{"ASSAULT occurred target:DEU in:tehran"}},
		{"Israel struck Damascus.", []string{"ASSAULT occurred source:ISR target:damascus in:damascus"}},
		{"Pakistan arrested two Indian fishermen off Karachi.", []string{"COERCE occurred source:PAK target:IND in:karachi"}},
		{"The United States killed an Islamic State commander in a raid in northern Syria.", []string{"ASSAULT occurred source:USA target:islamic-state in:SYR"}},
		{"Dozens of people have been killed in a bomb attack at a market in southeastern Afghanistan.", []string{"ASSAULT occurred target:AFG in:AFG"}},
		{"Narendra Modi left for Brasília, where a state visit awaits him.", []string{"CONSULT visit planned participant:narendra-modi in:brasilia"}},
		{"Syria continued its attacks on the eastern Ghouta near Damascus.", []string{"ASSAULT occurred source:SYR target:ghouta in:ghouta"}},
		{"Leaders of the African Union gathered in the Ghanaian capital for a summit.", []string{"CONSULT summit occurred participant:AU in:accra"}},
		{"Speaking in Ankara, Recep Tayyip Erdogan accused Israel of genocide.", []string{"ACCUSE occurred source:recep-tayyip-erdogan target:ISR in:ankara"}},
		{"Macron, in Rome for talks, accused Russia of lying.", []string{"ACCUSE occurred source:emmanuel-macron target:RUS in:rome"}},
		{"Iranian and Saudi envoys met in Beijing, where they signed an agreement.", []string{"CONSULT meeting occurred participant:IRN participant:SAU in:beijing", "AGREE other occurred participant:IRN participant:SAU in:beijing"}},
		{"In talks hosted by Doha, Rwanda and Congo agreed to a ceasefire.", []string{"CONSULT meeting occurred participant:RWA participant:COD host:QAT", "AGREE ceasefire occurred participant:RWA participant:COD"}},
		{"The talks were hosted by Qatar, Egypt and the United States.", []string{"CONSULT meeting occurred host:QAT host:EGY host:USA"}},
		{"The Geneva talks between Iran and France ended without result.", []string{"CONSULT meeting occurred participant:IRN participant:FRA in:geneva"}},
		{"Russia called for a ceasefire in Gaza.", []string{"REQUEST occurred source:RUS"}},
		{"LONDON, May 7 - Britain and India signed a trade agreement.", []string{"AGREE trade occurred participant:GBR participant:IND"}},
		{"Georgia was invited to the summit of the European Political Community in Copenhagen.", []string{"CONSULT summit planned participant:EPC in:copenhagen"}},
	})
}

// A relative clause between a subject and its verb, or a pronoun before an accusation, changes nothing in who does what.
func TestRelativeClauses(t *testing.T) {
	checkClaims(t, "event", []claim{
		{"Rwanda issued a warning to Burundi, which it accused of arming the rebels.", []string{"THREATEN occurred source:RWA target:BDI", "ACCUSE occurred source:RWA target:BDI"}},
		{"Mali expelled diplomats from France, whom it accused of spying.", []string{"SANCTION occurred source:MLI target:FRA", "ACCUSE occurred source:MLI target:FRA"}},
		{"The African Union, which suspended Sudan in 2021, called for an immediate end to the fighting.", []string{"SANCTION occurred source:AU target:SDN 2021", "REQUEST occurred source:AU"}},
		{"Sudan, which left the talks, was suspended by the African Union.", []string{"SANCTION occurred source:AU target:SDN"}},
	})
}
