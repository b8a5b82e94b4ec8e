package dashboard_test

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("screenshots", "", "folder for pictures of every page, in light and dark; none are made without it")

// pictures are the pages of the pictures, with what is done before they are taken.
var pictures = []struct {
	name, path string
	before     chromedp.Tasks
}{
	{"home", "/", nil},
	{"search", "/search?q=stan", nil},
	{"ask", "/ask?q=Who+were+the+members+of+the+SCO+in+2016%3F", nil},
	{"ask-lost", "/ask?q=Will+it+rain%3F", nil},
	{"organization", "/organization/SCO", nil},
	{"history", "/organization/SCO?at=2017", nil},
	{"partners", "/organization/SCO?status=dialogue_partner", nil},
	{"actor", "/state/RUS", nil},
	{"relation", "/relation?a=Russia&b=Ukraine", nil},
	{"events", "/events?status=all", nil},
	{"negotiations", "/negotiations", nil},
	{"negotiation", "/negotiations", chromedp.Tasks{chromedp.Click("tbody a"), arrive(`location.pathname === "/negotiation"`)}},
	{"evidence", "/organization/SCO", chromedp.Tasks{
		chromedp.Click(`//table[@id="members"]//tr[contains(., "Russia")]//a[contains(., "sentences")]`), chromedp.WaitVisible("dialog .claim"),
	}},
	{"article", "/article?id=post-1", nil},
	{"explorer", "/explorer?from=Russia", settled},
	{"path", "/explorer?from=Turkey&to=China", settled},
	{"query", "/query", chromedp.Tasks{chromedp.WaitVisible(".cm-editor"), chromedp.Click("#run"), chromedp.WaitVisible("#views")}},
	{"operations", "/operations", nil},
	{"problem", "/nowhere", nil},
	{"organization-narrow", "/organization/SCO", chromedp.Tasks{chromedp.EmulateViewport(360, 740)}},
	{"actor-narrow", "/state/RUS", chromedp.Tasks{chromedp.EmulateViewport(360, 740)}},
}

// settled waits until a drawing has come to rest.
var settled = chromedp.Tasks{until(`graph.dataset.drawn === "true"`), chromedp.Sleep(4 * time.Second)}

// TestScreenshots makes the pictures of the README and of a reviewer; `make screenshots` asks for them.
func TestScreenshots(t *testing.T) {
	if *shots == "" {
		t.Skip("pictures are made by make screenshots")
	}
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	chromium := startBrowser(t)
	server := sampleServer(t)
	for _, scheme := range []string{"light", "dark"} {
		do(t, chromium, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
		for _, p := range pictures {
			var picture []byte
			ctx, cancel := context.WithTimeout(chromium, time.Minute)
			take := chromedp.FullScreenshot(&picture, 100)
			if p.name == "evidence" {
				take = chromedp.CaptureScreenshot(&picture) // a dialog stands in the window, not on the page
			}
			if err := chromedp.Run(ctx, chromedp.EmulateViewport(1200, 800), visit(server+p.path), p.before, take); err != nil {
				t.Fatalf("%s: %v", p.name, err)
			}
			cancel()
			if err := os.WriteFile(filepath.Join(*shots, p.name+"-"+scheme+".png"), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
