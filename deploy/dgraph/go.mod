// Module dgraph pins the Dgraph server that Entente runs: its dependencies stay out of the product's own module.
module github.com/entente-kg/entente/deploy/dgraph

go 1.26

require github.com/hypermodeinc/dgraph/v25 v25.0.0
