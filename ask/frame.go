package ask

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

// frame is what questions of one kind look like.
type frame struct {
	needs [][]concept // of each list, one must be there
	may   []concept   // may be there as well
	// build makes the intent of a question whose words the frame accounts for; nil, perhaps with a reason, if the names, or
	// their order, do not fit.
	build func(*sentence) (*intent, string)
	// matter marks the items that say what talks are about, whatever their words; nil for none.
	matter  func(*sentence) []int
	strange bool     // names that nobody bears are welcome
	offers  []string // questions to offer, with the names of a question in the place of {org}, {a}, {b}
}

// intent is a question as it was understood.
type intent struct {
	question question.Question
	words    string // for people
	reply    func(answer any) reply
	// leads, if not nil, is called instead of reply: it gives the question to which the answer leads, or a reply.
	leads func(answer any) (*intent, reply)
}

// reply is an answer in a sentence with the facts that it rests on.
type reply struct {
	text  string
	facts []string
}

// always are the concepts that no frame minds.
var always = []concept{
	cFiller, cAux, cList, cWho, cWhat, cWhich, cWhen, cWhere, cHowMany, cHowOften, cSinceWhen, cHow, cPreposition,
}

// frames are tried in this order.
var frames = slices.Concat(searchFrames, evidenceFrames, statsFrames, changesFrames, membershipFrames, relationFrames,
	officeFrames, talksFrames, eventFrames, profileFrames)

// understand finds the frame of a question, or says why there is none.
func understand(s *sentence) (*intent, string) {
	why, fewest := "", len(s.items)+1
	for i := range frames {
		f := &frames[i]
		if len(s.doubts) > 0 && !f.strange || !f.fits(s) {
			continue
		}
		left := f.unexplained(s)
		if len(left) == 0 {
			in, reason := f.build(s)
			if in != nil {
				return in, ""
			}
			if reason != "" {
				return nil, reason
			}
			continue
		}
		if len(left) < fewest {
			fewest, why = len(left), "I do not know what to make of "+quoted(left)
		}
	}
	switch {
	case len(s.doubts) > 0:
		return nil, doubtful(s.doubts)
	case why == "":
		if strange := s.strange(); len(strange) > 0 {
			return nil, "I do not know what to make of " + quoted(strange) + "."
		}
		return nil, "I do not understand the question."
	}
	return nil, why + " in this question."
}

// fits reports whether the words that the frame needs are there.
func (f *frame) fits(s *sentence) bool {
	for _, any := range f.needs {
		if !s.has(any...) {
			return false
		}
	}
	return true
}

// unexplained are the words that the frame does not account for.
func (f *frame) unexplained(s *sentence) []string {
	var free []int
	if f.matter != nil {
		free = f.matter(s)
	}
	var left []string
	for i := range s.items {
		it := &s.items[i]
		if it.name != nil || it.time || slices.Contains(free, i) || !it.unknown && len(it.meanings) == 0 {
			continue
		}
		known := slices.ContainsFunc(it.meanings, func(m meaning) bool {
			return slices.Contains(always, m.concept) || slices.Contains(f.may, m.concept) ||
				slices.ContainsFunc(f.needs, func(any []concept) bool { return slices.Contains(any, m.concept) })
		})
		if !known {
			left = append(left, it.text)
		}
	}
	return left
}

// strange are the words that the lexicon does not know.
func (s *sentence) strange() []string {
	var all []string
	for i := range s.items {
		if s.items[i].unknown {
			all = append(all, s.items[i].text)
		}
	}
	return all
}

// doubtful says which names are in doubt.
func doubtful(doubts []question.Doubt) string {
	var parts []string
	for _, d := range doubts {
		names := make([]string, len(d.Candidates))
		for i, c := range d.Candidates {
			names[i] = fmt.Sprintf("%s (%s)", c.Name, c.Ref)
		}
		switch {
		case d.Ambiguous:
			parts = append(parts, fmt.Sprintf("%q may be %s: which one is meant?", d.Name, or(names)))
		case len(names) > 0:
			parts = append(parts, fmt.Sprintf("%q is nobody that the graph knows: is %s meant?", d.Name, or(names)))
		default:
			parts = append(parts, fmt.Sprintf("%q is nobody that the graph knows.", d.Name))
		}
	}
	return strings.Join(parts, " ")
}

func quoted(words []string) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = fmt.Sprintf("%q", w)
	}
	return and(all)
}

// offer is a question to offer with its likeness to the one that was asked.
type offer struct {
	text  string
	score int
}

// nearest are three questions that come near: those whose frames know most of the words, with the names of the question.
func nearest(s *sentence) []string {
	var offers []offer
	for i := range frames {
		f := &frames[i]
		score := 0
		for j := range s.items {
			for _, m := range s.items[j].meanings {
				inNeeds := slices.ContainsFunc(f.needs, func(any []concept) bool { return slices.Contains(any, m.concept) })
				switch {
				case m.concept == cFiller || m.concept == cPreposition:
				case inNeeds:
					score += 3
				case slices.Contains(f.may, m.concept):
					score++
				}
			}
		}
		for _, text := range f.offers {
			filled, named := s.fill(text)
			offers = append(offers, offer{filled, 2*score + 3*named})
		}
	}
	slices.SortStableFunc(offers, func(a, b offer) int { return cmp.Compare(b.score, a.score) })
	var out []string
	for _, o := range offers {
		if len(out) < maxNearest && !slices.Contains(out, o.text) {
			out = append(out, o.text)
		}
	}
	return out
}

// fill puts the names of the question, or well-known ones, into an offer, and counts those of the question.
func (s *sentence) fill(text string) (filled string, named int) {
	organizations, others := s.split()
	slots := []struct {
		slot, other string
		from        *[]*mention
	}{
		{"{org}", "SCO", &organizations},
		{"{org2}", "BRICS", &organizations},
		{"{a}", "Russia", &others},
		{"{b}", "China", &others},
	}
	for _, slot := range slots {
		if !strings.Contains(text, slot.slot) {
			continue
		}
		name := slot.other
		for len(*slot.from) > 0 {
			m := (*slot.from)[0]
			*slot.from = (*slot.from)[1:]
			if m.Ref != "" {
				name, named = the(m.Named), named+1
				break
			}
		}
		text = strings.Replace(text, slot.slot, name, 1)
	}
	if len(organizations)+len(others) > 0 {
		named -= len(organizations) + len(others) // what the offer leaves out
	}
	return text, named
}

// refs are those of mentions.
func refs(all []*mention) []string {
	var out []string
	for _, m := range all {
		out = append(out, string(m.Ref))
	}
	return out
}

// theNames are the names of mentions, joined.
func theNames(all []*mention) string {
	var names []string
	for _, m := range all {
		names = append(names, the(m.Named))
	}
	return and(names)
}

// isOrganization reports whether a mention is that of an organization or group.
func (m *mention) isOrganization() bool {
	t := m.Ref.Type()
	return t == schema.Organization || t == schema.Group
}
