package ledger

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"
)

// The fingerprint is a MinHash (Broder 1997) over the text's runs of three words: the share of equal places of two
// fingerprints estimates the share of runs that the texts have in common (their Jaccard similarity).
const (
	places     = 64
	shingle    = 3
	bands      = 16 // of four places each; texts alike enough to matter share one with near certainty
	bandPlaces = places / bands
	// alike is the similarity from which on two texts are one article: a copy with another agency line or a paragraph
	// cut stays above it, two reports of one event by different hands stay far below.
	alike = 0.8
	// fewest is the number of runs below which texts are compared letter by letter only: short ones are alike by chance.
	fewest = 20
)

type fingerprint [places]uint32

// multipliers are odd constants, one a place, from the golden ratio's Weyl sequence.
var multipliers = func() (m [places]uint64) {
	x := uint64(0)
	for i := range m {
		x += 0x9E3779B97F4A7C15
		z := (x ^ x>>30) * 0xBF58476D1CE4E5B9
		z = (z ^ z>>27) * 0x94D049BB133111EB
		m[i] = (z ^ z>>31) | 1
	}
	return m
}()

// fingerprintOf gives the fingerprint of a text's words, without their case and punctuation; ok is false for texts too
// short for one.
func fingerprintOf(text string) (f fingerprint, ok bool) {
	for i := range f {
		f[i] = math.MaxUint32
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	if len(words) < fewest+shingle-1 {
		return f, false
	}
	var d xxhash.Digest
	for i := range len(words) - shingle + 1 {
		d.Reset()
		for _, w := range words[i : i+shingle] {
			_, _ = d.WriteString(w)
			_, _ = d.WriteString(" ")
		}
		h := d.Sum64()
		for k, m := range multipliers {
			f[k] = min(f[k], uint32(h*m>>32))
		}
	}
	return f, true
}

// similarity estimates the share of runs that two texts have in common.
func (f fingerprint) similarity(o fingerprint) float64 {
	same := 0
	for i := range f {
		if f[i] == o[i] {
			same++
		}
	}
	return float64(same) / places
}

// keys are the index keys of the bands.
func (f fingerprint) keys() (keys [bands][]byte) {
	for b := range keys {
		key := []byte{byte(b)}
		for _, p := range f[b*bandPlaces : (b+1)*bandPlaces] {
			key = binary.BigEndian.AppendUint32(key, p)
		}
		keys[b] = key
	}
	return keys
}

func (f fingerprint) bytes() []byte {
	b := make([]byte, 0, 4*places)
	for _, p := range f {
		b = binary.BigEndian.AppendUint32(b, p)
	}
	return b
}

func fingerprintFrom(b []byte) (f fingerprint) {
	for i := range f {
		f[i] = binary.BigEndian.Uint32(b[4*i:])
	}
	return f
}

// names are the words of a text that begin with a capital or a digit: who, where and how many. Reports that a form fills
// (results, weather, quakes) share nearly all their words and are different articles all the same; their names tell. They
// are kept as hashes of four bytes, in order.
type names []byte

const nameBytes = 4

func namesOf(text string) names {
	var hashes []uint32
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		if first, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(first) || unicode.IsNumber(first) {
			hashes = append(hashes, uint32(xxhash.Sum64String(w)))
		}
	}
	slices.Sort(hashes)
	var n names
	for _, h := range slices.Compact(hashes) {
		n = binary.BigEndian.AppendUint32(n, h)
	}
	return n
}

// alikeNames is the share of all names that two texts have in common if they are the same text.
const alikeNames = 0.7

func (n names) alike(o names) bool {
	common := 0
	for i, j := 0, 0; i < len(n) && j < len(o); {
		switch c := bytes.Compare(n[i:i+nameBytes], o[j:j+nameBytes]); {
		case c == 0:
			common++
			i, j = i+nameBytes, j+nameBytes
		case c < 0:
			i += nameBytes
		default:
			j += nameBytes
		}
	}
	return float64(common) >= alikeNames*float64(len(n)/nameBytes+len(o)/nameBytes-common)
}
