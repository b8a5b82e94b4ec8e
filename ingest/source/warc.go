package source

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
	"time"
)

// Page is a web page as a crawl kept it.
type Page struct {
	URL         string
	Fetched     time.Time
	ContentType string
	Body        []byte // decompressed, in the page's own character set
}

// ReadWARC delivers the HTML pages of a WARC file (ISO 28500), uncompressed here, in its order; an error ends the file.
// Pages longer than limit bytes are left out.
func ReadWARC(r io.Reader, limit int64) iter.Seq2[Page, error] {
	return func(yield func(Page, error) bool) {
		br := bufio.NewReaderSize(r, 64<<10)
		for {
			head, err := warcHeader(br)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Page{}, err)
				return
			}
			page, ok, err := warcRecord(br, head, limit)
			if err != nil {
				yield(Page{}, err)
				return
			}
			if ok && !yield(page, nil) {
				return
			}
		}
	}
}

// warcHeader reads the version line and the fields of a record, past the empty lines that end the record before it.
func warcHeader(br *bufio.Reader) (textproto.MIMEHeader, error) {
	tp := textproto.NewReader(br)
	line := ""
	for line == "" {
		var err error
		if line, err = tp.ReadLine(); err != nil {
			return nil, err
		}
	}
	if !strings.HasPrefix(line, "WARC/") {
		return nil, fmt.Errorf("not a WARC record: %.40q", line)
	}
	head, err := tp.ReadMIMEHeader()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return head, err
}

// warcRecord reads a record's block and reports whether it is an HTML page.
func warcRecord(br *bufio.Reader, head textproto.MIMEHeader, limit int64) (Page, bool, error) {
	length, err := strconv.ParseInt(head.Get("Content-Length"), 10, 64)
	if err != nil || length < 0 {
		return Page{}, false, fmt.Errorf("WARC record without a length: %q", head.Get("Content-Length"))
	}
	block := &io.LimitedReader{R: br, N: length}
	page, ok := Page{}, false
	if head.Get("WARC-Type") == "response" {
		page, ok = warcPage(block, head, limit)
	}
	if _, err := io.Copy(io.Discard, block); err != nil {
		return Page{}, false, err
	}
	if block.N > 0 {
		return Page{}, false, fmt.Errorf("the WARC file breaks off: %w", io.ErrUnexpectedEOF)
	}
	return page, ok, nil
}

// warcPage reads the HTTP answer of a block; what is no page that can be read is passed over.
func warcPage(block io.Reader, head textproto.MIMEHeader, limit int64) (Page, bool) {
	resp, err := http.ReadResponse(bufio.NewReader(block), nil)
	if err != nil {
		return Page{}, false
	}
	defer resp.Body.Close()
	kind := resp.Header.Get("Content-Type")
	if media, _, _ := mime.ParseMediaType(kind); resp.StatusCode != http.StatusOK || media != "text/html" && media != "application/xhtml+xml" {
		return Page{}, false
	}
	body, err := decompress(resp.Header.Get("Content-Encoding"), resp.Body)
	if err != nil {
		return Page{}, false
	}
	b, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err != nil || int64(len(b)) > limit {
		return Page{}, false
	}
	fetched, _ := time.Parse(time.RFC3339, head.Get("WARC-Date"))
	return Page{URL: strings.Trim(head.Get("WARC-Target-URI"), "<>"), Fetched: fetched, ContentType: kind, Body: b}, true
}
