package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

// defaultWords is the least length of an article, in words.
const defaultWords = 400

var (
	states = strings.Fields("Norway Chile Ghana Japan Peru Kenya Poland Oman Brazil Canada Egypt France Germany India Indonesia " +
		"Italy Mexico Morocco Nigeria Pakistan Qatar Russia Senegal Spain Sweden Thailand Turkey Ukraine Vietnam China Iran Iraq " +
		"Israel Jordan Kazakhstan Uzbekistan Armenia Azerbaijan Serbia Greece")
	organizations = []string{"SCO", "NATO", "African Union", "ASEAN", "European Union", "OPEC", "CSTO", "Arctic Council"}
	firstNames    = strings.Fields("Anna Boris Clara Diego Elena Farid Greta Hassan Irina Jonas Katya Luis Marta Nadir Olga Pavel")
	lastNames     = strings.Fields("Abado Berling Castano Dremov Ekholm Farouz Grunwald Hadeen Ilves Jansky Korolev Lindqvist Moreau Nasser Okafor Petrak")
)

// generator makes articles of our own templates, the same for a seed: about a fact in every other sentence, as the news
// has, with what is no fact between them.
type generator struct {
	*rand.Rand
	words int // the least length of an article
}

func newGenerator(seed uint64, words int) generator {
	return generator{rand.New(rand.NewPCG(seed, 1)), words}
}

func pick(g generator, from []string) string { return from[g.IntN(len(from))] }

func (g generator) person() string { return pick(g, firstNames) + " " + pick(g, lastNames) }

// article is the nth article.
func (g generator) article(n int) schema.Article {
	day := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n%700)
	var text []string
	for count := 0; count < g.words; {
		s := g.sentence(day)
		text = append(text, s)
		count += len(strings.Fields(s))
	}
	id := fmt.Sprintf("https://news.example/%d", n)
	return schema.Article{
		ID: id, URL: id, Title: fmt.Sprintf("Dispatch %d", n), Published: schema.Published(day.Format(time.DateOnly)),
		Source: fmt.Sprintf("Paper %d", n%30), Language: "en", Text: strings.Join(text, " "),
	}
}

func (g generator) sentence(day time.Time) string {
	s := g.Perm(len(states))
	a, b, c := states[s[0]], states[s[1]], states[s[2]]
	number := 2 + g.IntN(900)
	weekday := day.AddDate(0, 0, -g.IntN(7)).Weekday()
	switch g.IntN(12) {
	case 0:
		return fmt.Sprintf("%s and %s signed an agreement on trade worth %d million dollars on %s, officials of both sides said.", a, b, number, weekday)
	case 1:
		return fmt.Sprintf("The foreign minister of %s, %s, met the foreign minister of %s, %s, in Geneva on %s.", a, g.person(), b, g.person(), weekday)
	case 2:
		return fmt.Sprintf("%s imposed sanctions on %d companies from %s after the talks in %s had failed.", a, number, b, c)
	case 3:
		return fmt.Sprintf("The president of %s accused %s of breaking the ceasefire %d times since last month.", a, b, number)
	case 4:
		return fmt.Sprintf("%s, a spokesman for the government of %s, said that the roads to the border with %s had been closed for %d days.", g.person(), a, b, number)
	case 5:
		return fmt.Sprintf("%s, which is a member of the %s, asked for an urgent meeting of the organization on %s.", a, pick(g, organizations), weekday)
	case 6:
		return fmt.Sprintf("Observers expect that the leaders of %s and %s will meet again within %d weeks, although nothing has been settled yet.", a, b, 2+number%12)
	case 7:
		return fmt.Sprintf("The minister turned down an offer to open %d crossings, and asked that %s withdraw its troops first.", number, c)
	case 8:
		return fmt.Sprintf("The weather in the capital was mild, and some %d people waited in the square for hours before the delegations arrived.", number)
	case 9:
		return fmt.Sprintf("%s delivered %d tons of food and medicine to %s after the floods of last week.", a, number, b)
	case 10:
		return fmt.Sprintf("Prices of grain rose by %d percent over the year, which merchants in the ports of the south blamed on the long winter.", 1+number%40)
	}
	return "Nobody who was in the room wanted to be quoted by name, and the building was quiet again by the early evening."
}
