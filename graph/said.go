package graph

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-kg/entente/schema"
)

// said is the content of a report: one way in which a fact is told, without who told it. Two articles that tell a fact
// in the same way make one report.
type said interface {
	// kind says which sort of fact the report is about. It is the first part of the bucket.
	kind() string
	// bucket is shared by all reports that may be about the same thing, and by few others.
	bucket() []string
}

// The kinds of said.
const (
	membershipKind  = "membership"
	tenureKind      = "tenure"
	eventKind       = "event"
	negotiationKind = "negotiation"
	affiliationKind = "affiliation"
	profileKind     = "profile"
)

// factTypes are the types of the facts that reports of each kind are joined to.
var factTypes = map[string]string{
	membershipKind:  "Membership",
	tenureKind:      "Tenure",
	eventKind:       "Event",
	negotiationKind: "Negotiation",
	affiliationKind: "Affiliation",
	profileKind:     "Actor",
}

type membershipSaid struct {
	Actor        schema.Ref              `json:"actor"`
	Organization schema.Ref              `json:"organization"`
	Status       schema.MembershipStatus `json:"status"`
	Start        schema.Date             `json:"start,omitzero"`
	End          schema.Date             `json:"end,omitzero"`
	Reference    bool                    `json:"reference,omitzero"`
	Alleged      bool                    `json:"alleged,omitzero"`
}

func (membershipSaid) kind() string { return membershipKind }
func (m membershipSaid) bucket() []string {
	return []string{string(m.Actor), string(m.Organization)}
}

type tenureSaid struct {
	Person    schema.Ref  `json:"person"`
	Office    string      `json:"office"`
	Of        schema.Ref  `json:"of,omitzero"`
	Former    bool        `json:"former,omitzero"`
	Start     schema.Date `json:"start,omitzero"`
	End       schema.Date `json:"end,omitzero"`
	Reference bool        `json:"reference,omitzero"`
}

func (tenureSaid) kind() string { return tenureKind }
func (t tenureSaid) bucket() []string {
	return []string{string(t.Person), t.Office, string(t.Of)}
}

// partySaid is a party with its principal: the state or organization that it acts for, itself if for none.
type partySaid struct {
	schema.Party
	For schema.Ref `json:"for"`
}

type eventSaid struct {
	Type      schema.EventType   `json:"type"`
	Kind      schema.EventKind   `json:"kind,omitzero"`
	Status    schema.EventStatus `json:"status"`
	Parties   []partySaid        `json:"participants"`
	Start     schema.Date        `json:"start,omitzero"`
	End       schema.Date        `json:"end,omitzero"`
	Precision schema.Precision   `json:"precision,omitzero"`
	Place     schema.Ref         `json:"place,omitzero"`
	Round     int                `json:"round,omitzero"`
	Alleged   bool               `json:"alleged,omitzero"`
	// Reported is the year or month of publication of a report without a date. It keeps undated reports of different
	// times apart.
	Reported schema.Date `json:"reported,omitzero"`
}

func (eventSaid) kind() string { return eventKind }

// bucket joins events of one type, between the same principals in the same roles, in one period, and keeps what is done
// apart from what is planned, denied or imagined.
func (e eventSaid) bucket() []string {
	class := e.Status
	if class == schema.Ongoing {
		class = schema.Occurred
	}
	return []string{string(e.Type), string(class), strings.Join(e.principals(), ","), e.period().String()}
}

