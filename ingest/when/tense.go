package when

import "github.com/entente-kg/entente/ingest/text"

// direction is where a date without a year, or a weekday, lies from the day of publication.
type direction uint8

const (
	undirected direction = iota // the clause does not say
	backward
	forward
	open // the clause speaks of a possibility or a limit: ahead, but perhaps seen from the past
)

// ahead reports whether the direction is not the past.
func ahead(d direction) bool { return d == forward || d == open }

// maxClimb bounds the way up a tree, and maxReach the way from a verb back to its auxiliaries.
const (
	maxClimb = 6
	maxReach = 12
)

// tense reads the direction from the verb that governs the tokens first to last. direct tells a date of the verb itself
// from one inside a noun phrase ("the Aug. 15 summit").
func tense(tokens []text.Token, first, last int) (d direction, direct bool) {
	if d := before(tokens, first); d != undirected {
		return d, true
	}
	t := headOf(tokens, first, last)
	direct = true
	for range maxClimb {
		t = tokens[t].Head
		if t < 0 || t >= len(tokens) {
			return undirected, false
		}
		if d := cue(&tokens[t]); d != undirected && !auxiliaries(tokens, t).have {
			return d, true
		}
		if isVerb(&tokens[t]) || hasCopula(tokens, t) {
			return verbTense(tokens, t, maxClimb), direct
		}
		direct = false
	}
	return undirected, false
}

// before is the direction that the word right before a time gives: "said Thursday", "met on Monday", "effective Feb. 1".
// It needs no tree, and is right where a tree may be wrong.
func before(tokens []text.Token, first int) direction {
	i := first - 1
	if i >= 1 && (tokens[i].Text == "on" || tokens[i].Text == "in" || tokens[i].Text == "early" || tokens[i].Text == "late") {
		i--
	}
	switch {
	case i < 0:
		return undirected
	case tokens[i].XPOS == "VBD" && tokens[i].Relation != "aux" && tokens[i].Relation != "cop":
		return backward
	}
	switch tokens[i].Text {
	case "effective", "starting", "beginning", "payable", "upcoming", "due", "expiring":
		return forward
	}
	return undirected
}

// headOf is the token of a run whose head lies outside it.
func headOf(tokens []text.Token, first, last int) int {
	for t := first; t <= last; t++ {
		if h := tokens[t].Head; h < first || h > last {
			return t
		}
	}
	return first
}

func isVerb(t *text.Token) bool {
	return len(t.XPOS) > 1 && (t.XPOS[:2] == "VB" || t.XPOS == "MD")
}

// cue is the direction that a word gives by its meaning: a thing planned, due or expected lies ahead.
func cue(t *text.Token) direction {
	switch t.Text {
	case "scheduled", "slated", "due", "upcoming", "forthcoming", "payable", "effective":
		return forward
	}
	return undirected
}

// plans are words whose infinitive lies ahead: "agreed to meet", "is expected to arrive".
var plans = map[string]bool{
	"agree": true, "agreed": true, "agrees": true, "plan": true, "plans": true, "planned": true, "planning": true,
	"expect": true, "expected": true, "expects": true, "scheduled": true, "set": true, "due": true, "intend": true,
	"intends": true, "intended": true, "hope": true, "hopes": true, "hoped": true, "hoping": true, "vowed": true,
	"vows": true, "promised": true, "promises": true, "pledged": true, "pledges": true, "want": true, "wants": true,
	"wanted": true, "decided": true, "prepared": true, "preparing": true, "prepare": true, "ready": true,
	"likely": true, "slated": true, "urged": true, "asked": true, "invited": true, "ordered": true, "about": true,
	"going": true, "bound": true, "supposed": true, "poised": true, "threatened": true, "proposed": true,
	"offered": true, "told": true, "called": true, "invitation": true, "decision": true, "agreement": true,
}

