package actor_test

import (
	"slices"
	"strings"
	"testing"
)

// Phrases for several actors, and nouns that take up one again: each text with what some of its mentions mean, and
// beginnings of what may not be found.
var groupTests = []struct {
	name string
	text string
	want []string
	not  []string
}{
	{
		"two men are those who met, not the host",
		"Chad's foreign minister, Idriss Tahir, met his Ghanaian counterpart, Kweku Badu, in Lomé at talks brokered by Togo. The two men signed an accord. The two countries will open the border.",
		[]string{"men = person/idriss-tahir-tcd person/kweku-badu-gha", "countries = state/TCD state/GHA"},
		nil,
	},
	{
		"both are praised by a third",
		"Norway and Iceland signed a treaty on Monday. Denmark's prime minister praised both neighbours.",
		[]string{"neighbours = state/NOR state/ISL"},
		nil,
	},
	{
		"two men whom nothing has named",
		"Peru told Chile that two men had crossed the border.",
		nil,
		[]string{"men ="},
	},
	{
		"two diplomats of one state",
		"Peru and Chile talked. Lima expelled the two Bolivian diplomats.",
		nil,
		[]string{"diplomats = state/PER", "diplomats = state/CHL"},
	},
	{
		"a number whose states come in the next sentence",
		"They wrote to the three Sahel states that left in January. Mali, Burkina Faso and Niger had been suspended.",
		[]string{"Sahel states = state/MLI state/BFA state/NER"},
		nil,
	},
	{
		"all three, and the trio",
		"Laos, Japan and Nepal held talks on Monday. All three condemned the attack. The trio will meet again.",
		[]string{"three = state/LAO state/JPN state/NPL", "trio = state/LAO state/JPN state/NPL"},
		nil,
	},
	{
		"the ministers are those of the talks",
		"Kenyan Foreign Minister Otieno Wafula met Ugandan Foreign Minister Grace Apio in Kigali. The ministers agreed to share data.",
		[]string{"ministers = person/otieno-wafula-ken person/grace-apio-uga"},
		nil,
	},
	{
		"the sides, of whom mediators are none",
		"Egypt and Qatar have mediated between Israel and Hamas since May. The two sides met again on Sunday.",
		[]string{"sides = state/ISR group/hamas"},
		[]string{"sides = state/EGY"},
	},
	{
		"the pair",
		"Foreign Ministers Ana Ruiz of Bolivia and Juan Prado of Peru met. The pair discussed gas. The pair of shoes was red.",
		[]string{"pair = person/ana-ruiz-bol person/juan-prado-per"},
		nil,
	},
	{
		"a junta is the government of those it ousted",
		"Soldiers ousted President Mohamed Bazoum in Niamey. The junta expelled the French ambassador.",
		[]string{"junta = state/NER"},
		nil,
	},
	{
		"a junta is not the government of foreign troops",
		"Norwegian troops arrived in Kenya in 2013. The junta demanded their departure.",
		[]string{"junta = state/KEN", "their = state/NOR"},
		[]string{"junta = state/NOR"},
	},
	{
		"what somebody is given, and those who are warned, are no things",
		"Serbia asked for help. Hungary gave it money. Croatia warned it.",
		[]string{"it = state/SRB"},
		nil,
	},
	{
		"a thing that somebody rejects is no actor",
		"Chile signed the treaty. Peru rejected it.",
		nil,
		[]string{"it = state/CHL"},
	},
	{
		"a name with a sign",
		"OPEC+ met on Sunday. OPEC has twelve members.",
		[]string{"OPEC+ = organization/OPEC-PLUS", "OPEC = organization/OPEC"},
		nil,
	},
	{
		"a ministry of what is described",
		"Saudi Arabia recalled its ambassador. The kingdom's foreign ministry declined to comment.",
		[]string{"kingdom = state/SAU", "foreign ministry = organization/saudi-foreign-ministry"},
		nil,
	},
	{
		"the world's trade body is no bloc",
		"The European Commission will appeal to the World Trade Organization. The bloc says that it is right.",
		[]string{"bloc = organization/EU"},
		[]string{"bloc = organization/WTO"},
	},
	{
		"its neighbour",
		"The Maldives broke off talks with India on Friday. The island nation accused its neighbour of meddling.",
		[]string{"neighbour = state/IND"},
		nil,
	},
	{
		"the other side",
		"Armenia and Azerbaijan held talks. Armenia accused the other side of shelling a village.",
		[]string{"side = state/AZE"},
		nil,
	},
	{
		"a court by its noun",
		"The International Court of Justice ruled on Friday. The Court said so twice.",
		[]string{"Court = organization/ICJ"},
		nil,
	},
	{
		"General is no rank before a committee",
		"The General Border Committee met. General Border Smith did not.",
		[]string{"General Border Committee = organization/general-border-committee"},
		nil,
	},
	{
		"who contributed is no actor",
		"Fiji voted.\n\nAdditional reporting: Mark Ferris in Nairobi. Cartoon: Paula Reyes.",
		[]string{"Fiji = state/FJI"},
		[]string{"Mark", "Nairobi", "Paula"},
	},
	{
		"the speaker's parliament",
		"The British defence secretary told Parliament that a Russian ship had left.",
		[]string{"Parliament = organization/british-parliament"},
		nil,
	},
	{
		"places by the noun behind them",
		"They marched to Martyrs' Square. The rebels hold Tavda airport.",
		[]string{"Martyrs' Square = place/martyrs-square", "Tavda = place/tavda"},
		nil,
	},
	{
		"who leads the talks is no party, nor who helps",
		"Serbian President Aleksandar Vučić met Kosovo's prime minister, Albin Kurti. Josep Borrell, who led the talks together with Miroslav Lajčák, said that the two men had agreed.",
		[]string{"men = person/aleksandar-vucic person/albin-kurti"},
		nil,
	},
	{
		"his counterpart is the other one",
		"Poland's president, Adam Kowal, received his Lithuanian counterpart, Jonas Petraitis, on Friday. His counterpart agreed.",
		[]string{"counterpart = person/jonas-petraitis-ltu"},
		nil,
	},
	{
		"the warring parties, and parties that are none",
		"Sudan's army held talks with the Rapid Support Forces. The warring parties met again. The parties of the left protested.",
		[]string{"parties = organization/sudanese-armed-forces group/rsf"},
		nil,
	},
	{
		"the army beside an armed group with Forces in its name",
		"Sudan's army and the Rapid Support Forces met. It rained. The army left.",
		[]string{"army = organization/sudanese-armed-forces"},
		[]string{"army = group/rsf"},
	},
	{
		"a short name long after the full one",
		"The European Commission agreed. It rained. It snowed. It hailed. It thawed. It rained. It snowed. In May the Commission agreed.",
		[]string{"Commission = organization/EC"},
		nil,
	},
	{
		"the two of an earlier clause",
		"Rwanda said Congo had shelled a village. The two neighbours are at odds, and Angola's president has tried to bring the two sides together.",
		[]string{"neighbours = state/RWA state/COD", "sides = state/RWA state/COD"},
		nil,
	},
	{
		"two whom a clause tells apart",
		"Turkey and Armenia closed the border. The two officials who signed it left.",
		nil,
		[]string{"officials ="},
	},
	{
		"a given name before a known surname",
		"Minister Jan Novak left. The envoy, Abdi Nur, stayed.",
		[]string{"Jan Novak = person/jan-novak", "Abdi Nur = person/abdi-nur"},
		[]string{"Novak =", "Abdi ="},
	},
}

func TestGroups(t *testing.T) {
	for _, test := range groupTests {
		t.Run(test.name, func(t *testing.T) {
			doc, r := resolve(t, test.text)
			got := mentions(doc, r)
			for _, want := range test.want {
				if !slices.Contains(got, want) {
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
