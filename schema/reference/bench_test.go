package reference

import (
	"os"
	"strings"
	"testing"
)

// BenchmarkParse measures the start: all files read, indexed and compiled.
func BenchmarkParse(b *testing.B) {
	data := os.DirFS("data")
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkScan measures looking up names in running text; the issue asks for 20 MB/s on one core.
func BenchmarkScan(b *testing.B) {
	w, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("The foreign ministers of Kazakhstan, Uzbekistan and the United Arab Emirates met in Tashkent "+
		"on Monday to discuss a railway that is to run from the border with China to the Caspian Sea. Officials in "+
		"the capital said that talks would go on, although neither side expected an agreement before the summer. ", 3000)
	b.SetBytes(int64(len(text)))
	matches := 0
	for b.Loop() {
		for range w.Scan(text) {
			matches++
		}
	}
	if matches == 0 {
		b.Fatal("no name found")
	}
}
