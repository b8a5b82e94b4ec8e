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
	// refusal, if not nil, says why the question could not be answered; nothing for errors that are not the question's.
	refusal func(error) string
	// evidence, if not nil, is what proves the answer besides the facts of its reply.
	evidence func(answer any) []question.EvidenceAnswer
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
	officeFrames, talksFrames, eventFrames, profileFrames, uncitedFrames)

// frames are those that the question may have.
func (s *sentence) frames() []frame {
	switch {
	case s.dql != "":
		return queryFrames
	case s.cited != nil:
		return articleFrames
	}
	return frames
}

// understand finds the frame of a question, or says why there is none.
func understand(s *sentence) (*intent, string) {
	if s.alternatives() {
		return nil, "I take one thing at a time: ask for what stands on either side of \"or\" by itself."
	}
	if s.cited != nil && address.MatchString(s.text) {
		return nil, "I take one article at a time: ask for each by itself."
	}
	why, fewest := "", len(s.items)+1
	all := s.frames()
	for i := range all {
		f := &all[i]
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

// alternatives reports whether the question leaves a choice between names, which no question to the graph has.
func (s *sentence) alternatives() bool {
	named := false
	for i := range s.items {
		if named && s.items[i].form == "or" {
			return true
		}
		named = named || s.items[i].name != nil
	}
	return false
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
	named := false
	for i := range s.items {
		it := &s.items[i]
		named = named || it.name != nil
		if it.name != nil && it.name.metonym && i > 0 && s.items[i-1].form == "the" {
			left = append(left, it.text) // no government, but a part of another name: "the Minsk agreements"
		}
		if it.name != nil || it.time || slices.Contains(free, i) || !it.unknown && len(it.meanings) == 0 {
			continue
		}
		known := slices.ContainsFunc(it.meanings, func(m meaning) bool {
			return slices.Contains(always, m.concept) || m.concept == cPronoun && named || slices.Contains(f.may, m.concept) ||
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

// nearest are the questions that come nearest to one that is not understood: those that it made itself, and then, with
// its names, those that have most of its concepts and fewest others.
func (e *english) nearest(s *sentence) []string {
	type offer struct {
		text  string
		score int
	}
	var offers []offer
	for i := range frames {
		for _, text := range frames[i].offers {
			filled, named := s.fill(text)
			offers = append(offers, offer{filled, 2*named + s.likeness(e.lexicon.concepts(text))})
		}
	}
	slices.SortStableFunc(offers, func(a, b offer) int { return cmp.Compare(b.score, a.score) })
	out := s.offers
	for _, o := range offers {
		if len(out) < maxNearest && !slices.Contains(out, o.text) {
			out = append(out, o.text)
		}
	}
	return out
}

// likeness says how much a question has in common with the concepts of another.
func (s *sentence) likeness(concepts map[concept]bool) int {
	score := 0
	for c := range concepts {
		switch {
		case c == cFiller || c == cPreposition || c == cAux:
		case s.has(c):
			score += 4
		default:
			score--
		}
	}
	return score
}

// slots are the places of names in an offer, with the well-known names that stand there where the question has none.
var slots = []struct {
	slot  string
	fits  func(question.Named) bool
	other [2]string
}{
	{"{org}", isOrganization, [2]string{"SCO", "BRICS"}},
	{"{org2}", isOrganization, [2]string{"BRICS", "SCO"}},
	{"{state}", func(n question.Named) bool { return n.Ref.Type() == schema.State }, [2]string{"Kazakhstan", "Armenia"}},
	{"{a}", isActor, [2]string{"Russia", "India"}},
	{"{b}", isActor, [2]string{"China", "India"}},
}

func isOrganization(n question.Named) bool {
	t := n.Ref.Type()
	return t == schema.Organization || t == schema.Group
}

// isActor reports whether a name is that of a state or person.
func isActor(n question.Named) bool { return !isOrganization(n) && n.Ref.Type() != schema.Place }

// fill puts the names of the question into an offer, and says how well they fit: the more of them the better.
func (s *sentence) fill(text string) (filled string, fit int) {
	left := slices.DeleteFunc(s.names(), func(m *mention) bool { return m.Ref == "" })
	for _, slot := range slots {
		if !strings.Contains(text, slot.slot) {
			continue
		}
		name := slot.other[0]
		if strings.Contains(text, name) {
			name = slot.other[1]
		}
		if i := slices.IndexFunc(left, func(m *mention) bool { return slot.fits(m.Named) }); i >= 0 {
			name = the(left[i].Named)
			left = slices.Delete(left, i, i+1)
			fit += 2
		} else {
			fit--
		}
		text = strings.Replace(text, slot.slot, name, 1)
	}
	return text, fit - len(left)
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
func (m *mention) isOrganization() bool { return isOrganization(m.Named) }
