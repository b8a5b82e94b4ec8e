package source_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"

	"github.com/entente-kg/entente/ingest/source"
)

func record(kind, uri, block string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2024-05-06T10:00:00Z\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", kind, uri, len(block), block)
}

func answer(status, kind, body string) string {
	return fmt.Sprintf("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", status, kind, len(body), body)
}

func TestReadWARC(t *testing.T) {
	file := record("warcinfo", "", "software: x\r\n") +
		record("request", "https://example.org/a", "GET /a HTTP/1.1\r\n\r\n") +
		record("response", "https://example.org/a", answer("200 OK", "text/html; charset=utf-8", "<p>A</p>")) +
		record("response", "https://example.org/pic", answer("200 OK", "image/png", "PNG")) +
		record("response", "https://example.org/gone", answer("404 Not Found", "text/html", "<p>gone</p>")) +
		record("response", "https://example.org/long", answer("200 OK", "text/html", strings.Repeat("x", 2000))) +
		record("response", "https://example.org/b", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n<p>B</p>\r\n0\r\n\r\n")
	want := []string{"https://example.org/a <p>A</p>", "https://example.org/b <p>B</p>"}

	var zipped bytes.Buffer
	for _, half := range []string{file[:len(file)/2], file[len(file)/2:]} { // a member each, as crawlers write them
		z := gzip.NewWriter(&zipped)
		_, _ = io.WriteString(z, half)
		_ = z.Close()
	}
	unzipped, err := gzip.NewReader(&zipped)
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]io.Reader{"plain": strings.NewReader(file), "gzip": unzipped} {
		var got []string
		for page, err := range source.ReadWARC(r, 1000) {
			if err != nil {
				t.Fatal(name, err)
			}
			got = append(got, page.URL+" "+string(page.Body))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: pages (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadWARCThatIsBroken(t *testing.T) {
	whole := record("response", "https://example.org/a", answer("200 OK", "text/html", "<p>A</p>"))
	for name, c := range map[string]struct {
		file  string
		pages int
	}{
		"breaks off":       {whole + whole[:len(whole)-20], 1},
		"no WARC":          {"<html>", 0},
		"no length":        {"WARC/1.0\r\nWARC-Type: response\r\n\r\n", 0},
		"negative length":  {"WARC/1.0\r\nContent-Length: -1\r\n\r\n", 0},
		"ends in the head": {"WARC/1.0\r\nWARC-Type: resp", 0},
	} {
		pages, failed := 0, false
		for _, err := range source.ReadWARC(strings.NewReader(c.file), 1000) {
			if err != nil {
				failed = true
			} else {
				pages++
			}
		}
		if pages != c.pages || !failed {
			t.Errorf("%s: %d pages, failed %v", name, pages, failed)
		}
	}
}
