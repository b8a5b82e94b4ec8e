package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/grpc-ecosystem/grpc-gateway/v2/utilities"
	"github.com/klauspost/compress/gzhttp"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"github.com/entente-kg/entente/graph/service/ententev1"
)

// handler answers HTTP: REST through the gRPC server behind conn, and what is told about the service itself.
func (s *Server) handler(ctx context.Context, conn *grpc.ClientConn) (http.Handler, error) {
	jsonFormat := &runtime.JSONPb{
		MarshalOptions:   protojson.MarshalOptions{UseProtoNames: true, EmitUnpopulated: true},
		UnmarshalOptions: protojson.UnmarshalOptions{},
	}
	gateway := runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, jsonFormat),
		runtime.WithMarshalerOption(csvType, &rowsFormat{JSONPb: jsonFormat, contentType: csvType, write: writeCSV}),
		runtime.WithMarshalerOption(linesType, &rowsFormat{JSONPb: jsonFormat, contentType: linesType, write: writeLines}),
		runtime.WithErrorHandler(writeProblem),
		runtime.WithForwardResponseOption(tellNext),
		runtime.WithIncomingHeaderMatcher(passHeader),
		runtime.SetQueryParameterParser(strictParser{}),
	)
	if err := ententev1.RegisterEntenteServiceHandler(ctx, gateway, conn); err != nil {
		return nil, err
	}
	document, err := openAPI()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/v1/", withBodyLimit(http.MaxBytesHandler(withFormat(withETag(gateway)), maxRequest)))
	mux.Handle("GET /openapi.json", withETag(serveJSON(document)))
	mux.Handle("GET /metrics", s.adminsOnly(s.metrics.handler()))
	mux.HandleFunc("GET /healthz", s.healthz)
	if s.options.Pages != nil {
		mux.Handle("/", s.readersOnly(s.options.Pages))
	}
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.ExceptContentTypes([]string{"text/event-stream"}))
	if err != nil {
		return nil, err
	}
	return s.traced(safe(compress(mux))), nil
}

// healthz says in one word whether questions can be answered, and not why not.
func (s *Server) healthz(w http.ResponseWriter, r *http.Request) {
	if err := s.options.Ready(r.Context()); err != nil {
		s.options.Log.WarnContext(r.Context(), "not ready", "error", err)
		http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}

// adminsOnly asks for a key of an admin, where keys are asked for.
func (s *Server) adminsOnly(next http.Handler) http.Handler {
	g := &guard{s.options.Keys, s.options.Tokens}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, err := g.check(r.Context(), secretOf(r.Header.Values("Authorization"), r.Header.Values(keyHeader)))
		if err == nil && !who.role.May(Admin) {
			err = status.Error(codes.PermissionDenied, "the key of an admin is needed")
		}
		if err != nil {
			writeProblem(r.Context(), nil, nil, w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// readersOnly asks for a key, where keys are asked for. A browser asks its user for it, as the password of any name.
func (s *Server) readersOnly(next http.Handler) http.Handler {
	g := &guard{s.options.Keys, s.options.Tokens}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secret := secretOf(r.Header.Values("Authorization"), r.Header.Values(keyHeader))
		if _, password, ok := r.BasicAuth(); ok {
			secret = password
		}
		who, err := g.check(r.Context(), secret)
		if err == nil {
			var leave func()
			if leave, err = s.limiter.enter(who.id); err == nil {
				defer leave()
				next.ServeHTTP(w, r)
				return
			}
		}
		if status.Code(err) == codes.Unauthenticated {
			w.Header().Set("WWW-Authenticate", `Basic realm="Entente: a key as the password"`)
		}
		writeProblem(r.Context(), nil, nil, w, r, err)
	})
}

// safe sets the headers that keep browsers from guessing.
func safe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}

// passHeader lets the headers of callers through that the service looks at.
func passHeader(key string) (string, bool) {
	if strings.EqualFold(key, keyHeader) {
		return keyHeader, true
	}
	return runtime.DefaultHeaderMatcher(key)
}

// strictParser reads the parameters of an address. A misspelt one deserves an answer, not silence.
type strictParser struct{}

// Parse sets the fields of a request to the parameters.
func (strictParser) Parse(m proto.Message, values url.Values, filter *utilities.DoubleArray) error {
	fields := m.ProtoReflect().Descriptor().Fields()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		name, _, _ = strings.Cut(name, "[") // variables[$name]
		if fields.ByTextName(name) == nil && fields.ByJSONName(name) == nil {
			return fmt.Errorf("%s: there is no such parameter; /openapi.json says which there are", name)
		}
	}
	for name, given := range values {
		if !utf8.ValidString(strings.Join(given, "")) {
			return fmt.Errorf("%s: is no valid UTF-8", name)
		}
	}
	return (&runtime.DefaultQueryParser{}).Parse(m, values, filter)
}

// maxUnread is how much of a body that is too long is still taken in, so that whoever sends it gets to read the answer:
// a connection that is closed on data under way is reset, and the answer lost.
const maxUnread = 64 << 20

// withBodyLimit answers a body that is too long before the gateway says that it is no JSON.
func withBodyLimit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > maxRequest {
			_, _ = io.CopyN(io.Discard, r.Body, maxUnread)
			writeProblem(r.Context(), nil, nil, w, r, tooLong())
			return
		}
		next.ServeHTTP(w, r)
	})
}

func tooLong() error {
	return &runtime.HTTPStatusError{
		HTTPStatus: http.StatusRequestEntityTooLarge,
		Err:        status.Errorf(codes.InvalidArgument, "a request has at most %d bytes", maxRequest),
	}
}

