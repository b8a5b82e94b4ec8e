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
	"time"

	"github.com/entente-kg/entente/graph"
	"github.com/entente-kg/entente/graph/question"
	"github.com/entente-kg/entente/schema"
)

//go:embed templates/*.html
var templates embed.FS

// Options say what a Dashboard shows beside the graph.
type Options struct {
	Version string       // of the program, at the foot of each page
	Log     *slog.Logger // what went wrong; readers get a plain sentence
	// Ingest tells how the graph is fed; nil where this is not known, as on a server that only answers.
	Ingest func(context.Context) (*Ingest, error)
	Now    func() time.Time // nil for time.Now
}

// Dashboard answers requests for pages.
type Dashboard struct {
	ask     question.Answerer
	options Options
	assets  *assets
	pages   map[string]*template.Template
	world   world
	mux     *http.ServeMux
}

// New makes the dashboard over what answers questions. If that is a question.Interpreter as well, pages take questions in
// English. An error is a defect of the embedded files.
func New(ask question.Answerer, o Options) (*Dashboard, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	d := &Dashboard{ask: ask, options: o, mux: http.NewServeMux()}
	var err error
	if d.assets, err = newAssets(); err != nil {
		return nil, fmt.Errorf("read the assets: %w", err)
	}
	if err := d.world.load(); err != nil {
		return nil, fmt.Errorf("read the borders: %w", err)
	}
	if err := d.parseTemplates(); err != nil {
		return nil, fmt.Errorf("read the templates: %w", err)
	}
	d.route()
	return d, nil
}

func (d *Dashboard) route() {
	d.mux.Handle("GET /assets/", d.assets)
	for pattern, page := range map[string]pageFunc{
		"GET /{$}":                 d.home,
		"GET /ask":                 d.askPage,
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
		"POST /query":              d.run,
		"GET /operations":          d.operations,
		"GET /data/search":         d.dataSearch,
		"GET /data/neighbors":      d.dataNeighbors,
		"GET /data/paths":          d.dataPaths,
		"GET /":                    d.nothing,
	} {
		d.mux.Handle(pattern, d.page(page))
	}
}

// ServeHTTP answers with a page, after the headers that keep pages to themselves. A form that another site sends is
// refused.
func (d *Dashboard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy("'self'"))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		d.fail(w, r, errForeign)
		return
	}
	d.mux.ServeHTTP(w, r)
}

// policy lets a page load what is its own and nothing else; styles says where its style sheets may come from.
func policy(styles string) string {
	return "default-src 'none'; style-src " + styles + "; script-src 'self'; img-src 'self' data:; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
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
	Asked   string // in the box for questions
	Nav     []navItem
	Texts   string // those of the scripts, as JSON
	Page    any
}

// navItem is an entry of the main navigation.
type navItem struct {
	URL, Text string
	Here      bool
}

// mainPages are in the navigation, with the key of their text.
var mainPages = []struct{ path, text string }{
	{"/events", "nav.events"},
	{"/negotiations", "nav.negotiations"},
	{"/relation", "nav.relations"},
	{"/explorer", "nav.explorer"},
	{"/query", "nav.query"},
	{"/operations", "nav.operations"},
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
	l := layout{Title: v.title, Theme: theme(r), Version: d.options.Version, Texts: scriptTexts, Page: v.content}
	if r.URL.Path == "/ask" || r.URL.Path == "/search" {
		l.Asked = r.FormValue("q")
	}
	for _, p := range mainPages {
		l.Nav = append(l.Nav, navItem{p.path, text(p.text), r.URL.Path == p.path})
	}
	var b bytes.Buffer
	if err := d.pages[v.template].ExecuteTemplate(&b, "layout", l); err != nil {
		d.options.Log.ErrorContext(r.Context(), "page failed", "path", r.URL.Path, "error", err)
		http.Error(w, text("problem.page"), http.StatusInternalServerError)
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

var (
	errNoPage  = errors.New("no such page")
	errForeign = errors.New("sent by another site")
)

// fail answers with a page that says what is wrong and where to go on.
func (d *Dashboard) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) {
		return // nobody reads it
	}
	status, p := explain(err)
	if status == http.StatusInternalServerError {
		d.options.Log.ErrorContext(r.Context(), "page failed", "path", r.URL.Path, "error", err)
	}
	if strings.HasPrefix(r.URL.Path, "/data/") {
		http.Error(w, p.Message, status)
		return
	}
	d.write(w, r, status, &view{"problem.html", text("problem.title"), p})
}

// explain tells a reader what an error means.
func explain(err error) (status int, p problem) {
	var unknown *question.UnknownError
	var ambiguous *question.AmbiguousError
	var invalid *question.InvalidError
	var dql *graph.QueryError
	switch {
	case errors.As(err, &unknown):
		return http.StatusNotFound, problem{text("problem.unknown", unknown.Name), unknown.Nearest}
	case errors.As(err, &ambiguous):
		return http.StatusNotFound, problem{text("problem.ambiguous", ambiguous.Name), ambiguous.Candidates}
	case errors.Is(err, graph.ErrNotFound), errors.Is(err, errNoPage):
		return http.StatusNotFound, problem{Message: text("problem.nothing")}
	case errors.Is(err, errForeign):
		return http.StatusForbidden, problem{Message: text("problem.foreign")}
	case errors.As(err, &invalid):
		return http.StatusBadRequest, problem{Message: text("problem.invalid", invalid.Error())}
	case errors.As(err, &dql):
		return http.StatusBadRequest, problem{Message: dql.Error()}
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusGatewayTimeout, problem{Message: text("problem.slow")}
	}
	return http.StatusInternalServerError, problem{Message: text("problem.failed")}
}

func (d *Dashboard) nothing(http.ResponseWriter, *http.Request) (*view, error) { return nil, errNoPage }

func (d *Dashboard) parseTemplates() error {
	base, err := template.New("layout").Funcs(d.functions()).ParseFS(templates, "templates/layout.html", "templates/parts.html")
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
		page, err := base.Clone()
		if err != nil {
			return err
		}
		if d.pages[file], err = page.ParseFS(templates, name); err != nil {
			return err
		}
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

// dates reads several dates of a form.
func dates(r *http.Request, fields ...string) ([]schema.Date, error) {
	all := make([]schema.Date, len(fields))
	for i, f := range fields {
		var err error
		if all[i], err = date(r, f); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// names reads a field that takes several names, with commas between them.
func names(r *http.Request, field string) (all []string) {
	for name := range strings.SplitSeq(r.FormValue(field), ",") {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, name)
		}
	}
	return all
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