// principals lists who the parties act for, each with its role. A summit of an organization is known by the
// organization alone: texts name one guest or another.
func (e eventSaid) principals() []string {
	var all, organizations []string
	for _, p := range e.Parties {
		if p.Role == schema.Mediator || p.Role == schema.Host {
			continue
		}
		key := string(p.Role) + " " + string(p.For)
		all = append(all, key)
		if p.For.Type() == schema.Organization {
			organizations = append(organizations, key)
		}
	}
	if e.Kind == schema.Summit && len(organizations) > 0 {
		all = organizations
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// period is the year for meetings and agreements, of which there are few between the same parties, so that a report of
// "this year" finds its event. Acts that come in series are looked for in one month.
func (e eventSaid) period() schema.Date {
	d := e.Start
	if d.IsZero() {
		d = e.Reported
	}
	month := int(d.Month())
	if e.Type == schema.Consult || e.Type == schema.Agree {
		month = 0
	}
	p, err := schema.NewDate(d.Year(), month, 0)
	if err != nil {
		return schema.Date{}
	}
	return p
}

type negotiationSaid struct {
	Parties   []schema.Ref `json:"parties"`
	Mediators []schema.Ref `json:"mediators,omitzero"`
	Hosts     []schema.Ref `json:"hosts,omitzero"`
	Matter    string       `json:"matter,omitzero"`
	Rounds    []string     `json:"rounds,omitzero"` // xids of reports of events, as below
	Demands   []string     `json:"demands,omitzero"`
	Replies   []string     `json:"replies,omitzero"`
	Outcome   []string     `json:"outcome,omitzero"`
	Next      []string     `json:"next,omitzero"`
	For       []schema.Ref `json:"for"` // the principals of the parties
}

func (negotiationSaid) kind() string { return negotiationKind }
func (n negotiationSaid) bucket() []string {
	var parts []string
	for _, r := range n.For {
		parts = append(parts, string(r))
	}
	return parts
}

// principals are those whom parties act for, but for those that are parties themselves.
func (n negotiationSaid) principals() []schema.Ref {
	return slices.DeleteFunc(slices.Clone(n.For), func(r schema.Ref) bool { return slices.Contains(n.Parties, r) })
}

type affiliationSaid struct {
	Organization schema.Ref              `json:"organization"`
	Status       schema.MembershipStatus `json:"status"`
	Count        int                     `json:"count"`
}

func (affiliationSaid) kind() string { return affiliationKind }
func (a affiliationSaid) bucket() []string {
	return []string{string(a.Organization), string(a.Status)}
}

type profileSaid struct {
	Ref     schema.Ref     `json:"ref"`
	Name    string         `json:"name"`
	Profile schema.Profile `json:"profile"`
}

func (profileSaid) kind() string       { return profileKind }
func (p profileSaid) bucket() []string { return []string{string(p.Ref)} }

// isReference reports whether a list of reference says it.
func isReference(s said) bool {
	switch s := s.(type) {
	case membershipSaid:
		return s.Reference
	case tenureSaid:
		return s.Reference
	case profileSaid:
		return true
	}
	return false
}

// report is a report as it is, or is to be, in the graph.
type report struct {
	xid, bucket string
	said        said
	content     string      // said in JSON
	first, last schema.Date // days on which the articles appeared
	withdrawn   bool        // no article claims it any more
	fact        string      // xid of the fact that it is joined to in the graph, if any

	stored   *report // what the graph has; nil for a new one
	articles int     // that tell it
}

// newReport makes the report of what an article of that day said.
func newReport(s said, day schema.Date) (*report, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("encode a report: %w", err)
	}
	return &report{
		xid:     reportXID(s.kind(), string(b)),
		bucket:  s.kind() + "/" + hash(s.bucket()...),
		said:    s,
		content: string(b),
		first:   day,
		last:    day,
	}, nil
}

const (
	reportPrefix = "report/"
	reportType   = "Report"
)

// reportXID names a report by the kind of what it says and its content.
func reportXID(kind, content string) string { return reportPrefix + hash(kind, content) }

// reportIn names a report by its bucket, which begins with the kind, and its content.
func reportIn(bucket, content string) string {
	kind, _, _ := strings.Cut(bucket, "/")
	return reportXID(kind, content)
}

// parseSaid reads the content of a report in a bucket.
func parseSaid(bucket, content string) (said, error) {
	kind, _, _ := strings.Cut(bucket, "/")
	switch kind {
	case membershipKind:
		return decodeSaid[membershipSaid](content)
	case tenureKind:
		return decodeSaid[tenureSaid](content)
	case eventKind:
		return decodeSaid[eventSaid](content)
	case negotiationKind:
		return decodeSaid[negotiationSaid](content)
	case affiliationKind:
		return decodeSaid[affiliationSaid](content)
	case profileKind:
		return decodeSaid[profileSaid](content)
	}
	return nil, fmt.Errorf("read a report: unknown kind of bucket %q", bucket)
}

func decodeSaid[T said](content string) (said, error) {
	var s T
	if err := json.Unmarshal([]byte(content), &s); err != nil {
		return nil, fmt.Errorf("read a report: %w", err)
	}
	return s, nil
}

// hash is a fingerprint of the parts: 96 bits of SHA-256 in hex, so that a billion nodes meet by chance once in
// 10^11 graphs.
func hash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// earlier and later compare days of publication, of which none is unknown but the zero value that a fold starts with.
func earlier(a, b schema.Date) schema.Date {
	if a.IsZero() || !b.IsZero() && b.Compare(a) < 0 {
		return b
	}
	return a
}

func later(a, b schema.Date) schema.Date {
	if a.Compare(b) < 0 {
		return b
	}
	return a
}

// sortReports orders reports by xid, an order that owes nothing to their arrival.
func sortReports(reports []*report) {
	slices.SortFunc(reports, func(a, b *report) int { return cmp.Compare(a.xid, b.xid) })
}
