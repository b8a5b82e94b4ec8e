package main_test

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/entente-kg/entente/"

// directions are the imports that would turn the house around, each with its reason.
var directions = []struct{ from, to, reason string }{
	{"schema", module + "graph", "the vocabulary knows nobody, so that all others can speak through it"},
	{"schema", module + "ingest", "the vocabulary knows nobody, so that all others can speak through it"},
	{"schema", module + "cmd", "the vocabulary knows nobody, so that all others can speak through it"},
	{"graph", module + "ingest", "the store takes facts from anybody, not from our reading alone"},
	{"graph", module + "cmd", "the program knows the parts, not the parts the program"},
	{"ingest", module + "graph", "reading needs no store: it meets one in ingest.Sink"},
	{"ingest", module + "cmd", "the program knows the parts, not the parts the program"},
	{"graph/question", module + "graph/service", "questions do not know who asks them"},
	{"graph/question", module + "graph/dashboard", "questions do not know who asks them"},
	{"graph/dashboard", module + "graph/service", "pages ask the questions themselves"},
	{"schema", module + "ask", "the vocabulary knows nobody, so that all others can speak through it"},
	{"graph", module + "ask", "the graph answers questions; what English means by them is a matter of its own"},
	{"ingest", module + "ask", "reading articles needs no questions"},
	{"ask", module + "cmd", "the program knows the parts, not the parts the program"},
	{"ask", module + "graph/service", "English is put to whoever answers, not to a service"},
	{"ask", module + "graph/dashboard", "English is put to whoever answers, not to pages"},
	{"schema", "github.com/spf13/viper", "settings are read in cmd and handed down"},
	{"graph", "github.com/spf13/viper", "settings are read in cmd and handed down"},
	{"ingest", "github.com/spf13/viper", "settings are read in cmd and handed down"},
	{"schema", "github.com/dgraph-io/dgo", "Dgraph's client stays inside graph"},
	{"ingest", "github.com/dgraph-io/dgo", "Dgraph's client stays inside graph"},
	{"cmd", "github.com/dgraph-io/dgo", "Dgraph's client stays inside graph"},
	{"ask", "github.com/dgraph-io/dgo", "Dgraph's client stays inside graph"},
	{"graph/question", "github.com/dgraph-io/dgo", "questions speak DQL, not the client's messages"},
	{"graph/service", "github.com/dgraph-io/dgo", "the service asks the store"},
	{"graph/dashboard", "github.com/dgraph-io/dgo", "pages ask questions"},
}

func TestImportsPointOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Name,Imports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); seen++ {
		var p struct {
			ImportPath, Name string
			Imports          []string
		}
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		if p.Name == "main" && !within(p.ImportPath, module+"cmd") {
			continue // a bench puts together what it measures, as cmd does
		}
		for _, i := range p.Imports {
			for _, d := range directions {
				if within(p.ImportPath, module+d.from) && within(i, d.to) {
					t.Errorf("%s imports %s: %s", strings.TrimPrefix(p.ImportPath, module), i, d.reason)
				}
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d packages were looked at", seen)
	}
}

// within reports whether a package is folder or lies below it; a module's major version counts as below.
func within(pkg, folder string) bool { return pkg == folder || strings.HasPrefix(pkg, folder+"/") }
