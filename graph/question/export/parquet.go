package export

import (
	"fmt"
	"io"
	"iter"

	"github.com/parquet-go/parquet-go"

	"github.com/entente-kg/entente/graph/question"
)

// record is a fact in the columns of Parquet: those of CSV, but with lists for what CSV joins. Dates are as exact as they
// are known: 2025, 2025-08 or 2025-08-15.
type record struct {
	Fact          string   `parquet:"fact,zstd"`
	KindOfFact    string   `parquet:"kind_of_fact,dict"`
	Subject       []actor  `parquet:"subject,list"`
	Relation      string   `parquet:"relation,dict"`
	Object        []actor  `parquet:"object,list"`
	Kind          string   `parquet:"kind,dict,optional"`
	Status        string   `parquet:"status,dict,optional"`
	Start         string   `parquet:"start,dict,optional"`
	End           string   `parquet:"end,dict,optional"`
	Place         string   `parquet:"place,dict,optional"`
	PlaceRef      string   `parquet:"place_ref,dict,optional"`
	Reference     bool     `parquet:"reference"`
	Disputed      bool     `parquet:"disputed"`
	Alleged       bool     `parquet:"alleged"`
	Articles      int64    `parquet:"articles"`
	Publishers    int64    `parquet:"publishers"`
	FirstReported string   `parquet:"first_reported,dict,optional"`
	LastReported  string   `parquet:"last_reported,dict,optional"`
	Words         string   `parquet:"words,zstd"`
	Sources       []string `parquet:"sources,list,zstd"`
}

// actor is an actor of a fact by its name and its ref.
type actor struct {
	Name string `parquet:"name,dict"`
	Ref  string `parquet:"ref,dict"`
}

// rowGroup is how many facts are held in memory until they are written.
const rowGroup = 20_000

// Parquet writes a row for each fact (parquet.apache.org), in groups of rows as they come.
func Parquet(w io.Writer, facts iter.Seq2[question.Fact, error]) error {
	out := parquet.NewGenericWriter[record](w, parquet.MaxRowsPerRowGroup(rowGroup))
	for f, err := range facts {
		if err == nil {
			_, err = out.Write([]record{recordOf(f)})
		}
		if err != nil {
			return fmt.Errorf("export facts: %w", err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("export facts: %w", err)
	}
	return nil
}

func recordOf(f question.Fact) record {
	r := rowOf(f)
	return record{
		Fact: f.Fact, KindOfFact: string(f.Kind), Subject: actors(r.subject), Relation: r.relation, Object: actors(r.object),
		Kind: r.kind, Status: r.status, Start: r.start.String(), End: r.end.String(),
		Place: r.place.Name, PlaceRef: string(r.place.Ref), Reference: r.reference, Disputed: r.disputed, Alleged: r.alleged,
		Articles: int64(r.articles), Publishers: int64(r.publishers), FirstReported: r.first.String(), LastReported: r.last.String(),
		Words: f.Words, Sources: f.Sources,
	}
}

func actors(all []question.Named) []actor {
	out := make([]actor, len(all))
	for i, n := range all {
		out[i] = actor{n.Name, string(n.Ref)}
	}
	return out
}
