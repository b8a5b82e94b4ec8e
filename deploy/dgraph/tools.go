//go:build tools

// Package dgraph pins the Dgraph server; `make dgraph` builds it.
package dgraph

import _ "github.com/hypermodeinc/dgraph/v25/dgraph"
