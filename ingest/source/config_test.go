package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/entente-kg/entente/ingest/source"
)

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sources.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadConfig(t *testing.T) {
	c, err := source.LoadConfig(writeConfig(t, `
contact: mailto:desk@example.org
delay: 2s
sources:
  - name: world
    kind: feed
    url: https://example.org/world.xml
    publisher: The Desk
    language: en
    schedule: "*/15 * * * *"
    limit: 50
    max_age: 48h
  - {name: archive, kind: files, path: /srv/news}
`))
	if err != nil {
		t.Fatal(err)
	}
	world, archive := c.Sources[0], c.Sources[1]
	if world.Limit != 50 || time.Duration(world.MaxAge) != 48*time.Hour || time.Duration(c.Delay) != 2*time.Second {
		t.Errorf("got %+v", c)
	}
	if archive.Limit != 1000 || time.Duration(archive.Recheck) != 72*time.Hour {
		t.Errorf("defaults: %+v", archive)
	}
}

func TestLoadConfigSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "no sources are listed"},
		{"sources:\n  - name: a\n    knid: feed", "line 3: field knid not found"},
		{"sources:\n  - {name: a, kind: feed}", `source 1 (a): url "": want an http or https address`},
		{"sources:\n  - {name: a, kind: feed, url: 'ftp://example.org'}", `url "ftp://example.org": want an http or https address`},
		{"sources:\n  - {name: a, kind: files}", "files has a path, no url"},
		{"sources:\n  - {name: a, kind: telex}", `kind "telex": want feed, sitemap, page, files or warc`},
		{"sources:\n  - {name: 'a b', kind: files, path: x}", `name "a b"`},
		{"sources:\n  - {name: a, kind: files, path: x}\n  - {name: a, kind: files, path: y}", "source 2 (a): another source has this name"},
		{"sources:\n  - {name: a, kind: files, path: x, language: English}", "want two letters, as en"},
		{"sources:\n  - {name: a, kind: files, path: x, schedule: daily}", `"daily" is no cron expression`},
		{"sources:\n  - {name: a, kind: files, path: x, schedule: TZ=0}", `"TZ=0" is no cron expression`},
		{"sources:\n  - {name: a, kind: files, path: x, limit: -1}", "limit can't be negative"},
		{"sources:\n  - name: a\n    kind: files\n    path: x\n    max_age: soon", `line 5: "soon" is no duration`},
	} {
		path := writeConfig(t, c.text)
		_, err := source.LoadConfig(path)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s\n\tgot  %v\n\twant %s", c.text, err, c.want)
		}
	}
}
