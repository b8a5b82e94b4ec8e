package schema

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"
)

// ActorType says what kind of thing an actor or place is.
type ActorType string

// The five types of actors. A place acts only as the scene of an event.
const (
	State        ActorType = "state"
	Organization ActorType = "organization"
	Person       ActorType = "person"
	Place        ActorType = "place"
	Group        ActorType = "group"
)

// Valid reports whether t is one of the five types.
func (t ActorType) Valid() bool {
	switch t {
	case State, Organization, Person, Place, Group:
		return true
	}
	return false
}

// Ref is the stable identity of an actor or place, such as state/RUS or person/vladimir-putin: a type, a slash and
// an id without spaces. The zero Ref names nothing. A Ref made by NewRef or ParseRef is always well-formed.
type Ref string

// NewRef joins a type and an id. States take an ISO 3166-1 alpha-3 code, well-known organizations their usual code, all
// others the slug of their name (see Slug).
func NewRef(t ActorType, id string) Ref { return Ref(string(t) + "/" + id) }

// ParseRef checks that s is a known type, a slash and an id of letters, digits, '-', '_' or '.'.
func ParseRef(s string) (Ref, error) {
	t, id, ok := strings.Cut(s, "/")
	if !ok || !ActorType(t).Valid() || id == "" {
		return "", fmt.Errorf("%q is no ref: want state/, organization/, person/, place/ or group/ and an id", s)
	}
	for _, r := range id {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r) {
			return "", fmt.Errorf("%q is no ref: %q can't stand in an id", s, r)
		}
	}
	return Ref(s), nil
}

// Type is the part before the slash; it is empty for the zero Ref.
func (r Ref) Type() ActorType {
	t, _, _ := strings.Cut(string(r), "/")
	return ActorType(t)
}

// ID is the part behind the slash.
func (r Ref) ID() string {
	_, id, _ := strings.Cut(string(r), "/")
	return id
}

// UnmarshalJSON refuses what ParseRef refuses; null and "" are the zero Ref.
func (r *Ref) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == "" {
		*r = ""
		return nil
	}
	parsed, err := ParseRef(s)
	*r = parsed
	return err
}

// Slug turns a name into the id of a ref: lower-case ASCII letters and digits, words joined by one hyphen, so that
// "Recep Tayyip Erdoğan" becomes "recep-tayyip-erdogan". A name without letters or digits gives "".
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range unidecode.Unidecode(name) {
		switch {
		case r == '\'' || r == '’' || r == '`' || r == '.':
			// an apostrophe or a point joins what it stands between: O'Brien, J.D.
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		default:
			gap = true
		}
	}
	return b.String()
}