// verbTense is the direction of the clause whose head is the token v; steps bounds the way to the clauses above it.
func verbTense(tokens []text.Token, v, steps int) direction {
	aux := auxiliaries(tokens, v)
	switch {
	case aux.will:
		return forward
	case aux.have:
		return backward
	case aux.modal:
		return open
	case aux.to && (aux.is || aux.was): // are to meet
		return forward
	case aux.to:
		return infinitive(tokens, v, steps)
	case aux.did, aux.was:
		return backward
	case aux.is:
		if tokens[v].XPOS == "VBN" || tokens[v].XPOS == "VBG" {
			return forward
		}
		return undirected
	}
	switch tokens[v].XPOS {
	case "VBD":
		return backward
	case "VBN":
		return participle(&tokens[v])
	case "VBZ", "VBP":
		if reports(&tokens[v]) {
			return backward
		}
		return forward
	case "VBG":
		switch tokens[v].Text {
		case "starting", "beginning", "expiring", "Starting", "Beginning":
			return forward
		}
		if h := tokens[v].Head; steps > 0 && h >= 0 && h < len(tokens) && isVerb(&tokens[h]) {
			return verbTense(tokens, h, steps-1)
		}
	case "VB":
		if h := tokens[v].Head; steps > 0 && h >= 0 && h < len(tokens) && isVerb(&tokens[h]) && tokens[v].Relation == "conj" {
			return verbTense(tokens, h, steps-1)
		}
	}
	return undirected
}

// infinitive is the direction of "to meet": ahead after a plan, else that of the clause above.
func infinitive(tokens []text.Token, v, steps int) direction {
	h := tokens[v].Head
	if h < 0 || h >= len(tokens) || steps == 0 || plans[tokens[h].Text] || !isVerb(&tokens[h]) && !hasCopula(tokens, h) {
		return forward
	}
	return verbTense(tokens, h, steps-1)
}

// participle is the direction of a participle without auxiliary: "held on Monday", "planned for Monday".
func participle(t *text.Token) direction {
	switch t.Text {
	case "planned", "scheduled", "slated", "expected", "set", "postponed", "delayed", "adjourned":
		return forward
	}
	return backward
}

// reports reports whether the verb in the present tense tells what was said.
func reports(t *text.Token) bool {
	switch t.Text {
	case "says", "say", "tells", "writes", "reports", "adds", "announces":
		return true
	}
	return false
}

// auxiliary tells which auxiliaries a verb has.
type auxiliary struct {
	will, modal, have, was, is, did, to bool
}

// auxiliaries looks at the tokens before v that depend on it.
func auxiliaries(tokens []text.Token, v int) auxiliary {
	var a auxiliary
	for t := max(0, v-maxReach); t < v; t++ {
		if tokens[t].Head != v {
			continue
		}
		switch tokens[t].Relation {
		case "aux", "aux:pass", "cop", "mark":
		default:
			continue
		}
		switch tokens[t].Text {
		case "will", "Will", "'ll", "’ll", "shall", "wo", "would", "Would", "'d", "’d":
			a.will = true
		case "may", "might", "could", "should", "must", "can", "ca", "Could", "Can", "May":
			a.modal = true
		case "have", "has", "had", "'ve", "’ve", "having", "Having":
			a.have = true
		case "was", "were", "been", "Was", "Were":
			a.was = true
		case "is", "are", "'s", "’s", "'re", "’re", "am", "be", "Is", "Are":
			a.is = true
		case "did", "Did":
			a.did = true
		case "to", "To":
			a.to = true
		}
	}
	return a
}

// hasCopula reports whether the token t is a predicate with "is" or "was".
func hasCopula(tokens []text.Token, t int) bool {
	for i := max(0, t-maxReach); i < t; i++ {
		if tokens[i].Head == t && tokens[i].Relation == "cop" {
			return true
		}
	}
	return false
}

// depth is the number of steps from token t to the root, at most maxClimb+1.
func depth(tokens []text.Token, t int) int {
	for n := range maxClimb + 1 {
		if t < 0 || t >= len(tokens) || tokens[t].Head < 0 {
			return n
		}
		t = tokens[t].Head
	}
	return maxClimb + 1
}
