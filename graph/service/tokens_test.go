package service_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/entente-kg/entente/graph/service"
)

// issuer is an OpenID Connect issuer with one key of each kind.
type issuer struct {
	url string
	rsa *rsa.PrivateKey
	ec  *ecdsa.PrivateKey
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	i := &issuer{}
	var err error
	if i.rsa, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	if i.ec, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	i.url = server.URL
	answer := func(path string, v any) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(v) })
	}
	answer("/.well-known/openid-configuration", map[string]string{"jwks_uri": i.url + "/keys"})
	point := encodePart(i.ec.X.FillBytes(make([]byte, 32)))
	answer("/keys", map[string]any{"keys": []map[string]string{
		{"kty": "RSA", "kid": "r", "use": "sig", "n": encodePart(i.rsa.N.Bytes()), "e": encodePart(big.NewInt(int64(i.rsa.E)).Bytes())},
		{"kty": "EC", "kid": "e", "crv": "P-256", "x": point, "y": encodePart(i.ec.Y.FillBytes(make([]byte, 32)))},
		{"kty": "oct", "kid": "o"},
	}})
	return i
}

func encodePart(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// token signs claims by an algorithm.
func (i *issuer) token(t *testing.T, alg string, claims map[string]any) string {
	t.Helper()
	kid := map[string]string{"RS256": "r", "ES256": "e", "none": "r", "HS256": "o"}[alg]
	head, err := json.Marshal(map[string]string{"alg": alg, "kid": kid})
	if err != nil {
		t.Fatal(err)
	}
	body, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	signed := encodePart(head) + "." + encodePart(body)
	sum := sha256.Sum256([]byte(signed))
	var signature []byte
	switch alg {
	case "RS256":
		if signature, err = rsa.SignPKCS1v15(rand.Reader, i.rsa, crypto.SHA256, sum[:]); err != nil {
			t.Fatal(err)
		}
	case "ES256":
		r, s, err := ecdsa.Sign(rand.Reader, i.ec, sum[:])
		if err != nil {
			t.Fatal(err)
		}
		signature = append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	}
	return signed + "." + encodePart(signature)
}

func TestTokens(t *testing.T) {
	i := newIssuer(t)
	claims := func(change func(map[string]any)) map[string]any {
		c := map[string]any{"iss": i.url, "sub": "ann", "aud": "entente", "exp": time.Now().Add(time.Hour).Unix()}
		if change != nil {
			change(c)
		}
		return c
	}
	s := serve(t, answering(), service.Options{Tokens: &service.Issuer{URL: i.url, Audience: "entente"}})
	for _, c := range []struct {
		name, alg string
		change    func(map[string]any)
		path      string
		code      int
	}{
		{"signed by RSA", "RS256", nil, "/v1/members?organization=SCO", 200},
		{"signed by ECDSA", "ES256", nil, "/v1/members?organization=SCO", 200},
		{"for several audiences", "RS256", func(c map[string]any) { c["aud"] = []string{"other", "entente"} }, "/v1/members?organization=SCO", 200},
		{"not signed", "none", nil, "/v1/members?organization=SCO", 401},
		{"signed by another kind of key", "HS256", nil, "/v1/members?organization=SCO", 401},
		{"expired", "RS256", func(c map[string]any) { c["exp"] = time.Now().Add(-time.Hour).Unix() }, "/v1/members?organization=SCO", 401},
		{"without an end", "RS256", func(c map[string]any) { delete(c, "exp") }, "/v1/members?organization=SCO", 401},
		{"not valid yet", "RS256", func(c map[string]any) { c["nbf"] = time.Now().Add(time.Hour).Unix() }, "/v1/members?organization=SCO", 401},
		{"for somebody else", "RS256", func(c map[string]any) { c["aud"] = "other" }, "/v1/members?organization=SCO", 401},
		{"of another issuer", "RS256", func(c map[string]any) { c["iss"] = "https://elsewhere.example" }, "/v1/members?organization=SCO", 401},
		{"metrics for a reader", "RS256", nil, "/metrics", 403},
		{"metrics for an admin", "RS256", func(c map[string]any) { c["entente_role"] = []string{"reader", "admin"} }, "/metrics", 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			resp, b := call(t, "GET", s.rest+c.path, "", "Authorization", "Bearer "+i.token(t, c.alg, claims(c.change)))
			if resp.StatusCode != c.code {
				t.Errorf("%s, want %d: %.200s", resp.Status, c.code, b)
			}
		})
	}
	t.Run("changed after signing", func(t *testing.T) {
		token := []byte(i.token(t, "RS256", claims(nil)))
		token[len(token)-10] ^= 1
		wantProblem(t, s, "GET", "/v1/members?organization=SCO", "", 401, "not valid", "Authorization", "Bearer "+string(token))
	})
}
