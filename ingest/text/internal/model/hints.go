package model

import "strings"

// Hints are what a word says about names beside it: titles before persons, endings of organizations and places, given
// names, months. The lists are short on purpose; they carry over to names that training has not seen.
const (
	hintTitle uint32 = iota + 1
	hintOrganization
	hintPlace
	hintGiven
	hintMonth
	hintEvent
	hintCountry
	hintFunction
	hintRelation
	hintOrganizationName
	hintWork
)

var hints = func() map[uint32]uint32 {
	m := make(map[uint32]uint32)
	for kind, words := range map[uint32]string{
		hintTitle: `mr mrs ms dr prof professor president prime minister premier chancellor king queen prince princess
			emperor senator sen gen general lt col colonel maj major capt captain sgt sir lord lady dame pope cardinal bishop
			archbishop imam ayatollah sheikh shaikh sultan emir governor gov mayor ambassador envoy secretary deputy vice
			chairman chairwoman chief director judge justice representative rep congressman congresswoman commander admiral
			brigadier marshal spokesman spokeswoman spokesperson saint st rabbi reverend rev baron count duke duchess
			commissioner foreign defense defence speaker leader author actor actress singer coach`,
		hintOrganization: `university college institute council committee commission court party ministry department agency
			bank union league association federation organization organisation corporation corp inc ltd co company group
			foundation congress parliament senate assembly board bureau office service police army navy force forces guard
			press news times post tribune journal society academy school hospital club fund alliance coalition front
			movement authority administration government cabinet conference nations bulletin herald guardian gazette magazine library archives community partnership forum
			network system center centre laboratory museum church team united states of airlines motors bros brothers
			brigade battalion militia command secretariat tribunal chamber house`,
		hintPlace: `city town village river lake sea ocean bay gulf strait island islands mountain mount mt mountains valley
			desert peninsula cape coast province state county district region territory republic kingdom street road avenue
			square bridge airport port north south east west northern southern eastern western central upper lower new old
			san santa saint fort park palace castle hill canal border capital hotel temple cathedral station beach
			hall mansion trail lane theatre theater garden gardens plaza municipality archipelago reef cave ruins`,
		hintGiven: `john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony
			mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob
			gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond
			patrick jack dennis jerry tyler aaron jose henry adam peter mary patricia jennifer linda elizabeth barbara susan
			jessica sarah karen nancy lisa margaret betty sandra ashley kimberly emily donna michelle carol amanda dorothy
			melissa deborah stephanie rebecca laura sharon cynthia kathleen amy angela anna emma olivia sophia maria ursula
			vladimir sergei sergey dmitry dmitri igor alexei mikhail ivan boris viktor yuri oleg andrei nikolai natalia olga
			mohammed muhammad mohamed ahmed ahmad ali hassan hussein ibrahim omar osama khalid abdullah abdul mahmoud
			mustafa yusuf youssef fatima recep angela emmanuel francois jean pierre marie jacques claude louis michel olaf
			hans karl friedrich wolfgang giorgia giuseppe carlos luis juan jorge pedro miguel antonio manuel fernando
			francisco rafael pablo luiz joao narendra rahul rajiv indira imran nawaz xi wang li zhang liu chen hu kim lee
			park jin shinzo fumio hiroshi volodymyr andriy petro leonid jens anders lars erik bill jim tom bob joe mike
			steve dave dan chris matt ben sam tony fred harry alan albert arthur ernest ralph roy howard carl walter
			barack hillary condoleezza colin dick tony gordon theresa nicola kofi ban antonio benazir aung mahathir`,
		hintMonth: `january february march april may june july august september october november december monday tuesday
			wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec`,
		hintEvent: `war battle summit olympics games cup championship festival revolution crisis earthquake hurricane
			tsunami election elections referendum uprising attack attacks massacre expo tournament final award awards cyclone
			typhoon storm tornado flood floods eruption pandemic epidemic invasion coup conflict offensive siege rebellion
			revolt riots genocide famine marathon derby concert symposium campaign`,
		hintWork: `constitution act code treaty charter protocol accord accords agreement pact bible gospel amendment article
			title section prize declaration convention doctrine bill law theory symphony sonata novel`,
		hintCountry: `afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain bangladesh
			belarus belgium bolivia bosnia brazil britain bulgaria cambodia cameroon canada chad chile china colombia congo
			croatia cuba cyprus denmark ecuador egypt england eritrea estonia ethiopia finland france georgia germany ghana
			greece guatemala guinea haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica
			japan jordan kazakhstan kenya korea kosovo kuwait kyrgyzstan laos latvia lebanon libya lithuania macedonia
			madagascar malaysia mali malta mexico moldova mongolia montenegro morocco mozambique myanmar namibia nepal
			netherlands nicaragua niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland
			portugal qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan
			sweden switzerland syria taiwan tajikistan tanzania thailand tunisia turkey turkmenistan uganda ukraine uruguay
			uzbekistan venezuela vietnam wales yemen zambia zimbabwe america europe africa asia usa uk u.s. u.k. moscow
			beijing washington london paris berlin rome madrid tokyo kyiv kiev ankara tehran baghdad kabul cairo jerusalem
			brussels geneva vienna delhi seoul texas california florida virginia york angeles francisco chicago boston
			athens lisbon dublin edinburgh glasgow manchester birmingham liverpool oxford cambridge belfast cardiff lyon
			marseille munich hamburg frankfurt cologne milan naples turin venice florence barcelona seville amsterdam
			rotterdam hague copenhagen stockholm oslo helsinki reykjavik tallinn riga vilnius warsaw krakow prague
			bratislava budapest bucharest sofia belgrade zagreb ljubljana sarajevo skopje tirana pristina podgorica
			chisinau minsk odesa odessa kharkiv lviv mariupol donetsk luhansk kherson crimea donbas petersburg kazan
			sochi yakutsk vladivostok grozny tbilisi yerevan baku astana almaty tashkent samarkand bishkek dushanbe
			ashgabat istanbul izmir damascus aleppo beirut amman riyadh jeddah mecca doha dubai manama muscat sanaa aden
			mosul basra kirkuk isfahan mashhad gaza ramallah hebron haifa aviv kandahar herat islamabad karachi lahore
			peshawar mumbai bombay kolkata chennai bangalore hyderabad kashmir punjab assam dhaka kathmandu colombo
			rangoon yangon naypyidaw bangkok hanoi vientiane phnom penh kuala lumpur jakarta bali manila palawan taipei
			shanghai tianjin shenzhen guangzhou wuhan chongqing chengdu xinjiang tibet macau osaka kyoto hiroshima
			okinawa pyongyang busan ulaanbaatar sydney melbourne canberra brisbane perth auckland wellington queensland
			victoria tasmania ottawa toronto montreal vancouver quebec ontario alberta calgary manitoba newfoundland
			labrador scotia havana kingston nassau santiago lima bogota caracas quito brasilia paulo janeiro aires
			montevideo asuncion paz sucre managua tegucigalpa guadalajara tijuana cancun alabama alaska arizona arkansas
			colorado connecticut delaware hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland
			massachusetts michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon
			pennsylvania tennessee utah vermont wisconsin wyoming carolina dakota hampshire jersey philadelphia houston
			dallas austin phoenix seattle portland denver detroit miami atlanta orleans baltimore cleveland pittsburgh
			brooklyn manhattan harlem queens hollywood johannesburg pretoria durban nairobi kampala kigali addis ababa
			mogadishu khartoum darfur juba lagos abuja accra dakar bamako rabat casablanca algiers tunis tripoli benghazi
			harare lusaka maputo luanda kinshasa goma antananarivo windhoek gaborone djibouti burundi rwanda togo benin
			gambia liberia gabon botswana lesotho eswatini malawi mauritania mauritius comoros seychelles maldives
			bhutan brunei fiji samoa tonga vanuatu papua belize guyana suriname dominica barbados trinidad bermuda
			greenland siberia catalonia bavaria normandy brittany tuscany sicily sardinia lombardy andalusia balkans
			caucasus scandinavia mesopotamia kurdistan chechnya dagestan abkhazia ossetia transnistria`,
		hintOrganizationName: `un u.n. eu nato asean brics opec who imf wto iaea unicef unesco unhcr fifa uefa ioc cia fbi kgb
			fsb nsa nasa esa osce apec mercosur ecowas sco csto saarc aiib icc icj hamas hezbollah taliban isis isil fatah
			plo eta ira farc pkk ypg bbc cnn afp reuters nbc cbs abc npr tass xinhua google microsoft facebook amazon
			apple twitter boeing airbus gazprom rosneft huawei toyota sony samsung siemens harvard yale princeton
			stanford mit oxfam greenpeace interpol europol eurozone g7 g20 gop labour likud kuomintang bundestag knesset
			duma kremlin pentagon bundeswehr mossad`,
		hintFunction: `the of and in for on at to a an by from with de la le du von van der al el bin ibn`,
		hintRelation: `said says told asked added met visited born lives lived based near between against`,
	} {
		for _, w := range strings.Fields(words) {
			var x Word
			x.Fill(w)
			// The smaller kind wins where a word is in two lists, so that the order of the map says nothing.
			if old, ok := m[x.lower]; !ok || kind < old {
				m[x.lower] = kind
			}
		}
	}
	return m
}()
