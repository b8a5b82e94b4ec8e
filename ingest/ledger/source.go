package ledger

import (
	"bytes"
	"encoding/json"
	"time"

	"go.etcd.io/bbolt"
)

// Source is what is remembered of a source.
type Source struct {
	Name         string        `json:"name"`
	ETag         string        `json:"etag,omitzero"` // of the feed or sitemap itself, once all its entries are taken
	LastModified string        `json:"last_modified,omitzero"`
	LastRun      time.Time     `json:"last_run"`
	LastSuccess  time.Time     `json:"last_success,omitzero"` // the source could be read, whatever it held
	LastYield    time.Time     `json:"last_yield,omitzero"`   // at least one new article came
	Lag          time.Duration `json:"lag,omitzero"`          // of the last article, from its publication to the graph
	Items        int           `json:"items"`                 // that the source listed when last read
	New          int           `json:"new"`                   // articles taken in the last run
	Rejected     int           `json:"rejected"`              // in the last run
	Error        string        `json:"error,omitzero"`        // of the last run
	Alarm        string        `json:"alarm,omitzero"`        // what looks wrong though no error came
	Total        int           `json:"total"`                 // articles taken in all runs
}

// Source returns what is remembered of a source; a source never seen has only its name.
func (l *Ledger) Source(name string) (s Source, err error) {
	s.Name = name
	err = l.view(func(tx *bbolt.Tx) error {
		if b := tx.Bucket(bucketSources).Get([]byte(name)); b != nil {
			return json.Unmarshal(b, &s)
		}
		return nil
	})
	return s, err
}

// SetSource remembers a source.
func (l *Ledger) SetSource(s Source) error {
	return l.update(func(tx *bbolt.Tx) error { return put(tx.Bucket(bucketSources), []byte(s.Name), s) })
}

// Sources lists all sources by name.
func (l *Ledger) Sources() (all []Source, err error) {
	err = l.view(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucketSources).ForEach(func(_, b []byte) error {
			var s Source
			if err := json.Unmarshal(b, &s); err != nil {
				return err
			}
			all = append(all, s)
			return nil
		})
	})
	return all, err
}

// Entry is what is remembered of an item that a source has announced.
type Entry struct {
	URL          string    `json:"url,omitzero"`
	Article      string    `json:"article,omitzero"` // the id it has become
	ETag         string    `json:"etag,omitzero"`    // of its page
	LastModified string    `json:"last_modified,omitzero"`
	First        time.Time `json:"first"` // when it was seen first
	Checked      time.Time `json:"checked"`
	Failures     int       `json:"failures,omitzero"` // fetches in a row that failed; 0 once its page came
	Reason       string    `json:"reason,omitzero"`   // why it was not taken
}

// Entries returns what is remembered of a source's items, by their ids.
func (l *Ledger) Entries(source string) (map[string]Entry, error) {
	all := map[string]Entry{}
	err := l.view(func(tx *bbolt.Tx) error {
		prefix := entryKey(source, "")
		c := tx.Bucket(bucketEntries).Cursor()
		for k, b := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, b = c.Next() {
			var e Entry
			if err := json.Unmarshal(b, &e); err != nil {
				return err
			}
			all[string(k[len(prefix):])] = e
		}
		return nil
	})
	return all, err
}

// SetEntry remembers an item that became no article, or none yet.
func (l *Ledger) SetEntry(source, id string, e Entry) error {
	return l.update(func(tx *bbolt.Tx) error { return put(tx.Bucket(bucketEntries), entryKey(source, id), e) })
}

func entryKey(source, id string) []byte { return []byte(source + "\x00" + id) }
