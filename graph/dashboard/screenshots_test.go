package dashboard_test

import (
	"context"
	"flag"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var shots = flag.String("screenshots", "", "folder for pictures of every page, in light and dark; none are made without it")

// TestScreenshots makes the pictures of the README and of a reviewer; `make screenshots` asks for them.
func TestScreenshots(t *testing.T) {
	if *shots == "" {
		t.Skip("pictures are made by make screenshots")
	}
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sampleGraph(t))
	defer server.Close()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browserPath(t)), chromedp.NoSandbox)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	browser, cancel := chromedp.NewContext(allocator)
	defer cancel()
	do(t, browser, chromedp.EmulateViewport(1200, 800))
	for _, scheme := range []string{"light", "dark"} {
		media := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
		do(t, browser, emulation.SetEmulatedMedia().WithFeatures(media))
		for name, path := range map[string]string{
			"home": "/", "search": "/search?q=stan", "organization": "/organization/SCO", "history": "/organization/SCO?at=2016",
			"actor": "/state/RUS", "relation": "/relation?a=Russia&b=Turkey", "events": "/events", "negotiations": "/negotiations",
			"article": "/article?id=post-1", "explorer": "/explorer?from=Russia", "query": "/query?run=1", "problem": "/nowhere",
		} {
			var picture []byte
			do(t, browser, chromedp.Navigate(server.URL+path), chromedp.WaitVisible("main"), chromedp.FullScreenshot(&picture, 100))
			if err := os.WriteFile(filepath.Join(*shots, name+"-"+scheme+".png"), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