// problem is an error as RFC 9457 writes it.
type problem struct {
	Type   string       `json:"type"`
	Title  string       `json:"title"`
	Status int          `json:"status"`
	Detail string       `json:"detail"`
	Code   string       `json:"code"` // of gRPC: NOT_FOUND
	Errors []fieldError `json:"errors,omitzero"`
}

type fieldError struct {
	Field  string `json:"field"`
	Detail string `json:"detail"` // what is wrong, or a ref that may be meant
}

// writeProblem answers with an error. Its signature is that of the gateway.
func writeProblem(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, err error) {
	st := status.Convert(err)
	code := runtime.HTTPStatusFromCode(st.Code())
	var withStatus *runtime.HTTPStatusError
	if errors.As(err, &withStatus) {
		code, st = withStatus.HTTPStatus, status.Convert(withStatus.Err)
	}
	if strings.Contains(st.Message(), "http: request body too large") {
		code, st = http.StatusRequestEntityTooLarge, status.Convert(errors.Unwrap(tooLong()))
	}
	p := problem{
		Type: "about:blank", Title: http.StatusText(code), Status: code, Detail: st.Message(), Code: codeName(st.Code()),
	}
	if code == http.StatusNotFound && st.Message() == http.StatusText(code) {
		p.Detail = "there is nothing at " + r.URL.Path + "; /openapi.json says what there is"
	}
	for _, d := range st.Details() {
		if bad, ok := d.(*errdetails.BadRequest); ok {
			for _, v := range bad.GetFieldViolations() {
				p.Errors = append(p.Errors, fieldError{v.GetField(), v.GetDescription()})
			}
		}
	}
	b, failed := json.Marshal(p)
	if failed != nil {
		http.Error(w, http.StatusText(code), code) // strings and numbers always marshal
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Del("Etag")
	switch code {
	case http.StatusUnauthorized:
		if w.Header().Get("WWW-Authenticate") == "" {
			w.Header().Set("WWW-Authenticate", "Bearer")
		}
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(code)
	_, _ = w.Write(append(b, '\n'))
}

// codeName writes a code as gRPC's own documents do: NOT_FOUND.
func codeName(c codes.Code) string {
	var b strings.Builder
	for i, r := range c.String() {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return strings.ToUpper(b.String())
}

// The formats of lists beside JSON.
const (
	csvType   = "text/csv"
	linesType = "application/jsonl"
)

// formats are the values of ?format=.
var formats = map[string]string{"json": "application/json", "csv": csvType, "jsonl": linesType}

// withFormat lets ?format= ask for what the header Accept can ask for, and reads Accept as far as the service goes: the
// first type that it can write.
func withFormat(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		accept := ""
		if q.Has("format") {
			t, ok := formats[q.Get("format")]
			if !ok {
				writeProblem(r.Context(), nil, nil, w, r, status.Error(codes.InvalidArgument, "format: want json, csv or jsonl"))
				return
			}
			accept = t
			q.Del("format")
			r = r.Clone(r.Context())
			r.URL.RawQuery = q.Encode()
		} else {
			accept = firstKnown(r.Header.Values("Accept"))
		}
		r.Header.Set("Accept", accept)
		w.Header().Add("Vary", "Accept")
		next.ServeHTTP(w, r)
	})
}

// firstKnown is the first type of Accept that can be written, JSON if there is none.
func firstKnown(accept []string) string {
	for _, a := range strings.Split(strings.Join(accept, ","), ",") {
		t, _, _ := strings.Cut(strings.TrimSpace(a), ";")
		switch t {
		case csvType, linesType, "application/json":
			return t
		case "application/x-ndjson", "application/json-lines":
			return linesType
		}
	}
	return "application/json"
}

// tellNext puts the cursor of a list into a header, for formats that have no other place for it.
func tellNext(_ context.Context, w http.ResponseWriter, m proto.Message) error {
	fd := m.ProtoReflect().Descriptor().Fields().ByName("next")
	if fd != nil && !fd.IsList() && m.ProtoReflect().Has(fd) {
		w.Header().Set("Entente-Next", m.ProtoReflect().Get(fd).String())
	}
	return nil
}

// withETag gives answers to GET a fingerprint, and answers a caller who has them already with no more than that.
func withETag(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet || strings.HasSuffix(r.URL.Path, ":watch") {
			next.ServeHTTP(w, r)
			return
		}
		held := &heldResponse{header: w.Header(), code: http.StatusOK}
		next.ServeHTTP(held, r)
		if held.code == http.StatusOK {
			sum := sha256.Sum256(held.body.Bytes())
			tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
			w.Header().Set("Etag", tag)
			w.Header().Set("Cache-Control", "no-cache")
			if known(r.Header.Values("If-None-Match"), tag) {
				w.Header().Del("Content-Type")
				w.WriteHeader(http.StatusNotModified)
				return
			}
		}
		w.WriteHeader(held.code)
		_, _ = w.Write(held.body.Bytes())
	})
}

// known reports whether a tag is among those that the caller has.
func known(have []string, tag string) bool {
	for _, h := range strings.Split(strings.Join(have, ","), ",") {
		if h = strings.TrimSpace(h); h == "*" || strings.TrimPrefix(h, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// heldResponse is a response that is held back.
type heldResponse struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

// Header is that of the response that follows.
func (h *heldResponse) Header() http.Header { return h.header }

// WriteHeader keeps the code.
func (h *heldResponse) WriteHeader(code int) { h.code = code }

// Write keeps the body.
func (h *heldResponse) Write(b []byte) (int, error) { return h.body.Write(b) }

func serveJSON(b []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(b)
	})
}
