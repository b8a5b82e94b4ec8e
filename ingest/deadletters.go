package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/entente-kg/entente/schema"
)

// DeadLetters is a folder of articles that could not be read or stored, a file each.
type DeadLetters struct{ Dir string }

// Letter is an article that was set aside.
type Letter struct {
	Article schema.Article `json:"article"`
	Page    *Page          `json:"page,omitempty"`
	Source  string         `json:"source,omitzero"`
	Where   string         `json:"where"`
	Reason  string         `json:"reason"`
	Stack   string         `json:"stack,omitzero"` // where the program broke, if it did
	Time    time.Time      `json:"time"`
}

// add writes a letter. The file is there whole or not at all.
func (d *DeadLetters) add(j *job) error {
	if d == nil {
		return nil
	}
	a := j.item.Article
	a.Copies = nil
	b, err := json.MarshalIndent(Letter{
		Article: a, Page: j.item.Page, Source: j.item.Source, Where: j.item.Where,
		Reason: j.receipt.Reason, Stack: j.stack, Time: time.Now().UTC(),
	}, "", "  ")
	if err != nil {
		return fmt.Errorf("set %s aside: %w", j.item.Where, err)
	}
	if err := os.MkdirAll(d.Dir, 0o700); err != nil {
		return err
	}
	path := d.path(a, j.item.Page, j.item.Where)
	if err := os.WriteFile(path+".part", b, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

// path is the file of an article: the same for the same article, so that failing again does not pile up.
func (d *DeadLetters) path(a schema.Article, page *Page, where string) string {
	key := a.ID
	if key == "" && page != nil {
		key = page.URL
	}
	if key == "" {
		key = where
	}
	sum := sha256.Sum256([]byte(key))
	return filepath.Join(d.Dir, hex.EncodeToString(sum[:8])+".json")
}

// Count is the number of letters.
func (d *DeadLetters) Count() (int, error) {
	files, err := d.files()
	return len(files), err
}

// files lists the letters; fs.ReadDir sorts them.
func (d *DeadLetters) files() ([]string, error) {
	all, err := os.ReadDir(d.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var files []string
	for _, e := range all {
		if filepath.Ext(e.Name()) == ".json" {
			files = append(files, filepath.Join(d.Dir, e.Name()))
		}
	}
	return files, err
}

// Latest reads the letters that were written last, at most n of them, the latest first. What is no letter, or has just
// been taken out, is left out.
func (d *DeadLetters) Latest(n int) ([]Letter, error) {
	files, err := d.files()
	if err != nil {
		return nil, err
	}
	var letters []Letter
	for _, path := range files {
		b, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		var l Letter
		if json.Unmarshal(b, &l) == nil {
			l.Page = nil // nobody who lists letters needs it, and it may be large
			letters = append(letters, l)
		}
	}
	slices.SortStableFunc(letters, func(a, b Letter) int { return b.Time.Compare(a.Time) })
	return letters[:min(n, len(letters))], nil
}

// Items delivers the letters to a pipeline once more. A letter goes once its article is taken; one that fails again is
// written anew by the pipeline.
func (d *DeadLetters) Items(ctx context.Context) (iter.Seq[Item], error) {
	files, err := d.files()
	if err != nil {
		return nil, err
	}
	return func(yield func(Item) bool) {
		for _, path := range files {
			if ctx.Err() != nil || !yield(letterItem(path)) {
				return
			}
		}
	}, nil
}

func letterItem(path string) Item {
	item := Item{Where: path}
	b, err := os.ReadFile(path)
	if err != nil {
		item.Err = err
		return item
	}
	var l Letter
	if err := json.Unmarshal(b, &l); err != nil {
		item.Err = fmt.Errorf("not a dead letter: %w", err)
		return item
	}
	item.Article, item.Page, item.Source = l.Article, l.Page, l.Source
	item.Done = func(r Receipt) {
		if r.Outcome != Rejected {
			_ = os.Remove(path) // what stays is taken again, to no effect
		}
	}
	return item
}
