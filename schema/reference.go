package schema

// ReferenceSource is the Article.Source of the reference lists. Their "articles" are rows of the lists: Text holds the
// rows, the evidence of a fact is its row, and Published is the day up to which the rows are known to be right. What
// they say of memberships and tenures is exact in time: End is the day on which a status ended, exclusive.
const ReferenceSource = "reference"

// Name is a name of an actor.
type Name struct {
	Name string   `json:"name"`
	Kind NameKind `json:"kind"`
}

// NameKind says what sort of name it is.
type NameKind string

// The kinds of names. A Metonym stands for the government, by its part in the sentence: Kremlin, Downing Street.
const (
	ShortName       NameKind = "short"
	FormalName      NameKind = "formal"
	FormerName      NameKind = "former"
	Variant         NameKind = "variant"
	Acronym         NameKind = "acronym"
	Demonym         NameKind = "demonym"
	Adjective       NameKind = "adjective"
	Metonym         NameKind = "metonym"
	Transliteration NameKind = "transliteration"
	Nickname        NameKind = "nickname"
	Surname         NameKind = "surname"
)

// Profile is what a list of reference knows about an actor or place beside its type and name. Each part may be empty.
type Profile struct {
	Names     []Name    `json:"names,omitzero"`
	Formal    string    `json:"formal,omitzero"`
	Kind      string    `json:"kind,omitzero"` // of an organization, body or place
	ISO2      string    `json:"iso2,omitzero"`
	Numeric   string    `json:"numeric,omitzero"` // ISO 3166-1, with leading zeros
	Standing  string    `json:"standing,omitzero"`
	Region    string    `json:"region,omitzero"`
	Gender    string    `json:"gender,omitzero"` // m or f
	Capital   Ref       `json:"capital,omitzero"`
	Seat      Ref       `json:"seat,omitzero"`
	Parent    Ref       `json:"parent,omitzero"`
	Location  *Location `json:"location,omitzero"`
	Founded   Date      `json:"founded,omitzero"` // of a state: its beginning
	Dissolved Date      `json:"dissolved,omitzero"`
	Origin
}

// Location is a point on the globe in degrees, WGS 84.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Rejection is an article that could not be taken, and why.
type Rejection struct {
	Article string // the article's id
	Reason  string
}
