package dashboard

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/entente-kg/entente/schema"
)

//go:embed assets
var embedded embed.FS

// assets serves the files that pages load. The address of a file carries a sum of its bytes, so that browsers keep what
// they have until it changes, and never show a page with the scripts of another version.
type assets struct {
	sums  map[string]string // by name
	flags map[string][]byte // SVG, by the code of the state
}

// flagFile holds all flags as symbols; each is served as a picture of its own, so that a page loads those it shows.
const flagFile = "flags.svg"

var flagSymbol = regexp.MustCompile(`<symbol id="([A-Z]{3})"(.*)</symbol>`)

func newAssets() (*assets, error) {
	a := &assets{sums: map[string]string{}, flags: map[string][]byte{}}
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
	b, err := embedded.ReadFile("assets/" + flagFile)
	if err != nil {
		return nil, err
	}
	for _, m := range flagSymbol.FindAllSubmatch(b, -1) {
		a.flags[string(m[1])] = fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg"%s</svg>`, m[2])
	}
	return a, nil
}

// flag is the address of the flag of a state, empty for others and for states whose flag is not at hand.
func (a *assets) flag(ref schema.Ref) string {
	if ref.Type() != schema.State || a.flags[ref.ID()] == nil {
		return ""
	}
	return fmt.Sprintf("/assets/flags/%s.svg?v=%s", ref.ID(), a.sums[flagFile])
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
	if code, ok := strings.CutPrefix(r.URL.Path, "/assets/flags/"); ok {
		flag, ok := a.flags[strings.TrimSuffix(code, ".svg")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		a.keep(w, r, a.sums[flagFile])
		http.ServeContent(w, r, "flag.svg", time.Time{}, bytes.NewReader(flag))
		return
	}
	name := path.Base(r.URL.Path)
	sum, ok := a.sums[name]
	if !ok || r.URL.Path != "/assets/"+name {
		http.NotFound(w, r)
		return
	}
	a.keep(w, r, sum)
	http.ServeFileFS(w, r, embedded, "assets/"+name)
}

// keep lets browsers keep a file under an address with its sum for good, and under any other until it changes.
func (*assets) keep(w http.ResponseWriter, r *http.Request, sum string) {
	w.Header().Set("ETag", `"`+sum+`"`)
	w.Header().Set("Cache-Control", "no-cache")
	if r.FormValue("v") == sum {
		w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
	}
}
