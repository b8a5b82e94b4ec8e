// Package dashboard is the pages that an analyst works with: organizations with their members, actors, relations,
// negotiations, and the evidence of everything. Pages are written on the server and can be read without scripts; they
// ask only what package question answers.
package dashboard

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed assets
var assets embed.FS

// Options say what a Dashboard shows beside the graph.
type Options struct {
	Version string       // of the program, at the foot of each page
	Log     *slog.Logger // what went wrong; readers get a plain sentence
}

// Dashboard answers requests for pages.
type Dashboard struct {
	ask     question.Answerer
	options Options
	pages   map[string]*template.Template
	world   world
	mux     *http.ServeMux
}

// New makes the dashboard over what answers questions. An error is a defect of the embedded files.
func New(ask question.Answerer, o Options) (*Dashboard, error) {
	d := &Dashboard{ask: ask, options: o, mux: http.NewServeMux()}
	if err := d.parseTemplates(); err != nil {
		return nil, fmt.Errorf("read the templates: %w", err)
	}
	if err := d.world.load(); err != nil {
		return nil, fmt.Errorf("read the borders: %w", err)
	}
	files, err := fs.Sub(assets, "assets")
	if err != nil {
		return nil, err
	}
	d.mux.Handle("GET /assets/", http.StripPrefix("/assets/", cached(http.FileServerFS(files))))
	for pattern, page := range map[string]pageFunc{
		"GET /{$}":                 d.home,
		"GET /search":              d.search,
		"GET /organization/{id}":   d.organization,
		"GET /group/{id}":          d.organization,
		"GET /state/{id}":          d.actor,
		"GET /person/{id}":         d.actor,
		"GET /place/{id}":          d.actor,
		"GET /profile/{type}/{id}": d.actor,
		"GET /relation":            d.relation,
		"GET /negotiations":        d.negotiations,
		"GET /negotiation":         d.negotiation,
		"GET /events":              d.events,
		"GET /evidence":            d.evidence,
		"GET /article":             d.article,
		"GET /explorer":            d.explorer,
		"GET /query":               d.workbench,
		"GET /":                    d.nothing,
	} {
		d.mux.Handle(pattern, d.page(page))
	}
	return d, nil
}

// ServeHTTP answers with a page, after the headers that keep pages to themselves.
func (d *Dashboard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy("'self'"))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	d.mux.ServeHTTP(w, r)
}

// policy lets a page load what is its own and nothing else; styles says where its style sheets may come from.
func policy(styles string) string {
	return "default-src 'none'; style-src " + styles + "; script-src 'self'; img-src 'self' data:; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

func cached(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache") // the browser asks each time and mostly hears that nothing changed
		h.ServeHTTP(w, r)
	})
}

// view is a page ready to be written: the name of its template and what the template shows.
type view struct {
	template string
	title    string
	content  any
}

// pageFunc makes the view of a request. A handled answer, such as a download, has no view.
type pageFunc func(http.ResponseWriter, *http.Request) (*view, error)

// layout is what every template gets.
type layout struct {
	Title   string
	Theme   string // light, dark or empty for the system's
	Version string
	Query   string // in the search box
	Page    any
}

func (d *Dashboard) page(f pageFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := f(w, r)
		if err != nil {
			d.fail(w, r, err)
			return
		}
		if v != nil {
			d.write(w, r, http.StatusOK, v)
		}
	})
}

// write renders the whole page before the first byte goes out, so that a failure never shows half a page.
func (d *Dashboard) write(w http.ResponseWriter, r *http.Request, status int, v *view) {
	var b bytes.Buffer
	l := layout{Title: v.title, Theme: theme(r), Version: d.options.Version, Query: r.FormValue("q"), Page: v.content}
	if err := d.pages[v.template].ExecuteTemplate(&b, "layout", l); err != nil {
		d.options.Log.ErrorContext(r.Context(), "page failed", "path", r.URL.Path, "error", err)
		http.Error(w, "This page could not be made; the server's log says why.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w)
}

func theme(r *http.Request) string {
	if c, err := r.Cookie("theme"); err == nil && (c.Value == "light" || c.Value == "dark") {
		return c.Value
	}
	return ""
}

// problem is what the error page shows.
type problem struct {
	Message string
	Nearest []question.Named
}

// fail answers with a page that says what is wrong and where to go on.
func (d *Dashboard) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, p := http.StatusInternalServerError, problem{Message: "The answer could not be had; the server's log says why."}
	var unknown *question.UnknownError
	var ambiguous *question.AmbiguousError
	var invalid *question.InvalidError
	var dql *graph.QueryError
	switch {
	case errors.As(err, &unknown):
		status, p = http.StatusNotFound, problem{fmt.Sprintf("The graph knows nothing named “%s”.", unknown.Name), unknown.Nearest}
	case errors.As(err, &ambiguous):
		status, p = http.StatusNotFound, problem{fmt.Sprintf("“%s” may be one of several.", ambiguous.Name), ambiguous.Candidates}
	case errors.Is(err, graph.ErrNotFound), errors.Is(err, errNoPage):
		status, p.Message = http.StatusNotFound, "There is nothing here."
	case errors.As(err, &invalid):
		status, p.Message = http.StatusBadRequest, "This question can't be asked: "+invalid.Error()+"."
	case errors.As(err, &dql):
		status, p.Message = http.StatusBadRequest, dql.Error()
	case errors.Is(err, context.Canceled):
		return // nobody reads it
	case errors.Is(err, context.DeadlineExceeded):
		status, p.Message = http.StatusGatewayTimeout, "The graph takes too long to answer this."
	default:
		d.options.Log.ErrorContext(r.Context(), "page failed", "path", r.URL.Path, "error", err)
	}
	d.write(w, r, status, &view{"problem.html", "Nothing to show", p})
}

var errNoPage = errors.New("no such page")

func (d *Dashboard) nothing(http.ResponseWriter, *http.Request) (*view, error) { return nil, errNoPage }

func (d *Dashboard) parseTemplates() error {
	base, err := template.New("layout").Funcs(functions).ParseFS(templates, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return err
	}
	names, err := fs.Glob(templates, "templates/*.html")
	if err != nil {
		return err
	}
	d.pages = map[string]*template.Template{}
	for _, name := range names {
		file := strings.TrimPrefix(name, "templates/")
		if file == "layout.html" || file == "parts.html" {
			continue
		}
		page, err := template.Must(base.Clone()).ParseFS(templates, name)
		if err != nil {
			return err
		}
		d.pages[file] = page
	}
	return nil
}

// date reads a date of a form; what is no date is an InvalidError.
func date(r *http.Request, field string) (schema.Date, error) {
	at, err := schema.ParseDate(strings.TrimSpace(r.FormValue(field)))
	if err != nil {
		return at, &question.InvalidError{Field: field, Reason: err.Error()}
	}
	return at, nil
}

// with is the address of the request with some of its parameters changed; an empty value takes one away.
func with(r *http.Request, pairs ...string) string {
	q := r.URL.Query()
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	u := url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
	return u.String()
}
