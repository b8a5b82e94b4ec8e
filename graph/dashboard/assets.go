package dashboard

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
)

//go:embed assets
var embedded embed.FS

// assets serves the files that pages load. The address of a file carries a sum of its bytes, so that browsers keep what
// they have until it changes, and never show a page with the scripts of another version.
type assets struct {
	sums  map[string]string // by name
	flags map[string]bool   // codes of the states whose flags there are
}

var flagID = regexp.MustCompile(`<symbol id="([A-Z]{3})"`)

func newAssets() (*assets, error) {
	a := &assets{sums: map[string]string{}, flags: map[string]bool{}}
	files, err := fs.ReadDir(embedded, "assets")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		b, err := embedded.ReadFile("assets/" + f.Name())
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(b)
		a.sums[f.Name()] = hex.EncodeToString(sum[:6])
	}
	b, err := embedded.ReadFile("assets/flags.svg")
	if err != nil {
		return nil, err
	}
	for _, m := range flagID.FindAllSubmatch(b, -1) {
		a.flags[string(m[1])] = true
	}
	return a, nil
}

// url is the address of a file. An unknown name is a defect of a template, which the tests of the pages find.
func (a *assets) url(name string) (string, error) {
	sum, ok := a.sums[name]
	if !ok {
		return "", errors.New("there is no asset " + name)
	}
	return fmt.Sprintf("/assets/%s?v=%s", name, sum), nil
}

func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := path.Base(r.URL.Path)
	sum, ok := a.sums[name]
	if !ok || r.URL.Path != "/assets/"+name {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("ETag", `"`+sum+`"`)
	w.Header().Set("Cache-Control", "no-cache")
	if r.FormValue("v") == sum {
		w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
	}
	http.ServeFileFS(w, r, embedded, "assets/"+name)
}
