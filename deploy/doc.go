// Package deploy holds the files that run Entente on a machine or a cluster, and the tests that they are right.
package deploy
