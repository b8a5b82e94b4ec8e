// Command dgraph is the Dgraph that Entente runs when it is told of no other: the commands of Dgraph as they are, with
// servers that collect garbage on a share of the processors. Dgraph's own main asks for 128 threads, of which the garbage
// collector takes a quarter: on a machine of few processors a collection then takes all of them, and for a fifth to two
// fifths of a second nothing is answered. Short-lived commands (live, bulk) keep the 128, which suit their reading of disks.
package main

import (
	"os"
	"runtime"
	"slices"

	"github.com/hypermodeinc/dgraph/v25/dgraph/cmd"
)

func main() {
	if servers := []string{"alpha", "zero"}; len(os.Args) < 2 || !slices.Contains(servers, os.Args[1]) {
		runtime.GOMAXPROCS(128)
	}
	cmd.Execute()
}
