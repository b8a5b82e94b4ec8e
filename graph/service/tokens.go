package service

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Issuer checks the JSON Web Tokens (RFC 7519) of an OpenID Connect issuer. Tokens are signed by RS256 or ES256; keys are
// found through the issuer's configuration (OpenID Connect Discovery 1.0) and read again when a token names a new one.
type Issuer struct {
	URL      string       // as in the claim iss
	Audience string       // one of the claim aud
	Claim    string       // that holds the role or roles; empty for "entente_role"
	Client   *http.Client // nil for http.DefaultClient with a timeout

	mu   sync.Mutex
	keys map[string]crypto.PublicKey
	read time.Time
}

// Errors of tokens. Callers are told no more.
var (
	errBadToken   = errors.New("the token is not valid")
	errSpentToken = errors.New("the token has expired or is not valid yet")
)

const (
	clockSkew  = time.Minute     // by which clocks may differ
	keysEvery  = time.Minute     // between two readings of the issuer's keys
	maxJWKS    = 1 << 20         // bytes of a document of the issuer
	issuerWait = 5 * time.Second // for a document of the issuer
)

// audiences are the claim aud: a string or a list.
type audiences []string

// UnmarshalJSON reads both forms.
func (a *audiences) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*a = audiences{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(a))
}

// check is the holder of a token.
func (i *Issuer) check(ctx context.Context, token string, now time.Time) (caller, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return caller{}, errBadToken
	}
	var head struct{ Alg, Kid string }
	var claims struct {
		Iss, Sub string
		Aud      audiences
		Exp, Nbf float64
	}
	var all map[string]any
	if decodePart(parts[0], &head) != nil || decodePart(parts[1], &claims) != nil || decodePart(parts[1], &all) != nil {
		return caller{}, errBadToken
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil {
		return caller{}, errBadToken
	}
	key, err := i.key(ctx, head.Kid, now)
	if err != nil || !verified(head.Alg, key, parts[0]+"."+parts[1], signature) {
		return caller{}, errBadToken
	}
	switch {
	case claims.Iss != i.URL || claims.Sub == "" || !slices.Contains(claims.Aud, i.Audience):
		return caller{}, errBadToken
	case claims.Exp == 0 || now.Add(-clockSkew).After(unix(claims.Exp)), now.Add(clockSkew).Before(unix(claims.Nbf)):
		return caller{}, errSpentToken
	}
	return caller{"sub:" + claims.Sub, i.role(all)}, nil
}

func unix(seconds float64) time.Time { return time.Unix(int64(seconds), 0) }

func decodePart(part string, into any) error {
	b, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// role is the highest role that the token names; one that names none is a reader's.
func (i *Issuer) role(claims map[string]any) Role {
	name := i.Claim
	if name == "" {
		name = "entente_role"
	}
	role := Reader
	values, ok := claims[name].([]any)
	if !ok {
		values = []any{claims[name]}
	}
	for _, v := range values {
		if s, ok := v.(string); ok && slices.Contains(Roles, Role(s)) && Role(s).May(role) {
			role = Role(s)
		}
	}
	return role
}

// verified checks a signature. The algorithm must be that of the key, whatever the token says.
func verified(alg string, key crypto.PublicKey, signed string, signature []byte) bool {
	sum := sha256.Sum256([]byte(signed))
	switch key := key.(type) {
	case *rsa.PublicKey:
		return alg == "RS256" && rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil
	case *ecdsa.PublicKey:
		if alg != "ES256" || len(signature) != 64 {
			return false
		}
		return ecdsa.Verify(key, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:]))
	}
	return false
}

// key is the issuer's key of that id.
func (i *Issuer) key(ctx context.Context, id string, now time.Time) (crypto.PublicKey, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if k, ok := i.keys[id]; ok {
		return k, nil
	}
	if now.Sub(i.read) < keysEvery {
		return nil, errBadToken
	}
	i.read = now
	var configuration struct {
		JWKS string `json:"jwks_uri"`
	}
	if err := i.get(ctx, strings.TrimSuffix(i.URL, "/")+"/.well-known/openid-configuration", &configuration); err != nil {
		return nil, err
	}
	var set struct{ Keys []jwk }
	if err := i.get(ctx, configuration.JWKS, &set); err != nil {
		return nil, err
	}
	i.keys = map[string]crypto.PublicKey{}
	for _, k := range set.Keys {
		if key, err := k.key(); err == nil {
			i.keys[k.Kid] = key
		}
	}
	if k, ok := i.keys[id]; ok {
		return k, nil
	}
	return nil, errBadToken
}

func (i *Issuer) get(ctx context.Context, url string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, issuerWait)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	client := i.Client
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("read %s: %s", url, resp.Status)
	}
	return json.NewDecoder(io.LimitReader(resp.Body, maxJWKS)).Decode(into)
}

// jwk is a JSON Web Key (RFC 7517) of type RSA or EC.
type jwk struct{ Kty, Kid, Use, Crv, N, E, X, Y string }

func (k jwk) key() (crypto.PublicKey, error) {
	if k.Use != "" && k.Use != "sig" {
		return nil, errBadToken
	}
	number := func(s string) *big.Int {
		b, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			return new(big.Int)
		}
		return new(big.Int).SetBytes(b)
	}
	switch {
	case k.Kty == "RSA" && number(k.N).BitLen() >= 2048 && number(k.E).IsInt64():
		return &rsa.PublicKey{N: number(k.N), E: int(number(k.E).Int64())}, nil
	case k.Kty == "EC" && k.Crv == "P-256":
		x, y := number(k.X), number(k.Y)
		if x.BitLen() > 256 || y.BitLen() > 256 {
			return nil, errBadToken
		}
		point := make([]byte, 65) // uncompressed (SEC 1, section 2.3.3): 4, then both coordinates
		point[0] = 4
		x.FillBytes(point[1:33])
		y.FillBytes(point[33:])
		return ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	}
	return nil, fmt.Errorf("key %s: no way to use type %q", k.Kid, k.Kty)
}
