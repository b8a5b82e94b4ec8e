package service

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// Role says what the holder of a key may do. Each role may do what those before it may.
type Role string

// The roles.
const (
	Reader   Role = "reader"   // ask
	Ingester Role = "ingester" // add articles
	Admin    Role = "admin"    // see how the service does
)

// Roles lists the roles, the one that may least first.
var Roles = []Role{Reader, Ingester, Admin}

// May reports whether a role includes another.
func (r Role) May(other Role) bool {
	return slices.Index(Roles, r) >= slices.Index(Roles, other)
}

// Key is what is known of an API key. The key itself is not: only its hash is kept. A key holds 256 random bits, so a
// plain SHA-256 is all the hashing that it needs.
type Key struct {
	ID      string    `json:"id"`
	Name    string    `json:"name"` // whose it is
	Role    Role      `json:"role"`
	Hash    string    `json:"hash"` // SHA-256 in hex
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires,omitzero"`
	Revoked time.Time `json:"revoked,omitzero"`
}

// Errors of keys.
var (
	ErrNoKey    = errors.New("no such key")
	ErrBadKey   = errors.New("the key is not known")
	ErrSpentKey = errors.New("the key has expired or was revoked")
)

// Keys are the API keys of a file. Other processes may change the file; changes are seen at the next call.
type Keys struct {
	path string

	mu     sync.Mutex
	read   time.Time // modification time of what was read
	length int64
	keys   []Key
}

// OpenKeys are the keys of a file, which Create makes if it is not there.
func OpenKeys(path string) (*Keys, error) {
	k := &Keys{path: path}
	_, err := k.List()
	return k, err
}

// keyPrefix begins every key, so that a leaked one is known for what it is.
const keyPrefix = "entente_"

// Create makes a key and returns it. It is not kept, so this is the one time that it can be seen. A lifetime of 0 is
// without end.
func (k *Keys) Create(name string, role Role, lifetime time.Duration, now time.Time) (string, Key, error) {
	if !slices.Contains(Roles, role) {
		return "", Key{}, fmt.Errorf("role %q: want one of %v", role, Roles)
	}
	if lifetime < 0 {
		return "", Key{}, errors.New("the lifetime of a key can't be negative")
	}
	id, secret := make([]byte, 6), make([]byte, 32)
	_, _ = rand.Read(id) // it never fails, see crypto/rand
	_, _ = rand.Read(secret)
	key := Key{ID: hex.EncodeToString(id), Name: name, Role: role, Created: now.UTC().Truncate(time.Second)}
	if lifetime > 0 {
		key.Expires = key.Created.Add(lifetime)
	}
	text := keyPrefix + key.ID + "_" + base64.RawURLEncoding.EncodeToString(secret)
	key.Hash = hashKey(text)
	err := k.change(func(keys []Key) ([]Key, error) { return append(keys, key), nil })
	return text, key, err
}

func hashKey(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// Revoke ends a key for good. An error may wrap ErrNoKey.
func (k *Keys) Revoke(id string, now time.Time) error {
	return k.change(func(keys []Key) ([]Key, error) {
		i := slices.IndexFunc(keys, func(key Key) bool { return key.ID == id })
		if i < 0 {
			return nil, fmt.Errorf("key %q: %w", id, ErrNoKey)
		}
		if keys[i].Revoked.IsZero() {
			keys[i].Revoked = now.UTC().Truncate(time.Second)
		}
		return keys, nil
	})
}

// List are all keys, the oldest first.
func (k *Keys) List() ([]Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	info, err := os.Stat(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		k.keys, k.read = nil, time.Time{}
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	if info.ModTime().Equal(k.read) && info.Size() == k.length {
		return k.keys, nil
	}
	keys, err := readKeys(k.path)
	if err != nil {
		return nil, err
	}
	k.keys, k.read, k.length = keys, info.ModTime(), info.Size()
	return keys, nil
}

func readKeys(path string) ([]Key, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read keys: %w", err)
	}
	var keys []Key
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&keys); err != nil {
		return nil, fmt.Errorf("read keys: %s: %w", path, err)
	}
	return keys, nil
}

// Check is the key that a text is. Errors are ErrBadKey or ErrSpentKey, or say why the file can't be read.
func (k *Keys) Check(text string, now time.Time) (Key, error) {
	keys, err := k.List()
	if err != nil {
		return Key{}, err
	}
	id, _, _ := strings.Cut(strings.TrimPrefix(text, keyPrefix), "_")
	hash := []byte(hashKey(text))
	for _, key := range keys {
		if key.ID != id || subtle.ConstantTimeCompare([]byte(key.Hash), hash) != 1 {
			continue
		}
		if !key.Revoked.IsZero() || !key.Expires.IsZero() && !now.Before(key.Expires) {
			return Key{}, ErrSpentKey
		}
		return key, nil
	}
	return Key{}, ErrBadKey
}

// change rewrites the file, which its owner alone can read, as a whole or not at all.
func (k *Keys) change(f func([]Key) ([]Key, error)) (err error) {
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		return fmt.Errorf("write keys: %w", err)
	}
	lock := flock.New(k.path + ".lock")
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("write keys: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	keys, err := readKeys(k.path)
	if err != nil {
		return err
	}
	if keys, err = f(keys); err != nil {
		return err
	}
	slices.SortFunc(keys, func(a, b Key) int { return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID)) })
	b, err := json.MarshalIndent(keys, "", "  ")
	if err != nil {
		return err
	}
	next := k.path + ".next"
	if err := os.WriteFile(next, append(b, '\n'), 0o600); err != nil {
		return fmt.Errorf("write keys: %w", err)
	}
	if err := os.Rename(next, k.path); err != nil {
		return fmt.Errorf("write keys: %w", err)
	}
	return nil
}
